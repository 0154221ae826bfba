"""提醒 (N2.3): which units are due for a reminder of which items, in which words, and the sign-off (审签) without which none is sent."""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents.content._paragraphs import one_line
from trafficlight.errors import DocumentError, WrongType, WrongValue
from trafficlight.layout._keys import changed
from trafficlight.messages import Bilingual, Language, Words
from trafficlight.model._checks import check_kind, other_type, template
from trafficlight.model._field_types import typed
from trafficlight.model._marks import Mark
from trafficlight.model._periods import date_words
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import Progress
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import ratings_of

Due: TypeAlias = Callable[[Rating[Any]], str]
"""是否提醒: the level (“推进缓慢”) on which a rating is to be reminded of, or nothing."""


def slow_or_delayed(rating: Rating[Any]) -> str:
    """进展缓慢的: 推进缓慢 and 严重滞后 are due, whatever light the task force gave (N2.3)."""
    progress = _progress(rating)
    return progress.value if progress in (Progress.SLOW, Progress.SEVERELY_DELAYED) else ""


def _progress(rating: Rating[Any]) -> Progress | None:
    shown = rating.theme.light_field
    progress = getattr(rating.record, shown, None) if shown else None
    return progress if isinstance(progress, Progress) else None


@frozen(field_transformer=typed)
class DueWhenLit:
    """亮灯提醒: due where one of these marks counts, with the mark's label as its level; for themes without 进度评价.

    A unit that is red for nothing handed in is due, too: the letter follows from the light, whatever gave it. The notice's
    own (“对于进展缓慢的”, N2.3; `slow_or_delayed`) follows from the progress, which one without a row has not.

    >>> from trafficlight.model import RED, YELLOW
    >>> [mark.label for mark in DueWhenLit([RED, YELLOW]).marks]
    ['红', '黄']
    """

    marks: tuple[Mark, ...] = field(converter=tuple[Mark, ...])

    def check(self, palette: Collection[Mark]) -> None:
        """Raise `DocumentError` for a mark that no palette of a scheme has: by it nothing would ever be due."""
        foreign = [str(mark) for mark in self.marks if mark not in palette]
        if foreign:
            known = list(dict.fromkeys(map(str, palette)))
            raise DocumentError(
                f"标识体系中没有 {'、'.join(foreign)}，按它不会提醒任何单位；可用：{'、'.join(known)}",
                f"the palette lacks {', '.join(foreign)}, by which no unit would be reminded; known: {', '.join(known)}",
            )

    def __call__(self, rating: Rating[Any]) -> str:
        """The label of the first of the marks that is lit."""
        return next((mark.label for mark in self.marks if mark in rating.marks), "")


@frozen(field_transformer=typed)
class SignOff(Bilingual):
    """审签: which leader signed a letter off, and when; the letter bears that date (GB/T 9704 §7.3.5)."""

    by: Person
    on: dt.date

    def say(self, language: Language = "zh") -> str:
        """Who, and when."""
        return f"{self.by}{', ' if language == 'en' else '　'}{date_words(self.on, language)}"


@frozen(field_transformer=typed)
class Reminder:
    """提醒事项: what one unit is reminded of: (level, rating), in the order of the ratings."""

    unit: Unit
    items: tuple[tuple[str, Rating[Any]], ...] = field(repr=reprlib.repr)


