"""限额: how much of a stranger's file is read before it is refused."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Final, TypeVar

from attrs import fields, frozen

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.sheets._texts import no_more_than


@frozen
class Limits:
    """限额: bounds on one hand-in; a file past one of them is a `FileFault`, told before anything big is unpacked.

    `ratio` (unpacked to packed) speaks only for members above 1 MiB, since a small one harms nobody. Rows and columns
    count as far as there is content. Raises `ValueError` for a bound below 1.
    """

    file_bytes: int = 32 * 2**20
    unpacked_bytes: int = 256 * 2**20
    ratio: int = 500
    entries: int = 2_000
    """Members of the .xlsx package."""
    sheets: int = 256
    shared_strings: int = 2_000_000
    rows: int = 200_000
    columns: int = 512
    cells: int = 3_000_000
    """Filled cells of one file; a million take about two seconds."""
    merges: int = 200_000
    merged_cells: int = 1_000_000
    """Cells that the merged areas of one sheet cover, as far as there is content."""
    broken: int = 100_000
    """Cells of one sheet whose value cannot be trusted: errors, formulas without a value."""
    cell_characters: int = 32_767
    faults: int = 1_000
    """Faults of one table; past it the table is given up and the rest of its faults is not listed."""
    seconds: int = 60
    """Time for one file; an ordinary one takes a hundredth of it."""
    tags: int = 20_000_000
    """Tags of XML in one file."""
    held: int = 1_000_000
    """Tags and attributes of XML, or cells of one row of text, that are held at once."""

    def __attrs_post_init__(self) -> None:
        for bound in fields(Limits):
            if getattr(self, bound.name) < 1:
                raise ValueError(f"{bound.name} must be at least 1")


LIMITS: Final = Limits()
"""Room for a province's year in one file; a clerk's table is a thousandth of it."""


def too_many(what: Words, limit: int, *, file: str, sheet: str | None = None) -> FileFault:
    """A fault: more of something than a limit allows."""
    return FileFault(
        Words(f"超过 {limit} {what}的限额", f"above the limit of {limit} {what.en}"),
        file=file,
        sheet=sheet,
        expected=no_more_than(limit, what),
    )


# --- 计量 ------------------------------------------------------------------------------------------------------------

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
