"""图表 (charts): the drawing that stands in the text, and the parts behind it.

A chart's parts are numbered as its block stands in the document, and the relation is named alike (`chart1`).
"""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.documents.content import BarChart, DocumentContent
from trafficlight.documents.docx.chart_data import chart_workbook
from trafficlight.documents.docx.chart_xml import WORKBOOK_RELATION, C, chart_part
from trafficlight.documents.docx.context import Context, text_width
from trafficlight.documents.docx.paragraph_xml import styled
from trafficlight.documents.docx.xml import DECLARATION, R, emu
from trafficlight.errors import DocumentError
from trafficlight.layout import Style
from trafficlight.ooxml.text import attribute
from trafficlight.ooxml.zip_writer import Deflated, deflated


def count_charts(document: DocumentContent) -> int:
    """How many charts the document has."""
    return sum(isinstance(block, BarChart) for block in document.blocks())


def chart_parts(document: DocumentContent, *, level: int) -> Iterator[tuple[str, Deflated]]:
    """The parts of all charts: the chart, what it refers to, and its workbook. Raises as `Document.save` does."""
    number = 0
    for section in document.sections:
        width = text_width(section, document.profile)
        for block in section.blocks:
            if isinstance(block, BarChart):
                number += 1
                chart = chart_part(block, document.profile, width=width)
                yield f"word/charts/chart{number}.xml", deflated(chart.encode(), level)
                yield f"word/charts/_rels/chart{number}.xml.rels", deflated(_relations(number).encode(), level)
                # already deflated inside
                yield f"word/embeddings/chart{number}.xlsx", deflated(chart_workbook(block, level=level), level)


def chart_paragraph(
    chart: BarChart, context: Context, *, width: float, height: float, keep: bool = False, page_break: bool = False
) -> str:
    """A paragraph that holds the chart; `width` and `height` are those of the text, in millimetres.

    Raises `DocumentError` for a chart that is higher than the text.
    """
    if chart.height > height:
        raise DocumentError(f"图表“{chart.title}”高 {chart.height:g} 毫米，超过版心高 {height:g} 毫米。")
    number = context.drawing_number()
    drawing = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(width)}" cy="{emu(chart.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图表{number}" descr="{attribute(chart.described)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{C}">'
        f'<c:chart xmlns:c="{C}" r:id="chart{context.chart_number()}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    # a line of exact height would show no more of the chart than that height
    layout = (
        '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    )
    return styled(context, Style.TABLE_TEXT, drawing, keep=keep, page_break=page_break, layout=layout)


def _relations(number: int) -> str:
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="{WORKBOOK_RELATION}" Type="{R}/package" Target="../embeddings/chart{number}.xlsx"/>'
        "</Relationships>"
    )