def reminders(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    themes: Collection[str] | None = None,
    due: Due = slow_or_delayed,
) -> tuple[Reminder, ...]:
    """提醒对象: the units that answer for a due item, in roster order; a joint item is each unit's.

    `themes` are the keys of those that count; all of them where it is not given. Raises `DocumentError` where none of the
    ratings has a 进度评价 and `due` does not say what is due instead.
    """
    check_kind("reminders", scheme, Scheme)
    ratings = ratings_of("reminders", ratings)
    scheme = scheme.of(ratings)
    given: Any = due  # by whoever does not check types
    if not callable(given):
        allowed = Words("何时提醒的函数，如 DueWhenLit([RED])", "a function of a rating, such as DueWhenLit([RED])")
        raise WrongType(other_type("reminders: due=", allowed, given))
    if isinstance(due, DueWhenLit):
        due.check([mark for one in scheme.editions for mark in one.palette])
    found: dict[Unit, list[tuple[str, Rating[Any]]]] = {unit: [] for unit in scheme.roster}
    asked = [rating for rating in ratings if themes is None or rating.theme.key in themes]
    if asked and due is slow_or_delayed and not any(map(_progress, asked)):
        raise DocumentError(
            "这些评定都没有进度评价，按进度不会提醒任何单位：请以 due= 写明何时提醒，如 due=DueWhenLit([RED])",
            "none of these ratings has a 进度评价, so nobody would be reminded: say by due= what is due, as in "
            "due=DueWhenLit([RED])",
        )
    for rating in asked:
        units = rating.units if rating.record is None else rating.theme.credits(rating.record)
        for unit in dict.fromkeys(units):
            # what was decided for some of an item's units leaves the others their light (§4.33)
            level = due(evolve(rating, units=(unit,)) if rating.determinations else rating)
            if level:
                scheme.roster[unit]
                found[unit].append((level, rating))
    return tuple(Reminder(unit, tuple(items)) for unit, items in found.items() if items)


def by_level(items: Iterable[tuple[str, Rating[Any]]], levels: Sequence[str]) -> dict[str, list[Rating[Any]]]:
    """The items by level, the worst first; levels that `levels` does not name come last, as they occur."""
    groups: dict[str, list[Rating[Any]]] = {}
    for level, rating in items:
        groups.setdefault(level, []).append(rating)
    order = [level for level in levels if level in groups]
    return {level: groups[level] for level in (*order, *(level for level in groups if level not in levels))}


_ENDS: Final = "。；;，,、 \u3000"


def quoted(text: str) -> str:
    """A cell's text on one line, without the mark that ends it: the sentence around it has its own."""
    return one_line(text).rstrip(_ENDS)


STANDING: Final = Words("进度评价：{level}（{light}）", "Light: {light}")
_EVERYWHERE: Final = (
    *("agency", "short_name", "publisher", "unit", "as_of", "deadline", "count", "parts"),
    *("themes", "consequences"),
)
_OF_AN_ITEM: Final = ("number", "matter", "title", "unit", "score", "clause", "note", "consequences", "level")


def _template(default: str, *more: str, among: Sequence[str] = _EVERYWHERE) -> Any:
    """A template that may name what stands `among` those, and `more`."""
    return field(default=default, validator=template(*among, *more))


