"""A health commission as the library sees it: four lights from weighted indicators, fewest red first, then the score.

Two themes: the quality of care, one row a hospital and month, and the tasks that follow from inspections.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import frozen

import trafficlight as tl
from trafficlight.model import Choice, Date, Number, OneUnit, Percentage, Prefill, Text
from trafficlight.ranking import CountWords, highest
from trafficlight.rules import Absence, Due

GREEN: Final = tl.Mark("green", "Green", "00B050")
YELLOW: Final = tl.Mark("yellow", "Yellow", "FFFF00")
ORANGE: Final = tl.Mark("orange", "Orange", "ED7D31")
RED: Final = tl.Mark("red", "Red", "C00000")
FOUR: Final = tl.Palette([GREEN, YELLOW, ORANGE, RED])

ORDER: Final = tl.Order(
    tl.fewest(RED),
    highest("Score"),
    words="Fewest red first, then the highest score; hospitals that are equal share a place.",
)


TENTH: Final = Decimal("0.1")


@frozen
class Indicator:
    """One measure: its weight, the value that earns all of it, and the value that earns nothing."""

    field: str
    title: str
    weight: int
    target: Decimal
    limit: Decimal

    def earned(self, value: Decimal) -> Decimal:
        """The part of the weight that a value earns: all at the target or better, nothing at the limit or worse."""
        share = (value - self.limit) / (self.target - self.limit)
        return self.weight * min(max(share, Decimal()), Decimal(1))


@frozen
class Quality:
    """A hospital's month."""

    unit: tl.Unit
    infections: Decimal
    stay: Decimal
    seen: Decimal
    answered: Decimal


@frozen
class QualityRule:
    """The weighted score of the indicators, and the light of its band."""

    order: str
    bands: tuple[tuple[tl.Mark, int], ...]
    indicators: tuple[Indicator, ...]

    @property
    def clauses(self) -> dict[tl.Mark, tl.Clause]:
        """The band of each light."""
        return {
            mark: tl.Clause(f"{self.order}.{at}", f"{mark.label} from a score of {least}.", f"Order {self.order}")
            for at, (mark, least) in enumerate(self.bands, 1)
        }

    def __call__(self, month: Quality) -> tl.Verdict:
        """The light of the score, each part of which is rounded to one decimal and told."""
        parts = {one: one.earned(getattr(month, one.field)).quantize(TENTH) for one in self.indicators}
        score = sum(parts.values(), Decimal())
        mark = next(mark for mark, least in self.bands if score >= least)
        note = ", ".join(
            f"{one.title} {part} of {one.weight} ({one.limit} to {one.target})" for one, part in parts.items()
        )
        return tl.lit(mark, because=self.clauses[mark], score=score, note=note)


def indicators(infections: str, stay: str, seen: str, answered: str) -> tuple[Indicator, ...]:
    """The four indicators with the targets of an order."""
    return (
        Indicator("infections", "infection rate", 40, Decimal(infections), Decimal(4)),
        Indicator("stay", "average stay", 20, Decimal(stay), Decimal(12)),
        Indicator("seen", "seen within 30 minutes", 25, Decimal(seen), Decimal(50)),
        Indicator("answered", "complaints answered", 15, Decimal(answered), Decimal(60)),
    )


MISSING: Final = tl.Clause("1.4", "A hospital that hands in nothing is red.", "Order 1")


def asked(header: str, field: str, kind: tl.model.Kind[Decimal | None], hint: str = "") -> tl.Column:
    """An indicator's column: each month asks it anew."""
    return tl.column(header, field, kind=kind, width=28, required=True, hint=hint, prefill=Prefill.ANEW)


