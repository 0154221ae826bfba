"""单元格类型: how one cell becomes a value, how the value is printed, and what helps to fill it in: by one kind for all three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

from attrs import field, frozen

from trafficlight.errors import UnreadableCell, WrongValue
from trafficlight.messages import Language, Words, english, joined
from trafficlight.model._boards import Roster
from trafficlight.model._checks import strings
from trafficlight.model._field_types import typed
from trafficlight.model._items import ASK_NUMBERING, ASK_WHAT, divide, says_none, tells_nothing
from trafficlight.model._shown_values import Shown
from trafficlight.model._unit_names import UNIT_NAME, responsibility_named, unit_named, units_named
from trafficlight.model._units import JointUnits, Responsibility, Unit
from trafficlight.model._vocabulary import Vocabulary, fold, folded, one_of

T = TypeVar("T")

CellValue: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | None
"""What a sheet's cell may hold before a kind reads it."""


class Kind(Protocol[T]):
    """A kind of cell. `parse` gets cells that are not blank; a blank one is worth `blank`, or a fault when required.

    A kind may have more: `filling` says what a blank form offers and allows (`Fillable`), `strategy(roster)` is a Hypothesis
    strategy for the values of a filled cell, and `is_number` that what it shows is written as a number where it is one.
    """

    @property
    def blank(self) -> T:
        """The value of a blank cell."""

    @property
    def expected(self) -> str:
        """What is allowed, in words that follow “应为”."""

    def parse(self, cell: CellValue, roster: Roster) -> T:
        """The cell's value. Raises `UnreadableCell`."""

    def show(self, value: T) -> str:
        """The value as a table prints it; `parse` reads it back."""


OtherWords: TypeAlias = Literal["refused", "asked", "taken"]
"""Whether a word that is not in the drop-down is refused, asked about, or taken."""


@frozen(field_transformer=typed)
class Bounds:
    """取值范围: what a spreadsheet lets be typed: numbers or dates from `least` to `most`, both included; None is no bound.

    A percentage is given in percent: 100 is all.
    """

    of: Literal["whole", "decimal", "percentage", "date"]
    least: Decimal | dt.date | None = None
    most: Decimal | dt.date | None = None


@frozen(field_transformer=typed)
class Filling:
    """填写: the advice beside a cell (a sentence), and its drop-down (`words`) or its bounds.

    >>> Filling("从下拉列表中选颗星。", ("★", "★★", "★★★"), "refused").words
    ('★', '★★', '★★★')
    """

    advice: str = ""
    words: tuple[str, ...] = field(default=(), converter=strings)
    other_words: OtherWords = "taken"
    bounds: Bounds | None = None


@runtime_checkable
class Fillable(Protocol):
    """可填写: the part of a kind of cell that helps who fills a blank form; a kind may lack it."""

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The help for a cell. `units` are names of the roster to offer; `all_units` says that no other unit is allowed."""


def filling_of(kind: object, units: Sequence[str] = (), *, all_units: bool = True) -> Filling:
    """What helps to fill a cell of a kind; what it expects, where the kind has no `filling`."""
    if isinstance(kind, Fillable):
        return kind.filling(units, all_units=all_units)
    expected = getattr(kind, "expected", "")
    return Filling(Words(f"应为{expected}。", f"It takes {english(expected)}."))


def text_of(cell: CellValue) -> str:
    r"""A cell as the text that it shows, else as its value reads: no “.0”, Chinese dates, \n for line breaks, trimmed."""
    if cell is None:
        return ""
    if isinstance(cell, Shown):
        return cell.shown
    if isinstance(cell, str):
        return (cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return str(cell)


def is_blank(cell: CellValue) -> bool:
    """Whether nothing but white space stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def expected_words(usual: Words) -> Any:
    """A field for what is allowed; a kind that was stored as JSON gets its English back with its Chinese."""
    return field(default=usual, converter=lambda text: usual if text == usual else text)


@frozen(field_transformer=typed)
class Text:
    """文字: any text, outer white space dropped."""

    blank: str = ""
    expected: str = expected_words(Words("文字", "text"))

    def parse(self, cell: CellValue, roster: Roster) -> str:
        """The cell as `text_of` has it."""
        return text_of(cell)

    def show(self, value: str) -> str:
        """The value itself; of what else a program put there, several names are joined, and a number is as Python writes it."""
        given: Any = value
        if isinstance(given, str):
            return given
        return "、".join(map(self.show, given)) if isinstance(given, (tuple, list)) else str(given)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """Nothing: any text will do."""
        return Filling()


