"""The bulletin (N4, A4): parts, tables, lights, and what stands beside them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from helpers import large_documents
from helpers.office_ratings import AS_OF, SCHEME, funding_ratings, help_item, ledger_ratings, rate
from helpers.readword import part, tables, visible_text
from helpers.rendering import pages
from helpers.small_office import JINXIANG, OFFICE, ZOUCHENG

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    CountChart,
    CountTable,
    DeterminationTable,
    ExplanationTable,
    FlagTable,
    OwnBlocks,
    Part,
    TableWords,
    ThemeTable,
    bulletin,
    grouping_grid,
)
from trafficlight.documents.builders.rating_tables import light_cell
from trafficlight.documents.content import Cell, Grid, Heading, PageBreak, Paragraph, plain

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUARTER = tl.Quarter(2023, 3)


def one_table(*wanted: Any, ratings: Iterable[tl.Rating[Any]] = ()) -> bytes:
    """A bulletin of one part."""
    plan = BulletinPlan("通报", (Part("一、部分", wanted),))
    return bulletin(SCHEME, ratings, period=QUARTER, as_of=AS_OF, plan=plan).to_bytes()


def test_count_table_is_ranked_with_places_and_note() -> None:
    """A4-1.1: places, units, counts, head and leader in ranked order; note 1 is the rule, note 2 says who determined."""
    document = one_table(CountTable("departments"), ratings=ledger_ratings())
    (table,) = tables(document)
    assert table == [
        ["序号", "科室单位", "蓝", "黄", "红", "负责人", "分管领导"],
        ["1", "人事科", "1个", "0个", "0个", "人事科科长", ""],
        ["2", "办公室", "1个", "0个", "1个", "办公室主任", "副局长"],
        ["3", "秘书科", "0个", "1个", "0个", "", ""],
    ]
    text = visible_text(document)
    assert "单位：个" in text
    assert f"备注：1.{tl.notice.ORDER.words}2.该结果由市审计局督查工作专班研究确定。" in text


def test_the_chart_shows_the_count_tables_numbers() -> None:
    """蓝、黄、红 per unit as a native chart under its own heading, with the units in ranked order."""
    document = one_table(CountChart("departments"), ratings=ledger_ratings())
    assert "市审计局“蓝黄红”标识数量图" in visible_text(document)
    chart = part(document, "word/charts/chart1.xml")
    units = [point.text for point in chart.iter("{*}v")]
    assert units[1:4] == ["人事科", "办公室", "秘书科"]


def test_two_lines_a_unit_and_the_absent_one() -> None:
    """A4-2.4: 已争取 and 拟争取 below each other; the light stands in the unit's cell; who handed nothing in is red and says so."""
    (table,) = tables(one_table(ThemeTable("upward_funding_bureau"), ratings=funding_ratings()))
    assert table[1:] == [
        ["1", "办公室\n蓝2", "", "已争取", "1.甲（已认定）\n2.乙（已认定）", "", ""],
        ["", "", "", "拟争取", "", "", ""],
        ["2", "人事科\n黄", "", "已争取", "", "", ""],
        ["", "", "", "拟争取", "", "", "1.丙"],
        ["3", "秘书科\n红", "", "已争取", "未报送", "未报送", "未报送"],
        ["", "", "", "拟争取", "未报送", "未报送", "未报送"],
    ]


def test_each_group_has_a_table_of_its_own() -> None:
    """A4-4.2: rows that share 包保领导, 责任人, 责任科室 and 截至日期 stand in one table below these four lines."""
    given = enumerate(("组长甲", "组长乙", "组长甲"), 1)
    entries = [tl.Entry("assistance", evolve(help_item(leader), matter=f"事项{at}"), at) for at, leader in given]
    document = one_table(ThemeTable("assistance"), ratings=rate(*entries))
    assert [len(table) - 1 for table in tables(document)] == [2, 1]
    text = visible_text(document)
    assert text.index("包保领导：组长甲") < text.index("责 任 人：联络员") < text.index("包保领导：组长乙")
    # one paragraph, which no program parts
    assert "包保领导：组长甲\n责 任 人：联络员\n责任科室：办公室\n截至日期：2023年9月" in text


