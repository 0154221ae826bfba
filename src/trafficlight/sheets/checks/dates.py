"""日期核对: of which day each table speaks, whether all speak of the same, and numbers where a date was meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve, frozen

from trafficlight.messages import Words
from trafficlight.model._dates import Date, StatedDate, serial_date
from trafficlight.model._kinds import CellValue, Text, text_of
from trafficlight.model._periods import chinese_date
from trafficlight.model._vocabulary import fold
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.tables import CheckedTable, Grounds, StatedFact
from trafficlight.sheets.reading.grid import Grid, Row

_LABEL: Final = re.compile(r"(?:^|(?<=\s))(?:截\s*[至止]\s*)?(?:日\s*期|时\s*间)\s*(?:[：:]|\Z)\s*")
_AS_OF: Final = re.compile(r"截[至止]\s*([^，,。；;、）)]{4,20})")
_DAY: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日\Z")
_NEXT: Final = re.compile(r"\s{2,}|\s+(?=\S{2,8}[：:])")
_DATED: Final = ("日期", "时限", "时间")
_HEADER: Final = "截至日期"
_CONSIDERED: Final = 50
"""So many of the most frequent dates are compared with each other; an office's tables state two or three."""


@frozen
class StatedDay:
    """表上日期: a date that a table states of itself, None when it cannot be read, and the cell with its label."""

    date: StatedDate | None
    fact: StatedFact


def stated_days(table: CheckedTable) -> Iterator[StatedDay]:
    """The dates that a table states: 截至日期 or 日期 above its header, and “截至…，” in the words above it."""
    for _, fact in table.heading:
        if fold(fact.label).endswith("日期"):
            yield _day(fact)
    for number, fact in enumerate(table.above):
        text = fact.value if isinstance(fact.value, str) else ""
        match = _LABEL.search(text)
        if match:
            yield from _labelled(table.above, number, match)
        elif within := _AS_OF.search(text):
            day = _day(evolve(fact, value=within[1]))
            # other words may follow 截至, but 9月31日 is a date that is none
            if day.date is not None or _DAY.match(fold(within[1])):
                yield day


def _labelled(facts: Sequence[StatedFact], number: int, label: re.Match[str]) -> Iterator[StatedDay]:
    """What follows a label, in its own cell or in the next one of the row."""
    fact = facts[number]
    rest = _NEXT.split(label.string[label.end() :], maxsplit=1)[0].strip()
    if rest:
        yield _day(evolve(fact, value=rest, label=_HEADER))
        return
    following = next((other for other in facts[number + 1 :] if other.row == fact.row), None)
    if following is not None:
        yield _day(evolve(following, label=_HEADER))


def _day(fact: StatedFact) -> StatedDay:
    try:
        return StatedDay(StatedDate.of(fact.value), fact)
    except ValueError:
        return StatedDay(None, fact)


def as_of_of(table: CheckedTable) -> StatedDate | None:
    """截至日期: the day of which a table speaks: the first that it states, one with a year before others."""
    dates = [day.date for day in stated_days(table) if day.date is not None]
    return next((date for date in dates if date.year is not None), dates[0] if dates else None)


