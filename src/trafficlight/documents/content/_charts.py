"""图表 (charts): a stacked bar chart as plain numbers, and the one that shows a board's standings."""

from __future__ import annotations

import math
import reprlib
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import field, frozen

from trafficlight.errors import DocumentError
from trafficlight.layout._gbt9704 import OFFICIAL
from trafficlight.layout._profiles import Page
from trafficlight.messages import Language, Words, in_english, said
from trafficlight.model._colours import hex_colour
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Palette
from trafficlight.ranking._standings import Standing, Standings

_AROUND: Final = 34  # millimetres: title, legend and axis
_BAR: Final = 8  # millimetres for a unit, its name in one line
_LEAST_BAR: Final = 5.8  # millimetres: the name is still set in 9 points
_NAME: Final = 18  # 字 of a name in a line
_LETTERS: Final = 28  # of a name in words
_MORE: Final = 4.5  # millimetres for each further line of it: where two names touch, programs leave one out
_TITLES: Final = 45  # millimetres: the titles of a part and a table, above the chart on its page


@frozen(field_transformer=typed)
class ChartSeries:
    """数据系列: what one colour counts, a whole number from 0 for each category; `label` stands in the legend."""

    label: str
    colour: str = field(converter=hex_colour)
    values: tuple[int, ...] = field(converter=tuple[int, ...], repr=reprlib.repr)


@frozen(kw_only=True, field_transformer=typed)
class BarChart:
    """堆积条形图: one bar for each category, the first at the top, made of one piece for each series.

    Word shows it as a chart of its own, with a workbook behind it that its reader can edit. It is as wide as the text,
    `height` millimetres high. `alt_text` is read out where the chart is not seen; without one the title is. `most` is what
    the axis has room for, where several charts are to be compared; the longest bar's where it is 0.

    Raises `DocumentError` that names every fault: no category or series, a label twice, values that are too many, too
    few or below 0, no height. What is no whole number is a `WrongType`.
    """

    title: str = ""
    categories: tuple[str, ...] = field(converter=tuple[str, ...], repr=reprlib.repr)
    series: tuple[ChartSeries, ...] = field(converter=tuple[ChartSeries, ...], repr=reprlib.repr)
    alt_text: str = field(default="", repr=reprlib.repr)
    height: float = 100
    most: int = 0

    def __attrs_post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise DocumentError(
                Words(
                    f"图表“{self.title}”不能绘制：{'；'.join(faults)}。",
                    f"the chart “{self.title}” cannot be drawn: {'; '.join(fault.en for fault in faults)}",
                )
            )

    @property
    def longest(self) -> int:
        """What the longest bar counts, or the axis has room for."""
        return max(self.most, *map(sum, zip(*(one.values for one in self.series), strict=True)))

    @property
    def described(self) -> str:
        """替代文字: the alternative text, else the title."""
        return self.alt_text or self.title

    def _faults(self) -> Iterator[Words]:
        if not self.categories:
            yield Words("没有类别，至少要有一个", "it has no category, and needs one or more")
        if not self.series:
            yield Words("没有数据系列，至少要有一个", "it has no series, and needs one or more")
        labels = [one.label for one in self.series]
        for label in dict.fromkeys(label for label in labels if labels.count(label) > 1):
            yield Words(
                f"数据系列“{label}”重复，名称应各不相同", f"two series are called “{label}”: their names differ"
            )
        for one in self.series:
            if len(one.values) != len(self.categories):
                have, need = len(one.values), len(self.categories)
                yield Words(
                    f"数据系列“{one.label}”有 {have} 个数，应与类别同为 {need} 个",
                    f"the series “{one.label}” has values: {have}, and the chart categories: {need}",
                )
            wrong = [value for value in one.values if value < 0]
            if wrong:
                yield Words(
                    f"数据系列“{one.label}”含有 {wrong[0]!r}，应为 0 以上的整数",
                    f"the series “{one.label}” holds {wrong[0]!r}: it should be a whole number from 0",
                )
        if not self.height > 0:
            yield Words(
                f"高度为 {self.height} 毫米，应大于 0", f"it is {self.height} mm high: it should be more than 0"
            )


_NAMED: Final = Words("{board}“{labels}”标识数量图", "{board}: numbers of lights ({labels})")
_SHOWN: Final = Words("{named}，按名次由上至下：{counts}。", "{named}, best first: {counts}.")


def standings_chart(
    palette: Palette,
    standings: Standings,
    *,
    title: str | None = None,
    page: Page = OFFICIAL.page,
    language: Language = "zh",
) -> BarChart:
    """标识数量图: a board's units, best first from the top, each with its marks in the palette's order (N4.2).

    Its title says whose marks they are unless another is given; "" leaves it out, for a chart below a heading. It grows
    with the units until it fills the page that it is for; `standings_charts` goes on over pages. Raises `DocumentError` for
    a board without units.
    """
    return _chart(palette, standings, list(standings), title, page, 0, language)


def standings_charts(
    palette: Palette,
    standings: Standings,
    *,
    title: str | None = None,
    page: Page = OFFICIAL.page,
    language: Language = "zh",
) -> tuple[BarChart, ...]:
    """As `standings_chart`, in as many charts of one scale as it takes for every name to be read, a page each."""
    rows = list(standings)
    most = max((sum(row.tally[mark] for mark in palette) for row in rows), default=0)
    least = _LEAST_BAR + _further_lines(rows)
    parts = max(math.ceil(len(rows) / max(int((page.text_height - _TITLES - _AROUND) / least), 1)), 1)
    each = math.ceil(len(rows) / parts)
    return tuple(
        _chart(palette, standings, rows[at : at + each], title, page, most if parts > 1 else 0, language)
        for at in range(0, max(len(rows), 1), max(each, 1))
    )


def _chart(
    palette: Palette,
    standings: Standings,
    rows: Sequence[Standing],
    title: str | None,
    page: Page,
    most: int,
    language: Language,
) -> BarChart:
    between, joined, apart = (" ", ", ", "; ") if in_english(language) else ("", "、", "；")
    labels = (", " if in_english(language) else "").join(mark.label for mark in palette)
    named = said(_NAMED, language).format(board=standings.board.title, labels=labels)
    counts = apart.join(
        f"{row.unit.name}{between}{joined.join(f'{mark.label}{between}{row.tally[mark]}' for mark in palette)}"
        for row in rows
    )
    return BarChart(
        title=named if title is None else title,
        categories=[row.unit.name for row in rows],
        series=[ChartSeries(mark.label, mark.colour, [row.tally[mark] for row in rows]) for mark in palette],
        alt_text=said(_SHOWN, language).format(named=named, counts=counts),
        height=min(_AROUND + (_BAR + _further_lines(rows)) * len(rows), page.text_height - _TITLES),
        most=most,
    )


def _further_lines(rows: Iterable[Standing]) -> float:
    """How much higher a bar is where a name takes more lines than one, in millimetres."""
    names = [row.unit.name for row in rows]
    chinese = max((math.ceil((len(name) + len(name.encode())) / 4 / _NAME) for name in names), default=1)
    words = max((len(textwrap.wrap(name, _LETTERS)) for name in names), default=1)
    return (max(chinese, words) - 1) * _MORE
