"""填表说明: the first sheet of a collection workbook: who fills it, by when, and what each column and each colour asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from trafficlight.model._forms import Column, Form, Role
from trafficlight.rules._themes import Theme
from trafficlight.sheets._cell_texts import GUIDE_SHEET
from trafficlight.sheets.writing.blank_sheet import Burden
from trafficlight.sheets.writing.layout import Paper, one_line
from trafficlight.sheets.writing.look import Style
from trafficlight.sheets.writing.validation import (
    OPTIONAL,
    REQUIRED,
    Cell,
    Names,
    how_to_fill,
    label_of,
)
from trafficlight.sheets.writing.workbook import RowWriter

if TYPE_CHECKING:
    from trafficlight.sheets.writing.book import Book

_COLUMNS: Final = (Column("栏目名称", width=40), Column("是否必填", width=20), Column("怎么填", width=120))
_ANY_TEXT: Final = "文字。"
_NUMBERING: Final = re.compile(r"\A\d+[.．、]")


@frozen
class GuideTable:
    """一张表的说明: the form, its theme (None for a form by itself), the sheet's name, and what its drop-downs offer.

    `burden` says how many cells it asks and knows, `units` whether units stand in it already.
    """

    form: Form
    theme: Theme[Any] | None
    sheet: str
    names: Names
    burden: Burden
    units: bool = False


@frozen
class Guide:
    """填表说明: the tables, by when and to whom the workbook goes, and further advice."""

    tables: tuple[GuideTable, ...]
    due: str = ""
    hand_to: str = ""
    advice: tuple[str, ...] = ()
    password: bool = False
    prefilled: bool = False

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
        if self.prefilled:
            yield "已知的内容按上期所报预填：灰色格不必改动；白色格请逐格核对，有变化的直接改写，没有变化的不必重填。"
            yield "不再推进的事项请勿清空，在备注或推进情况中写明；新增事项写在下面的空行。"
        if self.password:
            yield "工作表有密码保护，以防误改；确需调整的，请与下发单位联系。"
        else:
            yield "工作表有保护而没有密码，仅为防止误改；确需调整的，在“审阅”中撤销工作表保护。"
        if any(table.units for table in self.tables):
            yield "已列出单位名称的行，没有事项的也要写“无”；整行留空的，按没有已争取、拟争取事项计。"
        yield from self.advice

    def write(self, book: Book, name: str) -> None:
        """Fill the sheet, and lock it."""
        paper = Paper.of(_COLUMNS, landscape=False, margin=book.look.margin)
        page = book.add_page(name, paper)
        _GuideWriter(book, page, paper, len(_COLUMNS)).write(self)
        page.protect()


def _asked(form: Form, names: Names) -> Iterator[tuple[str, str, str]]:
    """Each cell that a clerk fills: its name, whether it must be filled, and how."""
    cells: Iterable[Cell] = (*form.heading, *(column for column in form.columns if column.role is Role.FIELD))
    for cell in cells:
        told = how_to_fill(cell, names.offer(cell))
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


class _GuideWriter(RowWriter):
    """The sheet on its way."""

    def write(self, guide: Guide) -> None:
        self.across(GUIDE_SHEET, Style.TITLE)
        for number, text in enumerate(guide.opening(), 1):
            self.across(f"{number}．{text}", Style.ABOVE)
        for table in guide.tables:
            self._row += 1
            self._table(table)

    def _table(self, table: GuideTable) -> None:
        self.across(f"工作表“{table.sheet}”：{one_line(table.form.title)}", Style.SUBHEADING)
        if table.theme and table.theme.steward:
            self.across(f"牵头科室：{table.theme.steward}", Style.ABOVE)
        if table.burden.rows:
            self.across(f"{table.burden.words}。", Style.ABOVE)
        self.line([column.header for column in _COLUMNS], [Style.HEADER] * len(_COLUMNS))
        for texts in _asked(table.form, table.names):
            self.line(texts, [Style.CENTRED, Style.CENTRED, Style.BODY])
        if table.theme:
            for text in _grounds(table.theme):
                self.across(text, Style.ABOVE)
        notes = list(_further(table))
        if notes:
            self.across(f"备注：{''.join(notes)}", Style.ABOVE)
