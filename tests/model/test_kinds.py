"""One cell each: what is read, what is printed, what is blank, and what is said of a cell that cannot be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from helpers.small_office import JINXIANG, OFFICE, PERSONNEL, ROSTER

from trafficlight import Unit
from trafficlight.errors import UnreadableCell
from trafficlight.model import Choice, Items, OneUnit, Progress, Text, Units, Whole
from trafficlight.model._kinds import YES_NO, CellValue, Kind, is_blank, text_of
from trafficlight.model._vocabulary import PROGRESS


def refused(kind: Kind[Any], cell: CellValue) -> UnreadableCell:
    """What a kind says of a cell that it cannot read."""
    with pytest.raises(UnreadableCell) as caught:
        kind.parse(cell, ROSTER)
    assert caught.value.expected == kind.expected
    assert isinstance(caught.value, ValueError)
    return caught.value


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" 甲\r\n乙\r丙 \n", "甲\n乙\n丙"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "是"),
        (False, "否"),
        (dt.date(2023, 9, 8), "2023年9月8日"),
        (dt.datetime(2023, 9, 8, 12, 30), "2023年9月8日"),  # noqa: DTZ001  # as a sheet has it
        (dt.time(12, 30), "12:30:00"),
    ],
)
def test_text_of(cell: CellValue, text: str) -> None:
    """What a sheet may hold, as text: numbers plain, dates the Chinese way, line breaks one way."""
    assert text_of(cell) == text
    assert Text().parse(cell, ROSTER) == text


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000\n", "\u00a0"])
def test_blank(cell: CellValue) -> None:
    """Nothing but white space is blank."""
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["无", "/", 0, False, 0.0])
def test_not_blank(cell: CellValue) -> None:
    """A zero is a number, and 无 is a word."""
    assert not is_blank(cell)


def test_blanks() -> None:
    """What a blank cell is worth: nothing of each kind."""
    kinds: list[tuple[Kind[Any], object]] = [
        (Text(), ""),
        (Whole(), None),
        (Choice(PROGRESS), None),
        (OneUnit(), None),
        (Units(), ()),
        (Items(), ()),
    ]
    assert [kind.blank for kind, _ in kinds] == [blank for _, blank in kinds]
    assert [kind.show(kind.blank) for kind, _ in kinds] == [""] * 6


# --- whole numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, 3),
        (3.0, 3),
        ("3", 3),
        (" 12 ", 12),
        ("１２", 12),
        ("0", 0),
        (0, 0),
        ("007", 7),
        ("1,000", 1000),
        ("１，２３４，５６７", 1_234_567),
        ("3.0", 3),
        (123_456_789_012_345, 123_456_789_012_345),
    ],
    ids=repr,
)
def test_whole(cell: CellValue, number: int) -> None:
    """认定数: digits, full-width ones too, as number or as text; as many as a sheet keeps."""
    assert Whole().parse(cell, ROSTER) == number
    assert Whole().parse(Whole().show(number), ROSTER) == number


@pytest.mark.parametrize(
    "cell",
    [
        2.5,
        -1,
        "-1",
        "+1",
        "三",
        "3项",
        "1,00",
        "10,00,000",
        True,
        "1e3",
        float("inf"),
        float("nan"),
        dt.date(2023, 1, 1),
        "9" * 16,
    ],
    ids=repr,
)
def test_no_whole(cell: CellValue) -> None:
    """Fractions, signs, words and dates are no whole number; nothing is rounded or cut."""
    assert str(refused(Whole(), cell)) == "应为不小于 0 的整数"


def test_the_least() -> None:
    """认定名次 starts from 1."""
    assert str(refused(Whole(minimum=1), 0)) == "应为不小于 1 的整数"
    assert Whole(minimum=1).parse(1, ROSTER) == 1


# --- words ------------------------------------------------------------------------------------------------------------


def test_choice() -> None:
    """进度评价: one word of a vocabulary, or another wording of it; printed by its own word."""
    kind = Choice(PROGRESS)
    assert kind.parse("进展 缓慢", ROSTER) is Progress.SLOW
    assert kind.show(Progress.SLOW) == "推进缓慢"
    assert str(refused(kind, "推进很慢")) == "应为 已办结、正常推进、推进缓慢、严重滞后 之一"
    assert refused(kind, "推进很慢").nearest == "推进缓慢"
    assert refused(kind, 1).nearest is None


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("否", False), (True, True), (False, False)])
def test_yes_and_no(cell: CellValue, *, value: bool) -> None:
    """认定 takes 是 or 否 (§3.13); a sheet's own truth values mean the same."""
    assert Choice(YES_NO).parse(cell, ROSTER) is value