@frozen(field_transformer=typed)
class Choice(Generic[T]):
    """选项: one word of a vocabulary.

    >>> from trafficlight.model import PROGRESS, Roster
    >>> Choice(PROGRESS).parse("进展缓慢", Roster([]))
    <Progress.SLOW: '推进缓慢'>
    """

    vocabulary: Vocabulary[T]
    blank: None = None

    @property
    def expected(self) -> str:
        """What is allowed."""
        return one_of(self.vocabulary.allowed)

    def parse(self, cell: CellValue, roster: Roster) -> T | None:
        """The word's value. Raises `UnreadableCell`."""
        return self.vocabulary.parse(text_of(cell))

    def show(self, value: T | None) -> str:
        """The vocabulary's word; nothing for None."""
        return "" if value is None else self.vocabulary.word(value)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The words, and no other."""
        return _choose(self.vocabulary.allowed)


def _choose(words: tuple[str, ...]) -> Filling:
    advice = Words(f"从下拉列表中选：{'、'.join(words)}。", f"Choose from the list: {', '.join(words)}.")
    return Filling(advice, words, "refused")


YES_NO: Final = Vocabulary("是否", [("是", True), ("否", False)])
"""是否: the words of a yes or no; `Choice(YES_NO)` is such a cell."""

_YES: Final = frozenset("是 有 对 √ ✓ ✔ yes y true".split())
_NO: Final = frozenset("否 不是 无 没有 × ✗ ✘ no n false".split())


@frozen(field_transformer=typed)
class YesNo:
    """是否: yes or no, as offices write it (是, √, Yes; 否, ×, No) or a sheet's own truth value; printed by two words.

    Whatever these two are, yes is also read from 是, 有, 对, √, ✓, ✔, yes, y and true, no from 否, 不是, 无, 没有, ×, ✗, ✘, no, n
    and false, in capitals or not. Raises `ValueError` for two words that are the same.

    >>> from trafficlight.model import Roster
    >>> YesNo().parse("√", Roster([])), YesNo("Yes", "No").show(False)
    (True, 'No')
    """

    yes: str = "是"
    no: str = "否"
    blank: None = None

    def __attrs_post_init__(self) -> None:
        if fold(self.yes).lower() in self._words(value=False) or fold(self.no).lower() in self._words(value=True):
            raise WrongValue(
                f"“是”与“否”的用语应不同，而不是“{self.yes}”和“{self.no}”",
                f"yes and no need words that differ, not “{self.yes}” and “{self.no}”",
            )

    def _words(self, *, value: bool) -> frozenset[str]:
        return _YES | {fold(self.yes).lower()} if value else _NO | {fold(self.no).lower()}

    @property
    def expected(self) -> str:
        """What is allowed."""
        return one_of((self.yes, self.no))

    def parse(self, cell: CellValue, roster: Roster) -> bool | None:
        """The answer. Raises `UnreadableCell`."""
        if isinstance(cell, bool):
            return cell
        word = fold(text_of(cell)).lower()
        for value in (True, False):
            if word in self._words(value=value):
                return value
        raise UnreadableCell(self.expected)

    def show(self, value: bool | None) -> str:  # noqa: FBT001  # as every kind
        """The word; nothing for None."""
        return "" if value is None else self.yes if value else self.no

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The two words, and no other."""
        return _choose((self.yes, self.no))


@frozen(field_transformer=typed)
class OneUnit:
    """单位名称: one unit of the roster, by name or alias."""

    blank: None = None
    expected: str = expected_words(UNIT_NAME)

    def parse(self, cell: CellValue, roster: Roster) -> Unit | None:
        """The unit. Raises `UnreadableCell` with the nearest name."""
        return unit_named(text_of(cell), roster)

    def show(self, value: Unit | None) -> str:
        """The unit's full name."""
        return "" if value is None else value.name

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The units' names; a unit of another board is asked about."""
        if not units:
            return Filling(Words("写单位名称。", "The name of a unit."))
        advice = Words("从下拉列表中选单位名称。", "Choose a unit from the list.")
        return Filling(advice, tuple(units), "refused" if all_units else "asked")


@frozen(field_transformer=typed)
class Units:
    r"""责任科室: one or several units of the roster, divided by “、”, the lead first; line breaks, blanks and commas divide, too.

    Where the cell says that some of them only take part (配合), these are kept apart, in `JointUnits` (§4.26). Tables print
    them in the `language`: divided by “、”, or by commas.

    >>> from trafficlight.model import Board, Roster, RosterLine, Unit
    >>> roster = Roster([Board("departments", "科室", [RosterLine(Unit("办公室")), RosterLine(Unit("人事科"))])])
    >>> said = Units().parse("办公室牵头，人事科配合", roster)
    >>> [unit.name for unit in said], [unit.name for unit in said.partners]
    (['办公室'], ['人事科'])
    """

    blank: tuple[Unit, ...] = ()
    expected: str = expected_words(
        Words(
            "花名册中的单位名称，多个单位以“、”分隔", "names of units in the roster, several of them divided by commas"
        )
    )
    language: Language = "zh"

    def parse(self, cell: CellValue, roster: Roster) -> tuple[Unit, ...]:
        """The units. Raises `UnreadableCell` for an unknown unit, one named twice, and where their parts cannot be told."""
        return units_named(text_of(cell), roster, self.expected)

    def show(self, value: tuple[Unit, ...]) -> str:
        """The names, divided by “、”, in English by commas; those that take part on a line below."""
        if isinstance(value, JointUnits):
            return value.say(self.language)
        return joined((unit.name for unit in value), self.language)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The units' names; several of them are typed, so that another text is asked about."""
        if not units:
            zh = "写单位名称；涉及多个单位的以“、”分隔，牵头的写在最前。"
            return Filling(Words(zh, "Names of units, divided by commas, the lead first."))
        zh = "从下拉列表中选单位名称；涉及多个单位的自行输入，以“、”分隔，牵头的写在最前。"
        advice = Words(zh, "Choose a unit from the list; type several of them divided by commas, the lead first.")
        return Filling(advice, tuple(units), "asked")


