"""工作簿的部件: what the sheets of an .xlsx share, and how its parts name each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.model._kinds import CellValue
from trafficlight.ooxml.archive import XLSX, Limits
from trafficlight.ooxml.parts import Relation
from trafficlight.ooxml.xml import SAFE, R, S
from trafficlight.sheets.reading.limits import Package
from trafficlight.sheets.reading.readers.cell_values import Untrusted, is_percent_format, text_value

MAIN: Final = f"{{{S}}}"

_EAST_ASIAN_DATES: Final = frozenset(map(str, (*range(27, 37), *range(50, 59))))
"""Number formats that a file may name without spelling out; in Chinese Excel they are dates (ECMA-376 Part 1, 18.8.30)."""

_STRICT: Final = Words("这是严格（Strict）格式的工作簿", "this is a workbook in the Strict format")
_NOT_STRICT: Final = Words(
    "普通的“Excel 工作簿（.xlsx）”，请另存", "an ordinary “Excel Workbook (.xlsx)”: save it as one"
)


@frozen
class SheetPart:
    """工作表部件: a sheet's name, the part that holds it, and whether the workbook hides it."""

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


def elements(package: Package, part: str, *tags: str, root: str) -> Iterator[Any]:
    """Elements of some tags of a part as they end; each is freed when the next is asked for.

    Raises `ValueError` when the part's root is another, `FileFault` when what cannot be freed grows past the limit.
    """
    stream = package.open(part)
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=[MAIN + tag for tag in tags],
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
    if context.root.tag != MAIN + root:
        raise ValueError(f"{context.root.tag} where {root} is due")


def book_parts(package: Package, *, file: str) -> BookParts:
    """Find the parts by the package's relationships. Raises `FileFault`, and foreign errors for broken XML."""
    workbook = package.related("", "officeDocument")
    if workbook is None:
        raise FileFault(XLSX.empty, file=file, expected=XLSX.plain)
    root = package.parse(workbook.target)
    if root.tag != f"{MAIN}workbook":
        strict = root.tag.endswith("}workbook")
        raise FileFault(_STRICT if strict else XLSX.other, file=file, expected=_NOT_STRICT)
    relations = package.relations(workbook.target)
    shared = {relation.kind: relation.target for relation in relations.values() if package.has(relation)}
    properties = root.find(f"{MAIN}workbookPr")
    return BookParts(
        tuple(_sheets(root, relations, file)),
        shared.get("sharedStrings"),
        shared.get("styles"),
        properties is not None and properties.get("date1904") in {"1", "true"},
    )


def _sheets(root: Any, relations: Mapping[str, Relation], file: str) -> Iterator[SheetPart]:
    """The worksheets; chart sheets hold no cells."""
    names: set[str] = set()
    parts: set[str] = set()
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        name = sheet.get("name", "")
        reference = sheet.get(f"{{{R}}}id", "")
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


def string_text(element: Any) -> str:
    """The text of a shared or inline string: its runs joined, phonetic guides left out."""
    if len(element) == 1 and element[0].tag == f"{MAIN}t":
        return element[0].text or ""
    runs = (run for run in element if run.tag in {f"{MAIN}t", f"{MAIN}r"})
    return "".join(run.text or "" if run.tag == f"{MAIN}t" else run.findtext(f"{MAIN}t") or "" for run in runs)


def shared_strings(package: Package, part: str | None, *, file: str, limits: Limits) -> list[CellValue | Untrusted]:
    """The strings that cells name by number. Raises `FileFault` past the limit, and foreign errors."""
    strings: list[CellValue | Untrusted] = []
    if part is None:
        return strings
    for element in elements(package, part, "si", root="sst"):
        strings.append(text_value(string_text(element), limits))
        if len(strings) > limits.shared_strings:
            raise FileFault(
                Words(
                    f"共享字符串超过 {limits.shared_strings} 条的限额",
                    f"more than the limit of {limits.shared_strings} shared strings",
                ),
                file=file,
                expected=XLSX.plain,
            )
    return strings


def cell_formats(package: Package, part: str | None) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Which cell formats (numbers, as cells name them) show dates, which of them durations, and which show percentages."""
    if part is None:
        return frozenset(), frozenset(), frozenset()
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | dict.fromkeys(_EAST_ASIAN_DATES, "yyyy")
    kinds: dict[str, tuple[bool, bool, bool]] = {}
    dates: set[str] = set()
    durations: set[str] = set()
    percentages: set[str] = set()
    number = 0
    for element in elements(package, part, "numFmt", "xf", root="styleSheet"):
        identity = element.get("numFmtId", "0")
        if element.tag == f"{MAIN}numFmt":
            codes[identity] = element.get("formatCode", "")
        elif element.getparent().tag == f"{MAIN}cellXfs":
            if identity not in kinds:
                code = codes.get(identity, "")
                kinds[identity] = is_date_format(code), is_timedelta_format(code), is_percent_format(code)
            is_date, is_duration, is_percent = kinds[identity]
            if is_date:
                dates.add(str(number))
            if is_duration:
                durations.add(str(number))
            if is_percent and not is_date:
                percentages.add(str(number))
            number += 1
    return frozenset(dates), frozenset(durations), frozenset(percentages)
