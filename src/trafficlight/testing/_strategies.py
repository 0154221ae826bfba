"""策略: Hypothesis strategies for the values of the model, from what an office types to whole agencies."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from trafficlight.errors import UnreadableCell
from trafficlight.model._agency import Agency, AssistanceGroup, GroupMember, TaskForce, TaskForceOffice
from trafficlight.model._boards import Board, Roster, RosterLine
from trafficlight.model._dates import StatedDate
from trafficlight.model._establishment import Exemption, FormerName
from trafficlight.model._kinds import NOTHING, AnyKind, Items
from trafficlight.model._marks import BLUE_YELLOW_RED, Mark, Palette, Tally
from trafficlight.model._periods import Quarter, Week
from trafficlight.model._unit_names import SPEAKS_OF_PARTS
from trafficlight.model._units import JointUnits, Person, Responsibility, Unit
from trafficlight.model._vocabulary import Vocabulary
from trafficlight.model._work_calendar import WorkCalendar
from trafficlight.ranking._orders import Better, Count, Criterion, Order, Points
from trafficlight.rules._verdicts import Clause, Verdict
from trafficlight.sheets.reading.row_shapes import is_ditto
from trafficlight.sheets.reading.withdrawn_words import notes_withdrawn, says_withdrawn

FIRST_HANZI: Final = 0x4E00
LAST_HANZI: Final = 0x9FA5
PUNCTUATION: Final = "，。；：？！、（）《》“”〔〕—…·.,;:()/%+-=@ "
_OFFICE: Final = st.characters(
    min_codepoint=FIRST_HANZI,
    max_codepoint=LAST_HANZI,
    include_characters="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + PUNCTUATION,
)
_HANZI: Final = st.characters(min_codepoint=FIRST_HANZI, max_codepoint=LAST_HANZI)
RECOGNISED: Final = "（已认定）"
"""How an item says that an authority recognised it (§3.13)."""


def texts(*, min_size: int = 0, max_size: int = 20) -> SearchStrategy[str]:
    """一行文字: one line that a cell keeps as it stands, spaces inside included."""
    return (
        st.text(_OFFICE, min_size=min_size, max_size=max_size).map(str.strip).filter(lambda text: len(text) >= min_size)
    )


def paragraphs(*, min_size: int = 0, max_lines: int = 3) -> SearchStrategy[str]:
    """多行文字: one or several lines in one cell; none of them is blank."""
    several = st.lists(texts(min_size=1), min_size=min_size and 1, max_size=max_lines).map("\n".join)
    return several.filter(lambda text: len(text) >= min_size)


def is_plain(text: str) -> bool:
    """Whether a text says something of its own: it neither repeats the cell above nor says that its row was withdrawn."""
    return not any(says(text) for says in (is_ditto, says_withdrawn, notes_withdrawn))


def names(*, min_size: int = 1, max_size: int = 4) -> SearchStrategy[str]:
    """名称: Hanzi alone, which no normalisation changes and no separator cuts; none says 同上 or 已取消."""
    return st.text(_HANZI, min_size=min_size, max_size=max_size).filter(is_plain)


def items(nothing: Collection[str] = NOTHING) -> SearchStrategy[tuple[str, ...]]:
    """事项: the items of one cell, some of them recognised; no word for “none”, and nothing that divides an item (§4.20)."""
    item = st.builds(str.__add__, texts(min_size=1).filter(is_plain), st.sampled_from(["", "", RECOGNISED]))
    return st.lists(item, max_size=4).map(tuple).filter(functools.partial(is_kept, Items(nothing=frozenset(nothing))))


def is_kept(kind: AnyKind, value: Any) -> bool:
    """Whether a value is read back as it was, and not asked about."""
    try:
        return bool(kind.parse(kind.show(value), Roster(())) == value)
    except UnreadableCell:
        return False


UNIT_ENDINGS: Final = ("科", "室", "局", "中心")
NOTICE_BOARDS: Final = ("departments", "counties")
"""The keys of the notice's two boards (N4.2), which its themes name where absence speaks."""


def persons() -> SearchStrategy[Person]:
    """人员: a name, a post, or both."""
    given, post = names(min_size=2, max_size=4), names(min_size=2, max_size=8)
    return st.builds(Person, given, post) | st.builds(Person, given) | st.builds(Person, post=post)


def unit_names() -> SearchStrategy[str]:
    """单位名称: it ends as units' names do, so that no person is called like one."""
    return st.builds(str.__add__, names(max_size=6), st.sampled_from(UNIT_ENDINGS))


def units() -> SearchStrategy[Unit]:
    """单位: a department or a bureau."""
    return unit_names().map(Unit)


