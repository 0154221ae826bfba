"""The words of a compendium are a value of the agency's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import docx
import pytest
from helpers.made_articles import part, saved, text

import trafficlight as tl
from trafficlight.articles import Article, CompendiumWords, compendium
from trafficlight.errors import WrongType, WrongValue
from trafficlight.layout import Page

AGENCY = tl.Agency("数据局", "局", "督查室", tl.Roster([]), system="数据系统")


def article(unit: str, title: str, section: str) -> Article:
    """An article of one line."""
    document = docx.Document()
    document.add_paragraph("正文")
    return Article(unit, title, section, saved(document))


def printed(words: CompendiumWords) -> str:
    """The text of a compendium of two parts."""
    made = compendium(
        AGENCY,
        [article("甲处", "题一", "上"), article("乙处", "题二", "下")],
        period=tl.Quarter(2024, 2),
        as_of=dt.date(2024, 6, 28),
        parts=("上", "下"),
        words=words,
    )
    return text(part(made.to_bytes()))


def test_a_compendium_takes_any_period() -> None:
    """A month's or a year's, as its cover and its properties say."""
    for period in (tl.model.Month(2024, 5), tl.model.Year(2024)):
        made = compendium(
            AGENCY, [article("甲处", "题一", "上")], period=period, as_of=dt.date(2024, 6, 28), parts=("上",)
        )
        assert f"（{period}）" in text(part(made.to_bytes()))


def test_the_usual_words() -> None:
    """Cover, contents and numbering, in nobody's words in particular."""
    shown = printed(CompendiumWords())
    for word in (
        "数据系统",
        "2024年经验做法汇编",
        "（2024年第二季度）",
        "目　　录",
        "一、上",
        "二、下",
        "1.甲处：题一",
    ):
        assert word in shown


def test_another_agency_says_it_otherwise() -> None:
    """No word and no number of the default is left."""
    words = CompendiumWords(
        title="{system}{year}案例",
        period="[{period}]",
        date="{year}.{month:02}",
        contents="要目",
        orders="甲",
        part="{order}编 {part}",
        entry="{number}) {title}/{unit}",
        unit="[{unit}]",
    )
    shown = printed(words)
    for word in (
        "数据系统2024案例",
        "[2024年第二季度]",
        "2024.06",
        "要目",
        "甲编 上",
        "2编 下",
        "1) 题一/甲处",
        "[乙处]",
    ):
        assert word in shown
    for word in ("重点工作", "目　　录", "一、", "1.甲处", "乙处：", "6月"):
        assert word not in shown


@pytest.mark.parametrize("word", ["title", "period", "date", "part", "entry", "unit"])
def test_an_unknown_name_in_braces_is_refused_when_the_words_are_made(word: str) -> None:
    """What a compendium fills in is known when its words are made, long before articles are merged."""
    words: dict[str, Any] = {word: "{quarter}"}
    with pytest.raises(WrongValue, match=f"CompendiumWords.{word} .*没有 {{quarter}}"):
        CompendiumWords(**words)


def test_a_page_is_no_profile() -> None:
    """A page that was given for the whole profile is refused where it is handed over."""
    page: Any = Page(left=30)
    with pytest.raises(WrongType, match="profile= 应为 OfficialProfile"):
        compendium(
            AGENCY,
            [article("甲处", "题一", "上")],
            period=tl.Quarter(2024, 2),
            as_of=dt.date(2024, 6, 28),
            parts=("上",),
            profile=page,
        )
