"""两个版本: one matter in two files or sheets is asked about, never counted twice (§4.25)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve, frozen
from helpers.office_sheets import ROSTER, SCHEME, fill, headers, saved, theme, xlsx
from sheets.test_checks import INVESTMENT, LEDGER, TITLE, item

import trafficlight as tl
from trafficlight.model import OneUnit, Says, Whole
from trafficlight.rules import Credit
from trafficlight.sheets import Checks, Severity

REPLACE = Checks(later_replaces=True)


def ledger(*rows: list[Any]) -> bytes:
    """A workbook with a ledger."""
    return xlsx(("重点工作", [TITLE, LEDGER, *rows], ()))


def read(folder: Path, files: dict[str, bytes], **options: Any) -> tl.sheets.Reading:
    """Read a folder of these files."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tl.sheets.read(folder, scheme=SCHEME, **{"collect": True, **options})


def zipped(files: dict[str, bytes]) -> bytes:
    """A .zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def progress(reading: tl.sheets.Reading) -> list[tuple[str, str]]:
    """Matter and progress of each entry."""
    return [(entry.record.matter, entry.record.progress.value) for entry in reading.entries]


TWO = {
    "重点工作.xlsx": ledger(item(1, "甲", progress="推进缓慢"), item(2, "乙")),
    "重点工作（修改后）.xlsx": ledger(item(1, "甲 ", progress="已办结"), item(2, "丙")),
}


def test_a_matter_in_two_files_is_a_fault_that_names_both(tmp_path: Path) -> None:
    """The later file's cell, the earlier file with sheet and row, and the matter; strict reading refuses the whole."""
    (fault,) = read(tmp_path, TWO).report.faults
    for part in ("重点工作（修改后）.xlsx", "B3", "“甲”", "重点工作.xlsx〔重点工作〕第3行"):
        assert part in str(fault)
    assert "leave one of the two" in fault.say("en")
    with pytest.raises(tl.SheetFaults):
        read(tmp_path, TWO, collect=False)


def test_by_a_value_the_later_file_replaces_the_earlier(tmp_path: Path) -> None:
    """The later version counts alone and is warned of; what stands in one file only stays."""
    reading = read(tmp_path, TWO, checks=REPLACE, collect=False)
    assert sorted(progress(reading)) == [("丙", "正常推进"), ("乙", "正常推进"), ("甲", "已办结")]
    assert [(one.check, one.file) for one in reading.report.warnings] == [
        ("duplicate_items", "重点工作（修改后）.xlsx")
    ]


@pytest.mark.parametrize("copy", ["重点工作 - 副本.xlsx", "重点工作(1).xlsx", "人事科/重点工作.xlsx", "报.zip"])
def test_one_file_twice_is_a_fault(tmp_path: Path, copy: str) -> None:
    """The same bytes under another name, in another folder or packed: read once, and the fault names both files and the theme."""
    data = TWO["重点工作.xlsx"]
    if copy.endswith(".zip"):
        data = zipped({"重点工作.xlsx": data})
    reading = read(tmp_path, {"重点工作.xlsx": TWO["重点工作.xlsx"], copy: data})
    (fault,) = reading.report.faults
    assert len(reading.entries) == 2
    assert {fault.file, str(fault).split("“")[1].split("”")[0]} == {
        "重点工作.xlsx",
        "报.zip/重点工作.xlsx" if copy == "报.zip" else copy,
    }
    assert "（重点工作）" in str(fault)
    read(tmp_path, {}, checks=REPLACE, collect=False)


def test_a_hidden_sheet_is_another_version() -> None:
    """An old sheet that was hidden rather than deleted is a fault that says so; by the value what shows replaces it."""
    book = openpyxl.load_workbook(io.BytesIO(TWO["重点工作.xlsx"]))
    fill(book.create_sheet("旧"), [TITLE, LEDGER, item(1, "甲", progress="严重滞后")])
    book["旧"].sheet_state = "hidden"
    data = saved(book)
    options: dict[str, Any] = {"scheme": SCHEME, "file_name": "报.xlsx"}
    (fault,) = tl.sheets.read(data, collect=True, **options).report.faults
    assert "隐藏" in str(fault)
    assert progress(tl.sheets.read(data, checks=REPLACE, **options))[0] == ("甲", "推进缓慢")


