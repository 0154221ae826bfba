"""凭什么？ The printable grounds of a light, and the same as data."""

from __future__ import annotations

import datetime as dt

from attrs import evolve
from helpers.sample_records import funding, indicator, investment_of, key_work_item
from helpers.small_office import EFFECTIVE, OFFICE, PERSONNEL, ROSTER, RULEBOOK

from trafficlight import BLUE, RED, YELLOW, Clause, Determination, Entry, Rating, Tally, Theme, Verdict, determine
from trafficlight.model import Person, Progress
from trafficlight.notice import InvestmentProgress, KeyWorkItem
from trafficlight.rules import Coverage, Edition, Fact, Origin, blue

ORIGIN = Origin("重点工作.xlsx", "Sheet1", 12, (("progress", "E", 0), ("won_funds", "E", 0), ("planned_funds", "E", 1)))


def _rate(entry: Entry[object]) -> Rating[object]:
    return RULEBOOK.rate([entry], roster=ROSTER)[0]


def test_a_file_named_like_its_sheet_is_named_once() -> None:
    """“重点工作.xlsx 重点工作” would say one word twice on every row of the grounds."""
    origin = Origin("办公室/重点工作.xlsx", "重点工作", 12)
    rating = _rate(Entry("key_work", key_work_item(Progress.DONE, OFFICE, PERSONNEL), 3, origin))
    assert rating.explain().source == "办公室/重点工作.xlsx"


def test_the_sentence() -> None:
    """Mark and count, fact and cell, clause id and its words, rulebook and effective date, in one sentence."""
    rating = _rate(Entry("key_work", key_work_item(Progress.DONE, OFFICE, PERSONNEL), 3, ORIGIN))
    assert str(rating.explain()) == (
        "重点工作 第3项 办公室、人事科“事项”：蓝1；依据〔重点工作.xlsx Sheet1〕进度评价“已办结”（E12）；"
        f"按济审办发〔2023〕5号附件2表首“已完成x项（蓝牌）”（A2.1）；规则{RULEBOOK.edition}；由办公室标注。"
    )


def test_the_same_as_data() -> None:
    """A program reads attributes, and never parses the sentence."""
    explanation = _rate(Entry("key_work", key_work_item(Progress.DONE), 3, ORIGIN)).explain()
    assert explanation.theme == "重点工作"
    assert explanation.subject == "第3项 办公室“事项”"
    assert explanation.marks == Tally.of(BLUE)
    assert explanation.facts == (Fact("进度评价", "已办结", "E12"),)
    assert explanation.clause.id == "A2.1"
    assert explanation.edition == RULEBOOK.edition == Edition("济审2023", EFFECTIVE, RULEBOOK.edition.digest)
    assert explanation.source == "重点工作.xlsx Sheet1"
    assert explanation.determinations == ()


def test_no_light_has_grounds_too() -> None:
    """不标注颜色 is a decision like any other; without an origin no cell is named."""
    sentence = str(_rate(Entry("key_work", key_work_item(Progress.ON_TRACK))).explain())
    assert sentence == (
        "重点工作 第1项 办公室“事项”：不标注颜色；依据进度评价“正常推进”；"
        f"按济审办发〔2023〕5号附件2表首“正常推进x项（不标注颜色）”（A2.2）；规则{RULEBOOK.edition}；由办公室标注。"
    )


def test_a_note_and_an_empty_fact() -> None:
    """A rank decides: the sentence says which; a fact that is blank is not quoted (§4.40)."""
    ranked = str(_rate(Entry("performance_assessment", indicator(Progress.DONE, 4))).explain())
    assert "；依据进度评价“已办结”，认定名次“4”；第4名；按" in ranked
    pending = str(_rate(Entry("performance_assessment", indicator(Progress.DONE))).explain())
    assert "；依据进度评价“已办结”；待认定；按本方案释义R7“" in pending


def test_note_and_flag_are_both_said() -> None:
    """“按拟争取计” and why the task force should look: both are printed, each once."""
    sentence = str(_rate(Entry("upward_funding_bureau", funding(("甲", "乙")))).explain())
    assert "；按拟争取计；已争取未认定；按" in sentence
    flagged = str(_rate(Entry("investment", investment_of(InvestmentProgress.NO_LEAD, "赴沪招商"))).explain())
    assert flagged.count("有进展无线索") == 1


