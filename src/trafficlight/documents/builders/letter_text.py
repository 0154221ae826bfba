"""提醒函正文 (letter text): the words of reminder letters and sign-off sheets as a value, and the two papers in these words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any, Final

import attrs
from attrs import field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import rulebook_of, with_input
from trafficlight.documents.builders.fitting import fitted, fitted_letter
from trafficlight.documents.builders.rating_tables import light_words
from trafficlight.documents.builders.reminders import Reminder, SignOff
from trafficlight.documents.content import (
    Block,
    Cell,
    Colophon,
    Grid,
    GridColumn,
    Heading,
    LetterHead,
    PageBreak,
    PageSetup,
    Paragraph,
    Row,
    Section,
    SignatureBlock,
)
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.errors import DocumentError, NotSignedOff
from trafficlight.layout import OfficialProfile, Style
from trafficlight.layout._keys import changed
from trafficlight.messages import Words, said, spoken
from trafficlight.model._forms import Role, Says
from trafficlight.model._kinds import Text
from trafficlight.model._periods import chinese_date, date_words, english_date
from trafficlight.notice import NOTICE
from trafficlight.rules._ratings import Rating
from trafficlight.rules._rulebooks import AnyTheme

_LINES_TO_WRITE: Final = "\n" * 5  # above the signature
_ENDS: Final = "。；;，,、 \u3000"
_AND: Final = Words("、", ", ")
_STANDING: Final = Words("进度评价：{level}（{light}）", "Light: {light}")
_LIT: Final = "标识：{light}"  # where an item is due by its light, it need have no 进度评价

_QUOTED: Final = (Says.TARGET, Says.DEADLINE, Says.STATUS, Says.SOURCE)

_EVERYWHERE: Final = frozenset({"agency", "short_name", "publisher", "unit", "as_of", "deadline", "count", "parts"})
_PLACES: Final[Mapping[str, frozenset[str]]] = {
    "postscript": frozenset({"contact"}),
    "sheet_item": frozenset({"number", "matter", "level"}),
    "sheet_note": _EVERYWHERE | {"basis"},
    "copies": _EVERYWHERE | {"leaders"},
    "group": _EVERYWHERE | {"order", "level"},
    "item": frozenset({"number", "theme", "matter", "facts"}),
    "standing": frozenset({"level", "light"}),
    "part": frozenset({"level", "count"}),
}


def _checked(_words: LetterWords, attribute: attrs.Attribute[str], template: str) -> None:
    """Refuse a template that cannot be filled in when it is written, not when the first letter is due."""
    known = _PLACES.get(attribute.name, _EVERYWHERE)
    try:
        named = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError as fault:
        raise DocumentError(
            f"用语 {attribute.name}“{template}”的花括号不成对：{fault}",
            f"the braces of {attribute.name} “{template}” do not match: {fault}",
        ) from None
    unknown = sorted(named - known)
    if unknown:
        raise DocumentError(
            f"用语 {attribute.name} 没有“{'、'.join(unknown)}”；可用：{'、'.join(sorted(known))}",
            f"the words {attribute.name} know no “{', '.join(unknown)}”; known: {', '.join(sorted(known))}",
        )


def _template(default: str) -> str:
    made: str = field(default=default, validator=_checked)
    return made


@frozen(kw_only=True)
class LetterWords:
    """提醒函用语: what is in braces is filled in.

    Everywhere `{unit}`, `{as_of}`, `{deadline}`, `{agency}`, `{short_name}`, `{publisher}`, `{count}` (of items) and
    `{parts}` (the `part` of each level, joined by 、). The letter, from its head to its end:

    `organ`      发文机关标志 and 署名.
    `title`, `addressee`, `opening`: as they say.
    `group`      over the items of a level, also `{order}` (一) and `{level}`; left out where all are of one level.
    `item`       `{number}`, `{theme}` (in brackets, where the items are of several themes), `{matter}`, `{facts}`.
    `facts`      the record's fields that are quoted with their header words: those that it has and that say something;
                 None stands for those of the columns that say target, deadline, status and source (`model.Says`).
    `units`, `lead`  before the units of a joint item, and behind the first of them.
    `standing`   `{level}` and `{light}`, at the end of the facts; `unlit`, the light of an item that has none.
    `demand`, `closing`: what is asked, by when, and the last line.
    `contact`    附注, which `postscript` puts in brackets; `copies` 抄送, also `{leaders}` (分管负责人 of the items, whom the
                 record's field `leader` names, or that of the column that says it); nothing where they are empty.
    `sealed`     a seal goes over 署名 (GB/T 9704 §7.3.5.1).
    `levels`     the order of the levels, the worst first; `orders` their numbers, and after the last come digits.

    The sign-off sheet: `sheet_title`; `approvals`, the fields that are signed, in order; `signature`, the line to sign on;
    `sheet_labels`, the words before unit, number, deadline, count, title and items; `sheet_item`, a line an item,
    with `{number}`, `{matter}` and `{level}`; `sheet_as_of` and `sheet_total`;
    `basis`, which `sheet_note` puts below; `draft`, the heading of the text that is to be sent.

    Raises `DocumentError` for a template that names anything else.
    """

    organ: str = _template("{agency}")
    title: str = _template(Words("关于加快推进重点工作的提醒函", "Reminder"))
    addressee: str = _template(Words("{unit}：", "To {unit}"))
    opening: str = _template(
        Words(
            "截至{as_of}，由你单位负责的重点工作中有{count}项进展缓慢，其中{parts}。现将有关情况提醒如下：",
            "As of {as_of}, items that are yours and are late: {count}, of which {parts}. They are:",
        )
    )
    group: str = _template(Words("{order}、{level}（{count}项）", "{order}. {level} ({count})"))
    item: str = _template(Words("{number}.{theme}{matter}。{facts}。", "{number}. {theme}{matter}. {facts}."))
    facts: tuple[str, ...] | None = None
    standing: str = _template(_STANDING)
    part: str = _template(Words("{level}{count}项", "{level} {count}"))
    units: str = Words("责任单位：", "Units: ")
    lead: str = Words("（牵头）", " (lead)")
    unlit: str = Words("不标注颜色", "none")
    levels: tuple[str, ...] = ("严重滞后", "推进缓慢")
    orders: tuple[str, ...] = tuple(Words(order, str(at)) for at, order in enumerate("一二三四五六七八九十", 1))
    demand: str = _template(
        Words(
            "请你单位高度重视，认真分析原因，制定有力措施，加快推进落实，并于{deadline}前将整改情况书面报{publisher}。",
            "Please find out why, act on it, and tell the {publisher} in writing by {deadline} what was done.",
        )
    )
    closing: str = _template(Words("特此提醒。", ""))
    contact: str = _template("")
    postscript: str = _template(Words("（{contact}）", "({contact})"))
    copies: str = _template("")
    leader: str = ""
    sealed: bool = True
    sheet_title: str = _template(Words("{agency}提醒函审签单", "{agency}: reminder for signature"))
    approvals: tuple[str, ...] = (
        Words("承办人意见", "Drafted by"),
        Words("办公室审核", "Checked by"),
        Words("局领导审签", "Signed off by"),
    )
    signature: str = Words("签名：　　　　　　　　　　年　　月　　日", "Name:                    Date:            ")
    sheet_labels: tuple[str, str, str, str, str, str] = (
        Words("主送单位", "To"),
        Words("发文字号", "Number"),
        Words("反馈期限", "Answer by"),
        Words("事项数", "Items"),
        Words("函件标题", "Title"),
        Words("提醒事项", "Reminded of"),
    )
    sheet_item: str = _template(Words("{number}.{matter}（{level}）", "{number}. {matter} ({level})"))
    sheet_as_of: str = _template(Words("情况截至：{as_of}", "As of {as_of}"))
    sheet_total: str = _template(Words("{count}项（{parts}）", "{count} ({parts})"))
    sheet_note: str = _template(Words("备注：{basis}", "Note: {basis}"))
    basis: str = _template(
        Words(
            f"“对于进展缓慢的，经局领导审签，发送提醒函。”（{NOTICE}）未经审签，不得制发。",
            "No letter is sent before it is signed off.",
        )
    )
    draft: str = _template(Words("附：拟发提醒函正文", "The letter that is to be sent"))

    __repr__ = changed


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
        mixed: bool,  # noqa: FBT001  # as the builders pass it on
    ) -> None:
        scheme = scheme.of([rating for _, rating in reminder.items], as_of)
        self._unit = reminder.unit
        self._as_of = as_of
        self._deadline = deadline
        self._agency = scheme.agency
        self._language = language = scheme.agency.language
        self._words = words = spoken(words, language)
        self._profile = profile.speaking(language)
        self._ratings = [rating for _, rating in reminder.items]
        self._edition = rulebook_of(scheme, self._ratings, as_of=as_of, mixed=mixed).edition
        self._digest = digest
        self._groups = _by_level(reminder.items, words.levels)
        self._themes = {rating.theme.key for rating in self._ratings}
        parts = said(_AND, language).join(
            words.part.format(level=level, count=len(own)) for level, own in self._groups.items()
        )
        self._facts: dict[str, object] = {
            "agency": scheme.agency.name,
            "short_name": scheme.agency.short_name,
            "publisher": scheme.agency.publisher,
            "unit": self._unit.name,
            "as_of": date_words(as_of, language),
            "deadline": date_words(deadline, language),
            "count": len(reminder.items),
            "parts": parts,
        }

    def letter(self, sign_off: SignOff | None, number: str) -> Document:
        """The letter, dated as it was signed off. Raises `NotSignedOff` and `DocumentError`."""
        if sign_off is None:
            raise NotSignedOff(self._unit.name)
        if sign_off.on < self._as_of:
            signed, known = sign_off.on, self._as_of
            problem = Words(
                f"的审签日期 {chinese_date(signed)} 早于情况截止日期 {chinese_date(known)}",
                f"was signed off on {english_date(signed)}, before {english_date(known)}, as of which it speaks",
            )
            raise NotSignedOff(self._unit.name, problem)
        self._check_signer(sign_off)
        if self._deadline <= sign_off.on:
            due, signed = self._deadline, sign_off.on
            raise DocumentError(
                f"发给“{self._unit}”的提醒函的反馈期限 {chinese_date(due)} 应晚于审签日期 {chinese_date(signed)}",
                f"the letter to “{self._unit}” asks for an answer by {english_date(due)}, which should come after "
                f"it was signed off on {english_date(signed)}",
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
        copies = self._fill(words.copies, leaders=said(_AND, self._language).join(self._leaders()))
        if copies:
            blocks.append(Colophon(copies=copies, ruled=False))
        return self._document(title, blocks, fitted_letter(self._profile, blocks))

    def sheet(self, sign_off: SignOff | None, number: str) -> Document:
        """The sheet: a form to sign, and behind it the text that is to be sent. Raises `NotSignedOff` for a stranger's."""
        if sign_off is not None:
            self._check_signer(sign_off)
        words = self._words
        title = self._fill(words.sheet_title)
        to, numbered, due, counted, letter, items = words.sheet_labels
        rows: list[Row] = [
            (to, self._unit.name, numbered, number),
            (due, date_words(self._deadline, self._language), counted, self._fill(words.sheet_total)),
            (letter, Cell(self._fill(words.title), span=3, align="left")),
            (items, Cell("\n".join(self._summary()), span=3, align="left")),
            *(
                (label, Cell(_LINES_TO_WRITE + self._signed(label, sign_off), span=3, align="right"))
                for label in words.approvals
            ),
        ]
        grid = Grid(
            (GridColumn(26), GridColumn(52), GridColumn(26), GridColumn(52)),
            rows,
            title=Paragraph(title, Style.TITLE),
            lead=(Paragraph(self._fill(words.sheet_as_of), Style.TABLE_RIGHT),),
            notes=(self._fill(words.sheet_note, basis=self._fill(words.basis)),),
            alt_text=Words(
                "主送单位、提醒事项和各级审签意见。", "To whom it goes, of what it reminds, and who signed it off."
            ),
        )
        draft = (PageBreak(), Heading(self._fill(words.draft)), *self._body())
        return self._document(title, [*fitted([grid], self._profile, "portrait"), *draft], self._profile)

    def _check_signer(self, sign_off: SignOff) -> None:
        """Refuse a signature of anybody but the leaders whom the agency names (§4.38)."""
        if not self._agency.may_sign(sign_off.by):
            allowed = list(map(str, self._agency.who_may_sign))
            raise NotSignedOff.by(str(sign_off.by), allowed, unit=self._unit.name)

    def _signed(self, label: str, sign_off: SignOff | None) -> str:
        last = label == self._words.approvals[-1]
        return sign_off.say(self._language) if sign_off is not None and last else self._words.signature

    def _document(self, title: str, blocks: Sequence[Block], profile: OfficialProfile) -> Document:
        document = Document(
            sections=[Section(blocks, PageSetup(first_number=1))],
            title=title,
            author=self._agency.publisher,
            subject=self._unit.name,
            profile=profile,
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
        # where a letter goes on over the page, the demand goes with its end
        yield Paragraph(self._fill(words.demand), keep_with_next=bool(words.closing))
        if words.closing:
            yield Paragraph(self._fill(words.closing))

    def _item(self, number: int, level: str, rating: Rating[Any]) -> str:
        words, form = self._words, rating.theme.form
        matter = _matter_field(rating.theme)
        facts_of = words.facts if words.facts is not None else map(form.field_saying, _QUOTED)
        named = [name for name in facts_of if name in form.fields and name != matter]
        shown = [(name, _quoted(form.show(rating.record, name))) for name in named]
        colon, apart, theme = (": ", "; ", "[{}] ") if self._language == "en" else ("：", "；", "〔{}〕")
        facts = [f"{form.label_of(name)}{colon}{text}" for name, text in shown if text]
        units = list(dict.fromkeys(rating.theme.credits(rating.record)))
        if len(units) > 1:
            facts.append(
                words.units
                + units[0].name
                + words.lead
                + "".join(f"{said(_AND, self._language)}{unit}" for unit in units[1:])
            )
        by_light = words.standing == _STANDING and any(mark.label == level for mark in rating.marks)
        standing = _LIT if by_light else words.standing
        facts.append(standing.format(level=level, light=light_words(rating.marks, self._language) or words.unlit))
        facts += [_quoted(decision.say(self._language)) for decision in rating.determinations]
        return words.item.format(
            number=number,
            theme=theme.format(rating.theme.title) if len(self._themes) > 1 else "",
            matter=_matter(rating),
            facts=apart.join(facts),
        )

    def _summary(self) -> Iterator[str]:
        """A line an item, for the one who signs."""
        items = [(level, rating) for level, ratings in self._groups.items() for rating in ratings]
        for number, (level, rating) in enumerate(items, 1):
            yield self._words.sheet_item.format(number=number, matter=_matter(rating), level=level)

    def _leaders(self) -> Iterator[str]:
        items = [rating for ratings in self._groups.values() for rating in ratings]
        named = (rating.theme.form.show(rating.record, name) for rating in items if (name := self._leader_of(rating)))
        return iter(dict.fromkeys(filter(None, map(str.strip, named))))

    def _leader_of(self, rating: Rating[Any]) -> str:
        form = rating.theme.form
        name = self._words.leader or form.field_saying(Says.LEADER)
        return name if name in form.fields else ""

    def _fill(self, template: str, **more: object) -> str:
        return template.format_map({**self._facts, **more})


def _by_level(items: Iterable[tuple[str, Rating[Any]]], levels: Sequence[str]) -> dict[str, list[Rating[Any]]]:
    """The items by level, the worst first; levels that `levels` does not name come last, as they occur."""
    groups: dict[str, list[Rating[Any]]] = {}
    for level, rating in items:
        groups.setdefault(level, []).append(rating)
    order = [level for level in levels if level in groups]
    return {level: groups[level] for level in (*order, *(level for level in groups if level not in levels))}


def _matter(rating: Rating[Any]) -> str:
    return _quoted(rating.theme.form.show(rating.record, _matter_field(rating.theme)))


def _matter_field(theme: AnyTheme) -> str:
    """工作事项: the theme's subject; in a theme of one row a unit the first column of text."""
    form = theme.form
    if theme.subject:
        return theme.subject
    for column in form.published:
        name = column.field_on(0)
        if column.role is Role.FIELD and name is not None and isinstance(column.kind, Text):
            return name
    return form.fields[0]


def _quoted(text: str) -> str:
    """A cell's text on one line, without the mark that ends it: the sentence around it has its own."""
    return one_line(text).rstrip(_ENDS)
