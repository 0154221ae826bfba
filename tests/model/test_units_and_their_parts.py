"""牵头、配合: which unit leads an item and which takes part, as offices write it into one cell (§4.26)."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from helpers.small_office import JINXIANG, OFFICE, PERSONNEL, ROSTER, SECRETARIAT, ZOUCHENG
from hypothesis import given

from trafficlight import Board, Roster, RosterLine, Unit
from trafficlight.errors import UnreadableCell
from trafficlight.model import JointUnits, Responsibility, ResponsibleUnits, Units
from trafficlight.model._units import renamed
from trafficlight.testing import responsibilities

KIND = ResponsibleUnits()
BOTH = Responsibility((OFFICE,), partners=(PERSONNEL,))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("办公室（牵头）", Responsibility((OFFICE,))),
        ("办公室(牵头单位)\n张三", Responsibility((OFFICE,), "张三")),
        ("人事科、办公室（牵头） 张三", Responsibility((OFFICE, PERSONNEL), "张三")),
        ("牵头：办公室\n配合：人事科", BOTH),
        ("牵头科室:办公室；配合科室:人事科", BOTH),
        ("配合：人事科\n牵头：办公室", BOTH),
        ("办公室\n配合：人事科", BOTH),
        ("办公室（配合：人事科）", BOTH),
        ("办公室（主办）、人事科（协办）", BOTH),
        ("办公室牵头，人事科配合", BOTH),
        ("由办公室牵头、人事科配合", BOTH),
        ("办公室牵头，人事科、秘书科配合", Responsibility((OFFICE,), partners=(PERSONNEL, SECRETARIAT))),
        ("办公室、秘书科\n配合：人事科\n张三", Responsibility((OFFICE, SECRETARIAT), "张三", (PERSONNEL,))),
        ("牵头：办公室 张三\n配合：人事科 李四", Responsibility((OFFICE,), "张三 李四", (PERSONNEL,))),
        ("牵头：金乡县\n审计局\n配合：邹城市审计局 王五", Responsibility((JINXIANG,), "王五", (ZOUCHENG,))),
        ("责任科室：办公室\n责任人：张三、李四", Responsibility((OFFICE,), "张三、李四")),
        ("办公室（张某）", Responsibility((OFFICE,), "张某")),
        ("办公室（张某）、人事科（李某某）", Responsibility((OFFICE, PERSONNEL), "张某 李某某")),
        ("金乡县\n审计局（王五）", Responsibility((JINXIANG,), "王五")),
        ("办公室（责任人：张三）", Responsibility((OFFICE,), "张三")),
        ("办公室\n负责人", Responsibility((OFFICE,), "负责人")),
        ("办公室、人事科 牵头人", Responsibility((OFFICE, PERSONNEL), "牵头人")),
        ("办公室\n张三（组长）", Responsibility((OFFICE,), "张三（组长）")),
    ],
)
def test_who_leads_and_who_takes_part(cell: str, said: Responsibility) -> None:
    """牵头 and 配合 are read before a colon, in brackets and behind a unit; a name in brackets is the person."""
    assert KIND.parse(cell, ROSTER) == said


@pytest.mark.parametrize(
    "cell",
    [
        "配合：人事科",
        "办公室、人事科配合",
        "办公室、人事科、秘书科（配合）",
        "牵头：办公室\n人事科",
        "办公室 牵头\n人事科 配合",
        "牵头办公室",
        "办公室（代管）",
        "办公室\n张三牵头",
        "办公室（牵头）、办公室（配合）",
        "办公室（人事科）",
    ],
)
def test_whose_part_cannot_be_told(cell: str) -> None:
    """What may be read in two ways, or names nobody who leads, is asked."""
    with pytest.raises(UnreadableCell):
        KIND.parse(cell, ROSTER)


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("市审计局办公室", "办公室"),
        ("市审计局办公室\n张三", "办公室"),
        ("牵头：市局人事科\n配合：办公室", "人事科"),
        ("牵头：办公厅\n配合：人事科", "办公室"),
        ("办公室\n配合：人事料", "人事科"),
        ("办公室（牵头）、人事料", "人事科"),
    ],
)
def test_an_unknown_unit_among_them(cell: str, near: str) -> None:
    """The nearest name is told: the one within the text, as where the agency's own stands before it."""
    with pytest.raises(UnreadableCell) as caught:
        KIND.parse(cell, ROSTER)
    assert caught.value.nearest == near


def test_a_column_of_units_alone() -> None:
    """Where a column holds no more than units, the lead is put first, those that take part are kept apart, a person is asked."""
    assert Units().parse("人事科、办公室（牵头）", ROSTER) == (OFFICE, PERSONNEL)
    for cell in (
        "牵头：办公室\n配合：人事科",
        "办公室（牵头）、人事科（配合）",
        "办公室牵头，人事科配合",
        "办公室（配合：人事科）",
    ):
        said = Units().parse(cell, ROSTER)
        assert said == JointUnits((OFFICE,), (PERSONNEL,))
        assert Units().parse(Units().show(said), ROSTER) == said
        assert Units(language="en").show(said) == "办公室\nPartners: 人事科"
    with pytest.raises(UnreadableCell):
        Units().parse("办公室（张某）", ROSTER)


