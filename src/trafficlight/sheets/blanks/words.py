"""填写说明的话: what a clerk is told about a cell, by the kind of the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from trafficlight.model.dates import Date
from trafficlight.model.form import Column, HeadingLine
from trafficlight.model.kinds import Choice, Items, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.wording import Words

Cell: TypeAlias = Column | HeadingLine
"""What a clerk fills: a column's cells, or the one beside a label above the header."""

GUIDE_SHEET: Final = "填表说明"
"""The sheet that tells how a blank workbook is filled in."""
WORD_SHEET: Final = "词表"
"""The sheet that holds the words of long drop-downs."""

NO_TABLES: Final[Mapping[str, Words]] = {
    GUIDE_SHEET: Words("是填表说明，不是报送的表", "it is the guide, no table"),
    WORD_SHEET: Words("是下拉列表的词表，不是报送的表", "it holds the words of the drop-downs, no table"),
}
"""Why these sheets of a workbook that comes back are not read."""

LEADER: Final = "leader"
"""The field of a supervising leader (分管领导、包保领导), whatever its header."""

REQUIRED: Final = "必填"
OPTIONAL: Final = "选填"
PAGES: Final = "第 &P 页，共 &N 页"
"""The footer of a page that is printed: which page of how many."""


def is_leader(cell: Cell) -> bool:
    """Whether a supervising leader stands here."""
    return LEADER in cell.fields if isinstance(cell, Column) else cell.name == LEADER


def how_to_fill(cell: Cell, *, offered: bool) -> str:
    """What the cell expects, in a sentence; empty where any text will do and no hint says more.

    `offered` says whether the cell has a drop-down: without a roster, or a leader in it, there is none to choose from.
    """
    said = _by_kind(cell) if offered else _without_list(cell)
    hint = f"{cell.hint}。" if cell.hint else ""
    return f"{said}{hint}"


def _by_kind(cell: Cell) -> str:
    match cell.kind:
        case Choice():
            return f"从下拉列表中选：{'、'.join(cell.kind.vocabulary.allowed)}。"
        case OneUnit():
            return "从下拉列表中选单位名称。"
        case Units():
            return "从下拉列表中选单位名称；涉及多个单位的自行输入，以“、”分隔，牵头的写在最前。"
        case ResponsibleUnits():
            return "先写责任科室（可从下拉列表中选），换行（Alt+Enter）后写责任人；涉及多个科室的以“、”分隔，牵头的写在最前。"
        case Items():
            return "一项写一行，换行用 Alt+Enter；没有的填“无”。"
        case Whole():
            return f"只写数字，应为{cell.kind.expected}。"
        case Date():
            return f"填{cell.kind.expected}。"
        case Text():
            return "从下拉列表中选，或自行输入。" if is_leader(cell) else ""
        case _:
            return f"应为{cell.kind.expected}。"


def _without_list(cell: Cell) -> str:
    match cell.kind:
        case OneUnit():
            return "写单位名称。"
        case Units():
            return "写单位名称；涉及多个单位的以“、”分隔，牵头的写在最前。"
        case ResponsibleUnits():
            return "先写责任科室，换行（Alt+Enter）后写责任人；涉及多个科室的以“、”分隔，牵头的写在最前。"
        case Text():
            return ""
        case _:
            return _by_kind(cell)


def label_of(cell: Cell) -> str:
    """The cell's header or label without white space."""
    return "".join((cell.header if isinstance(cell, Column) else cell.label).split())


def refusal(cell: Cell) -> str:
    """What is said when something else is typed."""
    return f"“{label_of(cell)}”应为{cell.kind.expected.strip()}。"
