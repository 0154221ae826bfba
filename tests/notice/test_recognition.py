"""对上争取 (A4-2.4, A4-3.1) and 改革创新 (A4-2.5, A4-3.2): as many blue as an authority recognised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from helpers.sample_records import funding, reform
from helpers.small_office import COUNTIES, DEPARTMENTS, JINXIANG, OFFICE, RULEBOOK, ZOUCHENG, rated
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import BLUE, RED, YELLOW, Entry, Roster, Tally, Theme, notice
from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.notice import recognitions

Maker = Callable[..., Any]
ALL = [
    pytest.param(notice.upward_funding_bureau(), funding, id="A4-2.4"),
    pytest.param(notice.upward_funding_county(), funding, id="A4-3.1"),
    pytest.param(notice.reform_bureau(), reform, id="A4-2.5"),
    pytest.param(notice.reform_county(), reform, id="A4-3.2"),
]
FACTORIES = [notice.upward_funding_bureau, notice.upward_funding_county, notice.reform_bureau, notice.reform_county]


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_as_many_blue_as_recognised(theme: Theme[Any], make: Maker) -> None:
    """“认定几项，负责科室单位同等数量蓝色标识”: 认定数 3 gives three blues, and the explanation says 认定3项."""
    verdict = theme.judge(make(("甲", "乙", "丙", "丁"), ("戊",), 3))
    assert verdict.marks == Tally.of(BLUE, 3)
    assert verdict.note == "认定3项"
    assert "同等数量蓝色标识" in verdict.because.words
    assert verdict.flag == ""


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_recognised_items_without_a_number(theme: Theme[Any], make: Maker) -> None:
    """Without 认定数, only items that end in “（已认定）” count as recognised (§3.13)."""
    verdict = theme.judge(make(("甲（已认定）", "乙", "丙(已认定)。")))
    assert verdict.marks == Tally.of(BLUE, 2)


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_the_number_speaks_before_the_items(theme: Theme[Any], make: Maker) -> None:
    """认定数 0 is a number: nothing was recognised, whatever the items say (§3.13)."""
    assert theme.judge(make(("甲（已认定）",), recognised=0)).marks == Tally.of(YELLOW)


@pytest.mark.parametrize(("theme", "make"), ALL)
@pytest.mark.parametrize(
    ("won", "recognised", "flag"),
    [
        (("甲（已认定）",), 0, "认定数0与标注“（已认定）”的1项不符"),
        (("甲（已认定）", "乙"), 2, "认定数2与标注“（已认定）”的1项不符"),
        (("甲",), 2, "认定数2多于所列1项"),
        (("甲", "乙"), 2, ""),
        (("甲（已认定）", "乙"), 1, ""),
    ],
)
def test_a_number_that_contradicts_the_items_is_flagged(
    theme: Theme[Any], make: Maker, won: tuple[str, ...], recognised: int, flag: str
) -> None:
    """认定数 counts, but where the items say otherwise the task force should look (§3.13, §3.18)."""
    assert theme.judge(make(won, recognised=recognised)).flag == flag


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_planned_only(theme: Theme[Any], make: Maker) -> None:
    """“没有已争取事项，但有拟争取事项，该单位为黄色标识”: one yellow, however many are planned."""
    verdict = theme.judge(make((), ("甲", "乙")))
    assert verdict.marks == Tally.of(YELLOW)
    assert verdict.because.words == "没有已争取事项，但有拟争取事项，该单位为黄色标识"
    assert verdict.flag == ""


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_neither(theme: Theme[Any], make: Maker) -> None:
    """“已争取、拟争取事项均没有，该单位为红色标识”: one red."""
    verdict = theme.judge(make())
    assert verdict.marks == Tally.of(RED)
    assert verdict.because.words == "已争取、拟争取事项均没有，该单位为红色标识"


@pytest.mark.parametrize(("theme", "make"), ALL)
@pytest.mark.parametrize("recognised", [None, 0])
def test_won_but_not_recognised(theme: Theme[Any], make: Maker, recognised: int | None) -> None:
    """“通过…认定即为蓝色标识”: no blue without it. It counts as planned, and the explanation says so (§3.5).

    The task force sees it where nothing is planned (§3.18), since then the notice has no clause for it.
    """
    alone = theme.judge(make(("甲",), (), recognised))
    assert alone.marks == Tally.of(YELLOW)
    assert (alone.note, alone.flag) == ("按拟争取计", "已争取未认定")
    assert alone.because.reading
    beside = theme.judge(make(("甲",), ("乙",), recognised))
    assert beside.marks == Tally.of(YELLOW)
    assert (beside.note, beside.flag) == ("已争取未认定，按拟争取计", "")


@pytest.mark.parametrize(("theme", "make"), ALL)
@pytest.mark.parametrize("recognised", [-1, True, 1.0, "1"])
def test_a_number_that_is_none_is_refused(theme: Theme[Any], make: Maker, recognised: Any) -> None:
    """认定数 that is no whole number from 0 is refused, never lit."""
    with pytest.raises(NoEvidence) as caught:
        theme.judge(make(("甲",), (), recognised))
    assert caught.value.fact == "认定数"


@pytest.mark.parametrize(("theme", "make"), ALL)
def test_recognition_of_nothing_is_refused(theme: Theme[Any], make: Maker) -> None:
    """“认定几项”: 认定数 2 beside an empty 已争取 contradicts itself, and is refused, never lit."""
    with pytest.raises(NoEvidence) as caught:
        theme.judge(make((), ("甲",), 2))
    assert caught.value.fact == "已争取事项"


def test_all_three_kinds_count() -> None:
    """“争资金 争政策 争项目”: a unit's wins and plans are those of all three columns."""
    record = notice.UpwardFunding(
        OFFICE,
        won_funds=("甲（已认定）",),
        won_policies=("乙（已认定）",),
        won_projects=("丙（已认定）",),
        planned_funds=("丁",),
        planned_policies=("戊",),
        planned_projects=("己",),
    )
    assert notice.upward_funding_bureau().judge(record).marks == Tally.of(BLUE, 3)
    assert record.planned == ("丁", "戊", "己")


