"""An engine lights, counts, places and moves as the records do: one declaration of a rule, one answer."""

from __future__ import annotations

import datetime as dt
import enum
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pytest
from attrs import evolve, frozen
from helpers.engines import CLUSTERS, ENGINES, rows_of, table
from helpers.refusals import refused
from helpers.small_office import COUNTIES, DEPARTMENTS, ROSTER, RULEBOOK
from hypothesis import given, settings
from hypothesis import strategies as st

from trafficlight import BLUE, BLUE_YELLOW_RED, YELLOW, Clause, Form, Order, Quarter, Tally, Theme, column
from trafficlight.errors import NoEvidence, ThemeError
from trafficlight.frames import absent, determination_rows, determined, grouped, lit, moved, placed, tallied, unit_rows
from trafficlight.model import Palette, Person, Unit
from trafficlight.notice import recognitions
from trafficlight.ranking import Better, Tallies, Ties, highest, most, movement, rank, tally
from trafficlight.rules import (
    Case,
    Coverage,
    DecisionTable,
    Determination,
    Entry,
    Past,
    Rating,
    Tabular,
    Verdict,
    where,
)
from trafficlight.testing import entries, orders, records, tallies

TABULAR: Final = [theme for theme in RULEBOOK if theme.key != "investment"]
KEY_WORK: Final = RULEBOOK.theme("key_work")
UNITS: Final = unit_rows(DEPARTMENTS, COUNTIES)
UNIT_COLUMNS: Final = {"unit": str, "board": str, "position": int}
FACTS: Final = {"progress": str, "certified": bool, "rank": int, "recognised": int, "won": int, "planned": int}
SCORE: Final = "score_millionths"
SCORES_OF: Final = {"score_millionths": int, "scored": int}
LIGHTS: Final = {"light_blue": int, "light_yellow": int, "light_red": int}
ASKED: Final = int(os.environ.get("TRAFFICLIGHT_EXAMPLES", "0"))
SOME: Final = settings(
    max_examples=ASKED or (5 if CLUSTERS else 15)
)  # engines are slow on a few rows, and there are five
ORDERS: Final = orders()
ONE: Final = next(iter(ENGINES.values()))
ENGINE: Final = pytest.mark.parametrize("engine", ENGINES)


def facts(theme: Theme[Any], record: Any) -> dict[str, Any]:
    """A record's facts as a frame holds them: the values of words, and counted items."""
    rule: Any = theme.rule
    found = {name: getattr(record, name) for name in rule.decision_table.fields}
    for name in ("won", "planned"):
        if name in found:
            found[name] = len(found[name])
    if "recognised" in found and found["recognised"] is None:
        found["recognised"] = sum(recognitions(item, rule.authority)[0] for item in record.won)
    return {name: value.value if isinstance(value, enum.Enum) else value for name, value in found.items()}


def columns(theme: Theme[Any]) -> dict[str, type]:
    """The columns of a theme's frame."""
    rule: Any = theme.rule
    return {"unit": str, "serial": int, **{name: FACTS[name] for name in rule.decision_table.fields}}


def lights(marks: Tally, palette: Palette = BLUE_YELLOW_RED) -> dict[str, int]:
    """A tally as a frame's columns."""
    return {f"light_{mark.key}": marks[mark] for mark in palette}


def score(marks: Tally) -> dict[str, int]:
    """The columns of scores."""
    return {SCORE: int(marks.score.scaleb(6)), "scored": int(marks.has_score)}


def tallies_of(rows: Sequence[Mapping[str, Any]]) -> Tallies:
    """What a frame counted, as tallies."""
    return Tallies(
        (
            Unit(row["unit"]),
            Tally(
                {mark: row[f"light_{mark.key}"] for mark in BLUE_YELLOW_RED},
                score=Decimal(row[SCORE]).scaleb(-6) if row.get("scored") else None,
            ),
        )
        for row in rows
    )


def test_what_can_be_a_table() -> None:
    """All themes of the notice but 招商引资, which reads what its texts say, can be said as tables."""
    rules: list[object] = [theme.rule for theme in RULEBOOK]
    assert [isinstance(rule, Tabular) for rule in rules] == [theme in TABULAR for theme in RULEBOOK]


