"""表: a form, its columns, and the printing of a record's row."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.errors import UnknownName, WrongType, WrongValue
from trafficlight.messages import Words, counted
from trafficlight.model._checks import Strings, few, is_kind, not_empty, strings
from trafficlight.model._field_types import typed
from trafficlight.model._kinds import AnyKind, Text
from trafficlight.model._numbers import Serial
from trafficlight.model._vocabulary import fold, quoted

Printer: TypeAlias = Callable[[Any, int | None], list[list[str]]]
"""From a record and its 序号 to the texts of its lines; the lists are the caller's own."""

ColumnsPrinter: TypeAlias = Callable[[Sequence[Any], Sequence[int]], list[list[str]]]
"""From many records and their 序号 to the texts of each column; the lists are the caller's own."""


class Role(enum.Enum):
    """What a column is for."""

    FIELD = "field"
    SERIAL = "serial"
    """序号: the row's number; no attribute of the record."""
    LINE = "line"
    """A word that tells the lines of a block apart (已争取/拟争取)."""


class Says(enum.Enum):
    """所述: the meaning of a column, or of a line above the header, by which checks, letters and extracts find it."""

    TARGET = "任务目标"
    DEADLINE = "完成时限"
    STATUS = "推进情况"
    LEADER = "分管领导"
    """The supervising leader, by whatever word (分管负责人, 包保领导)."""
    SOURCE = "任务来源"


class Prefill(enum.Enum):
    """预填: what a cell of the next period's form holds, when it goes out with the items of the last period (“只报一次”)."""

    LOCKED = "沿用，不可改"
    """The last value, which the clerk may not change; a cell that was blank is open."""
    OPEN = "沿用，可改"
    """The last value, which the clerk confirms or changes."""
    ANEW = "重新填写"
    """Nothing: the last value says nothing about this period."""


@functools.lru_cache(maxsize=1024)
def _folded(*headers: str) -> tuple[str, ...]:
    """Headers as they are compared; cached, since the search for a header compares those of all columns with each row."""
    return tuple(map(fold, headers))


@functools.lru_cache(maxsize=1024)
def _label(header: str) -> str:
    return quoted(header)


@frozen(field_transformer=typed)
class Column:
    """栏: one column of a form.

    `header` is verbatim, its line breaks included; comparison folds white space. `fields` names one attribute of the
    record for each line of a block, or a single one for all lines (the cell is then merged over them); None leaves that
    line's cell empty. `width` is in millimetres of a page that is wide enough; builders scale it. A column that is not
    `published` stands on the collection form only (§3.13). `hint` tells the clerk what the kind of the cell cannot say.
    `prefill` says what of the last period stands on the next form; without it `Theme.prefill` does. `says` names what the
    column tells, where a check, a letter or an extract has to find it.
    """

    header: str = field(validator=not_empty)
    fields: tuple[str | None, ...] = ()
    kind: AnyKind = field(factory=Text, validator=is_kind)
    width: float = 20.0
    role: Role = Role.FIELD
    required: bool = False
    published: bool = True
    optional_column: bool = False
    centred: bool = False
    aliases: tuple[str, ...] = field(default=(), converter=strings)
    hint: str = ""
    prefill: Prefill | None = None
    says: Says | None = None

    def __repr__(self) -> str:
        return f"Column({self.label!r}, {', '.join(map(repr, self.fields)) or self.role})"

    @property
    def names(self) -> tuple[str, ...]:
        """Header words by which the column is recognised, folded."""
        return _folded(self.header, *self.aliases)

    @property
    def label(self) -> str:
        """The header on one line, as a sentence quotes it: “推进情况”, “Delivery confidence”."""
        return _label(self.header)

    @property
    def is_serial(self) -> bool:
        """Whether this is 序号."""
        return self.role is Role.SERIAL

    @property
    def is_line_label(self) -> bool:
        """Whether its word tells the lines of a block apart."""
        return self.role is Role.LINE

    @property
    def is_shared(self) -> bool:
        """Whether all lines of a block share one cell: 序号, and a field that is the same for all of them."""
        return self.is_serial or (self.role is Role.FIELD and len(self.fields) == 1)

    @property
    def cells(self) -> int:
        """How many cells of one record a clerk fills in it: one for each line that it has a field on."""
        return sum(name is not None for name in self.fields)

    def field_on(self, line: int) -> str | None:
        """The attribute that is printed on a line of a block; one for all lines is on the first."""
        if len(self.fields) > 1:
            return self.fields[line]
        return self.fields[0] if self.fields and line == 0 else None


