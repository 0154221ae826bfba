"""批注: a comment on a cell is no part of it, and may say that its row, or its light, is another: it is asked about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from openpyxl.comments import Comment
from sheets.test_ods import ods, row, table, text
from sheets.test_shown import LEDGER, ROW, _docx, book_of, read, told

from trafficlight.errors import CellFault
from trafficlight.messages import Language
from trafficlight.sheets import Severity, marked

TITLE = ["重点工作推进情况"]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def commented(**comments: str) -> bytes:
    """A ledger of one row with comments on cells."""

    def change(sheet: Any) -> None:
        for cell, said in comments.items():
            sheet[cell].comment = Comment(said, "甲")

    return book_of(TITLE, LEDGER, ROW, change=change)


def saved(book: Any) -> bytes:
    """A workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A package with other parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("comment", "fault", "warning"),
    [
        ({"D3": "这项作废"}, "D3", ""),
        ({"A3": "甲:\n2023年8月取消"}, "A3", ""),
        ({"I3": "不再报送"}, "I3", ""),
        ({"E3": "应为推进缓慢"}, "E3", ""),
        ({"B3": "已移交秘书科"}, "B3", ""),
        ({"D3": "数据截至9月25日"}, "", "D3"),
        ({"A3": "请核对"}, "", "A3"),
        ({"K3": "请核对"}, "", "K3"),
        ({"B1": "本季度", "E2": "填写说明：四个词之一", "K3": " "}, "", ""),
    ],
)
def test_a_comment_on_a_row_is_asked_about(comment: dict[str, str], fault: str, warning: str) -> None:
    """A fault where it says that the row was withdrawn, or where a light hangs on its cell; elsewhere a warning, which quotes it."""
    reading = read(commented(**comment))
    faults: Any = reading.report.faults
    assert [one.cell for one in faults] == [fault] * bool(fault)
    assert told(reading.report.warnings) == [("comments", warning)] * bool(warning)
    assert all(
        next(iter(comment.values())).split(":\n")[-1] in line for line in map(str, (*faults, *reading.report.warnings))
    )


def test_a_comment_on_merged_rows_is_told_once() -> None:
    """It stands on one cell, however many rows see it; as a fault it refuses each of them."""

    def change(sheet: Any) -> None:
        sheet["D3"].comment = Comment("请核对", "甲")
        sheet.merge_cells("D3:D5")

    rows = [[number, f"第{number}件", *ROW[2:]] for number in range(1, 4)]
    reading = read(book_of(TITLE, LEDGER, *rows, change=change))
    assert told(reading.report.warnings) == [("comments", "D3")]
    assert len(reading.entries) == 3
    strict = read(book_of(TITLE, LEDGER, *rows, change=change), comments=Severity.FAULT)
    assert [one.cell for one in strict.report.faults if isinstance(one, CellFault)] == ["D3"]
    assert strict.entries == ()


def test_both_have_a_value_each() -> None:
    """What is known to be harmless need not be asked about."""
    data = commented(E3="应为推进缓慢", D3="请核对")
    milder = read(data, comments=Severity.OFF, deciding_comments=Severity.WARNING)
    assert told(milder.report.warnings) == [("deciding_comments", "E3")]
    assert len(milder.entries) == 1


@pytest.mark.parametrize("author", ["收表核对", "督查专班"])
def test_what_we_wrote_into_a_workbook_is_not_asked_about(author: str) -> None:
    """A workbook that was handed back and corrected comes with our comments in it; what somebody wrote beside them counts."""
    data = book_of(TITLE, LEDGER, [*ROW[:4], "很慢", *ROW[5:]])
    back = marked(data, read(data).report.faults, file_name="重点工作.xlsx", author=author)
    book = openpyxl.load_workbook(io.BytesIO(back))
    cell = book.worksheets[0]["E3"]
    cell.value = "推进缓慢"
    assert read(saved(book)).report.faults == ()
    cell.comment = Comment(f"这项作废\n{cell.comment.text}", "甲")
    (fault,) = read(saved(book)).report.faults
    assert "批注说“这项作废”" in str(fault)


