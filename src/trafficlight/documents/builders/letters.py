"""提醒函 (N2.3): each unit with slow items gets a letter where a leader has signed it off, and a sign-off sheet where not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import rulebook_of, with_input
from trafficlight.documents.builders.closer_lines import fitted_letter
from trafficlight.documents.builders.reminders import (
    STANDING,
    Due,
    LetterWords,
    Reminder,
    SignOff,
    by_level,
    quoted,
    reminders,
    slow_or_delayed,
)
from trafficlight.documents.builders.table_words import worded
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
from trafficlight.documents.content._text_widths import lines
from trafficlight.errors import DocumentError, NotSignedOff
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Language, Words, bracketed, in_english, joined, said
from trafficlight.model._checks import check_kind, each_of
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Says
from trafficlight.model._periods import chinese_date, date_words, english_date
from trafficlight.model._scores import shown
from trafficlight.model._units import Unit
from trafficlight.rules._history import light_words
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import ratings_of

_LINES_TO_WRITE: Final = "\n" * 5  # above the signature
_ITEMS: Final = 10  # lines in a row of the sheet; with more of them it does not stand on one page
_ACROSS: Final = 32  # 字 in such a line
_NO_ROW: Final = Words("未报送“{}”", "nothing handed in for “{}”")
_QUOTED: Final = (Says.TARGET, Says.DEADLINE, Says.STATUS, Says.SOURCE)
_LIT: Final = Words("标识：{light}", "Light: {light}")  # where an item is due by its light, it need have no 进度评价
_DUE_FOR: Final = Words("{level}；标识：{light}", "{level}; light: {light}")

Numbering: TypeAlias = Callable[[Unit, int], str]
"""编号: the document number (发文字号) of the letter to a unit; the letters are counted from 0."""


_WORDS: Final = LetterWords()
_LETTER: Final = Words("提醒函", " reminder")
_SHEET: Final = Words("提醒函审签单", " reminder for signature")


@frozen(field_transformer=typed)
class ReminderPaper:
    """提醒函或审签单: the letter to a unit, or, without a sign-off, the sheet that asks for one."""

    unit: Unit
    document: Document
    sign_off: SignOff | None = None
    number: str = ""
    language: Language = "zh"

    @property
    def is_letter(self) -> bool:
        """Whether it is the letter."""
        return self.sign_off is not None

    @property
    def name(self) -> str:
        """“人事科提醒函” or “人事科提醒函审签单”; `trafficlight._files.safe_file_name` makes a file's name of it."""
        return f"{self.unit}{said(_LETTER if self.is_letter else _SHEET, self.language)}"


def reminder_letters(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    deadline: dt.date,
    sign_off: Mapping[Unit, SignOff] | SignOff | None = None,
    number: Numbering | None = None,
    themes: Collection[str] | None = None,
    due: Due = slow_or_delayed,
    mixed: bool = False,
    words: LetterWords = _WORDS,
    digest: str | None = None,
    profile: OfficialProfile = OFFICIAL,
) -> tuple[ReminderPaper, ...]:
    """提醒函: one paper for each unit with due items, in roster order: a letter where `sign_off` covers it, else the sheet.

    One `SignOff` covers all, a mapping those that it names. `number` counts the letters alone. Each paper bears the digest
    of all these ratings, as `ledger` does. Raises `UnknownUnit` for a unit that is on no board, and as `reminder_letter` does.
    """
    check_kind("reminder_letters", scheme, Scheme)
    ratings = ratings_of("reminder_letters", ratings)
    scheme = scheme.of(ratings, as_of)
    if isinstance(sign_off, Mapping):
        each_of("reminder_letters: sign_off=", sign_off, Unit)
        sign_off = {scheme.roster[scheme.roster.same(unit)].unit: one for unit, one in sign_off.items()}
    digest = input_digest(ratings) if digest is None else digest
    papers: list[ReminderPaper] = []
    letters = 0
    for reminder in reminders(scheme, ratings, themes=themes, due=due):
        unit = reminder.unit
        signed = sign_off.get(unit) if isinstance(sign_off, Mapping) else sign_off
        text = _ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed)
        if signed is None:
            papers.append(ReminderPaper(unit, text.sheet(None, ""), language=scheme.agency.language))
            continue
        given = "" if number is None else number(unit, letters)
        papers.append(ReminderPaper(unit, text.letter(signed, given), signed, given, scheme.agency.language))
        letters += 1
    return tuple(papers)