def test_groups_with_equal_or_blank_facts_stay_apart_and_each_says_which_it_is() -> None:
    """Three sheets whose 包保领导, 责任人 and 责任科室 are blank are three tables, told apart by their sheets' names."""
    places = (("甲.xlsx", "第一组"), ("甲.xlsx", "第二组"), ("乙.xlsx", "第二组"), ("甲.xlsx", "第一组"))
    entries = [
        tl.Entry("assistance", evolve(help_item(""), matter=f"事项{at}"), at, tl.rules.Origin(file, sheet, at))
        for at, (file, sheet) in enumerate(places, 1)
    ]
    document = one_table(ThemeTable("assistance"), ratings=rate(*entries))
    assert [len(table) - 1 for table in tables(document)] == [2, 1, 1]
    text = visible_text(document)
    assert (
        text.index("第一组\n包保领导：")
        < text.index("甲.xlsx〔第二组〕\n包保领导：")
        < text.index("乙.xlsx〔第二组〕\n包保领导：")
    )
    sheet = tl.sheets.Sheet(SCHEME.rulebooks.at(AS_OF).theme("assistance").form, entries)
    cells = openpyxl.load_workbook(io.BytesIO(tl.sheets.workbook(sheet))).active
    assert cells is not None
    written = [row[0] for row in cells.iter_rows(values_only=True)]
    names = ["甲.xlsx〔第一组〕", "甲.xlsx〔第二组〕", "乙.xlsx〔第二组〕", "甲.xlsx〔第一组〕"]
    assert [text for text in written if text in names] == names
    alone = visible_text(one_table(ThemeTable("assistance"), ratings=rate(entries[0], entries[3])))
    assert "第一组" not in alone


def test_a_theme_without_hand_ins_says_so() -> None:
    """An empty table is not passed off as a result."""
    assert "截至2023年9月28日，未收到本专题的报送材料。" in visible_text(one_table(ThemeTable("investment")))


def test_the_summary_sentence_stands_above_key_work() -> None:
    """A4-2.3 carries the ledger's sentence where the plan asks for it."""
    with_it = visible_text(one_table(ThemeTable("key_work", summary=True), ratings=ledger_ratings()))
    without = visible_text(one_table(ThemeTable("key_work"), ratings=ledger_ratings()))
    assert "市审计局共梳理重点工作4项" in with_it
    assert "共梳理" not in without


def test_wide_tables_stand_on_landscape_pages() -> None:
    """The ledger's columns turn the page, the count table's do not; the cover comes first."""
    document = one_table(CountTable("counties"), ThemeTable("key_work"), ratings=ledger_ratings())
    sizes = part(document, "word/document.xml").iter(f"{W}pgSz")
    assert [size.get(f"{W}orient", "portrait") for size in sizes] == ["portrait", "portrait", "portrait", "landscape"]


def test_without_a_plan_all_boards_and_themes_are_printed() -> None:
    """The default plan leaves nothing of the rulebook out."""
    document = bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF)
    titles = {plain(heading.text).replace("\n", "") for heading in document.headings() if heading.level == 2}
    assert len(titles) == 2 + len(SCHEME.rulebooks.at(AS_OF).themes)
    assert len(tables(document.to_bytes())) == 3  # two of counts, and of the theme of which something came


def test_a_theme_without_rows_is_a_line() -> None:
    """No header and note stand alone on a page: below the title it says that nothing came, on the page of a table."""
    wanted = [ThemeTable(key) for key in ("investment", "key_work", "three_firsts")]
    plan = BulletinPlan("通报", (Part("一、部分", wanted),), cover=False, contents="")
    (section,) = bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF, plan=plan).sections
    kinds = [type(block) for block in section.blocks]
    assert kinds == [Heading, Paragraph, Heading, Paragraph, Grid, Heading, Paragraph]
    assert section.setup.orientation == "landscape"
    for title, line in ((2, 3), (5, 6)):
        assert isinstance(heading := section.blocks[title], Heading)
        assert heading.bookmark
        assert isinstance(said := section.blocks[line], Paragraph)
        assert said.text == "截至2023年9月28日，未收到本专题的报送材料。"


