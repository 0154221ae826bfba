"""The page's margins are one value: whatever a builder makes keeps to the page of its profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pytest
from attrs import evolve
from helpers.every_document import SIGNED, every_entry, every_rating
from helpers.office_ratings import AS_OF, SCHEME
from helpers.readword import part
from helpers.wordfile import W

import trafficlight as tl
from trafficlight import documents as td
from trafficlight.layout import OFFICIAL, OfficialProfile

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


def made(profile: OfficialProfile) -> Iterator[tuple[str, td.Document]]:
    """A document of every builder that takes a profile."""
    ratings = every_rating()
    scheme = crowded()
    plan = td.default_plan(scheme, scheme.rulebooks.at(AS_OF))
    annex = td.Part("附", [td.CountChart("sections"), td.ExplanationTable(), td.DeterminationTable()])
    plan = evolve(plan, parts=[*plan.parts, annex])
    deadline = dt.date(2023, 10, 13)
    reminder = td.reminders(SCHEME, ratings)[0]
    yield "ledger", td.ledger(SCHEME, ratings, as_of=AS_OF, profile=profile)
    yield "by leader", next(iter(td.ledgers_by_leader(SCHEME, ratings, as_of=AS_OF, profile=profile).values()))
    yield "by unit", next(iter(td.ledgers_by_unit(SCHEME, ratings, as_of=AS_OF, profile=profile).values()))
    yield "bulletin", td.bulletin(scheme, ratings, period=tl.Quarter(2023, 3), as_of=AS_OF, plan=plan, profile=profile)
    yield (
        "letter",
        td.reminder_letter(SCHEME, reminder, as_of=AS_OF, deadline=deadline, sign_off=SIGNED, profile=profile),
    )
    yield "sheet", td.sign_off_sheet(SCHEME, reminder, as_of=AS_OF, deadline=deadline, profile=profile)
    papers = td.reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=deadline, profile=profile)
    yield "papers", papers[0].document
    yield "form", td.collection_form(SCHEME, entries=every_entry(), profile=profile)
    yield "forms", next(iter(td.collection_forms(SCHEME, profile=profile).values()))


MADE: Final = dict(made(PROFILE))


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
