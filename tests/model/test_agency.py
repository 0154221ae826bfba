"""The agency with its task force (N1, A1) and assistance groups (A4-4.1)."""

from __future__ import annotations

from helpers.refusals import refused
from helpers.small_office import JINXIANG, ROSTER, ZOUCHENG

from trafficlight import Agency, Unit
from trafficlight.model import AssistanceGroup, GroupMember, Person, TaskForce, TaskForceOffice
from trafficlight.model._agency import OWN_SOURCES

LEADER, DEPUTY = Person(post="局长"), Person(post="办公室主任")


def agency(*groups: AssistanceGroup) -> Agency:
    """An agency with these groups."""
    return Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER, groups=groups)


def group(name: str, *units: Unit, covers: tuple[Unit, ...] = ()) -> AssistanceGroup:
    """A group with one member."""
    member = GroupMember("人事科", Person(post="人事科科长"), covers=covers)
    return AssistanceGroup(name, units, LEADER, DEPUTY, (member,))


def test_groups() -> None:
    """“包保单位 组长 副组长 成员”: each bureau has one group; a member cell may cover some of its bureaus."""
    have = agency(group("第一组", JINXIANG, ZOUCHENG, covers=(ZOUCHENG,)))
    assert have.groups[0].members[0].covers == (ZOUCHENG,)
    assert have.groups[0].members[0].role == "联络员"


def test_a_group_of_strangers() -> None:
    """A group looks after units of the roster."""
    with refused(ValueError, match="第一组: “青岛市审计局” is not in the roster"):
        agency(group("第一组", Unit("青岛市审计局")))


def test_a_unit_of_two_groups() -> None:
    """A unit belongs to one group."""
    with refused(ValueError, match="第二组: “金乡县审计局” belongs to two groups"):
        agency(group("第一组", JINXIANG), group("第二组", ZOUCHENG, JINXIANG))


def test_a_member_of_another_group() -> None:
    """A member covers bureaus of the own group."""
    with refused(ValueError, match="第一组: members cover units that are not the group's: 邹城市审计局"):
        group("第一组", JINXIANG, covers=(ZOUCHENG,))


def test_task_force() -> None:
    """“局主要领导任主任，分管领导任副主任，…综合科室负责人为成员” (N1): roles in order, and its office with a liaison."""
    office = TaskForceOffice(DEPUTY, (LEADER,), Person(post="联络员"))
    force = TaskForce(LEADER, (DEPUTY,), (Person("张三", "秘书科科长"),), office)
    have = Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER, task_force=force)
    assert have.task_force is force
    assert (have.own_sources, have.groups, have.assumed) == (OWN_SOURCES, (), ())
