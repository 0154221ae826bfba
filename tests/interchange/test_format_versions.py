"""格式版本: documents name their version; what was stored before is read; a host brings its own old records along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from helpers.office_sheets import SCHEME, headers, xlsx
from helpers.refusals import refused
from helpers.small_office import OFFICE, RULEBOOK
from helpers.wordfile import every_block
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.errors import Fault, InterchangeError
from trafficlight.interchange import from_json, structure, to_json, unstructure
from trafficlight.messages import Words, english

BEFORE = Path(__file__).parent / "stored" / "version-1.json"


def test_a_rating_of_the_version_before() -> None:
    """A bare value, by hand in the shape of version 1: no digest, no score, no typed words, a week as its Monday's date."""
    stored = json.loads(BEFORE.read_text(encoding="utf-8"))
    stored["period"] = tl.Week.of(tl.model.StatedDate.of(stored["period"]).first).key  # type: ignore[arg-type]  # a whole date
    rating = from_json(tl.Rating[Any], json.dumps(stored), rulebooks=RULEBOOK)
    assert rating.record is not None
    assert rating.record.matter == "落实巡察整改任务"
    assert (rating.marks, rating.serial) == (tl.Tally.of(tl.YELLOW), 3)
    assert rating.origin is not None
    assert rating.origin.cell("progress") == "E5"
    assert from_json(tl.Rating[Any], to_json(rating), rulebooks=RULEBOOK) == rating
    assert from_json(tl.Week, '"2023-09-25"') == tl.Week.parse("2023W39")


def test_a_document_names_its_version() -> None:
    """Every document, and whoever reads one from the time before or of today gets the same."""
    document = json.loads(to_json(OFFICE))
    assert document == {"trafficlight": 2, "value": "办公室"}
    assert from_json(tl.Unit, '"办公室"') == from_json(tl.Unit, json.dumps(document)) == OFFICE


@pytest.mark.parametrize("version", [0, 3, "2", None, True])
def test_a_version_yet_to_come(version: object) -> None:
    """It is refused with what can be read, and what to do."""
    with pytest.raises(InterchangeError, match="1 至 2") as caught:
        from_json(tl.Unit, json.dumps({"trafficlight": version, "value": "办公室"}))
    assert caught.value.problems[0][0] == "$.trafficlight"


@frozen
class Visit:
    """A record of a host's own; it was called `office` once."""

    unit: tl.Unit
    days: int


def test_a_host_migrates_its_own_records() -> None:
    """The hook gets plain data and the version, before anything is read."""

    def migrate(data: Any, version: int) -> Any:
        if version < 2:
            data["unit"] = data.pop("office")
        return data

    old, new = '{"office": "办公室", "days": 3}', to_json(Visit(OFFICE, 3))
    assert from_json(Visit, old, migrate=migrate) == from_json(Visit, new, migrate=migrate) == Visit(OFFICE, 3)
    with pytest.raises(InterchangeError, match=r"\$\.office：没有这一项"):
        from_json(Visit, old)


def test_unknown_keys() -> None:
    """Faults, each with its path; or passed over where a newer program may have written them."""
    data = {"unit": "办公室", "days": 3, "since": "2023", "late": True}
    with pytest.raises(InterchangeError) as caught:
        structure(Visit, data)
    assert [path for path, _ in caught.value.problems] == ["$.late", "$.since"]
    assert structure(Visit, data, unknown_keys="ignored") == Visit(OFFICE, 3)
    assert from_json(tuple[Visit, ...], json.dumps([data]), unknown_keys="ignored") == (Visit(OFFICE, 3),)
    with pytest.raises(InterchangeError, match="应为整数"):
        structure(Visit, data | {"days": "三"}, unknown_keys="ignored")
    with refused(ValueError, match="'refused' or 'ignored'"):
        structure(Visit, data, unknown_keys="ignore")  # type: ignore[arg-type]  # by whoever does not check types


