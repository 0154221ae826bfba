"""定位: where the tables of a sheet are and whose, told by the header words of all themes at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from trafficlight.errors import AmbiguousTheme, Fault, HeaderFault, UnreadableCell
from trafficlight.messages import Words, english
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Column
from trafficlight.model._kinds import CellValue, ResponsibleUnits, text_of
from trafficlight.model._vocabulary import fold, nearest
from trafficlight.ooxml.archive import LIMITS
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._cell_texts import Question
from trafficlight.sheets.reading.grid import Grid, Row, header_fault
from trafficlight.sheets.reading.hand_in_files import Meter
from trafficlight.sheets.reading.header_words import (
    Catalogue,
    HeaderMatch,
    RowWords,
    bare,
    is_completed_below,
    nearly,
    row_words,
)
from trafficlight.sheets.reading.lines_above import Header, labels, top_of
from trafficlight.sheets.reading.questions import read_as
from trafficlight.sheets.reading.row_shapes import is_numbered_section, is_signature
from trafficlight.sheets.reading.titles import (
    TableAbove,
    named_by_title,
    named_instead,
    own_titles,
    told_by,
    told_theme,
)

_REACH: Final = 3
"""Rows from a row on, itself the first, that may be its header's."""
_NO_HEADER: Final = Words("没有认得的表头", "no known header")
_LONGEST_WORD: Final = 20
_TOLD: Final = 5
_NOBODY: Final = Roster([])
_PERSONS: Final = re.compile("(?:(?:具体|直接|科室|主要|第一)?(?:责任|负责|牵头|承办|主办))?人员?|姓名")
"""How a column is called that has the persons of 责任科室责任人 to itself."""


@frozen
class Table:
    """表: a theme's table in a sheet, rows and positions from 0.

    `match` says where its columns are. The lines above its header start at `top`; its rows go from below `header` to
    before `end`. `extras` are columns that no form knows, with their header. `again` are the rows in which the header
    stands once more, as on a new page; `remarks` tell which words of it were read as others.
    """

    match: HeaderMatch
    top: int
    header: int
    end: int
    extras: tuple[tuple[int, str], ...]
    again: frozenset[int] = frozenset()
    remarks: tuple[str, ...] = ()
    persons: int | None = None
    """Where a column of its own names the persons of 责任科室责任人."""

    @property
    def theme(self) -> AnyTheme:
        """Whose table it is."""
        return self.match.theme


@frozen
class Located:
    """定位结果: the tables of a sheet from top to bottom, faults of headers, and why there is none at all."""

    tables: tuple[Table, ...]
    faults: tuple[Fault, ...]
    reason: str = ""
    above: TableAbove | None = None
    """Its last table, to a further one in the same text."""
    unread: tuple[AnyTheme, ...] = ()
    """Whose tables the faults are of, where a title or the name of sheet or file tells: these came, and are not missing."""


def locate(grid: Grid, catalogue: Catalogue, meter: Meter | None = None, above: TableAbove | None = None) -> Located:
    """Find every table of a sheet; what is wrong with a header is a fault, a sheet without any has a reason.

    `above` is the table before it in the same text, as in a Word file. Raises `FileFault` when it takes too long.
    """
    meter = meter or Meter(grid.file, LIMITS)
    headers, reason, likeness = _headers(grid, catalogue, meter)
    faults: list[Fault] = []
    unread: list[AnyTheme] = []
    tables: list[Table] = []
    comments = _comments(grid)
    headers = _without_repeats(grid, headers)
    tops = [top_of(grid, header, before) for before, header in zip([None, *headers], headers, strict=False)]
    for header, top, end in zip(headers, tops, [*tops[1:], len(grid)], strict=False):
        meter.check()
        try:
            if header.fault is not None:
                raise header.fault
            titles, themes = tuple(own_titles(grid, top, header.first)), [match.theme for match in header.contenders]
            names = [text for text in titles if not fold(text).startswith(labels(header))]  # “责任科室：三争” is a fact
            _check_title(grid, header, themes, named_instead(grid, themes, names, above, catalogue.themes))
            theme = told_theme(grid, themes, titles, above, header.row)
            match = next(match for match in header.contenders if match.theme is theme)
            above = TableAbove(theme, titles)
            extras = _extras(grid, header, end, match)
            persons = next((at for at, typed in extras if _names_persons(grid, header, match, at, typed)), None)
            extras = tuple(each for each in extras if each[0] != persons)
            _check_slips(grid, header, end, match, extras)
        except (HeaderFault, AmbiguousTheme) as fault:
            faults.append(fault)
            unread += named_by_title(grid, top, header.first, catalogue.themes)
        else:
            remarks = (*_remarks(grid, header, match, comments), *_together(grid, header, persons))
            tables.append(Table(match, top, header.row, end, extras, header.again, remarks, persons))
    if not headers and likeness is not None:
        row, alike = likeness
        faults.append(alike)
        unread += named_by_title(grid, 0, row, catalogue.themes)
    return Located(tuple(tables), tuple(faults), "" if headers or faults else reason, above, tuple(unread))