@pytest.mark.parametrize(
    ("earlier", "later", "left"),
    [
        ("办公室、人事科", "人事科、办公室", ["人事科、办公室"]),
        ("办公室、人事科", "办公室", ["办公室"]),
        ("人事科", "办公室、人事科", ["办公室、人事科"]),
        ("办公室、人事科", "人事科", None),
        ("办公室、人事科", "人事科、秘书科", None),
    ],
)
def test_no_unit_loses_its_row_to_another(tmp_path: Path, earlier: str, later: str, left: list[str] | None) -> None:
    """A later row replaces the same item and what marks no other units; else the row stays, and the shared unit is asked about."""
    files = {f"{at}.xlsx": ledger(item(1, "甲", unit=units)) for at, units in enumerate((earlier, later))}
    reading = read(tmp_path, files, checks=REPLACE)
    said = [str(entry.record.responsible) for entry in reading.entries]
    if left is None:
        assert said == [earlier]
        assert [fault.file for fault in reading.report.faults] == ["1.xlsx"]
        assert not reading.report.warnings
    else:
        assert said == left
        assert not reading.report.faults
        assert [one.check for one in reading.report.warnings] == ["duplicate_items"]


def test_the_same_matter_under_another_lead_is_a_doubt(tmp_path: Path) -> None:
    """Two departments may share a matter's words, or one item has been handed over: a warning that names the other."""
    other = ledger(item(1, "甲", unit="人事科"))
    reading = read(tmp_path, {"a.xlsx": TWO["重点工作.xlsx"], "b.xlsx": other}, collect=False)
    (warning,) = reading.report.warnings
    assert (warning.check, warning.file, warning.cell) == ("same_matter", "b.xlsx", "B3")
    assert "办公室" in warning.expected
    assert "a.xlsx" in warning.expected
    assert len(reading.entries) == 3


def test_a_unit_in_two_files_is_a_fault_or_replaced(tmp_path: Path) -> None:
    """Where each unit has one row, its second is a fault over all files; by the value the later one counts."""
    files = {
        f"{name}.xlsx": xlsx(("招商引资", [INVESTMENT, [1, "办公室", None, "洽谈", None, word]], ()))
        for name, word in (("招商引资", "正常推进"), ("招商引资（新）", "已办结"))
    }
    (fault,) = read(tmp_path, files).report.faults
    assert (fault.file, fault.cell) == ("招商引资（新）.xlsx", "B2")
    checks = Checks(later_replaces=True, duplicate_units=Severity.FAULT)
    (entry,) = read(tmp_path, {}, checks=checks, collect=False).entries
    assert entry.record.progress.value == "已办结"


def test_equal_words_of_two_groups_are_two_items() -> None:
    """督帮 has a table for each group, with its leader above: the same help for two groups is no second version."""
    words = headers("assistance")
    row: list[Any] = [1, "培训", "办公室", "推进", "年底", "正常推进", None]
    sheets: list[Any] = [
        (f"第{group}组", [[f"包保领导：{leader}"], words, row], ())
        for group, leader in (("一", "甲某"), ("二", "乙某"))
    ]
    assert len(tl.sheets.read(xlsx(*sheets), scheme=SCHEME, file_name="督帮.xlsx").entries) == 2


@pytest.mark.parametrize("other", [{"progress": "推进缓慢"}, {"leader": "分管领导二"}, {"source": "市委"}])
@pytest.mark.parametrize("again", ["甲", " 甲", "甲　"])
def test_a_matter_twice_in_one_table_is_a_fault(tmp_path: Path, again: str, other: dict[str, str]) -> None:
    """Two rows of one item that tell it differently: which one counts is asked, in every format, however it is padded."""
    rows = [item(1, "甲"), item(2, "乙"), item(3, again, **other)]
    reading = read(tmp_path, {"重点工作.xlsx": ledger(*rows)})
    (fault,) = reading.report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert (fault.cell, fault.file) == ("B5", "重点工作.xlsx")
    assert "重点工作.xlsx〔重点工作〕第3行" in fault.expected
    assert [entry.serial for entry in reading.entries] == [1, 2]
    warned = read(tmp_path, {}, checks=Checks(item_twice=Severity.WARNING)).report
    assert [one.check for one in warned.warnings] == ["item_twice"]
    assert not warned.faults


@pytest.mark.parametrize(
    "again",
    [
        "修订审计制度。",
        "修订—审计制度",
        "修订《审计制度》",
        "修订“审计制度”",
        "1.修订审计制度",
        "（1）修订审计制度",
        "2、修订审计制度",
    ],
)
def test_a_version_may_differ_in_signs(tmp_path: Path, again: str) -> None:
    """Stops, quotation marks and a number before the matter make no other item, in another file or in the same table (§4.25)."""
    two = {"重点工作.xlsx": ledger(item(1, "修订审计制度")), "终稿.xlsx": ledger(item(1, again, progress="推进缓慢"))}
    (fault,) = read(tmp_path / "two", two).report.faults
    assert (fault.file in two, fault.cell) == (True, "B3")
    one = {"重点工作.xlsx": ledger(item(1, "修订审计制度"), item(2, again, progress="推进缓慢"))}
    assert [fault.cell for fault in read(tmp_path / "one", one).report.faults] == ["B4"]