def test_cells_of_several_lines_stay_on_one() -> None:
    """Items stand on lines of their own in a cell, and in one line in the sentence; each fact names its own cell."""
    rating = _rate(Entry("upward_funding_bureau", funding(("甲", "乙"), ("丙",), 1), 3, ORIGIN))
    sentence = str(rating.explain())
    assert "\n" not in sentence
    assert "已争取·争资金“1.甲 2.乙”（E12）" in sentence
    assert "拟争取·争资金“1.丙”（E13）" in sentence
    spaced = _rate(
        Entry("key_work", key_work_item(Progress.DONE), 3, Origin("重点  工作.xlsx", "Sheet1", 12))
    ).explain()
    assert "〔重点  工作.xlsx Sheet1〕" in str(spaced)
    assert "1.甲\n2.乙" in {fact.value for fact in rating.explain().facts}


def test_the_absent() -> None:
    """A unit without a row is told so."""
    (*_, absent) = RULEBOOK.rate([], roster=ROSTER, coverage=Coverage.received([RULEBOOK.theme("investment")]))
    assert str(absent.explain()) == (
        "招商引资 秘书科：红1；依据报送情况“该单位未报送”；按本方案释义R4“没有报送的，视同没有项目线索、无其他进展，为红色标识”；"
        f"规则{RULEBOOK.edition}；由办公室标注。"
    )


def test_a_determination() -> None:
    """Who decided, when, from what to what, and why; the mark that counts stands first."""
    (rating,) = determine(
        [_rate(Entry("key_work", key_work_item(Progress.DONE), 3))],
        [
            Determination(
                "key_work",
                Tally.of(BLUE),
                Tally(),
                Person(post="督查工作专班"),
                dt.date(2023, 9, 27),
                "尚未验收",
                serial=3,
            )
        ],
    )
    sentence = str(rating.explain())
    assert sentence.startswith("重点工作 第3项 办公室“事项”：不标注颜色；")
    assert sentence.endswith("；督查工作专班2023年9月27日研究确定由蓝1改为不标注颜色，理由：尚未验收。")
    assert rating.explain().determinations == rating.determinations


def test_facts_of_a_verdict_come_before_the_theme_s() -> None:
    """A rule may name the facts that decided; else the theme's are quoted; else all that the form fills and is not blank."""
    clause = Clause("X1", "全部办结")
    theme = RULEBOOK.theme("key_work")

    def explained(changed: Theme[KeyWorkItem]) -> list[str]:
        (rating,) = RULEBOOK.replacing(changed).rate([Entry("key_work", key_work_item(Progress.SLOW))], roster=ROSTER)
        return [fact.label for fact in rating.explain().facts]

    assert explained(evolve(theme, rule=lambda _: Verdict(Tally.of(RED), clause, facts=("status", "target")))) == [
        "推进情况",
        "任务目标",
    ]
    assert explained(evolve(theme, rule=lambda _: Verdict(Tally.of(RED), clause, facts=()))) == []
    assert explained(evolve(theme, rule=lambda _: blue(because=clause))) == ["进度评价"]
    assert explained(evolve(theme, rule=lambda _: blue(because=clause), facts=())) == [
        theme.form.label_of(name)
        for name in theme.form.fields
        if name != "remark"  # which is blank
    ]


def test_a_light_without_facts() -> None:
    """A rule that needs no fact is explained by its clause alone."""
    theme = evolve(RULEBOOK.theme("key_work"), rule=lambda _: Verdict(Tally.of(YELLOW), Clause("X1", "一律"), facts=()))
    (rating,) = RULEBOOK.replacing(theme).rate([Entry("key_work", key_work_item(Progress.SLOW))], roster=ROSTER)
    assert "办公室“事项”：黄1；按X1“一律”；" in str(rating.explain())


def test_the_sentence_in_english() -> None:
    """The same grounds in English; names, words of tables and clauses stay as they are."""
    rating = _rate(Entry("key_work", key_work_item(Progress.DONE, OFFICE, PERSONNEL), 3, ORIGIN))
    assert rating.explain().say("en") == (
        "重点工作 3, 办公室, 人事科 “事项”: 蓝 1; on 进度评价 “已办结” (E12) in 重点工作.xlsx Sheet1; "
        "under 济审办发〔2023〕5号 附件2表首 “已完成x项（蓝牌）” (A2.1); "
        f"rules {RULEBOOK.edition.say('en')}; lit by 办公室."
    )
    assert RULEBOOK.edition.say("en") == f"济审2023 (in force since 3 August 2023, digest {RULEBOOK.edition.digest})"


def test_the_absent_in_english() -> None:
    """A unit without a row is told so in English, too."""
    (*_, absent) = RULEBOOK.rate([], roster=ROSTER, coverage=Coverage.received([RULEBOOK.theme("investment")]))
    assert "; on hand-in “the unit handed in nothing”; under our reading R4 “没有报送的，" in (
        f"; {absent.explain().say('en').partition('; ')[2]}"
    )
