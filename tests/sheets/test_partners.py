"""配合: units that only take part, in every theme that names units, are read, printed, stored and marked by a value alone (§4.26)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from helpers.office_sheets import ROSTER, SCHEME, headers, theme, xlsx

import trafficlight as tl
from trafficlight import notice
from trafficlight.interchange import from_json, to_json
from trafficlight.rules import Credit, Rulebook

SAID = "牵头：办公室\n配合：人事科"
LEAD, PARTNER = tl.Unit("办公室"), tl.Unit("人事科")
ROWS: dict[str, list[Any]] = {
    "three_firsts": [1, "目标", "2023年12月", "甲", SAID, "争一流", "情况", "推进缓慢", None],
    "performance_assessment": [1, "指标", "省厅", "目标", "情况", "推进缓慢", "甲", SAID, "张某"],
}


def read(key: str, row: list[Any]) -> tl.sheets.Reading:
    """A workbook with one row of a theme."""
    data = xlsx(("表", [[theme(key).form.title], headers(key), row], ()))
    return tl.sheets.read(data, scheme=SCHEME, file_name="报.xlsx")


@pytest.mark.parametrize("key", ROWS)
def test_those_who_take_part_are_read_and_shown(key: str) -> None:
    """A column of units alone takes 配合, too; the table prints it, and so does the next period's form."""
    reading = read(key, ROWS[key])
    (entry,) = reading.entries
    assert theme(key).credits(entry.record) == (LEAD,)
    assert theme(key).form.show(entry.record, "units") == "办公室\n配合：人事科"
    (again,) = tl.sheets.read(
        tl.sheets.blank(theme(key), roster=ROSTER, previous=reading), scheme=SCHEME, file_name="报.xlsx"
    ).entries
    assert again.record.units == entry.record.units


@pytest.mark.parametrize("key", ROWS)
@pytest.mark.parametrize(("credit", "marked"), [(Credit.ALL, (LEAD,)), (Credit.PARTNERS, (LEAD, PARTNER))])
def test_they_are_marked_by_a_value(key: str, credit: Credit, marked: tuple[tl.Unit, ...]) -> None:
    """Nobody who only takes part gets a light, unless the agency says so."""
    book = Rulebook("某办法", tl.Month(2023, 1).first_day, [evolve(theme(key), credit=credit)])
    (rating,) = book.rate(read(key, ROWS[key]).entries, roster=ROSTER)
    assert rating.units == marked


def test_they_are_stored() -> None:
    """JSON keeps them apart; units without any are the list of names that they were."""
    (entry,) = read("three_firsts", ROWS["three_firsts"]).entries
    text = to_json(entry.record)
    assert '"units":{"units":["办公室"],"partners":["人事科"]}' in text
    assert from_json(notice.ThreeFirstsTask, text) == entry.record
    alone = evolve(entry.record, units=(LEAD, PARTNER))
    assert '"units":["办公室","人事科"]' in to_json(alone)
    assert from_json(notice.ThreeFirstsTask, to_json(alone)) == alone
