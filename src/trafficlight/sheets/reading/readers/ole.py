"""复合文件 (compound file, MS-CFB): whether the sectors that an .xls names are there, before a native library follows them."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from trafficlight.sheets.reading.hand_in_files import Malformed

_FREE: Final = 0xFFFFFFFF
_END: Final = 0xFFFFFFFE
_HEADER: Final = 512
_IN_HEADER: Final = 109
"""So many sectors of the table of sectors are named in the header (2.2)."""
_ENTRY: Final = 128
"""Bytes of an entry of the directory (2.6.1)."""
_MINI: Final = 64
_SMALL: Final = 4096
"""A shorter stream lies in sectors of 64 bytes."""
_BOOKS: Final = ("Workbook", "Book")
_CUT: Final = "the file is not whole"
_LEAST: Final = {0x0809: 4, 0x0042: 2, 0x0022: 2, 0x0085: 8, 0x00FC: 8, 0x041E: 5, 0x00E0: 16, 0x0031: 14}
"""Record of a workbook → how long it is at least (MS-XLS 2.4)."""


def whole_container(data: bytes) -> bytes:
    """The file, its last sector filled up. Raises `Malformed` where it is cut, or what it names is not there.

    A file that ends early would be read as far as it goes, and nobody would miss the rows behind.
    """
    return _Container(data).data


class _Container:
    """What stands in a compound file, looked over once."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER:
            raise Malformed(_CUT)
        shift, mini = struct.unpack_from("<HH", data, 30)
        if (shift, mini) not in {(9, 6), (12, 6)}:
            raise Malformed(f"sectors of 2^{shift} and 2^{mini} bytes")
        self._size: int = 1 << shift
        self.data: bytes = data + bytes(-len(data) % self._size)
        self._length = len(data)
        self._links = self._table()
        (first,), (small,) = struct.unpack_from("<I", data, 48), struct.unpack_from("<I", data, 60)
        self._small_links = array("I", b"".join(map(self._sector, self._chain(small, self._links))))
        directory = b"".join(map(self._sector, self._chain(first, self._links)))
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        if not entries:
            raise Malformed("a directory without an entry")
        (root,) = struct.unpack_from("<I", entries[0], 116)
        self._root = list(self._chain(root, self._links))
        for entry in entries:
            if entry[:_MINI].decode("utf-16-le", "replace").partition("\0")[0] in _BOOKS:
                _check_records(self._stream(*struct.unpack_from("<II", entry, 116)))

    def _sector(self, number: int) -> bytes:
        """A sector. Raises `Malformed` where the file ends before it does."""
        start = (number + 1) * self._size
        if start + self._size > len(self.data):
            raise Malformed(_CUT)
        return self.data[start : start + self._size]

    def _table(self) -> Sequence[int]:
        """For each sector the next one of its chain (2.3); the table may not name a sector of its own twice."""
        named = [*struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76)]
        (more,) = struct.unpack_from("<I", self.data, 68)
        seen: set[int] = set()
        while more not in {_FREE, _END}:
            if more in seen:
                raise Malformed("a table of sectors that goes round")
            seen.add(more)
            *numbers, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            named += numbers
        used = [number for number in named if number != _FREE]
        if len(set(used)) != len(used):
            raise Malformed("a table of sectors that goes round")
        return array("I", b"".join(map(self._sector, used)))

    def _chain(self, number: int, links: Sequence[int]) -> Iterator[int]:
        """The sectors from one on."""
        left = len(links)
        while number not in {_FREE, _END}:
            if number >= len(links) or not left:
                raise Malformed("a chain of sectors that leads nowhere")
            left -= 1
            yield number
            number = links[number]

    def _stream(self, start: int, length: int) -> bytes:
        """The bytes of a stream. Raises `Malformed` where some of them are behind the end of the file."""
        links, size = (self._small_links, _MINI) if length < _SMALL else (self._links, self._size)
        numbers = list(islice(self._chain(start, links), -(-length // size)))
        if len(numbers) * size < length:
            raise Malformed(_CUT)
        if length < _SMALL:
            held = b"".join(map(self._sector, self._root))
            return b"".join(held[number * size :][:size] for number in numbers)[:length]
        if (numbers[-1] + 1) * size + (length - 1) % size + 1 > self._length:
            raise Malformed(_CUT)
        return b"".join(map(self._sector, numbers))[:length]


def _check_records(stream: bytes) -> None:
    """Raise `Malformed` for a record that is shorter than its kind is."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if length < _LEAST.get(kind, 0):
            raise Malformed(f"a record {kind:#06x} of {length} bytes")
        at += 4 + length
