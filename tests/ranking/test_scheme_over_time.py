"""Schemes dated whole: order, lights, words, roster and rules as they were in force on the day of what is read or printed."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest
from attrs import evolve, frozen
from helpers.readword import visible_text
from helpers.refusals import refused

import trafficlight as tl
from trafficlight import BLUE, RED, YELLOW, Agency, Board, Month, Roster, RosterLine, Scheme, Tally, Unit
from trafficlight.errors import NotInForce, UnreadableCell
from trafficlight.model import Exemption, FormerName, OneUnit, Palette
from trafficlight.ranking import CountWords, Order, fewest, most
from trafficlight.rules import Absence, Coverage, Due, Status, red
from trafficlight.testing import check_scheme

MARCH, APRIL, MAY = (Month(2024, month) for month in (3, 4, 5))
GREEN: Final = tl.Mark("green", "绿", "00B050")
CITY, EAST, WEST = Unit("市中心医院"), Unit("东院"), Unit("西院")
HOSPITALS: Final = (
    RosterLine(CITY, code="H1", former=[FormerName("市人民医院", MARCH.last_day)]),
    RosterLine(EAST, exempt=[Exemption("迁址", APRIL.first_day, APRIL.last_day)]),
    RosterLine(WEST, until=APRIL.last_day, into="东院"),
)
TEACHING: Final = [RosterLine(CITY), RosterLine(EAST)]
ROSTER: Final = Roster([Board("all", "全部医院", HOSPITALS), Board("teaching", "教学医院", TEACHING)])
AGENCY: Final = Agency("某市卫健委", "卫健委", "卫健委办公室", ROSTER)
SAID: Final = tl.Clause("C1", "达标为蓝")
NOT: Final = tl.Clause("C2", "未报为红")


@frozen
class Row:
    """A hospital's month."""

    unit: Unit
    good: str


def rule(row: Row) -> tl.Verdict:
    """Blue where it is good, else yellow."""
    return tl.lit(BLUE if row.good == "是" else YELLOW, because=SAID)


def theme(key: str = "quality", title: str = "质量") -> tl.Theme[Row]:
    """A theme of one row a hospital, whose absence is red."""
    return tl.Theme(
        key=key,
        title=title,
        record=Row,
        rule=rule,
        form=tl.Form(
            title=f"{title}情况表",
            columns=(tl.column("医院", "unit", kind=OneUnit(), required=True), tl.column("达标", "good")),
        ),
        clauses=(SAID, NOT),
        absence=Absence(boards=("all",), verdict=red(because=NOT)),
    )


BOOK: Final = tl.Rulebook("卫2024", dt.date(2024, 1, 1), [theme()])
OLD: Final = Scheme(AGENCY, BOOK, order=Order(most(BLUE)), palette=Palette([BLUE, YELLOW, RED]), since=MARCH.first_day)
NOW: Final = Scheme(
    AGENCY,
    BOOK,
    order=Order(fewest(RED)),
    palette=Palette([BLUE, YELLOW, RED, GREEN]),
    count_words=CountWords(title="{board}通报表"),
    due=[Due("quality", boards=("all",))],
    since=MAY.first_day,
    before=OLD,
)


def read(month: Month, *rows: str) -> tl.sheets.Reading:
    """A month's file, read by the latest scheme."""
    text = "\n".join(("质量情况表", "医院,达标", *rows))
    return tl.sheets.read(text.encode(), file_name="质量.csv", scheme=NOW, period=month, collect=True)


def test_a_day_picks_the_scheme() -> None:
    """One ends where the next begins: no gap, no overlap."""
    assert NOW.editions == (OLD, NOW)
    assert NOW.on(APRIL.last_day).order == OLD.order
    assert NOW.on(MAY.first_day).palette == NOW.palette
    assert NOW.on(None) is not OLD
    with pytest.raises(NotInForce):
        NOW.on(dt.date(2024, 2, 29))


