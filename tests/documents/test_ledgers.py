"""The ledger as Word, and its extracts (N2.2, A2)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from helpers.office_ratings import AS_OF, SCHEME, ledger_ratings
from helpers.readword import tables, visible_text

import trafficlight as tl
from trafficlight.documents import NO_LEADER, LedgerWords, TableWords, ledger, ledgers_by_leader, ledgers_by_unit
from trafficlight.errors import WrongValue
from trafficlight.notice._ledger import LedgerItem


def rows(document: tl.documents.Document) -> list[list[str]]:
    """The ledger's rows without the header."""
    (table,) = tables(document.to_bytes())
    return table[1:]


def test_rows_stand_by_their_lights() -> None:
    """“根据推进情况实行‘蓝黄红’排名”: blue, yellow, unlit, red, numbered anew; the light is fill and word."""
    found = rows(ledger(SCHEME, ledger_ratings(), as_of=AS_OF))
    assert [row[:2] for row in found] == [["1", "丙"], ["2", "丁"], ["3", "乙"], ["4", "甲"]]
    assert [row[4] for row in found] == ["已办结（蓝）", "推进缓慢（黄）", "正常推进", "严重滞后（红）"]


def test_rows_may_stay_as_handed_in() -> None:
    """Unranked, the rows keep their order and their 序号."""
    found = rows(ledger(SCHEME, ledger_ratings(), as_of=AS_OF, ranked=False))
    assert [row[:2] for row in found] == [["1", "甲"], ["2", "乙"], ["3", "丙"], ["4", "丁"]]


