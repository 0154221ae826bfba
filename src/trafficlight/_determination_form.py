"""研究确定表 (§4.33): the form for the task force's decisions, as a theme, so that it can be read and sent out like others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import frozen

from trafficlight._scheme import Scheme
from trafficlight.errors import WrongValue
from trafficlight.messages import Language, Words, said
from trafficlight.model._boards import Roster
from trafficlight.model._dates import Date, StatedDate
from trafficlight.model._forms import Form, column, serial
from trafficlight.model._kinds import CellValue, Choice, OneUnit, text_of
from trafficlight.model._marks import Mark, Palette, Tally
from trafficlight.model._numbers import Whole
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import Vocabulary, fold
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Determination
from trafficlight.rules._history import light_words
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Verdict, unlit

UNLIT: Final = Words("不标注颜色", "no light")


@frozen
class Lights(Choice[Tally]):
    """标识: the lights of one rating: a mark's label, several with their counts (蓝2黄1), or 不标注颜色.

    >>> from trafficlight.model import BLUE_YELLOW_RED, Roster
    >>> Lights.of(BLUE_YELLOW_RED).parse("黄1 蓝2", Roster([]))
    Tally(蓝2 黄1)
    """

    @classmethod
    def of(cls, palette: Palette, language: Language = "zh") -> Lights:
        """The lights of a palette, and the word for none in a language."""
        words = [(mark.label, Tally.of(mark)) for mark in palette]
        known = {"不标注": Tally(), "无标识": Tally()} if language == "zh" else {}
        return cls(Vocabulary(said(_LIGHT, language), [*words, (said(UNLIT, language), Tally())], known))

    def parse(self, cell: CellValue, roster: Roster) -> Tally | None:
        """The lights. Raises `UnreadableCell`."""
        text = fold(text_of(cell))
        marks = {fold(word): value for word, value in self.vocabulary.words if value}
        labels = "|".join(re.escape(word) for word in sorted(marks, key=len, reverse=True))
        if re.fullmatch(f"(?:(?:{labels})[0-9]{{0,4}})+", text) is None:
            return Choice.parse(self, cell, roster)
        counts: Counter[Mark] = Counter()
        for word, count in re.findall(f"({labels})([0-9]*)", text):
            counts.update({next(iter(marks[word])): int(count or 1)})
        return Tally(counts)

    def show(self, value: Tally | None) -> str:
        """蓝2黄1; nothing for None."""
        if value is None:
            return ""
        none = next(word for word, light in self.vocabulary.words if not light)
        return light_words(value) or none


@frozen
class Decision:
    """研究确定表的一行: which rating, its computed and its decided lights, who signed it off, when, and why.

    The rating is found by theme (key), by its number in its own table, its 工作事项, its sheet and its unit, as far as they
    are given; one that names a unit decides for that unit alone (§4.33).
    """

    theme: str
    number: int | None = None
    matter: str = ""
    unit: Unit | None = None
    sheet: str = ""
    computed: Tally | None = None
    decided: Tally | None = None
    by: Person | None = None
    on: StatedDate | None = None
    reason: str = ""

    @classmethod
    def wanted(cls, rating: Rating[Any]) -> Decision:
        """The row of a flagged rating, without what the task force fills in."""
        sheet = rating.origin.sheet if rating.origin else ""
        unit = None if rating.matter else rating.units[0]
        return cls(rating.theme.key, rating.serial, rating.matter, unit, sheet, rating.verdict.marks)

    def determination(self) -> Determination:
        """What `determine` takes. Raises `ValueError` for a row that is not filled in."""
        day = self.on.last if self.on is not None else None
        if self.computed is None or self.decided is None or self.by is None or day is None:
            raise WrongValue(
                f"研究确定要写明标识、审签人和日期：{self}",
                f"a decision needs its lights, who signed it off and when: {self}",
            )
        return Determination(
            self.theme,
            self.computed,
            self.decided,
            self.by,
            day,
            self.reason,
            serial=self.number,
            unit=self.unit,
            sheet=self.sheet or None,
            matter=self.matter,
        )


_CLAUSE: Final = Clause(
    "R33", Words("研究确定只对所列单位生效", "A decision is for the unit that it names"), reading=True
)
_LIGHT: Final = Words("标识", "light")
_SERIAL: Final = Words("序号", "No.")
_TITLE: Final = Words("{}研究确定表", "{}: decisions")
_DECISIONS: Final = Words("研究确定", "Decisions")
_THEME: Final = Words("专题", "Theme")
_SIGNER: Final = Words("审签领导", "Signed off by")
_HEADERS: Final = {
    "number": Words("原表序号", "Number in its table"),
    "matter": Words("工作事项", "Item"),
    "unit": Words("确定单位", "For the unit"),
    "sheet": Words("原表页名", "Sheet"),
    "computed": Words("原标识", "Computed light"),
    "decided": Words("研究确定", "Decided light"),
    "on": Words("审签日期", "Signed off on"),
    "reason": Words("理由", "Reason"),
}
_ONE_UNIT: Final = Words(
    "只对一个单位确定的才填；不填的对所有责任单位生效",
    "only where it is for one unit alone; without one it is for all of the item",
)


def _no_light(_row: Decision) -> Verdict:
    return unlit(because=_CLAUSE)


def _named(row: Decision) -> Sequence[Unit]:
    return () if row.unit is None else (row.unit,)


def decision_theme(scheme: Scheme) -> Theme[Decision]:
    """研究确定表: its columns with the scheme's themes, units, lights, and the leaders who may sign off (§4.38)."""
    titles = {theme.title: theme.key for book in scheme.rulebooks.editions for theme in book}
    keys = {key: key for key in titles.values() if key not in titles}
    language = scheme.agency.language
    header = {name: said(words, language) for name, words in _HEADERS.items()}
    theme, signer = said(_THEME, language), said(_SIGNER, language)
    signers = {str(person): person for person in scheme.agency.who_may_sign}
    lights = Lights.of(scheme.palette, language)
    form = Form(
        title=said(_TITLE, language).format(scheme.agency.short_name),
        columns=(
            serial(said(_SERIAL, language)),
            column(theme, "theme", kind=Choice(Vocabulary(theme, titles, keys)), width=30, required=True),
            column(header["number"], "number", kind=Whole(1), width=16),
            column(header["matter"], "matter", width=50),
            column(header["unit"], "unit", kind=OneUnit(), width=30, hint=said(_ONE_UNIT, language)),
            column(header["sheet"], "sheet", width=24),
            column(header["computed"], "computed", kind=lights, width=18, required=True),
            column(header["decided"], "decided", kind=lights, width=18, required=True),
            column(signer, "by", kind=Choice(Vocabulary(signer, signers)), width=20, required=True),
            column(header["on"], "on", kind=Date(language=language), width=26, required=True),
            column(header["reason"], "reason", width=40, required=True),
        ),
        landscape=True,
    )
    name = said(_DECISIONS, language)
    return Theme("determinations", name, Decision, _no_light, form, (_CLAUSE,), credits=_named, subject="matter")


def wanted_decisions(ratings: Iterable[Rating[Any]]) -> list[Entry[Decision]]:
    """待研究确定: a row for each flagged rating on which nobody has decided (§3.18)."""
    flagged = Ratings(ratings).flagged()
    return [Entry("determinations", Decision.wanted(rating), number) for number, rating in enumerate(flagged, 1)]
