"""文字 (text): strings as the XML inside a run, with every character that XML forbids refused."""

from __future__ import annotations

import re
from typing import Final

from trafficlight.errors import UnprintableText

_UNPRINTABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = re.compile("(\r\n|\r|\n|\t)")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_ATTRIBUTE_ESCAPES: Final = {**_ESCAPES, ord("\n"): "&#10;", ord("\r"): "&#10;", ord("\t"): "&#9;"}


def goes_as_it_is(text: str) -> bool:
    """Whether a text goes into `w:t` unchanged: no blank, nothing to escape, break or refuse.

    Python calls every control character, surrogate, noncharacter and blank but the plain one unprintable.
    """
    return text.isprintable() and " " not in text and "&" not in text and "<" not in text and ">" not in text


def refuse_unprintable(text: str) -> None:
    """Raise `UnprintableText` for a control character, a lone surrogate or U+FFFE, U+FFFF (XML 1.0, production 2)."""
    found = _UNPRINTABLE.search(text)
    if found is not None:
        raise UnprintableText(text, found.start())


def attribute(text: str) -> str:
    """A text as the value of an attribute in double quotes."""
    if goes_as_it_is(text) and '"' not in text:
        return text
    refuse_unprintable(text)
    return text.translate(_ATTRIBUTE_ESCAPES)


def element(text: str) -> str:
    """A text as the content of an element that keeps blanks by itself (document properties, instructions)."""
    if goes_as_it_is(text) and '"' not in text:
        return text
    refuse_unprintable(text)
    return text.translate(_ESCAPES)


def run_text(text: str) -> str:
    """A text as the children of a run: `w:t`, a line feed as `w:br`, a tab as `w:tab`; blanks are kept."""
    if not text:
        return ""
    if goes_as_it_is(text):
        return f"<w:t>{text}</w:t>"
    lines = text.split("\n")
    if all(line and goes_as_it_is(line) for line in lines):
        return f"<w:t>{'</w:t><w:br/><w:t>'.join(lines)}</w:t>"
    refuse_unprintable(text)
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
