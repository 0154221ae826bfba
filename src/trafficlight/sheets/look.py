"""样式: fonts, fills and borders of a written workbook, as openpyxl's named styles."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from trafficlight.model.marks import Mark

_LINE: Final = Side(style="thin", color="FF000000")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS: Final = {"填数": "0", "填日期": 'yyyy"年"m"月"d"日"'}
"""How what is typed is shown; a spreadsheet leaves everything else as it was typed, and makes no date of 1-2."""
_DARK: Final = 140
"""Below this brightness (0 to 255) a fill needs white letters."""


@frozen
class Look:
    """样式: the faces and sizes of a workbook (points), and its fills (RRGGBB), none of them the colour of a light.

    `locked_fill` is that of a blank form's cells that nobody fills, `missing_fill` that of those that still must be.
    """

    body_font: str = "宋体"
    title_font: str = "方正小标宋简体"
    header_font: str = "黑体"
    size: float = 11
    title_size: float = 18
    header_fill: str = "D9E2F3"
    locked_fill: str = "F2F2F2"
    missing_fill: str = "E4DFEC"

    def styles(self) -> tuple[NamedStyle, ...]:
        """The named styles that rows are printed in."""
        body = Font(name=self.body_font, size=self.size)
        return (
            _style("表题", Font(name=self.title_font, size=self.title_size), "center"),
            _style("表上文字", body, "left"),
            _style("表右文字", body, "right"),
            _style("表头", Font(name=self.header_font, size=self.size), "center", _BOX, _solid(self.header_fill)),
            _style("正文", body, "left", _BOX),
            _style("居中", body, "center", _BOX),
            _style("备注", body, "left"),
        )

    def entry_styles(self) -> tuple[NamedStyle, ...]:
        """The named styles of a blank form: what a clerk fills is unlocked, and a text stays the text that is typed."""
        body = Font(name=self.body_font, size=self.size)
        locked = _style("不填", body, "center", _BOX, _solid(self.locked_fill))
        entries = (
            _style("填文字", body, "left", _BOX),
            _style("填居中", body, "center", _BOX),
            _style("填数", body, "center", _BOX),
            _style("填日期", body, "center", _BOX),
            _style("填表上", body, "left", Border(bottom=_LINE)),
            _style("填表右", body, "right"),
        )
        for style in entries:
            style.protection = Protection(locked=False)
            style.number_format = _FORMATS.get(style.name, "@")
        return (locked, *entries, _style("小标题", Font(name=self.header_font, size=self.size + 1), "left"))

    def light(self, mark: Mark) -> NamedStyle:
        """The style of a cell that shows a mark."""
        red, green, blue = (int(mark.colour[at : at + 2], 16) for at in (0, 2, 4))
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < _DARK
        font = Font(name=self.body_font, size=self.size, color="FFFFFFFF" if dark else "FF000000")
        return _style(light_name(mark), font, "center", _BOX, _solid(mark.colour))


def light_name(mark: Mark) -> str:
    """The name of a mark's style; two marks may share a label."""
    return f"标识 {mark.label} {mark.colour}"


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=f"FF{colour}")


def _style(
    name: str, font: Font, horizontal: str, border: Border | None = None, fill: PatternFill | None = None
) -> NamedStyle:
    alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    return NamedStyle(name=name, font=font, fill=fill, border=border, alignment=alignment)
