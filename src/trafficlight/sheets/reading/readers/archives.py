"""关口: what `ooxml` finds wrong with a file, and what foreign libraries raise over it, becomes a `FileFault`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from trafficlight.errors import FileFault, TrafficlightError
from trafficlight.messages import Words
from trafficlight.ooxml.archive import XLSX, Archive, FileKind, FlawedFile, Limits
from trafficlight.sheets.reading.limits import Meter, Package


@contextmanager
def border(file: str, sheet: str | None = None, *, expected: str = XLSX.whole) -> Iterator[None]:
    """No foreign exception leaves this block: it becomes a `FileFault` with the foreign one as its cause."""
    try:
        yield
    except FlawedFile as flawed:
        raise FileFault(flawed.words, file=file, sheet=sheet, expected=flawed.expected) from flawed
    except (TrafficlightError, MemoryError):
        raise
    except Exception as error:  # openpyxl and lxml raise two dozen unrelated types on bad input
        raise FileFault(
            Words(
                f"文件已损坏，读不出来（{type(error).__name__}：{str(error)[:200]}）",
                f"the file is damaged and cannot be read ({type(error).__name__}: {str(error)[:200]})",
            ),
            file=file,
            sheet=sheet,
            expected=expected,
        ) from error


def screen(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, kind: FileKind = XLSX) -> Package:
    """Open a file that is of the kind that its name says and keeps within the limits. Raises `FileFault`."""
    with border(file, expected=kind.whole):
        return Package(Archive(data, kind=kind, limits=limits), meter or Meter(file, limits))