@ENGINE
@SOME
@given(st.data())
def test_lights_and_counts(engine: str, data: st.DataObject) -> None:
    """Each row has the record's marks and clause, or none where the record is refused; the counts are those of `tally`."""
    theme = data.draw(st.sampled_from(TABULAR))
    period = data.draw(st.sampled_from([None, Quarter(2023, 3), Quarter(2023, 4)]))
    drawn = data.draw(st.lists(records(theme, ROSTER), max_size=5))
    rows: list[dict[str, Any]] = []
    expected: list[tuple[dict[str, int], str]] = []
    rated: list[Rating[Any]] = []
    for serial, record in enumerate(drawn, 1):
        try:
            verdict = theme.judge(record, Past(period))
            expected += [(lights(verdict.marks), verdict.because.id)] * len(theme.credited(record))
            rated.append(Rating(theme, RULEBOOK.edition, theme.credited(record), verdict, record))
        except NoEvidence:
            expected += [(lights(Tally()), "")] * len(theme.credited(record))
        rows += [{"unit": unit.name, "serial": serial, **facts(theme, record)} for unit in theme.credited(record)]
    make = ENGINES[engine]
    frame = make(table([{**row, "at": at} for at, row in enumerate(rows)], {**columns(theme), "at": int}))
    out = lit(frame, theme, palette=BLUE_YELLOW_RED, period=period)
    assert [({name: row[name] for name in LIGHTS}, row["clause"]) for row in rows_of(out, "at")] == expected
    few = lit(grouped(frame, theme), theme, palette=BLUE_YELLOW_RED, period=period)
    counted, alike = (
        rows_of(tallied(make(table(UNITS, UNIT_COLUMNS)), one, palette=BLUE_YELLOW_RED), "board", "position")
        for one in (out, few)
    )
    assert counted == alike
    by_records = tally(rated, roster=ROSTER)
    assert tallies_of(counted) == Tallies((unit, by_records[unit]) for unit in (Unit(row["unit"]) for row in counted))
    assert sum(row["unrated"] for row in counted) == sum(clause == "" for _, clause in expected)


@ENGINE
@SOME
@given(st.data())
def test_places(engine: str, data: st.DataObject) -> None:
    """Every unit has the place that `rank` gives it, by every way with ties, and the same criterion decides."""
    order, ties = data.draw(ORDERS), data.draw(st.sampled_from(Ties))
    counts = [data.draw(tallies(max_count=2)) for _ in UNITS]
    rows = [{**unit, **lights(count), **score(count)} for unit, count in zip(UNITS, counts, strict=True)]
    out = rows_of(
        placed(ENGINES[engine](table(rows, {**UNIT_COLUMNS, **LIGHTS, **SCORES_OF})), order, ties=ties),
        "board",
        "position",
    )
    found = {row["unit"]: (row["place"], row["decided_by"]) for row in out}
    for board in (DEPARTMENTS, COUNTIES):
        for row in rank(tallies_of(rows), board=board, order=order, ties=ties).rows:
            decided = row.reason.by.label if row.reason is not None and row.reason.by is not None else ""
            assert found[row.unit.name] == (row.place, decided)


@ENGINE
@SOME
@given(st.data())
def test_movement(engine: str, data: st.DataObject) -> None:
    """Each unit of either period moves as `movement` says."""
    order = data.draw(ORDERS)
    periods = [data.draw(st.dictionaries(st.sampled_from("甲乙丙丁"), tallies(max_count=2))) for _ in range(2)]
    before, after = (
        ENGINES[engine](
            table(
                [{"unit": name, **lights(count), **score(count)} for name, count in one.items()],
                {"unit": str, **LIGHTS, **SCORES_OF},
            )
        )
        for one in periods
    )
    by_values = movement(*periods, order=order)
    expected = {move.subject: "improved" for move in by_values.improved}
    expected |= {move.subject: "worsened" for move in by_values.worsened}
    for word in ("unchanged", "entered", "left"):
        expected |= dict.fromkeys(getattr(by_values, word), word)
    assert {row["unit"]: row["movement"] for row in rows_of(moved(before, after, order), "unit")} == expected


@ENGINE
def test_movement_by_place(engine: str) -> None:
    """Where both frames have places, another place is a move with the same counts too, as with two `Standings`."""

    def frame(*places: int) -> Any:
        rows = [
            {"unit": name, **lights(Tally()), **score(Tally()), "place": place}
            for name, place in zip("甲乙丙", places, strict=True)
        ]
        return ENGINES[engine](table(rows, {"unit": str, **LIGHTS, SCORE: int, "place": int}))

    found = rows_of(moved(frame(1, 2, 3), frame(1, 3, 2), Order(most(BLUE))), "unit")
    assert {row["unit"]: row["movement"] for row in found} == {"甲": "unchanged", "乙": "worsened", "丙": "improved"}


