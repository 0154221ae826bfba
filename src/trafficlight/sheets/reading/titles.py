"""标题: whose table it is, by the lines above its header, the table above, and the names of sheet and file (§3.17)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from attrs import frozen

from trafficlight.errors import AmbiguousTheme
from trafficlight.model._vocabulary import fold, simpler
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.sheets._cell_texts import is_note
from trafficlight.sheets.reading.grid import Grid
from trafficlight.sheets.reading.row_shapes import is_date, is_numbered_section, is_page_turn

_SIDE: Final = re.compile(r"[(（]([^()（）]+)[)）]\Z")
_MARKS: Final = re.compile(r"[()、,/·\-]")
_BRACKETS: Final = re.compile(r"[（(][^）)]*[）)]")
_LABEL: Final = re.compile(r"(?<!专题)(?<!表名)(?<!标题)(?<!名称)[:：]\s*\Z")
"""What stands beside it is a fact of the table: 责任科室：| 三争."""
_ANY_ORDER: Final = 4
_LONGEST_TITLE: Final = 60
_TITLE_ABOVE: Final = 50
"""Rows above a header in which a title may stand."""


@frozen
class TableAbove:
    """上面的表: whose it is, and the lines above it."""

    theme: AnyTheme
    titles: tuple[str, ...]

    def goes_on(self, title: str, themes: Sequence[AnyTheme]) -> bool:
        """Whether a title that names another theme may be of a section: it is numbered, and the table's own title is not."""
        return is_numbered_section(title) and any(
            self.theme in told_by(own, themes) and not is_numbered_section(own) for own in self.titles
        )


def own_titles(grid: Grid, top: int, header: int) -> Iterator[str]:
    """The texts above a header but for page turns and dates."""
    return (
        text
        for text in _titles(grid, top, header)
        # “截至…，共梳理重点工作x项” counts what stands below, and names no table
        if not is_page_turn(text) and not is_date(text) and not fold(text).startswith("截至")
    )


def _titles(grid: Grid, top: int, header: int) -> Iterator[str]:
    for row in range(max(top, header - _TITLE_ABOVE), header):
        label = ""
        for cell in grid.original(row):
            if isinstance(cell, str):
                if not _LABEL.search(label):
                    yield cell
                label = cell


def title_words(theme: AnyTheme) -> frozenset[str]:
    """The words by which a title tells a theme, folded (§3.17)."""
    words = (theme.form.title, theme.title, *theme.form.title_words)
    return frozenset(word for word in map(fold, words) if word)


def told_by(text: str, themes: Sequence[AnyTheme]) -> list[AnyTheme]:
    """The themes that a text names; a word within a longer one of another theme names none (§3.17)."""
    folded = simpler(fold(text))
    spans = [
        (match.start(), match.end(), theme)
        for theme in themes
        for word in title_words(theme)
        for match in re.finditer(re.escape(word), folded)
    ]
    told = {
        theme.key
        for start, end, theme in spans
        if not any(
            left <= start and end <= right and right - left > end - start and other is not theme
            for left, right, other in spans
        )
    }
    return [theme for theme in themes if theme.key in told]


def is_shared(text: str, themes: Sequence[AnyTheme]) -> bool:
    """Whether a text names several themes by a title that all of them have: 对上争取情况 of the bureau and of the counties."""
    folded = simpler(fold(text))
    return any(word in folded for word in frozenset.intersection(*map(title_words, themes)))


def told_by_side(text: str, themes: Sequence[AnyTheme]) -> list[AnyTheme]:
    """The theme whose title says in brackets, as no other's does, what a text says: 县（市、区）; a side of one character alone."""
    folded = simpler(fold(text))
    said, parts = _MARKS.sub("", folded), _MARKS.split(folded)
    sides = [
        (theme, _MARKS.sub("", simpler(fold(match[1])))) for theme in themes if (match := _SIDE.search(theme.title))
    ]
    named = [theme for theme, side in sides if (len(side) > 1 and side in said) or side in parts]
    if not named:
        for word in sorted({word for theme in themes for word in title_words(theme)}, key=len, reverse=True):
            said = said.replace(_MARKS.sub("", word), "")
        named = [theme for theme, side in sides if said in {side, f"市{side}", f"本{side}", f"{side}机关"}]
    return named if len(named) == 1 else []


