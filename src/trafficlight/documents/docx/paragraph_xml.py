"""段落 (paragraphs): runs, fields and one `w:p`, its properties in the schema's order; and what all writers of blocks share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve

from trafficlight.documents.content import (
    Contents,
    ContentsEntry,
    DocumentContent,
    Heading,
    Inline,
    PageReference,
    Paragraph,
    Run,
    Text,
)
from trafficlight.documents.content._heights import line_height, paragraph_height
from trafficlight.documents.content._paragraphs import page_shown
from trafficlight.documents.content._text_widths import CLOSEST, MM_PER_POINT
from trafficlight.documents.docx.style_sheet import style_id
from trafficlight.documents.docx.word_xml import (
    JUSTIFICATION,
    exact_spacing,
    indents,
    right_tab,
    text_run,
    twips_of_mm,
)
from trafficlight.layout import OfficialProfile, Page, Style, StyleRule
from trafficlight.ooxml.text import element, run_text

_FOOTER_DRAWINGS: Final = 2  # the numbers that landscape footers take; those of the body go on from there
END_FIELD: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def begin_field(instruction: str) -> str:
    """The runs that open a field and part its instruction from its result; `END_FIELD` closes it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {element(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction: str, shown: str) -> str:
    """域: a whole field, with the text that shows until a program updates it."""
    return f"{begin_field(instruction)}<w:r>{run_text(shown)}</w:r>{END_FIELD}"


class Context:
    """One writing of one document: its profile, its bookmarks, and numbers that must be unique in the file."""

    def __init__(self, document: DocumentContent) -> None:
        self.document = document
        self.profile: OfficialProfile = document.profile
        self.pages: Mapping[str, str] = document.pages
        self._bookmarks = {name: number for number, name in enumerate(document.bookmarks())}
        self._drawings = _FOOTER_DRAWINGS
        self._charts = 0

    def bookmarked(self, name: str | None, runs: str) -> str:
        """The runs between the marks of their bookmark."""
        if name is None:
            return runs
        number = self._bookmarks[name]
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{number}"/>'

    def drawing_number(self) -> int:
        """A number for the next drawing of the body."""
        self._drawings += 1
        return self._drawings

    def chart_number(self) -> int:
        """The number of the next chart of the body."""
        self._charts += 1
        return self._charts

    def runs(self, text: Text, look: StyleRule | None = None) -> str:
        """A text as runs, in a look of its own where its paragraph's style has another."""
        if look is not None:
            return "".join(self._in(look, piece) for piece in ([text] if isinstance(text, str) else text))
        if isinstance(text, str):
            return text_run(text)
        return "".join(map(self._inline, text))

    def _in(self, look: StyleRule, piece: Inline) -> str:
        if isinstance(piece, PageReference):
            return self.page_of(piece)
        run = Run(piece) if isinstance(piece, str) else piece
        return text_run(
            run.text,
            font=self.profile.fonts.of(run.face or look.face),
            bold=run.bold or look.bold,
            colour=run.colour or look.colour,
            spacing=look.spacing,
            size=run.size or look.size,
        )

    def page_of(self, reference: PageReference) -> str:
        """The page on which a bookmark stands, as a link to it; one that stands nowhere would print as an error."""
        shown = page_shown(reference, self._bookmarks, self.pages)
        return field(f"PAGEREF {reference.bookmark} \\h", shown)

    def _inline(self, piece: Inline) -> str:
        if isinstance(piece, str):
            return text_run(piece)
        if isinstance(piece, PageReference):
            return self.page_of(piece)
        font = None if piece.face is None else self.profile.fonts.of(piece.face)
        return text_run(piece.text, font=font, bold=piece.bold or None, colour=piece.colour, size=piece.size)


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


def line(context: Context, style: str, text: Text, *, keep: bool = False, layout: str = "") -> str:
    """A paragraph of one text."""
    return styled(context, style, context.runs(text), keep=keep, layout=layout)


_NUMBER: Final = 2  # 字, of a page number and the dots before it
_SAFE: Final = 1.4  # millimetres
_STYLES: Final = (Style.CONTENTS1, Style.CONTENTS2, Style.CONTENTS3)


def contents_chunks(
    contents: Contents, context: Context, *, page: Page | None = None, page_break: bool = False
) -> Iterator[str]:
    """The title and one paragraph an entry; closer where they begin such a `page` and few of them would spill over it.

    Lines that were gathered from the headings stand in a TOC field, so that Word can gather them again; lines that were
    given stay as they are, and only their page numbers are fields.
    """
    if contents.title:
        runs = context.runs(contents.title)
        yield styled(context, Style.CONTENTS_TITLE, runs, keep=True, page_break=page_break)
        page_break = False
    gathered = contents.entries is None
    entries = context.document.entries(contents)
    closer = 1.0 if page is None else _closer(contents.title, entries, context.profile, page)
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
        # the style's dots would lead to nothing until a program fills the number in
        layout = "" if numbered else right_tab(twips_of_mm(context.profile.page.text_width), "none")
        style = _STYLES[entry.level - 1]
        if closer < 1:
            rule = context.profile.style(style)
            near = evolve(rule, line=closer * (rule.line or context.profile.page.line_pitch))
            layout += '<w:snapToGrid w:val="0"/>'
            layout += exact_spacing(near, context.profile, before=rule.before, after=rule.after)
        yield styled(context, style, link, page_break=page_break, layout=layout)
        page_break = False


def _closer(title: Text, entries: Sequence[ContentsEntry], profile: OfficialProfile, page: Page) -> float:
    """By how much of their pitch the lines stand closer, so that the last of them need no page of their own (5.2.3)."""
    room = page.text_height
    used = paragraph_height(Paragraph(title, Style.CONTENTS_TITLE), profile, page) if title else 0
    high = 0.0
    for entry in entries:
        style = _STYLES[entry.level - 1]
        width = page.text_width - _NUMBER * profile.style(style).size * MM_PER_POINT
        high += paragraph_height(Paragraph(entry.text, style), profile, page, width)
    whole = int((used + high) / room) * room
    # each page but the last may end with a part of a line; a section's properties take a small one
    parts = line_height(profile.style(Style.CONTENTS1), page) * (whole / room - 1)
    share = (whole - used - parts - _SAFE) / high if high else 1
    return share if CLOSEST <= share < 1 else 1
