"""督查工作专班组成人员名单 (annex 1): role, name and post, as an office prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.documents.content import Grid, GridColumn, Heading, Paragraph
from trafficlight.layout import Style
from trafficlight.model._agency import TaskForce, TaskForceOffice
from trafficlight.model._units import Person

_CHARACTER: Final = 5.7  # mm, of a name
_PADDING: Final = 4.8  # mm, at the sides of a name
_LONGEST_NAME: Final = 8  # characters; a longer name goes on below, and leaves its post the room


def task_force_grid(task_force: TaskForce, *, title: str | Heading | Paragraph | None = None) -> Grid:
    """专班名单: director, deputies and members; a role stands once, before the first who has it."""
    rows = tuple(_rows(task_force))
    longest = max(len(name.replace("  ", " ")) for _, name, _ in rows)
    names = _CHARACTER * min(max(longest, 3), _LONGEST_NAME) + _PADDING
    return Grid(
        (GridColumn(25.5, align="left"), GridColumn(names, align="left"), GridColumn(130.5 - names, align="left")),
        rows,
        title=title,
        alt_text="督查工作专班组成人员名单：职务、姓名和现任职务。",
        style=Style.FLUSH,
        ruled=False,
    )


def _rows(task_force: TaskForce) -> Iterator[tuple[str, str, str]]:
    roles = (("主  任：", (task_force.director,)), ("副主任：", task_force.deputies), ("成  员：", task_force.members))
    for role, people in roles:
        for at, person in enumerate(people):
            yield (role if at == 0 else "", spaced(person), person.post)


def spaced(person: Person) -> str:
    """A name of two characters with a blank between, so that names stand in line (公文习惯)."""
    name = person.name
    return f"{name[0]}  {name[1]}" if len(name) == 2 else name


def office_sentence(office: TaskForceOffice) -> str:
    """“工作专班下设办公室，…同志兼任办公室主任，…”: the office of the task force, in the notice's words."""
    parts = [f"工作专班下设办公室，{office.director.name}同志兼任办公室主任"]
    if office.deputies:
        names = "、".join(f"{person.name}同志" for person in office.deputies)
        parts.append(f"{names}兼任办公室副主任")
    if office.liaison:
        parts.append(f"{office.liaison.name}同志为联络员")
    return "，".join(parts) + "，具体负责督查的日常工作。"
