"""计量: what reading one file has cost so far: seconds, and XML read and held. The only place here that reads a clock."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, TypeVar

from trafficlight.errors import FileFault
from trafficlight.sheets.limits import Limits
from trafficlight.wording import Words

_T = TypeVar("_T")
_BATCH = 1024
_CHUNK = 2**16


class Meter:
    """计量: the time and the XML that one file has taken; past a limit it raises `FileFault`.

    `clock` gives seconds that never run backwards; it is read once in many rows, so that it costs nothing.
    """

    def __init__(self, file: str, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.file: str = file
        self.limits: Limits = limits
        self._clock = clock
        self._end = clock() + limits.seconds
        self._tags = 0
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
        self._tags += tags
        if self._tags > self.limits.tags:
            raise self._too_many(self.limits.tags)

    def hold(self, marks: int) -> None:
        """So many tags and attributes, or cells of one row, are held at once."""
        if marks > self.limits.held:
            raise self._too_many(self.limits.held)

    def _too_many(self, limit: int) -> FileFault:
        return FileFault(
            Words(f"内容过于庞杂，超过 {limit} 个元素的限额", f"more than the limit of {limit} elements"),
            file=self.file,
            expected=Words("普通的表格文件", "an ordinary file of tables"),
        )


class Metered(io.BufferedIOBase):
    """A part while it is read: every block goes over the meter.

    `held` counts the tags and attributes that a tree built from the part may hold; whoever frees elements lowers it.
    """

    def __init__(self, stream: IO[bytes], meter: Meter) -> None:
        super().__init__()
        self._stream, self._meter = stream, meter
        self.held: int = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any stream."""
        if size is not None and size >= 0:
            return self._block(size)
        return b"".join(iter(lambda: self._block(_CHUNK), b""))

    def close(self) -> None:
        """Close the stream below, too."""
        self._stream.close()
        super().close()

    def _block(self, size: int) -> bytes:
        self._meter.check()
        block = self._stream.read(size)
        tags = block.count(b"<")
        self._meter.count(tags)
        self.held += tags + block.count(b"=")
        self._meter.hold(self.held)
        return block


class Package(zipfile.ZipFile):
    """压缩包: a zip whose members are read over a meter."""

    def __init__(self, data: bytes, meter: Meter) -> None:
        super().__init__(io.BytesIO(data))
        self.meter: Meter = meter

    def open(self, *place: Any, **options: Any) -> Metered:  # type: ignore[override]  # as of any zip, but metered
        """As of any zip, for reading."""
        return Metered(super().open(*place, **options), self.meter)
