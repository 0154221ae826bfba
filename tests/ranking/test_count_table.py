"""“蓝黄红”标识数量情况 (A4-1.1, A4-1.2): the count table of a board."""

from __future__ import annotations

import pytest
from helpers.small_office import COUNTIES, DEPARTMENTS, OFFICE, PERSONNEL, ROSTER, SECRETARIAT

from trafficlight import BLUE, BLUE_YELLOW_RED, RED, YELLOW, Board, Tallies, Tally, rank
from trafficlight.errors import UnreadableCell
from trafficlight.notice import COUNT_WORDS, ORDER
from trafficlight.ranking import Order, fewest, highest
from trafficlight.ranking._count_table import CountWords, MarkCount, count_form


def test_departments() -> None:
    """“序号 科室单位 蓝 黄 红 负责人 分管领导”, “单位：个”, two notes (A4-1.1)."""
    form = count_form(DEPARTMENTS, palette=BLUE_YELLOW_RED, order=ORDER, agency="市审计局", words=COUNT_WORDS)
    assert form.title == "市审计局“蓝黄红”标识数量情况"
    assert [column.header for column in form.columns] == ["序号", "科室单位", "蓝", "黄", "红", "负责人", "分管领导"]
    assert form.measure == "单位：个"
    assert form.notes == (f"1.{ORDER}", "2.该结果由市审计局督查工作专班研究确定。")


def test_counties() -> None:
    """“序号 单位名称 蓝 黄 红 包保领导” (A4-1.2): a column that a board has no header for is left out."""
    form = count_form(COUNTIES, palette=BLUE_YELLOW_RED, order=ORDER, agency="市水务局", words=COUNT_WORDS)
    assert [column.header for column in form.columns] == ["序号", "单位名称", "蓝", "黄", "红", "包保领导"]
    assert form.notes[1] == "2.该结果由市水务局督查工作专班研究确定。"


def test_rows() -> None:
    """“x个”: a standing prints as a row, its place as 序号, a person without a name by post."""
    counted = Tallies([(OFFICE, Tally({BLUE: 3, RED: 1})), (PERSONNEL, Tally.of(YELLOW, 2)), (SECRETARIAT, Tally())])
    form = count_form(DEPARTMENTS, palette=BLUE_YELLOW_RED, order=ORDER, agency="市审计局", words=COUNT_WORDS)
    texts = form.printer()
    rows = [texts(row, row.place)[0] for row in rank(counted, board=DEPARTMENTS, order=ORDER)]
    assert rows == [
        ["1", "办公室", "3个", "0个", "1个", "办公室主任", "副局长"],
        ["2", "人事科", "0个", "2个", "0个", "人事科科长", ""],
        ["3", "秘书科", "0个", "0个", "0个", "", ""],
    ]


def test_counts_are_results() -> None:
    """Counts follow from ratings; a sheet cannot state them."""
    with pytest.raises(UnreadableCell, match="由评定计算得出"):
        MarkCount(BLUE).parse("3个", ROSTER)


def test_words_are_the_agencys_own() -> None:
    """Title, 序号, “x个”, 单位 and notes are values: another agency prints its own without touching the library."""
    words = CountWords("{board}: {marks}", "Place", "{count}", "", ("By {agency}. {order}",))
    form = count_form(
        DEPARTMENTS, palette=BLUE_YELLOW_RED, order=ORDER.with_words("Best first."), agency="IPA", words=words
    )
    assert form.title == "市审计局: 蓝黄红"
    assert form.columns[0].header == "Place"
    assert form.columns[2].kind.show(Tally.of(BLUE, 3)) == "3"
    assert (form.measure, form.notes) == ("", ("By IPA. Best first.",))


def test_words_that_an_agency_leaves_are_said_in_its_language() -> None:
    """Title, header of the places and the order's own sentence are English in an English table."""
    form = count_form(
        DEPARTMENTS,
        palette=BLUE_YELLOW_RED,
        order=Order(fewest(RED), highest("points")),
        agency="IPA",
        words=CountWords(),
        language="en",
    )
    assert form.title == "市审计局: lights"
    assert form.columns[0].header == "Place"
    assert form.notes == ("by fewest 红, then by most points.",)


def test_an_english_table_calls_a_unit_unit() -> None:
    """The header of the units is said in the agency's language where a board has none of its own."""
    board = Board("ports", "Ports", DEPARTMENTS.lines)
    form = count_form(board, palette=BLUE_YELLOW_RED, order=ORDER, agency="IPA", words=CountWords(), language="en")
    assert "Unit" in [column.header for column in form.columns]
