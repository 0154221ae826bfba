"""The words of docstrings, comments and pages: the field's terms, and no docstring that says what its name says already."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = sorted(path for folder in ("src", "examples", "tests") for path in (ROOT / folder).rglob("*.py"))
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "tox.ini", ROOT / "pyproject.toml"])

BUILDINGS: Final = re.compile(
    r"\b(shore|storey|floor|door|room|house|tenant|landlord|cellar|attic|corridor|hallway)s?\b", re.IGNORECASE
)
"""Parts of a program are layers, packages, modules, readers, writers and entry points."""

ALLOWED: Final = {
    re.compile(
        r"\b(?:has|have|no|leaves?|makes?|takes? no|need|is|the) room\b|\broom (?:for|than|too)\b", re.IGNORECASE
    ): ("space on paper, in a cell or in a name: a word of layout"),
}

LONG: Final = 22
"""A docstring of more characters says more than a name."""
EMPTY: Final = {
    "a",
    "all",
    "an",
    "as",
    "by",
    "for",
    "in",
    "its",
    "of",
    "one",
    "s",
    "that",
    "the",
    "this",
    "to",
    "whether",
}


def words_of_buildings(text: str) -> list[str]:
    """Words that mean parts of buildings where a part of a program is meant."""
    for allowed in ALLOWED:
        text = allowed.sub("", text)
    return [found[0] for found in BUILDINGS.finditer(text)]


def prose(source: str) -> Iterator[tuple[int, str]]:
    """The docstrings (those below constants too) and comments of a module, each with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def repeats(name: str, docstring: str) -> bool:
    """Whether a short docstring says nothing but words of the name."""
    if len(docstring) > LONG:
        return False
    known = {stem(word) for word in re.findall(r"[A-Z]?[a-z]+|\d+", name)}
    return {stem(word) for word in re.findall(r"\w+", docstring)} - known <= EMPTY


def stem(word: str) -> str:
    """A word without its ending."""
    return re.sub(r"(?:ings?|e?s|ed|e)\Z", "", word.lower()) if len(word) > 3 else word.lower()


def documented(tree: ast.AST, above: str = "") -> Iterator[tuple[str, str]]:
    """Every class and function with its docstring; a name has those of what it stands in before it."""
    for node in ast.iter_child_nodes(tree):
        name = f"{above} {node.name}" if isinstance(node, ast.ClassDef | ast.FunctionDef) else above
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield name, ast.get_docstring(node) or ""
        yield from documented(node, name)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_speak_of_programs(path: Path) -> None:
    """No docstring and no comment calls a part of the program by the name of a part of a building."""
    found = [
        (line, words) for line, text in prose(path.read_text(encoding="utf-8")) if (words := words_of_buildings(text))
    ]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_speak_of_programs(path: Path) -> None:
    """Nor does a page of the documentation, nor a description in the settings."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [(number, words) for number, line in enumerate(lines, 1) if (words := words_of_buildings(line))] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_say_more_than_names(path: Path) -> None:
    """A docstring that only repeats the name is left out, or says what the name does not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(name, text) for name, text in documented(tree) if text and repeats(name, text)] == []


def test_such_words_are_seen() -> None:
    """The rules above see what they forbid, and leave alone what only looks like it; they could not fail otherwise."""
    source = '"""The shore."""\nx = 1  # a new storey\n"""Behind the door."""\n"""floor"""\nroom = math.floor(x)'
    assert [words for _, text in prose(source) for words in words_of_buildings(text)] == [
        "shore",
        "door",
        "floor",
        "storey",
    ]
    assert words_of_buildings("room for two lines; LibreOffice; a warehouse; where there is room; history") == []
    assert repeats("Standing unit", "The unit.")
    assert repeats("Tallies to_bytes", "To bytes.")
    assert not repeats("Standing unit", "单位: whose place it is.")
    assert not repeats("to_bytes", "The .docx as bytes.")


CITED: Final = re.compile(r"§([34]\.\d+)")


def test_every_reading_that_is_cited_is_told() -> None:
    """Whoever meets §3.8 or §4.35 in the source finds on the page of readings what was decided, and what changes it."""
    cited = {number for path in [*SOURCES, *PAGES] for number in CITED.findall(path.read_text(encoding="utf-8"))}
    page = (ROOT / "docs/explanation/readings.md").read_text(encoding="utf-8").splitlines()
    told = {number for line in page if line.startswith("| ") for number in line.split("|")[1].strip().split(", ")}
    assert cited
    assert cited - told == set()
