"""文档内容 (content): what a document says, as frozen values that know no file format."""

from trafficlight.documents.content._charts import BarChart, ChartSeries, standings_chart
from trafficlight.documents.content._document import Block, Document, PageSetup, Section
from trafficlight.documents.content._elements import AttachmentList, Colophon, LetterHead, RedHead, SignatureBlock
from trafficlight.documents.content._tables import Cell, Grid, GridColumn, Row, Rows
from trafficlight.documents.content._text import (
    Contents,
    ContentsEntry,
    Heading,
    Inline,
    PageBreak,
    PageReference,
    Paragraph,
    Run,
    Text,
    plain,
)

__all__ = [
    "AttachmentList",
    "BarChart",
    "Block",
    "Cell",
    "ChartSeries",
    "Colophon",
    "Contents",
    "ContentsEntry",
    "Document",
    "Grid",
    "GridColumn",
    "Heading",
    "Inline",
    "LetterHead",
    "PageBreak",
    "PageReference",
    "PageSetup",
    "Paragraph",
    "RedHead",
    "Row",
    "Rows",
    "Run",
    "Section",
    "SignatureBlock",
    "Text",
    "plain",
    "standings_chart",
]
