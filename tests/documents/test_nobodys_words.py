"""默认用语: what papers say by default is nobody's in particular; the notice's words stand in `trafficlight.notice` alone."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, frozen
from helpers.readword import visible_text

import trafficlight as tl
from trafficlight import documents as td
from trafficlight.errors import DocumentError, UnknownName
from trafficlight.model import BLUE, BLUE_YELLOW_RED, RED, Number, OneUnit
from trafficlight.ranking import highest

_SOURCE: Final = Path(tl.__file__).parent
_ONE_BUREAUS: Final = re.compile("专班|牵头科室|局领导|济审|济宁|审计|重点工作|进展缓慢|市委|办公室")
_READ_OR_ASKED_FOR: Final = {
    "model/_agency.py": "words that hand-ins use for the agency itself, which an agency replaces (`own_sources`)",
    "model/_items.py": "words that are read",
    "model/_vocabulary.py": "words that are read",
    "model/_unit_names.py": "words that are read",
    "rules/_themes.py": "a value that only a theme with levels has",
    "sheets/checks/stated.py": "reads the summary sentence of a theme with levels",
    "sheets/checks/people.py": "words that are read",
    "sheets/reading/row_shapes.py": "words that are read",
    "sheets/reading/header_words.py": "words that are read",
    "sheets/reading/withdrawn_words.py": "words that are read",
    "documents/builders/rosters.py": "an agency that has a task force prints it",
}


def _texts(path: Path) -> Iterator[str]:
    """The texts of a module that are no docstrings and no attribute docs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told:
            yield one.value


def test_no_default_is_one_bureaus() -> None:
    """Outside the notice's package no text says 专班, 牵头科室, 局领导 or whatever else is one bureau's."""
    found = {
        f"{name}: {text}"
        for path in _SOURCE.rglob("*.py")
        if (name := path.relative_to(_SOURCE).as_posix()).split("/")[0] not in {"notice", "testing"}
        and name not in _READ_OR_ASKED_FOR
        for text in _texts(path)
        if _ONE_BUREAUS.search(text)
    }
    assert found == set()


DONE: Final = tl.Clause("1", "达标的不亮灯", "办法")
LOW: Final = tl.Clause("2", "指数低于60的亮红灯", "办法")


@frozen
class Score:
    """A unit's figure, with a remark that is no title."""

    unit: tl.Unit
    score: Decimal
    remark: str = ""


def _rule(one: Score) -> tl.Verdict:
    return tl.lit(RED, because=LOW, score=one.score) if one.score < 60 else tl.unlit(because=DONE, score=one.score)


EAST, WEST, NORTH = tl.Unit("东区"), tl.Unit("西区"), tl.Unit("北区")
GRAY: Final = tl.model.Person("甲", "副市长")
WAY_OUT: Final = tl.model.Exemption("抗洪", dt.date(2024, 1, 1), dt.date(2024, 3, 31))
AGENCY: Final = tl.Agency(
    "某市督查室",
    "督查室",
    "某市督查室",
    tl.model.Roster(
        [
            tl.model.Board(
                "b",
                "各区",
                [
                    tl.model.RosterLine(EAST, leader=GRAY),
                    tl.model.RosterLine(WEST, exempt=[WAY_OUT]),
                    tl.model.RosterLine(NORTH),
                ],
            )
        ]
    ),
    signers=[GRAY],
)
TALK: Final = tl.rules.Consequence("约谈", tl.rules.running(RED), tl.Clause("3", "亮红灯的约谈", "办法"))
THEME: Final = tl.Theme(
    key="s",
    title="营商环境",
    record=Score,
    rule=_rule,
    clauses=(DONE, LOW),
    consequences=(TALK,),
    form=tl.Form(
        "计分表",
        (
            tl.serial(),
            tl.column("单位", "unit", kind=OneUnit(), required=True),
            tl.column("指数", "score", kind=Number(), required=True),
            tl.column("情况说明", "remark"),
        ),
    ),
)
SCHEME: Final = tl.Scheme(
    AGENCY,
    tl.Rulebook("办法", dt.date(2024, 1, 1), [THEME]),
    order=tl.Order(tl.fewest(RED), highest("综合指数")),
    palette=BLUE_YELLOW_RED,
)
DATES: Final = {"as_of": dt.date(2024, 1, 31), "deadline": dt.date(2024, 2, 20), "due": td.DueWhenLit([RED])}
JANUARY: Final = tl.model.Month(2024, 1)


