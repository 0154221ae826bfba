"""条件: what a value's own class demands beyond the types of its fields, in words for people."""

from __future__ import annotations

from typing import Any, Final

from trafficlight.model.agency import Agency, AssistanceGroup
from trafficlight.model.form import Form
from trafficlight.model.marks import Palette
from trafficlight.model.units import Person, Responsibility, Roster
from trafficlight.model.words import Vocabulary
from trafficlight.ranking.order import Criterion

NAME_OR_POST: Final = "姓名（name）与职务（post）至少有一项"

_CONDITIONS: Final[dict[type[Any], str]] = {
    Agency: "各组的包保单位都在花名册中，一个单位只属于一组（{error}）",
    AssistanceGroup: "成员只负责本组的包保单位（{error}）",
    Criterion: "至少有一个标识，且不重复",
    Form: "表头用语不重复，各栏与行数相符（{error}）",
    Palette: "至少有一个标识，键与名称各不相同",
    Person: NAME_OR_POST,
    Responsibility: "至少有一个责任单位，且不重复",
    Roster: "榜的键各不相同，单位的名称与别名各不相同（{error}）",
    Vocabulary: "一个词只代表一个值（{error}）",
}


def condition(cl: type[Any], error: BaseException) -> str:
    """The demand that was not met; for a class that is not ours, its own words."""
    for base in cl.__mro__:
        if base in _CONDITIONS:
            return f"应满足：{_CONDITIONS[base].format(error=error)}"
    return f"不符合 {cl.__name__} 的要求：{error}"
