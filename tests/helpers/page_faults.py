"""What a reader of the paper sees at once, and no schema knows: read from the pages that LibreOffice lays out.

A title, a signature or a table's notes alone on a page, a page that is nearly empty, a column of one character a line, a Latin word broken
within, text beyond the margins, and a light without its word.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from lxml import etree

from helpers.readword import W, text_of

_MM: Final = 72 / 25.4  # points
_TWIPS: Final = 20  # of a point
_BESIDE: Final = 3.5 * _MM  # a font's digits are wider than half a character
_PUNCTUATION: Final = re.compile(r"[\W_]")  # which may hang over the margin
_FEW: Final = 20  # characters on a page that has hardly begun
_CLOSING: Final = (
    10  # characters of “特此提醒。” and the like; neither they nor 附件 are text for a signature to stand with
)
_LIGHT: Final = 3 * _MM  # each way; what is smaller is a legend's key or a rule
_NARROW: Final = 14 * _MM  # a chart's piece that has its number alone, and its word behind the unit's name
_LARGE: Final = 17  # points, of titles
_ROW_OF_ONES: Final = 5  # characters one below the other
_NUMBER: Final = re.compile(r"^[—-]?\s*[\divx]+\s*[—-]?$", re.IGNORECASE)
_DATE: Final = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$|^\d{1,2} [A-Z][a-z]+ \d{4}$")
_MONTH: Final = re.compile("年.*月")
_COLOPHON: Final = re.compile("抄送|印发|Copies to|printed")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z]+")
_DIGITS: Final = re.compile("[0-9]+")
_ROMAN: Final = re.compile("[ivx]+")  # a page's number
_OTHERS: Final = ("compendium.docx", "汇编.docx", "案例选编.docx", "通报件（自绘版头）.docx")
"""Documents with articles or a head of others, who set them as they liked."""
_SAMPLES: Final = "every block"
"""A document of one word a page."""


def faults(file: Path, pdf: Path) -> Iterator[str]:
    """What is wrong with the pages of a document."""
    import pdfplumber

    if file.name.endswith(_OTHERS):
        return
    margins, words = _margins(file), _latin_words(file)
    with pdfplumber.open(pdf) as opened:
        lines: list[list[str]] = []
        for page in opened.pages:
            found = _Page(page)
            lines.append(found.lines)
            yield from (f"page {page.page_number}: {fault}" for fault in found.faults(margins))
            yield from (f"page {page.page_number}: {fault}" for fault in found.torn(words))
            yield from (f"page {page.page_number}: {fault}" for fault in found.torn_numbers(words))
        yield from _pages(lines, few=0 if file.name.startswith(_SAMPLES) else _FEW)
        yield from _notes_alone(lines, _notes(file))


def _margins(file: Path) -> dict[bool, tuple[float, float, float, float]]:
    """Left, top, right and bottom edge of the text in points, of upright pages and of those on their side."""
    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found: dict[bool, tuple[float, float, float, float]] = {}
    for section in root.iter(f"{W}sectPr"):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is None or margin is None:
            continue
        wide, high = (int(size.get(f"{W}{side}", "0")) / _TWIPS for side in "wh")
        left, top, right, bottom = (
            int(margin.get(f"{W}{side}", "0")) / _TWIPS for side in ("left", "top", "right", "bottom")
        )
        found[wide > high] = (left, top, wide - right, high - bottom)
    return found


def _latin_words(file: Path) -> set[str]:
    """The Latin words and the numbers of a document's text, its heads, foots and charts."""
    found: set[str] = set()
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if not (name.startswith("word/") and name.endswith(".xml")):
                continue
            for element in etree.fromstring(package.read(name)).iter():
                if element.tag == f"{W}p":
                    runs = element.iter(f"{W}t", f"{W}br", f"{W}tab")
                    text = "".join(run.text or " " for run in runs)
                else:
                    text = element.text or ""
                found.update(_LATIN.findall(text), _DIGITS.findall(text))
    return found


