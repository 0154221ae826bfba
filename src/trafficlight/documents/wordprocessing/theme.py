"""主题部件 (theme1.xml): the smallest theme that every judge accepts; no style of ours draws on it."""

from __future__ import annotations

from typing import Final

from trafficlight.documents.looks import OfficialProfile
from trafficlight.documents.wordprocessing.text import attribute
from trafficlight.documents.wordprocessing.xml import DECLARATION

_COLOURS: Final = (
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "44546A"),
    ("lt2", "E7E6E6"),
    ("accent1", "1F6FB5"),
    ("accent2", "FFC000"),
    ("accent3", "C00000"),
    ("accent4", "548235"),
    ("accent5", "7F7F7F"),
    ("accent6", "7030A0"),
    ("hlink", "0563C1"),
    ("folHlink", "954F72"),
)
_FILL: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE: Final = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT: Final = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_part(profile: OfficialProfile) -> str:
    """The whole part, with the profile's body and title fonts as its minor and major ones."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    fonts = "".join(
        f'<a:{which}Font><a:latin typeface="{attribute(font.latin)}"/><a:ea typeface="{attribute(font.chinese)}"/>'
        f'<a:cs typeface=""/></a:{which}Font>'
        for which, font in (("major", profile.fonts.xiaobiaosong), ("minor", profile.fonts.fangsong))
    )
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
        f'<a:themeElements><a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office">{fonts}</a:fontScheme><a:fmtScheme name="Office">'
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
