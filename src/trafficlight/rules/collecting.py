"""收表: what forms go out with, whatever file they are written to: whose themes they are, and the entries that each holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from trafficlight.errors import UnknownTheme
from trafficlight.rules.entry import Entry
from trafficlight.rules.rulebook import AnyTheme

NO_STEWARD: Final = "未定牵头科室"
"""The steward of themes for which nobody is named."""


def by_steward(themes: Iterable[AnyTheme]) -> dict[str, list[AnyTheme]]:
    """牵头科室: the themes that each department hands in (N4.3), in the order in which they first occur."""
    stewards: dict[str, list[AnyTheme]] = {}
    for theme in themes:
        stewards.setdefault(theme.steward or NO_STEWARD, []).append(theme)
    return stewards


def entries_by_theme(entries: Iterable[Entry[Any]], keys: Iterable[str]) -> dict[str, list[Entry[Any]]]:
    """The entries of each theme, in order. Raises `UnknownTheme` for one of another theme."""
    found: dict[str, list[Entry[Any]]] = {key: [] for key in keys}
    for entry in entries:
        if entry.theme not in found:
            raise UnknownTheme(entry.theme, list(found))
        found[entry.theme].append(entry)
    return found
