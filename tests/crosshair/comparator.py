"""The laws of the notice's comparator, for CrossHair: it tries every path with counts of any size.

In each function the first `assert` is what is given, and the last one the law. `tox run -e crosshair` runs them.
"""

from __future__ import annotations

from trafficlight import BLUE, RED, YELLOW, Tally
from trafficlight.notice import ORDER

Counts = tuple[int, int, int]
"""Blue, yellow, red."""


def tally(counts: Counts) -> Tally:
    """The tally of three counts."""
    blue, yellow, red = counts
    return Tally({BLUE: blue, YELLOW: yellow, RED: red})


def compare(a: Counts, b: Counts) -> int:
    """The comparator under examination."""
    return ORDER.compare(tally(a), tally(b))


def it_is_antisymmetric(a: Counts, b: Counts) -> None:
    """Seen from the other side, the outcome is turned round."""
    assert min(*a, *b) >= 0
    assert compare(a, b) == -compare(b, a)


def it_is_total(a: Counts, b: Counts) -> None:
    """Of any two tallies one stands first, or both share a place."""
    assert min(*a, *b) >= 0
    assert compare(a, b) in {-1, 0, 1}


def it_is_transitive(a: Counts, b: Counts, c: Counts) -> None:
    """What stands before or beside stays there by way of a third."""
    assert min(*a, *b, *c) >= 0
    assert not (compare(a, b) <= 0 and compare(b, c) <= 0) or compare(a, c) <= 0


def a_tie_means_equal_counts(a: Counts, b: Counts) -> None:
    """Two tallies share a place only when all their counts are equal, and then always."""
    assert min(*a, *b) >= 0
    assert (compare(a, b) == 0) == (a == b)


def one_blue_outweighs_any_yellows_and_reds(a: Counts, b: Counts) -> None:
    """“蓝色标识（完成）数量进行排序”: more blue stands first, whatever the rest."""
    assert min(*a, *b) >= 0 and a[0] > b[0]
    assert compare(a, b) < 0


def at_equal_blues_more_yellow_stands_first(a: Counts, b: Counts) -> None:
    """“同等数量下，按照黄色标识（正常进行，为正向得分）数量排序”."""
    assert min(*a, *b) >= 0 and a[0] == b[0] and a[1] > b[1]
    assert compare(a, b) < 0


def an_extra_red_never_helps(a: Counts, more: int) -> None:
    """“按照红色标识（负向得分）数量倒向排序”: with more red, and all else equal, a unit stands behind."""
    assert min(a) >= 0 and more > 0
    assert compare(a, (a[0], a[1], a[2] + more)) < 0


def the_comparator_is_the_sentence(a: Counts, b: Counts) -> None:
    """The whole note, clause by clause, as a second comparator that knows no `Order`: the two always agree."""
    assert min(*a, *b) >= 0
    if a[0] != b[0]:
        before = a[0] > b[0]
    elif a[1] != b[1]:
        before = a[1] > b[1]
    else:
        before = a[2] < b[2]
    assert (compare(a, b) < 0) == before


def the_key_of_a_sum_is_the_sum_of_the_keys(a: Counts, more: Counts) -> None:
    """So the same marks on both sides change no order: the keys of both are shifted by the same numbers."""
    assert min(*a, *more) >= 0
    mine, added = ORDER.key(tally(a)), ORDER.key(tally(more))
    assert ORDER.key(tally(a) + tally(more)) == tuple(map(sum, zip(mine, added, strict=True)))


def the_same_marks_on_both_sides_change_nothing(a: Counts, b: Counts, more: Counts) -> None:
    """Marks that both sides get leave them as they stood."""
    assert min(*a, *b, *more) >= 0
    assert ORDER.compare(tally(a) + tally(more), tally(b) + tally(more)) == compare(a, b)
