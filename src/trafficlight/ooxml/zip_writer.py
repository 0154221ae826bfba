"""压缩包 (the zip): parts written one after another to any binary stream, the same bytes each time.

`zipfile` would deflate every small part again in every document; here a part that does not change is deflated once and
its bytes are copied. A part of unknown size is streamed and followed by a data descriptor, so nothing seeks back.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import IO, Final

from attrs import frozen

from trafficlight.errors import DocumentError

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5HI")
_OFFSET: Final = struct.Struct("<I")  # the last of the directory's fields
_END: Final = struct.Struct("<4s4H2IH")
_DESCRIPTOR: Final = struct.Struct("<4s3I")

_VERSION: Final = 20  # 2.0: deflate
_STREAMED: Final = 0x08  # sizes follow the data
_UTF8_NAME: Final = 0x800
_DEFLATED: Final = 8
_DOS_DATE: Final = 0x21  # 1 January 1980, the earliest; no clock in a document
_LIMIT: Final = 0xFFFFFFFF
_GATHERED: Final = 64 << 10  # bytes
_DENSE: Final = (".png", ".jpg", ".jpeg", ".gif", ".wdp")
"""Pictures that are compressed: deflating them again costs time and gains nothing."""
_SMALL_WINDOW: Final = 12  # bits: 4 KiB
_SMALL_MEMORY: Final = 4  # zlib's measure: 2 KiB for what is met again


@frozen
class Deflated:
    """A packed part: its checksum, its size unpacked, its packed bytes, and how they are packed."""

    checksum: int
    size: int
    data: bytes
    method: int = _DEFLATED
    flags: int = 0


def deflated(data: bytes, level: int) -> Deflated:
    """Deflate a whole part; a small one with a small window, since setting up a large one takes longer than the deflating."""
    window, memory = (
        (_SMALL_WINDOW, _SMALL_MEMORY) if len(data) <= 1 << _SMALL_WINDOW else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    )
    packer = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    return Deflated(zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


@frozen
class Bundle:
    """Packed parts one after another: their bytes, and for each its fields of the directory, its place and its name."""

    data: bytes
    directory: tuple[tuple[bytes, int, bytes], ...]


def bundle(parts: Iterable[tuple[str, Deflated]]) -> Bundle:
    """Parts that go together into many files, in that order."""
    data: list[bytes] = []
    directory: list[tuple[bytes, int, bytes]] = []
    position = 0
    for name, part in parts:
        encoded, flags = _named(name)
        fields = (
            _VERSION,
            flags | part.flags,
            part.method,
            0,
            _DOS_DATE,
            part.checksum,
            len(part.data),
            part.size,
            len(encoded),
        )
        data.append(_LOCAL.pack(b"PK\x03\x04", *fields, 0) + encoded + part.data)
        directory.append((_CENTRAL.pack(b"PK\x01\x02", _VERSION, *fields, 0, 0, 0, 0, 0), position, encoded))
        position += len(data[-1])
    return Bundle(b"".join(data), tuple(directory))


class ZipStream:
    """A zip file that is being written; `close` writes its directory and leaves the stream open."""

    def __init__(self, stream: IO[bytes], *, level: int) -> None:
        self._stream = stream
        self._level = level
        self._position = 0
        self._directory: list[bytes] = []

    def add(self, name: str, part: Deflated) -> None:
        """Write a packed part."""
        self.add_bundle(bundle([(name, part)]))

    def add_bundle(self, parts: Bundle) -> None:
        """Write packed parts."""
        start = self._position
        self._write(parts.data)
        self._directory += [
            fields + _OFFSET.pack(start + position) + name for fields, position, name in parts.directory
        ]

    def add_chunks(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write a part piece by piece; no more than a piece and a small buffer is held."""
        offset = self._position
        encoded, flags = _named(name)
        flags |= _STREAMED
        self._write(
            _LOCAL.pack(b"PK\x03\x04", _VERSION, flags, _DEFLATED, 0, _DOS_DATE, 0, 0, 0, len(encoded), 0) + encoded
        )
        start = self._position
        packer = zlib.compressobj(self._level, zlib.DEFLATED, -zlib.MAX_WBITS)
        checksum = size = 0
        for chunk in _gathered(chunks):
            checksum = zlib.crc32(chunk, checksum)
            size += len(chunk)
            self._write(packer.compress(chunk))
        self._write(packer.flush())
        packed = self._position - start
        self._refuse_beyond_limit(name, size)
        self._write(_DESCRIPTOR.pack(b"PK\x07\x08", checksum, packed, size))
        fields = (_VERSION, flags, _DEFLATED, 0, _DOS_DATE, checksum, packed, size, len(encoded))
        self._directory.append(
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, *fields, 0, 0, 0, 0, 0) + _OFFSET.pack(offset) + encoded
        )

    def close(self) -> None:
        """Write the directory."""
        start = self._position
        self._write(b"".join(self._directory))
        self._refuse_beyond_limit("", start)
        count = len(self._directory)
        self._write(_END.pack(b"PK\x05\x06", 0, 0, count, count, self._position - start, start, 0))

    def _write(self, data: bytes) -> None:
        if data:
            self._stream.write(data)
            self._position += len(data)

    def _refuse_beyond_limit(self, name: str, size: int) -> None:
        if size > _LIMIT or self._position > _LIMIT:
            raise DocumentError(
                f"文档部件“{name}”超过 4 GiB：没有程序能打开这么大的 .docx，请分成几份。",
                f"the part “{name}” has more than 4 GiB: no program opens such a .docx; divide it",
            )


def zipped(parts: Iterable[tuple[str, bytes]], *, level: int) -> bytes:
    """A whole file of parts, in the order given, each deflated at `level`, but for pictures that are dense already."""
    stream = io.BytesIO()
    writer = ZipStream(stream, level=level)
    for name, data in parts:
        writer.add(name, deflated(data, 0 if name.lower().endswith(_DENSE) else level))
    writer.close()
    return stream.getvalue()


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same in larger pieces, since each call of the compressor costs time, however few its bytes."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _GATHERED:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


@lru_cache(maxsize=64)
def _named(name: str) -> tuple[bytes, int]:
    """A name in UTF-8, and the flag that says so where it matters."""
    return name.encode(), 0 if name.isascii() else _UTF8_NAME
