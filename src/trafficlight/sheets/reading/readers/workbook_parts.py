"""工作簿的部件: what the sheets of an .xlsx share, and how its parts name each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

from attrs import field, frozen
from lxml import etree

from trafficlight.messages import Words, counted
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.file_kinds import XLSX
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import SAFE, S, r
from trafficlight.sheets._cell_texts import SHEETS, no_more_than
from trafficlight.sheets.reading.grid import struck
from trafficlight.sheets.reading.hand_in_files import Malformed, Metered, Package, whole
from trafficlight.sheets.reading.readers.cell_values import Value, doubted, text_value
from trafficlight.sheets.reading.readers.number_formats import BUILT_IN, NumberFormat
from trafficlight.sheets.reading.readers.word_tables import Lights

MAIN: Final = f"{{{S}}}"
YES: Final = frozenset({"1", "true"})
NO_CONTENTS: Final = Words(
    "找不到内容，或与别的工作表重名、共用内容", "no contents, or the name or the contents of another sheet"
)
"""What is said of a sheet that leads to no part."""
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_MOST_COVERED: Final = 4
"""Rows and columns of a picture that are looked at: a larger one is no entry of a cell."""
_JUST_REACHED: Final = 120_000
"""English metric units, a third of a centimetre: a picture that ends so near a cell's edge belongs to the cell before."""


@frozen
class SheetPart:
    """工作表部件: a sheet's name, the part that holds it, and whether the workbook hides it.

    The name of the part is empty where the workbook leads to none.
    """

    name: str
    part: str
    hidden: bool


@frozen
class BookParts:
    """工作簿: its worksheets in order, the parts that all of them share, and whether its days count from 1904."""

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    from_1904: bool


@frozen
class CellLooks:
    """单元格样式: by the number that cells name: the number formats that are not General, and which are struck through.

    `special` are those that say something about texts, too: struck through, or with a format for texts.
    """

    formats: Mapping[str, NumberFormat] = field(factory=dict)
    struck: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()


@frozen
class Book:
    """What all sheets of a workbook share: strings, looks, the day that is counted from."""

    strings: Sequence[Value]
    looks: CellLooks
    from_1904: bool


def elements(stream: Metered, *tags: str, root: str) -> Iterator[Any]:
    """Elements of some tags of a part as they end; each is freed when the next is asked for.

    One that stands within another of them is that one's own.

    Raises `Malformed` when the part's root is another, `FileFault` when what cannot be freed grows past the limit.
    """
    context = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=[MAIN + tag for tag in tags],
        remove_comments=True,  # a text that one cuts is one text
        remove_pis=True,
        **SAFE,
    )
    parent: Any = None
    kept = inside = 0
    for event, element in context:
        inside += 1 if event == "start" else -1
        if inside or event == "start":
            continue
        yield element
        element.clear()
        around = element.getparent()
        if around is None:
            continue
        if around is not parent:
            # what stands before another parent, and that one, stays in the tree to its end
            parent, kept = around, stream.held
        while (previous := element.getprevious()) is not None:
            around.remove(previous)
        stream.held = kept
    if context.root.tag != MAIN + root:
        raise Malformed(f"{context.root.tag} where {root} is due")


def book_parts(package: Package) -> BookParts:
    """Find the parts by the package's relationships. Raises `FileFault`, also for no sheet or too many of them."""
    meter, limits = package.meter, package.meter.limits
    workbook = package.related("", "officeDocument")
    if workbook is None:
        raise meter.fault(XLSX.empty, XLSX.plain)
    root = package.parse(workbook.target)
    if root.tag != f"{MAIN}workbook":
        raise meter.fault(XLSX.other, XLSX.save_as)
    relations = package.relations(workbook.target)
    strings, styles = (package.related(workbook.target, kind) for kind in ("sharedStrings", "styles"))
    properties = root.find(f"{MAIN}workbookPr")
    sheets = tuple(_sheets(root, relations))
    if not sheets:
        raise meter.fault(
            Words("工作簿里没有工作表", "the workbook has no sheets"), Words("至少一张工作表", "at least one sheet")
        )
    if len(sheets) > limits.sheets:
        raise meter.fault(
            Words(
                f"有 {len(sheets)} 张工作表，超过 {limits.sheets} 张的限额",
                f"{counted(len(sheets), 'sheet')}, above the limit of {limits.sheets}",
            ),
            no_more_than(limits.sheets, SHEETS),
        )
    return BookParts(
        sheets,
        None if strings is None else strings.target,
        None if styles is None else styles.target,
        properties is not None and properties.get("date1904") in YES,
    )


