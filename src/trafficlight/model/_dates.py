"""日期: a date as an office states it, in whole (2023年9月28日) or in part (9月底), and the kind of cell that holds one."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from trafficlight.errors import UnreadableCell, WrongValue
from trafficlight.messages import Bilingual, Language, Words, english, in_english
from trafficlight.model._boards import Roster
from trafficlight.model._field_types import typed
from trafficlight.model._kinds import Bounds, CellValue, Filling, text_of
from trafficlight.model._periods import MONTH_NAMES
from trafficlight.model._shown_values import Shown, bare
from trafficlight.model._vocabulary import has_marks

_FIRST_SERIAL: Final = dt.date(1899, 12, 30)
_SERIALS: Final = range(32874, 73051)
"""1990 to 2099: a number outside of this range is hardly meant as a date."""

_FIRST_CHECKED: Final = dt.date(1990, 1, 1)

_LONGEST: Final = 40
"""No spelling of a date is longer; a longer text is not looked at."""

_NUMERALS: Final = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_ONE: Final = f"[{''.join(_NUMERALS)}]"
_NUMERAL: Final = re.compile(f"{_ONE}{{4}}|{_ONE}?十{_ONE}?|{_ONE}")

_DAY: Final = r"(?P<day>\d{1,2})"
_TAIL: Final = r"\s*(?:之?前|以前|止)?"
_YEAR: Final = r"(?:(?P<year>\d{4}|\d{2})\s*年\s*)"
_NAME: Final = f"(?P<name>{'|'.join(f'{name}|{name[:3]}' for name in (*MONTH_NAMES, 'Sept'))})"
_SPELLINGS: Final = tuple(
    re.compile(rf"(?:截[至止]\s*)?{spelling}\Z", re.IGNORECASE)
    for spelling in (
        rf"{_YEAR}?(?P<month>\d{{1,2}})\s*月\s*(?:{_DAY}\s*[日号]?|份|(?P<end>[底末]))?{_TAIL}",
        rf"{_YEAR}?(?P<end>年[底末]){_TAIL}",
        rf"(?P<year>\d{{4}})(?P<end>年?[底末]){_TAIL}",
        rf"(?P<year>\d{{4}})\s*(?P<dash>[-/.])\s*(?P<month>\d{{1,2}})(?:\s*(?P=dash)\s*{_DAY})?",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
        rf"(?:(?:{_DAY}(?:st|nd|rd|th)?|(?P<end>end\s+of))\s+)?{_NAME}\.?(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_NAME}\.?\s+{_DAY}(?:st|nd|rd|th)?(?:,\s*(?P<year>\d{{4}}))?",
    )
)
_AROUND: Final = re.compile(
    r"(?:T|(?<![\sT])\s)\s*+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*+\Z|(?<!\s)\s*+\(?(?:星期|周)[一二三四五六日天]\)?\s*+\Z"
)
_DECEMBER: Final = 12
_FIRST_YEAR: Final = 1000
_TENTH: Final = re.compile(r"([1-9][0-9]{3})\.1\Z")


def _number(numeral: str) -> str:
    """Chinese numerals in digits: 二〇二三, 十二, 二十八."""
    if "十" not in numeral:
        return "".join(str(_NUMERALS[sign]) for sign in numeral)
    tens, _, ones = numeral.partition("十")
    return str(10 * int(_number(tens) or 1) + int(_number(ones) or 0))


@frozen(field_transformer=typed)
class StatedDate(Bilingual):
    """所写日期: a date as far as it was stated; 年底 is the end of December. `text` is what was typed, and no part of equality.

    Raises `ValueError` for a date that does not exist, a year of less than four digits, or a day beside “底”.

    >>> date = StatedDate.of("2023年9月底")
    >>> str(date), date.last, date.agrees(StatedDate.of("9月30日"))
    ('2023年9月底', datetime.date(2023, 9, 30), True)
    """

    year: int | None
    month: int
    day: int | None = None
    at_end: bool = False
    text: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        if self.at_end and self.day is not None:
            raise WrongValue("某一日不是月底：day 与 at_end 只能给一个", "a day is no month's end")
        if self.year is not None and self.year < _FIRST_YEAR:
            raise WrongValue(f"年份应为四位：{self.year}", f"a year has four digits: {self.year}")
        # without a year, 29 February may exist
        year, day = 2000 if self.year is None else self.year, 1 if self.day is None else self.day
        try:
            dt.date(year, self.month, day)
        except ValueError:
            shown = f"{self.month}-{day}" if self.year is None else f"{year}-{self.month}-{day}"
            raise WrongValue(f"没有这一天：{shown}", f"there is no such day: {shown}") from None

    @classmethod
    def of(cls, cell: CellValue) -> StatedDate:
        """Read a cell: a date, a number of days as Excel counts them, or any of the usual spellings.

        2023年9月28日, 二〇二三年九月二十八日, 2023-09-28, 2023/9/28, 2023.9.28, 20230928, 2023年9月, 9月28日, 9月底, 年底前;
        28 September 2023, Sep 28, 2023, end of September. Raises `ValueError` for anything else, and for the number 2024.1,
        which may have been typed as 2024.10.
        """
        if isinstance(cell, dt.date):
            return cls._as_shown(cell)
        found = "" if isinstance(cell, bool) else text_of(bare(cell))
        if has_marks(found):
            raise WrongValue(f"不是日期：{found[:_LONGEST]!r}", f"no date: {found[:_LONGEST]!r}")
        if year := _in_january_or_october(cell):
            raise WrongValue(f"看不出是{year}年1月还是10月", f"January or October {year}?")
        if isinstance(cell, float) and _TENTH.match(found):
            found = f"{found}0"  # as its format shows
        date = serial_date(found)
        return cls(date.year, date.month, date.day, text=found) if date else cls._spelt(found)

    @classmethod
    def _as_shown(cls, cell: dt.date) -> StatedDate:
        """The date; without its day where the cell shows only month and year, since nobody meant that day."""
        whole = cls(cell.year, cell.month, cell.day, text=text_of(cell))
        if not isinstance(cell, Shown):
            return whole
        try:
            shown = cls._spelt(cell.shown)
        except ValueError:
            return whole
        return shown if shown.day is None and shown.year and shown.agrees(whole) else whole

    @classmethod
    def _spelt(cls, text: str) -> StatedDate:
        if len(text) > _LONGEST:
            raise WrongValue("太长，不是日期", "too long for a date")
        plain = _AROUND.sub("", unicodedata.normalize("NFKC", text).strip())
        plain = _NUMERAL.sub(lambda match: _number(match[0]), plain)
        for spelling in _SPELLINGS:
            match = spelling.match(plain)
            if match:
                parts = match.groupdict()
                year, month, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "month", "day"))
                if parts.get("name"):
                    month = next(at for at, name in enumerate(MONTH_NAMES, 1) if name[:3] == parts["name"][:3].title())
                if year is not None and len(parts["year"]) == 2:
                    year += 2000
                return cls(year, _DECEMBER if month is None else month, day, bool(parts.get("end")), text)
        raise WrongValue(f"不是日期：{text!r}", f"no date: {text!r}")

    @property
    def first(self) -> dt.date | None:
        """The first day that may be meant; None without a year."""
        if self.year is None:
            return None
        return self.last if self.at_end else dt.date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> dt.date | None:
        """The last day that may be meant: the month's end when no day is stated; None without a year."""
        if self.year is None:
            return None
        return dt.date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    def agrees(self, other: StatedDate) -> bool:
        """Whether both may mean the same day: what both state is equal. 2023年9月 agrees with 9月28日."""
        mine, theirs = ((date.year, date.month, date.day) for date in (self, other))
        return all(a is None or b is None or a == b for a, b in zip(mine, theirs, strict=True))

    def say(self, language: Language = "zh") -> str:
        """The date in its one spelling: “2023年9月28日”, “28 September 2023”."""
        if in_english(language):
            name = MONTH_NAMES[self.month - 1]
            day = "end of" if self.at_end else "" if self.day is None else str(self.day)
            return " ".join(filter(None, (day, name, "" if self.year is None else str(self.year))))
        year = "" if self.year is None else f"{self.year}年"
        day = "底" if self.at_end else "" if self.day is None else f"{self.day}日"
        return f"{year}{self.month}月{day}"


