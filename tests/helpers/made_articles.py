"""Articles for tests, made by python-docx, and surgery on the parts of any .docx."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import docx
from attrs import frozen
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from trafficlight.articles._compendium import DEPARTMENTS_PART, Article, Compendium, compendium
from trafficlight.articles._findings import DEFAULT_POLICY, Policy
from trafficlight.model._agency import Agency
from trafficlight.model._boards import Roster
from trafficlight.model._periods import Quarter
from trafficlight.ooxml.archive import LIMITS, Limits

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
AGENCY: Final = Agency("某市审计局", "市审计局", "某市审计局办公室", Roster(()), system="某市审计系统")
PERIOD: Final = Quarter(2023, 3)
AS_OF: Final = dt.date(2023, 9, 28)
NOTE_PARTS: Final = {"footnote": f"{WORD}.footnotes+xml", "endnote": f"{WORD}.endnotes+xml"}


def png(seed: int = 0) -> bytes:
    """A picture of one dot, another for each seed."""
    dot = bytes([0, seed % 256, seed // 256 % 256, 99])

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(dot)) + chunk(b"IEND", b"")


def saved(document: WordDocument) -> bytes:
    """A document's bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def plain(*texts: str) -> bytes:
    """An article of plain paragraphs."""
    document = docx.Document()
    for text in texts or ("正文。",):
        document.add_paragraph(text)
    return saved(document)


def add_picture(document: WordDocument, seed: int) -> None:
    """A picture in a paragraph of its own."""
    document.add_picture(io.BytesIO(png(seed)), width=914400)


def add_note(document: WordDocument, kind: str, text: str) -> None:
    """A paragraph with a footnote or endnote."""
    part = next((one.target_part for one in document.part.rels.values() if one.reltype == f"{R}/{kind}s"), None)
    if part is None:
        blob = f"<w:{kind}s {nsdecls('w', 'r')}/>".encode()
        part = Part(PackURI(f"/word/{kind}s.xml"), NOTE_PARTS[kind], blob, document.part.package)
        document.part.relate_to(part, f"{R}/{kind}s")
    root = etree.fromstring(part.blob)
    number = len(root) + 1
    root.append(
        etree.fromstring(
            f'<w:{kind} {nsdecls("w")} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
        )
    )
    part._blob = etree.tostring(root)
    paragraph = document.add_paragraph("有注")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="{number}"/></w:r>'))


def turn(document: WordDocument, orientation: WD_ORIENT) -> None:
    """A new section on a sheet that lies that way."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != orientation:
        section.orientation = orientation
        section.page_width, section.page_height = section.page_height, section.page_width


def merged(
    *sources: bytes,
    titles: Sequence[str] = (),
    policy: Policy = DEFAULT_POLICY,
    limits: Limits = LIMITS,
) -> Compendium:
    """A compendium of these files."""
    articles = [
        Article(f"单位{number}", titles[number] if titles else f"题目{number}", DEPARTMENTS_PART, source)
        for number, source in enumerate(sources)
    ]
    return compendium(AGENCY, articles, period=PERIOD, as_of=AS_OF, policy=policy, limits=limits)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """A part of a .docx as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return etree.fromstring(opened.read(name))


def names(data: bytes) -> list[str]:
    """The names of all parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.namelist()


def text(root: etree._Element) -> str:
    """All text of a part."""
    return "".join(piece.text or "" for piece in root.iter(f"{W}t"))


Change = bytes | None | Callable[[bytes], bytes]


def changed(data: bytes, parts: Mapping[str, Change]) -> bytes:
    """The file with parts replaced, changed by a function, added, or (`None`) left out."""
    stream = io.BytesIO()
    left = dict(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = left.pop(name, old.read(name))
            if change is not None:
                new.writestr(name, change(old.read(name)) if callable(change) else change)
        for name, change in left.items():
            assert isinstance(change, bytes), name
            new.writestr(name, change)
    return stream.getvalue()


def with_body(xml: str, data: bytes | None = None) -> bytes:
    """An article with this XML at the start of its body."""

    def put(document: bytes) -> bytes:
        return document.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)

    return changed(plain() if data is None else data, {"word/document.xml": put})


def with_relation(
    kind: str, target: str, xml: str, *, external: bool = False, parts: Mapping[str, tuple[str, bytes]] | None = None
) -> bytes:
    """An article whose body has this XML, with a relationship `rIdX` that it may name, and more parts with their types."""
    mode = ' TargetMode="External"' if external else ""
    base = "http://schemas.microsoft.com/office/2006/relationships" if kind == "vbaProject" else R
    row = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}"{mode}/>'
    types = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in (parts or {}).items())
    changes: dict[str, Change] = {
        "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", f"{row}</Relationships>".encode()),
        "[Content_Types].xml": lambda old: old.replace(b"</Types>", f"{types}</Types>".encode()),
        **{name: blob for name, (_, blob) in (parts or {}).items()},
    }
    return with_body(xml, changed(plain(), changes))


def field(instruction: str, shown: str) -> str:
    """A paragraph with a complex field."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


KINDS: Final = ("paragraph", "heading", "list", "table", "picture", "footnote", "endnote", "landscape", "portrait")


@frozen
class Piece:
    """One thing in an article, and a number that makes it like no other."""

    kind: str
    number: int

    @property
    def words(self) -> str:
        """Text that stands nowhere else."""
        return f"〔{self.kind}{self.number}〕"


def article(pieces: Sequence[Piece]) -> bytes:
    """An article with these things in this order."""
    document = docx.Document()
    document.add_paragraph("开头")
    for piece in pieces:
        if piece.kind == "paragraph":
            document.add_paragraph(piece.words)
        elif piece.kind == "heading":
            document.add_heading(piece.words, 1)
        elif piece.kind == "list":
            document.add_paragraph(piece.words, style="List Number")
        elif piece.kind == "table":
            document.add_table(2, 2).cell(1, 1).text = piece.words
        elif piece.kind == "picture":
            add_picture(document, piece.number)
        elif piece.kind in {"footnote", "endnote"}:
            add_note(document, piece.kind, piece.words)
        else:
            turn(document, WD_ORIENT.LANDSCAPE if piece.kind == "landscape" else WD_ORIENT.PORTRAIT)
            document.add_paragraph(piece.words)
    return saved(document)


def pictures(data: bytes, root: etree._Element) -> list[bytes]:
    """The pictures of a text in order, by their relationships."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        relations = etree.fromstring(opened.read("word/_rels/document.xml.rels"))
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        blips = root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
        ids = [blip.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed") for blip in blips]
        return [opened.read(f"word/{targets[name]}") for name in ids]
