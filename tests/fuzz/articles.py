"""Articles made piece by piece of what Word, WPS and their add-ins write: valid ones, all of whose words are known.

The same random numbers make the same article. Styles and lists refer to one another at random, in circles too; fields,
controls, text boxes and tables stand in each other; charts, diagrams, pictures and notes bring their parts.
"""

# ruff: noqa: E501  # XML is read element by element, wherever its line ends

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from helpers.invalid_articles import CHART
from helpers.made_articles import png

_SPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
    "x1": "urn:an-add-in:of-somebody",
}
_IGNORABLE: Final = "w14 w15 wpsCustomData x1"
_DSP: Final = "http://schemas.microsoft.com/office/drawing/2008/diagram"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_LABELS: Final = '<c:dLbls><c:showVal val="0"/></c:dLbls>'
"""They stand where they may not."""
_DEEP: Final = 4
"""So many tables, boxes and controls stand in one another."""
_FORMATS: Final = (
    "decimal",
    "bullet",
    "chineseCounting",
    "lowerLetter",
    "upperRoman",
    "none",
    "ideographTraditional",
    "decimalEnclosedCircle",
)
_FIELDS: Final = (
    "PAGE", "DATE \\@ yyyy", "REF {0} \\h", "PAGEREF {0} \\h", "NOTEREF {0}", "HYPERLINK \\l {0}", 'HYPERLINK "http://192.0.2.1/"',
    'TOC \\o "1-3"', "SEQ 图", "EQ \\o(甲,乙)", "INCLUDETEXT c:\\\\x.docx", 'INCLUDEPICTURE "x.png"', "MERGEFIELD 名", "IF 1 = 1 是 否",
    "SYMBOL 61656", "DDEAUTO excel x", "FORMTEXT", "FORMCHECKBOX", "STYLEREF 1", "", "  ", "QUOTE 引",
)  # fmt: skip
_PPR: Final = (
    "<w:keepNext/>", "<w:keepLines/>", "<w:pageBreakBefore/>", '<w:framePr w:w="900" w:hSpace="180" w:wrap="around"/>', '<w:widowControl w:val="0"/>',
    "{num}", "<w:suppressLineNumbers/>", '<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>',
    '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>', '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>', "<w:suppressAutoHyphens/>",
    '<w:kinsoku w:val="0"/>', '<w:wordWrap w:val="0"/>', '<w:overflowPunct w:val="0"/>', "<w:topLinePunct/>", '<w:autoSpaceDE w:val="0"/>',
    '<w:autoSpaceDN w:val="0"/>', "<w:bidi/>", '<w:adjustRightInd w:val="0"/>', '<w:snapToGrid w:val="0"/>',
    '<w:spacing w:before="120" w:line="560" w:lineRule="exact"/>', '<w:ind w:firstLineChars="200" w:firstLine="640"/>', "<w:contextualSpacing/>",
    '<w:jc w:val="center"/>', '<w:textAlignment w:val="center"/>', '<w:outlineLvl w:val="1"/>',
)  # fmt: skip
_RPR: Final = (
    '<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/>', "<w:b/>", '<w:bCs w:val="0"/>', "<w:i/>", "<w:caps/>",
    "<w:strike/>", "<w:outline/>", "<w:shadow/>", "<w:noProof/>", '<w:snapToGrid w:val="0"/>', '<w:color w:val="FF0000"/>', '<w:spacing w:val="-4"/>',
    '<w:w w:val="90"/>', '<w:kern w:val="2"/>', '<w:position w:val="6"/>', '<w:sz w:val="32"/>', '<w:szCs w:val="32"/>', '<w:highlight w:val="yellow"/>',
    '<w:u w:val="single"/>', '<w:effect w:val="none"/>', '<w:bdr w:val="single" w:sz="4"/>', '<w:shd w:val="clear" w:fill="D9D9D9"/>',
    '<w:vertAlign w:val="superscript"/>', '<w:em w:val="dot"/>', '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>',
)  # fmt: skip
_STYLE_RPR: Final = tuple(one for one in _RPR if "highlight" not in one)
_EFFECTS: Final = (
    '<w14:glow w14:rad="63500"><w14:schemeClr w14:val="accent1"/></w14:glow>',
    "<w14:textFill><w14:noFill/></w14:textFill>",
)


