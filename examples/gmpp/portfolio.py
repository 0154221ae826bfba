"""Read some years of the portfolio, count, rank, and say what moved.

    python portfolio.py [--input FOLDER] [--out DIR]

FOLDER holds `uk_2018.csv` … `uk_2021.csv` and, if present, `counts_by_department.csv` to check against. Without it the small
sample beside this script is read, which is made up.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
from gmpp import FIVE_STEPS, GMPP, RATINGS, Project

import trafficlight as tl
from trafficlight.documents import BulletinPlan, CountTable, Part, ThemeTable

UNRATED = "Other/none"
Year = tl.rules.Ratings
Counts = dict[tuple[int, str], dict[str, int]]


def read_year(path: Path) -> Year:
    """The ratings of one year's file; 2021 divides its columns by semicolons.

    The files are Windows-1252, but 2020 holds a byte that this code leaves undefined, in a comment that we do not read.
    """
    text = path.read_bytes().decode("cp1252", errors="replace")
    delimiter = ";" if "2021" in path.name else ","
    reading = tl.sheets.read(text.encode(), file_name=path.name, scheme=GMPP, encoding="utf-8", delimiter=delimiter)
    asked = (remark for remark in reading.report.remarks if remark.asks)
    for told in (*reading.report.skipped, *reading.report.warnings, *asked):
        print(told.say("en"))
    year = int(path.stem.removeprefix("uk_"))
    return GMPP.rulebooks.at(dt.date(year, 7, 1)).rate(reading.entries, roster=GMPP.roster)


def count(years: dict[int, Year]) -> Counts:
    """Lights by year and department, those without a light apart."""
    counts: Counts = {}
    for year, ratings in years.items():
        tallies = GMPP.tally(ratings)
        unlit = Counter(unit for rating in ratings if not rating.marks for unit in rating.units)
        for unit in GMPP.roster:
            row = {mark.label: tallies[unit][mark] for mark in FIVE_STEPS} | {UNRATED: unlit[unit]}
            if any(row.values()):
                counts[year, unit.name] = row
    return counts


def differences(counts: Counts, oracle: Path) -> Iterator[str]:
    """Where our counts are not the oracle's, row by row; its rows for two spellings of a department are joined first."""
    joined: dict[tuple[int, str], Counter[str]] = {}
    spellings: dict[tuple[int, str], list[str]] = {}
    with oracle.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        lacking = {"publication_year", "department", *RATINGS.allowed, UNRATED} - {*(rows.fieldnames or ())}
        if lacking:
            raise ValueError(f"{oracle} lacks the columns {', '.join(sorted(lacking))}")
        for row in rows:
            key = int(row["publication_year"]), GMPP.roster.find(row["department"]).name
            joined.setdefault(key, Counter()).update({name: int(row[name]) for name in (*RATINGS.allowed, UNRATED)})
            spellings.setdefault(key, []).append(row["department"])
    for key, names in spellings.items():
        if len(names) > 1:
            yield f"explained: {key[0]} lists {' and '.join(names)}, one department under two spellings; joined"
    for key in sorted({*joined, *counts}):
        theirs, ours = dict(joined.get(key, {})), counts.get(key, {})
        if theirs != ours:
            yield f"DIFFERENT: {key[0]} {key[1]}: counted {ours}, expected {theirs}"


def projects(ratings: Year) -> list[tuple[Project, tl.Tally]]:
    """The projects of a year with their lights."""
    return [(rating.record, rating.marks) for rating in ratings if isinstance(rating.record, Project)]


def movements(years: dict[int, Year]) -> Iterator[tuple[str, tl.ranking.Movement[str]]]:
    """What moved between neighbouring years, project by project.

    A project is known by its number where both years give one, else by its name without case and spacing; a project that
    was renamed has therefore left and entered.
    """
    for before, after in itertools.pairwise(years):
        was, now = projects(years[before]), projects(years[after])
        by_number = all(project.number for project, _ in (*was, *now))

        def key(project: Project, *, by_number: bool = by_number) -> str:
            return project.number if by_number else " ".join(project.name.casefold().split())

        lights = [{key(project): marks for project, marks in year} for year in (was, now)]
        yield f"{before} → {after}", tl.movement(*lights, order=GMPP.order, empty_is_unrated=True)


def of_year(ratings: Year) -> tl.Scheme:
    """The scheme with the departments that have a project in the year; others have left, or not yet come."""
    present = {unit for rating in ratings for unit in rating.units}
    (board,) = GMPP.boards
    here = attrs.evolve(board, lines=[line for line in board.lines if line.unit in present])
    return attrs.evolve(GMPP, agency=attrs.evolve(GMPP.agency, roster=tl.Roster([here])))


def plan(year: int) -> BulletinPlan:
    """The report: departments, then projects, in the agency's own words."""
    return BulletinPlan(
        "Government Major Projects Portfolio",
        (
            Part("Departments", [CountTable("departments")]),
            Part("Projects", [ThemeTable("portfolio")]),
        ),
        period=f"Annual report {year}",
        date="{year}",
    )


def save_counts(counts: Counts, path: Path) -> None:
    """The counts as a table."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["publication_year", "department", *RATINGS.allowed, UNRATED])
        writer.writerows([year, unit, *row.values()] for (year, unit), row in counts.items())


def save(text: str, path: Path) -> None:
    """A text as a file."""
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=Path(__file__).with_name("sample"), metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    options = parser.parse_args()
    try:
        report(options.input, options.out)
    except tl.SheetFaults as faults:
        parser.error("\n".join(faults.lines("en")))
    except tl.TrafficlightError as error:
        parser.error(error.say("en"))
    except (OSError, ValueError) as error:
        parser.error(str(error))


def report(folder: Path, out: Path) -> None:
    """Read, count, rank and write. Raises `ValueError` for a folder without years."""
    out.mkdir(parents=True, exist_ok=True)
    years = {int(path.stem[-4:]): read_year(path) for path in sorted(folder.glob("uk_[0-9][0-9][0-9][0-9].csv"))}
    if not years:
        raise ValueError(f"{folder}: no uk_2018.csv or another year's; say by --input where they are")
    latest = max(years)
    scheme = of_year(years[latest])
    ranked = scheme.rank(years[latest], "departments")
    print(f"Standings {latest}")
    print(*ranked.lines("en"), sep="\n")
    moves = dict(movements(years))
    for span, moved in moves.items():
        print(
            f"{span}: {len(moved.improved)} improved, {len(moved.worsened)} worsened, {len(moved.unchanged)} unchanged, "
            f"{len(moved.unrated)} without a light, {len(moved.entered)} entered, {len(moved.left)} left"
        )
    counts = count(years)
    save_counts(counts, out / "counts.csv")
    oracle = folder / "counts_by_department.csv"
    if oracle.exists():
        found = list(differences(counts, oracle))
        wrong = sum(line.startswith("DIFFERENT") for line in found)
        print(*found, f"{len(counts)} rows compared with {oracle.name}: {wrong} different", sep="\n")
    save("".join(f"{line}\n" for line in years[latest].lines("en")), out / "grounds.txt")
    save(tl.interchange.to_json(ranked, indent=2), out / "standings.json")
    save(tl.interchange.to_json(moves, indent=2), out / "movement.json")
    as_of = dt.date(latest, 7, 1)
    document = tl.documents.bulletin(
        scheme, years[latest], period=tl.model.Year(latest), as_of=as_of, plan=plan(latest)
    )
    document.save(out / "portfolio.docx")


if __name__ == "__main__":
    main()