# --- units ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("办公室", OFFICE), ("办 公 室", OFFICE), ("人事", PERSONNEL), ("金乡县\n审计局", JINXIANG), ("金乡", JINXIANG)],
)
def test_one_unit(cell: str, unit: Unit) -> None:
    """科室单位, 单位名称: by name or alias, line breaks and spaces aside; printed by its full name."""
    assert OneUnit().parse(cell, ROSTER) == unit
    assert OneUnit().show(unit) == unit.name


def test_no_unit() -> None:
    """A name that the roster lacks is a fault, with the nearest name when there is one."""
    assert refused(OneUnit(), "办公厅").nearest == "办公室"
    assert refused(OneUnit(), "xyz").nearest is None
    assert refused(OneUnit(), "办公室、人事科").nearest is not None


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("办公室", (OFFICE,)),
        ("人事科、办公室", (PERSONNEL, OFFICE)),
        ("人事，办公室；", (PERSONNEL, OFFICE)),
        ("金乡县\n审计局、办公室", (JINXIANG, OFFICE)),
        ("人事科\n办公室", (PERSONNEL, OFFICE)),
        ("人事科 办公室、金乡县\n审计局", (PERSONNEL, OFFICE, JINXIANG)),
    ],
)
def test_units(cell: str, units: tuple[Unit, ...]) -> None:
    """Several departments are split by “、”, the first is 牵头 (§3.15)."""
    assert Units().parse(cell, ROSTER) == units
    assert Units().parse(Units().show(units), ROSTER) == units


@pytest.mark.parametrize("cell", ["、", "办公室、办公室", "人事科、人事", "办公室\n办公室"])
def test_no_units(cell: str) -> None:
    """Nobody, or one unit twice, is a fault."""
    assert "多个单位以“、”分隔" in str(refused(Units(), cell))


def test_an_unknown_unit_among_others() -> None:
    """The fault gives a hint for the name that is wrong."""
    with pytest.raises(UnreadableCell) as caught:
        Units().parse("办公室、人事处", ROSTER)
    assert caught.value.nearest == "人事科"


# --- items (§3.13, §3.17) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("1.甲\n2.乙", ("甲", "乙")),
        ("1、甲\n2、乙", ("甲", "乙")),
        ("1．甲\n2． 乙", ("甲", "乙")),
        ("（1）甲\n(2)乙", ("甲", "乙")),
        ("甲\r\n\r\n 乙 ", ("甲", "乙")),
        ("甲", ("甲",)),
        ("1.甲（已认定）\n2.乙", ("甲（已认定）", "乙")),
        ("2.5亿元专项债券", ("2.5亿元专项债券",)),
        ("1.2.5亿元", ("1.2.5亿元",)),
        ("1、2.5亿元\n2、300万元", ("2.5亿元", "300万元")),
        ("2023年试点", ("2023年试点",)),
        ("1.\n2.乙", ("乙",)),
        ("1.甲\n2.无", ("甲",)),
        (300, ("300",)),
    ],
)
def test_items(cell: CellValue, items: tuple[str, ...]) -> None:
    """Each line of an 已争取 cell is one item; a leading “1.” or “1、” is numbering, “2.5亿元” is not (§3.13)."""
    assert Items().parse(cell, ROSTER) == items


@pytest.mark.parametrize("cell", ["无", " 无 ", "无。", "/", "／", "—", "——", "-", "－", "无\n无", "1.无"])
def test_nothing(cell: str) -> None:
    """Cells with 无, /, — or blanks mean nothing won or planned (§3.17)."""
    assert Items().parse(cell, ROSTER) == ()


@pytest.mark.parametrize(
    ("items", "text"),
    [(("甲", "乙"), "1.甲\n2.乙"), (("2.5亿元", "甲"), "1、2.5亿元\n2.甲"), (("1.甲",), "1、1.甲"), ((), "")],
)
def test_items_printed(items: tuple[str, ...], text: str) -> None:
    """Items are numbered, one a line, so that they read back: before a digit the number takes “、”."""
    assert Items().show(items) == text
    assert Items().parse(text, ROSTER) == items


def test_several_names_are_joined() -> None:
    """What a program put into a text column as a tuple is printed as names, not as Python writes it."""
    assert Text().show(("甲", "乙")) == "甲、乙"  # type: ignore[arg-type]
