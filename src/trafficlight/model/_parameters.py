"""参数: figures of the rules that an office states in its own file, each with the day from which it holds and its clause."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypeAlias

from attrs import field, frozen

from trafficlight.model._checks import not_empty
from trafficlight.model._field_types import typed

ParameterValue: TypeAlias = str | bool | int | Decimal
"""参数值: a word, yes or no, a whole number, or a decimal one, exact."""


def _exact(value: ParameterValue | float) -> ParameterValue:
    return Decimal(repr(value)) if isinstance(value, float) else value


@frozen(field_transformer=typed)
class Parameter:
    """参数: one figure of the rules, by name, from a day on: a threshold, a weight, who is credited, the day of a deadline.

    `clause` says where the figure stands. A float, as TOML reads 0.35, is kept as the decimal number that was written.

    >>> Parameter("performance_assessment.limit", 10, dt.date(2023, 8, 3), "附件4二1备注1").value
    10
    """

    name: str = field(validator=not_empty)
    value: ParameterValue = field(converter=_exact)
    since: dt.date
    clause: str = ""
