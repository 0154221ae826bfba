"""填表说明: the first sheet of a collection workbook: who fills it, by when, and what each column and each colour asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from trafficlight.messages import Language, Words, in_english, labelled, said
from trafficlight.model._forms import Column, Form, Role
from trafficlight.model._kinds import Items
from trafficlight.rules._themes import Theme
from trafficlight.sheets._cell_texts import GUIDE_SHEET
from trafficlight.sheets.writing.blank_sheet import BlankPlan, BlankSheet
from trafficlight.sheets.writing.layout import NOTE, Paper, one_line
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

_COLUMNS: Final = (
    Column(Words("栏目名称", "Column"), width=40),
    Column(Words("是否必填", "Required?"), width=20),
    Column(Words("怎么填", "How to fill it in"), width=120),
)
_ANY_TEXT: Final = Words("文字。", "Text.")
_DUE: Final = Words("报送时限：{}。", "Hand in by: {}.")
_TO: Final = Words("报送至：{}。", "Hand in to: {}.")
_COLOURS: Final = Words(
    "白色格由填报人填写，灰色格已填好、不必改动；选中一格，旁边会显示怎么填。表题、表头、栏目顺序请勿改动。",
    "White cells are yours to fill in, grey ones are filled in already; select a cell to see how. Leave the title, the "
    "header and the order of the columns as they are.",
)
_MISSING: Final = Words(
    "没有用到的行留空即可。底色变为浅紫的格，是这一行已动笔而必填未填的。",
    "Leave rows that you do not need empty. A cell that turns purple must be filled in, since its row was begun.",
)
_MORE_ROWS: Final = Words(
    "行数不够时，在表格中间插入行{}，不要写在备注下面。",
    "For more rows, insert some within the table{}; write nothing below the note.",
)
_BUT_BLOCKS: Final = Words("（一个单位占两行的表除外）", " (not where a unit has two lines)")
_KNOWN: Final = Words(
    "已知的内容按上期所报预填：灰色格不必改动；白色格请逐格核对，有变化的直接改写，没有变化的不必重填。",
    "What was handed in the last time stands there already: leave grey cells, check white ones, and change only what has "
    "changed.",
)
_KEEP: Final = Words(
    "不再推进的事项请勿清空，在备注或推进情况中写明；新增事项写在下面的空行，空行不够的，在空行之间插入行。",
    "Do not empty the row of what goes on no longer: say so in it. What is new goes into the empty rows below; insert more "
    "among these.",
)
_PASSWORD: Final = Words(
    "工作表有密码保护，以防误改；确需调整的，请与下发单位联系。",
    "The sheets are protected by a password against mistakes; ask who sent them if something must be changed.",
)
_NO_PASSWORD: Final = Words(
    "工作表有保护而没有密码，仅为防止误改；确需调整的，在“审阅”中撤销工作表保护。",
    "The sheets are protected against mistakes, without a password; if something must be changed, unprotect them under "
    "“Review”.",
)
_LISTED: Final = Words(
    "已列出单位名称的行，没有事项的也要写“无”；整行留空的，按没有已争取、拟争取事项计。",
    "Fill in the row of every unit that is listed: one that is left empty counts as handed in without anything.",
)
_LISTED_FACTS: Final = Words(
    "已列出单位名称的行都要填写；必填的格留空的，该行按报送有误退回。",
    "Fill in the row of every unit that is listed: one whose required cells are left empty is handed back.",
)
_SHEET: Final = Words("工作表“{sheet}”：{title}", "Sheet “{sheet}”: {title}")
_GROUNDS: Final = Words("标识依据（{document}）：{words}。", "Grounds of the lights ({document}): {words}")
_READINGS: Final = Words("释义：{}。", "Our readings: {}")
_NUMBERING: Final = re.compile(r"\A\d+[.．、]")


def write_guide(book: Book, name: str, tables: Mapping[str, BlankSheet], plan: BlankPlan) -> None:
    """填表说明: add the guide to the tables, which are given by the names of their sheets; it is locked."""
    paper = Paper.of(_COLUMNS, landscape=False, margin=book.look.margin)
    page = book.add_page(name, paper)
    _GuideWriter(book, page, paper, len(_COLUMNS)).write(tables, plan)
    page.protect()


def _opening(tables: Sequence[BlankSheet], plan: BlankPlan, language: Language) -> Iterator[str]:
    """What is said of the workbook as a whole, one line each."""
    if plan.due:
        yield said(_DUE, language).format(plan.due)
    if plan.hand_to:
        yield said(_TO, language).format(plan.hand_to)
    yield _COLOURS
    yield _MISSING
    blocks = any(len(table.form.lines) > 1 for table in tables)
    yield said(_MORE_ROWS, language).format(said(_BUT_BLOCKS, language) if blocks else "")
    if any(table.known for table in tables):
        yield _KNOWN
        yield _KEEP
    yield _PASSWORD if plan.password else _NO_PASSWORD
    yield from dict.fromkeys(_LISTED if _lists_items(table) else _LISTED_FACTS for table in tables if table.units)
    yield from plan.advice


def _lists_items(table: BlankSheet) -> bool:
    """Whether a row that is left blank lists no items, which says something (§3.17)."""
    return any(isinstance(column.kind, Items) for column in table.form.columns)


def _asked(form: Form, names: Names, language: Language) -> Iterator[tuple[str, str, str]]:
    """Each cell that a clerk fills: its name, whether it must be filled, and how."""
    cells: Iterable[Cell] = (*form.heading, *(column for column in form.columns if column.role is Role.FIELD))
    for cell in cells:
        told = how_to_fill(cell, names.offer(cell), language)
        must = said(REQUIRED if cell.required else OPTIONAL, language)
        # quoted, so that no row reads like the header of a table
        yield f"“{label_of(cell)}”", must, told or said(_ANY_TEXT, language)


def _grounds(theme: Theme[Any], language: Language) -> Iterator[str]:
    """Which colour stands on which clause, in each document's own words, and what is our reading of it."""
    apart = "; " if in_english(language) else "；"
    for document in dict.fromkeys(clause.document for clause in theme.clauses if not clause.reading):
        words = (clause.words for clause in theme.clauses if clause.document == document and not clause.reading)
        told = apart.join(f"“{one}”" for one in words)
        yield said(_GROUNDS, language).format(document=document, words=told)
    readings = apart.join(said(clause.words, language) for clause in theme.clauses if clause.reading)
    if readings:
        yield said(_READINGS, language).format(readings)