def _ratings(*scores: tuple[tl.Unit, int, str]) -> tl.rules.Ratings:
    entries = [tl.Entry("s", Score(unit, Decimal(score), remark)) for unit, score, remark in scores]
    return SCHEME.rulebooks.latest.rate(entries, roster=AGENCY.roster, period=JANUARY, past=())


RATINGS: Final = _ratings((EAST, 55, "年初洪灾"), (NORTH, 90, ""))


def _letter(scheme: tl.Scheme = SCHEME, **more: object) -> str:
    (paper,) = td.reminder_letters(scheme, RATINGS, **{**DATES, **more})  # type: ignore[arg-type]
    return visible_text(paper.document.to_bytes())


def test_a_letter_says_nothing_of_another_agencys_rules() -> None:
    """Neither a notice nor a task force nor slow progress stands in the papers of an agency that has none of these."""
    papers = [_letter(), *(visible_text(one.to_bytes()) for one in _pages())]
    assert not [found for text in papers for found in _ONE_BUREAUS.findall(text)]
    assert "备注：未经审签，不得制发。" in papers[0]


def _pages() -> Iterator[td.Document]:
    when = {"period": JANUARY, "as_of": DATES["as_of"]}
    yield td.bulletin(SCHEME, RATINGS, **when)  # type: ignore[arg-type]
    yield td.flag_list(SCHEME, RATINGS, **when)  # type: ignore[arg-type]
    yield td.ledger(SCHEME, RATINGS, as_of=dt.date(2024, 1, 31), theme="s")


def test_a_letter_names_what_it_is_about() -> None:
    """In a theme of one row a unit the item is the theme with its unit, and its score, not what stands first in the row."""
    text = _letter()
    assert "1.营商环境（东区）。综合指数：55；标识：红。" in text
    assert "年初洪灾" not in text


def test_a_letter_may_say_what_follows_and_by_which_clause() -> None:
    """The words of an item know its consequences with their clauses, clause, score, unit and theme."""
    item = "{number}.{title}（{unit}{score}分）：{consequences}；亮灯按{clause}。"
    text = _letter(words=td.LetterWords(item=item, title="关于{themes}的{consequences}函"))
    assert "1.营商环境（东区55分）：约谈，按办法3“亮红灯的约谈”；亮灯按办法2“指数低于60的亮红灯”。" in text
    assert "关于营商环境的约谈函" in text


def test_a_scheme_has_words_of_its_own() -> None:
    """What a scheme says stands in each of its papers, what is set for one paper goes before; a wrong name is refused."""
    ours = evolve(SCHEME, words={"letter.basis": "按{agency}办法。", "tables.absent": "没有上报"})
    assert "备注：按某市督查室办法。" in _letter(ours)
    assert "备注：此件。" in _letter(ours, words=td.LetterWords(basis="此件。"))
    with pytest.raises(DocumentError, match="用语 letter 没有“bases”"):
        _letter(evolve(SCHEME, words={"letter.bases": "按办法"}))
    with pytest.raises(DocumentError, match="用语 plan 没有“title”"):  # each plan has its own
        td.bulletin(evolve(SCHEME, words={"plan.title": "通报"}), RATINGS, period=JANUARY, as_of=dt.date(2024, 1, 31))


