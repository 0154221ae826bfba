"""收表往返: what is typed into a blank form reads back as the record, for every form of the notice."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from helpers import sample_records as samples
from helpers.filled_forms import essence, fill, filled, opened
from helpers.office_sheets import ROSTER, SCHEME, THEMES, saved
from helpers.rendering import office
from helpers.small_office import JINXIANG, OFFICE, PERSONNEL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from trafficlight import testing
from trafficlight.notice import InvestmentProgress
from trafficlight.sheets import BlankPlan

UNCHECKED = tl.sheets.Checks.every(tl.sheets.Severity.OFF)
"""What is doubted in drawn records (a unit twice, a blank source) is not the question here."""

ROWS = 3
BLANKS = {theme.key: tl.sheets.blank(theme, roster=ROSTER, plan=BlankPlan(rows=ROWS)) for theme in THEMES}
each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
few_draws = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def records(theme: tl.Theme[Any]) -> st.SearchStrategy[list[Any]]:
    """A table's records: what stands above its header is the same for all of them."""

    def under_one_heading(drawn: list[Any]) -> list[Any]:
        facts = {line.name: getattr(drawn[0], line.name) for line in theme.form.heading} if drawn else {}
        return [evolve(record, **facts) for record in drawn]

    return st.lists(testing.records(theme, ROSTER), max_size=ROWS).map(under_one_heading)


@each_theme
@given(data=st.data())
@few_draws
def test_what_is_typed_into_a_blank_form_reads_back(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Every value goes into a cell that is not locked, and the records come back with the row numbers of the form."""
    typed = data.draw(records(theme))
    reading = tl.sheets.read(
        filled(BLANKS[theme.key], theme, typed), scheme=SCHEME, file_name="x.xlsx", checks=UNCHECKED
    )
    assert essence(reading.entries) == [(theme.key, number, record) for number, record in enumerate(typed, 1)]
    assert reading.themes == (theme.key,)


@each_theme
@given(data=st.data())
@few_draws
def test_what_stands_in_a_form_already_reads_back(theme: tl.Theme[Any], data: st.DataObject) -> None:
    """Entries that go out with the form (last quarter's) come back as they were, whatever empty rows follow."""
    given_entries = [
        tl.Entry(theme.key, record, 2 * number) for number, record in enumerate(data.draw(records(theme)), 1)
    ]
    book = tl.sheets.blank(theme, roster=ROSTER, entries=given_entries, plan=BlankPlan(rows=2))
    reading = tl.sheets.read(book, scheme=SCHEME, file_name="x.xlsx", checks=UNCHECKED)
    assert essence(reading.entries) == essence(given_entries)


def converted(data: bytes, folder: Path, suffix: str) -> bytes:
    """The workbook as LibreOffice saves it."""
    source = folder / "in" / "x.xlsx"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office(), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"x.{suffix}").read_bytes()


TYPED: dict[str, list[Any]] = {
    "performance_assessment": [samples.indicator(tl.model.Progress.DONE, 3), samples.indicator(tl.model.Progress.SLOW)],
    "three_firsts": [samples.task(tl.model.Progress.DONE, True, OFFICE, PERSONNEL)],  # noqa: FBT003  # 认定: 是/否
    "key_work": [
        samples.key_work_item(tl.model.Progress.SLOW, matter="=1+1\n第二行"),
        samples.key_work_item(tl.model.Progress.DONE),
    ],
    "audit_projects": [samples.audit_project(tl.model.Progress.ON_TRACK)],
    "upward_funding_bureau": [samples.funding(("甲（已认定）", "乙"), ("丙",), 1), samples.funding((), ("1-2",))],
    "upward_funding_county": [samples.funding(("甲",), (), None, JINXIANG)],
    "reform_bureau": [samples.reform(("甲", "乙"), (), 2)],
    "reform_county": [samples.reform((), ("试点",), None, JINXIANG)],
    "investment": [samples.investment_of(InvestmentProgress.NO_LEAD, "洽谈")],
    "assistance": [evolve(samples.mutual_help_item(tl.model.Progress.SLOW), leader="甲", as_of="2023年9月")],
    "appeals": [samples.mutual_help_item(tl.model.Progress.SEVERELY_DELAYED)],
}


def checks_of(sheet: Worksheet) -> set[tuple[str, ...]]:
    """What is checked and said, cell by cell."""
    return {
        (str(one.sqref), str(one.type), str(one.type and one.formula1), str(one.prompt), str(one.error))
        for one in sheet.data_validations.dataValidation
    }


@pytest.mark.render
def test_a_form_goes_through_libreoffice(tmp_path: Path) -> None:
    """Saved by LibreOffice before it is filled and again after, every form still gives the records; locks and checks stay."""
    blank = tl.sheets.blank(SCHEME, plan=BlankPlan(rows=ROWS))
    book, ours = opened(converted(blank, tmp_path, "xlsx")), opened(blank)
    for theme in THEMES:
        sheet = book[theme.title]
        assert sheet.protection.sheet
        assert checks_of(sheet) == checks_of(ours[theme.title])
        fill(sheet, theme.form, TYPED[theme.key])
    expected = [(theme.key, number, record) for theme in THEMES for number, record in enumerate(TYPED[theme.key], 1)]
    for suffix in ("xlsx", "ods", *(["xls"] if importlib.util.find_spec("xlrd") else [])):
        again = converted(saved(book), tmp_path, suffix)
        reading = tl.sheets.read(again, scheme=SCHEME, file_name=f"x.{suffix}", checks=UNCHECKED)
        assert essence(reading.entries) == expected, suffix
