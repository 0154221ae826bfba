"""The elements of an official document, as paragraphs (GB/T 9704-2012 §7, §10.1). Their places are in test_layout."""

from __future__ import annotations

import datetime as dt

import pytest
from helpers.wordfile import W, body, find_all, one_section, part, parts, plain_grid, texts, values

from trafficlight.documents.content import (
    AttachmentList,
    Colophon,
    Heading,
    LetterHead,
    PageBreak,
    PageSetup,
    Paragraph,
    RedHead,
    SignatureBlock,
)
from trafficlight.layout import Style


def test_red_head() -> None:
    """份号, 密级 and 紧急程度 in that order, three lines in any case; the mark in red; the number above a red rule."""
    head = RedHead(organ="济宁市审计局文件", number="济审办发〔2023〕5号", urgency="特急")
    tree = body(one_section(head))
    assert texts(tree, "w:p") == ["特急", "", "", "济宁市审计局文件", "济审办发〔2023〕5号"]
    assert values(tree, ".//w:color") == ["FF0000"]
    (border,) = find_all(tree, "w:p[5]//w:pBdr/w:bottom")
    assert border.get(f"{W}color") == "FF0000"


def test_signers_stand_two_a_line() -> None:
    """签发人 at the right, two names a line in 楷体, the number on the line of the last (§7.2.6)."""
    tree = body(one_section(RedHead(organ="济宁市审计局", number="济审发〔2023〕5号", signers=("甲", "乙", "丙"))))
    assert texts(tree, "w:p")[-2:] == ["\t签发人：甲\u3000乙", "\u3000济审发〔2023〕5号\t\u3000\u3000\u3000\u3000丙"]
    assert len(find_all(tree, ".//w:rFonts[@w:eastAsia='楷体_GB2312']")) == 2


def test_a_long_organ_mark_fits_its_line() -> None:
    """A mark of many characters is set smaller, so that it stays on one line of 156 mm."""
    sizes = []
    for organ in ("审计局", "济宁市高新技术产业开发区审计局督查工作专班文件"):
        (size,) = values(body(one_section(RedHead(organ=organ, number="〔2023〕5号"))), "w:p[4]//w:r//w:sz")
        sizes.append(int(size) / 2)
    assert sizes[0] == 50
    assert sizes[1] * 23 <= 156 * 72 / 25.4


def test_attachments_are_numbered() -> None:
    """Several names are numbered and aligned below each other; a single one has no number (§7.3.4)."""
    assert texts(body(one_section(AttachmentList(("名单", "台账")))), "w:p") == ["附件：1.名单", "2.台账"]
    assert texts(body(one_section(AttachmentList("名单"))), "w:p") == ["附件：名单"]


def test_signature_and_date() -> None:
    """The organ above the date in Arabic digits without leading zeros, on the page of the text before it."""
    tree = body(one_section(Paragraph("正文"), SignatureBlock(organ="济宁市审计局", date=dt.date(2023, 8, 3))))
    assert texts(tree, "w:p") == ["正文", "济宁市审计局", "2023年8月3日"]
    assert find_all(tree, "w:p[1]/w:pPr/w:keepNext")


def test_a_postscript_stays_with_its_signature() -> None:
    """附注 never stands alone on the next page: text, organ, date and 附注 are held together; any other text is not held."""
    signature = SignatureBlock(organ="济宁市审计局", date=dt.date(2023, 8, 3))
    for style, held in ((Style.POSTSCRIPT, True), (Style.BODY, False)):
        tree = body(one_section(Paragraph("正文"), signature, Paragraph("（联系人：甲）", style)))
        kept = [bool(find_all(tree, f"w:p[{number}]/w:pPr/w:keepNext")) for number in (1, 2, 3, 4)]
        # the organ's line is held to the date by its style
        assert kept == [True, False, held, False]


def test_a_date_longer_than_the_organ() -> None:
    """The date then ends 2字 from the right, and the organ begins 2字 left of it (§7.3.5.2)."""
    tree = body(one_section(SignatureBlock(organ="审计局", date=dt.date(2023, 12, 31))))
    organ, date = (int(one.get(f"{W}right", "")) / (15.75 * 20) for one in find_all(tree, ".//w:ind"))
    date_width, organ_width = 8 * 0.5 + 3, 3
    assert round(date, 2) == 2
    assert round(organ + organ_width - (date + date_width), 2) == 2


def test_an_element_may_follow_a_page_break() -> None:
    """A page break before an element holds, as before a paragraph."""
    tree = body(one_section(Paragraph("甲"), PageBreak(), AttachmentList("名单")))
    assert len(find_all(tree, "w:p[w:pPr/w:pageBreakBefore]")) == 1


def test_a_colophon_of_lines_alone() -> None:
    """A colophon without 抄送 and 印发 has its lines and nothing else."""
    assert texts(body(one_section(Colophon(lines=("局内分送：局领导。",)))), ".//w:tr") == ["局内分送：局领导。"]


