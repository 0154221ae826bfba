"""变动: what a form that went out with the last period's records says when it comes back, cell by cell (“只报一次”)."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from attrs import field, frozen

from trafficlight.messages import (
    Bilingual,
    Language,
    Words,
    both,
    counted,
    english,
    in_english,
    legible,
    portable,
    said,
)
from trafficlight.model._boards import Roster
from trafficlight.model._checks import each_of
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Column, HeadingLine, Prefill
from trafficlight.model._text_tables import TextTable
from trafficlight.model._units import Unit, renamed
from trafficlight.rules._coverage import Coverage, Status
from trafficlight.rules._entries import Entry
from trafficlight.rules._explanations import subject_of
from trafficlight.rules._themes import Theme


@frozen(field_transformer=typed)
class Listed(Bilingual):
    """所列事项: an item as one hand-in lists it: its entry, and its theme, units and 工作事项 in words."""

    theme: str
    title: str
    units: tuple[Unit, ...]
    matter: str
    entry: Entry[Any]
    done: bool = False
    asked: bool = False
    """Whether it is to be asked for when it is no longer listed: the theme says what is done, and this is not."""
    exempt: bool = False
    """Whether none of its units need hand in anything."""

    @classmethod
    def of(cls, theme: Theme[Any], entry: Entry[Any], roster: Roster | None = None) -> Listed:
        """An entry of a theme; a `roster` says who is exempt."""
        record = entry.record
        units = tuple(dict.fromkeys(theme.credits(record)))
        done = theme.done is not None and theme.done(record)
        exempt = roster is not None and roster.all_exempt(map(roster.same, units))
        asked = theme.done is not None and not done
        return cls(theme.key, theme.title, units, theme.matter(record), entry, done, asked, exempt)

    def say(self, language: Language = "zh") -> str:
        """“重点工作 办公室“落实巡察整改任务””."""
        return f"{self.title} {subject_of(None, self.units, self.matter, language)}"


@frozen(field_transformer=typed)
class CellChange(Bilingual):
    """一格的变动: a field of an item that says something else than the last time.

    `before` and `after` are its texts as the table prints them, `column` its header, with the line's label in a block;
    `cell` is where it stands now, None for an entry without an origin. `locked` is a cell that went out locked: somebody
    lifted the lock, or wrote a table of his own.
    """

    item: Listed
    name: str
    column: str
    before: str
    after: str
    cell: str | None = None
    locked: bool = False

    def place(self, language: Language = "zh") -> str:
        """Where it stands now: file, sheet and cell; empty for an entry without an origin."""
        origin, sheet = self.item.entry.origin, " [{}] " if in_english(language) else "〔{}〕"
        if origin is None or self.cell is None:
            return ""
        return legible(f"{origin.file}{sheet.format(origin.sheet)}{self.cell}")

    def say(self, language: Language = "zh") -> str:
        """One line, in Chinese or English: where, what, and what of it is to be asked."""
        place = self.place(language)
        was, now = (" ".join(text.split()) for text in (self.before, self.after))
        asked = said(_LOCKED, language) if self.locked else ""
        if in_english(language):
            text = f"{self.item.say(language)}, {self.column}: “{was}” → “{now}”"
            return f"{place + ': ' if place else ''}{text}{'; ' + asked if asked else ''}"
        text = f"{self.item}，{self.column}：“{was}”→“{now}”"
        return f"{place + '：' if place else ''}{text}{'；' + asked if asked else ''}"

    def to_data(self) -> dict[str, Any]:
        """As plain data: `theme`, `units`, `matter`, `field`, `column`, `before`, `after`, `file`, `sheet`, `cell`, `locked`."""
        item, origin = self.item, self.item.entry.origin
        texts = {"matter": item.matter, "field": self.name, "column": self.column}
        texts |= {"before": self.before, "after": self.after}
        return {
            "theme": item.theme,
            "units": [portable(unit.name) for unit in item.units],
            **{name: portable(text) for name, text in texts.items()},
            "file": None if origin is None else portable(origin.file),
            "sheet": None if origin is None else portable(origin.sheet),
            "cell": self.cell,
            "locked": self.locked,
        }


_TITLE: Final = Words("变动情况", "What changed")
_HEADER: Final = (
    Words("专题", "Theme"),
    Words("单位和事项", "Unit and item"),
    Words("栏目", "Column"),
    Words("上期", "Before"),
    Words("本期", "Now"),
    Words("位置和说明", "Where, and what to ask"),
)
_WIDTHS: Final = (24, 50, 24, 54, 54, 44)
_LOCKED: Final = Words("该格发放时已锁定，请核实改动原因", "this cell went out locked: ask why")
_ENTERED: Final = Words("新列", "entered")
_LEFT: Final = Words("不再列出", "no longer listed")
_VANISHED: Final = Words("不再列出，未办结，请核实去向", "no longer listed, not done: ask what became of it")
_EXEMPT: Final = Words("本期免报，不再列出", "exempt in this period, no longer listed")
_HANDED_OVER: Final = Words(
    "牵头单位已变，请核实是否为移交", "the lead unit is another: ask whether it was handed over"
)
_UNREAD: Final = Words(
    "所在的表有错误，未能读到，请待改正后再核对", "not found in a sheet with faults: look again when it is mended"
)


def _listed(items: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(items)


@frozen(field_transformer=typed)
class Differences:
    """变动情况: every item of either hand-in stands once: changed (a `CellChange` for each cell), unchanged, entered or left.

    `handed_over` are those whose matter is known under another lead unit: a doubt (§4.35), and a change of that cell.
    `left` are no longer listed; one that was not done, where the theme says what is, is to be asked for (§4.36), but none of
    a unit that is exempt. `unread` were not found in a sheet with
    faults, of which nothing can be told yet. False where nothing differs.
    """

    changes: tuple[CellChange, ...] = field(default=(), converter=tuple[CellChange, ...])
    unchanged: tuple[Listed, ...] = field(default=(), converter=_listed)
    handed_over: tuple[Listed, ...] = field(default=(), converter=_listed)
    entered: tuple[Listed, ...] = field(default=(), converter=_listed)
    left: tuple[Listed, ...] = field(default=(), converter=_listed)
    unread: tuple[Listed, ...] = field(default=(), converter=_listed)

    def __bool__(self) -> bool:
        return bool(self.changes or self.entered or self.left or self.unread)

    def __repr__(self) -> str:
        return f"Differences({self.summary})"

    @property
    def summary(self) -> str:
        """The counts in one sentence, in both languages (`Words`)."""
        cells, items = len(self.changes), sum(1 for _ in groupby(self.changes, key=lambda change: change.item))
        same, new, gone = len(self.unchanged), len(self.entered), len(self.left)
        return Words(
            f"变动{items}项共{cells}格，未变动{same}项，新列{new}项，不再列出{gone}项",
            f"{counted(items, 'item')} changed in {counted(cells, 'cell')}, {same} unchanged, {new} entered, {gone} no longer listed",
        )

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """The counts, then a line for each cell that changed and each item that entered, left or was handed over."""
        return (said(self.summary, language), *self._told(language))

    def _told(self, language: Language) -> Iterator[str]:
        stop = ": " if in_english(language) else "："
        yield from (change.say(language) for change in self.changes)
        yield from (f"{item.say(language)}{stop}{said(words, language)}" for item, words in self._items())

    def _items(self) -> Iterator[tuple[Listed, Words]]:
        """The items that are told of as a whole, each with what is said of it."""
        yield from ((item, _HANDED_OVER) for item in self.handed_over)
        yield from ((item, _ENTERED) for item in self.entered)
        yield from ((item, _EXEMPT if item.exempt else _VANISHED if item.asked else _LEFT) for item in self.left)
        yield from ((item, _UNREAD) for item in self.unread)

    def table(self, language: Language = "zh") -> TextTable:
        """变动情况表: a row for each cell that changed and each item that entered, left or was handed over.

        For `trafficlight.sheets.text_workbook` and `trafficlight.documents.text_document`.
        """
        rows = [
            (
                change.item.title,
                subject_of(None, change.item.units, change.item.matter, language),
                change.column,
                change.before,
                change.after,
                " ".join(filter(None, (change.place(language), said(_LOCKED, language) if change.locked else ""))),
            )
            for change in self.changes
        ]
        rows += [
            (item.title, subject_of(None, item.units, item.matter, language), "", "", "", said(words, language))
            for item, words in self._items()
        ]
        return TextTable(said(_TITLE, language), [said(word, language) for word in _HEADER], rows, _WIDTHS, language)

    def to_data(self) -> dict[str, Any]:
        """As plain data that `json.dumps` takes: the changes, and the other items in words by language."""
        groups = {"handed_over": self.handed_over, "entered": self.entered, "left": self.left, "unread": self.unread}
        return {
            "summary": both(self.summary, english(self.summary)),
            "changes": [change.to_data() for change in self.changes],
            "unchanged": len(self.unchanged),
            **{name: [both(item.say(), item.say("en")) for item in items] for name, items in groups.items()},
        }

    def __str__(self) -> str:
        return self.summary


def differences(
    before: Iterable[Entry[Any]],
    after: Iterable[Entry[Any]],
    *,
    themes: Iterable[Theme[Any]],
    roster: Roster | None = None,
    coverage: Coverage | None = None,
) -> Differences:
    """变动: what a later hand-in says otherwise than an earlier one, item by item and cell by cell.

    The same item is told by the theme (`Theme.item`), with a `roster` under the names that its units bear today: what a unit
    is called is no change. What the form asks anew (`Prefill.ANEW`) is no change either. With the later hand-in's `coverage`
    the items of a theme that did not come are left out, and those missing from a sheet with faults are `unread`. Entries of
    other themes are left out.
    """
    old, new = _by_theme(before), _by_theme(after)
    found = _Found()
    for theme in themes:
        status = Status.RECEIVED
        if coverage is not None:
            receipt = coverage.of(theme.key)
            status = Status.RECEIVED if receipt is None else receipt.status
        if status not in (Status.MISSING, Status.EXEMPT):
            found.compare(theme, old[theme.key], new[theme.key], roster, faulty=status is Status.FAULTY)
    return Differences(found.changes, found.unchanged, found.handed_over, found.entered, found.left, found.unread)


def _by_theme(entries: Iterable[Entry[Any]]) -> defaultdict[str, list[Entry[Any]]]:
    found: defaultdict[str, list[Entry[Any]]] = defaultdict(list)
    for entry in each_of("differences: entries", entries, Entry):
        found[entry.theme].append(entry)
    return found


class _Found:
    """What was found so far."""

    def __init__(self) -> None:
        self.changes: list[CellChange] = []
        self.unchanged: list[Listed] = []
        self.handed_over: list[Listed] = []
        self.entered: list[Listed] = []
        self.left: list[Listed] = []
        self.unread: list[Listed] = []

    def compare(
        self, theme: Theme[Any], old: list[Entry[Any]], new: list[Entry[Any]], roster: Roster | None, *, faulty: bool
    ) -> None:
        """One theme."""
        name_of: Callable[[Unit], Unit] = (lambda unit: unit) if roster is None else roster.same
        matched = _Matched(theme, old, new, name_of)
        for at, entry in enumerate(new):
            item = Listed.of(theme, entry)
            if at not in matched.pairs:
                self.entered.append(item)
                continue
            if at in matched.moved:
                self.handed_over.append(item)
            changed = list(_changes(theme, old[matched.pairs[at]], item, name_of))
            self.changes += changed
            if not changed:
                self.unchanged.append(item)
        gone = [Listed.of(theme, old[at], roster) for at in matched.rest]
        for item in gone:  # of who is exempt nothing is missing in a sheet with faults either
            (self.unread if faulty and not item.exempt else self.left).append(item)


class _Matched:
    """Which later entry is which earlier one, by their places: of several that are one item the equal one, else the first.

    `rest` are the earlier ones that were not found again, `moved` the later ones of the same matter under another lead.
    """

    def __init__(
        self,
        theme: Theme[Any],
        old: Sequence[Entry[Any]],
        new: Sequence[Entry[Any]],
        name_of: Callable[[Unit], Unit],
    ) -> None:
        self.pairs: dict[int, int] = {}
        self.rest = dict.fromkeys(range(len(old)))
        self.moved: set[int] = set()
        item_of = theme.items(name_of)
        items, later = ([item_of(entry.record) for entry in entries] for entries in (old, new))
        texts, now = ([_texts(theme, entry) for entry in entries] for entries in (old, new))
        self._pair([*zip(items, texts, strict=True)], [*zip(later, now, strict=True)])
        self._pair(items, later)
        if theme.subject and not theme.identity:
            matters, matters_now = [item[0] for item in items], [item[0] for item in later]
            alone = Counter(matters[at] for at in self.rest)
            alone_now = Counter(matter for at, matter in enumerate(matters_now) if at not in self.pairs)
            once = {matter for matter, count in alone_now.items() if count == 1 and alone[matter] == 1}
            before = {*self.pairs}
            self._pair(matters, [matter if matter in once else None for matter in matters_now])
            self.moved = {*self.pairs} - before

    def _pair(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Pair what is left on both sides and has the same key, in order."""
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for at in self.rest:
            waiting[old[at]].append(at)
        for at, key in enumerate(new):
            if at not in self.pairs and waiting.get(key):
                self.pairs[at] = waiting[key].popleft()
                del self.rest[self.pairs[at]]


def _texts(theme: Theme[Any], entry: Entry[Any]) -> tuple[str, ...]:
    return tuple(theme.form.show(entry.record, name) for name in theme.form.fields)


def _changes(
    theme: Theme[Any], earlier: Entry[Any], item: Listed, name_of: Callable[[Unit], Unit]
) -> Iterator[CellChange]:
    form, entry = theme.form, item.entry
    cells: list[tuple[Column | HeadingLine, tuple[str | None, ...]]] = [
        *((line, (line.name,)) for line in form.heading),
        *((column, column.fields) for column in form.columns),
    ]
    for cell, names in cells:
        prefill = theme.prefill(cell)
        for name in filter(None, names if prefill is not Prefill.ANEW else ()):
            was, now = getattr(earlier.record, name), getattr(entry.record, name)
            if renamed(was, name_of) != renamed(now, name_of):
                before, after = form.show(earlier.record, name), form.show(entry.record, name)
                at = entry.origin.cell(name) if entry.origin else None
                locked = prefill is Prefill.LOCKED and before != ""
                yield CellChange(item, name, form.label_of(name), before, after, at, locked)
