"""来件: a stranger's file is opened and read within limits; what is wrong with it becomes a `FileFault`.

What is wrong with this library does not pass for damage.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar
from xml.parsers import expat

from attrs import frozen
from lxml import etree

from trafficlight.errors import FileFault, InternalFault, TrafficlightError
from trafficlight.messages import Words
from trafficlight.ooxml.archive import LIMITS, Archive, Limits
from trafficlight.ooxml.file_kinds import XLSX, FileKind, FlawedFile
from trafficlight.ooxml.parts import Package as OpenPackage
from trafficlight.ooxml.xml import parser
from trafficlight.sheets._cell_texts import no_more_than
from trafficlight.sheets._report import Skipped

_T = TypeVar("_T")
_BATCH = 1024


class Meter:
    """计量: a file's name, its limits, and the time and XML that it has taken; past a limit it raises `FileFault`.

    `clock` gives seconds that never run backwards; it is read once in many rows, so that it costs nothing.
    """

    def __init__(self, file: str, limits: Limits = LIMITS, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.file: str = file
        self.limits: Limits = limits
        self._clock = clock
        self._end = clock() + limits.seconds
        self.tags: int = 0
        """Tags of XML so far."""
        self.cells: int = 0
        """Filled cells so far."""

    def check(self) -> None:
        """Look at the clock."""
        if self._clock() > self._end:
            seconds = self.limits.seconds
            raise self.fault(
                Words(f"读取超过 {seconds} 秒的限额", f"reading takes longer than the limit of {seconds} seconds"),
                Words("小一些的文件，可以分成几份", "a smaller file; it may be sent in parts"),
            )

    def each(self, things: Iterable[_T]) -> Iterator[_T]:
        """The same things; the clock is looked at once in a batch."""
        for number, thing in enumerate(things):
            if not number % _BATCH:
                self.check()
            yield thing

    def count(self, tags: int) -> None:
        """So many tags more of XML were read."""
        self.tags += tags
        if self.tags > self.limits.tags:
            raise self._too_large(self.limits.tags)

    def hold(self, marks: int) -> None:
        """So many tags and attributes, or cells of one row, are held at once."""
        if marks > self.limits.held:
            raise self._too_large(self.limits.held)

    def fault(self, message: Words, expected: str, sheet: str | None = None) -> FileFault:
        """What is wrong with the file, or a sheet of it."""
        return FileFault(message, file=self.file, sheet=sheet, expected=expected)

    def too_many(self, what: Words, limit: int, sheet: str | None = None) -> FileFault:
        """A fault: more of something than a limit allows."""
        return self.fault(
            Words(f"超过 {limit} {what}的限额", f"above the limit of {limit} {what.en}"),
            no_more_than(limit, what),
            sheet,
        )

    def _too_large(self, limit: int) -> FileFault:
        return self.fault(
            Words(f"内容过于庞杂，超过 {limit} 个元素的限额", f"more than the limit of {limit} elements"),
            Words("普通的表格文件", "an ordinary file of tables"),
        )


class Metered:
    """A part of XML while it is read: every block goes over the meter.

    `held` counts the tags and attributes that a tree built from the part may hold; whoever frees elements lowers it.
    """

    def __init__(self, blocks: Iterator[bytes], meter: Meter) -> None:
        self._blocks, self._meter = blocks, meter
        self.held: int = 0

    def read(self, _size: int = -1) -> bytes:
        """The next block, however large; nothing at the end."""
        self._meter.check()
        block = next(self._blocks, b"")
        tags = block.count(b"<")
        self._meter.count(tags)
        self.held += tags + block.count(b"=")
        self._meter.hold(self.held)
        return block


class Package(OpenPackage):
    """文件包: a package whose parts are read over a meter."""

    def __init__(self, archive: Archive, meter: Meter) -> None:
        super().__init__(archive)
        self.meter: Meter = meter

    def open(self, part: str) -> Metered:
        """A part of XML, to be read block by block. Raises `KeyError` for none."""
        return Metered(self.xml_blocks(part), self.meter)


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

    `unread` are the elements that are passed over with all that is in them. While `skipping`, which counts the elements
    that are open, nothing is told.
    """

    def __init__(self) -> None:
        self.skipping: int = 0
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {}
        self.finish: dict[str | bytes, Callable[[], None]] = {}
        self.unread: frozenset[str | bytes] = frozenset()

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        return tag in self.unread

    def take(self, text: str) -> None:
        """Text, or white space between elements; of no meaning where only elements are asked for."""

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
