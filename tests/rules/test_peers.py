"""同榜: a rule may ask what the board's other units handed in, so that a place, and its change, can give a light."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.errors import ThemeError
from trafficlight.messages import english
from trafficlight.model import Board, Exemption, Month, Number, OneUnit, RosterLine
from trafficlight.rules import Coverage, Past, Peers, Receipt, Status
from trafficlight.testing import check_theme

AHEAD = tl.Clause("P1", "增速前2名的亮蓝牌")
BEHIND = tl.Clause("P2", "增速末位的亮红牌")
FELL = tl.Clause("P3", "位次较上期下降的亮黄牌")
BETWEEN = tl.Clause("P4", "其余不亮牌", reading=True)
EAST, WEST, NORTH, SOUTH, TOWN = (tl.Unit(name) for name in ("东区", "西区", "北区", "南区", "园区"))
DISTRICTS = Board("districts", "各区", [RosterLine(unit) for unit in (EAST, WEST, NORTH, SOUTH)])
ROSTER = tl.Roster([DISTRICTS, Board("parks", "园区", [RosterLine(TOWN)])])


@frozen
class Growth:
    """增速: one district's, measured."""

    unit: tl.Unit
    rate: Decimal | None


def card(record: Growth, past: Past[Growth], *, peers: Peers[Growth]) -> tl.Verdict:
    """枣庄: place, and change of place."""
    place = peers.place(record, "rate")
    if place is None:
        return tl.unlit(because=BETWEEN)
    note, before = f"第{place}名，共{len(peers)}个", past[-1].score if past else None
    if place <= 2:
        return tl.rules.blue(because=AHEAD, note=note, score=place)
    if peers.place(record, "rate", lowest=True) == 1:
        return tl.rules.red(because=BEHIND, note=note, score=place)
    fell = before is not None and place > before
    return tl.rules.yellow(because=FELL, note=note, score=place) if fell else tl.unlit(because=BETWEEN, score=place)


def lead(record: Growth, *, peers: Peers[Growth]) -> tl.Verdict:
    """By the place alone."""
    ahead = peers.place(record, "rate") == 1
    return tl.rules.blue(because=AHEAD) if ahead else tl.unlit(because=BETWEEN)


THEME = tl.Theme(
    key="growth",
    title="增速",
    record=Growth,
    rule=card,
    form=tl.Form(
        "各区增速",
        (
            tl.serial(),
            tl.column("单位", "unit", kind=OneUnit(), width=40, required=True),
            tl.column("增速", "rate", kind=Number(), width=40),
        ),
    ),
    clauses=(AHEAD, BEHIND, FELL, BETWEEN),
    facts=("rate",),
)
BOOK = tl.Rulebook("增速办法", dt.date(2023, 1, 1), [THEME])
MAY = Month(2023, 5)


def rated(
    rates: dict[tl.Unit, int | None],
    month: Month = MAY,
    past: Sequence[tl.rules.Rating[Growth]] = (),
    roster: tl.Roster = ROSTER,
    coverage: Coverage | None = None,
) -> tl.rules.Ratings:
    """Rated districts, one row each."""
    entries = [
        tl.Entry("growth", Growth(unit, None if rate is None else Decimal(rate))) for unit, rate in rates.items()
    ]
    return BOOK.rate(entries, roster=roster, period=month, past=past, coverage=coverage)


def lights(ratings: tl.rules.Ratings) -> list[str]:
    """The lights in words, in order."""
    return [one.verdict.word for one in ratings]


def test_a_place_among_the_board_gives_the_light() -> None:
    """枣庄: “place, and change of place, get a card each”; a park is no rival of a district."""
    ratings = rated({EAST: 7, WEST: 9, NORTH: 5, SOUTH: 3, TOWN: 1})
    assert lights(ratings) == ["蓝1", "蓝1", "不标注颜色", "红1", "蓝1"]
    assert "第2名，共4个" in str(ratings[0].explain())


def test_a_change_of_place_is_told_by_the_place_before() -> None:
    """What a verdict scored in the period before stands in the past, beside the lights."""
    april = rated({EAST: 9, WEST: 8, NORTH: 7, SOUTH: 1}, Month(2023, 4))
    may = rated({EAST: 7, WEST: 9, NORTH: 8, SOUTH: 1}, past=april)
    assert lights(may) == ["黄1", "蓝1", "蓝1", "红1"]
    assert may[0].verdict.because == FELL


def test_whoever_is_exempt_takes_no_place() -> None:
    """免报 units are not ranked, and nobody is behind them."""
    exempt = [Exemption("灾后重建", dt.date(2023, 1, 1))]
    lines = [evolve(line, exempt=exempt) if line.unit == EAST else line for line in DISTRICTS.lines]
    roster = tl.Roster([evolve(DISTRICTS, lines=lines)]).on(MAY.last_day)
    assert lights(rated({EAST: 9, WEST: 8, NORTH: 7, SOUTH: 6}, roster=roster)) == ["蓝1", "蓝1", "蓝1", "红1"]


