"""版式 (layout): how official documents look, as values: GB/T 9704-2012, and whatever an agency makes of it."""

from trafficlight.layout._gbt9704 import GB33476, OFFICIAL
from trafficlight.layout._profiles import (
    ChartLook,
    ColophonLook,
    Font,
    Fonts,
    HeadTemplate,
    Labels,
    LetterLook,
    OfficialProfile,
    Page,
    PageNumberLook,
    RedHeadLook,
    StyleRule,
    TableLook,
)
from trafficlight.layout._words import Align, Face, Style

__all__ = [
    "GB33476",
    "OFFICIAL",
    "Align",
    "ChartLook",
    "ColophonLook",
    "Face",
    "Font",
    "Fonts",
    "HeadTemplate",
    "Labels",
    "LetterLook",
    "OfficialProfile",
    "Page",
    "PageNumberLook",
    "RedHeadLook",
    "Style",
    "StyleRule",
    "TableLook",
]
