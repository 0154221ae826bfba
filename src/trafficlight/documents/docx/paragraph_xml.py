"""段落 (paragraphs): one `w:p`, its properties in the schema's order; and the table of contents, made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.documents.content import Contents, Heading, Paragraph, Text
from trafficlight.documents.docx.context import END_FIELD, Context, begin_field
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.documents.docx.word_xml import JUSTIFICATION, exact_spacing, indents, text_run, twips_of_mm
from trafficlight.layout import Style, StyleRule

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
    whole: bool = False,
    page_break: bool = False,
    layout: str = "",
    outline: int | None = None,
    end: str = "",
) -> str:
    """A paragraph of these runs. `layout` is XML that goes between the page break and the outline level.

    `keep` holds it on the page of what follows, `whole` its lines on one page.
    """
    rule = context.profile.style(style)
    properties = "".join(
        (
            f'<w:pStyle w:val="{style_id(style)}"/>',
            "<w:keepNext/>" if keep and not rule.keep_next else "",
            "<w:keepLines/>" if whole else "",
            "<w:pageBreakBefore/>" if page_break else "",
            layout,
            "" if outline is None or outline == rule.outline else f'<w:outlineLvl w:val="{outline - 1}"/>',
            end,
        )
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def paragraph(
    block: Paragraph | Heading,
    context: Context,
    *,
    keep: bool = False,
    whole: bool = False,
    apart: bool = False,
    page_break: bool = False,
    end: str = "",
) -> str:
    """A paragraph or heading; `apart` sets it a line below a table, `end` is the `w:sectPr` of a section that it closes."""
    rule = context.profile.style(block.style if isinstance(block, Paragraph) else block.paragraph_style)
    before = max(rule.before, 1)
    if isinstance(block, Paragraph):
        runs = context.bookmarked(block.bookmark, context.runs(block.text))
        layout = exact_spacing(rule, context.profile, before=before, after=rule.after) if apart else ""
        keep = keep or block.keep_with_next
        return styled(context, block.style, runs, keep=keep, whole=whole, page_break=page_break, layout=layout, end=end)
    own = block.style is None
    # programs know a heading by the name of its style, so one that looks otherwise says so itself
    runs = context.bookmarked(block.bookmark, context.runs(block.text, None if own else rule))
    layout = _look(rule, context, before=before if apart else rule.before) if not own or apart else ""
    return styled(
        context,
        block.level_style,
        runs,
        keep=True,
        whole=whole,
        page_break=page_break or block.page_break_before,
        layout=layout,
        outline=block.level,
        end=end,
    )


def _look(rule: StyleRule, context: Context, *, before: float) -> str:
    """All that a style says of a paragraph, over what another one says."""
    return "".join(
        (
            f'<w:snapToGrid w:val="{int(rule.on_grid)}"/>',
            exact_spacing(rule, context.profile, before=before, after=rule.after),
            indents(rule) or '<w:ind w:firstLineChars="0" w:firstLine="0"/>',
            f'<w:jc w:val="{JUSTIFICATION[rule.align]}"/>',
        )
    )


def line(context: Context, style: str, text: Text, *, keep: bool = False, layout: str = "", end: str = "") -> str:
    """A paragraph of one text."""
    return styled(context, style, context.runs(text), keep=keep, layout=layout, end=end)


def _no_leader(text_width: float) -> str:
    """The style's tab without its dots, which would lead to nothing until a program fills the number in."""
    return f'<w:tabs><w:tab w:val="right" w:leader="none" w:pos="{twips_of_mm(text_width)}"/></w:tabs>'


_STYLES: Final = (Style.CONTENTS1, Style.CONTENTS2, Style.CONTENTS3)


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
        numbered = entry.page or context.pages.get(entry.bookmark)
        layout = "" if numbered else _no_leader(context.profile.page.text_width)
        yield styled(context, _STYLES[entry.level - 1], link, page_break=page_break, layout=layout)
        page_break = False
