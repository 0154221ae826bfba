"""The tables of the notice: columns verbatim and in order, the extra ones of §3.13 to their right."""

from __future__ import annotations

import pytest
from helpers.small_office import RULEBOOK

LEDGER = "序号 工作事项 任务目标 推进情况 进度评价 分管负责人 责任科室责任人 任务来源 备注"
FUNDING = "分管领导 争取情况 争资金 争政策 争项目"
HELP = "牵头科室（部门）牵头人 推进情况 完成时限 进度评价 备注"


@pytest.mark.parametrize(
    ("key", "title", "headers", "extra"),
    [
        (
            "performance_assessment",
            "高质量发展绩效考核推进情况",
            "序号 考核指标内容 考核单位 任务目标 推进情况 进度评价 分管领导 牵头科室 责任人",
            "认定名次",
        ),
        (
            "three_firsts",
            "“争一流、争第一、争唯一”重点任务推进情况",
            "序号 总体任务目标 完成时限 分管负责人 责任部门/科室 类别 推进情况 进度评价 备注",
            "认定",
        ),
        ("key_work", "重点工作推进情况", LEDGER, ""),
        ("audit_projects", "重点审计项目推进情况", LEDGER, ""),
        ("upward_funding_bureau", "对上争取情况", f"序号 科室单位 {FUNDING}", "认定数"),
        ("reform_bureau", "改革创新情况", "序号 科室单位 分管领导 已争取事项 拟争取事项", "认定数"),
        ("investment", "招商引资情况", "序号 科室单位 分管领导 开展情况 主要成效 进度评价", ""),
        ("upward_funding_county", "对上争取情况", f"序号 单位名称 {FUNDING}", "认定数"),
        ("reform_county", "改革创新情况", "序号 单位名称 分管领导 已争取事项 拟争取事项", "认定数"),
        ("assistance", "济宁审计系统“市县一体”\n“上对下”督帮工作情况", f"序号 督导帮扶事项 {HELP}", ""),
        ("appeals", "济宁审计系统“市县一体”\n“下对上”诉求工作情况", f"序号 诉求事项 {HELP}", ""),
    ],
)
def test_columns(key: str, title: str, headers: str, extra: str) -> None:
    """The published table has the notice's columns and no others; what it has no column for stands to their right."""
    form = RULEBOOK.theme(key).form
    labels = [column.label.replace("(", "（").replace(")", "）") for column in form.columns]
    published = headers.split()
    assert form.title == title
    assert labels == published + extra.split()
    assert [column.published for column in form.columns] == [True] * len(published) + [False] * len(extra.split())
    assert all(column.optional_column for column in form.columns if not column.published)


@pytest.mark.parametrize("key", ["upward_funding_bureau", "upward_funding_county"])
def test_two_lines_a_unit(key: str) -> None:
    """“已争取 拟争取”: two lines a unit; 认定数 stands on the 已争取 line (§3.13)."""
    form = RULEBOOK.theme(key).form
    assert form.lines == ("已争取", "拟争取")
    assert form.label_of("won_funds") == "已争取·争资金"
    assert form.label_of("planned_projects") == "拟争取·争项目"
    assert form.label_of("recognised") == "已争取·认定数"


@pytest.mark.parametrize("key", ["assistance", "appeals"])
def test_heading_block(key: str) -> None:
    """“包保领导：xxx 责任人：xxx 责任科室：xxx 截至日期：202x年x月”: four facts above the table."""
    form = RULEBOOK.theme(key).form
    assert [form.label_of(line.name) for line in form.heading] == ["包保领导", "责任人", "责任科室", "截至日期"]


@pytest.mark.parametrize(
    ("key", "steward"),
    [
        ("performance_assessment", "人事科"),
        ("three_firsts", "人事科"),
        ("key_work", "办公室"),
        ("audit_projects", "办公室"),
        ("upward_funding_bureau", "办公室"),
        ("reform_bureau", "秘书科"),
        ("investment", "办公室"),
        ("upward_funding_county", "办公室"),
        ("reform_county", "秘书科"),
        ("assistance", "人事科"),
        ("appeals", "人事科"),
    ],
)
def test_steward(key: str, steward: str) -> None:
    """“该项工作由市审计局督查工作专班成员单位…负责标注颜色和解释”: who colours and explains each table."""
    theme = RULEBOOK.theme(key)
    assert theme.steward == steward
    doing = "督导调度、标注颜色以及解释" if key == "key_work" else "标注颜色和解释"
    assert f"该项工作由市审计局督查工作专班成员单位{steward}负责{doing}。" in theme.form.notes[-1]
