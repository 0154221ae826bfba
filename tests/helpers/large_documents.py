"""Documents of a size that no example has: a ledger of 500 items, a board of 130 units, a quarter four times the example's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from attrs import evolve, fields_dict

import trafficlight as tl
from helpers.sample_records import key_work_item
from helpers.scripts import EXAMPLES
from helpers.small_office import rated
from trafficlight import documents as td
from trafficlight.documents import CountChart, CountTable, Document, ExplanationTable, Part, ThemeTable

AS_OF: Final = dt.date(2023, 9, 28)
QUARTER: Final = tl.Quarter(2023, 3)
_AGENCY: Final = tl.interchange.load_agency(EXAMPLES / "jining" / "agency.toml")
SCHEME: Final = tl.notice.scheme(_AGENCY, tl.notice.rulebook(_AGENCY))
_PROGRESS: Final = tuple(tl.model.Progress)
_MATTERS: Final = (
    "修订制度汇编",
    "推进大数据审计分析平台二期建设，完善数据采集、清洗、比对和疑点推送的闭环",
    "开展乡镇经济责任审计全覆盖三年行动，年内完成14个镇街的现场审计",
    "落实省审计厅“审计质量提升年”要求",
)
_STATUSES: Final = (
    "已完成。",
    "低于序时进度，正在协调有关单位加快办理。",
    (
        "已完成需求调研和方案论证，招标文件报市公共资源交易中心审核；因预算调整，开工比计划推迟一个月，正与财政部门对接资金"
        "安排，预计10月底前完成合同签订。"
    ),
    (
        "平台一期验收后发现3项问题，完成整改2项。"
        "第三方机构出具的测试报告指出接口并发不足，已要求承建单位在9月20日前提交优化方案，"
        "并由电子数据审计科牵头组织复测；同时建立周调度机制，每周五通报进展，对连续两周无进展的事项由分管领导约谈责任人。"
    ),
)


def _items(count: int, units: tuple[tl.Unit, ...]) -> Iterator[tl.Entry[Any]]:
    for at in range(count):
        item = key_work_item(
            _PROGRESS[at * 7 % len(_PROGRESS)],
            units[at % len(units)],
            matter=f"{_MATTERS[at % len(_MATTERS)]}（第{at + 1}项）",
            target=_MATTERS[at * 5 // 3 % len(_MATTERS)],
            status=_STATUSES[at * 3 % 7 % len(_STATUSES)],
            leader=("局长", "副局长")[at % 2],
            source="局党组会议",
        )
        yield tl.Entry("key_work", item, at + 1)


def ledger(rows: int = 500) -> Document:
    """台账 of so many items."""
    items = _items(rows, tuple(line.unit for line in SCHEME.boards[0].lines))
    return td.ledger(SCHEME, _rated(SCHEME, items), as_of=AS_OF)


def _rated(scheme: tl.Scheme, entries: Iterable[tl.Entry[Any]]) -> tl.rules.Ratings:
    return rated(*entries, book=scheme.rulebooks.at(AS_OF), roster=scheme.roster)


def board(units: int = 130, title: str = "") -> Document:
    """通报 of a board of so many units, with its chart, which may have a title of its own."""
    names = (
        f"{'任兖曲邹微鱼金嘉汶泗梁'[at % 11]}{'城州阜山台乡'[at % 6]}{at}{'街道办事处' if at % 7 == 0 else '镇'}审计站"
        for at in range(1, units + 1)
    )
    one = tl.Board("stations", "基层审计站", [tl.RosterLine(tl.Unit(name)) for name in names], unit_header="审计站")
    agency = evolve(_AGENCY, roster=tl.Roster([one]), task_force=None, groups=())
    scheme = tl.notice.scheme(agency, tl.Rulebook("大榜", dt.date(2023, 8, 3), (tl.notice.key_work(),)))
    ratings = _rated(scheme, _items(3 * units // 2, tuple(line.unit for line in one.lines)))
    parts = (
        Part("一、标识数量情况", [CountTable("stations"), CountChart("stations", title=title)]),
        Part("二、重点工作", [ThemeTable("key_work")]),
    )
    plan = td.BulletinPlan("基层审计站重点工作推进情况通报", parts)
    return td.bulletin(scheme, ratings, period=QUARTER, as_of=AS_OF, plan=plan)


def quarter(times: int = 4) -> Document:
    """通报 of the example's quarter so many times over, with charts and grounds."""
    reading = tl.sheets.read(EXAMPLES / "jining" / "2023Q3", scheme=SCHEME, period=QUARTER, collect=True)
    ratings = _rated(SCHEME, (again for entry in reading.entries for again in _again(entry, times)))
    plan = td.default_plan(SCHEME, SCHEME.rulebooks.at(AS_OF))
    charts = Part("三、标识数量图", [CountChart(one.key) for one in SCHEME.boards])
    grounds = Part("四、标注解释", [ExplanationTable()])
    plan = evolve(plan, parts=(*plan.parts, charts, grounds))
    return td.bulletin(SCHEME, ratings, period=QUARTER, as_of=AS_OF, plan=plan)


def _again(entry: tl.Entry[Any], times: int) -> Iterator[tl.Entry[Any]]:
    """An item so many times under other names; the row of a unit, which stands once, with lists so many times as long."""
    matter = next((name for name in ("matter", "goal", "indicator") if hasattr(entry.record, name)), None)
    for number in range(times if matter else 1):
        changes: dict[str, Any]
        if matter:
            changes = {matter: f"{getattr(entry.record, matter)}（{'一二三四五六七八九'[number]}）"}
        else:
            changes = {
                name: tuple(f"{one}{at + 1}" for one in value for at in range(times))
                for name in fields_dict(type(entry.record))
                if isinstance(value := getattr(entry.record, name), tuple)
            }
        yield evolve(entry, record=evolve(entry.record, **changes), serial=None)


def write_all(folder: Path) -> None:
    """All three."""
    for name, made in (("ledger of 500", ledger()), ("board of 130", board()), ("four quarters", quarter())):
        made.save(folder / f"{name}.docx")
