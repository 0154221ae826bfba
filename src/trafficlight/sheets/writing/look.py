"""样式: how a workbook looks, as a value, and the formats that XlsxWriter makes of it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, field, frozen

from trafficlight.messages import Language, Words, said, spoken
from trafficlight.model._checks import between
from trafficlight.model._colours import ink_on
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Mark, Tally

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_LEFT: Final = {"align": "left"}
_RIGHT: Final = {"align": "right"}
_CENTRE: Final = {"align": "center"}
_BOX: Final = {"border": 1, "border_color": "#000000"}
_DAY: Final = Words('yyyy"年"m"月"d"日"', "d mmmm yyyy")
_TYPED: Final = {"locked": False, "num_format": "@"}
"""A spreadsheet leaves what is typed into such a cell as it was typed, and makes no date of 1-2."""


class Style(enum.Enum):
    """格式: what a cell is for."""

    TITLE = enum.auto()
    ABOVE = enum.auto()
    RIGHT = enum.auto()
    SUBHEADING = enum.auto()
    HEADER = enum.auto()
    BODY = enum.auto()
    CENTRED = enum.auto()
    LOCKED = enum.auto()
    """A cell of a blank form that nobody fills; the FILL_… are those that a clerk does."""
    LOCKED_TEXT = enum.auto()
    FILL_TEXT = enum.auto()
    FILL_CENTRED = enum.auto()
    FILL_COUNT = enum.auto()
    FILL_NUMBER = enum.auto()
    FILL_PERCENTAGE = enum.auto()
    FILL_DATE = enum.auto()
    FILL_ABOVE = enum.auto()
    FILL_RIGHT = enum.auto()


@frozen(field_transformer=typed)
class Look:
    """样式: the faces and sizes of a workbook (points), its fills (RRGGBB), none the colour of a light, its margin (mm).

    `locked_fill` is that of a blank form's cells that nobody fills, `missing_fill` that of those that still must be.
    `margin` is that of every side of the page. `language` is that of the words that the workbook says by itself.
    """

    body_font: str = Words("宋体", "Calibri")
    title_font: str = Words("方正小标宋简体", "Calibri")
    header_font: str = Words("黑体", "Calibri")
    size: float = 11
    title_size: float = 18
    header_fill: str = "D9E2F3"
    locked_fill: str = "F2F2F2"
    missing_fill: str = "E4DFEC"
    margin: float = field(default=15.0, validator=between(0, 100))
    language: Language = "zh"

    def speaking(self, language: Language) -> Look:
        """The same look for workbooks in a language: faces that are not set otherwise, dates and words are that language's."""
        return evolve(spoken(self, language), language=language)


def size_of(look: Look, style: Style) -> float:
    """The size of a style's letters."""
    return {Style.TITLE: look.title_size, Style.SUBHEADING: look.size + 1}.get(style, look.size)


def _body(look: Look) -> dict[str, Any]:
    """What most cells have in common, in XlsxWriter's words."""
    common = {"valign": "vcenter", "text_wrap": True, "font_family": 0}
    return common | {"font_name": look.body_font, "font_size": look.size}


def _properties(look: Look, style: Style) -> dict[str, Any]:
    """A style in XlsxWriter's words."""
    header, locked = {"bg_color": f"#{look.header_fill}"}, {"bg_color": f"#{look.locked_fill}"}
    own: dict[Style, dict[str, Any]] = {
        Style.TITLE: _CENTRE | {"font_name": look.title_font},
        Style.ABOVE: _LEFT,
        Style.RIGHT: _RIGHT,
        Style.SUBHEADING: _LEFT | {"font_name": look.header_font},
        Style.HEADER: _CENTRE | _BOX | header | {"font_name": look.header_font},
        Style.BODY: _LEFT | _BOX,
        Style.CENTRED: _CENTRE | _BOX,
        Style.LOCKED: _CENTRE | _BOX | locked,
        Style.LOCKED_TEXT: _LEFT | _BOX | locked,
        Style.FILL_TEXT: _LEFT | _BOX | _TYPED,
        Style.FILL_CENTRED: _CENTRE | _BOX | _TYPED,
        Style.FILL_COUNT: _CENTRE | _BOX | _TYPED | {"num_format": "0"},
        Style.FILL_NUMBER: _CENTRE | _BOX | _TYPED | {"num_format": "General"},
        Style.FILL_PERCENTAGE: _CENTRE | _BOX | _TYPED | {"num_format": "0.00%"},
        Style.FILL_DATE: _CENTRE | _BOX | _TYPED | {"num_format": said(_DAY, look.language)},
        Style.FILL_ABOVE: _LEFT | _TYPED | {"bottom": 1, "bottom_color": "#000000"},
        Style.FILL_RIGHT: _RIGHT | _TYPED,
    }
    return _body(look) | own[style] | {"font_size": size_of(look, style)}


def _light(look: Look, mark: Mark) -> dict[str, Any]:
    """A cell that shows a mark, in XlsxWriter's words."""
    colours = {"bg_color": f"#{mark.colour}", "font_color": f"#{ink_on(mark.colour)}"}
    return _body(look) | _CENTRE | _BOX | colours


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
            self._styles[style] = self._made(_properties(self._look, style))
        return self._styles[style]

    def light(self, marks: Tally, beside: str, *, counts: bool = False) -> CellFormat:
        """The format of a cell that shows marks: the fill of the first, and `beside` shown after what stands in the cell.

        The word is part of the number format, so the cell's value stays what the record has (`counts`: a number).
        """
        key = (marks, beside, counts)
        if key not in self._lights:
            properties = _light(self._look, marks.marks[0])
            if beside:
                properties["num_format"] = ("General" if counts else "@") + "".join(f"\\{letter}" for letter in beside)
            self._lights[key] = self._made(properties)
        return self._lights[key]

    def fill(self, colour: str) -> Format:
        """A fill alone, for a cell that meets a condition."""
        return self._book.add_format({"bg_color": f"#{colour}"})

    def _made(self, properties: dict[str, Any]) -> CellFormat:
        return CellFormat(self._book.add_format(properties), self._book.add_format(properties | {"quote_prefix": True}))
