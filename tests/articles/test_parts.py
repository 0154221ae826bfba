"""附属部件: charts, diagrams and pictures come along with what they need, and with nothing else."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from helpers.invalid_articles import CHART, CHART_TYPE, SHOWN, drawing
from helpers.made_articles import Change, R, changed, merged, names, part, plain, png, with_body, with_relation
from helpers.word_trees import inner, short, tree
from lxml import etree

from trafficlight.articles._attachments import PartMerger
from trafficlight.articles._findings import Action, Kind, Policy
from trafficlight.articles._submission import CarriedPart

C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
XR = f'xmlns:r="{R}"'


def relations(*rows: tuple[str, str, str]) -> bytes:
    """A part of relationships: id, kind and target, which is outside where it is an address."""
    outside = ' TargetMode="External"'
    made = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"{outside if "://" in target else ""}/>'
        for name, kind, target in rows
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'.encode()


def with_chart(inside: str, *rows: tuple[str, str, str], **parts: bytes) -> bytes:
    """An article with a chart whose points look so, which has these relationships, and more parts beside it."""
    chart = CHART.format(extra=f"<c:spPr {A} {XR}>{inside}</c:spPr>", count="").encode()
    data = with_relation("chart", "charts/chart1.xml", SHOWN, parts={"word/charts/chart1.xml": (CHART_TYPE, chart)})
    more: dict[str, Change] = {
        f"word/{name.replace('__', '.').replace('_', '/')}": blob for name, blob in parts.items()
    }
    return changed(data, {"word/charts/_rels/chart1.xml.rels": relations(*rows), **more})


def chart_of(data: bytes) -> str:
    """How the points of the compendium's chart look."""
    return inner(next(part(data, "word/charts/chart1.xml").iter("{*}spPr")))


def kinds(data: bytes, policy: Policy | None = None) -> set[Kind]:
    """What is told of an article."""
    made = merged(data, policy=policy) if policy else merged(data)
    return {finding.kind for finding in made.report.taken[0].findings}


def test_a_chart_brings_its_picture() -> None:
    """The pictures of a chart come along under the ids that it uses; what is for editing alone stays behind."""
    fill = '<a:blipFill><a:blip r:embed="rId1"/></a:blipFill>'
    data = with_chart(
        fill,
        ("rId1", "image", "../media/a.png"),
        ("rId2", "chartStyle", "style1.xml"),
        media_a__png=png(3),
        charts_style1__xml=b"<style/>",
    )
    made = merged(data)
    assert chart_of(made.data) == fill
    assert made.report.taken[0].findings == ()
    targets = {one.get("Id"): one.get("Target") for one in part(made.data, "word/charts/_rels/chart1.xml.rels")}
    assert targets == {"rId1": "../media/image1.png"}
    with zipfile.ZipFile(io.BytesIO(made.data)) as opened:
        assert opened.read("word/media/image1.png") == png(3)


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ('<a:blipFill><a:blip r:link="rId2"/></a:blipFill>', "<a:noFill/>"),
        (
            '<a:blipFill><a:blip r:embed="rId1" r:link="rId2"/></a:blipFill>',
            '<a:blipFill><a:blip r:embed="rId1"/></a:blipFill>',
        ),
        ('<a:ln><a:solidFill r:id="rId2"/></a:ln>', "<a:ln/>"),
    ],
)
def test_what_may_not_come_along_is_taken_out(inside: str, left: str) -> None:
    """A fill without its picture is no fill; what refers to elsewhere goes, and is told."""
    data = with_chart(
        inside, ("rId1", "image", "../media/a.png"), ("rId2", "image", "http://evil.invalid/x.png"), media_a__png=png()
    )
    made = merged(data)
    assert chart_of(made.data) == left
    assert {finding.kind for finding in made.report.taken[0].findings} == {Kind.EXTERNAL}


def test_an_address_of_a_part_is_told() -> None:
    """A chart that refers to a file elsewhere by what may never come along is told, and refused where the policy says so."""
    data = with_chart("", ("rId1", "hyperlink", "http://evil.invalid/x.xlsx"))
    assert kinds(data) == {Kind.EXTERNAL}
    assert merged(data, plain(), policy=Policy(external=Action.REFUSE)).report.refused


