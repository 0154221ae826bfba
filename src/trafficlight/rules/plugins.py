"""插件: themes of other distributions, read only when asked."""

from __future__ import annotations

from typing import Any

from trafficlight.errors import ThemeError
from trafficlight.rules.theme import Theme

GROUP = "trafficlight.themes"
"""The entry point group; each entry point loads a `Theme`."""


def installed_themes() -> tuple[Theme[Any], ...]:
    """The themes that installed distributions offer, by entry point name. Raises `ThemeError` for one that is no theme."""
    from importlib.metadata import entry_points  # costs 40 ms, and most programs never ask

    themes: list[Theme[Any]] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        try:
            theme = point.load()
        except (ImportError, AttributeError) as error:
            raise ThemeError(f"entry point {point.name!r} ({point.value}) cannot be loaded: {error}") from error
        if not isinstance(theme, Theme):
            raise ThemeError(f"entry point {point.name!r} ({point.value}) is no Theme but {type(theme).__name__}")
        themes.append(theme)
    return tuple(themes)
