"""填表说明: the first sheet of a collection workbook: who fills it, by when, and what each column and each colour asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import frozen
from openpyxl.worksheet.worksheet import Worksheet

from trafficlight.model._forms import Column, Form, Role
from trafficlight.ooxml.text import printable
from trafficlight.rules._themes import Theme
from trafficlight.sheets._texts import GUIDE_SHEET, escape
from trafficlight.sheets.writing.layout import Paper, one_line
from trafficlight.sheets.writing.validation import (
    OPTIONAL,
    PAGES,
    REQUIRED,
    Cell,
    Names,
    how_to_fill,
    label_of,
)
from trafficlight.sheets.writing.workbook import Look, set_page

_COLUMNS: Final = (Column("栏目名称", width=40), Column("是否必填", width=20), Column("怎么填", width=120))
_ANY_TEXT: Final = "文字。"
_NUMBERING: Final = re.compile(r"\A\d+[.．、]")


@frozen
class GuideTable:
    """一张表的说明: the form, its theme (None for a form by itself), the sheet's name, and what its drop-downs offer.

    `units` says whether units stand in it already.
    """

    form: Form
    theme: Theme[Any] | None
    sheet: str
    names: Names
    units: bool = False


@frozen
class Guide:
    """填表说明: the tables, by when and to whom the workbook goes, and further advice."""

    tables: tuple[GuideTable, ...]
    due: str = ""
    hand_to: str = ""
    advice: tuple[str, ...] = ()
    password: bool = False

    def opening(self) -> Iterator[str]:
        """What is said of the workbook as a whole, one line each."""
        if self.due:
            yield f"报送时限：{self.due}。"
        if self.hand_to:
            yield f"报送至：{self.hand_to}。"
        yield "白色格由填报人填写，灰色格已填好、不必改动；选中一格，旁边会显示怎么填。表题、表头、栏目顺序请勿改动。"
        yield "没有用到的行留空即可。底色变为浅紫的格，是这一行已动笔而必填未填的。"
        blocks = any(len(table.form.lines) > 1 for table in self.tables)
        but = "（一个单位占两行的表除外）" if blocks else ""
        yield f"行数不够时，在表格中间插入行{but}，不要写在备注下面。"
        if self.password:
            yield "工作表有密码保护，以防误改；确需调整的，请与下发单位联系。"
        else:
            yield "工作表有保护而没有密码，仅为防止误改；确需调整的，在“审阅”中撤销工作表保护。"
        if any(table.units for table in self.tables):
            yield "已列出单位名称的行，没有事项的也要写“无”；整行留空的，按没有已争取、拟争取事项计。"
        yield from self.advice

    def write(self, worksheet: Worksheet, look: Look) -> None:
        """Fill the sheet, and lock it."""
        _GuideWriter(worksheet, look).write(self)


def _asked(form: Form, names: Names) -> Iterator[tuple[str, str, str]]:
    """Each cell that a clerk fills: its name, whether it must be filled, and how."""
    cells: Iterable[Cell] = (*form.heading, *(column for column in form.columns if column.role is Role.FIELD))
    for cell in cells:
        told = how_to_fill(cell, offered=bool(names.offer(cell).words))
        # quoted, so that no row reads like the header of a table
        yield f"“{label_of(cell)}”", REQUIRED if cell.required else OPTIONAL, told or _ANY_TEXT


def _grounds(theme: Theme[Any]) -> Iterator[str]:
    """Which colour stands on which clause, in each document's own words, and what is our reading of it."""
    for document in dict.fromkeys(clause.document for clause in theme.clauses if not clause.reading):
        words = (clause.words for clause in theme.clauses if clause.document == document and not clause.reading)
        yield f"标识依据（{document}）：{'；'.join(f'“{one}”' for one in words)}。"
    readings = "；".join(clause.words for clause in theme.clauses if clause.reading)
    if readings:
        yield f"释义：{readings}。"


def _further(table: GuideTable) -> Iterator[str]:
    """The notes of the table that say more than the clauses."""
    said = [clause.words for clause in table.theme.clauses] if table.theme else []
    for note in table.form.notes:
        if not any(words in note for words in said):
            yield _NUMBERING.sub("", note)


class _GuideWriter:
    """The sheet on its way; `_row` is the row to be written next."""

    def __init__(self, worksheet: Worksheet, look: Look) -> None:
        self._worksheet, self._look = worksheet, look
        self._paper = Paper.of(_COLUMNS, landscape=False)
        self._row = 1

    def write(self, guide: Guide) -> None:
        set_page(self._worksheet, landscape=False, footer=PAGES)
        for letter, width in zip("ABC", self._paper.characters, strict=True):
            self._worksheet.column_dimensions[letter].width = width
        self._across(GUIDE_SHEET, "表题", self._look.title_size)
        for number, text in enumerate(guide.opening(), 1):
            self._across(f"{number}．{text}", "表上文字")
        for table in guide.tables:
            self._row += 1
            self._table(table)
        self._worksheet.protection.sheet = True

    def _table(self, table: GuideTable) -> None:
        self._across(f"工作表“{table.sheet}”：{one_line(table.form.title)}", "小标题", self._look.size + 1)
        if table.theme and table.theme.steward:
            self._across(f"牵头科室：{table.theme.steward}", "表上文字")
        self._line([column.header for column in _COLUMNS], ["表头"] * 3)
        for texts in _asked(table.form, table.names):
            self._line(texts, ["居中", "居中", "正文"])
        if table.theme:
            for text in _grounds(table.theme):
                self._across(text, "表上文字")
        notes = list(_further(table))
        if notes:
            self._across(f"备注：{''.join(notes)}", "表上文字")

    def _across(self, text: str, style: str, size: float | None = None) -> None:
        self._put(1, text, style)
        self._worksheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=len(_COLUMNS))
        self._worksheet.row_dimensions[self._row].height = self._paper.across(text, size or self._look.size)
        self._row += 1

    def _line(self, texts: Sequence[str], styles: Sequence[str]) -> None:
        for at, (text, style) in enumerate(zip(texts, styles, strict=True), 1):
            self._put(at, text, style)
        self._worksheet.row_dimensions[self._row].height = self._paper.row(texts, self._look.size)
        self._row += 1

    def _put(self, at: int, text: str, style: str) -> None:
        cell = self._worksheet.cell(self._row, at, escape(printable(text)))
        cell.data_type = "s"
        cell.style = style
