"""Counts of every unit of the roster, those without a mark included (§3.4), and what counts where (§3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from helpers.refusals import refused
from helpers.sample_records import key_work_item, mutual_help_item
from helpers.small_office import COUNTIES, DEPARTMENTS, JINXIANG, OFFICE, PERSONNEL, ROSTER, RULEBOOK, ZOUCHENG

from trafficlight import BLUE, YELLOW, Agency, Board, Entry, Roster, RosterLine, Tallies, Tally, Unit, notice, tally
from trafficlight.errors import UnknownBoard, UnknownTheme, UnknownUnit
from trafficlight.model import Progress
from trafficlight.ranking import tally_by_theme

RATINGS = RULEBOOK.rate(
    [
        Entry("key_work", key_work_item(Progress.DONE, OFFICE, PERSONNEL)),
        Entry("key_work", key_work_item(Progress.DONE, OFFICE)),
        Entry("assistance", mutual_help_item(Progress.SLOW, OFFICE, JINXIANG)),
    ],
    roster=ROSTER,
)


def test_counts() -> None:
    """Every credited unit gets all marks of a rating; the others stand there with an empty tally, in roster order."""
    counted = tally(RATINGS, roster=ROSTER)
    assert dict(counted.rows) == {
        OFFICE: Tally({BLUE: 2, YELLOW: 1}),
        PERSONNEL: Tally.of(BLUE),
        Unit("秘书科"): Tally(),
        JINXIANG: Tally.of(YELLOW),
        ZOUCHENG: Tally(),
    }
    assert list(counted) == list(ROSTER)
    assert len(counted) == 5
    assert ZOUCHENG in counted
    assert Unit("信息科") not in counted
    with pytest.raises(UnknownUnit, match="没有单位“信息科”；可用：办公室、人事科"):
        counted[Unit("信息科")]
    assert counted.total == Tally({BLUE: 3, YELLOW: 2})


def test_themes_apart() -> None:
    """The same, apart for each theme, in the order in which they came."""
    apart = tally_by_theme(RATINGS, roster=ROSTER)
    assert list(apart) == ["key_work", "assistance"]
    assert apart["assistance"][OFFICE] == Tally.of(YELLOW)
    assert apart["key_work"][JINXIANG] == Tally()


def test_what_counts_for_whom() -> None:
    """A caller may say which themes count for which unit (§3.9)."""
    counted = tally(RATINGS, roster=ROSTER, counts=lambda theme, unit: (theme, unit) == ("key_work", OFFICE))
    assert counted.total == counted[OFFICE] == Tally.of(BLUE, 2)


def test_ratings_of_another_office() -> None:
    """A rating of a unit that the roster lacks would be lost; it is an error."""
    with pytest.raises(UnknownUnit, match="没有单位“办公室”；可用：金乡县审计局、邹城市审计局"):
        tally(RATINGS, roster=Roster([COUNTIES]))


def test_unknown_unit() -> None:
    """A unit that was not counted is an error, not a zero."""
    with pytest.raises(UnknownUnit, match="没有单位“信息科”") as caught:
        tally(RATINGS, roster=ROSTER)[Unit("信息科")]
    assert isinstance(caught.value, LookupError)


def test_a_unit_twice() -> None:
    """Tallies that a host puts together may not name a unit twice."""
    with refused(ValueError, match="twice"):
        Tallies([(OFFICE, Tally()), (OFFICE, Tally.of(BLUE))])


# --- which themes count on which board (§3.9) -------------------------------------------------------------------------

AGENCY = Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER)


def test_by_default_every_theme_counts() -> None:
    """Default: every theme whose rows name a unit of the board (§3.9)."""
    assert notice.scheme(AGENCY, RULEBOOK).tally(RATINGS) == tally(RATINGS, roster=ROSTER)


def test_counted_themes_are_configuration() -> None:
    """A board may count some themes only; the others are not touched (§3.9)."""
    counted = notice.scheme(AGENCY, RULEBOOK, counted={"departments": ["key_work"]}).tally(RATINGS)
    assert counted[OFFICE] == Tally.of(BLUE, 2)
    assert counted[JINXIANG] == Tally.of(YELLOW)
    none = notice.scheme(AGENCY, RULEBOOK, counted={"counties": []}).tally(RATINGS)
    assert none[JINXIANG] == Tally()
    assert none[OFFICE] == Tally({BLUE: 2, YELLOW: 1})


def test_counted_names_must_exist() -> None:
    """A board or theme that does not exist is an error, not a silent nothing."""
    with pytest.raises(UnknownBoard, match="没有榜“towns”"):
        notice.scheme(AGENCY, RULEBOOK, counted={"towns": ["key_work"]})
    with pytest.raises(UnknownTheme, match="没有主题“petitions”"):
        notice.scheme(AGENCY, RULEBOOK, counted={"departments": ["petitions"]})


def test_a_scheme_ranks_its_boards() -> None:
    """“分别进行‘蓝黄红’排名” (N4.2): a scheme knows order, ties and boards."""
    scheme = notice.scheme(AGENCY, RULEBOOK)
    assert [(row.place, row.unit) for row in scheme.rank(RATINGS, "counties")] == [(1, JINXIANG), (2, ZOUCHENG)]
    assert scheme.board("departments") is DEPARTMENTS
    assert [board.key for board in scheme.boards] == ["departments", "counties"]


def test_two_agencies_in_one_process() -> None:
    """Nothing is shared: another agency's roster and counts are its own."""
    other = Roster([Board("offices", "水务局", [RosterLine(Unit("办公室")), RosterLine(Unit("河长办"))])])
    assert tally([], roster=other) != tally([], roster=ROSTER)
    assert tally(RATINGS[1:2], roster=other)[OFFICE] == Tally.of(BLUE)


def test_tallies_are_a_mapping() -> None:
    """From units to tallies, in roster order; a unit that does not stand there is an `UnknownUnit`, a text a mistake."""
    counted = tally(RATINGS, roster=ROSTER)
    assert isinstance(counted, Mapping)
    assert dict(counted) == dict(counted.rows)
    assert (counted.get(Unit("信息科")), counted.get(OFFICE)) == (None, counted[OFFICE])
    name: Any = "办公室"
    for ask in (lambda: counted[name], lambda: name in counted):
        with refused(TypeError, match="a roster finds a unit by its name"):
            ask()


def test_tallies_are_added() -> None:
    """Unit by unit, over the units of both; several by `sum`."""
    counted = tally(RATINGS, roster=ROSTER)
    more = Tallies([(Unit("信息科"), Tally.of(BLUE)), (OFFICE, Tally.of(YELLOW, 2))])
    added = counted + more
    assert list(added) == [*ROSTER, Unit("信息科")]
    assert (added[OFFICE], added[Unit("信息科")], added[PERSONNEL]) == (
        Tally({BLUE: 2, YELLOW: 3}),
        Tally.of(BLUE),
        counted[PERSONNEL],
    )
    assert sum([counted, more], Tallies([])) == added
    with pytest.raises(TypeError):
        counted + {OFFICE: Tally()}  # type: ignore[operator]  # what is tested


def test_tallies_of_a_scheme_print_by_its_palette() -> None:
    """蓝黄红, not by the keys of the marks."""
    counted = notice.scheme(AGENCY, RULEBOOK).tally(
        RULEBOOK.rate(
            [Entry("key_work", key_work_item(step, OFFICE)) for step in Progress],
            roster=ROSTER,
        )
    )
    assert str(counted[OFFICE]) == str(counted.total) == "蓝1 黄1 红1"
