"""文档内容 (content): what a document says, as frozen values that know nothing of any file format.

A builder turns ratings and standings into blocks, and writers read them: `Document.save` as Word, `to_html` as HTML.
Rows of a `Grid` may be any re-iterable, so that a long table never stands in memory whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import field, frozen

from trafficlight.documents.content._charts import BarChart
from trafficlight.documents.content._grids import Grid
from trafficlight.documents.content._official import AttachmentList, Colophon, LetterHead, RedHead, SignatureBlock
from trafficlight.documents.content._paragraphs import (
    Contents,
    Heading,
    PageBreak,
    Paragraph,
)
from trafficlight.errors import DocumentError
from trafficlight.layout._gbt9704 import OFFICIAL, OfficialProfile
from trafficlight.layout._keys import check_word

Block: TypeAlias = (
    Heading
    | Paragraph
    | Grid
    | BarChart
    | PageBreak
    | Contents
    | RedHead
    | LetterHead
    | AttachmentList
    | SignatureBlock
    | Colophon
)
"""块: one thing after another on the page."""


@frozen(kw_only=True)
class PageSetup:
    """页面设置: how the pages of a section stand and are numbered.

    `page_numbers`     `False` for a cover; else — 1 —, odd pages right, even pages left (GB/T 9704 §7.5).
    `first_number`     restarts the numbering at that number; `None` goes on from the section before.
    `different_first`  the section's first page has neither page number nor running head.
    `number_format`    "decimal" 1, "lower_roman" i, "upper_roman" I.
    `running_head`     a line above the text of every page.
    """

    orientation: Literal["portrait", "landscape"] = "portrait"
    page_numbers: bool = True
    first_number: int | None = None
    different_first: bool = False
    number_format: Literal["decimal", "lower_roman", "upper_roman"] = "decimal"
    running_head: str = ""

    def __attrs_post_init__(self) -> None:
        check_word("页面方向", self.orientation, ("portrait", "landscape"))
        check_word("页码格式", self.number_format, ("decimal", "lower_roman", "upper_roman"))
        if self.first_number is not None and self.first_number < 0:
            raise DocumentError(f"起始页码为 {self.first_number}：应为 0 以上的整数。")


def _blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(blocks)


def _sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(sections)


def _mapping(given: Mapping[str, str]) -> Mapping[str, str]:
    return dict(given)


@frozen
class Section:
    """节: blocks that share a page setup; it starts on a new page."""

    blocks: tuple[Block, ...] = field(converter=_blocks)
    setup: PageSetup = PageSetup()


@frozen(kw_only=True)
class DocumentContent:
    """文档内容: sections with a title, an author and a profile; a `Document` is one that can be saved.

    `created`     a time for the file's properties; nothing is taken from a clock.
    `properties`  custom properties of the file, by name, e.g. the digest of the input.
    `pages`       page numbers by bookmark, shown by every page reference that has none of its own.
    `update_fields`  lets Word update page numbers and contents when it opens the file; it asks its reader before.
    `profile`     how it looks: page, fonts, styles (`trafficlight.layout`).
    """

    sections: tuple[Section, ...] = field(converter=_sections)
    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    created: dt.datetime | None = None
    properties: Mapping[str, str] = field(factory=dict, converter=_mapping)
    pages: Mapping[str, str] = field(factory=dict, converter=_mapping)
    update_fields: bool = False
    profile: OfficialProfile = OFFICIAL

    def __attrs_post_init__(self) -> None:
        if not self.sections:
            raise DocumentError("文档没有节：sections 至少要有一节。")

    def blocks(self) -> Iterator[Block]:
        """All blocks of all sections, in order."""
        for section in self.sections:
            yield from section.blocks

    def headings(self) -> Iterator[Heading]:
        """All headings, in order; the titles of grids count where they are headings."""
        for block in self.blocks():
            if isinstance(block, Heading):
                yield block
            elif isinstance(block, Grid) and isinstance(block.title, Heading):
                yield block.title
