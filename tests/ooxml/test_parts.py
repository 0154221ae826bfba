"""部件与 XML: trees that fetch and expand nothing, relationships and content types as the package says them."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

import pytest
from helpers.office_sheets import SCHEME
from lxml import etree
from ooxml.test_archive import PARTS, zipped

import trafficlight as tl
from trafficlight.errors import SubmissionRefused
from trafficlight.ooxml.archive import LIMITS, Archive, Limits
from trafficlight.ooxml.file_kinds import DOCX, Flaw, FlawedFile
from trafficlight.ooxml.parts import Package, WordPackage, refusing
from trafficlight.ooxml.xml import CONTENT_TYPES, PROLOGUE, RELATIONSHIPS, R, W, odd_prologue, r, w

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELS = (
    f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{R}/officeDocument" Target="WORD\\Document.xml"/>'
    f'<Relationship Id="rId2" Type="{R}/thumbnail" Target="%E5%9B%BE.png"/>'
    f'<Relationship Id="rId3" Type="{R}/hyperlink" Target="http://a.invalid/b#c" TargetMode="External"/>'
    f'<Relationship Id="rId4" Type="{R}/image" Target="gone.png"/><other/></Relationships>'
).encode()
TYPES = (
    f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="XML" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/><other/></Types>'
).encode()
BODY = (
    f'<w:document xmlns:w="{W}"><w:body><w:tbl><w:tr><w:tc>'
    "<w:p><w:r><w:t>字</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)
WORD = {
    **PARTS,
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELS,
    "word/document.xml": BODY.encode(),
    "图.png": b"x",
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="a" Type="{R}/styles" Target="styles.xml#x"/>'
        f'<Relationship Id="b" Type="{R}/x" Target="#x"/></Relationships>'
    ).encode(),
    "word/styles.xml": b"<styles/>",
}


def package(limits: Limits = LIMITS, more: Mapping[str, bytes] = {}) -> Package:
    """The good package with parts more or changed."""
    return Package(Archive(zipped(WORD, more), kind=DOCX, limits=limits))


def flaw(found: Package, part: str = "word/styles.xml") -> Flaw:
    """What is wrong with a part."""
    with pytest.raises(FlawedFile) as caught:
        found.parse(part)
    return caught.value.flaw


def test_relationships_lead_to_parts_in_any_case() -> None:
    """Targets are names as the archive writes them: another case, backslashes and escapes lead to the same part."""
    found = package()
    main = found.related("", "officeDocument")
    assert main is not None
    assert (main.target, main.kind, found.has(main)) == ("word/document.xml", "officeDocument", True)
    assert found.relations("")["rId2"].target == "图.png"
    assert found.relations("")["rId3"].target == "http://a.invalid/b#c"
    assert [found.has(found.relations("")[name]) for name in ("rId2", "rId3", "rId4")] == [True, False, False]
    assert found.related("", "image") is None
    styles = found.related(main.target, "styles")
    assert styles is not None
    assert styles.target == "word/styles.xml"
    assert found.relations(main.target)["b"].target == ""
    assert found.relations("word/styles.xml") == {}


def test_relationships_are_read_anew_when_they_have_changed() -> None:
    """They are read once; who changes the part that holds them says so."""
    found = package()
    known = found.relations("")
    assert found.relations("") is known
    found.forget_relations("")
    assert found.relations("") == known
    assert found.relations("") is not known


def test_content_types_are_the_parts_own_or_their_endings() -> None:
    """A type of its own goes before that of the ending, in any case; a part without either has none."""
    found = package()
    assert [found.content_type(name) for name in ("WORD/document.xml", "a/b.Xml", "a")] == [MAIN, "application/xml", ""]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "ascii"]
)
@pytest.mark.parametrize("before", ["", "<?a ?>", "<!-- <!DOCTYPE a> -->\n"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_doctype_is_seen_in_every_encoding(encoding: str, before: str, declared: bool) -> None:  # noqa: FBT001
    """Before the root it is refused, whatever stands above it; in the text it is nothing but text."""
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    start = (f'<?xml version="1.0" encoding="{name}"?>' if declared else "") + before
    text = "表" if encoding != "ascii" else "x"
    unsafe = f"{start}<!DOCTYPE a [<!ENTITY b '{text}'>]><a>&b;</a>".encode(encoding)
    assert "DOCTYPE" in str(odd_prologue(unsafe, "p"))
    assert odd_prologue(f"{start}<a><![CDATA[<!DOCTYPE {text}>]]></a>".encode(encoding), "p") is None


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "编码 utf-7"),
        (b"<?xml version='1.0' encoding='UTF-32'?><a/>", "编码 utf-32"),
        (b"<!--" + b"x" * PROLOGUE, "不是普通"),
        (b" " * (PROLOGUE + 9), "不是普通"),
        (codecs.BOM_UTF32_LE + "<a/>".encode("utf-32-le") * PROLOGUE, "不是普通"),
        (b"\x4c\x6f\xa7\x94" * PROLOGUE, "不是普通"),
    ],
)
def test_what_other_programs_may_read_otherwise_is_refused(start: bytes, word: str) -> None:
    """Encodings in which “<” may be another byte, and parts whose root is nowhere near their beginning."""
    assert word in str(odd_prologue(start[:PROLOGUE], "p"))


def test_a_long_part_is_no_odd_one() -> None:
    """A root element that begins within 64 KiB is all that is asked."""
    assert odd_prologue(b"<a>" + b"x" * PROLOGUE, "p") is None


def test_a_tree_keeps_within_the_limits() -> None:
    """Bytes, and tags with attributes, of one part are counted before a tree is built."""
    many = {"word/styles.xml": b"<a>" + b"<b c='d'/>" * 300 + b"</a>"}
    assert flaw(package(Limits(part_bytes=2000), many)) is Flaw.TOO_LARGE
    assert flaw(package(Limits(held=500), many)) is Flaw.TOO_LARGE
    assert len(package(Limits(held=700), many).parse("word/styles.xml")) == 300


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Flaw.BROKEN),
        (b"<a>", Flaw.BROKEN),
        (b"<p>" * 2000 + b"</p>" * 2000, Flaw.BROKEN),
        (b"<a>&b;</a>", Flaw.BROKEN),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', Flaw.UNSAFE),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', Flaw.UNSAFE),
    ],
)
def test_a_part_that_is_no_xml_is_told(data: bytes, expected: Flaw) -> None:
    """What a parser gives up on is broken; what asks for more than its own text is unsafe. Streams judge the same."""
    found = package(more={"word/styles.xml": data})
    assert flaw(found) is expected
    if expected is Flaw.UNSAFE:
        with pytest.raises(FlawedFile):
            list(found.xml_blocks("word/styles.xml"))
    else:
        assert b"".join(found.xml_blocks("word/styles.xml")) == data


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    """Who asks for a part has looked whether it is there."""
    with pytest.raises(KeyError):
        package().parse("word/gone.xml")


DRIFTED = {
    "UTF-7 in the body": zipped(
        {**WORD, "word/document.xml": b'<?xml version="1.0" encoding="UTF-7"?>' + BODY.encode()}
    ),
    "DOCTYPE in the body": zipped({**WORD, "word/document.xml": b"<!DOCTYPE x>" + BODY.encode()}),
    "DOCTYPE in the relationships": zipped({**WORD, "_rels/.rels": b"<!DOCTYPE x>" + RELS}),
    "dense": zipped({**WORD, "word/document.xml": BODY.encode() + b" " * (3 << 20)}),
    "4,001 parts": zipped({**WORD, **{f"customXml/{number}.xml": b"" for number in range(4001)}}),
    "two cases of one name": zipped({**WORD, "WORD/document.xml": b""}),
}
TAKEN = {
    "plain": zipped(WORD),
    "NUL in a part's name": zipped({**WORD, "word/aXb.xml": b"<a/>"}).replace(b"word/aXb.xml", b"word/a\0b.xml"),
    "a name that leaves the package": zipped({**WORD, "../a.xml": b"<a/>"}),
    "DOCTYPE in a CDATA of the body": zipped(
        {**WORD, "word/document.xml": BODY.replace("字", "<![CDATA[<!DOCTYPE html>]]>").encode()}
    ),
    "DOCTYPE in a part that nobody reads": zipped({**WORD, "docProps/app.xml": b"<!DOCTYPE x><a/>"}),
    "a dense part that nobody reads": zipped({**WORD, "word/media/a.bin": bytes(3 << 20)}),
    "2,500 parts": zipped({**WORD, **{f"customXml/{number}.xml": b"" for number in range(2500)}}),
    "GBK in the body": zipped(
        {**WORD, "word/document.xml": b'<?xml version="1.0" encoding="gbk"?>' + BODY.encode("gbk")}
    ),
    "a backslash in a name": zipped({**WORD, "word/aXb.xml": b"<a/>"}).replace(b"word/aXb.xml", b"word\\aXb.xml"),
}


def as_document(data: bytes) -> str:
    """The body's text, as articles and documents open a file."""
    with refusing("a.docx"):
        return "".join(map(str, WordPackage(data, file="a.docx", limits=LIMITS).document().itertext(w("t"))))


