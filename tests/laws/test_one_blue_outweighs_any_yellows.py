"""“蓝色标识（完成）数量进行排序，同等数量下，按照黄色标识（正常进行，为正向得分）数量排序” (A4-1.1 note 1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, Tally
from trafficlight.notice import ORDER
from trafficlight.testing import tallies

COUNT = st.integers(min_value=0, max_value=10**12)


@given(tallies(), tallies(max_count=10**9), COUNT)
def test_one_blue_outweighs_any_yellows(a: Tally, b: Tally, blues: int) -> None:
    """A unit with one blue more stands first, however many yellows the other has, and however many reds itself."""
    mine = Tally({**dict(a.counts), BLUE: blues + 1})
    other = Tally({**dict(b.counts), BLUE: blues})
    assert ORDER.compare(mine, other) < 0
