"""一张表怎样报来: one table as an office types it: titles, header, columns, entries, and the rows between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from trafficlight.model._forms import Column
from trafficlight.model._kinds import CellValue, Choice, Items, OneUnit, ResponsibleUnits, Units, is_blank, text_of
from trafficlight.model._numbers import Whole
from trafficlight.model._vocabulary import fold
from trafficlight.rules._themes import Theme
from trafficlight.sheets.checks.repeats import is_one_task
from trafficlight.sheets.reading.row_shapes import is_ditto, is_sum
from trafficlight.testing._typed_cells import Hand, typed_serial

_Cells = dict[int, CellValue]
"""A row while it is typed: position → cell."""

_DITTOS: Final = ("同上", "〃", "同 上", "”")
_SIGNS: Final = ("*{}", "{}*", "※{}", "1.{}", "①{}", "{}：", "{}（必填）", "{}（请如实填写）", "{}【选填】", "（1）{}")
_TRADITIONAL: Final = str.maketrans("项务标进况评价负责来备单内总体时门类别", "項務標進況評價負責來備單內總體時門類別")
_OWN: Final = (("联系电话", "0537-2163100"), ("文号", "〔2023〕5号"), ("填报依据", "文件"))
_NAMED: Final = (OneUnit, Units, ResponsibleUnits)


@attrs.frozen
class _Header:
    """The header's words by position; `split` has the upper and the lower half of those over two rows."""

    words: Mapping[int, str]
    split: Mapping[int, tuple[str, str]]


@attrs.define
class _Block:
    """The rows of one record while they are typed; `is_next` while no other row stands below."""

    record: Any
    number: int
    top: int
    above: _Block | None
    rows: list[_Cells] = attrs.field(factory=list)
    typed: dict[str, tuple[CellValue, Any]] = attrs.field(factory=dict)
    """Field → its cell, and the value as the sheet has it; unclear fields are left out."""
    is_next: bool = True

    @property
    def bottom(self) -> int:
        return self.top + len(self.rows) - 1