def test_gaps_and_overlaps_are_refused() -> None:
    """A scheme begins after the one before it, says when, and has rules on its first day."""
    with refused(ValueError, match="the days overlap"):
        evolve(NOW, since=MARCH.first_day)
    with refused(ValueError, match="says by since= from which day on"):
        evolve(NOW, since=None)
    with pytest.raises(NotInForce):
        evolve(OLD, since=dt.date(2023, 12, 31))


def test_a_month_is_read_and_rated_by_what_was_in_force() -> None:
    """Old name in March, new name in April, from one file of either name; who is exempt or gone owes nothing."""
    march = NOW.rate(read(MARCH, "H1,是", "东院,否", "西院,是"))
    april = NOW.rate(read(APRIL, "市人民医院,是"))
    assert [rating.units[0].name for rating in march] == ["市人民医院", "东院", "西院"]
    assert [(rating.units[0].name, str(rating.marks)) for rating in april] == [("市中心医院", "蓝1"), ("西院", "红1")]
    assert [standing.unit.name for standing in NOW.rank(april, "all")] == ["市中心医院", "西院"]
    may = read(MAY, "市中心医院,是")
    assert [receipt.unit for receipt in may.coverage.missing] == [EAST]
    assert NOW.rate(may).of(WEST).rows == ()


def test_who_is_exempt_is_not_due() -> None:
    """Neither missing nor red, and named below the table in which it has no place."""
    coverage = read(APRIL, "市中心医院,是").coverage
    receipt = coverage.of("quality", EAST)
    assert receipt is not None
    assert receipt.status is Status.EXEMPT
    form = NOW.on(APRIL.last_day).count_form("all")
    assert form.notes[-1] == "免报、不参加排名：东院（迁址，自2024年4月1日至2024年4月30日）。"
    assert not any("免报" in note for note in NOW.on(MARCH.last_day).count_form("all").notes)


def test_a_bulletin_names_who_is_exempt() -> None:
    """Below the count table, and below the table of a theme in which the unit owes a row."""
    april = NOW.rate(read(APRIL, "市中心医院,是"))
    text = visible_text(tl.documents.bulletin(NOW, april, period=APRIL, as_of=APRIL.last_day).to_bytes())
    assert text.count("免报、不参加排名：东院（迁址") == 2
    assert text.count("免报：东院（迁址，自2024年4月1日至2024年4月30日）。") == 1
    march = NOW.rate(read(MARCH, "H1,是", "东院,否", "西院,是"))
    assert "免报" not in visible_text(tl.documents.bulletin(NOW, march, period=MARCH, as_of=MARCH.last_day).to_bytes())


def test_a_program_that_hands_in_needs_no_reading() -> None:
    """Absence spares who is exempt also where a host's own coverage says nothing of units."""
    coverage = Coverage.received([theme()], period=APRIL)
    ratings = BOOK.rate([], roster=ROSTER.on(APRIL.last_day), coverage=coverage)
    assert [rating.units[0].name for rating in ratings] == ["市中心医院", "西院"]


def test_a_merged_unit_is_asked_for_by_name() -> None:
    """After the merger its name is a fault at its cell, with the unit that took it in."""
    reading = read(MAY, "市中心医院,是", "西院,是")
    (fault,) = reading.report.faults
    assert "已并入“东院”" in str(fault)
    with pytest.raises(UnreadableCell):
        OneUnit().parse("西院", ROSTER.on(MAY.last_day))


def test_stored_ratings_go_on_counting() -> None:
    """March's ratings, stored under the old name, count for the unit as it is called in May, the merged one's for its heir."""
    march = NOW.rate(read(MARCH, "H1,是", "东院,否", "西院,是"))
    stored = tl.interchange.from_json(tl.rules.Ratings, tl.interchange.to_json(march), scheme=NOW)
    assert stored == march
    counted = tl.tally(stored, roster=ROSTER.on(MAY.last_day))
    assert dict(counted) == {CITY: Tally.of(BLUE), EAST: Tally({YELLOW: 1, BLUE: 1})}
    april = NOW.rate(read(APRIL, "市中心医院,否", "西院,是"))
    moved = tl.movement(
        NOW.tally(march), NOW.tally(april), order=NOW.order, roster=ROSTER.on(APRIL.last_day), then=MARCH.last_day
    )
    assert (len(moved.renamed), moved.entered, moved.left) == (1, (), ())


