"""文档内容 (content): what a document says, as frozen values that know nothing of any file format.

A builder turns ratings and standings into blocks, and writers read them: `Document.save` as Word, `to_html` as HTML.
Rows of a `Grid` may be any re-iterable, so that a long table never stands in memory whole. Of the elements of an official
document (版头, 信函格式, 附件说明, 署名, 版记) GB/T 9704-2012 §7 says what each is and where it stands; the profile holds the
measures, a writer sets them.
"""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from attrs import field, frozen

from trafficlight.documents.content._charts import BarChart
from trafficlight.documents.content._grids import Grid
from trafficlight.documents.content._paragraphs import Contents, ContentsEntry, Heading, PageBreak, Paragraph, one_line
from trafficlight.errors import DocumentError
from trafficlight.layout._gbt9704 import OFFICIAL
from trafficlight.layout._keys import Orientation, Style, changed
from trafficlight.layout._profiles import OfficialProfile
from trafficlight.model._field_types import typed


def _strings(given: Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


@frozen(kw_only=True, field_transformer=typed)
class RedHead:
    """版头 (GB/T 9704 §7.2): organ mark in red, document number, red rule; the first block of its section.

    `organ` is the whole mark, with or without “文件”; several organs stand one below the other.
    """

    organ: tuple[str, ...] = field(converter=_strings)
    number: str
    signers: tuple[str, ...] = field(default=(), converter=_strings)
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""

    @property
    def corner(self) -> tuple[tuple[Style, str], ...]:
        """份号, 密级, 紧急程度 from the top, each with its style (§7.2.1 to 7.2.3)."""
        return _corner(self)


@frozen(kw_only=True, field_transformer=typed)
class LetterHead:
    """信函格式 (GB/T 9704 §10.1): organ mark without “文件”, red double rules, number at the right.

    It is the first block of its section, whose first page then has the rules and no page number.
    """

    organ: str
    number: str = ""
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""

    @property
    def corner(self) -> tuple[tuple[Style, str], ...]:
        """As a `RedHead`'s."""
        return _corner(self)


def _corner(head: RedHead | LetterHead) -> tuple[tuple[Style, str], ...]:
    return (
        (Style.COPY_NUMBER, head.copy_number),
        (Style.CLASSIFICATION, head.classification),
        (Style.CLASSIFICATION, head.urgency),
    )


@frozen(field_transformer=typed)
class AttachmentList:
    """附件说明 (§7.3.4): “附件：1.×××”, one line a name, without end punctuation; one name has no number."""

    names: tuple[str, ...] = field(converter=_strings)

    @property
    def numbered(self) -> tuple[tuple[str, str], ...]:
        """Each name behind its number."""
        several = len(self.names) > 1
        return tuple((f"{number}." if several else "", name) for number, name in enumerate(self.names, 1))


@frozen(kw_only=True, field_transformer=typed)
class SignatureBlock:
    """署名和成文日期 (§7.3.5). `sealed`: the date 4字 from the right and the organ centred over it."""

    organ: str
    date: dt.date
    sealed: bool = False


@frozen(kw_only=True, field_transformer=typed)
class Colophon:
    """版记 (§7.4): at the foot of the document's last page, between rules.

    `lines` stand above 抄送, one ruled row each (e.g. 信息公开选项); `copies` are the organs that 抄送 names.
    A letter's has no rules (§10.1.8): `ruled=False`.
    """

    lines: tuple[str, ...] = field(default=(), converter=_strings)
    copies: str = ""
    issuer: str = ""
    date: dt.date | None = None
    ruled: bool = True

    @property
    def sentence(self) -> str:
        """抄送机关: the organs with the full stop that ends them; nothing where there are none."""
        return f"{self.copies.removesuffix('。')}。" if self.copies else ""


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


@frozen(kw_only=True, field_transformer=typed)
class PageSetup:
    """页面设置: how the pages of a section stand and are numbered.

    `page_numbers`     `False` for a cover; else — 1 —, odd pages right, even pages left (GB/T 9704 §7.5).
    `first_number`     restarts the numbering at that number; `None` goes on from the section before.
    `different_first`  the section's first page has neither page number nor running head.
    `number_format`    "decimal" 1, "lower_roman" i, "upper_roman" I.
    `running_head`     a line above the text of every page.
    """

    orientation: Orientation = "portrait"
    page_numbers: bool = True
    first_number: int | None = None
    different_first: bool = False
    number_format: Literal["decimal", "lower_roman", "upper_roman"] = "decimal"
    running_head: str = ""

    __repr__ = changed

    def __attrs_post_init__(self) -> None:
        if self.first_number is not None and self.first_number < 0:
            raise DocumentError(
                f"起始页码为 {self.first_number}：应为 0 以上的整数。",
                f"a first page {self.first_number}: it should be a whole number from 0",
            )


def _copied(given: Mapping[str, str]) -> Mapping[str, str]:
    return dict(given)


@frozen(field_transformer=typed)
class Section:
    """节: blocks that share a page setup; it starts on a new page."""

    blocks: tuple[Block, ...] = field(converter=tuple[Block, ...], repr=reprlib.repr)
    setup: PageSetup = PageSetup()


@frozen(kw_only=True, field_transformer=typed)
class DocumentContent:
    """文档内容: what a `Document` holds, which adds how it is saved; its fields are explained there."""

    sections: tuple[Section, ...] = field(converter=tuple[Section, ...], repr=reprlib.repr)
    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    created: dt.datetime | None = None
    properties: Mapping[str, str] = field(factory=dict, converter=_copied, repr=reprlib.repr)
    pages: Mapping[str, str] = field(factory=dict, converter=_copied, repr=reprlib.repr)
    update_fields: bool = False
    profile: OfficialProfile = OFFICIAL

    def __attrs_post_init__(self) -> None:
        if not self.sections:
            raise DocumentError("文档没有节：sections 至少要有一节。", "a document needs at least one section")

    def blocks(self) -> Iterator[Block]:
        """All blocks of all sections, in order."""
        for section in self.sections:
            yield from section.blocks

    def paragraphs(self) -> Iterator[Paragraph | Heading]:
        """All paragraphs and headings, in order, with those above and below grids."""
        for block in self.blocks():
            above_and_below = (block.title, *block.lead, *block.notes) if isinstance(block, Grid) else (block,)
            yield from (one for one in above_and_below if isinstance(one, Paragraph | Heading))

    def headings(self) -> Iterator[Heading]:
        """All headings, in order; the titles of grids count where they are headings."""
        return (one for one in self.paragraphs() if isinstance(one, Heading))

    def bookmarks(self) -> dict[str, Paragraph | Heading]:
        """书签: where each stands, in order. Raises `DocumentError` for two that Word takes for one."""
        found: dict[str, Paragraph | Heading] = {}
        folded: set[str] = set()
        for one in self.paragraphs():
            name = one.bookmark
            if name is not None:
                if name.casefold() in folded:
                    raise DocumentError(
                        f"书签“{name}”重复：同一文档中书签名不能相同（不分大小写）。",
                        f"the bookmark “{name}” stands twice: names of bookmarks differ, whatever their case",
                    )
                folded.add(name.casefold())
                found[name] = one
        return found

    def entries(self, contents: Contents) -> tuple[ContentsEntry, ...]:
        """目录项: the lines of a table of contents, its own or gathered from the headings."""
        if contents.entries is not None:
            return contents.entries
        return tuple(
            ContentsEntry(one_line(heading.text), heading.bookmark, heading.level)
            for heading in self.headings()
            if heading.bookmark is not None and heading.level <= contents.depth
        )