def _further(table: BlankSheet) -> Iterator[str]:
    """The notes of the table that say more than the clauses."""
    said = [clause.words for clause in table.theme.clauses] if table.theme else []
    for note in table.form.notes:
        if not any(words in note for words in said):
            yield _NUMBERING.sub("", note)


class _GuideWriter(RowWriter):
    """Writes the guide: what holds for the workbook, then each table."""

    def write(self, tables: Mapping[str, BlankSheet], plan: BlankPlan) -> None:
        language = self._look.language
        dot = ". " if in_english(language) else "．"
        self.across(said(GUIDE_SHEET, language), Style.TITLE)
        for number, text in enumerate(_opening([*tables.values()], plan, language), 1):
            self.across(f"{number}{dot}{said(text, language)}", Style.ABOVE)
        for sheet, table in tables.items():
            self._row += 1
            self._table(sheet, table, plan.steward)

    def _table(self, sheet: str, table: BlankSheet, steward: str) -> None:
        language = self._look.language
        named = said(_SHEET, language).format(sheet=sheet, title=one_line(table.form.title))
        self.across(named, Style.SUBHEADING)
        if table.theme and table.theme.steward:
            self.across(labelled(said(steward, language), table.theme.steward, language), Style.ABOVE)
        burden = table.burden
        if burden.rows:
            end = "." if in_english(language) else "。"
            self.across(f"{said(burden.words, language)}{end}", Style.ABOVE)
        self.line([said(column.header, language) for column in _COLUMNS], [Style.HEADER] * len(_COLUMNS))
        for texts in _asked(table.form, table.names, language):
            self.line(texts, [Style.CENTRED, Style.CENTRED, Style.BODY])
        if table.theme:
            for text in _grounds(table.theme, language):
                self.across(text, Style.ABOVE)
        notes = list(_further(table))
        if notes:
            joined = " " if in_english(language) else ""
            self.across(f"{said(NOTE, language)}{joined.join(notes)}", Style.ABOVE)
