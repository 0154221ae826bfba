"""HTML: the same content as fragments for a host's page, so that the page shows what the document shows.

A second writer beside `docx`: no script, no address, no style but colours and widths. Marks are fill and word,
tables have captions and scopes, headings their levels, and everything is in the profile's language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from trafficlight.documents.content import (
    AttachmentList,
    BarChart,
    Block,
    Colophon,
    Contents,
    DocumentContent,
    Grid,
    Heading,
    LetterHead,
    PageBreak,
    Paragraph,
    RedHead,
    Section,
    SignatureBlock,
)
from trafficlight.documents.content._column_widths import fit
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.documents.content._text_widths import characters
from trafficlight.documents.html.css import name_of, stylesheet
from trafficlight.documents.html.table_html import Inlines, begins_page, escaped, grid_chunks
from trafficlight.errors import DocumentError
from trafficlight.layout import Labels, Style
from trafficlight.layout._keys import Orientation
from trafficlight.messages import Language, in_english
from trafficlight.model._checks import check_kind
from trafficlight.model._marks import BLUE_YELLOW_RED, Palette
from trafficlight.model._periods import date_words

_TITLES: Final = (Style.TITLE, Style.COVER_TITLE)
_LAST_LEVEL: Final = 6
_PREFIX: Final = re.compile(r"[A-Za-z][\w-]*")


def to_html(
    content: DocumentContent | Iterable[Block],
    *,
    level: int = 2,
    prefix: str = "tl-",
    inline_styles: bool = True,
    pages: Mapping[str, str] | None = None,
) -> str:
    """The content as one HTML fragment. See `html_chunks`."""
    return "".join(html_chunks(content, level=level, prefix=prefix, inline_styles=inline_styles, pages=pages))


def html_chunks(
    content: DocumentContent | Iterable[Block],
    *,
    level: int = 2,
    prefix: str = "tl-",
    inline_styles: bool = True,
    pages: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The fragment in pieces, an `<article>`; a long table is never held whole, so a host can send it as it comes.

    `level` is that of the title's heading (h2), or of the first headings where there is no title. `prefix` begins every
    id (bookmarks), so that two fragments can stand on one page; class names always begin with `tl-`, and `stylesheet`
    has their rules. `inline_styles=False` leaves out colours and widths, for hosts whose policy forbids `style`
    attributes; the rules of `stylesheet` colour the marks then. `pages` are page numbers by bookmark; the document's own
    where it is not given. Every element is closed, so the fragment is XML too.

    Raises `DocumentError` for content that no writer takes (`UnprintableText` for characters that no file can hold), for
    a level outside 1 to 6, and for a prefix that is no id.
    """
    if not 1 <= level <= _LAST_LEVEL:
        raise DocumentError(
            f"标题级别为 {level}：应为 1 至 {_LAST_LEVEL}。",
            f"a heading of level {level}: it should be 1 to {_LAST_LEVEL}",
        )
    if _PREFIX.fullmatch(prefix) is None:
        raise DocumentError(
            f"标识前缀“{prefix}”不合规：以拉丁字母开头，只含字母、数字、下划线、连字符。",
            f"the prefix “{prefix}” of ids: it starts with a Latin letter, and has letters, digits, underscores and hyphens",
        )
    document = content if isinstance(content, DocumentContent) else DocumentContent(sections=[Section(tuple(content))])
    yield from _Writer(
        document, level, prefix, document.pages if pages is None else pages, inline_styles=inline_styles
    ).chunks()


def html_page(document: DocumentContent, *, palette: Palette = BLUE_YELLOW_RED, inline_styles: bool = True) -> str:
    """网页: a whole page with the fragment, its style sheet and no other file: to send, to archive, or to print.

    It follows the reader's own light or dark colours. `palette` are the marks of the agency. Raises as `html_chunks` does.
    """
    check_kind("html_page", document, DocumentContent)
    profile = document.profile
    fragment = to_html(document, level=1, inline_styles=inline_styles)
    heading = "" if "<h1" in fragment else f'<h1 class="tl-{name_of(Style.TITLE)}">{escaped(document.title)}</h1>\n'
    if heading:
        heading = f'<div class="tl-document">\n{heading}</div>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{profile.language_tag}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escaped(document.title)}</title>\n<style>\n{_PAGE}{stylesheet(profile, palette=palette)}</style>\n"
        f"</head>\n<body>\n<main>\n{heading}{fragment}</main>\n</body>\n</html>\n"
    )


_PAGE: Final = ":root{color-scheme:light dark}body{margin:0 auto;max-width:72em;padding:1em}\n"


def _title(document: DocumentContent) -> Paragraph | None:
    """The paragraph that is the document's title: the first table's where nothing else is a title or heading."""
    paragraphs = list(document.paragraphs())
    titles = (one for one in paragraphs if isinstance(one, Paragraph) and one.style in _TITLES)
    found = next(titles, None)
    if found is not None or any(isinstance(one, Heading) for one in paragraphs):
        return found
    grid = next((block for block in document.blocks() if isinstance(block, Grid)), None)
    return grid.title if grid is not None and isinstance(grid.title, Paragraph) else None


