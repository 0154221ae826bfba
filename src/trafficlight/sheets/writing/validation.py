"""填写说明和检查: what a clerk is told about a cell, by its kind, and what its drop-down or its limits allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from trafficlight.model._dates import Date
from trafficlight.model._forms import Column, HeadingLine
from trafficlight.model._kinds import Choice, Items, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.model._units import Board, Roster
from trafficlight.model._vocabulary import fold, quoted
from trafficlight.ooxml.text import printable
from trafficlight.sheets._cell_texts import WORD_SHEET, utf16_length
from trafficlight.sheets.writing.layout import Paper
from trafficlight.sheets.writing.look import Style
from trafficlight.sheets.writing.workbook import RowWriter

if TYPE_CHECKING:
    from trafficlight.sheets.writing.book import Book, Page

Cell: TypeAlias = Column | HeadingLine
"""What a clerk fills: a column's cells, or the one beside a label above the header."""

LEADER: Final = "leader"
"""The field of a supervising leader (分管领导、包保领导), whatever its header."""

REQUIRED: Final = "必填"
OPTIONAL: Final = "选填"


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
    text = cell.header if isinstance(cell, Column) else cell.label
    return quoted(text) if text.isascii() else "".join(text.split())


def refusal(cell: Cell) -> str:
    """What is said when something else is typed."""
    return f"“{label_of(cell)}”应为{cell.kind.expected.strip()}。"


Strictness: TypeAlias = Literal["stop", "warning"]
"""What happens to another word than those of the list: it is refused, or asked about."""

_INLINE: Final = 255
"""Characters of a list that stands in the check itself; a comma or quote in a word would break it."""
_PROMPT: Final = 255
_TITLE: Final = 32
_WORD_WIDTH: Final = 90.0
"""Millimetres of the column of words."""
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

    def source(self, title: str, words: Sequence[str]) -> list[str] | str:
        """Where a check finds its words: in itself, or in the sheet."""
        words = tuple(printable(word) for word in words)
        plain = all(word == word.strip() and not set(word) & set(',"\n') for word in words)
        if plain and utf16_length(",".join(words)) <= _INLINE:
            return list(words)
        if words not in self._places:
            # a title of its own, so that no row reads like the header of a table
            self._cells += [f"〔{title}〕", *words, ""]
            last = len(self._cells) - 1
            self._places[words] = f"='{WORD_SHEET}'!$A${last - len(words) + 1}:$A${last}"
        return self._places[words]

    def write(self, book: Book, name: str) -> None:
        """Add the sheet, hidden and locked, when any list needs it."""
        if not self._cells:
            return
        paper = Paper((_WORD_WIDTH,))
        page = book.add_page(name, paper, hidden=True)
        writer = RowWriter(book, page, paper, 1)
        for text in self._cells:
            writer.line([text], [Style.BODY])
        page.protect()


def add_check(page: Page, cell: Cell, areas: Sequence[str], names: Names, lists: WordLists) -> None:
    """Give cells their check: its drop-down or limits, what is said beside a cell and when it refuses; nothing for any text."""
    offer = names.offer(cell)
    made: dict[str, Any] = {"validate": "any"}
    strictness: Strictness | None = None
    if offer.words:
        made = {"validate": "list", "source": lists.source(label_of(cell), offer.words)}
        strictness = offer.strictness
    elif isinstance(cell.kind, Whole):
        made = {"validate": "whole", "criteria": ">=", "value": cell.kind.minimum}
        strictness = "stop"
    elif isinstance(cell.kind, Date) and cell.kind.whole:
        made = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
        strictness = "stop"
    made |= {"multi_range": " ".join(areas), "show_error": strictness is not None}
    if strictness is not None:
        made |= {"error_type": strictness, "error_title": "请核对", "error_message": _error(cell, offer)}
    advice = how_to_fill(cell, offered=bool(offer.words))
    if advice:
        must = f"{REQUIRED}。" if cell.required else ""
        made |= {
            "input_title": _fitted(label_of(cell), _TITLE),
            "input_message": _fitted(f"{must}{advice}", _PROMPT),
        }
    page.data_validation(0, 0, 0, 0, made | {"show_input": bool(advice)})


def _error(cell: Cell, offer: Offer) -> str:
    """The refusal, with the words of the list as far as there is room, and whether the text may stay all the same."""
    said = refusal(cell)
    if is_leader(cell) and offer.words:
        said = f"“{label_of(cell)}”不在名单中。"
    end = "确定要这样填吗？" if offer.strictness == "warning" else ""
    listed = f"可选：{'、'.join(offer.words)}。" if offer.words and not isinstance(cell.kind, Choice) else ""
    if utf16_length(said + listed + end) > _PROMPT:
        listed = "请从下拉列表中选。"
    return _fitted(f"{said}{listed}", _PROMPT - len(end)) + end


def _fitted(text: str, length: int) -> str:
    if utf16_length(text) <= length:
        return text
    while utf16_length(text) >= length:
        text = text[:-1]
    return f"{text}…"
