"""Word 的样式: which paragraph, character and table styles strike through, with what they inherit (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from trafficlight.ooxml.xml import w
from trafficlight.sheets.reading.hand_in_files import Attributes, Target

_NO: Final = frozenset({"0", "false", "off"})
_UNREAD: Final = ("rPrChange", "pPrChange", "tblPrChange", "latentStyles")
"""How things looked before a change, and the names of styles that nobody uses."""
_HEADER: Final = frozenset({"firstRow", "neCell", "nwCell"})
"""Parts of a table in which no entry stands."""


def value(attributes: Attributes, name: str = "val") -> str:
    """An attribute of Word's namespace; empty where there is none."""
    return attributes.get(w(name)) or ""


def is_on(attributes: Attributes) -> bool:
    """Whether an element that says yes or no says yes."""
    return value(attributes) not in _NO


class WordStyles(Target):
    """样式表: the parser's target for the part that holds the styles, and afterwards what is known of them."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, dict[str, bool]] = {}
        """Style → which lines it says yes or no to; “” are the document's defaults."""
        self._parents: dict[str, str] = {}
        self._default_paragraph = self._default_table = ""
        self._name = self._part = ""
        self._known: dict[tuple[str, str], bool | None] = {}
        begin: dict[str, Callable[[Attributes], None]] = {
            "docDefaults": lambda _: self._open(""),
            "style": self._begin_style,
            "tblStylePr": self._begin_part,
            "basedOn": lambda attributes: self._parents.update({self._name: value(attributes)}),
            "strike": lambda attributes: self._say("strike", attributes),
            "dstrike": lambda attributes: self._say("dstrike", attributes),
        }
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {w(name): do for name, do in begin.items()}
        self.unread: frozenset[str | bytes] = frozenset(map(w, _UNREAD))

    def strikes(self, direct: dict[str, bool], run: str, paragraph: str, table: str) -> bool:
        """Whether a run is struck through, by what it says itself, or else by the styles of run, paragraph and table.

        A single line that two of the styles draw is none: they undo each other. The double one is the nearest style's.
        """
        if not self._lines:
            return any(direct.values())
        styles = [run, paragraph or self._default_paragraph, table or self._default_table]
        single = [self._said("strike", style) for style in styles]
        double = [self._said("dstrike", style) for style in styles]
        always = self._lines.get("", {})
        return direct.get("strike", always.get("strike", False) or single.count(True) % 2 == 1) or direct.get(
            "dstrike", next((yes for yes in double if yes is not None), always.get("dstrike", False))
        )

    def _said(self, line: str, style: str) -> bool | None:
        """What a style says of a line, or the nearest that it is based on; each is looked up once, however long the chain."""
        chain: list[str] = []
        told: bool | None = None
        while style and (line, style) not in self._known:
            self._known[line, style] = None  # one that is based on itself says nothing
            chain.append(style)
            told = self._lines.get(style, {}).get(line)
            if told is not None:
                break
            style = self._parents.get(style, "")
        else:
            told = self._known.get((line, style))
        self._known.update(((line, each), told) for each in chain)
        return told

    def _open(self, name: str) -> None:
        self._name, self._part = name, ""

    def _begin_part(self, attributes: Attributes) -> None:
        """What a table's style says of a part of it, after what it says of the whole: the last row, every second row."""
        self._part = value(attributes, "type")

    def _begin_style(self, attributes: Attributes) -> None:
        self._open(value(attributes, "styleId"))
        if value(attributes, "default") in {"1", "true", "on"}:
            if value(attributes, "type") == "paragraph":
                self._default_paragraph = self._name
            elif value(attributes, "type") == "table":
                self._default_table = self._name

    def _say(self, line: str, attributes: Attributes) -> None:
        """A line of a part of a table is one of the whole: in which rows the part lies is not told, so that all are doubted."""
        if not self._part or (self._part not in _HEADER and is_on(attributes)):
            self._lines.setdefault(self._name, {})[line] = is_on(attributes)
