"""Rows for the benchmarks: the ledger of an office that has far too much to do."""

from __future__ import annotations

import datetime as dt

import trafficlight as tl
from trafficlight.notice import KeyWorkItem, key_work

AS_OF = dt.date(2023, 9, 28)
NAMES = ("办公室", "秘书科", "人事科", "法制审理科", "电子数据审计科", "审计结果执行科", "经济责任审计科", "机关党委")
STATUS = {
    tl.model.Progress.DONE: "已完成全部目标，形成书面报告。",
    tl.model.Progress.ON_TRACK: "按序时进度推进，完成{}%。",
    tl.model.Progress.SLOW: "完成{}%，低于序时进度，正在协调。",
    tl.model.Progress.SEVERELY_DELAYED: "仅完成{}%，尚未取得实质进展。",
}

BOARD = tl.Board("departments", "济宁市审计局", [tl.RosterLine(tl.Unit(name)) for name in NAMES])
SCHEME = tl.notice.scheme(
    tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", tl.Roster([BOARD])),
    tl.Rulebook("bench", dt.date(2023, 8, 3), [key_work()]),
)


def items(count: int, leaders: int = 4) -> list[KeyWorkItem]:
    """`count` items, all different in matter and target; each leader has as many as any other."""
    steps = list(tl.model.Progress)
    return [
        KeyWorkItem(
            matter=f"推进第{number}号重点事项落地见效",
            target=f"年底前完成第{number}号事项的全部目标任务，形成可复制可推广的经验做法",
            status=STATUS[steps[number % 4]].format(number % 97),
            progress=steps[number % 4],
            leader=f"分管领导{number // 5 % leaders + 1}",
            responsible=tl.model.Responsibility((tl.Unit(NAMES[number % len(NAMES)]),), "负责人"),
            source="局党组会议" if number % 3 else "市委市政府：关于做好重点工作的若干意见",
            remark="",
        )
        for number in range(1, count + 1)
    ]


def ratings(count: int, leaders: int = 4) -> tl.rules.Ratings:
    """The items, rated."""
    entries = [tl.Entry("key_work", item) for item in items(count, leaders)]
    return SCHEME.rulebooks.at(AS_OF).rate(entries, roster=SCHEME.roster)