@pytest.mark.parametrize("other", ["投资15万元项目", "投资1-5万元项目", "投资1.5亿元项目", "一、二期项目", "……"])
def test_what_signs_tell_apart_is_no_version(tmp_path: Path, other: str) -> None:
    """A point within a number is none of these signs, nor is a number that belongs to the words."""
    rows = [item(1, "投资1.5万元项目"), item(2, "二期项目"), item(3, "——"), item(4, other, progress="推进缓慢")]
    assert read(tmp_path, {"重点工作.xlsx": ledger(*rows)}).report.faults == ()
    again = ledger(*rows, item(5, "——", progress="推进缓慢"))
    assert [fault.cell for fault in read(tmp_path, {"重点工作.xlsx": again}).report.faults] == ["B7"]


@pytest.mark.parametrize("name", ["填报示例", "样表", "范例"])
def test_an_example_beside_the_table_is_asked_about(tmp_path: Path, name: str) -> None:
    """A sheet of the form that shows how to fill it in would count; alone, such a sheet is what was filled in."""
    two = [("重点工作", [TITLE, LEDGER, item(1)], ()), (name, [TITLE, LEDGER, item(1, "乙")], ())]
    (fault,) = read(tmp_path, {"重点工作.xlsx": xlsx(*two)}).report.faults
    assert "工作表名" in str(fault)
    assert not read(tmp_path, {"重点工作.xlsx": xlsx(*two[1:])}).report.faults
    assert not read(tmp_path, {"重点工作.xlsx": xlsx(two[0], (name, [TITLE, LEDGER], ()))}).report.faults


def test_an_example_file_beside_the_table_is_asked_about(tmp_path: Path) -> None:
    """So is a file; a file called 样表 is what many an office fills in."""
    (fault,) = read(
        tmp_path, {"重点工作.xlsx": ledger(item(1)), "重点工作填写示例.xlsx": ledger(item(1, "乙"))}
    ).report.faults
    assert (fault.file, "文件名" in str(fault)) == ("重点工作填写示例.xlsx", True)
    (tmp_path / "重点工作填写示例.xlsx").rename(tmp_path / "重点工作（样表）.xlsx")
    assert not read(tmp_path, {}).report.faults


@pytest.mark.parametrize("matter", ["示例：修订制度", "例：修订制度", "样例:修订制度", "（示例）修订制度"])
def test_an_example_row_is_asked_about(tmp_path: Path, matter: str) -> None:
    """A full row that calls itself an example would be rated; an item that only speaks of examples is one."""
    reading = read(tmp_path, {"重点工作.xlsx": ledger(item(1, matter), item(2, "示例文本修订"), item(3, "例会制度"))})
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == ["B3"]
    assert [entry.serial for entry in reading.entries] == [2, 3]


def test_tasks_of_one_matter_are_no_versions(tmp_path: Path) -> None:
    """One matter with several targets, each in its row, is not doubted; nor is that of another unit."""
    rows = [item(1, "甲"), [2, "甲", "另一目标", *item(2)[3:]], item(3, "甲", unit="人事科")]
    report = read(tmp_path, {"重点工作.xlsx": ledger(*rows)}).report
    assert not report.faults
    assert not report.warnings


@pytest.mark.parametrize(("first", "second"), [("目标", None), (None, "目标")])
def test_a_blank_target_makes_no_other_task(tmp_path: Path, first: str | None, second: str | None) -> None:
    """A version with its 任务目标 and one without are two of one item; tasks with targets of their own beside them are not."""
    rows = [[1, "甲", "另一目标", *item(1)[3:]], [2, "乙", first, *item(2)[3:]]]
    rows += [[3, "甲", "第三目标", *item(3)[3:]], [4, "乙", second, *item(4, progress="已办结")[3:]]]
    reading = read(tmp_path, {"重点工作.xlsx": ledger(*rows)})
    assert [fault.cell for fault in reading.report.faults if isinstance(fault, tl.errors.CellFault)] == ["B6"]
    assert [entry.serial for entry in reading.entries] == [1, 2, 3]


