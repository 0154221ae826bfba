"""来件的错误: what is wrong in the files that offices send, in Chinese and in English, as text and as plain data."""

from __future__ import annotations

import datetime as dt
import math
import traceback
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from trafficlight.errors._base import listed
from trafficlight.messages import Language, TrafficlightError, Words, both, english, labelled, legible, portable, said


class UnreadableCell(TrafficlightError, ValueError):
    """Raised by a kind of cell; the reader adds where and makes it a `CellFault`."""

    def __init__(self, expected: str, nearest: str | None = None) -> None:
        super().__init__(Words(f"应为{expected}", f"expected {english(expected)}"))
        self.expected = expected
        self.nearest = nearest


class Fault(TrafficlightError, ValueError):
    """One thing wrong in one file; every fault knows its file and says what is expected.

    `message` and `expected` are Chinese, and `Words` where they say the same in English. `row` and `column` (from 1) and
    `cell` (F12) name the place; they are None for a whole file or sheet.
    """

    kind: ClassVar[str] = "fault"
    """Which class of fault this is, as `to_data` names it."""

    def __init__(
        self,
        message: str,
        *,
        file: str,
        expected: str = "",
        sheet: str | None = None,
        row: int | None = None,
        column: int | None = None,
        cell: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.sheet = sheet
        self.expected = expected
        self.row = row
        self.column = column
        self.cell = cell
        super().__init__(Words(self.say(), self.say("en")))

    @property
    def text(self) -> Words:
        """What is wrong, without file and sheet, in both languages."""
        return Words(self.message, english(self.message))

    def say(self, language: Language = "zh") -> str:
        """File, sheet and text in one line, in Chinese (as `str` has it) or English."""
        where = " ".join(filter(None, [self.file, self.sheet]))
        text = said(self.text, language)
        return legible(labelled(where, text, language) if where else text)

    def to_data(self) -> dict[str, Any]:
        r"""The fault as plain data that `json.dumps` takes.

        The keys are the same for every kind of fault, None where they do not apply: `kind` (file, internal,
        header, ambiguous_theme, cell), `file`, `sheet`, `row`, `column`, `cell`, `header`, `value`, `expected` and `message`
        (each by language, zh and en), `nearest`, `candidates`. A date is its ISO text; half a surrogate pair, which no
        file of JSON can hold, is written out as \udXXX.
        """
        return {
            "kind": self.kind,
            "file": _portable(self.file),
            "sheet": _portable(self.sheet),
            "row": self.row,
            "column": self.column,
            "cell": self.cell,
            "header": None,
            "value": None,
            "expected": both(self.expected.strip(), english(self.expected).strip()) if self.expected else None,
            "nearest": None,
            "candidates": None,
            "message": both(self.message, english(self.message)),
        }


class _WithRemedy(Fault):
    """A fault whose line ends with what is expected, which tells the clerk what to do."""

    @property
    def text(self) -> Words:
        """What is wrong, and what to do about it."""
        if not self.expected:
            return super().text
        expected = self.expected.strip()
        gap = " " if expected[:1].isascii() else ""
        return Words(
            f"{self.message}；应为{gap}{expected}",
            f"{english(self.message)}; expected {english(self.expected).strip()}",
        )


class FileFault(_WithRemedy):
    """The file as a whole cannot be read: not what its name says, truncated, encrypted, past a limit."""

    kind = "file"


class MissingTheme(Fault):
    """应报未报: a theme that was due did not come (§4.19). `theme` is its key, `title` its title, `steward` who hands it in."""

    kind = "missing_theme"

    def __init__(self, title: str, *, theme: str, steward: str = "") -> None:
        by = f"（{steward}）" if steward else ""
        super().__init__(
            Words(
                f"应报专题“{title}”{by}没有收到；请补报",
                f"the theme “{title}” was due{f' from {steward}' if steward else ''} and has not come: ask for it",
            ),
            file="",
            sheet=None,
        )
        self.theme = theme
        self.title = title
        self.steward = steward


class InternalFault(FileFault):
    """内部错误: this library failed over a file, which may be sound. `code` says with what and where, for its maintainers."""

    kind = "internal"

    def __init__(self, error: Exception, *, file: str, sheet: str | None = None) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{PurePath(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "?"
        self.code: str = f"{type(error).__name__}@{where}"
        super().__init__(
            Words(
                f"程序内部错误（代码 {self.code}），没有读完；请把文件和代码发给维护者",
                f"an internal error (code {self.code}): reading was given up; send the file and the code to the maintainers",
            ),
            file=file,
            sheet=sheet,
        )


class HeaderFault(_WithRemedy):
    """A table's header lacks columns, or has one twice."""

    kind = "header"


class AmbiguousTheme(Fault):
    """More than one theme fits a sheet (reading §3.17); `candidates` names them."""

    kind = "ambiguous_theme"

    def __init__(self, candidates: Sequence[str], *, file: str, sheet: str | None, row: int | None = None) -> None:
        named = listed(candidates)
        place = Words("这张表", "") if row is None else Words(f"表头在第{row}行的表", f" (header in row {row})")
        super().__init__(
            Words(
                f"{place}看不出属于哪个专题，可能是：{named}；请在表头上方写明标题",
                f"which table this is cannot be told{place.en}: it may be {named.en}; put its title above the header",
            ),
            file=file,
            sheet=sheet,
            expected=named,
            row=row,
        )
        self.candidates: tuple[str, ...] = tuple(candidates)

    def to_data(self) -> dict[str, Any]:
        """The fault as plain data, with its `candidates`."""
        return {**super().to_data(), "candidates": [_portable(name) for name in self.candidates]}


class CellFault(Fault):
    """One cell: `sheet`, `cell` (F12), `row`, `column` (both from 1), `header`, `value`, `expected`, `nearest`."""

    kind = "cell"
    row: int
    column: int
    cell: str

    def __init__(
        self,
        *,
        file: str,
        sheet: str,
        row: int,
        column: int,
        cell: str,
        header: str,
        value: object,
        expected: str,
        nearest: str | None = None,
    ) -> None:
        blank = value is None or value == ""
        shown = " ".join(str(value).splitlines())
        super().__init__(
            Words(
                f"{cell}“{header}”{'空白' if blank else f'“{shown}”'}：应为{expected}"
                + (f"（是否“{nearest}”？）" if nearest else ""),
                f"{cell} “{english(header)}” is {'blank' if blank else f'“{shown}”'}: expected {english(expected)}"
                + (f" (did you mean “{nearest}”?)" if nearest else ""),
            ),
            file=file,
            sheet=sheet,
            expected=expected,
            row=row,
            column=column,
            cell=cell,
        )
        self.header = header
        self.value = value
        self.nearest = nearest

    def to_data(self) -> dict[str, Any]:
        """The fault as plain data, with its `header`, `value` and `nearest`."""
        own = {"header": self.header, "value": self.value, "nearest": self.nearest}
        return {**super().to_data(), **{key: _portable(value) for key, value in own.items()}}


class SheetFaults(TrafficlightError, ExceptionGroup[Fault]):
    """All faults of a reading at once; `.lines()` prints them in plain Chinese, one a line."""

    def derive(self, excs: Sequence[Fault]) -> SheetFaults:  # type: ignore[override]  # typeshed widens the member type
        """Keep the type when Python splits the group (PEP 654)."""
        return SheetFaults(self.message, excs)

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """One line a fault, in the order of files, sheets and rows, in Chinese or English."""
        return tuple(fault.say(language) for fault in self.faults)

    def say(self, language: Language = "zh") -> str:
        """How many faults there are, in one line."""
        return said(self.message, language)

    def to_data(self) -> list[dict[str, Any]]:
        """Each fault as plain data, in order; see `Fault.to_data`."""
        return [fault.to_data() for fault in self.faults]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault in order, those of groups within the group too."""
        return tuple(_flat(self.exceptions))


def _flat(excs: Sequence[Fault | ExceptionGroup[Fault]]) -> list[Fault]:
    return [fault for one in excs for fault in (_flat(one.exceptions) if isinstance(one, ExceptionGroup) else [one])]


def _portable(value: Any) -> Any:
    """A cell's value as JSON has it."""
    if isinstance(value, str):
        return portable(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)