def test_each_board_counts_by_itself() -> None:
    """A unit on two boards stands on each by what counts there."""
    two = tl.Rulebook("卫2024b", dt.date(2024, 1, 1), [theme(), theme("service", "服务")])
    scheme = evolve(OLD, rulebooks=tl.Rulebooks([two]), counted={"teaching": ("service",)})
    rows = [tl.Entry("quality", Row(CITY, "是")), tl.Entry("service", Row(CITY, "否"))]
    ratings = two.rate(rows, roster=scheme.roster)
    assert [str(one.tally) for one in scheme.rank(ratings, "all") if one.unit == CITY] == ["蓝1 黄1"]
    assert [str(one.tally) for one in scheme.rank(ratings, "teaching") if one.unit == CITY] == ["黄1"]
    assert str(scheme.tally(ratings)[CITY]) == "蓝1 黄1"


def test_documents_take_what_was_in_force() -> None:
    """A bulletin of March has March's names and order; of May, May's title of the count table."""
    march = NOW.rate(read(MARCH, "H1,是", "东院,否", "西院,是"))
    may = NOW.rate(read(MAY, "市中心医院,是", "东院,否"))
    then = visible_text(tl.documents.bulletin(NOW, march, period=MARCH, as_of=dt.date(2024, 6, 1)).to_bytes())
    now = visible_text(tl.documents.bulletin(NOW, may, period=MAY, as_of=dt.date(2024, 6, 1)).to_bytes())
    words = ("市人民医院", "市中心医院", "全部医院通报表", "西院")
    assert [word in then for word in words] == [True, False, False, True]
    assert [word in now for word in words] == [False, True, True, False]


def test_forms_go_out_as_of_their_day() -> None:
    """The names offered are those of the day; who is exempt gets no record."""
    books = tl.sheets.blank_set(NOW, date=APRIL.last_day, plan=tl.sheets.BlankPlan(units=ROSTER.on(APRIL.last_day)))
    (data,) = books.values()
    reading = tl.sheets.read(data, file_name="表.xlsx", scheme=NOW, period=APRIL, collect=True)
    assert [entry.record.unit.name for entry in reading.entries] == ["市中心医院", "西院"]


def test_it_is_stored_whole() -> None:
    """With the schemes before it."""
    assert tl.interchange.from_json(Scheme, tl.interchange.to_json(NOW), scheme=NOW) == NOW


def test_what_was_known_goes_out_under_the_new_name() -> None:
    """April's form has March's rows, each under its unit's name of April, and asks nobody twice."""
    march = read(MARCH, "市人民医院,是", "西院,否")
    plan = tl.sheets.BlankPlan(units=ROSTER.on(APRIL.last_day))
    (data,) = tl.sheets.blank_set(NOW, date=APRIL.last_day, previous=march, plan=plan).values()
    reading = tl.sheets.read(data, file_name="表.xlsx", scheme=NOW, period=APRIL, collect=True)
    assert [entry.record for entry in reading.entries] == [Row(CITY, "是"), Row(WEST, "否")]


def test_the_contract_follows_the_dates() -> None:
    """Each scheme is held to its own themes and order, on a day on which it is in force."""
    check_scheme(NOW)
    with pytest.raises(AssertionError):
        check_scheme(evolve(NOW, before=evolve(OLD, palette=Palette([BLUE, RED]))))


def test_a_signature_finds_the_unit_under_any_of_its_names() -> None:
    """Who signs for the hospital by its present name signs March's letter to it under its old one."""
    march = NOW.rate(read(MARCH, "H1,否", "东院,是", "西院,是"))
    signed = {CITY: tl.documents.SignOff(tl.model.Person("甲"), APRIL.first_day)}
    agency = evolve(AGENCY, signers=[tl.model.Person("甲")])
    scheme = evolve(NOW, agency=agency, before=evolve(OLD, agency=agency))
    (paper,) = tl.documents.reminder_letters(
        scheme,
        march,
        as_of=MARCH.last_day,
        deadline=APRIL.last_day,
        sign_off=signed,
        due=tl.documents.DueWhenLit([YELLOW]),
    )
    assert (paper.unit.name, paper.is_letter, paper.name) == ("市人民医院", True, "市人民医院提醒函")


