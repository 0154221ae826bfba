"""改革创新 (A4-2.5 bureau, A4-3.2 county): reform pilots won and planned."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from attrs import frozen

from trafficlight.model.form import Form, collected, column, serial
from trafficlight.model.kinds import NOTHING, Items, OneUnit, Whole
from trafficlight.model.units import Unit
from trafficlight.rules.clause import Clause
from trafficlight.rules.theme import Absence, Theme
from trafficlight.rules.themes.ledger import steward_note
from trafficlight.rules.themes.recognition import (
    COUNT_HINT,
    NEITHER_WORDS,
    PLANNED_WORDS,
    RECOGNISED_HINT,
    UNRECOGNISED,
    RecognitionRule,
)
from trafficlight.rules.verdict import red

BUREAU: Final = "reform_bureau"
COUNTY: Final = "reform_county"


@frozen
class Reform:
    """改革创新情况: a unit's matters won (已争取事项) and planned (拟争取事项); `recognised` is 认定数."""

    unit: Unit
    leader: str = ""
    won: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    recognised: int | None = None


def _theme(
    key: str,
    table: str,
    *,
    title: str,
    unit_header: str,
    authority: str,
    boards: tuple[str, ...],
    steward: str,
    agency: str,
    nothing: Collection[str],
) -> Theme[Reform]:
    clauses = (
        Clause(f"{table}.1", f"通过{authority}认定即为蓝色标识（认定几项，负责科室单位同等数量蓝色标识）"),
        Clause(f"{table}.2", PLANNED_WORDS),
        Clause(f"{table}.3", NEITHER_WORDS),
    )
    words = "；".join(clause.words for clause in clauses)
    return Theme(
        key=key,
        title=title,
        steward=steward,
        record=Reform,
        rule=RecognitionRule(*clauses),
        form=Form(
            title="改革创新情况",
            columns=(
                serial(width=16),
                column(unit_header, "unit", kind=OneUnit(), width=46, required=True, centred=True),
                column("分管领导", "leader", width=32, centred=True),
                column("已争取事项", "won", kind=Items(nothing=nothing), width=70, hint=RECOGNISED_HINT),
                column("拟争取事项", "planned", kind=Items(nothing=nothing), width=70),
                collected("认定数", "recognised", kind=Whole(), hint=COUNT_HINT),
            ),
            notes=(f"1.{words}。", f"2.{steward_note(agency, steward)}"),
        ),
        clauses=(*clauses, UNRECOGNISED),
        facts=("recognised", "won", "planned"),
        absence=Absence(red(because=clauses[2]), boards),
    )


def reform_bureau(
    *,
    authority: str = "市主管部门",
    steward: str = "秘书科",
    agency: str = "市审计局",
    boards: tuple[str, ...] = ("departments",),
    nothing: Collection[str] = NOTHING,
) -> Theme[Reform]:
    """改革创新（局）, A4-2.5: as many blue as the city `authority` recognised; a unit of `boards` without a row is red."""
    return _theme(
        BUREAU,
        "A4-2.5",
        title="改革创新（局）",
        unit_header="科室单位",
        authority=authority,
        boards=boards,
        steward=steward,
        agency=agency,
        nothing=nothing,
    )


def reform_county(
    *,
    authority: str = "当地主管部门",
    steward: str = "秘书科",
    agency: str = "市审计局",
    boards: tuple[str, ...] = ("counties",),
    nothing: Collection[str] = NOTHING,
) -> Theme[Reform]:
    """改革创新（县市区）, A4-3.2: recognised by the local `authority`."""
    return _theme(
        COUNTY,
        "A4-3.2",
        title="改革创新（县市区）",
        unit_header="单位名称",
        authority=authority,
        boards=boards,
        steward=steward,
        agency=agency,
        nothing=nothing,
    )
