"""退回的各种包: workbooks as other programs write them, without formats, with buttons, with drawings that are no XML."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from helpers.broken_workbooks import MAIN, cell, faults, opened, packed, parts
from helpers.office_sheets import headers, xlsx
from helpers.processes import same_everywhere
from lxml import etree

import trafficlight as tl
from trafficlight.ooxml.archive import LIMITS, Archive
from trafficlight.ooxml.file_kinds import XLSX
from trafficlight.ooxml.parts import Package
from trafficlight.sheets import marked

SHEET = "xl/worksheets/sheet1.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
BROKEN = xlsx(("招商", [headers("investment"), [1, "办公事", None, None, None, "推进很慢"]], []))
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BUTTON = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\r\n'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1,5"/></o:shapelayout>'
    '<v:shape id="_x0000_s7170" o:button="t"><v:textbox><div>按<br>钮</div></v:textbox></v:shape></xml>\r\n'
).encode()


def fills(data: bytes) -> list[str]:
    """The cells of the first sheet that are marked."""
    cells = (c for row in opened(data).worksheets[0].iter_rows() for c in row)
    return [c.coordinate for c in cells if c.fill.fgColor.rgb == "FFFFC7CE" and c.comment is not None]


def told(data: bytes) -> list[str]:
    """What reading says of a workbook's faults."""
    return list(map(str, faults(data).faults))


def test_a_workbook_without_formats() -> None:
    """A workbook that has no part for formats gets one, with the plain format first."""
    members = parts(BROKEN)
    del members["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        members[name] = re.sub(rb"<(Override|Relationship)\b[^>]*styles[^>]*/>", b"", members[name])
        assert b"styles" not in members[name]
    members[SHEET] = re.sub(rb' s="\d+"', b"", members[SHEET])
    data = packed(members)
    done = marked(data, faults(data).faults, file_name="招商.xlsx")
    assert fills(done) == ["B2", "F2"]
    assert faults(done).to_data() == faults(data).to_data()


def test_a_workbook_that_names_the_type_of_each_part() -> None:
    """LibreOffice and others name no type for endings: the relationships that are added get theirs, too."""
    members = parts(BROKEN)
    types = etree.fromstring(members["[Content_Types].xml"])
    space = "{http://schemas.openxmlformats.org/package/2006/content-types}"
    endings = {one.get("Extension", ""): one.get("ContentType", "") for one in types.findall(f"{space}Default")}
    for one in types.findall(f"{space}Default"):
        types.remove(one)
    named = {one.get("PartName") for one in types}
    for name in members:
        if f"/{name}" not in named and name != "[Content_Types].xml":
            kind = endings[name.rpartition(".")[2]]
            etree.SubElement(types, f"{space}Override", PartName=f"/{name}", ContentType=kind)
    members["[Content_Types].xml"] = etree.tostring(types)
    data = packed(members)
    done = parts(marked(data, faults(data).faults, file_name="招商.xlsx"))
    told = etree.fromstring(done.pop("[Content_Types].xml"))
    typed = {one.get("PartName", one.get("Extension", "")) for one in told}
    assert [name for name in done if not typed & {f"/{name}", name.rpartition(".")[2]}] == []


AROUND = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CHOICE = f'<m:AlternateContent xmlns:m="{AROUND}"><m:Choice Requires="x"><sheetData/></m:Choice><m:Fallback><sheetData>'


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        pytest.param(CHOICE, "</sheetData></m:Fallback></m:AlternateContent>", id="markup for other programs"),
        pytest.param("<sheetData><x>", "</x></sheetData>", id="within another element"),
        pytest.param("", "", id="in no data"),
        pytest.param("<sheetData/>", "<sheetData/>", id="beside the data"),
        pytest.param(f'<a:sheetData xmlns:a="{MAIN[1:-1]}">', "</a:sheetData>", id="in a space of its own"),
    ],
)
def test_rows_in_another_place_are_marked_there(opens: str, closes: str) -> None:
    """What reading takes is marked: rows get their colour where they stand, and a new row stands among them, in order."""
    members = parts(BROKEN)
    members[SHEET] = members[SHEET].replace(b"<sheetData>", opens.encode()).replace(b"</sheetData>", closes.encode())
    data = packed(members)
    assert told(data) == told(BROKEN)
    done = marked(data, [*faults(data).faults, cell(4, 2), cell(9, 1)], file_name="招商.xlsx")
    assert told(done) == told(BROKEN)
    sheet = etree.fromstring(parts(done)[SHEET])
    assert [row.get("r") for row in sheet.iter(f"{MAIN}row")] == ["1", "2", "4", "9"]
    coloured = {c.get("r") for c in sheet.iter(f"{MAIN}c") if c.get("s", "0") != "0"}
    assert {"B2", "F2", "B4", "A9"} <= coloured


