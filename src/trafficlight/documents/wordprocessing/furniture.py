"""页眉页脚部件 (furniture): headers and footers that sections share, and the relations that name them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from trafficlight.documents.wordprocessing.xml import DECLARATION, NAMESPACES, R

FIXED_RELATIONS: Final = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("theme", "theme/theme1.xml"),
)
_ELEMENTS: Final = {"header": "hdr", "footer": "ftr"}


@frozen
class Piece:
    """One header or footer part."""

    kind: Literal["header", "footer"]
    target: str
    xml: str


class Furniture:
    """Headers and footers of one document; equal ones are one part."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self.pieces: list[Piece] = []

    def add(self, kind: Literal["header", "footer"], paragraphs: str) -> str:
        """The relation id of a header or footer with these paragraphs."""
        known = self._ids.get((kind, paragraphs))
        if known is not None:
            return known
        number = len(self.pieces) + 1
        element = _ELEMENTS[kind]
        xml = f"{DECLARATION}<w:{element} {NAMESPACES}>{paragraphs}</w:{element}>"
        self.pieces.append(Piece(kind, f"{kind}{number}.xml", xml))
        name = f"rId{len(FIXED_RELATIONS) + number}"
        self._ids[kind, paragraphs] = name
        return name


def relations(pieces: Sequence[Piece], charts: int = 0) -> str:
    """The part that names what the document part needs, the charts by their numbers."""
    targets = [*FIXED_RELATIONS, *((piece.kind, piece.target) for piece in pieces)]
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    ) + "".join(
        f'<Relationship Id="chart{number}" Type="{R}/chart" Target="charts/chart{number}.xml"/>'
        for number in range(1, charts + 1)
    )
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{rows}</Relationships>"
    )
