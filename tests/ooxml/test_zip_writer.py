"""The zip that we write ourselves is one that every program reads."""

from __future__ import annotations

import io
import zipfile
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafficlight.ooxml.zip_writer import ZipStream, deflated

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
