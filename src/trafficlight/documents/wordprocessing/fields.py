"""域 (fields): PAGE, PAGEREF and TOC, with the text that shows until a program updates them."""

from __future__ import annotations

from trafficlight.documents.wordprocessing.text import element, run_text


def begin(instruction: str, look: str = "") -> str:
    """The runs that open a field and part its instruction from its result."""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {element(instruction)} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def end(look: str = "") -> str:
    """The run that closes a field."""
    return f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, shown: str, look: str = "") -> str:
    """A whole field; `look` is the `w:rPr` of its runs."""
    return f"{begin(instruction, look)}<w:r>{look}{run_text(shown)}</w:r>{end(look)}"


def page_number(look: str = "", *, even: bool = False) -> str:
    """The number of the page on which the field stands; until a program lays it out, the first that can stand there."""
    return field("PAGE", "2" if even else "1", look)


def page_of(bookmark: str, shown: str, look: str = "") -> str:
    """The number of the page on which a bookmark stands, as a link to it."""
    return field(f"PAGEREF {bookmark} \\h", shown, look)


def contents_instruction(depth: int) -> str:
    """A table of contents over the outline levels 1 to `depth`, as links."""
    return f'TOC \\o "1-{depth}" \\h \\z \\u'