@pytest.mark.parametrize("author", ["收表核对", "督查专班"])
@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("这项作废", "批注说“这项作废”"),
        ("张三:\n经批准撤销", "批注说“张三: 经批准撤销”"),
        ("已按要求改为推进缓慢", "批注“已按要求改为推进缓慢”没有读"),
        ("不归我们；应为秘书科报送", "批注“不归我们；应为秘书科报送”没有读"),
        ("E3 应为推进缓慢", "批注“E3 应为推进缓慢”没有读"),
    ],
)
def test_a_reply_below_what_we_wrote_is_asked_about(author: str, reply: str, told: str) -> None:
    """Who answers in the same box says something of the row; what we wrote there, above or once more below it, does not count."""
    data = book_of(TITLE, LEDGER, [*ROW[:4], "很慢", *ROW[5:]])
    back = marked(data, read(data).report.faults, file_name="重点工作.xlsx", author=author)
    book = openpyxl.load_workbook(io.BytesIO(back))
    cell = book.worksheets[0]["E3"]
    ours, cell.value = cell.comment.text, "推进缓慢"
    for said in (f"{ours}\n{reply}", f"{ours}\r\n\r\n{reply}", f"{ours}\n{reply}\n{ours}"):
        cell.comment = Comment(said, "甲")
        (fault,) = read(saved(book)).report.faults
        assert told in str(fault)
        assert "督查专班" not in str(fault)
        assert "很慢" not in str(fault)


def test_what_we_wrote_of_several_lines_is_ours() -> None:
    """A text that quotes a cell's lines stands in one line of a comment, so that it is known again."""
    data = book_of(TITLE, LEDGER, ROW)
    (doubt,) = read(commented(D3="请核对")).report.warnings
    back = marked(data, [evolve(doubt, nearest="甲\n乙")], file_name="重点工作.xlsx")
    assert told(read(back).report.warnings) == []


