"""Letters and annexes: their end never goes over to a page of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from attrs import evolve
from helpers.office_ratings import AS_OF, LEADER, SCHEME, rate
from helpers.rendering import pages
from helpers.sample_records import key_work_item
from helpers.small_office import OFFICE
from helpers.wordfile import W, body, find_all

import trafficlight as tl
from trafficlight.documents import Document, Section, SignOff, on_one_page, reminder_letters, task_force_grid
from trafficlight.documents.content import (
    AttachmentList,
    Block,
    Contents,
    ContentsEntry,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    SignatureBlock,
)
from trafficlight.documents.content._text_widths import latin, lines
from trafficlight.layout import OFFICIAL, Style
from trafficlight.model._agency import TaskForce


def letter(characters: int, number: str = "") -> Document:
    """A letter of one item whose 推进情况 is so long."""
    item = key_work_item(tl.model.Progress.SLOW, OFFICE, matter="修订制度汇编", leader="副局长", source="局党组会议")
    entry = tl.Entry("key_work", evolve(item, status=("低于序时进度正在协调有关单位加快办理" * 40)[:characters]), 1)
    (paper,) = reminder_letters(
        SCHEME,
        rate(entry),
        as_of=AS_OF,
        deadline=dt.date(2023, 10, 13),
        sign_off=SignOff(LEADER, dt.date(2023, 9, 30)),
        number=(lambda unit, at: number) if number else None,
    )
    return paper.document


def test_a_short_letter_keeps_the_standards_lines() -> None:
    """What stands on one page anyway is not touched, nor what no adjustment brings onto one."""
    assert letter(0).profile == letter(500).profile == OFFICIAL


def test_a_letter_a_little_too_long_is_set_closer() -> None:
    """By no more than a sixth of the pitch."""
    pitch = letter(60).profile.page.line_pitch
    assert OFFICIAL.page.line_pitch * 5 / 6 < pitch < OFFICIAL.page.line_pitch


@pytest.mark.render
@pytest.mark.parametrize("characters", [40, 80, 110])
def test_it_then_stands_on_one_page(characters: int, tmp_path: Path) -> None:
    """One, two or three lines too many."""
    (page,) = pages(letter(characters, number="济审督函〔2023〕7号").to_bytes(), tmp_path)
    assert page.lines[-1] == "2023年9月30日"
    number = page.ink(178.7, 48.5, 185, 62)  # “号”
    assert number is not None
    assert number.top == pytest.approx(47.5 + 4.9, abs=0.8)  # 7/8 字 below the rule, however close the lines (§10.1)


@pytest.mark.render
@pytest.mark.parametrize("characters", [130, 200])
def test_a_longer_letter_takes_its_demand_along(characters: int, tmp_path: Path) -> None:
    """Page 2 begins with the demand, not with “特此提醒。” and the signature alone."""
    _, page = pages(letter(characters).to_bytes(), tmp_path)
    text = "".join(page.lines)
    assert "整改情况书面报" in text.replace(" ", "")
    assert "特此提醒。" in text


@pytest.mark.render
@pytest.mark.parametrize("items", [10, 11, 14, 21, 27, 45])
def test_a_sign_off_sheet_of_many_items_keeps_its_approvals_together(items: int, tmp_path: Path) -> None:
    """They stand on one page with what is to be signed and to whom it goes, and each page says of what its items are."""
    rows = [
        key_work_item(tl.model.Progress.SLOW, OFFICE, matter=f"第{at}项", leader="副局长", source="局党组会议")
        for at in range(1, items + 1)
    ]
    ratings = rate(*(tl.Entry("key_work", row, at) for at, row in enumerate(rows, 1)))
    (paper,) = reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=dt.date(2023, 10, 13))
    made = ["".join(page.lines).replace(" ", "") for page in pages(paper.document.to_bytes(), tmp_path)]
    sheet = [text for text in made if "主送单位" in text]
    assert sheet == made[: len(sheet)]
    assert [text.count("签名") for text in sheet] == [0] * (len(sheet) - 1) + [3]
    assert all("提醒事项" in text for text in sheet if "推进缓慢）" in text)


def annex(members: int, *more: Block) -> Document:
    """A roster of so many people with a sentence below, behind another section."""
    people = [tl.model.Person(f"甲乙{number}", "科长") for number in range(members)]
    roster = task_force_grid(TaskForce(people[0], (), tuple(people[1:])))
    blocks = [Paragraph("名单", Style.TITLE), Paragraph("名单如下。"), roster, Paragraph("下设办公室。" * 9), *more]
    return Document(sections=[Section([Paragraph("正文")]), Section(blocks)])


def test_a_roster_that_fits_or_never_will_stays_as_it_is() -> None:
    """Nor does one of which a page break says where it goes on."""
    for made in (annex(10), annex(40), annex(18, PageBreak(), Paragraph())):
        assert on_one_page(made, 1) == made


@pytest.mark.render
@pytest.mark.parametrize("members", [18, 20])
def test_a_roster_a_little_too_long_is_set_closer(members: int, tmp_path: Path) -> None:
    """The text before it keeps its lines, and its own stand on one page, the last with them."""
    spilt = annex(members)
    assert len(pages(spilt.to_bytes(), tmp_path)) == 3
    made = on_one_page(spilt, 1)
    assert made.sections[0] == spilt.sections[0]
    _, page = pages(made.to_bytes(), tmp_path)
    assert "下设办公室" in page.lines[-2]


def contents(entries: int) -> Document:
    """A contents page of so many lines, a page of text behind it."""
    lines = [ContentsEntry(f"第{at}张表情况", "text", 2, page="1") for at in range(entries)]
    listed = Section([Contents(lines, title="目录")], PageSetup(page_numbers=False))
    return Document(sections=[listed, Section([Heading("正文", bookmark="text")])])


@pytest.mark.render
@pytest.mark.parametrize(("entries", "count"), [(19, 1), (20, 1), (22, 1), (23, 1), (30, 2), (43, 2), (46, 2)])
def test_contents_a_little_too_long_are_set_closer(entries: int, count: int, tmp_path: Path) -> None:
    """Their last lines take no page of their own where closer lines are enough; what is longer keeps the standard's pitch."""
    made = pages(contents(entries).to_bytes(), tmp_path)
    assert len(made) == count + 1
    assert "".join(line for page in made for line in page.lines).count("张表情况") == entries