def named_themes(name: str, themes: Iterable[AnyTheme]) -> tuple[AnyTheme, ...]:
    """The themes that a name names by their title, what stands in brackets apart; a longer title hides one within it.

    The characters of a title of four and more may stand in any order: 督帮（上对下）.
    """
    folded = fold(name)
    cores = [(fold(_BRACKETS.sub("", theme.title)) or fold(theme.title), theme) for theme in themes]
    found = [
        (core, theme)
        for core, theme in cores
        if core in folded or (len(core) >= _ANY_ORDER and set(core) <= set(folded))
    ]
    whole = [pair for pair in found if pair[0] in folded] or found
    return tuple(theme for core, theme in whole if not any(core != other and core in other for other, _ in whole))


def named_instead(
    grid: Grid,
    themes: Sequence[AnyTheme],
    titles: Sequence[str],
    above: TableAbove | None,
    everyone: Sequence[AnyTheme],
) -> tuple[str, list[AnyTheme]] | None:
    """A title, or else the name of sheet or file, that names themes and none of those whose header this is; with these themes.

    The names speak of a sheet's first table alone. A line as long as a sentence, or a note (说明：…另表填报), is no title.
    """
    names = [] if above is not None else [[grid.sheet], [PurePath(grid.file).stem]]
    titles = [
        text
        for text in titles
        if len(text) <= _LONGEST_TITLE and not is_note(text) and (above is None or text not in above.titles)
    ]
    for texts in (titles, *names):
        if own := [text for text in texts if named_themes(text, themes)]:
            words = frozenset[str]().union(*map(title_words, themes))
            kin = [theme for theme in everyone if not words.isdisjoint(title_words(theme))]
            # 对上争取（局） above the header of the counties
            sides = ((text, side) for text in own if (side := told_by_side(text, kin)) and side[0] not in themes)
            return next(sides, None)
        told = [(text, named) for text in texts if (named := told_by(text, everyone))]
        if told:
            return None if any(theme in themes for _, named in told for theme in named) else told[-1]
    return None


def named_by_title(grid: Grid, top: int, header: int, everyone: Sequence[AnyTheme]) -> list[AnyTheme]:
    """The one theme that the title nearest above a header names, or else the sheet or the file; none where they leave it open."""
    titles = [text for text in own_titles(grid, top, header) if len(text) <= _LONGEST_TITLE and not is_note(text)]
    for text in (*reversed(titles), grid.sheet, PurePath(grid.file).stem):
        if told := told_by(text, everyone):
            return told if len(told) == 1 else told_by_side(text, told)
    return []


def told_theme(
    grid: Grid, themes: list[AnyTheme], titles: Sequence[str], above: TableAbove | None, header: int
) -> AnyTheme:
    """Which theme, where several share a header: by the lines above, the table above, the sheet's name, the file's (§3.17).

    Raises `AmbiguousTheme`, with the row of the header.
    """
    shares = above is not None and any(above.theme is theme for theme in themes)
    # nothing but sections' titles stands between it and the table above
    if above is not None and shares and all(is_numbered_section(text) and not told_by(text, themes) for text in titles):
        themes = [above.theme]
    # the line nearest to the header speaks first; one that names two themes tells neither
    for text in (*reversed(titles), grid.sheet, PurePath(grid.file).stem):
        told = told_by(text, themes) if len(themes) > 1 else []
        if len(told) > 1 and is_shared(text, told):
            themes, told = told, told_by_side(text, told)
        elif not told and len(themes) > 1:
            told = told_by_side(text, themes)
        if told:
            # below a table of another theme neither a section's title nor the name of sheet or file is certain to speak
            unsure = above is not None and shares and (text not in titles or above.goes_on(text, themes))
            themes = [theme for theme in themes if theme in told or (above and unsure and theme is above.theme)]
            break
    if len(themes) > 1:
        raise AmbiguousTheme(
            [theme.title for theme in themes],
            file=grid.file,
            sheet=grid.sheet,
            row=grid.places.number(header) or None,
        )
    return themes[0]
