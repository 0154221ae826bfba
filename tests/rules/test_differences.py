"""变动: what a form that came back says otherwise than the last time (“只报一次”)."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from attrs import evolve
from helpers import sample_records as samples
from helpers.office_sheets import ROSTER, THEMES
from helpers.small_office import OFFICE, PERSONNEL
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.model import Prefill, Progress, Responsibility
from trafficlight.rules import CellChange, Coverage, Differences, Origin, Receipt, Status, differences

each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
few_draws = settings(max_examples=25, deadline=None)
KEY_WORK = tl.notice.key_work()
SLOW, DONE = Progress.SLOW, Progress.DONE


def entries(theme: tl.Theme[Any], records: list[Any]) -> list[tl.Entry[Any]]:
    """Entries without an origin."""
    return [tl.Entry(theme.key, record, number) for number, record in enumerate(records, 1)]


def compared(before: list[Any], after: list[Any], theme: tl.Theme[Any] = KEY_WORK, **options: Any) -> Differences:
    """What differs between two hand-ins of a theme."""
    return differences(entries(theme, before), entries(theme, after), themes=[theme], **options)


def drawn(theme: tl.Theme[Any]) -> st.SearchStrategy[list[Any]]:
    """Records that are different items, each with a matter of its own."""
    return st.lists(testing.records(theme, ROSTER), max_size=4, unique_by=lambda record: theme.item(record)[0])


@each_theme
@given(data=st.data())
@few_draws
def test_nothing_changed_is_no_difference(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """The same records in any order, items that stand twice among them: every item is unchanged."""
    records = data.draw(st.lists(testing.records(theme, ROSTER), max_size=4))
    records += records[:1]
    found = compared(records, data.draw(st.permutations(records)), theme)
    assert not found
    assert len(found.unchanged) == len(records)
    assert len(found.lines()) == 1


@each_theme
@given(data=st.data())
@few_draws
def test_one_changed_cell_is_exactly_that_difference(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Whatever the other items say; what tells the item apart makes another item of it, what is asked anew is no change."""
    records = data.draw(drawn(theme).filter(bool))
    at = data.draw(st.integers(0, len(records) - 1))
    cells = [(line, line.name) for line in theme.form.heading]
    cells += [(column, name) for column in theme.form.columns for name in column.fields if name]  # type: ignore[misc]
    cell, name = data.draw(st.sampled_from(cells))
    other = getattr(data.draw(testing.records(theme, ROSTER)), name)
    changed = [evolve(record, **{name: other}) if number == at else record for number, record in enumerate(records)]
    assume(getattr(records[at], name) != other)
    assume(len({theme.item(record)[0] for record in changed}) == len(changed))
    found = compared(records, changed, theme)
    same = theme.item(records[at])[0] == theme.item(changed[at])[0]
    if not same:
        assert ([one.entry.record for one in found.entered], [one.entry.record for one in found.left]) == (
            [changed[at]],
            [records[at]],
        )
        assert not found.changes
    elif theme.prefill(cell) is Prefill.ANEW:
        assert not found
    else:
        (change,) = found.changes
        show = theme.form.show
        assert (change.name, change.before, change.after) == (
            name,
            show(records[at], name),
            show(changed[at], name),
        )
        assert change.item.entry.record == changed[at]
    assert len(found.unchanged) == len(records) - (not same or theme.prefill(cell) is not Prefill.ANEW)


def item(matter: str, progress: Progress = SLOW, **changes: Any) -> Any:
    """A ledger's item."""
    return samples.key_work_item(progress, matter=matter, **changes)


def test_a_change_says_where_it_stands_and_what_was_there() -> None:
    """File, sheet and cell, unit, matter and column, before and after, in both languages, and as data."""
    origin = Origin("台账.xlsx", "重点工作", 5, (("status", "D", 0),))
    after = tl.Entry("key_work", item("甲", status="已完成\n报告"), 1, origin)
    found = differences(entries(KEY_WORK, [item("甲")]), [after], themes=[KEY_WORK])
    assert found.lines() == (
        "变动1项共1格，未变动0项，新列0项，不再列出0项",
        "台账.xlsx〔重点工作〕D5：重点工作 办公室“甲”，推进情况：“情况”→“已完成 报告”",
    )
    assert found.lines("en")[1] == "台账.xlsx [重点工作] D5: 重点工作 办公室 “甲”, 推进情况: “情况” → “已完成 报告”"
    (change,) = found.changes
    assert isinstance(change, CellChange)
    data = json.loads(json.dumps(found.to_data()))
    assert data["changes"] == [
        {
            "theme": "key_work",
            "units": ["办公室"],
            "matter": "甲",
            "field": "status",
            "column": "推进情况",
            "before": "情况",
            "after": "已完成\n报告",
            "file": "台账.xlsx",
            "sheet": "重点工作",
            "cell": "D5",
            "locked": False,
        }
    ]


def test_a_changed_cell_that_went_out_locked_is_asked_about() -> None:
    """任务目标 is set by who gave the task; one that was blank went out open."""
    found = compared([item("甲"), item("乙", target="")], [item("甲", target="别的"), item("乙", target="新的")])
    assert [change.locked for change in found.changes] == [True, False]
    assert found.lines()[1].endswith("；该格发放时已锁定，请核实改动原因")