@pytest.mark.parametrize(
    ("key", "make", "board", "title"),
    [
        ("upward_funding_bureau", funding, DEPARTMENTS, "对上争取（局）"),
        ("reform_bureau", reform, DEPARTMENTS, "改革创新（局）"),
        ("upward_funding_county", funding, COUNTIES, "对上争取（县市区）"),
        ("reform_county", reform, COUNTIES, "改革创新（县市区）"),
    ],
)
def test_a_unit_without_a_row_is_red(key: str, make: Maker, board: Any, title: str) -> None:
    """“已争取、拟争取事项均没有，该单位为红色标识”: absence is red, on the theme's own board only (§3.4)."""
    first, *others = board.units
    ratings = rated(Entry(key, make(("甲",), recognised=1, unit=first)))
    assert [(rating.units, rating.marks) for rating in ratings[1:]] == [((unit,), Tally.of(RED)) for unit in others]
    assert str(ratings[1].explain()).startswith(f"{title} {others[0]}：红1；依据报送情况“该单位未报送”；按")


@pytest.mark.parametrize(
    ("factory", "table"), list(zip(FACTORIES, ["A4-2.4", "A4-3.1", "A4-2.5", "A4-3.2"], strict=True))
)
def test_authority_steward_and_boards_are_arguments(factory: Callable[..., Theme[Any]], table: str) -> None:
    """“发改委”, “当地主管部门”, “秘书科”: whose word counts, who colours, and whose absence speaks, are the agency's own."""
    theme = factory(authority="省水利厅", steward="督查室", agency="市水务局", boards=("counties",))
    assert theme.clauses[0].id == f"{table}.1"
    assert "通过省水利厅认定" in theme.clauses[0].words
    assert theme.clauses[0].words in theme.form.notes[-2]
    assert theme.form.notes[-1].endswith("该项工作由市水务局督查工作专班成员单位督查室负责标注颜色和解释。")
    assert theme.absence is not None
    assert theme.absence.boards == ("counties",)


