"""督查工作专班组成人员名单: the roster's three columns on paper."""

from __future__ import annotations

from itertools import pairwise

import pytest
from attrs import evolve

import trafficlight as tl
from trafficlight.documents import grouping_grid, office_sentence, task_force_grid
from trafficlight.documents.content import Cell
from trafficlight.documents.content._paragraphs import plain
from trafficlight.model._agency import AssistanceGroup, GroupMember, TaskForce, TaskForceOffice

DIRECTOR = tl.model.Person("侯典峰", "局长")
CHARACTER, PADDING = 15.75 * 25.4 / 72, 2.4  # mm, of 3号 at 28 characters a line, and of a cell


def widths(*names: str) -> tuple[float, ...]:
    """The columns for members of these names."""
    members = tuple(tl.model.Person(name, "科长") for name in names)
    return tuple(column.width for column in task_force_grid(TaskForce(DIRECTOR, (), members)).columns)


def test_the_longest_post_of_the_notice_stands_on_one_line() -> None:
    """“审计结果执行科副科长（挂职，负责工作）”, the widest of annex 1, has room beside names of three characters."""
    post = "审计结果执行科副科长（挂职，负责工作）"
    role, name, room = widths("李国帅", "樊文")
    assert room >= len(post) * CHARACTER + PADDING
    assert name >= 3 * CHARACTER + PADDING
    assert role >= len("副主任：") * CHARACTER + PADDING


@pytest.mark.parametrize("name", ["欧阳修文", "阿不都热依木江"])
def test_a_long_name_gets_its_room_from_the_posts(name: str) -> None:
    """Names of any length stand on one line up to eight characters, in a table as wide as the text."""
    found = widths(name)
    assert found[1] >= len(name) * CHARACTER + PADDING
    assert sum(found) == pytest.approx(156)


def test_a_name_never_takes_the_room_of_the_posts() -> None:
    """A longer name goes on below: the names' column grows no more."""
    grown = [widths("长" * length)[1] for length in range(3, 30)]
    assert all(one <= other for one, other in pairwise(grown))
    assert grown[-1] < 60


def test_names_of_the_groups_stand_in_line_as_the_rosters_do() -> None:
    """A name of two characters has the same blank in both lists; one who is known by a post alone keeps it."""
    leader, post = tl.model.Person("孙进", "副局长"), tl.model.Person("", "总审计师")
    member = GroupMember("人事科", tl.model.Person("樊文", "科长"))
    group = AssistanceGroup("第一组", (tl.Unit("甲县审计局"),), leader, post, (member,))
    ((*_, led, deputy, last),) = grouping_grid([group]).rows
    shown = [plain(cell.text) for cell in (led, deputy, last) if isinstance(cell, Cell)]
    assert shown == ["孙  进", "总审计师", "人事科\n樊  文（联络员）"]
    _, (_, name, _), *_ = task_force_grid(TaskForce(DIRECTOR, (), (leader,))).rows
    assert name == "孙  进"


def test_a_name_of_two_characters_needs_no_more_than_one_of_three() -> None:
    """The blank between its characters is one character wide, and no wider."""
    short = TaskForce(evolve(DIRECTOR, name="樊文"), (), ())
    assert task_force_grid(short).columns[1].width == pytest.approx(widths("李国帅")[1])


def test_the_office_is_told_in_a_sentence() -> None:
    """Director, deputies and liaison by name, in the notice's words (annex 1); whom an office lacks it does not name."""
    people = [tl.model.Person(name, "科长") for name in ("甲一", "乙二", "丙三", "丁四")]
    whole = TaskForceOffice(people[0], tuple(people[1:3]), people[3])
    assert office_sentence(whole) == (
        "工作专班下设办公室，甲一同志兼任办公室主任，乙二同志、丙三同志兼任办公室副主任，丁四同志为联络员，具体负责督查的日常工作。"
    )
    bare = TaskForceOffice(people[0])
    assert office_sentence(bare) == "工作专班下设办公室，甲一同志兼任办公室主任，具体负责督查的日常工作。"


def test_a_bureau_without_a_member_has_an_empty_cell() -> None:
    """A unit of which no member takes care merges with none of its neighbours."""
    units = tuple(tl.Unit(name) for name in ("甲县审计局", "乙县审计局", "丙县审计局"))
    member = GroupMember("人事科", tl.model.Person("樊文", "科长"), covers=units[::2])
    rows = grouping_grid([AssistanceGroup("第一组", units, DIRECTOR, DIRECTOR, (member,))]).rows
    last = [cell for *_, cell in rows if isinstance(cell, Cell)]
    assert [(plain(cell.text), cell.merge) for cell in last] == [
        ("人事科\n樊  文（联络员）", "start"),
        ("", "start"),
        ("人事科\n樊  文（联络员）", "start"),
    ]
