"""填写说明的话: what a clerk is told about a cell, by the kind of the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias

from attrs import field, frozen
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from trafficlight.model._dates import Date
from trafficlight.model._forms import Column, HeadingLine
from trafficlight.model._kinds import Choice, Items, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.model._units import Board, Roster
from trafficlight.model._vocabulary import fold
from trafficlight.ooxml.text import printable
from trafficlight.sheets._texts import WORD_SHEET, escape

Cell: TypeAlias = Column | HeadingLine
"""What a clerk fills: a column's cells, or the one beside a label above the header."""

LEADER: Final = "leader"
"""The field of a supervising leader (分管领导、包保领导), whatever its header."""

REQUIRED: Final = "必填"
OPTIONAL: Final = "选填"
PAGES: Final = "第 &P 页，共 &N 页"
"""The footer of a page that is printed: which page of how many."""


def is_leader(cell: Cell) -> bool:
    """Whether a supervising leader stands here."""
    return LEADER in cell.fields if isinstance(cell, Column) else cell.name == LEADER


def how_to_fill(cell: Cell, *, offered: bool) -> str:
    """What the cell expects, in a sentence; empty where any text will do and no hint says more.

    `offered` says whether the cell has a drop-down: without a roster, or a leader in it, there is none to choose from.
    """
    said = _by_kind(cell) if offered else _without_list(cell)
    hint = f"{cell.hint}。" if cell.hint else ""
    return f"{said}{hint}"


def _by_kind(cell: Cell) -> str:
    match cell.kind:
        case Choice():
            return f"从下拉列表中选：{'、'.join(cell.kind.vocabulary.allowed)}。"
        case OneUnit():
            return "从下拉列表中选单位名称。"
        case Units():
            return "从下拉列表中选单位名称；涉及多个单位的自行输入，以“、”分隔，牵头的写在最前。"
        case ResponsibleUnits():
            return "先写责任科室（可从下拉列表中选），换行（Alt+Enter）后写责任人；涉及多个科室的以“、”分隔，牵头的写在最前。"
        case Items():
            return "一项写一行，换行用 Alt+Enter；没有的填“无”。"
        case Whole():
            return f"只写数字，应为{cell.kind.expected}。"
        case Date():
            return f"填{cell.kind.expected}。"
        case Text():
            return "从下拉列表中选，或自行输入。" if is_leader(cell) else ""
        case _:
            return f"应为{cell.kind.expected}。"


def _without_list(cell: Cell) -> str:
    match cell.kind:
        case OneUnit():
            return "写单位名称。"
        case Units():
            return "写单位名称；涉及多个单位的以“、”分隔，牵头的写在最前。"
        case ResponsibleUnits():
            return "先写责任科室，换行（Alt+Enter）后写责任人；涉及多个科室的以“、”分隔，牵头的写在最前。"
        case Text():
            return ""
        case _:
            return _by_kind(cell)


def label_of(cell: Cell) -> str:
    """The cell's header or label without white space."""
    return "".join((cell.header if isinstance(cell, Column) else cell.label).split())


def refusal(cell: Cell) -> str:
    """What is said when something else is typed."""
    return f"“{label_of(cell)}”应为{cell.kind.expected.strip()}。"


# --- 填写检查 ----------------------------------------------------------------------------------------------------------

Strictness: TypeAlias = Literal["stop", "warning"]
"""What happens to another word than those of the list: it is refused, or asked about."""

_INLINE: Final = 255
"""Characters of a list that stands in the check itself; a comma or quote in a word would break it."""
_PROMPT: Final = 255
_TITLE: Final = 32
_FIRST_DAY: Final = 32874
"""1 January 1990, as a sheet counts days: what a date is checked against."""


@frozen
class Offer:
    """可选的词: what a drop-down offers. Without a strictness any other text is taken."""

    words: tuple[str, ...] = ()
    strictness: Strictness | None = None