def reminder_letter(
    scheme: Scheme,
    reminder: Reminder,
    *,
    as_of: dt.date,
    deadline: dt.date,
    sign_off: SignOff | None,
    number: str = "",
    mixed: bool = False,
    words: LetterWords = _WORDS,
    digest: str | None = None,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """提醒函: the letter to one unit in the standard's letter format (GB/T 9704 §10.1), dated as it was signed off.

    `as_of` is the day to which the facts run, `deadline` the day by which the unit answers. The `digest` is, where none is
    given, that of the reminder's own ratings; an empty one leaves the provenance out. Raises `NotSignedOff` without
    a sign-off or with one from before `as_of`, `DocumentError` for a deadline that is not after it, and `RatingsMixed` for
    ratings of several editions or an item that stands twice, unless `mixed`.
    """
    return _ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed).letter(sign_off, number)


def sign_off_sheet(
    scheme: Scheme,
    reminder: Reminder,
    *,
    as_of: dt.date,
    deadline: dt.date,
    sign_off: SignOff | None = None,
    number: str = "",
    mixed: bool = False,
    words: LetterWords = _WORDS,
    digest: str | None = None,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """审签单: what is to be sent, to whom, and the fields to sign; with `sign_off` the last of them is filled in, for the file."""
    return _ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed).sheet(sign_off, number)


