"""工作簿的部件: what the sheets of an .xlsx share, and how its parts name each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen
from lxml import etree

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import XLSX, Limits
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import SAFE, R, S
from trafficlight.sheets._cell_texts import SHEETS, no_more_than
from trafficlight.sheets.reading.limits import Metered, Package
from trafficlight.sheets.reading.readers.archives import Malformed
from trafficlight.sheets.reading.readers.cell_values import (
    BUILT_IN_FORMATS,
    NumberFormat,
    Untrusted,
    built_in_format,
    number_format,
)

MAIN: Final = f"{{{S}}}"
STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
"""Of a workbook that Excel saves as “Strict Open XML”: the same elements under another name (ISO/IEC 29500-1)."""
YES: Final = frozenset({"1", "true"})
_REFERENCES: Final = {MAIN: f"{{{R}}}id", STRICT: "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"}
"""By which a workbook names the parts of its sheets."""


@frozen
class SheetPart:
    """工作表部件: a sheet's name, the part that holds it, and whether the workbook hides it."""

    name: str
    part: str
    hidden: bool


@frozen
class BookParts:
    """工作簿: its worksheets in order, the parts that all of them share, and whether its days count from 1904.

    `main` is the namespace of its elements: `MAIN` or `STRICT`.
    """

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    from_1904: bool
    main: str = MAIN


@frozen
class Book:
    """What all sheets of a workbook share: strings, cell formats that show more than a number, the day that is counted from.

    `main` is the namespace of its elements.
    """

    strings: Sequence[CellValue | Untrusted]
    formats: Mapping[str, NumberFormat]
    from_1904: bool
    main: str


def elements(stream: Metered, *tags: str, root: str, main: str) -> Iterator[Any]:
    """Elements of some tags of a part as they end; each is freed when the next is asked for.

    Raises `Malformed` when the part's root is another, `FileFault` when what cannot be freed grows past the limit.
    """
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=[main + tag for tag in tags],
        **SAFE,
    )
    parent: Any = None
    kept = 0
    for _, element in context:
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
    if context.root.tag != main + root:
        raise Malformed(f"{context.root.tag} where {root} is due")


def book_parts(package: Package, *, file: str, limits: Limits) -> BookParts:
    """Find the parts by the package's relationships. Raises `FileFault`, also for no sheet or too many of them."""
    workbook = package.related("", "officeDocument")
    if workbook is None:
        raise FileFault(XLSX.empty, file=file, expected=XLSX.plain)
    root = package.parse(workbook.target)
    main = next((main for main in _REFERENCES if root.tag == f"{main}workbook"), None)
    if main is None:
        raise FileFault(XLSX.other, file=file, expected=XLSX.save_as)
    relations = package.relations(workbook.target)
    shared = {relation.kind: relation.target for relation in relations.values() if package.has(relation)}
    properties = root.find(f"{main}workbookPr")
    sheets = tuple(_sheets(root, main, relations, file))
    if not sheets:
        raise FileFault(
            Words("工作簿里没有工作表", "the workbook has no sheets"),
            file=file,
            expected=Words("至少一张工作表", "at least one sheet"),
        )
    if len(sheets) > limits.sheets:
        raise FileFault(
            Words(
                f"有 {len(sheets)} 张工作表，超过 {limits.sheets} 张的限额",
                f"{len(sheets)} sheets, above the limit of {limits.sheets}",
            ),
            file=file,
            expected=no_more_than(limits.sheets, SHEETS),
        )
    return BookParts(
        sheets,
        shared.get("sharedStrings"),
        shared.get("styles"),
        properties is not None and properties.get("date1904") in YES,
        main,
    )


def _sheets(root: Any, main: str, relations: Mapping[str, Relation], file: str) -> Iterator[SheetPart]:
    """The worksheets; chart sheets hold no cells."""
    names: set[str] = set()
    parts: set[str] = set()
    for sheet in root.iterfind(f"{main}sheets/{main}sheet"):
        name = sheet.get("name", "")
        reference = sheet.get(_REFERENCES[main], "")
        relation = relations.get(reference)
        if relation is None and not reference:
            continue  # an old macro sheet, which holds no cells
        if relation is None or relation.external or name in names:
            raise FileFault(
                Words(f"工作表“{name}”重名或找不到内容", f"the sheet “{name}” is there twice, or has no contents"),
                file=file,
                expected=XLSX.whole,
            )
        names.add(name)
        if relation.target in parts:
            # no program does so, and a big part would be read once for each sheet
            raise FileFault(
                Words(f"工作表“{name}”与别的工作表共用内容", f"the sheet “{name}” shares its part with another"),
                file=file,
                expected=XLSX.whole,
            )
        parts.add(relation.target)
        if relation.kind == "worksheet":
            yield SheetPart(name, relation.target, sheet.get("state", "visible") != "visible")


def string_text(element: Any, main: str = MAIN) -> str:
    """The text of a shared or inline string: its runs joined, phonetic guides left out."""
    plain, run = f"{main}t", f"{main}r"
    if len(element) == 1 and element[0].tag == plain:
        return element[0].text or ""
    return "".join(
        child.text or "" if child.tag == plain else child.findtext(plain) or ""
        for child in element
        if child.tag in {plain, run}
    )


def cell_formats(package: Package, parts: BookParts) -> dict[str, NumberFormat]:
    """What those cell formats show, by number as cells name it, that show another thing than a number."""
    if parts.styles is None:
        return {}
    shown = {str(number): built_in_format(number) for number in range(BUILT_IN_FORMATS)}
    formats: dict[str, NumberFormat] = {}
    number = 0
    for element in elements(package.open(parts.styles), "numFmt", "xf", root="styleSheet", main=parts.main):
        identity = element.get("numFmtId", "0")
        if element.tag == f"{parts.main}numFmt":
            shown[identity] = number_format(element.get("formatCode", ""))
        elif element.getparent().tag == f"{parts.main}cellXfs":
            form = shown.get(identity, NumberFormat.NUMBER)
            if form is not NumberFormat.NUMBER:
                formats[str(number)] = form
            number += 1
    return formats
