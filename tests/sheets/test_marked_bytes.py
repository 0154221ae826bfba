"""退回的字节: a sheet's XML is edited in its bytes, however it is written."""

from __future__ import annotations

import pytest
from helpers.broken_workbooks import MAIN, parts
from helpers.office_sheets import xlsx
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from trafficlight.sheets import LIMITS
from trafficlight.sheets.annotate.edits import Place, Survey, edited, in_utf8
from trafficlight.sheets.reading.grid import Merge
from trafficlight.sheets.reading.hand_in_files import Meter

SPACE = MAIN[1:-1]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(inner: str) -> bytes:
    """A worksheet."""
    return f'<worksheet xmlns="{SPACE}">{inner}</worksheet>'.encode()


def filled(style: int, colour: str) -> int:
    """The style with a colour: one that shows both."""
    return style + 100 * int(colour)


def changed(inner: str, *places: Place, drawing: str | None = None) -> str:
    """What becomes of a worksheet's contents."""
    xml = sheet(inner)
    done = edited(xml, Survey(xml), dict.fromkeys(places, "1"), filled, drawing)
    etree.fromstring(done)
    return done.decode().removeprefix(f'<worksheet xmlns="{SPACE}">').removesuffix("</worksheet>")


@pytest.mark.parametrize(
    ("before", "places", "after"),
    [
        pytest.param(
            "<sheetData/>", [(1, 0)], '<sheetData><row r="2"><c r="A2" s="100"/></row></sheetData>', id="empty"
        ),
        pytest.param(
            '<sheetData><row r="2" ht="20" /></sheetData>',
            [(1, 2), (1, 0)],
            '<sheetData><row r="2" ht="20" ><c r="A2" s="100"/><c r="C2" s="100"/></row></sheetData>',
            id="row closed at once",
        ),
        pytest.param(
            '<sheetData><row><c><v>1</v></c><c s="3"><v>2</v></c></row><row><c/></row></sheetData>',
            [(0, 1), (1, 0), (1, 1)],
            '<sheetData><row><c><v>1</v></c><c s="103"><v>2</v></c></row><row><c s="100"/><c r="B2" s="100"/></row></sheetData>',
            id="no references",
        ),
        pytest.param(
            "<sheetData><row r='1'><c t='s' s = '7' r='B1'><v>0</v></c></row></sheetData>",
            [(0, 1), (0, 0)],
            "<sheetData><row r='1'><c r=\"A1\" s=\"100\"/><c t='s' s = \"107\" r='B1'><v>0</v></c></row></sheetData>",
            id="apostrophes",
        ),
        pytest.param(
            '<sheetData><row r="1" s="5" customFormat="1"/><row r="3" s="5"/></sheetData>',
            [(0, 0), (1, 0), (2, 0)],
            '<sheetData><row r="1" s="5" customFormat="1"><c r="A1" s="105"/></row>'
            '<row r="2"><c r="A2" s="100"/></row><row r="3" s="5"><c r="A3" s="100"/></row></sheetData>',
            id="the row's style",
        ),
        pytest.param(
            '<cols><col min="2" max="3" style="4"/></cols><sheetData/>',
            [(0, 0), (0, 2)],
            '<cols><col min="2" max="3" style="4"/></cols>'
            '<sheetData><row r="1"><c r="A1" s="100"/><c r="C1" s="104"/></row></sheetData>',
            id="the column's style",
        ),
        pytest.param(
            '<sheetData>\n <!-- a > b -->\n <row r="2"><c r="B2" cm="1"/> </row>\n</sheetData><!--x-->',
            [(1, 1), (4, 0)],
            '<sheetData>\n <!-- a > b -->\n <row r="2"><c r="B2" cm="1" s="100"/> </row>'
            '<row r="5"><c r="A5" s="100"/></row>\n</sheetData><!--x-->',
            id="blanks and comments",
        ),
    ],
)
def test_cells_are_filled_where_they_stand(before: str, places: list[Place], after: str) -> None:
    """A cell gets its style in its own tag; one that is not there is made in its place, in its row's or column's style."""
    assert changed(before, *places) == after


