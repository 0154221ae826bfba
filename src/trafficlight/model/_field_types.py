"""字段的类型: a value is checked when it is made: each field takes what its annotation says, and refuses the rest."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import sys
import types
from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin

import attrs

from trafficlight.errors import TrafficlightError, WrongType, WrongValue
from trafficlight.errors._base import told
from trafficlight.messages import Words
from trafficlight.model._checks import not_empty, other_type, placed

_PLAIN: Final[dict[Any, tuple[tuple[type, ...], Words]]] = {
    str: ((str,), Words("文字", "a text")),
    int: ((int,), Words("整数（如 3）", "a whole number (such as 3)")),
    float: ((int, float), Words("数（如 1.5）", "a number (such as 1.5)")),
    Decimal: ((Decimal,), Words("数（如 Decimal('0.5')）", "a number (such as Decimal('0.5'))")),
    bool: ((bool,), Words("True 或 False", "True or False")),
    bytes: ((bytes,), Words("字节", "bytes")),
    dt.date: (
        (dt.date,),
        Words("日期（如 datetime.date(2023, 9, 28)）", "a date (such as datetime.date(2023, 9, 28))"),
    ),
    None: ((type(None),), Words("None", "None")),
}
"""Types → the classes that are taken for them, and how they are called."""

_FEW: Final = 3
"""So many classes of a choice are told one by one."""

_Fits: TypeAlias = Callable[[Any], bool]


@attrs.frozen(eq=False)
class _Allowed:
    """What a field takes: `fits` checks a value, `words` name what is allowed, `each` is what the members of a tuple are.

    Where the type alone decides (`by_type`), `known` keeps the types that were found to fit. `words_alone` is for a choice
    of words: another word is then a wrong value, and no wrong type.
    """

    fits: _Fits
    words: Words
    each: _Allowed | None = None
    by_type: bool = True
    words_alone: bool = False
    known: set[type] = attrs.field(factory=set[type])

    def takes(self, value: Any) -> bool:
        """Whether the field takes the value."""
        if type(value) in self.known:
            return True
        if not self.fits(value):
            return False
        if self.each is not None:
            return all(map(self.each.takes, value))
        if self.by_type:
            self.known.add(type(value))
        return True


def _plain(classes: tuple[type, ...]) -> _Fits:
    """By class; unlike in Python, True is not taken for a number, nor a `datetime` for a date."""
    if bool in classes or not {int, dt.date} & {*classes}:
        return lambda value: isinstance(value, classes)
    return lambda value: isinstance(value, classes) and not isinstance(value, (bool, dt.datetime))


@functools.cache
def _allowed(annotation: Any) -> _Allowed | None:
    """What an annotation allows; None where no value can be checked against it, as for a type variable or a protocol."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN or annotation is type(None):
        classes, words = _PLAIN[None if annotation is type(None) else annotation]
        return _Allowed(_plain(classes), words)
    if origin is Literal:
        return _Allowed(
            lambda value: value in arguments,
            Words(f" {'、'.join(map(repr, arguments))} 之一", f"one of {', '.join(map(repr, arguments))}"),
            by_type=False,
            words_alone=True,
        )
    if origin in (Union, types.UnionType):
        parts = [_allowed(argument) for argument in arguments]
        known = [part for part in parts if part is not None]
        return None if len(known) < len(parts) else _one_of(known, _many(arguments))
    if origin is tuple and arguments[1:] == (...,):
        each = _allowed(arguments[0])
        words = Words("若干值的 tuple", "a tuple") if each is None else _several(arguments[0], each)
        return _Allowed(lambda value: type(value) is tuple, words, each, by_type=False)
    if origin is tuple and arguments:
        return _row([_allowed(argument) for argument in arguments])
    if origin is type:
        return _Allowed(lambda value: isinstance(value, type), Words("一个类", "a class"))
    if (origin or annotation) is Callable or _is_called(origin or annotation):
        return _Allowed(callable, Words("可调用的函数（callable）", "a callable"))
    cls = origin or annotation
    if not isinstance(cls, type) or cls is object or not _can_be_told(cls):
        return None
    return _Allowed(lambda value: isinstance(value, cls), Words(f" {cls.__name__}", f"a value of {cls.__name__}"))


def _is_called(cls: Any) -> bool:
    """Whether it is a protocol of functions."""
    return bool(getattr(cls, "_is_protocol", False)) and "__call__" in vars(cls)


def _can_be_told(cls: type[Any]) -> bool:
    """Whether `isinstance` knows: of a protocol only where it is `runtime_checkable`."""
    return not getattr(cls, "_is_protocol", False) or getattr(cls, "_is_runtime_protocol", False)


def _many(classes: tuple[Any, ...]) -> Words | None:
    """Many classes by their names, and the package that offers them all; None for few, which are told one by one."""
    if len(classes) <= _FEW or not all(isinstance(cls, type) and cls not in _PLAIN for cls in classes):
        return None
    names = [cls.__name__ for cls in classes]
    packages = accumulate(classes[0].__module__.split("."), "{}.{}".format)
    home = next((one for one in packages if all(hasattr(sys.modules[one], name) for name in names)), "")
    if not home:
        return None
    return Words(f" {home} 的 {'、'.join(names)} 之一", f"one of {', '.join(names)} of {home}")


def _one_of(known: list[_Allowed], many: Words | None) -> _Allowed:
    def fits(value: Any) -> bool:
        return any(one.takes(value) for one in known)

    each = {one.words: one.words.en for one in known}
    words = many or Words(" 或 ".join(each), " or ".join(each.values()))
    return _Allowed(fits, words, by_type=all(one.by_type for one in known))


