"""规整的 XML: rows that are read many at once are the same as those that are read one by one, and as openpyxl has them."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from helpers.office_sheets import SCHEME, headers, saved, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from sheets.test_workbook import cell_values, repacked, with_sheet_data

import trafficlight as tl
from trafficlight.model._kinds import text_of
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter, Metered
from trafficlight.sheets.reading.readers.plain_xml import NotPlain, PlainRows, PlainStrings, _PlainXml
from trafficlight.sheets.reading.readers.xlsx import read_workbook

ROWS: list[list[Any]] = [headers("investment"), [1, "办公室", None, "一\n二", None, "正常推进"]]
SHEET = "xl/worksheets/sheet1.xml"
Found = list[Grid | str]


def found(data: bytes, limits: Limits) -> Found:
    """The sheets of a workbook, and what is said of those that cannot be read."""
    try:
        return [
            one if isinstance(one, Grid) else f"{type(one).__name__} {one}"
            for one in read_workbook(data, Meter("f.xlsx", limits))
        ]
    except tl.errors.FileFault as fault:
        return [f"{type(fault).__name__} {fault}"]


def both(data: bytes, limits: Limits = LIMITS) -> tuple[Found, bool]:
    """The sheets, found equal by either way, and whether every part was read the plain way."""
    plain: list[bool] = []
    read = _PlainXml.read

    def watched(part: _PlainXml) -> Metered:
        plain.append(False)
        rest = read(part)
        plain[-1] = True
        return rest

    def refused(_: _PlainXml) -> Metered:
        raise NotPlain

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_PlainXml, "read", watched)
        at_once = found(data, limits)
        patch.setattr(_PlainXml, "read", refused)
        one_by_one = found(data, limits)
        assert one_by_one == at_once
        # a number's type is part of it, though 1 == 1.0 == True, and so is how it is shown
        assert repr(one_by_one) == repr(at_once)
    return at_once, all(plain)


def edited(change: Callable[[Worksheet], object], rows: Sequence[Sequence[Any]] = ROWS) -> bytes:
    """A workbook of these rows after a change."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    change(book.worksheets[0])
    return saved(book)


def cell(xml: str) -> bytes:
    """A sheet of a cell between two plain rows."""
    return with_sheet_data(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{xml}</row><row r="3"><c r="B3"><v>2</v></c></row>'
    )


def hide(sheet: Worksheet) -> None:
    """Hide a row."""
    sheet.row_dimensions[2].hidden = True


def test_what_programs_write_is_plain() -> None:
    """Ours, and openpyxl's with merges, dates, numbers, hidden rows: no part of them needs the exact pass."""
    moment = dt.datetime.fromisoformat("2023-09-28")
    theme = next(theme for theme in SCHEME.themes() if theme.key == "investment")
    reading = tl.sheets.read(xlsx(("表", ROWS, [])), scheme=SCHEME, file_name="x.xlsx")
    for data in (
        xlsx(
            ("表", [*ROWS, [2, "秘书科", 2.5, True, moment, dt.time(12, 30)], [], [None, " "]], ["B2:B3"]),
            ("空", [[1]], []),
        ),
        edited(hide),
        tl.sheets.workbook(tl.sheets.Sheet(theme.form, reading.entries)),
    ):
        assert both(data)[1]


def test_what_stands_in_a_row_is_the_row_s() -> None:
    """A merged area, a column or a row within a row is none of the sheet's, and takes nothing of the row's cells away."""
    for odd in ('<mergeCell ref="A1:B2"/>', '<col min="1" max="2" hidden="1"/>'):
        ((grid,), _) = both(cell(f'<c r="A2" t="inlineStr"><is><t>甲</t></is>{odd}</c>'))
        assert isinstance(grid, Grid)
        assert grid.cell(1, 0) == "甲"
        assert not grid.merges
        assert not grid.hidden_columns


grids = st.lists(st.lists(cell_values, max_size=5), max_size=6)