@given(st.text(), st.text())
def test_both_languages_come_back(zh: str, en: str) -> None:
    """A text that says the same in English keeps it."""
    back = from_json(str, to_json(Words(zh, en)))
    assert (back, english(back)) == (zh, en)


def read(*rows: Any) -> tl.sheets.Reading:
    """A ledger of these rows, as it came."""
    return tl.sheets.read(
        xlsx(("表", [["重点工作推进情况"], headers("key_work"), *rows], ())),
        scheme=SCHEME,
        file_name="报.xlsx",
        collect=True,
        period=tl.Quarter(2023, 3),
    )


def test_a_reading_comes_back() -> None:
    """Entries, coverage and the report with its faults and warnings, in both languages."""
    row = [1, "甲", "目标", "情况", "正常推进", "甲", "办公室", "局党组", None]
    reading = read(row, [2, "乙", "目标", "情况", "慢", "甲", "办公室", "局党组", None])
    assert reading.report.faults
    back = from_json(tl.sheets.Reading, to_json(reading), scheme=SCHEME)
    assert (back.entries, back.themes, back.coverage) == (reading.entries, reading.themes, reading.coverage)
    assert back.report.to_data() == reading.report.to_data()
    assert [*map(type, back.report.faults)] == [*map(type, reading.report.faults)]
    for language in ("zh", "en"):
        assert back.report.lines(language) == reading.report.lines(language)
    assert to_json(back) == to_json(reading)


@pytest.mark.parametrize(
    "fault",
    [
        tl.errors.FileFault(
            Words("文件是空的", "the file is empty"), file="a.xlsx", expected=Words("工作簿", "a workbook")
        ),
        tl.errors.HeaderFault("缺少", file="a.xlsx", sheet="表", row=2),
        tl.errors.AmbiguousTheme(["甲", "乙"], file="a.xlsx", sheet="表", row=3),
        tl.errors.MissingTheme("重点工作", theme="key_work", steward="办公室"),
        tl.errors.InternalFault(ZeroDivisionError(), file="a.xlsx"),
    ],
    ids=lambda fault: fault.kind,
)
def test_every_kind_of_fault_comes_back(fault: Fault) -> None:
    """As a fault of its class that says the same in both languages."""
    back = from_json(Fault, to_json(fault))
    assert type(back) is type(fault)
    assert back.to_data() == fault.to_data()
    assert (back.say(), back.say("en")) == (fault.say(), fault.say("en"))
    assert vars(back).keys() == vars(fault).keys()
    with pytest.raises(InterchangeError, match=r"应为 cell 之一"):
        from_json(tl.errors.CellFault, to_json(fault))


@pytest.mark.parametrize(
    "stored",
    [
        {
            "kind": "internal",
            "file": "a.xlsx",
            "message": "程序内部错误（代码 KeyError@xlsx:7），没有读完；请把文件和代码发给维护者",
        },
        {"kind": "missing_theme", "file": "", "message": "应报专题“重点工作”没有收到；请补报"},
        {
            "kind": "ambiguous_theme",
            "file": "a.xlsx",
            "sheet": "表",
            "row": 3,
            "candidates": ["甲", "乙"],
            "message": "看不出",
        },
        {
            "kind": "cell",
            "file": "a.xlsx",
            "sheet": "表",
            "row": 3,
            "column": 6,
            "cell": "F3",
            "header": "进度评价",
            "value": "慢",
            "expected": "推进缓慢",
            "message": "F3“进度评价”“慢”：应为推进缓慢",
        },
    ],
    ids=lambda stored: stored["kind"],
)
def test_a_fault_of_the_version_before_gets_its_english(stored: dict[str, Any]) -> None:
    """Version 1 had the Chinese line alone; what a class of faults says by itself it says in both languages again."""
    fault = from_json(Fault, json.dumps(stored))
    assert fault.say("en").isascii() == (stored["kind"] == "internal")
    assert any(
        word in fault.say("en")
        for word in ("internal error (code KeyError@xlsx:7)", "has not come", "cannot be told", "is “慢”: expected")
    )
    assert from_json(Fault, to_json(fault)).to_data() == fault.to_data()
    plain = {"kind": "file", "file": "a.xlsx", "message": "打不开"}
    assert from_json(Fault, json.dumps(plain)).say("en") == "a.xlsx: 打不开"


