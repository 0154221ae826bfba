"""The UK Government Major Projects Portfolio as a scheme: five lights, one theme, an order of its own.

Another agency entirely: nothing here is known to the library, and nothing in the library was made for it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from attrs import frozen

import trafficlight as tl

GREEN: Final = tl.Mark("green", "Green", "00B050")
AMBER_GREEN: Final = tl.Mark("amber_green", "Amber/Green", "92D050")
AMBER: Final = tl.Mark("amber", "Amber", "FFC000")
AMBER_RED: Final = tl.Mark("amber_red", "Amber/Red", "ED7D31")
RED: Final = tl.Mark("red", "Red", "C00000")
FIVE_STEPS: Final = tl.Palette([GREEN, AMBER_GREEN, AMBER, AMBER_RED, RED])

WORST_FIRST: Final = tl.Order(
    tl.fewest(RED),
    tl.fewest(AMBER_RED),
    tl.fewest(AMBER),
    tl.most(GREEN),
    tl.most(AMBER_GREEN),
    words="Fewest Red, then fewest Amber/Red, then fewest Amber, then most Green, then most Amber/Green.",
)
"""A department stands before another when fewer of its projects are in doubt; then when more are likely to deliver."""

REPORT: Final = "IPA annual report, delivery confidence assessment"
MEANING: Final = {
    GREEN: tl.Clause("DCA.G", "Successful delivery appears highly likely.", REPORT),
    AMBER_GREEN: tl.Clause("DCA.AG", "Successful delivery appears probable.", REPORT),
    AMBER: tl.Clause("DCA.A", "Successful delivery appears feasible but significant issues exist.", REPORT),
    AMBER_RED: tl.Clause("DCA.AR", "Successful delivery is in doubt.", REPORT),
    RED: tl.Clause("DCA.R", "Successful delivery appears to be unachievable.", REPORT),
}
WITHHELD: Final = tl.Clause("DCA.X", "The rating is exempt from publication or was not given.", REPORT)

RATINGS: Final = tl.Vocabulary(
    "delivery confidence", [(mark.label, mark) for mark in FIVE_STEPS], {"Amber/red": AMBER_RED}
)
NO_RATING: Final = (
    "Exempt under ",
    "The project is not in a position to provide this information",
    "The project is still at the planning stage",
    "Legal sensitivity around this programme",
)
"""How a report says that it gives no rating; anything else that is no rating is a fault."""


@frozen
class Assessment:
    """A published rating: a light, or the words that stand in its place."""

    mark: tl.Mark | None
    words: str


@frozen
class DeliveryConfidence:
    """A cell of `colour_rating`: one of five lights, or why there is none."""

    blank: None = None
    expected: str = f" {'、'.join(RATINGS.allowed)} 之一，或不予公布的说明"

    def parse(self, cell: tl.model.CellValue, roster: tl.Roster) -> Assessment | None:
        """The rating. Raises `UnreadableCell`."""
        text = " ".join(str(cell).split())
        if text.startswith(NO_RATING):
            return Assessment(None, text)
        return Assessment(RATINGS.parse(text), text)

    def show(self, value: Assessment | None) -> str:
        """The rating's word, or the words in its place."""
        return "" if value is None else value.words if value.mark is None else value.mark.label


@frozen
class Project:
    """A row of the portfolio."""

    name: str
    unit: tl.Unit
    assessment: Assessment
    number: str = ""


def rate(project: Project) -> tl.Verdict:
    """The published light; none, with the report's own words, where it is withheld."""
    mark = project.assessment.mark
    if mark is None:
        return tl.unlit(because=WITHHELD, note=project.assessment.words)
    return tl.lit(mark, because=MEANING[mark])


PORTFOLIO: Final = tl.Theme(
    key="portfolio",
    title="Portfolio",
    record=Project,
    rule=rate,
    form=tl.Form(
        title="Government Major Projects Portfolio",
        columns=(
            tl.model.collected("project_number", "number", kind=tl.model.Text()),
            tl.column("Project", "name", width=80, required=True, aliases=["project_name"]),
            tl.column("Department", "unit", kind=tl.model.OneUnit(), width=30, required=True, aliases=["department"]),
            tl.column(
                "Delivery confidence",
                "assessment",
                kind=DeliveryConfidence(),
                width=46,
                required=True,
                aliases=["colour_rating"],
            ),
        ),
    ),
    clauses=(*MEANING.values(), WITHHELD),
    facts=("assessment",),
    subject="name",
)

GMPP: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("agency.toml")),
    tl.Rulebook("DCA", dt.date(2018, 1, 1), [PORTFOLIO]),
    order=WORST_FIRST,
    palette=FIVE_STEPS,
    # the order stands in the printed standings; the table needs no note
    count_words=tl.ranking.CountWords(title="{board}: ratings", place="No.", count="{count}", measure="", notes=()),
)
