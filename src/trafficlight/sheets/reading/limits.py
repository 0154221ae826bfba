"""限额: how much of a stranger's file is read before it is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.ooxml.archive import LIMITS, Archive, Limits
from trafficlight.ooxml.parts import Package as OpenPackage
from trafficlight.sheets._cell_texts import no_more_than

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
            raise FileFault(
                Words(f"读取超过 {seconds} 秒的限额", f"reading takes longer than the limit of {seconds} seconds"),
                file=self.file,
                expected=Words("小一些的文件，可以分成几份", "a smaller file; it may be sent in parts"),
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

    def too_many(self, what: Words, limit: int, sheet: str | None = None) -> FileFault:
        """A fault: more of something than a limit allows."""
        return FileFault(
            Words(f"超过 {limit} {what}的限额", f"above the limit of {limit} {what.en}"),
            file=self.file,
            sheet=sheet,
            expected=no_more_than(limit, what),
        )

    def _too_large(self, limit: int) -> FileFault:
        return FileFault(
            Words(f"内容过于庞杂，超过 {limit} 个元素的限额", f"more than the limit of {limit} elements"),
            file=self.file,
            expected=Words("普通的表格文件", "an ordinary file of tables"),
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
