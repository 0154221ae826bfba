"""Colours of marks and the ink on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafficlight.errors import DocumentError
from trafficlight.model._colours import contrast, hex_colour, ink_on

COLOURS = st.integers(0, 0xFFFFFF).map("{:06X}".format)


@given(COLOURS)
def test_the_word_on_a_fill_can_be_read(fill: str) -> None:
    """On any fill the ink has at least the contrast that WCAG 2.2 asks of text, 4.5 to 1."""
    assert contrast(ink_on(fill), fill) >= 4.5


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_order(one: str, other: str) -> None:
    """The contrast of two colours is that of the other way round, between 1 and 21."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


def test_known_contrasts() -> None:
    """Black on white is 21 to 1, and a blue ground takes white ink, a yellow one black."""
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert (ink_on("1F6FB5"), ink_on("FFD800"), ink_on("C00000")) == ("FFFFFF", "000000", "FFFFFF")


@pytest.mark.parametrize("text", ["red", "12345", "#GGGGGG", "1234567", ""])
def test_other_colours_are_refused(text: str) -> None:
    """A colour is six hexadecimal digits, and nothing else."""
    with pytest.raises(DocumentError):
        hex_colour(text)