@pytest.mark.parametrize(
    ("one", "two", "credit"),
    [
        ("办公室、人事科", "人事科、办公室", Credit.ALL),
        ("办公室、人事科", "人事科、办公室", Credit.LEAD),
        ("办公室、人事科", "人事科", Credit.ALL),
    ],
)
def test_an_item_of_several_units_is_one_in_any_order(tmp_path: Path, one: str, two: str, credit: Credit) -> None:
    """Rows, sheets or files that name its units in another order, or one of them alone, are versions: no unit is marked twice."""
    given: dict[str, Any] = {"themes": [evolve(theme("key_work"), credit=credit)], "roster": ROSTER}
    rows = [item(1, "甲", unit=one), item(2, "乙"), item(3, "甲", unit=two, progress="已办结")]
    within = tl.sheets.read(ledger(*rows), **given, file_name="重点工作.xlsx", collect=True)
    assert [fault.cell for fault in within.report.faults if isinstance(fault, tl.errors.CellFault)] == ["B5"]
    (tmp_path / "a.xlsx").write_bytes(ledger(rows[0]))
    (tmp_path / "b.xlsx").write_bytes(ledger(rows[2]))
    (fault,) = tl.sheets.read(tmp_path, **given, collect=True).report.faults
    assert isinstance(fault, tl.errors.CellFault)
    assert (fault.file, fault.cell) == ("b.xlsx", "B3")
    assert not tl.sheets.read(tmp_path, **given, collect=True).report.warnings
    if two != "人事科":  # which would take the light from 办公室
        (entry,) = tl.sheets.read(tmp_path, **given, checks=REPLACE).entries
        assert entry.record.progress.value == "已办结"


@frozen
class Points:
    """The score of a unit."""

    unit: tl.Unit
    points: int


@frozen
class Task:
    """A task of a unit, with its target."""

    matter: str
    unit: tl.Unit
    target: str


CLAUSE = tl.Clause("1", "照此办理", "某办法")
UNIT = tl.column("单位", "unit", kind=OneUnit(), required=True)


def of_unit() -> tl.Theme[Any]:
    """A theme of one row a unit, whose absence says nothing."""
    form = tl.Form("计分表", (tl.serial(), UNIT, tl.column("得分", "points", kind=Whole())))
    return tl.Theme("points", "计分", Points, lambda one: tl.unlit(because=CLAUSE, score=one.points), form, (CLAUSE,))


def of_tasks(**given: Any) -> tl.Theme[Any]:
    """A theme of tasks with their targets."""
    columns = (tl.serial(), tl.column("任务", "matter"), UNIT, tl.column("目标", "target", says=Says.TARGET))
    rule = lambda _: tl.unlit(because=CLAUSE)  # noqa: E731
    return tl.Theme("tasks", "任务", Task, rule, tl.Form("任务表", columns), (CLAUSE,), subject="matter", **given)


def of_theme(theme: tl.Theme[Any], *rows: str) -> list[tuple[str, str | None]]:
    """The check and cell of each fault in a .csv of a theme."""
    scheme = evolve(SCHEME, rulebooks=tl.Rulebook("某办法", tl.Month(2023, 1).first_day, [theme]), counted={}, due=())
    head = ",".join(column.label for column in theme.form.columns)
    text = "\n".join((theme.form.title, head, *rows))
    reading = tl.sheets.read(text.encode(), file_name="表.csv", scheme=scheme, period=tl.Month(2023, 9), collect=True)
    return [(str(one), one.cell) for one in reading.report.faults if isinstance(one, tl.errors.CellFault)]


def test_a_unit_twice_is_a_fault_in_every_theme_of_units() -> None:
    """Also where no absence speaks: 55 and 50 were 105 of 100 points, and nobody asked."""
    ((words, cell),) = of_theme(of_unit(), "1,办公室,55", "2,人事科,90", "3,办公室,50")
    assert cell == "B5"
    assert "每个单位一行" in words
    assert of_theme(of_unit(), "1,办公室,55", "2,人事科,90") == []


def test_an_item_known_by_a_code_or_by_its_past_has_one_row() -> None:
    """What next month's past could not tell apart is asked when it is read, also where the targets differ or all is equal."""
    rows = ("1,修路,办公室,三季度", "2,建桥,办公室,三季度", "3,修路,办公室,四季度", "4,建桥,办公室,三季度")
    after = tl.rules.Consequence("约谈", tl.rules.running(tl.RED), CLAUSE)
    for given in ({"identity": ("matter",)}, {"consequences": (after,)}):
        assert [cell for _, cell in of_theme(of_tasks(**given), *rows)] == ["B5", "B6"]
    ((told, cell),) = of_theme(of_tasks(), *rows)
    assert "与其他行不同" in told
    assert cell == "B6"
