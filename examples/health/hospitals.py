"""Three months of a health commission: forms out and in, ratings, bulletin, ledger, letters, and what moved.

    python hospitals.py [--input DIR] [--out DIR]

DIR holds a folder for each month (2025M03 …) with what hospitals answered; without it the made-up sample beside this script
is taken. For each month it writes the forms that go out, with all that is known already, and the filled ones that come in;
reads these, and writes the bulletin, the ledger of the tasks, its extracts, the letters and a workbook with the lights. A form
with mistakes is read and handed back marked.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from attrs import frozen
from health import HEALTH, ORANGE, RED, TASKS, YELLOW

import trafficlight as tl
from trafficlight.documents import (
    BulletinPlan,
    CountChart,
    CountTable,
    CoverageTable,
    DeterminationTable,
    DueWhenLit,
    ExplanationTable,
    FlagTable,
    LetterNumbers,
    Part,
    SignOff,
    ThemeTable,
    ledgers_by_unit,
    reminder_letters,
    save_all,
)

LOOK: Final = tl.sheets.Look(language="en")
Reading = tl.sheets.Reading
Ratings = tl.rules.Ratings
INSPECTOR: Final = tl.model.Person("Ada Marsh", "Chief Inspector")


def plan(month: tl.Month) -> BulletinPlan:
    """The bulletin's parts."""
    boards = [board.key for board in HEALTH.on(month.last_day).boards]
    return BulletinPlan(
        "Quality of care and inspection tasks",
        (
            Part("Lights of the hospitals", [table for key in boards for table in (CountTable(key), CountChart(key))]),
            Part("Themes", [ThemeTable("quality"), ThemeTable("tasks", summary=True)]),
            Part("Grounds", [CoverageTable(), DeterminationTable(), FlagTable(), ExplanationTable()]),
        ),
    )


def forms(month: tl.Month, previous: Reading | None, out: Path) -> None:
    """The forms that go out: a workbook and a Word document for each department, with what is known from the month before."""
    due = tl.model.english_date(month.last_day + dt.timedelta(5))
    units = list(HEALTH.on(month.last_day).roster)
    asked = tl.sheets.BlankPlan(units=units, due=due, hand_to="Office of the Commission", advice=("Keep a copy.",))
    books = tl.sheets.blank_set(HEALTH, date=month.last_day, previous=previous, plan=asked)
    tl.sheets.save_blank_set(out, books)
    save_all(tl.documents.collection_forms(HEALTH, date=month.last_day), out)


def hand_in(answers: Path, month: tl.Month, out: Path) -> Reading:
    """What the hospitals answered, filled into the forms, handed in and read."""
    given = tl.sheets.read(answers, scheme=HEALTH, period=month)
    tl.sheets.save_blank_set(out, tl.sheets.blank_set(HEALTH, date=month.last_day, entries=given.entries))
    return tl.sheets.read(out, scheme=HEALTH, period=month)


def publish(ratings: Ratings, month: tl.Month, out: Path) -> None:
    """Bulletin, ledger with its extracts, letters, and a workbook."""
    day = month.last_day
    out_on = max([day, *(one.on for rating in ratings for one in rating.determinations)])
    made = tl.documents.bulletin(HEALTH, ratings, period=month, as_of=day, issued_on=out_on, plan=plan(month))
    made.save(out / "bulletin.docx")
    page = tl.documents.html_page(tl.documents.ledger(HEALTH, ratings, as_of=day, theme="tasks"))
    (out / "ledger.html").write_text(page, encoding="utf-8")
    tl.documents.ledger(HEALTH, ratings, as_of=day, theme="tasks").save(out / "ledger.docx")
    save_all(ledgers_by_unit(HEALTH, ratings, as_of=day, theme="tasks"), out / "extracts")
    save_all(letters(ratings, day), out / "letters")
    sheets = [
        tl.sheets.Sheet(theme.form, ratings.by_theme().get(theme.key, ()), name=theme.title)
        for theme in HEALTH.themes(day)
    ]
    tl.sheets.save(out / "lights.xlsx", *sheets, look=LOOK)
    (out / "decisions.xlsx").write_bytes(tl.sheets.blank_determinations(HEALTH, ratings))
    (out / "grounds.txt").write_text("".join(f"{line}\n" for line in ratings.lines("en")), encoding="utf-8")
    (out / "ratings.json").write_text(tl.interchange.to_json(ratings, indent=2), encoding="utf-8")


