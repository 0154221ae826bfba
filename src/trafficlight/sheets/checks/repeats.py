"""重复: one matter, row, unit or number that stands twice, in one table or in two files or sheets (§4.25)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final

from attrs import define, field, fields

from trafficlight.messages import Words
from trafficlight.model._forms import Says
from trafficlight.model._kinds import OneUnit
from trafficlight.model._vocabulary import fold
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import SERIAL, CheckedTable, Grounds, field_of

_DATES: Final = ("日期", "时限", "时间")
_APART: Final = "\0"
"""No cell holds it, and folding leaves it."""
_SIGNS: Final = re.compile(r"[\s\"'“”‘’「」『』《》〈〉()\[\]【】〔〕.,。，;；:：、!！?？·…\-‐‑‒–—―─~～]+")
"""What two versions of a matter may differ in; between digits it is part of a number."""
_DASHES: Final = re.compile("[-‐‑‒–—―─~～]+")
_NUMBERED: Final = re.compile(r"\0\(?\d{1,3}[.、)](?![\d一二三四五六七八九十])")


def duplicate_items(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复报送的事项: the same item (matter and unit, or code) in a second file or sheet; the first one is not doubted."""
    first: dict[Hashable, tuple[CheckedTable, Entry[Any]]] = {}
    for table in _several(tables):
        name = _naming(table)
        for entry in table.entries if name else ():
            found = [first.setdefault(key, (table, entry)) for key in _keys(table.theme, entry)]
            have, other = next((pair for pair in found if not _is_same_sheet(pair[0], table)), found[0])
            if not _is_same_sheet(have, table):
                place, hidden = _place(other), have.hidden or table.hidden
                expected = Words(
                    f"只报一次的事项（{place}已报同一事项{'，其中一张工作表是隐藏的' if hidden else ''}），请只留一份",
                    f"an item that is handed in once ({place} has it already{', one of the sheets being hidden' if hidden else ''}): "
                    "leave one of the two",
                )
                yield table.at(entry, name, expected)