@pytest.mark.parametrize("author", ["收表核对", "督查专班"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nor_are_warnings_that_we_wrote(author: str, language: Language) -> None:
    """A doubt that is handed back, under whatever name, comes back as the same doubt and no other."""
    data = book_of(TITLE, LEDGER, [*ROW[:5], "王局长", *ROW[6:]])
    before = read(data).report.warnings
    back = marked(data, before, file_name="重点工作.xlsx", author=author, language=language)
    assert told(read(back).report.warnings) == told(before) == [("leader_titles", "F3")]


@pytest.mark.parametrize(
    "said",
    [
        "张三:\nE3 改为推进缓慢",
        "收表核对后改为推进缓慢",
        "张三:\nE3应为推进缓慢",
        "E3“已办结”：应为推进缓慢",
        "张三: E3“已办结”：应为推进缓慢",
        "E3“已办结”有误，请以市局数据为准…",
        "以附件为准，见3号文\nE3“已办结”：应为推进缓慢",
    ],
)
def test_what_only_looks_like_ours_is_asked_about(said: str) -> None:
    """Who begins with the cell's address, or with the words of our name, says something of the light all the same."""
    (fault,) = read(commented(E3=said)).report.faults
    assert isinstance(fault, CellFault)
    assert fault.cell == "E3"


@pytest.mark.parametrize(("done", "cells"), [("0", ["E3", "E3"]), ("1", [])])
def test_a_thread_is_read_until_it_is_settled(done: str, cells: list[str]) -> None:
    """Excel keeps threads beside a note for older programs, which says nothing of its own."""

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/threadedComments/threadedComment1.xml"] = (
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            f'<threadedComment ref="E3" id="{{1}}" done="{done}"><text>应为推进缓慢</text></threadedComment>'
            '<threadedComment ref="E3" id="{2}" parentId="{1}"><text>好</text></threadedComment></ThreadedComments>'
        ).encode()
        rels = "xl/worksheets/_rels/sheet1.xml.rels"
        more = (
            f'<Relationship Id="t" Type="{THREADS}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
        )
        parts[rels] = parts[rels].replace(b"</Relationships>", more.encode())

    reading = read(changed(commented(E3="[线程批注]"), change))
    faults: Any = reading.report.faults
    assert [one.cell for one in faults] == cells


def test_damaged_comments_refuse_nothing() -> None:
    """The rows are read, and a remark says that comments were not seen."""

    def change(parts: dict[str, bytes]) -> None:
        (name,) = (name for name in parts if "comment" in name and name.endswith(".xml"))
        parts[name] = parts[name].replace(b"ref=", b"rof=")

    reading = read(changed(commented(E3="请核对"), change))
    assert len(reading.entries) == 1
    assert [one.text for one in reading.report.remarks if "批注" in one.text]


def test_notes_of_an_ods_are_comments() -> None:
    """Its author and date are no part of what it says; a settled one says nothing."""
    note = "<o:annotation{}><x:p>这项</x:p><x:p>作废</x:p></o:annotation>"
    loext = ' xmlns:l="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" l:resolved="true"'
    for said, cells in ((note.format("").replace("</x:p><x:p>", ""), ["B3"]), (note.format(loext), [])):
        cells_of = [text(str(value).replace("\n", "</x:p><x:p>")) for value in ROW]
        cells_of[1] = cells_of[1].replace("<x:p>", f"{said}<x:p>", 1)
        reading = read(ods(table(row(text(TITLE[0])), row(*map(text, LEDGER)), row(*cells_of))), "重点工作.ods")
        faults: Any = reading.report.faults
        assert [one.cell for one in faults] == cells
        assert all("批注说“这项作废”：" in str(one) for one in faults)


def word(comment: str, *, done: str = "0", start: str = "", reference: str = "D") -> bytes:
    """A Word file whose one row has a comment that begins in one cell and is referred to in another."""
    cells = [f"<w:r><w:t>{str(value).replace(chr(10), ' ')}</w:t></w:r>" for value in ROW]
    for marked_at, mark in ((start, "commentRangeStart"), (reference, "commentReference")):
        if marked_at:
            at = "ABCDEFGHI".index(marked_at)
            cells[at] = (
                f'<w:{mark} w:id="7"/>{cells[at]}'
                if mark.endswith("Start")
                else f'{cells[at]}<w:r><w:{mark} w:id="7"/></w:r>'
            )

    def change(parts: dict[str, bytes]) -> None:
        parts["word/comments.xml"] = (
            f'<w:comments xmlns:w="{WORD}"><w:comment w:id="7" w:author="甲"><w:p xmlns:w14="http://schemas.microsoft.com/'
            f'office/word/2010/wordml" w14:paraId="0A"><w:r><w:t>{comment}</w:t></w:r></w:p></w:comment></w:comments>'
        ).encode()
        parts["word/commentsExtended.xml"] = (
            '<e:commentsEx xmlns:e="http://schemas.microsoft.com/office/word/2012/wordml">'
            f'<e:commentEx e:paraId="0A" e:done="{done}"/></e:commentsEx>'
        ).encode()
        rels = "word/_rels/document.xml.rels"
        more = f'<Relationship Id="c" Type="{KIND}/comments" Target="comments.xml"/>'
        more += '<Relationship Id="e" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
        more += 'Target="commentsExtended.xml"/></Relationships>'
        parts[rels] = parts[rels].replace(b"</Relationships>", more.encode())

    header = [f"<w:r><w:t>{label}</w:t></w:r>" for label in LEDGER]
    return changed(_docx(header, cells, styles="<w:style/>"), change)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (word("这项作废"), [("withdrawn", "D2")]),
        (word("应为推进缓慢", start="E", reference="I"), [("deciding_comments", "E2")]),
        (word("请核对", start="D", reference="E"), [("comments", "D2")]),
        (word("这项作废", done="1"), []),
    ],
)
def test_comments_of_word_are_asked_about_where_they_begin(data: bytes, found: list[tuple[str, str]]) -> None:
    """Each once, however many cells it spans; a settled one says nothing."""
    warned = read(data, "重点工作.docx", withdrawn=Severity.WARNING, deciding_comments=Severity.WARNING)
    assert told(warned.report.warnings) == found
    assert not warned.report.faults
