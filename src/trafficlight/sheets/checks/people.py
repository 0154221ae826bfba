"""人员核对: leaders who are not the roster's, titles beside names, what looks like a unit where a person belongs (§4.26, §4.29)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Says
from trafficlight.model._kinds import ResponsibleUnits
from trafficlight.model._units import SURNAMES, Person, Responsibility, Unit, person_names
from trafficlight.model._vocabulary import fold, nearest
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds

_TITLE: Final = (
    r"(?:党组(?:副?书记|成员)|副?(?:局长|主任|科长|处长|书记|组长|主席|部长|市长|县长|区长)|总审计师|总经济师|总工程师"
    r"|[一二三四]级(?:高级)?(?:调研员|主任科员|巡视员|主管)|副?(?:调研员|巡视员)|同志)"
)
_TITLES: Final = rf"[（(、,，]{{0,3}}{_TITLE}(?:[、,，]{{0,3}}{_TITLE}){{0,5}}[）)]{{0,3}}"
_AT_START: Final = re.compile(rf"{_TITLES}")
_AT_END: Final = re.compile(rf"{_TITLES}\Z")
_LONGEST: Final = 4
_WITH_TITLES: Final = 60
"""Characters of a name with its titles."""

_UNIT_ENDS: Final = tuple("局 委 办 处 室 厅 院 所 队 站 部 中心 集团 公司 政府 科 会".split())
_MAY_END_A_NAME: Final = "科会"
_FULL_NAME: Final = Words("领导的全名（现只写了姓和职务）", "the leader's full name (there is a surname and a title)")


def leader_titles(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """姓名旁的职务: one leader written with and without a title would get two extracts."""
    near_of, surname_in = cache(_without_titles), cache(_has_surname_alone)
    for table in tables:
        leader = table.theme.form.field_saying(Says.LEADER)
        for entry in table.entries if table.has(leader) else ():
            text = getattr(entry.record, leader)
            if near := near_of(text) if isinstance(text, str) else "":
                yield table.at(
                    entry, leader, Words("只写姓名、不写职务的领导", "the leader's name without a title"), near
                )
            elif isinstance(text, str) and surname_in(text):
                yield table.at(entry, leader, _FULL_NAME)


def _without_titles(text: str) -> str:
    """The names of a cell as they are without titles; empty where none has one."""
    names = person_names(text)
    bare = [_bare(name) for name in names]
    return "、".join(name or have for name, have in zip(bare, names, strict=True)) if any(bare) else ""


def _has_surname_alone(text: str) -> bool:
    """Whether somebody is called by surname and title: 甲局长 gets another extract than 甲乙."""
    if not _AT_START.search(text):
        return False
    return any(len(name) <= _WITH_TITLES and _AT_END.sub("", fold(name)) in SURNAMES for name in person_names(text))


def _bare(name: str) -> str:
    """The name without the titles before and after it; empty where there is none, or nothing else."""
    if len(name) > _WITH_TITLES:
        return ""
    plain = _AT_END.sub("", _AT_START.sub("", fold(name), count=1) if _AT_START.match(fold(name)) else fold(name))
    return plain if plain != fold(name) and 1 < len(plain) <= _LONGEST else ""


def unit_beside(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """像单位的责任人: a word beside the units that ends as a unit's name does, and is none of the roster (市大数据局)."""
    unit_in = cache(_unit_in)
    for table in tables:
        form = table.theme.form
        names = [name for name in form.fields if isinstance(form.kind_of(name), ResponsibleUnits) and table.has(name)]
        for entry in table.entries if names else ():
            value = getattr(entry.record, names[0])
            if word := unit_in(value.person) if isinstance(value, Responsibility) else "":
                expected = Words(
                    f"花名册中的单位和责任人（“{word}”像单位，现按责任人读，不标识）",
                    f"units of the roster and a person (“{word}” looks like a unit; it was read as a person and gets no light)",
                )
                yield table.at(entry, names[0], expected)


