"""季度通报: read a quarter's hand-ins, rate, rank, and write the bulletin.

    python quarter.py [--input FOLDER] [--period 2023Q3] [--without KEY] [--out DIR]
                      [--edition combined|departments|counties|all] [--grounds] [--theme KEY]
                      [--table departments|counties] [--determinations FILE] [--ask FILE]
                      [--preview FILE] [--previous FOLDER]

FOLDER holds the workbooks as the departments handed them in and is named after its quarter (2023Q3), unless
--period says which it is. What was not read, what is doubtful and what is missing is printed; with faults, or when a theme
has not come that no --without names, nothing is written, and the exit code is 2. Writes 通报.docx, or
the edition for the departments (科室单位) or the county bureaus (县（市、区）审计局), and standings.json; with --grounds the
explanations of all lights stand at the end. --theme or --table writes one theme, or the count table of one board, by
itself instead (适时发布). --ask writes the form of what is put to the task force (研究确定表, .xlsx); filled in and signed
off, it comes back by --determinations, as does a .toml file such as 研究确定.toml. --preview writes a look at what came in
(.xlsx, .docx or .html) and stops; --previous prints what changed since an earlier quarter's hand-ins. Where LibreOffice and
pypdf are installed, the contents show their page numbers at once; else Word fills them in when fields are updated.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bulletin_plan import EDITIONS, FILES, plan, table_plan, theme_plan
from jining import JINING
from telling import ending, look, period_of, stop, tell

import trafficlight as tl
from trafficlight.documents import BulletinPlan, Document
from trafficlight.errors import ExtraMissing, OfficeFailed, OfficeMissing

HERE = Path(__file__).parent


def standings_data(standings: tl.Standings) -> list[dict[str, Any]]:
    """A board as rows of place, unit and counts."""
    return [
        {"place": row.place, "unit": row.unit.name} | {mark.label: row.tally[mark] for mark in JINING.palette}
        for row in standings
    ]


def theme_data(ratings: tl.rules.Ratings) -> dict[str, dict[str, dict[str, int]]]:
    """The counts of each theme; units without a mark are left out."""
    titles = {rating.theme.key: rating.theme.title for rating in ratings}
    return {
        titles[key]: {
            unit.name: {mark.label: tallies[unit][mark] for mark in JINING.palette} for unit in tallies if tallies[unit]
        }
        for key, tallies in tl.ranking.tally_by_theme(ratings, roster=JINING.roster).items()
    }


def summary_data(ratings: tl.rules.Ratings) -> dict[str, int]:
    """The numbers of the ledger's summary sentence: items by level, and by the light that counts."""
    rated = list(ratings.by_theme().get("key_work", ()))
    level = JINING.rulebooks.latest.theme("key_work").level
    levels = [level(rating.record) for rating in rated if level is not None]
    blue, yellow, red = (sum(mark in rating.marks for rating in rated) for mark in JINING.palette)
    return {
        "total": len(rated),
        "above": levels.count(tl.rules.Level.ABOVE),
        "own": levels.count(tl.rules.Level.OWN),
        "done": blue,
        "on": len(rated) - blue - yellow - red,
        "slow": yellow,
        "late": red,
    }


def plans(options: argparse.Namespace) -> dict[str, BulletinPlan]:
    """What is to be written, by the file's name."""
    if options.theme is not None:
        return {f"督查通报（{JINING.rulebooks.latest.theme(options.theme).title}）": theme_plan(options.theme)}
    if options.table is not None:
        return {f"督查通报（{JINING.board(options.table).title}标识数量）": table_plan(options.table)}
    chosen = EDITIONS if options.edition == "all" else (options.edition,)
    return {FILES[edition]: plan(edition, grounds=options.grounds) for edition in chosen}


def with_page_numbers(document: Document) -> Document:
    """The document whose contents show true page numbers, where there is what it takes."""
    try:
        return tl.documents.paged(document)
    except (OfficeMissing, OfficeFailed, ExtraMissing) as missing:
        print(f"目录的页码待在 Word 中更新域后显示：{missing}")
        return document