def _headers(
    grid: Grid, catalogue: Catalogue, meter: Meter
) -> tuple[list[Header], str, tuple[int, HeaderFault] | None]:
    headers: list[Header] = []
    reason: str = _NO_HEADER
    likeness: tuple[int, HeaderFault] | None = None
    known: dict[Any, Header] = {}
    for row in catalogue.candidates(grid):
        last = headers[-1].row if headers else -1
        if row <= last:
            continue
        meter.check()
        header, near, like = _known_header(grid, row, last, catalogue, known)
        likeness = likeness or (None if like is None else (row, like))
        if header is None:
            reason = near or reason
        elif headers and _continues(grid, headers[-1].row, row):
            headers[-1] = evolve(header, first=headers[-1].first)
        else:
            headers.append(header)
    return headers, reason, likeness


def _without_repeats(grid: Grid, headers: list[Header]) -> list[Header]:
    """The headers that open a table; one that merely repeats the words of the table above, as on a new page, does not."""
    opening: list[Header] = []
    again: list[set[int]] = []
    for header in headers:
        above = opening[-1] if opening else None
        if above is not None and header.repeats(above):
            titles = own_titles(grid, top_of(grid, header, above), header.first)
            if all(_is_between(text, header) for text in titles):
                again[-1].update(range(header.first, header.row + 1))
                continue
        opening.append(header)
        again.append(set())
    return [
        evolve(header, again=frozenset(rows)) if rows else header for header, rows in zip(opening, again, strict=True)
    ]


def _is_between(text: str, header: Header) -> bool:
    """Whether a line above a header that stands once more is who filled in the page before, or the title of a section.

    It is neither where it is a fact above the table of another group, or names a theme.
    """
    if fold(text).startswith(labels(header)):
        return False
    is_section = is_numbered_section(text) and not told_by(text, [match.theme for match in header.contenders])
    return is_section or is_signature(text)


def _continues(grid: Grid, above: int, row: int) -> bool:
    """Whether a header of two rows goes on: cells of the row above reach down by a merge."""
    if row != above + 1:
        return False
    covers = (grid.cover(row, column) for column in range(len(grid.seen(row))))
    return any(cover is not None and cover.top <= above for cover in covers)


def _known_header(
    grid: Grid, row: int, last: int, catalogue: Catalogue, known: dict[Any, Header]
) -> tuple[Header | None, str, HeaderFault | None]:
    """The same as `_header`, found once for a header that stands again among the same rows, as on thousands of pages."""
    around = range(max(row - 1, 0), min(row + _REACH, len(grid)))
    key = (row - 1 <= last, row == around[0], *map(grid.seen, around))
    is_plain = all(grid.seen(at) is grid.original(at) for at in around)
    if is_plain and (same := known.get(key)) is not None:
        return evolve(same, first=same.first + row, row=same.row + row), "", None
    found = _header(grid, row, last, catalogue)
    if is_plain and found[0] is not None and found[0].fault is None:
        known[key] = evolve(found[0], first=found[0].first - row, row=found[0].row - row)
    return found


def _header(grid: Grid, row: int, last: int, catalogue: Catalogue) -> tuple[Header | None, str, HeaderFault | None]:
    """The header of which a row is part, a near miss in words, and the fault of a row that resembles a header."""
    best: Header | None = None
    most = 0
    spans = [(row, row), (row + 1, row + 1), (row, row + 1), (row - 1, row), (row, row + 2)]
    if is_completed_below(grid, row, catalogue):
        spans.insert(0, (row, row + 1))
    for first, end in spans:
        if first <= last or end >= len(grid):
            continue
        header, found = _complete(grid, first, end, catalogue)
        if found > most:
            best, most = header, found
    if best is not None and best.row == row + 2:
        # an entry above may hold header words: the rows below it are the header where they say as much without it
        tails = (_complete(grid, first, row + 2, catalogue) for first in (row + 2, row + 1))
        best = next((header for header, found in tails if found == most), best)
    if best is not None:
        goes_on = best.first == row + 1 and _continues(grid, row, row + 1)
        return evolve(best, first=row) if goes_on else best, "", None
    matches = list(catalogue.matches(row_words(grid, row, row, catalogue).own))
    near = max(matches, key=lambda match: (match.has_most, match.found / len(match.positions)))
    if near.has_most:
        return Header(row, row, (), _lacking(grid, row, near, catalogue)), "", None
    if near.found < 2:
        return None, "", None
    title, place = fold(near.theme.form.title), grid.places.row(row)
    reason = Words(
        f"没有认得的表头；{place}最接近“{title}”，缺少：{'、'.join(near.missing)}",
        f"no known header; {place.en} comes nearest to “{title}”, but lacks: {', '.join(near.missing)}",
    )
    alike = next((match for match in matches if match.has_half), None)
    return None, reason, None if alike is None else _lacking(grid, row, alike, catalogue)