def quality(rule: QualityRule) -> tl.Theme[Quality]:
    """The theme under the thresholds of one order."""
    return tl.Theme(
        key="quality",
        title="Quality of care",
        steward="Medical Affairs",
        record=Quality,
        rule=rule,
        form=tl.Form(
            title="Monthly report on the quality of care",
            columns=(
                tl.serial("No."),
                tl.column("Hospital", "unit", kind=OneUnit(), width=60, required=True),
                asked("Infection rate", "infections", Number(0, 100, places=2), "per 100"),
                asked("Average stay", "stay", Number(0, 60, places=1), "in days"),
                asked("Seen within 30 minutes", "seen", Percentage(0, 100)),
                asked("Complaints answered", "answered", Percentage(0, 100)),
            ),
            notes=("Emergency patients count as seen when a doctor has seen them.",),
        ),
        clauses=(*rule.clauses.values(), MISSING),
        facts=("infections", "stay", "seen", "answered"),
        absence=Absence(boards=("tertiary", "district"), verdict=tl.lit(RED, because=MISSING, score=0)),
    )


BANDS: Final = ((GREEN, 85), (YELLOW, 70), (ORANGE, 50), (RED, 0))
ORDER_7: Final = QualityRule("7", BANDS, indicators("1.2", "7", "90", "95"))
ORDER_9: Final = QualityRule("9", BANDS, indicators("1.0", "6.5", "95", "98"))
"""In force from May 2025, with stricter targets."""


class Progress(enum.Enum):
    """How a task stands."""

    DONE = "done"
    ON_TRACK = "on track"
    SLOW = "slow"
    STALLED = "stalled"


PROGRESS: Final = tl.Vocabulary("progress", [(one.value, one) for one in Progress])


@frozen
class Task:
    """What an inspection asks of a hospital."""

    matter: str
    unit: tl.Unit
    progress: Progress
    status: str
    due: tl.model.StatedDate
    remark: str = ""


TASK_LIGHTS: Final = {Progress.DONE: GREEN, Progress.SLOW: YELLOW, Progress.STALLED: RED}
TASK_CLAUSES: Final = {
    progress: tl.Clause(
        f"3.{number}",
        f"A task that is {progress.value} {f'is {TASK_LIGHTS[progress].label}' if progress in TASK_LIGHTS else 'has no light'}.",
        "Order 3",
    )
    for number, progress in enumerate(Progress, 1)
}


def rate_task(task: Task) -> tl.Verdict:
    """The light of the progress."""
    because, mark = TASK_CLAUSES[task.progress], TASK_LIGHTS.get(task.progress)
    return tl.unlit(because=because) if mark is None else tl.lit(mark, because=because)


TASKS: Final = tl.Theme(
    key="tasks",
    title="Inspection tasks",
    steward="Inspection",
    record=Task,
    rule=rate_task,
    form=tl.Form(
        title="Tasks from inspections",
        columns=(
            tl.serial("No."),
            tl.column("Task", "matter", width=60, required=True),
            tl.column("Hospital", "unit", kind=OneUnit(), width=50, required=True),
            tl.column("Progress", "progress", kind=Choice(PROGRESS), width=24, required=True, centred=True),
            tl.column("Status", "status", width=70, required=True),
            tl.column("Due", "due", kind=Date(language="en"), width=36, required=True),
            tl.column("Remark", "remark", kind=Text(), width=30),
        ),
        landscape=True,
    ),
    clauses=tuple(TASK_CLAUSES.values()),
    facts=("progress",),
    light="progress",
    subject="matter",
    identity=("matter", "unit"),
    done=lambda task: task.progress is Progress.DONE,
)

MARCH, APRIL, MAY = (tl.Month(2025, month) for month in (3, 4, 5))

HEALTH: Final = tl.Scheme(
    tl.interchange.load_agency(Path(__file__).with_name("agency.toml")),
    tl.Rulebooks(
        (
            tl.Rulebook("Order 7", dt.date(2025, 1, 1), (quality(ORDER_7), TASKS)),
            tl.Rulebook("Order 9", MAY.first_day, (quality(ORDER_9), TASKS)),
        )
    ),
    order=ORDER,
    palette=FOUR,
    count_words=CountWords(title="{board}: lights", place="Place", count="{count}", notes=("{order}",)),
    counted={"tertiary": ("quality", "tasks"), "district": ("quality", "tasks")},
    due=(Due("quality", every=("month",), boards=("tertiary", "district")), Due("tasks", every=("month",))),
)
