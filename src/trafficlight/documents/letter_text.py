"""提醒函正文: one reminder's text, and the two papers that bear it: the letter and the sign-off sheet (审签单)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trafficlight.documents.content import Block, Document, PageSetup, Section
from trafficlight.documents.elements import Colophon, LetterHead, SignatureBlock
from trafficlight.documents.grid import Cell, Grid, GridColumn, Row
from trafficlight.documents.inline import Style
from trafficlight.documents.letter_words import LetterWords
from trafficlight.documents.official import OfficialProfile
from trafficlight.documents.paragraphs import Heading, PageBreak, Paragraph
from trafficlight.documents.provenance import with_input
from trafficlight.documents.reminders import Reminder, SignOff
from trafficlight.errors import DocumentError, NotSignedOff
from trafficlight.model.form import Form, Role
from trafficlight.model.kinds import Text
from trafficlight.model.period import chinese_date
from trafficlight.rules.rating import Rating
from trafficlight.scheme import Scheme

_ROOM: Final = "\n" * 5  # to write in, above the signature
_ENDS: Final = "。；;，,、 \u3000"


class ReminderText:
    """One reminder's text, and the two papers that bear it."""

    def __init__(
        self,
        scheme: Scheme,
        reminder: Reminder,
        as_of: dt.date,
        deadline: dt.date,
        words: LetterWords,
        profile: OfficialProfile,
        digest: str | None,
    ) -> None:
        self._unit = reminder.unit
        self._as_of = as_of
        self._deadline = deadline
        self._words = words
        self._profile = profile
        self._author = scheme.agency.publisher
        self._ratings = [rating for _, rating in reminder.items]
        self._edition = self._ratings[0].edition if self._ratings else scheme.rulebooks.at(as_of).edition
        self._digest = digest
        self._groups = _by_level(reminder.items, words.levels)
        self._themes = {rating.theme.key for rating in self._ratings}
        parts = "、".join(words.part.format(level=level, count=len(own)) for level, own in self._groups.items())
        self._facts: dict[str, object] = {
            "agency": scheme.agency.name,
            "short_name": scheme.agency.short_name,
            "publisher": scheme.agency.publisher,
            "unit": self._unit.name,
            "as_of": chinese_date(as_of),
            "deadline": chinese_date(deadline),
            "count": len(reminder.items),
            "parts": parts,
        }

    def letter(self, sign_off: SignOff | None, number: str) -> Document:
        """The letter, dated as it was signed off. Raises `NotSignedOff` and `DocumentError`."""
        if sign_off is None:
            raise NotSignedOff(self._unit.name)
        if sign_off.on < self._as_of:
            problem = f"的审签日期 {chinese_date(sign_off.on)} 早于情况截止日期 {chinese_date(self._as_of)}"
            raise NotSignedOff(self._unit.name, problem)
        if self._deadline <= sign_off.on:
            raise DocumentError(
                f"发给“{self._unit}”的提醒函的反馈期限 {chinese_date(self._deadline)}"
                f" 应晚于审签日期 {chinese_date(sign_off.on)}"
            )
        words = self._words
        organ, title = self._fill(words.organ), self._fill(words.title)
        blocks: list[Block] = [
            LetterHead(organ=organ, number=number),
            Paragraph(title, Style.TITLE),
            Paragraph(self._fill(words.addressee), Style.ADDRESSEE),
            *self._body(),
            SignatureBlock(organ=organ, date=sign_off.on, sealed=words.sealed),
        ]
        contact = self._fill(words.contact)
        if contact:
            blocks.append(Paragraph(words.postscript.format(contact=contact), Style.POSTSCRIPT))
        copies = self._fill(words.copies, leaders="、".join(self._leaders()))
        if copies:
            blocks.append(Colophon(copies=copies, ruled=False))
        return self._document(title, blocks)

    def sheet(self, sign_off: SignOff | None, number: str) -> Document:
        """The sheet: a form to sign, and behind it the text that is to be sent."""
        words = self._words
        title = self._fill(words.sheet_title)
        to, numbered, due, counted, letter, items = words.sheet_labels
        rows: list[Row] = [
            (to, self._unit.name, numbered, number),
            (due, chinese_date(self._deadline), counted, self._fill(words.sheet_total)),
            (letter, Cell(self._fill(words.title), span=3, align="left")),
            (items, Cell("\n".join(self._summary()), span=3, align="left")),
            *((label, Cell(_ROOM + self._signed(label, sign_off), span=3, align="right")) for label in words.approvals),
        ]
        grid = Grid(
            (GridColumn(26), GridColumn(52), GridColumn(26), GridColumn(52)),
            rows,
            title=Paragraph(title, Style.TITLE),
            lead=(Paragraph(self._fill(words.sheet_as_of), Style.TABLE_RIGHT),),
            notes=(self._fill(words.sheet_note, basis=self._fill(words.basis)),),
            alt_text=f"{title}：主送单位、提醒事项和各级审签意见。",
        )
        draft = (PageBreak(), Heading(self._fill(words.draft)), *self._body())
        return self._document(title, [grid, *draft])

    def _signed(self, label: str, sign_off: SignOff | None) -> str:
        last = label == self._words.approvals[-1]
        return str(sign_off) if sign_off is not None and last else self._words.signature

    def _document(self, title: str, blocks: Sequence[Block]) -> Document:
        document = Document(
            sections=[Section(blocks, PageSetup(first_number=1))],
            title=title,
            author=self._author,
            subject=self._unit.name,
            profile=self._profile,
        )
        return with_input(document, self._ratings, digest=self._digest, rulebook=self._edition)

    def _body(self) -> Iterator[Block]:
        words = self._words
        yield Paragraph(self._fill(words.opening))
        for at, (level, ratings) in enumerate(self._groups.items()):
            if len(self._groups) > 1:
                order = words.orders[at] if at < len(words.orders) else str(at + 1)
                yield Heading(self._fill(words.group, order=order, level=level, count=len(ratings)))
            for number, rating in enumerate(ratings, 1):
                yield Paragraph(self._item(number, level, rating))
        yield Paragraph(self._fill(words.demand))
        if words.closing:
            yield Paragraph(self._fill(words.closing))

    def _item(self, number: int, level: str, rating: Rating[Any]) -> str:
        words, form = self._words, rating.theme.form
        matter = _matter(form)
        facts = [
            f"{form.label_of(name)}：{_line(form.show(rating.record, name))}"
            for name in words.facts
            if name in form.fields and name != matter and _line(form.show(rating.record, name))
        ]
        units = list(dict.fromkeys(rating.theme.credits(rating.record)))
        if len(units) > 1:
            facts.append(words.units + units[0].name + words.lead + "".join(f"、{unit}" for unit in units[1:]))
        facts.append(words.standing.format(level=level, light=_light(rating) or words.unlit))
        return words.item.format(
            number=number,
            theme=f"〔{rating.theme.title}〕" if len(self._themes) > 1 else "",
            matter=_line(form.show(rating.record, matter)),
            facts="；".join(facts),
        )

    def _summary(self) -> Iterator[str]:
        """A line an item, for the one who signs."""
        number = 0
        for level, ratings in self._groups.items():
            for rating in ratings:
                number += 1
                form = rating.theme.form
                matter = _line(form.show(rating.record, _matter(form)))
                yield self._words.sheet_item.format(number=number, matter=matter, level=level)

    def _leaders(self) -> Iterator[str]:
        named = (getattr(rating.record, "leader", "") for own in self._groups.values() for rating in own)
        return iter(dict.fromkeys(filter(None, map(str.strip, named))))

    def _fill(self, template: str, **more: object) -> str:
        return template.format_map({**self._facts, **more})


def _by_level(items: Iterable[tuple[str, Rating[Any]]], levels: Sequence[str]) -> dict[str, list[Rating[Any]]]:
    """The items by level, the worst first; levels that `levels` does not name come last, as they occur."""
    groups: dict[str, list[Rating[Any]]] = {}
    for level, rating in items:
        groups.setdefault(level, []).append(rating)
    order = [level for level in levels if level in groups]
    return {level: groups[level] for level in (*order, *(level for level in groups if level not in levels))}


def _matter(form: Form) -> str:
    """The field that says what the item is: the first column of text."""
    for column in form.published:
        name = column.field_on(0)
        if column.role is Role.FIELD and name is not None and isinstance(column.kind, Text):
            return name
    return form.fields[0]


def _light(rating: Rating[Any]) -> str:
    """The light in words, nothing where there is none; a single one needs no number."""
    shown = (mark.label if count == 1 else f"{mark.label}{count}" for mark, count in rating.marks.counts)
    return "".join(shown)


def _line(text: str) -> str:
    """A cell's text on one line, without the mark that ends it: the sentence around it has its own."""
    return "".join(text.split("\n")).strip().rstrip(_ENDS)
