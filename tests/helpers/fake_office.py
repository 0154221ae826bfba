"""A stand-in for LibreOffice: a program that does what a test tells it, with the same arguments."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import pytest

HEAD = f"""\
#!{sys.executable}
import os, pathlib, subprocess, sys, time
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
source = pathlib.Path(sys.argv[-1])
result = folder / (source.stem + ".pdf")
"""
WHOLE = "%PDF-1.7\\n%%EOF\\n"
A_PAGE_A_PARAGRAPH = """\
import re, zipfile, pypdf
writer, names = pypdf.PdfWriter(), {}
text = zipfile.ZipFile(source).read("word/document.xml").decode()
text = re.sub("<w:txbxContent.*?</w:txbxContent>", lambda box: box[0].replace("<w:p>", ""), text, flags=re.DOTALL)
for begins, name in re.findall(r'(<w:p[ >])|<w:bookmarkStart [^>]*w:name="([^"]+)"', text):
    if begins:
        writer.add_blank_page(100, 100)
    else:
        names[name] = max(len(writer.pages) - 1, 0)
for name, page in names.items():
    writer.add_named_destination(name, page)
writer.write(result)
"""
"""A typesetter: each paragraph, but for those in boxes, has a page of its own, and each bookmark a named place."""


def fake_office(folder: Path, does: str) -> str:
    """The path of a program that runs `does`, which knows `folder`, `source` and `result`."""
    if os.name == "nt":
        pytest.skip("a script is no program here")
    path = folder / "fake soffice"
    path.write_text(HEAD + textwrap.dedent(does), encoding="utf-8")
    path.chmod(0o755)
    return str(path)