def _unit_in(persons: str) -> str:
    """The first word that looks like a unit; empty for none."""
    return next(filter(_like_a_unit, re.split(r"[\s、,，;；/]+", persons)), "")


def _like_a_unit(word: str) -> bool:
    """Whether a word ends as units do; 李登科 is a person: a surname before one or two characters."""
    text = fold(word)
    person = text[-1:] in _MAY_END_A_NAME and len(text) <= 3 and text[0] in SURNAMES if text else False
    return len(text) > 2 and text.endswith(_UNIT_ENDS) and all("一" <= one <= "鿿" for one in text) and not person


_SAME: Final = {"分管负责人": "分管领导"}
"""The notice calls the same person by two words: in the ledger (A2) and in the table of counts (A4-1.1)."""
_POSTS: Final = ("分管领导", "分管负责人", "包保领导")
"""“分管领导一” is a post: whose it is the roster need not say."""


def leaders(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不符的领导: in a column, who is none of the row's units' own; above a table, who is no such leader at all.

    A column's word must be the one by which a board calls its leaders (分管领导 says nothing of a county's 包保领导), and
    what the roster does not say is not doubted, nor is a blank cell.
    """
    for table in tables:
        leader = table.theme.form.field_saying(Says.LEADER)
        word = fold(table.theme.form.label_of(leader)) if leader else ""
        known = _leaders(grounds.roster, _SAME.get(word, word)) if word else {}
        if not known:
            continue
        if table.has(leader):
            yield from _in_rows(table, leader, known)
        else:
            yield from _above(table, leader, known)


def _leaders(roster: Roster, word: str) -> dict[Unit, list[str]]:
    """Unit → its leaders' names, one on each of the boards that call a leader so."""
    known: dict[Unit, list[str]] = {}
    for board in roster.boards:
        for line in board.lines if fold(board.leader_header) == word else ():
            if line.leader is not None:
                known.setdefault(line.unit, []).append(_called(line.leader))
    return known


def _called(person: Person) -> str:
    return person.name or person.post


def _names(text: str, names: Iterable[str]) -> bool:
    """Whether a cell names one of them, a post beside the name forgiven, or a post alone, which names nobody."""
    folded = fold(text)
    return any(fold(name) in folded for name in names) or any(post in folded for post in _POSTS)


def _in_rows(table: CheckedTable, leader: str, known: dict[Unit, list[str]]) -> Iterator[Finding]:
    judged: dict[tuple[str, tuple[Unit, ...]], list[str]] = {}
    for entry in table.entries:
        text = getattr(entry.record, leader)
        if not isinstance(text, str) or not text:
            continue
        units = tuple(table.theme.credits(entry.record))
        if (text, units) not in judged:
            judged[text, units] = _instead(text, units, known)
        if names := judged[text, units]:
            yield table.at(entry, leader, *_expected(text, names))


def _instead(text: str, units: Sequence[Unit], known: dict[Unit, list[str]]) -> list[str]:
    """Who may lead the units, when the cell names none of them; nobody when the roster does not say it of each unit."""
    names = [name for unit in units for name in known.get(unit, ())]
    unknown = not known.keys() >= {*units}
    return [] if unknown or _names(text, names) else list(dict.fromkeys(names))


def _above(table: CheckedTable, leader: str, known: dict[Unit, list[str]]) -> Iterator[Finding]:
    names = list(dict.fromkeys(name for own in known.values() for name in own))
    for name, fact in table.heading:
        text = str(fact.value or "")
        if name == leader and text and not _names(text, names):
            yield table.beside(fact, fold(fact.label), *_expected(text, names))


def _expected(text: str, names: list[str]) -> tuple[Words, Any]:
    said = "、".join(names)
    one = "one of " if len(names) > 1 else ""
    return Words(f"花名册中的 {said}", f"{one}{', '.join(names)}, as the roster has it"), nearest(text, names)