@pytest.mark.parametrize("tail", ["", "<legacyDrawingHF/>", "<tableParts/>", "<extLst><ext/></extLst>", "<controls/>"])
def test_the_drawing_has_its_place(tail: str) -> None:
    """The id of the comments' shapes stands before whatever the standard wants below it; extensions in cells don't count."""
    head = '<sheetData><row r="1"><c r="A1"><extLst/></c></row></sheetData><pageMargins/><drawing/>'
    own = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rId7"/>'
    assert changed(head + tail, drawing="rId7") == head + own + tail


def test_prefixes_are_kept() -> None:
    """A sheet whose elements have a prefix gets elements with that prefix."""
    xml = f'<?xml version="1.0"?>\n<x:worksheet xmlns:x="{SPACE}"><x:sheetData><x:row/></x:sheetData></x:worksheet>'.encode()
    done = edited(xml, Survey(xml), {(0, 0): "1", (3, 1): "2"}, filled, "rId1")
    root = etree.fromstring(done)
    assert [(c.get("r"), c.get("s")) for c in root.iter(f"{MAIN}c")] == [("A1", "100"), ("B4", "200")]
    assert [element.tag for element in root] == [f"{MAIN}sheetData", f"{MAIN}legacyDrawing"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "utf-8-sig"])
def test_other_encodings_become_utf8(encoding: str) -> None:
    """A part in another encoding is written anew in UTF-8; one in UTF-8 is left as it is."""
    name = encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{name}'?>\n{sheet('<sheetData><!--表--></sheetData>').decode()}"
    xml = text.encode(encoding)
    done = in_utf8(xml, Meter("x.xlsx", LIMITS))
    assert (done == xml) == encoding.startswith("utf-8")
    assert "<!--表-->" in done.decode()
    assert b"<row" in edited(done, Survey(done), {(0, 0): "1"}, filled, None)


def test_nothing_to_do_is_nothing_done() -> None:
    """Without colours and drawing the bytes are the same."""
    xml = parts(xlsx(("一", [["a", 1, None, "b"]], ["A1:B2"])))["xl/worksheets/sheet1.xml"]
    assert edited(xml, Survey(xml), {}, filled, None) == xml


@given(st.sets(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=12))
def test_any_cells_of_any_sheet(places: set[Place]) -> None:
    """Just the cells that are asked for get a style, rows and cells stay in order, and no value is touched."""
    rows = [[number * column if (number + column) % 3 else None for column in range(8)] for number in range(12)]
    xml = parts(xlsx(("一", rows, [])))["xl/worksheets/sheet1.xml"]
    done = edited(xml, Survey(xml), dict.fromkeys(places, "1"), filled, None)
    root = etree.fromstring(done)
    cells = {str(c.get("r")): c for c in root.iter(f"{MAIN}c")}
    seen = Survey(done)
    assert {reference for reference, c in cells.items() if c.get("s") == "100"} == {
        f"{chr(65 + column)}{row + 1}" for row, column in places
    }
    numbers = [int(row.get("r", "")) for row in root.iter(f"{MAIN}row")]
    assert numbers == sorted(set(numbers))
    for row in root.iter(f"{MAIN}row"):
        letters = [str(c.get("r")).rstrip("0123456789") for c in row]
        assert letters == sorted(set(letters))
    values = [c.findtext(f"{MAIN}v") for c in etree.fromstring(xml).iter(f"{MAIN}c")]
    assert [text for c in cells.values() if (text := c.findtext(f"{MAIN}v"))] == [text for text in values if text]
    assert seen.first_filled == Survey(xml).first_filled


@given(
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9))), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)))
)
def test_anchors_are_those_of_the_areas(places: set[Place], sizes: list[tuple[int, int]]) -> None:
    """A cell of a merged area is marked in the area's first one; every other cell where it is."""
    areas = [Merge(3 * number, 1, 3 * number + height, 1 + width) for number, (height, width) in enumerate(sizes[:4])]
    merged = "".join(f'<mergeCell ref="B{m.top + 1}:{chr(65 + m.right)}{m.bottom + 1}"/>' for m in areas)
    anchors = Survey(sheet(f"<sheetData/><mergeCells>{merged}</mergeCells>")).anchors(places)
    assert anchors == {
        place: next(
            ((m.top, m.left) for m in areas if m.top <= place[0] <= m.bottom and m.left <= place[1] <= m.right),
            place,
        )
        for place in places
    }
