"""Pictures, charts and diagrams of articles: told by what they are, not by what a file calls them."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from helpers.made_articles import R, changed, merged, names, part, plain, png, with_relation

from trafficlight.articles._attachments import picture_type
from trafficlight.articles._findings import Kind

VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
SHOWN = f'<w:p><w:r><w:pict><v:shape {VML}><v:imagedata xmlns:r="{R}" r:id="rIdX"/></v:shape></w:pict></w:r></w:p>'
DRAWN = (
    '<w:p><w:r><w:drawing><{0}:{1} xmlns:{0}="http://schemas.openxmlformats.org/drawingml/2006/{2}"'
    f' xmlns:r="{R}" r:{{3}}="rIdX"/></w:drawing></w:r></w:p>'
)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF"


def stored(data: bytes) -> dict[str, bytes]:
    """The pictures of a compendium by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if "/media/" in name}


def types(data: bytes) -> dict[str, str]:
    """Content types by ending."""
    root = part(data, "[Content_Types].xml")
    return {one.get("Extension", ""): one.get("ContentType", "") for one in root if one.get("Extension")}


@pytest.mark.parametrize(
    ("name", "said", "data", "ending", "kind"),
    [
        ("image.bin", "image/x-wmf", b"\xd7\xcd\xc6\x9a" + bytes(20), "wmf", "image/x-wmf"),
        ("paste.tmp", "image/png", png(), "png", "image/png"),
        ("photo.png", "image/png", JPEG, "jpg", "image/jpeg"),
        ("drawing.emf", "image/x-emf", b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(9), "emf", "image/x-emf"),
        ("packed.wmz", "image/x-wmz", b"\x1f\x8b" + bytes(9), "wmz", "image/x-wmz"),
    ],
)
def test_a_picture_is_what_its_first_bytes_say(name: str, said: str, data: bytes, ending: str, kind: str) -> None:
    """A picture comes along whatever its file is called, under the ending and type of what it is."""
    source = with_relation("image", f"media/{name}", SHOWN, parts={f"word/media/{name}": (said, data)})
    made = merged(source)
    assert made.report.taken[0].findings == ()
    assert stored(made.data) == {f"word/media/image1.{ending}": data}
    assert types(made.data)[ending] == kind


def test_what_is_no_picture_stays_out() -> None:
    """Bytes that Word does not draw are left out, and named."""
    source = with_relation("image", "media/x.png", SHOWN, parts={"word/media/x.png": ("image/png", b"MZ\x90")})
    (finding,) = merged(source, plain()).report.taken[0].findings
    assert (finding.kind, finding.details) == (Kind.MISSING, ("word/media/x.png",))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%s</svg>'


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        (b'<use xlink:href="#a"/><image href="data:image/png;base64,AA=="/>', True),
        (b'<rect style="fill:url(#a)"/>', True),
        (b"<script>x()</script>", False),
        (b'<image xlink:href="http://evil.invalid/x.png"/>', False),
        (b'<rect fill="url( http://evil.invalid/x)"/>', False),
        (b"<style>@import 'http://evil.invalid/x.css';</style>", False),
        (b"<g>", False),
    ],
)
def test_an_svg_starts_nothing_and_fetches_nothing(inner: bytes, kept: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """A drawing of XML is kept only where it refers to itself alone."""
    assert (picture_type(SVG % inner, "x.svg image/svg+xml") is not None) is kept
    assert picture_type(b"<!DOCTYPE svg [<!ENTITY e 'x'>]>" + SVG % inner, "x.svg") is None


def test_a_diagram_that_names_itself_as_its_drawing() -> None:
    """A diagram's data whose drawing is the data itself goes round in no circle."""
    blob = (
        b'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram">'
        b'<dgm:ptLst/><dgm:extLst><a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" uri="x">'
        b'<d:dataModelExt xmlns:d="http://schemas.microsoft.com/office/drawing/2008/diagram" relId="rIdX"/>'
        b"</a:ext></dgm:extLst></dgm:dataModel>"
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    body = DRAWN.format("dgm", "relIds", "diagram", "dm")
    made = merged(with_relation("diagramData", "data.xml", body, parts={"word/data.xml": (kind, blob)}), plain())
    assert not made.report.refused


def test_a_part_of_another_kind_stays_out() -> None:
    """A chart that is a picture by its bytes, and a part with two kinds of relationship to it, mislead nobody."""
    body = DRAWN.format("c", "chart", "chart", "id")
    source = with_relation("chart", "media/x.png", body + SHOWN, parts={"word/media/x.png": ("image/png", png())})
    assert merged(source, plain()).report.refused
    other = b'<x xmlns="urn:x"/>'
    source = with_relation("chart", "x.xml", body, parts={"word/x.xml": ("application/xml", other)})
    made = merged(source, plain())
    assert made.report.taken[0].findings[0].kind is Kind.MISSING
    assert not [name for name in names(made.data) if "chart" in name]


def test_the_same_drawing_in_text_and_note() -> None:
    """A picture that an article's text and its note both show stands in the file once, related to both parts."""
    footnotes = (
        f'<w:footnotes xmlns:w="{docx.oxml.ns.nsmap["w"]}"><w:footnote w:id="1">{SHOWN}</w:footnote></w:footnotes>'
    )
    source = with_relation(
        "image",
        "media/x.png",
        SHOWN + '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        parts={
            "word/media/x.png": ("image/png", png()),
            "word/footnotes.xml": (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
                footnotes.encode(),
            ),
        },
    )
    relation = f'<Relationship Id="rIdN" Type="{R}/footnotes" Target="footnotes.xml"/></Relationships>'.encode()
    own = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rIdX" Type="{R}/image" Target="media/x.png"/></Relationships>'
    ).encode()
    source = changed(
        source,
        {
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation),
            "word/_rels/footnotes.xml.rels": own,
        },
    )
    made = merged(source)
    assert len(stored(made.data)) == 1
    assert b"media/image1.png" in zipfile.ZipFile(io.BytesIO(made.data)).read("word/_rels/footnotes.xml.rels")