def _notes(file: Path) -> str:
    """What the notes of all tables say, as it shows."""
    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    styled = ((one, one.find(f"{W}pPr/{W}pStyle")) for one in root.iter(f"{W}p"))
    named = ((one, "" if style is None else style.get(f"{W}val")) for one, style in styled)
    return _bare("".join(text_of(one) for one, name in named if name in {"Note", "LongNote"}))


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _notes_alone(pages: Sequence[Sequence[str]], notes: str) -> Iterator[str]:
    """A page that has notes, or the rest of them, and nothing of their table."""
    for number, lines in enumerate(pages, 1):
        text = [_bare(line) for line in lines if not _NUMBER.match(line)]
        if text and len(pages) > 1 and all(line in notes for line in text):
            yield f"page {number}: notes away from their table: {text[0][:20]}"


def _pages(pages: Sequence[Sequence[str]], few: int) -> Iterator[str]:
    """What the lines of a page and its neighbours tell."""
    for number, lines in enumerate(pages, 1):
        numbered = any(_NUMBER.match(line) for line in lines)
        text = [line for line in lines if not _NUMBER.match(line)]
        if not numbered or not text or any(_COLOPHON.search(line) for line in text):
            continue  # a cover; a page that is left blank, or bears 版记
        attached = next((at for at, line in enumerate(text) if line.startswith("附件：")), len(text))
        if _DATE.match(text[-1].replace(" ", "")) and sum(map(len, text[: min(attached, len(text) - 2)])) < _CLOSING:
            yield f"page {number}: a signature alone: {' / '.join(text)}"
        elif sum(map(len, text)) < few and len(pages) > 1:
            yield f"page {number}: nearly empty: {' / '.join(text)}"
    for number, (before, after) in enumerate(pairwise(pages), 1):
        text = [line for line in after if not _NUMBER.match(line)]
        if text and before and _DATE.match(text[0].replace(" ", "")):
            yield f"page {number + 1}: a date parted from its signature: {text[0]}"


