"""错误作为数据: faults as JSON, and faults that travel between processes whole."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
from helpers.broken_workbooks import faults as faults_of
from helpers.broken_workbooks import read
from helpers.office_sheets import SCHEME, headers, xlsx
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.messages import Words

KEYS = "kind file sheet row column cell header value expected nearest candidates message".split()

CELL = tl.errors.CellFault(
    file="招商.xlsx",
    sheet="招商",
    row=3,
    column=6,
    cell="F3",
    header="进度评价",
    value="推进很慢",
    expected=Words(" 已办结、推进缓慢 之一", "one of 已办结, 推进缓慢"),
    nearest="推进缓慢",
)
ERRORS: list[tl.TrafficlightError] = [
    CELL,
    tl.errors.FileFault(Words("文件是空的", "the file is empty"), file="a.xlsx", expected=Words("文件", "a file")),
    tl.errors.HeaderFault("缺少", file="a.xlsx", sheet="S", row=2, column=1, cell="A2"),
    tl.errors.AmbiguousTheme(["改革", "招商"], file="a.xlsx", sheet=None),
    tl.errors.UnreadableCell(Words("日期", "a date"), "3月"),
    tl.errors.RuleError("key_work", ("record",), "没有", serial=3),
    tl.errors.NoEvidence("进度", ["快", "慢"]),
    tl.errors.NotInForce(dt.date(2020, 1, 1), dt.date(2023, 1, 1)),
    tl.errors.CalendarUnknown(2030, [2023]),
    tl.errors.UnknownUnit("办公事", ["办公室"]),
    tl.errors.InterchangeError("a.json", [("$.a", "缺少")]),
    tl.errors.AgencyFileError("a.toml", [("a", "缺少")]),
    tl.errors.UnprintableText("a\x00", 1),
    tl.errors.SubmissionRefused("a.docx", "macros", Words("含有宏", "it has macros")),
    tl.errors.NotSignedOff("办公室"),
    tl.errors.OfficeMissing("soffice"),
    tl.errors.OfficeFailed("超时", "x"),
    tl.errors.ExtraMissing("pypdf", "pdf"),
    tl.errors.DocumentError("不成"),
]


def state(error: BaseException) -> Any:
    """What an error is: its class, message and attributes; of a group, that of its members too."""
    members = [state(one) for one in error.exceptions] if isinstance(error, BaseExceptionGroup) else []
    attributes = {name: (value, getattr(value, "en", None)) for name, value in vars(error).items()}
    return type(error), str(error), error.args if not members else None, attributes, members


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_travel_whole(error: tl.TrafficlightError) -> None:
    """A copy of an error, or one that came from another process, has the class, message and attributes of the first."""
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert state(pickle.loads(pickle.dumps(error, protocol))) == state(error)  # noqa: S301  # our own bytes
    assert state(copy.copy(error)) == state(error)
    assert state(copy.deepcopy(error)) == state(error)


def test_groups_travel_whole() -> None:
    """A group of errors keeps its members, notes and English when it is copied or pickled, and can be split after."""
    group = tl.SheetFaults(Words("1 处错误", "errors: 1"), [CELL])
    group.add_note("看附件")
    rated = tl.errors.RatingFaults("x", [tl.errors.RuleError("key_work", None, "没有")])
    for error in (group, rated):
        for made in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301  # our own bytes
            assert state(made) == state(error)
    made = pickle.loads(pickle.dumps(group))  # noqa: S301  # our own bytes
    assert (made.lines("en"), made.say("en")) == (group.lines("en"), "errors: 1")
    assert made.split(tl.errors.CellFault)[0].lines() == group.lines()


def test_faults_come_back_from_a_pool_of_processes() -> None:
    """A reading that fails in a worker fails in the host with the same faults."""
    data = xlsx(("招商", [headers("investment"), [1, "办公事", None, None, None, "推进很慢"]], []))
    here = faults_of(data)
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(tl.SheetFaults) as there,
    ):
        pool.submit(read, data).result()
    assert there.value.to_data() == here.to_data()
    assert len(here.to_data()) == 2


def test_the_shape_of_a_fault() -> None:
    """Every kind of fault has the same keys in the same order, None where they do not apply."""
    faults = [error for error in ERRORS if isinstance(error, tl.errors.Fault)]
    for fault in faults:
        assert list(fault.to_data()) == KEYS
    assert [fault.to_data()["kind"] for fault in faults] == ["cell", "file", "header", "ambiguous_theme"]
    assert CELL.to_data() == {
        "kind": "cell",
        "file": "招商.xlsx",
        "sheet": "招商",
        "row": 3,
        "column": 6,
        "cell": "F3",
        "header": "进度评价",
        "value": "推进很慢",
        "expected": {"zh": "已办结、推进缓慢 之一", "en": "one of 已办结, 推进缓慢"},
        "nearest": "推进缓慢",
        "candidates": None,
        "message": {
            "zh": "F3“进度评价”“推进很慢”：应为 已办结、推进缓慢 之一（是否“推进缓慢”？）",
            "en": "F3 “进度评价” is “推进很慢”: expected one of 已办结, 推进缓慢 (did you mean “推进缓慢”?)",
        },
    }
    header, ambiguous = (fault.to_data() for fault in faults[2:])
    assert (header["row"], header["column"], header["cell"], header["expected"]) == (2, 1, "A2", None)
    assert (ambiguous["sheet"], ambiguous["candidates"]) == (None, ["改革", "招商"])


VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters())
    | st.dates()
    | st.datetimes()
    | st.times()
)


@given(VALUES, st.text(st.characters()))
def test_any_value_goes_into_json(value: Any, text: str) -> None:
    """Whatever stands in a cell or a name, the fault is strict JSON in UTF-8, and reads back as the same data."""
    fault = tl.errors.CellFault(
        file=text, sheet=text, row=1, column=1, cell="A1", header=text, value=value, expected=text, nearest=text
    )
    data = fault.to_data()
    written = json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    assert json.loads(written) == data
    if isinstance(value, bool | int | None):
        assert data["value"] is value or data["value"] == value
    if isinstance(value, dt.date | dt.time):
        assert type(value).fromisoformat(data["value"]) == value


def test_a_report_as_data() -> None:
    """A report as data has what was read, skipped, remarked and at fault, both languages beside each other."""
    rows: list[list[Any]] = [["附表一"], headers("investment"), [1, "办公事", None, None, None, "正常推进"]]
    report = tl.sheets.read(
        xlsx(("招商", rows, []), ("说明", [["填报说明"]], [])), file_name="a.xlsx", scheme=SCHEME, collect=True
    ).report
    data = report.to_data()
    assert json.loads(json.dumps(data)) == data
    assert data["read"] == [
        {"file": "a.xlsx", "sheet": "招商", "header_row": 2, "theme": "investment", "rows": 0, "as_of": None}
    ]
    assert data["skipped"] == [
        {"file": "a.xlsx", "sheet": "说明", "reason": {"zh": "没有认得的表头", "en": "no known header"}}
    ]
    assert data["remarks"] == [
        {"file": "a.xlsx", "sheet": "招商", "row": 1, "text": {"zh": "附表一", "en": "附表一"}, "asks": False}
    ]
    assert data["faults"] == [fault.to_data() for fault in report.faults]
    assert [fault["cell"] for fault in data["faults"]] == ["B3"]


def test_a_cell_of_several_lines_is_told_in_one() -> None:
    """A fault is one line in either language, however its cell is broken; its value stays as it was typed."""
    fault = tl.errors.CellFault(
        file="a.xlsx",
        sheet="S",
        row=7,
        column=7,
        cell="G7",
        header="责任科室责任人",
        value="办公事\r\n徐东升\u2028代",
        expected=Words("花名册中的单位名称", "a unit of the roster"),
    )
    assert "“办公事 徐东升 代”" in fault.say()
    assert [len(fault.say(language).splitlines()) for language in ("zh", "en")] == [1, 1]
    assert fault.to_data()["value"] == fault.value == "办公事\r\n徐东升\u2028代"