@st.composite
def rosters(
    draw: DrawFn,
    keys: tuple[str, ...] = NOTICE_BOARDS,
    *,
    min_units: int = 1,
    max_units: int = 5,
    max_aliases: int = 2,
    dated: bool = False,
) -> Roster:
    """花名册: a board for each key; no two units share a name or an alias.

    Where `dated`, units have codes, and some of them a first or last day, former names and exemptions.
    """
    sizes = [draw(st.integers(min_units, max_units)) for _ in keys]
    total = sum(sizes)
    words = draw(st.lists(unit_names(), unique=True, min_size=total, max_size=total + max_aliases))
    somebody = st.none() | persons()
    lines = iter(
        RosterLine(
            Unit(name),
            draw(somebody),
            draw(somebody),
            tuple(words[total:][number::total]),
            **(draw(_histories(number)) if dated else {}),
        )
        for number, name in enumerate(words[:total])
    )
    return Roster(
        Board(key, draw(names(min_size=2)), [next(lines) for _ in range(size)])
        for key, size in zip(keys, sizes, strict=True)
    )


_DAYS: Final = st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31))


@st.composite
def _histories(draw: DrawFn, number: int) -> dict[str, Any]:
    """A code, and what happens to a unit in time."""
    first, *changes, last = sorted(draw(st.lists(_DAYS, unique=True, min_size=2, max_size=4)))
    return {
        "code": f"U{number}",
        "since": draw(st.none() | st.just(first)),
        "until": draw(st.none() | st.just(last)),
        "former": [FormerName(f"U{number}旧{at}", day) for at, day in enumerate(changes)],
        "exempt": draw(st.lists(st.builds(Exemption, names(min_size=1), st.none() | st.just(first)), max_size=1)),
    }


def boards(*, key: str = "departments", min_units: int = 1, max_units: int = 5) -> SearchStrategy[Board]:
    """榜: one board by itself."""
    return rosters((key,), min_units=min_units, max_units=max_units).map(lambda roster: roster.boards[0])


def responsibilities(roster: Roster, *, max_units: int = 3) -> SearchStrategy[Responsibility]:
    """责任科室责任人: units of a roster, those that take part, and somebody who is called like none of them (§3.15, §4.26)."""
    people = names(min_size=2).filter(
        lambda name: not (name.endswith(UNIT_ENDINGS) or roster.knows(name) or SPEAKS_OF_PARTS.search(name))
    )

    @st.composite
    def some(draw: st.DrawFn) -> Responsibility:
        units = draw(several_units(roster, max_units=max_units + 1))
        leads = draw(st.integers(1, min(len(units), max_units)))
        return Responsibility(units[:leads], draw(st.just("") | people), units[leads:])

    return some()


def several_units(roster: Roster, *, max_units: int = 3) -> SearchStrategy[tuple[Unit, ...]]:
    """责任科室: one or several different units of a roster, the lead first."""
    return st.lists(st.sampled_from(tuple(roster)), unique=True, min_size=1, max_size=max_units).map(tuple)


def joint_units(roster: Roster, *, max_units: int = 3) -> SearchStrategy[tuple[Unit, ...]]:
    """责任科室: one or several different units of a roster, and some that only take part (§4.26)."""
    parted = several_units(roster, max_units=max_units).flatmap(
        lambda units: st.integers(1, len(units)).map(
            lambda leads: JointUnits(units[:leads], units[leads:]) if units[leads:] else units
        )
    )
    return several_units(roster, max_units=max_units) | parted


def marks() -> SearchStrategy[Mark]:
    """标识: any light."""
    return st.builds(
        Mark,
        key=st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8),
        label=names(max_size=2),
        colour=st.text("0123456789ABCDEF", min_size=6, max_size=6),
    )


def palettes(*, min_size: int = 1, max_size: int = 6) -> SearchStrategy[Palette]:
    """标识体系: marks that differ by key and by label."""
    unique = (lambda mark: mark.key, lambda mark: mark.label)
    return st.lists(marks(), min_size=min_size, max_size=max_size, unique_by=unique).map(Palette)


def scores() -> SearchStrategy[Decimal]:
    """得分: exact numbers, most of them small, so that ties come up."""
    return st.integers(0, 3).map(Decimal) | st.decimals(-1000, 1000, places=2) | st.decimals(-(10**9), 10**9, places=6)


def tallies(palette: Palette = BLUE_YELLOW_RED, *, max_count: int = 20, scored: bool = True) -> SearchStrategy[Tally]:
    """标识数量: counts of a palette's marks, none at all included, and where `scored` a sum of scores beside some of them.

    Small counts, so that ties come up.
    """
    counts = st.fixed_dictionaries({mark: st.integers(0, 3) | st.integers(0, max_count) for mark in palette})
    return st.builds(Tally, counts, score=st.none() | scores() if scored else st.none())


@st.composite
def orders(draw: DrawFn, palette: Palette = BLUE_YELLOW_RED) -> Order:
    """排序规则: criteria over some or all marks of a palette, each mark in one criterion, alone or with others, and scores."""
    chosen = draw(st.lists(st.sampled_from(palette.marks), min_size=1, unique=True))
    groups = [[chosen[0]]]
    for mark in chosen[1:]:
        if draw(st.booleans()):
            groups.append([mark])
        else:
            groups[-1].append(mark)
    criteria: list[Criterion] = [Count(tuple(group), draw(st.sampled_from(Better))) for group in groups]
    if draw(st.booleans()):
        points = Points(draw(names()), draw(st.sampled_from(Better)))
        criteria.insert(draw(st.integers(0, len(criteria))), points)
    return Order(*criteria)


FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


def dates(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[dt.date]:
    """日期: a date of this century, or of the given years."""
    return st.dates(dt.date(first, 1, 1), dt.date(last, 12, 31))


def stated_dates(*, whole: bool = False) -> SearchStrategy[StatedDate]:
    """所写日期: a date as an office states it; a `whole` one has year, month and day."""
    full = dates().map(StatedDate.of)
    if whole:
        return full
    year, month, day = st.none() | st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12), st.integers(1, 28)
    return (
        full
        | st.builds(StatedDate, year, month, st.none() | day)
        | st.builds(StatedDate, year, month, at_end=st.sampled_from([True]))
    )


def quarters(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[Quarter]:
    """季度."""
    return dates(first=first, last=last).map(Quarter.of)


def weeks(*, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> SearchStrategy[Week]:
    """周: also those that lie over the end of a year."""
    return dates(first=first, last=last).map(Week.of)


@st.composite
def calendars(draw: DrawFn, *, first: int = 2020, last: int = 2026) -> WorkCalendar:
    """工作日历: some years in a row, holidays on working days, make-up days at weekends; no day is both."""
    start = draw(st.integers(first, last))
    end = draw(st.integers(start, last))
    days = draw(st.sets(dates(first=start, last=end), max_size=20))
    holidays = {day for day in days if day.weekday() < 5}
    return WorkCalendar(range(start, end + 1), holidays, days - holidays)


def clauses() -> SearchStrategy[Clause]:
    """条款: in the words of a document or as a reading, the document named or not."""
    ids = st.from_regex(r"[A-Z][0-9](-[0-9]\.[0-9])?", fullmatch=True)
    return st.builds(Clause, ids, texts(min_size=1), st.just("") | texts(min_size=1), st.booleans())


def verdicts(palette: Palette = BLUE_YELLOW_RED) -> SearchStrategy[Verdict]:
    """判定: any marks of a palette, none included, on any grounds, with a score or without."""
    marks = tallies(palette, scored=False)
    return st.builds(Verdict, marks, clauses(), texts(), texts(), score=st.none() | scores())


@st.composite
def vocabularies(draw: DrawFn, *, max_size: int = 5) -> Vocabulary[Any]:
    """规范用语表: different words for different numbers, and aliases that stand for one of them each."""
    wordings = draw(st.lists(names(), unique=True, min_size=1, max_size=2 * max_size))
    count = draw(st.integers(1, min(max_size, len(wordings))))
    words = [(word, value) for value, word in enumerate(wordings[:count])]
    aliases = [(alias, draw(st.integers(0, count - 1))) for alias in wordings[count:]]
    return Vocabulary(draw(names()), words, aliases)


def task_forces() -> SearchStrategy[TaskForce]:
    """督查工作专班: with an office or without."""
    several = st.lists(persons(), max_size=3).map(tuple)
    office = st.builds(TaskForceOffice, persons(), several, st.none() | persons())
    return st.builds(TaskForce, persons(), several, several, st.none() | office)


@st.composite
def _groups(draw: DrawFn, looked_after: tuple[Unit, ...]) -> tuple[AssistanceGroup, ...]:
    """Groups that share the units out, none of them in two."""
    count = draw(st.integers(0, len(looked_after)))
    shares = [looked_after[number::count] for number in range(count)]
    return tuple(
        AssistanceGroup(f"第{number}组", share, draw(persons()), draw(persons()), draw(_members(share)))
        for number, share in enumerate(shares, 1)
    )


def _members(share: tuple[Unit, ...]) -> SearchStrategy[tuple[GroupMember, ...]]:
    covers = st.lists(st.sampled_from(share), unique=True, max_size=2).map(tuple)
    member = st.builds(GroupMember, unit_names(), persons(), names(max_size=3), covers)
    return st.lists(member, max_size=2).map(tuple)


@st.composite
def agencies(draw: DrawFn, roster: Roster | None = None) -> Agency:
    """机构: facts that fit together, over a given roster or a drawn one; the last board's units are those looked after."""
    have = draw(rosters()) if roster is None else roster
    return Agency(
        name=draw(names(min_size=2, max_size=8)),
        short_name=draw(names(min_size=2)),
        publisher=draw(unit_names()),
        roster=have,
        system=draw(names(max_size=6)),
        document_prefix=draw(texts(max_size=6)),
        own_sources=draw(st.lists(names(max_size=3), min_size=1, max_size=2, unique=True).map(tuple)),
        above_sources=draw(st.lists(names(max_size=3), max_size=2, unique=True).map(tuple)),
        task_force=draw(st.none() | task_forces()),
        groups=draw(_groups(have.boards[-1].units)),
        assumed=draw(st.lists(texts(min_size=1), max_size=2).map(tuple)),
        signers=draw(st.lists(persons(), max_size=2).map(tuple)),
    )
