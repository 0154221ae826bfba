"""名单 (rosters): the task force (annex 1) and its groups that help county bureaus (A4-4.1), as an office prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trafficlight.documents.builders.rating_tables import titled
from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords
from trafficlight.documents.content import Cell, Grid, GridColumn, Heading, Paragraph, Row
from trafficlight.layout import Style
from trafficlight.model._agency import AssistanceGroup, TaskForce, TaskForceOffice
from trafficlight.model._units import Person

_CHARACTER: Final = 5.7  # mm, of a name
_PADDING: Final = 4.8  # mm, at the sides of a name
_LONGEST_NAME: Final = 8  # characters; a longer name goes on below, and leaves its post the room
_ROLE: Final = 25.5  # mm, of a role
_WHOLE: Final = 156  # mm, of all three columns on the standard's page; they share the width of any other


def task_force_grid(task_force: TaskForce, *, title: str | Heading | Paragraph | None = None) -> Grid:
    """专班名单: director, deputies and members; a role stands once, before the first who has it."""
    rows = tuple(_members(task_force))
    longest = max(len(name.replace("  ", " ")) for _, name, _ in rows)
    names = _CHARACTER * min(max(longest, 3), _LONGEST_NAME) + _PADDING
    return Grid(
        [GridColumn(width, align="left") for width in (_ROLE, names, _WHOLE - _ROLE - names)],
        rows,
        title=title,
        alt_text="督查工作专班组成人员名单：职务、姓名和现任职务。",
        style=Style.FLUSH,
        ruled=False,
    )


def _members(task_force: TaskForce) -> Iterator[tuple[str, str, str]]:
    roles = (("主  任：", (task_force.director,)), ("副主任：", task_force.deputies), ("成  员：", task_force.members))
    for role, people in roles:
        for at, person in enumerate(people):
            yield (role if at == 0 else "", _spaced(person), person.post)


def _spaced(person: Person) -> str:
    """A name of two characters with a blank between, so that names stand in line (公文习惯)."""
    name = person.name
    return f"{name[0]}  {name[1]}" if len(name) == 2 else name


def _person(person: Person) -> str:
    return _spaced(person) or str(person)


def office_sentence(office: TaskForceOffice) -> str:
    """“工作专班下设办公室，…同志兼任办公室主任，…”: the office of the task force, in the notice's words."""
    parts = [f"工作专班下设办公室，{office.director.name}同志兼任办公室主任"]
    if office.deputies:
        names = "、".join(f"{person.name}同志" for person in office.deputies)
        parts.append(f"{names}兼任办公室副主任")
    if office.liaison:
        parts.append(f"{office.liaison.name}同志为联络员")
    return "，".join(parts) + "，具体负责督查的日常工作。"


def grouping_grid(
    groups: Sequence[AssistanceGroup], *, bookmark: str | None = None, words: TableWords = TABLE_WORDS
) -> Grid:
    """督导帮扶组分组表 (A4-4.1): a line a bureau; leaders merge over the group, a member over the bureaus it covers."""
    return Grid(
        tuple(map(GridColumn, (22, 34, 26, 26, 48))),
        [row for group in groups for row in _bureaus(group, words)],
        header=(words.group_header,),
        title=titled(words.groups, bookmark),
        alt_text="每组的包保单位、组长、副组长和成员。",
        widths="fit",
    )


def _bureaus(group: AssistanceGroup, words: TableWords) -> Iterator[Row]:
    member_of = {unit: member for member in group.members for unit in (member.covers or group.units)}
    before = None
    for at, unit in enumerate(group.units):
        name, leader, deputy = (
            Cell(merge="continue") if at else Cell(text, merge="start")
            for text in (group.name, _person(group.leader), _person(group.deputy))
        )
        member = member_of.get(unit)
        if member is None:
            named = Cell(merge="start")
        elif member is before:
            named = Cell(merge="continue")
        else:
            text = f"{member.department}\n{words.member.format(person=_person(member.person), role=member.role)}"
            named = Cell(text, merge="start")
        before = member
        yield (name, unit.name, leader, deputy, named)