class _Page:
    """A page's characters and coloured grounds."""

    def __init__(self, page: Any) -> None:
        self._wide: bool = page.width > page.height
        self._chars: list[Any] = [char for char in page.chars if char["text"].strip()]
        self._rects: list[Any] = page.rects
        self.lines = self._lines()

    def faults(self, margins: dict[bool, tuple[float, float, float, float]]) -> Iterator[str]:
        """What this page shows by itself."""
        edges = margins.get(self._wide)
        if edges is not None:
            yield from self._beyond(*edges)
        yield from self._columns_of_ones()
        yield from self._lights()
        yield from self._title_alone()

    def torn(self, words: set[str]) -> Iterator[str]:
        """Letters that stand together and are no word of the document: the rest is on another line."""
        word, last = "", None
        for char in [*self._chars, None]:
            letter = "" if char is None else unicodedata.normalize("NFKC", char["text"])
            if not _LATIN.fullmatch(letter):
                letter = ""
            if letter and last is not None and _beside(last, char):
                word += letter
            else:
                if len(word) > 1 and word not in words and not _ROMAN.fullmatch(word):
                    yield f"a word that is broken: {word}"
                word = letter
            last = char if letter else None

    def torn_numbers(self, words: set[str]) -> Iterator[str]:
        """Digits of a text that are no number of the document; those of a chart's axis, and a page's, are LibreOffice's own."""
        for line in self._rows():
            # numbers of two cells stand apart
            seams = [
                0,
                *(at for at in range(1, len(line)) if _apart(line[at - 1], line[at]) > line[at]["size"] / 2),
                len(line),
            ]
            for start, end in pairwise(seams):
                text = "".join(char["text"] for char in line[start:end])
                for found in _DIGITS.finditer(text):
                    near = text[max(found.start() - 1, 0) : found.start()] + text[found.end() :][:1]
                    if _CHINESE.search(near) and "页" not in near and found[0] not in words:
                        yield f"a number that is broken: {text[max(found.start() - 6, 0) : found.end() + 6]}"

    def _lines(self) -> list[str]:
        return ["".join(char["text"] for char in row) for row in self._rows()]

    def _rows(self) -> list[list[Any]]:
        rows: dict[int, list[Any]] = {}
        for char in self._chars:
            if char.get("upright", True):
                middle = round((char["top"] + char["bottom"]) / 2)
                rows.setdefault(next((row for row in rows if abs(row - middle) <= 3), middle), []).append(char)
        return [sorted(rows[row], key=lambda one: one["x0"]) for row in sorted(rows)]

    def _beyond(self, left: float, top: float, right: float, bottom: float) -> Iterator[str]:
        beyond = [
            char["text"]
            for char in self._chars
            if char.get("upright", True)
            and top <= char["top"]
            and char["bottom"] <= bottom
            and not left - _BESIDE <= char["x0"] <= char["x1"] <= right + _BESIDE
            and not _PUNCTUATION.match(char["text"])
        ]
        if beyond:
            yield f"text beyond the margins: {''.join(beyond)[:20]}"

    def _columns_of_ones(self) -> Iterator[str]:
        """Characters that stand alone on their line of a cell, one below the other."""
        alone = [char for char in self._chars if _CHINESE.match(char["text"]) and not self._has_neighbour(char)]
        alone.sort(key=lambda char: (round(char["x0"]), char["top"]))
        run: list[Any] = []
        for char in alone:
            follows = (
                bool(run) and abs(char["x0"] - run[-1]["x0"]) < 2 and char["top"] - run[-1]["top"] < 1.7 * char["size"]
            )
            run = [*run, char] if follows else [char]
            if len(run) == _ROW_OF_ONES:
                yield f"a column of one character a line: {''.join(one['text'] for one in run)}"

    def _has_neighbour(self, char: Any) -> bool:
        near = 1.2 * char["size"]
        return any(
            other is not char
            and abs(other["top"] - char["top"]) < 3
            and char["x0"] - near < other["x1"]
            and other["x0"] < char["x1"] + near
            for other in self._chars
        )

    def _lights(self) -> Iterator[str]:
        """Grounds of a colour on which there is no word."""
        for rect in self._rects:
            wide, high = rect["x1"] - rect["x0"], rect["bottom"] - rect["top"]
            if not rect["fill"] or min(wide, high) < _LIGHT or not _is_coloured(rect["non_stroking_color"]):
                continue
            text = "".join(
                char["text"]
                for char in self._chars
                if rect["x0"] <= (char["x0"] + char["x1"]) / 2 <= rect["x1"]
                and rect["top"] <= (char["top"] + char["bottom"]) / 2 <= rect["bottom"]
            )
            if not (_LETTER.search(text) or (text and wide < _NARROW)):
                yield f"a light without its word: {text or 'nothing'} on {rect['non_stroking_color']}"

    def _title_alone(self) -> Iterator[str]:
        """Large type is the last on a page: what it heads stands on the next."""
        if not self._chars or self._is_cover():
            return
        body = [char for char in self._chars if char.get("upright", True) and not _NUMBER.match(self._line_of(char))]
        if body and min(char["size"] for char in body) < _LARGE:  # a page of large type alone is a cover
            last = max(body, key=lambda char: char["bottom"])
            if last["size"] >= _LARGE and not _MONTH.search(self._line_of(last)):  # nor one that ends with its date
                yield f"a title at the foot: {self._line_of(last)[:20]}"

    def _is_cover(self) -> bool:
        return not any(_NUMBER.match(line) for line in self.lines)

    def _line_of(self, char: Any) -> str:
        middle = (char["top"] + char["bottom"]) / 2
        row = [one for one in self._chars if abs((one["top"] + one["bottom"]) / 2 - middle) <= 3]
        return "".join(one["text"] for one in sorted(row, key=lambda one: one["x0"]))


def _beside(one: Any, other: Any) -> bool:
    return bool(abs(one["top"] - other["top"]) < 2 and abs(one["x1"] - other["x0"]) < 1)


def _apart(one: Any, other: Any) -> float:
    """How far a character of a line is from the one before."""
    return float(other["x0"] - one["x1"])


def _is_coloured(colour: Any) -> bool:
    """Whether a fill is no white, grey or black."""
    return isinstance(colour, tuple | list) and len(colour) == 3 and max(colour) - min(colour) > 0.1
