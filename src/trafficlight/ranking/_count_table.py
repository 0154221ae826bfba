"""标识数量情况: the count table of a board (A4-1.1, A4-1.2) as a form over its standings."""

from __future__ import annotations

from attrs import field, frozen

from trafficlight.errors import UnreadableCell
from trafficlight.messages import Language, Words, said, spoken
from trafficlight.model._boards import Board, Roster
from trafficlight.model._checks import strings, template
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Form, column, serial
from trafficlight.model._kinds import CellValue, Text
from trafficlight.model._marks import Mark, Palette, Tally
from trafficlight.model._units import Person
from trafficlight.ranking._orders import Criterion, Order, value_words


@frozen(field_transformer=typed)
class CountWords:
    """标识数量情况的用语: title, header of the places, counts, measure and notes of a count table.

    `title` knows {board} and {marks}, `count` knows {count}, each of the `notes` {order} and {agency}. Raises `ValueError`
    for anything else in braces.

    >>> CountWords(title="{board}亮灯统计", count="{count}件", notes=("{order}",)).measure
    ''
    >>> CountWords(title="{unit}亮灯统计")
    Traceback (most recent call last):
    trafficlight.messages.WrongValue: CountWords.title '{unit}亮灯统计' 的花括号里可用 {board}、{marks}，没有 {unit}
    """

    title: str = field(default=Words("{board}标识数量", "{board}: lights"), validator=template("board", "marks"))
    place: str = Words("名次", "Place")
    count: str = field(default="{count}", validator=template("count"))
    measure: str = ""
    notes: tuple[str, ...] = field(default=("{order}",), converter=strings, validator=template("order", "agency"))


@frozen
class MarkCount:
    """标识数: how many of one mark a tally holds, printed as the sample does (“3个”). A result: it is never read."""

    mark: Mark
    words: str = field(default="{count}", validator=template("count"))
    blank: Tally = Tally()
    expected: str = Words("由评定计算得出，不填写", "nothing: it follows from the ratings")

    def parse(self, cell: CellValue, roster: Roster) -> Tally:
        """Refused: counts follow from ratings, not from a sheet."""
        raise UnreadableCell(self.expected)

    def show(self, value: Tally) -> str:
        """“3个”, in the agency's words."""
        return self.words.format(count=value[self.mark])


@frozen
class Measured:
    """得分等: what a criterion of the order finds in a tally, as a number. A result: it is never read."""

    criterion: Criterion
    language: Language = "zh"
    blank: Tally = Tally()
    expected: str = Words("由评定计算得出，不填写", "nothing: it follows from the ratings")

    def parse(self, cell: CellValue, roster: Roster) -> Tally:
        """Refused: values follow from ratings, not from a sheet."""
        raise UnreadableCell(self.expected)

    def show(self, value: Tally) -> str:
        """The number, without zeros at its end, or 无得分."""
        return said(value_words(self.criterion, value), self.language)


@frozen
class Name(Text):
    """姓名: a person by name, or by post where the name is not given."""

    def show(self, value: Person | str | None) -> str:
        """The name; nothing for None."""
        return "" if value is None else str(value)


def count_form(
    board: Board,
    *,
    palette: Palette,
    order: Order,
    agency: str,
    words: CountWords,
    language: Language = "zh",
) -> Form:
    """The count table of a board: marks, then scores where the order ranks by any. Its rows are the board's `Standing`s."""
    words = spoken(words, language)
    labels = "".join(mark.label for mark in palette)
    people = [(board.head_header, "line.head"), (board.leader_header, "line.leader")]
    return Form(
        title=words.title.format(board=board.title, marks=labels),
        columns=(
            serial(words.place),
            column(said(board.unit_header, language), "line.unit.name", width=60, centred=True),
            *(
                column(mark.label, "tally", kind=MarkCount(mark, words.count), width=18, centred=True)
                for mark in palette
            ),
            *(
                column(each.label, "tally", kind=Measured(each, language), width=24, centred=True)
                for each in order.others
            ),
            *(column(header, name, kind=Name(), width=24, centred=True) for header, name in people if header),
        ),
        notes=tuple(_ended(note.format(order=order.say(language), agency=agency), language) for note in words.notes),
        measure=words.measure,
    )


def _ended(note: str, language: Language) -> str:
    """A note with the mark that ends a sentence, so that the next one may stand behind it."""
    plain = note.rstrip()
    if not plain or plain[-1] in "。.；;！!？?）)”":
        return note
    return f"{plain}{'.' if language == 'en' else '。'}"
