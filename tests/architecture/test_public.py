"""What is public, and what is not: everything public has one documented package, and no page leads around it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.reference_page import PACKAGES

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
PUBLIC = {"trafficlight", *(f"trafficlight.{package}" for package in PACKAGES)}
"""The packages and modules that docs/reference/api.md has."""

PAGES = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.py")]

CHAIN = re.compile(r"\b(?:trafficlight|tl)((?:\.\w+)+)")
IMPORT = re.compile(r"\bfrom (trafficlight(?:\.\w+)*) import (\([^)]*\)|[^\n]*)")


def modules() -> dict[str, str]:
    """Every module of the library with its docstring."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        name = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return found


MODULES = modules()


def is_private(module: str) -> bool:
    """Whether a module is not for users: an underscore in its path, or it stands in a package that says so."""
    parts = module.split(".")
    above = [".".join(parts[: length + 1]) for length in range(len(parts))]
    return any(part.startswith("_") for part in parts) or any("Internal:" in MODULES.get(name, "") for name in above)


def named(text: str) -> Iterator[str]:
    """Every dotted name of the library that a text imports or writes out."""
    for found in CHAIN.finditer(text):
        yield f"trafficlight{found[1]}"
    for found in IMPORT.finditer(text):
        yield from (f"{found[1]}.{name}" for name in re.findall(r"(\w+)(?:\s+as\s+\w+)?", found[2]))


def private_names(text: str) -> list[str]:
    """The names among them that lead to what is not for users."""
    names = [
        (name, [".".join(name.split(".")[:length]) for length in range(1, name.count(".") + 2)]) for name in named(text)
    ]
    return [
        name
        for name, above in names
        if any(part.startswith("_") and not part.endswith("__") for part in name.split("."))
        or any(module in MODULES and is_private(module) for module in above)
    ]


def test_every_module_is_public_or_says_that_it_is_not() -> None:
    """A module without an underscore stands in the reference, or in a package whose docstring says “Internal:”."""
    assert [name for name in MODULES if name not in PUBLIC and not is_private(name)] == []
    assert [name for name in PUBLIC if name not in MODULES or is_private(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_leads_around_the_public_packages(page: Path) -> None:
    """Documentation and examples import from documented packages alone: what they show is what users copy."""
    assert private_names(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "from trafficlight.model._marks import BLUE",
        "tl.sheets.reading.grid.Grid",
        "from trafficlight.sheets import (\n    read,\n    reading,\n)",
        "import trafficlight.ooxml.archive as archive",
        "trafficlight.documents._document.save_all(x)",
    ],
)
def test_a_private_path_is_seen(text: str) -> None:
    """The rule above sees a private path in any dress; it could not fail otherwise."""
    assert private_names(text)


def test_a_public_path_is_left_alone() -> None:
    """Public packages and what they export are no private path, nor is a dunder."""
    text = (
        "from trafficlight.documents.content import Grid\ntl.sheets.read(x)\ntrafficlight.__version__\ntl.sheets.Look"
    )
    assert private_names(text) == []
