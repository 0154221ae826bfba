"""OpenDocument 的样式: what a cell's style says that changes what its value is: struck through, hidden, a format for texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from trafficlight.sheets.reading.hand_in_files import Attributes, Target
from trafficlight.sheets.reading.readers.number_formats import NumberFormat
from trafficlight.sheets.reading.readers.word_tables import Lights

_T = TypeVar("_T")
SPACE: Final = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
TABLE, STYLE, _NUMBER = (SPACE.format(name) for name in ("table", "style", "datastyle"))
_LONGEST: Final = 255
"""Characters of what a format shows beside a text."""


def code_of(before: str, after: str) -> str:
    r"""A number format that shows something beside a text.

    >>> print(code_of("", "万元"))
    ;;;@\万\元
    """
    quoted = ["".join(f"\\{character}" for character in part) for part in (before, after)]
    return f";;;{quoted[0]}@{quoted[1]}"


class OdsStyles(Target):
    """样式: of styles.xml, and of those that stand beside the sheets; all of them are known before the first cell is."""

    def __init__(self, lights: Lights) -> None:
        super().__init__()
        self._lights = lights
        self._parents: dict[str, str] = {}
        self._hidden: dict[str, bool] = {}
        self._struck: dict[str, bool | None] = {}
        self._data_styles: dict[str, str | None] = {}
        self._codes: dict[str, str] = {}
        self._looks: dict[str, NumberFormat] = {}
        self._name = ""
        self._text_style: str | None = None
        self._reading = False
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {
            f"{STYLE}style": self._begin_style,
            f"{STYLE}table-properties": self._take_table_look,
            f"{STYLE}text-properties": self._take_text_look,
            f"{_NUMBER}text-style": self._begin_text_style,
            f"{_NUMBER}text": lambda _: self._read(reading=True),
            f"{_NUMBER}text-content": lambda _: self._add("@"),
        }
        self.finish: dict[str | bytes, Callable[[], None]] = {
            f"{_NUMBER}text-style": self._end_text_style,
            f"{_NUMBER}text": lambda: self._read(reading=False),
        }

    def take(self, text: str) -> None:
        """What a format shows beside a text; otherwise a style has none."""
        if self._reading:
            self._add("".join(f"\\{character}" for character in text))

    def is_hidden(self, style: str | None) -> bool:
        """Whether a sheet's style hides it."""
        return self._hidden.get(style or "", False)

    def is_struck(self, style: str | None) -> bool:
        """Whether a style, or the nearest that it stands on, strikes through."""
        return self._nearest(self._struck, style or "") or False

    def look(self, style: str | None) -> NumberFormat | None:
        """The format for texts of a cell's style; None where it has none."""
        name = self._nearest(self._data_styles, style or "")
        return None if name is None or name not in self._codes else self.look_of(self._codes[name])

    def look_of(self, code: str) -> NumberFormat:
        """A number format, without the light that our own workbooks show beside a cell's text."""
        if code not in self._looks:
            self._looks[code] = NumberFormat(self._lights.beside(code))
        return self._looks[code]

    def _nearest(self, said: dict[str, _T | None], style: str) -> _T | None:
        """What a style says, or the nearest that it stands on; that is known from then on, however long the chain."""
        chain: dict[str, None] = {}
        while style not in said and style not in chain and style in self._parents:
            chain[style] = None
            style = self._parents[style]
        told = said.get(style)
        said.update(dict.fromkeys(chain, told))
        return told

    def _begin_style(self, attributes: Attributes) -> None:
        self._name = attributes.get(f"{STYLE}name", "")
        self._parents[self._name] = attributes.get(f"{STYLE}parent-style-name", "")
        if (data := attributes.get(f"{STYLE}data-style-name")) is not None:
            self._data_styles[self._name] = data

    def _take_table_look(self, attributes: Attributes) -> None:
        self._hidden[self._name] = attributes.get(f"{TABLE}display") == "false"

    def _take_text_look(self, attributes: Attributes) -> None:
        lines = {attributes.get(f"{STYLE}text-line-through-{about}") for about in ("style", "type")} - {None}
        if lines:
            self._struck[self._name] = "none" not in lines

    def _begin_text_style(self, attributes: Attributes) -> None:
        self._text_style = attributes.get(f"{STYLE}name", "")
        self._codes[self._text_style] = ";;;"

    def _end_text_style(self) -> None:
        self._text_style = None

    def _read(self, *, reading: bool) -> None:
        self._reading = reading

    def _add(self, code: str) -> None:
        if self._text_style is not None and len(self._codes[self._text_style]) < _LONGEST:
            self._codes[self._text_style] += code
