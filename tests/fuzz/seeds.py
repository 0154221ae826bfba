"""Real files to damage: the examples' hand-ins and articles, the shared ones, and what the library itself writes."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import docx
from helpers.made_articles import add_note, add_picture, saved
from helpers.office_sheets import SCHEME
from helpers.shared_data import REPOSITORY, SHARED

import trafficlight as tl
from trafficlight.interchange import to_json

HAND_INS: Final = REPOSITORY / "examples" / "jining" / "2023Q3"
_FOLDERS: Final = (HAND_INS, REPOSITORY / "examples" / "jining" / "经验做法", SHARED / "data" / "jining" / "2023Q3")
_AS_OF: Final = dt.date(2023, 9, 28)


def files(*, office: bool = True) -> dict[str, bytes]:
    """Names and bytes, in an order that is always the same; `office`: some as LibreOffice writes them too."""
    return dict(sorted([*_files(), *(_converted(HAND_INS) if office else ())]))


def _files() -> Iterator[tuple[str, bytes]]:
    for folder in filter(Path.is_dir, _FOLDERS):
        for path in folder.rglob("*.*"):
            if path.suffix in {".xlsx", ".docx"} and path.stat().st_size > 2000:
                yield f"{folder.name}_{path.name}", path.read_bytes()
    reading = tl.sheets.read(HAND_INS, scheme=SCHEME, collect=True)
    yield "机构.toml", (REPOSITORY / "examples" / "jining" / "agency.toml").read_bytes()
    yield "收件.json", to_json(reading).encode()
    yield "条目.json", to_json(reading.entries).encode()
    yield "空白.xlsx", tl.sheets.blank(SCHEME)
    yield "文章.docx", _article()
    for key in reading.themes:
        entries = [entry for entry in reading.entries if entry.theme == key]
        yield from _written(key, entries)


def _written(key: str, entries: list[tl.Entry[Any]]) -> Iterator[tuple[str, bytes]]:
    theme = SCHEME.themes()[[theme.key for theme in SCHEME.themes()].index(key)]
    yield f"{key}.csv", tl.sheets.to_csv(theme.form, entries)
    yield f"{key}.json", tl.sheets.to_json(theme.form, entries)
    yield f"{key}.xlsx", tl.sheets.workbook(tl.sheets.Sheet(theme.form, entries))
    rated = SCHEME.rulebooks.at(_AS_OF).rate(entries, roster=SCHEME.roster)
    if rated:
        yield f"{key}.docx", tl.documents.ledger(SCHEME, rated, as_of=_AS_OF).to_bytes()


def _article() -> bytes:
    """An article with most of what articles hold."""
    document = docx.Document()
    document.add_heading("一、做法", 1)
    document.add_paragraph("其一", style="List Number")
    document.add_paragraph("其二", style="List Bullet")
    add_picture(document, 1)
    add_note(document, "footnote", "注")
    add_note(document, "endnote", "尾注")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(2, 2).add_table(1, 1)
    return saved(document)


def _converted(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Some workbooks as LibreOffice writes them, where it is installed."""
    office = shutil.which("soffice")
    books = sorted(folder.glob("*.xlsx"))[::3]
    if office is None:
        return
    with tempfile.TemporaryDirectory() as name:
        profile = f"-env:UserInstallation={Path(name, 'profile').as_uri()}"
        for suffix in ("ods", "xls", "xlsx"):
            out = Path(name, suffix)
            command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(out), *map(str, books)]
            subprocess.run(command, check=True, capture_output=True, timeout=300)
            for path in out.iterdir():
                yield f"office_{path.name}", path.read_bytes()
