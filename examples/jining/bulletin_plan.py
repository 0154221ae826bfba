"""通报编排: the four parts of annex 4, in the notice's words."""

from typing import Final

from trafficlight.documents import BulletinPlan, CountChart, CountTable, GroupingTable, Part, ThemeTable

_COUNTS: Final = (
    CountTable("departments"),
    CountChart("departments"),
    CountTable("counties"),
    CountChart("counties"),
)

PLAN: Final = BulletinPlan(
    "全市审计重点工作\n推进情况通报",
    (
        Part("一、济宁审计系统“蓝黄红”标识数量情况", _COUNTS),
        Part(
            "二、济宁市审计局重点工作推进情况",
            (
                ThemeTable("performance_assessment"),
                ThemeTable("three_firsts"),
                ThemeTable("key_work", summary=True),
                ThemeTable("audit_projects"),
                ThemeTable("upward_funding_bureau"),
                ThemeTable("reform_bureau"),
                ThemeTable("investment"),
            ),
        ),
        Part(
            "三、县（市、区）审计局重点工作推进情况",
            (ThemeTable("upward_funding_county"), ThemeTable("reform_county")),
        ),
        Part(
            "四、济宁审计系统“市县一体”督帮工作推进情况",
            (GroupingTable(), ThemeTable("assistance"), ThemeTable("appeals")),
        ),
    ),
)
