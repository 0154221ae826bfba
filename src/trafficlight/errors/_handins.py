"""来件的错误: what is wrong in the files that offices send, in Chinese and in English, as text and as plain data."""

from __future__ import annotations

import datetime as dt
import math
import traceback
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar, Final

from attrs import define, field

from trafficlight.errors._base import listed
from trafficlight.messages import Language, TrafficlightError, Words, both, english, labelled, legible, portable, said


class UnreadableCell(TrafficlightError, ValueError):
    """Raised by a kind of cell; the reader adds where and makes it a `CellFault`."""

    def __init__(self, expected: str, nearest: str | None = None) -> None:
        super().__init__(Words(f"应为{expected}", f"expected {english(expected)}"))
        self.expected = expected
        self.nearest = nearest


_PLAIN: Final = ("file", "sheet", "row", "column", "cell", "header", "value")


@define(eq=False, repr=False, slots=False, auto_exc=False)
class Fault(TrafficlightError, ValueError):
    """One thing wrong in one file; every fault knows its file and says what is expected.

    `message` and `expected` are Chinese, and `Words` where they say the same in English. `row` and `column` (from 1) and
    `cell` (F12) name the place; they are None for a whole file or sheet.
    """

    kind: ClassVar[str] = "fault"
    """Which class of fault this is, as `to_data` names it."""

    message: str
    file: str = field(kw_only=True)
    expected: str = field(default="", kw_only=True)
    sheet: str | None = field(default=None, kw_only=True)
    row: int | None = field(default=None, kw_only=True)
    column: int | None = field(default=None, kw_only=True)
    cell: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
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
        candidates = getattr(self, "candidates", None)
        return {
            "kind": self.kind,
            **{key: _portable(getattr(self, key, None)) for key in _PLAIN},
            "expected": both(self.expected.strip(), english(self.expected).strip()) if self.expected else None,
            "nearest": _portable(getattr(self, "nearest", None)),
            "candidates": None if candidates is None else [_portable(name) for name in candidates],
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


@define(eq=False, repr=False, slots=False, auto_exc=False)
class MissingTheme(Fault):
    """应报未报: a theme that was due did not come (§4.19). `theme` is its key, `title` its title, `steward` who hands it in."""

    kind = "missing_theme"

    title: str
    theme: str = field(kw_only=True)
    steward: str = field(default="", kw_only=True)
    file: str = field(default="", kw_only=True)
    message: str = field(kw_only=True)

    @message.default
    def _message(self) -> str:
        by = Words(f"（{self.steward}）", f" from {self.steward}") if self.steward else Words("", "")
        return Words(
            f"应报专题“{self.title}”{by}没有收到；请补报",
            f"the theme “{self.title}” was due{by.en} and has not come: ask for it",
        )


def _code(failed: Exception | str) -> str:
    if isinstance(failed, str):
        return failed
    frames = traceback.extract_tb(failed.__traceback__)
    where = f"{PurePath(frames[-1].filename).stem}:{frames[-1].lineno}" if frames else "?"
    return f"{type(failed).__name__}@{where}"


@define(eq=False, repr=False, slots=False, auto_exc=False)
class InternalFault(FileFault):
    """内部错误: this library failed over a file, which may be sound. `code` says with what and where, for its maintainers.

    It is made from the exception, or from the code of one.
    """

    kind = "internal"

    code: str = field(converter=_code)
    message: str = field(kw_only=True)

    @message.default
    def _message(self) -> str:
        return Words(
            f"程序内部错误（代码 {self.code}），没有读完；请把文件和代码发给维护者",
            f"an internal error (code {self.code}): reading was given up; send the file and the code to the maintainers",
        )


class HeaderFault(_WithRemedy):
    """A table's header lacks columns, or has one twice."""

    kind = "header"


@define(eq=False, repr=False, slots=False, auto_exc=False)
class AmbiguousTheme(Fault):
    """More than one theme fits a sheet (reading §3.17); `candidates` names them."""

    kind = "ambiguous_theme"

    candidates: tuple[str, ...] = field(converter=tuple[str, ...])
    expected: str = field(kw_only=True)
    message: str = field(kw_only=True)

    @expected.default
    def _expected(self) -> str:
        return listed(self.candidates)

    @message.default
    def _message(self) -> str:
        named, row = listed(self.candidates), self.row
        place = Words("这张表", "") if row is None else Words(f"表头在第{row}行的表", f" (header in row {row})")
        return Words(
            f"{place}看不出属于哪个专题，可能是：{named}；请在表头上方写明标题",
            f"which table this is cannot be told{place.en}: it may be {named.en}; put its title above the header",
        )


@define(eq=False, repr=False, slots=False, auto_exc=False, kw_only=True)
class CellFault(Fault):
    """One cell: `sheet`, `cell` (F12), `row`, `column` (both from 1), `header`, `value`, `expected`, `nearest`."""

    kind = "cell"

    sheet: str
    row: int
    column: int
    cell: str
    header: str
    value: object
    expected: str
    nearest: str | None = None
    message: str = field()

    @message.default
    def _message(self) -> str:
        text = " ".join(str(self.value).splitlines())
        shown = Words("空白", "blank") if self.value is None or self.value == "" else Words(f"“{text}”", f"“{text}”")
        near = (
            Words(f"（是否“{self.nearest}”？）", f" (did you mean “{self.nearest}”?)")
            if self.nearest
            else Words("", "")
        )
        return Words(
            f"{self.cell}“{self.header}”{shown}：应为{self.expected}{near}",
            f"{self.cell} “{english(self.header)}” is {shown.en}: expected {english(self.expected)}{near.en}",
        )


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
