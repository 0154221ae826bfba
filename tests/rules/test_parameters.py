"""参数: an office changes a figure in its file, with its date; what is stated and read by nobody, or not in time, is a fault."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from helpers.small_office import OFFICE, ROSTER

import trafficlight as tl
from trafficlight.errors import AgencyFileError
from trafficlight.interchange import from_json, load_agency, loads_agency, to_json
from trafficlight.model import Parameter, Progress
from trafficlight.rules import Parameters, dated_rulebooks

LIMIT = "performance_assessment.limit"
START, LATER = dt.date(2023, 8, 3), dt.date(2024, 1, 1)
AGENCY = Path(__file__).parents[2] / "examples" / "jining" / "agency.toml"


def rules(figures: Parameters) -> tl.Rulebook:
    """The year's assessment, its limit as stated."""
    return tl.Rulebook("办法", START, [tl.notice.performance_assessment(limit=figures.whole(LIMIT))])


def stated(*pairs: tuple[str, object, dt.date]) -> list[Parameter]:
    """Figures of a file."""
    return [Parameter(name, value, since) for name, value, since in pairs]  # type: ignore[arg-type]  # of any type


def test_an_edition_for_each_day_from_which_a_figure_changes() -> None:
    """The ninth is blue in 2023 and unlit in 2024, when the limit is 8; each edition has a digest of its own."""
    books = dated_rulebooks(stated((LIMIT, 10, START), (LIMIT, 8, LATER)), rules)
    assert [(book.id, book.effective) for book in books.editions] == [("办法", START), ("办法（2024-01-01起）", LATER)]
    assert len({book.edition.digest for book in books.editions}) == 2
    english = dated_rulebooks(
        stated((LIMIT, 10, START), (LIMIT, 8, LATER)), rules, later=lambda id, since: f"{id} since {since}"
    )
    assert english.latest.id == "办法 since 2024-01-01"
    ninth = tl.notice.AssessmentIndicator("指标", "", "", "", Progress.DONE, "", (OFFICE,), rank=9)
    entry = tl.Entry("performance_assessment", ninth)
    lit = [books.at(day).rate([entry], roster=ROSTER)[0].marks for day in (dt.date(2023, 12, 31), LATER)]
    assert lit == [tl.Tally.of(tl.BLUE), tl.Tally()]


def test_a_figure_of_before_is_in_force_from_the_start() -> None:
    """A figure may be older than the rules; the same figures give the same edition as a rulebook without them."""
    (book,) = dated_rulebooks(stated((LIMIT, 10, dt.date(2020, 1, 1))), rules).editions
    plain = tl.Rulebook("办法", START, [tl.notice.performance_assessment()])
    assert book.edition.id == plain.edition.id
    assert book.themes[0].clauses == plain.themes[0].clauses


@pytest.mark.parametrize(
    ("figures", "path", "problem"),
    [
        (stated((LIMIT, 10, START), ("weight", 3, START)), "parameters[1].name", "没有规则用到“weight”"),
        (stated((LIMIT, 10, LATER)), "parameters[0].since", "自 2024-01-01 起才有取值，2023-08-03 至该日没有"),
        (stated((LIMIT, 10, START), (LIMIT, 8, START)), "parameters[1].since", "已见于 parameters[0]"),
        (stated((LIMIT, "十", START)), "parameters[0].value", "应为整数，而不是“十”"),
        (stated((LIMIT, True, START)), "parameters[0].value", "应为整数"),
        (stated(("performance_assesment.limit", 10, START)), "parameters", "是否“performance_assesment.limit”"),
        ([], "parameters", f"规则要用“{LIMIT}”，文件中没有"),
    ],
    ids=["unread", "gap in time", "twice", "no number", "no number either", "a slip", "none"],
)
def test_faults_have_their_path(figures: list[Parameter], path: str, problem: str) -> None:
    """Where the figure stands in the file, and what is wrong with it, in both languages."""
    with pytest.raises(AgencyFileError) as caught:
        dated_rulebooks(figures, rules)
    told = dict(caught.value.problems)
    assert problem in told.pop(path)
    assert {*told} == ({"parameters[0].name"} if path == "parameters" and figures else set())  # a slip has two sides
    assert "“" in caught.value.say("en")


def test_all_faults_come_at_once() -> None:
    """One that is read by nobody, and one that comes too late."""
    with pytest.raises(AgencyFileError) as caught:
        dated_rulebooks(stated((LIMIT, 10, LATER), ("weight", 3, START)), rules)
    assert [where for where, _ in caught.value.problems] == ["parameters[1].name", "parameters[0].since"]


def test_every_figure_that_is_missing_is_told_at_once() -> None:
    """A rule that reads four figures, of which one is there: the other three are told together, and the one of another type."""

    def many(figures: Parameters) -> tl.Rulebook:
        limit = figures.whole(LIMIT) + figures.whole("a") + int(figures.number("b")) + len(figures.text("c"))
        return tl.Rulebook("办法", START, [tl.notice.performance_assessment(limit=limit)])

    with pytest.raises(AgencyFileError) as caught:
        dated_rulebooks(stated((LIMIT, "十", START), ("weight", 3, START)), many)
    assert [(where, told.split("“")[1].split("”")[0]) for where, told in caught.value.problems] == [
        ("parameters[0].value", "十"),
        ("parameters", "a"),
        ("parameters", "b"),
        ("parameters", "c"),
        ("parameters[1].name", "weight"),
    ]


def test_what_stands_in_hides_no_crash() -> None:
    """A rule that refuses its own figures is refused as ever: only what comes of a missing one is passed over."""

    def never(figures: Parameters) -> tl.Rulebook:
        raise ZeroDivisionError(figures.whole(LIMIT))

    with pytest.raises(ZeroDivisionError):
        dated_rulebooks(stated((LIMIT, 10, START)), never)
    with pytest.raises(AgencyFileError):
        dated_rulebooks([], never)


def test_kinds_of_figures() -> None:
    """A whole number, a decimal one as it was written, a word, yes or no."""
    figures = Parameters(
        stated(("a", 3, START), ("b", 0.35, START), ("c", "lead", START), ("d", False, START), ("e", 1, LATER)), START
    )
    assert (figures.whole("a"), figures.number("b"), figures.text("c"), figures.flag("d")) == (
        3,
        Decimal("0.35"),
        "lead",
        False,
    )
    assert figures.number("a") == 3
    assert dict(figures) == {"a": 3, "b": Decimal("0.35"), "c": "lead", "d": False}
    assert figures.read == {"a", "b", "c", "d"}
    for one in figures.stated:
        assert from_json(Parameter, to_json(one)) == one


def test_jining_states_the_notice_s_figures_in_its_file() -> None:
    """前10名 stands in agency.toml, with its date and clause; a clerk who writes 8 from 2024 changes the rules."""
    agency = load_agency(AGENCY)
    (limit,) = [one for one in agency.parameters if one.name == LIMIT]
    assert (limit.value, limit.since, limit.clause) == (10, START, "附件4二1备注1")
    changed = (
        AGENCY.read_text(encoding="utf-8") + f'\n[[parameters]]\nname = "{LIMIT}"\nvalue = 8\nsince = 2024-01-01\n'
    )
    assert [one.value for one in loads_agency(changed).parameters] == [10, 8]
    with pytest.raises(AgencyFileError, match=r"parameters\[1\]\.since"):
        loads_agency(changed.replace("since = 2024-01-01", 'since = "2024"'))
