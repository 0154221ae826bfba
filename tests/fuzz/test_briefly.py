"""A short run of `python tests/fuzz`, the same damage each time."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath

import pytest
from fuzz import cases, seeds, watch
from fuzz.entry_points import enter, merge
from fuzz.misbehaving import misbehaving
from helpers.office_sheets import THEMES
from hypothesis import given
from hypothesis import strategies as st

from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.header_words import Catalogue

SEED = 4
FILES, COMPENDIA, GROUPS = 300, 60, 10


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    """Real files, but those that only LibreOffice can make."""
    return seeds.files(office=False)


@pytest.mark.parametrize("group", range(GROUPS))
def test_damaged_files_end_in_typed_faults(group: int, real: dict[str, bytes]) -> None:
    """Whatever is wrong with a real file, what comes out is a reading, or an error of the library's own."""
    kinds: Counter[str] = Counter()
    for number in range(group, FILES, GROUPS):
        name, data = cases.damaged(real, SEED, number)
        enter(name, data)
        kinds[PurePath(name).suffix] += 1
    assert len(kinds) > 2


def test_the_same_number_is_the_same_damage(real: dict[str, bytes]) -> None:
    """A case that was found once is found again."""
    assert [cases.damaged(real, SEED, number) for number in range(20)] == [
        cases.damaged(real, SEED, number) for number in range(20)
    ]


@pytest.mark.parametrize("group", range(GROUPS))
def test_articles_that_are_made_make_a_whole_compendium(group: int) -> None:
    """Sound articles are taken with all their words, damaged ones mended or refused; the book is whole by the grammar."""
    for number in range(group, COMPENDIA, GROUPS):
        merge(cases.made(SEED, number))


def test_a_broken_promise_is_told_by_its_exception() -> None:
    """Also where an example follows that Hypothesis wrote out."""
    trace = 'Traceback (most recent call last):\n  File "a.py", line 1\nIndexError: out of range\n'
    assert watch.told(f"{trace}Failing test case: law(\n    grid=Grid(1),\n)\n") == "IndexError: out of range"
    assert watch.told("nothing for 60 s") == "nothing for 60 s"


def test_articles_hold_what_articles_hold() -> None:
    """Among a hundred of them is each thing that an article may hold, and no two are alike."""
    made = [data for number in range(60) for data, _, _ in cases.made(SEED, number)]
    together = b"".join(made)
    for what in (
        *(
            "w:tbl>",
            "w:fldChar",
            "w:fldSimple",
            "w:footnoteReference",
            "w:endnoteReference",
            "w:numPr",
            "v:textbox",
            "wps:txbx",
        ),
        *(
            "c:chart ",
            "dgm:relIds",
            "a:blip",
            "v:imagedata",
            "w:ins ",
            "w:del ",
            "w:sdt>",
            "m:oMath",
            "mc:Choice",
            "x1:extra",
        ),
        *("w:bookmarkStart", "w:sectPr", "w:hyperlink", "w:vMerge", "w:gridSpan", "w14:textFill", "w:lvlOverride"),
    ):
        assert what.encode() in together, what
    assert len(set(made)) == len(made)


@pytest.fixture(scope="module")
def grid_strategy(tmp_path_factory: pytest.TempPathFactory, real: dict[str, bytes]) -> st.SearchStrategy[Grid]:
    """Grids like those of the real workbooks."""
    folder = tmp_path_factory.mktemp("sources")
    for name in [name for name in real if name.endswith(".xlsx")][:12]:
        Path(folder, name).write_bytes(real[name])
    return cases.grids(cases.real_grids(folder))


def test_damaged_grids_end_in_typed_faults(grid_strategy: st.SearchStrategy[Grid]) -> None:
    """Whatever stands in a grid, its tables are found and read without an exception."""
    catalogue = Catalogue(THEMES)

    @given(grid_strategy)
    def law(grid: Grid) -> None:
        cases.read_grid(grid, catalogue)

    law()


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    """An exception, a file, a call for the network and a process that dies are each noticed; it proved nothing otherwise."""
    figures = watch.run(misbehaving, 7, tmp_path, seconds=60)
    assert figures.cases == 7
    assert sorted(done.number for done in figures.problems) == [1, 3, 4]
    assert figures.written == ["left.txt"]
    assert figures.network == 1
    assert figures.memory[0] > 0
