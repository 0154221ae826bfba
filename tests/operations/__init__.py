"""How many steps the hot paths take: instructions of the library's own code, and calls of it into other code.

Counts do not depend on the machine, its load or its clock, so that a guard on them cannot flake. They differ between
versions of Python, and so does what is stored of them. What happens inside one call of other code is not seen: a regular
expression's steps, or a search in a list. `tests/growth` measures that by the clock.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, Final

from attrs import evolve, frozen
from helpers.made_articles import merged, plain

import trafficlight as tl
from trafficlight.model import BLUE_YELLOW_RED, RED, YELLOW, Progress, Responsibility, Tally
from trafficlight.notice import ORDER, KeyWorkItem, key_work
from trafficlight.ranking import Tallies
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.word_tables import Lights
from trafficlight.sheets.reading.readers.xlsx import read_workbook

LIBRARY: Final = os.path.dirname(tl.__file__) + os.sep  # noqa: PTH120  # as the names of code begin
GENERATED: Final = "<attrs generated methods trafficlight."
BUDGETS: Final = Path(__file__).with_name("budgets.json")
PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
SLACK: Final = 0.1
"""So much more than its budget fails, that a regression of 20 % cannot pass; so much less says that the budget is to be made anew."""
KINDS: Final = ("instructions", "calls")

AS_OF: Final = dt.date(2023, 9, 28)
UNITS: Final = 20


@frozen
class HotPath:
    """A hot path: `prepare` makes so many items, and gives what is to be counted.

    It is counted at two sizes, and at a smaller one that takes what stands around the items, and what is made once for all.
    """

    name: str
    prepare: Callable[[int], Callable[[], object]]
    least: int = 40
    few: int = 100
    many: int = 400
    bent: float = 1.02
    """An item among many may take so many times the steps of one among few: sorting takes a logarithm, most take none."""

    @property
    def sizes(self) -> tuple[int, int, int]:
        """The smallest size, then the two."""
        return self.least, self.few, self.many


@frozen
class Counts:
    """What a run took."""

    instructions: int
    calls: int


def is_ours(file: str) -> bool:
    """Whether code of a file is the library's, or generated for one of its classes."""
    return file.startswith((LIBRARY, GENERATED))