@pytest.mark.parametrize(("header", "expected"), [("", "数"), ("序号", ""), ("", "")])
def test_empty_texts_of_a_fault_come_back(header: str, expected: str) -> None:
    """A column without a header, and a fault that says nothing of what is expected: written as null, read as empty."""
    fault = tl.errors.CellFault(
        file="a.xlsx", sheet="表", row=3, column=1, cell="A3", header=header, value="x", expected=expected
    )
    stored = json.loads(to_json(fault))
    back = from_json(tl.errors.CellFault, to_json(fault))
    assert (back.header, back.expected, back.say(), back.say("en")) == (header, expected, fault.say(), fault.say("en"))
    assert json.loads(to_json(back)) == stored
    ambiguous = tl.errors.AmbiguousTheme(["甲", "乙"], file="a.xlsx", expected=expected)
    assert from_json(Fault, to_json(ambiguous)).expected == expected


def test_a_cell_fault_without_its_cell() -> None:
    """It is refused, with what it lacks."""
    stored = {"kind": "cell", "file": "a.xlsx", "message": "F3 错"}
    with pytest.raises(InterchangeError, match=r"缺少 .*cell.*header"):
        from_json(Fault, json.dumps(stored))


def test_a_bulletin_plan_comes_back() -> None:
    """Its tables are of several classes: each names its own."""
    documents = tl.documents
    parts = [
        documents.Part("一、", [documents.CountTable("departments"), documents.CountChart("departments", "图")]),
        documents.Part("二、", [documents.ThemeTable("key_work", summary=True), documents.FlagTable()]),
    ]
    plan = documents.BulletinPlan("通报", parts)
    assert {"kind": "CountTable", "board": "departments"} in unstructure(plan)["parts"][0]["tables"]
    assert from_json(documents.BulletinPlan, to_json(plan)) == plan
    data = unstructure(plan)
    data["parts"][0]["tables"][0]["kind"] = "CountTables"
    with pytest.raises(InterchangeError, match=r"\$\.parts\[0\]\.tables\[0\]：应为 CountTable、.*是否“CountTable”"):
        structure(documents.BulletinPlan, data)


def test_a_plan_with_blocks_of_its_own_comes_back() -> None:
    """What is written is read: every kind of block, texts of several looks, cells; rows that a program makes are refused."""
    documents, content = tl.documents, tl.documents.content
    looks = ("甲", content.Run("乙", bold=True), content.PageReference("b1"))
    grid = content.Grid(
        [content.GridColumn(1), content.GridColumn(2)],
        (("1", content.Cell(looks, fill="FF0000")), ("2", "")),
        header=(("序号", content.Cell("事项")),),
        title=content.Heading("题", 2),
        lead=["单位：个"],
    )
    others = [block for block in every_block().blocks() if not isinstance(block, content.Grid)]
    blocks = [content.Paragraph(looks), grid, *others]
    plan = documents.BulletinPlan("通报", [documents.Part("一、", [documents.OwnBlocks(blocks)])])
    back = from_json(documents.BulletinPlan, to_json(plan))
    assert back == plan
    assert to_json(back) == to_json(plan)
    with pytest.raises(InterchangeError, match=r"\$\.text：应为文字或列表，而不是"):
        structure(content.Paragraph, {"text": 3})
    rows = content.Rows(lambda: iter([("1",)]))
    with pytest.raises(InterchangeError, match=r"\$\.blocks\[0\]\.rows：Rows 不能写成 JSON"):
        to_json(documents.OwnBlocks([content.Grid([content.GridColumn(1)], rows)]))
