"""领导核对: a 分管领导 or 包保领导 who is not the one that the roster has for the unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trafficlight.model.units import Person, Roster, Unit
from trafficlight.model.words import fold, nearest
from trafficlight.sheets.checks.tables import CheckedTable, Finding, Grounds
from trafficlight.wording import Words

FIELD: Final = "leader"
_SAME: Final = {"分管负责人": "分管领导"}
"""The notice calls the same person by two words: in the ledger (A2) and in the table of counts (A4-1.1)."""


def leaders(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不符的领导: in a column, who is none of the row's units' own; above a table, who is no such leader at all.

    A column's word must be the one by which a board calls its leaders (分管领导 says nothing of a county's 包保领导), and
    what the roster does not say is not doubted, nor is a blank cell.
    """
    for table in tables:
        word = fold(table.theme.form.label_of(FIELD)) if FIELD in table.theme.form.fields else ""
        known = _leaders(grounds.roster, _SAME.get(word, word))
        if not known:
            continue
        if table.has(FIELD):
            yield from _in_rows(table, known)
        else:
            yield from _above(table, known)


def _leaders(roster: Roster, word: str) -> dict[Unit, str]:
    """Unit → its leader's name, on the boards that call a leader so."""
    return {
        line.unit: _called(line.leader)
        for board in roster.boards
        if fold(board.leader_header) == word
        for line in board.lines
        if line.leader is not None
    }


def _called(person: Person) -> str:
    return person.name or person.post


def _names(text: str, names: Iterable[str]) -> bool:
    """Whether a cell names one of them, a post beside the name forgiven."""
    folded = fold(text)
    return any(fold(name) in folded for name in names)


def _in_rows(table: CheckedTable, known: dict[Unit, str]) -> Iterator[Finding]:
    judged: dict[tuple[str, tuple[Unit, ...]], list[str]] = {}
    for entry in table.entries:
        text = entry.record.leader
        if not isinstance(text, str) or not text:
            continue
        units = tuple(table.theme.credits(entry.record))
        if (text, units) not in judged:
            judged[text, units] = _instead(text, units, known)
        if names := judged[text, units]:
            yield table.at(entry, FIELD, *_expected(text, names))


def _instead(text: str, units: Sequence[Unit], known: dict[Unit, str]) -> list[str]:
    """Who may lead the units, when the cell names none of them; nobody when the roster does not say it of each unit."""
    names = [known[unit] for unit in units if unit in known]
    return [] if len(names) < len(units) or _names(text, names) else list(dict.fromkeys(names))


def _above(table: CheckedTable, known: dict[Unit, str]) -> Iterator[Finding]:
    names = list(dict.fromkeys(known.values()))
    for name, fact in table.heading:
        text = str(fact.value or "")
        if name == FIELD and text and not _names(text, names):
            yield table.beside(fact, fold(fact.label), *_expected(text, names))


def _expected(text: str, names: list[str]) -> tuple[Words, Any]:
    said = "、".join(names)
    one = "one of " if len(names) > 1 else ""
    return Words(f"花名册中的 {said}", f"{one}{', '.join(names)}, as the roster has it"), nearest(text, names)
