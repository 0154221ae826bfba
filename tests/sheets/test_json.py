"""JSON: tables of objects by header word, read into the same entries, and every fault called by its path."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, theme
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.text import first_unprintable
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.json_tables import read_json

ROW = {"序号": 1, "科室单位": "办公室", "分管领导": None, "开展情况": "", "主要成效": None, "进度评价": "正常推进"}


def reading(document: Any, **options: Any) -> tl.sheets.Reading:
    """What is read from a document, given as plain data, text or bytes."""
    text = document if isinstance(document, (str, bytes)) else json.dumps(document, ensure_ascii=False)
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return tl.sheets.read(data, scheme=SCHEME, file_name="招商引资.json", collect=True, **options)


def faults(document: Any) -> list[tuple[str | None, str | None, str]]:
    """Sheet, cell and message of each fault."""
    return [(fault.sheet, fault.cell, fault.message) for fault in reading(document).report.faults]


@pytest.mark.parametrize(
    "document",
    [
        {"tables": [{"title": "招商引资", "rows": [ROW]}]},
        {"title": "招商引资", "rows": [ROW]},
        [ROW],
        [dict(reversed(ROW.items()))],
    ],
)
def test_three_shapes_are_read(document: Any) -> None:
    """Tables, one table, or rows alone; keys in any order."""
    found = reading(document)
    assert not found.report.faults
    (entry,) = found.entries
    assert (entry.theme, entry.serial, entry.record.unit.name) == ("investment", 1, "办公室")


def test_what_is_written() -> None:
    """Header words on one line, numbers as numbers, null for blanks, the facts above the header in `heading`."""
    (entry,) = reading([ROW]).entries
    written = json.loads(tl.sheets.to_json(theme("investment").form, [entry]))
    assert written == {
        "tables": [
            {
                "title": "招商引资情况",
                "columns": headers("investment", collected=True),
                "rows": [{**ROW, "开展情况": None}],
            }
        ]
    }
    form = theme("assistance").form
    (table,) = json.loads(tl.sheets.to_json(form, [], title="甲"))["tables"]
    assert table["title"] == "甲"
    assert table["heading"] == {"包保领导": None, "责任人": None, "责任科室": None, "截至日期": None}
    assert table["rows"] == []


def test_published_columns_only() -> None:
    """The collection-only columns stay away (§3.13), and what no file can hold is refused."""
    form = theme("reform_bureau").form
    table = json.loads(tl.sheets.to_json(form, [], published=True))["tables"][0]
    assert table["columns"] == headers("reform_bureau")
    with pytest.raises(tl.errors.UnprintableText):
        tl.sheets.to_json(form, [], title="\ud800")


def test_a_fault_is_called_by_its_path() -> None:
    """Table, row from 0 and key: what a program can look up; entries know their cells by the same names."""
    bad = {**ROW, "进度评价": "很慢"}
    found = reading({"tables": [{"rows": [ROW]}, {"rows": [{**ROW, "科室单位": "秘书科"}, bad]}]})
    (fault,) = found.report.faults
    assert (fault.sheet, fault.cell, fault.row) == ("tables[1]", "rows[1].进度评价", 2)
    assert str(fault).startswith("招商引资.json tables[1]：rows[1].进度评价“进度评价”“很慢”：应为")
    origin = found.entries[1].origin
    assert origin is not None
    assert (origin.sheet, origin.row, origin.cell("progress")) == ("tables[1]", 1, "rows[0].进度评价")
    assert [str(table) for table in found.report.read] == [
        "招商引资.json〔tables[0]〕：招商引资，1 条",
        "招商引资.json〔tables[1]〕：招商引资，1 条",
    ]
    assert faults([{**ROW, "科室单位": "办公事"}])[0][:2] == ("招商引资", "[0].科室单位")


def test_facts_above_the_header() -> None:
    """`heading` holds what a sheet has above its header; a fault in it is called by its key."""
    words = [column.label for column in theme("assistance").form.columns]
    row = dict(zip(words, [1, "共享数据", "办公室", "推进中", "年底", "正常推进", None], strict=True))
    heading = {"包保领导": "甲", "责任人": "乙", "责任科室": "办公室", "截至日期": "2023年9月28日"}
    table = {"title": "“上对下”督帮工作情况", "heading": heading, "rows": [row]}
    (entry,) = reading(table).entries
    assert theme("assistance").form.show(entry.record, theme("assistance").form.heading[0].name) == "甲"
    assert entry.origin is not None
    assert entry.origin.cell(theme("assistance").form.heading[0].name) == "heading.包保领导"
    for odd in ('["甲"]', '"甲", "包保领导": "乙"', '"\\ud800"'):
        text = json.dumps(table, ensure_ascii=False).replace('"甲"', odd)
        assert [cell for _, cell, _ in faults(text)] == ["heading.包保领导"]


@pytest.mark.parametrize(
    "document",
    [
        [{**ROW, "进度评价": "\ud800"}],
        {"title": "\ud800", "rows": [{**ROW, "多\ud800": 1}]},
        {"rows": [ROW], "\ud800": 1},
        {"columns": ["\ud800"], "rows": [ROW]},
    ],
)
def test_what_is_told_of_half_characters_can_be_written(document: Any) -> None:
    """Every line of the report is text that any file takes, whatever halves of characters the hand-in holds."""
    data = json.dumps(document).encode()
    report = tl.sheets.read(data, scheme=SCHEME, file_name="招商引资.json", collect=True).report
    told = "\n".join((*report.lines(), *report.lines("en"), *map(str, report.faults)))
    assert "\\ud800" in told.encode().decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"已办结", "进度评价": "正常推进"', "只写一次的键"),
        ('"已办结", "进度 评价": "正常推进"', "只写一次的键"),
        ("NaN", "有限的数"),
        ("-Infinity", "有限的数"),
        ("1e999", "有限的数"),
        ("9" * 5000, "不超过 300 位的数"),
        ('["已办结"]', "文字、数、true、false 或 null"),
        ('{"a": 1}', "文字、数、true、false 或 null"),
        ('"\\ud800"', "不含控制字符的文字"),
        ('"\\u0000"', "不含控制字符的文字"),
        (json.dumps("x" * 40_000), "不超过 32767 字的内容"),
        ("true", " 已办结、正常推进、无项目线索 之一"),
        ("1.5", " 已办结、正常推进、无项目线索 之一"),
    ],
    ids=range(13),
)
def test_odd_values_are_faults_of_their_cell(value: str, expected: str) -> None:
    """Keys twice, numbers without end, nested things, half characters: each is told where it stands; the rest is read."""
    text = json.dumps([ROW, {**ROW, "进度评价": "?"}], ensure_ascii=False).replace('"?"', value)
    found = reading(text)
    (fault,) = found.report.faults
    assert (fault.cell, fault.expected) == ("[1].进度评价", expected)
    assert len(found.entries) == 1
    assert str(fault)


@pytest.mark.parametrize(
    ("document", "messages"),
    [
        ({"tables": [1, {"rows": {}}]}, ["不是一张表", "rows 不是列表"]),
        ({"tables": [{"rows": [ROW, 1, []]}]}, ["rows[1] 不是对象", "rows[2] 不是对象"]),
        ({"tables": [], "x": 1}, ["没有“x”这个键"]),
        ({"titel": "x", "rows": [ROW]}, ["没有“titel”这个键"]),
        (
            {"title": 1, "heading": [1], "columns": "x", "rows": []},
            ["title 不是文字", "heading 不是对象", "columns 不是文字的列表"],
        ),
        ({"columns": [1], "rows": []}, ["columns 不是文字的列表"]),
        ('{"rows": [], "rows": []}', ["键“rows”出现不止一次"]),
        ([1], ["[0] 不是对象"]),
    ],
)
def test_wrong_shapes_are_told_all_at_once(document: Any, messages: list[str]) -> None:
    """Each thing that is no table, row or text is a fault with its place."""
    assert [message for _, _, message in faults(document)] == messages


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "第 1 行第 1 列"),
        (b"{", "不是合法的 JSON"),
        (b'[{"a": 1 "b"}]', "第 1 行第 10 列"),
        ("[{“序号”: 1}]".encode("gb18030"), "不是 utf-8-sig 编码"),
        (b"[" * 100_000, "括号嵌套过深"),
        (b"[{}," * 600_000, "元素"),
        (b"PK\x03\x04", "Office"),
    ],
)
def test_what_is_no_json_is_a_fault(data: bytes, word: str) -> None:
    """Cut, nested without end, in another encoding: a `FileFault` that says where."""
    (fault,) = reading(data).report.faults
    assert isinstance(fault, tl.errors.FileFault)
    assert word in fault.message


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(sheets=1), "1 张表"),
        (Limits(rows=1), "1 行"),
        (Limits(columns=5), "5 列"),
        (Limits(cells=20), "20 个单元格"),
        (Limits(held=3), "3 个元素"),
    ],
)
def test_limits_are_values(limits: Limits, word: str) -> None:
    """What is too much is for the caller to say."""
    (fault, *_) = reading({"tables": [{"rows": [ROW, ROW]}, {"rows": [ROW, ROW]}]}, limits=limits).report.faults
    assert word in fault.message


VALUES = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.just(1.5) | st.sampled_from(["", " ", "\u3000\n", "甲", "1"])
)
ODD = st.sampled_from(["\x01", " \ufffe", "长" * 40, [], {"甲": 1}])


@given(st.lists(st.tuples(VALUES, VALUES | ODD, ODD), max_size=6))
def test_each_value_is_looked_at_for_itself(rows: list[tuple[Any, ...]]) -> None:
    """A blank text is a blank cell, what no cell can hold is broken in its place, and neither changes a cell of its column."""
    columns = ["a", "b", "c"]
    document = {"columns": columns, "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
    (grid,) = read_json(json.dumps(document).encode(), Meter("甲.json", Limits(cell_characters=30)))
    assert isinstance(grid, Grid)

    def is_odd(value: Any) -> bool:
        if isinstance(value, str):
            return len(value) > 30 or first_unprintable(value) is not None
        return isinstance(value, (list, dict))

    broken = [(at, column) for at, row in enumerate(rows, 1) for column, one in enumerate(row) if is_odd(one)]
    assert [(row, column) for row, column, _ in grid.broken] == broken
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if not is_odd(value):
                is_blank = value is None or (isinstance(value, str) and not value.strip())
                cell = grid.cell(at, column)
                assert (type(cell), cell) == ((type(None), None) if is_blank else (type(value), value))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    """UTF-8 with and without BOM, and UTF-16 with one."""
    assert len(reading(json.dumps([ROW], ensure_ascii=False).encode(encoding)).entries) == 1


def test_json_of_something_else_is_skipped(tmp_path: Path) -> None:
    """A folder may hold a .json that is no table; the report says so."""
    (tmp_path / "a.json").write_text('{"quarter": "2023Q3"}')
    (tmp_path / "b.json").write_text("3")
    (tmp_path / "c.json").write_text('[{"姓名": "甲"}]')
    report = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True).report
    assert [str(skipped) for skipped in report.skipped] == [
        "a.json：未读，JSON 里没有表",
        "b.json：未读，JSON 里没有表",
        "c.json〔c〕：未读，没有认得的表头",
    ]


def test_a_header_that_lacks_words_is_told_by_its_place() -> None:
    """Every column must be there, since a key that nobody wrote may be one that was forgotten."""
    (fault,) = reading([{key: value for key, value in ROW.items() if key != "开展情况"}]).report.faults
    assert isinstance(fault, tl.errors.HeaderFault)
    assert fault.message == "columns的表头缺少：开展情况"


def test_nothing_is_read_before_it_is_asked_for() -> None:
    """Tables come one after the other."""
    tables = read_json(b'{"tables": [{"rows": []}, 1]}', Meter("f.json"))
    assert [type(one).__name__ for one in tables] == ["Grid", "FileFault"]


@pytest.mark.parametrize("typed", ["②科室单位", "② 科室\n单位", "（2）科室单位", "*科室单位：", "2.科室单位"])
def test_header_words_are_read_as_in_a_workbook(typed: str) -> None:
    """A circled number before a header word is one, and no digit of the word."""
    row = {typed if key == "科室单位" else key: value for key, value in ROW.items()}
    found = reading({"title": "招商引资", "columns": list(row), "rows": [row]})
    assert not found.report.faults
    assert [entry.record.unit.name for entry in found.entries] == ["办公室"]
