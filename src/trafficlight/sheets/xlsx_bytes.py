"""定稿: an .xlsx that openpyxl has saved, made the same bytes for the same contents, and valid to the letter.

openpyxl writes the time of writing, fonts whose parts stand in another order than the schema's, and every text in its
cell, which Excel would move into a table of strings at the next saving.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

from lxml import etree
from openpyxl import Workbook

from trafficlight.sheets.formats.package_xml import MAIN, parser, string_text

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")
_FONT_ORDER: Final = [
    MAIN + tag
    for tag in "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
]
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRINGS: Final = "xl/sharedStrings.xml"
_STRINGS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_PRESERVE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def finished(book: Workbook) -> bytes:
    """The workbook's bytes, without the time of writing. Raises `OSError` where the disk for temporary files is full."""
    saved = io.BytesIO()
    try:
        book.save(saved)
    except etree.SerialisationError as error:  # each sheet goes through a temporary file of openpyxl's
        raise OSError(f"{tempfile.gettempdir()}: {error}") from error
    stream = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in _settled(source):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            target.writestr(member, data)
    return stream.getvalue()


def _settled(source: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    strings: dict[str, int] = {}
    for name in source.namelist():
        data = source.read(name)
        if name.startswith("xl/worksheets/sheet"):
            data = _changed(data, lambda root: _share_strings(root, strings))
        elif name == "xl/styles.xml":
            data = _changed(data, _order_fonts)
        elif name == "docProps/core.xml":
            data = _changed(data, _drop_times)
        elif name == "[Content_Types].xml":
            data = _changed(data, _name_type)
        elif name == "xl/_rels/workbook.xml.rels":
            data = _changed(data, _name_relation)
        yield name, data
    yield _STRINGS, _string_table(strings)


def _changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    root = etree.fromstring(data, parser())
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _share_strings(root: Any, strings: dict[str, int]) -> None:
    """Move each text into the table of strings, and leave its number."""
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("t") == "inlineStr":
            text = string_text(cell[0])
            cell[:] = []
            cell.set("t", "s")
            etree.SubElement(cell, f"{MAIN}v").text = str(strings.setdefault(text, len(strings)))


def _string_table(strings: dict[str, int]) -> bytes:
    root = etree.fromstring(f'<sst xmlns="{MAIN[1:-1]}"/>')
    root.set("uniqueCount", str(len(strings)))
    for text in strings:
        element = etree.SubElement(etree.SubElement(root, f"{MAIN}si"), f"{MAIN}t")
        element.text = text
        element.set(_PRESERVE, "preserve")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _order_fonts(root: Any) -> None:
    for font in root.iter(f"{MAIN}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(str(child.tag)))


def _drop_times(root: Any) -> None:
    for tag in _TIMES:
        for element in root.findall(tag):
            root.remove(element)


def _name_type(root: Any) -> None:
    etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{_STRINGS}", ContentType=_STRINGS_TYPE)


def _name_relation(root: Any) -> None:
    etree.SubElement(
        root, f"{_RELATIONS}Relationship", Type=_STRINGS_RELATION, Target=f"/{_STRINGS}", Id="sharedStrings"
    )
