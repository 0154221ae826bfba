"""填报单位: the offices whose tables are typed: a bureau that works by the notice, an agency in English, and three cities."""

from __future__ import annotations

import enum
import sys
from typing import Final

from attrs import frozen

import trafficlight as tl
from helpers.office_sheets import ROSTER, THEMES
from helpers.scripts import EXAMPLES
from helpers.typed_files import Office
from trafficlight import testing
from trafficlight.model import Choice, Date, Items, StatedDate, Units, Whole

sys.path.insert(0, str(EXAMPLES / "cities"))

import guangyuan
import sanya
import yinchuan

NOTICE: Final = Office(THEMES, ROSTER, source=testing.names(min_size=2))
"""A blank 任务来源 is a fault by default (§4.27): none is drawn."""


class Confidence(enum.Enum):
    """How sure the delivery is."""

    HIGH = "Highly likely"
    LOW = "In doubt"


@frozen
class Project:
    """A row of the agency's portfolio."""

    name: str
    units: tuple[tl.Unit, ...]
    confidence: Confidence
    note: str = ""
    milestones: tuple[str, ...] = ()
    end: StatedDate | None = None
    staff: int | None = None


WORDS: Final = tl.Vocabulary("confidence", [(word.value, word) for word in Confidence], {"Red": Confidence.LOW})
ON_TIME: Final = tl.Clause("1", "A project in doubt is red.", "Portfolio")
PORTFOLIO: Final = tl.Theme(
    key="portfolio",
    title="Portfolio",
    record=Project,
    rule=lambda project: (
        tl.lit(tl.RED, because=ON_TIME) if project.confidence is Confidence.LOW else tl.unlit(because=ON_TIME)
    ),
    form=tl.Form(
        title="Projects of the Year",
        columns=(
            tl.serial("No."),
            tl.column("Project", "name", required=True, aliases=["Project name"]),
            tl.column("Departments", "units", kind=Units(), required=True),
            tl.column("Delivery confidence", "confidence", kind=Choice(WORDS), required=True),
            tl.column("Note", "note", may_lack=True),
            tl.column("Milestones", "milestones", kind=Items()),
            tl.column("End date", "end", kind=Date()),
            tl.column("Staff", "staff", kind=Whole()),
        ),
    ),
    clauses=(ON_TIME,),
    facts=("confidence",),
    subject="name",
)
DEPARTMENTS: Final = tl.Board(
    "departments",
    "Departments",
    [
        tl.RosterLine(tl.Unit("Transport"), aliases=("DfT",)),
        tl.RosterLine(tl.Unit("Health and Social Care"), aliases=("DHSC",)),
        tl.RosterLine(tl.Unit("Defence")),
    ],
)
ENGLISH: Final = Office([PORTFOLIO], tl.Roster([DEPARTMENTS]))
CITIES: Final = {
    city.__name__: Office(city.SCHEME.themes(), city.SCHEME.roster) for city in (guangyuan, sanya, yinchuan)
}
OFFICES: Final = {"notice": NOTICE, "english": ENGLISH, **CITIES}
