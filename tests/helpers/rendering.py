"""Documents laid out by LibreOffice and measured: where characters, rules and ink stand on each page, in millimetres.

The fonts of Chinese offices are not free, so a font configuration made for the run puts Noto's in their place; widths of
Chinese characters are the same in all of them. Where LibreOffice or the fonts are missing, tests skip and say so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import frozen

MM_PER_POINT: Final = 25.4 / 72
TIMEOUT: Final = 120
NO_OFFICE: Final = "LibreOffice (soffice) is not installed: pages cannot be measured"
_DOTS_PER_MM: Final = 8  # raster for ink: one dot is an eighth of a millimetre

_SERIF: Final = "Noto Serif CJK SC"
_SANS: Final = "Noto Sans CJK SC"
_SUBSTITUTES: Final = {
    "方正小标宋简体": _SERIF,
    "仿宋_GB2312": _SERIF,
    "楷体_GB2312": _SERIF,
    "黑体": _SANS,
    "宋体": _SERIF,
    "Times New Roman": _SERIF,
}


@frozen
class Glyph:
    """A character and its box, from the page's top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@frozen
class Rule:
    """A line or a thin box that is filled; `weight` is how thick a line is drawn."""

    left: float
    right: float
    top: float
    bottom: float
    colour: tuple[float, ...]
    weight: float


@frozen
class Box:
    """Where ink is."""

    left: float
    right: float
    top: float
    bottom: float


@frozen
class RenderedPage:
    """One page of a PDF."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    _grey: bytes
    _across: int

    @property
    def lines(self) -> list[str]:
        """The characters by their lines, from the top; blanks at the ends are gone."""
        rows: dict[int, list[Glyph]] = {}
        for glyph in self.glyphs:
            middle = round((glyph.top + glyph.bottom) / 2)
            key = next((row for row in rows if abs(row - middle) <= 2), middle)
            rows.setdefault(key, []).append(glyph)
        texts = (
            "".join(glyph.text for glyph in sorted(rows[row], key=lambda one: one.left)).strip() for row in sorted(rows)
        )
        return [text for text in texts if text]

    def ink(self, left: float, top: float, right: float, bottom: float) -> Box | None:
        """The box around everything dark within a part of the page."""
        rows, columns = [], []
        for y in range(int(top * _DOTS_PER_MM), min(int(bottom * _DOTS_PER_MM), len(self._grey) // self._across)):
            line = self._grey[y * self._across :][int(left * _DOTS_PER_MM) : int(right * _DOTS_PER_MM)]
            dark = [x for x, grey in enumerate(line) if grey < 160]
            if dark:
                rows.append(y)
                columns += [dark[0], dark[-1]]
        if not rows:
            return None
        offset = int(left * _DOTS_PER_MM)
        return Box(
            (offset + min(columns)) / _DOTS_PER_MM,
            (offset + max(columns) + 1) / _DOTS_PER_MM,
            rows[0] / _DOTS_PER_MM,
            (rows[-1] + 1) / _DOTS_PER_MM,
        )


def office() -> str:
    """The path of LibreOffice, or a skip that says what is missing."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip(NO_OFFICE)
    return found


def no_office() -> str:
    """What is missing for a layout; nothing where LibreOffice and the fonts are there."""
    if shutil.which("soffice") is None:
        return NO_OFFICE
    lister = shutil.which("fc-list")
    known = (
        ""
        if lister is None
        else subprocess.run([lister, ":", "family"], capture_output=True, text=True, check=True).stdout
    )
    return "" if _SERIF in known and _SANS in known else f"{_SERIF} and {_SANS} are not installed"


def need_office() -> None:
    """Skip, and say what is missing, where nothing can be laid out."""
    missing = no_office()
    if missing:
        pytest.skip(missing)


def convert(sources: Sequence[Path], folder: Path, *, fonts: Path | None = None) -> list[Path | None]:
    """The PDF of each file, in one run with a fresh profile that is killed with all its children when it takes too long.

    `None` for a file of which LibreOffice makes none: it returns 0 on most failures.
    """
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    if not sources:
        return []
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts or _font_configuration(folder))}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    made = [(folder / source.name).with_suffix(".pdf") for source in sources]
    return [pdf if pdf.exists() else None for pdf in made]


def to_pdf(document: bytes, folder: Path) -> Path:
    """The document as a PDF."""
    need_office()
    source = folder / "document.docx"
    source.write_bytes(document)
    (result,) = convert([source], folder)
    assert result is not None, "LibreOffice made no PDF"
    return result


def pages(document: bytes, folder: Path) -> list[RenderedPage]:
    """The document's pages as LibreOffice lays them out."""
    pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber is not installed: pages cannot be measured")
    with pdfplumber.open(to_pdf(document, folder)) as pdf:
        return [_page(page) for page in pdf.pages]


def _font_configuration(folder: Path) -> Path:
    matches = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{wanted}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{taken}</string></edit></match>'
        for wanted, taken in _SUBSTITUTES.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{matches}</fontconfig>',
        encoding="utf-8",
    )
    return path


def _page(page: Any) -> RenderedPage:
    raster = page.to_image(resolution=_DOTS_PER_MM * 25.4).original.convert("L")
    return RenderedPage(
        width=float(page.width) * MM_PER_POINT,
        height=float(page.height) * MM_PER_POINT,
        glyphs=tuple(
            Glyph(char["text"], *(char[side] * MM_PER_POINT for side in ("x0", "x1", "top", "bottom")))
            for char in page.chars
        ),
        rules=tuple(
            Rule(
                shape["x0"] * MM_PER_POINT,
                shape["x1"] * MM_PER_POINT,
                shape["top"] * MM_PER_POINT,
                shape["bottom"] * MM_PER_POINT,
                tuple(shape["non_stroking_color" if shape["fill"] else "stroking_color"] or ()),
                (shape["linewidth"] or 0) * MM_PER_POINT,
            )
            for shape in (*page.rects, *page.lines)
        ),
        grey=raster.tobytes(),
        across=raster.width,
    )
