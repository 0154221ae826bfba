"""发放收表: the forms that go out at a quarter's end, for each department that hands in a theme (牵头科室), to be filled in.

    python blank.py [--out DIR] [--quarter 2023Q3] [--previous FOLDER] [--drop-done]

Writes one workbook (.xlsx) and one Word document (.docx) for each department. In the workbooks every unit of whom a row is
expected is listed; departments may hand in either: `quarter.py` reads both. With --previous, the folder of an earlier
quarter's hand-ins (只报一次), what is known stands in the forms already, and for each form is printed how many cells it asks
and how many of these are known; --drop-done leaves out what was done, as at the start of a year.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from jining import JINING
from telling import ending, quarter_of, tell

import trafficlight as tl

DATELINE = "日期：    年    月    日"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--quarter", type=quarter_of, default=tl.Quarter.parse("2023Q3"), metavar="QUARTER")
    parser.add_argument("--previous", type=Path, metavar="FOLDER", help="what came in an earlier quarter")
    parser.add_argument("--drop-done", action="store_true", help="leave out what was done in it")
    options = parser.parse_args()
    last_day = options.quarter.last_day
    previous = None if options.previous is None else known(options.previous, last_day)

    plan = tl.sheets.BlankPlan(
        units=JINING.roster,
        due=f"{tl.model.chinese_date(last_day)}前",
        hand_to=f"{JINING.agency.publisher}（督查工作专班办公室）",
        dateline=DATELINE,
        steward=tl.notice.STEWARD,
        keep_done=not options.drop_done,
    )
    workbooks = tl.sheets.blank_set(JINING, date=last_day, previous=previous, plan=plan)
    documents = tl.documents.collection_forms(
        JINING, date=last_day, dateline=DATELINE, previous=previous, keep_done=plan.keep_done
    )
    options.out.mkdir(parents=True, exist_ok=True)
    paths = tl.sheets.save_blank_set(options.out, workbooks)
    names = tl.documents.save_all(documents, options.out)
    if previous is not None:
        print(
            "填报负担：",
            *tl.sheets.burden(*JINING.themes(last_day), roster=JINING.roster, previous=previous, plan=plan),
            "",
            sep="\n",
        )
    print("已写入", *(path.name for path in paths), *names, sep="\n")


def known(folder: Path, day: dt.date) -> tl.sheets.Reading:
    """What came in an earlier quarter; what was not read and what is doubtful is printed, and faults end the script."""
    reading = tl.sheets.read(folder, scheme=JINING, collect=True)
    tell(reading, day)
    return reading


if __name__ == "__main__":
    ending(main)