def test_an_agency_may_say_nothing_of_what_did_not_come() -> None:
    """The title stands without a line, and without an empty one."""
    words = TableWords(nothing="")
    plan = BulletinPlan(
        "通报",
        (Part("一、部分", (ThemeTable("investment"), FlagTable())),),
        cover=False,
        contents="",
        missing="",
        tables=words,
    )
    (section,) = bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF, plan=plan).sections
    assert [type(block) for block in section.blocks] == [Heading, Paragraph, Heading, Heading]
    assert isinstance(year := section.blocks[1], Paragraph)
    assert year.text == "（2023年）"


def test_what_begins_a_page_without_a_table_has_the_next_table_on_it() -> None:
    """Also the table of another part; one that lies otherwise has a page of its own."""
    for table, pages_ in ((CountTable("departments"), 1), (ThemeTable("key_work"), 2)):
        plan = BulletinPlan(
            "通报", (Part("一、部分", [FlagTable()]), Part("二、部分", [table])), cover=False, contents=""
        )
        made = bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF, plan=plan)
        breaks = [block for block in made.blocks() if isinstance(block, PageBreak)]
        assert len(made.sections) + len(breaks) == pages_


def test_one_table_can_be_published_by_itself() -> None:
    """适时发布督查通报 (N4.4): a plan of one table is a bulletin."""
    text = visible_text(one_table(ThemeTable("investment")))
    assert "招商引资情况" in text
    assert "对上争取情况" not in text


def test_grounds_and_determinations_stand_in_an_annex() -> None:
    """On request the bulletin says on what grounds, and what the task force decided: computed and decided mark, who, when, why."""
    decision = tl.Determination(
        theme="key_work",
        serial=4,
        computed=tl.Tally.of(tl.YELLOW),
        decided=tl.Tally(),
        by=tl.model.Person("甲某"),
        on=dt.date(2023, 9, 27),
        reason="因上级调整计划",
    )
    ratings = tl.determine(ledger_ratings(), [decision])
    grounds, decided = tables(one_table(ExplanationTable(("key_work",)), DeterminationTable(), ratings=ratings))
    assert grounds[1] == [
        "重点工作",
        "第1项 办公室“甲”",
        "红",
        "进度评价“严重滞后”",
        "济审办发〔2023〕5号附件2表首“严重滞后x项（红牌）”（A2.4）",
    ]
    assert grounds[4][2] == "不标注"
    assert decided[1:] == [["重点工作", "第4项 秘书科“丁”", "黄", "不标注", "甲某", "2023年9月27日", "因上级调整计划"]]


def test_a_part_and_its_table_do_not_say_one_title_twice() -> None:
    """“四、标注解释” heads its table; another part's table keeps its own title, and a blind reader hears what each is."""
    parts = [Part("四、标注解释", [ExplanationTable()]), Part("五、附表", [ExplanationTable()])]
    plan = BulletinPlan("通报", parts, contents="", cover=False)
    document = bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF, plan=plan)
    first, second = (block for block in document.blocks() if isinstance(block, Grid))
    assert (first.title, second.title is None) == (None, False)
    assert first.alt_text == second.alt_text


