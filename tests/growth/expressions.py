"""Every regular expression of the source, how it is asked, and the texts that would let it go back and forth without end."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from attrs import frozen

import trafficlight

_SOURCE: Final = Path(trafficlight.__file__).parent
_WAYS: Final = ("match", "fullmatch", "search", "finditer")
"""How an expression goes over a text; `sub`, `split` and `findall` go as `finditer` does."""
_MANY: Final = 50
"""A repetition of fewer is bounded."""
_PARSER: Any = importlib.import_module("re._parser")
_OPS: Any = importlib.import_module("re._constants")
_REPEATS: Final = {_OPS.MAX_REPEAT, _OPS.MIN_REPEAT, _OPS.POSSESSIVE_REPEAT}


@frozen
class Expression:
    """表达式: where it stands, and the ways in which it is asked."""

    place: str
    pattern: re.Pattern[Any]
    ways: tuple[str, ...] = _WAYS

    def ask(self, text: str) -> None:
        """Let it go over a text to its end."""
        subject: Any = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        for way in self.ways:
            found = getattr(self.pattern, way)(subject)
            if way == "finditer":
                for _ in found:
                    pass

    def texts(self, units: Iterable[str], length: int) -> Iterator[str]:
        """What it could be given at worst, as far as its own parts and the usual suspects (`units`) tell."""
        whole = _PARSER.parse(self.pattern.pattern, self.pattern.flags)
        repeated = [*(("", unit) for unit in units), ("", _sample(whole)), *_repeated(whole, "")]
        for before, unit in dict.fromkeys(repeated):
            if unit:
                yield (before + unit * (length // len(unit) + 1))[: length - 1] + "\x00"


class _TooSlow(BaseException):
    """Not to be taken for an error of what is timed."""


def within(seconds: float, do: Callable[[], object]) -> bool:
    """Whether something is done within seconds of processor time; where the system can, it is interrupted then.

    A search is asked for signals while it goes back and forth.
    """

    def interrupt(*_: object) -> None:
        raise _TooSlow

    if not hasattr(signal, "setitimer"):
        start = time.process_time()
        do()
        return time.process_time() - start <= seconds
    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        do()
    except _TooSlow:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return True


def expressions() -> list[Expression]:
    """Those that modules and classes hold, each once, with the ways in which any module asks it."""
    places: dict[re.Pattern[Any], str] = {}
    ways: dict[re.Pattern[Any], dict[str, None]] = {}
    for module in pkgutil.walk_packages([str(_SOURCE)], "trafficlight."):
        found = importlib.import_module(module.name)
        source = inspect.getsource(found)
        for name, value in vars(found).items():
            for pattern in _patterns(value, module.name):
                places.setdefault(pattern, f"{module.name}.{name}")
                ways.setdefault(pattern, {}).update(_ways(name, value, source))
    return [Expression(place, pattern, tuple(ways[pattern]) or _WAYS) for pattern, place in places.items()]


def _patterns(value: Any, module: str) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _patterns(one, module)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _patterns(one, module)
    elif isinstance(value, type) and value.__module__ == module:
        for one in vars(value).values():
            yield from _patterns(one, module)


def _ways(name: str, value: Any, source: str) -> dict[str, None]:
    """The ways in which a module asks an expression by its name; all of them where that does not tell."""
    said = re.findall(rf"\b{name}\.(\w+)", source) if isinstance(value, re.Pattern) else _WAYS
    return dict.fromkeys(way if way in _WAYS else "finditer" for way in said if way != "pattern")


def made_in_functions() -> set[str]:
    """Where functions make an expression: module and function of each call that compiles or asks one that is no constant."""
    found: set[str] = set()
    for path in sorted(_SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(_SOURCE).with_suffix("").parts)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found |= {f"{module}:{function.name}" for call in ast.walk(function) if _makes(call)}
    return found


def _makes(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr != "escape"
    )


def _sample(nodes: Any) -> str:
    """A short text that fits, as far as looking at the parts one by one can tell."""
    return "".join(_of_node(op, value) for op, value in nodes)


def _of_node(op: Any, value: Any) -> str:
    if op in _REPEATS:
        least: int = value[0]
        return _sample(value[2]) * min(max(least, 1), _MANY)
    if op is _OPS.SUBPATTERN:
        return _sample(value[-1])
    if op is _OPS.ATOMIC_GROUP:
        return _sample(value)
    if op is _OPS.BRANCH:
        return _sample(value[1][0])
    return next(iter(_characters(op, value)), "")


def _characters(op: Any, value: Any) -> list[str]:
    """Some characters that fit a part of one character; none for a part of none."""
    if op is _OPS.LITERAL:
        return [chr(value)]
    if op is _OPS.NOT_LITERAL:
        return ["y" if value == ord("x") else "x"]
    if op is _OPS.ANY:
        return ["x", " "]
    if op is not _OPS.IN:
        return []
    inside = re.compile(_CLASSES.format("".join(map(_spelt, value))))
    return [one for one in " x1一/=\"'<>、，.-\t\n甲A（[" if inside.match(one)] + [
        chr(one[1] if one[0] is _OPS.LITERAL else one[1][0]) for one in value if one[0] in {_OPS.LITERAL, _OPS.RANGE}
    ][: 0 if value[0][0] is _OPS.NEGATE else 3]


_CLASSES: Final = "[{}]"
_CATEGORIES: Final = {
    _OPS.CATEGORY_DIGIT: r"\d", _OPS.CATEGORY_NOT_DIGIT: r"\D", _OPS.CATEGORY_SPACE: r"\s",
    _OPS.CATEGORY_NOT_SPACE: r"\S", _OPS.CATEGORY_WORD: r"\w", _OPS.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _spelt(member: Any) -> str:
    op, value = member
    if op is _OPS.NEGATE:
        return "^"
    if op is _OPS.RANGE:
        return f"\\U{value[0]:08x}-\\U{value[1]:08x}"
    return _CATEGORIES[value] if op is _OPS.CATEGORY else f"\\U{value:08x}"


def _repeated(nodes: Any, before: str) -> Iterator[tuple[str, str]]:
    """For each repetition without a small bound: what stands before it, and what it, or what follows, may be repeated as."""
    for place, (op, value) in enumerate(nodes):
        if op in _REPEATS:
            _, most, inner = value
            if most >= _MANY:
                rest = _sample(nodes[place + 1 :])
                for unit in {_sample(inner), *_ways_through(inner), rest, rest[:1], _sample(inner) + rest}:
                    yield before, unit
                    yield "", unit
            yield from _repeated(inner, before)
        elif op is _OPS.SUBPATTERN:
            yield from _repeated(value[-1], before)
        elif op is _OPS.ATOMIC_GROUP:
            yield from _repeated(value, before)
        elif op is _OPS.BRANCH:
            for branch in value[1]:
                yield from _repeated(branch, before)
        before += _of_node(op, value)


def _ways_through(nodes: Any) -> set[str]:
    """Other units of a repetition: each of its branches, each kind of character."""
    found: set[str] = set()
    for op, value in nodes:
        if op is _OPS.BRANCH:
            found |= {_sample(branch) for branch in value[1]}
        elif op is _OPS.SUBPATTERN:
            found |= _ways_through(value[-1])
        else:
            found |= set(_characters(op, value)[:6])
    return found
