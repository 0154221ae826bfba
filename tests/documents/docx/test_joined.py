"""连写文字: texts that are checked and encoded in one piece are what each of them is by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trafficlight.documents.docx.row_writer import PART, parted
from trafficlight.ooxml.text import run_text

ANY = st.lists(st.text("一a\n\t\r >&<\x00\ud800", max_size=4), min_size=1, max_size=6)
LINES = st.lists(st.text("一a", min_size=1, max_size=3), min_size=1, max_size=3).map("\n".join)


@given(texts=ANY)
def test_together_as_alone(texts: list[str]) -> None:
    """Whatever is taken in one piece gives each text's own run; all else is left to be looked at one by one."""
    together = parted(PART.join(texts), len(texts))
    if together is not None:
        alone = [(run_text(text) or "<w:t></w:t>").encode() for text in texts]
        assert [b"<w:t>" + text + b"</w:t>" for text in together] == alone


@given(texts=st.lists(LINES | st.just(""), min_size=1, max_size=6))
def test_lines_without_blanks_go_together(texts: list[str]) -> None:
    """Plain texts, empty ones and those of several lines need no look at each: a ledger's units stand over their person."""
    assert parted(PART.join(texts), len(texts)) is not None