def serial(header: str = "序号", width: float = 12.0) -> Column:
    """序号."""
    return Column(header, kind=Serial(), width=width, role=Role.SERIAL, centred=True, optional_column=True)


def column(
    header: str,
    *fields: str | None,
    kind: AnyKind | None = None,
    width: float = 20.0,
    required: bool = False,
    centred: bool = False,
    aliases: Strings = (),
    hint: str = "",
    may_lack: bool = False,
    prefill: Prefill | None = None,
    says: Says | None = None,
) -> Column:
    r"""A column of the notice's own table: one field, or one field for each line of a block.

    A hand-in may lack the column when it decides nothing and `may_lack` says so (备注); it is read as blank.

    >>> column("责任科室\n责任人", "responsible", aliases=["责任单位"]).names
    ('责任科室责任人', '责任单位')
    """
    return Column(
        header,
        fields,
        kind or Text(),
        width,
        required=required,
        centred=centred,
        aliases=aliases,
        hint=hint,
        optional_column=may_lack,
        prefill=prefill,
        says=says,
    )


def line_label(header: str, width: float = 18.0) -> Column:
    """争取情况: the column whose word tells a block's lines apart; the words are the form's `lines`."""
    return Column(header, width=width, role=Role.LINE, centred=True)


def collected(header: str, *fields: str | None, kind: AnyKind, width: float = 18.0, hint: str = "") -> Column:
    """A collection-only column to the right of the notice's own (§3.13); a hand-in may lack it."""
    return Column(header, fields, kind, width, published=False, optional_column=True, centred=True, hint=hint)


@frozen(field_transformer=typed)
class HeadingLine:
    """表头上方的一行: a labelled fact above the table that holds for every row (包保领导：…)."""

    label: str = field(validator=not_empty)
    name: str = field(validator=not_empty)
    kind: AnyKind = field(factory=Text, validator=is_kind)
    required: bool = False
    hint: str = ""
    prefill: Prefill | None = None
    says: Says | None = None


