"""逐行核对: rows that repeat, units of other boards, leaders, and items that are missing or miscounted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from attrs import evolve, fields

from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Says
from trafficlight.model._kinds import Items, OneUnit, ResponsibleUnits, Units
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import fold, nearest
from trafficlight.notice._recognition import NOT_YET, RecognitionRule, recognitions
from trafficlight.rules._entries import Entry
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import SERIAL, CheckedTable, Grounds

_SAME: Final = {"分管负责人": "分管领导"}
"""The notice calls the same person by two words: in the ledger (A2) and in the table of counts (A4-1.1)."""
_POSTS: Final = ("分管领导", "分管负责人", "包保领导")
"""“分管领导一” is a post: whose it is the roster need not say."""
_ITEMS: Final = Words(
    "每行一项的事项；没有的写“无”（空着的按没有计）", "items, one a line, or “无” for none (a blank is read as none)"
)


def leaders(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不符的领导: in a column, who is none of the row's units' own; above a table, who is no such leader at all.

    A column's word must be the one by which a board calls its leaders (分管领导 says nothing of a county's 包保领导), and
    what the roster does not say is not doubted, nor is a blank cell.
    """
    for table in tables:
        leader = table.theme.form.field_saying(Says.LEADER)
        word = fold(table.theme.form.label_of(leader)) if leader else ""
        known = _leaders(grounds.roster, _SAME.get(word, word)) if word else {}
        if not known:
            continue
        if table.has(leader):
            yield from _in_rows(table, leader, known)
        else:
            yield from _above(table, leader, known)


def _leaders(roster: Roster, word: str) -> dict[Unit, list[str]]:
    """Unit → its leaders' names, one on each of the boards that call a leader so."""
    known: dict[Unit, list[str]] = {}
    for board in roster.boards:
        for line in board.lines if fold(board.leader_header) == word else ():
            if line.leader is not None:
                known.setdefault(line.unit, []).append(_called(line.leader))
    return known


def _called(person: Person) -> str:
    return person.name or person.post


def _names(text: str, names: Iterable[str]) -> bool:
    """Whether a cell names one of them, a post beside the name forgiven, or a post alone, which names nobody."""
    folded = fold(text)
    return any(fold(name) in folded for name in names) or any(post in folded for post in _POSTS)


def _in_rows(table: CheckedTable, leader: str, known: dict[Unit, list[str]]) -> Iterator[Finding]:
    judged: dict[tuple[str, tuple[Unit, ...]], list[str]] = {}
    for entry in table.entries:
        text = getattr(entry.record, leader)
        if not isinstance(text, str) or not text:
            continue
        units = tuple(table.theme.credits(entry.record))
        if (text, units) not in judged:
            judged[text, units] = _instead(text, units, known)
        if names := judged[text, units]:
            yield table.at(entry, leader, *_expected(text, names))


def _instead(text: str, units: Sequence[Unit], known: dict[Unit, list[str]]) -> list[str]:
    """Who may lead the units, when the cell names none of them; nobody when the roster does not say it of each unit."""
    names = [name for unit in units for name in known.get(unit, ())]
    unknown = not known.keys() >= {*units}
    return [] if unknown or _names(text, names) else list(dict.fromkeys(names))


def _above(table: CheckedTable, leader: str, known: dict[Unit, list[str]]) -> Iterator[Finding]:
    names = list(dict.fromkeys(name for own in known.values() for name in own))
    for name, fact in table.heading:
        text = str(fact.value or "")
        if name == leader and text and not _names(text, names):
            yield table.beside(fact, fold(fact.label), *_expected(text, names))


def _expected(text: str, names: list[str]) -> tuple[Words, Any]:
    said = "、".join(names)
    one = "one of " if len(names) > 1 else ""
    return Words(f"花名册中的 {said}", f"{one}{', '.join(names)}, as the roster has it"), nearest(text, names)


def _by_theme(tables: Iterable[CheckedTable]) -> Iterator[list[CheckedTable]]:
    groups: defaultdict[str, list[CheckedTable]] = defaultdict(list)
    for table in tables:
        groups[table.theme.key].append(table)
    yield from groups.values()