@ENGINE
@SOME
@given(st.data())
def test_absence(engine: str, data: st.DataObject) -> None:
    """A unit without a row is red as `rate` has it, where its absence speaks (§3.4), and nobody else is."""
    theme = data.draw(st.sampled_from([theme for theme in TABULAR if theme.absence is not None]))
    drawn = data.draw(st.lists(entries(theme, ROSTER), max_size=4))
    drawn = [evolve(entry, record=evolve(entry.record, recognised=None)) for entry in drawn]
    coverage = Coverage.received([theme])
    ratings = RULEBOOK.rate(drawn, roster=ROSTER, coverage=coverage)
    rows = [{"unit": unit.name, **facts(theme, one.record)} for one in drawn for unit in theme.credited(one.record)]
    make = ENGINES[engine]
    out = lit(make(table(rows, columns(theme))), theme, palette=BLUE_YELLOW_RED)
    found = rows_of(absent(out, make(table(UNITS, UNIT_COLUMNS)), theme, palette=BLUE_YELLOW_RED), "unit")
    together = tallied(
        make(table(UNITS, UNIT_COLUMNS)),
        out,
        absent(out, make(table(UNITS, UNIT_COLUMNS)), theme, palette=BLUE_YELLOW_RED),
        palette=BLUE_YELLOW_RED,
    )
    by_records = tally(ratings, roster=ROSTER)
    assert all(
        lights(by_records[Unit(row["unit"])]) == {name: row[name] for name in LIGHTS}
        for row in rows_of(together, "unit")
    )
    lacking = [one for one in ratings if one.record is None]
    assert theme.absence is not None
    assert sorted(row["unit"] for row in found) == sorted(one.units[0].name for one in lacking)
    assert all(row["clause"] == theme.absence.verdict.because.id and row["light_red"] == 1 for row in found)


@ENGINE
@SOME
@given(st.data())
def test_determinations(engine: str, data: st.DataObject) -> None:
    """A decision on a number and a unit changes that unit's light there alone; one about another light is disputed (§4.33)."""
    theme = next(theme for theme in TABULAR if theme.key == "key_work")
    drawn: list[Entry[Any]] = data.draw(st.lists(entries(theme, ROSTER), min_size=1, max_size=4))
    numbered = [evolve(entry, serial=number) for number, entry in enumerate(drawn, 1)]
    ratings = RULEBOOK.rate(numbered, roster=ROSTER)
    one = data.draw(st.sampled_from(list(ratings)))
    decided = data.draw(tallies(max_count=2, scored=False))
    computed = data.draw(st.sampled_from([one.verdict.marks, decided]))
    decision = Determination(
        theme.key, computed, decided, Person("甲"), dt.date(2023, 9, 1), "核实", serial=one.serial, unit=one.units[-1]
    )
    rows = [
        {"unit": unit.name, "serial": each.serial, **facts(theme, each.record)}
        for each in ratings
        for unit in each.units
    ]
    make = ENGINES[engine]
    told = {"theme": str, "serial": int, "unit": str, **LIGHTS, **{f"from_{name}": int for name in LIGHTS}}
    decisions = make(table(determination_rows([decision], palette=BLUE_YELLOW_RED), told))
    out = determined(
        lit(make(table(rows, columns(theme))), theme, palette=BLUE_YELLOW_RED), decisions, palette=BLUE_YELLOW_RED
    )
    fits = computed == one.verdict.marks
    for row in rows_of(out, "serial", "unit"):
        meant = row["serial"] == one.serial and row["unit"] == one.units[-1].name
        rating = ratings[row["serial"] - 1]
        marks = decided if meant and fits else rating.verdict.marks
        assert {name: row[name] for name in LIGHTS} == lights(marks)
        assert bool(row["disputed"]) == (meant and not fits)


@frozen
class Growth:
    """A criterion of an agency's own."""

    label: str = "增幅"
    better: Better = Better.MORE

    def value(self, tally: Tally) -> int:
        """Nothing that a frame counts."""
        return tally.total


@frozen
class Facts:
    """A record with a fact of each type that an engine holds."""

    unit: Unit
    number: Decimal | None
    text: str
    flag: bool | None


class Shape(enum.Enum):
    """A word that a text may be, too: an engine holds both as the same text."""

    A = "乙"


