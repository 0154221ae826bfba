"""通报编排: annex 4 in the notice's words: the whole, an edition for each board, and a single theme or table.

The parts are built once; what a document is called, and how its parts are numbered, follows from which of them it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from jining import AGENCY, JINING

from trafficlight.documents import (
    BulletinPlan,
    CountChart,
    CountTable,
    ExplanationTable,
    GroupingTable,
    Issue,
    Part,
    ThemeTable,
)

Edition: TypeAlias = Literal["combined", "departments", "counties"]
EDITIONS: Final[tuple[Edition, ...]] = ("combined", "departments", "counties")
FILES: Final = {"combined": "通报", "departments": "通报（科室单位）", "counties": "通报（县（市、区）审计局）"}

BUREAU: Final = AGENCY.name
COUNTIES: Final = "县（市、区）审计局"
SYSTEM: Final = AGENCY.system
COUNTS: Final = "“蓝黄红”标识数量情况"
WORK: Final = "重点工作推进情况"
ENTRY: Final = "{number}.{title}"

DEPARTMENT_COUNTS: Final = (CountTable("departments"), CountChart("departments"))
COUNTY_COUNTS: Final = (CountTable("counties"), CountChart("counties"))
DEPARTMENT_WORK: Final = Part(
    f"{BUREAU}{WORK}",
    (
        ThemeTable("performance_assessment"),
        ThemeTable("three_firsts"),
        ThemeTable("key_work", summary=True),
        ThemeTable("audit_projects"),
        ThemeTable("upward_funding_bureau"),
        ThemeTable("reform_bureau"),
        ThemeTable("investment"),
    ),
)
COUNTY_WORK: Final = Part(f"{COUNTIES}{WORK}", (ThemeTable("upward_funding_county"), ThemeTable("reform_county")))
HELP: Final = Part(
    f"{SYSTEM}\n“市县一体”督帮工作推进情况", (GroupingTable(), ThemeTable("assistance"), ThemeTable("appeals"))
)

PARTS: Final[dict[Edition, tuple[str, tuple[Part, ...]]]] = {
    "combined": (
        f"全市审计重点工作\n{{year}}年{WORK[-4:]}通报",
        (Part(f"{SYSTEM}{COUNTS}", (*DEPARTMENT_COUNTS, *COUNTY_COUNTS)), DEPARTMENT_WORK, COUNTY_WORK, HELP),
    ),
    "departments": (
        f"{BUREAU}重点工作\n{{year}}年{WORK[-4:]}通报",
        (Part(f"{BUREAU}{COUNTS}", DEPARTMENT_COUNTS), DEPARTMENT_WORK, HELP),
    ),
    "counties": (
        f"{COUNTIES}重点工作\n{{year}}年{WORK[-4:]}通报",
        (Part(f"{COUNTIES}\n{COUNTS}", COUNTY_COUNTS), COUNTY_WORK, HELP),
    ),
}


def plan(edition: Edition = "combined", *, grounds: bool = False) -> BulletinPlan:
    """市局各科室单位一个，各县（市、区）审计局一个 (N4.2); `grounds` adds why each light of its themes is what it is."""
    title, parts = PARTS[edition]
    if grounds:
        themes = [table.theme for part in parts for table in part.tables if isinstance(table, ThemeTable)]
        parts = (*parts, Part("标注解释", [ExplanationTable(tuple(themes))]))
    return BulletinPlan(title, numbered(parts), entry=ENTRY)


def numbered(parts: Iterable[Part]) -> Iterator[Part]:
    """一、二、三、四."""
    for ordinal, part in zip("一二三四五", parts, strict=False):
        yield Part(f"{ordinal}、{part.title}", part.tables, year=part.year)


def theme_plan(key: str) -> BulletinPlan:
    """适时发布督查通报 (N4.4): one theme by itself, as a document that goes out."""
    form = JINING.rulebooks.latest.theme(key).form
    return single(f"{''.join(form.title.split())}\n督查通报", ThemeTable(key, summary=key == "key_work"))


def table_plan(board: str) -> BulletinPlan:
    """适时发布督查通报 (N4.4): the count table of one board by itself."""
    return single({"departments": BUREAU, "counties": COUNTIES}[board] + f"\n{COUNTS}督查通报", CountTable(board))


def single(title: str, table: ThemeTable | CountTable) -> BulletinPlan:
    """A plan of one table below a plain head; its number and seal are the office's."""
    issue = Issue(
        addressee="局属各科室单位，各县（市、区）审计局：",
        text=("现将截至{date}的有关情况通报如下。",),
        copies="局领导",
        issuer=AGENCY.publisher,
    )
    return BulletinPlan(title, [Part("", [table])], contents="", cover=False, issue=issue)