def counted(do: Callable[[], object], ours: Callable[[str], bool] = is_ours) -> Counts:
    """The instructions of the library's code while something is done, and its calls of other code."""
    instructions = calls = 0

    def instruction(_: FrameType, event: str, __: object) -> object:
        nonlocal instructions
        instructions += event == "opcode"
        return instruction

    def entered(frame: FrameType, _: str, __: object) -> object:
        nonlocal calls
        if ours(frame.f_code.co_filename):
            frame.f_trace_opcodes = True
            frame.f_trace_lines = False
            return instruction
        calls += frame.f_back is not None and ours(frame.f_back.f_code.co_filename)
        return None

    def called(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "c_call" and ours(frame.f_code.co_filename)

    before = sys.gettrace(), sys.getprofile()
    sys.setprofile(called)
    sys.settrace(entered)  # type: ignore[arg-type]  # a tracer that ends itself gives None
    try:
        do()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return Counts(instructions, calls)


def scheme() -> tl.Scheme:
    """An office of twenty units that rates its key work."""
    lines = [tl.RosterLine(tl.Unit(f"单位{at:02}")) for at in range(UNITS)]
    roster = tl.Roster([tl.Board("departments", "科室单位", lines)])
    agency = tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", roster)
    return tl.notice.scheme(agency, tl.Rulebook("steps", dt.date(2023, 8, 3), [key_work()]))


SCHEME: Final = scheme()


def numbers(count: int) -> range:
    """So many numbers, which no other size has: what a cache knows of one run helps no other."""
    return range(1000 + count, 1000 + 2 * count)


def entries(count: int) -> list[tl.Entry[Any]]:
    """Items that differ in matter and state, of all units and every progress."""
    steps = list(Progress)
    return [
        tl.Entry(
            "key_work",
            KeyWorkItem(
                matter=f"推进第{at}号重点事项",
                target=f"年底前完成第{at}号事项的全部目标任务",
                status=f"推进中，完成第{at}步",
                progress=steps[at % len(steps)],
                leader=f"分管领导{at % 5}",
                responsible=Responsibility((tl.Unit(f"单位{at % UNITS:02}"),), "负责人"),
                source="局党组会议",
                remark="",
            ),
            serial=serial,
        )
        for serial, at in enumerate(numbers(count), 1)
    ]


def ratings(count: int) -> tl.rules.Ratings:
    """The items, rated."""
    return SCHEME.rulebooks.at(AS_OF).rate(entries(count), roster=SCHEME.roster)


def workbook(count: int) -> bytes:
    """The items as the library writes them, which are shared texts as Excel has them."""
    rated = ratings(count)
    return tl.sheets.workbook(tl.sheets.Sheet(rated[0].theme.form, list(rated)))


def _cells(count: int) -> Callable[[], object]:
    data, lights = workbook(count), Lights(BLUE_YELLOW_RED)
    return lambda: list(read_workbook(data, Meter("x"), lights))


def _rows(count: int) -> Callable[[], object]:
    data = workbook(count)
    return lambda: tl.sheets.read(data, scheme=SCHEME, file_name="重点工作.xlsx")


def _rate(count: int) -> Callable[[], object]:
    given, rulebook = entries(count), SCHEME.rulebooks.at(AS_OF)
    return lambda: rulebook.rate(given, roster=SCHEME.roster)


SLOW: Final = tl.Clause("1", "推进缓慢")


def _slow_again(item: KeyWorkItem, past: tl.rules.Past[KeyWorkItem]) -> tl.Verdict:
    """Yellow while it is slow, red where it was slow the month before, too."""
    if item.progress is not Progress.SLOW:
        return tl.unlit(because=SLOW)
    return tl.lit(RED if past.run(lambda one: one.progress is Progress.SLOW) else YELLOW, because=SLOW)


def _remembered(count: int) -> Callable[[], object]:
    given, roster, month = entries(count), SCHEME.roster, tl.Month(2023, 9)
    rulebook = tl.Rulebook("again", AS_OF, [evolve(key_work(), rule=_slow_again, clauses=[SLOW])])
    before = rulebook.rate(given, roster=roster, period=month.previous, past=())
    return lambda: rulebook.rate(given, roster=roster, period=month, past=before.replacing({}))  # as if just rated


def _tally(count: int) -> Callable[[], object]:
    rated = list(ratings(count))  # what `rate` gave as a whole is counted on the way
    return lambda: tl.tally(rated, roster=SCHEME.roster)


def _rank(count: int) -> Callable[[], object]:
    units = [tl.Unit(f"单位{at}") for at in range(count)]
    board = tl.Board("all", "全部", [tl.RosterLine(unit) for unit in units])
    marks = list(BLUE_YELLOW_RED)
    tallies = Tallies(
        (unit, Tally({mark: at * 7919 % (5 + place) for place, mark in enumerate(marks)}))
        for at, unit in enumerate(units)
    )
    return lambda: tl.rank(tallies, board=board, order=ORDER).rows  # each with its reason


def _written(count: int) -> Callable[[], object]:
    rated = list(ratings(count))
    return lambda: tl.sheets.workbook(tl.sheets.Sheet(rated[0].theme.form, rated))


def _ledger(count: int) -> Callable[[], object]:
    rated = ratings(count)
    _ = rated.rows  # made before, as they would be after a look at them
    return lambda: tl.documents.ledger(SCHEME, rated, as_of=AS_OF).to_bytes()


def _compendium(count: int) -> Callable[[], object]:
    articles = [plain(*(f"第{at}篇第{line}段" for line in range(4))) for at in numbers(count)]
    return lambda: merged(*articles)


PATHS: Final = (
    HotPath("read .xlsx into cells", _cells),
    HotPath("read .xlsx into records", _rows),
    HotPath("rate", _rate),
    HotPath("rate with a past", _remembered),
    HotPath("tally", _tally),
    HotPath("rank", _rank, bent=1.05),
    HotPath("write a workbook", _written, 100, 200),
    # columns are fitted to 200 rows from all of the table, whose texts are not alike
    HotPath("write a Word table", _ledger, 300, 700, 1500),
    HotPath("compendium", _compendium, 8, 16, 48),
)

Sizes = Mapping[str, Counts]
"""Number of items → what they took."""


def measured(path: HotPath) -> dict[str, Counts]:
    """The counts of a path at its sizes; what is made once in a process has been made before."""
    counted(path.prepare(path.least // 2))  # with other items; Python 3.12 and later count code from its second run on
    return {str(size): counted(path.prepare(size)) for size in path.sizes}


def complaints(path: HotPath, found: Sizes, budget: Sizes) -> Iterator[str]:
    """What is wrong with the counts of a path: too many, or more for each item the more there are."""
    for kind in KINDS:
        least, few, many = (getattr(found[str(size)], kind) for size in path.sizes)
        among_few, among_many = (few - least) / (path.few - path.least), (many - few) / (path.many - path.few)
        if among_many > path.bent * among_few:
            yield f"{path.name}: {among_many:.1f} {kind} an item among many, {among_few:.1f} among few"
        for size, allowed in budget.items():
            ratio = getattr(found[size], kind) / max(getattr(allowed, kind), 1)
            if ratio > 1 + SLACK:
                yield f"{path.name}, {size} items: {ratio:.2f} times the {kind} that its budget allows"


def stale(path: HotPath, found: Sizes, budget: Sizes) -> Iterator[str]:
    """Where a path takes far fewer steps than its budget allows: what became slower again could hide there."""
    for kind in KINDS:
        for size, allowed in budget.items():
            ratio = getattr(found[size], kind) / max(getattr(allowed, kind), 1)
            if ratio < 1 - SLACK:
                yield f"{path.name}, {size} items: {ratio:.2f} times the {kind} of its budget"


def budgets() -> dict[str, dict[str, dict[str, Counts]]]:
    """What is stored: Python version → path → number of items → counts."""
    return {
        python: {name: {size: Counts(*counts) for size, counts in sizes.items()} for name, sizes in paths.items()}
        for python, paths in json.loads(BUDGETS.read_text(encoding="utf-8")).items()
    }
