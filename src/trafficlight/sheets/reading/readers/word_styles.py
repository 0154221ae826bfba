"""Word 的样式: which paragraph, character and table styles strike through, with what they inherit (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from trafficlight.ooxml.xml import w
from trafficlight.sheets.reading.hand_in_files import Attributes, Target

_NO: Final = frozenset({"0", "false", "off"})
_UNREAD: Final = ("rPrChange", "pPrChange", "tblPrChange", "latentStyles")
"""How things looked before a change, and the names of styles that nobody uses."""
_PARTS: Final = {
    "band1Vert": 0x400, "band2Vert": 0x400, "band1Horz": 0x200, "band2Horz": 0x200, "firstCol": 0x80, "lastCol": 0x100,
    "firstRow": 0x20, "lastRow": 0x40, "neCell": 0x120, "nwCell": 0xA0, "seCell": 0x140, "swCell": 0xC0,
}  # fmt: skip
"""The parts of a table that a style may tell apart, what comes later over what comes before, and their bits of `w:tblLook`."""
_BANDS: Final = 0x600
"""The bits that take bands away; all others add a part."""
_LOOKS: Final = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
ALL_PARTS: Final = 0x1E0


def look_of(attributes: Attributes) -> int:
    """Which parts of its style a table shows (`w:tblLook`); every part where it cannot be told."""
    if any(value(attributes, name) for name in _LOOKS):
        return sum(
            bit for name, bit in _LOOKS.items() if value(attributes, name) and value(attributes, name) not in _NO
        )
    try:
        return int(value(attributes), 16)
    except ValueError:
        return ALL_PARTS


def parts_at(look: int, row: int, rows: int, column: int, columns: int) -> Iterator[str]:
    """The parts in which a cell lies, the strongest first; row and cell count from 0. Bands are one row or cell wide."""
    first_row, first_column = bool(look & _LOOKS["firstRow"]), bool(look & _LOOKS["firstColumn"])
    here = {
        f"band{(column - first_column) % 2 + 1}Vert",
        f"band{(row - first_row) % 2 + 1}Horz",
        *(["firstCol"] if column == 0 else []),
        *(["lastCol"] if column == columns - 1 else []),
        *(["firstRow"] if row == 0 else []),
        *(["lastRow"] if row == rows - 1 else []),
    }
    corners = {"nwCell": ("firstRow", "firstCol"), "neCell": ("firstRow", "lastCol"), "swCell": ("lastRow", "firstCol")}
    here |= {
        corner for corner, sides in {**corners, "seCell": ("lastRow", "lastCol")}.items() if here.issuperset(sides)
    }
    for part, bits in reversed(_PARTS.items()):
        if part in here and not look & bits if bits & _BANDS else part in here and look & bits == bits:
            yield part


def value(attributes: Attributes, name: str = "val") -> str:
    """An attribute of Word's namespace; empty where there is none."""
    return attributes.get(w(name)) or ""


def is_on(attributes: Attributes) -> bool:
    """Whether an element that says yes or no says yes."""
    return value(attributes) not in _NO


class WordStyles(Target):
    """样式表: the parser's target for the part that holds the styles, and afterwards what is known of them."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, dict[str, bool]] = {}
        """Style → which lines it says yes or no to; “” are the document's defaults."""
        self._parents: dict[str, str] = {}
        self._default_paragraph = self._default_table = ""
        self._name = self._part = ""
        self._parts: dict[str, dict[str, bool]] = {}
        """Table style → of which of its parts it says that they are struck through, or not."""
        self._known_parts: dict[str, dict[str, bool]] = {}
        self._known: dict[tuple[str, str], bool | None] = {}
        begin: dict[str, Callable[[Attributes], None]] = {
            "docDefaults": lambda _: self._open(""),
            "style": self._begin_style,
            "tblStylePr": self._begin_part,
            "basedOn": lambda attributes: self._parents.update({self._name: value(attributes)}),
            "strike": lambda attributes: self._say("strike", attributes),
            "dstrike": lambda attributes: self._say("dstrike", attributes),
        }
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {w(name): do for name, do in begin.items()}
        self.unread: frozenset[str | bytes] = frozenset(map(w, _UNREAD))

    def parts_of(self, table: str) -> dict[str, bool]:
        """Of which of its parts a table's style, or one that it is based on, says whether they are struck through."""
        chain: list[str] = []
        style = table or self._default_table
        while self._parts and style and style not in self._known_parts:
            self._known_parts[style] = {}  # one that is based on itself says nothing
            chain.append(style)
            style = self._parents.get(style, "")
        parts = self._known_parts.get(style, {})
        for each in reversed(chain):
            parts = self._known_parts[each] = parts | self._parts.get(each, {})
        return parts

    def strikes(
        self, direct: dict[str, bool], run: str, paragraph: str, table: str, *, part: bool | None = None
    ) -> bool:
        """Whether a run is struck through, by what it says itself, or else by the styles of run, paragraph and table.

        `part` is what the table's style says of the part in which it lies. A single line that two of the styles draw is none:
        they undo each other. The double one is the nearest style's.
        """
        if not self._lines and not self._parts:
            return any(direct.values())
        styles = [run, paragraph or self._default_paragraph, table or self._default_table]
        single = [self._said("strike", style) for style in styles]
        double = [self._said("dstrike", style) for style in styles]
        if part is not None:
            single[-1], double[-1] = part, None if part else False
        always = self._lines.get("", {})
        return direct.get("strike", always.get("strike", False) or single.count(True) % 2 == 1) or direct.get(
            "dstrike", next((yes for yes in double if yes is not None), always.get("dstrike", False))
        )

    def _said(self, line: str, style: str) -> bool | None:
        """What a style says of a line, or the nearest that it is based on; each is looked up once, however long the chain."""
        chain: list[str] = []
        told: bool | None = None
        while style and (line, style) not in self._known:
            self._known[line, style] = None  # one that is based on itself says nothing
            chain.append(style)
            told = self._lines.get(style, {}).get(line)
            if told is not None:
                break
            style = self._parents.get(style, "")
        else:
            told = self._known.get((line, style))
        self._known.update(((line, each), told) for each in chain)
        return told

    def _open(self, name: str) -> None:
        self._name, self._part = name, ""

    def _begin_part(self, attributes: Attributes) -> None:
        """What a table's style says of a part of it, after what it says of the whole: the last row, every second row."""
        self._part = value(attributes, "type")

    def _begin_style(self, attributes: Attributes) -> None:
        self._open(value(attributes, "styleId"))
        if value(attributes, "default") in {"1", "true", "on"}:
            if value(attributes, "type") == "paragraph":
                self._default_paragraph = self._name
            elif value(attributes, "type") == "table":
                self._default_table = self._name

    def _say(self, line: str, attributes: Attributes) -> None:
        if self._part and self._part != "wholeTable":
            parts = self._parts.setdefault(self._name, {})
            parts[self._part] = parts.get(self._part, False) or is_on(attributes)
        else:
            self._lines.setdefault(self._name, {})[line] = is_on(attributes)
