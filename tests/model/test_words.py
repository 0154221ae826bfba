"""Words that stand for values, and the other wordings of them (§3.12)."""

from __future__ import annotations

import difflib

import pytest
from helpers.refusals import refused
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import Vocabulary
from trafficlight.errors import UnreadableCell
from trafficlight.model import PROGRESS, Progress
from trafficlight.model._vocabulary import fold, nearest


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("已办结", Progress.DONE),
        ("正常推进", Progress.ON_TRACK),
        ("推进缓慢", Progress.SLOW),
        ("严重滞后", Progress.SEVERELY_DELAYED),
        ("已完成", Progress.DONE),
        ("办结", Progress.DONE),
        ("正常进行", Progress.ON_TRACK),
        ("进展缓慢", Progress.SLOW),
        (" 正 常\n推 进\u3000", Progress.ON_TRACK),
    ],
)
def test_progress(text: str, progress: Progress) -> None:
    """“已办结/正常推进/推进缓慢/严重滞后” and known other wordings, however spaced (§3.12)."""
    assert PROGRESS.parse(text) is progress


@pytest.mark.parametrize("text", ["已办结。", "已办结；", "已办结."])
def test_a_stop_behind_a_word_is_forgiven(text: str) -> None:
    """It says nothing else; a question mark does."""
    assert PROGRESS.parse(text) is Progress.DONE
    with pytest.raises(UnreadableCell):
        PROGRESS.parse("已办结？")


def test_unknown_words() -> None:
    """“推进很慢”：应为 已办结、正常推进、推进缓慢、严重滞后 之一, and the nearest word when there is one."""
    with pytest.raises(UnreadableCell, match="应为 已办结、正常推进、推进缓慢、严重滞后 之一") as caught:
        PROGRESS.parse("推进很慢")
    assert caught.value.nearest == "推进缓慢"
    with pytest.raises(UnreadableCell) as caught:
        PROGRESS.parse("蓝")
    assert caught.value.nearest is None


@pytest.mark.parametrize("text", ["未完工", "基本完工", "未停工", "尚未完工", "不停工", "没完工", "非停工", "拟停工"])
def test_the_opposite_is_not_suggested(text: str) -> None:
    """“未完工”，是否“完工”？ would mislead; a word that says 未 itself is suggested."""
    assert nearest(text, ["完工", "停工"]) is None
    assert nearest("未完工程", ["完工", "未完工"]) == "未完工"


def test_traditional_characters_are_no_difference() -> None:
    """“城東水廠” is near 城东水厂, and not nearer to 城西水厂, which shares more characters with it as typed."""
    assert nearest("城東水廠", ["城西水厂", "城东水厂"]) == "城东水厂"


def test_aliases_are_extended() -> None:
    """An agency adds wordings (§3.12); they are understood and never printed. The first table stays as it was."""
    more = PROGRESS.with_aliases({"销号": Progress.DONE}).with_aliases({"快完了": Progress.ON_TRACK})
    assert more.parse("销号") is Progress.DONE
    assert more.parse("进展缓慢") is Progress.SLOW
    assert more.allowed == PROGRESS.allowed == ("已办结", "正常推进", "推进缓慢", "严重滞后")
    with pytest.raises(UnreadableCell):
        PROGRESS.parse("销号")


def test_a_wording_of_two_values() -> None:
    """A wording that means two things is refused when the table is made, however it is spaced."""
    with refused(ValueError, match="“已 办结” stands for two values"):
        PROGRESS.with_aliases({"已 办结": Progress.SLOW})
    assert PROGRESS.with_aliases({"已 办结": Progress.DONE}).parse("已办结") is Progress.DONE


def test_words_of_values() -> None:
    """A value prints as the first of its words; a value without one is a developer's mistake."""
    sizes = Vocabulary("规模", {"大": 2, "小": 1, "微": 1})
    assert (sizes.word(1), sizes.word(2)) == ("小", "大")
    with refused(LookupError, match="no “3” in the vocabulary 规模; known: 大, 小, 微"):
        sizes.word(3)


@pytest.mark.parametrize(
    ("text", "near"), [("推进缓", "推进缓慢"), ("严 重 滞 後", "严重滞后"), ("", None), ("abc", None)]
)
def test_nearest(text: str, near: str | None) -> None:
    """A hint is given only when it is near enough to help."""
    assert nearest(text, PROGRESS.allowed) == near


@given(
    st.text("已办结正常推进ab ", max_size=12),
    st.lists(st.text("已办结正常推进ab", min_size=1, max_size=12), max_size=5),
)
def test_nearest_leaves_out_only_what_is_never_near(text: str, words: list[str]) -> None:
    """Words that are spared the comparison, for their length or their characters, would not have been near enough."""
    close = difflib.get_close_matches(fold(text), words, n=1, cutoff=0.5)
    assert nearest(text, words) == (close[0] if close else None)
