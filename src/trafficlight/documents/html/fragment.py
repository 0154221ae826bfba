"""HTML: the same content as fragments for a host's page, so that the page shows what the document shows.

A second writer beside `docx`: no script, no address, no style but colours and widths. Marks are fill and word,
tables have captions and scopes, headings their levels, and everything is zh-CN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

from trafficlight.documents.content import (
    AttachmentList,
    BarChart,
    Block,
    Colophon,
    Contents,
    ContentsEntry,
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
from trafficlight.documents.html.chart import chart_chunks
from trafficlight.documents.html.table_html import Inlines, escaped, grid_chunks, name_of, one_line
from trafficlight.errors import DocumentError
from trafficlight.layout import Labels, Style
from trafficlight.model._periods import chinese_date

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
        raise DocumentError(f"标题级别为 {level}：应为 1 至 {_LAST_LEVEL}。")
    if _PREFIX.fullmatch(prefix) is None:
        raise DocumentError(f"标识前缀“{prefix}”不合规：以拉丁字母开头，只含字母、数字、下划线、连字符。")
    document = content if isinstance(content, DocumentContent) else DocumentContent(sections=[Section(tuple(content))])
    yield from _Writer(
        document, level, prefix, document.pages if pages is None else pages, inline_styles=inline_styles
    ).chunks()


class _Writer:
    """One document on its way into HTML."""

    def __init__(
        self, document: DocumentContent, level: int, prefix: str, pages: Mapping[str, str], *, inline_styles: bool
    ) -> None:
        self._document = document
        self._labels = document.profile.labels
        self._inlines = Inlines(document, prefix, pages, inline_styles=inline_styles)
        titled = any(isinstance(block, Paragraph) and block.style in _TITLES for block in document.blocks())
        self._title_level = level
        self._first_level = level + 1 if titled else level

    def chunks(self) -> Iterator[str]:
        """The article."""
        label = f' aria-label="{escaped(self._document.title)}"' if self._document.title else ""
        yield f'<article class="tl-document" lang="zh-CN"{label}>\n'
        for section in self._document.sections:
            yield f'<div class="tl-section tl-{section.setup.orientation}">\n'
            for block in section.blocks:
                yield from self._block(block)
            yield "</div>\n"
        yield "</article>\n"

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph | Heading):
            yield self._paragraph(block)
        elif isinstance(block, Grid):
            yield from grid_chunks(block, self._inlines, self._document.profile, self._paragraph)
        elif isinstance(block, BarChart):
            yield from chart_chunks(block)
        elif isinstance(block, Contents):
            yield from self._contents(block)
        elif isinstance(block, PageBreak):
            yield '<div class="tl-page-break"></div>\n'
        elif isinstance(block, RedHead | LetterHead):
            yield from _head(block, self._labels)
        elif isinstance(block, AttachmentList):
            yield from _attachments(block, self._labels)
        elif isinstance(block, SignatureBlock):
            yield _line(Style.SIGNATURE, escaped(block.organ))
            yield _line(Style.DATE, f'<time datetime="{block.date.isoformat()}">{chinese_date(block.date)}</time>')
        elif isinstance(block, Colophon):
            yield from _colophon(block, self._labels)
        else:
            assert_never(block)

    def _paragraph(self, block: Paragraph | Heading) -> str:
        style = block.style if isinstance(block, Paragraph) else block.paragraph_style
        tag = self._tag(block)
        place = "" if block.bookmark is None else f' id="{self._inlines.id_of(block.bookmark)}"'
        return f'<{tag} class="tl-{name_of(style)}"{place}>{self._inlines.text(block.text)}</{tag}>\n'

    def _tag(self, block: Paragraph | Heading) -> str:
        if isinstance(block, Heading):
            return f"h{min(self._first_level + block.level - 1, _LAST_LEVEL)}"
        return f"h{self._title_level}" if block.style in _TITLES else "p"

    def _contents(self, contents: Contents) -> Iterator[str]:
        """The entries as lists in lists; an entry two levels below the last stands one below it."""
        yield f'<nav class="tl-contents" aria-label="{escaped(one_line(contents.title)) or "目录"}">\n'
        if contents.title:
            yield _line(Style.CONTENTS_TITLE, self._inlines.text(contents.title))
        opened: list[int] = []
        for entry in self._entries(contents):
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

    def _entries(self, contents: Contents) -> Iterator[ContentsEntry]:
        if contents.entries is not None:
            yield from contents.entries
            return
        for heading in self._document.headings():
            if heading.bookmark is not None and heading.level <= contents.depth:
                yield ContentsEntry(one_line(heading.text), heading.bookmark, heading.level)


def _line(style: str, html: str) -> str:
    return f'<p class="tl-{name_of(style)}">{html}</p>\n'


def _head(block: RedHead | LetterHead, labels: Labels) -> Iterator[str]:
    organs = block.organ if isinstance(block, RedHead) else (block.organ,)
    signers = block.signers if isinstance(block, RedHead) else ()
    kind, mark = ("red", Style.ORGAN_MARK) if isinstance(block, RedHead) else ("letter", Style.LETTER_MARK)
    lines = [
        (Style.COPY_NUMBER, block.copy_number),
        (Style.CLASSIFICATION, block.classification),
        (Style.CLASSIFICATION, block.urgency),
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
    for number, name in enumerate(block.names, 1):
        mark = f"{number}." if len(block.names) > 1 else ""
        yield _line(Style.ATTACHMENT_NOTE, (escaped(labels.attachments) if number == 1 else "") + mark + escaped(name))


def _colophon(block: Colophon, labels: Labels) -> Iterator[str]:
    yield f'<footer class="tl-colophon-block{" tl-ruled" if block.ruled else ""}">\n'
    for text in block.lines:
        yield _line(Style.COLOPHON, escaped(text))
    if block.copies:
        yield _line(Style.COLOPHON, f"{escaped(labels.copies)}{escaped(block.copies.removesuffix('。'))}。")
    if block.issuer or block.date is not None:
        date, after = block.date, escaped(labels.printed)
        printed = (
            ""
            if date is None
            else f' <span class="tl-printed"><time datetime="{date.isoformat()}">{chinese_date(date)}</time>{after}</span>'
        )
        yield _line(Style.COLOPHON, escaped(block.issuer) + printed)
    yield "</footer>\n"
