"""重点工作台账 (annex 2): the weekly ledger, and its extracts for each leader and each department (N2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trafficlight.documents.content import Document, PageSetup, Section
from trafficlight.documents.inline import Style
from trafficlight.documents.official import OFFICIAL, OfficialProfile
from trafficlight.documents.paragraphs import Paragraph
from trafficlight.documents.provenance import with_provenance
from trafficlight.documents.tables import rating_grid
from trafficlight.errors import DocumentError
from trafficlight.model.period import chinese_date
from trafficlight.rules.rating import Rating
from trafficlight.rules.themes.ledger import LedgerItem
from trafficlight.rules.themes.summary import summarise
from trafficlight.scheme import Scheme

NO_LEADER: Final = "未列明分管负责人"
"""Under this name stand the extract's items whose row names no leader; none is dropped."""


def ledger(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    title: str = "",
    subject: str = "",
    ranked: bool = True,
    digest: str = "",
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """重点工作台账: title, date, summary sentence, the nine columns in landscape, note.

    Takes the ratings of one theme with the ledger's record out of `ratings`. `ranked`: rows stand by 蓝黄红 as the
    scheme's order says, equal ones as handed in, and are numbered anew (N2.2). `subject` is whose ledger the summary
    sentence speaks of (the agency). With a `digest` (`input_digest(ratings)`) the file says where it comes from
    (`provenance`). Raises `DocumentError` when the theme's records are no ledger items.
    """
    chosen = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=ranked)
    book = scheme.rulebooks.at(as_of)
    rules = book.theme(theme)
    name = title or f"{scheme.agency.name}{rules.title}台账"
    summary = summarise(ledger_items(chosen), own_sources=scheme.agency.own_sources)
    sentence = summary.sentence(as_of, agency=subject or scheme.agency.short_name)
    grid = rating_grid(
        rules,
        chosen,
        title=name,
        lead=(Paragraph(f"日期：{chinese_date(as_of)}", style=Style.TABLE_RIGHT), sentence),
        renumber=ranked,
    )
    document = Document(
        sections=[Section([grid], PageSetup(orientation="landscape"))],
        title=name,
        author=scheme.agency.publisher,
        profile=profile,
    )
    return with_provenance(document, digest=digest, rulebook=book) if digest else document


def ledger_items(ratings: Iterable[Rating[Any]]) -> Iterator[LedgerItem]:
    """The ledger's records among the ratings."""
    return (rating.record for rating in ratings if isinstance(rating.record, LedgerItem))


def scheme_rows(
    scheme: Scheme, ratings: Iterable[Rating[Any]], *, theme: str, as_of: dt.date, ranked: bool
) -> Sequence[Rating[Any]]:
    """The ratings of one theme, in the order in which the ledger prints them. Raises `DocumentError` and `UnknownTheme`."""
    record = scheme.rulebooks.at(as_of).theme(theme).record
    if not issubclass(record, LedgerItem):
        raise DocumentError(f"专题“{theme}”的记录是 {record.__name__}，不是台账事项，不能成台账")
    chosen = [rating for rating in ratings if rating.theme.key == theme and rating.record is not None]
    return scheme.ranked(chosen) if ranked else chosen


def ledgers_by_leader(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    profile: OfficialProfile = OFFICIAL,
) -> Iterator[tuple[str, Document]]:
    """报各分管领导: (leader, extract) for each 分管负责人, in the order in which they first occur (N2.2).

    Items without a leader come last, as `NO_LEADER`.
    """
    groups: dict[str, list[Rating[Any]]] = {}
    rows = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=False)
    for item, rating in zip(ledger_items(rows), rows, strict=True):
        groups.setdefault(item.leader or NO_LEADER, []).append(rating)
    groups = {name: groups[name] for name in sorted(groups, key=NO_LEADER.__eq__)}
    return _extracts(scheme, groups, as_of=as_of, theme=theme, profile=profile)


def ledgers_by_unit(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    profile: OfficialProfile = OFFICIAL,
) -> Iterator[tuple[str, Document]]:
    """发各责任科室: (unit, extract) for each unit that answers for an item, in roster order; a joint item goes to each (N2.2)."""
    groups: dict[str, list[Rating[Any]]] = {}
    rows = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=False)
    for unit in scheme.roster:
        own = [rating for item, rating in zip(ledger_items(rows), rows, strict=True) if unit in item.responsible.units]
        if own:
            groups[unit.name] = own
    return _extracts(scheme, groups, as_of=as_of, theme=theme, profile=profile)


def _extracts(
    scheme: Scheme, groups: dict[str, list[Rating[Any]]], *, as_of: dt.date, theme: str, profile: OfficialProfile
) -> Iterator[tuple[str, Document]]:
    rules = scheme.rulebooks.at(as_of).theme(theme)
    for name, own in groups.items():
        title = f"{scheme.agency.name}{rules.title}台账（{name}）"
        yield name, ledger(scheme, own, as_of=as_of, theme=theme, title=title, subject=name, profile=profile)
