"""Letters: their end never goes over to a page of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from attrs import evolve
from helpers.office_ratings import AS_OF, LEADER, SCHEME, rate
from helpers.rendering import pages
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE

import trafficlight as tl
from trafficlight.documents import Document, SignOff, reminder_letters
from trafficlight.layout import OFFICIAL


def letter(characters: int) -> Document:
    """A letter of one item whose 推进情况 is so long."""
    item = key_work_item(tl.model.Progress.SLOW, OFFICE, matter="修订制度汇编", leader="副局长", source="局党组会议")
    entry = tl.Entry("key_work", evolve(item, status=("低于序时进度正在协调有关单位加快办理" * 40)[:characters]), 1)
    (paper,) = reminder_letters(
        SCHEME,
        rate(entry),
        as_of=AS_OF,
        deadline=dt.date(2023, 10, 13),
        sign_off=SignOff(LEADER, dt.date(2023, 9, 30)),
    )
    return paper.document


def test_a_short_letter_keeps_the_standards_lines() -> None:
    """What stands on one page anyway is not touched, nor what no adjustment brings onto one."""
    assert letter(0).profile == letter(500).profile == OFFICIAL


def test_a_letter_a_little_too_long_is_set_closer() -> None:
    """By no more than a sixth of the pitch."""
    pitch = letter(60).profile.page.line_pitch
    assert OFFICIAL.page.line_pitch * 5 / 6 < pitch < OFFICIAL.page.line_pitch


@pytest.mark.render
@pytest.mark.parametrize("characters", [40, 80, 110])
def test_it_then_stands_on_one_page(characters: int, tmp_path: Path) -> None:
    """One, two or three lines too many."""
    (page,) = pages(letter(characters).to_bytes(), tmp_path)
    assert page.lines[-1] == "2023年9月30日"


@pytest.mark.render
@pytest.mark.parametrize("characters", [130, 200])
def test_a_longer_letter_takes_its_demand_along(characters: int, tmp_path: Path) -> None:
    """Page 2 begins with the demand, not with “特此提醒。” and the signature alone."""
    _, page = pages(letter(characters).to_bytes(), tmp_path)
    text = "".join(page.lines)
    assert "整改情况书面报" in text.replace(" ", "")
    assert "特此提醒。" in text