class _Writer:
    """One document on its way into HTML."""

    def __init__(
        self, document: DocumentContent, level: int, prefix: str, pages: Mapping[str, str], *, inline_styles: bool
    ) -> None:
        self._document = document
        self._labels, self._language = document.profile.labels, document.profile.language
        self._inlines = Inlines(document, prefix, pages, inline_styles=inline_styles)
        self._title = _title(document)
        self._title_level = level
        self._first_level = level if self._title is None else level + 1
        # a document whose headings begin below the first level skips none
        self._highest = min((heading.level for heading in document.headings()), default=1)

    def chunks(self) -> Iterator[str]:
        label = f' aria-label="{escaped(self._document.title)}"' if self._document.title else ""
        yield f'<article class="tl-document" lang="{self._document.profile.language_tag}"{label}>\n'
        for section in self._document.sections:
            yield f'<div class="tl-section tl-{section.setup.orientation}">\n'
            for block in section.blocks:
                yield from self._block(block, section.setup.orientation)
            yield "</div>\n"
        yield "</article>\n"

    def _block(self, block: Block, orientation: Orientation) -> Iterator[str]:
        if isinstance(block, Paragraph | Heading):
            yield self._paragraph(block)
        elif isinstance(block, Grid):
            profile = self._document.profile
            yield from grid_chunks(fit(block, profile, orientation), self._inlines, profile, self._paragraph)
        elif isinstance(block, BarChart):
            yield from _chart(block, self._language)
        elif isinstance(block, Contents):
            yield from self._contents(block)
        elif isinstance(block, PageBreak):
            yield '<div class="tl-page-break"></div>\n'
        elif isinstance(block, RedHead | LetterHead):
            yield from _head(block, self._labels)
        elif isinstance(block, AttachmentList):
            yield from _attachments(block, self._labels)
        elif isinstance(block, SignatureBlock):
            date = f'<time datetime="{block.date.isoformat()}">{date_words(block.date, self._language)}</time>'
            signed = _line(Style.SIGNATURE, escaped(block.organ)) + _line(Style.DATE, date)
            yield f'<div class="tl-signed">\n{signed}</div>\n'
        elif isinstance(block, Colophon):
            yield from _colophon(block, self._labels, self._language)
        else:
            assert_never(block)

    def _paragraph(self, block: Paragraph | Heading) -> str:
        style = block.style if isinstance(block, Paragraph) else block.paragraph_style
        tag = self._tag(block)
        place = "" if block.bookmark is None else f' id="{self._inlines.id_of(block.bookmark)}"'
        begins = " tl-new-page" if begins_page(block) else ""
        return f'<{tag} class="tl-{name_of(style)}{begins}"{place}>{self._inlines.text(block.text)}</{tag}>\n'

    def _tag(self, block: Paragraph | Heading) -> str:
        if isinstance(block, Heading):
            return f"h{min(self._first_level + block.level - self._highest, _LAST_LEVEL)}"
        if block is self._title:
            return f"h{self._title_level}"
        return f"h{self._first_level}" if block.style in _TITLES else "p"  # an annex has a title of its own

    def _contents(self, contents: Contents) -> Iterator[str]:
        """The entries as lists in lists; an entry two levels below the last stands one below it."""
        yield f'<nav class="tl-contents" aria-label="{escaped(one_line(contents.title)) or "目录"}">\n'
        if contents.title:
            yield _line(Style.CONTENTS_TITLE, self._inlines.text(contents.title))
        opened: list[int] = []
        for entry in self._document.entries(contents):
            while len(opened) > 1 and entry.level <= opened[-2]:
                opened.pop()
                yield "</li></ol>"
            if opened and entry.level <= opened[-1]:
                opened[-1] = entry.level
                yield "</li>\n"
            else:
                opened.append(entry.level)
                yield '<ol class="tl-contents-list">\n'
            page = self._inlines.page_of(entry.reference)
            number = f' <span class="tl-page">{escaped(page)}</span>' if page else ""
            target = self._inlines.id_of(entry.bookmark)
            yield f'<li><a href="#{target}">{escaped(entry.text)}{number}</a>'
        yield "</li></ol>" * len(opened) + "\n</nav>\n"


def _line(style: str, html: str) -> str:
    return f'<p class="tl-{name_of(style)}">{html}</p>\n'


def _head(block: RedHead | LetterHead, labels: Labels) -> Iterator[str]:
    organs = block.organ if isinstance(block, RedHead) else (block.organ,)
    signers = block.signers if isinstance(block, RedHead) else ()
    kind, mark = ("red", Style.ORGAN_MARK) if isinstance(block, RedHead) else ("letter", Style.LETTER_MARK)
    lines = [
        *block.corner,
        *((mark, organ) for organ in organs),
        (Style.DOCUMENT_NUMBER, block.number),
    ]
    yield f'<header class="tl-{kind}-head">\n'
    for style, text in lines:
        if text:
            yield _line(style, escaped(text))
    if signers:
        yield f'<p class="tl-signers">{escaped(labels.signers)}{escaped("　".join(signers))}</p>\n'
    yield "</header>\n"


