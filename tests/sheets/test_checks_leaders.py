"""领导核对: who leads a unit is the roster's to say."""

from __future__ import annotations

import pytest
from helpers.office_sheets import SCHEME, headers
from sheets.test_checks import LEDGER, TITLE, found, item, read

import trafficlight as tl

LED = tl.notice.scheme(
    tl.Agency(
        "甲市审计局",
        "市审计局",
        "甲市审计局办公室",
        tl.Roster(
            (
                tl.Board(
                    "departments",
                    "科室单位",
                    (
                        tl.RosterLine(tl.Unit("办公室"), leader=tl.model.Person("张三", "副局长")),
                        tl.RosterLine(tl.Unit("人事科"), leader=tl.model.Person("李四")),
                        tl.RosterLine(tl.Unit("秘书科")),
                        tl.RosterLine(tl.Unit("机关党委"), leader=tl.model.Person(post="总审计师")),
                    ),
                    leader_header="分管领导",
                ),
                tl.Board(
                    "counties",
                    "县审计局",
                    (tl.RosterLine(tl.Unit("任城区审计局"), leader=tl.model.Person("王五")),),
                    leader_header="包保领导",
                ),
            )
        ),
    ),
    SCHEME.rulebooks,
)


@pytest.mark.parametrize(
    ("unit", "leader", "doubted"),
    [
        ("办公室", "张 三", False),
        ("办公室", "张四", True),
        ("办公室", "", False),
        ("办公室、人事科", "李四", False),
        ("办公室、人事科", "张三、李四", False),
        ("办公室、人事科", "王五", True),
        ("秘书科", "谁", False),
        ("办公室、秘书科", "谁", False),
        ("机关党委", "总审计师", False),
        ("任城区审计局", "谁", False),
    ],
)
def test_the_leader_is_the_rosters(unit: str, leader: str, *, doubted: bool) -> None:
    """Who is none of the row's units' leaders is doubted; what the roster does not say, and blanks, are not."""
    reading = read([TITLE, LEDGER, item(1, unit=unit, leader=leader), item(2, "乙", unit, leader=leader)], scheme=LED)
    assert [(one.check, one.cell) for one in reading.report.warnings] == (
        [("leaders", "F3"), ("leaders", "F4")] if doubted else []
    )


def test_a_doubted_leader_is_told_with_who_it_should_be() -> None:
    """The roster's names are what is expected, and the nearest of them is asked for."""
    (one,) = read([TITLE, LEDGER, item(1, leader="张山")], scheme=LED).report.warnings
    assert (one.expected, one.nearest, one.value) == ("花名册中的 张三", "张三", "张山")


def test_a_leader_of_another_kind_is_not_compared() -> None:
    """The roster knows a county's 包保领导; 分管领导 in a county's table is somebody else."""
    county = headers("reform_county", collected=True)
    assert found(read([["改革创新情况"], county, [1, "任城区审计局", "赵六", "甲", None, None]], scheme=LED)) == []


def test_the_leader_above_a_table_is_one_of_the_rosters() -> None:
    """包保领导 above a table of A4-4.2 is one of those whom the roster calls so; with the cell of the fact."""
    table = [headers("assistance"), [1, "事项", "人事科", "情况", None, "正常推进", None]]
    assert found(read([["包保领导：", "王五"], *table], scheme=LED)) == []
    assert found(read([["包保领导：", "王六"], *table], scheme=LED)) == [("leaders", "表1", "B1", "花名册中的 王五")]
    assert found(read([["包保领导："], *table], scheme=LED)) == []
    assert found(read([["包保领导：", "分管领导一"], *table], scheme=LED)) == []  # a post, which names nobody
    assert found(read([["包保领导：王六"], *table])) == []