@frozen(field_transformer=typed)
class Form:
    """表: title, columns, the lines of a block, the facts above the header, the notes below.

    `title` is printed; `title_words` tell apart forms that share a header (§3.17). `lines` holds the line labels of a
    block, `("",)` when a record takes one line. Raises `ValueError` when two columns share a header word, a column's
    fields do not fit the lines, a block has no line column, or two cells say the same of an item.

    >>> from trafficlight.model import PROGRESS, Choice, OneUnit
    >>> form = Form(
    ...     "重点事项",
    ...     (
    ...         serial(),
    ...         column("责任科室", "unit", kind=OneUnit(), required=True),
    ...         column("进度评价", "progress", kind=Choice(PROGRESS), required=True),
    ...     ),
    ... )
    >>> form.fields, form.label_of("progress")
    (('unit', 'progress'), '进度评价')
    """

    title: str = field(validator=not_empty)
    columns: tuple[Column, ...] = field(converter=tuple[Column, ...])
    lines: tuple[str, ...] = field(default=("",), converter=strings)
    heading: tuple[HeadingLine, ...] = field(default=())
    notes: tuple[str, ...] = field(default=(), converter=strings)
    measure: str = ""
    landscape: bool = False
    title_words: tuple[str, ...] = field(default=(), converter=strings)

    @functools.cached_property
    def _cells(self) -> dict[str | None, Column | HeadingLine]:
        columns = {name: column for column in reversed(self.columns) for name in column.fields}  # the first one has it
        return {line.name: line for line in reversed(self.heading)} | columns

    def _wrong(self, zh: str, en: str) -> WrongValue:
        return WrongValue(f"{self.title}：{zh}", f"{self.title}: {en}")

    def __attrs_post_init__(self) -> None:
        names = [name for column in self.columns for name in column.names]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise self._wrong(f"表头用语代表两栏：{'、'.join(twice)}", f"header words stand for two columns: {twice}")
        for column in self.columns:
            if column.role is Role.FIELD and len(column.fields) not in (1, len(self.lines)):
                raise self._wrong(
                    f"{column.label}写了 {len(column.fields)} 个字段，而一项有 {len(self.lines)} 行：应为一个，或每行一个",
                    f"{column.label} names {counted(len(column.fields), 'field')} for {counted(len(self.lines), 'line')}",
                )
        said = [column.says for column in self.columns if column.says] + [
            line.says for line in self.heading if line.says
        ]
        if len(set(said)) < len(said):
            twice = sorted({says.value for says in said if said.count(says) > 1})
            raise self._wrong(f"两个单元格说的是同一事：{twice}", f"two cells say the same of an item: {twice}")
        if not self.lines or len(set(self.lines)) != len(self.lines):
            raise self._wrong(
                f"一张表至少有一行，且各行名称不同：{self.lines}",
                f"a form has at least one line, and the lines of a block differ: {self.lines}",
            )
        labels = sum(column.role is Role.LINE for column in self.columns)
        if labels != (len(self.lines) > 1):
            raise self._wrong(
                "一项多行的表要有一栏写行名，一项一行的表没有",
                "a block of several lines needs one line column, a plain row none",
            )

    @property
    def published(self) -> tuple[Column, ...]:
        """The notice's own columns, as the published table shows them."""
        return tuple(column for column in self.columns if column.published)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every attribute of the record that the form fills, once each."""
        named = [name for column in self.columns for name in column.fields if name is not None]
        named += [line.name for line in self.heading]
        return tuple(dict.fromkeys(named))

    def column_of(self, name: str) -> Column | None:
        """The column that fills a field, or None for one of the heading block or of no column."""
        cell = self._cells.get(name)
        return cell if isinstance(cell, Column) else None

    def field_saying(self, says: Says) -> str:
        """The field of the column or line with this meaning; empty where there is none.

        >>> Form("重点事项", (column("分管副局长", "deputy", says=Says.LEADER),)).field_saying(Says.LEADER)
        'deputy'
        """
        for cell in self.columns:
            if cell.says is says:
                return next((name for name in cell.fields if name), "")
        return next((line.name for line in self.heading if line.says is says), "")

    def with_aliases(self, aliases: Mapping[str, Sequence[str]]) -> Form:
        """The same form, its columns understood under more header words, each given with the header that it means (§4.31).

        Raises `ValueError` for a header that the form does not have, and for a word that stands for two columns.

        >>> form = Form("重点事项", (serial(), column("责任科室", "unit")))
        >>> form.with_aliases({"责任科室": ["承办处室"]}).columns[1].names
        ('责任科室', '承办处室')
        """
        strange = sorted(set(aliases) - {column.label for column in self.columns})
        if strange:
            raise self._wrong(
                f"没有表头：{'、'.join(strange)}；表头有：{'、'.join(c.label for c in self.columns)}",
                f"no such header: {strange}; headers are {[c.label for c in self.columns]}",
            )
        columns = tuple(
            evolve(column, aliases=(*column.aliases, *aliases[column.label])) if column.label in aliases else column
            for column in self.columns
        )
        return evolve(self, columns=columns)

    def first_published(self, *names: str) -> Column | None:
        """The column of the first of these fields that has a published one to itself, over all lines; None without."""
        for name in names:
            column = self.column_of(name)
            if column is not None and column.published and len(column.fields) == 1:
                return column
        return None

    def label_of(self, name: str) -> str:
        """The words by which a field is called in a sentence: its header, with the line's label in a block."""
        cell = self._cells.get(name)
        if not isinstance(cell, Column):
            return name if cell is None else quoted(cell.label)
        return f"{self.lines[cell.fields.index(name)]}·{cell.label}" if len(cell.fields) > 1 else cell.label

    def kind_of(self, name: str) -> AnyKind:
        """The kind that reads and prints a field. Raises `UnknownName`."""
        cell = self._cells.get(name)
        if cell is None:
            raise UnknownName(Words(f"{self.title}的表", f"the form {self.title}"), name, self.fields)
        return cell.kind

    def check_records(self, records: Iterable[object]) -> None:
        """Raise `TypeError` for records of another form, which lack fields of this one."""
        for kind, record in {type(record): record for record in records}.items():
            lacks = [name for name in self.fields if not hasattr(record, name)]
            if lacks:
                title = "".join(line.strip() for line in self.title.splitlines())
                raise WrongType(
                    f"{title}印的不是 {kind.__name__}，它没有 {lacks}",
                    f"{title} prints other records than {kind.__name__}, which has no {lacks}",
                )

    def show(self, record: object, name: str) -> str:
        """A field of a record as the table prints it."""
        return self.kind_of(name).show(getattr(record, name))

    def printer(self, columns: Sequence[Column] | None = None) -> Printer:
        """Compile a function `(record, serial) → lines of texts` over the given columns (the published ones).

        A cell merged over a block's lines is printed on the first, empty below.
        """
        asked = self.published if columns is None else columns
        plan = [[_cell_printer(column, label, at) for column in asked] for at, label in enumerate(self.lines)]
        return lambda record, number: [[cell(record, number) for cell in line] for line in plan]

    def __repr__(self) -> str:
        return f"Form({fold(self.title)!r}, {few(column.label for column in self.columns)})"


