"""旧版工作簿里没有算过的公式: xlrd gives what a formula gave, and not that nothing ever worked it out ([MS-XLS] 2.4.127)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_FORMULA: Final = frozenset({0x0006, 0x0206, 0x0406})
_SHEET: Final = 0x0085
_END: Final = 0x000A
_RECALCULATED: Final = 0x01C1
_NO_TEXT: Final = b"\x03\x00\x00\x00\x00\x00\xff\xff"
"""The result of a formula that gave no text; programs that work none out write it as well."""
_NOTHING: Final = bytes(8)
_ON_LOAD: Final = 2
"""The flag of a formula that is to be worked out when somebody opens the file."""


def never_calculated(stream: bytes, base: int, sheet: int) -> frozenset[tuple[int, int]]:
    """The cells (row, column) of a worksheet whose formula was probably never worked out.

    Their result is 0 and is still to come, or is no text in a file that no program has calculated, for one that has says
    so. `stream` holds the workbook from `base` on; sheets count from 0 among the worksheets.
    """
    starts: list[int] = []
    is_calculated = False
    for kind, data in _records(stream, base):
        is_calculated = is_calculated or kind == _RECALCULATED
        if kind == _SHEET and len(data) > 5 and not data[5]:
            starts.append(base + struct.unpack_from("<I", data)[0])
    return frozenset(
        struct.unpack_from("<HH", data)
        for kind, data in (_records(stream, starts[sheet]) if sheet < len(starts) else ())
        if kind in _FORMULA
        and len(data) > 15
        and ((data[6:14] == _NOTHING and data[14] & _ON_LOAD) or (data[6:14] == _NO_TEXT and not is_calculated))
    )


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream, up to the one that ends it."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if kind == _END:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length
