"""Shapes of two articles never have one name: neither VML shapes and their types, nor linked text boxes."""

from __future__ import annotations

from helpers.made_articles import merged, part, with_body

V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
SHAPE = (
    f'<w:p><w:r><w:pict {V}><v:shapetype id="_x0000_t75" o:spt="75"><v:path/></v:shapetype>'
    '<v:shape id="_x0000_s1026" o:spid="_x0000_s1026" type="#_x0000_t75" style="width:9pt"><v:textbox'
    ' style="mso-next-textbox:#_x0000_s1027"><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'
)


def test_vml_shapes_and_types_have_names_of_their_own() -> None:
    """Each article's shape keeps its own type and the text box that goes on; no name stands twice."""
    root = part(merged(with_body(SHAPE), with_body(SHAPE)).data)
    shapes = list(root.iter("{*}shape"))
    types = [one.get("id") for one in root.iter("{*}shapetype")]
    names = [one.get("id") for one in shapes]
    assert len({*types, *names}) == 4
    assert [one.get("type") for one in shapes] == [f"#{name}" for name in types]
    chained = [str(one.get("style")) for one in root.iter("{*}textbox")]
    assert chained == [f"mso-next-textbox:#_x0000_s1027_a{number}" for number in (1, 2)]


def test_one_name_for_two_shapes_of_an_article_becomes_two() -> None:
    """Programs that copy text boxes name two shapes alike; each keeps its own type, the one before it."""
    root = part(merged(with_body(SHAPE * 2)).data)
    kinds, shapes = ([*root.iter(f"{{*}}{name}")] for name in ("shapetype", "shape"))
    assert len({one.get("id") for one in (*kinds, *shapes)}) == 4
    assert len({one.get("{urn:schemas-microsoft-com:office:office}spid") for one in shapes}) == 2
    assert [one.get("type") for one in shapes] == [f"#{one.get('id')}" for one in kinds]


def test_names_that_differ_in_case_become_two() -> None:
    """The SDK takes `A` and `a` of a fill for one name; a shape keeps the type that it names."""
    shape = (
        '<v:shapetype id="{0}" o:spt="75"/><v:shape id="{1}" type="#{0}" style="width:9pt"><v:fill id="{2}"/></v:shape>'
    )
    xml = f"<w:p><w:r><w:pict {V}>{shape.format('A', 's', 'f')}{shape.format('a', 'S', 'F')}</w:pict></w:r></w:p>"
    root = part(merged(with_body(xml)).data)
    kinds, shapes, fills = ([*root.iter(f"{{*}}{name}")] for name in ("shapetype", "shape", "fill"))
    assert len({str(one.get("id")).lower() for one in (*kinds, *shapes, *fills)}) == 6
    assert [one.get("type") for one in shapes] == [f"#{one.get('id')}" for one in kinds]


BOX = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="9" cy="9"/><wp:docPr id="1" name="a"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:cNvSpPr/><wps:spPr/>{}<wps:bodyPr/>'
    "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
LINKED = BOX.format('<wps:txbx id="1"><w:txbxContent><w:p/></w:txbxContent></wps:txbx>') + BOX.format(
    '<wps:linkedTxbx id="1" seq="1"/>'
)


def test_linked_text_boxes_stay_with_their_article() -> None:
    """The text of a box goes on in the box of the same article."""
    root = part(merged(with_body(LINKED), with_body(LINKED)).data)
    assert [(one.tag.rpartition("}")[2], one.get("id")) for one in root.iter("{*}txbx", "{*}linkedTxbx")] == [
        ("txbx", "1"),
        ("linkedTxbx", "1"),
        ("txbx", "2"),
        ("linkedTxbx", "2"),
    ]
