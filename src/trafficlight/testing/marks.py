"""标识: strategies for marks, palettes, tallies, criteria and orders."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.model.marks import BLUE_YELLOW_RED, Mark, Palette, Tally
from trafficlight.ranking.order import Better, Criterion, Order
from trafficlight.testing.text import names


def marks() -> SearchStrategy[Mark]:
    """标识: any light."""
    return st.builds(
        Mark,
        key=st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8),
        label=names(max_size=2),
        colour=st.text("0123456789ABCDEF", min_size=6, max_size=6),
    )


def palettes(*, min_size: int = 1, max_size: int = 6) -> SearchStrategy[Palette]:
    """标识体系: marks that differ by key and by label."""
    unique = (lambda mark: mark.key, lambda mark: mark.label)
    return st.lists(marks(), min_size=min_size, max_size=max_size, unique_by=unique).map(Palette)


def tallies(palette: Palette = BLUE_YELLOW_RED, *, max_count: int = 20) -> SearchStrategy[Tally]:
    """标识数量: counts of a palette's marks, none at all included. Small counts, so that ties come up."""
    counts = {mark: st.integers(0, 3) | st.integers(0, max_count) for mark in palette}
    return st.fixed_dictionaries(counts).map(Tally)


@st.composite
def orders(draw: DrawFn, palette: Palette = BLUE_YELLOW_RED) -> Order:
    """排序规则: criteria over some or all marks of a palette, each mark in one criterion, alone or with others."""
    chosen = draw(st.lists(st.sampled_from(palette.marks), min_size=1, unique=True))
    groups = [[chosen[0]]]
    for mark in chosen[1:]:
        if draw(st.booleans()):
            groups.append([mark])
        else:
            groups[-1].append(mark)
    return Order(*(Criterion(tuple(group), draw(st.sampled_from(Better))) for group in groups))
