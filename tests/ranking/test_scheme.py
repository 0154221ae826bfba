"""A scheme: agency, dated rulebooks, palette, order and what counts where, as one value that readers and builders are handed."""

from __future__ import annotations

import datetime as dt

import pytest
from helpers.refusals import refused
from helpers.sample_records import key_work_item
from helpers.small_office import DEPARTMENTS, EFFECTIVE, ROSTER, RULEBOOK

from trafficlight import YELLOW, Agency, Entry, Order, Palette, Rulebook, Rulebooks, Scheme, fewest, notice
from trafficlight.errors import NotInForce, ThemeError
from trafficlight.model import Progress
from trafficlight.model._marks import BLUE, BLUE_YELLOW_RED, RED
from trafficlight.notice import COUNT_WORDS, ORDER
from trafficlight.ranking._count_table import count_form

AGENCY = Agency("泰安市水务局", "市水务局", "泰安市水务局办公室", ROSTER)
LATER = Rulebook("2024", dt.date(2024, 1, 1), (notice.key_work(),))


def test_themes_in_force() -> None:
    """The themes of a date, or those of the latest rulebook."""
    scheme = notice.scheme(AGENCY, Rulebooks((RULEBOOK, LATER)))
    assert scheme.themes() == LATER.themes
    assert scheme.themes(EFFECTIVE) == RULEBOOK.themes
    with pytest.raises(NotInForce):
        scheme.themes(dt.date(2020, 1, 1))


def test_its_count_table() -> None:
    """“该结果由…督查工作专班研究确定”: the agency's own name, palette and order are in its tables."""
    expected = count_form(DEPARTMENTS, palette=BLUE_YELLOW_RED, order=ORDER, agency="市水务局", words=COUNT_WORDS)
    assert notice.scheme(AGENCY, RULEBOOK).count_form("departments") == expected


def test_order_and_palette_fit() -> None:
    """An order that counts a mark which no table prints is refused."""
    with refused(ValueError, match="the palette has 蓝, 红, and lacks 黄"):
        Scheme(AGENCY, LATER, order=Order(fewest(RED, YELLOW)), palette=Palette((BLUE, RED)))


def test_a_mark_outside_the_palette_is_refused() -> None:
    """A light that no table of the scheme would print is an error, not a light lost."""
    ratings = RULEBOOK.rate([Entry("key_work", key_work_item(Progress.SLOW))], roster=ROSTER)
    without_yellow = Scheme(AGENCY, LATER, order=Order(fewest(RED)), palette=Palette([BLUE, RED]))
    with refused(ThemeError, match="黄"):
        without_yellow.tally(ratings)
    assert notice.scheme(AGENCY, RULEBOOK).tally(ratings).total[YELLOW] == 1