def test_a_row_that_declares_its_prefix_is_no_neighbours_concern() -> None:
    """A new row below one that names its own namespace names it, too."""
    members = parts(BROKEN)
    row = f'<a:row xmlns:a="{MAIN[1:-1]}" r="3"/>'.encode()
    members[SHEET] = members[SHEET].replace(b"</sheetData>", row + b"</sheetData>")
    done = parts(marked(packed(members), [cell(3, 1), cell(9, 1)], file_name="招商.xlsx"))
    assert [one.get("r") for one in etree.fromstring(done[SHEET]).iter(f"{MAIN}row")] == ["1", "2", "3", "9"]


@pytest.mark.parametrize(("part", "left"), [("xl/worksheets/sheet2.xml", 2), (RELS, 1), ("xl/comments1.xml", 2)])
@pytest.mark.parametrize("again", [str, str.upper])
def test_a_part_that_stands_twice_is_refused_after_marking_too(
    part: str, left: int, again: Callable[[str], str]
) -> None:
    """Neither of two parts of a name is read; the workbook that goes back has both, unless a new one stands in their place."""
    rows: list[list[Any]] = [headers("investment"), [1, "办公事", None, None, None, "推进很慢"]]
    members = parts(marked(xlsx(("招商", rows, []), ("别的", rows, [])), [cell(1, 1)], file_name="招商.xlsx"))
    stream = io.BytesIO(packed(members))
    with zipfile.ZipFile(stream, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        package.writestr(again(part), members[part])
    data = stream.getvalue()
    reading = faults(data)
    done = marked(data, reading.faults, file_name="招商.xlsx")
    assert told(done) == told(data)
    assert [name.lower() for name in zipfile.ZipFile(io.BytesIO(done)).namelist()].count(part.lower()) == left


@pytest.mark.parametrize("missing", ["fills", "cellXfs", "cellStyleXfs", "fonts fills borders cellStyleXfs cellXfs"])
def test_formats_without_a_list(missing: str) -> None:
    """A list of formats or fills that is missing is made in its place: a new format refers to nothing that is not there."""
    members = parts(BROKEN)
    root = etree.fromstring(members["xl/styles.xml"])
    for name in missing.split():
        (found,) = root.findall(f"{MAIN}{name}")
        root.remove(found)
    done = marked(
        packed(members | {"xl/styles.xml": etree.tostring(root)}), faults(BROKEN).faults, file_name="招商.xlsx"
    )
    made = etree.fromstring(parts(done)["xl/styles.xml"])
    order = [str(child.tag).removeprefix(MAIN) for child in made]
    wanted = [name for name in "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles".split() if name in order]
    assert [name for name in order if name in wanted] == wanted
    assert set(missing.split()) <= set(order)
    marks = [c.get("s") for c in etree.fromstring(parts(done)[SHEET]).iter(f"{MAIN}c") if c.get("r") in {"B2", "F2"}]
    (formats,) = made.findall(f"{MAIN}cellXfs")
    (colours,) = made.findall(f"{MAIN}fills")
    for mark in marks:
        form = formats[int(mark or "")]
        assert b"FFFFC7CE" in etree.tostring(colours[int(form.get("fillId", ""))])
        for one, name in {"fontId": "fonts", "borderId": "borders", "xfId": "cellStyleXfs"}.items():
            assert int(form.get(one, "0")) < len(made.findall(f"{MAIN}{name}/*"))


def with_button() -> bytes:
    """A sheet with a button, drawn in VML that is not well-formed, as Excel writes it."""
    members = parts(BROKEN)
    members["xl/drawings/vmlDrawing1.vml"] = BUTTON
    # openpyxl writes the time of writing
    members["docProps/core.xml"] = re.sub(
        rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2023-10-08T09:00:00Z", members["docProps/core.xml"]
    )
    members["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/vmlDrawing" Target="/xl/drawings/vmlDrawing1.vml"/></Relationships>'
    ).encode()
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"<Override",
        b'<Default Extension="VML" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Override',
        1,
    )
    own = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rId1"/></worksheet>'.encode()
    members[SHEET] = members[SHEET].replace(b"</worksheet>", own)
    return packed(members)