@frozen(kw_only=True, field_transformer=typed)
class LetterWords:
    """提醒函用语: what is in braces is filled in. What is not set is said as the scheme does (`Scheme.words`, `letter.…`).

    Everywhere `{unit}`, `{as_of}`, `{deadline}`, `{agency}`, `{short_name}`, `{publisher}`, `{count}`, `{parts}` (the `part` of
    each level), `{themes}` and `{consequences}` (of all items). From the letter's head to its end:

    `organ`, `title`, `addressee`, `opening`, `demand`, `closing`, `units` and `lead` (of a joint item): as they say.
    `group`      over the items of a level, also `{order}`, `{level}`; left out where all are of one level.
    `item`       `{number}`, `{theme}` (where there are several), `{matter}`, `{facts}`, `{level}`, `{title}` (of its theme),
                 `{unit}`, `{score}`, `{clause}`, `{note}`, `{consequences}`; what an item has not is empty.
    `facts`      fields that are quoted; None: those that say target, deadline, status, source (`model.Says`).
    `standing`   `{level}` and `{light}`, at the end of the facts; `unlit`, the light of an item that has none.
    `contact`, `copies`  附注 in brackets by `postscript`; 抄送, also `{leaders}` (分管负责人); nothing where empty.
    `sealed`, `levels`, `orders`  a seal over 署名; the levels, the worst first; their numbers.

    The sign-off sheet: `sheet_title`, `approvals` (signed in order), `signature`, `sheet_labels`, `sheet_item` (as `item`, without
    `{theme}` and `{facts}`), `sheet_as_of`, `sheet_total`, `basis` within `sheet_note`, `draft` (over the text to be sent).
    Raises `ValueError` for a template that names anything else.
    """

    organ: str = _template("{agency}")
    title: str = _template(Words("关于有关事项的提醒函", "Reminder"))
    addressee: str = _template(Words("{unit}：", "To {unit}"))
    opening: str = _template(
        Words(
            "截至{as_of}，你单位有{count}项需要重视，其中{parts}。现将有关情况提醒如下：",
            "As of {as_of}, items of yours that need attention: {count}, of which {parts}. They are:",
        )
    )
    group: str = _template(Words("{order}、{level}（{count}项）", "{order}. {level} ({count})"), "order", "level")
    item: str = _template(
        Words("{number}.{theme}{matter}。{facts}。", "{number}. {theme}{matter}. {facts}."),
        "theme",
        "facts",
        among=_OF_AN_ITEM,
    )
    facts: tuple[str, ...] | None = None
    standing: str = _template(STANDING, among=("level", "light"))
    part: str = _template(Words("{level}{count}项", "{level} {count}"), among=("level", "count"))
    units: str = Words("责任单位：", "Units: ")
    lead: str = Words("（牵头）", " (lead)")
    unlit: str = Words("不标注颜色", "none")
    levels: tuple[str, ...] = ("严重滞后", "推进缓慢")
    orders: tuple[str, ...] = tuple(Words(order, str(at)) for at, order in enumerate("一二三四五六七八九十", 1))
    demand: str = _template(
        Words(
            "请你单位高度重视，认真分析原因，制定有力措施，并于{deadline}前将整改情况书面报{publisher}。",
            "Please find out why, act on it, and tell the {publisher} in writing by {deadline} what was done.",
        )
    )
    closing: str = _template(Words("特此提醒。", ""))
    contact: str = _template("")
    postscript: str = _template(Words("（{contact}）", "({contact})"), among=("contact",))
    copies: str = _template("", "leaders")
    leader: str = ""
    sealed: bool = True
    sheet_title: str = _template(Words("{agency}提醒函审签单", "{agency}: reminder for signature"))
    approvals: tuple[str, ...] = (
        Words("承办人意见", "Drafted by"),
        Words("审核意见", "Checked by"),
        Words("领导审签", "Signed off by"),
    )
    signature: str = Words("签名：　　　　　　　　　　年　　月　　日", "Name:                    Date:            ")
    sheet_labels: tuple[str, str, str, str, str, str] = (
        Words("主送单位", "To"),
        Words("发文字号", "Number"),
        Words("反馈期限", "Answer by"),
        Words("事项数", "Items"),
        Words("函件标题", "Title"),
        Words("提醒事项", "Reminded of"),
    )
    sheet_item: str = _template(
        Words("{number}.{matter}（{level}）", "{number}. {matter} ({level})"), among=_OF_AN_ITEM
    )
    sheet_as_of: str = _template(Words("情况截至：{as_of}", "As of {as_of}"))
    sheet_total: str = _template(Words("{count}项（{parts}）", "{count} ({parts})"))
    sheet_note: str = _template(Words("备注：{basis}", "Note: {basis}"), "basis")
    basis: str = _template(
        Words(
            "未经审签，不得制发。",
            "No letter is sent before it is signed off.",
        )
    )
    draft: str = _template(Words("附：拟发提醒函正文", "The letter that is to be sent"))

    __repr__ = changed


@frozen(field_transformer=typed)
class LetterNumbers:
    """文号: “济审督函〔2023〕7号”, counted on from `first`, as `form` writes it. Raises `ValueError` for a first number below 1."""

    prefix: str
    year: int
    first: int = field(default=1)
    form: str = field(default="{prefix}〔{year}〕{number}号", validator=template("prefix", "year", "number"))

    @first.validator
    def _check(self, _attribute: object, first: int) -> None:
        if first < 1:
            raise WrongValue(f"发文号从 1 起，而不是 {first}", f"a document number is counted from 1, not {first}")

    def __call__(self, _unit: Unit, at: int) -> str:
        """The number of the letter at that place."""
        return self.form.format(prefix=self.prefix, year=self.year, number=self.first + at)
