"""HTML 图表: a stacked bar chart as a drawing in the page itself; beside each bar stand its numbers in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.documents.content import BarChart
from trafficlight.documents.html.table_html import escaped
from trafficlight.layout import Style

# units of the drawing; it grows with the page
_WIDTH: Final = 800
_NAMES: Final = 260
_NUMBERS: Final = 140
_PITCH: Final = 28
_BAR: Final = 18
_SIZE: Final = 14


def chart_chunks(chart: BarChart) -> Iterator[str]:
    """A figure with the chart's title; who cannot see it is told the alternative text."""
    height = _PITCH * (len(chart.categories) + 1)
    yield '<figure class="tl-chart">\n'
    if chart.title:
        yield f'<figcaption class="tl-{Style.CAPTION}">{escaped(chart.title)}</figcaption>\n'
    label = escaped(chart.described or "、".join(series.label for series in chart.series))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {height}"'
        f' width="100%" font-size="{_SIZE}">\n'
    )
    yield from _legend(chart)
    most = max(sum(series.values[at] for series in chart.series) for at in range(len(chart.categories)))
    scale = (_WIDTH - _NAMES - _NUMBERS) / max(most, 1)
    for at, category in enumerate(chart.categories):
        yield from _bar(chart, at, category, scale)
    yield "</svg>\n</figure>\n"


def _legend(chart: BarChart) -> Iterator[str]:
    across = _NAMES
    for series in chart.series:
        yield f'<rect x="{across}" y="4" width="{_SIZE}" height="{_SIZE}" fill="#{series.colour}"/>'
        yield _text(across + _SIZE + 4, _SIZE + 2, series.label)
        across += _SIZE * (len(series.label) + 3)
    yield "\n"


def _bar(chart: BarChart, at: int, category: str, scale: float) -> Iterator[str]:
    top = _PITCH * (at + 1)
    base = top + (_BAR + _SIZE) // 2 - 1
    yield _text(_NAMES - 8, base, category, anchor=' text-anchor="end"')
    across = float(_NAMES)
    for series in chart.series:
        width = series.values[at] * scale
        if width:
            # the white edge keeps neighbours apart where colours look alike
            yield (
                f'<rect x="{across:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" fill="#{series.colour}"'
                ' stroke="#FFFFFF"/>'
            )
        across += width
    numbers = " ".join(f"{series.label}{series.values[at]}" for series in chart.series)
    yield _text(across + 6, base, numbers) + "\n"


def _text(across: float, base: float, text: str, *, anchor: str = "") -> str:
    return f'<text x="{across:g}" y="{base:g}"{anchor}>{escaped(text)}</text>'