class Article:
    """One article while it is made."""

    def __init__(self, random: Random, name: str) -> None:
        self._random = random
        self._name = name
        self._count = 0
        self.words: list[str] = []
        """The words that must be found in what becomes of it."""
        self._styles = [f"S{at}" for at in range(random.randrange(1, 9))]
        self._lists = list(range(1, random.randrange(1, 6)))
        self._bookmarks = [f"_b{at}" for at in range(random.randrange(4))]
        self._parts: dict[str, tuple[str, bytes]] = {}
        self._relations: dict[str, list[str]] = {"document": [], "footnotes": [], "endnotes": []}
        self._notes: dict[str, list[str]] = {"footnotes": [], "endnotes": []}
        self._story = "document"
        self._open: list[str] = []

    # What is drawn.

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _some(self, choices: tuple[str, ...], share: float) -> str:
        return "".join(one for one in choices if self._chance(share))

    def _word(self) -> str:
        word = f"〔{self._name}{self._next()}〕"
        self.words.append(word)
        return word + self._random.choice(["", " ", "　", "&甲<乙>", "x" * 40, "\u200f", "2023年，", "一、"])

    # Parts.

    def _related(self, kind: str, target: str, *, external: bool = False) -> str:
        rows = self._relations[self._story]
        identity = f"rId{len(rows) + 1}" if self._chance(0.9) else f"odd-{len(rows)}"
        base = "http://schemas.microsoft.com/office/2007/relationships" if kind == "diagramDrawing" else _SPACES["r"]
        mode = ' TargetMode="External"' if external else ""
        rows.append(f'<Relationship Id="{identity}" Type="{base}/{kind}" Target={quoteattr(target)}{mode}/>')
        return identity

    def _part(self, kind: str, stem: str, ending: str, content_type: str, data: bytes) -> str:
        name = f"{stem}{self._next()}.{ending}"
        self._parts[f"word/{name}"] = (content_type, data)
        return self._related(kind, name)

    def _picture(self) -> str:
        ending, kind, data = self._random.choice(
            [
                ("png", "image/png", png(self._next())),
                ("bin", "image/png", png(7)),
                ("jpg", "image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
                ("wmf", "image/x-wmf", b"\xd7\xcd\xc6\x9a" + bytes(20)),
                ("gif", "image/gif", b"GIF89a" + bytes(20)),
            ]
        )
        return self._part("image", "media/image", ending, kind, data)

    def _chart(self) -> str:
        extra = self._random.choice(["", "<c:spPr/>"])
        count = self._random.choice(["", '<c:ptCount val="2"/>'])
        blob = CHART.format(extra=extra, count=count).replace(_LABELS, "" if self._chance(0.9) else _LABELS)
        if self._chance(0.4):
            axes = '<c:axId val="1"/><c:axId val="2"/>'
            axis = '<c:{0}Ax><c:axId val="{1}"/><c:scaling/><c:axPos val="b"/><c:crossAx val="{2}"/></c:{0}Ax>'
            kind = self._random.choice(["barChart", "lineChart"])
            head = '<c:barDir val="col"/>' if kind == "barChart" else '<c:grouping val="standard"/>'
            series = (
                '<c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef><c:f>A1</c:f></c:numRef></c:val></c:ser>'
            )
            blob = (
                f'<c:chartSpace xmlns:c="{_SPACES["c"]}"><c:chart><c:plotArea><c:{kind}>{head}{series}{axes}</c:{kind}>'
                f"{axis.format('cat', 1, 2)}{axis.format('val', 2, 1)}</c:plotArea></c:chart></c:chartSpace>"
            )
        return self._part("chart", "charts/chart", "xml", f"{_OFFICE}.drawingml.chart+xml", blob.encode())

    def _diagram(self) -> str:
        space, drawing = _SPACES["dgm"], f"{_OFFICE}.drawingml.diagram"
        spaces = f'xmlns:dgm="{space}" xmlns:a="{_SPACES["a"]}"'
        drawn = f'<dsp:drawing xmlns:dsp="{_DSP}" {spaces}><dsp:spTree><dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/></dsp:spTree></dsp:drawing>'
        shown = self._part(
            "diagramDrawing",
            "diagrams/drawing",
            "xml",
            "application/vnd.ms-office.drawingml.diagramDrawing+xml",
            drawn.encode(),
        )
        data = (
            f'<dgm:dataModel {spaces}><dgm:ptLst><dgm:pt modelId="1" type="doc"/></dgm:ptLst><dgm:cxnLst/><dgm:bg/><dgm:whole/><dgm:extLst>'
            f'<a:ext uri="{_DSP}"><dsp:dataModelExt xmlns:dsp="{_DSP}" relId="{shown}" minVer="{_SPACES["dgm"]}"/></a:ext></dgm:extLst></dgm:dataModel>'
        )
        layout = f"<dgm:layoutDef {spaces}><dgm:layoutNode/></dgm:layoutDef>"
        look = f'<dgm:styleDef {spaces}><dgm:styleLbl name="node0"/></dgm:styleDef>'
        ids = (
            self._part("diagramData", "diagrams/data", "xml", f"{drawing}Data+xml", data.encode()),
            self._part("diagramLayout", "diagrams/layout", "xml", f"{drawing}Layout+xml", layout.encode()),
            self._part("diagramQuickStyle", "diagrams/quickStyle", "xml", f"{drawing}Style+xml", look.encode()),
            self._part(
                "diagramColors", "diagrams/colors", "xml", f"{drawing}Colors+xml", f"<dgm:colorsDef {spaces}/>".encode()
            ),
        )
        return '<dgm:relIds r:dm="{}" r:lo="{}" r:qs="{}" r:cs="{}"/>'.format(*ids)

    # Runs.

    def _rpr(self, more: str = "") -> str:
        if not more and self._chance(0.4):
            return ""
        style = f'<w:rStyle w:val="{self._random.choice([*self._styles, "Gone"])}"/>' if self._chance(0.1) else ""
        effects = self._some(_EFFECTS, 0.05)
        return f"<w:rPr>{style}{self._some(_RPR, 0.08)}{more}{effects}</w:rPr>"

    def _run(self, inner: str = "", properties: str | None = None) -> str:
        marks = ' x1:mark="1"' if self._chance(0.03) else ""
        held = inner or f'<w:t xml:space="preserve">{escape(self._word())}</w:t>'
        return f"<w:r{marks}>{self._rpr() if properties is None else properties}{held}</w:r>"

    def _special(self) -> str:
        return self._run(
            self._random.choice(
                ["<w:tab/>", "<w:br/>", '<w:br w:type="page"/>', '<w:br w:type="column"/>', "<w:noBreakHyphen/>", "<w:softHyphen/>", "<w:cr/>",
                 '<w:sym w:font="Wingdings" w:char="F0FE"/>', "<w:lastRenderedPageBreak/>", '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>', "<w:pgNum/>"]
            )
        )  # fmt: skip

    def _field(self, depth: int) -> str:
        target = self._random.choice([*self._bookmarks, "nowhere"])
        instruction = escape(self._random.choice(_FIELDS).format(target))
        if self._chance(0.3):
            return f"<w:fldSimple w:instr={quoteattr(instruction)}>{self._run()}</w:fldSimple>"
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        before = len(self.words)
        inside = self._field(depth + 1) if depth < _DEEP and self._chance(0.2) else ""
        del self.words[before:]  # what it yields is part of an instruction, and shows nowhere
        pieces = (
            [instruction[: len(instruction) // 2], instruction[len(instruction) // 2 :]]
            if self._chance(0.3)
            else [instruction]
        )
        said = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
        shown = f"{mark('separate')}{self._run()}" if self._chance(0.9) else ""
        return f"{mark('begin')}{said}{inside}{shown}{mark('end')}"

    def _drawing(self, held: str, kind: str) -> str:
        uri = _SPACES["wps"] if kind == "shape" else _SPACES[kind]
        graphic = f'<a:graphic><a:graphicData uri="{uri}">{held}</a:graphicData></a:graphic>'
        name = f'<wp:docPr id="{self._random.randrange(1, 9) if self._chance(0.1) else self._next()}" name="图 1"/>'
        if self._chance(0.6):
            return f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{self._random.choice([9, 914400, 99999999])}" cy="914400"/>{name}{graphic}</wp:inline></w:drawing>'
        place = '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>9</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:align>top</wp:align></wp:positionV>'
        return (
            '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
            f'{place}<wp:extent cx="914400" cy="914400"/><wp:wrapNone/>{name}{graphic}</wp:anchor></w:drawing>'
        )

    def _pictured(self) -> str:
        held = (
            '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
            f'r:embed="{self._picture()}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr/></pic:pic>'
        )
        return self._run(self._drawing(held, "pic"))

    def _box(self, depth: int) -> str:
        """A text box as Word writes it: drawn, and for older programs as VML with the same words."""
        before = len(self.words)
        inner = f"<w:txbxContent>{self._blocks(depth + 1, 2)}</w:txbxContent>"
        shape = f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>'
        words = self.words[before:]
        if self._chance(0.4):
            self.words[before:] = words
            return self._run(self._vml(inner))
        fallback = (
            f"<mc:Fallback>{self._vml('<w:txbxContent><w:p/></w:txbxContent>')}</mc:Fallback>"
            if self._chance(0.7)
            else ""
        )
        return self._run(
            f'<mc:AlternateContent><mc:Choice Requires="wps">{self._drawing(shape, "shape")}</mc:Choice>{fallback}</mc:AlternateContent>'
        )

    def _vml(self, inner: str) -> str:
        number = self._random.randrange(1026, 1030) if self._chance(0.1) else 2000 + self._next()
        return (
            '<w:pict><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
            f'</v:shapetype><v:shape id="_x0000_s{number}" o:spid="_x0000_s{number}" type="#_x0000_t202" style="width:90pt;height:20pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
        )

    def _vml_picture(self) -> str:
        inner = f'<v:shape id="图片 {1 if self._chance(0.1) else self._next()}" style="width:9pt;height:9pt"><v:imagedata r:id="{self._picture()}" o:title=""/></v:shape>'
        if self._chance(0.3):
            return self._run(f'<w:object w:dxaOrig="900" w:dyaOrig="900">{inner}</w:object>')
        return self._run(f"<w:pict>{inner}</w:pict>")

    def _note(self) -> str:
        if self._story != "document":
            return self._run()
        kind = self._random.choice(["footnotes", "endnotes"])
        self._story = kind
        inner = f"<w:p>{self._run(f'<w:{kind[:-1]}Ref/>')}{self._run()}</w:p>{self._paragraph(_DEEP) if self._chance(0.2) else ''}"
        self._story = "document"
        number = len(self._notes[kind]) + 1
        self._notes[kind].append(f'<w:{kind[:-1]} w:id="{number}">{inner}</w:{kind[:-1]}>')
        return self._run(f'<w:{kind[:-1]}Reference w:id="{number}"/>')

    def _revision(self, depth: int) -> str:
        number = self._next()
        if self._chance(0.5):
            return f'<w:ins w:id="{number}" w:author="甲" w:date="2023-09-28T00:00:00Z">{self._run()}</w:ins>'
        return f'<w:del w:id="{number}" w:author="甲"><w:r><w:delText>删去</w:delText></w:r></w:del>'

    def _inline(self, depth: int) -> str:
        """What stands in a paragraph."""
        makers: tuple[tuple[float, Callable[[], str]], ...] = (
            (10, self._run),
            (2, self._special),
            (2, lambda: self._field(depth)),
            (1, self._pictured),
            (0.4, lambda: self._run(self._drawing(f'<c:chart r:id="{self._chart()}"/>', "c"))),
            (0.3, lambda: self._run(self._drawing(self._diagram(), "dgm"))),
            (0.6 if depth < _DEEP else 0, lambda: self._box(depth)),
            (0.5, self._vml_picture),
            (1, self._note),
            (1, lambda: self._revision(depth)),
            (0.7, lambda: f'<w:hyperlink w:anchor="{self._random.choice([*self._bookmarks, "gone"])}">{self._run()}</w:hyperlink>'),
            (0.5, lambda: f'<w:hyperlink r:id="{self._related("hyperlink", "http://192.0.2.1/", external=True)}">{self._run()}</w:hyperlink>'),
            (0.7, lambda: f'<w:sdt><w:sdtPr><w:id w:val="{self._next()}"/></w:sdtPr><w:sdtContent>{self._run()}</w:sdtContent></w:sdt>'),
            (0.03, lambda: f'<w:smartTag w:uri="u" w:element="e">{self._run()}</w:smartTag>'),
            (0.5, lambda: '<w:proofErr w:type="spellStart"/>'),
            (0.5, lambda: f"<m:oMath><m:r><m:t>{escape(self._name)}=1</m:t></m:r></m:oMath>"),
            (0.4, lambda: f"<x1:extra><x1:more/></x1:extra>{self._run()}"),
            (0.4, lambda: self._run("<w:t>藏</w:t>", "<w:rPr><w:vanish/></w:rPr>")),
            (0.4, lambda: f'<mc:AlternateContent><mc:Choice Requires="x1">{"<w:r/>"}</mc:Choice><mc:Fallback>{self._run()}</mc:Fallback></mc:AlternateContent>'),
        )  # fmt: skip
        weights = [weight for weight, _ in makers]
        return self._random.choices([make for _, make in makers], weights)[0]()

    # Blocks.

    def _paragraph(self, depth: int, section: str = "") -> str:
        style = f'<w:pStyle w:val="{self._random.choice([*self._styles, "Gone"])}"/>' if self._chance(0.5) else ""
        listed = f'<w:numPr><w:ilvl w:val="{self._random.randrange(9)}"/><w:numId w:val="{self._random.choice([0, 77, *self._lists])}"/></w:numPr>'
        rules = self._some(_PPR, 0.05).format(num=listed)
        mark = self._rpr() if self._chance(0.3) else ""
        properties = f"<w:pPr>{style}{rules}{mark}{section}</w:pPr>" if style or rules or mark or section else ""
        ids = f' w14:paraId="{self._next():08X}" x1:p="q"' if self._chance(0.2) else ""
        inner = "".join(self._inline(depth) for _ in range(self._random.choice([0, 1, 1, 2, 3, 5])))
        return f"<w:p{ids}>{properties}{self._marks()}{inner}{self._marks()}</w:p>"

    def _marks(self) -> str:
        """A bookmark that begins, or one that ends, perhaps paragraphs later."""
        if self._story != "document" or self._chance(0.8):
            return ""
        if self._open and self._chance(0.6):
            return f'<w:bookmarkEnd w:id="{self._open.pop(self._random.randrange(len(self._open)))}"/>'
        number = str(self._next())
        self._open.append(number)
        name = self._random.choice([*self._bookmarks, f"m{number}"])
        return f'<w:bookmarkStart w:id="{number}" w:name="{name if self._chance(0.5) else f"m{number}"}"/>'

    def _table(self, depth: int) -> str:
        columns, rows = self._random.randrange(1, 5), self._random.randrange(1, 5)
        grid = "".join(f'<w:gridCol w:w="{self._random.choice([900, 3000])}"/>' for _ in range(columns))
        made = []
        for at in range(rows):
            cells, left = [], columns
            while left:
                span = self._random.randrange(1, left + 1) if self._chance(0.2) else 1
                left -= span
                merge = (
                    f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if not at or self._chance(0.3) else ''}/>"
                    if self._chance(0.2)
                    else ""
                )
                wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                cells.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{wide}{merge}</w:tcPr>{self._blocks(depth + 1, 1)}<w:p/></w:tc>'
                )
            looks = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if self._chance(0.2) else ""
            row = f"<w:tr>{looks}{''.join(cells)}</w:tr>"
            made.append(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>" if self._chance(0.05) else row)
        style = f'<w:tblStyle w:val="{self._random.choice([*self._styles, "Gone"])}"/>' if self._chance(0.3) else ""
        return f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{self._random.choice([0, 5000, 99999])}" w:type="{self._random.choice(["auto", "dxa", "pct"])}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(made)}</w:tbl>'

    def _blocks(self, depth: int, most: int) -> str:
        made = [self._block(depth) for _ in range(self._random.randrange(most + 1))]
        return "".join(made) + self._paragraph(depth)

    def _block(self, depth: int) -> str:
        if depth < _DEEP and self._chance(0.15):
            return self._table(depth)
        if depth < _DEEP and self._chance(0.08):
            return f'<w:sdt><w:sdtPr><w:id w:val="{self._next()}"/></w:sdtPr><w:sdtContent>{self._blocks(depth + 1, 1)}</w:sdtContent></w:sdt>'
        if not depth and self._chance(0.08):
            return self._paragraph(depth, self._section())
        if depth < _DEEP and self._chance(0.003):
            return f'<w:customXml w:uri="u" w:element="e">{self._blocks(depth + 1, 1)}</w:customXml>'
        return self._paragraph(depth)

    def _section(self) -> str:
        size = self._random.choice(['w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"'])
        kind = (
            f'<w:type w:val="{self._random.choice(["continuous", "nextPage", "oddPage"])}"/>'
            if self._chance(0.5)
            else ""
        )
        columns = '<w:cols w:num="2" w:space="420"/>' if self._chance(0.3) else ""
        return f'<w:sectPr>{kind}<w:pgSz {size}/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="720" w:footer="720" w:gutter="0"/>{columns}</w:sectPr>'

    # The file.

    def _style_sheet(self) -> str:
        made = []
        for at, identity in enumerate(self._styles):
            kind = self._random.choice(["paragraph", "paragraph", "character", "table"])
            name = self._random.choice(
                [f"风格{at}", "Normal", "heading 1", "正文", "List Paragraph", f"Own {identity}"]
            )
            based = f'<w:basedOn w:val="{self._random.choice([*self._styles, "Gone"])}"/>' if self._chance(0.6) else ""
            linked = f'<w:link w:val="{self._random.choice(self._styles)}"/>' if self._chance(0.2) else ""
            listed = f'<w:numPr><w:numId w:val="{self._random.choice([0, *self._lists])}"/></w:numPr>'
            rules = f"<w:pPr>{self._some(_PPR, 0.05).format(num=listed)}</w:pPr>" if kind != "character" else ""
            made.append(
                f'<w:style w:type="{kind}"{" w:default=" + chr(34) + "1" + chr(34) if not at else ""} w:styleId="{identity}"><w:name w:val="{name}"/>'
                f"{based}{linked}<w:qFormat/>{rules}<w:rPr>{self._some(_STYLE_RPR, 0.08)}</w:rPr></w:style>"
            )
        defaults = (
            "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
            if self._chance(0.7)
            else ""
        )
        return f"<w:styles {_declared('w', 'w14', 'mc')}>{defaults}{''.join(made)}</w:styles>"

    def _numbering(self) -> str:
        kinds = [
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{self._random.choice(["multilevel", "hybridMultilevel"])}"/>'
            + "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="{self._random.choice([0, 1, 5])}"/><w:numFmt w:val="{self._random.choice(_FORMATS)}"/>'
                f'<w:lvlText w:val="{self._random.choice(["%1.", f"（%{level + 1}）", "", ""])}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{level * 420}" w:hanging="420"/></w:pPr></w:lvl>'
                for level in range(self._random.choice([1, 9]))
            )
            + "</w:abstractNum>"
            for number in self._lists
        ]  # fmt: skip
        uses = []
        for number in self._lists:
            change = (
                f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{self._random.randrange(9)}"/></w:lvlOverride>'
                if self._chance(0.3)
                else ""
            )
            uses.append(
                f'<w:num w:numId="{number}"><w:abstractNumId w:val="{self._random.choice(self._lists)}"/>{change}</w:num>'
            )
        return f"<w:numbering {_declared('w')}>{''.join(kinds)}{''.join(uses)}</w:numbering>"

    def parts(self) -> dict[str, bytes]:
        """The members of the file."""
        blocks = [self._block(0) for _ in range(self._random.randrange(1, 9))]
        blocks += [
            f"<w:p>{self._run()}{''.join(f'<w:bookmarkEnd w:id={quoteattr(one)}/>' for one in self._open)}</w:p>"
        ]
        body = f"<w:body>{''.join(blocks)}{self._section()}</w:body>"
        ignorable = f' mc:Ignorable="{_IGNORABLE}"'
        made: dict[str, tuple[str, bytes]] = {
            "word/document.xml": (
                f"{_OFFICE}.wordprocessingml.document.main+xml",
                f"<w:document {_declared(*_SPACES)}{ignorable}>{body}</w:document>".encode(),
            ),
            "word/styles.xml": (f"{_OFFICE}.wordprocessingml.styles+xml", self._style_sheet().encode()),
            **self._parts,
        }
        self._related("styles", "styles.xml")
        if self._lists:
            self._related("numbering", "numbering.xml")
            made["word/numbering.xml"] = (f"{_OFFICE}.wordprocessingml.numbering+xml", self._numbering().encode())
        for kind, notes in self._notes.items():
            if notes:
                self._related(kind, f"{kind}.xml")
                text = f"<w:{kind} {_declared(*_SPACES)}{ignorable}>{''.join(notes)}</w:{kind}>"
                made[f"word/{kind}.xml"] = (f"{_OFFICE}.wordprocessingml.{kind}+xml", text.encode())
        members = {"[Content_Types].xml": _types(made), "_rels/.rels": _rows([_MAIN])}
        members |= {name: data for name, (_, data) in made.items()}
        members |= {f"word/_rels/{kind}.xml.rels": _rows(rows) for kind, rows in self._relations.items() if rows}
        return members


_MAIN: Final = f'<Relationship Id="rId1" Type="{_SPACES["r"]}/officeDocument" Target="word/document.xml"/>'


def _declared(*prefixes: str) -> str:
    return " ".join(f'xmlns:{prefix}="{_SPACES[prefix]}"' for prefix in prefixes)


def _rows(rows: list[str]) -> bytes:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}</Relationships>'.encode()


def _types(parts: dict[str, tuple[str, bytes]]) -> bytes:
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{rows}</Types>'.encode()


def members(random: Random, name: str) -> tuple[dict[str, bytes], list[str]]:
    """The members of an article, and the words that it shows."""
    article = Article(random, name)
    return article.parts(), article.words


def packed(members: dict[str, bytes]) -> bytes:
    """A .docx of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name, (2023, 9, 28, 0, 0, 0)), data)
    return stream.getvalue()
