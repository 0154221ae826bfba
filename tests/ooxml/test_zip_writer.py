"""The zip that we write ourselves is one that every program reads."""

from __future__ import annotations

import io
import zipfile
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafficlight.errors import DocumentError
from trafficlight.ooxml import zip_writer
from trafficlight.ooxml.zip_writer import ZipStream, deflated, zipped

NAMES = st.text("ab/一é😀._", min_size=1)
PARTS = st.lists(st.tuples(st.booleans(), st.lists(st.binary(max_size=300), max_size=4)), max_size=5)


@given(PARTS, st.integers(0, 9))
def test_every_part_returns(parts: list[tuple[bool, list[bytes]]], level: int) -> None:
    """Whole parts and streamed ones come back with right checksums, at any level, from a stream that cannot seek."""
    sink = _Forward()
    package = ZipStream(cast("IO[bytes]", sink), level=level)
    for number, (whole, chunks) in enumerate(parts):
        if whole:
            package.add(f"部件{number}", deflated(b"".join(chunks), level))
        else:
            package.add_chunks(f"part{number}", iter(chunks))
    package.close()
    with zipfile.ZipFile(io.BytesIO(sink.data)) as read:
        assert read.testzip() is None
        assert [info.date_time for info in read.infolist()] == [(1980, 1, 1, 0, 0, 0)] * len(parts)
        assert [read.read(info) for info in read.infolist()] == [b"".join(chunks) for _, chunks in parts]


@given(st.dictionaries(NAMES, st.binary(max_size=9000)))
def test_a_file_of_parts_keeps_them_in_order(parts: dict[str, bytes]) -> None:
    """Names and bytes come back in the order given, and the same parts give the same bytes."""
    data = zipped(parts.items(), level=6)
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert {name: read.read(name) for name in read.namelist()} == parts
        assert read.namelist() == list(parts)
    assert zipped(parts.items(), level=6) == data


def test_dense_pictures_are_left_as_they_are() -> None:
    """A picture that is compressed gains nothing by a second time; any other part shrinks."""
    data = zipped([("a.PNG", bytes(9000)), ("a.xml", bytes(9000))], level=6)
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert [read.getinfo(name).compress_size > 9000 for name in ("a.PNG", "a.xml")] == [True, False]
        assert read.read("a.PNG") == bytes(9000)


def test_small_pieces_are_gathered() -> None:
    """A part of many pieces is the part of one: how it comes changes no byte of it."""
    pieces = [bytes([number % 251]) * 100 for number in range(2000)]
    streams = io.BytesIO(), io.BytesIO()
    for stream, chunks in zip(streams, (pieces, [b"".join(pieces)]), strict=True):
        package = ZipStream(stream, level=6)
        package.add_chunks("a", chunks)
        package.close()
    first, second = (zipfile.ZipFile(stream).read("a") for stream in streams)
    assert first == second == b"".join(pieces)


def test_what_no_program_opens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past 4 GiB a plain zip has no room for a size: the file is refused, and says so."""
    monkeypatch.setattr(zip_writer, "_LIMIT", 1000)
    package = ZipStream(io.BytesIO(), level=0)
    with pytest.raises(DocumentError, match="4 GiB"):
        package.add_chunks("a", [bytes(2000)])


class _Forward(io.RawIOBase):
    """A stream that goes forward only, as that of a web response."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        assert isinstance(data, bytes)
        self.data += data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        pytest.fail("the writer must not seek")
