"""What a program can check of PDF/UA-1 (ISO 14289-1), as far as `pdfua` knows it: 16 of its 106 rules; veraPDF is no package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.every_document import documents
from helpers.rendering import need_office

from trafficlight import documents as td


def findings(pdf: bytes, folder: Path) -> list[str]:
    """What the judge says of a PDF."""
    pdfua: Any = pytest.importorskip("pdfua", reason="pdfua is not installed")
    file = folder / "judged.pdf"
    file.write_bytes(pdf)
    return [f"{one.rule_id}: {one.message}" for one in pdfua.validate(file).findings]


@pytest.mark.parametrize(
    "name", ["bulletin with its explanations", "ledger", "办公室提醒函", "blank forms", "every block"]
)
def test_nothing_is_found_in_an_accessible_pdf(name: str, tmp_path: Path) -> None:
    """Tagged throughout, with language, title, alternative texts, and the mark of its form."""
    need_office()
    made = td.to_pdf(dict(documents())[name], archive="PDF/A-2b", accessible=True)
    assert findings(made, tmp_path) == []


def test_it_finds_what_is_missing(tmp_path: Path) -> None:
    """A PDF that nobody asked to be accessible shows its file's name, and says nothing of its form."""
    need_office()
    found = findings(td.to_pdf(dict(documents())["ledger"]), tmp_path)
    assert any(one.startswith("UA-28-004") for one in found), found
