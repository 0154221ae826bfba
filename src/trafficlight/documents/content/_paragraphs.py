"""段落 (paragraphs): runs of text, headings, paragraphs, page breaks and the table of contents."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Container, Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import field, frozen
from attrs.converters import optional

from trafficlight.errors import DocumentError, WrongType
from trafficlight.layout._keys import FACES, Face, Style, check_word, optional_colour
from trafficlight.messages import Words
from trafficlight.model._checks import other_type
from trafficlight.model._field_types import typed


@frozen
class Run:
    """文字段: text with one look. What is `None` comes from the paragraph's style.

    `size` is in points; `colour` is six hexadecimal digits. In `text`, a line feed breaks the line and a tab is a tab.
    """

    text: str
    face: Face | None = None
    bold: bool = False
    size: float | None = None
    colour: str | None = field(default=None, converter=optional_colour)

    def __attrs_post_init__(self) -> None:
        if self.face is not None:
            check_word(Words("字体", "typeface"), self.face, FACES)


_BOOKMARK: Final = re.compile(r"[^\W\d]\w{0,39}")


def bookmark_name(name: str) -> str:
    """书签名: a letter or underscore, then letters, digits, underscores, 40 characters at most (Word's own rule)."""
    if _BOOKMARK.fullmatch(name) is None:
        raise DocumentError(
            f"书签名“{name}”不合规：以字母或下划线开头，只含字母、数字、下划线，不超过40个字符。",
            f"the name “{name}” of a bookmark: it has letters, digits and underscores, no digit first, 40 at most",
        )
    return name


@frozen(field_transformer=typed)
class PageReference:
    """页码引用: a field that shows the page on which a bookmark stands (PAGEREF).

    `cached` is what shows until the reader's program updates fields; `Document.pages` fills it where it is empty.
    """

    bookmark: str = field(converter=bookmark_name)
    cached: str = ""


def page_shown(reference: PageReference, known: Container[str], pages: Mapping[str, str]) -> str:
    """The page of a reference, nothing where it is not known yet. Raises `DocumentError` for a bookmark that is nowhere."""
    name = reference.bookmark
    if name not in known:
        raise DocumentError(
            f"页码引用的书签“{name}”在文档中不存在。",
            f"the bookmark “{name}” whose page number is asked for does not exist in the document",
        )
    return reference.cached or pages.get(name, "")


Inline: TypeAlias = str | Run | PageReference
"""行内内容: a piece of a text: a plain string, a run with a look of its own, or a page reference."""
Text: TypeAlias = str | Sequence[Inline]
"""文字: a plain string, or a sequence of strings, runs and page references."""


def frozen_text(text: Text) -> Text:
    """Hold a text as a string or a tuple, so that nobody can change it afterwards."""
    if isinstance(text, str):
        return text
    given: Any = text  # by whoever does not check types
    pieces = tuple(given) if isinstance(given, Sequence) else (given,)
    for stranger in (piece for piece in pieces if not isinstance(piece, Inline)):
        raise WrongType(
            other_type("text", Words("文字、Run 或 PageReference", "texts, runs and page references"), stranger)
        )
    return pieces


def plain(text: Text) -> str:
    """纯文字: a text without its looks; a page reference gives its cached number."""
    if isinstance(text, str):
        return text
    parts: list[str] = []
    for piece in text:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Run):
            parts.append(piece.text)
        else:
            parts.append(piece.cached)
    return "".join(parts)


def one_line(text: Text) -> str:
    """A text of several lines on one, without the blanks around its breaks."""
    return "".join(piece.strip() for piece in plain(text).splitlines())


_LEVEL_STYLES: Final = (Style.HEADING1, Style.HEADING2, Style.HEADING3, Style.HEADING4)


@frozen(field_transformer=typed)
class Paragraph:
    """段落: text in one of the profile's styles.

    `keep_with_next` holds it on the page of what follows; `bookmark` makes it a target of `PageReference`.
    """

    text: Text = field(default="", converter=frozen_text)
    style: str = Style.BODY
    bookmark: str | None = field(default=None, converter=optional(bookmark_name))
    keep_with_next: bool = False


@frozen(field_transformer=typed)
class Heading:
    """标题: a paragraph of the outline, level 1 (一、) to 4 (（1）).

    Its look is the level's own style unless `style` names another, e.g. `Style.PART` or `Style.TABLE_TITLE`.
    With a `bookmark`, `Contents` can refer to it.
    """

    text: Text = field(converter=frozen_text)
    level: int = 1
    bookmark: str | None = field(default=None, converter=optional(bookmark_name))
    style: str | None = None
    page_break_before: bool = False

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.level <= len(_LEVEL_STYLES):
            raise DocumentError(
                f"标题级别为 {self.level}：应为 1 至 {len(_LEVEL_STYLES)}。",
                f"a heading of level {self.level}: it should be 1 to {len(_LEVEL_STYLES)}",
            )

    @property
    def paragraph_style(self) -> str:
        """The key of the style that the heading is set in."""
        return self.style if self.style is not None else self.level_style

    @property
    def level_style(self) -> Style:
        """The style of its level, by which programs know it."""
        return _LEVEL_STYLES[self.level - 1]


@frozen(field_transformer=typed)
class PageBreak:
    """分页: what follows starts on a new page."""


@frozen(field_transformer=typed)
class ContentsEntry:
    """目录项: a line of the contents, with the page of `bookmark` behind a dot leader."""

    text: str
    bookmark: str = field(converter=bookmark_name)
    level: int = 1
    page: str = ""

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.level <= 3:
            raise DocumentError(
                f"目录级别为 {self.level}：应为 1 至 3。", f"contents of level {self.level}: it should be 1 to 3"
            )

    @property
    def reference(self) -> PageReference:
        """The field that shows the page."""
        return PageReference(self.bookmark, self.page)


@frozen(field_transformer=typed)
class Contents:
    """目录: lines that point at headings by their bookmarks.

    Without `entries`, every heading of the document that has a bookmark and a level of at most `depth` gets a line.
    Page numbers are fields; what they show before an update comes from the entry, else from `Document.pages`.
    """

    entries: tuple[ContentsEntry, ...] | None = field(
        default=None, converter=optional(tuple[ContentsEntry, ...]), repr=reprlib.repr
    )
    title: str = "目　　录"
    depth: int = 2
