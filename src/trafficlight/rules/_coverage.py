"""报送情况 (coverage): what was due in a period and from whom, what came, what is missing, what has faults."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import Attribute, field, frozen

from trafficlight.errors import WrongType, WrongValue
from trafficlight.messages import Bilingual, Language, Words, counted, in_english, said
from trafficlight.model._checks import check_period, each_of, not_empty, strings
from trafficlight.model._field_types import typed
from trafficlight.model._periods import KINDS_OF_PERIOD, Period
from trafficlight.model._units import Unit
from trafficlight.rules._themes import Theme


def _known_or_own(owner: object, at: Attribute[Any], kinds: tuple[str, ...]) -> None:
    """A validator for names of kinds of period. An agency's own are taken; a known one misspelt (“weekly”) is a `ValueError`."""
    known = [one.kind for one in KINDS_OF_PERIOD]
    for kind in kinds:
        near = difflib.get_close_matches(kind.lower(), known, n=1, cutoff=0.75)
        if kind not in known and near and kind[:1].lower() == near[0][:1]:
            raise WrongValue(
                f"{type(owner).__name__}.{at.name} {kind!r} 不是周期的种类，是否 {near[0]!r}？可用：{'、'.join(known)}，"
                "以及自己周期的 `kind`",
                f"{type(owner).__name__}.{at.name} {kind!r} is no kind of period, was {near[0]!r} meant? Known: "
                f"{', '.join(known)}, and the `kind` of a period of one's own",
            )


@frozen(field_transformer=typed)
class Due:
    """应报 (what is due): a theme's sheet (by the theme's key), once in each period of some kinds.

    `every` names the kinds of period (`week`, `month`, `quarter` …) in which it is due; without one it is due in any.
    `boards` names the boards of which every unit owes a row; without one the steward's (牵头科室) sheet is enough, and
    the theme's `absence` says whose row is asked for. Raises `ValueError` for a kind that is a known one misspelt.
    """

    theme: str = field(validator=not_empty)
    every: tuple[str, ...] = field(default=(), converter=strings, validator=_known_or_own)
    boards: tuple[str, ...] = field(default=(), converter=strings)


_HOW_OFTEN: Final = {
    "week": Words("每周", "each week"),
    "month": Words("每月", "each month"),
    "quarter": Words("每季度", "each quarter"),
    "half_year": Words("每半年", "each half year"),
    "year": Words("每年", "each year"),
}


def how_often(due: Due) -> Words:
    """“每月”, “each month”: how often a theme is due; an agency's own kinds of period stand as it calls them."""
    each = [_HOW_OFTEN.get(kind, Words(kind, kind)) for kind in due.every]
    return Words("、".join(each), ", ".join(one.en for one in each))


class Status(enum.Enum):
    """报送状态: how one hand-in that was due stands (§4.19)."""

    RECEIVED = "已报"
    MISSING = "未报"
    FAULTY = "报送有误"
    """It came, and cannot be used as it is: no light may follow from what it does not say."""
    EXEMPT = "免报"

    @property
    def words(self) -> Words:
        """The status in both languages."""
        return Words(self.value, _ENGLISH[self])


_ENGLISH: Final = {
    Status.RECEIVED: "received",
    Status.MISSING: "missing",
    Status.FAULTY: "handed in with faults",
    Status.EXEMPT: "exempt",
}


@frozen(field_transformer=typed)
class Receipt(Bilingual):
    """收到情况: how a theme's sheet stands, or the row of one unit in it.

    `unit` is None for the sheet as a whole. `sources` says where it came from (file and sheet), `faults` how many faults
    stand in it. In an `uncertain` sheet a row with a fault may be anybody's: no unit that it lacks can be called missing.
    """

    theme: str = field(validator=not_empty)
    title: str
    status: Status
    steward: str = ""
    unit: Unit | None = None
    sources: tuple[str, ...] = ()
    faults: int = 0
    uncertain: bool = False

    def say(self, language: Language = "zh") -> str:
        """“招商引资（办公室）未报”; “秘书科 改革创新报送有误，错1处”."""
        who = f"{self.unit} " if self.unit else ""
        faulty = self.status is Status.FAULTY and self.faults
        if in_english(language):
            steward = f" ({self.steward})" if self.steward and not self.unit else ""
            return f"{who}{self.title}{steward}: {self.status.words.en}{f' ({self.faults})' if faulty else ''}"
        steward = f"（{self.steward}）" if self.steward and not self.unit else ""
        return f"{who}{self.title}{steward}{self.status.words}{f'，错{self.faults}处' if faulty else ''}"