@given(grids, st.booleans())
@settings(deadline=None)
def test_drawn_workbooks_are_the_same_three_times(rows: list[list[Any]], merged: bool) -> None:  # noqa: FBT001  # drawn
    """Many rows at once, one by one, and by openpyxl: the same cells."""
    data = xlsx(("表", rows, ["A1:B2"] if merged else []))
    ((grid,), _) = both(data)
    assert isinstance(grid, Grid)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
        for column, value in enumerate(row):
            blank = value is None or (isinstance(value, str) and not value.strip())
            seen = grid.cell(number, column)
            assert seen is None if blank else seen == value


TEXTS = st.text(st.sampled_from("甲a &<>'\"\n\t\r;#x0_]"), max_size=6) | st.sampled_from(
    ["&amp;", "&#24207;", "&#x5e8f;", "&lt;b&gt;", "&no;", "a]]>b", "_x000D_", "_x0001_", " ", "&#0;", "\x01", "￿"]
)
NUMBERS = st.sampled_from(["1", "007", "-1", "1.5", "1E3", "0.75", "45197.5", "1" * 16, "1e999", "--1", "", " 1", "９"])
STYLES = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="99"', ' s="01"'])
PLACES = st.sampled_from(["A", "B", "C", "Z", "AA", "BN", "XFD", "a", "$A$"])
CELLS = st.one_of(
    st.builds(
        '<c r="{}{{row}}"{} t="s"><v>{}</v></c>'.format,
        PLACES,
        STYLES,
        st.sampled_from(["0", "1", "2", "9", "-1", "x"]),
    ),
    st.builds('<c r="{}{{row}}"{}{}><v>{}</v></c>'.format, PLACES, STYLES, st.sampled_from(["", ' t="n"']), NUMBERS),
    st.builds('<c r="{}{{row}}"{} t="inlineStr"><is><t>{}</t></is></c>'.format, PLACES, STYLES, TEXTS),
    st.builds('<c r="{}{{row}}"{}/>'.format, PLACES, STYLES),
    st.builds('<c r="{}{{row}}"{}></c>'.format, PLACES, STYLES),
    st.sampled_from(
        [
            "<c><v>1</v></c>",
            '<c r="A{row}" t="b"><v>1</v></c>',
            '<c r="A{row}" t="e"><v>#N/A</v></c>',
            '<c r="A{row}" t="str"><f>A1</f><v>文</v></c>',
            '<c r="A{row}"><f>1+1</f></c>',
            '<c r="A{row}"><f>1+1</f><v>2</v></c>',
            '<c r="A{row}" t="d"><v>2023-09-28</v></c>',
            '<c r="A7"><v>1</v></c>',
            '<c s="1" r="A{row}"><v>1</v></c>',
            '<c r="A{row}" t="inlineStr"><is><r><t>甲</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c>',
            "<!-- --><c r='B{row}'><v>1</v></c>",
            '<c r="A{row}" t="inlineStr"><is><t><![CDATA[</row>]]></t></is></c>',
            "<x:c xmlns:x='y' r='A{row}'/>",
            '<c r="A{row}" r="A{row}"/>',
            '<c r="A{row}" t="inlineStr"><is><t>甲</t></is><mergeCell ref="A1:B2"/></c>',
            '<c r="A{row}"><col min="1" max="2" hidden="1"/><v>1</v></c>',
            '<row r="{row}"><c r="A{row}"><v>1</v></c></row>',
        ]
    ),
)
PLAIN_LOOKS = ("", "", ' ht="20" customHeight="1"', ' hidden="1"', ' hidden="true"', ' hidden="0"')
LOOKS = st.sampled_from((*PLAIN_LOOKS, ' x14ac:dyDescent="0.2"', ' r="2"', " z:y='1'"))


@st.composite
def sheet_data(draw: st.DrawFn) -> str:
    """Rows of XML, most of them in order and plain, as programs write them, and as none does."""
    number = 1
    rows = []
    many: list[list[str]] = draw(st.lists(st.lists(CELLS, max_size=4), max_size=8))
    for cells in many:
        number += draw(st.integers(0, 3) | st.just(10**6))
        ordered = draw(st.sampled_from([cells, sorted(cells)]))
        name = draw(st.sampled_from(["row"] * 12 + ["row ", "ROW", "rows"]))
        rows.append(
            f'<{name} r="{number}"{draw(LOOKS)}>{"".join(ordered).replace("{row}", str(number))}</{name}>'
            if ordered
            else f'<row r="{number}"{draw(LOOKS)}/>'
        )
    return draw(st.sampled_from(["", "", "", "\n", "<!-- </sheetData> -->"])).join(rows)


