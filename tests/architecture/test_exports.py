"""The names that `trafficlight` exports: what the program loads and what a type checker sees are the same."""

from __future__ import annotations

import ast
from pathlib import Path

import trafficlight

SOURCE = Path(trafficlight.__file__)


def declared() -> dict[str, str]:
    """What a type checker sees: each name that is imported under TYPE_CHECKING, and the module that it comes from."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
    )
    return {
        alias.name: statement.module or ""
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
        if alias.asname == alias.name
    }


def test_type_checkers_see_what_the_program_loads() -> None:
    """The names under TYPE_CHECKING are those of `__all__`, no more and no fewer."""
    assert sorted(declared()) == sorted(trafficlight.__all__)


def test_every_export_is_its_modules_own() -> None:
    """Each exported name is the object that the module named for the type checkers has under that name."""
    import importlib

    for name, module in declared().items():
        home = importlib.import_module(module)
        ours = getattr(trafficlight, name)
        assert ours is (getattr(home, name, None) or importlib.import_module(f"{module}.{name}")), name


def test_exports_are_listed() -> None:
    """`dir(trafficlight)` offers every export, and an unknown name is an AttributeError that says so."""
    assert set(trafficlight.__all__) <= set(dir(trafficlight))
    assert not hasattr(trafficlight, "no_such_name")
