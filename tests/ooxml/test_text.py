"""Text comes back from the file as it went in, or is refused."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from helpers.wordfile import NS, body, one_section, plain_grid, texts
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from trafficlight.documents import Document
from trafficlight.documents.content import Cell, Paragraph, Run, Section
from trafficlight.errors import DocumentError, UnprintableText
from trafficlight.ooxml.text import (
    attribute,
    column_letters,
    element,
    for_xlsxwriter,
    printable,
    replaced_unprintable,
    run_text,
)
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.readers.xlsx import read_workbook

PRINTABLE = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        st.sampled_from(" \t\n<>&\"'　"),
    ),
    max_size=30,
)


@given(PRINTABLE)
def test_any_printable_text_returns(text: str) -> None:
    """Blanks, breaks, tabs and XML's own characters survive in a run, an element and an attribute."""
    run = etree.fromstring(f'<w:p xmlns:w="{NS["w"]}"><w:r>{run_text(text)}</w:r></w:p>')
    assert texts(run, ".") == [text]
    assert (etree.fromstring(f"<a>{element(text)}</a>").text or "") == text
    assert etree.fromstring(f'<a b="{attribute(text)}"/>').get("b") == text


@given(PRINTABLE)
def test_a_cell_and_a_paragraph_say_the_same(text: str) -> None:
    """The short way of a table cell gives the text that a paragraph gives."""
    found = texts(body(one_section(Paragraph(text), plain_grid([[text, Cell(text)]]))))
    assert found[:3] == [text, text, text]


@pytest.mark.parametrize("text", ["\r\n", "\r", "\n"], ids=ascii)
def test_every_line_end_is_a_break(text: str) -> None:
    """The line ends of all systems become one line break."""
    assert run_text(f"甲{text}乙") == "<w:t>甲</w:t><w:br/><w:t>乙</w:t>"


@pytest.mark.parametrize("code", [0x00, 0x08, 0x0B, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF], ids=hex)
def test_what_no_xml_can_hold_is_refused_or_replaced(code: int) -> None:
    """Where the text is the user's it is refused; where it is quoted to somebody, a � stands for it."""
    text = f"甲\t乙\n\x7f\x85{chr(code)}"
    with pytest.raises(UnprintableText, match=f"U\\+{code:04X}"):
        printable(text)
    assert replaced_unprintable(text) == "甲\t乙\n\x7f\x85�"
    assert printable(text[:-1]) == text[:-1]


@given(st.integers(0, 20_000))
def test_columns_have_the_letters_of_a_spreadsheet(column: int) -> None:
    """A to Z, then AA: a number of base 26 without a zero."""
    number = 0
    for letter in column_letters(column):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == column + 1


@given(
    st.lists(st.sampled_from(["_x000D_", "x005F_", "_", "<r>", "</r>", "&", "\r", " ", "表", '"']), min_size=1).map(
        "".join
    )
)
def test_a_cell_holds_the_text_that_xlsxwriter_was_given(text: str) -> None:
    """What reads like an escape or like XML of XlsxWriter's comes back from the sheet as it is."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("表").write_string(0, 0, for_xlsxwriter(f"{text}。"))
    (grid,) = read_workbook(stream.getvalue(), Meter("x.xlsx"))
    assert isinstance(grid, Grid)
    assert [value for row in grid.rows for value in row] == [f"{text}。"]


PLACES: dict[str, Callable[[str], Document]] = {
    "paragraph": lambda text: one_section(Paragraph(text)),
    "run": lambda text: one_section(Paragraph([Run(text)])),
    "cell": lambda text: one_section(plain_grid([["甲", text]])),
    "cell of runs": lambda text: one_section(plain_grid([["甲", Cell([text])]])),
    "header": lambda text: one_section(plain_grid([], header=(("甲", text),))),
    "alt text": lambda text: one_section(plain_grid([["甲", "乙"]], alt_text=text)),
    "title": lambda text: Document(sections=(Section(()),), title=text),
    "property": lambda text: Document(sections=(Section(()),), properties={text: ""}),
}


@pytest.mark.parametrize("code", [0x00, 0x0B, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF], ids=hex)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_what_no_file_can_hold_is_refused(code: int, place: Callable[[str], Document]) -> None:
    """A control character or lone surrogate anywhere is an `UnprintableText` that names text and position."""
    with pytest.raises(UnprintableText) as caught:
        place(f"张{chr(code)}三").to_bytes()
    assert (caught.value.text, caught.value.position) == (f"张{chr(code)}三", 1)
    assert isinstance(caught.value, DocumentError)


def test_the_error_says_which_cell() -> None:
    """In a table the note of the error gives row and column."""
    with pytest.raises(UnprintableText) as caught:
        one_section(plain_grid([["甲", "乙"], ["丙", "\x01"]], title="台账")).to_bytes()
    assert caught.value.__notes__ == ["表格“台账”第 2 行第 2 列"]
