"""研究确定表 as a workbook: the blank form of what is flagged goes out, and comes back as determinations (§4.33)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trafficlight._determination_form import decision_theme, wanted_decisions
from trafficlight._scheme import Scheme
from trafficlight.messages import Words
from trafficlight.model._checks import check_kind
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.rules._explanations import Determination
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings
from trafficlight.sheets._read import read
from trafficlight.sheets._sources import Source
from trafficlight.sheets.writing.blank import blank
from trafficlight.sheets.writing.blank_sheet import BlankPlan
from trafficlight.sheets.writing.look import Look

_PLAN = BlankPlan(
    rows=5,
    advice=(
        Words(
            "一行一项，只对一个单位确定的填“确定单位”。",
            "One item a row; “For the unit” only where it is for one unit alone.",
        ),
        Words("不需研究确定的，整行清空。", "Empty the row of what needs no decision."),
    ),
)


def blank_determinations(
    scheme: Scheme, ratings: Iterable[Rating[Any]] = (), *, plan: BlankPlan = _PLAN, look: Look | None = None
) -> bytes:
    """研究确定表 (.xlsx): a row for each flagged rating, with its computed lights; who, when, why and the lights are filled in.

    Drop-downs offer the lights, and the leaders who may sign off (§4.38). `read_determinations` takes it back.
    """
    check_kind("blank_determinations", scheme, Scheme)
    ratings = Ratings(ratings) if not isinstance(ratings, Ratings) else ratings
    scheme = scheme.of(ratings)
    look = (look or Look()).speaking(scheme.agency.language)
    return blank(decision_theme(scheme), roster=scheme.roster, entries=wanted_decisions(ratings), plan=plan, look=look)


def read_determinations(
    source: Source, *, scheme: Scheme, file_name: str | None = None, limits: Limits = LIMITS
) -> tuple[Determination, ...]:
    """研究确定: read from the form that came back; any format that `read` takes. `Scheme.determine` attaches them to ratings.

    Raises `SheetFaults` with every fault at its cell: a light that the palette lacks, a leader who may not sign off,
    a blank reason.
    """
    check_kind("read_determinations: scheme=", scheme, Scheme)
    reading = read(source, themes=[decision_theme(scheme)], roster=scheme.roster, file_name=file_name, limits=limits)
    return tuple(entry.record.determination() for entry in reading.entries)
