"""What the library does with a file of a stranger, by the file's name; nothing but its own errors may come out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any, Final

from helpers.made_articles import AGENCY, AS_OF, PERIOD, plain
from helpers.office_sheets import SCHEME

import trafficlight as tl
from trafficlight.articles._compendium import DEPARTMENTS_PART, Article, Compendium, compendium
from trafficlight.articles._findings import Reason
from trafficlight.interchange import from_json, loads_agency
from trafficlight.messages import english

_GOOD: Final = Article("办公室", "好的文章", DEPARTMENTS_PART, plain("完好的文章。"))
_TEXTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_TYPES: Final[tuple[Any, ...]] = (tl.sheets.Reading, tuple[tl.Entry[Any], ...], tl.rules.Ratings, tl.Agency)


class Broken(AssertionError):
    """A promise that is no exception was broken."""


def read(name: str, data: bytes) -> tl.sheets.Reading:
    """收表: whatever the content, a reading whose faults are typed and can be printed in both languages."""
    reading = tl.sheets.read(data, scheme=SCHEME, file_name=name, collect=True)
    for fault in reading.report.faults:
        if not isinstance(fault, tl.errors.Fault):
            raise Broken(f"{type(fault).__name__} among the faults")
        if isinstance(fault, tl.errors.InternalFault):
            raise Broken(fault.say("en")) from fault.__cause__
        english(fault.message)
    reading.report.lines()
    return reading


def _workbook(name: str, data: bytes) -> None:
    reading = read(name, data)
    if not reading.report.faults:
        return
    try:
        marked = tl.sheets.marked(data, reading.report.faults, file_name=name)
    except tl.errors.InternalFault as fault:
        raise Broken(fault.say("en")) from fault.__cause__
    except tl.errors.FileFault as fault:
        if reading.report.read or not any(isinstance(one, tl.errors.FileFault) for one in reading.report.faults):
            raise Broken(f"what was read is not marked: {fault}") from fault
        return
    again = read(name, marked)
    if again.entries != reading.entries:
        raise Broken("marking the faults changed what is read")


def _word(name: str, data: bytes) -> None:
    read(name, data)
    article = Article("秘书科", "来稿", DEPARTMENTS_PART, data)
    made = compendium(AGENCY, [article, _GOOD], period=PERIOD, as_of=AS_OF, level=1)
    if len(made.report.taken) + len(made.report.refused) != 2 or made.report.taken[-1].article is not _GOOD:
        raise Broken("an article is neither taken nor refused")
    check_refusals(made)
    made.report.lines()


def merge(articles: Sequence[tuple[bytes, Sequence[str], bool]]) -> Compendium:
    """汇编: articles, each with its words and whether it is as it was made: such a one is taken, with all its words."""
    sent = [Article(f"单位{at}", "来稿", DEPARTMENTS_PART, data) for at, (data, _, _) in enumerate(articles)]
    made = compendium(AGENCY, [*sent, _GOOD], period=PERIOD, as_of=AS_OF, level=0)
    made.report.lines()
    check_refusals(made)
    with zipfile.ZipFile(io.BytesIO(made.data)) as opened:
        shown = "".join(opened.read(name).decode() for name in _TEXTS if name in opened.namelist())
    taken = {one.article.unit for one in made.report.taken}
    for at, (_, words, whole) in enumerate(articles):
        if whole and f"单位{at}" not in taken:
            raise Broken(f"a sound article is refused: {made.report.lines()}")
        lost = [word for word in words if whole and word not in shown]
        if lost:
            raise Broken(f"words were lost: {lost}")
    return made


def check_refusals(made: Compendium) -> None:
    """No article may be refused for a fault of the library, or for a book that would not be whole."""
    for refused in made.report.refused:
        if refused.reason is Reason.INTERNAL:
            raise Broken(refused.error.say("en")) from refused.error.__cause__


def _json(name: str, data: bytes) -> None:
    read(name, data)
    for kind in _TYPES:
        try:
            from_json(kind, data, scheme=SCHEME)
        except tl.errors.InterchangeError as error:
            str(error)


def _toml(_: str, data: bytes) -> None:
    try:
        loads_agency(data.decode(errors="replace"))
    except tl.errors.InterchangeError as error:
        str(error)


def _table(name: str, data: bytes) -> None:
    read(name, data)


_DOORS: Final[dict[str, Callable[[str, bytes], None]]] = {
    ".xlsx": _workbook,
    ".docx": _word,
    ".json": _json,
    ".toml": _toml,
}


def enter(name: str, data: bytes) -> None:
    """Do with a file what the library does with files of that name. Raises what must not be raised."""
    _DOORS.get(PurePath(name).suffix, _table)(name, data)
