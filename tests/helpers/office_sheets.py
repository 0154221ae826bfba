"""What the tests of the sheets share: a scheme of all eleven themes, and workbooks built by openpyxl."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import trafficlight as tl
from trafficlight import notice

DEPARTMENTS = (
    "办公室",
    "秘书科",
    "人事科",
    "法制审理科",
    "电子数据审计科",
    "审计结果执行科",
    "经济责任审计科",
    "机关党委",
    "市内部审计指导中心",
    "市经济责任审计工作联席会议办公室",
)
COUNTIES = (
    "任城区",
    "兖州区",
    "曲阜市",
    "邹城市",
    "微山县",
    "鱼台县",
    "金乡县",
    "嘉祥县",
    "汶上县",
    "泗水县",
    "梁山县",
)

ROSTER = tl.Roster(
    (
        tl.Board("departments", "科室单位", tuple(tl.RosterLine(tl.Unit(name)) for name in DEPARTMENTS)),
        tl.Board("counties", "县（市、区）审计局", tuple(tl.RosterLine(tl.Unit(f"{name}审计局")) for name in COUNTIES)),
    )
)
THEMES: tuple[tl.Theme[Any], ...] = (
    notice.performance_assessment(),
    notice.three_firsts(),
    notice.key_work(),
    notice.audit_projects(),
    notice.upward_funding_bureau(),
    notice.upward_funding_county(),
    notice.reform_bureau(),
    notice.reform_county(),
    notice.investment(),
    notice.assistance(),
    notice.appeals(),
)
RULEBOOK = tl.Rulebook("2023", dt.date(2023, 1, 1), THEMES)
SCHEME = tl.notice.scheme(tl.Agency("济宁市审计局", "市审计局", "济宁市审计局办公室", ROSTER), RULEBOOK)


def theme(key: str) -> tl.Theme[Any]:
    """The theme of that key."""
    return RULEBOOK.theme(key)


def fill(sheet: Worksheet, rows: Iterable[Sequence[Any]], merges: Iterable[str] = ()) -> None:
    """Write rows into a sheet and merge areas."""
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx(*sheets: tuple[str, Iterable[Sequence[Any]], Iterable[str]]) -> bytes:
    """A workbook of sheets, each given by name, rows and merged areas."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows, merges in sheets:
        fill(book.create_sheet(name), rows, merges)
    return saved(book)


def headers(key: str, *, collected: bool = False) -> list[str]:
    """The header words of a theme's table."""
    form = theme(key).form
    return [column.header for column in (form.columns if collected else form.published)]