def _complete(grid: Grid, first: int, end: int, catalogue: Catalogue) -> tuple[Header | None, int]:
    """The header that some rows make together, and how many columns of its themes are there; none where any lacks."""
    words = row_words(grid, first, end, catalogue)
    complete = [match for match in catalogue.matches(words.own, words.above) if not match.missing]
    found = max((match.found for match in complete), default=0)
    contenders = tuple(match for match in complete if match.found == found)
    return (Header(first, end, contenders, _twice(grid, end, contenders, words)) if contenders else None), found


def _twice(grid: Grid, row: int, contenders: tuple[HeaderMatch, ...], words: RowWords) -> HeaderFault | None:
    """A word twice in the header, or two words for one column, make two columns of one: which counts is not ours to guess."""
    own = {name for match in contenders for column in match.theme.form.columns for name in column.names}
    double = [(word, column) for word, column in words.twice if word in own]
    for match in contenders:
        for each in match.theme.form.columns:
            typed = [name for name in each.names if name in words.own]
            if typed and typed[0] != each.names[0]:
                double += [(name, words.own[name]) for name in typed[1:]]
    if not double:
        return None
    named = "、".join(f"“{word}”（{grid.places.cell(row, column)}）" for word, column in double)
    in_english = ", ".join(f"“{word}” ({english(grid.places.cell(row, column))})" for word, column in double)
    column, place = double[0][1], grid.places.row(row)
    message = Words(f"{place}的表头重复：{named}", f"the header in {place.en} has a word twice: {in_english}")
    return header_fault(grid, row, message, Words("每栏一次的表头", "a header with each column once"), column)


def _lacking(grid: Grid, row: int, match: HeaderMatch, catalogue: Catalogue) -> HeaderFault:
    strangers = [text_of(cell) for cell in grid.original(row) if cell is not None and not catalogue.word(cell)]
    near = [(stranger, word) for stranger in strangers if (word := nearest(stranger, match.missing)) is not None]
    hints = [f"“{stranger}”是否“{word}”？" for stranger, word in near]
    in_english = [f"is “{stranger}” meant as “{word}”?" for stranger, word in near]
    others = [text for text in strangers if len(text) <= _LONGEST_WORD and text not in dict(near)][:_TOLD]
    if others:
        # whoever calls the column so sees at once which word is not known
        hints.append(f"不认得“{'”“'.join(others)}”")
        in_english.append(f"not known: “{'”, “'.join(others)}”")
    title, place = fold(match.theme.form.title), grid.places.row(row)
    message = Words(
        f"{place}的表头缺少：{'、'.join(match.missing)}" + (f"（{''.join(hints)}）" if hints else ""),
        f"the header in {place.en} lacks: {', '.join(match.missing)}"
        + (f" ({'; '.join(in_english)})" if hints else ""),
    )
    return header_fault(grid, row, message, Words(f"“{title}”的全部表头", f"every header word of “{title}”"))


def _extras(grid: Grid, header: Header, end: int, match: HeaderMatch) -> tuple[tuple[int, str], ...]:
    known = frozenset(match.positions)
    width = max(map(len, grid.seen_rows[header.row : end]), default=0)
    return tuple((column, _typed(grid, header, column)) for column in range(width) if column not in known)


def _names_persons(grid: Grid, header: Header, match: HeaderMatch, at: int, typed: str) -> bool:
    """Whether a column that no form knows names the persons of 责任科室责任人: 责任科室 | 责任人, also below a common word."""
    own = next((position for column, position in match.placed if isinstance(column.kind, ResponsibleUnits)), None)
    if own is None:
        return False
    cover = grid.cover(header.row, at)
    if cover is not None and at == own + 1 and cover.left == own:
        return True
    return _PERSONS.fullmatch(bare(typed)) is not None and not _typed(grid, header, own).endswith("人")


def _together(grid: Grid, header: Header, persons: int | None) -> Iterator[str]:
    if persons is not None:
        cell, typed = grid.places.cell(header.row, persons), _typed(grid, header, persons)
        yield Words(
            f"{cell}“{typed}”一栏与责任科室合为一栏读",
            f"column {english(cell)} “{typed}” is read as the persons beside the units",
        )