class _ReminderText:
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
        check_kind("reminder_letter: words=", words, LetterWords)
        self._words = words = worded(words, scheme, "letter")
        self._profile = profile_in(profile, language)
        self._ratings = [rating for _, rating in reminder.items]
        self._edition = rulebook_of(scheme, self._ratings, as_of=as_of, mixed=mixed).edition
        self._digest = digest
        self._groups = by_level(reminder.items, words.levels)
        self._themes = {rating.theme.key for rating in self._ratings}
        parts = joined(
            (words.part.format(level=level, count=len(own)) for level, own in self._groups.items()), language
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
            "themes": joined(dict.fromkeys(rating.theme.title for rating in self._ratings), language),
            "consequences": joined(
                dict.fromkeys(one.title for rating in self._ratings for one in rating.consequences), language
            ),
        }
        self._score = scheme.order.score

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
        copies = self._fill(words.copies, leaders=joined(self._leaders(), self._language))
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
        summary = list(self._summary())
        rows: list[Row] = [
            (to, self._unit.name, numbered, number),
            (due, date_words(self._deadline, self._language), counted, self._fill(words.sheet_total)),
            (letter, Cell(self._fill(words.title), span=3, align="left")),
            *(
                (items, Cell("\n".join(summary[at : at + _ITEMS]), span=3, align="left"))
                for at in range(0, len(summary), _ITEMS)
            ),
            *(
                (label, Cell(_LINES_TO_WRITE + self._signed(label, sign_off), span=3, align="right"))
                for label in words.approvals
            ),
        ]
        # a sheet of several pages says on each to whom it goes
        several = int(sum(lines(one, _ACROSS) for one in summary) > _ITEMS)
        grid = Grid(
            (GridColumn(26), GridColumn(52), GridColumn(26), GridColumn(52)),
            rows[several:],
            header=rows[:several],
            title=Paragraph(title, Style.TITLE),
            lead=(Paragraph(self._fill(words.sheet_as_of), Style.TABLE_RIGHT),),
            notes=(self._fill(words.sheet_note, basis=self._fill(words.basis)),),
            alt_text=Words(
                "主送单位、提醒事项和各级审签意见。", "To whom it goes, of what it reminds, and who signed it off."
            ),
            widths="fit",
            keep_last=len(words.approvals),
        )
        draft = (PageBreak(), Heading(self._fill(words.draft)), *self._body())
        return self._document(title, [grid, *draft], self._profile)

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
        facts_of = words.facts if words.facts is not None else map(form.field_saying, _QUOTED)
        named = [name for name in facts_of if name in form.fields and name != rating.theme.subject]
        handed_in = rating.record is not None
        told = [(name, quoted(form.show(rating.record, name))) for name in named if handed_in]
        colon, apart, theme = (": ", "; ", "[{}] ") if in_english(self._language) else ("：", "；", "〔{}〕")
        facts = [f"{form.label_of(name)}{colon}{text}" for name, text in told if text]
        if handed_in and rating.verdict.score is not None:
            facts.append(f"{said(self._score, self._language)}{colon}{shown(rating.verdict.score)}")
        units = list(dict.fromkeys(rating.theme.credits(rating.record))) if handed_in else []
        if len(units) > 1:
            facts.append(
                words.units
                + units[0].name
                + words.lead
                + joined(["", *(unit.name for unit in units[1:])], self._language)
            )
        standing, marks = words.standing, rating.marks_of(self._unit)  # a decision may be of this unit alone
        if standing == said(STANDING, self._language) and level != slow_or_delayed(rating):
            by_light = any(mark.label == level for mark in marks)
            standing = said(_LIT if by_light else _DUE_FOR, self._language)
        facts.append(standing.format(level=level, light=light_words(marks, self._language) or words.unlit))
        unlit = "" if words.unlit == said(_WORDS.unlit, self._language) else words.unlit
        facts += [quoted(decision.say(self._language, unlit=unlit)) for decision in rating.determinations]
        # a theme of one row a unit is named by its title anyhow
        several = len(self._themes) > 1 and (not handed_in or bool(rating.theme.subject))
        return words.item.format(
            theme=theme.format(rating.theme.title) if several else "",
            facts=apart.join(facts),
            **self._of(number, level, rating),
        )

    def _of(self, number: int, level: str, rating: Rating[Any]) -> dict[str, object]:
        """What a line may say of an item."""
        language, score = self._language, rating.verdict.score
        return {
            "number": number,
            "level": level,
            "matter": _matter(rating, language),
            "title": rating.theme.title,
            "unit": self._unit.name,
            "score": "" if score is None else shown(score),
            "clause": rating.verdict.because.say(language),
            "note": quoted(said(rating.verdict.note, language)),
            "consequences": joined((one.measure.say(language) for one in rating.consequences), language),
        }

    def _summary(self) -> Iterator[str]:
        """One line for each item, for the leader who signs."""
        items = [(level, rating) for level, ratings in self._groups.items() for rating in ratings]
        for number, (level, rating) in enumerate(items, 1):
            yield self._words.sheet_item.format(**self._of(number, level, rating))

    def _leaders(self) -> Iterator[str]:
        items = [rating for ratings in self._groups.values() for rating in ratings]
        named = (rating.theme.form.show(rating.record, name) for rating in items if (name := self._leader_of(rating)))
        return iter(dict.fromkeys(filter(None, map(str.strip, named))))

    def _leader_of(self, rating: Rating[Any]) -> str:
        form = rating.theme.form
        name = self._words.leader or form.field_saying(Says.LEADER)
        return name if rating.record is not None and name in form.fields else ""

    def _fill(self, template: str, **more: object) -> str:
        return template.format_map({**self._facts, **more})


def _matter(rating: Rating[Any], language: Language) -> str:
    """How the item is called: by its theme's subject, or by title and unit where each unit has one row; without a row it says so."""
    if rating.record is None:
        return said(_NO_ROW, language).format(quoted(rating.theme.title))
    theme = rating.theme
    if theme.subject:
        return quoted(theme.form.show(rating.record, theme.subject))
    return quoted(theme.title) + bracketed(joined((unit.name for unit in rating.units), language), language)