def _attachments(block: AttachmentList, labels: Labels) -> Iterator[str]:
    for at, (number, name) in enumerate(block.numbered):
        yield _line(Style.ATTACHMENT_NOTE, escaped((labels.attachments if at == 0 else "") + number + name))


def _colophon(block: Colophon, labels: Labels, language: Language) -> Iterator[str]:
    yield f'<footer class="tl-colophon-block{" tl-ruled" if block.ruled else ""}">\n'
    for text in block.lines:
        yield _line(Style.COLOPHON, escaped(text))
    if block.copies:
        yield _line(Style.COLOPHON, escaped(labels.copies + block.sentence))
    if block.issuer or block.date is not None:
        date, after = block.date, escaped(labels.printed)
        printed = (
            ""
            if date is None
            else f' <span class="tl-printed"><time datetime="{date.isoformat()}">{date_words(date, language)}</time>{after}</span>'
        )
        yield _line(Style.COLOPHON, escaped(block.issuer) + printed)
    yield "</footer>\n"


# CSS pixels; where the page is narrower, the drawing scrolls
_NAMES: Final = 260  # at most; short names leave the bars more of a small screen
_BARS: Final = 400
_NUMBERS: Final = 140  # at least; long words of lights make the drawing wider
_PITCH: Final = 28
_BAR: Final = 18
_SIZE: Final = 14
_BROAD: Final = 1.25  # what the letters of a broad face take, of half a 字


def _chart(chart: BarChart, language: Language) -> Iterator[str]:
    """A figure with the chart's title, and the alternative text for screen readers."""
    between = " " if in_english(language) else ""
    numbers = [
        " ".join(f"{series.label}{between}{series.values[at]}" for series in chart.series)
        for at in range(len(chart.categories))
    ]
    longest = max(map(characters, chart.categories), default=0)
    names = min(_NAMES, math.ceil(longest * _SIZE * _BROAD) + _SIZE)
    width = names + _BARS + max(_NUMBERS, *(math.ceil(characters(text) * _SIZE * _BROAD) + _SIZE for text in numbers))
    top, legend = _legend(chart, names, width)
    height = top + _PITCH * len(chart.categories)
    label = escaped(chart.described or "、".join(series.label for series in chart.series))
    yield '<figure class="tl-chart">\n'
    if chart.title:
        yield f'<figcaption class="tl-{Style.CAPTION}">{escaped(chart.title)}</figcaption>\n'
    yield (
        f'<div class="tl-drawing" role="group" aria-label="{escaped(chart.title) or label}" tabindex="0">\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" font-size="{_SIZE}" fill="currentColor">\n{legend}\n'
    )
    most = max(sum(series.values[at] for series in chart.series) for at in range(len(chart.categories)))
    scale = _BARS / max(most, 1)
    for at, counts in enumerate(numbers):
        yield from _bar(chart, at, (names, top + _PITCH * at), scale, counts)
    yield "</svg>\n</div>\n</figure>\n"


def _legend(chart: BarChart, names: int, width: int) -> tuple[int, str]:
    """What each colour means, in as many lines as it takes; and how high they are."""
    made, across, top = "", names, 0
    for series in chart.series:
        takes = math.ceil(characters(series.label) * _SIZE * _BROAD) + 3 * _SIZE
        if across > names and across + takes > width:
            across, top = names, top + _PITCH
        made += f'<rect x="{across}" y="{top + 4}" width="{_SIZE}" height="{_SIZE}" fill="#{series.colour}"/>'
        made += _text(across + _SIZE + 4, top + _SIZE + 2, series.label)
        across += takes
    return top + _PITCH, made


def _bar(chart: BarChart, at: int, start: tuple[int, int], scale: float, counts: str) -> Iterator[str]:
    names, top = start
    base = top + (_BAR + _SIZE) // 2 - 1
    yield _text(names - 8, base, chart.categories[at], anchor=' text-anchor="end"')
    across = float(names)
    for series in chart.series:
        width = series.values[at] * scale
        if width:
            # the white edge keeps neighbours apart where colours look alike
            yield (
                f'<rect x="{across:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="#{series.colour}"'
                ' stroke="#FFFFFF"/>'
            )
        across += width
    yield _text(across + 6, base, counts) + "\n"


def _text(across: float, base: float, text: str, *, anchor: str = "") -> str:
    # a name that is longer than its place is drawn closer
    long = characters(text) * _SIZE > _NAMES - 16
    closer = f' textLength="{_NAMES - 16}" lengthAdjust="spacingAndGlyphs"' if anchor and long else ""
    return f'<text x="{across:g}" y="{base:g}"{anchor}{closer}>{escaped(text)}</text>'
