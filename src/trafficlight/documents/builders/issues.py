"""发文 (issues): what stands before and behind a bulletin's parts where it goes out as an official document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import evolve

from trafficlight.documents.builders.bulletin_plans import BulletinPlan, Issue
from trafficlight.documents.content import (
    Block,
    Colophon,
    PageSetup,
    Paragraph,
    RedHead,
    Section,
    SignatureBlock,
)
from trafficlight.errors import DocumentError
from trafficlight.layout import Style
from trafficlight.messages import Language
from trafficlight.model import Agency
from trafficlight.model._periods import Period, date_words


def issued(
    plan: BulletinPlan,
    issue: Issue,
    front: Sequence[Section],
    parts: Sequence[Section],
    *,
    agency: Agency,
    period: Period,
    as_of: dt.date,
    language: Language,
) -> list[Section]:
    """The sections of a document that goes out. Raises `DocumentError` for words that name what there is not."""
    facts = {
        "year": period.year,
        "period": period.title(language),
        "date": date_words(as_of, language),
        "agency": agency.name,
        "publisher": agency.publisher,
    }
    opening = list(_opening(plan, issue, facts))
    signature = SignatureBlock(organ=issue.signature or agency.publisher, date=as_of, sealed=issue.sealed)
    if front or any(section.setup.orientation == "landscape" for section in parts):
        # annexes go on with the numbers of the document
        annexes = [evolve(one, setup=evolve(one.setup, first_number=None)) for one in parts]
        sections = [Section([*opening, signature], PageSetup(first_number=1)), *front, *annexes]
    else:
        blocks = [block for section in parts for block in section.blocks]
        sections = [Section([*opening, *blocks, signature], PageSetup(first_number=1))]
    if not (issue.copies or issue.issuer):
        return sections
    colophon = Colophon(copies=issue.copies, issuer=issue.issuer, date=as_of if issue.issuer else None)
    last = sections[-1]
    if issue.colophon_apart or last.setup.orientation == "landscape":
        return [*sections, Section([colophon])]
    return [*sections[:-1], evolve(last, blocks=(*last.blocks, colophon))]


def _opening(plan: BulletinPlan, issue: Issue, facts: dict[str, object]) -> Iterator[Block]:
    """Head, title, period, addressee and text."""
    if issue.organ:
        yield RedHead(
            organ=issue.organ,
            number=issue.number,
            signers=issue.signers,
            classification=issue.classification,
            urgency=issue.urgency,
        )
    yield Paragraph(_filled(plan.title, facts), Style.TITLE)
    if plan.period:
        yield Paragraph(_filled(plan.period, facts), Style.SUBTITLE)
    if issue.addressee:
        yield Paragraph(_filled(issue.addressee, facts), Style.ADDRESSEE)
    for text in issue.text:
        yield Paragraph(_filled(text, facts))


def _filled(template: str, facts: dict[str, object]) -> str:
    try:
        return template.format(**facts)
    except (KeyError, IndexError, ValueError) as fault:
        raise DocumentError(
            f"发文用语“{template}”中的 {fault} 无从填写；可用：{'、'.join(facts)}",
            f"in the words “{template}” {fault} cannot be filled in; known: {', '.join(facts)}",
        ) from fault