def test_a_picture_of_no_known_kind_is_missing() -> None:
    """What is no picture by its name does not come along."""
    data = with_relation(
        "image",
        "media/x.exe",
        f'<w:p><w:r><w:drawing><a:blip {A} {XR} r:embed="rIdX"/></w:drawing></w:r></w:p>',
        parts={"word/media/x.exe": ("image/png", b"MZ")},
    )
    assert kinds(data) == {Kind.MISSING}
    assert not any("exe" in name for name in names(merged(data).data))


DGM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
DSP = 'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
MS = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
DIAGRAM = drawing(f'<dgm:relIds {DGM} {XR} r:dm="rIdX" r:lo="rIdL" r:qs="rIdQ" r:cs="rIdC"/>', "diagram")
DATA = (
    f'<dgm:dataModel {DGM}><dgm:ptLst/><dgm:extLst><a:ext {A} uri="x"><dsp:dataModelExt {DSP} relId="{{}}" minVer="x"/></a:ext>'
    "</dgm:extLst></dgm:dataModel>"
)
TREE = (
    f'<dsp:drawing {DSP}><dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr>'
    "<dsp:grpSpPr/></dsp:spTree></dsp:drawing>"
)


def with_diagram(shown: str = DIAGRAM, drawn_as: str = "rIdD") -> bytes:
    """An article with a diagram: its data, its layout, and the drawing that its data names."""
    data = with_relation(
        "diagramData",
        "diagrams/data1.xml",
        shown,
        parts={
            "word/diagrams/data1.xml": ("application/x-data+xml", DATA.format(drawn_as).encode()),
            "word/diagrams/layout1.xml": (
                "application/x-layout+xml",
                f"<dgm:layoutDef {DGM}><dgm:layoutNode/></dgm:layoutDef>".encode(),
            ),
            "word/diagrams/style1.xml": ("x", f'<dgm:styleDef {DGM}><dgm:styleLbl name="a"/></dgm:styleDef>'.encode()),
            "word/diagrams/colors1.xml": ("x", f"<dgm:colorsDef {DGM}/>".encode()),
            "word/diagrams/drawing1.xml": ("application/x-drawing+xml", TREE.encode()),
        },
    )
    rows = (
        f'<Relationship Id="rIdL" Type="{R}/diagramLayout" Target="diagrams/layout1.xml"/>'
        f'<Relationship Id="rIdQ" Type="{R}/diagramQuickStyle" Target="diagrams/style1.xml"/>'
        f'<Relationship Id="rIdC" Type="{R}/diagramColors" Target="diagrams/colors1.xml"/>'
        f'<Relationship Id="rIdD" Type="{MS}" Target="diagrams/drawing1.xml"/></Relationships>'
    )
    return changed(data, {"word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", rows.encode())})


def diagrams(data: bytes) -> list[tuple[str, str | None]]:
    """The data of each diagram that the text shows, and the drawing that this names."""
    targets = {one.get("Id"): one.get("Target", "") for one in part(data, "word/_rels/document.xml.rels")}
    shown = part(data).iter("{*}relIds")
    parts = [targets[one.get(f"{{{R}}}dm")] for one in shown]
    named = [next(part(data, f"word/{name}").iter("{*}dataModelExt")).get("relId") for name in parts]
    return [(name, targets.get(drawn)) for name, drawn in zip(parts, named, strict=True)]


def test_a_diagram_names_its_drawing() -> None:
    """The drawing of a diagram comes along, and its data names it by the id that it has in the compendium; each article its own."""
    data = with_diagram(DIAGRAM + DIAGRAM)
    made = merged(data, with_diagram())
    assert made.report.taken[0].findings == ()
    first = ("diagrams/data1.xml", "diagrams/drawing1.xml")
    assert diagrams(made.data) == [first, first, ("diagrams/data2.xml", "diagrams/drawing2.xml")]


@pytest.mark.parametrize("drawn_as", ["rIdGone", "", "rId1"])
def test_a_diagram_without_a_drawing(drawn_as: str) -> None:
    """Where no drawing is there, the data names none."""
    (found,) = diagrams(merged(with_diagram(drawn_as=drawn_as)).data)
    assert found == ("diagrams/data1.xml", None)


