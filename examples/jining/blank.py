"""发放收表: the forms that go out at a quarter's end, for each department that hands in a theme (牵头科室), to be filled in.

    python blank.py [--out DIR] [--quarter 2023Q3]

Writes one workbook (.xlsx) and one Word document (.docx) for each department. In the workbooks every unit of whom a row is
expected is listed; departments may hand in either: `quarter.py` reads both.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from jining import JINING

import trafficlight as tl

DATELINE = "日期：    年    月    日"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--quarter", type=tl.Quarter.parse, default=tl.Quarter.parse("2023Q3"), metavar="QUARTER")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    last_day = options.quarter.last_day

    plan = tl.sheets.BlankPlan(
        units=JINING.roster,
        due=f"{tl.model.chinese_date(last_day)}前",
        hand_to=f"{JINING.agency.publisher}（督查工作专班办公室）",
        dateline=DATELINE,
    )
    workbooks = tl.sheets.blank_set(JINING, date=last_day, plan=plan)
    documents = tl.documents.collection_forms(JINING, date=last_day, dateline=DATELINE)
    paths = tl.sheets.save_blank_set(options.out, workbooks)
    names = tl.documents.save_all(documents, options.out)
    print("已写入", *(path.name for path in paths), *names, sep="\n")


if __name__ == "__main__":
    main()
