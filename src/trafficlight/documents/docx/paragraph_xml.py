"""段落 (paragraphs): one `w:p`, its properties in the schema's order; and the table of contents, made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.documents.content import Contents, Heading, Paragraph, Text
from trafficlight.documents.docx.context import END_FIELD, Context, begin_field
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.documents.docx.word_xml import text_run
from trafficlight.layout import Style

_SMALLEST: Final = (
    '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
)


def smallest(runs: str = "", *, page_break: bool = False, end: str = "") -> str:
    """A paragraph that is needed but should not be seen: between tables, or to carry a section's properties."""
    return f"<w:p><w:pPr>{'<w:pageBreakBefore/>' if page_break else ''}{_SMALLEST}{end}</w:pPr>{runs}</w:p>"


def styled(
    context: Context,
    style: str,
    runs: str,
    *,
    keep: bool = False,
    page_break: bool = False,
    layout: str = "",
    outline: int | None = None,
    end: str = "",
) -> str:
    """A paragraph of these runs. `layout` is XML that goes between the page break and the outline level."""
    rule = context.profile.style(style)
    properties = "".join(
        (
            f'<w:pStyle w:val="{style_id(style)}"/>',
            "<w:keepNext/>" if keep and not rule.keep_next else "",
            "<w:pageBreakBefore/>" if page_break else "",
            layout,
            "" if outline is None or outline == rule.outline else f'<w:outlineLvl w:val="{outline - 1}"/>',
            end,
        )
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def paragraph(
    block: Paragraph | Heading, context: Context, *, keep: bool = False, page_break: bool = False, end: str = ""
) -> str:
    """A paragraph or heading; `end` is the `w:sectPr` of a section that it closes."""
    runs = context.bookmarked(block.bookmark, context.runs(block.text))
    if isinstance(block, Paragraph):
        keep = keep or block.keep_with_next
        return styled(context, block.style, runs, keep=keep, page_break=page_break, end=end)
    return styled(
        context,
        block.paragraph_style,
        runs,
        keep=True,
        page_break=page_break or block.page_break_before,
        outline=block.level,
        end=end,
    )


def line(context: Context, style: str, text: Text, *, keep: bool = False, layout: str = "", end: str = "") -> str:
    """A paragraph of one text."""
    return styled(context, style, context.runs(text), keep=keep, layout=layout, end=end)


_STYLES = (Style.CONTENTS1, Style.CONTENTS2, Style.CONTENTS3)


def contents_chunks(contents: Contents, context: Context, *, page_break: bool = False) -> Iterator[str]:
    """The title and one paragraph an entry.

    Lines that were gathered from the headings stand in a TOC field, so that Word can gather them again; lines that were
    given stay as they are, and only their page numbers are fields.
    """
    if contents.title:
        runs = context.runs(contents.title)
        yield styled(context, Style.CONTENTS_TITLE, runs, keep=True, page_break=page_break)
        page_break = False
    gathered = contents.entries is None
    entries = context.document.entries(contents)
    for number, entry in enumerate(entries):
        link = (
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{text_run(entry.text)}'
            f"<w:r><w:tab/></w:r>{context.page_of(entry.reference)}</w:hyperlink>"
        )
        if gathered and number == 0:
            link = begin_field(f'TOC \\o "1-{contents.depth}" \\h \\z \\u') + link
        if gathered and number == len(entries) - 1:
            link += END_FIELD
        yield styled(context, _STYLES[entry.level - 1], link, page_break=page_break)
        page_break = False
