"""单位: persons and units, and how a cell names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, Self

from attrs import evolve, field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Bilingual, Language, Words, joined, labelled, said
from trafficlight.model._checks import each_of, not_empty
from trafficlight.model._field_types import typed


@frozen(order=False, field_transformer=typed)
class Person:
    """人员: a name, a post, or both. Raises `ValueError` without either."""

    name: str = ""
    post: str = ""

    def __attrs_post_init__(self) -> None:
        if not (self.name.strip() or self.post.strip()):
            raise WrongValue("人员的姓名（name）与职务（post）至少要有一项", "a person needs a name or a post")

    def __str__(self) -> str:
        return self.name or self.post


_POST: Final = re.compile("长$|主任$|书记$|师$|员$|同志$|主管$|[）)]$|^[（(]")
"""The endings of posts that may stand beside a name."""
_BETWEEN_OR_BRACKET: Final = re.compile(r"[、,，;；/／]++|[（()）]")

SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊"
)
"""百家姓: the characters with which nearly all Chinese names begin."""


def is_person(text: str) -> bool:
    """Whether a word alone is somebody's name: a surname and one or two characters, 张某."""
    return text[:1] in SURNAMES and len(text) in (2, 3) and all("一" <= one <= "鿿" for one in text)


def _apart(text: str) -> list[str]:
    """The pieces between separators that stand outside of brackets: those after which no bracket closes first."""
    pieces, end, closes = list[str](), len(text), False
    for found in reversed(list(_BETWEEN_OR_BRACKET.finditer(text))):
        if found[0] in "（()）":
            closes = found[0] in ")）"
        elif not closes:
            pieces.append(text[found.end() : end])
            end = found.start()
    return [text[:end], *reversed(pieces)]


def person_names(text: str) -> tuple[str, ...]:
    """The names in a cell, blanks within a name dropped: two-character names are padded to the width of three (§4.29).

    >>> person_names("甲  乙"), person_names("甲乙、丙丁戊"), person_names("甲乙 丙丁戊")
    (('甲乙',), ('甲乙', '丙丁戊'), ('甲乙', '丙丁戊'))
    """
    names: list[str] = []
    for piece in _apart(text):
        words = piece.split()
        several = all(len(word) > 1 and not word.isascii() and not _POST.search(word) for word in words)
        names += words if several else [(" " if piece.isascii() else "").join(words)]
    return tuple(dict.fromkeys(filter(None, names)))


@frozen(order=False, field_transformer=typed)
class Unit:
    """单位: a department (科室单位) or a county bureau (县（市、区）审计局), known by its full name."""

    name: str = field(validator=not_empty)

    def __str__(self) -> str:
        return self.name


_PARTNERS: Final = Words("配合", "Partners")


class JointUnits(tuple[Unit, ...]):  # noqa: SLOT001  # a tuple can have no slots beside its members
    """责任科室与配合科室: the units that answer for an item, as a tuple, and beside them those that only take part (配合).

    The partners are shown, and get no light of the item's unless a theme says so (`Credit.PARTNERS`, §4.26). Without any it
    equals the plain tuple. Raises `ValueError` without a unit, or with one twice.

    >>> print(JointUnits((Unit("办公室"),), (Unit("人事科"),)))
    办公室
    配合：人事科
    """

    partners: tuple[Unit, ...]

    def __new__(cls, units: Iterable[Unit], partners: Iterable[Unit] = ()) -> Self:
        """Such units."""
        made = super().__new__(cls, each_of("JointUnits.units", units, Unit))
        made.partners = each_of("JointUnits.partners", partners, Unit)
        _check_each_once(made, made.partners)
        return made

    def __getnewargs__(self) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
        return tuple(self), self.partners

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple) and super().__eq__(other) and self.partners == getattr(other, "partners", ())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return super().__hash__()

    def __repr__(self) -> str:
        return f"JointUnits({tuple(self)!r}, {self.partners!r})"

    def __str__(self) -> str:
        return self.say()

    def say(self, language: Language = "zh") -> str:
        """The units, and those that take part on a line below."""
        return _by_part(self, self.partners, language)


def _check_each_once(units: tuple[Unit, ...], partners: tuple[Unit, ...]) -> None:
    if not units:
        raise WrongValue("事项至少要有一个责任单位", "an item needs a responsible unit")
    if len({*units, *partners}) != len(units) + len(partners):
        raise WrongValue("同一责任单位写了两次：只写一次", "a responsible unit is named twice")


def _by_part(units: tuple[Unit, ...], partners: tuple[Unit, ...], language: Language) -> str:
    """The units, and those that take part on a line below."""
    named = joined([unit.name for unit in units], language)
    if partners:
        named += (
            f"\n{labelled(said(_PARTNERS, language), joined([unit.name for unit in partners], language), language)}"
        )
    return named


SEPARATORS: Final = re.compile(r"[、，,；;]")


def split_units(text: str) -> tuple[str, ...]:
    """Split “办公室、人事科” at 顿号, comma or semicolon; blanks between separators are dropped."""
    return tuple(part for part in (piece.strip() for piece in SEPARATORS.split(text)) if part)


def _alone(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units as a plain tuple; partners among them would be lost, and are refused."""
    if isinstance(units, JointUnits) and units.partners:
        raise WrongValue("配合单位请另写在 partners= 里", "units that only take part go into partners=")
    return tuple(units)


@frozen(field_transformer=typed)
class Responsibility(Bilingual):
    """责任科室责任人: the units that answer for an item, the lead (牵头) first, and the person (§3.15).

    `partners` are those that only take part (配合): they are shown, and get no light of the item's unless a theme says so
    (`Credit.PARTNERS`, §4.26). Raises `ValueError` without a unit, or with one twice.

    >>> print(Responsibility((Unit("办公室"), Unit("人事科")), "张三"))
    办公室、人事科
    张三
    """

    units: tuple[Unit, ...] = field(converter=_alone)
    person: str = ""
    partners: tuple[Unit, ...] = field(default=(), converter=tuple[Unit, ...])

    def __attrs_post_init__(self) -> None:
        _check_each_once(self.units, self.partners)

    @property
    def lead(self) -> Unit:
        """牵头: the first unit."""
        return self.units[0]

    def say(self, language: Language = "zh") -> str:
        """The units, those that take part, and the person, each on a line."""
        units = _by_part(self.units, self.partners, language)
        return f"{units}\n{self.person}" if self.person else units


def renamed(value: Any, name_of: Callable[[Unit], Unit]) -> Any:
    """A field's value with its units under other names: a unit, units, or a responsibility; anything else as it is."""
    if isinstance(value, Unit):
        return name_of(value)
    if isinstance(value, Responsibility):
        return evolve(value, units=map(name_of, value.units), partners=map(name_of, value.partners))
    if isinstance(value, JointUnits):
        return JointUnits(map(name_of, value), map(name_of, value.partners))
    if isinstance(value, tuple) and value and all(isinstance(one, Unit) for one in value):
        return tuple(map(name_of, value))
    return value
