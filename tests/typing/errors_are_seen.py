"""What mypy must refuse. Each `type: ignore` names the error; an ignore without its error fails the check."""

from __future__ import annotations

from attrs import frozen

import trafficlight as tl

CLAUSE = tl.Clause("P1", "全部办结为蓝色标识", "信访工作办法")


@frozen
class Petition:
    """信访事项."""

    unit: tl.Unit
    received: int
    resolved: int


@frozen
class Complaint:
    """投诉: another record."""

    unit: tl.Unit


def touches_a_wrong_field(petition: Petition) -> tl.Verdict:
    """There is no such field."""
    return tl.rules.blue(petition.solved, because=CLAUSE)  # type: ignore[attr-defined]


def misuses_a_field(petition: Petition) -> tl.Verdict:
    """A unit is no number."""
    return tl.rules.blue(petition.unit, because=CLAUSE)  # type: ignore[arg-type]


def forgets_the_grounds(petition: Petition) -> tl.Verdict:
    """No light without a clause."""
    return tl.rules.blue()  # type: ignore[call-arg]


def says_a_colour(petition: Petition) -> tl.Verdict:
    """A word is no verdict."""
    return "蓝"  # type: ignore[return-value]


def rate_complaint(complaint: Complaint) -> tl.Verdict:
    """The rule of another record."""
    return tl.rules.red(because=CLAUSE)


def colour_of(petition: Petition) -> str:
    """No rule: it returns a word."""
    return "蓝"


FORM = tl.Form("信访办理情况", (tl.column("科室单位", "unit", kind=tl.model.OneUnit()),))

tl.Theme("petitions", "信访", Petition, rate_complaint, FORM, (CLAUSE,))  # type: ignore[arg-type]
tl.Theme("petitions", "信访", Petition, colour_of, FORM, (CLAUSE,))  # type: ignore[arg-type]
tl.Theme("petitions", "信访", Petition(tl.Unit("办公室"), 1, 1), touches_a_wrong_field, FORM, (CLAUSE,))  # type: ignore[arg-type]

_complaints: tl.Theme[Petition] = tl.Theme("complaints", "投诉", Complaint, rate_complaint, FORM, (CLAUSE,))  # type: ignore[arg-type]

_order = tl.Tally.of(tl.BLUE) < tl.Tally.of(tl.RED)  # type: ignore[operator]
tl.Tally({tl.BLUE: "3"})  # type: ignore[arg-type]
tl.most("blue")  # type: ignore[arg-type]
tl.Order("blue")  # type: ignore[arg-type]
tl.column("受理数", "received", kind=tl.model.Whole)  # type: ignore[arg-type]
tl.BLUE.colour = "0000FF"  # type: ignore[misc]
