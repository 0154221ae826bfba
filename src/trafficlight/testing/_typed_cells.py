"""单元格的报法: how offices type one value: padding, widths, aliases, numbering, spellings; and unclear ways of typing it."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Collection, Sequence
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.errors import UnreadableCell
from trafficlight.model._boards import Roster
from trafficlight.model._dates import Date, StatedDate
from trafficlight.model._forms import Form
from trafficlight.model._items import says_none, tells_nothing
from trafficlight.model._kinds import AnyKind, CellValue, Choice, Items, OneUnit, ResponsibleUnits, Text, Units, YesNo
from trafficlight.model._numbers import Number, Whole
from trafficlight.model._units import JointUnits, Responsibility, Unit
from trafficlight.model._vocabulary import fold
from trafficlight.testing._strategies import FIRST_HANZI, LAST_HANZI, is_plain, names, paragraphs

T = TypeVar("T")

_GAPS: Final = ("", " ", "\u3000", "\n", "  ")
_SHORTEST: Final = 4
"""Characters of a name that is still told from a person's when one is left out."""
_DIGITS: Final = "〇一二三四五六七八九"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WHOLE_DAY: Final = re.compile(r"([0-9]{4})年([1-9][0-9]?)月([1-9][0-9]?)日\Z")
_PLAIN_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}\Z")
_TO_FULL: Final = {ord(sign): ord(sign) + 0xFEE0 for sign in string.digits + string.ascii_letters + "().,:;/*+-"}
_TO_HALF: Final = {full: half for half, full in _TO_FULL.items()}

NONE_WORDS: Final = (
    *"无 暂无 — / 0 无新增 0项 〇 × ―― 暂无新增 无（本季度） 没有 第三季度无 均无 零报告 不适用 资金：无".split(),
    "无\n无",
)
"""How offices say that there is nothing (§4.22)."""
UNTOLD: Final = ("待定", "待报", "详见附件")
"""Words that tell neither that there is something nor that there is nothing."""
_SAYINGS: Final = (
    *("（已认定）", "(已认定)", "【已认定】", "［已认定］", "〔已认定〕"),
    *("（经发改委认定，500万元）", "（已认定，500万元）", "（已通过认定）"),
    *("（未认定）", "（待认定）", "（拟认定）", "（尚未认定）", "（正在申请认定）", "（不予认定）"),
)  # fmt: skip
_TAILS: Final = ("", "", "，投资1.5亿元", "500万元", "（一期）", "3个", "2023年度", "A1标段", "（第2、3季度）")
_MEANING: Final = "零〇一二三四五六七八九十共计其无没未暂尚空待另略详见同如上前是已认定"
"""Characters that may number, introduce or deny an item, or point at another: plain matters are drawn without them."""

TRICKY: Final = (
    *("合计", "小计", "备注：见附件", "一、夯实基础", "（二）推进整改", "无", "—", "0", "007", "2023.10", "33%"),
    *("12", "3项", "2023年9月28日", "填报人：张某", "第一部分", "同上级部署一致", "=1+1", "-5", "'引号"),
    *("推进情况", "1.起草\n2.印发", "第1页 共2页", "审核", "请示等", "（盖章）", "续表", "截至2023年9月30日"),
    *("序号"),
)
"""Texts that look like something else than the text of an item."""


def texts_of_offices(*, required: bool) -> SearchStrategy[str]:
    """What stands in a text column: people's names, sentences, and words that look like other parts of a sheet."""
    least = 1 if required else 0
    texts = names(min_size=2, max_size=3) | paragraphs(min_size=least) | st.sampled_from(TRICKY)
    return texts.filter(is_plain)


def matters(*, said: bool) -> SearchStrategy[tuple[str, ...]]:
    """事项: items that are told apart however they are numbered; where `said`, some say that they are recognised, or not."""
    hanzi = st.characters(
        min_codepoint=FIRST_HANZI, max_codepoint=LAST_HANZI, categories=["Lo"], exclude_characters=_MEANING
    )
    texts = st.builds(str.__add__, st.text(hanzi, min_size=2, max_size=6), st.sampled_from(_TAILS))
    plain = texts.filter(lambda text: is_plain(text) and not says_none(text) and not tells_nothing(text))
    item = st.builds(str.__add__, plain, st.sampled_from(("", "", *_SAYINGS))) if said else plain
    return st.lists(item, max_size=4).map(tuple)


