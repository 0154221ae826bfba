"""表格 (tables): an article's own tables break over pages as the house's do: the header repeats, and no row is split."""

from __future__ import annotations

from typing import Final

from trafficlight.documents.wordprocessing.compose.names import TBL, TC, TR, W, w
from trafficlight.documents.wordprocessing.compose.tree import Element, text_of

TRPR: Final = w("trPr")
HEADER: Final = w("tblHeader")
CANNOT_SPLIT: Final = w("cantSplit")
_LONGEST_WORD: Final = 20
"""Characters of a header's word: what is longer is a sentence, and a sentence heads no column."""
_LONGEST_ROW: Final = 400
"""Characters of a cell in a row that stays whole; a longer one may need more than a page."""
_REACHES_DOWN: Final = f"{{{W}}}tcPr/{{{W}}}vMerge"


def settle(root: Element) -> None:
    """Let the headers of tables repeat and their rows stay whole; what an article says of it itself stays."""
    for table in root.iter(TBL):
        rows = list(table.iterchildren(TR))
        if len(rows) < 3:
            continue
        if not any(row.find(f"{TRPR}/{HEADER}") is not None for row in rows) and _is_header(rows[0]):
            _set(rows[0], HEADER)
        for row in rows:
            if max((len(text_of(cell)) for cell in row.iterchildren(TC)), default=0) <= _LONGEST_ROW:
                _set(row, CANNOT_SPLIT)


def _is_header(row: Element) -> bool:
    """Whether there is a short word without a number in each of several cells, none of which reaches down."""
    cells = list(row.iterchildren(TC))
    texts = [text_of(cell).strip() for cell in cells]
    return (
        len(cells) > 1
        and all(0 < len(text) <= _LONGEST_WORD and not text[0].isdigit() for text in texts)
        and not any(cell.find(_REACHES_DOWN) is not None for cell in cells)
    )


def _set(row: Element, switch: str) -> None:
    properties = row.find(TRPR)
    if properties is None:
        properties = row.makeelement(TRPR)
        row.insert(1 if len(row) and row[0].tag == w("tblPrEx") else 0, properties)
    if properties.find(switch) is None:
        properties.insert(0, properties.makeelement(switch))