def test_units_and_partners_are_a_value() -> None:
    """They are told from the units alone, travel between processes, and are renamed together; nobody stands twice."""
    both = JointUnits((OFFICE,), (PERSONNEL,))
    assert both != (OFFICE,)
    assert JointUnits((OFFICE,)) == (OFFICE,)
    assert all(JointUnits((OFFICE,)) != other for other in (None, 5, "办公室", OFFICE, [OFFICE]))
    assert pickle.loads(pickle.dumps(both)) == both  # noqa: S301  # our own
    assert renamed(both, lambda unit: Unit(f"新{unit}")) == JointUnits((Unit("新办公室"),), (Unit("新人事科"),))
    for units, partners in (((), (OFFICE,)), ((OFFICE,), (OFFICE,))):
        with pytest.raises(ValueError, match=r"责任单位"):
            JointUnits(units, partners)
    text: Any = "办公室"
    for strangers in ((text,), text):
        with pytest.raises(TypeError, match=r"JointUnits\.units 应为若干 Unit"):
            JointUnits(strangers)
        with pytest.raises(TypeError, match=r"JointUnits\.partners 应为若干 Unit"):
            JointUnits((OFFICE,), strangers)


def test_partners_are_not_lost_beside_a_person() -> None:
    """A `Responsibility` of units with partners says where these go, instead of dropping them."""
    with pytest.raises(ValueError, match="partners="):
        Responsibility(JointUnits((OFFICE,), (PERSONNEL,)), "张三")
    assert Responsibility(JointUnits((OFFICE,)), "张三").units == (OFFICE,)


def test_a_unit_whose_name_has_such_words() -> None:
    """A unit of the roster is one, whatever its name says."""
    unit = Unit("协助配合科（牵头）")
    roster = Roster([Board("a", "甲", [RosterLine(unit)])])
    assert KIND.parse("协助配合科（牵头）\n张三", roster) == Responsibility((unit,), "张三")
    assert Units().parse("协助配合科（牵头）", roster) == (unit,)


def test_a_long_cell_is_not_searched_without_end() -> None:
    """A cell full of words that say a part is refused, not tried word for word."""
    for text in ("牵头：办公室、" * 5_000, "（" * 16_000, "办公室（牵头）" * 3_000, "牵头" * 8_000):
        with pytest.raises(UnreadableCell):
            KIND.parse(text, ROSTER)


@given(responsibilities(ROSTER))
def test_printed_and_read_back(said: Responsibility) -> None:
    """What is printed is read as the same, with those that take part."""
    assert KIND.parse(KIND.show(said), ROSTER) == said


@pytest.mark.parametrize(
    "cell",
    ["Alpha Port and Red Line", "Alpha Port\nand Red Line", "Alpha Port & Red Line", "Alpha Port\nJ. Doe & Red Line"],
)
def test_a_unit_that_is_joined_is_no_person(cell: str) -> None:
    """“and” does not divide names, so what follows is a unit that would get no light: asked, not taken for a person (§4.26)."""
    board = Board("ports", "Ports", [RosterLine(Unit("Alpha Port")), RosterLine(Unit("Red Line"))])
    with pytest.raises(UnreadableCell):
        ResponsibleUnits().parse(cell, Roster([board]))


@pytest.mark.parametrize("cell", ["办公室\n张三和人事科", "办公室 张三及人事科", "办公室 与人事科"])
def test_a_unit_joined_to_a_person_is_asked_about(cell: str) -> None:
    """So is one behind a person; a name with 和 in it is a name."""
    with pytest.raises(UnreadableCell):
        ResponsibleUnits().parse(cell, ROSTER)
    assert ResponsibleUnits().parse("办公室\n张和平", ROSTER) == Responsibility((OFFICE,), "张和平")


WARD, CLINIC, LEADERS = map(Unit, ("Front Ward", "North Clinic", "Leadership Unit"))
ENGLISH = Roster([Board("all", "All", [RosterLine(unit) for unit in (WARD, CLINIC, LEADERS)])])


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Responsibility((WARD, CLINIC), "J. Smith", (LEADERS,)), "Front Ward, North Clinic\nPartners: Leadership Unit\nJ. Smith"),
        (Responsibility((LEADERS,), "with care"), "Leadership Unit\nwith care"),
        (Responsibility((WARD,), "", (CLINIC, LEADERS)), "Front Ward\nPartners: North Clinic, Leadership Unit"),
    ],
)  # fmt: skip
def test_an_english_cell(said: Responsibility, text: str) -> None:
    """In English units are joined by commas and partners are called so; what is printed is read back."""
    kind = ResponsibleUnits(language="en")
    assert kind.show(said) == text
    assert kind.parse(text, ENGLISH) == said


def test_units_of_an_english_cell() -> None:
    """Several units, joined by commas, are read back; in Chinese they stay joined by “、”."""
    both = (WARD, CLINIC)
    assert (Units(language="en").show(both), Units().show(both)) == (
        "Front Ward, North Clinic",
        "Front Ward、North Clinic",
    )
    assert Units(language="en").parse("Front Ward, North Clinic", ENGLISH) == both


@pytest.mark.parametrize("lead", ["牵头", "负责", "牵头 "])
def test_a_name_of_several_words_before_its_part(lead: str) -> None:
    """A unit's name with blanks may stand before 牵头 or 配合 as one without them does (§4.26)."""
    text = f"Front Ward{lead}，North Clinic、Leadership Unit配合 "
    assert ResponsibleUnits().parse(text, ENGLISH) == Responsibility((WARD,), partners=(CLINIC, LEADERS))
