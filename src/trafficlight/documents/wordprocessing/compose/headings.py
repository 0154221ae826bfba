"""小标题 (headings set by hand): “一、…” in bold or in 黑体 is a heading, as most articles write it, without its style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from trafficlight.documents.inline import Style
from trafficlight.documents.wordprocessing.compose.names import RPR, VAL, w
from trafficlight.documents.wordprocessing.compose.tree import Element, drop, text_of
from trafficlight.documents.wordprocessing.styles import style_id

_LEVELS: Final = (
    (re.compile("[一二三四五六七八九十]{1,3}、"), style_id(Style.HEADING1)),
    (re.compile("（[一二三四五六七八九十]{1,3}）"), style_id(Style.HEADING2)),
)
_LONGEST: Final = 40  # characters; a sentence in bold is no heading
_ENDS_A_SENTENCE: Final = tuple("。；：，、！？…")
_FACES: Final = ("黑体", "楷体", "方正小标宋", "simhei", "kaiti")
_BOLD: Final = (w("b"), w("bCs"))
_OFF: Final = frozenset({"0", "false", "off"})


def heading_by_hand(paragraph: Element, runs: Sequence[Element]) -> str | None:
    """The house's heading style (GB/T 9704 §7.3.3) of a numbered line that is all in bold or in a heading's face, if it is one."""
    words = text_of(paragraph)
    if not words or len(words) > _LONGEST or words.endswith(_ENDS_A_SENTENCE):
        return None
    style = next((style for mark, style in _LEVELS if mark.match(words)), None)
    return style if style is not None and all(_stands_out(run) for run in runs if text_of(run)) else None


def unbold(runs: Sequence[Element]) -> None:
    """Take the bold off that said that a line is a heading: now its style says it."""
    for run in runs:
        for properties in run.iterchildren(RPR):
            for bold in list(properties.iterchildren(*_BOLD)):
                drop(bold)


def _stands_out(run: Element) -> bool:
    properties = run.find(RPR)
    if properties is None:
        return False
    bold = properties.find(w("b"))
    fonts = properties.find(w("rFonts"))
    face = "" if fonts is None else fonts.get(w("eastAsia"), "").lower()
    return (bold is not None and bold.get(VAL, "1") not in _OFF) or face.startswith(_FACES)