def as_sheet(data: bytes) -> list[str]:
    """The faults, as an office's table is read."""
    reading = tl.sheets.read(data, file_name="a.docx", scheme=SCHEME, collect=True)
    return [fault.message for fault in reading.report.faults if fault.kind == "file"]


@pytest.mark.parametrize("case", DRIFTED)
def test_what_is_refused_is_refused_by_all(case: str) -> None:
    """Tables and articles are held against one screen: neither takes what the other refuses."""
    with pytest.raises(SubmissionRefused) as caught:
        as_document(DRIFTED[case])
    (said,) = as_sheet(DRIFTED[case])
    assert str(caught.value).startswith(f"a.docx：{said}；应为")


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_is_taken_by_all(case: str) -> None:
    """Neither refuses what is whole and harmless."""
    assert as_document(TAKEN[case]) in {"字", "<!DOCTYPE html>"}
    assert [fault for fault in as_sheet(TAKEN[case]) if "没有读到任何报送的表" not in fault] == []


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"_rels/.rels": b"<a/>"}, "not_word"),
        ({"[Content_Types].xml": TYPES.replace(b"main+xml", b"other")}, "not_word"),
        (
            {"word/document.xml": BODY.replace("schemas.openxmlformats.org/wordprocessingml/2006/main", "x").encode()},
            "not_word",
        ),
        ({"word/document.xml": f'<document xmlns="{W}"/>'.encode()}, "broken"),
    ],
)
def test_what_is_no_word_document(parts: dict[str, bytes], reason: str) -> None:
    """The main part is found by relationship and type, and is a document with a body."""
    with pytest.raises(SubmissionRefused) as caught:
        as_document(zipped({**WORD, **parts}))
    assert caught.value.reason == reason