def test_title_date_sentence_and_note_stand_around_the_table() -> None:
    """Annex 2: title, 日期 at the right, the summary sentence, 备注 below, one after the other."""
    text = visible_text(ledger(SCHEME, ledger_ratings(), as_of=AS_OF).to_bytes())
    order = [
        "济宁市审计局重点工作台账",
        "日期：2023年9月28日",
        "截至2023年9月28日，市审计局共梳理重点工作4项，其中，市委市政府及以上层面3项，局重点工作1项。",
        "工作事项",
        "备注：该项工作由市审计局督查工作专班成员单位办公室负责督导调度、标注颜色以及解释。",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_an_english_agency_is_told_in_english() -> None:
    """The notice's sentence has an English beside it: none in Chinese stands in an English paper."""
    scheme = evolve(SCHEME, agency=evolve(SCHEME.agency, language="en"))
    text = visible_text(ledger(scheme, ledger_ratings(), as_of=AS_OF).to_bytes())
    assert "4 in all, of which 3 set from above and 1 of the bureau's own: 1 蓝, 1 黄, 1 红, 1 without a light." in text
    assert "共梳理" not in text


def test_each_leader_gets_the_items_he_supervises() -> None:
    """“报市局各分管领导”: every row stands in one extract; rows that name no leader come last, none is dropped."""
    extracts = dict(ledgers_by_leader(SCHEME, ledger_ratings(), as_of=AS_OF))
    assert list(extracts) == ["副局长", "局长", NO_LEADER]
    assert {name: sorted(row[1] for row in rows(document)) for name, document in extracts.items()} == {
        "副局长": ["丁", "甲"],
        "局长": ["丙"],
        NO_LEADER: ["乙"],
    }


def test_one_leader_gets_one_extract_however_the_name_is_padded() -> None:
    """甲乙, 甲  乙 and 甲　乙 are one name; a row that names two leaders stands in the extract of each (§4.29)."""
    leaders = ("甲乙", "甲  乙", "甲　乙", "甲乙、丙丁戊")
    given = ledger_ratings()
    ratings = [
        evolve(rating, record=evolve(rating.record, leader=leader))
        for rating, leader in zip(given, leaders, strict=True)
        if rating.record is not None
    ]
    extracts = ledgers_by_leader(SCHEME, ratings, as_of=AS_OF)
    assert {name: len(rows(document)) for name, document in extracts.items()} == {"甲乙": 4, "丙丁戊": 1}


def test_each_department_gets_the_items_it_answers_for() -> None:
    """“发至局各责任科室”: units in roster order; a joint item goes to each; the sentence counts the extract's own rows."""
    extracts = dict(ledgers_by_unit(SCHEME, ledger_ratings(), as_of=AS_OF))
    assert {name: [row[1] for row in rows(document)] for name, document in extracts.items()} == {
        "办公室": ["丙", "甲"],
        "人事科": ["丙", "乙"],
        "秘书科": ["丁"],
    }
    assert "办公室共梳理重点工作2项" in visible_text(extracts["办公室"].to_bytes())


def test_the_extract_of_a_unit_is_looked_up_once_a_row() -> None:
    """A province has three thousand units: each row is asked for its units, not each unit for its rows."""
    asked: list[object] = []
    theme = SCHEME.rulebooks.at(AS_OF).theme("key_work")

    def counted(item: LedgerItem) -> tuple[tl.Unit, ...]:
        asked.append(item)
        return item.responsible.units

    book = SCHEME.rulebooks.at(AS_OF).replacing(evolve(theme, credits=counted))
    scheme = evolve(SCHEME, rulebooks=book)
    ratings = book.rate([tl.Entry("key_work", one.record) for one in ledger_ratings()], roster=scheme.roster)
    asked.clear()
    assert len(ledgers_by_unit(scheme, ratings, as_of=AS_OF, mixed=True)) == 3
    assert len(asked) == len(ratings) < len(list(SCHEME.roster))


def test_extracts_are_a_mapping_that_makes_each_when_asked() -> None:
    """How many and whose is known before any is made; a name without items is a `KeyError`."""
    extracts = ledgers_by_unit(SCHEME, ledger_ratings(), as_of=AS_OF)
    assert list(extracts) == ["办公室", "人事科", "秘书科"]
    assert "人事科" in extracts
    assert "法制审理科" not in extracts
    assert extracts["人事科"].title == "济宁市审计局重点工作台账（人事科）"
    with pytest.raises(KeyError):
        extracts["法制审理科"]


def test_the_words_around_the_table_are_values() -> None:
    """Title, date, sentence and the name of what has no leader are the agency's, in the whole and in the extracts."""
    words = LedgerWords(
        title="{agency}{theme}清单",
        extract="{theme}清单·{name}",
        date="截至{date}",
        sentence="{subject}：{total}项，上级{above}、自定{own}；{blue}/{unlit}/{yellow}/{red}。",
        no_leader="其他",
    )
    whole = visible_text(ledger(SCHEME, ledger_ratings(), as_of=AS_OF, words=words).to_bytes())
    assert whole.startswith("济宁市审计局重点工作清单截至2023年9月28日市审计局：4项，上级3、自定1；1/1/1/1。")
    extracts = ledgers_by_leader(SCHEME, ledger_ratings(), as_of=AS_OF, words=words)
    assert list(extracts) == ["副局长", "局长", "其他"]
    assert extracts["其他"].title == "重点工作清单·其他"


@pytest.mark.parametrize("word", ["title", "extract", "date"])
def test_an_unknown_name_in_braces_is_refused_when_the_words_are_made(word: str) -> None:
    """Words of one paper, and those of a scheme, are refused before anything is made of them; extracts are made late."""
    words: dict[str, Any] = {word: "{quarter}"}
    with pytest.raises(WrongValue, match=f"LedgerWords.{word} .*没有 {{quarter}}"):
        LedgerWords(**words)
    scheme = evolve(SCHEME, words={f"ledger.{word}": "{quarter}"})
    with pytest.raises(WrongValue, match=f"LedgerWords.{word} .*没有 {{quarter}}"):
        ledgers_by_unit(scheme, ledger_ratings(), as_of=AS_OF)


@pytest.mark.parametrize("word", ["note", "decided", "received", "not_received", "faulty", "exempt", "member"])
def test_a_tables_words_refuse_an_unknown_name_in_braces(word: str) -> None:
    """What a table fills in is known when its words are made."""
    words: dict[str, Any] = {word: "{quarter}"}
    with pytest.raises(WrongValue, match=f"TableWords.{word} .*没有 {{quarter}}"):
        TableWords(**words)


def test_same_ratings_same_bytes() -> None:
    """Same input, same bytes."""
    one, two = (ledger(SCHEME, ledger_ratings(), as_of=AS_OF).to_bytes() for _ in range(2))
    assert one == two