def _in_january_or_october(cell: CellValue) -> str:
    """The year of a number that was typed as 2024.1 or as 2024.10, which a sheet keeps alike; empty where its format tells."""
    match = _TENTH.match(str(bare(cell))) if isinstance(cell, float) else None
    tells = match is not None and str(cell).strip() == f"{match[0]}0"  # a number that is shown by a format says how
    return "" if match is None or tells else match[1]


def serial_date(text: str) -> dt.date | None:
    """Excel 日期序号: the day that five digits count, 1990 to 2099; None for any other text.

    >>> serial_date("45197")
    datetime.date(2023, 9, 28)
    """
    plain = unicodedata.normalize("NFKC", text)
    if re.fullmatch("[0-9]{5}", plain) is None or int(plain) not in _SERIALS:
        return None
    return _FIRST_SERIAL + dt.timedelta(int(plain))


@frozen(field_transformer=typed)
class Date:
    """日期: a kind of cell for a date; `whole` demands year, month and day. The record keeps a `StatedDate`.

    Dates are read in Chinese and in English, and shown in the `language` of the form.
    """

    whole: bool = True
    language: Language = "zh"
    blank: None = None

    @property
    def expected(self) -> str:
        """What is allowed."""
        if self.whole:
            return Words("日期，如 2023年9月28日", "a date such as 28 September 2023")
        return Words("日期，如 2023年9月28日 或 9月底", "a date such as 28 September 2023, or end of September")

    def parse(self, cell: CellValue, roster: Roster) -> StatedDate | None:
        """The date. Raises `UnreadableCell`."""
        try:
            date = StatedDate.of(cell)
            if self.whole and date.day is None:
                date = StatedDate.of(bare(cell))
        except ValueError:
            year = "" if self.whole else _in_january_or_october(cell)
            zh, en = (f"：看不出是{year}年1月还是10月", f": January or October {year}?") if year else ("", "")
            raise UnreadableCell(Words(f"{self.expected}{zh}", f"{english(self.expected)}{en}")) from None
        if self.whole and (date.year is None or date.day is None):
            raise UnreadableCell(self.expected)
        return date

    def show(self, value: StatedDate | None) -> str:
        """The date in its one spelling; nothing for None."""
        return "" if value is None else value.say(self.language)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """A date; a whole one is checked as one."""
        expected = self.expected
        bounds = Bounds("date", _FIRST_CHECKED) if self.whole else None
        return Filling(Words(f"填{expected}。", f"It takes {english(expected)}."), bounds=bounds)
