"""图表 (charts): what no schema says of a chart, and over which programs fall: its points are as many as it says."""

from __future__ import annotations

from typing import Final

from trafficlight.articles._tree import drop, whole
from trafficlight.ooxml.xml import C, Element

_AXES: Final = (f"{{{C}}}axId", f"{{{C}}}crossAx")
_COUNT: Final = f"{{{C}}}ptCount"
_POINT: Final = f"{{{C}}}pt"
_FORMAT: Final = f"{{{C}}}formatCode"
_STORES: Final = tuple(f"{{{C}}}{name}" for name in ("strCache", "numCache", "strLit", "numLit", "multiLvlStrCache"))
_MOST: Final = 1 << 20
"""Points of a series: the rows of a sheet."""


def settle_chart(root: Element) -> None:
    """Number the axes anew, and let every store of points count them; LibreOffice falls over one that counts too few.

    Word for Mac numbers axes below 0, which the schema does not have.
    """
    numbers: dict[str, str] = {}
    for axis in root.iter(*_AXES):
        axis.set("val", numbers.setdefault(axis.get("val", ""), str(len(numbers) + 1)))
    for store in root.iter(*_STORES):
        _settle_count(store)


def _settle_count(store: Element) -> None:
    count = store.find(_COUNT)
    said = 0 if count is None else whole(count.get("val"))
    least = 0
    for point in list(store.iter(_POINT)):
        place = whole(point.get("idx"))
        if place < _MOST:
            least = max(least, place + 1)
        else:
            drop(point)
    if count is None:
        count = store.makeelement(_COUNT)
        store.insert(1 if store.find(_FORMAT) is not None else 0, count)
    count.set("val", str(said if least <= said <= _MOST else least))
