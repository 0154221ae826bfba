"""所填原文: an explanation quotes the word typed before what it was read as, and no column that is blank or absent (§4.40)."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx

import trafficlight as tl


def rating(progress: Any, *, who: str = "办公室") -> tl.Rating[Any]:
    """The rating of a ledger's row with this progress word."""
    row = [1, "甲", "目标", "情况", progress, "甲", who, "局党组", None]
    data = xlsx(("表", [["重点工作推进情况"], headers("key_work"), row], ()))
    reading = tl.sheets.read(
        data, scheme=SCHEME, file_name="报.xlsx", checks=tl.sheets.Checks.every(tl.sheets.Severity.OFF)
    )
    (one,) = SCHEME.rulebooks.latest.rate(reading.entries, roster=SCHEME.roster)
    return one


def test_another_wording_is_quoted_before_the_standard_word() -> None:
    """进展缓慢 is another wording of 推进缓慢: both stand in the sentence, in either language."""
    explained = rating("进展缓慢").explain()
    assert "进度评价“进展缓慢”（即“推进缓慢”）（E3）" in str(explained)
    assert "“进展缓慢” (read as “推进缓慢”) (E3)" in explained.say("en")


@pytest.mark.parametrize("typed", ["推进缓慢", " 推进 缓慢", "推进\n缓慢"])
def test_the_same_word_is_quoted_once(typed: str) -> None:
    """White space is no other word; nothing is kept beside the record."""
    one = rating(typed)
    assert one.origin is not None
    assert one.origin.typed == ()
    assert "即" not in str(one.explain())


def test_what_is_typed_otherwise_is_kept() -> None:
    """With its field, for whoever explains: here a comma between units, of which “、” is printed."""
    one = rating("推进缓慢", who="办公室，人事科 张三")
    assert one.origin is not None
    assert one.origin.typed == (("responsible", "办公室，人事科 张三"),)


def test_a_blank_column_is_not_quoted() -> None:
    """Neither as “空” nor otherwise."""
    assert "备注" not in str(rating("推进缓慢").explain())
    assert "空" not in str(rating("推进缓慢").explain())
