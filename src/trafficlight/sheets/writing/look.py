"""样式: how a workbook looks, as a value, and the formats that XlsxWriter makes of it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen, validators

from trafficlight.model._colours import ink_on
from trafficlight.model._marks import Mark, Tally

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_BLACK: Final = "#000000"
_BOX: Final[dict[str, Any]] = {"border": 1, "border_color": _BLACK}


class Style(enum.Enum):
    """格式: what a cell is for. A spreadsheet leaves what is typed into a TEXT cell as it was typed, and makes no date of 1-2."""

    TITLE = enum.auto()
    ABOVE = enum.auto()
    RIGHT = enum.auto()
    SUBHEADING = enum.auto()
    HEADER = enum.auto()
    BODY = enum.auto()
    CENTRED = enum.auto()
    LOCKED = enum.auto()
    """A cell of a blank form that nobody fills; the FILL_… are those that a clerk does."""
    FILL_TEXT = enum.auto()
    FILL_CENTRED = enum.auto()
    FILL_COUNT = enum.auto()
    FILL_DATE = enum.auto()
    FILL_ABOVE = enum.auto()
    FILL_RIGHT = enum.auto()


_LEFT: Final = {Style.ABOVE, Style.SUBHEADING, Style.BODY, Style.FILL_TEXT, Style.FILL_ABOVE}
_RIGHT: Final = {Style.RIGHT, Style.FILL_RIGHT}
_BOXED: Final = {
    Style.HEADER,
    Style.BODY,
    Style.CENTRED,
    Style.LOCKED,
    Style.FILL_TEXT,
    Style.FILL_CENTRED,
    Style.FILL_COUNT,
    Style.FILL_DATE,
}
_TYPED: Final = {
    Style.FILL_TEXT: "@",
    Style.FILL_CENTRED: "@",
    Style.FILL_COUNT: "0",
    Style.FILL_DATE: 'yyyy"年"m"月"d"日"',
    Style.FILL_ABOVE: "@",
    Style.FILL_RIGHT: "@",
}
"""The cells that are unlocked, and how what is typed into them is shown."""


@frozen
class Look:
    """样式: the faces and sizes of a workbook (points), its fills (RRGGBB), none the colour of a light, its margin (mm).

    `locked_fill` is that of a blank form's cells that nobody fills, `missing_fill` that of those that still must be.
    `margin` is that of every side of the page.
    """

    body_font: str = "宋体"
    title_font: str = "方正小标宋简体"
    header_font: str = "黑体"
    size: float = 11
    title_size: float = 18
    header_fill: str = "D9E2F3"
    locked_fill: str = "F2F2F2"
    missing_fill: str = "E4DFEC"
    margin: float = field(default=15.0, validator=[validators.ge(0), validators.lt(100)])

    def size_of(self, style: Style) -> float:
        """The size of a style's letters."""
        return {Style.TITLE: self.title_size, Style.SUBHEADING: self.size + 1}.get(style, self.size)


@frozen
class CellFormat:
    """单元格格式: of one style; `live` is for a text that would be taken for a formula when somebody edits it."""

    plain: Format
    live: Format


class Formats:
    """格式表: the formats of a workbook, each made when first asked for."""

    def __init__(self, book: Workbook, look: Look) -> None:
        self._book, self._look = book, look
        self._styles: dict[Style, CellFormat] = {}
        self._lights: dict[tuple[Tally, str, bool], CellFormat] = {}

    def __getitem__(self, style: Style) -> CellFormat:
        if style not in self._styles:
            self._styles[style] = self._made(self._properties(style))
        return self._styles[style]

    def light(self, marks: Tally, beside: str, *, counts: bool = False) -> CellFormat:
        """The format of a cell that shows marks: the fill of the first, and `beside` shown after what stands in the cell.

        The word is part of the number format, so the cell's value stays what the record has (`counts`: a number).
        """
        key = (marks, beside, counts)
        if key not in self._lights:
            first: Mark = marks.marks[0]
            properties = self._base("center") | _BOX | {"font_name": self._look.body_font, "font_size": self._look.size}
            properties |= {"bg_color": f"#{first.colour}", "font_color": f"#{ink_on(first.colour)}"}
            if beside:
                properties["num_format"] = ("0" if counts else "@") + "".join(f"\\{letter}" for letter in beside)
            self._lights[key] = self._made(properties)
        return self._lights[key]

    def fill(self, colour: str) -> Format:
        """A fill alone, for a cell that meets a condition."""
        return self._book.add_format({"bg_color": f"#{colour}"})

    def _made(self, properties: dict[str, Any]) -> CellFormat:
        return CellFormat(self._book.add_format(properties), self._book.add_format(properties | {"quote_prefix": True}))

    def _base(self, horizontal: str) -> dict[str, Any]:
        return {"align": horizontal, "valign": "vcenter", "text_wrap": True, "font_family": 0}

    def _properties(self, style: Style) -> dict[str, Any]:
        look = self._look
        properties = self._base("left" if style in _LEFT else "right" if style in _RIGHT else "center")
        faces = {Style.TITLE: look.title_font, Style.HEADER: look.header_font, Style.SUBHEADING: look.header_font}
        properties |= {"font_name": faces.get(style, look.body_font), "font_size": look.size_of(style)}
        if style in _BOXED:
            properties |= _BOX
        elif style is Style.FILL_ABOVE:
            properties |= {"bottom": 1, "bottom_color": _BLACK}
        if style in (Style.HEADER, Style.LOCKED):
            properties["bg_color"] = f"#{look.header_fill if style is Style.HEADER else look.locked_fill}"
        if style in _TYPED:
            properties |= {"locked": False, "num_format": _TYPED[style]}
        return properties
