"""自定的核对: an agency's own checks beside the library's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
from helpers.office_sheets import ROSTER, theme, xlsx
from helpers.refusals import refused
from sheets.test_checks import LEDGER, TITLE, found, item, read

import trafficlight as tl
from trafficlight.messages import Words
from trafficlight.sheets import CheckedTable, Checks, Finding, Grounds, Severity


def no_empty_status(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """办结要有成果: what is done says so in 推进情况."""
    for table in tables:
        for entry in table.entries if table.has("status") else ():
            if entry.record.progress is tl.model.Progress.DONE and "完成" not in entry.record.status:
                yield table.at(entry, "status", Words("写明完成情况的文字", "words that say what was done"))


def test_an_agencys_own_check() -> None:
    """Any function over the tables is a check, with a severity of its own; its name is the function's."""
    rows = [TITLE, LEDGER, item(1, progress="已办结"), item(2, "乙")]
    for severity, warned, faulty in ((Severity.WARNING, 1, 0), (Severity.FAULT, 0, 1), (Severity.OFF, 0, 0)):
        report = read(rows, checks=Checks(own=[(no_empty_status, severity)])).report
        assert (len(report.warnings), len(report.faults)) == (warned, faulty)
    assert found(read(rows, checks=Checks(own=[(no_empty_status, Severity.WARNING)]))) == [
        ("no_empty_status", "表1", "D3", "写明完成情况的文字")
    ]


@attrs.frozen
class AtMost:
    """件数上限: a check with a parameter."""

    rows: int

    def __call__(self, tables: Sequence[CheckedTable], grounds: Grounds) -> Iterable[Finding]:
        """Every row past the limit."""
        return [
            table.at(entry, tl.sheets.SERIAL, f"不多于 {self.rows} 行")
            for table in tables
            for entry in table.entries[self.rows :]
        ]


def test_a_check_may_be_a_value() -> None:
    """A callable object is named by its class; a row's number is found under `SERIAL`."""
    rows = [TITLE, LEDGER, item(1), item(2, "乙")]
    assert found(read(rows, checks=Checks(own=[(AtMost(1), Severity.WARNING)]))) == [
        ("AtMost", "表1", "A4", "不多于 1 行")
    ]


def test_a_check_cannot_point_where_there_is_no_column() -> None:
    """A field without a column in this table is the check's mistake, and told at once."""
    table = CheckedTable("报.xlsx", "表", theme("key_work"), ())
    with refused(LookupError, match="progress"):
        table.at(tl.Entry("key_work", None), "progress", "x")


@attrs.define
class Loose:
    """A record of an agency that cannot be hashed."""

    unit: tl.Unit | None
    tags: list[str] = attrs.field(factory=list)


def test_records_that_cannot_be_hashed_are_compared_all_the_same() -> None:
    """Repetitions are found among records of any class."""
    form = tl.Form(
        "台账", (tl.column("单位", "unit", kind=tl.model.OneUnit(), required=True), tl.column("标签", "tags"))
    )
    own = tl.Theme(
        key="loose",
        title="台账",
        record=Loose,
        rule=lambda record: tl.unlit(because=tl.Clause("x", "x")),
        form=form,
        clauses=(tl.Clause("x", "x"),),
    )
    data = xlsx(("表", [["单位", "标签"], ["办公室", "甲"], ["办公室", "乙"], ["办公室", "甲"]], ()))
    checks = Checks(duplicate_units=Severity.OFF, duplicate_rows=Severity.WARNING)
    reading = tl.sheets.read(data, themes=[own], roster=ROSTER, file_name="报.xlsx", checks=checks)
    assert [(one.check, one.cell) for one in reading.report.warnings] == [("duplicate_rows", "A4")]