STRINGS = st.lists(
    st.builds("<si><t>{}</t></si>".format, TEXTS)
    | st.sampled_from(
        [
            '<si><t xml:space="preserve"> 甲 </t></si>',
            "<si><r><t>甲</t></r><r><t>乙</t></r></si>",
            "<si/>",
            "<si><t>甲</t><rPh sb='0' eb='1'><t>jia</t></rPh></si>",
            "<si><t><![CDATA[</si>]]></t></si>",
            "<!-- -->",
        ]
    ),
    max_size=4,
)


def with_strings(data: bytes, strings: Sequence[str]) -> bytes:
    """A workbook that has these shared texts, too, and formats for dates and percentages."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
    formats = b"".join(
        b'<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0"/>' % number for number in (14, 9, 46)
    )

    def changed(name: str, part: bytes) -> bytes:
        if name.endswith("workbook.xml.rels"):
            return part.replace(b"</Relationships>", relation)
        return part.replace(b"</cellXfs>", formats + b"</cellXfs>") if name.endswith("styles.xml") else part

    stream = io.BytesIO(repacked(data, changed))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{"".join(strings)}</sst>')
    return stream.getvalue()


@given(
    sheet_data(),
    STRINGS,
    st.sampled_from([LIMITS, Limits(rows=5), Limits(columns=2), Limits(cells=6), Limits(broken=1)]),
)
@settings(deadline=None)
def test_drawn_xml_is_read_the_same(rows: str, strings: list[str], limits: Limits) -> None:
    """Whatever stands in the XML of a sheet and of its shared texts, either way gives the same grid, or the same fault."""
    both(with_strings(with_sheet_data(rows), strings), limits)


@pytest.mark.parametrize("group", range(10))
def test_damaged_parts_are_read_the_same(group: int) -> None:
    """Bytes gone wrong, lost and doubled in the sheet or its texts: the same grid, or the same fault."""
    good = with_strings(
        with_sheet_data(
            "".join(
                f'<row r="{row}" ht="20"><c r="A{row}" s="1"><v>{row}</v></c><c r="B{row}" t="s"><v>{row % 3}</v></c>'
                f'<c r="C{row}" t="inlineStr"><is><t>第&#31532;{row}项</t></is></c></row>'
                for row in range(1, 6)
            ),
            after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
        ),
        [f"<si><t>文&amp;{number}</t></si>" for number in range(3)],
    )
    assert both(good)[1]
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        parts = {name: package.read(name) for name in (SHEET, "xl/sharedStrings.xml")}
    kinds = set()
    for seed in range(group, 400, 10):
        draw = random.Random(seed)  # noqa: S311  # the same damage each time
        part = SHEET if seed % 4 else "xl/sharedStrings.xml"
        data = bytearray(parts[part])
        for _ in range(draw.choice((1, 1, 2))):
            at, size = draw.randrange(len(data)), draw.randrange(1, 12)
            match draw.randrange(3):
                case 0:
                    data[at] = draw.choice(b"<>&\"'/ =0A\x00\x01\r\n\xff;-!")
                case 1:
                    del data[at : at + size]
                case _:
                    data[at:at] = data[at : at + size]
        damaged = repacked(good, lambda name, old, part=part, data=data: bytes(data) if name == part else old)  # type: ignore[misc]
        ((one,), _) = both(damaged)
        kinds.add(type(one))
    assert kinds == {Grid, str}


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
OTHER = '<row r="2"><c r="A2"><v>2</v></c><c r="B2"/><c r="C2"><v>3</v></c></row>'
ODD: dict[str, bytes] = {
    "formula without a value": edited(lambda sheet: sheet.append(["=1+1"])),
    "error": edited(lambda sheet: sheet.append(["#N/A"])),
    "escape": edited(lambda sheet: sheet.append(["_x000D_", "_x0001_"])),
    "far away": edited(lambda sheet: sheet.cell(150_000, 80, "x")),
    "date before the gap": edited(lambda sheet: sheet.append([dt.datetime.fromisoformat("1900-02-01")])),
    "duration": edited(lambda sheet: sheet.append([dt.timedelta(hours=30)])),
    "phonetic": cell('<c r="A2" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>'),
    "carriage return": cell('<c r="A2" t="inlineStr"><is><t>a\rb</t></is></c>'),
    "end of a section": cell('<c r="A2" t="inlineStr"><is><t>a]]>b</t></is></c>'),
    "control character": cell('<c r="A2" t="inlineStr"><is><t>a\x01b</t></is></c>'),
    "no character": cell('<c r="A2" t="inlineStr"><is><t>a\uffffb</t></is></c>'),
    "no such string": cell('<c r="A2" t="s"><v>7</v></c>'),
    "no reference": cell("<c><v>1</v></c>"),
    "unknown type": cell('<c r="A2" t="x"><v>1</v></c>'),
    "cells out of order": cell('<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>'),
    "two in one place": cell('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>'),
    "a comment within a value": cell('<c r="A2"><v>1<!-- x -->2</v></c>'),
    "an instruction within a text": cell('<c r="A2" t="inlineStr"><is><t><?x y?>ab</t></is></c>'),
    "rows within a comment": with_sheet_data("", before=f"<!-- <sheetData>{ROW}</sheetData> -->"),
    "rows before the sheet's own": with_sheet_data("", before=f"<sheetData>{ROW}</sheetData>"),
    "rows after the sheet's own": with_sheet_data(f"{ROW} </sheetData><x/><sheetData>{OTHER}"),
    "two lots of rows": with_sheet_data(f"<row r='1'/> </sheetData><x/><sheetData>{OTHER}"),
    "rows in a wrong order": with_sheet_data(OTHER + ROW),
    "a row twice": with_sheet_data(ROW + ROW),
    "another element among rows": with_sheet_data(f'{ROW}<x:y xmlns:x="z"/>{OTHER}'),
    "a row of another namespace": with_sheet_data(f'{ROW}<row xmlns="z" r="2"><c r="A2"><v>1</v></c></row>'),
    "many digits": with_sheet_data(ROW.replace(">1<", f">{'9' * 20}<")),
    "undeclared prefix": with_sheet_data('<row r="1" q:z="1"><c r="A1"><v>1</v></c></row>'),
    "blanks between rows": with_sheet_data('\n <row r="1"><c r="A1"><v>1</v></c></row>\n <row r="2"><c r="A2"/></row>\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_read_as_ever(name: str) -> None:
    """Each of them in the middle of plain rows: nothing is lost, changed or passed over by reading many at once."""
    both(ODD[name])


def test_what_a_comment_cuts_is_one_text() -> None:
    """Comments and instructions are no part of a cell, and no text or number ends at them."""
    cells = '<c r="A2"><v><!-- x -->1<!-- y -->2</v></c><c r="B2" t="inlineStr"><is><t>甲<?x y?>乙</t></is></c>'
    ((grid,), plainly) = both(cell(cells))
    assert isinstance(grid, Grid)
    assert (list(grid.rows[1]), plainly) == ([12, "甲乙"], False)


def test_the_tags_of_rows_count() -> None:
    """A sheet of more tags than are allowed is refused, though its rows were never elements."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 100))
    assert both(with_sheet_data(rows))[1]
    ((one,), _) = both(with_sheet_data(rows), Limits(tags=300))
    assert isinstance(one, str)


