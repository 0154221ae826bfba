"""限额: how much of a stranger's file is read before it is refused."""

from __future__ import annotations

from typing import Final

from attrs import fields, frozen

from trafficlight.errors import FileFault
from trafficlight.sheets.texts import no_more_than
from trafficlight.wording import Words


@frozen
class Limits:
    """限额: bounds on one hand-in; a file past one of them is a `FileFault`, told before anything big is unpacked.

    `ratio` (unpacked to packed) speaks only for members above 1 MiB, since a small one harms nobody. Rows and columns
    count as far as there is content. Raises `ValueError` for a bound below 1.
    """

    file_bytes: int = 32 * 2**20
    unpacked_bytes: int = 256 * 2**20
    ratio: int = 500
    entries: int = 2_000
    """Members of the .xlsx package."""
    sheets: int = 256
    shared_strings: int = 2_000_000
    rows: int = 200_000
    columns: int = 512
    cells: int = 3_000_000
    """Filled cells of one file; a million take about two seconds."""
    merges: int = 200_000
    merged_cells: int = 1_000_000
    """Cells that the merged areas of one sheet cover, as far as there is content."""
    broken: int = 100_000
    """Cells of one sheet whose value cannot be trusted: errors, formulas without a value."""
    cell_characters: int = 32_767
    faults: int = 1_000
    """Faults of one table; past it the table is given up and the rest of its faults is not listed."""
    seconds: int = 60
    """Time for one file; an ordinary one takes a hundredth of it."""
    tags: int = 20_000_000
    """Tags of XML in one file."""
    held: int = 1_000_000
    """Tags and attributes of XML, or cells of one row of text, that are held at once."""

    def __attrs_post_init__(self) -> None:
        for bound in fields(Limits):
            if getattr(self, bound.name) < 1:
                raise ValueError(f"{bound.name} must be at least 1")


LIMITS: Final = Limits()
"""Room for a province's year in one file; a clerk's table is a thousandth of it."""


def too_many(what: Words, limit: int, *, file: str, sheet: str | None = None) -> FileFault:
    """A fault: more of something than a limit allows."""
    return FileFault(
        Words(f"超过 {limit} {what}的限额", f"above the limit of {limit} {what.en}"),
        file=file,
        sheet=sheet,
        expected=no_more_than(limit, what),
    )
