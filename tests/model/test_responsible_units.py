"""责任科室责任人: units and person in one cell (§3.15)."""

from __future__ import annotations

import pytest
from helpers.small_office import JINXIANG, OFFICE, PERSONNEL, ROSTER

from trafficlight import Board, Roster, RosterLine, Unit
from trafficlight.errors import UnreadableCell
from trafficlight.model import Responsibility, ResponsibleUnits

KIND = ResponsibleUnits()


@pytest.mark.parametrize(
    ("cell", "units", "person"),
    [
        ("办公室\n张三", (OFFICE,), "张三"),
        ("办公室 张三", (OFFICE,), "张三"),
        ("办公室\u3000张 三", (OFFICE,), "张 三"),
        ("办公室", (OFFICE,), ""),
        ("办公室\n", (OFFICE,), ""),
        ("人事科、办公室\n李四", (PERSONNEL, OFFICE), "李四"),
        ("人事科、\n办公室\n李四", (PERSONNEL, OFFICE), "李四"),
        ("人事科、办公室 李四", (PERSONNEL, OFFICE), "李四"),
        ("人事 ， 办公室\n李四、张三", (PERSONNEL, OFFICE), "李四、张三"),
        ("办 公 室\n张三", (OFFICE,), "张三"),
        ("办公室\n张三\n李四", (OFFICE,), "张三 李四"),
        ("金乡县\n审计局", (JINXIANG,), ""),
        ("金乡县\n审计局\n王五", (JINXIANG,), "王五"),
        ("金乡县\n王五", (JINXIANG,), "王五"),
    ],
)
def test_parse(cell: str, units: tuple[Unit, ...], person: str) -> None:
    """Split by a line break or a space; several departments by “、”; the first is 牵头 (§3.15)."""
    assert KIND.parse(cell, ROSTER) == Responsibility(units, person)


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("办公厅\n张三", "办公室"),
        ("办公厅 张三", "办公室"),
        ("办公厅", "办公室"),
        ("人事科、办公厅\n张三 李四", "办公室"),
        ("办公厅 张三\n李四", "办公室"),
        ("张三", None),
    ],
)
def test_unknown_units(cell: str, near: str | None) -> None:
    """A department outside the roster is a fault, with the nearest name when there is one."""
    with pytest.raises(UnreadableCell) as caught:
        KIND.parse(cell, ROSTER)
    assert caught.value.nearest == near


@pytest.mark.parametrize("cell", ["办公室\n人事科", "办公室 人事", "办公室\n张三 人事科", "办公室\n张三、人事科"])
def test_a_unit_in_the_person_s_place(cell: str) -> None:
    """A second department that no “、” joins would get no light; it is a fault, not a person."""
    with pytest.raises(UnreadableCell, match="多个以“、”分隔"):
        KIND.parse(cell, ROSTER)


@pytest.mark.parametrize("cell", ["、", "办公室、办公室\n张三"])
def test_nobody_or_somebody_twice(cell: str) -> None:
    """No department, or one twice, is a fault."""
    with pytest.raises(UnreadableCell):
        KIND.parse(cell, ROSTER)


def test_a_name_with_a_blank_in_it() -> None:
    """A unit whose name has a blank is still found before a person."""
    unit = Unit("审计 一科")
    roster = Roster([Board("a", "甲", [RosterLine(unit)])])
    assert KIND.parse("审计 一科 张三", roster) == Responsibility((unit,), "张三")


def test_a_long_cell_is_not_searched_without_end() -> None:
    """Only the first gaps can divide units from a person: a cell full of blanks costs no more than another."""
    with pytest.raises(UnreadableCell):
        KIND.parse("办 " * 16_000, ROSTER)


def test_show() -> None:
    """The units, and the person on a line below; a blank prints as nothing."""
    assert KIND.show(Responsibility((PERSONNEL, OFFICE), "张三")) == "人事科、办公室\n张三"
    assert KIND.show(KIND.blank) == ""
