"""连写文字 (joined texts): many texts checked and encoded in one piece, and parted again."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Final

from trafficlight.documents.content import Row

# no plain text contains it, so texts that are joined by it can be parted again; and it is printable
PART: Final = ">"
_BREAK: Final = b"</w:t><w:br/><w:t>"
_FIRST: Final = itemgetter(slice(1))
_LAST: Final = itemgetter(slice(-1, None))


def is_plain(joined: str) -> bool:
    """Whether texts go into `w:t` as they are, but for the part that joins them."""
    # what Python calls printable has no control character, no surrogate, no noncharacter and no blank but " "
    return joined.isprintable() and " " not in joined and "&" not in joined and "<" not in joined


def parted(joined: str, count: int) -> list[bytes] | None:
    """So many joined texts as what stands between `<w:t>` and `</w:t>`; `None` where one of them needs more than that."""
    lines = joined.split("\n")
    if not is_plain(joined if len(lines) == 1 else "".join(lines)):
        return None
    if not {*map(_LAST, lines[:-1]), *map(_FIRST, lines[1:])}.isdisjoint(("", PART)):
        return None  # an empty line
    if len(lines) == 1:
        texts = joined.encode().split(b">")
    else:  # "<" stands for a break meanwhile
        texts = "<".join(lines).encode().replace(b">", b"\n").replace(b"<", _BREAK).split(b"\n")
    return texts if len(texts) == count else None


def not_plain(rows: Sequence[Row]) -> frozenset[int]:
    """The columns that hold something else than texts that go as they are."""
    return frozenset(at for at, cells in enumerate(zip(*rows, strict=True)) if not _all_plain(cells))


def _all_plain(cells: Sequence[Any]) -> bool:
    try:
        joined = PART.join(cells)
    except TypeError:
        return False
    return parted(joined, len(cells)) is not None
