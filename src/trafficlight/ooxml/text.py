"""文字 (text): which text a part of a file may hold, and text as XML of a workbook or a Word run."""

from __future__ import annotations

import re
from typing import Final

from trafficlight.errors import UnprintableText

_UNPRINTABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TAKEN_FOR_XML: Final = re.compile(r"\A<r>|_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_BREAKS: Final = re.compile("(\r\n|\r|\n|\t)")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_ATTRIBUTE_ESCAPES: Final = {**_ESCAPES, ord("\n"): "&#10;", ord("\r"): "&#10;", ord("\t"): "&#9;"}


def first_unprintable(text: str) -> int | None:
    """Where the first character stands that no XML may hold (XML 1.0, production 2); None where there is none.

    These are control characters but tab, line feed and return, lone surrogates, U+FFFE and U+FFFF.
    """
    found = None if text.isprintable() else _UNPRINTABLE.search(text)
    return None if found is None else found.start()


def printable(text: str) -> str:
    """The text itself. Raises `UnprintableText` for what no XML may hold."""
    position = first_unprintable(text)
    if position is not None:
        raise UnprintableText(text, position)
    return text


def replaced_unprintable(text: str) -> str:
    """The text with � for what no XML may hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def column_letters(column: int) -> str:
    """列标: the letters of a spreadsheet's column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def escaped_cell(text: str) -> str:
    """A cell's text as a workbook stores it: what reads like an escape (ECMA-376 Part 1, 22.9.2.19) is one itself.

    >>> escaped_cell("_x000D_")
    '_x005F_x000D_'
    """
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def for_xlsxwriter(text: str) -> str:
    """A text as XlsxWriter's `write_string` has to be given it, so that the cell holds the text.

    XlsxWriter takes `<r>…</r>` for XML, and escapes only every other one of escapes that share an underscore. A text of
    either kind is handed over as such XML, with no underscore for it to find.
    """
    if (text[:3] != "<r>" and "_x" not in text) or not _TAKEN_FOR_XML.search(text):
        return text
    xml = escaped_cell(text).translate(_ESCAPES | {ord("_"): "&#95;", ord("\r"): "&#95;x000D&#95;"})
    return f'<r><t xml:space="preserve">{xml}</t></r>'


def goes_as_it_is(text: str) -> bool:
    """Whether a text goes into `w:t` unchanged: no blank, nothing to escape, break or refuse.

    Python calls every control character, surrogate, noncharacter and blank but the plain one unprintable.
    """
    return text.isprintable() and " " not in text and "&" not in text and "<" not in text and ">" not in text


def attribute(text: str) -> str:
    """A text as the value of an attribute in double quotes."""
    return text if goes_as_it_is(text) and '"' not in text else printable(text).translate(_ATTRIBUTE_ESCAPES)


def element(text: str) -> str:
    """A text as the content of an element that keeps blanks by itself (document properties, instructions)."""
    return printable(text).translate(_ESCAPES)


def run_text(text: str) -> str:
    """A text as the children of a run: `w:t`, a line feed as `w:br`, a tab as `w:tab`; blanks are kept."""
    if not text:
        return ""
    if goes_as_it_is(text):
        return f"<w:t>{text}</w:t>"
    lines = text.split("\n")
    if all(line and goes_as_it_is(line) for line in lines):
        return f"<w:t>{'</w:t><w:br/><w:t>'.join(lines)}</w:t>"
    printable(text)
    if not _BREAKS.search(text):
        return _piece(text)
    return "".join(
        "<w:tab/>" if piece == "\t" else "<w:br/>" if piece in {"\r\n", "\r", "\n"} else _piece(piece)
        for piece in _BREAKS.split(text)
        if piece
    )


def _piece(text: str) -> str:
    # one blank between words survives without xml:space; only those at the ends and in rows would be dropped
    keep = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "  " in text else ""
    return f"<w:t{keep}>{text.translate(_ESCAPES)}</w:t>"