def test_an_item_that_vanished_before_it_was_done_is_asked_for() -> None:
    """§4.36: “an item that vanishes before it is done is flagged”; one that was done is told of."""
    found = compared([item("甲"), item("乙", DONE)], [item("丙")])
    assert found.lines() == (
        "变动0项共0格，未变动0项，新列1项，不再列出2项",
        "重点工作 办公室“丙”：新列",
        "重点工作 办公室“甲”：不再列出，未办结，请核实去向",
        "重点工作 办公室“乙”：不再列出",
    )


def test_the_same_matter_under_another_lead_is_offered_as_handed_over() -> None:
    """§4.35: a doubt and the change of one cell, never decided; where two bear the matter nothing is offered."""
    moved = item("甲", responsible=Responsibility((PERSONNEL,)))
    found = compared([item("甲")], [moved])
    assert [change.name for change in found.changes] == ["responsible"]
    assert found.lines()[-1] == "重点工作 人事科“甲”：牵头单位已变，请核实是否为移交"
    third = item("甲", responsible=Responsibility((tl.Unit("秘书科"),)))
    twice = compared([item("甲")], [moved, third])
    assert (len(twice.entered), len(twice.left), twice.handed_over) == (2, 1, ())


def test_a_unit_that_was_renamed_has_the_same_items() -> None:
    """Its old name is an alias: neither the item nor what it says is another."""
    board = tl.Board("departments", "科室", [tl.RosterLine(tl.Unit("综合科"), aliases=("办公室",))])
    now = item("甲", responsible=Responsibility((tl.Unit("综合科"),)))
    found = compared([item("甲", responsible=Responsibility((OFFICE,)))], [now], roster=tl.Roster([board]))
    assert (bool(found), len(found.unchanged)) == (False, 1)


@pytest.mark.parametrize(("status", "left", "unread"), [("MISSING", 0, 0), ("EXEMPT", 0, 0), ("FAULTY", 0, 1)])
def test_what_did_not_come_tells_nothing(status: str, left: int, unread: int) -> None:
    """§4.19: of a theme that did not come no item left; in a sheet with faults an item may stand in the faulty row."""
    coverage = Coverage(None, [Receipt("key_work", "重点工作", Status[status])])
    found = compared([item("甲")], [], coverage=coverage)
    assert (len(found.left), len(found.unread)) == (left, unread)


def test_of_who_is_exempt_nothing_is_missing_in_a_sheet_with_faults() -> None:
    """Its items do not go out on the form, so that none of them stands in the faulty row."""
    exempt = [tl.model.Exemption("搬迁", tl.Month(2024, 7).first_day)]
    board = tl.Board("departments", "科室", [tl.RosterLine(OFFICE, exempt=exempt), tl.RosterLine(PERSONNEL)])
    roster = tl.Roster([board]).on(tl.Month(2024, 8).last_day)
    before = [item("甲", responsible=Responsibility((one,))) for one in (OFFICE, PERSONNEL)]
    coverage = Coverage(None, [Receipt("key_work", "重点工作", Status.FAULTY)])
    found = compared(before, [], coverage=coverage, roster=roster)
    assert [one.units for one in found.left] == [(OFFICE,)]
    assert [one.units for one in found.unread] == [(PERSONNEL,)]


@attrs.frozen
class Well:
    """A record of an agency's own, known by a code."""

    code: str
    name: str
    unit: tl.Unit
    depth: str


OWN = tl.Clause("W", "no light", "own")
WELLS: tl.Theme[Well] = tl.Theme(
    "wells",
    "Wells",
    Well,
    lambda _record: tl.unlit(because=OWN),
    tl.Form(
        "Wells",
        (
            tl.column("Code", "code"),
            tl.column("Name", "name"),
            tl.column("Unit", "unit", kind=tl.model.OneUnit()),
            tl.column("Depth", "depth"),
        ),
    ),
    (OWN,),
    subject="name",
    identity="code",
)


def test_the_table_has_a_row_for_each_thing_that_differs() -> None:
    """As many rows as lines after the first: for a workbook, a document or a web page, in Chinese and English."""
    found = compared([item("甲"), item("乙"), item("丙", DONE)], [item("甲", status="改过"), item("丁", target="")])
    table = found.table()
    assert table.rows == (
        ("重点工作", "办公室“甲”", "推进情况", "情况", "改过", ""),
        ("重点工作", "办公室“丁”", "", "", "", "新列"),
        ("重点工作", "办公室“乙”", "", "", "", "不再列出，未办结，请核实去向"),
        ("重点工作", "办公室“丙”", "", "", "", "不再列出"),
    )
    in_english = found.table("en")
    assert (in_english.title, in_english.rows[2][-1]) == (
        "What changed",
        "no longer listed, not done: ask what became of it",
    )
    assert len(table.rows) == len(found.lines()) - 1


def test_of_several_that_are_one_item_the_equal_one_is_meant() -> None:
    """An item that stands twice: what was not touched is unchanged, in whatever order it comes back."""
    first, second = item("甲", status="一"), item("甲", status="二")
    assert not compared([first, second], [second, first])
    once = tl.Entry("key_work", first)
    assert not differences([once, once], [once, once], themes=[KEY_WORK])
    found = compared([first, second], [second, item("甲", status="三")])
    assert [(change.before, change.after) for change in found.changes] == [("一", "三")]


def test_an_item_with_a_code_is_known_by_it() -> None:
    """Its name and unit may change: those are changes of the item, and of cells that say which it is."""
    found = compared([Well("W1", "A", OFFICE, "5")], [Well("W1", "B", PERSONNEL, "5")], WELLS)
    assert [(change.name, change.locked) for change in found.changes] == [("name", True), ("unit", False)]
    assert (found.handed_over, found.entered, found.left) == ((), (), ())
