"""图表 (charts): the drawing that stands in the text, and the parts behind it.

A chart's parts are numbered as its block stands in the document, and the relation is named alike (`chart1`). The chart is
DrawingML whose values are cached beside their addresses in its workbook.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from trafficlight.documents.content import BarChart, ChartSeries, DocumentContent
from trafficlight.documents.content._charts import NamedBars
from trafficlight.documents.content._text_widths import MM_PER_POINT, characters
from trafficlight.documents.docx.paragraph_xml import Context, styled
from trafficlight.documents.docx.word_xml import emu, relationships
from trafficlight.errors import DocumentError
from trafficlight.layout import OfficialProfile, Page, Style, StyleRule
from trafficlight.messages import Words, said
from trafficlight.model._colours import BLACK, ink_on
from trafficlight.ooxml.text import attribute, column_letters, element, for_xlsxwriter
from trafficlight.ooxml.xml import DECLARATION, A, C, R
from trafficlight.ooxml.zip_writer import Deflated, deflated

_CHART: Final = Words("图表", "Chart ")

WORKBOOK_RELATION: Final = "rId1"

_SHEET: Final = "Sheet1"
_DAY: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # the same in every zone: a file knows no moment of writing
_CATEGORY_AXIS: Final = 1
_VALUE_AXIS: Final = 2
_LEADING: Final = 1.25
_LEADING_OF_NAMES: Final = 1.5  # programs leave a name out that touches its neighbour
_SMALLEST: Final = 6.0  # points: type is made smaller where bars are many, but not so that nobody can read it
_LEGEND_KEY: Final = 3  # 字
_LEGEND_WIDTH: Final = 0.8  # of the chart: programs leave some at the sides
_NO_LINE: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def count_charts(document: DocumentContent) -> int:
    """How many charts the document has."""
    return sum(isinstance(block, BarChart) for block in document.blocks())


def chart_parts(document: DocumentContent, *, level: int) -> Iterator[tuple[str, Deflated]]:
    """The parts of all charts: the chart, what it refers to, and its workbook. Raises as `Document.save` does."""
    number = 0
    for section in document.sections:
        width = document.profile.page.oriented(section.setup.orientation).text_width
        for block in section.blocks:
            if isinstance(block, BarChart):
                number += 1
                chart = _Chart(block, document.profile, width)
                yield f"word/charts/chart{number}.xml", deflated(chart.part().encode(), level)
                yield f"word/charts/_rels/chart{number}.xml.rels", deflated(_relations(number).encode(), level)
                # already deflated inside
                yield f"word/embeddings/chart{number}.xlsx", deflated(_workbook(block, chart.categories), level)


def chart_paragraph(
    chart: BarChart, context: Context, *, page: Page, keep: bool = False, page_break: bool = False
) -> str:
    """A paragraph that holds the chart; it is as wide as the text of the page.

    Raises `DocumentError` for a chart that is higher than the text.
    """
    if chart.height > page.text_height:
        raise DocumentError(
            f"图表“{chart.title}”高 {chart.height:g} 毫米，超过版心高 {page.text_height:g} 毫米。",
            f"the chart “{chart.title}” is {chart.height:g} mm high, and the text of the page {page.text_height:g} mm",
        )
    number = context.drawing_number()
    drawing = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{emu(page.text_width)}" cy="{emu(chart.height)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="{said(_CHART, context.profile.language)}{number}" descr="{attribute(chart.described)}"/>'
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
    return relationships([(WORKBOOK_RELATION, f"{R}/package", f"../embeddings/chart{number}.xlsx")])


class _Chart:
    """One chart on its way into XML."""

    def __init__(self, chart: BarChart, profile: OfficialProfile, width: float) -> None:
        self._chart = chart
        self._profile = profile
        self._text = profile.style(Style.TABLE_TEXT)
        self._width = width
        self._legend_lines = self._lines_of_legend()
        self._text = evolve(self._text, size=max(min(self._text.size, self._fitting()), _SMALLEST))
        self._bars = self._named_bars()
        self.categories = self._bars.names

    def _named_bars(self) -> NamedBars:
        """The names with the words of narrow pieces, in type so small that they do not touch."""
        while True:
            size = self._text.size * MM_PER_POINT
            made = NamedBars(self._chart, width=self._width, size=size, language=self._profile.language)
            pitch = self._chart.height * self._plot_height() / len(self._chart.categories)
            if made.lines * _LEADING_OF_NAMES * size <= pitch or self._text.size <= _SMALLEST:
                return made
            self._text = evolve(self._text, size=max(self._text.size - 0.5, _SMALLEST))

    def _lines_of_legend(self) -> int:
        """How many lines the legend takes: each entry is a word with its colour before it, and blanks around."""
        words = sum(characters(one.label) + _LEGEND_KEY for one in self._chart.series)
        return math.ceil(words * self._text.size * MM_PER_POINT / (self._width * _LEGEND_WIDTH))

    def _fitting(self) -> float:
        """The size of type that fits a bar, its ascenders and descenders too, in points to the half below."""
        bar = (
            self._chart.height * self._plot_height() / len(self._chart.categories) / (1 + self._profile.chart.gap / 100)
        )
        return math.floor(bar / MM_PER_POINT / _LEADING * 2) / 2

    def part(self) -> str:
        series = "".join(self._series(number, one) for number, one in enumerate(self._chart.series))
        return (
            f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"'
            f' xmlns:r="{R}"><c:date1904 val="0"/><c:lang val="{self._profile.language_tag}"/><c:roundedCorners val="0"/><c:chart>'
            f'{self._title()}<c:plotArea>{self._layout()}<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/>'
            f'<c:varyColors val="0"/>{series}<c:gapWidth val="{self._profile.chart.gap}"/><c:overlap val="100"/>'
            f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
            f"{self._category_axis()}{self._value_axis()}{_NO_LINE}</c:plotArea>"
            f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{self._words(self._text)}</c:legend>'
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f"<c:spPr>{_solid('FFFFFF')}<a:ln><a:noFill/></a:ln></c:spPr>"
            f"{self._words(self._text)}"
            f'<c:externalData r:id="{WORKBOOK_RELATION}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
        )

    def _title(self) -> str:
        if not self._chart.title:
            return '<c:autoTitleDeleted val="1"/>'
        rule = self._profile.style(Style.CAPTION)
        paragraphs = "".join(
            f"<a:p><a:pPr>{self._font('a:defRPr', rule)}</a:pPr>"
            f"<a:r>{self._font('a:rPr', rule)}<a:t>{element(one)}</a:t></a:r></a:p>"
            for one in self._chart.title.split("\n")
        )
        return (
            f"<c:title><c:tx><c:rich><a:bodyPr/>{paragraphs}</c:rich></c:tx>"
            '<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        )

    def _layout(self) -> str:
        """The plot from left to right; its height is left to the program, which knows how high title and legend are."""
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/><c:x val="{self._bars.names_width:.4f}"/><c:y val="{self._top():.4f}"/>'
            f'<c:w val="{1 - self._bars.names_width - self._bars.right:.4f}"/><c:h val="{self._plot_height():.4f}"/>'
            "</c:manualLayout></c:layout>"
        )

    def _top(self) -> float:
        lines = self._chart.title.count("\n") + 1 if self._chart.title else 0
        title = (lines + bool(lines)) * self._profile.style(Style.CAPTION).size * 1.2
        legend = self._text.size * (1.2 + 1.5 * self._legend_lines)
        return min((title + legend) * MM_PER_POINT / self._chart.height, 0.4)

    def _plot_height(self) -> float:
        axis = self._text.size * 2 * MM_PER_POINT / self._chart.height
        return max(1 - self._top() - axis, 0.2)

    def _series(self, number: int, series: ChartSeries) -> str:
        last = len(self._chart.categories) + 1
        names = _points(self.categories)
        counts = _points(tuple(map(str, series.values)))
        edge = _solid(self._profile.chart.edge)  # so that two marks of one grey stay apart
        # edge and ground of a piece of nothing would be a line upon the axis
        empty = "".join(
            f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_NO_LINE}</c:dPt>'
            for at, value in enumerate(series.values)
            if value == 0
        )
        return (
            f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>{_cells(number + 1, 1, 1)}</c:f>'
            f"<c:strCache>{_points((series.label,))}</c:strCache></c:strRef></c:tx>"
            f'<c:spPr>{_solid(series.colour)}<a:ln w="9525">{edge}</a:ln></c:spPr><c:invertIfNegative val="0"/>'
            f"{empty}{self._labels(series)}"
            f"<c:cat><c:strRef><c:f>{_cells(0, 2, last)}</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
            f"<c:val><c:numRef><c:f>{_cells(number + 1, 2, last)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
            f"{counts}</c:numCache></c:numRef></c:val></c:ser>"
        )

    def _labels(self, series: ChartSeries) -> str:
        """Each number with its mark's word where there is room, so that a grey print loses nothing.

        Of a piece that is narrower than its number both stand behind the name alone: it would run over its neighbours'.
        """
        narrow = "".join(
            f'<c:dLbl><c:idx val="{at}"/>{self._label(series, "0;;" if self._bars.has_room(value) else ";;;")}</c:dLbl>'
            for at, value in enumerate(series.values)
            if self._bars.is_narrow(series.label, value)
        )
        word = self._bars.word(series.label.replace('"', ""))
        return f"""<c:dLbls>{narrow}{self._label(series, f'"{word}"0;;')}</c:dLbls>"""

    def _label(self, series: ChartSeries, shown: str) -> str:
        """A label by its number format, which shows nothing for 0."""
        return (
            f'<c:numFmt formatCode="{attribute(shown)}" sourceLinked="0"/>{_NO_LINE}'
            f'{self._words(self._text, colour=ink_on(series.colour))}<c:dLblPos val="ctr"/><c:showLegendKey val="0"/>'
            '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
            '<c:showBubbleSize val="0"/>'
        )

    def _category_axis(self) -> str:
        """The first unit at the top, every name shown."""
        return (
            f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
            '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
            f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>{self._line()}'
            f'{self._words(self._text)}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
            '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        )

    def _value_axis(self) -> str:
        """Whole numbers below the bars: it crosses the other axis at that one's last category."""
        return (
            f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
            f'<c:max val="{self._bars.axis}"/><c:min val="0"/></c:scaling>'
            f'<c:delete val="0"/><c:axPos val="b"/><c:majorGridlines>{self._line()}</c:majorGridlines>'
            '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="nextTo"/>{self._line()}{self._words(self._text)}<c:crossAx val="{_CATEGORY_AXIS}"/>'
            f'<c:crosses val="max"/><c:crossBetween val="between"/><c:majorUnit val="{self._bars.step}"/></c:valAx>'
        )

    def _line(self) -> str:
        """An axis, or a line of the grid: paler than any text."""
        return f'<c:spPr><a:ln w="6350">{_solid(self._profile.chart.axis)}</a:ln></c:spPr>'

    def _words(self, rule: StyleRule, *, colour: str = BLACK) -> str:
        # LibreOffice wraps a unit's name where it is said that names lie
        return (
            '<c:txPr><a:bodyPr rot="0" vert="horz"/>'
            f"<a:p><a:pPr>{self._font('a:defRPr', rule, colour=colour)}</a:pPr>"
            f'<a:endParaRPr lang="{self._profile.language_tag}"/></a:p></c:txPr>'
        )

    def _font(self, tag: str, rule: StyleRule, *, colour: str = BLACK) -> str:
        font = self._profile.fonts.of(rule.face)
        language = f' lang="{self._profile.language_tag}"' if tag == "a:rPr" else ""
        return (
            f'<{tag}{language} sz="{round(rule.size * 100)}" b="{int(rule.bold)}">{_solid(colour)}'
            f'<a:latin typeface="{attribute(font.latin)}"/><a:ea typeface="{attribute(font.chinese)}"/></{tag}>'
        )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _points(texts: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{element(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def _cells(column: int, first: int, last: int) -> str:
    """The address of a stretch of one column, as a chart names it; the column counts from 0, rows from 1."""
    letters = column_letters(column)
    return f"{_SHEET}!${letters}${first}" + ("" if first == last else f":${letters}${last}")


def _workbook(chart: BarChart, categories: Sequence[str]) -> bytes:
    """The workbook behind a chart, which Word opens when its reader edits the data; the same chart gives the same bytes.

    The first column holds the categories, each further one a series with its label above.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _DAY})
        sheet = book.add_worksheet(_SHEET)
        for row, category in enumerate(categories, 1):
            if category:
                sheet.write_string(row, 0, for_xlsxwriter(category))
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, for_xlsxwriter(series.label))
            for row, value in enumerate(series.values, 1):
                sheet.write_number(row, column, value)
    return stream.getvalue()
