"""提醒函 (N2.3): each unit with slow items gets a letter where a leader has signed it off, and a sign-off sheet where not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.documents.builders.letter_text import LetterWords, ReminderText
from trafficlight.documents.builders.reminders import Due, Reminder, SignOff, reminders, slow_or_delayed
from trafficlight.layout import OFFICIAL, OfficialProfile
from trafficlight.messages import Language, Words, said
from trafficlight.model._checks import template
from trafficlight.model._units import Unit
from trafficlight.rules._ratings import Rating, Ratings

Numbering: TypeAlias = Callable[[Unit, int], str]
"""编号: the document number (发文字号) of the letter to a unit; the letters are counted from 0."""


_WORDS: Final = LetterWords()
_LETTER: Final = Words("提醒函", " reminder")
_SHEET: Final = Words("提醒函审签单", " reminder for signature")


@frozen
class LetterNumbers:
    """文号: “济审督函〔2023〕7号”, counted on from `first`, as `form` writes it. Raises `ValueError` for a first number below 1."""

    prefix: str
    year: int
    first: int = field(default=1)
    form: str = field(default="{prefix}〔{year}〕{number}号", validator=template("prefix", "year", "number"))

    @first.validator
    def _check(self, _attribute: object, first: int) -> None:
        if first < 1:
            raise ValueError(f"a document number is counted from 1, not {first}")

    def __call__(self, _unit: Unit, at: int) -> str:
        """The number of the letter at that place."""
        return self.form.format(prefix=self.prefix, year=self.year, number=self.first + at)


@frozen
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
    ratings = ratings if isinstance(ratings, Ratings) else tuple(ratings)
    scheme = scheme.of(ratings, as_of)
    if isinstance(sign_off, Mapping):
        sign_off = {scheme.roster.same(unit): one for unit, one in sign_off.items()}
        for unit in sign_off:
            scheme.roster[unit]
    digest = input_digest(ratings) if digest is None else digest
    papers: list[ReminderPaper] = []
    letters = 0
    for reminder in reminders(scheme, ratings, themes=themes, due=due):
        unit = reminder.unit
        signed = sign_off.get(unit) if isinstance(sign_off, Mapping) else sign_off
        text = ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed)
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
    return ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed).letter(sign_off, number)


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
    return ReminderText(scheme, reminder, as_of, deadline, words, profile, digest, mixed).sheet(sign_off, number)