def letters(ratings: Ratings, day: dt.date) -> Iterator[tuple[str, tl.documents.Document]]:
    """A letter to each hospital with a slow or stalled task, signed off; the first waits for the signature."""
    late = [rating for rating in ratings if rating.theme.key == TASKS.key]
    due = DueWhenLit([RED, YELLOW])
    units = [one.unit for one in tl.documents.reminders(HEALTH, late, due=due)]
    signed = dict.fromkeys(units[1:], SignOff(INSPECTOR, day + dt.timedelta(2)))
    number = LetterNumbers("LHC", day.year, form="{prefix}/{year}/{number}")
    answer = day + dt.timedelta(14)
    made = reminder_letters(HEALTH, late, as_of=day, deadline=answer, sign_off=signed, number=number, due=due)
    return ((paper.name, paper.document) for paper in made)


def decide(ratings: Ratings, day: dt.date) -> Ratings:
    """The commission mends one light: a ward was closed for repair, and the month does not count as red."""
    red = next((one for one in ratings if one.theme.key == "quality" and one.marks[RED] and one.record), None)
    if red is None:
        return ratings
    why = "a ward was closed for repair"
    decision = tl.Determination("quality", red.marks, tl.Tally({ORANGE: 1}), INSPECTOR, day, why, unit=red.units[0])
    return HEALTH.determine(ratings, [decision])


@frozen
class Typed:
    """A row of the quality form as somebody typed it."""

    unit: str
    infections: str
    stay: str
    seen: str
    answered: str


def mistakes(month: tl.Month, out: Path) -> tuple[str, ...]:
    """A form with mistakes is handed back with a comment at each; what is wrong, a line each."""
    form = HEALTH.themes(month.last_day)[0].form
    texts = [tl.column(one.header, str(one.fields[0])) for one in form.columns if one.fields]
    rows = [
        Typed("Northgate", "1.2", "7.0", "90%", "95%"),
        Typed("Ilkley District Hospital", "1.2", "7.0", "90%", "95%"),
        Typed("Westfield Hospital", "about 1", "700", "0.9", ""),
    ]
    sheet = tl.sheets.Sheet(
        tl.Form(title=form.title, columns=(tl.serial("No."), *texts)), [tl.Entry("quality", row) for row in rows]
    )
    data = tl.sheets.workbook(sheet, look=LOOK)
    reading = tl.sheets.read(
        data, file_name="with mistakes.xlsx", scheme=HEALTH, period=month, without=["tasks"], collect=True
    )
    faults = reading.report.faults
    (out / "handed back.xlsx").write_bytes(
        tl.sheets.marked(data, faults, file_name="with mistakes.xlsx", language="en", author="Office of the Commission")
    )
    return tuple(fault.say("en") for fault in faults)


def moved(before: Ratings, after: Ratings, months: tuple[tl.Month, tl.Month]) -> Iterator[str]:
    """What moved between two months: over other names, mergers and a new hospital."""
    then, now = months
    movement = tl.movement(
        HEALTH.tally(before),
        HEALTH.tally(after),
        order=HEALTH.on(now.last_day).order,
        roster=HEALTH.on(now.last_day).roster,
        then=then.last_day,
    )
    yield f"{then.title('en')} to {now.title('en')}: {movement.say('en')}"
    yield from (f"  {one.was} is now {one.now}" for one in movement.renamed)
    yield from (f"  {one.was} was merged into {one.now}" for one in movement.merged)
    yield from (f"  {unit} was founded" for unit in movement.founded)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=Path(__file__).with_name("sample"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    options = parser.parse_args()
    try:
        run(options.input, options.out)
    except tl.SheetFaults as faults:
        parser.error("\n".join(faults.lines("en")))
    except tl.TrafficlightError as error:
        parser.error(error.say("en"))
    except (OSError, ValueError) as error:
        parser.error(str(error))


def run(source: Path, target: Path) -> None:
    """Every month of a folder. Raises `ValueError` for one without months."""
    folders = sorted(path for path in source.iterdir() if path.is_dir())
    months = [tl.Month.parse(folder.name) for folder in folders]
    if not months:
        raise ValueError(f"{source}: no folder of a month (2025M03); say by --input where they are")
    reading: Reading | None = None
    rated: list[Ratings] = []
    for folder, month in zip(folders, months, strict=True):
        out = target / month.key
        forms(month, reading, out / "forms")
        reading = hand_in(folder, month, out / "in")
        print(*reading.coverage.lines("en"), sep="\n")
        ratings = decide(HEALTH.rate(reading), month.last_day)
        rated.append(ratings)
        publish(ratings, month, out)
        for board in HEALTH.on(month.last_day).boards:
            print(f"{month.title('en')}, {board.title}")
            print(*(f"  {line}" for line in HEALTH.rank(ratings, board.key).lines("en")[:3]), sep="\n")
    for (before, after), pair in zip(pairwise(rated), pairwise(months), strict=True):
        print(*moved(before, after, pair), sep="\n")
    print("A form with mistakes:", *(f"  {line}" for line in mistakes(months[-1], target)), sep="\n")


if __name__ == "__main__":
    main()
