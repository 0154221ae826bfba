"""导出: tablib and .csv."""

from __future__ import annotations

import csv
import io
import json

import pytest
from helpers.office_sheets import ROSTER, RULEBOOK, SCHEME, theme
from sheets.test_writing import LEDGER, OFFICE, entry, item

import trafficlight as tl
from trafficlight.notice import MutualHelpItem, UpwardFunding
from trafficlight.sheets._cell_texts import unguard


def test_a_dataset_serves_every_format_of_tablib() -> None:
    """One row a line, under the header words on one line each; any tablib format follows."""
    data = tl.sheets.dataset(LEDGER, [entry("key_work", item(), 3)])
    assert data.headers == [column.label for column in LEDGER.columns]
    assert data.title == "重点工作推进情况"
    assert json.loads(data.export("json")) == [
        dict(
            zip(
                data.headers,
                ["3", "事项", "目标", "情况", "已办结", "甲", "办公室\n张三", "局党组会议", ""],
                strict=True,
            )
        )
    ]
    assert "<td>已办结</td>" in data.export("html")


def test_a_datasets_texts_are_safe_unless_told_otherwise() -> None:
    """tablib writes `=…` live, so a text that would run is guarded; a host that writes JSON may have it plain."""
    rows = [entry("key_work", item(matter="=1+1"))]
    assert tl.sheets.dataset(LEDGER, rows)[0][1] == "'=1+1"
    assert tl.sheets.dataset(LEDGER, rows, guarded=False)[0][1] == "=1+1"


def test_a_datasets_blocks_and_facts() -> None:
    """A block gives a row a line; facts above the header become columns at the end."""
    data = tl.sheets.dataset(theme("upward_funding_bureau").form, [entry("x", UpwardFunding(OFFICE))], published=True)
    assert [row[:4] for row in data] == [("1", "办公室", "", "已争取"), ("", "", "", "拟争取")]
    helped = MutualHelpItem(
        "事项", tl.model.Responsibility([OFFICE]), "", "", tl.model.Progress.DONE, leader="甲", as_of="2023年9月"
    )
    data = tl.sheets.dataset(theme("assistance").form, [entry("assistance", helped)])
    assert data.headers[-4:] == ["包保领导", "责任人", "责任科室", "截至日期"]
    assert data[0][-4:] == ("甲", "", "", "2023年9月")


def test_csv_is_what_excel_opens() -> None:
    """UTF-8 with a BOM, CR LF, title and header above; nothing in it would be run."""
    data = tl.sheets.to_csv(LEDGER, [entry("key_work", item(matter="=1+1", target="'@x"))])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["重点工作推进情况"]
    assert rows[1] == [column.header for column in LEDGER.columns]
    assert rows[2][:3] == ["1", "'=1+1", "''@x"]
    assert data.count(b"\r\n") == 3
    bare = tl.sheets.to_csv(LEDGER, [], title=False).decode("utf-8-sig")
    assert bare.startswith("序号,")
    (read,) = tl.sheets.read(data, scheme=SCHEME, file_name="x.csv").entries
    assert (read.record.matter, read.record.target) == ("=1+1", "'@x")


@pytest.mark.parametrize("first", [*"=+-@＝＋－＠\t\r\n"])
def test_no_text_of_a_csv_is_run(first: str) -> None:
    """What a spreadsheet may take for a formula gets an apostrophe: signs in full width, and a line feed before a sign, too."""
    data = tl.sheets.to_csv(LEDGER, [entry("key_work", item(matter=f"{first}1", target=f"'{first}1"))], title=False)
    (row,) = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert row[1:3] == [f"'{first}1", f"''{first}1"]
    assert [unguard(text) for text in row[1:3]] == [f"{first}1", f"'{first}1"]


def test_csv_of_ratings_has_the_forms_columns() -> None:
    """Ratings print like their records; a light needs paper or screen."""
    ratings = RULEBOOK.rate([entry("upward_funding_bureau", UpwardFunding(OFFICE))], roster=ROSTER)
    (read,) = tl.sheets.read(
        tl.sheets.to_csv(theme("upward_funding_bureau").form, ratings), scheme=SCHEME, file_name="x.csv"
    ).entries
    assert read.record == UpwardFunding(OFFICE)
