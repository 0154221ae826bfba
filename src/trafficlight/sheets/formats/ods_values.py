"""OpenDocument 的值: what a cell of an .ods holds, as a sheet's cell has it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Final

from trafficlight.model.kinds import CellValue
from trafficlight.sheets.formats.package_xml import Untrusted
from trafficlight.sheets.formats.percent import percentage
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.texts import IN_RANGE, TRUSTWORTHY, too_long

# XML cannot hold these, so that they tell a space that was meant from one that only wraps a line
SPACE: Final = "\x01"
TAB: Final = "\x02"
BREAK: Final = "\x03"

_MEANT: Final = str.maketrans({SPACE: " ", TAB: "\t", BREAK: "\n"})
_WRAPPED: Final = re.compile(r"[ \t\r\n]+")
_AROUND_BREAKS: Final = re.compile(f" ?{BREAK} ?")
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}\Z")
_ERRORS: Final = re.compile(r"#\S|Err:\d+")
_DURATION: Final = re.compile(r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d*)?S)?\Z")


class Held:
    """单元格: what its attributes say, and the text that it shows."""

    __slots__ = ("columns", "error", "formula", "kind", "parts", "repeated", "rows", "size", "stored")

    def __init__(
        self,
        kind: str | None,
        *,
        error: bool,
        formula: str | None,
        stored: str | None,
        repeated: int,
        rows: int,
        columns: int,
    ) -> None:
        self.kind: str | None = kind
        self.error: bool = error
        self.formula: str | None = formula
        self.stored: str | None = stored
        self.repeated: int = repeated
        self.rows: int = rows
        self.columns: int = columns
        self.parts: list[str] = []
        self.size: int = 0

    def add(self, text: str, most: int) -> None:
        """A piece of the text; what goes past the longest text a cell may hold need not be kept."""
        if self.size <= most:
            self.parts.append(text[: most + 1])
            self.size += len(text)

    @property
    def text(self) -> str:
        """The text shown, a line a paragraph; what the file wraps is one blank."""
        return _AROUND_BREAKS.sub(BREAK, _WRAPPED.sub(" ", "".join(self.parts))).translate(_MEANT).strip(" ")


def value_of(held: Held, limits: Limits) -> CellValue | Untrusted:
    """The cell's value; untrusted for an error, a formula that was never calculated, and what is out of range."""
    if held.kind is None and not held.parts:
        return None if held.formula is None else Untrusted(held.formula[:100], TRUSTWORTHY)
    if held.size > limits.cell_characters:
        return Untrusted(f"{held.text[:100]}…", too_long(limits.cell_characters))
    text = held.text
    if held.error or (held.formula is not None and _ERRORS.match(text)):
        return Untrusted(text[:100], TRUSTWORTHY)
    if held.kind in _TYPED:
        return _TYPED[held.kind](held.stored or "")
    if not held.parts and held.stored is not None:
        text = held.stored
        if len(text) > limits.cell_characters:
            return Untrusted(f"{text[:100]}…", too_long(limits.cell_characters))
    if not text or text.isspace():
        return None
    return text


def _yes_or_no(stored: str) -> CellValue | Untrusted:
    return stored == "true" if stored in {"true", "false"} else Untrusted(stored[:100], TRUSTWORTHY)


def _number(stored: str) -> CellValue | Untrusted:
    if _INTEGER.match(stored):
        return int(stored)
    try:
        number = float(stored)
    except ValueError:
        number = math.nan
    return number if math.isfinite(number) else Untrusted(stored[:100], TRUSTWORTHY)


def _percentage(stored: str) -> CellValue | Untrusted:
    number = _number(stored)
    return percentage(number) if isinstance(number, (int, float)) else number


def _date(stored: str) -> CellValue | Untrusted:
    try:
        value = dt.datetime.fromisoformat(stored)
    except ValueError:
        return Untrusted(stored[:100], IN_RANGE)
    return value.replace(tzinfo=None)


def _time(stored: str) -> CellValue | Untrusted:
    """A time of day, or a longer span as its text, as .xlsx has them."""
    match = _DURATION.match(stored)
    if match is None:
        return Untrusted(stored[:100], TRUSTWORTHY)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    whole = (hours * 60 + minutes) * 60 + seconds
    if whole < 24 * 3600:
        return dt.time(whole // 3600, whole // 60 % 60, whole % 60)
    try:
        return str(dt.timedelta(seconds=whole))
    except OverflowError:
        return Untrusted(stored[:100], IN_RANGE)


_TYPED: Final[dict[str | None, Callable[[str], CellValue | Untrusted]]] = {
    "float": _number,
    "currency": _number,
    "percentage": _percentage,
    "boolean": _yes_or_no,
    "date": _date,
    "time": _time,
}
