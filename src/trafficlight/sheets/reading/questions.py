"""待核对: what stands beside the entries of a table, and what of it somebody should look at because it may change them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from trafficlight.messages import Words, english
from trafficlight.model._forms import Column, Form
from trafficlight.model._kinds import CellValue, Choice, YesNo, text_of
from trafficlight.model._numbers import Percentage
from trafficlight.model._vocabulary import fold
from trafficlight.sheets._cell_texts import Question
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.header_words import HeaderMatch, in_brackets
from trafficlight.sheets.reading.row_shapes import is_example, is_numbered_section

_QUOTED: Final = 300
"""Characters of a row beside a table that a remark quotes."""
_UNIT: Final = (
    "(?:人民币)?(?:[十百千万亿]{0,2}(?:美元|元|人次|人|吨|户|家|个|项|件|张|次|天|米|亩|平方米|平方公里|立方米|公里"
    "|千克|公斤|辆|台|套|处|份|起|宗|条|小时|千瓦时)|%|‰|百分比|千分比)"
)
_IS_UNIT: Final = re.compile(_UNIT)
_UNITS: Final = re.compile(rf"单位[:(]((?:{_UNIT})(?:[、,/和](?:{_UNIT}))*)(?![\u4e00-\u9fff])")
_DIVIDED: Final = re.compile("[、,/和]")
_CALLED: Final = re.compile("(?:金额|货币|计量|数量)?单位:?")
_SAME: Final = {"百分比": "%", "千分比": "‰"}
_SHARES: Final = frozenset("%‰")
_FILLING: Final = re.compile(
    r"\d{0,2}|[一二三四五六七八九十]{1,2}"
    r"|(?:此项|本栏)?(?:必填|选填|可不填|可选|必选|可空)项?|下拉(?:菜单|列表)?(?:选择)?|请?选择|单选|多选"
    r"|(?:不超过|限)?\d+字(?:以内|内)?|请?简要(?:填写|说明|概述|描述)?|概述"
    r"|请?填?写?(?:责任人)?(?:姓名|文件名称?|文号|全称|简称)|(?:如|例如|例|格式)[:,]?.*|[^+]+\+[^+]+"
    r"|[是有]?的?请?打[√✓✔勾]|required|optional|mandatory",
    re.IGNORECASE,
)
"""What a bracket behind a header word says that tells no more than how to fill in the column."""
_ANSWERS: Final = frozenset("是否有无√×")
_WORDS: Final = re.compile("[、,/;|和或]")
_WEIGHTY: Final = re.compile(
    r"第[\d一二三四五六七八九十、,和至-]{1,12}[项行]|序号\d|停工|停建|作[废廢罢]|撤[销回]|取消|未经?(?:核实|审核|核对|确认)"
)
"""What a line below a table says that bears on its entries."""


def words_of(cells: Iterable[CellValue]) -> str:
    """What a row beside a table says, as far as a remark quotes it."""
    texts = " ".join(text_of(cell)[:_QUOTED] for cell in cells if cell is not None)
    return texts if len(texts) <= _QUOTED else f"{texts[:_QUOTED]}…"


def numbered_only(grid: Grid, row: int, cells: Iterable[CellValue]) -> Question:
    """序号 and hardly more: an item of which the rest was left out, or a heading."""
    place, said = grid.places.row(row), words_of(cells)
    return Question(
        f"{place}“{said}”有序号而没有填全，没有读：是一项就补齐，是小标题就不必理会",
        f"{place.en}, “{said}”, is numbered and hardly filled in, and was not read: an item is to be completed,"
        " a heading may stay",
    )


def _example_between(grid: Grid, row: int, serial: int | None) -> Question | None:
    """示例 between two entries: the example of the form stands above the first."""
    if serial is None or not is_example(grid.cell(row, serial)):
        return None
    place, said = grid.places.row(row), words_of(grid.original(row))
    return Question(
        f"{place}“{said}”写明是示例，没有读：是一项就改填序号",
        f"{place.en}, “{said}”, calls itself an example and was not read: an item is to be numbered",
    )


def read_as(column: Column, typed: str, cell: str, form: Form) -> Words:
    """How a header was read; a question where brackets in it say something that does not only tell how to fill it in."""
    zh, en = (
        f"{cell}的表头“{typed}”按“{column.label}”读",
        f"the header “{typed}” in {english(cell)} is read as “{column.label}”",
    )
    measure = _measure_of(column, form)
    said = [text for text in in_brackets(typed, column.names) if not _tells_filling(text, column, measure)]
    if not said:
        return Words(zh, en)
    quoted, in_english = "”“".join(said), "”, “".join(said)
    counted = f"，单位是{measure}" if measure else ""
    counted_en = f" in {measure}" if measure else ""
    return Question(
        f"{zh}{counted}，“{quoted}”没有算进去：意思不同的，请改正表头和下面的内容",
        f"{en}{counted_en}, and “{in_english}” was left out: where it says another thing, correct header and cells",
    )


def _tells_filling(said: str, column: Column, measure: str) -> bool:
    """Whether a bracket in a header tells how to fill in the column, or its unit of measure, and nothing else."""
    unit = _unit(said)
    if unit:
        return unit == measure
    if _FILLING.fullmatch(said) or said in column.names or said in fold(column.hint):
        return True
    words = [word for word in _WORDS.split(said) if word]
    if isinstance(column.kind, YesNo):
        return _ANSWERS.issuperset(words)
    return isinstance(column.kind, Choice) and all(map(column.kind.vocabulary.knows, words))


def _unit(text: str) -> str:
    """The unit of measure that a folded text is, in brackets or behind 单位; "" where it is none."""
    unit = _CALLED.sub("", text.strip("()[]【】〔〕"), count=1)
    return _plain(unit) if _IS_UNIT.fullmatch(unit) else ""


def _plain(unit: str) -> str:
    unit = unit.removeprefix("人民币")
    return _SAME.get(unit, unit)


def _units_named(text: str) -> Iterator[str]:
    """The units of measure that a line names: 单位：元, 金额单位：万元、吨."""
    parts = text.split()
    for part in (text, *parts) if len(parts) > 1 else (text,):
        for found in _UNITS.finditer(fold(part)):
            yield from map(_plain, _DIVIDED.split(found[1]))


def asked(grid: Grid, match: HeaderMatch, among: range, beside: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The rows beside a table, `among` the rows of its entries; a question takes the place of words that bear on its entries."""
    form = match.theme.form
    serial = next((at for column, at in match.placed if column.is_serial), None)
    measures = {at: measure for column, at in match.placed if (measure := _measure_of(column, form))}
    for row, text in beside:
        told = None
        if not isinstance(text, Words):
            told = _other_units(grid, row, measures)
            told = told or (_example_between(grid, row, serial) if row in among else None)
            told = told or (_said_below(grid, row, form) if row >= among.stop else None)
        yield row, told or text