def test_no_history_is_lost_for_a_name() -> None:
    """A unit of the past that the roster has never had may be one that was renamed: it is asked, or its consequences vanish."""

    def slow(row: Row, past: tl.rules.Past[Row]) -> tl.Verdict:
        return tl.lit(RED if past.run(lambda one: one.good == "否") else YELLOW, because=SAID)

    book = tl.Rulebook("卫2024", dt.date(2024, 1, 1), [evolve(theme(), rule=slow)])
    then = Roster([Board("hospitals", "医院", [RosterLine(Unit("县医院")), RosterLine(CITY)])])
    past = book.rate([tl.Entry("quality", Row(Unit("县医院"), "否"))], roster=then, period=MARCH, past=())
    with pytest.raises(tl.errors.UnknownUnit, match=r"县医院.*曾用名") as caught:
        book.rate([tl.Entry("quality", Row(CITY, "否"))], roster=OLD.roster, period=APRIL, past=past)
    assert "March 2024" in caught.value.say("en")
    still = evolve(book, themes=[theme()])  # no rule that looks back
    assert still.rate([tl.Entry("quality", Row(CITY, "否"))], roster=OLD.roster, period=APRIL, past=past)


def test_an_item_outlives_a_renaming() -> None:
    """A rule that looks back sees March's row under April's name; the merged unit's past is its own, not its heir's."""

    def slow(row: Row, past: tl.rules.Past[Row]) -> tl.Verdict:
        return tl.lit(RED if past.run(lambda one: one.good == "否") else YELLOW, because=SAID)

    looking = evolve(theme(), rule=slow)
    for identity in ((), ("unit",)):
        book = tl.Rulebook("卫2024", dt.date(2024, 1, 1), [evolve(looking, identity=identity)])
        scheme = evolve(OLD, rulebooks=tl.Rulebooks([book]))
        rows = {
            MARCH: [Row(Unit("市人民医院"), "否"), Row(EAST, "是"), Row(WEST, "否")],
            APRIL: [Row(CITY, "否"), Row(WEST, "否")],
            MAY: [Row(CITY, "否"), Row(EAST, "否")],
        }
        past: list[tl.Rating[Row]] = []
        lights: list[list[str]] = []
        for month, given in rows.items():
            coverage = Coverage(month, [])
            entries = [tl.Entry("quality", row) for row in given]
            roster = scheme.on(month.last_day).roster
            rated = book.rate(entries, roster=roster, coverage=coverage, past=past)
            lights.append([str(rating.marks) for rating in rated])
            past += rated
        assert lights == [["黄1", "黄1", "黄1"], ["红1", "红1"], ["红1", "黄1"]]


def test_what_was_looked_up_under_an_old_name_is_found_under_the_new() -> None:
    """February was a past to March already, when the hospital had its old name: in April it is still the same hospital's."""

    def quoting(row: Row, past: tl.rules.Past[Row]) -> tl.Verdict:
        return tl.lit(YELLOW, because=SAID, earlier=past)

    book = tl.Rulebook("卫2024", dt.date(2024, 1, 1), [evolve(theme(), rule=quoting)])
    rated: list[tl.rules.Ratings] = []
    for month, name in ((MARCH.previous, "市人民医院"), (MARCH, "市人民医院"), (APRIL, "市中心医院")):
        entries = [tl.Entry("quality", Row(Unit(name), "否"))]
        rated.append(book.rate(entries, roster=ROSTER.on(month.last_day), period=month, past=rated))
    assert [[one.period for one in ratings[0].past or ()] for ratings in rated] == [
        [],
        [MARCH.previous],
        [MARCH.previous, MARCH],
    ]