NUMBERS: Final = st.sampled_from([Decimal(text) for text in ("-1", "0", "0.1", "0.3", "1", "94.9", "95", "95.1")])
CONDITIONS: Final = st.one_of(
    st.builds(
        lambda ask, value: getattr(where("number"), ask)(value),
        st.sampled_from(["equals", "at_least", "more_than", "at_most", "less_than"]),
        NUMBERS,
    ),
    st.sampled_from("甲乙x").map(where("text").equals),
    st.builds(
        lambda name, value: where(name).equals(value),
        st.sampled_from(["flag", "number"]),
        st.sampled_from([True, False, 1]),
    ),
    st.builds(
        lambda name, ask: getattr(where(name), ask)(),
        st.sampled_from(["number", "text", "flag"]),
        st.sampled_from(["is_blank", "is_filled"]),
    ),
)
SCORES: Final = st.none() | st.decimals(-1000, 1000, places=6) | st.integers(-100, 100)
CLAUSES: Final = [Clause(str(number), "条") for number in range(4)]
FORM: Final = Form("表", [column(name, name, required=True) for name in ("unit", "number", "text", "flag")])


@ENGINE
@settings(max_examples=ASKED or (10 if CLUSTERS else 40))
@given(st.data())
def test_any_table(engine: str, data: st.DataObject) -> None:
    """Whatever a table asks of numbers, texts and yes or no, also where a fact is not there or is no number; scores add up exactly."""
    cases = [
        Case(
            Verdict(data.draw(tallies(max_count=2, scored=False)), clause, score=data.draw(SCORES)),
            *data.draw(st.lists(CONDITIONS, min_size=1, max_size=3)),
        )
        for clause in CLAUSES[: data.draw(st.integers(1, 4))]
    ]
    theme: Theme[Any] = Theme("facts", "表", Facts, DecisionTable(*cases), FORM, CLAUSES)
    drawn = data.draw(
        st.lists(
            st.builds(
                Facts,
                st.just(Unit("办公室")),
                st.none() | NUMBERS,
                st.sampled_from(["", "甲", "乙", "x"]),
                st.none() | st.booleans(),
            ),
            max_size=6,
        )
    )
    expected, points = [], []
    for record in drawn:
        try:
            verdict = theme.judge(record)
            expected.append((lights(verdict.marks), verdict.because.id, 0))
            points.append((verdict.tally.score, verdict.tally.has_score))
        except NoEvidence:
            expected.append((lights(Tally()), "", 1))
            points.append((Decimal(0), False))
    no_number = data.draw(st.sampled_from([None, float("nan")]))
    rows = [
        {
            "at": at,
            "unit": record.unit.name,
            "number": no_number if record.number is None else float(record.number),
            "text": record.text,
            "flag": record.flag,
        }
        for at, record in enumerate(drawn)
    ]
    frame = ENGINES[engine](table(rows, {"at": int, "unit": str, "number": float, "text": str, "flag": bool}))
    made = lit(frame, theme, palette=BLUE_YELLOW_RED)
    out = rows_of(made, "at")
    assert [({name: row[name] for name in LIGHTS}, row["clause"], row["unrated"]) for row in out] == expected
    assert [(Decimal(row.get(SCORE, 0)).scaleb(-6), bool(row.get("scored", 0))) for row in out] == points
    units = ENGINES[engine](table([{"unit": "办公室", "board": "departments", "position": 0}], UNIT_COLUMNS))
    nothing = lit(ENGINES[engine](table([], columns(KEY_WORK))), KEY_WORK, palette=BLUE_YELLOW_RED)
    (row,) = rows_of(tallied(units, made, nothing, palette=BLUE_YELLOW_RED), "unit")
    assert Decimal(row.get(SCORE, 0)).scaleb(-6) == sum(score for score, _ in points)
    assert row.get("scored", 0) == sum(has for _, has in points)


def test_a_rule_in_python_says_so() -> None:
    """招商引资 reads what its texts say: no engine rates it, and it never answers otherwise than the record does."""
    frame = ONE(table([], {"unit": str, "progress": str}))
    with refused(ThemeError, match="DecisionTable"):
        lit(frame, RULEBOOK.theme("investment"), palette=BLUE_YELLOW_RED)


def test_what_lacks_is_named() -> None:
    """A column that the rule asks for, a mark without a column, an order by points, a decision without a number."""
    units = ONE(table(UNITS, UNIT_COLUMNS))
    with refused(ThemeError, match="progress"):
        lit(units, RULEBOOK.theme("key_work"), palette=BLUE_YELLOW_RED)
    frame = ONE(table([], {"unit": str, "progress": str}))
    with refused(ThemeError, match="红"):
        lit(frame, RULEBOOK.theme("key_work"), palette=Palette([BLUE, YELLOW]))
    with refused(ThemeError, match=SCORE):
        placed(units, Order(highest()))
    with refused(ThemeError, match="增幅"):
        placed(units, Order(Growth()))
    with refused(ThemeError, match="without a row"):
        absent(frame, units, RULEBOOK.theme("key_work"), palette=BLUE_YELLOW_RED)
    decision = Determination("key_work", Tally(), Tally.of(BLUE), Person("甲"), dt.date(2023, 9, 1), "核实")
    with refused(ThemeError, match="number and unit"):
        determination_rows([decision], palette=BLUE_YELLOW_RED)
    again = evolve(decision, serial=1, unit=Unit("办公室"))
    with refused(ThemeError, match="once"):
        determination_rows([again, again], palette=BLUE_YELLOW_RED)
    with refused(ThemeError, match="nothing to count"):
        tallied(units, palette=BLUE_YELLOW_RED)