def duplicate_rows(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复的行: a record that another row of the theme holds too, its number apart; the first one is not doubted.

    Of themes whose items have a name, rows of one sheet: `duplicate_items` tells of other files and sheets.
    """
    for group in _by_theme(tables):
        suspects = [entry for table in group for entry in table.entries]
        for name in _texts(group[0].theme.record):
            suspects = _alike(suspects, attrgetter(f"record.{name}"))
        first: dict[Any, Entry[Any]] = {}
        again = {
            id(entry): have for entry in suspects if (have := first.setdefault(_key(entry.record), entry)) is not entry
        }
        for table in group if again else ():
            name = next((name for name, _, _ in table.columns if name != SERIAL), SERIAL)
            for entry in table.entries:
                other = again.get(id(entry))
                if other is not None and not (table.theme.subject and _sheet(entry) != _sheet(other)):
                    yield table.at(entry, name, _another_than(other))


def _key(record: Any) -> Any:
    """What is equal for equal records, also for those of an agency that cannot be hashed."""
    try:
        hash(record)
    except TypeError:
        return repr(record)
    return record


def _texts(record: type[Any]) -> list[str]:
    """The fields that hold a text; texts are compared fast, so that few records are left to be compared as a whole."""
    return [at.name for at in fields(record) if at.init and at.type in (str, "str")]


def _alike(entries: list[Entry[Any]], get: attrgetter[Any]) -> list[Entry[Any]]:
    """Those entries whose value another one has too."""
    values = list(map(get, entries))
    if len(set(values)) == len(values):
        return []
    times = Counter(values)
    return [entry for entry, value in zip(entries, values, strict=True) if times[value] > 1]


def _place(entry: Entry[Any]) -> str:
    return str(entry.origin) if entry.origin else ""


def _sheet(entry: Entry[Any]) -> tuple[str, str]:
    return (entry.origin.file, entry.origin.sheet) if entry.origin else ("", "")


def _another_than(entry: Entry[Any]) -> Words:
    return Words(f"与其他行不同的内容（与{_place(entry)}重复）", f"a row unlike any other (it repeats {_place(entry)})")


def duplicate_units(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复的单位: a unit with a second row in a theme where each unit has one, since its lack speaks (§3.4)."""
    for group in _by_theme(tables):
        name = _named(group[0], OneUnit)
        if group[0].theme.absence is None or name is None:
            continue
        first: dict[Unit, Entry[Any]] = {}
        for table in group:
            for entry in table.entries:
                have = first.setdefault(getattr(entry.record, name), entry)
                if have is not entry:
                    yield table.at(
                        entry,
                        name,
                        Words(
                            f"每个单位一行（{_place(have)}已有该单位）",
                            f"one row a unit ({_place(have)} has it already)",
                        ),
                    )


def _named(table: CheckedTable, *kinds: type[Any]) -> str | None:
    """The first field whose column is of one of these kinds."""
    form = table.theme.form
    return next(
        (name for name, _, _ in table.columns if name != SERIAL and isinstance(form.kind_of(name), kinds)), None
    )


def duplicate_serials(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复的序号: a number that is typed twice in a table; below a section line numbers may start anew."""
    for table in tables:
        numbers = [entry.serial for entry in table.entries]
        if len(set(numbers)) == len(numbers) or not table.has(SERIAL):
            continue
        breaks, used = list(reversed(table.breaks)), dict[int | None, int]()
        for entry in table.entries:
            row = entry.origin.row if entry.origin else 0
            while breaks and breaks[-1] < row:
                breaks.pop()
                used = {}
            have = used.setdefault(entry.serial, row)
            if have != row and row not in table.unnumbered:
                yield table.at(
                    entry, SERIAL, Words(f"不重复的序号（第{have}行已用）", f"a number of its own (row {have} has it)")
                )


def outside_board(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """榜外单位: a unit that the theme's tables are not for, such as a county bureau in a table of departments."""
    for table in tables:
        boards = grounds.boards_of(table.theme)
        name = _named(table, OneUnit, Units, ResponsibleUnits)
        if name is None or len(boards) == len(grounds.roster.boards):
            continue
        own = {unit for board in boards for unit in board.units}
        titles = [f"“{board.title}”" for board in boards]
        expected = Words(f"{'、'.join(titles)}榜上的单位", f"a unit of the board {', '.join(titles)}")
        for entry in table.entries:
            if not own.issuperset(table.theme.credits(entry.record)):
                yield table.at(entry, name, expected)


def items_missing(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """事项空白: a row that names a unit, with its items left blank; read as none (§3.17), as 无 would be, but nobody said so."""
    for table in tables:
        name = _named(table, Items)
        for entry in table.entries if name is not None and table.silent else ():
            if name is not None and entry.origin is not None and entry.origin.row in table.silent:
                yield table.at(entry, name, _ITEMS)


def recognised_nothing(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """认定无着: 认定数 without an item won, or a planned item that is said to be recognised (§4.21): it would change a light."""
    for table in tables:
        if not isinstance(table.theme.rule, RecognitionRule):
            continue
        planned = _feeding(table, "planned")
        for entry in table.entries:
            record = entry.record
            if record.recognised and not record.won and table.has("recognised"):
                yield table.at(entry, "recognised", Words("与已争取事项相符的数", "a number that fits the items won"))
            for name in planned:
                if any(recognitions(item)[0] for item in getattr(record, name)):
                    yield table.at(entry, name, NOT_YET)


def _feeding(table: CheckedTable, attribute: str) -> list[str]:
    """The fields of the table's items of which a record makes one of its attributes, however they are called."""
    form, probe = table.theme.form, ("?",)
    items = [name for name in form.fields if isinstance(form.kind_of(name), Items) and table.has(name)]
    aliases = {at.name: at.alias for at in fields(table.theme.record)}
    some: Any = next((entry.record for entry in table.entries), None)
    empty: Any = some and evolve(some, **{aliases[name]: () for name in items})
    return [name for name in items if empty and getattr(evolve(empty, **{aliases[name]: probe}), attribute) == probe]


def recognised_counts(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """认定数与事项不符: more recognised than items won, or another number than the items that say （已认定） (§3.13)."""
    for table in tables:
        if not (isinstance(table.theme.rule, RecognitionRule) and table.has("recognised")):
            continue
        for entry in table.entries:
            stated, won = entry.record.recognised, entry.record.won
            if stated is None:
                continue
            marked = sum(recognitions(item)[0] for item in won)
            if not won:
                continue  # `recognised_nothing` tells that
            if stated > len(won):
                yield table.at(
                    entry,
                    "recognised",
                    Words(f"不多于所列 {len(won)} 项的数", f"no more than the items listed: {len(won)}"),
                )
            elif marked and marked != stated:
                yield table.at(
                    entry,
                    "recognised",
                    Words(
                        f" {marked}，与标注“（已认定）”的项数相符",
                        f"{marked}, as many as items are marked “（已认定）”",
                    ),
                    str(marked),
                )
