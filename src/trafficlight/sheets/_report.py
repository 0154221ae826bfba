"""收件回执: what was read, what was not and why, and what a reader of the sheets should know."""

from __future__ import annotations

from typing import Any, TypeAlias

from attrs import asdict, field, frozen

from trafficlight.errors import CellFault, Fault
from trafficlight.messages import Bilingual, Language, both, english, in_english, legible, said
from trafficlight.model._dates import StatedDate
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Entry
from trafficlight.sheets._cell_texts import Question

Data: TypeAlias = dict[str, Any]
"""What JSON holds: texts, numbers, lists and dicts."""


def _where(file: str, sheet: str | None, language: Language) -> str:
    where = file if sheet is None else f"{file} [{sheet}]" if in_english(language) else f"{file}〔{sheet}〕"
    return legible(where)


@frozen(field_transformer=typed)
class TableRead(Bilingual):
    """已读: one table, the row of its header (from 1; 0 where it stands in no row), the key of its theme, its rows that were read.

    `as_of` is the day of which the table speaks (截至日期), as far as it says so; `title` is the theme's.
    """

    file: str
    sheet: str
    header_row: int
    theme: str
    rows: int
    as_of: StatedDate | None = None
    title: str = field(default="", eq=False)

    def say(self, language: Language = "zh") -> str:
        """One line, in Chinese or English."""
        where, theme = _where(self.file, self.sheet, language), said(self.title, language) or self.theme
        if in_english(language):
            start = f" from row {self.header_row}" if self.header_row else ""
            return f"{where}{start}: {theme}, entries: {self.rows}"
        start = f"第{self.header_row}行起" if self.header_row else ""
        return f"{where}{start}：{theme}，{self.rows} 条"

    def to_data(self) -> Data:
        """As plain data: `file`, `sheet`, `header_row`, `theme`, `rows`, `as_of` (2023年9月28日, or None)."""
        as_of = None if self.as_of is None else str(self.as_of)
        return asdict(self, recurse=False, filter=lambda at, _: at.name != "title") | {"as_of": as_of}


@frozen(field_transformer=typed)
class Skipped(Bilingual):
    """未读: a file, or one sheet of it, and why."""

    file: str
    sheet: str | None
    reason: str

    def say(self, language: Language = "zh") -> str:
        """One line, in Chinese or English."""
        where, reason = _where(self.file, self.sheet, language), legible(said(self.reason, language))
        return f"{where}: not read, {reason}" if in_english(language) else f"{where}：未读，{reason}"

    def to_data(self) -> Data:
        """As plain data: `file`, `sheet`, `reason` (by language, zh and en)."""
        return asdict(self) | {"reason": both(self.reason, english(self.reason))}


@frozen(field_transformer=typed)
class Remark(Bilingual):
    """备忘: something seen beside the tables: a title, a note, a hidden row, a column that no form knows."""

    file: str
    sheet: str
    row: int | None
    text: str

    @property
    def asks(self) -> bool:
        """待核对: whether somebody should look: something was not read, or was read that may not be meant (a hidden row)."""
        return isinstance(self.text, Question)

    def say(self, language: Language = "zh") -> str:
        """One line, in Chinese or English; a text that stands in the sheet stays as it is."""
        where, text = _where(self.file, self.sheet, language), legible(" ".join(said(self.text, language).split()))
        if in_english(language):
            return f"{where}{'' if self.row is None else f' row {self.row}'}: {text}"
        return f"{where}{'' if self.row is None else f'第{self.row}行'}：{text}"

    def to_data(self) -> Data:
        """As plain data: `file`, `sheet`, `row`, `text` (by language, zh and en), `asks`."""
        return asdict(self) | {"asks": self.asks, "text": both(self.text, english(self.text))}


@frozen(field_transformer=typed)
class Finding(Bilingual):
    """疑点: one cell that a check doubts, with what is expected there, named like a `CellFault`.

    `check` is the check's name. `fault` is the same as a fault, for whoever marks cells.
    """

    file: str
    sheet: str
    row: int
    column: int
    cell: str
    header: str
    value: str
    expected: str
    nearest: str | None = None
    check: str = ""

    @property
    def fault(self) -> CellFault:
        """The finding as a fault."""
        return CellFault(**asdict(self, recurse=False, filter=lambda at, _: at.name != "check"))

    @property
    def text(self) -> str:
        """The cell and what is expected there, in both languages (`Words`)."""
        return self.fault.message

    def say(self, language: Language = "zh") -> str:
        """File, sheet and text in one line, in Chinese or English."""
        return self.fault.say(language)

    def to_data(self) -> Data:
        """The finding as plain data, as a fault's; `kind` is “finding”, and `check` names the check."""
        return {**self.fault.to_data(), "kind": "finding", "check": self.check}


@frozen(field_transformer=typed)
class Report:
    """收件回执: tables read, sheets and files skipped, remarks, the faults when they were to be collected, and warnings.

    A warning is what a check doubts in a cell that could be read (`trafficlight.sheets.Checks`).
    """

    read: tuple[TableRead, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """One line a thing, in plain Chinese or in English."""
        groups = (self.read, self.skipped, self.remarks, self.warnings, self.faults)
        return tuple(thing.say(language) for group in groups for thing in group)

    def to_data(self) -> Data:
        """The report as plain data that `json.dumps` takes: `read`, `skipped`, `remarks`, `warnings` and `faults`."""
        order = ("read", "skipped", "remarks", "warnings", "faults")
        return {name: [thing.to_data() for thing in getattr(self, name)] for name in order}


@frozen(field_transformer=typed)
class Reading:
    """收件: entries, the coverage (what was due, came, is missing or has faults), and the report.

    Entries stand in the order of the rulebook's themes, those of a theme in the order of files, sheets and rows. `themes`
    are the keys of those whose table was found, even without a row.
    """

    entries: tuple[Entry[Any], ...]
    themes: tuple[str, ...]
    report: Report
    coverage: Coverage

    @property
    def period(self) -> Period | None:
        """The period for which it was read."""
        return self.coverage.period
