"""收到情况: while files are read, what came of each theme and whose rows have faults; at the end the coverage (§4.19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from trafficlight.errors import Fault, MissingTheme
from trafficlight.messages import english
from trafficlight.model._boards import Roster
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.rules._coverage import Coverage, Due, Receipt, Status, how_often
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._cell_texts import Question
from trafficlight.sheets._report import Remark, TableRead


class Received:
    """What came so far, theme by theme."""

    def __init__(self, themes: Iterable[AnyTheme]) -> None:
        self._themes = {theme.key: theme for theme in themes}
        self._sources: dict[str, list[str]] = {}
        self._faulty: dict[str, list[tuple[Unit, ...]]] = {}
        """For each row with a fault the units that could be read in it: none where it may be anybody's."""

    def table(self, theme: AnyTheme, source: str, faulty: Iterable[tuple[Unit, ...]]) -> None:
        """A table of a theme, where it stands, and the units of its rows with faults."""
        self._sources.setdefault(theme.key, []).append(source)
        self._faulty.setdefault(theme.key, []).extend(faulty)

    def unreadable(self, themes: Iterable[AnyTheme], source: str) -> None:
        """A file or sheet that names themes and could not be read: its rows may be anybody's."""
        for theme in themes:
            self.table(theme, source, [()])

    def refused(self, entries: Iterable[Entry[Any]]) -> None:
        """Rows that a check refused."""
        for entry in entries:
            units = tuple(self._themes[entry.theme].credits(entry.record))
            self._faulty.setdefault(entry.theme, []).append(units)

    def coverage(
        self, due: Sequence[Due], period: Period | None, roster: Roster, entries: Iterable[Entry[Any]]
    ) -> Coverage:
        """How everything that was due stands."""
        asked = [
            one
            for one in due
            if one.theme in self._themes and (period is None or not one.every or period.kind in one.every)
        ]
        present: dict[str, set[Unit]] = {one.theme: set() for one in asked if self._boards(one)}
        for entry in entries:
            if entry.theme in present:
                present[entry.theme].update(self._themes[entry.theme].credits(entry.record))
        receipts: list[Receipt] = []
        for one in asked:
            receipts += self._receipts(one, roster, present.get(one.theme, set()))
        return Coverage(period, receipts)

    def _boards(self, due: Due) -> tuple[str, ...]:
        """The boards of which each unit has to have a row."""
        absence = self._themes[due.theme].absence
        return due.boards or (absence.boards if absence is not None else ())

    def _receipts(self, due: Due, roster: Roster, present: set[Unit]) -> Iterator[Receipt]:
        theme = self._themes[due.theme]
        sources = self._sources.get(theme.key)
        faulty = self._faulty.get(theme.key, [])
        status = Status.MISSING if sources is None else Status.FAULTY if faulty else Status.RECEIVED
        uncertain = () in faulty
        yield Receipt(
            theme.key,
            theme.title,
            status,
            theme.steward,
            sources=tuple(sources or ()),
            faults=len(faulty),
            uncertain=uncertain,
        )
        boards = self._boards(due)
        if sources is None or not boards:
            return
        exempt = roster.exempt
        for unit in dict.fromkeys(unit for key in boards for unit in roster.board(key).units):
            faults = sum(unit in units for units in faulty)
            if faults or (uncertain and unit not in present):
                yield Receipt(theme.key, theme.title, Status.FAULTY, theme.steward, unit, faults=faults)
            elif unit in exempt:
                if unit not in present:
                    yield Receipt(theme.key, theme.title, Status.EXEMPT, theme.steward, unit)
            elif unit not in present:
                yield Receipt(theme.key, theme.title, Status.MISSING, theme.steward, unit)


def missing_themes(coverage: Coverage, without: Collection[str]) -> Iterator[Fault]:
    """A fault for each theme that was due and did not come, unless the agency goes on without it (§4.19)."""
    for receipt in coverage.sheets:
        if receipt.status is Status.MISSING and receipt.theme not in without:
            yield MissingTheme(receipt.title, theme=receipt.theme, steward=receipt.steward)


def not_due(tables: Iterable[TableRead], due: Sequence[Due], period: Period | None) -> Iterator[Remark]:
    """A remark for each table of a theme that is due in periods of other kinds: is it the period that was meant?"""
    if period is None:
        return
    asked = {one.theme for one in due if not one.every or period.kind in one.every}
    others = {one.theme: how_often(one) for one in due if one.theme not in asked}
    for table in tables:
        often = others.get(table.theme)
        if often is not None:
            told = Question(
                f"“{table.title}”{often}报，{period.title()}不收，仍照样读入：请核对 period= 是否写对",
                f"“{english(table.title)}” is due {often.en}, not in {period.title('en')}, and was read all the same: check period=",
            )
            yield Remark(table.file, table.sheet, None, told)
