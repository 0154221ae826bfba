"""条目: a record with its theme and the place it came from."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from attrs import field, frozen

from trafficlight.messages import legible
from trafficlight.model._field_types import check_types

R_co = TypeVar("R_co", covariant=True)


@frozen
class Origin:
    """出处: file, sheet and row (from 1) of a record; `columns` holds, for each field, its column letters and its line.

    The tuple of columns is shared by all rows of a sheet, so an origin costs a few words. A format without letters calls
    its columns by a name in which “#” stands for the row, counted from 0: `rows[#].进度评价`. `typed` holds the words as
    they were typed, for the fields that were read as other words (§4.40).
    """

    file: str
    sheet: str
    row: int
    columns: tuple[tuple[str, str, int], ...] = field(default=(), repr=False)
    typed: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __attrs_post_init__(self) -> None:
        given: Any = self  # looked at here, for there is one for each row of a sheet
        if not (
            (type(given.file) is type(given.sheet) is str and given.file.strip() and type(given.row) is int)
            and type(given.columns) is type(given.typed) is tuple
        ):
            check_types(self, "file")

    def as_typed(self, name: str) -> str:
        """What was typed for a field that was read as another word; empty where both are the same."""
        return next((text for have, text in self.typed if have == name), "")

    def cell(self, name: str) -> str | None:
        """The cell of a field (“F12”), or None when the sheet has none for it."""
        for have, letters, line in self.columns:
            if have == name:
                if line < 0:
                    return letters
                row = self.row + line
                return letters.replace("#", str(row - 1), 1) if "#" in letters else f"{letters}{row}"
        return None

    def __str__(self) -> str:
        return legible(f"{self.file}〔{self.sheet}〕第{self.row}行")


_SERIAL: Final = (int, type(None))
_ORIGIN: Final = (Origin, type(None))


@frozen
class Entry(Generic[R_co]):
    """条目: one record of a theme, its 序号, and where it came from. `theme` is the theme's key.

    An entry made by a program needs no origin; one without a serial is numbered by its place.
    """

    theme: str
    record: R_co
    serial: int | None = None
    origin: Origin | None = None

    def __attrs_post_init__(self) -> None:
        given: Any = self
        if not (
            type(given.theme) is str
            and given.theme.strip()
            and type(given.serial) in _SERIAL
            and type(given.origin) in _ORIGIN
        ):
            check_types(self, "theme")