@pytest.mark.render
def test_a_short_list_of_annexes_goes_over_with_the_signature(tmp_path: Path) -> None:
    """Page 2 of a document has the whole list, not its last name alone, and text above it: no signature goes without."""
    end: list[Block] = [AttachmentList(["甲", "乙", "丙"]), SignatureBlock(organ="市审计局", date=AS_OF)]
    made = Document(sections=[Section([Paragraph("正文"), *[Paragraph("正文。")] * 17, *end])])
    _, page = pages(made.to_bytes(), tmp_path)
    assert page.lines[0] == "正文。"
    assert page.lines[1].startswith("附件")


def test_an_annex_is_set_closer_in_its_lines_alone() -> None:
    """Text and lists take the styles 紧排; titles and headings, and the other sections, stay as they are."""
    spilt = annex(18, Heading("附"))
    made = on_one_page(spilt, 1)
    assert made.sections[0] == spilt.sections[0]
    assert made.sections[1].setup == spilt.sections[1].setup
    before, after = (
        [getattr(block, "style", None) for block in document.sections[1].blocks] for document in (spilt, made)
    )
    assert before == [Style.TITLE, Style.BODY, Style.FLUSH, Style.BODY, None]
    assert after == [Style.TITLE, Style.CLOSE_BODY, Style.CLOSE_FLUSH, Style.CLOSE_BODY, None]


@pytest.mark.parametrize(("entries", "closer"), [(19, False), (23, True), (30, False)])
def test_contents_say_how_close_their_lines_stand(entries: int, *, closer: bool) -> None:
    """By a pitch of their own, a little less than the page's, off its grid; only where that spares a page."""
    tree = body(contents(entries))
    lines = find_all(tree, "w:p[w:hyperlink]/w:pPr")
    assert len(lines) == entries
    off_the_grid = [find_all(line, "w:snapToGrid[@w:val='0']") for line in lines]
    pitches = {int(one.get(f"{W}line", "0")) / 20 for line in lines for one in find_all(line, "w:spacing[@w:line]")}
    assert all(bool(found) is closer for found in off_the_grid)
    assert all(OFFICIAL.page.line_pitch * 5 / 6 <= pitch < OFFICIAL.page.line_pitch for pitch in pitches)
    assert len(pitches) == closer


def test_a_latin_word_wider_than_the_line_goes_on_below() -> None:
    """It is parted where the line ends; what follows stands behind its rest."""
    word = "a" * 20
    room = latin(word) / 3 + 0.01
    assert lines(word, room) == 3
    assert lines(f"{word} 审", room) == lines(f"{word}审", room) == 4
    assert lines("审 " + word, room) == 4
    assert lines(f"{word}审", latin(word) / 2.5) == 3
