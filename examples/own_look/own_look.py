"""自有版式: one agency restyles everything without touching the library.

    python own_look.py [--out DIR]

Writes a notice with a head laid out from values and one with the head that the agency drew in Word (版头.docx), the
ledger as .docx and .xlsx, the bulletin as .docx and .html, a letter with its sign-off sheet, and a compendium.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Final

from look import COMPENDIUM, DRAWN, LEDGER, LETTER, LOOK, PLAN, SHEET
from yunchuan import DATE, KEY_WORK, ORDER, PALETTE, SCHEME, ratings

import trafficlight as tl
from trafficlight.articles import Article
from trafficlight.documents import Document, LetterNumbers, Section, SignOff
from trafficlight.documents.content import AttachmentList, Block, Colophon, Paragraph, RedHead, SignatureBlock
from trafficlight.layout import OfficialProfile, Style

ARTICLES: Final = Path(__file__).parents[1] / "jining" / "经验做法" / "科室单位篇"
AGENCY: Final = SCHEME.agency


def notice(profile: OfficialProfile) -> Document:
    """A short notice with head, signature and foot."""
    blocks: list[Block] = [
        RedHead(organ=f"{AGENCY.name}督查专报", number="云数督〔2024〕6号", signers="周明"),
        Paragraph("关于上半年重点任务亮灯情况的通报", Style.TITLE),
        Paragraph("机关各处：", Style.ADDRESSEE),
        Paragraph(f"现将上半年重点任务亮灯情况通报如下。{ORDER}"),
        AttachmentList(("重点任务清单", "亮灯统计")),
        SignatureBlock(organ=AGENCY.publisher, date=DATE),
        Colophon(copies="局领导", issuer=AGENCY.publisher, date=DATE),
    ]
    return Document(sections=[Section(blocks)], title="亮灯情况通报", author=AGENCY.publisher, profile=profile)


def compendium() -> tl.articles.Compendium:
    """Articles in the agency's look, with a running head."""
    named = [(*path.stem.partition("_"), path) for path in sorted(ARTICLES.glob("*.docx"))]
    articles = [Article(unit, title, "机关篇", path) for unit, _, title, path in named]
    return tl.articles.compendium(
        SCHEME,
        articles,
        period=tl.Quarter.of(DATE),
        as_of=DATE,
        parts=["机关篇"],
        running_head=f"{AGENCY.system}案例选编",
        words=COMPENDIUM,
        profile=LOOK,
    )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    out: Path = parser.parse_args().out
    try:
        write(out)
    except (OSError, tl.TrafficlightError) as error:
        parser.error(f"{error}；请检查路径和权限")


def write(out: Path) -> None:
    """All papers, into a folder."""
    rated = ratings()
    bulletin = tl.documents.bulletin(SCHEME, rated, period=tl.Quarter.of(DATE), as_of=DATE, plan=PLAN, profile=LOOK)
    (paper, *_) = tl.documents.reminder_letters(
        SCHEME,
        rated,
        as_of=DATE,
        deadline=dt.date(2024, 7, 5),
        sign_off=SignOff(tl.model.Person("周明", "局长"), DATE),
        number=LetterNumbers("云数督提", 2024, first=12),
        words=LETTER,
        profile=LOOK,
    )
    (sheet, *_) = tl.documents.reminder_letters(
        SCHEME, rated, as_of=DATE, deadline=dt.date(2024, 7, 5), words=LETTER, profile=LOOK
    )
    tl.documents.save_all(
        {
            "通报件": notice(LOOK),
            "通报件（自绘版头）": notice(DRAWN),
            "清单": tl.documents.ledger(SCHEME, rated, as_of=DATE, words=LEDGER, profile=LOOK),
            "亮灯通报": bulletin,
            "提示单": paper.document,
            "签批笺": sheet.document,
        },
        out,
        progress=lambda done, total, name: print(f"{done}/{total} {name}"),
    )
    compendium().save(out / "案例选编.docx")
    tl.sheets.save(out / "清单.xlsx", tl.sheets.Sheet(KEY_WORK.form, rated, published=True), look=SHEET)
    (out / "亮灯通报.html").write_text(tl.documents.html_page(bulletin, palette=PALETTE), encoding="utf-8")
    print(f"已写入 {out}")


if __name__ == "__main__":
    main()
