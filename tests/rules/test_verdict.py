"""Verdicts and clauses: no light without its grounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from helpers.refusals import refused

from trafficlight import BLUE, RED, YELLOW, Clause, Mark, Tally, Verdict, lit, unlit
from trafficlight.messages import Words
from trafficlight.rules import blue, red, yellow

CLAUSE = Clause("A2.1", "已完成x项（蓝牌）", "济审办发〔2023〕5号")


@pytest.mark.parametrize(
    ("verdict", "mark", "word"),
    [
        (blue(because=CLAUSE), Tally.of(BLUE), "蓝1"),
        (blue(3, because=CLAUSE), Tally.of(BLUE, 3), "蓝3"),
        (yellow(because=CLAUSE), Tally.of(YELLOW), "黄1"),
        (red(2, because=CLAUSE), Tally.of(RED, 2), "红2"),
        (unlit(because=CLAUSE), Tally(), "不标注颜色"),
    ],
)
def test_in_words(verdict: Verdict, mark: Tally, word: str) -> None:
    """A verdict carries counts, and says them."""
    assert (verdict.marks, verdict.word, verdict.because) == (mark, word, CLAUSE)


def test_a_mark_of_another_agency() -> None:
    """A rule may light any mark."""
    amber = Mark("amber", "琥珀", "FFBF00")
    assert lit(amber, 2, because=CLAUSE, note="注", flag="请看").marks == Tally.of(amber, 2)


def test_lights_are_lit_by_name() -> None:
    """`blue`, `yellow` and `red` light their mark, `unlit` none; a note and a flag are what is given, or nothing."""
    assert unlit(because=CLAUSE) == Verdict(Tally(), CLAUSE)
    assert unlit(because=CLAUSE, note="注", flag="请看") == Verdict(Tally(), CLAUSE, "注", "请看")
    for make, mark in ((blue, BLUE), (yellow, YELLOW), (red, RED)):
        assert make(because=CLAUSE) == lit(mark, because=CLAUSE) == Verdict(Tally.of(mark), CLAUSE)
        assert make(3, because=CLAUSE, note="注", flag="请看") == Verdict(Tally.of(mark, 3), CLAUSE, "注", "请看")


def test_a_verdict_looks_as_it_was_said() -> None:
    """Marks are equal by their key, and texts by their Chinese: of two that are equal each keeps its own label and English."""
    for label in ("红", "红灯"):
        english = Clause("1", Words("逾期", f"late ({label})"))
        verdict = lit(Mark("red", label, "C00000"), because=english)
        assert (verdict.word, verdict.because.say("en")) == (f"{label}1", f"1 “late ({label})” ".strip())
        assert lit(RED, because=CLAUSE, note=Words("注", label)).note.en == label  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", [{"count": True}, {"count": 1.0}, {"note": None}, {"flag": 0}, {"score": 1.5}])
def test_what_was_said_before_is_checked_again(wrong: dict[str, Any]) -> None:
    """What equals good arguments, and is of another type, is refused also where the good ones came before."""
    assert lit(RED, because=CLAUSE) == lit(RED, 1, because=CLAUSE)
    with pytest.raises((TypeError, ValueError)):
        lit(RED, **{"because": CLAUSE, **wrong})


def test_no_mark_is_no_light() -> None:
    """A rule that looked a mark up and found none (`None`) is told so; that there is no light is said by `unlit` alone."""
    nothing: Any = dict[str, Mark]().get("红")
    with pytest.raises(TypeError, match="不是 None"):
        lit(nothing, because=CLAUSE)


@pytest.mark.parametrize("count", [0, -1])
def test_no_light_is_said_by_its_own_name(count: int) -> None:
    """A count below one is no light; a rule that means none says `unlit`."""
    with refused(ValueError, match="at least once"):
        blue(count, because=CLAUSE)


@pytest.mark.parametrize("parts", [("蓝", CLAUSE), (Tally.of(BLUE), "已完成"), (BLUE, CLAUSE)])
def test_parts_are_checked(parts: tuple[Any, Any]) -> None:
    """Marks that are no tally, or grounds that are no clause, are refused."""
    with pytest.raises(TypeError):
        Verdict(*parts)


def test_a_score_stands_beside_the_marks() -> None:
    """得分: None is no score, which is not 0; the marks stay as they are, and what is summed has both."""
    verdict = red(because=CLAUSE, score=Decimal("59.50"))
    assert (verdict.marks, verdict.score, verdict.tally) == (
        Tally.of(RED),
        Decimal("59.5"),
        Tally({RED: 1}, score=Decimal("59.5")),
    )
    assert unlit(because=CLAUSE, score=0).score == 0
    assert (red(because=CLAUSE).score, red(because=CLAUSE).tally) == (None, Tally.of(RED))


def test_a_clause_in_words() -> None:
    """Document, place, words and id; a reading is cited as the scheme's own, never as the document's words (§4.40)."""
    assert str(CLAUSE) == "济审办发〔2023〕5号A2.1“已完成x项（蓝牌）”"
    assert str(Clause("R7", "不标注颜色", reading=True)) == "本方案释义R7“不标注颜色”"
    placed = Clause("A4-1.1", "按照蓝色标识数量进行排序", "济审办发〔2023〕5号", place="附件4二6备注1")
    assert str(placed) == "济审办发〔2023〕5号附件4二6备注1“按照蓝色标识数量进行排序”（A4-1.1）"
    assert str(Clause("P1", "办结", "信访工作办法")) == "信访工作办法P1“办结”"