def test_grounds_are_told_whole() -> None:
    """The table of grounds has all that a light rests on and what comes of it: earlier lights, the score, consequences."""
    clause = tl.Clause("1", "连续两次黄牌的约谈", "某办法")
    past: tl.rules.Past[Any] = tl.rules.Past(
        tl.Month(2023, 9), [tl.rules.Earlier(tl.Month(2023, 8), None, tl.Tally.of(tl.YELLOW))]
    )
    rating = ledger_ratings()[3]
    verdict = tl.lit(tl.YELLOW, because=clause, score=55, earlier=past)
    follows = tl.rules.Consequence("约谈", tl.rules.running(tl.YELLOW, 2), clause, points=-2)
    rating = evolve(
        rating,
        verdict=verdict,
        period=tl.Month(2023, 9),
        past=past,
        theme=evolve(rating.theme, consequences=[follows]),
        consequences=(follows,),
    )
    (grounds,) = tables(one_table(ExplanationTable(("key_work",)), ratings=[rating]))
    assert grounds[1][3].endswith(
        "；此前2023年8月黄1（报送情况“该单位未报送”），连同本期连续2个月；得分55；处置：约谈（-2分），按某办法1“连续两次黄牌的约谈”"
    )


def test_keys_of_the_plan_must_exist() -> None:
    """A misspelt board or theme is an error, not a bulletin without it."""
    with pytest.raises(tl.errors.UnknownTheme):
        one_table(ThemeTable("investments"))
    with pytest.raises(tl.errors.UnknownBoard):
        one_table(CountTable("department"))


def test_grouping_table_merges_leaders_and_members() -> None:
    """A4-4.1: a group's leaders merge over its bureaus, a member over those it covers."""
    group = tl.model.AssistanceGroup(
        "第一组",
        (JINXIANG, ZOUCHENG),
        tl.model.Person("甲"),
        tl.model.Person("乙"),
        (tl.model.GroupMember("办公室", tl.model.Person("丙")),),
    )
    plan = tl.documents.Document(sections=[tl.documents.Section([grouping_grid([group])])])
    (table,) = tables(plan.to_bytes())
    assert table[1:] == [
        ["第一组", "金乡县审计局", "甲", "乙", "办公室\n丙（联络员）"],
        ["", "邹城市审计局", "", "", ""],
    ]
    assert OFFICE not in group.units


def test_the_words_between_are_the_plans() -> None:
    """Cover, contents and years are printed as the plan says: another agency's bulletin holds no word of this one's."""
    plan = BulletinPlan(
        "Report",
        (Part("Departments", [CountTable("departments")]), Part("Projects", [ThemeTable("investment")])),
        period="Annual report",
        date="{month}/{year}",
        contents="Contents",
        year="{year}",
        missing="Nothing by {date}.",
    )
    text = visible_text(bulletin(SCHEME, (), period=QUARTER, as_of=AS_OF, plan=plan).to_bytes())
    for words in ("Report\nAnnual report", "9/2023", "Contents", "Departments2023", "Nothing by 2023年9月28日."):
        assert words in text
    assert "第三季度" not in text


def test_the_contents_number_their_tables() -> None:
    """With `entry` each table's line is numbered within its part, as the notice prints it.

    A chart has no line, nor a heading of the agency's own to which nothing refers.
    """
    plan = BulletinPlan(
        "通报",
        (
            Part("甲部分", [CountTable("departments"), CountChart("departments"), CountTable("counties")]),
            Part("乙部分", [OwnBlocks([Heading("说明", 2)]), ThemeTable("investment")]),
        ),
        entry="{number}.{title}",
    )
    text = visible_text(bulletin(SCHEME, ledger_ratings(), period=QUARTER, as_of=AS_OF, plan=plan).to_bytes())
    contents = text[text.index("目　　录") : text.index("甲部分（")]
    boards = [f"{number}.{board.title}" for number, board in enumerate(SCHEME.boards, 1)]
    lines = ["甲部分\t", *boards, "乙部分\t", "1.招商引资情况\t"]
    places = [contents.index(line) for line in lines]
    assert places == sorted(places)
    assert "标识数量图" not in contents
    assert "说明" not in contents


