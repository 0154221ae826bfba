"""docs/reference/api.md, made from the docstrings so that it cannot grow stale.

python tests/reference_page.py
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import itertools
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import trafficlight

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "api.md"

INTRODUCTION: Final = """\
# Public names

The names that `import trafficlight as tl` offers at the top, then those of each package (`tl.sheets.read`,
`tl.errors.CellFault` …): whatever is public stands here under the one place where it is imported from.
A line is the first of the name's docstring, which goes
on about units, errors and clauses: `help(tl.Form)`. `python tests/helpers/reference_page.py` makes this page.
"""

PACKAGES: Final = (
    "model layout rules ranking notice sheets documents documents.content articles interchange frames testing errors messages"
).split()


def tree_of(module: str) -> ast.Module:
    """The source of a module."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None, module
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


def exported(package: str) -> dict[str, str]:
    """The public names of a package, each with the module in which it is defined, where its docstring stands."""
    found: dict[str, str] = {}
    for node in tree_of(package).body:
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("trafficlight."):
                found |= {alias.name: module for alias in node.names}
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = package
            case _:
                pass
    offered = getattr(importlib.import_module(package), "__all__", found)
    return {name: module for name, module in found.items() if name in offered and not name.startswith("_")}


def top() -> dict[str, str]:
    """The names at the top that are no packages, each with the module in which it is defined."""
    return {
        name: exported(module).get(name, module)
        for name, module in trafficlight._MODULE_OF.items()
        if module != "trafficlight"
    }


def constants(module: str) -> dict[str, str]:
    """What stands below an assignment, as docstrings of constants do."""
    body = tree_of(module).body
    found: dict[str, str] = {}
    for node, below in itertools.pairwise(body):
        match node, below:
            case (
                (ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name))),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = inspect.cleandoc(text)
            case _:
                pass
    return found


def meaning(module: str, name: str) -> str:
    """The first paragraph of a name's docstring, on one line."""
    value = getattr(importlib.import_module(module), name)
    own = isinstance(value, type | types.FunctionType | types.ModuleType)
    text = constants(module).get(name) or (inspect.getdoc(value) if own else None)
    if not text:
        raise LookupError(f"{module}.{name} says nowhere what it means")
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def table(names: Mapping[str, str]) -> Iterator[str]:
    """The lines of a table of names."""
    yield "| name | meaning |"
    yield "|---|---|"
    for name, module in sorted(names.items(), key=lambda pair: (pair[0].lower(), pair[0])):
        yield f"| `{name}` | {meaning(module, name)} |"


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION, "## trafficlight", "", *table(top()), ""]
    for package in PACKAGES:
        home = f"trafficlight.{package}"
        about = " ".join((importlib.import_module(home).__doc__ or "").split("\n\n")[0].split())
        lines += [f"## {home}", "", about, "", *table(exported(home)), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