def test_each_number_has_its_own_format() -> None:
    """Numbers of one column that are shown as a number, a date and a percentage."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="{row - 1}"><v>45197</v></c></row>' for row in range(1, 4))
    ((grid,), plain) = both(with_strings(with_sheet_data(rows), []))
    assert plain
    assert isinstance(grid, Grid)
    assert grid.rows == ((45197,), (dt.datetime.fromisoformat("2023-09-28"),), (45197,))
    assert [text_of(cells[0]) for cells in grid.rows] == ["45197", "2023/9/28", "4519700%"]


@pytest.mark.parametrize(
    "limits",
    [Limits(rows=1), Limits(columns=1), Limits(cells=3), Limits(shared_strings=1), Limits(held=3)],
)
def test_limits_are_told_in_the_same_words(limits: Limits) -> None:
    """A plain sheet of more rows, columns, cells, tags or texts than a limit allows is refused either way."""
    strings = ["<si><t>甲</t></si>", "<si><t>乙</t></si>"]
    (one, *_), _ = both(with_strings(with_sheet_data(ROW + OTHER), strings), limits)
    assert isinstance(one, str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_encodings(encoding: str) -> None:
    """Only UTF-8 is plain; the others say the same."""
    text = with_sheet_data('<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>')
    named = encoding.removesuffix("-sig")

    def encoded(name: str, part: bytes) -> bytes:
        body = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
        return f'<?xml version="1.0" encoding="{named}"?>{body}'.encode(encoding) if name == SHEET else part

    ((grid,), plain) = both(repacked(text, encoded))
    assert isinstance(grid, Grid)
    assert grid.rows == (("甲",),)
    assert plain == encoding.startswith("utf-8")


def test_an_encoding_is_believed() -> None:
    """Bytes that are UTF-8 and are said to be another are the other."""
    text = with_sheet_data('<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row>')
    declaration = b'<?xml version="1.0" encoding="iso-8859-1"?>'

    def encoded(name: str, part: bytes) -> bytes:
        return declaration + part.removeprefix(b"<?xml version='1.0'?>") if name == SHEET else part

    ((grid,), plain) = both(repacked(text, encoded))
    assert not plain
    assert isinstance(grid, Grid)
    assert grid.rows == (("Ã©",),)


def test_pieces_may_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that comes in small pieces, ends of characters, rows and texts among them, is the same."""
    from trafficlight.ooxml import archive

    theme = next(theme for theme in SCHEME.themes() if theme.key == "investment")
    rows = [*ROWS, *([number, "秘书科", None, f"第{number}项", None, "正常推进"] for number in range(2, 20))]
    checks = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
    reading = tl.sheets.read(xlsx(("表", rows, [])), scheme=SCHEME, file_name="x.xlsx", checks=checks)
    data = tl.sheets.workbook(tl.sheets.Sheet(theme.form, reading.entries))
    whole = both(data)
    for size in (7, 64, 1000):
        monkeypatch.setattr(archive, "_BLOCK", size)
        monkeypatch.setattr("trafficlight.sheets.reading.readers.plain_xml._BLOCKS", 1)
        assert both(data) == whole