def test_the_words_of_the_tables_are_the_plans() -> None:
    """Notes, 未报送, 不标注 and the titles and headers of the annexes are said in the agency's words."""
    words = TableWords(
        note="说明：{notes}",
        absent="没有上报",
        unlit="无灯",
        explanations="缘由",
        explanation_header=("甲", "乙", "丙", "丁", "戊"),
        determinations="裁定",
        determination_header=tuple("子丑寅卯辰巳午"),
    )
    parts = (
        Part("甲", [CountTable("departments"), ThemeTable("upward_funding_bureau")]),
        Part("乙", [ExplanationTable(("key_work",)), DeterminationTable()]),
    )
    plan = BulletinPlan("通报", parts, tables=words)
    funding = funding_ratings()
    decision = tl.Determination(
        funding[0].theme.key,
        computed=funding[0].marks,
        decided=tl.Tally.of(tl.YELLOW),
        by=tl.model.Person("", "督查工作专班"),
        on=AS_OF,
        reason="复核",
        unit=funding[0].units[0],
    )
    ratings = (*ledger_ratings(), *tl.determine(funding, [decision]))
    document = bulletin(SCHEME, ratings, period=QUARTER, as_of=AS_OF, plan=plan).to_bytes()
    text = visible_text(document)
    for word in ("说明：", "没有上报", "无灯", "缘由", "裁定"):
        assert word in text
    for word in ("备注：", "未报送", "标注解释", "研究确定情况"):
        assert word not in text
    assert {row[2] for row in tables(document)[-2][1:]} == {"蓝", "黄", "红", "无灯"}
    assert [table[0] for table in tables(document)[-2:]] == [list("甲乙丙丁戊"), list("子丑寅卯辰巳午")]


@pytest.mark.parametrize("table", [ExplanationTable(), DeterminationTable()])
def test_a_table_without_rows_says_so(table: Any) -> None:
    """No header stands alone on a page: below the title it says that there is nothing."""
    document = one_table(table, ratings=())
    assert tables(document) == []
    assert "无。" in visible_text(document)


def test_a_plan_may_stand_by_itself() -> None:
    """适时发布 (N4.4): without cover, contents and title of a part there is the table, and nothing else."""
    plan = BulletinPlan("督查通报", [Part("", [ThemeTable("investment")])], cover=False, contents="")
    document = bulletin(SCHEME, (), period=QUARTER, as_of=AS_OF, plan=plan)
    assert visible_text(document.to_bytes()).startswith("招商引资情况截至2023年9月28日，未收到本专题的报送材料。")
    assert document.title == "督查通报"


def test_a_charts_title_is_the_plans() -> None:
    """A chart that is given a title bears it."""
    plan = BulletinPlan("通报", [Part("甲", [CountChart("departments", title="各科室对比")])])
    text = visible_text(bulletin(SCHEME, (), period=QUARTER, as_of=AS_OF, plan=plan).to_bytes())
    assert "各科室对比" in text
    assert "标识数量图" not in text


@pytest.mark.render
def test_a_charts_long_title_stands_with_its_chart(tmp_path: Path) -> None:
    """A title of five lines leaves the chart so much less of the page: it is never alone on one."""
    document = large_documents.board(24, "对比基层审计站标识数量" * 10)
    made = ["".join(page.lines).replace(" ", "") for page in pages(document.to_bytes(), tmp_path)]
    shown = [text for text in made if "对比基层审计站" in text]
    assert shown
    assert all("镇审计站" in text for text in shown)


def test_a_light_that_says_its_own_name_is_not_said_twice() -> None:
    """Where the cell's own word is the mark's label, the fill is added and no second word."""
    assert light_cell("蓝", tl.Tally.of(tl.BLUE)) == Cell("蓝", fill=tl.BLUE.colour)
    assert light_cell("已办结", tl.Tally.of(tl.BLUE)) == Cell("已办结（蓝）", fill=tl.BLUE.colour)
    assert light_cell("", tl.Tally.of(tl.BLUE, 2)) == Cell("蓝2", fill=tl.BLUE.colour)
    assert light_cell("正常推进", tl.Tally()) == "正常推进"