def as_of(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不一致的截至日期: a stated date that is none, or another one than most tables state."""
    stated = [(table, day) for table in tables for day in stated_days(table)]
    dates = Counter(day.date for _, day in stated if day.date is not None)
    usual = _usual(dict(dates.most_common(_CONSIDERED)))
    for table, day in stated:
        header = fold(day.fact.label) or _HEADER
        if day.date is None:
            # an unfilled form is not late with its date
            if table.entries and not _is_open(day.fact.value):
                yield table.beside(day.fact, header, Date(whole=False).expected)
        elif usual is not None and not usual.agrees(day.date):
            yield table.beside(
                day.fact,
                header,
                Words(f"与其他表一致的日期（{usual}）", f"the same date as in the other tables ({usual})"),
                str(usual),
            )


def _usual(dates: Mapping[StatedDate, int]) -> StatedDate | None:
    """The date with which most others agree; one with year, month and day before any other."""
    whole = [date for date in dates if date.first is not None and date.first == date.last]
    return max(
        whole or dates,
        key=lambda date: sum(times for other, times in dates.items() if date.agrees(other)),
        default=None,
    )


def _is_open(value: CellValue) -> bool:
    """Whether a date is still to be filled in: 202x年x月x日, 年  月  日."""
    text = fold(text_of(value)).lower()
    return not text or "x" in text or "×" in text or not any(map(str.isdigit, text))


def date_numbers(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """日期序号: five digits in a text column for dates (完成时限), as Excel shows a date whose format was lost."""
    for table in tables:
        for name, fact in table.heading:
            date = serial_date(text_of(fact.value))
            if date and fold(fact.label).endswith(_DATED) and isinstance(table.theme.form.kind_of(name), Text):
                yield table.beside(fact, fold(fact.label), Date(whole=False).expected, chinese_date(date))
        for name, _, _ in table.columns:
            column = table.theme.form.column_of(name)
            if column is None or not isinstance(column.kind, Text) or not column.label.endswith(_DATED):
                continue
            numbers = {
                text: chinese_date(date)
                for text in {getattr(entry.record, name) for entry in table.entries}
                if (date := serial_date(text))
            }
            for entry in table.entries if numbers else ():
                near = numbers.get(getattr(entry.record, name))
                if near:
                    yield table.at(entry, name, column_expected(), near)


def column_expected() -> str:
    """What is allowed in a text column for dates."""
    return Words(
        "日期或时限的文字，如 2023年9月28日、年底前", "a date or deadline in words, such as 2023年9月28日 or 年底前"
    )


# --- 看不见的字符 --------------------------------------------------------------------------------------------------------

_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Soft hyphen, zero-width blanks and joiners, marks and overrides of direction, byte order mark, interlinear marks."""

_TURNS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BATCH: Final = 512


def without_invisible(text: str) -> str:
    """The text without invisible characters."""
    return _INVISIBLE.sub("", text)


def invisible_cells(rows: Sequence[Row]) -> Iterator[tuple[int, int, str]]:
    """Row, column (from 0) and first invisible character of each cell that holds one."""
    search = _INVISIBLE.search
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        # one search over many cells at once costs a tenth of one for each
        if search("".join([cell for row in batch for cell in row if type(cell) is str])):
            for number, row in enumerate(batch, start):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and (found := search(cell)):
                        yield number, column, found[0]


def invisible(grid: Grid) -> Iterator[Finding]:
    """看不见的字符: what the eye cannot see is in the cell all the same; a mark of direction can turn what it sees."""
    for row, column, character in invisible_cells(grid.rows):
        value = str(grid.cell(row, column))
        code, at = f"U+{ord(character):04X}", value.index(character) + 1
        what = (
            Words("改变书写方向", "turns the direction of writing")
            if character in _TURNS
            else Words("零宽", "no width")
        )
        yield Finding(
            grid.file,
            grid.sheet,
            grid.places.number(row),
            column + 1,
            grid.places.cell(row, column),
            grid.places.column(column),
            value,
            Words(
                f"没有看不见的字符的文字（第 {at} 个字符 {code}，{what}）",
                f"text without invisible characters (character {at}, {code}: {what.en})",
            ),
            without_invisible(value) or None,
        )


def visible(grid: Grid) -> Grid:
    """The grid without invisible characters; a cell of nothing else is blank."""
    rows: list[Row] = list(grid.rows)
    for number, column, _ in invisible_cells(grid.rows):
        cells = list(rows[number])
        cell = cells[column]
        cells[column] = (
            (without_invisible(cell).strip() and without_invisible(cell)) or None if isinstance(cell, str) else cell
        )
        rows[number] = tuple(cells)
    return evolve(grid, rows=rows)
