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


def fake_office(folder: Path, does: str) -> str:
    """The path of a program that runs `does`, which knows `folder`, `source` and `result`."""
    if os.name == "nt":
        pytest.skip("a script is no program here")
    path = folder / "fake soffice"
    path.write_text(HEAD + textwrap.dedent(does), encoding="utf-8")
    path.chmod(0o755)
    return str(path)
