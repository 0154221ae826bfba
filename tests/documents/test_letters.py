"""提醒函 (N2.3): who is reminded of what, in which words, and never without a leader's sign-off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from helpers.refusals import refused
from helpers.rendering import RenderedPage, pages
from helpers.sample_records import audit_project, funding, key_work_item, mutual_help_item
from helpers.small_office import JINXIANG, OFFICE, PERSONNEL, ROSTER, RULEBOOK, SECRETARIAT
from helpers.wordfile import body, texts

import trafficlight as tl
from trafficlight.documents import Document
from trafficlight.documents.builders.letters import (
    ReminderPaper,
    reminder_letter,
    reminder_letters,
    sign_off_sheet,
)
from trafficlight.documents.builders.reminders import LetterNumbers, LetterWords, SignOff, reminders
from trafficlight.documents.content import LetterHead, SignatureBlock
from trafficlight.errors import DocumentError, NotSignedOff, UnknownUnit
from trafficlight.messages import Language

LEADER = tl.model.Person("陶可星", "副局长")
AGENCY = tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER, signers=[LEADER])
SCHEME = tl.notice.scheme(AGENCY, RULEBOOK)
AS_OF = dt.date(2023, 9, 28)
SIGNED = SignOff(LEADER, dt.date(2023, 9, 30))
DEADLINE = dt.date(2023, 10, 13)
DATES: dict[str, Any] = {"as_of": AS_OF, "deadline": DEADLINE}

RECORDS = (
    ("key_work", key_work_item(tl.model.Progress.DONE, OFFICE, matter="办结的事")),
    (
        "key_work",
        key_work_item(tl.model.Progress.SLOW, PERSONNEL, matter="慢的事。", target="年底前\n完成", leader="孙进"),
    ),
    ("key_work", key_work_item(tl.model.Progress.ON_TRACK, PERSONNEL, matter="正常的事")),
    ("key_work", key_work_item(tl.model.Progress.SEVERELY_DELAYED, PERSONNEL, OFFICE, matter="滞后的事", status="")),
    ("upward_funding_bureau", funding()),
)


def rated(*records: tuple[str, Any]) -> tl.rules.Ratings:
    """Records with their lights."""
    return RULEBOOK.rate((tl.Entry(theme, record) for theme, record in records), roster=ROSTER)


RATINGS = rated(*RECORDS)


def lines(document: Document) -> list[str]:
    """The visible paragraphs of the file, those of its tables among them."""
    return [text for text in texts(body(document), ".//w:p[not(.//w:txbxContent)]") if text]


def letters(**more: Any) -> tuple[ReminderPaper, ...]:
    """The papers of the small office."""
    return reminder_letters(SCHEME, RATINGS, **{**DATES, **more})


def test_who_is_reminded() -> None:
    """One paper for each unit that answers for a slow or severely delayed item, in roster order; a joint item is each's."""
    found = reminders(SCHEME, RATINGS)
    assert [(one.unit, [level for level, _ in one.items]) for one in found] == [
        (OFFICE, ["严重滞后"]),
        (PERSONNEL, ["推进缓慢", "严重滞后"]),
    ]
    assert [paper.unit for paper in letters()] == [OFFICE, PERSONNEL]
    assert reminders(SCHEME, rated(RECORDS[0])) == ()


def test_each_named_unit_is_reminded_even_if_only_the_lead_is_marked() -> None:
    """Who is marked for a joint item is configuration (§3.8); who has to get on with it is not."""
    lead = RULEBOOK.replacing(tl.notice.key_work(credit=tl.rules.Credit.LEAD))
    ratings = lead.rate([tl.Entry("key_work", RECORDS[3][1])], roster=ROSTER)
    assert [one.unit for one in reminders(SCHEME, ratings)] == [OFFICE, PERSONNEL]


def test_other_themes_on_request() -> None:
    """Every theme with 进度评价 counts, or those that are named; an item then says of which theme it is."""
    ratings = rated(
        ("assistance", mutual_help_item(tl.model.Progress.SLOW, JINXIANG)),
        ("key_work", RECORDS[1][1]),
        ("audit_projects", audit_project(tl.model.Progress.SLOW, PERSONNEL, matter="审计的事")),
    )
    assert [one.unit for one in reminders(SCHEME, ratings)] == [PERSONNEL, JINXIANG]
    assert [one.unit for one in reminders(SCHEME, ratings, themes=["assistance"])] == [JINXIANG]
    found = reminder_letters(SCHEME, ratings, sign_off=SIGNED, **DATES)
    text = "\n".join(lines(found[0].document))
    assert "1.〔重点工作〕慢的事。" in text
    assert "2.〔重点审计项目〕审计的事。" in text
    assert "〔" not in "".join(lines(found[1].document))