@pytest.mark.parametrize(("name", "text"), [("approvals", "拟稿"), ("title", ("甲", "乙")), ("facts", "说明")])
def test_one_text_is_not_several(name: str, text: str | tuple[str, ...]) -> None:
    """A single text where several are signed would be signed letter by letter; the word is named instead."""
    with pytest.raises(DocumentError, match=f"用语 letter.{name} 应为(一段|若干)文字"):
        _letter(evolve(SCHEME, words={f"letter.{name}": text}))
    assert "拟稿意见" in _letter(evolve(SCHEME, words={"letter.approvals": ("拟稿意见",)}))


def test_an_agencys_name_is_no_template() -> None:
    """Braces in a name stay as they are."""
    scheme = evolve(SCHEME, agency=evolve(AGENCY, name="某{市}督查室"))
    paper = td.flag_list(scheme, RATINGS, period=JANUARY, as_of=dt.date(2024, 1, 31))
    assert "某{市}督查室" in visible_text(paper.to_bytes())


@pytest.mark.parametrize("name", ["letters.basis", "flags.titel", "bulletin", "summary.level", "letter"])
def test_words_that_no_paper_says_are_refused(name: str) -> None:
    """A slip in the name of a paper, or of a text that a paper without words of its own has, is told and not passed over."""
    with pytest.raises(UnknownName, match=f"督查方案的用语中没有“{name}”；可用：summary、"):
        evolve(SCHEME, words={name: "按办法"})


def test_a_sentence_counts_the_items_by_their_name() -> None:
    """The office that supervises has no items: the theme has, and in an extract the unit."""
    assert "截至2024年1月31日，营商环境共2项，其中红1项、不标注颜色1项。" in visible_text(
        td.ledger(SCHEME, RATINGS, as_of=dt.date(2024, 1, 31), theme="s").to_bytes()
    )
    extract = td.ledgers_by_unit(SCHEME, RATINGS, as_of=dt.date(2024, 1, 31), theme="s")["东区"]
    assert "截至2024年1月31日，东区的营商环境共1项，其中红1项。" in visible_text(extract.to_bytes())


def test_notes_end_before_the_next_one_begins() -> None:
    """An order's own words have no full stop; the note of who is exempt does not run into them."""
    then = SCHEME.on(dt.date(2024, 1, 31))
    assert "".join(then.count_form("b").notes).startswith("以红少者为先；再以综合指数多者为先。免报、不参加排名：西区")


def test_the_rosters_leaders_divide_a_theme_without_such_a_column() -> None:
    """分管领导 of the roster: each has the items of his units; whose unit has none stands last. Without any it is told how."""
    extracts = td.ledgers_by_leader(SCHEME, RATINGS, as_of=dt.date(2024, 1, 31), theme="s")
    assert list(extracts) == ["甲", td.NO_LEADER]
    bare = evolve(
        AGENCY,
        roster=tl.model.Roster([tl.model.Board("b", "各区", [tl.model.RosterLine(EAST), tl.model.RosterLine(NORTH)])]),
    )
    with pytest.raises(DocumentError, match=r"says=Says\.LEADER"):
        td.ledgers_by_leader(evolve(SCHEME, agency=bare), RATINGS, as_of=dt.date(2024, 1, 31), theme="s")


def test_a_reminder_for_anything_else_is_no_progress() -> None:
    """What a host's own `due` says is quoted as it is, not as a 进度评价 that nobody gave."""
    text = _letter(due=lambda one: "约谈" if one.consequences else "")
    assert "进度评价" not in text
    assert "约谈；标识：红。" in text
    assert BLUE.label not in text


def test_a_bulletin_is_issued_on_a_day_of_its_own() -> None:
    """The facts run to one day, the document goes out on another; a decision of after that day is refused."""
    (first, *_) = RATINGS
    decision = tl.Determination("s", first.marks, tl.Tally.of(BLUE), GRAY, dt.date(2024, 2, 6), "复核", unit=EAST)
    decided = SCHEME.determine(RATINGS, [decision])
    plan = td.BulletinPlan(
        "通报",
        [td.Part("", [td.ThemeTable("s", summary=True)])],
        cover=False,
        contents="",
        issue=td.Issue(organ="文件"),
    )
    facts, out = dt.date(2024, 1, 31), dt.date(2024, 2, 8)
    made = td.bulletin(SCHEME, decided, period=JANUARY, as_of=facts, issued_on=out, plan=plan)
    text = visible_text(made.to_bytes()).replace("\u2060", "")
    assert "截至2024年1月31日，营商环境共2项" in text
    assert "2024年2月8日" in text
    with pytest.raises(DocumentError, match="2024年2月6日 的研究确定晚于成文日期 2024年1月31日"):
        td.bulletin(SCHEME, decided, period=JANUARY, as_of=facts, plan=plan)
    with pytest.raises(DocumentError, match="早于情况截止日期"):
        td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=facts, issued_on=dt.date(2024, 1, 30), plan=plan)


