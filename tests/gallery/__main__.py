"""The pages of every document as pictures: writes docs/images/ and docs/reference/gallery.md.

    tox run -e gallery

LibreOffice lays the documents out with the fonts that `FONTCONFIG_FILE` names, else with Noto's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pypdfium2
import weasyprint
from attrs import frozen
from helpers import browsing
from helpers.rendering import convert, no_office
from helpers.scripts import EXAMPLES, run
from helpers.shared_data import REPOSITORY, SHARED
from PIL import Image

PAGE: Final = REPOSITORY / "docs" / "reference" / "gallery.md"
IMAGES: Final = REPOSITORY / "docs" / "images"
DOTS_PER_INCH: Final = 75
ACROSS: Final = 1890  # dots: three portrait pages, or two landscape ones
PAGES: Final = 9  # on a plate
GAP: Final = 6
GROUND: Final = (136, 136, 136)
COLOURS: Final = 64

README: Final = (("notice", 1), ("notice", 5), ("bulletin", 3), ("bulletin", 4))
"""The pages that the README shows, by document and number."""
HEROES: Final[dict[tuple[str, int], Image.Image]] = {}

HEAD: Final = """\
# Gallery

Every page of the documents that the examples write, laid out by LibreOffice. The type is free; an office has the national
standard's own. `tox run -e gallery` makes these pictures and this page.
"""


@frozen
class Shown:
    """A document: which script writes it where, and what is to be seen."""

    name: str
    title: str
    file: str
    words: str


@frozen
class Example:
    """A script with its documents."""

    script: str
    shown: tuple[Shown, ...]
    arguments: tuple[object, ...] = ()

    @property
    def command(self) -> str:
        """How a reader runs it."""
        said = (_relative(one) if isinstance(one, Path) else str(one) for one in self.arguments)
        return " ".join(["python", f"examples/{self.script}", *said])


def _relative(path: Path) -> str:
    """The path in the repository; data that lie beside it have no place that a reader knows."""
    return path.relative_to(REPOSITORY).as_posix() if path.is_relative_to(REPOSITORY) else "FOLDER"


EXAMPLES_SHOWN: Final = (
    Example(
        "jining/notice.py",
        (
            Shown(
                "notice",
                "济审办发〔2023〕5号, rebuilt",
                "通知.docx",
                "The whole notice: red head, title, body, list of annexes, signature and date; annex 1, the task force's roster; "
                "annex 2, the ledger's blank form; annex 3, the compendium's pattern; annex 4, the bulletin's with every blank "
                "form and the grouping table; the colophon at the foot of the last page. Its text is the published notice's.",
            ),
        ),
    ),
    Example(
        "jining/week.py",
        (
            Shown("ledger", "The weekly ledger 台账", "台账.docx", "Ranked by lights, below the summary sentence."),
            Shown("ledger-workbook", "The same as a workbook", "台账.xlsx", "As it prints: one page across."),
            Shown(
                "extract", "An extract", "责任科室/人事科.docx", "A department's own rows; leaders get theirs likewise."
            ),
            Shown(
                "letter",
                "A reminder letter 提醒函",
                "提醒函/办公室提醒函.docx",
                "The letter format of GB/T 9704: red double rules, the number at the right, none on page 1.",
            ),
            Shown(
                "sign-off",
                "Its sign-off sheet 审签单",
                "提醒函/办公室提醒函审签单.docx",
                "What is to be sent, and who signs it off; without a leader's signature there is no letter.",
            ),
        ),
        ("--signed-off", EXAMPLES / "jining" / "审签.toml"),
    ),
    Example(
        "jining/quarter.py",
        (
            Shown(
                "bulletin",
                "The quarter's bulletin 通报",
                "通报.docx",
                "Cover, contents with true page numbers, the count tables in ranked order with their charts, each theme's table "
                "with its own note, the groups' tables, and the grounds of every light. A light is fill and word, so that a grey "
                "print and a colour-blind reader lose nothing.",
            ),
            Shown(
                "edition",
                "The counties' edition",
                "通报（县（市、区）审计局）.docx",
                "The parts that concern a county bureau.",
            ),
        ),
        ("--edition", "all", "--grounds"),
    ),
    Example(
        "jining/compendium.py",
        (
            Shown(
                "compendium",
                "The compendium 汇编",
                "汇编.docx",
                "Articles that units sent in, in one style, with their own pictures, tables, lists and footnotes, and their "
                "landscape pages kept.",
            ),
        ),
    ),
    Example(
        "jining/blank.py",
        (
            Shown(
                "blank-word",
                "Blank forms as a Word document",
                "办公室.docx",
                "What a steward sends out, with the collection's own columns.",
            ),
            Shown(
                "blank-workbook",
                "The same as a workbook, with its guide",
                "办公室.xlsx",
                "Drop-downs, checks and locked cells are there; paper shows the cells alone.",
            ),
        ),
    ),
    Example(
        "own_look/own_look.py",
        (
            Shown(
                "own-notice",
                "An agency's own look: a notice",
                "通报件.docx",
                "Fonts, colours and head come from values.",
            ),
            Shown(
                "own-drawn",
                "The same below a head drawn in Word",
                "通报件（自绘版头）.docx",
                "The head is the agency's own .docx.",
            ),
            Shown("own-bulletin", "Its bulletin", "亮灯通报.docx", "Its own lights, words and numbering."),
            Shown("own-html", "The same bulletin in HTML", "亮灯通报.html", "What a host page shows, here on paper."),
            Shown("own-letter", "Its letter", "提示单.docx", "In its own words."),
        ),
    ),
    Example(
        "gmpp/portfolio.py",
        (
            Shown(
                "portfolio",
                "Another agency: the Government Major Projects Portfolio",
                "portfolio.docx",
                "Five lights of its own, on published data.",
            ),
        ),
        ("--input", SHARED / "data" / "gmpp"),
    ),
)


def pictures(pdf: Path) -> list[Image.Image]:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB") for page in document]


def rows(pages: Sequence[Image.Image], width: int) -> Iterator[list[Image.Image]]:
    """Pages side by side as far as they go."""
    row: list[Image.Image] = []
    for page in pages:
        if row and sum(one.width + GAP for one in (*row, page)) > width:
            yield row
            row = []
        row.append(page)
    if row:
        yield row


def plate(pages: Sequence[Image.Image], *, across: int = ACROSS) -> Image.Image:
    """Pages on one picture, in few colours."""
    lines = list(rows(pages, across))
    width = max(sum(page.width + GAP for page in row) for row in lines) + GAP
    height = sum(max(page.height for page in row) + GAP for row in lines) + GAP
    whole = Image.new("RGB", (width, height), GROUND)
    down = GAP
    for row in lines:
        left = GAP
        for page in row:
            whole.paste(page, (left, down))
            left += page.width + GAP
        down += max(page.height for page in row) + GAP
    return in_few_colours(whole)


def plates(shown: Shown, pages: Sequence[Image.Image]) -> Iterator[str]:
    """The plates of a document, written; the lines of the page that show them."""
    for old in (*IMAGES.glob(f"{shown.name}.png"), *IMAGES.glob(f"{shown.name}-[0-9].png")):
        old.unlink()
    for at in range(0, len(pages), PAGES):
        part = pages[at : at + PAGES]
        name = f"{shown.name}-{at // PAGES + 1}.png" if len(pages) > PAGES else f"{shown.name}.png"
        plate(part).save(IMAGES / name, optimize=True)
        where = f"page {at + 1}" if len(part) == 1 else f"pages {at + 1} to {at + len(part)}"
        yield f"![{shown.title}: {where} of {len(pages)}](../images/{name})\n"


def section(example: Example, folder: Path) -> Iterator[str]:
    """What a script's documents look like."""
    run(example.script, "--out", folder, *example.arguments, folder=folder)
    for one, pdf in zip(example.shown, laid_out(example.shown, folder), strict=True):
        pages = pictures(pdf)
        HEROES.update({(one.name, number): page for number, page in enumerate(pages, 1)})
        yield f"## {one.title}\n"
        yield f"{one.words} `{example.command}`\n"
        yield from plates(one, pages)
        if one.file.endswith(".html") and browsing.browser():
            yield screens(one, folder)


