"""建制沿革: what happens to a unit in time: other names, exemptions, its first and last day. Days are inclusive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Language, Words, in_english
from trafficlight.model._checks import not_empty
from trafficlight.model._field_types import typed
from trafficlight.model._periods import date_words


def spans(since: dt.date | None, until: dt.date | None, day: dt.date) -> bool:
    """Whether a day lies between two days, both included; None is no bound."""
    return (since is None or since <= day) and (until is None or day <= until)


def after_since(owner: object, _at: object, until: dt.date | None) -> None:
    """A validator for a last day, which does not lie before `since`. Raises `ValueError`."""
    since: dt.date | None = getattr(owner, "since", None)
    if since is not None and until is not None and until < since:
        raise WrongValue(
            f"{type(owner).__name__} 止于 {until}，早于其开始 {since}：请更正 since= 或 until=",
            f"{type(owner).__name__} ends on {until}, before it begins on {since}",
        )


@frozen(field_transformer=typed)
class FormerName:
    """曾用名: what a unit was called until a day, that day included; the next former name, or its own, follows.

    >>> import datetime as dt
    >>> FormerName("县人民医院", dt.date(2024, 3, 31)).name
    '县人民医院'
    """

    name: str = field(validator=not_empty)
    until: dt.date


def by_day(names: Iterable[FormerName]) -> tuple[FormerName, ...]:
    """Former names, the oldest first."""
    return tuple(sorted(names, key=lambda one: one.until))


@frozen(field_transformer=typed)
class Exemption:
    """免报: why a unit need not hand in and is not ranked, from when until when, and the clause that allows it.

    Raises `ValueError` without a reason, and when it ends before it begins.

    >>> import datetime as dt
    >>> print(Exemption("迁址", dt.date(2024, 3, 1), clause="第九条").say())
    迁址（第九条），自2024年3月1日起
    """

    why: str = field(validator=not_empty)
    since: dt.date | None = None
    until: dt.date | None = field(default=None, validator=after_since)
    clause: str = ""

    def holds(self, day: dt.date) -> bool:
        """Whether the unit is exempt on a day."""
        return spans(self.since, self.until, day)

    def say(self, language: Language = "zh") -> str:
        """The reason, the clause, and the days."""
        first = "" if self.since is None else date_words(self.since, language)
        last = "" if self.until is None else date_words(self.until, language)
        if in_english(language):
            days = f"{f' from {first}' if first else ''}{f' until {last}' if last else ''}"
            return f"{self.why}{f' ({self.clause})' if self.clause else ''}{f',{days}' if days else ''}"
        days = f"自{first}至{last}" if first and last else f"自{first}起" if first else f"至{last}" if last else ""
        return f"{self.why}{f'（{self.clause}）' if self.clause else ''}{f'，{days}' if days else ''}"


def gone_words(name: str, until: dt.date, into: str) -> Words:
    """The words for a unit that no longer exists: until when it did, and which unit took it in."""
    zh, en = date_words(until, "zh"), date_words(until, "en")
    if into:
        return Words(
            f"“{name}”已并入“{into}”（建制至{zh}）", f"“{name}” has been merged into “{into}” (it stood until {en})"
        )
    return Words(f"“{name}”已撤销（建制至{zh}）", f"“{name}” has been dissolved (it stood until {en})")


def not_yet_words(name: str, since: dt.date) -> Words:
    """The words for a unit that is founded later."""
    return Words(
        f"“{name}”自{date_words(since, 'zh')}起设立",
        f"“{name}” is founded on {date_words(since, 'en')}",
    )