def _sheets(root: Any, relations: Mapping[str, Relation]) -> Iterator[SheetPart]:
    """The worksheets; chart sheets hold no cells.

    No program lets two sheets share a name or a part: the second has none, and a big part is not read twice.
    """
    names: set[str] = set()
    parts: set[str] = set()
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        name = sheet.get("name", "")
        reference = sheet.get(r("id"), "")
        relation = relations.get(reference)
        if relation is None and not reference:
            continue  # an old macro sheet, which holds no cells
        if relation is not None and relation.kind != "worksheet":
            continue
        part = "" if relation is None or relation.external or name in names else relation.target
        yield SheetPart(name, "" if part in parts else part, sheet.get("state", "visible") != "visible")
        names.add(name)
        parts.add(part)


def pictures_over(package: Package, sheet: str) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of the cells over which a sheet's pictures lie. Raises `FlawedFile` for a damaged drawing."""
    drawing = package.related(sheet, "drawing")
    if drawing is None:
        return
    root = package.parse(drawing.target)
    if root.tag != f"{_DRAWING}wsDr":
        return
    for anchor in root:
        first, last = (_corner(anchor.find(f"{_DRAWING}{end}")) for end in ("from", "to"))
        if first is None or next(anchor.iter(f"{_DRAWING}pic"), None) is None:
            continue
        yield from product(*(_from_to(*ends) for ends in zip(first, last or first, strict=True)))


def _from_to(first: int, last: int) -> range:
    return range(first, min(max(first, last), first + _MOST_COVERED) + 1)


def _corner(corner: Any) -> tuple[int, int] | None:
    """The cell in which a picture begins or ends; one that it only just reaches is not counted."""
    if corner is None:
        return None
    number = {name: corner.findtext(f"{_DRAWING}{name}") or "0" for name in ("row", "rowOff", "col", "colOff")}
    if not all(text.isascii() and text.isdecimal() and len(text) < 10 for text in number.values()):
        return None
    is_end = corner.tag == f"{_DRAWING}to"
    row, column = (
        int(number[name]) - (is_end and int(number[f"{name}Off"]) < _JUST_REACHED) for name in ("row", "col")
    )
    return row, column


def string_text(element: Any) -> str:
    """The text of a shared or inline string: its runs joined, phonetic guides left out."""
    return "".join(text for text, _ in _runs(element))


def string_value(element: Any, limits: Limits) -> Value:
    """A shared or inline string as a cell's value, doubted where a run is struck through."""
    runs = _runs(element)
    value = text_value("".join(text for text, _ in runs), limits)
    if not any(is_off and text.strip() for text, is_off in runs):
        return value
    live = text_value("".join(text for text, is_off in runs if not is_off), limits)
    return doubted(value, struck(live.strip() if isinstance(live, str) else ""))


def _runs(element: Any) -> list[tuple[str, bool]]:
    """The texts of a string, and whether each is struck through."""
    plain, run = f"{MAIN}t", f"{MAIN}r"
    if len(element) == 1 and element[0].tag == plain:
        return [(element[0].text or "", False)]
    return [
        (child.text or "", False) if child.tag == plain else (child.findtext(plain) or "", is_struck(child))
        for child in element
        if child.tag in {plain, run}
    ]


def is_struck(around: Any) -> bool:
    """Whether a font, or the properties of a run, strike through."""
    strike = next(around.iter(f"{MAIN}strike"), None)
    return strike is not None and strike.get("val", "1") in YES


def cell_looks(package: Package, parts: BookParts, lights: Lights) -> CellLooks:
    """The looks that cells name by their numbers."""
    if parts.styles is None:
        return CellLooks()
    shown = {str(number): NumberFormat(code) for number, code in BUILT_IN.items()}
    formats: dict[str, NumberFormat] = {}
    fonts: list[bool] = []
    off: set[str] = set()
    number = 0
    for element in elements(package.open(parts.styles), "numFmt", "font", "xf", root="styleSheet"):
        around = element.getparent().tag.removeprefix(MAIN)
        if element.tag == f"{MAIN}numFmt":
            shown[element.get("numFmtId", "0")] = NumberFormat(lights.beside(element.get("formatCode", "")))
        elif around == "fonts":
            fonts.append(is_struck(element))
        elif around == "cellXfs":
            look, font = shown.get(element.get("numFmtId", "0")), whole(element.get("fontId", "0"))
            if look is not None and not look.is_general:
                formats[str(number)] = look
            if 0 <= font < len(fonts) and fonts[font]:
                off.add(str(number))
            number += 1
    special = off | {style for style, look in formats.items() if look.changes_texts}
    return CellLooks(formats, frozenset(off), frozenset(special))