def screens(shown: Shown, folder: Path) -> str:
    """A web page in a browser, written; the line of the page that shows it."""
    made = browsing.screens((folder / shown.file).read_text(encoding="utf-8"), folder)
    name = f"{shown.name}-screens.png"
    with Image.open(made) as picture:
        in_few_colours(picture.convert("RGB")).save(IMAGES / name, optimize=True)
    return f"![{shown.title}: in a browser, wide, on a phone, and on one with dark colours](../images/{name})\n"


def in_few_colours(picture: Image.Image) -> Image.Image:
    """As a plate is kept."""
    return picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def laid_out(shown: Sequence[Shown], folder: Path) -> Iterator[Path]:
    """The PDF of each document, in order."""
    fonts = os.environ.get("FONTCONFIG_FILE")
    copies = {
        one: shutil.copyfile(folder / one.file, folder / f"shown-{one.name}{Path(one.file).suffix}")
        for one in shown
        if not one.file.endswith(".html")
    }
    made = dict(zip(copies, convert([*copies.values()], folder, fonts=Path(fonts) if fonts else None), strict=True))
    for one in shown:
        pdf = made.get(one) or folder / f"{one.name}.pdf"
        if one not in made:
            weasyprint.HTML(folder / one.file).write_pdf(pdf)
        assert pdf.exists(), one.file
        yield pdf


def main() -> None:
    """Make all."""
    missing = no_office()
    if missing:
        raise SystemExit(missing)
    lines = [HEAD]
    IMAGES.mkdir(exist_ok=True)
    for example in EXAMPLES_SHOWN:
        with tempfile.TemporaryDirectory() as folder:
            lines += section(example, Path(folder))
            print(example.script)
    plate([HEROES[place] for place in README], across=4 * ACROSS).save(IMAGES / "bulletin.png", optimize=True)
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    sizes = [path.stat().st_size for path in IMAGES.glob("*.png")]
    print(f"{len(sizes)} pictures in {IMAGES.name}, {sum(sizes) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
