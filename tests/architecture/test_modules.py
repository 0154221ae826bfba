"""How the library's modules stand to one another: none imports itself by way of others, none writes another's lines."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
SAME_LINES = 12

MODULES = {
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): path.read_text(encoding="utf-8")
    for path in sorted(SRC.rglob("*.py"))
}


def imported(text: str, known: Mapping[str, object]) -> set[str]:
    """The known modules that a module imports anywhere: on top, in functions, for type checkers."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            deeper = [f"{node.module}.{name.name}" for name in node.names]
            found |= {path if path in known else str(node.module) for path in deeper}
    return found & known.keys()


def circle(modules: Mapping[str, str]) -> list[str]:
    """The modules of circles: what is left when those go that import nothing of the rest, or that none of it imports."""
    left = {name: imported(text, modules) for name, text in modules.items()}
    while True:
        wanted = {name for of in left.values() for name in of}
        inner = {name: of & left.keys() for name, of in left.items() if of & left.keys() and name in wanted}
        if inner == left:
            return sorted(left)
        left = inner


def code_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that may not be the same elsewhere, with their numbers: no import, no `__all__`, nothing empty."""
    passed_over: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        exported = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if isinstance(node, ast.stmt) and (exported or isinstance(node, ast.Import | ast.ImportFrom)):
            passed_over |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and number not in passed_over:
            yield number, line.strip()


def same_runs(modules: Mapping[str, str], length: int) -> list[list[str]]:
    """Where the same so many lines stand more than once."""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, text in modules.items():
        lines = list(code_lines(text))
        for start in range(len(lines) - length + 1):
            run = lines[start : start + length]
            places[tuple(line for _, line in run)].append(f"{name}:{run[0][0]}")
    return [of for of in places.values() if len(of) > 1]


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports have no circle, not even by those inside functions and those that only type checkers see."""
    assert circle(MODULES) == []


def test_a_circle_is_seen() -> None:
    """A circle through a function and a package's own module is found, and nothing when it is opened."""
    modules = {
        "a": "from a.b import c",
        "a.b": "def f():\n    import d",
        "d": "if TYPE_CHECKING:\n    from a import x",
        "e": "import json, d",
    }
    assert circle(modules) == ["a", "a.b", "d"]
    assert circle(modules | {"d": ""}) == []


def test_no_lines_stand_twice() -> None:
    """No twelve lines in a row stand in two places of the library: what is the same is said once."""
    assert same_runs(MODULES, SAME_LINES) == []


def test_the_same_lines_are_seen() -> None:
    """Runs are found over empty lines and other margins; imports and `__all__` are no runs."""
    one = "import a\nimport b\n\nx = 1\n\ny = 2\nz = 3"
    two = "import a\nimport b\nif x:\n    x = 1\n    y = 2\n    z = 3"
    assert same_runs({"one": one, "two": two}, 3) == [["one:4", "two:4"]]
    assert same_runs({"one": one, "two": two}, 4) == []
