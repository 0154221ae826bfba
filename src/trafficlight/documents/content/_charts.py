"""图表 (charts): a stacked bar chart as plain numbers, and the one that shows a board's standings."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, field, frozen

from trafficlight.documents.content._text_widths import across, characters, lines
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
_TYPE: Final = 9 * 25.4 / 72  # millimetres: a 字 of that size
_MORE: Final = 4.5  # millimetres for each further line of a name: where two of them touch, programs leave one out
_TITLES: Final = 45  # millimetres: the titles of a part and a table, above the chart on its page
_MARGIN: Final = 6.0  # millimetres, right of the plot and between names and bars
_LONGEST_NAMES: Final = 0.4  # of the width; longer names wrap
_AIR: Final = 0.25  # 字, around the words in a bar
_MOST_STEPS: Final = 10

_BESIDE: Final = Words("（{}）", " ({})")


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
    whole = _chart(palette, standings, rows, title, page, 0, language)
    least = _LEAST_BAR + _further_lines(whole, page, language)
    parts = math.ceil(len(rows) / max(int((page.text_height - _TITLES - _AROUND) / least), 1))
    each = math.ceil(len(rows) / parts)
    return tuple(
        _chart(palette, standings, rows[at : at + each], title, page, whole.longest if parts > 1 else 0, language)
        for at in range(0, len(rows), each)
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
    chart = BarChart(
        title=named if title is None else title,
        categories=[row.unit.name for row in rows],
        series=[ChartSeries(mark.label, mark.colour, [row.tally[mark] for row in rows]) for mark in palette],
        alt_text=said(_SHOWN, language).format(named=named, counts=counts),
        most=most,
    )
    high = _AROUND + (_BAR + _further_lines(chart, page, language)) * len(rows)
    return evolve(chart, height=min(high, page.text_height - _TITLES))


def _further_lines(chart: BarChart, page: Page, language: Language) -> float:
    """How much higher a bar is where a name takes more lines than one, in millimetres."""
    return (NamedBars(chart, width=page.text_width, size=_TYPE, language=language).lines - 1) * _MORE


class NamedBars:
    """条形的名称: what stands beside the bars: each unit's name, and the words of the pieces that have no room for theirs.

    A chart is `width` millimetres wide, and a 字 of its type `size`. `names_width` and `right` are shares of the width, left
    and right of the plot; the axis ends at `axis` and counts by `step`; a name takes `lines` at most.
    """

    def __init__(self, chart: BarChart, *, width: float, size: float, language: Language) -> None:
        self._chart, self._width, self._size, self._language = chart, width, size, language
        self._between, self._joined = (" ", ", ") if in_english(language) else ("", "")
        self.right = _MARGIN / width
        self.step = _step(chart.longest)
        self.axis = max(math.ceil(chart.longest / self.step), 1) * self.step
        self._room = (width * _LONGEST_NAMES - _MARGIN) / size
        self.names = chart.categories
        for _ in range(2):  # longer names make more pieces narrow
            longest = max(across(line) for name in self.names for line in name.split("\n")) * size + _MARGIN
            self.names_width = min(longest / width, _LONGEST_NAMES)
            self._each = width * (1 - self.names_width - self.right) / self.axis / size
            self.names = tuple(map(self._named, range(len(chart.categories)), chart.categories))
        self.lines = max(lines(name, self._room) for name in self.names)

    def _named(self, at: int, name: str) -> str:
        counts = ((one.label, one.values[at]) for one in self._chart.series)
        narrow = self._joined.join(
            self.word(label) + str(value) for label, value in counts if self.is_narrow(label, value)
        )
        if not narrow:
            return name
        beside = said(_BESIDE, self._language).format(narrow)
        whole = name + beside
        return whole if across(whole) <= self._room else f"{name}\n{beside.strip()}"

    def word(self, label: str) -> str:
        """A mark's word as it stands before its number."""
        return label + self._between

    def is_narrow(self, label: str, value: int) -> bool:
        """Whether a piece has no room for its mark's word beside its number."""
        return 0 < value * self._each < characters(f"{self.word(label)}{value}") + _AIR

    def has_room(self, value: int) -> bool:
        """Whether a piece is as wide as its number."""
        return value * self._each >= characters(str(value))


def _step(most: int) -> int:
    """How far apart the axis' numbers stand: 1, 2 or 5 with zeros behind, so that there are few of them."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if most <= _MOST_STEPS * step * times:
                return step * times
        step *= 10