def test_only_what_is_carried_is_referred_to() -> None:
    """A reference to nothing that comes along goes; others are kept, and equal parts are related once."""
    document = docx.Document()
    merger = PartMerger(document.part, {"/word/media/image1.png"})
    picture = CarriedPart("media/image", "png", "image/png", f"{R}/image", png(1))
    root = tree('<a:blip r:embed="rId1" x="1"/><a:blip r:embed="rId1" r:link="rId9"/><a:blip r:link="rId9"/>')
    merger.map_references(root, {"rId1": picture}, document.part)
    ours = root[0].get(f"{{{R}}}embed")
    assert inner(root) == f'<a:blip r:embed="{ours}" x="1"/><a:blip r:embed="{ours}"/><a:blip/>'
    assert str(document.part.rels[ours].target_part.partname) == "/word/media/image2.png"


OBJECT = "<w:p><w:r><w:object>{}</w:object></w:r></w:p>"
OLE = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel" Type="Embed"/>'


@pytest.mark.parametrize(
    ("held", "left"),
    [
        (OLE, ""),
        ('<v:shape xmlns:v="urn:schemas-microsoft-com:vml"/>' + OLE, "<w:r><w:pict><v:shape/></w:pict></w:r>"),
    ],
)
def test_an_object_leaves_its_picture(held: str, left: str) -> None:
    """Of an embedded object stays what shows it; one that shows nothing goes."""
    made = merged(with_body(OBJECT.format(held)))
    assert Kind.EMBEDDED in {finding.kind for finding in made.report.taken[0].findings}
    shows = ("{*}drawing", "{*}pict", "{*}object")
    runs = [short(run) for run in part(made.data).iter("{*}r") if next(run.iter(*shows), None) is not None]
    assert "".join(runs) == left


def test_what_a_picture_has_beside_it_goes_alone() -> None:
    """A better version of a picture that is not there goes; the picture stays."""
    svg = 'xmlns:s="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
    blip = drawing(
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip {XR} r:embed="rIdX"><a:extLst><a:ext uri="x"><s:svgBlip {svg} r:embed="rIdGone"/></a:ext><a:ext uri="y"/>'
        "</a:extLst></a:blip></pic:blipFill><pic:spPr/></pic:pic>",
        "picture",
    )
    data = with_relation("image", "media/a.png", blip, parts={"word/media/a.png": ("image/png", png(5))})
    made = merged(data)
    (kept,) = part(made.data).iter("{*}blip")
    assert [one.get("uri") for one in kept.iter("{*}ext")] == ["y"]
    assert {finding.kind for finding in made.report.taken[0].findings} == {Kind.MISSING}


@pytest.mark.parametrize(
    ("kind", "xml", "told"),
    [
        (
            "video",
            '<w:p><w:r><w:drawing><a:videoFile {A} {XR} r:link="rIdX" r:id="rIdX"/></w:drawing></w:r></w:p>',
            Kind.EXTERNAL,
        ),
        (
            "hyperlink",
            '<w:p><w:r><w:drawing><a:hlinkClick {A} {XR} r:id="rIdX"/></w:drawing></w:r></w:p>',
            Kind.HYPERLINKS,
        ),
        ("package", '<w:p><w:r><w:drawing><c:chart {C} {XR} r:id="rIdX"/></w:drawing></w:r></w:p>', Kind.EXTERNAL),
    ],
)
def test_links_of_drawings_go(kind: str, xml: str, told: Kind) -> None:
    """Films, addresses behind pictures and parts elsewhere go, and are told."""
    data = with_relation(kind, "http://evil.invalid/x", xml.format(A=A, C=C, XR=XR), external=True)
    assert told in kinds(data)
    assert b"evil" not in etree.tostring(part(merged(data).data))


def test_an_embedded_part_is_told_by_its_name() -> None:
    """What is embedded in the file and may not come along is named."""
    data = with_relation(
        "package", "embeddings/x.xlsx", SHOWN, parts={"word/embeddings/x.xlsx": ("application/x", b"book")}
    )
    (finding,) = merged(data).report.taken[0].findings
    assert (finding.kind, finding.details) == (Kind.EMBEDDED, ("word/embeddings/x.xlsx",))


def test_an_imported_file_goes_where_the_policy_lets_it() -> None:
    """A whole document that Word would pull in is left out and told, where it is not refused."""
    xml = f'<w:altChunk {XR} r:id="rIdX"/>'
    data = with_relation("aFChunk", "x.html", xml, parts={"word/x.html": ("text/html", b"<p>evil</p>")})
    assert kinds(data, Policy(imported=Action.CLEAN)) == {Kind.IMPORTED}
    assert merged(data, plain()).report.refused
