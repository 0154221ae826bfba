"""汇总句核对: the summary sentence above a ledger (A2, A4-2.3): whether its parts add up, and fit the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import asdict, frozen

from trafficlight.messages import Words
from trafficlight.model._vocabulary import fold
from trafficlight.notice._ledger import LedgerItem
from trafficlight.notice._summary import summarise
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.tables import CheckedTable, Grounds, StatedFact

_HEADER: Final = Words("汇总", "summary")
_MARK: Final = "梳理"
_FOLLOWING: Final = 3
"""The sentence may be cut into so many cells."""

_NUMBER: Final = r"(\d{1,9})项"
_PARTS: Final = {
    "total": re.compile(rf"梳理[^\d，,。]{{0,12}}{_NUMBER}"),
    "above": re.compile(rf"及以上[^\d，,。]{{0,8}}{_NUMBER}"),
    "own": re.compile(rf"(?:局|本级)[^\d，,。上梳]{{0,8}}{_NUMBER}"),
    "done": re.compile(rf"(?:已完成|已办结)的?{_NUMBER}"),
    "on_track": re.compile(rf"正常(?:推进|进行)的?{_NUMBER}"),
    "slow": re.compile(rf"(?:推进|进展)缓慢的?{_NUMBER}"),
    "severely_delayed": re.compile(rf"严重滞后的?{_NUMBER}"),
}
_NAMES: Final = {
    "total": Words("共梳理", "in all"),
    "above": Words("市委市政府及以上", "from above the bureau"),
    "own": Words("局重点工作", "the bureau's own"),
    "done": Words("已完成", "done"),
    "on_track": Words("正常推进", "on track"),
    "slow": Words("推进缓慢", "slow"),
    "severely_delayed": Words("严重滞后", "severely delayed"),
}
_SUMS: Final = (("above", "own"), ("done", "on_track", "slow", "severely_delayed"))


@frozen
class StatedCount:
    """所写项数: a number in a summary sentence, and the cell that says it."""

    number: int
    fact: StatedFact


def stated_counts(facts: Sequence[StatedFact]) -> dict[str, StatedCount]:
    """The numbers of a summary sentence, under the names of `Summary`; what is not filled in (x项) is left out."""
    counts: dict[str, StatedCount] = {}
    start = next((at for at, fact in enumerate(facts) if isinstance(fact.value, str) and _MARK in fact.value), None)
    for fact in () if start is None else facts[start : start + _FOLLOWING]:
        text = fold(fact.value) if isinstance(fact.value, str) else ""
        for name, pattern in _PARTS.items():
            match = pattern.search(text)
            if match:
                counts.setdefault(name, StatedCount(int(match[1]), fact))
    return counts


def summary(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不符的汇总句: parts that do not add up to the whole, and numbers that are not those of the rows.

    The rows are those of the table, or of the theme's tables together; a table of which a row was left out is not
    counted.
    """
    ledgers = [table for table in tables if issubclass(table.theme.record, LedgerItem)]
    together: dict[str, Mapping[str, int]] = {}
    for table in ledgers:
        counts = stated_counts((*table.above, *table.below))
        if counts:
            yield from _sums(table, counts)
            key = table.theme.key
            if key not in together:
                together[key] = _counted((other for other in ledgers if other.theme.key == key), grounds)
            yield from _against(table, counts, _counted([table], grounds), together[key])


def _sums(table: CheckedTable, counts: Mapping[str, StatedCount]) -> Iterator[Finding]:
    total = counts.get("total")
    for names in _SUMS:
        parts = [counts[name] for name in names if name in counts]
        together = sum(part.number for part in parts)
        if total is not None and len(parts) == len(names) and together != total.number:
            terms = "+".join(str(part.number) for part in parts)
            yield table.beside(
                parts[-1].fact,
                _HEADER,
                Words(
                    f"各部分之和等于总数的项数（{terms}={together}，总数写的是 {total.number}）",
                    f"parts that add up to the whole ({terms}={together}, the whole is given as {total.number})",
                ),
            )


def _counted(tables: Iterable[CheckedTable], grounds: Grounds) -> Mapping[str, int]:
    """The numbers of the rows; none when a row was left out."""
    found = list(tables)
    if not all(table.whole for table in found):
        return {}
    records = [entry.record for table in found for entry in table.entries]
    return asdict(summarise(records, own_sources=grounds.own_sources))


def _against(
    table: CheckedTable, counts: Mapping[str, StatedCount], own: Mapping[str, int], theme: Mapping[str, int]
) -> Iterator[Finding]:
    if not own or all(count.number == theme.get(name) for name, count in counts.items()):
        return
    for name, count in counts.items():
        if count.number != own[name]:
            yield table.beside(
                count.fact,
                _HEADER,
                Words(
                    f"与表内一致的项数（{_NAMES[name]} {own[name]} 项，写的是 {count.number} 项）",
                    f"the numbers of the rows ({_NAMES[name].en}: {own[name]}, given as {count.number})",
                ),
            )