def test_who_counts_for_a_county_is_an_argument() -> None:
    """“通过当地主管部门认定即为蓝色标识（发改委认定几项，…）” (A4-3.1): the note lets another count; both are arguments."""
    words = notice.upward_funding_county(authority="县府", counter="市府").clauses[0].words
    assert words == "通过县府认定即为蓝色标识（市府认定几项，负责科室单位同等数量蓝色标识）"


def test_other_themes_do_not_speak_of_the_absent() -> None:
    """In a theme of which nothing came and nothing was due, absence means nothing."""
    ratings = rated(Entry("reform_county", reform(unit=JINXIANG)))
    assert {rating.theme.key for rating in ratings} == {"reform_county"}
    assert [rating.units for rating in ratings] == [(JINXIANG,), (ZOUCHENG,)]


@pytest.mark.parametrize(
    "item", ["甲（已认定）", "甲(已认定)", "甲（已认定）。", "甲（已认定）；", "甲（已认定） ", "（已认定）"]
)
def test_is_recognised(item: str) -> None:
    """An item that says “（已认定）” is recognised (§3.13, §4.21), in either width, a stop behind it forgiven."""
    assert recognitions(item) == (1, "")


@pytest.mark.parametrize(
    ("item", "times"),
    [
        ("乙（以上均已认定）", 1),
        ("试点2项（已认定）", 1),
        ("3个项目【已认定】", 1),
        ("甲；乙；丙（均已认定）", 1),
        ("甲（已认定2项）", 1),
        ("甲、乙（两项都已认定）", 1),
        ("甲等3项（已认定）", 1),
        ("甲（3个，已认定）", 1),
        ("甲（已认定？）", 0),
        ("甲（力争认定）", 0),
        ("甲（需认定）", 0),
        ("甲（建议认定）", 0),
        ("甲（暂缓认定）", 0),
        ("甲（认定被驳回）", 0),
        ("甲（已失去认定）", 0),
        ("甲（已认定为无效）", 0),
        ("甲（是否认定）", 0),
        ("甲（已认定，已撤销）", 1),
        ("甲（已认定）撤销", 1),
        ("甲（已认定，待发文）", 1),
        ("甲（认定中）", 0),
        ("甲（已初步认定）", 0),
        ("甲（初审已认定）", 0),
        ("甲（已提交认定）", 0),
        ("甲（已提请认定）", 0),
        ("甲（已对接认定）", 0),
        ("甲（已对接科技局认定）", 0),
        ("甲（对接专班已上报认定）", 0),
        ("甲×2（已认定）", 1),
        ("甲x3（已认定）", 1),
        ("甲x12（已认定）", 1),
        ("甲X120（已认定）", 1),
        ("甲（已启动认定程序）", 0),
        ("甲（认定材料已报送）", 0),
        ("甲（已列入认定计划）", 0),
        ("甲项目已认定", 0),
        ("甲已获国家发改委认定", 0),
        ("已认定：甲；乙", 0),
    ],
)
def test_what_may_be_more_or_none_is_asked_about(item: str, times: int) -> None:
    """均, a number of items, a question mark, what is under way or taken back, 已认定 in the item's own words: flagged (§4.21)."""
    assert recognitions(item)[0] == times
    assert "认定" in recognitions(item)[1]
    for planned in ((), ("丁",)):
        (rating,) = [one for one in rated(Entry("reform_county", reform(won=(item,), planned=planned))) if one.record]
        assert "请" in rating.verdict.flag


@pytest.mark.parametrize(
    "item", ["甲（已认定1项）", "3个平台（已认定）", "甲（已认定，2023年8月）", "甲未认定的部分已整改"]
)
def test_what_is_told_plainly_is_not(item: str) -> None:
    """A number of something else, one item, a date, a denial."""
    assert recognitions(item)[1] == ""


@pytest.mark.parametrize(
    "item", ["甲（已認定）", "甲（已經認定）", "甲（已认定，某改发〔2023〕3号）", "甲（某改发（2023）第3号已认定）"]
)
def test_is_recognised_in_other_characters_and_with_a_document(item: str) -> None:
    """Traditional characters say the same, and a document's number is no bracket that ends the words (§4.21)."""
    assert recognitions(item) == (1, "")
    assert recognitions(item.replace("已", "擬"))[0] == 0


