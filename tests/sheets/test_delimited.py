"""分隔文本 → 格网: encoding and delimiter found by trial, ambiguity an error."""

from __future__ import annotations

import codecs
from typing import Any

import pytest
from helpers.office_sheets import THEMES, headers
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.sheets._cell_texts import guard, unguard
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import Catalogue
from trafficlight.sheets.reading.readers.delimited import read_delimited

CATALOGUE = Catalogue(THEMES)
HEADER = ",".join(header.replace("\n", "") for header in headers("investment"))
TEXT = f"招商引资情况\n{HEADER}\n1,办公室,甲,洽谈,无,正常推进\n"


def read(data: bytes, *, limits: Limits = LIMITS, **options: Any) -> Grid:
    """The grid of a .csv."""
    return read_delimited(data, Meter("招商.csv", limits), CATALOGUE.score, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_encodings_are_found(encoding: str) -> None:
    """UTF-8 with and without BOM, GB18030, and UTF-16 with BOM either way are told apart without a hint."""
    boms = {"utf-16-le-bom": ("utf-16-le", codecs.BOM_UTF16_LE), "utf-16-be-bom": ("utf-16-be", codecs.BOM_UTF16_BE)}
    codec, bom = boms.get(encoding, (encoding, b""))
    grid = read(bom + TEXT.encode(codec))
    assert grid.rows[0] == ("招商引资情况",)
    assert grid.rows[2] == ("1", "办公室", "甲", "洽谈", "无", "正常推进")
    assert grid.sheet == "招商"


def test_a_given_encoding_is_obeyed() -> None:
    """`encoding=` decides, BOM or not; text that does not fit it is a fault; an unknown name is a LookupError."""
    assert read("é;x".encode("latin-1"), encoding="latin-1", delimiter=";").rows == (("é", "x"),)
    assert read(TEXT.encode("utf-8-sig"), encoding="utf-8").rows[0] == ("招商引资情况",)
    with pytest.raises(tl.errors.FileFault, match="ascii"):
        read(TEXT.encode(), encoding="ascii")
    with pytest.raises(LookupError):
        read(b"x", encoding="no-such-codec")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"),
        ("序号,".encode("utf-16-le"), "NUL"),
        (b"a,b\x00c", "NUL"),
        (b"caf\xe9 \xa3 1", "utf-8 或 gb18030"),
        ("模,x".encode("gb18030"), "编码不明"),
    ],
)
def test_an_unclear_encoding_is_a_fault(data: bytes, word: str) -> None:
    """What no encoding fits, or two do, is refused, and the clerk is told the choices."""
    with pytest.raises(tl.errors.FileFault, match=word) as caught:
        read(data)
    assert "UTF-8" in caught.value.expected
    assert "encoding=" in caught.value.expected


def test_the_header_decides_between_two_encodings() -> None:
    """Bytes that two encodings can read are read by the one in which a header appears."""
    data = "序号,科室单位".encode()
    assert data.decode("gb18030")
    assert read(data).rows == (("序号", "科室单位"),)


def test_a_header_far_down_decides_too() -> None:
    """Titles and facts above a header may take sixty lines; what stands below them decides nothing."""
    text = "\n" * 59 + "序号,科室单位"
    assert read(text.encode()).rows[-1] == ("序号", "科室单位")
    with pytest.raises(tl.errors.FileFault):
        read(("\n" * 60 + "序号,科室单位").encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "｜"])
def test_delimiters_are_found(delimiter: str) -> None:
    """Comma, semicolon and tab are told apart by the header words that they show."""
    assert read(TEXT.replace(",", delimiter).encode()).rows[2] == ("1", "办公室", "甲", "洽谈", "无", "正常推进")


def test_sep_names_the_delimiter() -> None:
    """Excel's first line `sep=;` is obeyed and keeps its row, so that faults name the rows that a clerk sees."""
    assert read(b"sep=;\r\na;b,c\r\n").rows == ((), ("a", "b,c"))
    assert read(b"sep=\n").rows == (("sep=",),)


def test_rows_keep_their_places() -> None:
    """Blank rows stay, ragged rows stay ragged, quoted line breaks stay in their cell, CR alone ends a row."""
    assert read(b'a,b,c\n\n" ",x\n"1\n2",y\n,,\n\n').rows == (("a", "b", "c"), (), (None, "x"), ("1\n2", "y"))
    assert read(b"a,b\rc,d\r").rows == (("a", "b"), ("c", "d"))
    assert read(b"").rows == ()


def test_a_quote_that_never_closes_is_a_fault() -> None:
    """It would swallow the rest of the file in silence."""
    with pytest.raises(tl.errors.FileFault, match="引号") as caught:
        read(b'a,b\nc,"d\ne,f\n')
    assert "第 2 行" in caught.value.message


@pytest.mark.parametrize(
    ("limits", "word"), [(Limits(rows=2), "2 行"), (Limits(columns=3), "3 列"), (Limits(cells=9), "9 个")]
)
def test_limits(limits: Limits, word: str) -> None:
    """Rows, columns and cells past a limit are refused."""
    with pytest.raises(tl.errors.FileFault, match=word):
        read(TEXT.encode(), limits=limits)


def test_control_characters_and_long_texts_are_their_cells_faults() -> None:
    """Such a cell cannot be trusted; its neighbours can."""
    grid = read("a,b\x01,长长长长\n".encode("utf-8-sig"), limits=Limits(cell_characters=3))
    assert [(row, column) for row, column, _ in grid.broken] == [(0, 1), (0, 2)]


@given(st.text(max_size=12) | st.text("'=+-@\t\rx", max_size=6))
def test_guarding_is_undone(text: str) -> None:
    """What leaves safe comes back unchanged, and nothing that leaves would be run by a spreadsheet."""
    safe = guard(text)
    assert unguard(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_only_our_own_guards_are_taken_away() -> None:
    """An apostrophe that guards nothing is the text's own."""
    assert read(b"'=1,'it,it's,=1\n").rows == (("=1", "'it", "it's", "=1"),)


def test_a_guarded_white_space_is_blank() -> None:
    """White space behind the apostrophe that our own .csv sets before it is a blank cell all the same."""
    assert read("甲,'\t,\"'\n\",乙\n".encode()).rows == (("甲", None, None, "乙"),)