class Sheet:
    """One sheet while it is typed."""

    def __init__(
        self, hand: Hand, theme: Theme[Any], others: Sequence[Theme[Any]], drawn: list[Any], unique: str | None
    ) -> None:
        self._hand, self._theme, self._form, self._others, self._records = hand, theme, theme.form, others, drawn
        self._unique = unique
        self.name = ""
        self._header = _Header({}, {})
        self._rows: list[_Cells] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.unclear: set[tuple[int, int]] = set()
        self.expected: list[tuple[int, Any]] = []
        self._first_serial: int = hand.one_of((1, 1, 5)) if hand.does("serials") else 1
        self._common: int | None = None
        self._shape: int = hand.draw(st.integers(0, 9)) if hand.does("serials") else 0

    def type(self) -> None:
        hand = self._hand
        self._repeat_neighbours()
        self._place_columns()
        words = {at: self._header_word(column) for at, column in self._placed.items()}
        self._header = _Header(words, self._splits(words) if hand.does("header_rows") else {})
        self.name = self._type_titles(self._rivals(words.values()))
        self._type_header()
        if hand.does("hints"):
            self._type_hints()
        self._type_records()
        doubtful = {row for row, _ in self.unclear}
        for row, cells in enumerate(self._rows):
            filled = [at for at, cell in sorted(cells.items()) if not is_blank(cell)]
            # a sum, or an item called so: any of its cells is asked about
            if filled and is_sum(cells[filled[0]]) and (row in doubtful or any(is_ditto(cells[at]) for at in filled)):
                self.unclear |= {(row, at) for at in filled}
        if hand.does("endings"):
            self._type_endings()

    def grid(self) -> tuple[tuple[CellValue, ...], ...]:
        """The rows, all of one length."""
        width = max((max(cells, default=0) for cells in self._rows), default=0) + 1
        return tuple(tuple(cells.get(at) for at in range(width)) for cells in self._rows)

    def _repeat_neighbours(self) -> None:
        """Let a record have some values of the one above, as items of one department have."""
        if not self._hand.habits & {"merged", "dittos"}:
            return
        names = [
            each.fields[0]
            for each in self._form.columns
            if len(each.fields) == 1
            and each.fields[0] not in (None, self._unique)
            and not isinstance(each.kind, (Items, Whole))
        ]
        for number, record in enumerate(self._records[1:] if names else (), 1):
            same = self._hand.draw(st.sets(st.sampled_from(names)))
            values = {name: getattr(self._records[number - 1], name) for name in same}
            alike = attrs.evolve(record, **values)
            others = self._records[:number] + self._records[number + 1 :]
            if self._unique or not any(is_one_task(self._theme, alike, other) for other in others):
                self._records[number] = alike

    def _place_columns(self) -> None:
        hand = self._hand
        columns = list(self._form.columns)
        self._own: dict[int, tuple[str, str]] = {}
        if hand.does("columns"):
            columns = [column for column in columns if not (self._may_lack(column) and hand.draw(st.booleans()))]
            columns = hand.one_of((columns, hand.draw(st.permutations(columns))))
        self._placed: dict[int, Column] = {}
        position = 0
        for column in columns:
            if hand.does("columns") and hand.does("columns"):
                if hand.draw(st.booleans()) and not self._form.title.isascii():
                    self._own[position] = hand.one_of(_OWN)
                position += 1
            self._placed[position] = column
            position += 1
        self._serial: int | None = next((at for at, column in self._placed.items() if column.is_serial), None)
        self._last = position - 1
        self._first = min(self._placed)

    def _may_lack(self, column: Column) -> bool:
        """Whether a sheet without the column says the same."""
        names = [name for name in column.fields if name is not None]
        return column.optional_column and all(
            getattr(record, name) == column.kind.blank for record in self._records for name in names
        )

    def _header_word(self, column: Column) -> str:
        hand = self._hand
        return hand.one_of((column.header, *column.aliases)) if hand.does("header_words") else column.header

    def _rivals(self, words: Iterable[str]) -> list[Theme[Any]]:
        """The other themes whose header these words make, too: only a title tells them apart (§3.17)."""
        typed = set(map(fold, words))
        return [
            other
            for other in self._others
            if all(column.optional_column or typed.intersection(column.names) for column in other.form.columns)
        ]

    def _type_titles(self, rivals: Sequence[Theme[Any]]) -> str:
        """The lines above the header; the sheet's name, which names the theme where no line does."""
        hand, theme = self._hand, self._theme
        sheet = "".join(sign for sign in theme.title if sign not in "[]:*?/\\")[:31]
        if hand.does("titles"):
            title = theme.title if rivals else hand.one_of((theme.form.title, theme.title))
            lines = [hand.word(title) if not title.isascii() else title]
            if not title.isascii():
                lines = [*hand.one_of(((), ("云川市审计局",), ("附件2",))), *lines]
                lines += hand.one_of(((), ("单位：项",), ("2023年9月28日",), ("（截至2023年9月30日）",)))
            for line in lines:
                self._type_line(line)
            if hand.does("blank_rows"):
                self._rows.append({})
            sheet = hand.one_of((sheet, "Sheet1"))
        self._type_heading()
        return sheet

    def _type_line(self, text: str, position: int = 0) -> None:
        """A row of one text, merged over the whole table or not."""
        if self._hand.does("merged") and self._last:
            self.merges.append((len(self._rows), 0, len(self._rows), self._last))
            position = 0
        self._rows.append({position: text})

    def _type_heading(self) -> None:
        record = self._records[0]
        said = [(line, self._form.show(record, line.name)) for line in self._form.heading]
        if not said:
            return
        label = ["：", ": ", ":"]
        if self._hand.does("titles"):  # each label with its value in the next cell
            self._rows += [{0: f"{line.label}：", 1: text or None} for line, text in said]
        elif self._hand.does("titles"):
            self._rows.append({0: "  ".join(f"{line.label}：{text}" for line, text in said)})
        else:
            self._rows += [{0: f"{line.label}{self._hand.one_of(label)}{text}"} for line, text in said]

    def _dressed(self, word: str) -> str:
        """A header as typed this time: two times, two looks."""
        hand = self._hand
        if word.isascii():
            return hand.padded(word)
        if hand.does("header_signs"):
            word = hand.one_of(_SIGNS).format(word) if hand.draw(st.booleans()) else word.translate(_TRADITIONAL)
        if hand.does("header_blanks"):
            bare = "".join(word.split())
            at = hand.draw(st.integers(0, len(bare)))
            word = f"{bare[:at]}{hand.one_of((chr(10), ' ', chr(0x3000), ''))}{bare[at:]}"
        return hand.padded(hand.widened(word))

    def _splits(self, words: Mapping[int, str]) -> Mapping[int, tuple[str, str]]:
        """A header over two rows: for some columns the words of the upper and of the lower row."""
        hand = self._hand
        halves: dict[int, tuple[str, str]] = {}
        neighbours = [at for at in words if at + 1 in words]
        if hand.draw(st.booleans()) and len(words) > 3 and neighbours and not self._form.title.isascii():
            left = hand.one_of(neighbours)  # a common word above two columns
            halves[left], halves[left + 1] = ("基本信息", words[left]), ("", words[left + 1])
            self._common = left
            return halves
        for at, word in words.items():
            parts = word.split() if len(word.split()) == 2 else [word[:2], word[2:]]
            if hand.draw(st.booleans()) and all(parts) and (not word.isascii() or " " in word):
                halves[at] = (parts[0], parts[1])
        return halves

    def _type_header(self) -> None:
        row, words, split = len(self._rows), self._header.words, self._header.split
        own: _Cells = {at: word for at, (word, _) in self._own.items()}
        if not split:
            self._rows.append({**{at: self._dressed(word) for at, word in words.items()}, **own})
            return
        down = self._hand.draw(st.booleans())  # merged, or blank below
        upper: _Cells = {at: (split[at][0] or None) if at in split else self._dressed(words[at]) for at in words}
        lower: _Cells = {at: half for at, (_, half) in split.items()}
        self._rows += [upper | own, lower]
        if down:
            self.merges += [(row, at, row + 1, at) for at in (*words, *own) if at not in split]
        if self._common is not None:
            self.merges.append((row, self._common, row, self._common + 1))

    def _type_hints(self) -> None:
        if self._form.title.isascii():
            return
        if self._hand.draw(st.booleans()):
            self._rows.append({at: f"（{number}）" for number, at in enumerate(self._placed, 1)})
        else:
            self._rows.append(dict.fromkeys(self._placed, "请如实填写"))

    def _type_records(self) -> None:
        hand = self._hand
        above: _Block | None = None
        for number, record in enumerate(self._records):
            if self._type_beside(number) and above is not None:
                above.is_next = False
            above = self._type_record(_Block(record, number, len(self._rows), above))
        if hand.does("sums") and not self._form.title.isascii():
            self._rows.append(self._sum("合计"))

    def _type_beside(self, number: int) -> bool:
        """Rows between two entries, or above the first; whether there are any."""
        hand, before = self._hand, len(self._rows)
        chinese = not self._form.title.isascii()
        if number and hand.does("sums") and chinese:
            self._rows.append(self._sum(hand.one_of((f"小计（{number}项）", "小计", "本页小计"))))
        if hand.does("blank_rows"):
            self._rows.append(hand.one_of(({}, {self._first: " "})))
        if number and hand.does("pages"):
            turn = hand.one_of(("第1页 共2页", "续表", "转下页", "第 1 页")) if chinese else "Page 1 of 2"
            if chinese and hand.draw(st.booleans()):
                self._type_signatures()
            if hand.draw(st.booleans()):
                self._rows.append({hand.one_of((self._first, self._last)): turn})
            if hand.draw(st.booleans()):
                self._type_header()
        if hand.does("sections") and chinese:
            self._type_section(hand.one_of(("一", "二", "三")))
        return len(self._rows) > before

    def _sum(self, word: str) -> _Cells:
        return {self._first: word, self._last: "3项"} if self._hand.draw(st.booleans()) else {self._first: word}

    def _type_section(self, number: str) -> None:
        text = "市委部署的重点工作"
        facts = [at for at, column in self._placed.items() if not column.is_serial and not column.is_line_label]
        spare = [at for at in facts if not isinstance(self._placed[at].kind, _NAMED)]
        if self._serial is not None and spare and self._hand.draw(st.booleans()):
            self._rows.append({self._serial: number, spare[0]: text})
        else:
            self._type_line(f"{number}、{text}", self._first)

    def _type_record(self, block: _Block) -> _Block:
        hand, lines = self._hand, self._form.lines
        block.rows = [{} for _ in lines]
        self._rows += block.rows
        if self._serial is not None:
            block.rows[0][self._serial] = self._number(block.number)
            self._split_serial(block)
        for at, column in self._placed.items():
            self._type_fields(block, at, column)
            if column.is_line_label:
                for row, label in zip(block.rows, lines, strict=True):
                    row[at] = hand.word(label)
            elif column.is_shared and block.bottom > block.top:
                self._share(block, at)
        for at, (_, text) in self._own.items():
            block.rows[0][at] = text
        values = {name: value for name, (_, value) in block.typed.items()}
        self.expected.append((block.top, attrs.evolve(block.record, **values)))
        if hand.does("sideways") and len(lines) == 1:
            for lost in self._merge_sideways(block.rows[0], block.top):
                block.typed.pop(lost, None)
        return block

    def _split_serial(self, block: _Block) -> None:
        """序号 merged with the one above: whether these are two entries cannot be told."""
        above, at = block.above, self._serial
        if above is None or at is None or not above.is_next or above.bottom > above.top or not above.rows[0].get(at):
            return
        if (
            self._hand.does("unclear")
            and not self._hand.draw(st.integers(0, 3))
            and (above.top, at) not in self.unclear
        ):
            block.rows[0][at] = None
            self.merges.append((above.top, at, block.top, at))
            self.unclear.add((block.top, at))

    def _type_fields(self, block: _Block, at: int, column: Column) -> None:
        needed = next((each for each in self._placed.values() if each.required), None)
        numbered = self._serial is not None and block.rows[0].get(self._serial) is not None
        for line, name in enumerate(column.fields):
            if name is not None:
                # a row without a single cell of its own would be no row
                self._type_field(block, column, name, (line, at), may_merge=numbered or column is not needed)

    def _type_field(self, block: _Block, column: Column, name: str, spot: tuple[int, int], *, may_merge: bool) -> None:
        """One field in its cell: as the cell above, unclear, or by itself."""
        hand, above, (line, at) = self._hand, block.above, spot
        value = getattr(block.record, name)
        cells = block.rows[line]
        if above is not None and column.is_shared and name in above.typed and value == getattr(above.record, name):
            if above.is_next and may_merge and hand.does("merged"):
                block.typed[name] = above.typed[name]
                self._merge_down(at, above.top, block.bottom)
                return
            if text_of(above.typed[name][0]).strip() and hand.does("dittos"):
                block.typed[name] = above.typed[name]
                cells[at] = hand.one_of(_DITTOS)
                return
        if hand.does("unclear") and not hand.draw(st.integers(0, 3)):
            unclear = hand.unclear(column.kind, value, required=column.required)
            if above is None and hand.draw(st.booleans()):
                unclear = hand.one_of(_DITTOS)  # nothing stands above
            if unclear is not None:
                self.unclear.add((block.top + line, at))
                cells[at] = unclear
                return
        cell, value = hand.cell(column.kind, value)
        block.typed[name] = cell, value
        cells[at] = cell

    def _merge_down(self, at: int, above: int, bottom: int) -> None:
        """The cell above reaches down over the record that was just typed."""
        last = above + len(self._form.lines) - 1
        for merge in self.merges:
            if merge[1] == merge[3] == at and merge[2] == last:
                self.merges.remove(merge)
                above = merge[0]
                break
        self.merges.append((above, at, bottom, at))

    def _share(self, block: _Block, at: int) -> None:
        """A cell over all lines of a block: merged, on the first line alone, or on each."""
        if any(merge[1] == at and merge[2] == block.bottom for merge in self.merges):
            return
        how = self._hand.draw(st.integers(0, 2))
        if how == 0:
            self.merges.append((block.top, at, block.bottom, at))
        elif how == 2 and (block.top, at) not in self.unclear:
            for line in block.rows[1:]:
                line[at] = block.rows[0].get(at)

    def _number(self, number: int) -> CellValue:
        if "serials" in self._hand.habits and self._hand.draw(st.integers(0, 4)) == 4:
            return None
        return typed_serial(self._first_serial + number, self._shape)

    def _merge_sideways(self, cells: _Cells, row: int) -> list[str]:
        """A cell merged over the next column of facts, whose own text is lost (§4.23); the fields of both."""
        facts = [
            at
            for at, column in self._placed.items()
            if at + 1 in self._placed
            and isinstance(column.kind, (Choice, *_NAMED))
            and not self._placed[at + 1].is_serial
            and not is_blank(cells.get(at))
            and not any(merge[0] <= row <= merge[2] and merge[1] in (at, at + 1) for merge in self.merges)
        ]
        if not facts:
            return []
        at = self._hand.one_of(facts)
        cells[at + 1] = None
        self.merges.append((row, at, row, at + 1))
        self.unclear |= {(row, at), (row, at + 1)}
        return [name for column in (self._placed[at], self._placed[at + 1]) for name in column.fields if name]

    def _type_signatures(self) -> None:
        self._rows.append({self._first: "填报人：张三", self._last: "审核人：李四"})

    def _type_endings(self) -> None:
        if self._form.title.isascii():
            return
        hand = self._hand
        if hand.draw(st.booleans()):
            self._type_line(
                hand.one_of(("备注：由办公室负责解释。", "注：1.数据截至9月底。", "说明：本表一式两份")), self._first
            )
        if hand.draw(st.booleans()):
            self._type_signatures()
        if hand.draw(st.booleans()):
            self._rows.append({self._last: "2023年9月28日"})
