"""Hand-ins of the small office for the laws about what came: sheets by theme, a cell spoilt in one, and what is read of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from helpers.office_ratings import SCHEME
from trafficlight import Entry, Quarter, Theme
from trafficlight.errors import NoEvidence
from trafficlight.sheets import Checks, Reading, Severity, read, to_json
from trafficlight.testing import records

QUARTER: Final = Quarter(2023, 3)
THEMES: Final[Mapping[str, Theme[Any]]] = {theme.key: theme for theme in SCHEME.themes()}
Sheets = Mapping[str, Sequence[Any]]
"""Theme → records, each of another item."""

_SPOILT: Final = "写不清"


def _accepted(theme: Theme[Any], record: Any) -> bool:
    try:
        theme.judge(record)
    except NoEvidence:
        return False
    return True


def _sheet(theme: Theme[Any]) -> st.SearchStrategy[list[Any]]:
    drawn = records(theme, SCHEME.roster).filter(lambda record: _accepted(theme, record))
    return st.lists(drawn, min_size=1, max_size=3, unique_by=theme.item)


SHEETS: Final[st.SearchStrategy[Sheets]] = st.lists(st.sampled_from(sorted(THEMES)), unique=True, max_size=4).flatmap(
    lambda keys: st.fixed_dictionaries({key: _sheet(THEMES[key]) for key in keys})
)


def deciding_header(theme: Theme[Any]) -> str:
    """The header of a cell that decides the light and names no unit: 进度评价, or 认定数."""
    name = "progress" if "progress" in theme.form.fields else "recognised"
    return theme.form.label_of(name).split("·")[-1]


def read_sheets(sheets: Sheets, *, spoilt: Mapping[str, int] | None = None) -> Reading:
    """Read them from one .zip; in the sheets named by `spoilt` the deciding cell of one row says nothing that can be read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for key, rows in sheets.items():
            theme = THEMES[key]
            data = to_json(theme.form, [Entry(key, record) for record in rows])
            if spoilt is not None and key in spoilt:
                data = _spoil(data, spoilt[key], deciding_header(theme))
            archive.writestr(f"{theme.title}.json", data)
    checks = Checks.every(Severity.OFF)
    return read(packed.getvalue(), file_name="收表.zip", scheme=SCHEME, period=QUARTER, collect=True, checks=checks)


def _spoil(data: bytes, number: int, header: str) -> bytes:
    """The same hand-in with one row's cell spoilt, counted over all its tables."""
    whole = json.loads(data)
    tables = whole if isinstance(whole, list) else whole.get("tables", [whole])
    rows = [row for table in tables for row in table["rows"]]
    blocks = [row for row in rows if header in row and row.get("序号") is not None]
    blocks[number][header] = _SPOILT
    return json.dumps(whole, ensure_ascii=False).encode()
