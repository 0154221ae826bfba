"""云川市数据局 (made up): its own lights, their words and their order. How its papers look stands in `look.py`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from attrs import evolve

import trafficlight as tl

DATE: Final = dt.date(2024, 6, 28)

GREEN: Final = tl.Mark("green", "达标", "2E7D32")
ORANGE: Final = tl.Mark("orange", "预警", "EF6C00")
GREY: Final = tl.Mark("grey", "失速", "5D4037")
PALETTE: Final = tl.Palette([GREEN, ORANGE, GREY])
ORDER: Final = tl.Order(
    tl.most(GREEN), tl.fewest(GREY), tl.fewest(ORANGE), words="先比达标多少，再比失速多少，后比预警多少，少者居前。"
)
COUNTS: Final = tl.ranking.CountWords(
    title="{board}亮灯统计", place="位次", count="{count}", measure="计量：件", notes=("{order}",)
)

NOTICE: Final = "云数督〔2024〕1号"
MEANING: Final = {
    tl.model.Progress.DONE: (GREEN, tl.Clause("Y1", "按期办结的亮达标灯", NOTICE)),
    tl.model.Progress.ON_TRACK: (None, tl.Clause("Y2", "按计划推进的不亮灯", NOTICE)),
    tl.model.Progress.SLOW: (ORANGE, tl.Clause("Y3", "慢于计划的亮预警灯", NOTICE)),
    tl.model.Progress.SEVERELY_DELAYED: (GREY, tl.Clause("Y4", "停滞不前的亮失速灯", NOTICE)),
}


def light(item: tl.notice.KeyWorkItem) -> tl.Verdict:
    """达标, 预警 or 失速, by progress."""
    mark, clause = MEANING[item.progress]
    return tl.unlit(because=clause) if mark is None else tl.lit(mark, because=clause)


_ITS: Final = tl.notice.key_work(notes=("亮灯由督查室核定。",))
KEY_WORK: Final = evolve(
    _ITS,
    title="重点任务",
    steward="督查室",
    form=evolve(_ITS.form, title="重点任务进展"),
    rule=light,
    clauses=tuple(clause for _, clause in MEANING.values()),
)

SCHEME: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("agency.toml")),
    tl.Rulebook(id=NOTICE, effective=dt.date(2024, 1, 1), themes=(KEY_WORK,)),
    order=ORDER,
    palette=PALETTE,
    count_words=COUNTS,
)

_WORK: Final = (
    ("一体化数据目录编制", tl.model.Progress.DONE, "资源处", "市政府工作报告"),
    ("公共数据授权运营试点", tl.model.Progress.SLOW, "规划处、资源处", "市政府工作报告"),
    ("政务云安全等级复测", tl.model.Progress.DONE, "安全处", "局党组会议"),
    ("数据条例实施细则起草", tl.model.Progress.ON_TRACK, "规划处", "市政府工作报告"),
    ("机关档案数字化", tl.model.Progress.SEVERELY_DELAYED, "综合处", "局党组会议"),
    ("数据安全应急演练", tl.model.Progress.SLOW, "安全处", "局党组会议"),
)


def ratings() -> tl.rules.Ratings:
    """The agency's ledger with its lights."""
    entries = (
        tl.Entry(
            "key_work",
            tl.notice.KeyWorkItem(
                matter=matter,
                target="六月底前完成",
                status="见督查记录。",
                progress=progress,
                leader=leader(units.split("、")[0]),
                responsible=tl.model.Responsibility(
                    tuple(SCHEME.roster.find(name) for name in units.split("、")), "负责人"
                ),
                source=source,
            ),
        )
        for matter, progress, units, source in _WORK
    )
    return SCHEME.rulebooks.at(DATE).rate(entries, roster=SCHEME.roster)


def leader(unit: str) -> str:
    """Who supervises a division."""
    return str(SCHEME.roster[SCHEME.roster.find(unit)].leader)
