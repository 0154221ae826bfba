"""The page's margins are one value: whatever a builder makes keeps to the page of its profile."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from attrs import evolve
from helpers.every_document import SIGNED, every_entry, every_rating
from helpers.office_ratings import AS_OF, SCHEME
from helpers.readword import part
from helpers.wordfile import W

import trafficlight as tl
from trafficlight import documents as td
from trafficlight.errors import WrongType
from trafficlight.layout import OFFICIAL, Page

MARGINS: Final = {"top": 62, "bottom": 61, "left": 43, "right": 42}
PROFILE: Final = evolve(OFFICIAL, page=evolve(OFFICIAL.page, top=62, bottom=61, left=43, right=42))
TWIPS: Final = 1440 / 25.4
EMU: Final = 36000
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def crowded() -> tl.Scheme:
    """The office's scheme with a board of sixty units: its chart fills a page."""
    lines = [tl.RosterLine(tl.Unit(f"第{number}科")) for number in range(60)]
    board = tl.Board("sections", "各科", lines)
    roster = tl.Roster([*SCHEME.roster.boards, board])
    return evolve(SCHEME, agency=evolve(SCHEME.agency, roster=roster))


def builders() -> dict[str, Callable[[Any], td.Document]]:
    """Every builder that takes a profile."""
    ratings = every_rating()
    scheme = crowded()
    plan = td.default_plan(scheme, scheme.rulebooks.at(AS_OF))
    annex = td.Part("附", [td.CountChart("sections"), td.ExplanationTable(), td.DeterminationTable()])
    plan = evolve(plan, parts=[*plan.parts, annex])
    deadline = dt.date(2023, 10, 13)
    reminder = td.reminders(SCHEME, ratings)[0]
    letter = functools.partial(td.reminder_letter, SCHEME, reminder, as_of=AS_OF, deadline=deadline, sign_off=SIGNED)
    papers = functools.partial(td.reminder_letters, SCHEME, ratings, as_of=AS_OF, deadline=deadline)
    by_leader = functools.partial(td.ledgers_by_leader, SCHEME, ratings, as_of=AS_OF)
    by_unit = functools.partial(td.ledgers_by_unit, SCHEME, ratings, as_of=AS_OF)
    return {
        "ledger": lambda profile: td.ledger(SCHEME, ratings, as_of=AS_OF, profile=profile),
        "by leader": lambda profile: next(iter(by_leader(profile=profile).values())),
        "by unit": lambda profile: next(iter(by_unit(profile=profile).values())),
        "bulletin": lambda profile: td.bulletin(
            scheme, ratings, period=tl.Quarter(2023, 3), as_of=AS_OF, plan=plan, profile=profile
        ),
        "letter": lambda profile: letter(profile=profile),
        "sheet": lambda profile: td.sign_off_sheet(SCHEME, reminder, as_of=AS_OF, deadline=deadline, profile=profile),
        "papers": lambda profile: papers(profile=profile)[0].document,
        "form": lambda profile: td.collection_form(SCHEME, entries=every_entry(), profile=profile),
        "forms": lambda profile: next(iter(td.collection_forms(SCHEME, profile=profile).values())),
        "tables": lambda profile: td.text_document(tl.model.TextTable("甲", ("乙",), [("丙",)]), profile=profile),
    }


BUILDERS: Final = builders()
MADE: Final = {name: build(PROFILE) for name, build in BUILDERS.items()}


@pytest.mark.parametrize("name", BUILDERS)
def test_a_part_of_a_profile_is_refused(name: str) -> None:
    """A page that was given for the whole profile is refused where it is handed over, with what goes there."""
    with pytest.raises(
        WrongType, match=re.escape("profile= 应为 OfficialProfile，如 evolve(OFFICIAL, page=")
    ) as refusal:
        BUILDERS[name](Page(left=30))
    assert refusal.value.say("en").startswith("profile= takes an OfficialProfile, such as evolve(OFFICIAL, page=")


@pytest.mark.parametrize("name", MADE)
def test_everything_keeps_to_the_margins(name: str) -> None:
    """Sections have the margins, turned where they are landscape; tables are as wide as the text, charts fit it."""
    body = part(MADE[name].to_bytes(), "word/document.xml")
    sizes: list[tuple[float, float]] = []
    for section in body.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert size is not None
        assert margins is not None
        given = {side: round(int(margins.get(f"{W}{side}", "")) / TWIPS) for side in MARGINS}
        landscape = size.get(f"{W}orient") == "landscape"
        assert given == ({"top": 43, "right": 62, "bottom": 42, "left": 61} if landscape else MARGINS)
        sizes.append((297 - 62 - 61, 210 - 43 - 42) if landscape else (210 - 43 - 42, 297 - 62 - 61))
    for table in body.iter(f"{W}tbl"):
        if next(table.iterancestors(f"{W}txbxContent"), None) is None:
            width = sum(int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")) / TWIPS
            assert any(abs(width - wide) < 0.1 for wide, _ in sizes)
    for drawing in body.iter(f"{DRAWING}inline"):
        extent = drawing.find(f"{DRAWING}extent")
        assert extent is not None
        wide, high = (int(extent.get(side, "")) / EMU for side in ("cx", "cy"))
        assert any(abs(wide - text) < 0.1 and high < most for text, most in sizes)


def test_a_chart_grows_to_its_page() -> None:
    """A board of many units gets all that the page leaves below the titles, on any page."""
    scheme = crowded()
    standings = scheme.rank((), "sections")
    for profile in (OFFICIAL, PROFILE):
        chart = td.standings_chart(scheme.palette, standings, page=profile.page)
        assert chart.height == profile.page.text_height - 45