@frozen
class Names:
    """名单: the roster's names for the drop-downs of one table, whose units stand on the boards named (all when empty)."""

    roster: Roster = field(default=Roster(()))
    boards: tuple[str, ...] = ()

    @property
    def _own(self) -> tuple[Board, ...]:
        return tuple(board for board in self.roster.boards if not self.boards or board.key in self.boards)

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in roster order."""
        return tuple(unit.name for board in self._own for unit in board.units)

    def leader_boards(self, label: str) -> tuple[Board, ...]:
        """The boards whose leader a column of that header names; a header that no board has may name any leader."""
        same = tuple(board for board in self._own if fold(board.leader_header) == fold(label))
        return same if same or self.boards else self._own

    def leaders(self, label: str) -> tuple[str, ...]:
        """The leaders, each of them once."""
        lines = (line for board in self.leader_boards(label) for line in board.lines)
        return tuple(dict.fromkeys(str(line.leader) for line in lines if line.leader is not None))

    def offer(self, cell: Cell) -> Offer:
        """What a cell's drop-down offers.

        A cell that takes several units, or units and a person, must take more than one word of its list; a unit of
        another board and a leader that the roster does not have are read, too. So these are asked about at most.
        """
        match cell.kind:
            case Choice():
                return Offer(cell.kind.vocabulary.allowed, "stop")
            case OneUnit():
                return Offer(self.units, "stop" if len(self.units) == len(self.roster) else "warning")
            case Units():
                return Offer(self.units, "warning")
            case ResponsibleUnits():
                return Offer(self.units)
            case _:
                return Offer(self.leaders(label_of(cell)), "warning") if is_leader(cell) else Offer()


class WordLists:
    """词表: the lists that are too long to stand in a check, one below the other in a hidden sheet."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], str] = {}
        self._cells: list[str] = []

    def source(self, title: str, words: Sequence[str]) -> str:
        """Where a check finds its words: in itself, or in the sheet."""
        words = tuple(printable(word) for word in words)
        inline = f'"{",".join(words)}"'
        plain = all(word == word.strip() and not set(word) & set(',"\n') for word in words)
        if plain and len(inline) <= _INLINE:
            return inline
        if words not in self._places:
            # a title of its own, so that no row reads like the header of a table
            self._cells += [f"〔{title}〕", *words, ""]
            last = len(self._cells) - 1
            self._places[words] = f"'{WORD_SHEET}'!$A${last - len(words) + 1}:$A${last}"
        return self._places[words]

    def write(self, book: Workbook, name: str) -> None:
        """Add the sheet, hidden and locked, when any list needs it."""
        if not self._cells:
            return
        sheet = book.create_sheet(name)
        for row, text in enumerate(self._cells, 1):
            if text:
                cell = sheet.cell(row, 1, escape(text))
                cell.data_type = "s"
        sheet.column_dimensions["A"].width = 48
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True


def check(cell: Cell, areas: Iterable[str], names: Names, lists: WordLists) -> DataValidation | None:
    """The check of some cells: its drop-down or limits, what is said beside a cell and when it refuses; None for none."""
    offer = names.offer(cell)
    made = DataValidation(sqref=" ".join(areas), allow_blank=True)
    strictness: Strictness | None = None
    if offer.words:
        made.type, strictness = "list", offer.strictness
        made.formula1 = lists.source(label_of(cell), offer.words)
    elif isinstance(cell.kind, Whole):
        made.type, made.operator, strictness = "whole", "greaterThanOrEqual", "stop"
        made.formula1 = str(cell.kind.minimum)
    elif isinstance(cell.kind, Date) and cell.kind.whole:
        made.type, made.operator, strictness = "date", "greaterThanOrEqual", "stop"
        made.formula1 = str(_FIRST_DAY)
    advice = how_to_fill(cell, offered=bool(offer.words))
    if made.type is None and not advice:
        return None
    made.showErrorMessage = strictness is not None
    if strictness is not None:
        made.errorStyle = strictness
        made.errorTitle, made.error = _fitted("请核对", _TITLE), _error(cell, offer)
    if advice:
        made.showInputMessage = True
        must = f"{REQUIRED}。" if cell.required else ""
        made.promptTitle, made.prompt = _fitted(label_of(cell), _TITLE), _fitted(f"{must}{advice}", _PROMPT)
    return made


def _error(cell: Cell, offer: Offer) -> str:
    """The refusal, with the words of the list as far as there is room, and whether the text may stay all the same."""
    said = refusal(cell)
    if is_leader(cell) and offer.words:
        said = f"“{label_of(cell)}”不在名单中。"
    end = "确定要这样填吗？" if offer.strictness == "warning" else ""
    listed = f"可选：{'、'.join(offer.words)}。" if offer.words and not isinstance(cell.kind, Choice) else ""
    if len(said) + len(listed) + len(end) > _PROMPT:
        listed = "请从下拉列表中选。"
    return _fitted(f"{said}{listed}", _PROMPT - len(end)) + end


def _fitted(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