def decided(ratings: tl.rules.Ratings, options: argparse.Namespace) -> tl.rules.Ratings:
    """The ratings with what the task force decided; the form of what it is still to decide, where it is asked for."""
    if options.determinations is not None:
        toml = options.determinations.suffix == ".toml"
        read = tl.interchange.read_determinations if toml else tl.sheets.read_determinations
        ratings = JINING.determine(ratings, read(options.determinations, scheme=JINING))
    if options.ask is not None:
        if options.ask.suffix != ".xlsx":
            stop(f"{options.ask}：研究确定表应以 .xlsx 结尾")
        options.ask.write_bytes(tl.sheets.blank_determinations(JINING, ratings))
        print(f"已写入 {options.ask}")
    return ratings


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=HERE / "2023Q3", metavar="FOLDER")
    keys = [theme.key for theme in JINING.rulebooks.latest]
    parser.add_argument("--period", metavar="2023Q3", help="the period, where the folder's name does not say it")
    parser.add_argument(
        "--without", action="append", default=[], choices=keys, metavar="KEY", help="a theme not to wait for"
    )
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--edition", choices=(*EDITIONS, "all"), default="combined")
    parser.add_argument("--grounds", action="store_true", help="the grounds of every light at the end")
    parser.add_argument(
        "--determinations", type=Path, metavar="FILE", help="what the task force decided (.toml, .xlsx)"
    )
    parser.add_argument("--ask", type=Path, metavar="FILE", help="write the form for what it is to decide (.xlsx)")
    parser.add_argument("--preview", type=Path, metavar="FILE", help="look at what came in, and stop")
    parser.add_argument("--previous", type=Path, metavar="FOLDER", help="the hand-ins of an earlier quarter")
    single = parser.add_mutually_exclusive_group()
    single.add_argument("--theme", choices=keys, metavar="KEY")
    single.add_argument("--table", choices=[board.key for board in JINING.boards])
    options = parser.parse_args()
    quarter = period_of(options.period, options.input)
    options.out.mkdir(parents=True, exist_ok=True)

    reading = tl.sheets.read(options.input, scheme=JINING, period=quarter, without=options.without, collect=True)
    if options.preview is not None:
        look(reading, options.preview)
    print(*reading.coverage.lines(), "", sep="\n")
    tell(reading, quarter.last_day)
    if options.previous is not None:
        before = tl.sheets.read(options.previous, scheme=JINING)
        print("与上期相比：", *JINING.differences(before, reading).lines(), "", sep="\n")
    ratings = decided(JINING.rate(reading), options)
    departments, counties = (JINING.rank(ratings, board) for board in ("departments", "counties"))
    flags = tl.rules.flags(ratings)

    for standings in (departments, counties):
        print(standings.board.title, *standings.lines(), "", sep="\n")
    print("提请专班研究：", *map(str, flags), sep="\n")

    data = {
        "quarter": quarter.key,
        "departments": standings_data(departments),
        "counties": standings_data(counties),
        "by_theme": theme_data(ratings),
        "key_work_summary": summary_data(ratings),
        "flags": [[flag.theme, flag.serial, "、".join(unit.name for unit in flag.units), flag.note] for flag in flags],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (options.out / "standings.json").write_text(text, encoding="utf-8")
    digest = tl.documents.input_digest(ratings)
    issued = max([quarter.last_day, *(one.on for rating in ratings for one in rating.determinations)])
    written = [options.out / "standings.json"]
    for name, wanted in plans(options).items():
        document = tl.documents.bulletin(
            JINING, ratings, period=quarter, as_of=quarter.last_day, issued_on=issued, plan=wanted, digest=digest
        )
        if wanted.contents:
            document = with_page_numbers(document)
        document.save(options.out / f"{name}.docx")
        written.append(options.out / f"{name}.docx")
    print(f"\n已写入 {'、'.join(map(str, written))}")


if __name__ == "__main__":
    ending(main)
