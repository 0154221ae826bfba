"""评定一遍 (a run): every entry judged by its theme's rule, whose word of equal facts is asked for once."""

from __future__ import annotations

import functools
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from attrs import evolve

from trafficlight.errors import RuleError, ThemeError, TrafficlightError, UnknownTheme
from trafficlight.errors._base import told
from trafficlight.messages import Words, english
from trafficlight.model._boards import Roster
from trafficlight.model._collector import collector_paused
from trafficlight.model._marks import Tally
from trafficlight.model._periods import Period
from trafficlight.model._units import Responsibility, Unit
from trafficlight.rules._coverage import Coverage
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import Edition
from trafficlight.rules._history import Past
from trafficlight.rules._past_ratings import Before, Memory, Pasts, following, with_consequences
from trafficlight.rules._peers import Peers, by_unit
from trafficlight.rules._rated import Columns, Counts, Rating
from trafficlight.rules._themes import Credit, FieldCredits, Theme
from trafficlight.rules._verdicts import Consequence, Verdict


def _both(flag: str, more: Words) -> Words:
    """What a verdict flags, and what else is to be asked."""
    return Words(f"{flag}；{more}", f"{english(flag)}; {more.en}") if flag else more


def _places_may_change(lacking: Words) -> Words:
    """§4.19: what has a fault or is missing speaks of nobody, and a place is told among those that came."""
    return Words(f"{lacking}未报或报送有误，位次可能变动", f"{lacking.en}: missing or faulty, so places may change")


_NOT_COMPARED: Final = Words("该单位免报，未与同榜比较", "the unit is exempt, and was not compared with its board")
_MOST_FACTS, _MOST_TALLIES = 1024, 64
"""Facts of which a rule's word is kept, and tallies that are counted on the way, each with all units of the roster.

Where there are more, as numbers may be as many as entries, the rule is asked of each.
"""


class Run:
    """One run of a rulebook over entries, in columns."""

    def __init__(
        self,
        themes: Iterable[Theme[Any]],
        roster: Roster,
        period: Period | None,
        before: Before,
        coverage: Coverage | None = None,
    ) -> None:
        self.verdicts: list[Verdict] = []
        self.units: list[tuple[Unit, ...]] = []
        self.consequences: dict[int, tuple[Consequence, ...]] = {}
        self.faults: list[RuleError] = []
        self.period = period
        self.coverage = coverage
        self.judges = {theme.key: Judge(theme, roster, before, self) for theme in themes}

    @collector_paused()
    def take(self, entries: Sequence[Entry[Any]]) -> None:
        """Judge entries in order; what cannot be judged is among the faults. Raises `UnknownTheme`."""
        for each in self.judges.values():
            each.look_around(entries)
        rest = iter(entries)
        for first in rest:
            entry: Entry[Any] | None = first
            while entry is not None:
                judge = self.judges.get(entry.theme)
                if judge is None:
                    raise UnknownTheme(entry.theme, list(self.judges))
                entry = judge.take(entry, rest)

    def columns(self, entries: Sequence[Entry[Any]], edition: Edition) -> Columns:
        """What was said, when nothing was faulty."""
        counts = {key: judge.counts for key, judge in self.judges.items() if judge.counts is not None}
        return Columns(
            {key: judge.theme for key, judge in self.judges.items()},
            edition,
            self.period,
            entries,
            self.verdicts,
            self.units,
            self._numbers(entries),
            Pasts(entries, {key: judge.memory for key, judge in self.judges.items() if judge.theme.looks_back}),
            self.consequences,
            counts,
        )

    def _numbers(self, entries: Sequence[Entry[Any]]) -> Sequence[int]:
        if any(judge.rated == len(entries) for judge in self.judges.values()):
            return range(1, len(entries) + 1)
        so_far: Counter[str] = Counter()
        numbers = array("q")
        for entry in entries:
            so_far[entry.theme] += 1
            numbers.append(so_far[entry.theme])
        return numbers