@ENGINE
def test_a_unit_on_two_boards(engine: str) -> None:
    """It is absent once, and has on each board the lights of the themes that count there."""
    theme, other = RULEBOOK.theme("reform_bureau"), RULEBOOK.theme("key_work")
    both = [{"unit": "甲", "board": board, "position": 0} for board in ("departments", "second")]
    make = ENGINES[engine]
    units = make(table(both, UNIT_COLUMNS))
    nothing = lit(make(table([], columns(theme))), theme, palette=BLUE_YELLOW_RED)
    assert theme.absence is not None
    wide = evolve(theme, absence=evolve(theme.absence, boards=("departments", "second")))
    red_once = absent(nothing, units, wide, palette=BLUE_YELLOW_RED)
    assert [row["unit"] for row in rows_of(red_once, "unit")] == ["甲"]
    done = make(table([{"unit": "甲", "progress": "已办结"}], columns(other)))
    counted = {"departments": [theme.key], "second": [other.key]}
    out = tallied(units, red_once, lit(done, other, palette=BLUE_YELLOW_RED), palette=BLUE_YELLOW_RED, counted=counted)
    assert [(row["board"], row["light_blue"], row["light_red"]) for row in rows_of(out, "board")] == [
        ("departments", 0, 1),
        ("second", 1, 0),
    ]


@ENGINE
def test_a_word_and_its_text_light_once(engine: str) -> None:
    """A row that asks for a word and one that asks for its text are met by one text: the first decides, and no other."""
    first, second = Verdict(Tally.of(BLUE), CLAUSES[0]), Verdict(Tally.of(BLUE), CLAUSES[1])
    cases = Case(first, where("text").equals(Shape.A)), Case(second, where("text").equals("乙"))
    theme: Theme[Any] = Theme("facts", "表", Facts, DecisionTable(*cases), FORM, CLAUSES)
    frame = ENGINES[engine](table([{"unit": "甲", "text": "乙"}], {"unit": str, "text": str}))
    (row,) = rows_of(lit(frame, theme, palette=BLUE_YELLOW_RED), "unit")
    assert (row["light_blue"], row["clause"]) == (1, CLAUSES[0].id)


def test_a_column_without_a_type_is_refused() -> None:
    """pandas makes objects of yes, no and gaps, and holds yes to be 1: the error says how to give the column a type."""
    untyped = table([{"unit": "甲", "flag": True}, {"unit": "甲"}], {"unit": str, "flag": bool}).to_pandas()
    rule = DecisionTable(Case(Verdict(Tally.of(BLUE), CLAUSES[0]), where("flag").equals(1)))
    theme: Theme[Any] = Theme("facts", "表", Facts, rule, FORM, CLAUSES)
    with refused(ThemeError, match="convert_dtypes"):
        lit(untyped, theme, palette=BLUE_YELLOW_RED)


@ENGINE
def test_a_number_is_met_as_whole_and_as_a_fraction(engine: str) -> None:
    """Where all cases ask what one number equals, whole numbers and fractions stand among them."""
    cases = [
        Case(Verdict(Tally.of(BLUE), CLAUSES[0]), where("number").equals(1)),
        Case(Verdict(Tally.of(YELLOW), CLAUSES[1]), where("number").equals(Decimal("0.1"))),
    ]
    theme: Theme[Any] = Theme("facts", "表", Facts, DecisionTable(*cases), FORM, CLAUSES)
    rows = [{"at": at, "unit": "甲", "number": number} for at, number in enumerate((1.0, 0.1, 0.3, None))]
    frame = ENGINES[engine](table(rows, {"at": int, "unit": str, "number": float}))
    found = rows_of(lit(frame, theme, palette=BLUE_YELLOW_RED), "at")
    assert [(row["clause"], row["unrated"]) for row in found] == [("0", 0), ("1", 0), ("", 1), ("", 1)]
