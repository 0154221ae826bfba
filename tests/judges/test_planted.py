"""Each judge is seen to find faults that are planted: its silence before our own documents proves something."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen
from helpers.every_document import compendium_of_all, workbook_of_ledger
from helpers.judging import (
    ACCESS,
    AUDIT,
    BROWSER,
    FACES,
    FINISH,
    INTEGRITY,
    JUDGES,
    OFFICE,
    PAGES,
    PARSER,
    RULES,
    SDK,
    Judge,
)
from helpers.wordfile import every_block

from trafficlight.documents import to_html


@frozen
class Fault:
    """In a part, the first `old` becomes `new`; without `old` the whole part is dropped."""

    part: str
    old: str
    new: str
    seen_by: tuple[Judge, ...]

    def plant(self, data: bytes) -> bytes:
        """The file with the fault."""
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(stream, "w") as broken:
            assert self.part in whole.namelist()
            for name in whole.namelist():
                text = whole.read(name)
                if name == self.part:
                    if not self.old:
                        continue
                    assert self.old.encode() in text
                    text = text.replace(self.old.encode(), self.new.encode(), 1)
                broken.writestr(name, text)
        return stream.getvalue()


DOCUMENT: Final = "word/document.xml"
SHEET: Final = "xl/worksheets/sheet1.xml"
NESTED: Final = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>"

WORD: Final[Mapping[str, Fault]] = {
    "an element out of order": Fault(DOCUMENT, "<w:pPr>", '<w:pPr><w:jc w:val="left"/><w:keepNext/>', (SDK, AUDIT)),
    "an element nobody knows": Fault(DOCUMENT, "<w:pPr>", "<w:pPr><w:nonsense/>", (SDK, AUDIT)),
    "a value that is none": Fault(DOCUMENT, '<w:jc w:val="center"/>', '<w:jc w:val="middle"/>', (SDK, AUDIT)),
    "a number that is none": Fault(
        DOCUMENT, '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="zwei"/>', (SDK, AUDIT, INTEGRITY)
    ),
    "a style that is not there": Fault(
        DOCUMENT, '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Nowhere"/>', (AUDIT, INTEGRITY)
    ),
    "a footer that is not there": Fault(
        DOCUMENT, 'w:type="default" r:id="rId', 'w:type="default" r:id="none', (SDK, AUDIT, INTEGRITY, OFFICE)
    ),
    "a part that is not there": Fault("word/footer2.xml", "", "", (SDK, AUDIT, INTEGRITY, OFFICE)),
    "no document at all": Fault(DOCUMENT, "", "", (SDK, AUDIT, INTEGRITY, OFFICE)),
    "no content types": Fault("[Content_Types].xml", "", "", (SDK, AUDIT, INTEGRITY, OFFICE)),
    "a part of the wrong type": Fault(
        "[Content_Types].xml", "wordprocessingml.styles+xml", "nothing+xml", (SDK, AUDIT, INTEGRITY)
    ),
    "a text cut off": Fault(DOCUMENT, "</w:body>", "", (SDK, AUDIT, INTEGRITY, OFFICE)),
    "a text that no page shows": Fault(
        DOCUMENT, "<w:r><w:t>末页", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>末页", (OFFICE,)
    ),
    "a cell without a paragraph": Fault(
        DOCUMENT, "</w:tr>", "<w:tc><w:tcPr/></w:tc></w:tr>", (AUDIT, INTEGRITY, RULES)
    ),
    "a cell that ends with a table": Fault(DOCUMENT, "</w:tc>", NESTED, (INTEGRITY, RULES)),
    "a bookmark never closed": Fault(DOCUMENT, "<w:bookmarkEnd ", "<w:proofErr ", (SDK, AUDIT, RULES)),
    "two bookmarks of one name": Fault(DOCUMENT, 'w:name="annex1"', 'w:name="PART1"', (RULES,)),
    "a field never ended": Fault(DOCUMENT, 'w:fldCharType="end"', 'w:fldCharType="begin"', (OFFICE, RULES)),
    "two shapes of one number": Fault(DOCUMENT, '<wp:docPr id="4"', '<wp:docPr id="3"', (SDK,)),
    "a comment that is not there": Fault(
        DOCUMENT, "<w:r>", '<w:r><w:commentReference w:id="7"/></w:r><w:r>', (SDK, AUDIT, INTEGRITY, OFFICE)
    ),
    "a style based on none": Fault(
        "word/styles.xml", "<w:basedOn ", '<w:basedOn w:val="Nowhere"/><w:basedOn ', (SDK, AUDIT, INTEGRITY)
    ),
    "settings out of order": Fault(
        "word/settings.xml", "</w:settings>", '<w:zoom w:percent="99"/></w:settings>', (SDK, AUDIT)
    ),
    "a chart out of order": Fault("word/charts/chart1.xml", "<c:chart>", "<c:chart><c:plotVisOnly/>", (SDK, AUDIT)),
    "no title": Fault("docProps/core.xml", "<dc:title>通报 &amp; 通知</dc:title>", "<dc:title/>", (FINISH,)),
    "a template's traces": Fault("docProps/core.xml", "<dc:title>", "<dc:title>python-docx", (FINISH,)),
    "another language": Fault("word/styles.xml", 'w:eastAsia="zh-CN"', 'w:eastAsia="en-US"', (FINISH,)),
    "a table without alternative text": Fault(DOCUMENT, '<w:tblDescription w:val="甲和乙"/>', "", (FINISH,)),
    "a row that may split": Fault(DOCUMENT, "<w:cantSplit/>", "", (FINISH,)),
    "a quotation in another face": Fault(
        DOCUMENT, '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>“', "<w:t>“", (FACES,)
    ),
    "a dash that hints at Latin type": Fault(
        DOCUMENT, 'w:hint="eastAsia"/></w:rPr><w:t>“', 'w:hint="default"/></w:rPr><w:t>“', (FACES,)
    ),
    "an ellipsis in a Latin face of its own": Fault(
        DOCUMENT, 'w:hint="eastAsia"/></w:rPr><w:t>“', 'w:hAnsi="Times New Roman"/></w:rPr><w:t>“', (FACES,)
    ),
    "a chart's piece without its word": Fault(
        "word/charts/chart1.xml", 'formatCode="&quot;蓝&quot;0;;"', 'formatCode="0;;"', (FINISH,)
    ),
    "a chart without alternative text": Fault(DOCUMENT, ' descr="', ' title="', (FINISH,)),
    "a date beyond the margin": Fault(DOCUMENT, 'w:right="1260"', 'w:right="-900"', (PAGES,)),
    "a light without its word": Fault(DOCUMENT, "<w:t>已争取</w:t>", "<w:t> </w:t>", (PAGES,)),
    "a title alone": Fault(
        DOCUMENT, '<w:pStyle w:val="Addressee"/>', '<w:pStyle w:val="Addressee"/><w:pageBreakBefore/>', (PAGES,)
    ),
    "a signature alone": Fault(
        DOCUMENT, '<w:pStyle w:val="Signature"/>', '<w:pStyle w:val="Signature"/><w:pageBreakBefore/>', (PAGES,)
    ),
    "notes away from their table": Fault(
        DOCUMENT,
        '<w:p><w:pPr><w:pStyle w:val="Note"/>',
        '<w:p><w:pPr><w:pStyle w:val="Note"/><w:pageBreakBefore/>',
        (PAGES,),
    ),
    "a column of one character a line": Fault(
        DOCUMENT,
        '<w:pStyle w:val="Body"/>',
        '<w:pStyle w:val="Body"/><w:ind w:left="0" w:right="8500" w:firstLineChars="0" w:firstLine="0"/>',
        (PAGES,),
    ),
    "a word broken in a narrow cell": Fault(DOCUMENT, "<w:t>已争取</w:t>", f"<w:t>{'Unbreakable' * 9}</w:t>", (PAGES,)),
    "a number broken in a narrow cell": Fault(
        DOCUMENT, "<w:t>已争取</w:t>", f"<w:t>共{'1234567890' * 9}项</w:t>", (PAGES,)
    ),
    "a chart without its workbook": Fault("word/embeddings/chart1.xlsx", "", "", (SDK, AUDIT, INTEGRITY)),
}

COMPENDIUM: Final[Mapping[str, Fault]] = {
    "a list that is not there": Fault(DOCUMENT, '<w:numId w:val="1"/>', '<w:numId w:val="999"/>', (AUDIT, INTEGRITY)),
    "a footnote that is not there": Fault(
        DOCUMENT, 'footnoteReference w:id="', 'footnoteReference w:id="9', (SDK, AUDIT, INTEGRITY)
    ),
    "a picture that is not there": Fault(DOCUMENT, 'r:embed="', 'r:embed="none', (SDK, AUDIT, INTEGRITY)),
    "two bookmarks of one name again": Fault(DOCUMENT, 'w:name="here_2"', 'w:name="HERE"', (RULES,)),
}

WORKBOOK: Final[Mapping[str, Fault]] = {
    "a style of a cell that is not there": Fault(SHEET, ' s="', ' s="99', (SDK,)),
    "an element of a sheet out of order": Fault(SHEET, "<sheetData", '<mergeCells count="1"/><sheetData', (SDK, AUDIT)),
    "a text of a cell that is not there": Fault(SHEET, "<v>0</v>", "<v>999</v>", (AUDIT, OFFICE)),
    "no sheet": Fault(SHEET, "", "", (SDK, AUDIT)),
    "a font out of order": Fault("xl/styles.xml", "<font>", '<font><family val="2"/><b/>', (SDK, AUDIT)),
    "a sheet cut off": Fault(SHEET, "</sheetData>", "", (SDK,)),
}

HTML: Final[Mapping[str, tuple[str, str, Judge]]] = {
    "an element never closed": ("</article>", "<b>", PARSER),
    "a paragraph in a paragraph": ("</p>", "</p></p>", PARSER),
    "an attribute twice": ("<article", '<article lang="en"', PARSER),
    "a table without a name": ("<caption>", "<caption></caption><caption>", ACCESS),
    "a header of plain cells": ('<thead class="tl-table-head">', "<thead><tr><td>甲</td></tr>", ACCESS),
    "a header cell without scope": (' scope="col"', "", ACCESS),
    "an id twice": ("<article", '<article id="tl-part1"', ACCESS),
    "a link to nothing": ('href="#', 'href="#x', ACCESS),
    "a script": ("</article>", "<script></script></article>", ACCESS),
    "a handler": ("<article", '<article onclick="x()"', ACCESS),
    "a picture without a name": ('role="img" aria-label', 'role="img" aria-level', ACCESS),
    "a picture that a browser cannot name": ('role="img" aria-label', 'role="img" aria-level', BROWSER),
    "a chart's text in a colour of its own": ('fill="currentColor"', 'fill="#333333"', BROWSER),
    "a light that cannot be read": (";color:#FFFFFF", ";color:#000044", BROWSER),
    "a table that cannot scroll": ('class="tl-table"', 'style="width:2000px"', BROWSER),
}


@pytest.fixture(scope="module")
def wholes() -> Mapping[str, bytes]:
    """The files that faults are planted in."""
    return {"word": every_block().to_bytes(), "compendium": compendium_of_all(), "book": workbook_of_ledger()}


CASES: Final = (
    *(("word", name, fault) for name, fault in WORD.items()),
    *(("compendium", name, fault) for name, fault in COMPENDIUM.items()),
    *(("book", name, fault) for name, fault in WORKBOOK.items()),
)


@pytest.mark.parametrize(("base", "name", "fault"), CASES, ids=[name for _, name, _ in CASES])
def test_a_fault_is_found(base: str, name: str, fault: Fault, wholes: Mapping[str, bytes], tmp_path: Path) -> None:
    """Every judge that is named finds it, those that are not may."""
    file = tmp_path / f"judged.{'xlsx' if base == 'book' else 'docx'}"
    file.write_bytes(fault.plant(wholes[base]))
    for judge in fault.seen_by:
        if not judge.missing():
            assert judge.find([file]), f"{judge.name} does not see {name}"


@pytest.mark.parametrize("name", HTML)
def test_a_fault_in_html_is_found(name: str, tmp_path: Path) -> None:
    """So it is in a fragment."""
    old, new, judge = HTML[name]
    whole = to_html(every_block())
    assert old in whole
    file = tmp_path / "judged.html"
    file.write_text(whole.replace(old, new, 1), encoding="utf-8")
    if judge.missing():
        pytest.skip(judge.missing())
    assert judge.find([file])


def test_every_judge_is_put_to_the_test() -> None:
    """Each judge is named by faults, and each fault by a judge."""
    named = [judge for _, _, fault in CASES for judge in fault.seen_by] + [judge for _, _, judge in HTML.values()]
    assert {judge.name: named.count(judge) for judge in JUDGES if named.count(judge) < 3} == {}
    assert [name for _, name, fault in CASES if not fault.seen_by] == []
