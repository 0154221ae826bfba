"""单位: persons and units, and how a cell names them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Words
from trafficlight.model._checks import not_empty
from trafficlight.model._field_types import typed


@frozen(order=False, field_transformer=typed)
class Person:
    """人员: a name, a post, or both. Raises `ValueError` without either."""

    name: str = ""
    post: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.name.strip() or self.post.strip()):
            raise WrongValue(Words("人员的姓名（name）与职务（post）至少要有一项", "a person needs a name or a post"))

    def __str__(self) -> str:
        return self.name or self.post


_POST: Final = re.compile("长$|主任$|书记$|师$|员$|同志$|主管$|[）)]$|^[（(]")
"""How a post ends that stands beside a name."""
_BETWEEN_OR_BRACKET: Final = re.compile(r"[、,，;；/／]++|[（()）]")


def _apart(text: str) -> list[str]:
    """The pieces between separators that stand outside of brackets: those after which no bracket closes first."""
    pieces, end, closes = list[str](), len(text), False
    for found in reversed(list(_BETWEEN_OR_BRACKET.finditer(text))):
        if found[0] in "（()）":
            closes = found[0] in ")）"
        elif not closes:
            pieces.append(text[found.end() : end])
            end = found.start()
    return [text[:end], *reversed(pieces)]


def person_names(text: str) -> tuple[str, ...]:
    """The names in a cell, blanks within a name dropped: two-character names are padded to the width of three (§4.29).

    >>> person_names("甲  乙"), person_names("甲乙、丙丁戊"), person_names("甲乙 丙丁戊")
    (('甲乙',), ('甲乙', '丙丁戊'), ('甲乙', '丙丁戊'))
    """
    names: list[str] = []
    for piece in _apart(text):
        words = piece.split()
        several = all(len(word) > 1 and not word.isascii() and not _POST.search(word) for word in words)
        names += words if several else [(" " if piece.isascii() else "").join(words)]
    return tuple(dict.fromkeys(filter(None, names)))


@frozen(order=False, field_transformer=typed)
class Unit:
    """单位: a department (科室单位) or a county bureau (县（市、区）审计局), known by its full name."""

    name: str = field(validator=not_empty)

    def __str__(self) -> str:
        return self.name


_SEPARATORS = re.compile(r"[、，,；;]")


def split_units(text: str) -> tuple[str, ...]:
    """Split “办公室、人事科” at 顿号, comma or semicolon; blanks between separators are dropped."""
    return tuple(part for part in (piece.strip() for piece in _SEPARATORS.split(text)) if part)


@frozen(field_transformer=typed)
class Responsibility:
    """责任科室责任人: the units that answer for an item, the lead (牵头) first, and the person (§3.15).

    Raises `ValueError` without a unit, or with one twice.

    >>> print(Responsibility((Unit("办公室"), Unit("人事科")), "张三"))
    办公室、人事科
    张三
    """

    units: tuple[Unit, ...] = field(converter=tuple[Unit, ...])
    person: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.units:
            raise WrongValue(Words("事项至少要有一个责任单位", "an item needs a responsible unit"))
        if len(set(self.units)) != len(self.units):
            raise WrongValue(Words("同一责任单位写了两次：只写一次", "a responsible unit is named twice"))

    @property
    def lead(self) -> Unit:
        """牵头: the first unit."""
        return self.units[0]

    def __str__(self) -> str:
        several = len(self.units) > 1
        units = "、".join([unit.name for unit in self.units]) if several else self.units[0].name
        return f"{units}\n{self.person}" if self.person else units


def renamed(value: Any, name_of: Callable[[Unit], Unit]) -> Any:
    """A field's value with its units under other names: a unit, units, or a responsibility; anything else as it is."""
    if isinstance(value, Unit):
        return name_of(value)
    if isinstance(value, Responsibility):
        return evolve(value, units=map(name_of, value.units))
    if isinstance(value, tuple) and value and all(isinstance(one, Unit) for one in value):
        return tuple(map(name_of, value))
    return value