@pytest.mark.parametrize(
    "item", ["甲（2023年9月已认定）", "甲（三季度已认定）", "甲（9月底经发改委认定）", "甲 2023年9月28日已认定"]
)
def test_a_date_is_no_other_body(item: str) -> None:
    """“通过发改委认定”: when it was recognised does not say that somebody else did it."""
    assert recognitions(item, "发改委") == (1, "")


@pytest.mark.parametrize("body", ["省对接专班", "省沟通协调办", "市协调推进中心", "已对接省发改委"])
@pytest.mark.parametrize("said", ["已认定", "已正式认定", "三季度已认定", "2023年9月已认定"])
def test_a_body_may_be_called_after_what_is_under_way(body: str, said: str) -> None:
    """已认定 right behind a body says that it was done, though its name has 对接 or 协调 in it (§4.21)."""
    assert recognitions(f"甲（{body}{said}）") == (1, "")


@pytest.mark.parametrize("item", ["甲", "甲（未认定）", "甲（待认定）", ""])
def test_is_not_recognised(item: str) -> None:
    """Nothing else is."""
    assert recognitions(item)[0] == 0


@pytest.mark.parametrize(
    ("item", "times"),
    [
        ("甲【已认定】", 1),
        ("甲〔已认定〕", 1),
        ("甲（发改委已认定）", 1),
        ("甲（已通过认定）", 1),
        ("甲（已认 定）", 1),
        ("甲 已认定", 1),
        ("甲（已认定） 500万元", 1),
        ("甲（已认定，500万元）", 1),
        ("甲（经市发展改革委认定）", 1),
        ("甲（经市委组织部、发改委认定）", 1),
        ("甲（市发改委2023年认定）", 1),
        ("甲（经发展和改革委员会认定）", 1),
        ("甲（未认定）", 0),
        ("甲【待认定】", 0),
        ("甲（非已认定）", 0),
        ("甲（拟认定）", 0),
        ("甲（市发改委不予认定）", 0),
        ("甲（尚未认定）", 0),
        ("甲（申请认定）", 0),
        ("甲（未通过认定）", 0),
        ("省级认定试点", 0),
        ("甲（已认定）、乙（已认定）", 2),
    ],
)
def test_recognised_where_the_words_say_so(item: str, times: int) -> None:
    """“通过发改委认定即为已办结”: in any brackets, with who and how much; 未, 待, 拟, 不予, 申请 deny it (§4.21)."""
    assert recognitions(item, "发改委") == (times, "")


def test_another_body_is_asked_about() -> None:
    """Where 发改委 recognises, 财政局 does not count, and is flagged; where any 主管部门 does, either will do (§4.21)."""
    assert recognitions("甲（财政局已认定）", "发改委") == (0, "认定单位“财政局”不是发改委，不计入")
    assert recognitions("甲（财政局已认定）", "市主管部门") == (1, "")
    verdict = notice.upward_funding_bureau().judge(funding(("甲（财政局已认定）",)))
    assert verdict.marks == Tally.of(YELLOW)
    assert verdict.flag == "认定单位“财政局”不是发改委，不计入"


@pytest.mark.parametrize(
    ("theme", "name"), [("reform_bureau", "won"), ("reform_bureau", "planned"), ("upward_funding_bureau", "won_funds")]
)
def test_a_cell_that_says_it_twice_or_too_early_is_asked(theme: str, name: str) -> None:
    """Two 已认定 in one item may be two items; a planned item cannot be recognised: each is refused at its cell (§4.20, §4.21)."""
    kind = RULEBOOK.theme(theme).form.kind_of(name)
    with pytest.raises(UnreadableCell):
        kind.parse("甲（已认定）、乙（已认定）", Roster(()))


@given(st.text("甲等共计认定两3项（）【】已均，;A ⑴", max_size=8), st.sampled_from(["", "发改委"]))
def test_the_usual_shape_is_read_as_any_other(text: str, authority: str) -> None:
    """What is known at first sight to be one recognised item is what a look at its parts gives: a full stop changes nothing."""
    assert recognitions(f"{text}（已认定）", authority) == recognitions(f"{text}（已认定）。", authority)
