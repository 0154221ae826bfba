"""每周台账: the weekly ledger, whole and in extracts.

    python week.py [--input FILE] [--out DIR] [--date YYYY-MM-DD]

FILE is the ledger as the office keeps it. Writes 台账.docx and 台账.xlsx, one extract for each leader (分管领导) and one
for each responsible department (责任科室).
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import attrs
from jining import JINING

import trafficlight as tl
from trafficlight.atomic import distinct_names

HERE = Path(__file__).parent


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=HERE / "2023Q3" / "重点工作.xlsx", metavar="FILE")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--date", type=dt.date.fromisoformat, default=dt.date(2023, 9, 28), metavar="YYYY-MM-DD")
    options = parser.parse_args()

    try:
        reading = tl.sheets.read(options.input, scheme=JINING)
    except tl.SheetFaults as faults:
        sys.exit("\n".join(faults.lines()))
    rulebook = JINING.rulebooks.at(options.date)
    ratings = rulebook.rate(reading.entries, roster=JINING.roster)
    items = [rating.record for rating in ratings if isinstance(rating.record, tl.themes.KeyWorkItem)]
    summary = tl.themes.summarise(items, own_sources=JINING.agency.own_sources)
    options.out.mkdir(parents=True, exist_ok=True)

    whole = tl.documents.ledger(JINING, ratings, as_of=options.date)
    whole.save(options.out / "台账.docx")
    rows = [attrs.evolve(rating, serial=number) for number, rating in enumerate(JINING.ranked(ratings), 1)]
    sheet = tl.sheets.Sheet(
        rulebook.theme("key_work").form,
        rows,
        title=f"{JINING.agency.name}重点工作台账",
        dateline=f"日期：{tl.chinese_date(options.date)}",
        above=(summary.sentence(options.date, agency=JINING.agency.short_name),),
        published=True,
    )
    tl.sheets.save(options.out / "台账.xlsx", sheet)

    sets = {
        "分管领导": tl.documents.ledgers_by_leader(JINING, ratings, as_of=options.date),
        "责任科室": tl.documents.ledgers_by_unit(JINING, ratings, as_of=options.date),
    }
    for folder, extracts in sets.items():
        target = options.out / folder
        target.mkdir(exist_ok=True)
        named = dict(extracts)
        for name, document in zip(distinct_names(named), named.values(), strict=True):
            document.save(target / f"{name}.docx")
        print(f"{folder}：{len(named)} 份（{'、'.join(named)}）")
    print(f"已写入 {options.out / '台账.docx'}、{options.out / '台账.xlsx'}")


if __name__ == "__main__":
    main()
