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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import trafficlight

PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "api.md"

INTRODUCTION: Final = """\
# Public names

Every name that `import trafficlight as tl` offers, then those of its rooms (`tl.sheets.read`, `tl.documents.ledger` …). A
line is the first of the name's docstring, which goes on about units, errors and clauses: `help(tl.Form)`. A name loads when
first touched. `python tests/reference_page.py` makes this page.
"""

GROUPS: Final = {
    "Nouns 名词": "model.agency model.marks model.period model.progress model.units model.words",
    "Forms 表": "model.form model.kinds model.dates",
    "Rules 规则": (
        "rules.clause rules.determine rules.entry rules.flags rules.plugins rules.rating rules.rulebook rules.theme "
        "rules.verdict"
    ),
    "Ranking 排名": "ranking.count_table ranking.inversions ranking.movement ranking.order ranking.standings ranking.tallies",
    "Scheme 督查方案": "scheme workdays",
    "Errors 错误": "errors",
}
ROOMS: Final = {
    "tl.themes 专题": "trafficlight.rules.themes",
    "tl.sheets 收表与制表": "trafficlight.sheets",
    "tl.documents 公文": "trafficlight.documents",
    "tl.interchange 交换": "trafficlight.interchange",
    "tl.testing 测试支持": "trafficlight.testing",
}


def tree_of(module: str) -> ast.Module:
    """The source of a module."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None, module
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))


def exported(module: str) -> Iterator[tuple[str, str]]:
    """The names that a module takes from others to hand on, with the module of each."""
    for node in tree_of(module).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("trafficlight"):
            for alias in node.names:
                if not alias.name.startswith("_"):
                    yield node.module, alias.name


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


def table(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The lines of a table of names."""
    yield "| name | meaning |"
    yield "|---|---|"
    for module, name in sorted(names, key=lambda pair: (pair[1].lower(), pair[1])):
        yield f"| `{name}` | {meaning(module, name)} |"


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    left = dict.fromkeys(trafficlight._HOMES)
    for title, modules in GROUPS.items():
        homes = [f"trafficlight.{module}" for module in modules.split()]
        for home in homes:
            del left[home]
        lines += [f"## {title}", ""]
        lines += table((home, name) for home in homes for name in trafficlight._HOMES[home].split())
        lines.append("")
    assert not left, f"no group has {left}"
    for title, room in ROOMS.items():
        lines += [
            f"## {title}",
            "",
            " ".join((importlib.import_module(room).__doc__ or "").split("\n\n")[0].split()),
            "",
        ]
        lines += table(exported(room))
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
