"""来稿的文件包 (incoming): a .docx that somebody else may have made, opened as its main part and what that names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lxml import etree

from trafficlight.errors import SubmissionRefused
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Archive, Limits
from trafficlight.ooxml.file_kinds import DOCX, Flaw, FlawedFile
from trafficlight.ooxml.parts import Package
from trafficlight.ooxml.xml import BODY, Element, parser, w

_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_TYPES: Final = (f"{_MAIN}.document.main+xml", f"{_MAIN}.template.main+xml")


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """What is wrong with a .docx becomes a `SubmissionRefused` that names the file."""
    try:
        yield
    except FlawedFile as flawed:
        reason = "not_word" if flawed.flaw is Flaw.OTHER else flawed.flaw.value
        detail = Words(f"{flawed.words}；应为{flawed.expected}", f"{flawed.words.en}; expected is {flawed.expected.en}")
        raise SubmissionRefused(file, reason, detail) from flawed


class WordPackage(Package):
    """Word 文件包: a package whose main part is a Word document. Raises `FlawedFile` for anything else.

    Its trees have no comments, instructions and blanks between elements.
    """

    def __init__(self, data: bytes, *, file: str, limits: Limits, tree_parser: etree.XMLParser | None = None) -> None:
        super().__init__(Archive(data, kind=DOCX, limits=limits), tree_parser=tree_parser or parser(bare=True))
        self.file: str = file
        self.main: str = self._main_part()

    @property
    def macro_enabled(self) -> bool:
        """Whether the file says of itself that it holds macros, or holds a part of them."""
        parts = (self.content_type(name).lower() for name in self.archive.names)
        return any("macroenabled" in part or "vbaproject" in part or "vbadata" in part for part in parts)

    def document(self) -> Element:
        """The main part, which has a body."""
        root = self.parse(self.main)
        if root.tag != w("document"):
            raise self.archive.flawed(Flaw.OTHER, DOCX.other)
        if root.find(BODY) is None:
            raise self.archive.flawed(Flaw.BROKEN, Words("主文档没有正文", "the main part has no body"))
        return root

    def _main_part(self) -> str:
        relation = self.related("", "officeDocument")
        if relation is None:
            raise self.archive.flawed(Flaw.OTHER, DOCX.empty)
        kind = self.content_type(relation.target)
        if kind not in _MAIN_TYPES and "macroenabled" not in kind.lower():
            other = Words(
                f"主文档的类型是“{kind or '未声明'}”，不是 Word 文档",
                f"the main part is of the type “{kind or 'not declared'}”, not a Word document",
            )
            raise self.archive.flawed(Flaw.OTHER, other)
        return relation.target