def test_no_letter_without_a_sign_off() -> None:
    """“经局领导审签”: asked for a letter without a sign-off, the builder refuses and names the unit (N2.3)."""
    office, personnel = reminders(SCHEME, RATINGS)
    with pytest.raises(NotSignedOff, match="人事科") as caught:
        reminder_letter(SCHEME, personnel, sign_off=None, **DATES)
    assert caught.value.unit == "人事科"
    early = SignOff(SIGNED.by, dt.date(2023, 9, 27))
    with pytest.raises(NotSignedOff, match="2023年9月27日 早于情况截止日期 2023年9月28日"):
        reminder_letter(SCHEME, office, sign_off=early, **DATES)
    with pytest.raises(NotSignedOff, match="办公室"):
        letters(sign_off={OFFICE: early})


def test_the_sheet_instead() -> None:
    """Without a sign-off every unit gets the sheet that asks for one; nothing in it has the letter's head or date."""
    papers = letters()
    assert [paper.name for paper in papers] == ["办公室提醒函审签单", "人事科提醒函审签单"]
    for paper in papers:
        assert not paper.is_letter
        assert not any(isinstance(block, LetterHead | SignatureBlock) for block in paper.document.blocks())


@pytest.mark.parametrize(
    ("by", "agency"),
    [
        pytest.param(tl.model.Person("骆含笑", "联络员"), AGENCY, id="the liaison"),
        pytest.param(tl.model.Person(post="办公室主任"), AGENCY, id="a post of no leader"),
        pytest.param(LEADER, evolve(AGENCY, signers=()), id="an agency that names nobody"),
    ],
)
def test_only_a_leader_whom_the_agency_names_signs_a_letter_off(by: tl.model.Person, agency: tl.Agency) -> None:
    """Anyone else is told who may (§4.38); no letter is made."""
    scheme = evolve(SCHEME, agency=agency)
    (reminder, *_) = reminders(scheme, RATINGS)
    with pytest.raises(
        NotSignedOff, match=f"由“{by}”审签，机构指定的审签领导是：{'陶可星' if agency.signers else '无'}"
    ):
        reminder_letter(scheme, reminder, sign_off=SignOff(by, SIGNED.on), **DATES)
    with pytest.raises(NotSignedOff, match=str(by)):
        sign_off_sheet(scheme, reminder, sign_off=SignOff(by, SIGNED.on), **DATES)


def test_without_named_leaders_the_task_forces_director_and_deputies_sign() -> None:
    """A name typed with blanks is the same name; members and the office's people may not sign."""
    force = tl.model.TaskForce(tl.model.Person("甲某"), (tl.model.Person("乙某"),), (tl.model.Person("丙某"),))
    agency = evolve(AGENCY, signers=(), task_force=force)
    assert agency.may_sign(tl.model.Person("甲 某"))
    assert agency.may_sign(tl.model.Person("乙某", "副局长"))
    assert not agency.may_sign(tl.model.Person("丙某"))


def test_signed_units_get_letters_and_the_others_sheets() -> None:
    """A mapping signs off those that it names; the numbers count the letters alone."""
    numbers = LetterNumbers("济审督函", 2023, first=7)
    first, second = letters(sign_off={PERSONNEL: SIGNED}, number=numbers)
    assert (first.is_letter, second.is_letter) == (False, True)
    assert (first.number, second.number) == ("", "济审督函〔2023〕7号")
    assert [paper.number for paper in letters(sign_off=SIGNED, number=numbers)] == [
        "济审督函〔2023〕7号",
        "济审督函〔2023〕8号",
    ]
    ours = letters(sign_off=SIGNED, number=lambda unit, at: f"{unit}{at}")
    assert [paper.number for paper in ours] == ["办公室0", "人事科1"]


def test_a_stranger_is_no_unit() -> None:
    """A sign-off for a unit that the roster does not know is a slip of the pen, and said so."""
    with pytest.raises(UnknownUnit):
        letters(sign_off={tl.Unit("人事处"): SIGNED})
    letters(sign_off={SECRETARIAT: SIGNED})  # nothing is due there, and that is no fault