def test_rows_that_never_end_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is longer than any row, or than what stands above the rows, goes the exact way."""
    monkeypatch.setattr("trafficlight.sheets.reading.readers.plain_xml._LONGEST", 100)
    monkeypatch.setattr("trafficlight.ooxml.archive._BLOCK", 50)
    monkeypatch.setattr("trafficlight.sheets.reading.readers.plain_xml._BLOCKS", 1)
    assert not both(cell("<c/>" * 100))[1]


def test_many_different_texts_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered has a limit, past which it is forgotten and worked out anew."""
    monkeypatch.setattr("trafficlight.sheets.reading.readers.plain_xml._KNOWN", 3)
    monkeypatch.setattr("trafficlight.ooxml.archive._BLOCK", 200)
    monkeypatch.setattr("trafficlight.sheets.reading.readers.plain_xml._BLOCKS", 1)
    rows = "".join(
        f'<row r="{row}" ht="{row}"><c r="A{row}"><v>{row}.5</v></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>第{row % 7}项</t></is></c></row>'
        for row in range(1, 30)
    )
    ((grid,), plain) = both(with_sheet_data(rows))
    assert plain
    assert isinstance(grid, Grid)
    assert grid.rows[28] == (29.5, "第1项")


def test_an_ordinary_workbook_goes_through_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above test what is used."""
    seen: set[type] = set()
    read = _PlainXml.read

    def watched(part: _PlainXml) -> Metered:
        seen.add(type(part))
        return read(part)

    monkeypatch.setattr(_PlainXml, "read", watched)
    found(with_strings(cell('<c r="A2" t="s"><v>0</v></c>'), ["<si><t>甲</t></si>"]), LIMITS)
    assert seen == {PlainRows, PlainStrings}
