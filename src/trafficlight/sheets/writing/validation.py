"""填写说明和检查: what a clerk is told about a cell, by its kind, and what its drop-down or its bounds allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from trafficlight.messages import Language, Words, in_english, joined, said
from trafficlight.model._boards import Board, Roster
from trafficlight.model._forms import Column, HeadingLine, Says
from trafficlight.model._kinds import Bounds, Filling, filling_of
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

_OR_TYPE: Final = Words("从下拉列表中选，或自行输入。", "Choose from the list, or type another.")
_STRICTNESS: Final = {"refused": "stop", "asked": "warning"}
_CHECKED: Final = {"percentage": "decimal"}
_LEAST: Final = -(10**15)
"""A number that has no limit is any number."""

REQUIRED: Final = Words("必填", "Required")
OPTIONAL: Final = Words("选填", "Optional")
_EXPECTED: Final = Words("“{label}”应为{expected}。", "“{label}” takes {expected}.")
_NOT_LISTED: Final = Words("“{label}”不在名单中。", "“{label}” is not in the list.")
_SURE: Final = Words("确定要这样填吗？", " Do you mean it?")
_LISTED: Final = Words("可选：{words}。", " Choose from: {words}.")
_CHOOSE: Final = Words("请从下拉列表中选。", " Choose from the list.")
_CHECK: Final = Words("请核对", "Please check")


def is_leader(cell: Cell) -> bool:
    """Whether a supervising leader stands here."""
    return cell.says is Says.LEADER


def how_to_fill(cell: Cell, offer: Filling, language: Language = "zh") -> str:
    """What the cell expects, in a sentence; empty where any text will do and no hint says more."""
    advice, hint = said(offer.advice, language), said(cell.hint, language)
    if in_english(language):
        return " ".join(filter(None, (advice, f"{hint[0].upper()}{hint[1:]}." if hint else "")))
    return f"{advice}{f'{hint}。' if hint else ''}"


def label_of(cell: Cell) -> str:
    """The cell's header or label without white space."""
    text = cell.header if isinstance(cell, Column) else cell.label
    return quoted(text) if text.isascii() else "".join(text.split())


_INLINE: Final = 255
"""Characters of a list that stands in the check itself; a comma or quote in a word would break it."""
_PROMPT: Final = 255
_TITLE: Final = 32
_WORD_WIDTH: Final = 90.0
"""Millimetres of the column of words."""
_FIRST_DAY: Final = dt.date(1899, 12, 30)
"""A sheet counts days from here."""


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
        return tuple(dict.fromkeys(unit.name for board in self._own for unit in board.units))

    def _leaders(self, label: str) -> tuple[str, ...]:
        """The leaders whom a column of that header names, each once; a header that no board has may name any."""
        same = tuple(board for board in self._own if fold(board.leader_header) == fold(label))
        lines = (line for board in (same if same or self.boards else self._own) for line in board.lines)
        return tuple(dict.fromkeys(str(line.leader) for line in lines if line.leader is not None))

    def offer(self, cell: Cell) -> Filling:
        """What helps to fill a cell: what its kind says, or the roster's leaders where a leader stands.

        A leader that the roster does not have is read, too, and so asked about.
        """
        filling = filling_of(cell.kind, self.units, all_units=len(self.units) == len(self.roster))
        leaders = () if filling.words or not is_leader(cell) else self._leaders(label_of(cell))
        return Filling(filling.advice or _OR_TYPE, leaders, "asked") if leaders else filling


class WordLists:
    """词表: the lists that are too long to stand in a check, one below the other in a hidden sheet."""

    def __init__(self, name: str = WORD_SHEET) -> None:
        self._name = name
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
            self._cells += [f"[{title}]" if self._name == WORD_SHEET.en else f"〔{title}〕", *words, ""]
            last = len(self._cells) - 1
            self._places[words] = f"='{self._name}'!$A${last - len(words) + 1}:$A${last}"
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


def add_check(
    page: Page, cell: Cell, areas: Sequence[str], names: Names, lists: WordLists, language: Language = "zh"
) -> None:
    """Give cells their check: its drop-down or bounds, what is said beside a cell and when it refuses; nothing for any text."""
    offer = names.offer(cell)
    made: dict[str, Any] = {"validate": "any"}
    refuses = ""
    if offer.words:
        made = {"validate": "list", "source": lists.source(label_of(cell), offer.words)}
        refuses = _STRICTNESS.get(offer.other_words, "")
    elif offer.bounds:
        made = _bounds(offer.bounds)
        refuses = "stop"
    made |= {"multi_range": " ".join(areas), "show_error": bool(refuses)}
    if refuses:
        title = said(_CHECK, language)
        made |= {"error_type": refuses, "error_title": title, "error_message": _error(cell, offer, language)}
    advice = how_to_fill(cell, offer, language)
    if advice:
        end = ". " if in_english(language) else "。"
        must = f"{said(REQUIRED, language)}{end}" if cell.required else ""
        made |= {
            "input_title": _fitted(label_of(cell), _TITLE),
            "input_message": _fitted(f"{must}{advice}", _PROMPT),
        }
    page.data_validation(0, 0, 0, 0, made | {"show_input": bool(advice)})


def _bounds(bounds: Bounds) -> dict[str, Any]:
    """Bounds in XlsxWriter's words; no check where there are none."""
    least, most = (_stored(bound, bounds) for bound in (bounds.least, bounds.most))
    made: dict[str, Any] = {"validate": _CHECKED.get(bounds.of, bounds.of)}
    if least is not None and most is not None:
        return made | {"criteria": "between", "minimum": least, "maximum": most}
    if most is not None:
        return made | {"criteria": "<=", "value": most}
    return made | {"criteria": ">=", "value": _LEAST if least is None else least}


def _stored(bound: Decimal | dt.date | None, bounds: Bounds) -> float | None:
    """A limit as a sheet has it: a date is a number of days, a percentage a share of 1."""
    if bound is None:
        return None
    if isinstance(bound, dt.date):
        return (bound - _FIRST_DAY).days
    share = bound / 100 if bounds.of == "percentage" else bound
    return int(share) if share == int(share) else float(share)


def _error(cell: Cell, offer: Filling, language: Language) -> str:
    """The refusal, with the words of the list as far as there is room, and whether the text may stay all the same."""
    template = _NOT_LISTED if is_leader(cell) and offer.words else _EXPECTED
    told = said(template, language).format(label=label_of(cell), expected=said(cell.kind.expected, language).strip())
    end = said(_SURE, language) if offer.other_words == "asked" else ""
    unsaid = any(word not in told for word in offer.words)
    words = joined(offer.words, language)
    listed = said(_LISTED, language).format(words=words) if unsaid else ""
    if utf16_length(told + listed + end) > _PROMPT:
        listed = said(_CHOOSE, language)
    return _fitted(f"{told}{listed}", _PROMPT - len(end)) + end


def _fitted(text: str, length: int) -> str:
    if utf16_length(text) <= length:
        return text
    while utf16_length(text) >= length:
        text = text[:-1]
    return f"{text}…"
