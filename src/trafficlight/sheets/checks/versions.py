"""两个版本: one matter in two files or sheets, of which only one can be meant (§4.25)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, Final

from trafficlight.messages import Words
from trafficlight.model._vocabulary import fold
from trafficlight.rules._entries import Entry
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds

_DATES: Final = ("日期", "时限", "时间")


def duplicate_items(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """重复报送的事项: the same item (matter and lead unit, or code) in a second file or sheet; the first one is not doubted."""
    first: dict[Hashable, tuple[CheckedTable, Entry[Any]]] = {}
    for table in _several(tables):
        name = _naming(table)
        for entry in table.entries if name else ():
            have, other = first.setdefault(_item(table.theme, entry), (table, entry))
            if not _is_same_sheet(have, table):
                place, hidden = _place(other), have.hidden or table.hidden
                yield table.at(
                    entry,
                    name,
                    Words(
                        f"只报一次的事项（{place}已报同一事项{'，其中一张工作表是隐藏的' if hidden else ''}），请只留一份",
                        f"an item that is handed in once ({place} has it already{', one of the sheets being hidden' if hidden else ''}): "
                        "leave one of the two",
                    ),
                )


def same_matter(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """同一事项、不同牵头单位: the matter stands in another file under another lead unit; two offices may share its words."""
    first: dict[Hashable, list[tuple[CheckedTable, Entry[Any]]]] = {}
    for table in _several(tables):
        theme = table.theme
        if not (theme.subject and table.has(theme.subject)) or theme.identity:
            continue
        for entry in table.entries:
            matter = fold(theme.matter(entry.record))
            seen = first.setdefault((theme.key, matter, _heading(theme, entry)), [])
            other = next((have for at, have in seen if at.file != table.file), None)
            if other is not None and _item(theme, other) != _item(theme, entry):
                place, lead = _place(other), _lead(theme, other)
                yield table.at(
                    entry,
                    theme.subject,
                    Words(
                        f"与“{lead}”所报不同的事项（{place}的事项相同，牵头单位不同），请核对是否同一事项",
                        f"another matter than that of {lead} ({place} has the same under another lead unit): one item or two?",
                    ),
                )
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
    """被替换的行: the `id` of each entry of which a later file or sheet has a version; what is shown is later than what is hidden."""
    latest: dict[Hashable, CheckedTable] = {}
    ordered = sorted(_several(tables), key=lambda table: not table.hidden)
    for table in ordered:
        for entry in table.entries:
            latest[_item(table.theme, entry)] = table
    return {
        id(entry)
        for table in ordered
        for entry in table.entries
        if (_naming(table) or table.theme.absence is not None)
        and not _is_same_sheet(latest[_item(table.theme, entry)], table)
    }


def _naming(table: CheckedTable) -> str:
    """The column that names an item; none in a theme of one row a unit."""
    theme = table.theme
    return next((name for name in (theme.subject, *theme.identity) if name and table.has(name)), "")


def _item(theme: AnyTheme, entry: Entry[Any]) -> Hashable:
    """By what an item is known; where the words above a table say whose it is (包保领导), these too."""
    return theme.key, theme.item(entry.record), _heading(theme, entry)


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