def test_the_letter_says_what_it_must() -> None:
    """Which items, the worst first; their target, how they stand, and what is asked by when; dated as it was signed off."""
    paper = letters(sign_off=SIGNED, number=LetterNumbers("济审督函", 2023))[1]
    assert lines(paper.document) == [
        "\t济审督函〔2023〕2号",
        "关于加快推进重点工作的提醒函",
        "人事科：",
        "截至2023年9月28日，由你单位负责的重点工作中有2项进展缓慢，其中严重滞后1项、推进缓慢1项。现将有关情况提醒如下：",
        "一、严重滞后（1项）",
        "1.滞后的事。任务目标：目标；任务来源：市委市政府；责任单位：人事科（牵头）、办公室；进度评价：严重滞后（红）。",
        "二、推进缓慢（1项）",
        "1.慢的事。任务目标：年底前完成；推进情况：情况；任务来源：市委市政府；进度评价：推进缓慢（黄）。",
        "请你单位高度重视，认真分析原因，制定有力措施，加快推进落实，并于2023年10月13日前将整改情况书面报济宁市审计局办公室。",
        "特此提醒。",
        "济宁市审计局",
        "2023年9月30日",
    ]
    assert paper.document.title == "关于加快推进重点工作的提醒函"
    assert paper.document.author == "济宁市审计局办公室"


def test_a_determination_shows_in_the_letter() -> None:
    """What the task force decided is the light that the letter names; the item is slow all the same."""
    slow = rated(RECORDS[1])
    decided = tl.determine(
        slow,
        [tl.Determination("key_work", slow[0].marks, tl.Tally(), SIGNED.by, AS_OF, "非本单位原因", serial=1)],
    )
    (paper,) = reminder_letters(SCHEME, decided, sign_off=SIGNED, **DATES)
    told = "进度评价：推进缓慢（不标注颜色）；陶可星2023年9月28日研究确定由黄1改为不标注颜色，理由：非本单位原因。"
    assert any(told in line for line in lines(paper.document))
    (paper,) = reminder_letters(SCHEME, decided, sign_off=SIGNED, words=LetterWords(unlit="不亮灯"), **DATES)
    told = "（不亮灯）；陶可星2023年9月28日研究确定由黄1改为不亮灯，理由"
    assert any(told in line for line in lines(paper.document))


def test_the_deadline_comes_after_the_letter() -> None:
    """A letter that asks for an answer before it was written is refused."""
    with pytest.raises(DocumentError, match="反馈期限"):
        letters(sign_off=SIGNED, deadline=SIGNED.on)


def test_the_sheet_holds_what_is_to_be_sent() -> None:
    """Who signs sees the very text of the letter, and has fields to sign in order; a given sign-off fills the last one."""
    reminder = reminders(SCHEME, RATINGS)[1]
    sheet = lines(sign_off_sheet(SCHEME, reminder, **DATES))
    letter = lines(reminder_letter(SCHEME, reminder, sign_off=SIGNED, **DATES))
    draft = sheet[sheet.index("附：拟发提醒函正文") + 1 :]
    assert draft == letter[2:-2]
    for word in ("人事科", "2023年10月13日", "承办人意见", "办公室审核", "局领导审签", "关于加快推进重点工作的提醒函"):
        assert word in sheet
    assert "1.滞后的事（严重滞后）\n2.慢的事（推进缓慢）" in sheet
    assert sum("签名：" in line for line in sheet) == 3
    filed = lines(sign_off_sheet(SCHEME, reminder, sign_off=SIGNED, number="济审督函〔2023〕2号", **DATES))
    assert sum("签名：" in line for line in filed) == 2
    assert any(line.strip() == "陶可星　2023年9月30日" for line in filed)
    assert "济审督函〔2023〕2号" in filed


OURS = LetterWords(
    organ="{agency}办公室",
    title="督办通知",
    addressee="{unit}负责同志：",
    opening="{unit}：{short_name}{as_of}查，{parts}。",
    item="（{number}）{matter}，{facts}",
    facts=("source",),
    standing="{level}",
    demand="限{deadline}报{publisher}。",
    closing="",
    contact="电话：2163100",
    copies="{leaders}",
    sealed=False,
    sheet_title="督办审批单",
    approvals=("批示",),
)


