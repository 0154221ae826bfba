"""工作簿的部件: the workbook's list of sheets, its shared strings, and which of its cell formats are dates."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import IO, Any, Final

from attrs import frozen
from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from trafficlight.errors import FileFault
from trafficlight.model.kinds import CellValue
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.texts import VISIBLE, first_unprintable, unescape

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_EAST_ASIAN_DATES: Final = frozenset(map(str, (*range(27, 37), *range(50, 59))))
"""Number formats that a file may name without spelling out; in Chinese Excel they are dates (ECMA-376 Part 1, 18.8.30)."""


@frozen
class SheetPart:
    """工作表部件: a sheet's name, the part that holds it, and whether the workbook hides it."""

    name: str
    part: str
    hidden: bool


@frozen
class Untrusted:
    """A cell's printable text that cannot be taken for its value, and what is expected instead."""

    text: str
    expected: str


@frozen
class BookParts:
    """工作簿: its worksheets in order, the parts that all of them share, and whether its days count from 1904."""

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    from_1904: bool


def parser() -> etree.XMLParser:
    """A parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def elements(stream: IO[bytes], *tags: str, root: str) -> Iterator[Any]:
    """Elements of some tags as they end. Raises `ValueError` when the part's root is another."""
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=[MAIN + tag for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _, element in context:
        yield element
    if context.root.tag != MAIN + root:
        raise ValueError(f"{context.root.tag} where {root} is due")


def drop(element: Any) -> None:
    """Free an element that has been read, and the empty shell of the one before it."""
    element.clear()
    previous = element.getprevious()
    if previous is not None:
        element.getparent().remove(previous)


def book_parts(package: zipfile.ZipFile, *, file: str) -> BookParts:
    """Find the parts by the package's relationships. Raises `FileFault`, and foreign errors for broken XML."""
    office = [target for kind, target in _relations(package, "").values() if kind.endswith("/officeDocument")]
    workbook = office[0] if office else ""
    if workbook not in package.namelist():
        raise FileFault("压缩包里没有工作簿", file=file, expected="普通的 .xlsx 文件")
    root = etree.fromstring(package.read(workbook), parser())
    if root.tag != f"{MAIN}workbook":
        strict = root.tag.endswith("}workbook")
        what = "这是严格（Strict）格式的工作簿" if strict else "这不是 Excel 工作簿"
        raise FileFault(what, file=file, expected="普通的“Excel 工作簿（.xlsx）”，请另存")
    relations = _relations(package, workbook)
    shared = {kind.rpartition("/")[2]: target for kind, target in relations.values() if target in package.namelist()}
    properties = root.find(f"{MAIN}workbookPr")
    return BookParts(
        tuple(_sheets(root, relations, file)),
        shared.get("sharedStrings"),
        shared.get("styles"),
        properties is not None and properties.get("date1904") in {"1", "true"},
    )


def _sheets(root: Any, relations: dict[str, tuple[str, str]], file: str) -> Iterator[SheetPart]:
    """The worksheets; chart sheets hold no cells."""
    names: set[str] = set()
    for sheet in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        name = sheet.get("name", "")
        kind, target = relations.get(sheet.get(f"{_OFFICE}id", ""), ("", ""))
        if not target or name in names:
            raise FileFault(f"工作表“{name}”重名或找不到内容", file=file, expected="完好的 .xlsx 文件")
        names.add(name)
        if kind.endswith("/worksheet"):
            yield SheetPart(name, target, sheet.get("state", "visible") != "visible")


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Type and target of each relationship of a part, by id; targets as names in the package."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.namelist():
        return {}
    root = etree.fromstring(package.read(path), parser())
    return {
        relation.get("Id", ""): (
            relation.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in root.iterfind(f"{_PACKAGE}Relationship")
        if relation.get("TargetMode") != "External"
    }


def string_text(element: Any) -> str:
    """The text of a shared or inline string: its runs joined, phonetic guides left out."""
    if len(element) == 1 and element[0].tag == f"{MAIN}t":
        return element[0].text or ""
    runs = (run for run in element if run.tag in {f"{MAIN}t", f"{MAIN}r"})
    return "".join(run.text or "" if run.tag == f"{MAIN}t" else run.findtext(f"{MAIN}t") or "" for run in runs)


def text_value(raw: str, limits: Limits) -> str | Untrusted | None:
    """A text as a cell's value: None when it is blank, untrusted when it is too long or holds control characters."""
    if not raw or raw.isspace():
        return None
    if len(raw) > limits.cell_characters:
        return Untrusted(f"{raw[:100]}…", f"不超过 {limits.cell_characters} 字的内容")
    if "_x" in raw:
        text = unescape(raw)
        return text if first_unprintable(text) is None else Untrusted(text, VISIBLE)
    return raw


def shared_strings(
    package: zipfile.ZipFile, part: str | None, *, file: str, limits: Limits
) -> list[CellValue | Untrusted]:
    """The strings that cells name by number. Raises `FileFault` past the limit, and foreign errors."""
    strings: list[CellValue | Untrusted] = []
    if part is None:
        return strings
    with package.open(part) as stream:
        for element in elements(stream, "si", root="sst"):
            strings.append(text_value(string_text(element), limits))
            drop(element)
            if len(strings) > limits.shared_strings:
                raise FileFault(
                    f"共享字符串超过 {limits.shared_strings} 条的限额", file=file, expected="普通的 .xlsx 文件"
                )
    return strings


def date_formats(package: zipfile.ZipFile, part: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Which cell formats (numbers, as cells name them) show dates, and which of them durations."""
    if part is None:
        return frozenset(), frozenset()
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | dict.fromkeys(_EAST_ASIAN_DATES, "yyyy")
    kinds: dict[str, tuple[bool, bool]] = {}
    dates: set[str] = set()
    durations: set[str] = set()
    number = 0
    with package.open(part) as stream:
        for element in elements(stream, "numFmt", "xf", root="styleSheet"):
            identity = element.get("numFmtId", "0")
            if element.tag == f"{MAIN}numFmt":
                codes[identity] = element.get("formatCode", "")
            elif element.getparent().tag == f"{MAIN}cellXfs":
                if identity not in kinds:
                    code = codes.get(identity, "")
                    kinds[identity] = is_date_format(code), is_timedelta_format(code)
                is_date, is_duration = kinds[identity]
                if is_date:
                    dates.add(str(number))
                if is_duration:
                    durations.add(str(number))
                number += 1
                drop(element)
    return frozenset(dates), frozenset(durations)