@frozen(field_transformer=typed)
class ResponsibleUnits:
    r"""责任科室责任人: units and person in one cell, divided by a line break or a blank (§3.15).

    A unit's name may itself stand on two lines (金乡县 over 审计局): the longest beginning that names units is taken for
    them, and what follows is the person. 牵头 and 配合 are read before a colon, in brackets and behind a unit; the units that
    take part (配合, in English “Partners:”) are kept apart (§4.26), and where their part cannot be told the cell is refused.
    Tables print them in the `language`.

    >>> from trafficlight.model import Board, Roster, RosterLine, Unit
    >>> roster = Roster([Board("departments", "科室", [RosterLine(Unit("办公室")), RosterLine(Unit("人事科"))])])
    >>> said = ResponsibleUnits().parse("办公室、人事科 张三", roster)
    >>> said.lead.name, said.person
    ('办公室', '张三')
    >>> said = ResponsibleUnits().parse("牵头：办公室\n配合：人事科", roster)
    >>> said.lead.name, [unit.name for unit in said.partners]
    ('办公室', ['人事科'])
    """

    blank: None = None
    expected: str = expected_words(
        Words(
            "花名册中的单位名称（多个以“、”分隔），换行后写责任人",
            "names of units in the roster (several of them divided by commas), and the responsible person on a new line",
        )
    )
    language: Language = "zh"

    def parse(self, cell: CellValue, roster: Roster) -> Responsibility | None:
        """The units and the person. Raises `UnreadableCell`."""
        return responsibility_named(text_of(cell), roster, self.expected)

    def show(self, value: Responsibility | None) -> str:
        """The units, and the person on a line below."""
        return "" if value is None else value.say(self.language)

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """The units' names; a person follows, so that any text is taken."""
        lists, listed = ("（可从下拉列表中选）", " (from the list)") if units else ("", "")
        advice = Words(
            f"先写责任科室{lists}，换行（Alt+Enter）后写责任人；涉及多个科室的以“、”分隔，牵头的写在最前。",
            f"The units{listed} divided by commas, the lead first, and on a new line (Alt+Enter) the person.",
        )
        return Filling(advice, tuple(units))


NOTHING: Final[frozenset[str]] = frozenset()
"""Words for “none” of an agency's own, beside those that `Items` knows (§4.22)."""


@frozen(field_transformer=typed)
class Items:
    r"""事项: the items of a cell: one a line, or numbered on from 1 wherever the line breaks stand (§4.20).

    Dashes, 无, 暂无 with what they deny, 0 with a unit and blanks mean none, also behind a label (资金：无) or several times
    (§4.22); `nothing` are an agency's own words beside them. What cannot be told is refused: numbers that do not count on,
    words such as 待定 and 谋划中, marks alone.

    >>> from trafficlight.model import Roster
    >>> Items().parse("1.试点A\n2.试点B（已认定）", Roster([]))
    ('试点A', '试点B（已认定）')
    >>> Items().parse("暂无新增", Roster([]))
    ()
    """

    blank: tuple[str, ...] = ()
    expected: str = expected_words(Words("每行一项的事项，或“无”", "items, one a line, or “无” for none"))
    nothing: frozenset[str] = field(default=NOTHING, converter=folded)

    def parse(self, cell: CellValue, roster: Roster) -> tuple[str, ...]:
        """The items without their numbering. Raises `UnreadableCell` where what they are cannot be told."""
        text = text_of(cell)
        if self.is_none(text):
            return ()
        items = divide(text)
        if items is None:
            raise UnreadableCell(ASK_NUMBERING)
        if any(map(tells_nothing, items)):
            raise UnreadableCell(ASK_WHAT)
        return tuple(item for item in items if not self.is_none(item))

    def is_none(self, text: str) -> bool:
        """Whether a text says that there is nothing."""
        return says_none(text) or fold(text) in self.nothing

    def show(self, value: tuple[str, ...]) -> str:
        """The items, numbered, one a line."""
        return "\n".join(f"{number}{'、' if item[:1].isdigit() else '.'}{item}" for number, item in enumerate(value, 1))

    def filling(self, units: Sequence[str], *, all_units: bool) -> Filling:
        """How items are told apart."""
        zh = "一项写一行，换行用 Alt+Enter；没有的填“无”。"
        return Filling(Words(zh, "One item a line (Alt+Enter for a new line); “无” for none."))


AnyKind: TypeAlias = Kind[Any]