def test_buttons_stay() -> None:
    """Shapes that are there already are the same bytes; ours go into the same drawing under numbers of their own."""
    data = with_button()
    done = parts(marked(data, faults(data).faults, file_name="招商.xlsx"))
    drawn = done["xl/drawings/vmlDrawing1.vml"]
    head, tail = BUTTON.split(b"</xml>")
    assert drawn.startswith(head.replace(b'data="1,5"', b'data="1,5,2"'))
    assert drawn.endswith(b"</xml>" + tail)
    assert re.findall(rb'<v:shape [^>]*id="(\w+)"', drawn) == [b"_x0000_s7170", b"_x0000_s2049", b"_x0000_s2050"]
    assert drawn.count(b"<v:shapetype") == 1
    assert done[SHEET].count(b"legacyDrawing") == 1
    assert [name for name in done if name.endswith(".vml")] == ["xl/drawings/vmlDrawing1.vml"]
    assert b"comments1.xml" in done["xl/worksheets/_rels/sheet1.xml.rels"]


VML = "xl/drawings/vmlDrawing1.vml"


def commented() -> dict[str, bytes]:
    """The parts of the broken workbook with the button, marked by somebody else."""
    return parts(marked(with_button(), [cell(1, 4)], file_name="招商.xlsx", author="别人"))


@pytest.mark.parametrize("damage", [None, b"", b"<a><b>", b"<!DOCTYPE a><a/>", b"\0"])
@pytest.mark.parametrize("part", [VML, RELS, "xl/comments1.xml", "[Content_Types].xml", "docProps/app.xml"])
def test_what_reading_takes_is_marked(part: str, damage: bytes | None) -> None:
    """A part that reading does not need may be missing or damaged: what is added takes its place, the rest stays."""
    members = commented()
    if part == "[Content_Types].xml" and damage is None:
        pytest.skip("a package without it is none")
    members = {name: data for name, data in members.items() if name != part}
    data = packed(members if damage is None else members | {part: damage})
    reading = faults(data)
    done = parts(marked(data, reading.faults, file_name="招商.xlsx"))
    assert told(packed(done)) == told(data) == told(BROKEN)
    relations = Package(Archive(packed(done), kind=XLSX, limits=LIMITS)).relations(SHEET)
    named = {one.kind: one for one in relations.values()}
    assert set(named) == {"comments", "vmlDrawing"}
    assert done[named["comments"].target].count("收表核对".encode()) >= len({fault.row for fault in reading.faults})
    assert done[named["vmlDrawing"].target].count(b"<v:shape ") >= 1
    assert done[SHEET].count(b"legacyDrawing") == 1
    (named_there,) = re.findall(rb'legacyDrawing [^>]*r:id="(\w+)"', done[SHEET])
    assert named["vmlDrawing"].id == named_there.decode()
    if part == "docProps/app.xml" and damage is not None:
        assert done[part] == damage


def test_a_damaged_part_is_copied_as_it_lies() -> None:
    """What cannot be unpacked, is locked or packed in an unknown way is the same bytes, under the same flags."""
    stream = io.BytesIO(BROKEN)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("extra.bin", b"x" * 99)
    made = bytearray(stream.getvalue())
    entry = made.rindex(b"PK\x01\x02")
    made[entry + 8], made[entry + 10], made[entry + 16] = 1, 99, 7  # flags, method, the sum of check
    done = marked(bytes(made), faults(BROKEN).faults, file_name="招商.xlsx")
    before, after = (zipfile.ZipFile(io.BytesIO(data)).getinfo("extra.bin") for data in (bytes(made), done))
    wanted = (1, 99, before.CRC, before.compress_size, before.file_size)
    assert (after.flag_bits, after.compress_type, after.CRC, after.compress_size, after.file_size) == wanted
    at, there = (one.header_offset + 30 + len("extra.bin") for one in (before, after))
    assert done[there : there + after.compress_size] == bytes(made[at : at + before.compress_size])


def test_what_is_wrong_with_a_sheet_that_cannot_be_edited_stands_on_another() -> None:
    """The other sheets are marked all the same; where there is none, the file is refused."""
    members = parts(xlsx(("招商", [headers("investment")], []), ("坏", [["x"]], [])))
    members["xl/worksheets/sheet2.xml"] = b"<worksheet><sheetData><row>"
    marks = [cell(1, 1), tl.errors.FileFault("坏了", file="招商.xlsx", sheet="坏")]
    done = parts(marked(packed(members), marks, file_name="招商.xlsx"))
    assert "坏: 坏了".encode() in done["xl/comments1.xml"]
    assert done["xl/worksheets/sheet2.xml"] == members["xl/worksheets/sheet2.xml"]
    members[SHEET] = b"<a/>"
    with pytest.raises(tl.errors.FileFault, match="worksheet is due"):
        marked(packed(members), marks, file_name="招商.xlsx")


