"""经验做法汇编: the quarter's compendium from the articles that units sent in.

    python compendium.py [--input FOLDER] [--out DIR] [--date YYYY-MM-DD] [--running-head TEXT]

FOLDER holds a folder for each part (科室单位篇, 县市区篇) with files named 单位_题目.docx. All of them are taken, in the
roster's order; to select, leave out what is not chosen. Writes 汇编.docx and prints what was refused or changed. Where
LibreOffice and pypdf are installed, the contents show their page numbers at once; else Word fills them in.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from jining import JINING
from telling import day_of, ending, stop

import trafficlight as tl
from trafficlight.articles import COUNTIES_PART, DEPARTMENTS_PART, Article, compendium
from trafficlight.documents import page_numbers
from trafficlight.errors import ExtraMissing, OfficeMissing

HERE = Path(__file__).parent


def articles(folder: Path) -> Iterator[Article]:
    """The articles of a folder, by part and in the roster's order; a unit outside the roster comes last."""
    known = [unit.name for unit in JINING.roster]
    for part in (DEPARTMENTS_PART, COUNTIES_PART):
        found = [(path.stem.partition("_"), path) for path in sorted((folder / part).glob("*.docx"))]
        found.sort(key=lambda one: known.index(one[0][0]) if one[0][0] in known else len(known))
        for (unit, _, title), path in found:
            yield Article(unit, title or unit, part, path, name=f"{part}/{path.name}")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=HERE / "经验做法", metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--date", type=day_of, default=dt.date(2023, 9, 28), metavar="YYYY-MM-DD")
    parser.add_argument("--running-head", default="", metavar="TEXT", help="a line above the text of every page")
    options = parser.parse_args()

    chosen = list(articles(options.input))
    if not chosen:
        parts = f"{DEPARTMENTS_PART}、{COUNTIES_PART}"
        stop(f"{options.input}：没有读到文章；应有文件夹 {parts}，其中的文件名如 办公室_题目.docx")
    options.out.mkdir(parents=True, exist_ok=True)
    made = compendium(
        JINING,
        chosen,
        period=tl.Quarter.of(options.date),
        as_of=options.date,
        title=f"济宁市审计重点工作\n{options.date.year}年推进落实经验做法汇编",
        running_head=options.running_head,
        progress=lambda done, total, name: print(f"{done}/{total}　{name}"),
    )
    try:
        made = made.with_pages(page_numbers(made.to_bytes()))
    except (OfficeMissing, ExtraMissing) as missing:
        print(f"目录的页码待在 Word 中更新域后显示：{missing}")
    made.save(options.out / "汇编.docx")
    print(*made.report.lines(), sep="\n")
    print(f"已写入 {options.out / '汇编.docx'}")


if __name__ == "__main__":
    ending(main)
