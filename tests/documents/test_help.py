"""What `help` and `repr` say of layout and documents fits a screen: no default and no value unfolds into pages."""

from __future__ import annotations

import importlib
import inspect
import pydoc
from collections.abc import Iterator
from math import ceil
from typing import Any, Final

import attrs
import pytest
from helpers.every_document import SIGNED, documents, every_rating
from helpers.office_ratings import AS_OF, SCHEME
from helpers.reference_page import exported

from trafficlight import documents as td
from trafficlight.layout import OFFICIAL, HeadTemplate

PACKAGES: Final = ("trafficlight.layout", "trafficlight.documents", "trafficlight.documents.content")
LINES, WIDTH = 24, 120


def public() -> dict[str, Any]:
    """Every public name of the packages."""
    return {
        f"{package}.{name}": getattr(importlib.import_module(package), name)
        for package in PACKAGES
        for name in exported(package)
    }


def lines(text: str) -> int:
    """How many lines of a screen a text takes."""
    return sum(ceil(max(len(line), 1) / WIDTH) for line in text.splitlines())


FUNCTIONS: Final = {name: one for name, one in public().items() if inspect.isfunction(one)}
CLASSES: Final = {name: one for name, one in public().items() if inspect.isclass(one)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_help_of_a_function_fits_a_screen(name: str) -> None:
    """Signature, docstring and all."""
    assert lines(pydoc.plain(pydoc.render_doc(FUNCTIONS[name]))) <= LINES


@pytest.mark.parametrize("name", CLASSES)
def test_help_of_a_class_opens_on_a_screen(name: str) -> None:
    """Its signature leaves half a screen, and its docstring fits one."""
    kind = CLASSES[name]
    assert lines(f"class {kind.__name__}{inspect.signature(kind)}") <= LINES // 2
    assert lines(inspect.getdoc(kind) or "") <= LINES


def values() -> Iterator[object]:
    """Values of every noun, as large as the builders make them."""
    ratings = every_rating()
    yield from (OFFICIAL, HeadTemplate("x" * 9999, "x" * 9999), *attrs.astuple(OFFICIAL, recurse=False))
    yield from (OFFICIAL.fonts.fangsong, *OFFICIAL.styles.values())
    plan = td.default_plan(SCHEME, SCHEME.rulebooks.at(AS_OF))
    parts = [
        *plan.parts,
        td.Part(
            "",
            [
                td.CountChart("x"),
                td.ExplanationTable(("x",)),
                td.ConsequenceTable(),
                td.DeterminationTable(),
                td.GroupingTable(),
                td.CoverageTable(),
                td.FlagTable(),
                td.OwnBlocks([td.content.Paragraph("x")]),
            ],
        ),
    ]
    yield td.Issue(organ="x", text=("x",))
    yield from (attrs.evolve(plan, parts=parts * 9), *parts, *(table for part in parts for table in part.tables))
    yield from (td.TableWords(), td.LedgerWords(), td.LetterWords(), td.LetterNumbers("济审督函", 2023), SIGNED)
    yield td.DueWhenLit(SCHEME.palette)
    yield td.ledgers_by_unit(SCHEME, ratings, as_of=AS_OF)
    yield from td.reminders(SCHEME, tuple(ratings) * 9)
    yield from td.reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=AS_OF.replace(year=2024), sign_off=SIGNED)
    yield td.Provenance(digest="0" * 64, rulebook="x", effective=AS_OF, version="1")
    for _, document in documents():
        yield document
        yield td.content.DocumentContent(sections=document.sections)
        for section in document.sections:
            yield from (section, section.setup, *section.blocks)
            for block in section.blocks:
                yield from _inside(block)


def _inside(block: object) -> Iterator[object]:
    if isinstance(block, td.content.Grid):
        yield from (block.rows, *block.columns, *(cell for row in block.rows for cell in row))
    elif isinstance(block, td.BarChart):
        yield from block.series
    elif isinstance(block, td.content.Contents):
        yield from block.entries or ()
    for text in (getattr(block, "text", ""), *(one.text for one in getattr(block, "notes", ()))):
        yield from text
    for row in getattr(block, "rows", ()):
        yield from (piece for cell in row if isinstance(cell, td.content.Cell) for piece in cell.text)


def test_every_value_shows_itself_briefly() -> None:
    """Of every class there is a value, and its `repr` fits a screen."""
    longest: dict[type, int] = {}
    for value in values():
        longest[type(value)] = max(longest.get(type(value), 0), lines(repr(value)))
    nouns = {kind for kind in CLASSES.values() if attrs.has(kind) or kind is td.content.Rows}
    assert nouns - longest.keys() == set()
    assert {kind.__name__: most for kind, most in longest.items() if kind in nouns and most > LINES} == {}
