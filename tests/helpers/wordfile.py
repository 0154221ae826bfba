"""Documents read back by lxml, and one document that uses every kind of block."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Final

from attrs import evolve
from lxml import etree

from helpers.readword import MC
from trafficlight.documents import Document
from trafficlight.documents.content import (
    AttachmentList,
    BarChart,
    Cell,
    ChartSeries,
    Colophon,
    Contents,
    ContentsEntry,
    Grid,
    GridColumn,
    Heading,
    LetterHead,
    PageBreak,
    PageReference,
    PageSetup,
    Paragraph,
    RedHead,
    Row,
    Rows,
    Run,
    Section,
    SignatureBlock,
)
from trafficlight.layout import Style

NS: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
W: Final = f"{{{NS['w']}}}"


def one_section(*blocks: object, setup: PageSetup = PageSetup()) -> Document:
    """A document of one section."""
    return Document(sections=(Section(blocks, setup),))  # type: ignore[arg-type]  # tests pass wrong blocks on purpose


def parts(document: Document) -> dict[str, bytes]:
    """Every part by its name; the zip's checksums are verified."""
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def part(document: Document, name: str) -> etree._Element:
    """A part as a tree; what is there once more for older programs is left out."""
    tree = etree.fromstring(parts(document)[name])
    for older in list(tree.iter(f"{MC}Fallback")):
        older.clear()
    return tree


def body(document: Document) -> etree._Element:
    """The document part's body."""
    found = part(document, "word/document.xml").find("w:body", NS)
    assert found is not None
    return found


def find_all(tree: etree._Element, path: str) -> list[etree._Element]:
    """All elements at an XPath."""
    found = tree.xpath(path, namespaces=NS)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, etree._Element)]


def values(tree: etree._Element, path: str) -> list[str]:
    """The `w:val` of all elements at an XPath."""
    return [one.get(f"{W}val", "") for one in find_all(tree, path)]


def texts(tree: etree._Element, path: str = ".//w:p") -> list[str]:
    """The visible text of all elements at an XPath, a line break as a line feed."""
    return [
        "".join(_visible(one) for one in find_all(element, ".//w:r/w:t | .//w:r/w:br | .//w:r/w:tab"))
        for element in find_all(tree, path)
    ]


def _visible(element: etree._Element) -> str:
    if element.tag == f"{W}t":
        return (element.text or "").replace("\u2060", "")  # a joiner without width
    return "\n" if element.tag == f"{W}br" else "\t"


def plain_grid(rows: object, count: int = 2, **more: object) -> Grid:
    """A grid of equal columns."""
    return Grid([GridColumn(1)] * count, rows, **more)  # type: ignore[arg-type]  # tests pass wrong rows on purpose


def _streamed_rows() -> Iterator[Row]:
    yield (Cell("1", merge="start"), Cell("已争取", fill="1F6FB5"), "资金\n三项")
    yield (Cell(merge="continue"), "拟争取", Cell("", align="right"))
    yield (Cell("合计", span=2, bold=True), Cell([Run("3", colour="C00000"), "项"], fill="FFD800"))
    yield (Cell(["见第", PageReference("part1"), "页"], span=3),)


def every_block() -> Document:
    """A document in which every block, option and property stands at least once."""
    merged = Grid(
        [GridColumn(1), GridColumn(2, "left"), GridColumn(2, "left", bold=True)],
        Rows(_streamed_rows),
        header=((Cell("序号", merge="start"), Cell("情况", span=2)), (Cell(merge="continue"), "类别", "内容")),
        title=Heading("对上争取情况", 2, "t1", Style.TABLE_TITLE),
        lead=(Paragraph("单位：个", Style.TABLE_RIGHT), "截至2023年9月28日，共一项。"),
        notes=("备注：1.甲。", "2.乙 & <丙>。"),
        alt_text="每行一项",
        keep_together=True,
    )
    bare = Grid(
        [GridColumn(40), GridColumn(60)],
        [["甲", "乙"]],
        alt_text="甲和乙",
        widths="mm",
        keep_last=1,
        ruled=False,
        style=Style.FLUSH,
    )
    chart = BarChart(
        title="“蓝黄”数量图",
        categories=("办公室", "人事科"),
        series=(ChartSeries("蓝", "1F6FB5", (2, 0)), ChartSeries("黄", "FFD800", (1, 3))),
        alt_text="办公室蓝2黄1；人事科黄3。",
        height=60,
        most=5,
    )
    notice = Section(
        (
            RedHead(
                organ=("济宁市审计局文件",),
                number="济审办发〔2023〕5号",
                signers=("甲某", "乙某", "丙某"),
                copy_number="000001",
                classification="秘密★1年",
                urgency="特急",
            ),
            Paragraph("关于某事的通知", Style.TITLE),
            Paragraph("各县（市、区）审计局：", Style.ADDRESSEE),
            Paragraph(
                (
                    Run("一、", face="hei", bold=True, size=16, colour="#c00000"),
                    "正文\t见第",
                    PageReference("part1"),
                    "页",
                )
            ),
            Paragraph("“蓝黄红”督查——每季度一次……"),
            *(Heading(f"第{level}级", level) for level in (1, 2, 3, 4)),
            AttachmentList(("名单", "台账")),
            SignatureBlock(organ="济宁市审计局", date=dt.date(2023, 8, 3)),
            Paragraph("（此件公开发布）", Style.POSTSCRIPT),
            PageBreak(),
            Paragraph("附件1", Style.ATTACHMENT_MARK, bookmark="annex1", keep_with_next=True),
            bare,
            bare,
            Heading("一、另起一页", page_break_before=True),
            PageBreak(),
            bare,
        )
    )
    letter = Section(
        (
            LetterHead(
                organ="济宁市审计局",
                number="济审函〔2023〕1号",
                copy_number="000002",
                classification="机密★5年",
                urgency="特急",
            ),
            Paragraph("关于某事的函", Style.TITLE),
            SignatureBlock(organ="济宁市审计局", date=dt.date(2023, 12, 31), sealed=True),
            Colophon(copies="市委办公室", ruled=False),
        )
    )
    return Document(
        title="通报 & 通知",
        author="办公室",
        subject="督查",
        keywords="蓝黄红",
        created=dt.datetime(2023, 9, 28, 8, tzinfo=dt.UTC),
        properties={"digest": "a<b"},
        pages={"part1": "3"},
        sections=(
            Section((Paragraph("通报", Style.COVER_TITLE),), PageSetup(page_numbers=False)),
            Section(
                (Contents(), PageBreak(), Contents((ContentsEntry("甲", "part1", 3, "9"),), title="附录", depth=1)),
                PageSetup(number_format="lower_roman", first_number=1),
            ),
            notice,
            Section((chart, evolve(chart, title="", height=40))),
            Section(
                (Heading("一、总体情况", bookmark="part1", style=Style.PART), merged),
                PageSetup(orientation="landscape", first_number=1, different_first=True, running_head="督查通报"),
            ),
            letter,
            Section(()),
            Section(
                (
                    Paragraph("末页"),
                    Colophon(
                        lines=("信息公开选项：主动公开",),
                        copies="市委办公室，市政府办公室",
                        issuer="济宁市审计局办公室",
                        date=dt.date(2023, 8, 3),
                    ),
                )
            ),
        ),
    )