# A ledger has a hundred thousand cells: what to do for each column is decided once for a table.


def columns_printer(columns: Sequence[Column], label: str, line: int = 0) -> ColumnsPrinter:
    """As `Form.printer` on one line of a block, for many records at once: a third of the time."""
    plan = [_column_printer(column, label, line) for column in columns]
    return lambda records, numbers: [column(records, numbers) for column in plan]


def _column_printer(column: Column, label: str, line: int) -> Callable[[Sequence[Any], Sequence[int]], list[str]]:
    name, show = column.field_on(line), column.kind.show
    if name is None:
        is_numbered, fixed = column.is_serial and line == 0, label if column.is_line_label else ""
        return lambda _, numbers: list(map(str, numbers)) if is_numbered else [fixed] * len(numbers)
    get = attrgetter(name)
    if type(column.kind) is Text:  # a text is printed as it stands
        return lambda records, _: list(map(get, records))

    def texts(records: Sequence[Any], _: Sequence[int]) -> list[str]:
        values = list(map(get, records))
        different = dict(zip(map(id, values), values, strict=True))
        if 2 * len(different) > len(values):
            return list(map(show, values))
        shown = {at: show(value) for at, value in different.items()}  # most columns repeat few values
        return [shown[id(value)] for value in values]

    return texts


def _cell_printer(column: Column, label: str, line: int) -> Callable[[Any, int | None], str]:
    name, show = column.field_on(line), column.kind.show
    if name is None:
        is_numbered, fixed = column.is_serial and line == 0, label if column.is_line_label else ""
        return lambda _, number: str(number) if is_numbered and number is not None else fixed
    get: Callable[[Any], str] = attrgetter(name)
    if type(column.kind) is Text:
        return lambda record, _: get(record)
    return lambda record, _: show(get(record))
