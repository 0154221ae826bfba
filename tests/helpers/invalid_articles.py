"""Articles that no schema allows, each for its kind: XML at the start of the body, its text, and what the report names."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from helpers.made_articles import R, W, changed, plain, with_body, with_relation

CHART: Final = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:pieChart>'
    '<c:dLbls><c:showVal val="0"/></c:dLbls><c:ser><c:idx val="1"/><c:order val="1"/><c:tx><c:strRef><c:f/><c:strCache>'
    '<c:pt idx="0"><c:v>甲</c:v></c:pt></c:strCache></c:strRef></c:tx>{extra}<c:val><c:numLit><c:formatCode>General</c:formatCode>'
    '{count}<c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="1"><c:v>2</c:v></c:pt></c:numLit></c:val></c:ser></c:pieChart></c:plotArea>'
    "</c:chart></c:chartSpace>"
)
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def drawing(held: str, kind: str) -> str:
    """A paragraph with a drawing that holds a chart, diagram or picture."""
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="3000000" cy="2000000"/><wp:docPr id="1" name="图"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}">{held}</a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


SHOWN: Final = drawing(
    f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{R}" r:id="rIdX"/>', "chart"
)


def floating(across: str, down: str) -> str:
    """The same paragraph with a drawing that floats, so far across and down."""
    return (
        SHOWN.replace(
            "<wp:inline ",
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="0" locked="0"'
            ' layoutInCell="1" allowOverlap="1" ',
        )
        .replace(
            "<wp:extent",
            f'<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">{across}</wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph">{down}</wp:positionV><wp:extent',
        )
        .replace("<wp:docPr", "<wp:wrapNone/><wp:docPr")
        .replace("</wp:inline>", "</wp:anchor>")
    )


def chart(shown: str = SHOWN, *, extra: str = "", count: str = "", after: str = "") -> bytes:
    """An article with a chart of two points, shown so."""
    blob = CHART.format(extra=extra, count=count).replace("</c:chartSpace>", f"{after}</c:chartSpace>").encode()
    return with_relation("chart", "chart1.xml", shown, parts={"word/chart1.xml": (CHART_TYPE, blob)})


@frozen
class Invalid:
    """An article, the text that stays of what is invalid, and the names that the report tells."""

    data: bytes
    text: str
    told: tuple[str, ...]


def _in_body(xml: str, text: str, *told: str) -> Invalid:
    return Invalid(with_body(xml), text, told)


def _style(xml: str) -> bytes:
    body = '<w:p><w:pPr><w:pStyle w:val="Odd"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    style = f'<w:style w:type="paragraph" w:styleId="Odd"><w:name w:val="Odd"/>{xml}</w:style></w:styles>'.encode()
    return changed(with_body(body), {"word/styles.xml": lambda old: old.replace(b"</w:styles>", style)})


def _list(xml: str) -> bytes:
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="3">{xml}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    ).encode()
    return changed(with_body(body), {"word/numbering.xml": numbering})


TEXT: Final = "<w:r><w:t>文</w:t></w:r>"
INVALID: Final[dict[str, Invalid]] = {
    "properties out of order": _in_body(f'<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr>{TEXT}</w:p>', "文"),
    "a property twice": _in_body(
        f'<w:p><w:pPr><w:keepNext/><w:keepNext w:val="0"/></w:pPr>{TEXT}</w:p>', "文", "keepNext"
    ),
    "properties behind the text": _in_body(f'<w:p>{TEXT}<w:pPr><w:jc w:val="left"/></w:pPr></w:p>', "文"),
    "an element nobody knows": _in_body(f"<w:p><w:pPr><w:nonsense/></w:pPr>{TEXT}</w:p>", "文", "nonsense"),
    "an unknown element with text": _in_body(f"<w:p><w:nonsense>{TEXT}</w:nonsense></w:p>", "文", "nonsense"),
    "an attribute nobody knows": _in_body(f'<w:p w:odd="1">{TEXT}</w:p>', "文", "p/@odd"),
    "a value that is none": _in_body(
        f'<w:p><w:pPr><w:jc w:val="middle"/></w:pPr>{TEXT}</w:p>', "文", "jc/@val", "jc"
    ),
    "a number that is none": _in_body(
        f'<w:p><w:pPr><w:ind w:left="wide"/></w:pPr>{TEXT}</w:p>', "文", "ind/@left"
    ),
    "a span that is no number": _in_body(
        '<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="many"/></w:tcPr>'
        f"<w:p>{TEXT}</w:p></w:tc></w:tr></w:tbl>", "文", "gridSpan/@val", "gridSpan",
    ),
    "a value that is missing": _in_body(f"<w:p><w:pPr><w:jc/></w:pPr>{TEXT}</w:p>", "文", "jc"),
    "a run in the body": _in_body(TEXT, "文", "r"),
    "text in the body": _in_body("stray", "", "body"),
    "text behind a run": _in_body(f"<w:p>{TEXT}stray</w:p>", "文", "p"),
    "a table without its grid": _in_body(f"<w:tbl><w:tr><w:tc><w:p>{TEXT}</w:p></w:tc></w:tr></w:tbl>", "文"),
    "a row outside a table": _in_body(f"<w:tr><w:tc><w:p>{TEXT}</w:p></w:tc></w:tr>", "文", "tr", "tc"),
    "a paragraph in a paragraph": _in_body(f"<w:p><w:p>{TEXT}</w:p></w:p>", "文", "p"),
    "a style": Invalid(_style('<w:rPr><w:b/><w:rFonts/><w:sz w:val="huge"/></w:rPr><w:pPr/>'), "文", ("sz/@val", "sz")),
    "a list": Invalid(_list('<w:lvl w:ilvl="0"><w:lvlJc w:val="middle"/><w:start w:val="1"/></w:lvl>'), "文", ("lvlJc/@val", "lvlJc")),
    "a level of no outline": _in_body(
        f'<w:p><w:pPr><w:outlineLvl w:val="99"/></w:pPr>{TEXT}</w:p>', "文", "outlineLvl/@val", "outlineLvl"
    ),
    "a style of no outline": Invalid(_style('<w:pPr><w:outlineLvl w:val="12"/></w:pPr>'), "文", ("outlineLvl/@val", "outlineLvl")),
    "a shape beyond its measures": _in_body(
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<v:rect id="r" style="width:9pt" o:spt="7" o:dgmlayout="9"><v:stroke weight="99999999"/></v:rect></w:pict></w:r>'
        f"{TEXT}</w:p>", "文", "rect/@spt", "rect/@dgmlayout", "stroke/@weight",
    ),
    "a chart printed beyond its page": Invalid(
        chart(after='<c:printSettings><c:pageMargins b="99" l="0" r="0" t="0" header="0" footer="0"/></c:printSettings>'),
        "", ("pageMargins/@b", "pageMargins"),
    ),
    "a chart out of order": Invalid(chart(extra="<c:invertIfNegative>0</c:invertIfNegative>"), "", ("invertIfNegative",)),
    "a chart of more points than it says": Invalid(chart(count='<c:ptCount val="1"/>'), "", ()),
    "a chart of too many points": Invalid(chart(count='<c:ptCount val="4294967295"/>'), "", ()),
}  # fmt: skip

UNMENDABLE: Final = with_relation(
    "chart",
    "chart1.xml",
    SHOWN,
    parts={
        "word/chart1.xml": (
            CHART_TYPE,
            b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart/></c:chartSpace>',
        )
    },
)
"""An article whose chart lacks what only its author can say: it loses the chart."""

TEXT_WOULD_BE_LOST: Final = with_body("<w:t>失</w:t>", plain("正文。"))
"""An article whose text stands where none can stand: it is refused."""