def _receipts(receipts: Iterable[Receipt]) -> tuple[Receipt, ...]:
    made = tuple(receipts)
    for each in made:  # before they are sought by theme and unit
        if not isinstance(each, Receipt):
            raise WrongType(
                f"Coverage.receipts 应为若干 Receipt，而不是 {each!r}",
                f"Coverage.receipts takes values of Receipt, not {each!r}",
            )
    known: set[tuple[str, Unit | None]] = set()
    for each in made:
        if (each.theme, each.unit) in known:
            raise WrongValue(
                f"同一报送有两条记录，都不可信：{each}",
                f"two receipts for one hand-in, of which neither can be believed: {each.say('en')}",
            )
        known.add((each.theme, each.unit))
    return made


@frozen(field_transformer=typed)
class Coverage(Bilingual):
    """报送情况: everything that was due in a period, each with its receipt, in the order of the themes and of the roster.

    Absence is told from this value alone: without it no unit is red for a row that nobody saw (§4.19). Raises `ValueError`
    for two receipts of one thing.

    >>> from trafficlight.rules import Coverage, Receipt, Status
    >>> print(
    ...     Coverage(None, [Receipt("a", "重点工作", Status.RECEIVED), Receipt("b", "三争", Status.MISSING, "人事科")])
    ... )
    应报2个专题：已报1个；三争（人事科）未报
    """

    period: Period | None = field(validator=check_period)
    receipts: tuple[Receipt, ...] = field(converter=_receipts)
    _index: Mapping[tuple[str, Unit | None], Receipt] = field(init=False, eq=False, repr=False, hash=False)

    @_index.default
    def _make_index(self) -> Mapping[tuple[str, Unit | None], Receipt]:
        return {(receipt.theme, receipt.unit): receipt for receipt in self.receipts}

    @classmethod
    def received(cls, themes: Iterable[Theme[Any]], *, period: Period | None = None) -> Coverage:
        """Of these themes everything came, and nothing is wrong in it: for entries that a program made."""
        came: tuple[Theme[Any], ...] = each_of("Coverage.received", themes, Theme)
        return cls(period, [Receipt(theme.key, theme.title, Status.RECEIVED, theme.steward) for theme in came])

    def __iter__(self) -> Iterator[Receipt]:
        return iter(self.receipts)

    def __len__(self) -> int:
        return len(self.receipts)

    def of(self, theme: str, unit: Unit | None = None) -> Receipt | None:
        """How a theme's sheet stands, or a unit's row in it; None for what was not due or is not told apart."""
        return self._index.get((theme, unit))

    @property
    def sheets(self) -> tuple[Receipt, ...]:
        """The themes' sheets, each as a whole."""
        return tuple(receipt for receipt in self.receipts if receipt.unit is None)

    @property
    def missing(self) -> tuple[Receipt, ...]:
        """未报: what did not come."""
        return tuple(receipt for receipt in self.receipts if receipt.status is Status.MISSING)

    @property
    def faulty(self) -> tuple[Receipt, ...]:
        """报送有误: what came with faults."""
        return tuple(receipt for receipt in self.receipts if receipt.status is Status.FAULTY)

    def lacks(self, theme: str) -> Words | None:
        """缺什么: the units, or the sheet, of a theme that did not come or came with faults, by name; None where nothing lacks."""
        names = [
            one.title if one.unit is None else one.unit.name
            for one in (*self.missing, *self.faulty)
            if one.theme == theme
        ]
        return Words("、".join(names), ", ".join(names)) if names else None

    @property
    def complete(self) -> bool:
        """Whether all sheets that were due came, without a fault."""
        return all(receipt.status in (Status.RECEIVED, Status.EXEMPT) for receipt in self.sheets)

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """A line for the whole, then one for each thing that is missing or has faults."""
        sheets = self.sheets
        came = sum(receipt.status is not Status.MISSING for receipt in sheets)
        when = "" if self.period is None else self.period.title(language)
        head = Words(
            f"{when}应报{len(sheets)}个专题：已报{came}个",
            f"{f'{when}: ' if when else ''}{counted(len(sheets), 'theme')} due, {came} received",
        )
        if not sheets:  # as where a month's sheet was read as a quarter's
            head = Words(f"{when}没有应报的专题", f"{f'{when}: ' if when else ''}no theme is due")
        left = [receipt.say(language) for receipt in self if receipt.status in (Status.MISSING, Status.FAULTY)]
        return (said(head, language), *left)

    def say(self, language: Language = "zh") -> str:
        """The lines as one sentence."""
        return ("; " if in_english(language) else "；").join(self.lines(language))