def item_twice(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """同一事项两行：the same item (matter and unit, or code) in two rows of a sheet that tell it differently: which one counts?

    Rows with another 任务目标 or 完成时限 are tasks of one matter, not two versions (a blank one is no other), and
    `duplicate_rows` tells of equal rows; but what a code names is one item, and so is what earlier periods are asked about.
    """
    for table in tables:
        theme, name, is_one = table.theme, _naming(table), _is_one_row(table.theme)
        seen: defaultdict[Hashable, _Tasks] = defaultdict(_Tasks)
        for entry in _named_alike(table, name) if name else ():
            task = _task(theme, entry.record)
            above = [seen[key].before(task, entry) for key in _keys(theme, entry)]
            other = next((one for one in above if one is not entry), entry)
            if other is not entry and (is_one or _key(other.record) != _key(entry.record)):
                expected = Words(
                    f"只写一行的事项（{_place(other)}已有同一事项{'' if is_one else '，内容不同'}），请只留一行",
                    f"an item of one row ({_place(other)} has it too{'' if is_one else ', and tells it differently'}): "
                    "leave one of the two",
                )
                yield table.at(entry, name, expected)


def is_one_task(theme: AnyTheme, one: Any, other: Any) -> bool:
    """Whether two rows of a table are not told apart: the same item, and nothing else to be done, or until another day."""
    same = not _known_by(theme, one).keys().isdisjoint(_known_by(theme, other))
    return same and _agree(_task(theme, one), _task(theme, other))


def _task(theme: AnyTheme, record: Any) -> tuple[str, ...]:
    """What is to be done until when, where the form says."""
    form = theme.form
    says = () if _is_one_row(theme) else (Says.TARGET, Says.DEADLINE)
    return tuple(fold(form.show(record, name)) for name in map(form.field_saying, says) if name)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(a == b or not (a and b) for a, b in zip(one, other, strict=True))


@define
class _Tasks:
    """The tasks of one matter so far, each with its first row; beside them those that leave a part blank."""

    known: dict[tuple[str, ...], Entry[Any]] = field(factory=dict)
    unclear: dict[tuple[str, ...], Entry[Any]] = field(factory=dict)

    def before(self, task: tuple[str, ...], entry: Entry[Any]) -> Entry[Any]:
        """The row above that may be of the same task, or the row itself."""
        found = self.known.get(task)
        if found is None:
            among = self.unclear if all(task) else self.known
            found = next((other for said, other in among.items() if _agree(said, task)), entry)
            self.known[task] = entry
            if not all(task):
                self.unclear[task] = entry
        return found


def _is_one_row(theme: AnyTheme) -> bool:
    """Whether an item has one row whatever it says: a code names it, or next period's past could not tell two apart."""
    return bool(theme.identity) or theme.looks_back


def _named_alike(table: CheckedTable, name: str) -> list[Entry[Any]]:
    """The rows in which the field holds what another row's holds, as words are compared; all texts are folded together, which is faster."""
    held = list(map(attrgetter(f"record.{name}"), table.entries))
    shown = [value if isinstance(value, str) else table.theme.form.kind_of(name).show(value) for value in held]
    folded = fold(_APART.join(shown))
    names = [plain or name for plain, name in zip(_plain(folded).split(_APART), folded.split(_APART), strict=True)]
    if len(set(names)) == len(names) or len(names) != len(shown):
        return []
    times = Counter(names)
    return [entry for entry, text in zip(table.entries, names, strict=True) if text and times[text] > 1]


def _plain(folded: str) -> str:
    """A matter as two versions of a table have it in common: without the number before it, quotation marks and stops."""
    return _SIGNS.sub(_left_between_digits, _NUMBERED.sub(_APART, f"{_APART}{folded}")[1:])


def _left_between_digits(sign: re.Match[str]) -> str:
    text, start, end = sign.string, sign.start(), sign.end()
    return _DASHES.sub("-", sign[0]) if text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else ""


def same_matter(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """同一事项、不同牵头单位: the matter stands in another file under another lead unit; two offices may share its words."""
    first: dict[Hashable, list[tuple[CheckedTable, Entry[Any]]]] = {}
    for table in _several(tables):
        theme = table.theme
        if not (theme.subject and table.has(theme.subject)) or theme.identity:
            continue
        for entry in table.entries:
            matter = _plain(fold(theme.matter(entry.record)))
            seen = first.setdefault((theme.key, matter, _heading(theme, entry)), [])
            other = next((have for at, have in seen if at.file != table.file), None)
            if other is not None and set(_keys(theme, other)).isdisjoint(_keys(theme, entry)):
                place, lead = _place(other), _lead(theme, other)
                expected = Words(
                    f"与“{lead}”所报不同的事项（{place}的事项相同，牵头单位不同），请核对是否同一事项",
                    f"another matter than that of {lead} ({place} has the same under another lead unit): one item or two?",
                )
                yield table.at(entry, theme.subject, expected)
            if not any(at is table for at, _ in seen):
                seen.append((table, entry))


def _several(tables: Iterable[CheckedTable]) -> list[CheckedTable]:
    """The tables of those themes that came in more than one file or sheet: in one there are no two versions."""
    tables = list(tables)
    places: dict[str, set[tuple[str, str]]] = {}
    for table in tables:
        places.setdefault(table.theme.key, set()).add((table.file, table.sheet))
    return [table for table in tables if len(places[table.theme.key]) > 1]


def superseded(tables: Iterable[CheckedTable]) -> set[int]:
    """被替换的行: the `id` of each entry of which a later file or sheet has a version; what is shown is later than what is hidden.

    A version is the same item, of whatever units, or has every unit that the entry marks: no unit loses its light to a row
    that does not name it.
    """
    items: dict[Hashable, CheckedTable] = {}
    parts: dict[Hashable, CheckedTable] = {}
    ordered = sorted(_several(tables), key=lambda table: not table.hidden)
    for table in ordered:
        for entry in table.entries:
            keys = _keys(table.theme, entry)
            items.update(dict.fromkeys((keys[0], keys[-1]), table))
            parts.update(dict.fromkeys(keys, table))

    def is_replaced(keys: Sequence[Hashable], table: CheckedTable) -> bool:
        return any(not _is_same_sheet(items[key], table) for key in (keys[0], keys[-1])) or not any(
            _is_same_sheet(parts[key], table) for key in keys[:-1] or keys
        )

    return {
        id(entry)
        for table in ordered
        for entry in table.entries
        if (_naming(table) or _has_one_row_a_unit(table.theme)) and is_replaced(_keys(table.theme, entry), table)
    }


def _naming(table: CheckedTable) -> str:
    """The column that names an item; none in a theme of one row a unit."""
    theme = table.theme
    return next((name for name in (theme.subject, *theme.identity) if name and table.has(name)), "")


def _keys(theme: AnyTheme, entry: Entry[Any]) -> list[Hashable]:
    """By what an item is known, in the order of `_known_by`; where words above a table say whose it is (包保领导), these too."""
    heading = _heading(theme, entry)
    return [(theme.key, known, heading) for known in _known_by(theme, entry.record)]


def _known_by(theme: AnyTheme, record: Any) -> dict[Hashable, None]:
    """By what a record is known: two are one item where any of these is the same.

    It is what the theme says (§4.35); for a matter also each unit that it marks, and all units that answer for it: “甲、乙”
    and “乙、甲” are one item, and a unit that shares in the same matter under another lead is not to be marked twice. The
    theme's comes first, all units last. Two versions of a matter may differ in stops, quotation marks and the number before it.
    """
    item = theme.item(record)
    if theme.identity or not theme.subject:
        return {item: None}
    matter = _plain(item[0]) or item[0]
    item = (matter, *item[1:])
    marked = ((matter, fold(unit.name)) for unit in theme.credited(record))
    return dict.fromkeys((item, *marked, (matter, frozenset(theme.credits(record)))))


def _heading(theme: AnyTheme, entry: Entry[Any]) -> tuple[str, ...]:
    return tuple(
        fold(str(getattr(entry.record, line.name)))
        for line in theme.form.heading
        if not fold(line.label).endswith(_DATES)
    )


def _lead(theme: AnyTheme, entry: Entry[Any]) -> str:
    return next((unit.name for unit in theme.credits(entry.record)), "")


def _is_same_sheet(one: CheckedTable, other: CheckedTable) -> bool:
    return (one.file, one.sheet) == (other.file, other.sheet)


def _place(entry: Entry[Any]) -> str:
    return str(entry.origin) if entry.origin else ""


def _by_theme(tables: Iterable[CheckedTable]) -> Iterator[list[CheckedTable]]:
    groups: defaultdict[str, list[CheckedTable]] = defaultdict(list)
    for table in tables:
        groups[table.theme.key].append(table)
    yield from groups.values()


def duplicate_rows(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复的行: a record that another row of the theme holds too, its number apart; the first one is not doubted.

    Of themes whose items have a name, rows of one sheet: `duplicate_items` tells of other files and sheets, and `item_twice`
    of all rows of what has one row.
    """
    for group in _by_theme(tables):
        if _naming(group[0]) and _is_one_row(group[0].theme):
            continue
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
                    place = _place(other)
                    yield table.at(
                        entry,
                        name,
                        Words(
                            f"与其他行不同的内容（与{place}重复），请只留一行",
                            f"a row unlike any other (it repeats {place}): leave one of the two",
                        ),
                    )


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


def _sheet(entry: Entry[Any]) -> tuple[str, str]:
    return (entry.origin.file, entry.origin.sheet) if entry.origin else ("", "")


def duplicate_units(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复的单位: a unit with a second row in a theme where each unit has one: its lack speaks (§3.4), or an item is a unit (§4.35)."""
    for group in _by_theme(tables):
        theme, name = group[0].theme, field_of(group[0], OneUnit)
        if name is None or not _has_one_row_a_unit(theme):
            continue
        first: dict[Hashable, Entry[Any]] = {}
        for table in group:
            for entry in table.entries:
                heading = () if theme.absence else _heading(theme, entry)
                have = first.setdefault((getattr(entry.record, name), heading), entry)
                if have is not entry:
                    expected = Words(
                        f"每个单位一行（{_place(have)}已有该单位），请只留一行",
                        f"one row a unit ({_place(have)} has it already): leave one of the two",
                    )
                    yield table.at(entry, name, expected)


def _has_one_row_a_unit(theme: AnyTheme) -> bool:
    return theme.absence is not None or theme.of_unit


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