def test_another_agencys_words() -> None:
    """Every sentence is a value: another office's letter has not a word of ours."""
    paper = letters(sign_off=SIGNED, words=OURS)[1]
    assert lines(paper.document) == [
        "督办通知",
        "人事科负责同志：",
        "人事科：市审计局2023年9月28日查，严重滞后1项、推进缓慢1项。",
        "一、严重滞后（1项）",
        "（1）滞后的事，任务来源：市委市政府；责任单位：人事科（牵头）、办公室；严重滞后",
        "二、推进缓慢（1项）",
        "（1）慢的事，任务来源：市委市政府；推进缓慢",
        "限2023年10月13日报济宁市审计局办公室。",
        "济宁市审计局办公室",
        "2023年9月30日",
        "（电话：2163100）",
        "抄送：副局长、孙进。",
    ]
    sheet = lines(letters(words=OURS)[1].document)
    assert sheet[0] == "督办审批单"
    assert "批示" in sheet
    assert "局领导审签" not in sheet


def test_another_agencys_sheet() -> None:
    """The words of the sheet's cells, the numbers of the groups and the brackets around 附注 are values too."""
    words = evolve(
        OURS,
        postscript="联系 {contact}",
        orders=("甲",),
        group="{order} {level}",
        sheet_labels=("送", "号", "限", "数", "题", "事"),
        sheet_as_of="时点 {as_of}",
        sheet_total="{count}件",
        sheet_item="{number}){matter}",
        sheet_note="注意 {basis}",
        basis="先签后发",
    )
    sheet = lines(letters(words=words)[1].document)
    for word in (
        "送",
        "号",
        "限",
        "数",
        "题",
        "事",
        "时点 2023年9月28日",
        "2件",
        "注意 先签后发",
        "甲 严重滞后",
        "2 推进缓慢",
    ):
        assert word in sheet
    assert any(line.startswith("1)滞后的事") for line in sheet)
    assert not {"主送单位", "反馈期限", "事项数", "备注"} & set(sheet)
    assert "联系 电话：2163100" in lines(letters(sign_off=SIGNED, words=words)[1].document)


def test_another_agencys_levels() -> None:
    """What is due, and on which level, is a function of the rating: another office may go by the light."""

    def red(rating: tl.Rating[Any]) -> str:
        return "红灯" if rating.marks[tl.RED] else ""

    papers = letters(due=red, words=LetterWords(levels=("红灯",)))
    assert [paper.unit for paper in papers] == [OFFICE, PERSONNEL]
    assert "1.滞后的事（红灯）" in lines(papers[1].document)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"title": "关于{matter}的函"}, "title .*没有 {matter}"),
        ({"item": "{place}"}, "item .*没有 {place}"),
        ({"demand": "于{deadline前}"}, "demand .*没有 {deadline前}"),
        ({"closing": "{"}, "closing '{'：.*请写两遍"),
        ({"opening": "{agency.__class__}"}, "opening .*没有 {agency.__class__}"),
        ({"opening": "{}"}, "opening .*没有 {}"),
    ],
)
def test_words_are_checked_at_the_door(words: dict[str, Any], fault: str) -> None:
    """A template that could not be filled in is refused when it is written, with what may stand there."""
    with pytest.raises(ValueError, match=fault):
        LetterWords(**words)


def test_braces_in_a_record_are_text() -> None:
    """What an office types is never taken for a template."""
    odd = rated(("key_work", key_work_item(tl.model.Progress.SLOW, PERSONNEL, matter="{unit}与{0}", target="{")))
    (paper,) = reminder_letters(SCHEME, odd, sign_off=SIGNED, **DATES)
    assert any("1.{unit}与{0}。任务目标：{；" in line for line in lines(paper.document))


def test_numbers_are_counted_from_one() -> None:
    """Document numbers have no zero (GB/T 9704 §7.2.5)."""
    with refused(ValueError, match="from 1"):
        LetterNumbers("济审督函", 2023, first=0)


def test_the_same_bytes_each_time() -> None:
    """The same ratings and sign-off give the same letters, byte for byte."""
    once, twice = (letters(sign_off=SIGNED, number=LetterNumbers("济审督函", 2023)) for _ in range(2))
    assert [paper.document.to_bytes() for paper in once] == [paper.document.to_bytes() for paper in twice]