def test_names_of_the_two_namespaces() -> None:
    """Elements of Word, and references to relationships."""
    assert (w("p"), r("id")) == (f"{{{W}}}p", f"{{{R}}}id")


def test_macros_are_seen() -> None:
    """By the type of any part."""
    types = TYPES.replace(b"<other/>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>')
    plain, armed = zipped(WORD), zipped({**WORD, "[Content_Types].xml": types, "word/a.bin": b""})
    assert [WordPackage(data, file="", limits=LIMITS).macro_enabled for data in (plain, armed)] == [False, True]


@pytest.mark.parametrize(("bare", "left"), [(False, "<a> <!-- b --> <c/> <?d?></a>"), (True, "<a><c/></a>")])
def test_a_bare_tree_has_elements_alone(*, bare: bool, left: str) -> None:
    """Comments, instructions and blanks between elements are left out where the caller asks for it."""
    data = zipped(WORD, {"word/styles.xml": b"<a> <!-- b --> <c/> <?d?></a>"})
    made = Package(Archive(data, kind=DOCX, limits=LIMITS), bare=bare).parse("word/styles.xml")
    assert etree.tostring(made, encoding="unicode") == left


def test_a_tree_expands_nothing() -> None:
    """The parser leaves what it does not know, and keeps to the text: no entity, no network, no DTD."""
    root = package(more={"word/styles.xml": b"<a>&lt;b&#x4E00;</a>"}).parse("word/styles.xml")
    assert etree.tostring(root, encoding="unicode") == "<a>&lt;b一</a>"
