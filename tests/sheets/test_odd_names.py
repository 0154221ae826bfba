"""名称: names of files, sheets and parts come from anybody; each line that is printed stays one line, and hides nothing."""

from __future__ import annotations

import io
import zipfile

import pytest
from attrs import evolve
from helpers.broken_workbooks import packed, parts
from helpers.made_articles import AGENCY, AS_OF, PERIOD, plain
from helpers.office_ratings import SCHEME as JINING
from helpers.office_ratings import help_item, rate
from helpers.office_sheets import SCHEME, headers, xlsx
from helpers.readword import visible_text

import trafficlight as tl
from trafficlight.articles._compendium import DEPARTMENTS_PART, Article, compendium
from trafficlight.documents import BulletinPlan, Part, ThemeTable, bulletin
from trafficlight.interchange import from_json
from trafficlight.messages import legible

ODD = "重点\n工作\u202excod.\u200b\x1b[2J\udc80"
BOOK = xlsx(("招商", [headers("investment"), [1, "办公事", None, None, None, "推进很慢"]], []))


def check(lines: tuple[str, ...]) -> None:
    """Lines are as they are printed: nothing in them breaks, turns or hides, and all can be written to a terminal."""
    assert lines
    for line in lines:
        assert legible(line) == line
        line.encode()


@pytest.mark.parametrize(
    "member", [f"{ODD}.xlsx", f"{ODD}.pages", f"{ODD}.zip", f"{ODD}.xlsb", f"{ODD}/a.jpg", f"../{ODD}.xlsx"]
)
def test_files_of_a_zip(member: str) -> None:
    """Whether a member is read, refused or passed over, what is said of it is one line."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(member.replace("\udc80", ""), BOOK if member.endswith("x") else b"x")
    reading = tl.sheets.read(stream.getvalue(), scheme=SCHEME, file_name="报.zip", collect=True)
    for language in ("zh", "en"):
        check(reading.report.lines(language))
    check(tuple(map(str, reading.report.faults)) or ("",))


def test_files_and_sheets() -> None:
    """The name of a file, and that of a sheet as its XML has it."""
    members = parts(BOOK)
    name = 'name="a&#10;b\u202ec\u2028"'.encode()
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace('name="招商"'.encode(), name)
    data = packed(members)
    reading = tl.sheets.read(data, scheme=SCHEME, file_name=f"{ODD}.xlsx", collect=True)
    assert {fault.sheet for fault in reading.report.faults} == {"a\nb\u202ec\u2028"}
    check(reading.report.lines())
    check(tuple(fault.say("en") for fault in reading.report.faults))
    with pytest.raises(tl.SheetFaults) as caught:
        tl.sheets.read(data, scheme=SCHEME, file_name=f"{ODD}.xlsx")
    check(caught.value.lines())
    assert tl.sheets.marked(data, reading.report.faults, file_name=f"{ODD}.xlsx")


def test_parts() -> None:
    """The parts of a package, which a fault or a finding names."""
    members = parts(BOOK)
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"sheet1.xml", "\u202ea&#10;b.xml".encode()
    )
    reading = tl.sheets.read(packed(members), scheme=SCHEME, file_name="a.xlsx", collect=True)
    assert "\\u202ea" in str(reading.report.faults)
    check(reading.report.lines())


def test_articles() -> None:
    """A refused article, and what is said of one that was taken."""
    members = parts(plain("文章"))
    field = '<w:p><w:fldSimple w:instr="INCLUDETEXT a\u202eb"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p></w:body>'
    members["word/document.xml"] = members["word/document.xml"].replace(b"</w:body>", field.encode(), 1)
    articles = [
        Article("办公室", "题", DEPARTMENTS_PART, packed(members)),
        Article("秘书科", "题", DEPARTMENTS_PART, b""),
    ]
    made = compendium(AGENCY, articles, period=PERIOD, as_of=AS_OF, level=1)
    assert made.report.refused
    assert "a\\u202eb" in " ".join(made.report.lines())
    check(made.report.lines())


def test_keys_of_json() -> None:
    """A key stands in the path of what is wrong with it."""
    with pytest.raises(tl.errors.InterchangeError) as caught:
        from_json(tl.Agency, '{"a\\nb\u202e": 1}', scheme=SCHEME)
    check(tuple(str(caught.value).split("\n")))
    assert len(str(caught.value).split("\n")) == 1 + len(caught.value.problems)


def test_a_printed_table_of_files_with_odd_names() -> None:
    """What could stand in no document does not come into one with the name of a file."""
    name = ODD.replace("\udc80", "\udc80\x01")
    entries = [
        tl.Entry(
            "assistance", evolve(help_item(""), matter=f"事项{at}"), at, tl.rules.Origin(f"{at}{name}.xlsx", name, at)
        )
        for at in (1, 2)
    ]
    check(tuple(str(entry.origin) for entry in entries))
    plan = BulletinPlan("通报", (Part("一、部分", (ThemeTable("assistance"),)),))
    made = bulletin(JINING, rate(*entries), period=PERIOD, as_of=AS_OF, plan=plan).to_bytes()
    assert legible(f"2{name}") in visible_text(made)
    book = tl.sheets.workbook(tl.sheets.Sheet(JINING.rulebooks.at(AS_OF).theme("assistance").form, entries))
    assert b"\\udc80" in b"".join(parts(book).values())


def test_a_sheet_that_leads_to_no_part() -> None:
    """Marking says the same of it as reading does."""
    members = parts(BOOK)
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b'Target="/xl/worksheets/sheet1.xml"', b'Target=""'
    )
    data = packed(members)
    reading = tl.sheets.read(data, scheme=SCHEME, file_name="a.xlsx", collect=True)
    with pytest.raises(tl.errors.FileFault, match="找不到内容") as caught:
        tl.sheets.marked(data, reading.report.faults, file_name="a.xlsx")
    assert [str(fault) for fault in reading.report.faults] == [str(caught.value).replace("a.xlsx：", "a.xlsx 招商：")]