def _typed(grid: Grid, header: Header, column: int) -> str:
    """What stands in a column of the header, all its rows together, folded."""
    rows = [grid.original(row) for row in range(header.first, header.row + 1)]
    texts = [text_of(cells[column]) for cells in rows if column < len(cells) and cells[column] is not None]
    seen = grid.seen(header.row)
    return fold("".join(texts)) or (fold(text_of(seen[column])) if column < len(seen) else "")


def _check_title(
    grid: Grid, header: Header, themes: Sequence[AnyTheme], other: tuple[str, Sequence[AnyTheme]] | None
) -> None:
    """A title of one theme above the header of another: raises `HeaderFault`, for which of them is meant is not ours to guess."""
    if other is None:
        return
    text, place = fold(other[0]), grid.places.row(header.row)
    own, named = ("、".join(theme.title for theme in some) for some in (themes, other[1]))
    message = Words(
        f"{place}的表头是“{own}”的，标题（或工作表、文件的名称）“{text}”却写的是“{named}”",
        f"the header in {place.en} is that of “{own}”, but the title, or the name of sheet or file, “{text}” names “{named}”",
    )
    raise header_fault(
        grid, header.row, message, Words("标题与表头一致的表", "a table whose title and header are of one theme")
    )


def _check_slips(grid: Grid, header: Header, end: int, match: HeaderMatch, extras: Sequence[tuple[int, str]]) -> None:
    """A filled column that is nearly one which the table lacks: raises `HeaderFault`, lest what it tells is lost.

    So is one that is nearly a column of the table, and filled in a row where that is blank (keys of JSON rows may differ),
    and one without a header that holds nothing but values of a column that the form collects (认定数, 认定).
    """
    pairs = list(zip(match.theme.form.columns, match.positions, strict=True))
    for at, typed in extras:
        rows = [
            cells for cells in map(grid.seen, range(header.row + 1, end)) if at < len(cells) and cells[at] is not None
        ]
        meant = next(
            (column for column, position in pairs if rows and _slipped(typed, at, rows, column, position)), None
        )
        if meant is None:
            continue
        cell = grid.places.cell(header.row, at)
        what = Words(f"{cell}“{typed}”不是认得的表头", f"{english(cell)} “{typed}” is no known header")
        if not typed:
            what = Words(f"{cell}没有表头，下面却有内容", f"{english(cell)} has no header, but the column is filled")
        message = Words(f"{what}（是否“{meant.label}”？）", f"{what.en} (is “{meant.label}” meant?)")
        expected = Words(f"“{meant.label}”，或删去这一栏", f"“{meant.label}”, or the column taken away")
        raise header_fault(grid, header.row, message, expected, at)


def _slipped(typed: str, at: int, rows: Sequence[Row], column: Column, position: int | None) -> bool:
    """Whether what the rows hold at `at`, below the header `typed`, may be what a column lacks."""
    if position is None:
        return nearly(typed, column) if typed else _holds(column, [cells[at] for cells in rows])
    blank = any(cells[position] is None for cells in rows if position < len(cells))
    return blank and bool(typed) and nearly(typed, column)


def _holds(column: Column, cells: Sequence[CellValue]) -> bool:
    """Whether cells below no header can be a column that the form collects beside the notice's own."""
    if column.published:
        return False
    try:
        return all(column.kind.parse(cell, _NOBODY) is not None for cell in cells)
    except UnreadableCell:
        return False


def _remarks(
    grid: Grid, header: Header, match: HeaderMatch, comments: Mapping[int, Sequence[tuple[int, str]]]
) -> Iterator[str]:
    """Which header words were read as others, which columns lack that may, and what comments on the header say."""
    for column, position in zip(match.theme.form.columns, match.positions, strict=True):
        if position is None:
            if column.published:
                yield Words(f"没有“{column.label}”一栏，按空白读", f"no column “{column.label}”: it is read as blank")
            continue
        typed = _typed(grid, header, position)
        if typed != fold(column.label):
            yield read_as(column, typed, grid.places.cell(header.row, position), match.theme.form)
    for row in range(header.first, header.row + 1):
        for at, expected in comments.get(row, ()):
            cell = grid.places.cell(row, at)
            yield Question(f"表头{cell}应为{expected}", f"the header in {english(cell)}: expected {english(expected)}")


def _comments(grid: Grid) -> dict[int, list[tuple[int, str]]]:
    """The comments of a sheet by their rows: on a header no entry is reached by them."""
    found: dict[int, list[tuple[int, str]]] = {}
    for row, column, doubt in grid.doubts:
        if doubt.is_comment:
            found.setdefault(row, []).append((column, doubt.expected))
    return found
