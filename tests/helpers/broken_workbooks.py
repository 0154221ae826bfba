"""What the tests of faults share: reading a file that is expected to be at fault, here or in another process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter

import trafficlight as tl
from helpers.office_sheets import SCHEME

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(data: bytes, name: str = "招商.xlsx") -> None:
    """Read a file for nothing but its faults, which are raised; a job for another process."""
    tl.sheets.read(data, file_name=name, scheme=SCHEME)


def faults(data: bytes, name: str = "招商.xlsx") -> tl.SheetFaults:
    """What is wrong with a file."""
    with pytest.raises(tl.SheetFaults) as caught:
        read(data, name)
    return caught.value


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    """A package of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


def cell(row: int, column: int, *, sheet: str = "招商", expected: str = "文字", **more: Any) -> tl.errors.CellFault:
    """A fault of a cell, given by row and column from 1."""
    name = f"{get_column_letter(column)}{row}"
    given = {"file": "招商.xlsx", "header": "表头", "value": "错", **more}
    return tl.errors.CellFault(sheet=sheet, row=row, column=column, cell=name, expected=expected, **given)


def opened(data: bytes) -> openpyxl.Workbook:
    """A workbook as openpyxl has it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def plain(xml: bytes) -> bytes:
    """XML as it is written when there is one way to write it."""
    return etree.tostring(etree.fromstring(xml), method="c14n")


def unmarked(sheet: bytes, old: bytes) -> bytes:
    """A sheet's XML without what marking adds, canonically written."""
    root: Any = etree.fromstring(sheet)
    before: Any = etree.fromstring(old)
    styles = {c.get("r"): c.get("s") for c in before.iter(f"{MAIN}c")}
    rows = {row.get("r") for row in before.iter(f"{MAIN}row")}
    for element in root.findall(f"{MAIN}legacyDrawing"):
        root.remove(element)
    for c in list(root.iter(f"{MAIN}c")):
        if c.get("r") not in styles:
            assert (len(c), c.text, sorted(c.keys())) == (0, None, ["r", "s"])
            c.getparent().remove(c)
        elif styles[c.get("r")] is None:
            c.attrib.pop("s", None)
        else:
            c.set("s", styles[c.get("r")])
    for row in list(root.iter(f"{MAIN}row")):
        if row.get("r") not in rows:
            assert row.keys() == ["r"]
            row.getparent().remove(row)
    return etree.tostring(root, method="c14n")
