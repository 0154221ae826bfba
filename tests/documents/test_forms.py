"""收表表样: collection forms in Word, empty and filled in, and what comes back from them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from attrs import evolve
from docx.table import Table
from helpers.filled_forms import essence
from helpers.office_sheets import ROSTER, SCHEME, THEMES, theme
from helpers.readword import W, part, tables, visible_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.documents import collection_form, collection_forms
from trafficlight.notice import KeyWorkItem, MutualHelpItem, Reform, UpwardFunding

LEDGER = theme("key_work")
FUNDING = theme("upward_funding_bureau")
HELP = theme("assistance")
OFFICE = tl.Unit("办公室")
each_theme = pytest.mark.parametrize("one", THEMES, ids=lambda theme: theme.key)
few_draws = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def item(matter: str) -> KeyWorkItem:
    """A row of the ledger."""
    return KeyWorkItem(
        matter, "目标", "情况", tl.model.Progress.SLOW, "甲", tl.model.Responsibility([OFFICE], "张三"), "局党组会议"
    )


def help_item(matter: str, leader: str) -> MutualHelpItem:
    """A row of a table with facts above its header."""
    return MutualHelpItem(
        matter, tl.model.Responsibility([OFFICE]), "情况", "年底", tl.model.Progress.SLOW, leader=leader
    )


@each_theme
def test_no_header_word_breaks_for_want_of_width(one: tl.Theme[Any]) -> None:
    """However many columns the collection adds, each has room for its header words, and together they fill the text."""
    body = part(collection_form(one).to_bytes(), "word/document.xml")
    widths = [int(column.get(f"{W}w", "0")) for column in body.iter(f"{W}gridCol")]
    longest = [max(map(len, column.header.split("\n"))) for column in one.form.columns]
    twips_a_character, padding = 210, 136
    assert all(width >= length * twips_a_character + padding for width, length in zip(widths, longest, strict=True)), (
        widths
    )
    assert sum(widths) == pytest.approx((225 if one.form.landscape else 156) * 1440 / 25.4, abs=2)


def test_a_form_of_more_columns_than_fit_keeps_its_own_shares() -> None:
    """Where not even the header words have room, widths stay as the form states them, and the table as wide as the text."""
    columns = LEDGER.form.columns
    more = [evolve(columns[-1], header=f"补充说明事项{number}", aliases=()) for number in range(12)]
    wide = evolve(LEDGER.form, columns=tuple(evolve(one, width=30) for one in (*columns, *more)))
    (table,) = part(collection_form(wide, rows=0).to_bytes(), "word/document.xml").iter(f"{W}tblGrid")
    widths = [int(column.get(f"{W}w", "0")) for column in table]
    assert max(widths) - min(widths) <= 1
    assert sum(widths) == pytest.approx(225 * 1440 / 25.4, abs=2)


@each_theme
def test_a_blank_form_has_every_column_and_room(one: tl.Theme[Any]) -> None:
    """Title, facts, the collection's own columns (§3.13), numbered empty rows with the words of their lines, the notes."""
    data = collection_form(one, rows=3).to_bytes()
    (table,) = tables(data)
    assert table[0] == [column.header for column in one.form.columns]
    rows = table[1:]
    assert len(rows) == 3 * len(one.form.lines)
    assert [row[0].strip() for row in rows if row[0].strip()] == ["1", "2", "3"]
    label = next((at for at, column in enumerate(one.form.columns) if column.is_line_label), None)
    if label is not None:
        assert [row[label] for row in rows] == list(one.form.lines) * 3
    assert not any(text.strip() for row in rows for at, text in enumerate(row) if at not in (0, label))
    text = "".join(visible_text(data).split())
    for word in (one.form.title, *(f"{line.label}：" for line in one.form.heading), *one.form.notes):
        assert "".join(word.split()) in text


def test_the_published_table_goes_out_on_request() -> None:
    """Without the collection's own columns, with a date at the right; the page lies as the form says."""
    document = collection_form(FUNDING, rows=1, published=True, dateline="日期：")
    (table,) = tables(document.to_bytes())
    assert table[0][-1] == "争项目"
    assert "日期：" in visible_text(document.to_bytes())
    assert document.sections[0].setup.orientation == "landscape"
    assert collection_form(theme("investment")).sections[0].setup.orientation == "portrait"


def test_a_filled_form_holds_the_records_and_no_light() -> None:
    """Entries with their numbers, two-line records merged, empty rows counted on below."""
    entries = [tl.Entry("key_work", item("甲事"), 4)]
    data = collection_form(
        LEDGER,
        FUNDING,
        entries=[*entries, tl.Entry(FUNDING.key, UpwardFunding(OFFICE, won_funds=("a", "b"), recognised=1))],
        rows=1,
    ).to_bytes()
    ledger, funding = tables(data)
    assert [row[0] for row in ledger[1:]] == ["4", "5"]
    assert ledger[1][4] == "推进缓慢"
    assert funding[1][:4] == ["1", "办公室", "", "已争取"]
    assert funding[1][7] == "1"
    merges = docx.Document(io.BytesIO(data)).tables[1]
    assert merges.cell(1, 1)._tc is merges.cell(2, 1)._tc
    assert b"0070C0" not in data