def _row(places: list[_Allowed | None]) -> _Allowed:
    """A tuple of so many values, each of its own type."""
    by_type = all(place is None or (place.by_type and place.each is None) for place in places)
    known: set[tuple[type, ...]] = set()

    def fits(value: Any) -> bool:
        if not isinstance(value, tuple):
            return False
        classes = tuple(map(type, value))
        if classes in known:
            return True
        found = len(value) == len(places) and all(
            place is None or place.takes(one) for place, one in zip(places, value, strict=True)
        )
        if found and by_type:
            known.add(classes)
        return found

    each = [Words("任意值", "anything") if place is None else place.words for place in places]
    words = Words(
        f"（{'、'.join(one.strip() for one in each)}）的 tuple", f"a tuple of ({', '.join(one.en for one in each)})"
    )
    return _Allowed(fits, words, by_type=False)


def _several(annotation: Any, each: _Allowed) -> Words:
    if annotation is str:
        return Words("若干文字的 tuple", "several texts")
    cls = get_origin(annotation) or annotation
    if isinstance(cls, type) and cls not in (tuple, types.UnionType):
        return Words(f"若干 {cls.__name__} 的 tuple", f"values of {cls.__name__}")
    return Words(f"若干值的 tuple，每个为{each.words}", f"a tuple, each of it {each.words.en}")


def _given(at: attrs.Attribute[Any]) -> inspect.Signature:
    """The signature that attrs shows for a field: its type, or what its own converter takes."""
    value = inspect.Parameter("value", inspect.Parameter.POSITIONAL_ONLY, annotation=at.type)
    own: Any = at.converter
    if own is not None:
        try:
            value = next(iter(inspect.signature(own).parameters.values()))
        except (ValueError, TypeError):  # a class of Python's own
            value = value.replace(annotation=inspect.Parameter.empty)
    return inspect.Signature([value])


class _OfType:
    """A converter of a field: first the field's own, then a check against its annotation, which is resolved at first use.

    A validator would come too late: defaults that are computed from other fields are computed before it runs.
    """

    __slots__ = (
        "__signature__",
        "_alias",
        "_annotation",
        "_asked",
        "_convert",
        "_default",
        "_fit",
        "_module",
        "_usual",
        "_what",
    )

    def __init__(self, cls: type[Any], at: attrs.Attribute[Any]) -> None:
        self._module, self._annotation, self._alias = cls.__module__, at.type, at.alias
        self._convert: Any = at.converter
        self._what: _Allowed | None = None
        self._asked = False
        self._fit: Collection[type] = ()
        """Classes of which every value is taken as it is."""
        self._default: Any = at.default
        self._usual: Any = self
        """The default, once it was found to be taken as it is."""
        self.__signature__ = _given(at)  # attrs takes from it what the class says of the argument

    def __call__(self, value: Any, owner: object) -> Any:
        if value is self._usual or type(value) in self._fit:
            return value
        made = value
        if self._convert is not None:
            try:
                made = self._convert(value)
            except WrongType as stumble:
                raise WrongType(placed(f"{type(owner).__name__}.{self._alias}", told(stumble))) from None
            except TrafficlightError:
                raise
            except (TypeError, AttributeError, ValueError) as stumble:  # of Python's own
                raise self._refusal(owner, value) from stumble
        what = self._what if self._asked else self._look_up()
        if what is not None and not what.takes(made):
            raise self._refusal(owner, made)
        if made is value is self._default:
            self._usual = value
        return made

    def _refusal(self, owner: object, value: Any) -> WrongType | WrongValue:
        what = self._look_up()
        words = Words("别的类型", "another type") if what is None else what.words
        each = None if what is None or type(value) is not tuple else what.each
        # a converter may have stumbled within a member, of which the type is right
        stranger = value if each is None else next((one for one in value if not each.takes(one)), value)
        kind = WrongValue if what is not None and what.words_alone and isinstance(stranger, str) else WrongType
        return kind(other_type(f"{type(owner).__name__}.{self._alias}", words, stranger))

    def _look_up(self) -> _Allowed | None:
        found: Any = self._annotation
        try:
            if isinstance(found, str):
                found = eval(found, vars(sys.modules[self._module]))  # noqa: S307  # our own source
            self._what = _allowed(found)
        except (NameError, TypeError):  # known to type checkers alone
            self._what = None
        self._asked = True
        if self._convert is None and self._what is not None:
            self._fit = self._what.known
        return self._what


def check_types(owner: attrs.AttrsInstance, name: str = "") -> None:
    """Raise `WrongType` or `WrongValue` for a field of another type, or where the field of a `name` is empty.

    For a class with very many values, which does a faster check of its own first.
    """
    for at in attrs.fields(type(owner)):
        _OfType(type(owner), at)(getattr(owner, at.name), owner)
    if name:
        not_empty(owner, attrs.fields_dict(type(owner))[name], getattr(owner, name))


def typed(cls: type[Any], fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """A field transformer: each field takes values of its annotation, and refuses others with `WrongType`.

    >>> from attrs import frozen
    >>> Pair = frozen(type("Pair", (), {"__annotations__": {"name": str, "count": int}}), field_transformer=typed)
    >>> Pair("a", "b")
    Traceback (most recent call last):
    trafficlight.errors._base.WrongType: Pair.count 应为整数（如 3），而不是 'b'
    """
    return [
        at
        if getattr(at, "inherited", False) or not at.init
        else at.evolve(converter=attrs.Converter(_OfType(cls, at), takes_self=True))
        for at in fields
    ]