def cell_strategies(form: Form, names_given: Collection[str] = ()) -> dict[str, SearchStrategy[Any]]:
    """For the fields of a form that hold texts and items: what `records` is to draw for them."""
    drawn: dict[str, SearchStrategy[Any]] = {}
    for column in form.columns:
        for name in column.fields:
            if name is None or name in names_given:
                continue
            if isinstance(column.kind, Items):
                drawn[name] = matters(said=not name.startswith("planned") and _takes(column.kind, "甲（已认定）"))
            elif isinstance(column.kind, Text):
                texts = texts_of_offices(required=column.required)
                drawn[name] = texts if column.required else st.just("") | texts
    labels = {fold(line.label) for line in form.heading}
    named = names(min_size=2).filter(lambda text: fold(text) not in labels)  # nobody is called 截至日期
    for line in form.heading:
        if line.name not in names_given and isinstance(line.kind, Text):
            drawn[line.name] = named if line.required else st.just("") | named
    return drawn


def _takes(kind: AnyKind, text: str) -> bool:
    try:
        kind.parse(text, Roster(()))
    except UnreadableCell:
        return False
    return True


@attrs.frozen
class Hand:
    """手: an office with its habits, which types what `draw` decides."""

    draw: DrawFn
    roster: Roster
    habits: frozenset[str]

    def does(self, habit: str) -> bool:
        """Whether the habit shows this time; never one that the office does not have."""
        return habit in self.habits and self.draw(st.booleans())

    def one_of(self, choices: Sequence[T]) -> T:
        """Any of them; the first is the plainest."""
        return self.draw(st.sampled_from(choices))

    def padded(self, text: str) -> str:
        return f"{self.one_of(_GAPS)}{text}{self.one_of(_GAPS)}" if self.does("padding") else text

    def widened(self, text: str) -> str:
        """Digits, letters and brackets in the other width."""
        return text.translate(self.one_of((_TO_FULL, _TO_HALF))) if self.does("widths") else text

    def word(self, text: str) -> str:
        """A word that is compared folded: blanks within it, digits, letters and brackets in the other width."""
        text = self.widened(text)
        if self.does("blanks") and len(text) > 1 and not text.isascii():
            at = self.draw(st.integers(1, len(text) - 1))
            text = f"{text[:at]}{self.one_of(_GAPS[1:])}{text[at:]}"
        return self.padded(text)

    def blank(self) -> CellValue:
        """An empty cell, or one that looks so."""
        return self.one_of((None, " ", "\u3000", "\n")) if self.does("padding") else None

    def cell(self, kind: AnyKind, value: Any) -> tuple[CellValue, Any]:
        """How the value is typed, and the value as the sheet then holds it: a text keeps the blanks within a name."""
        if value == kind.blank and not isinstance(kind, Items):
            return self.blank(), value
        match kind:
            case Text():
                return self._text(value)
            case ResponsibleUnits():
                return self._responsible(value)
            case _:
                return self._same(kind, value), value

    def _same(self, kind: AnyKind, value: Any) -> CellValue:
        """How a value is typed whose reading does not depend on how it is typed."""
        match kind:
            case Whole():
                return self._number(value)
            case YesNo():
                words = ("是", "√", "有", "Yes") if value else ("否", "×", "无", "No")
                return self.word(self.one_of(words) if self.does("aliases") else kind.show(value))
            case Choice():
                return self.word(self._wording(kind, value))
            case OneUnit():
                return self.word(self._name(value))
            case Units() if isinstance(value, JointUnits):
                return self.padded(self._parts(value, value.partners))
            case Units():
                return self.padded(self._names(value, ("、", "，", ",", "；", "、\n", " 、 ", "\n", " ")))
            case Items():
                return self.padded(self._items(value)) or self.blank()
            case Date():
                return self._date(value)
            case Number():
                return self.padded(self.widened(kind.show(value)))
            case _:
                return kind.show(value)

    def unclear(self, kind: AnyKind, value: Any, *, required: bool) -> CellValue | None:
        """The value typed so that it cannot be told for certain; None where there is no such way."""
        match kind:
            case Choice():
                return self._wording(kind, value)[:1] + "否" if value is not None else None
            case OneUnit() | Units() | ResponsibleUnits():
                return self._shortened(value)
            case Items():
                return self._unclear_items(value)
            case Whole() | Number() if value is not None:
                return f"约{value}个"
            case Date() if value is not None:
                return "待定"
            case Text() if required:
                return ""
            case _:
                return None

    def _text(self, value: str) -> tuple[CellValue, str]:
        day = _WHOLE_DAY.match(value)
        if day and self.does("numbers"):
            return dt.date(*map(int, day.groups())), value
        if _PLAIN_NUMBER.match(value) and self.does("numbers"):
            return self.one_of((int(value), float(value))), value
        if len(value) == 2 and not value.isascii() and value.isalpha() and self.does("names"):
            value = self.one_of(("  ", "\u3000", " ")).join(value)
        return self.padded(value), value

    def _number(self, value: int) -> CellValue:
        if self.does("numbers"):
            return self.one_of((value, float(value)))
        return self.padded(self.widened(str(value)))

    def _wording(self, kind: Choice[Any], value: Any) -> str:
        wordings = [word for word, have in (*kind.vocabulary.words, *kind.vocabulary.aliases) if have == value]
        return self.one_of(wordings) if self.does("aliases") else wordings[0]

    def _name(self, unit: Unit) -> str:
        return self.one_of((unit.name, *self.roster[unit].aliases)) if self.does("aliases") else unit.name

    def _names(self, units: Sequence[Unit], separators: Sequence[str]) -> str:
        names = [self._name(unit) for unit in units]
        if any(" " in name for name in names):  # blanks do not divide names that have some
            separators = [separator for separator in separators if separator != " "]
        return (self.one_of(separators) if self.does("separators") else "、").join(names)

    def _responsible(self, value: Responsibility) -> tuple[CellValue, Responsibility]:
        person = value.person
        if len(person) == 2 and self.does("names"):
            person = " ".join(person)
        gap = self.one_of(("\n", " ", "\u3000", "\n\n")) if self.does("separators") else "\n"
        units = self._parts(value.units, value.partners)
        return self.padded(f"{units}{gap}{person}" if person else units), attrs.evolve(value, person=person)

    def _parts(self, leads: Sequence[Unit], takers: Sequence[Unit]) -> str:
        """The units, and those that take part."""
        separators = ("、", "，", ",", "；", "、\n", " 、 ")
        units = self._names(leads, separators)
        if not self.does("parts"):
            return f"{units}\n配合：{self._names(takers, separators)}" if takers else units
        if not takers:
            return self.one_of((f"牵头：{units}", f"责任科室:{units}"))
        partners = self._names(takers, ("、", "，"))
        shapes = [f"牵头：{units}\n配合：{partners}", f"配合单位:{partners}；牵头单位:{units}"]
        if len(leads) == 1 and not self.does("separators"):
            each = "、".join(f"{self._name(unit)}（配合）" for unit in takers)
            shapes += (f"{units}（牵头）、{each}", f"{units}牵头，{partners}配合")
        return self.one_of(shapes)

    def _items(self, items: tuple[str, ...]) -> str:
        if not items:
            return self.word(self.one_of(NONE_WORDS)) if self.does("none_words") else ""
        if not self.does("numbering"):
            lead = f"共{len(items)}项：\n" if len(items) > 1 and self.does("lead_ins") else ""
            return lead + "\n".join(map(self._broken_off, items))
        numbers = self.one_of(NUMBERINGS)
        joint = self.one_of(("\n", "", "；", " ", "；\n", "\n\n"))
        if joint == "" and numbers in (_CHINESE, _ONE_IS):
            joint = "；"  # “事项甲二、” would be read on
        wrapped = (self._wrapped(self._broken_off(item)) for item in items) if len(items) > 1 else items
        text = joint.join(f"{numbers[number]}{item}" for number, item in enumerate(wrapped))
        if self.does("lead_ins"):
            text = f"共{len(items)}项：{self.one_of(('', chr(10)))}{text}"
        return text

    def _broken_off(self, item: str) -> str:
        """（已认定） on a line of its own."""
        at = max(item.rfind(sign) for sign in "（(【〔")
        return f"{item[:at]}\n{item[at:]}" if at > 0 and item[at + 1] == "已" and self.does("wrapped") else item

    def _wrapped(self, item: str) -> str:
        return f"{item[:2]}\n{item[2:]}" if self.does("wrapped") and item[2:3].isalpha() else item

    def _date(self, value: StatedDate) -> CellValue:
        if value.year is None or value.day is None:
            return self.padded(str(value))
        day = dt.date(value.year, value.month, value.day)
        if self.does("numbers"):
            return day
        if not self.does("spellings"):
            return self.padded(str(value))
        year, month, number = value.year, value.month, value.day
        text = self.one_of(
            (
                f"{year}-{month:02}-{number:02}",
                f"{year}/{month}/{number}",
                f"{year}.{month}.{number}",
                f"{year}{month:02}{number:02}",
                f"{year}年{month:02}月{number:02}日",
                f"{year} 年 {month} 月 {number} 日",
                f"{''.join(_DIGITS[int(digit)] for digit in str(year))}年{chinese(month)}月{chinese(number)}日",
            )
        )
        return self.padded(text.translate(_TO_FULL) if self.does("widths") else text)

    def _shortened(self, value: Any) -> CellValue | None:
        """The name of the last unit with a character left out, so that no unit is called so, but one nearly."""
        units = value.units if isinstance(value, Responsibility) else value if isinstance(value, tuple) else (value,)
        if not units or units[-1] is None or len(units[-1].name) < _SHORTEST:
            return None
        name = units[-1].name
        short = name[:1] + name[2:]
        if self.roster.knows(short):
            return None
        return "、".join([*(unit.name for unit in units[:-1]), short])

    def _unclear_items(self, items: tuple[str, ...]) -> CellValue | None:
        if not items:
            return self.one_of(UNTOLD)
        if len(items) == 1:
            return None
        return "\n".join(f"{number}.{item}" for number, item in zip((1, *range(3, 30)), items, strict=False))