def test_meeting_papers_go_out_on_a_day_of_their_own() -> None:
    """A decision that was made after the day of the facts stops neither: they say when they go out, as a bulletin does."""
    (first, *_) = RATINGS
    decision = tl.Determination("s", first.marks, tl.Tally.of(BLUE), GRAY, dt.date(2024, 2, 6), "复核", unit=EAST)
    decided = SCHEME.determine(RATINGS, [decision])
    coverage = tl.rules.Coverage.received(SCHEME.rulebooks.latest, period=JANUARY)
    facts, out = dt.date(2024, 1, 31), dt.date(2024, 2, 8)
    for paper in (
        td.flag_list(SCHEME, decided, period=JANUARY, as_of=facts, issued_on=out),
        td.coverage_report(SCHEME, decided, period=JANUARY, as_of=facts, issued_on=out, coverage=coverage),
    ):
        assert "2024年2月8日" in visible_text(paper.to_bytes()).replace("\u2060", "")


def test_a_table_without_rows_is_no_bare_header() -> None:
    """Where nothing was decided and nothing is asked, the page says so below the title."""
    parts = [td.Part("", [td.FlagTable(), td.DeterminationTable()])]
    plan = td.BulletinPlan("材料", parts, cover=False, contents="")
    text = visible_text(td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=dt.date(2024, 1, 31), plan=plan).to_bytes())
    assert "提请研究事项无。" in text
    assert "研究确定情况无。" in text
    assert "提请研究的问题" not in text
    assert "原标识" not in text
    own = evolve(plan, parts=[td.Part("一、提请研究事项", [td.FlagTable()], year=False)])
    text = visible_text(td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=dt.date(2024, 1, 31), plan=own).to_bytes())
    assert "一、提请研究事项无。" in text


def test_a_table_without_rows_takes_no_page() -> None:
    """Its two lines stand below the table before it, whatever way that page lies; a part of such tables alone, too."""
    day = dt.date(2024, 1, 31)
    tables: list[Any] = [td.ExplanationTable(), td.FlagTable(), td.DeterminationTable(), td.ExplanationTable()]
    plan = td.BulletinPlan("材料", [td.Part("", tables)], cover=False, contents="")
    (section,) = td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=day, plan=plan).sections
    assert section.setup.orientation == "landscape"
    assert sum(isinstance(block, td.content.PageBreak) for block in section.blocks) == 1
    apart = evolve(plan, parts=[td.Part("", tables[:1]), td.Part("二、提请研究事项", tables[1:2])])
    (section,) = td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=day, plan=apart).sections
    assert not any(isinstance(block, td.content.PageBreak) for block in section.blocks)


def test_an_explanation_calls_a_score_as_the_order_does() -> None:
    """综合指数 is no 得分: neither in the table of grounds nor in the sentence that is told what it is called."""
    plan = td.BulletinPlan("材料", [td.Part("", [td.ExplanationTable()])], cover=False, contents="")
    text = visible_text(td.bulletin(SCHEME, RATINGS, period=JANUARY, as_of=dt.date(2024, 1, 31), plan=plan).to_bytes())
    assert "综合指数55" in text
    assert "得分55" not in text
    assert "综合指数55；" in RATINGS[0].explain().say(score=SCHEME.order.score)
    assert "; index 55;" in RATINGS[0].explain().say("en", score="index")
