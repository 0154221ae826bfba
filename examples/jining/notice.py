"""通知: rebuild 济审办发〔2023〕5号 whole, with every blank form, from the forms that read and print the hand-ins.

python notice.py [--out DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import notice_text as words
from jining import AGENCY, JINING
from telling import ending, stop

from trafficlight import Form
from trafficlight.documents import (
    Document,
    PageSetup,
    Section,
    blank_grid,
    digest,
    grouping_grid,
    office_sentence,
    on_one_page,
    task_force_grid,
    with_provenance,
)
from trafficlight.documents.content import (
    AttachmentList,
    Block,
    Colophon,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    RedHead,
    SignatureBlock,
)
from trafficlight.layout import Style

DATE = dt.date(2023, 8, 3)
LANDSCAPE = PageSetup(orientation="landscape")
RULEBOOK = JINING.rulebooks.at(DATE)


def form(key: str) -> Form:
    """The form of a theme."""
    return RULEBOOK.theme(key).form


def letter() -> Iterator[Block]:
    """版头, title, body, 附件说明, 署名."""
    yield RedHead(organ=f"{AGENCY.name}文件", number=words.NUMBER)
    yield Paragraph(words.TITLE, style=Style.TITLE)
    yield Paragraph(words.ADDRESSEE, style=Style.ADDRESSEE)
    yield from map(Paragraph, words.BODY)
    yield AttachmentList(words.ANNEXES)
    yield SignatureBlock(organ=AGENCY.name, date=DATE)


def mark(number: int) -> Paragraph:
    """附件N, flush left on the first line."""
    return Paragraph(f"附件{number}", style=Style.ATTACHMENT_MARK)


def annex_1() -> Iterator[Block]:
    """专班名单."""
    task_force = AGENCY.task_force
    if task_force is None or task_force.office is None:
        stop("agency.toml 没有写明专班及其办公室")
    yield mark(1)
    yield Paragraph(words.ANNEXES[0], style=Style.TITLE)
    yield Paragraph(words.TASK_FORCE)
    yield task_force_grid(task_force)
    yield Paragraph(office_sentence(task_force.office))


def ledger(title: str, *, dated: bool) -> Grid:
    """The ledger's blank form: annex 2, and again in annex 4."""
    lead = [Paragraph(words.DAY, style=Style.TABLE_RIGHT)] if dated else []
    return blank_grid(
        form("key_work"),
        title=title,
        words=dict.fromkeys(("工作事项", "任务目标", "推进情况"), "…………") | {"进度评价": words.CHOICES},
        goes_on="﹕\n﹕\n﹕",
        lead=[*lead, words.SUMMARY],
    )


def annex_2() -> Iterator[Block]:
    """台账样表."""
    yield mark(2)
    yield ledger(words.ANNEXES[1], dated=True)


def cover(*lines: str) -> Iterator[Block]:
    """A cover: title, publisher, month."""
    yield Paragraph("\n".join(lines), style=Style.COVER_TITLE)
    yield Paragraph(AGENCY.publisher, style=Style.COVER_ORGAN)
    yield Paragraph(words.MONTH, style=Style.COVER_DATE)
    yield PageBreak()


def annex_3() -> Iterator[Block]:
    """汇编模板."""
    yield mark(3)
    yield from cover("济宁市审计重点工作", "202x年推进落实经验做法汇编")
    yield Paragraph("目  录", style=Style.CONTENTS_TITLE)
    for part in words.COMPENDIUM:
        yield Paragraph(part, style=Style.CONTENTS1)
        for line in (words.COMPENDIUM_ENTRY, "：", "：", "："):
            yield Paragraph(line, style=Style.CONTENTS2)
    yield PageBreak()
    unit, title, *text = words.ARTICLE
    yield Paragraph(f"{unit}\n{title}", style=Style.TITLE)
    yield from map(Paragraph, text)


def annex_4() -> Iterator[Section]:
    """通报模板: cover, contents, and the four parts with their blank forms."""
    opening: list[Block] = [mark(4), *cover("全市审计重点工作", "202x年推进情况通报（模板）")]
    opening.append(Paragraph("目  录", style=Style.CONTENTS_TITLE))
    for part, tables in words.CONTENTS:
        opening.append(Paragraph(part, style=Style.CONTENTS1))
        opening.extend(Paragraph(table, style=Style.CONTENTS2) for table in tables)
    opening.append(PageBreak())
    one, two, three, four = words.PARTS
    yield Section([*opening, *part_title(one), *count_tables()])
    progress = {"进度评价": words.CHOICES}
    yield Section(
        [
            *part_title(two),
            sample("performance_assessment", progress),
            PageBreak(),
            sample("three_firsts", progress | {"备注": ""}),
            PageBreak(),
            ledger("重点工作推进情况（样表）", dated=False),
            PageBreak(),
            sample("upward_funding_bureau", {}),
        ],
        LANDSCAPE,
    )
    yield Section([sample("reform_bureau", {}), PageBreak(), sample("investment", {"进度评价": ""})])
    yield Section([*part_title(three), sample("upward_funding_county", {})], LANDSCAPE)
    yield Section([sample("reform_county", {})])
    yield Section([*part_title(four), grouping_grid(AGENCY.groups)])
    help_words = progress | {"备注": ""}
    yield Section(
        [
            sample("assistance", help_words, heading=words.GROUP_HEADING),
            PageBreak(),
            sample("appeals", help_words, heading=words.GROUP_HEADING),
        ],
        LANDSCAPE,
    )
    yield Section([Colophon(lines=words.COLOPHON, issuer=AGENCY.publisher, date=DATE)])


def part_title(title: str) -> Iterator[Block]:
    """A part's title and its year."""
    yield Heading(title, 1, style=Style.PART)
    yield Paragraph(words.YEAR, style=Style.SUBTITLE)


def count_tables() -> Iterator[Block]:
    """A4-1.1 and A4-1.2."""
    for number, board in enumerate(JINING.boards):
        if number:
            yield PageBreak()
        table = JINING.count_form(board.key)
        marks = {palette_mark.label: "x个" for palette_mark in JINING.palette}
        yield blank_grid(table, title=f"{table.title}（样表）", words=marks)


def sample(key: str, given: dict[str, str], *, heading: tuple[str, ...] = ()) -> Grid:
    """The blank form of a theme, with the notice's own words in its first row."""
    table = form(key)
    return blank_grid(table, title=f"{table.title}（样表）", words=given, heading=heading)


def notice() -> Document:
    """The whole; the file says from which facts and by which rules it was made."""
    whole = Document(
        sections=[
            Section([*letter()]),
            Section([*annex_1()]),
            Section([*annex_2()], LANDSCAPE),
            Section([*annex_3()]),
            *annex_4(),
        ],
        title=words.TITLE.replace("\n", ""),
        author=AGENCY.publisher,
    )
    whole = on_one_page(whole, 1)  # or the roster's last line would stand on a page of its own
    return with_provenance(whole, digest=digest([AGENCY]), rulebook=RULEBOOK)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    notice().save(options.out / "通知.docx")
    print(f"已写入 {options.out / '通知.docx'}")


if __name__ == "__main__":
    ending(main)
