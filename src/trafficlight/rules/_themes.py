"""专题: a record type, a form, and a rule. A value: no base class, no decorator, no scan."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeVar

import attrs
from attrs import evolve, field, frozen
from attrs.validators import instance_of

from trafficlight.errors import ThemeError
from trafficlight.model._checks import several, strings
from trafficlight.model._forms import Form
from trafficlight.model._units import Responsibility, Unit
from trafficlight.rules._verdicts import Clause, Verdict

R = TypeVar("R")


class Credit(enum.Enum):
    """计入方式: whom a joint item marks (§3.8)."""

    ALL = "所有责任单位各计一次"
    LEAD = "只计牵头单位"


@frozen
class Absence:
    """无报送: what the lack of a row says of a unit (§3.4). `boards` names the boards on which it speaks, by key."""

    verdict: Verdict = field(validator=instance_of(Verdict))
    boards: tuple[str, ...] = field(converter=strings)


_UNIT_FIELDS: Final = ("unit", "units", "responsible")


@frozen
class _FieldCredits:
    """The units in a record's field: a unit, a tuple of units, or a responsibility."""

    name: str

    def __call__(self, record: Any) -> Sequence[Unit]:
        value = getattr(record, self.name)
        if value is None:
            return ()
        if isinstance(value, Responsibility):
            return value.units
        return (value,) if isinstance(value, Unit) else value


@frozen
class Theme(Generic[R]):
    """专题: what is collected (`record`, `form`), how it is coloured (`rule`, `clauses`) and who colours (`steward`, 牵头科室).

    `rule` is any callable from the record to a `Verdict`. `title` is short (“招商引资”); the form has the printed title.
    `facts` names the fields that an explanation quotes. `credits` says which units a record marks; without it the
    record's field `unit`, `units` or `responsible` does. `absence` speaks for units without a row.
    Raises `ThemeError` when record, form, facts and credits do not fit together.
    """

    key: str
    title: str
    record: type[R]
    rule: Callable[[R], Verdict]
    form: Form
    clauses: tuple[Clause, ...] = field(converter=tuple[Clause, ...], validator=several(Clause))
    steward: str = ""
    facts: tuple[str, ...] = field(default=(), converter=strings)
    credits: Callable[[R], Sequence[Unit]] = field(
        default=attrs.Factory(lambda self: self._default_credits(), takes_self=True)
    )
    credit: Credit = Credit.ALL
    absence: Absence | None = None

    def __attrs_post_init__(self) -> None:
        if not self.key.isidentifier():
            raise ThemeError(f"a theme's key is an identifier, not {self.key!r}")
        have = self._record_fields()
        for what, names in (("form", self.form.fields), ("facts", self.facts)):
            missing = [name for name in names if name not in have]
            if missing:
                raise ThemeError(f"theme {self.key!r}: {what} name fields that {self.record.__name__} lacks: {missing}")
        filled = [name for column in self.form.columns for name in column.fields if name is not None]
        filled += [line.name for line in self.form.heading]
        twice = sorted({name for name in filled if filled.count(name) > 1})
        if twice:
            raise ThemeError(f"theme {self.key!r}: more than one cell fills {twice} of {self.record.__name__}")
        unfilled = sorted(name for name, needed in have.items() if needed and name not in self.form.fields)
        if unfilled:
            raise ThemeError(f"theme {self.key!r}: no column fills {unfilled} of {self.record.__name__}")
        ids = [clause.id for clause in self.clauses]
        if len(set(ids)) != len(ids):
            raise ThemeError(f"theme {self.key!r}: clauses must differ by id: {ids}")

    def __repr__(self) -> str:
        return f"Theme({self.key!r}, {self.title!r})"

    def _record_fields(self) -> dict[str, bool]:
        if not attrs.has(self.record):
            raise ThemeError(f"theme {self.key!r}: {self.record!r} is no attrs class")
        return {name: at.default is attrs.NOTHING for name, at in attrs.fields_dict(self.record).items() if at.init}

    def _default_credits(self) -> Callable[[R], Sequence[Unit]]:
        have = self._record_fields()
        for name in _UNIT_FIELDS:
            if name in have:
                return _FieldCredits(name)
        raise ThemeError(f"theme {self.key!r}: say by credits= which units a {self.record.__name__} marks")

    def credited(self, record: R) -> tuple[Unit, ...]:
        """The units that the record marks, each of them once: all named, or the lead alone (§3.8)."""
        units = tuple(dict.fromkeys(self.credits(record)))
        return units[:1] if self.credit is Credit.LEAD else units

    def with_form(self, form: Form) -> Theme[R]:
        """The same theme over another table."""
        return evolve(self, form=form)


GROUP = "trafficlight.themes"
"""The entry point group; each entry point loads a `Theme`."""


def installed_themes() -> tuple[Theme[Any], ...]:
    """The themes that installed distributions offer, by entry point name. Raises `ThemeError` for one that is no theme."""
    from importlib.metadata import entry_points  # costs 40 ms, and most programs never ask

    themes: list[Theme[Any]] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            theme = point.load()
        except (ImportError, AttributeError) as error:
            raise ThemeError(f"entry point {point.name!r} ({point.value}) cannot be loaded: {error}") from error
        if not isinstance(theme, Theme):
            raise ThemeError(f"entry point {point.name!r} ({point.value}) is no Theme but {type(theme).__name__}")
        themes.append(theme)
    return tuple(themes)