# --- as the standard has it (GB/T 9704-2012 §10.1), measured ------------------------------------------------------------


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> list[RenderedPage]:
    """The pages of a letter that is longer than one."""
    many = rated(
        *(("key_work", evolve(RECORDS[1][1], matter=f"第{at}件事", status="情况" * 40)) for at in range(8)), RECORDS[3]
    )
    words = LetterWords(copies="{leaders}", contact="联系电话：2163100")
    found = reminder_letters(
        SCHEME, many, sign_off=SIGNED, words=words, number=LetterNumbers("济审督函", 2023), **DATES
    )
    return pages(found[1].document.to_bytes(), tmp_path_factory.mktemp("letter"))


def near(length: float) -> object:
    """A length within a millimetre."""
    return pytest.approx(length, abs=1)


@pytest.mark.render
def test_measures_of_the_first_page(rendered: list[RenderedPage]) -> None:
    """Mark 30 mm from the edge; red double rules 170 mm wide, 4 mm below it and 20 mm from the foot; number at the right."""
    page = rendered[0]
    red = sorted({rule for rule in page.rules if rule.colour == (1.0, 0.0, 0.0)}, key=lambda rule: rule.top)
    assert len(red) == 4
    assert {(round(rule.left), round(rule.right)) for rule in red} == {(20, 190)}
    mark = page.ink(20, 20, 190, red[0].top - 1)
    assert mark is not None
    assert mark.top == near(30)
    assert (mark.left + mark.right) / 2 == near(105)
    assert red[0].top - mark.bottom == near(4)
    assert red[-1].bottom == near(277)
    for thick, thin in ((red[0], red[1]), (red[3], red[2])):
        middle = (thick.top + thin.top) / 2
        above, below = page.ink(100, middle - 2, 101, middle), page.ink(100, middle, 101, middle + 2)
        assert above is not None
        assert below is not None
        heights = [above.bottom - above.top, below.bottom - below.top]
        assert heights.index(max(heights)) == (0 if thick.top < thin.top else 1)
        assert heights[0] != heights[1]
    number = page.ink(20, red[1].bottom + 1, 190, red[1].bottom + 11)
    assert number is not None
    last = page.ink(178.7, red[1].bottom + 1, 185, red[1].bottom + 11)  # “号”: brackets are higher
    assert last is not None
    assert last.top - red[1].bottom == pytest.approx(16 * 7 / 8 * 25.4 / 72, abs=0.8)
    assert number.right == near(184)
    assert number.left > 105


@pytest.mark.render
def test_no_page_number_on_the_first_page(rendered: list[RenderedPage]) -> None:
    """The first page has no number, the second its own at the left; 版记 has no rules (§10.1)."""
    assert len(rendered) > 1
    assert rendered[0].ink(0, 263, 210, 274) is None
    assert rendered[0].ink(0, 278, 210, 297) is None
    assert "—2—" in [line.replace(" ", "") for line in rendered[1].lines]
    assert "抄送：副局长、孙进。" in rendered[-1].lines
    assert [rule for rule in rendered[-1].rules if rule.top > 200] == []


def test_nothing_handed_in_has_a_letter_of_its_own() -> None:
    """A unit that is red for an absence is reminded where letters follow the light; by progress, which none has, is an error."""
    theme = RULEBOOK.theme("reform_bureau")
    receipts = [
        tl.rules.Receipt(theme.key, theme.title, tl.rules.Status.RECEIVED),
        tl.rules.Receipt(theme.key, theme.title, tl.rules.Status.MISSING, unit=OFFICE),
    ]
    ratings = RULEBOOK.rate(
        [tl.Entry(*record) for record in RECORDS],
        roster=ROSTER,
        coverage=tl.rules.Coverage(None, receipts),
    )
    due = tl.documents.DueWhenLit([tl.RED])
    (reminder,) = [one for one in reminders(SCHEME, ratings, due=due, themes=[theme.key]) if one.unit == OFFICE]
    assert [level for level, _ in reminder.items] == ["红"]
    with refused(DocumentError, match="due=DueWhenLit"):  # and not: nobody is reminded
        reminders(SCHEME, ratings, themes=[theme.key])
    told: dict[Language, str] = {"zh": f"未报送“{theme.title}”", "en": f"nothing handed in for “{theme.title}”"}
    for language, words in told.items():
        scheme = evolve(SCHEME, agency=evolve(AGENCY, language=language))
        papers = reminder_letters(scheme, ratings, due=due, themes=[theme.key], **DATES)
        (paper,) = [paper for paper in papers if paper.unit == OFFICE]
        assert any(words in line for line in lines(paper.document))
