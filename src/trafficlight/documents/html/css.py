"""HTML 样式表: the rules behind the class names of `html`, from the same profile as the Word document's styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trafficlight.layout import OFFICIAL, Align, Font, OfficialProfile, Style, StyleRule
from trafficlight.layout._keys import ALIGNS, FACES
from trafficlight.model._colours import BLACK, contrast, hex_colour, ink_on
from trafficlight.model._marks import BLUE_YELLOW_RED, Palette

READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""

_NO_NAME: Final = re.compile(r"[^\w-]")
_UNSAFE: Final = re.compile(r'["\\<\n\r\f]')
_TEXT_ALIGN: Final[dict[Align, str]] = {
    "left": "left",
    "center": "center",
    "right": "right",
    "justify": "justify",
    "distribute": "justify",
}


def name_of(key: str) -> str:
    """A style's key as part of a class name."""
    return _NO_NAME.sub("-", key).replace("_", "-")


def painted(fill: str, colour: str | None) -> str:
    """The declarations of a ground and its ink; an ink that cannot be read on it gives way to one that can."""
    ink = colour if colour is not None and contrast(colour, fill) >= READABLE else ink_on(fill)
    return f"background-color:#{fill};color:#{ink}"


def near_the_hosts(colour: str) -> str:
    """A colour of text on the host's own ground, which may be dark: drawn towards the host's text, so that it can be read."""
    return f"color:#{colour};color:color-mix(in srgb,#{colour} 60%,currentColor)"


def stylesheet(
    profile: OfficialProfile = OFFICIAL, *, palette: Palette = BLUE_YELLOW_RED, fills: Iterable[str] = ()
) -> str:
    """CSS for what `to_html` writes: type, alignment and indents of every style, tables, and the colours of marks.

    Sizes are relative to the host's own type. `fills` are more grounds (RRGGBB) that cells have.
    """
    return "\n".join(_rules(profile, [mark.colour for mark in palette], fills)) + "\n"


def _rules(profile: OfficialProfile, marks: Iterable[str], fills: Iterable[str]) -> Iterator[str]:
    body = profile.style(Style.BODY)
    table = profile.table
    head = ""
    if table.header_fill:
        ink = profile.style(Style.TABLE_HEAD).colour or ink_on(table.header_fill)
        head = f"background-color:#{table.header_fill};color:#{ink};"
    yield f".tl-document{{font-family:{_family(profile.fonts.of(body.face))};line-height:1.75}}"
    yield ".tl-document :is(h1,h2,h3,h4,h5,h6,p,ol){margin:0;font-weight:normal}"
    yield ".tl-document :is(h1,h2,h3,h4,h5,h6){text-wrap:balance}"
    for key, rule in profile.styles.items():
        yield f".tl-document .tl-{name_of(key)}{{{_declarations(rule, profile, body.size)}}}"
    for face in FACES:
        yield f".tl-document .tl-face-{face}{{font-family:{_family(profile.fonts.of(face))}}}"
    for mark in (Style.ORGAN_MARK, Style.LETTER_MARK):
        yield f".tl-document .tl-{name_of(mark)}{{font-size:min({profile.style(mark).size / body.size:.3g}em,11vw)}}"
        if profile.style(mark).colour is None:
            yield f".tl-document .tl-{name_of(mark)}{{color:#{profile.red}}}"
    yield f".tl-red-head{{border-bottom:2px solid #{profile.red};margin-bottom:2em}}"
    yield f".tl-letter-head{{border-bottom:3px double #{profile.red};margin-bottom:2em}}"
    yield f".tl-document .tl-letter-head .tl-{name_of(Style.DOCUMENT_NUMBER)}{{text-align:right}}"
    yield ".tl-signed{display:table;margin:2em 2em 0 auto}"
    yield ".tl-document .tl-signed p{text-align:center}"
    # the header stays while a long table scrolls in its box; the lines above it stay while a wide one does
    yield ".tl-table{overflow:auto;max-height:90vh;margin:1em 0 0}"
    yield ".tl-grid caption{text-align:inherit}.tl-grid caption>*{position:sticky;left:0;max-width:92vw}"
    yield ".tl-grid{border-collapse:collapse;width:100%}"
    yield ".tl-grid :is(th,td){min-width:3em;text-align:inherit;vertical-align:middle}"
    yield ".tl-grid .tl-align-left{min-width:9em}"
    edge = "currentColor" if table.rule_colour == BLACK else f"#{table.rule_colour}"
    yield f".tl-grid:not(.tl-open) :is(th,td){{border:1px solid {edge};padding:.2em .4em}}"
    yield f".tl-grid thead th{{position:sticky;top:0;{head or 'background-color:Canvas'}}}"
    yield ".tl-grid tbody th{font-weight:inherit}"
    for align in ALIGNS:
        yield f".tl-document .tl-grid .tl-align-{align}{{text-align:{_TEXT_ALIGN[align]}}}"
    yield ".tl-chart{margin:1em 0}.tl-drawing{overflow-x:auto}.tl-drawing svg{display:block;margin:0 auto}"
    yield ".tl-contents-list{list-style:none;padding-left:1em}"
    yield ".tl-contents-list a{display:flex;justify-content:space-between}"
    yield ".tl-colophon-block.tl-ruled{border-top:1px solid;border-bottom:1px solid;margin-top:2em}"
    yield ".tl-printed{float:right}"
    for fill in dict.fromkeys((*marks, *map(hex_colour, fills))):
        # as an element of the table, so that the rule outweighs the header's own ground
        yield f".tl-grid .tl-fill-{fill},.tl-grid thead .tl-fill-{fill}{{{painted(fill, None)};print-color-adjust:exact}}"
    yield (
        "@media print{.tl-page-break,.tl-new-page,.tl-section+.tl-section{break-before:page}"
        ".tl-table,.tl-drawing{overflow:visible;max-height:none}"
        # paper does not scroll: a table of many columns keeps to its width
        ".tl-grid :is(th,td),.tl-grid .tl-align-left{min-width:0;overflow-wrap:anywhere}"
        ".tl-grid thead th{position:static}.tl-grid tr,.tl-chart{break-inside:avoid}"
        ".tl-drawing svg{max-width:100%;height:auto}}"
    )


_SMALLEST: Final = 0.875  # of the host's type, 14 pixels mostly: paper is read closer than a screen


def _declarations(rule: StyleRule, profile: OfficialProfile, base: float) -> str:
    parts = [
        f"font-family:{_family(profile.fonts.of(rule.face))}",
        f"font-size:{max(rule.size / base, _SMALLEST):.3g}em",
        f"text-align:{_TEXT_ALIGN[rule.align]}",
    ]
    if rule.first_indent:
        parts.append(f"text-indent:{rule.first_indent:g}em")
    if rule.left or rule.right:
        parts.append(f"padding:0 {rule.right:g}em 0 {rule.left:g}em")
    if rule.bold:
        parts.append("font-weight:bold")
    if rule.colour is not None:
        parts.append(near_the_hosts(hex_colour(rule.colour)))
    return ";".join(parts)


def _family(font: Font) -> str:
    return ",".join(
        [*(_string(name) for name in dict.fromkeys((font.latin, font.chinese, font.fallback)) if name), "serif"]
    )


def _string(text: str) -> str:
    """A CSS string that cannot end early, nor end the element it may stand in."""
    return '"' + _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
