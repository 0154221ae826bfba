"""报法: what is drawn is what an office does, and the law sees what is read as something else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import attrs
import pytest
from helpers.office_sheets import ROSTER, THEMES, theme
from helpers.refusals import refused
from helpers.typed_offices import ENGLISH, PORTFOLIO
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

import trafficlight as tl
from trafficlight.errors import CellFault
from trafficlight.model import Date, HeadingLine, OneUnit, Responsibility, ResponsibleUnits, StatedDate
from trafficlight.testing import Typed, check_typings, typings


def texts(typed: Typed) -> list[str]:
    """What stands in the cells."""
    return [cell for cells in typed.rows for cell in cells if isinstance(cell, str)]


@pytest.mark.parametrize(
    ("habit", "key", "shows"),
    [
        ("padding", "key_work", lambda t: any(text != text.strip() for text in texts(t))),
        ("widths", "three_firsts", lambda t: any("／" in text for text in texts(t))),
        ("blanks", "key_work", lambda t: any(" " in text.strip() for text in texts(t))),
        ("separators", "three_firsts", lambda t: any("，" in text for text in texts(t)[9:])),
        ("parts", "key_work", lambda t: any("牵头" in text for text in texts(t))),
        ("numbering", "reform_bureau", lambda t: any("②" in text for text in texts(t))),
        ("lead_ins", "reform_bureau", lambda t: any("共2项：" in text for text in texts(t))),
        ("none_words", "reform_bureau", lambda t: "暂无" in texts(t)),
        ("serials", "key_work", lambda t: any(isinstance(cells[0], str) for cells in t.rows[1:])),
        ("header_words", "key_work", lambda t: "编号" in texts(t)),
        ("header_signs", "key_work", lambda t: any(text.startswith(("*", "※")) for text in texts(t))),
        ("header_rows", "key_work", lambda t: "基本信息" in texts(t)),
        ("columns", "key_work", lambda t: "序号" not in texts(t)),
        ("titles", "key_work", lambda t: "重点工作推进情况" in texts(t)),
        ("blank_rows", "key_work", lambda t: any(not any(cells) for cells in t.rows)),
        ("sections", "key_work", lambda t: any("市委部署的重点工作" in text for text in texts(t))),
        ("sums", "key_work", lambda t: "合计" in t.rows[-1]),
        ("hints", "key_work", lambda t: "（2）" in texts(t)),
        ("pages", "key_work", lambda t: texts(t).count("工作事项") == 2),
        ("endings", "key_work", lambda t: "填报人：张三" in texts(t)),
        ("merged", "key_work", lambda t: any(top < bottom for top, _, bottom, _ in t.merges)),
        ("dittos", "key_work", lambda t: "〃" in texts(t)),
        ("sideways", "key_work", lambda t: any(left < right for _, left, _, right in t.merges)),
        ("unclear", "key_work", lambda t: bool(t.unclear)),
    ],
)
def test_habits_show(habit: str, key: str, shows: Any) -> None:
    """Each habit does what it says, by itself; without habits a table is the blank form's."""
    quick = settings(
        max_examples=800,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    assert find(typings(theme(key), ROSTER, habits=[habit]), shows, settings=quick).habits == {habit}


@attrs.frozen
class Visit:
    """A row of a table without numbers: who was visited, by whom, when, and what was said; above it the day of the table."""

    name: str
    unit: tl.Unit
    day: StatedDate | None
    responsible: Responsibility | None
    as_of: StatedDate | None


SEEN = tl.Clause("1", "走访的为蓝色标识", "办法")
VISITS = tl.Theme(
    "visits",
    "走访",
    Visit,
    lambda _: tl.rules.blue(because=SEEN),
    tl.Form(
        "走访情况",
        (
            tl.column("对象", "name", required=True),
            tl.column("单位", "unit", kind=OneUnit(), required=True),
            tl.column("日期", "day", kind=Date()),
            tl.column("责任人", "responsible", kind=ResponsibleUnits()),
        ),
        heading=(HeadingLine("截至日期", "as_of", Date()),),
    ),
    (SEEN,),
    credits=lambda visit: (visit.unit,),
)
SHORT = tl.Roster([tl.Board("units", "单位", [tl.RosterLine(tl.Unit(name)) for name in ("内审科室", "内科室")])])


TWO = {"won": st.just(("夯实基础", "推进整改"))}


def cells(typed: Typed, at: int) -> list[Any]:
    """What stands below a header, from the first record on."""
    return [row[at] for row in typed.rows[typed.expected[0][0] :]]


@pytest.mark.parametrize(
    ("habits", "one", "fields", "shows"),
    [
        (["titles"], VISITS, {}, lambda t: any(row[0] == "截至日期：" for row in t.rows)),
        (["titles", "blank_rows"], VISITS, {}, lambda t: any(t.rows[0]) and not any(t.rows[1])),
        (["numbers"], VISITS, {}, lambda t: any(isinstance(cell, dt.date) for cell in cells(t, 2))),
        (["numbers"], VISITS, {"name": st.just("2023年9月8日")}, lambda t: dt.date(2023, 9, 8) in cells(t, 0)),
        (["numbers"], VISITS, {"name": st.just("12")}, lambda t: 12.0 in cells(t, 0)),
        (["spellings"], VISITS, {"day": st.just(StatedDate(None, 9, 8))}, lambda t: "9月8日" in cells(t, 2)),
        (["names"], VISITS, {}, lambda t: any(re.search(r"\n. .$", str(cell)) for cell in cells(t, 3))),
        (["unclear"], VISITS, {}, lambda t: "待定" in cells(t, 2)),
        (["unclear"], VISITS, {"name": st.just("合计")}, lambda t: {0, 1} < {at for _, at in t.unclear}),
        (["lead_ins", "numbering"], theme("reform_bureau"), TWO, lambda t: any("共2项：\n1." in at for at in texts(t))),
        (["endings"], VISITS, {}, lambda t: t.rows[-1][-1] == "2023年9月28日"),
        (
            ["merged"],
            theme("upward_funding_bureau"),
            {"leader": st.just("张三")},
            lambda t: any(bottom - top == 3 and left == right for top, left, bottom, right in t.merges),
        ),
    ],
)
def test_what_offices_do_now_and_then(habits: list[str], one: tl.Theme[Any], fields: Any, shows: Any) -> None:
    """What needs a kind of cell of its own, or two habits at once."""
    roster = SHORT if one is VISITS else ROSTER
    quick = settings(max_examples=2000, derandomize=True, database=None, phases=[Phase.generate])
    found = find(typings(one, roster, habits=habits, fields=fields), shows, settings=quick)
    assert found.habits <= set(habits)


@given(typings(VISITS, SHORT, habits=["unclear"]))
def test_a_name_that_is_anothers_is_not_taken_for_unclear(typed: Typed) -> None:
    """A unit's name without a character is unclear only while no other unit is called so."""
    assert "内科室" not in {typed.rows[row][at] for row, at in typed.unclear}


@attrs.frozen
class Present:
    """A row of one cell: who was there."""

    unit: tl.Unit


LIST = tl.Form("签到", (tl.column("单位", "unit", kind=OneUnit(), required=True),))
PRESENT = tl.Theme("present", "签到", Present, lambda _: tl.rules.blue(because=SEEN), LIST, (SEEN,))


@given(typings(PRESENT, SHORT, habits=["sideways", "padding"]))
def test_nothing_is_merged_where_there_is_nothing_beside(typed: Typed) -> None:
    """A table of one column has no cell that reaches over two, and nothing unclear in it."""
    assert not typed.merges
    assert not typed.unclear


def test_tables_of_every_kind_are_read_as_they_were_meant() -> None:
    """Of an agency's own form, too, with its dates and people, whatever the habits."""
    check_typings(VISITS, SHORT)


@given(typings(theme("key_work"), ROSTER, habits=[]))
def test_without_habits_nothing_is_odd(typed: Typed) -> None:
    """The header is the form's, each record has a row below it, and nothing is unclear."""
    header, *rows = typed.rows
    assert header == tuple(column.header for column in theme("key_work").form.columns)
    assert [row for row, _ in typed.expected] == list(range(1, len(rows) + 1))
    assert not typed.unclear
    assert not typed.merges


def test_a_blank_cell_is_merged_sideways_with_nothing() -> None:
    """What looks blank and reaches over the next column asks about nothing: the text lost there would be missed by nobody."""

    def merged_blank(typed: Typed) -> bool:
        return any(not str(typed.rows[top][left] or "").strip() for top, left, _, right in typed.merges if left < right)

    habits = ("padding", "sideways")
    tables = typings(theme("three_firsts"), ROSTER, habits=habits, fields={"category": st.none()}, max_records=2)
    with pytest.raises(NoSuchExample):
        find(tables, merged_blank, settings=settings(max_examples=300, derandomize=True, phases=[Phase.generate]))


def test_a_habit_that_there_is_not() -> None:
    """An unknown habit is named."""
    with refused(ValueError, match="no such habits"):
        typings(PORTFOLIO, ENGLISH.roster, habits=["sloth"])


@given(typings(theme("reform_bureau"), ROSTER, habits=["unclear"]), st.data())
def test_the_law_sees(typed: Typed, data: st.DataObject) -> None:
    """Another record, one too few, one too many, a fault elsewhere, and a record that is read beside its fault."""
    entries = [
        tl.Entry("reform_bureau", record, None, tl.rules.Origin("f", "s", row + 1, ()))
        for row, record in typed.expected
    ]
    typed.check(entries, [])
    wrong = data.draw(st.sampled_from(entries))
    other = attrs.evolve(wrong, record=attrs.evolve(wrong.record, leader=wrong.record.leader + "人"))
    assert wrong.origin is not None
    far = attrs.evolve(wrong, origin=attrs.evolve(wrong.origin, row=len(typed.rows) + 1))

    def fault(row: int, column: int) -> CellFault:
        return CellFault(
            file="f", sheet="s", row=row + 1, column=column + 1, cell="", header="", value="", expected="", nearest=None
        )

    left = [entry for entry in entries if entry is not wrong]
    refused = [([*left, other], []), (left, []), ([*entries, far], []), (entries, [fault(0, 0)])]
    if typed.unclear:
        row, column = min(typed.unclear)
        refused.append((entries, [fault(row, column)]))
        typed.check([entry for entry in entries if entry.origin and entry.origin.row != row + 1], [fault(row, column)])
    for found, faults in refused:
        with pytest.raises(AssertionError):
            typed.check(found, faults)


@attrs.frozen
class _First(OneUnit):
    """A kind that takes the wrong unit for a name with blanks in it."""

    def parse(self, cell: Any, roster: tl.Roster) -> tl.Unit | None:
        """The first unit of the roster for such a name."""
        return next(iter(roster)) if " " in str(cell).strip() else super().parse(cell, roster)


def test_a_reader_that_errs_is_caught() -> None:
    """A kind of an agency's own that reads some typings as something else fails the contract; the library's own keeps it."""
    sound = theme("investment")
    check_typings(sound, ROSTER, beside=THEMES, habits=["blanks"])
    columns = tuple(
        attrs.evolve(column, kind=_First()) if isinstance(column.kind, OneUnit) else column
        for column in sound.form.columns
    )
    broken = attrs.evolve(sound, form=attrs.evolve(sound.form, columns=columns))
    with pytest.raises(AssertionError, match="is read as"):
        check_typings(broken, ROSTER, habits=["blanks"])
