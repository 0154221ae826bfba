"""表格用语: the words that tables say beside their forms' own, as a value."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen


def _strings(given: object) -> tuple[str, ...]:
    return tuple(given)  # type: ignore[arg-type]  # attrs hands over what the caller gave: any sequence of strings


@frozen(kw_only=True)
class TableWords:
    """表格用语: what is in braces is filled in.

    `note`      the notes below a table: {notes}.
    `absent`    what stands in the row of a unit that handed nothing in.
    `unlit`     what explanations say of a rating without a light.
    `explanations`, `explanation_header`    标注解释: its title, and its five header words.
    `determinations`, `determination_header`  专班研究确定情况: its title, and its seven header words.
    `groups`, `group_header`  督导帮扶组分组表 (A4-4.1): its title, and its five header words; `member` {person} and {role}.
    """

    note: str = "备注：{notes}"
    absent: str = "未报送"
    unlit: str = "不标注"
    explanations: str = "标注解释"
    explanation_header: tuple[str, ...] = field(default=("专题", "事项", "标识", "依据", "条款"), converter=_strings)
    determinations: str = "专班研究确定情况"
    determination_header: tuple[str, ...] = field(
        default=("专题", "事项", "原标识", "研究确定", "确定人", "日期", "理由"), converter=_strings
    )
    groups: str = "督导帮扶组分组表"
    group_header: tuple[str, ...] = field(
        default=("分组序号", "包保单位", "组  长", "副组长", "成  员"), converter=_strings
    )
    member: str = "{person}（{role}）"


NOTICE_TABLE_WORDS: Final = TableWords()
"""The notice's own words."""