def test_sheets_number_their_boxes_apart() -> None:
    """No two boxes of a workbook share a number, however many there are; more than a thousand on a sheet, too."""
    rows: list[list[Any]] = [
        headers("investment"),
        *([number, "办公事", None, None, None, "正常推进"] for number in range(1, 1101)),
    ]
    data = xlsx(("招商", rows, []), ("别的", [["x"]], []))
    told = [*(cell(row, 2) for row in range(2, 1102)), cell(1, 1, sheet="别的")]
    done = parts(marked(data, told, file_name="招商.xlsx"))
    numbers = [
        int(number)
        for name, part in done.items()
        if name.endswith(".vml")
        for number in re.findall(rb'<v:shape [^>]*id="_x0000_s(\d+)"', part)
    ]
    assert len(numbers) == len(set(numbers)) == 1101
    blocks = [re.findall(rb'idmap [^>]*data="([^"]*)"', part) for name, part in done.items() if name.endswith(".vml")]
    assert blocks == [[b"1,2"], [b"3"]]
    assert {number // 1024 for number in numbers} == {1, 2, 3}


def test_a_damaged_package_is_a_fault() -> None:
    """Whatever is cut, swapped or missing in a workbook, it is marked or refused by a `FileFault`, nothing else."""
    told: list[tl.errors.Fault] = [*faults(BROKEN).faults, cell(9, 9), tl.errors.FileFault("x", file="招商.xlsx")]
    members = parts(with_button())
    chance = random.Random(2023)  # noqa: S311  # the same damage each time
    pieces = [b"<", b">", b'"', b"999999999999", b'r="-1"', b's="99999"', b"nan", b"<c/>", b"</row>", b"\xff", b""]
    refused: list[str] = []
    for _ in range(300):
        name = chance.choice(list(members))
        part = members[name]
        at = chance.randrange(len(part))
        damaged = part[:at] + chance.choice(pieces) + part[at + chance.randrange(20) :]
        try:
            marked(packed(members | {name: damaged}), told, file_name="招商.xlsx")
        except tl.errors.FileFault as fault:
            refused.append(fault.file)
    assert set(refused) == {"招商.xlsx"}
    assert len(refused) < 300


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b'r="B2"', b'r="2B"', "bad cell reference"),
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A"/></mergeCells>', "bad cell reference"),
    ],
)
def test_what_is_damaged_is_named(old: bytes, new: bytes, word: str) -> None:
    """A sheet that cannot be surveyed is refused, and the fault says what is wrong in it."""
    members = parts(BROKEN)
    assert old in members[SHEET]
    data = packed(members | {SHEET: members[SHEET].replace(old, new)})
    with pytest.raises(tl.errors.FileFault, match=word):
        marked(data, [cell(2, 2)], file_name="招商.xlsx")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b'<cols><col min="x" max="2"/></cols><sheetData>'),
        (b"<sheetData>", b'<cols><col min="1" max="2" width="wide" style="x"/></cols><sheetData>'),
        (b"<sheetData>", b"<cols>" + b'<col min="1" max="1"/>' * 16_385 + b"</cols><sheetData>"),
        (b'<row r="2"', b'<row ht="-1" r="2"'),
        (b'<row r="2"', b'<row ht="nan" s="x" customFormat="1" r="2"'),
        (b'r="B2" ', b'r="B2" s="x" '),
        (b"</row></sheetData>", b'<mergeCell><row r="x"/><c/></mergeCell></row></sheetData>'),
        (b"<sheetData>", b'<cols><col><row r="x"/><mergeCell/></col></cols><sheetData>'),
    ],
)
def test_a_look_that_is_none_is_the_usual_one(old: bytes, new: bytes) -> None:
    """How wide, high or styled a cell is tells nothing of what is in it: reading passes it over, and so does marking."""
    members = parts(BROKEN)
    assert old in members[SHEET]
    data = packed(members | {SHEET: members[SHEET].replace(old, new, 1)})
    assert told(data) == told(BROKEN)
    done = marked(data, [cell(2, 2)], file_name="招商.xlsx")
    assert told(done) == told(BROKEN)


def test_the_same_bytes_in_every_process() -> None:
    """Also in another process with another seed of hashes."""
    same_everywhere(
        "import hashlib; from helpers.broken_workbooks import faults; from sheets.test_marked_packages import with_button;"
        "from trafficlight.sheets import marked; data = with_button();"
        "print(hashlib.sha256(marked(data, faults(data).faults, file_name='招商.xlsx')).hexdigest())"
    )