def test_each_group_of_facts_has_a_table_of_its_own() -> None:
    """Entries under other facts above the header stand in another table; numbers go on."""
    entries = [tl.Entry(HELP.key, help_item(str(number), leader)) for number, leader in enumerate("甲甲乙")]
    data = collection_form(HELP, entries=entries, rows=0).to_bytes()
    assert [[row[0] for row in table[1:]] for table in tables(data)] == [["1", "2"], ["3"]]
    assert "包保领导：甲" in visible_text(data)
    assert "包保领导：乙" in visible_text(data)


def test_a_scheme_goes_out_by_stewards() -> None:
    """One document for each 牵头科室 (N4.3), with entries where they belong; or the whole in one."""
    documents = collection_forms(SCHEME, entries=[tl.Entry("key_work", item("甲事"), 1)])
    assert {name: len(document.sections) for name, document in documents.items()} == {
        "人事科": 4,
        "办公室": 5,
        "秘书科": 2,
    }
    assert "甲事" in visible_text(documents["办公室"].to_bytes())
    assert len(collection_form(SCHEME).sections) == len(THEMES)


def test_what_cannot_go_out_is_refused() -> None:
    """No form, negative rows, entries of a theme that is not there."""
    with pytest.raises(tl.errors.DocumentError, match="没有要制作的表"):
        collection_form()
    with pytest.raises(tl.errors.DocumentError, match="-1"):
        collection_form(LEDGER, rows=-1)
    with pytest.raises(tl.errors.UnknownTheme):
        collection_form(FUNDING, entries=[tl.Entry("key_work", item("甲事"))])
    with pytest.raises(tl.errors.UnknownTheme):
        collection_forms(SCHEME, entries=[tl.Entry("petitions", item("甲事"))])


def records(one: tl.Theme[Any]) -> st.SearchStrategy[list[Any]]:
    """Records that share the facts above the header."""

    def under_one_heading(drawn: list[Any]) -> list[Any]:
        facts = {line.name: getattr(drawn[0], line.name) for line in one.form.heading} if drawn else {}
        return [evolve(record, **facts) for record in drawn]

    return st.lists(testing.records(one, ROSTER), max_size=3).map(under_one_heading)


@each_theme
def test_an_untouched_form_reads_as_nothing(one: tl.Theme[Any]) -> None:
    """No entry and no fault; the theme counts as handed in."""
    reading = tl.sheets.read(collection_form(one).to_bytes(), scheme=SCHEME, file_name=f"{one.title}.docx")
    assert (reading.entries, reading.themes) == ((), (one.key,))


@each_theme
@given(data=st.data())
@few_draws
def test_a_filled_form_reads_back(one: tl.Theme[Any], data: st.DataObject) -> None:
    """Records → .docx → records is the identity, whatever empty rows follow."""
    entries = [tl.Entry(one.key, record, 2 * number) for number, record in enumerate(data.draw(records(one)), 1)]
    document = collection_form(one, entries=entries, rows=2)
    lenient = tl.sheets.Checks.every(tl.sheets.Severity.WARNING)  # drawn records may stand twice
    reading = tl.sheets.read(document.to_bytes(), scheme=SCHEME, file_name=f"{one.title}.docx", checks=lenient)
    assert essence(reading.entries) == essence(entries)


def typed(data: bytes, one: tl.Theme[Any], made: list[Any]) -> bytes:
    """The document after a clerk filled its empty rows, a paragraph a line."""
    document = docx.Document(io.BytesIO(data))
    (table,) = document.tables
    for at, record in enumerate(made):
        for below, texts in enumerate(one.form.printer(one.form.columns)(record, None)):
            _type_row(table, 1 + at * len(one.form.lines) + below, one.form, texts)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _type_row(table: Table, row: int, form: tl.Form, texts: list[str]) -> None:
    for number, (column, text) in enumerate(zip(form.columns, texts, strict=True)):
        if text and not column.is_line_label:
            first, *others = text.split("\n")
            cell = table.cell(row, number)
            cell.paragraphs[0].text = first
            for line in others:
                cell.add_paragraph(line)


def test_what_is_typed_into_a_blank_form_reads_back() -> None:
    """By a clerk at Word: in tables of one line and of two, lines as paragraphs."""
    ledger = [item("甲事\n第二行"), item("乙事")]
    reading = tl.sheets.read(
        typed(collection_form(LEDGER).to_bytes(), LEDGER, ledger), scheme=SCHEME, file_name="重点工作.docx"
    )
    assert [entry.record for entry in reading.entries] == ledger
    funding = [UpwardFunding(OFFICE, "甲", won_funds=("甲资金", "乙资金"), planned_projects=("丙项目",), recognised=1)]
    reading = tl.sheets.read(
        typed(collection_form(FUNDING).to_bytes(), FUNDING, funding), scheme=SCHEME, file_name="x.docx"
    )
    assert [entry.record for entry in reading.entries] == funding


def test_openxml_audit_finds_nothing(tmp_path: Path) -> None:
    """Every form of the notice is a valid document, empty and filled in."""
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed: files cannot be judged")
    won = tl.Entry("reform_bureau", Reform(OFFICE, won=("=1+1",), recognised=1))
    path = tmp_path / "x.docx"
    collection_form(SCHEME, entries=[tl.Entry("key_work", item("甲事")), won]).save(path)
    assert not audit.OpenXmlValidator().validate(path).errors
