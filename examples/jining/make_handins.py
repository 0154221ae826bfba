"""样例报送表: write the small hand-ins that the examples read by default. All matters and results are made up.

python make_handins.py [--out DIR]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jining import JINING
from telling import ending

import trafficlight as tl
from trafficlight.notice import (
    AssessmentIndicator,
    AuditProject,
    Investment,
    InvestmentProgress,
    KeyWorkItem,
    MutualHelpItem,
    Reform,
    ThreeFirstsTask,
    UpwardFunding,
)

HERE: Final = Path(__file__).parent
DONE, ON_TRACK, SLOW, LATE = tl.model.Progress
STATUS: Final = {
    DONE: "已完成，形成书面报告。",
    ON_TRACK: "按序时进度推进。",
    SLOW: "低于序时进度，正在协调。",
    LATE: "尚未取得实质进展。",
}
LEADERS: Final = ("分管领导一", "分管领导二", "分管领导三")
UP, OWN = "市委市政府：关于做好当前重点工作的意见", "局党组会议"
DEPARTMENTS: Final = [unit.name for unit in JINING.board("departments").units]
COUNTIES: Final = [unit.name for unit in JINING.board("counties").units]


def units(*names: str) -> tuple[tl.Unit, ...]:
    """Units by name."""
    return tuple(map(JINING.roster.find, names))


def key_work() -> Iterator[Any]:
    """重点工作."""
    rows: tuple[tuple[str, tl.model.Progress, str, tuple[str, ...]], ...] = (
        ("建设审计数据分析平台", DONE, OWN, ("电子数据审计科",)),
        ("开展重大政策措施落实情况跟踪审计", ON_TRACK, UP, ("审计结果执行科", "秘书科")),
        ("修订内部管理制度汇编", SLOW, OWN, ("办公室",)),
        ("落实巡察整改任务", DONE, UP, ("机关党委", "人事科")),
        ("推进审计整改“回头看”", LATE, UP, ("审计结果执行科",)),
        ("组织干部专业能力提升培训", DONE, OWN, ("人事科",)),
        ("编印年度审计法规汇编", ON_TRACK, OWN, ("法制审理科",)),
        ("完善内部审计指导工作机制", SLOW, OWN, ("市内部审计指导中心",)),
    )
    for number, (matter, progress, source, names) in enumerate(rows):
        yield KeyWorkItem(
            matter=matter,
            target=f"年底前{matter}，形成可复制的做法。",
            status=STATUS[progress],
            progress=progress,
            leader=LEADERS[number % 3],
            responsible=tl.model.Responsibility(units(*names), "负责人"),
            source=source,
        )


def audit_projects() -> Iterator[Any]:
    """重点审计项目."""
    rows = (
        ("市级预算执行审计", DONE, "经济责任审计科"),
        ("领导干部经济责任审计", ON_TRACK, "市经济责任审计工作联席会议办公室"),
        ("政府投资项目审计", SLOW, "审计结果执行科"),
    )
    for matter, progress, name in rows:
        yield AuditProject(
            matter, "出具审计报告", STATUS[progress], progress, LEADERS[0], tl.model.Responsibility(units(name)), OWN
        )


def performance_assessment() -> Iterator[Any]:
    """高质量发展绩效考核."""
    rows = (
        ("审计成果运用", DONE, "法制审理科", 3),
        ("机关党建", DONE, "机关党委", 12),
        ("营商环境", ON_TRACK, "办公室", None),
    )
    for indicator, progress, name, rank in rows:
        yield AssessmentIndicator(
            indicator, "市委组织部", "位次前移", STATUS[progress], progress, LEADERS[1], units(name), "负责人", rank
        )


def three_firsts() -> Iterator[Any]:
    """三争."""
    rows = (
        ("审计项目质量全省第一", DONE, "争第一", True, "法制审理科"),
        ("数字化审计模式全市一流", DONE, "争一流", None, "电子数据审计科"),
        ("审计宣传工作全省一流", SLOW, "争一流", None, "办公室", "秘书科"),
    )
    for goal, progress, category, certified, *names in rows:
        yield ThreeFirstsTask(
            goal, "2023年12月底", LEADERS[2], units(*names), category, STATUS[progress], progress, "", certified
        )


def upward_funding(names: list[str]) -> Iterator[Any]:
    """对上争取: every third unit won, every third plans, the rest neither."""
    for number, name in enumerate(names):
        (unit,) = units(name)
        won = ("专项补助资金（已认定）", "转移支付资金")[: number % 3]
        plans = ("固定资产投资项目",) if number % 2 else ()
        yield UpwardFunding(unit, LEADERS[number % 3], won_funds=won, planned_projects=plans)


def reform(names: list[str]) -> Iterator[Any]:
    """改革创新."""
    for number, name in enumerate(names):
        (unit,) = units(name)
        won = ("审计整改联动机制（已认定）", "研究型审计试点")[: number % 3]
        yield Reform(unit, LEADERS[number % 3], won, ("拟申报改革试点",) if number % 4 == 0 else ())


def investment() -> Iterator[Any]:
    """招商引资."""
    steps = (
        (InvestmentProgress.RECOGNISED, "项目已落地。", "已纳统"),
        (InvestmentProgress.LEAD, "正在洽谈项目一个。", ""),
        (InvestmentProgress.NO_LEAD, "外出考察对接两次。", ""),
        (InvestmentProgress.NO_LEAD, "", ""),
    )
    for number, name in enumerate(DEPARTMENTS):
        progress, activity, results = steps[number % 4]
        (unit,) = units(name)
        yield Investment(unit, LEADERS[number % 3], activity, results, progress)


def mutual_help(matters: tuple[str, ...]) -> Iterator[Any]:
    """督帮、诉求: one matter for each group."""
    for number, (matter, group) in enumerate(zip(matters, JINING.agency.groups, strict=False)):
        progress = (DONE, ON_TRACK, SLOW)[number % 3]
        yield MutualHelpItem(
            matter=matter,
            responsible=tl.model.Responsibility(units(DEPARTMENTS[number]), "负责人"),
            status=STATUS[progress],
            deadline="年底前",
            progress=progress,
            leader=f"{group.name}组长",
            officer=f"{group.name}联络员",
            office=DEPARTMENTS[number],
            as_of="2023年9月",
        )


HELP: Final = (
    "指导内部审计机构建设",
    "培训数据分析骨干",
    "帮助完善审理制度",
    "协调专家参与项目",
    "联合开展党建活动",
    "指导经济责任审计",
)
ASKED: Final = (
    "请求支援计算机审计人员",
    "请求共享政策法规库",
    "请求指导整改台账",
    "请求协调涉企数据",
    "请求组织业务竞赛",
    "请求统一审计方案",
)

HAND_INS: Final = {
    "重点工作": ("key_work", key_work()),
    "重点审计项目": ("audit_projects", audit_projects()),
    "高质量发展绩效考核": ("performance_assessment", performance_assessment()),
    "三争": ("three_firsts", three_firsts()),
    "对上争取（局）": ("upward_funding_bureau", upward_funding(DEPARTMENTS)),
    "对上争取（县市区）": ("upward_funding_county", upward_funding(COUNTIES[:-1])),  # one bureau hands nothing in
    "改革创新（局）": ("reform_bureau", reform(DEPARTMENTS)),
    "改革创新（县市区）": ("reform_county", reform(COUNTIES)),
    "招商引资": ("investment", investment()),
    "督帮（上对下）": ("assistance", mutual_help(HELP)),
    "诉求（下对上）": ("appeals", mutual_help(ASKED)),
}


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "2023Q3", metavar="DIR")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, (key, records) in HAND_INS.items():
        entries = [tl.Entry(key, record, number) for number, record in enumerate(records, 1)]
        form = JINING.rulebooks.latest.theme(key).form
        tl.sheets.save(options.out / f"{name}.xlsx", tl.sheets.Sheet(form, entries, name=name))
    print(f"已写入 {options.out}：{len(HAND_INS)} 个工作簿")


if __name__ == "__main__":
    ending(main)
