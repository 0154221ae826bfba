"""关口: what is wrong with a file becomes a `FileFault`; what is wrong with this library does not pass for damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from lxml import etree

from trafficlight.errors import FileFault, InternalFault, TrafficlightError
from trafficlight.messages import Words
from trafficlight.ooxml.archive import XLSX, Archive, FileKind, FlawedFile, Limits
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.limits import Meter, Package


class Malformed(Exception):
    """What the content of a file may not be (a reference that is none, rows out of order); the border adds which file."""


def whole(text: str) -> int:
    """A whole number in a file. Raises `Malformed` for what is none."""
    try:
        return int(text)
    except ValueError:
        raise Malformed(f"{text[:40]!r} is no whole number") from None


@contextmanager
def border(file: str, sheet: str | None = None, *, expected: str = XLSX.whole, foreign: bool = False) -> Iterator[None]:
    """Make what a damaged file causes within this block a `FileFault`.

    Damage is what `ooxml` finds, what a parser of XML refuses, and `Malformed`; with `foreign`, for a block that only calls
    another library, whatever it raises. Any other exception is a fault of ours: an `InternalFault`, whose code says where.
    """
    try:
        yield
    except FlawedFile as flawed:
        raise FileFault(flawed.words, file=file, sheet=sheet, expected=flawed.expected) from flawed
    except (TrafficlightError, MemoryError):
        raise
    except Exception as error:
        if foreign or isinstance(error, (Malformed, etree.LxmlError, expat.ExpatError)):
            raise _damaged(error, file, sheet, expected) from error
        raise InternalFault(error, file=file, sheet=sheet) from error


def _damaged(error: Exception, file: str, sheet: str | None, expected: str) -> FileFault:
    what = str(error)[:200] if isinstance(error, Malformed) else f"{type(error).__name__}: {str(error)[:200]}"
    return FileFault(
        Words(f"文件已损坏，读不出来（{what}）", f"the file is damaged and cannot be read ({what})"),
        file=file,
        sheet=sheet,
        expected=expected,
    )


def screen(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None, kind: FileKind = XLSX) -> Package:
    """Open a file that is of the kind that its name says and keeps within the limits. Raises `FileFault`."""
    with border(file, expected=kind.whole):
        return Package(Archive(data, kind=kind, limits=limits), meter or Meter(file, limits))


def unread(package: Package, file: str) -> Iterator[Skipped]:
    """The parts of a file that could not have been read, which nobody needed: they refuse nothing, and are named."""
    for part, why in package.archive.unread():
        yield Skipped(file, part, why)
