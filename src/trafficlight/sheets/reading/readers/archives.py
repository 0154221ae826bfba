"""关口: a stranger's file is opened and its XML read as it comes; what is wrong with it becomes a `FileFault`.

What is wrong with this library does not pass for damage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias
from xml.parsers import expat

from attrs import frozen
from lxml import etree

from trafficlight.errors import FileFault, InternalFault, TrafficlightError
from trafficlight.messages import Words
from trafficlight.ooxml.archive import XLSX, Archive, FileKind, FlawedFile
from trafficlight.ooxml.xml import parser
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.limits import Meter, Package


class Malformed(Exception):
    """What the content of a file may not be (a reference that is none, rows out of order); the border adds which file."""


@frozen
class Unread:
    """读不出的隐藏工作表: a hidden sheet that cannot be read, by its fault; beside a table of the file nobody may need it."""

    fault: FileFault


def told(fault: FileFault, *, hidden: bool) -> FileFault | Unread:
    """What a reader gives in place of a sheet that cannot be read; a fault of ours is one, wherever it happens."""
    return Unread(fault) if hidden and not isinstance(fault, InternalFault) else fault


def whole(text: str) -> int:
    """A whole number in a file. Raises `Malformed` for what is none."""
    try:
        return int(text)
    except ValueError:
        raise Malformed(f"{text[:40]!r} is no whole number") from None


@contextmanager
def border(file: str, sheet: str | None = None, *, expected: str = XLSX.whole, foreign: bool = False) -> Iterator[None]:
    """Make what a damaged file causes within this block a `FileFault`.

    Damage is what `ooxml` finds, what a parser of XML refuses, and `Malformed`; with `foreign`, for a block that only calls
    another library, whatever it raises. Any other exception is a fault of ours: an `InternalFault`, whose code says where.
    """
    try:
        yield
    except FlawedFile as flawed:
        raise FileFault(flawed.words, file=file, sheet=sheet, expected=flawed.expected) from flawed
    except (TrafficlightError, MemoryError):
        raise
    except Exception as error:
        if foreign or isinstance(error, (Malformed, etree.LxmlError, expat.ExpatError)):
            raise _damaged(error, file, sheet, expected) from error
        raise InternalFault(error, file=file, sheet=sheet) from error


def _damaged(error: Exception, file: str, sheet: str | None, expected: str) -> FileFault:
    what = str(error)[:200] if isinstance(error, Malformed) else f"{type(error).__name__}: {str(error)[:200]}"
    return FileFault(
        Words(f"文件已损坏，读不出来（{what}）", f"the file is damaged and cannot be read ({what})"),
        file=file,
        sheet=sheet,
        expected=expected,
    )


def screen(data: bytes, meter: Meter, kind: FileKind = XLSX) -> Package:
    """Open a file that is of the kind that its name says and keeps within the limits. Raises `FileFault`."""
    with border(meter.file, expected=kind.whole):
        return Package(Archive(data, kind=kind, limits=meter.limits), meter)


def unread(package: Package) -> Iterator[Skipped]:
    """The parts of a file that could not have been read, which nobody needed: they refuse nothing, and are named."""
    for part, why in package.archive.unread():
        yield Skipped(package.meter.file, part, why)


Attributes: TypeAlias = Mapping[Any, Any]
"""Of an element, by their names with namespace."""


class Target:
    """解析对象: what a parser tells of elements and text. Who derives from it says what to do where one begins and ends.

    While `skipping`, which counts the elements that are open, nothing is told.
    """

    def __init__(self) -> None:
        self.skipping: int = 0
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {}
        self.finish: dict[str | bytes, Callable[[], None]] = {}

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        raise NotImplementedError

    def take(self, text: str) -> None:
        """Text, or white space between elements."""
        raise NotImplementedError

    def start(self, tag: str | bytes, attrib: Attributes) -> None:
        """An element begins."""
        if self.skipping:
            self.skipping += 1
        elif (do := self.begin.get(tag)) is not None:
            do(attrib)
        elif self.is_unread(tag):
            self.skipping = 1

    def end(self, tag: str | bytes) -> None:
        """An element ends."""
        if self.skipping:
            self.skipping -= 1
        elif (do := self.finish.get(tag)) is not None:
            do()

    def data(self, data: str | bytes) -> None:
        """The parser met text."""
        if not self.skipping:
            self.take(str(data))

    def comment(self, text: str | bytes) -> None:
        """No part of the text."""

    def close(self) -> None:
        """The end of the part."""


def feed(package: Package, part: str, target: Target) -> None:
    """Read a part into a target. Raises `FileFault` past a limit, and foreign errors for what is no XML."""
    reader, stream = parser(target=target), package.open(part)
    while block := stream.read():
        stream.held = 0  # no tree grows here
        package.meter.count(block.count(b"<"))  # a tag costs more than where C reads it
        reader.feed(block)
    reader.close()
