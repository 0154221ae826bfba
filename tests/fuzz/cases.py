"""The cases: a number is a file that was damaged in one way, or a batch of grids; the same number is always the same."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path, PurePath
from random import Random
from typing import Any, Final

from attrs import evolve
from fuzz import articles
from fuzz.entry_points import enter, merge
from fuzz.mutate import damage, damage_tree
from fuzz.watch import Job
from helpers import hostile_files as hostile
from helpers.office_sheets import ROSTER, SCHEME, THEMES
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.ooxml.archive import LIMITS
from trafficlight.sheets.reading.grid import Grid, Merge
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import Catalogue
from trafficlight.sheets.reading.locate import locate
from trafficlight.sheets.reading.readers.xlsx import read_workbook
from trafficlight.sheets.reading.table_entries import read_table

_LARGE: Final = 1_000_000
_SOUND: Final = 0.5
"""So many of the articles are handed in as they were made."""
BATCH: Final = 1000
"""Grids of one case."""
_SHARES: Final = {".xlsx": 10, ".docx": 6, ".csv": 4, ".json": 3, ".toml": 1, ".ods": 4, ".xls": 4}


def damaged(seeds: dict[str, bytes], seed: int, number: int) -> tuple[str, bytes]:
    """The file of that number."""
    random = Random(f"{seed} {number}")  # noqa: S311  # the same numbers each time are the point
    suffixes = sorted({PurePath(name).suffix for name in seeds})
    (suffix,) = random.choices(suffixes, [_SHARES.get(one, 1) for one in suffixes])
    name = random.choice([name for name in seeds if name.endswith(suffix)])
    return name, damage(random, seeds[name])


def file_job(folder: Path, seed: int) -> Job:
    """Damage a file and hand it in."""
    seeds = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    return partial(_file, seeds, seed)


def _file(seeds: dict[str, bytes], seed: int, number: int) -> None:
    enter(*damaged(seeds, seed, number))


def made(seed: int, number: int) -> list[tuple[bytes, list[str], bool]]:
    """The articles of the compendium of that number, some of them damaged, each with its words and whether it is sound."""
    random = Random(f"{seed} {number}")  # noqa: S311  # as above
    found: list[tuple[bytes, list[str], bool]] = []
    for at in range(random.choice([1, 1, 2, 2, 3])):
        parts, words = articles.members(random, f"{at}.")
        sound = random.random() < _SOUND
        for _ in range(0 if sound else random.choice([1, 1, 2, 5])):
            name = random.choice([one for one in parts if one.endswith((".xml", ".rels"))])
            parts[name] = damage_tree(random, parts[name])
        found.append((articles.packed(parts), words, sound))
    return found


def article_job(seed: int) -> Job:
    """Make articles, and merge them."""
    return partial(_articles, seed)


def _articles(seed: int, number: int) -> None:
    merge(made(seed, number))


def real_grids(folder: Path) -> list[Grid]:
    """The sheets of the real workbooks."""
    return [
        grid
        for path in sorted(folder.glob("*.xlsx"))
        for grid in read_workbook(path.read_bytes(), Meter(path.name))
        if isinstance(grid, Grid)
    ]


def grids(real: list[Grid]) -> st.SearchStrategy[Grid]:
    """Real grids whose cells, rows and merged areas were changed at random, and grids made of parts of several."""
    rows = sorted({row for grid in real for row in grid.rows}, key=repr)
    values = sorted({cell for row in rows for cell in row}, key=repr)
    odd = [
        None,
        0,
        -1,
        10**15,
        1e300,
        float("inf"),
        True,
        "",
        "１",
        "1_0",
        "〇",
        "合计",
        "备注：x",
        "\x01",
        "\u202e",
        "长" * 9000,
    ]
    cell = st.sampled_from([*values, *odd]) | st.text(max_size=6)
    row = st.sampled_from(rows) | st.lists(cell, max_size=14).map(tuple)
    edits = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 14), cell), max_size=6)
    merge = st.builds(_merge, *[st.integers(0, 12)] * 2, *[st.integers(0, 4)] * 2)
    return st.builds(
        _edited, st.sampled_from(real), edits, st.lists(st.tuples(st.integers(0, 30), row), max_size=4), st.lists(merge, max_size=3)
    )  # fmt: skip


def _merge(top: int, left: int, down: int, right: int) -> Merge:
    return Merge(top, left, top + down, left + right)


def _edited(grid: Grid, edits: list[Any], rows: list[Any], merges: list[Merge]) -> Grid:
    made = [list(row) for row in grid.rows]
    for at, row in rows:
        made.insert(at, list(row))
    for at, column, value in edits:
        if at < len(made):
            made[at] += [None] * (column + 1 - len(made[at]))
            made[at][column] = None if isinstance(value, str) and not value.strip() else value
    broken = tuple((at, column, "x") for at, column, _ in edits[:1] if at < len(made))
    return Grid(grid.file, grid.sheet, made, (*grid.merges, *merges), broken=broken)


def grid_job(folder: Path, seed: int) -> Job:
    """Read a batch of grids."""
    return partial(_grids, grids(real_grids(folder)), Catalogue(THEMES), seed)


def _grids(strategy: st.SearchStrategy[Grid], catalogue: Catalogue, seed: int, number: int) -> None:
    @seeded(f"{seed} {number}")
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def law(grid: Grid) -> None:
        read_grid(grid, catalogue)

    law()


def read_grid(grid: Grid, catalogue: Catalogue) -> None:
    """A grid is located and read without an exception; what is wrong are faults."""
    located = locate(grid, catalogue)
    faults: list[object] = [*located.faults]
    for table in located.tables:
        found = read_table(grid, table, roster=ROSTER, meter=Meter(grid.file, LIMITS))
        faults += found.faults
    assert all(isinstance(fault, tl.errors.Fault) and str(fault) for fault in faults)


def write_hostile(folder: Path) -> list[tuple[str, str, str]]:
    """Build the cases of tests/sheets/hostile.py in full size, one at a time; their files, names and what must be said."""
    told: list[tuple[str, str, str]] = []
    folder.mkdir()
    for suffix, cases in ((".xlsx", hostile.workbooks(_LARGE)), (".csv", hostile.texts())):
        for case in cases:
            file = f"{len(told)}{suffix}"
            Path(folder, file).write_bytes(case.data)
            told.append((file, case.name, case.word))
    return told


def hostile_job(folder: Path, told: list[tuple[str, str, str]]) -> Job:
    """Read a hostile file; with the ratio of the packed size out of the way, so that the limits behind it are tried."""
    return partial(_hostile, folder, told)


def _hostile(folder: Path, told: list[tuple[str, str, str]], number: int) -> None:
    file, name, word = told[number]
    data = Path(folder, file).read_bytes()
    for limits in (LIMITS, evolve(LIMITS, ratio=10**9)):
        reading = tl.sheets.read(data, scheme=SCHEME, file_name=file, collect=True, limits=limits)
        faults = " ".join(map(str, reading.report.faults))
        if limits is not LIMITS or "压缩比" not in faults:
            assert re.search(word, faults) if word else not faults and reading.entries, f"{name}: {faults[:300]}"
