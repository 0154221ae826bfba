"""本通知的用语: what the papers of an agency that works by the notice say in the notice's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trafficlight.messages import Words
from trafficlight.notice._shared import NOTICE

STEWARD: Final = Words("牵头科室", "Steward")
"""牵头科室: who collects and colours a theme (N4.3)."""


def summary_words(above: str, own: str) -> Words:
    """汇总句 (A2): the summary sentence as a template; `above` and `own` name the two levels."""
    return Words(
        f"截至{{as_of}}，{{subject}}共梳理重点工作{{total}}项，其中，{above}及以上层面{{above}}项，"
        f"{own}重点工作{{own}}项。已完成{{blue}}项（蓝牌），正常推进{{unlit}}项（不标注颜色），"
        "推进缓慢的{yellow}项（黄牌），严重滞后{red}项（红牌）。",
        "As of {as_of}, {whose}{theme}, {total} in all, of which {above} set from above and {own} of the bureau's own: {lights}.",
    )


WORDS: Final[Mapping[str, str | tuple[str, ...]]] = {
    "summary.levels": summary_words("市委市政府", "局"),
    "letter.title": Words("关于加快推进重点工作的提醒函", "Reminder"),
    "letter.opening": Words(
        "截至{as_of}，由你单位负责的重点工作中有{count}项进展缓慢，其中{parts}。现将有关情况提醒如下：",
        "As of {as_of}, items that are yours and are late: {count}, of which {parts}. They are:",
    ),
    "letter.demand": Words(
        "请你单位高度重视，认真分析原因，制定有力措施，加快推进落实，并于{deadline}前将整改情况书面报{publisher}。",
        "Please find out why, act on it, and tell the {publisher} in writing by {deadline} what was done.",
    ),
    "letter.approvals": (
        Words("承办人意见", "Drafted by"),
        Words("办公室审核", "Checked by"),
        Words("局领导审签", "Signed off by"),
    ),
    "letter.basis": Words(
        f"“对于进展缓慢的，经局领导审签，发送提醒函。”（{NOTICE}）未经审签，不得制发。",
        "No letter is sent before it is signed off.",
    ),
    "tables.determinations": Words("专班研究确定情况", "Decisions of the task force"),
    "tables.coverage_header": (
        Words("专题", "Theme"),
        STEWARD,
        Words("单位", "Unit"),
        Words("报送情况", "Status"),
        Words("来源", "Source"),
    ),
    "tables.flags": Words("提请专班研究事项", "For the task force"),
    "bulletin.title": Words("{agency}重点工作推进情况通报", "{agency}: progress bulletin"),
    "flags.title": Words("{agency}督查工作专班\n提请研究事项清单", "{agency}: items for the task force"),
    "flags.asked": Words("截至{date}，提请专班研究的事项共{count}项。", "To be decided by {date}, items: {count}."),
    "flags.nothing": Words("截至{date}，没有提请专班研究的事项。", "By {date} there is no item to decide."),
    "coverage.title": Words("{agency}重点工作报送情况", "{agency}: what was handed in"),
}
"""本通知的用语, as `Scheme.words`: the summary sentence (A2), the reminder and its sign-off (N2.3), the task force (A4-1.1)."""
