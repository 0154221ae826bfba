"""树: elements that move from one document to another arrive as they were."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from trafficlight.articles._tree import graft
from trafficlight.ooxml.xml import W, parser, w


def parsed(inner: str) -> etree._Element:
    """A body with this content."""
    return etree.fromstring(f'<w:body xmlns:w="{W}">{inner}</w:body>', parser())


def nested(count: int, depth: int) -> str:
    """So many elements with a text behind, so deep within others."""
    inner = "".join(f'<w:t w:n="{number}">{number}</w:t>' for number in range(count))
    for _ in range(depth):
        inner = f"<w:p/><w:p>{inner}<w:r/></w:p>"
    return f"<w:p>{inner}</w:p>"


@pytest.mark.parametrize(("count", "depth"), [(1, 0), (99, 0), (100, 0), (300, 0), (90, 30), (300, 30), (50, 200)])
def test_what_is_moved_stays_the_same(count: int, depth: int) -> None:
    """Small or large, flat or deep: the same elements in the same order, and the very objects that were moved."""
    source, target = parsed(nested(count, depth)), parsed("<w:p/>")
    before = etree.tostring(source[0])
    element, inner = source[0], next(source.iter(w("t")))
    graft(target, element)
    assert etree.tostring(target[1]) == before
    assert target[1] is element
    assert next(target.iter(w("t"))) is inner
    assert len(source) == 0


def test_large_elements_do_not_take_the_square() -> None:
    """Sixty thousand elements deep within one another's only child are moved in no time to speak of."""
    source, target = parsed(nested(60_000, 100)), parsed("")
    start = time.process_time()
    graft(target, source[0])
    assert time.process_time() - start < 3