def _measure_of(column: Column, form: Form) -> str:
    """The unit of measure of a column's numbers: of its kind, of its header, or of the whole form."""
    kind = column.kind
    if isinstance(kind, Percentage):
        return "%"
    if own := fold(getattr(kind, "measure", "")):
        return own
    if not getattr(kind, "is_number", False):
        return ""
    in_header = filter(None, map(_unit, in_brackets(fold(column.header), ())))
    return next(in_header, "") or next(_units_named(form.measure), "")


def _other_units(grid: Grid, row: int, measures: Mapping[int, str]) -> Question | None:
    """The question about a row beside the table that names a unit of measure other than that of its columns."""
    own = set(measures.values())
    for at, cell in enumerate(grid.original(row)) if own else ():
        if not isinstance(cell, str):
            continue
        alone = _unit(fold(cell)) if at in measures else ""
        named = {alone} if alone else set(_units_named(cell))
        meant = {measures[at]} if alone else own
        strange = named - meant
        if strange and (named.isdisjoint(meant) or {_sort(unit) for unit in strange} & {_sort(unit) for unit in meant}):
            place, ours = grid.places.cell(row, at), "、".join(sorted(meant))
            return Question(
                f"{place}写明单位是{'、'.join(sorted(strange))}，表内的数按{ours}读：不是按{ours}填的，请改正后重报",
                f"{english(place)} names {', '.join(sorted(strange))} as the unit, and the numbers are read in"
                f" {', '.join(sorted(meant))}: correct those that are not",
            )
    return None


def _sort(unit: str) -> str:
    """What a unit counts: money, persons, shares."""
    return "%" if unit in _SHARES else unit[-1:]


def _said_below(grid: Grid, row: int, form: Form) -> Question | None:
    """The question about a line below the entries that speaks of one of them, or of how far they hold."""
    cells = [cell for cell in grid.original(row) if cell is not None]
    if len(cells) != 1 or not isinstance(cells[0], str) or is_numbered_section(cells[0]):
        return None
    text = fold(cells[0])
    if not _WEIGHTY.search(text) or any(fold(note) in text for note in form.notes):
        return None
    place, said = grid.places.row(row), words_of(cells)
    return Question(
        f"{place}“{said}”在表外，没有算进去：影响某一项的，请改在那一项里",
        f"{place.en}, “{said}”, stands outside the table and was left out: what bears on an item is to be said in its row",
    )