def chinese(number: int) -> str:
    """A number to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones or not tens else ''}"


_FIRST: Final = range(1, 10)
_CHINESE: Final = tuple(f"{chinese(number)}、" for number in _FIRST)
_ONE_IS: Final = tuple(f"{chinese(number)}是" for number in _FIRST)
NUMBERINGS: Final = (
    tuple(f"{number}." for number in _FIRST),
    tuple(f"{number}、" for number in _FIRST),
    tuple(f"{number}．" for number in _FIRST),
    tuple(f"{number}. " for number in _FIRST),
    tuple(f"{number}.".translate(_TO_FULL) for number in _FIRST),
    tuple(f"（{number}）" for number in _FIRST),
    tuple(f"({number})" for number in _FIRST),
    tuple(_CIRCLED[number - 1] for number in _FIRST),
    tuple(f"（{chinese(number)}）" for number in _FIRST),
    _CHINESE,
    _ONE_IS,
)
"""编号: how items are numbered (§4.20)."""


def typed_serial(number: int, shape: int) -> CellValue:
    """序号 in one of ten shapes (§4.30)."""
    circled = _CIRCLED[number - 1] if number <= len(_CIRCLED) else number
    shapes: tuple[CellValue, ...] = (
        *(number, str(number), float(number), f"{number}.", f"{number}、", f"（{number}）", f"{number:02}"),
        *(str(number).translate(_TO_FULL), chinese(number), circled),
    )
    return shapes[shape % len(shapes)]
