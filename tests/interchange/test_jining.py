"""济宁: examples/jining is the notice's own agency: names, posts, groups, and every theme."""

from __future__ import annotations

import datetime as dt
import re
import runpy
from pathlib import Path

import pytest

import trafficlight as tl
from trafficlight.interchange import from_json, to_json

ROOT = Path(__file__).parents[2]
NOTICE = ROOT.parent / "shared" / "notice"
EXAMPLE = runpy.run_path(str(ROOT / "examples" / "jining" / "jining.py"))
AGENCY: tl.Agency = EXAMPLE["AGENCY"]
JINING: tl.Scheme = EXAMPLE["JINING"]
RULEBOOK = JINING.rulebooks.latest


@pytest.fixture(scope="module")
def notice() -> str:
    """The notice's text without white space; where it is not at hand, the test says so and is skipped."""
    if not NOTICE.exists():
        pytest.skip("the notice's text is not at hand: ../shared is missing")
    (file,) = NOTICE.glob("000_*.txt")
    return re.sub(r"\s", "", file.read_text(encoding="utf-8"))


def people(agency: tl.Agency) -> list[tl.model.Person]:
    """Everybody whom the file names."""
    force = agency.task_force
    assert force is not None
    assert force.office is not None
    found = [force.director, *force.deputies, *force.members, force.office.director, *force.office.deputies]
    found += [
        person
        for line in (agency.roster[unit] for unit in agency.roster)
        for person in (line.head, line.leader)
        if person
    ]
    found += [
        person for group in agency.groups for person in (group.leader, group.deputy, *(m.person for m in group.members))
    ]
    return [*found, force.office.liaison] if force.office.liaison else found


def test_every_person_and_post_is_the_notices(notice: str) -> None:
    """No name is made up, and no post but the one that is marked as assumed."""
    for person in people(AGENCY):
        assert person.name in notice
        assert person.post in notice or person == tl.model.Person(post="经济责任审计科负责人")


def test_the_list_of_the_task_force_is_complete(notice: str) -> None:
    """Annex 1 in its order: role, name, post; nobody is missing between the first and the office's sentence."""
    force = AGENCY.task_force
    assert force is not None
    start, end = notice.index("主任：侯典峰"), notice.index("工作专班下设办公室")
    roles = {force.director: "主任：", force.deputies[0]: "副主任：", force.members[0]: "成员："}
    listed = "".join(roles.get(p, "") + p.name + p.post for p in (force.director, *force.deputies, *force.members))
    assert notice[start:end] == listed


def test_the_groups_are_the_notices(notice: str) -> None:
    """A4-4.1: bureaus, leader, deputy and members of all six groups, cell by cell as the table runs."""
    start, end = (
        notice.index("第一组金乡县"),
        notice.index("济宁审计系统“市县一体”“上对下”督帮工作情况", notice.index("第一组金乡县")),
    )
    cells = ""
    for group in AGENCY.groups:
        cells += group.name
        shown: list[tl.model.GroupMember] = []
        for number, unit in enumerate(group.units):
            cells += unit.name + (group.leader.name + group.deputy.name if number == 0 else "")
            for member in group.members:
                if member not in shown and (not member.covers or unit in member.covers):
                    shown.append(member)
                    cells += f"{member.department}{member.person.name}（{member.role}）"
    assert notice[start:end] == cells


def test_every_county_bureau_is_looked_after_by_its_leader() -> None:
    """包保领导 on the board is the leader of the group that looks after the bureau; each bureau belongs to one group."""
    leaders = {unit: group.leader for group in AGENCY.groups for unit in group.units}
    counties = JINING.board("counties")
    assert len(counties) == 11
    assert {line.unit: line.leader for line in counties.lines} == leaders


def test_the_boards_are_the_notices() -> None:
    """A4-1.1 and A4-1.2: titles, columns and notes of the two count tables, word for word."""
    departments, counties = (JINING.count_form(board.key) for board in JINING.boards)
    assert departments.title == "济宁市审计局“蓝黄红”标识数量情况"
    assert counties.title == "县（市、区）审计局“蓝黄红”标识数量情况"
    assert [column.header for column in departments.columns] == [
        "序号",
        "科室单位",
        "蓝",
        "黄",
        "红",
        "负责人",
        "分管领导",
    ]
    assert [column.header for column in counties.columns] == ["序号", "单位名称", "蓝", "黄", "红", "包保领导"]
    assert [len(board) for board in JINING.boards] == [10, 11]


def test_the_rulebook_holds_every_theme() -> None:
    """All eleven themes, stewards as annex 4 names them, in force from the notice's date; not a day before."""
    assert (RULEBOOK.edition.id, RULEBOOK.edition.effective) == (tl.notice.NOTICE, dt.date(2023, 8, 3))
    assert {theme.key: theme.steward for theme in RULEBOOK} == {
        "performance_assessment": "人事科",
        "three_firsts": "人事科",
        "key_work": "办公室",
        "audit_projects": "办公室",
        "upward_funding_bureau": "办公室",
        "reform_bureau": "秘书科",
        "investment": "办公室",
        "upward_funding_county": "办公室",
        "reform_county": "秘书科",
        "assistance": "人事科",
        "appeals": "人事科",
    }
    assert JINING.rulebooks.at(dt.date(2023, 8, 3)) is RULEBOOK
    with pytest.raises(tl.errors.NotInForce):
        JINING.rulebooks.at(dt.date(2023, 8, 2))


def test_every_note_is_the_notices(notice: str) -> None:
    """Each note below a theme's table stands in the notice, but for 重点审计项目, which has no sample table there."""
    for theme in RULEBOOK:
        if theme.key != "audit_projects":
            for note in theme.form.notes:
                assert re.sub(r"\s", "", note) in notice


def test_what_is_assumed_is_said() -> None:
    """What the notice does not state is listed: a head who is only inferred, and the order of the boards."""
    lines = JINING.board("departments").lines
    inferred = {int(path[-7]) for path in AGENCY.assumed if path.endswith(".head")}
    assert {lines[number].unit.name for number in inferred} == {"办公室", "经济责任审计科", "机关党委"}
    assert {"boards[0].units", "boards[1].units"} < set(AGENCY.assumed)


def test_short_names_are_understood() -> None:
    """A county bureau is known by its county too."""
    assert AGENCY.roster.find("任城区") == tl.Unit("任城区审计局")
    assert AGENCY.roster.find("内部审计指导中心") == tl.Unit("市内部审计指导中心")


def test_the_scheme_can_be_stored() -> None:
    """A host application stores the scheme beside its ratings, and reads it back with the code at hand."""
    assert from_json(tl.Scheme, to_json(JINING), scheme=JINING) == JINING
