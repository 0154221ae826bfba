"""批注: what comments say, by the cell on which they stand; settled ones, and those of a workbook handed back, say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from trafficlight.messages import Words, legible
from trafficlight.ooxml.file_kinds import FlawedFile
from trafficlight.ooxml.xml import w
from trafficlight.sheets._cell_texts import AUTHOR, Question
from trafficlight.sheets.reading.grid import COMMENTS, WITHDRAWN, CellDoubt
from trafficlight.sheets.reading.hand_in_files import Malformed, Package
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, YES, elements, string_text
from trafficlight.sheets.reading.withdrawn_words import says_withdrawn

_THREADS: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_QUOTED: Final = 60
"""Characters of a comment that a line quotes."""
LOST: Final = Question(
    "批注部件已损坏，看不到批注：请打开文件核对",
    "the part of the comments is damaged, so that they are not seen: open the file, and look at them",
)
DAMAGE: Final = (FlawedFile, Malformed, etree.LxmlError)
_NAMES: Final = frozenset({AUTHOR, AUTHOR.en})
_CELL_LINE: Final = re.compile(
    r"(?:[^:\n]{1,31}: )?(?:提醒：|warning: )?[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)? ?“(?:.*(?:：应为|: expected )|.{900,}…\Z)"
)
"""A line that we wrote about a cell when we handed back: its place, what stands there, and what is expected, or it is cut."""
_OTHER_LINE: Final = re.compile(
    "；应为|; expected |看不出属于哪个专题|which table this is cannot be told|程序内部错误（代码|错误过多，只列出前|too many errors: only"
)
"""One that we wrote about a header, a sheet or a file; it stands right below our own name."""
_NAME: Final = "name"
_LINE: Final = "line"
_LINES: Final = re.compile(r"\r\n?|\n")
_NAME_GIVEN: Final = re.compile(r"[^，。；：！？“”,;:!?\"\d]{1,40}\Z")
"""What may be the name that an office has us write in place of our own."""


def _theirs(text: str) -> str:
    """What of a comment is not ours.

    When we hand back we write the name, our own or one that the office gave, and a line for each thing that is wrong.
    What somebody wrote above it in the same box, or below as a reply, is left; so is a line like ours below no name.
    """
    left: list[str] = []
    above = ""
    for line in _LINES.split(text):
        if line.strip() in _NAMES:
            above = _NAME
        elif _CELL_LINE.match(line) and (above or (left and _is_name(left[-1]))):
            if not above:
                left.pop()
            above = _LINE
        elif above != _NAME or not _OTHER_LINE.search(line):
            left.append(line)
            above = ""
    return "\n".join(left)


def _is_name(line: str) -> bool:
    return _NAME_GIVEN.match(line) is not None and not says_withdrawn(line)


def commented(text: str) -> CellDoubt | None:
    """What is doubtful about a cell with a comment; nothing where it says no more than we do when we hand back."""
    theirs = _theirs(text)
    said = legible(" ".join(theirs.split()))
    if not said:
        return None
    quoted = said if len(said) <= _QUOTED else f"{said[:_QUOTED]}…"
    if says_withdrawn(theirs):
        words = Words(
            f"仍要报送的事项（批注说“{quoted}”：作废的请删除这一行，仍要报的请删去批注）",
            f"an item that still stands (a comment says “{quoted}”: delete the row, or the comment where the item stands)",
        )
        return CellDoubt(WITHDRAWN, words)
    return CellDoubt(
        COMMENTS,
        Words(
            f"没有批注的内容（批注“{quoted}”没有读：要算数的请写进单元格，再删去批注）",
            f"text without a comment (“{quoted}” was not read: write into the cell what counts, and delete the comment)",
        ),
    )


def sheet_comments(package: Package, sheet: str) -> Iterator[tuple[str, str]]:
    """Reference and text of the comments of a worksheet, those of an open thread one by one. Raises one of `DAMAGE`."""
    threaded: set[str] = set()
    settled: set[str] = set()
    if (threads := package.related(sheet, "threadedComment")) is not None:
        for thread in package.parse(threads.target).iter(f"{_THREADS}threadedComment"):
            place = thread.get("ref", "")
            threaded.add(place)
            if thread.get("done") in YES:
                settled.add(place)
            elif place not in settled:
                yield place, thread.findtext(f"{_THREADS}text") or ""
    if (plain := package.related(sheet, "comments")) is not None:
        for comment in elements(package.open(plain.target), "comment", root="comments"):
            text = comment.find(f"{MAIN}text")
            if text is not None and comment.get("ref", "") not in threaded:
                yield comment.get("ref", ""), string_text(text)


def word_comments(package: Package, main: str) -> dict[str, str]:
    """The texts of a document's comments by their ids, without the settled. Raises one of `DAMAGE`."""
    plain, more = (package.related(main, kind) for kind in ("comments", "commentsExtended"))
    marks: Iterable[Any] = () if more is None else package.parse(more.target)
    settled = {mark.get(f"{_W15}paraId") for mark in marks if mark.get(f"{_W15}done") in YES}
    return {
        comment.get(w("id"), ""): "\n".join(
            "".join(piece.text or "" for piece in one.iter(w("t"))) for one in comment.iter(w("p"))
        )
        for comment in (() if plain is None else package.parse(plain.target).iter(w("comment")))
        if settled.isdisjoint(paragraph.get(f"{_W14}paraId") for paragraph in comment.iter(w("p")))
    }
