"""收件回执: what was read, what was not and why, and what a reader of the sheets should know."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from trafficlight.errors import Fault
from trafficlight.rules.entry import Entry


@frozen
class TableRead:
    """已读: one table, the row of its header (from 1), the key of its theme and how many entries it gave."""

    file: str
    sheet: str
    header_row: int
    theme: str
    rows: int

    def __str__(self) -> str:
        return f"{self.file}〔{self.sheet}〕第{self.header_row}行起：{self.theme}，{self.rows} 条"


@frozen
class Skipped:
    """未读: a file, or one sheet of it, and why."""

    file: str
    sheet: str | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.sheet is None else f"{self.file}〔{self.sheet}〕"
        return f"{where}：未读，{self.reason}"


@frozen
class Remark:
    """备忘: something seen beside the tables: a title, a note, a hidden row, a column that no form knows."""

    file: str
    sheet: str
    row: int | None
    text: str

    def __str__(self) -> str:
        row = "" if self.row is None else f"第{self.row}行"
        return f"{self.file}〔{self.sheet}〕{row}：{' '.join(self.text.split())}"


@frozen
class Report:
    """收件回执: tables read, sheets and files skipped, remarks, and the faults when they were to be collected."""

    read: tuple[TableRead, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    faults: tuple[Fault, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """One line a thing, in plain Chinese."""
        return tuple(str(thing) for group in (self.read, self.skipped, self.remarks, self.faults) for thing in group)


@frozen
class Reading:
    """收件: entries, the keys of the themes whose table was found, even without a row, and the report.

    Entries stand in the order of the rulebook's themes, those of a theme in the order of files, sheets and rows.
    """

    entries: tuple[Entry[Any], ...]
    themes: tuple[str, ...]
    report: Report
