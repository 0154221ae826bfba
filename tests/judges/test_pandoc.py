"""pandoc takes a document's text and structure, not its look: headings, 版记, numbers and the order of reading are kept."""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.every_document import documents

from trafficlight.documents import Document
from trafficlight.documents.content import Colophon, Grid, Paragraph, SignatureBlock
from trafficlight.documents.content._paragraphs import plain
from trafficlight.layout import Style
from trafficlight.model._periods import date_words

_HEADING = re.compile(r'<h(\d)(?! class="title")[^>]*>(.*?)</h\1>', re.DOTALL)
_BLANKS = re.compile(r"[\s\u2060]+")


def pandoc() -> str:
    """The program: that of pypandoc-binary, else the one on PATH. Before its third edition it read no text boxes."""
    module = importlib.util.find_spec("pypandoc")
    bundled = Path(module.origin).parent / "files" / "pandoc" if module is not None and module.origin else None
    found = str(bundled) if bundled is not None and bundled.exists() else shutil.which("pandoc")
    if found is None:
        pytest.skip("pandoc is not installed (pypandoc-binary)")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.split()[1].split(".")[0]) < 3:
        pytest.skip(f"{said.splitlines()[0]} reads no text boxes: 3 is needed (pypandoc-binary)")
    return found


@pytest.fixture(scope="module")
def program() -> str:
    """pandoc, or a skip that says what is missing."""
    return pandoc()


def seen(program: str, document: Document, folder: Path) -> str:
    """The body of what pandoc makes of a document, as HTML."""
    file = folder / "document.docx"
    document.save(file)
    command = [program, "--from", "docx", "--to", "html", "--standalone", "--wrap", "none", str(file)]
    made = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60).stdout
    return made.partition("<body>")[2]


def words(text: str) -> str:
    """The text of an element, bare."""
    return bare(html.unescape(re.sub("<[^>]*>", "", text)))


def bare(text: str) -> str:
    """A text without blanks, and without what joins words."""
    return _BLANKS.sub("", text)


@pytest.mark.parametrize("name", [name for name, _ in documents()])
def test_structure_is_kept(name: str, program: str, tmp_path: Path) -> None:
    """Every heading with its level; all paragraphs, signatures and 版记 in their order, each once."""
    document = dict(documents())[name]
    made = seen(program, document, tmp_path)
    headings = [(int(level), words(text)) for level, text in _HEADING.findall(made)]
    assert headings == [(one.level, bare(plain(one.text))) for one in document.headings()]
    text, at = words(made), 0
    for expected in _in_order(document):
        found = text.find(bare(expected), at)
        assert found >= 0, expected
        at = found
    # pandoc takes a title out of the text and puts it on top; the foot stands in a box
    for block in document.blocks():
        if isinstance(block, Paragraph) and block.style == Style.TITLE:
            assert bare(plain(block.text)) in text
        if isinstance(block, Colophon) and block.copies:
            assert bare(block.copies) in text


def _in_order(document: Document) -> Iterator[str]:
    """The texts of a document that stand in its body, one after another."""
    for block in document.blocks():
        if isinstance(block, SignatureBlock):
            yield block.organ
            yield date_words(block.date, document.profile.language)
        elif isinstance(block, Grid):
            yield from (plain(one.text) for one in (*block.lead, *block.notes))
        elif isinstance(block, Paragraph) and isinstance(block.text, str) and block.style != Style.TITLE:
            yield block.text