def test_whoever_is_exempt_and_hands_in_is_flagged() -> None:
    """It stands by itself: “1st of 1” is no place on the board, and its light is asked of the task force."""
    exempt = [Exemption("灾后重建", dt.date(2023, 1, 1))]
    lines = [evolve(line, exempt=exempt) if line.unit == EAST else line for line in DISTRICTS.lines]
    roster = tl.Roster([evolve(DISTRICTS, lines=lines)]).on(MAY.last_day)
    ratings = rated({EAST: 1, WEST: 8, NORTH: 7, SOUTH: 6}, roster=roster)
    assert [(one.units, one.verdict.flag) for one in ratings.flagged()] == [((EAST,), "该单位免报，未与同榜比较")]


def test_a_place_beside_a_fault_is_flagged() -> None:
    """§4.19: what came with faults or not at all may be anybody's place; the light is asked of the task force."""
    receipts = [Receipt("growth", "增速", Status.FAULTY), Receipt("growth", "增速", Status.FAULTY, unit=NORTH)]
    ratings = rated({EAST: 7, WEST: 9, SOUTH: 3}, coverage=Coverage(MAY, receipts))
    assert {one.verdict.flag for one in ratings} == {"增速、北区未报或报送有误，位次可能变动"}
    whole = rated({EAST: 7, WEST: 9, SOUTH: 3}, coverage=Coverage.received([THEME], period=MAY))
    assert {one.verdict.flag for one in whole} == {""}


def test_what_the_rule_flags_does_not_hide_that_places_may_change() -> None:
    """Both are asked of the task force, in both languages."""
    asking = evolve(THEME, rule=lambda record, *, peers: tl.unlit(because=BETWEEN, flag="待核实"))
    book = tl.Rulebook("增速办法", dt.date(2023, 1, 1), [asking])
    coverage = Coverage(MAY, [Receipt("growth", "增速", Status.MISSING, unit=NORTH)])
    (rating,) = book.rate([tl.Entry("growth", Growth(EAST, None))], roster=ROSTER, period=MAY, coverage=coverage)
    assert rating.verdict.flag == "待核实；北区未报或报送有误，位次可能变动"
    assert english(rating.verdict.flag) == "待核实; 北区: missing or faulty, so places may change"


@given(st.lists(st.integers(-3, 3) | st.none(), max_size=12))
def test_places_are_those_of_a_ranking(values: list[int | None]) -> None:
    """1-1-3: one more than those that do better; what lacks the fact has no place and takes none from another."""
    peers = Peers([Growth(EAST, None if value is None else Decimal(value)) for value in values])
    for record, value in zip(peers, values, strict=True):
        known = [one for one in values if one is not None]
        expected = None if value is None else 1 + sum(one > value for one in known)
        from_the_end = None if value is None else 1 + sum(one < value for one in known)
        assert (peers.place(record, "rate"), peers.place(record, "rate", lowest=True)) == (expected, from_the_end)


def test_alone_a_record_is_first_and_last() -> None:
    """`Theme.judge` without peers puts the record on a board of its own."""
    assert THEME.judge(Growth(EAST, Decimal(1))).because == AHEAD


def test_the_contract_draws_peers() -> None:
    """`check_theme` reaches every clause of a rule that compares, and none that only a crowd could."""
    theme = evolve(THEME, rule=lead, clauses=(AHEAD, BETWEEN))
    check_theme(theme, ROSTER)
    crowd = tl.Clause("P9", "千名之后")
    with pytest.raises(AssertionError, match="P9"):
        check_theme(evolve(theme, clauses=(*theme.clauses, crowd)), ROSTER)


def test_stored_ratings_keep_the_light_of_their_peers() -> None:
    """A stored rating does not hold its peers: read again, the light stands as it was given."""
    agency = tl.Agency("市督查室", "督查室", "市督查室", ROSTER)
    scheme = tl.Scheme(agency, BOOK, order=tl.Order(tl.most(tl.BLUE)), palette=tl.BLUE_YELLOW_RED)
    ratings = rated({EAST: 7, WEST: 9, NORTH: 5, SOUTH: 3})
    again = tl.interchange.from_json(tl.rules.Ratings, tl.interchange.to_json(ratings), scheme=scheme)
    assert lights(again) == lights(ratings)


def test_no_engine_is_asked_for_places() -> None:
    """A rule that cannot be said as a table says so when asked for frames, never a different answer."""
    pytest.importorskip("narwhals", reason="narwhals is not installed")
    from trafficlight import frames

    no_frame: Any = None
    with pytest.raises(ThemeError, match="Python"):
        frames.grouped(no_frame, evolve(THEME, rule=lead))