def test_colophon_rows_and_rules() -> None:
    """One ruled row each, 抄送 ending in 。; first and last rule thicker than those between (§7.4)."""
    block = Colophon(lines="信息公开选项：主动公开", copies="市委办公室", issuer="办公室", date=dt.date(2023, 8, 3))
    tree = body(one_section(Paragraph("甲"), block))
    assert texts(tree, ".//w:tbl//w:tr") == ["信息公开选项：主动公开", "抄送：市委办公室。", "办公室\t2023年8月3日印发"]
    sizes = {one.tag.removeprefix(W): int(one.get(f"{W}sz", "")) for one in find_all(tree, ".//w:tblBorders/*")}
    assert sizes["top"] == sizes["bottom"] > sizes["insideH"]


def test_a_letters_colophon_has_no_rules() -> None:
    """版记 of a letter has no rules (§10.1.8)."""
    assert not find_all(body(one_section(Colophon(copies="人事科", ruled=False))), ".//w:tblBorders")


def test_letter_head() -> None:
    """Mark and double rules stand in the first page's header and footer; that page has no number (§10.1)."""
    document = one_section(LetterHead(organ="济宁市审计局", number="济审函〔2023〕1号", classification="秘密"))
    tree = body(document)
    assert texts(tree, "w:p")[0] == "秘密\t济审函〔2023〕1号"
    assert find_all(tree, "w:sectPr/w:titlePg")
    trees = {name: part(document, name) for name in parts(document) if name.startswith(("word/header", "word/footer"))}
    ruled = {
        name: [int(one.get(f"{W}sz", "")) for one in find_all(tree, ".//w:pBdr/w:bottom")]
        for name, tree in trees.items()
    }
    assert sorted(sizes for sizes in ruled.values() if sizes) == [[6, 18], [18, 6]]
    assert [texts(trees[name])[0] for name, sizes in ruled.items() if sizes == [18, 6]] == ["济宁市审计局"]
    assert not any(find_all(trees[name], ".//w:instrText") for name, sizes in ruled.items() if sizes)


def test_elements_follow_the_profiles_styles() -> None:
    """Each element is set in the style of its name, so that an agency restyles it by key."""
    tree = body(one_section(RedHead(organ="审计局", number="〔2023〕5号"), setup=PageSetup()))
    assert values(tree, "w:p/w:pPr/w:pStyle")[-2:] == ["OrganMark", "DocumentNumber"]


@pytest.mark.parametrize(("organ", "width"), [("济宁市审计局", 6), ("审计局", 3)])
def test_a_sealed_date_stands_four_characters_in(organ: str, width: int) -> None:
    """§7.3.5.1: the date 4字 from the right, the organ centred over it, three lines left above for the seal."""
    date = dt.date(2023, 12, 31)
    tree = body(one_section(SignatureBlock(organ=organ, date=date, sealed=True)))
    above, below = (int(one.get(f"{W}right", "")) / (15.75 * 20) for one in find_all(tree, ".//w:ind"))
    assert below == pytest.approx(4, abs=0.01)
    assert above + width / 2 == pytest.approx(below + (8 * 0.5 + 3) / 2, abs=0.01)
    lines = [int(one.get(f"{W}before", "0")) for one in find_all(tree, ".//w:spacing")]
    plain = body(one_section(SignatureBlock(organ=organ, date=date)))
    assert lines[0] == 3 * int(find_all(plain, ".//w:spacing")[0].get(f"{W}before", "0")) > 0


def test_organs_that_issue_jointly_are_set_alike() -> None:
    """The longest mark says the size of all, so that no organ stands larger than another."""
    tree = body(one_section(RedHead(organ=("济宁市审计局", "济宁市经济责任审计工作联席会议办公室"), number="1")))
    sizes = values(tree, "w:p[w:pPr/w:pStyle/@w:val='OrganMark']/w:r/w:rPr/w:sz")
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_text_stands_a_line_below_its_title() -> None:
    """Where no 主送机关 is between, the first text or table has the blank line that stands above it otherwise (7.3.2)."""
    for first in (Paragraph("正文"), Heading("一、"), plain_grid([["甲", "乙"]], lead=["单位：个"])):
        tree = body(one_section(Paragraph("题", Style.TITLE), first, Paragraph("后")))
        (spacing, *_) = find_all(tree, "w:p[2]/w:pPr/w:spacing")
        assert spacing.get(f"{W}before") == "579"
    tree = body(one_section(Paragraph("题", Style.TITLE), plain_grid([["甲", "乙"]]), Paragraph("后")))
    assert texts(tree, "w:p") == ["题", "", "后"]
    tree = body(one_section(Paragraph("题", Style.TITLE), Paragraph("正文")))
    assert values(tree, "w:p[2]/w:pPr/w:pStyle") == ["Body"]
    assert find_all(tree, "w:p[2]/w:pPr/w:spacing")


def test_rows_without_rules_follow_the_texts_pitch() -> None:
    """A list of names has no least height of rows and no padding above them, so that 22 stand on a page."""
    open_grid = plain_grid([["甲", "乙"]], ruled=False, style=Style.FLUSH)
    document = one_section(open_grid)
    assert values(body(document), ".//w:trHeight") == ["0"]
    styles = part(document, "word/styles.xml")
    (top,) = find_all(styles, "//w:style[@w:styleId='OpenGrid']//w:tblCellMar/w:top")
    assert top.get(f"{W}w") == "0"
