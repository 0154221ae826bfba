"""One declaration of a table for readers and writers, checked when it is made."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve, frozen
from helpers.refusals import refused
from helpers.small_office import OFFICE

from trafficlight import Column, Form, Unit, column, notice, serial
from trafficlight.model import HeadingLine, OneUnit, Role, Text, Whole, collected, line_label
from trafficlight.model._forms import columns_printer


@frozen
class Row:
    """A row of two lines."""

    unit: Unit
    won: str
    planned: str
    leader: str = ""
    count: int | None = None


FORM = Form(
    "争取情况",
    (
        serial(),
        column("科室\n单位", "unit", kind=OneUnit(), required=True, aliases=("部门",)),
        line_label("争取情况"),
        column("事项", "won", "planned"),
        collected("认定数", "count", None, kind=Whole()),
    ),
    lines=("已争取", "拟争取"),
    heading=(HeadingLine("包保 领导", "leader"),),
    notes=("注",),
)
PLAIN = Form("表", (serial(), column("事项", "won")))


def test_columns() -> None:
    """Headers verbatim; comparison folds white space and full-width forms; aliases are known too."""
    unit = FORM.columns[1]
    assert (unit.header, unit.label, unit.names) == ("科室\n单位", "科室单位", ("科室单位", "部门"))
    assert [one.role for one in FORM.columns] == [Role.SERIAL, Role.FIELD, Role.LINE, Role.FIELD, Role.FIELD]
    assert [(one.is_serial, one.is_line_label) for one in FORM.columns[:3]] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_collected_columns_are_not_published() -> None:
    """“the published table shows only the notice's columns” (§3.13)."""
    assert [one.label for one in FORM.published] == ["序号", "科室单位", "争取情况", "事项"]
    assert FORM.columns[-1].optional_column


def test_fields() -> None:
    """Every attribute that the form fills, once each, those above the table included."""
    assert FORM.fields == ("unit", "won", "planned", "count", "leader")
    assert FORM.column_of("planned") is FORM.columns[3]
    assert FORM.column_of("leader") is None
    assert FORM.kind_of("count") == Whole()
    assert FORM.kind_of("leader") == Text()
    with refused(LookupError, match="no “nobody” in the form 争取情况; known: unit"):
        FORM.kind_of("nobody")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("unit", "科室单位"),
        ("won", "已争取·事项"),
        ("planned", "拟争取·事项"),
        ("leader", "包保领导"),
        ("nobody", "nobody"),
    ],
)
def test_labels(name: str, label: str) -> None:
    """A sentence calls a field by its header, with the line's word in a block."""
    assert FORM.label_of(name) == label


def test_printer() -> None:
    """A record's lines: a cell over the whole block is printed on the first; 认定数 on its own line only."""
    row = Row(OFFICE, "甲", "乙", "副局长", 2)
    assert [list(line) for line in FORM.printer()(row, 3)] == [
        ["3", "办公室", "已争取", "甲"],
        ["", "", "拟争取", "乙"],
    ]
    assert [list(line) for line in FORM.printer(FORM.columns)(row, None)] == [
        ["", "办公室", "已争取", "甲", "2"],
        ["", "", "拟争取", "乙", ""],
    ]
    assert [list(line) for line in PLAIN.printer()(row, 1)] == [["1", "甲"]]
    assert [list(line) for line in PLAIN.printer(PLAIN.columns[:1])(row, 1)] == [["1"]]
    assert FORM.show(row, "count") == "2"


def test_many_records_at_once() -> None:
    """The columns of many records are those of each one printed by itself, whether a column repeats values or not."""
    columns = (*PLAIN.columns, line_label("行"), column("单位", "unit", kind=OneUnit()))
    other = Unit("人事科")
    records = [
        Row(OFFICE, "甲", ""),
        Row(other, "乙", ""),
        Row(OFFICE, "丙", ""),
        Row(OFFICE, "丁", ""),
        Row(other, "戊", ""),
    ]
    for some in (records, records[:1], []):
        numbers = list(range(7, 7 + len(some)))
        one_by_one = [FORM.printer(columns)(record, number) for record, number in zip(some, numbers, strict=True)]
        for line, label in enumerate(FORM.lines):
            found = columns_printer(columns, label, line)(some, numbers)
            assert len(found) == len(columns)
            assert list(map(list, zip(*found, strict=True))) == [lines[line] for lines in one_by_one]


def test_rows_are_the_caller_s_own() -> None:
    """Changing a printed row changes no other."""
    texts = FORM.printer()
    first = texts(Row(OFFICE, "甲", "乙"), 1)
    first[0][3] = "改"
    assert texts(Row(OFFICE, "甲", "乙"), 1)[0][3] == "甲"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"columns": (*PLAIN.columns, column("事 项", "planned"))}, r"stand for two columns: \['事项'\]"),
        ({"columns": (*PLAIN.columns, column("任务", "planned", aliases=("事项",)))}, "stand for two columns"),
        ({"columns": (*PLAIN.columns, Column("任务"))}, "任务 names 0 fields for 1 line"),
        ({"columns": (*PLAIN.columns, column("任务", "won", "planned"))}, "任务 names 2 fields for 1 line"),
        ({"columns": (*PLAIN.columns, line_label("情况"))}, "needs one line column, a plain row none"),
        ({"lines": ("甲", "乙")}, "needs one line column"),
        ({"lines": ()}, "at least one line"),
        ({"lines": ("甲", "甲"), "columns": (*PLAIN.columns, line_label("情况"))}, "lines of a block differ"),
        (
            {"lines": ("甲", "乙"), "columns": (*PLAIN.columns, line_label("情况"), line_label("情形"))},
            "needs one line column",
        ),
    ],
)
def test_a_form_is_checked(changes: dict[str, Any], problem: str) -> None:
    """A table that could not be read back is refused when it is declared."""
    with refused(ValueError, match=problem):
        evolve(PLAIN, **changes)


def test_the_first_published_column_of_some_fields() -> None:
    """A light stands where a reader looks for it: a column that is printed, and one for all lines of a block."""
    form = notice.upward_funding_bureau().form
    assert form.first_published("unit", "leader") is form.columns[1]
    assert form.first_published("recognised") is None
    assert form.first_published("won_funds") is None
    assert form.first_published("nothing", "leader") is form.columns[2]


def test_a_cell_that_all_lines_share() -> None:
    """序号 and a field that is the same for all lines take one cell of a block; a field a line and the label do not."""
    block = Form(
        "对上争取情况",
        [serial(), column("科室单位", "unit"), line_label("争取情况"), column("争资金", "won", "planned")],
        lines=("已争取", "拟争取"),
    )
    assert [one.is_shared for one in block.columns] == [True, True, False, False]
