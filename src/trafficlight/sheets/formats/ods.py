"""OpenDocument 电子表格 (.ods) → 格网: every sheet of a stranger's file, behind the same border as .xlsx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.errors import FileFault
from trafficlight.sheets.formats.ods_xml import read_content
from trafficlight.sheets.formats.package import border, screen
from trafficlight.sheets.formats.package_kinds import ODS
from trafficlight.sheets.grid import Grid
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.meter import Meter

_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def read_ods(data: bytes, *, file: str, limits: Limits, meter: Meter | None = None) -> Iterator[Grid | FileFault]:
    """Every sheet of an .ods in its order, hidden ones too; one past a limit gives its fault instead. Raises `FileFault`."""
    with screen(data, file=file, limits=limits, meter=meter, kind=ODS) as package, border(file, expected=ODS.whole):
        with package.open("mimetype") as stream:
            if not stream.read(100).startswith(_SPREADSHEET):
                raise FileFault(ODS.other, file=file, expected=ODS.save_as)
        sheets = read_content(package, file=file, limits=limits)
        if not sheets:
            raise FileFault(ODS.empty, file=file, expected=ODS.plain)
    yield from sheets