class Judge:
    """One theme's rule, guarded: whatever it does, out come a verdict and known units, or a `RuleError`."""

    def __init__(self, theme: Theme[Any], roster: Roster, before: Before, run: Run) -> None:
        self.theme, self.rated = theme, 0
        self._looks_back, self._compares = theme.looks_back, theme.compares
        self._run, self._same = run, functools.cache(roster.same)
        item_of = theme.items(self._same) if self._looks_back else theme.item
        self.memory = Memory(run.period, before.get(theme.key, ()), item_of)
        rule: Any = theme.rule
        self._rule = functools.partial(rule, period=run.period) if theme.sees_period else rule
        self._units, self._roster = roster, frozenset(roster)
        self._known: dict[str, tuple[Unit, ...]] = {unit.name: (unit,) for unit in roster}
        self._faulted = self._start = 0
        self._field = theme.credits.name if isinstance(theme.credits, FieldCredits) else ""
        self._held_of: Callable[[Any], Any] = theme.credited
        if self._field and theme.credit is Credit.ALL:
            self._held_of = attrgetter(self._field)
        self._peers: Mapping[Unit, Peers[Any]] = {}
        lacking = run.coverage.lacks(theme.key) if self._compares and run.coverage is not None else None
        self._exempt = roster.exempt if self._compares else {}
        self._uncertain = None if lacking is None else _places_may_change(lacking)
        asks_more = self._looks_back or theme.credit is Credit.PARTNERS
        self._is_quick = bool(theme.reads and self._field) and not asks_more
        self._counted: Counts = {}
        self._words: dict[object, tuple[Verdict, dict[str, int]]] = {}
        self._kept: list[Any] = []

    def look_around(self, entries: Iterable[Entry[Any]]) -> None:
        """Put together what the units of each board handed in, for a rule that compares."""
        theme = self.theme
        if self._compares:
            records = (one.record for one in entries if one.theme == theme.key and isinstance(one.record, theme.record))
            self._peers = by_unit(((lead, one) for one in records if (lead := self._lead(one))), self._units)

    def _lead(self, record: Any) -> Unit | None:
        try:
            return next(iter(self.theme.credits(record)), None)
        except Exception:  # noqa: BLE001  # a foreign function may raise anything; it is told when the record is judged
            return None

    def take(self, first: Entry[Any], rest: Iterator[Entry[Any]]) -> Entry[Any] | None:
        """Judge an entry and those that follow; the first one of another theme is given back."""
        self._start = len(self._run.verdicts)
        entries = chain((first,), rest)
        other = self._take_known(entries) if self._is_quick else self._take_each(entries)
        self.rated += len(self._run.verdicts) - self._start
        return other

    def _take_each(self, entries: Iterable[Entry[Any]]) -> Entry[Any] | None:
        """By asking the rule of each: whatever is wrong goes the long way, which says what."""
        theme, rule, past, known = self.theme, self._rule, None, self._known
        key, record_type, remembers, follow = theme.key, theme.record, theme.remembers, bool(theme.consequences)
        looks_back, compares, held_of = self._looks_back, self._compares, self._held_of
        verdicts, add_units, past_of = self._run.verdicts, self._run.units.append, self.memory.past
        for entry in entries:
            if entry.theme != key:
                return entry
            record = entry.record
            try:
                if compares or record.__class__ is not record_type:
                    raise TypeError
                if looks_back:
                    past = past_of(record)
                verdict = rule(record, past) if remembers else rule(record)
                held = held_of(record)
                units = known[held.name] if held.__class__ is Unit else self._several(held)
                if verdict.__class__ is not Verdict:
                    raise TypeError
                follows = following(theme, verdict.marks, past) if follow and past is not None else ()
            except Exception:  # noqa: BLE001  # whatever is wrong with it, the long way says it
                self._judge(entry)
                continue
            if follows:
                self._run.consequences[len(verdicts)] = follows
            verdicts.append(verdict)
            add_units(units)
        return None

    def _take_known(self, entries: Iterable[Entry[Any]]) -> Entry[Any] | None:
        """By what was said of equal facts, and counted at once: whatever is new goes the long way."""
        theme, words, alone = self.theme, self._words, self.theme.credit is Credit.LEAD
        key, record_type, units_of = theme.key, theme.record, self._field
        add_verdict, add_units = self._run.verdicts.append, self._run.units.append
        fact = theme.reads[0] if len(theme.reads) == 1 else ""
        facts = attrgetter(*theme.reads)
        for entry in entries:
            if entry.theme != key:
                return entry
            record = entry.record
            try:
                verdict, table = words[id(getattr(record, fact)) if fact else tuple(map(id, facts(record)))]
                held = getattr(record, units_of)
                units = held.units if held.__class__ is Responsibility else self._held(held)
                if alone:
                    units = units[:1]
                if record.__class__ is not record_type:
                    raise TypeError
                for unit in units:
                    if unit.__class__ is not Unit:
                        raise TypeError
                    table[unit.name] += 1
            except Exception:  # noqa: BLE001  # whatever is wrong with it, the long way says it
                self._judge(entry)
                if len(self._kept) > _MOST_FACTS or len(self._counted) > _MOST_TALLIES:
                    self._is_quick = False
                    return self._take_each(entries)
            else:
                add_verdict(verdict)
                add_units(units)
        return None

    def _several(self, held: Any) -> tuple[Unit, ...]:
        """The units that a record's field holds, each once. Raises `LookupError` where one of them is not known."""
        units: tuple[Unit, ...] = held.units if held.__class__ is Responsibility else self._held(held)
        for unit in units:
            if unit.__class__ is not Unit or unit.name not in self._known:
                raise LookupError
        return units

    def _held(self, held: Any) -> tuple[Unit, ...]:
        """The units that a record's field holds, each once. Raises `LookupError` where these are none that are known."""
        if held.__class__ is Unit:
            return self._known[held.name]
        units = tuple(held if len(held) == 1 else dict.fromkeys(held))
        if not units:
            raise LookupError
        return units

    def _judge(self, entry: Entry[Any]) -> None:
        run = self._run
        try:
            verdict, units, past = self._judged(entry)
            follows = () if past is None else self._following(entry, verdict.marks, past)
        except RuleError as fault:
            self._faulted += 1
            run.faults.append(fault)
            return
        if follows:
            run.consequences[len(run.verdicts)] = follows
        if self._is_quick:
            self._keep(entry.record, verdict, units)
        run.verdicts.append(verdict)
        run.units.append(units)

    @property
    def counts(self) -> Counts | None:
        """How often each unit has each tally, where that was counted on the way."""
        return self._counted if self._is_quick else None

    def _keep(self, record: Any, verdict: Verdict, units: Iterable[Unit]) -> None:
        """Keep what was said of a record's facts, by their ids, which are theirs as long as they are kept."""
        if verdict.tally not in self._counted:
            self._counted[verdict.tally] = dict.fromkeys(self._known, 0)
        table = self._counted[verdict.tally]
        for unit in units:
            table[unit.name] += 1
        facts = tuple(getattr(record, name) for name in self.theme.reads)
        self._kept.append(facts)
        ids = tuple(map(id, facts))
        self._words[ids if len(ids) > 1 else ids[0]] = verdict, table

    def _following(self, entry: Entry[Any], marks: Tally, past: Past[Any]) -> tuple[Consequence, ...]:
        """What follows. Raises `RuleError` where a consequence's condition fails."""
        try:
            return following(self.theme, marks, past)
        except ThemeError as refusal:
            raise self._refused(entry, told(refusal)) from refusal

    def _refused(self, entry: Entry[Any], problem: str) -> RuleError:
        number = self.rated + len(self._run.verdicts) - self._start + self._faulted + 1
        serial = number if entry.serial is None else entry.serial
        where = str(entry.origin) if entry.origin else ""
        return RuleError(self.theme.key, entry.record, problem, serial=serial, where=where)

    def _judged(self, entry: Entry[Any]) -> tuple[Verdict, tuple[Unit, ...], Past[Any] | None]:
        """Verdict, units and past of one entry. Raises `RuleError`."""
        theme, record = self.theme, entry.record
        if not isinstance(record, theme.record):
            name = theme.record.__name__
            raise self._refused(entry, Words(f"记录应为 {name}", f"the record should be a {name}"))
        try:
            past = self.memory.past(record) if self._looks_back else None
            lead = self._lead(record) if self._compares else None
            peers = None if lead is None else self._peers.get(lead)
            verdict = theme.judge(record, Past(self._run.period) if past is None else past, peers)
            units = theme.credited(record)
        except TrafficlightError as refusal:
            raise self._refused(entry, told(refusal)) from refusal
        except Exception as crash:  # a foreign rule may raise anything; the cause is chained
            what = f"{type(crash).__name__}: {crash}"
            raise self._refused(entry, Words(f"规则出错 {what}", f"the rule failed with {what}")) from crash
        problem = self._problem(verdict, units)
        if problem:
            raise self._refused(entry, problem)
        uncertain = _NOT_COMPARED if lead is not None and self._same(lead) in self._exempt else self._uncertain
        if uncertain is not None:
            verdict = evolve(verdict, flag=_both(verdict.flag, uncertain))
        return verdict, units, past

    def followed(self, rating: Rating[Any]) -> Rating[Any]:
        """A unit without a row, with what follows from that and from the unit's past."""
        theme, (unit,) = self.theme, rating.units
        if not (self._looks_back and theme.of_unit):
            return rating
        past: Past[Any] = Past(self._run.period, self.memory.earlier(theme.item_of(self._same(unit))))
        return with_consequences(evolve(rating, past=past))

    def _problem(self, verdict: object, units: tuple[Unit, ...]) -> str:
        if not isinstance(verdict, Verdict):
            name = type(verdict).__name__
            return Words(
                f"规则应返回 Verdict，却返回 {name}", f"the rule should return a Verdict, and returned a {name}"
            )
        if not units:
            return Words("未指明责任单位", "no responsible unit is named")
        text: Any = next((unit for unit in units if isinstance(unit, str)), None)
        if text is not None:
            return Words(
                f"责任单位应为 Unit，而不是文字“{text}”：用 roster.find(…) 查得",
                f"a responsible unit is a Unit, not the text “{text}”: roster.find(…) finds it",
            )
        strangers = [str(unit) for unit in units if unit not in self._roster]
        if not strangers:
            return ""
        zh, en = "、".join(strangers), ", ".join(strangers)
        return Words(f"花名册中没有“{zh}”", f"the roster lacks “{en}”")
