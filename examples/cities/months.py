"""Rate some months of a city, each in the light of those before it, and say why and what follows.

    python months.py [yinchuan | sanya | guangyuan]

Each folder holds made-up tables, a folder for each month.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import guangyuan
import sanya
import yinchuan

import trafficlight as tl

CITIES: Final = {city.__name__: city.SCHEME for city in (yinchuan, sanya, guangyuan)}


def readings(city: str) -> list[tl.sheets.Reading]:
    """What came in each month."""
    folders = sorted(path for path in Path(__file__).with_name(city).iterdir() if path.is_dir())
    return [tl.sheets.read(path, scheme=CITIES[city], period=tl.Month.parse(path.name)) for path in folders]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cities", nargs="*", metavar="CITY", help=f"{', '.join(CITIES)}; all without one")
    chosen = parser.parse_args().cities or list(CITIES)
    strangers = [city for city in chosen if city not in CITIES]
    if strangers:
        parser.error(f"no such city: {', '.join(strangers)}; there are {', '.join(CITIES)}")
    try:
        came = {city: readings(city) for city in chosen}
    except tl.SheetFaults as faults:
        parser.error("\n".join(faults.lines()))
    for city in chosen:
        print(CITIES[city].agency.name)
        for reading in came[city]:
            asked = (remark for remark in reading.report.remarks if remark.asks)
            for told in (*reading.report.skipped, *reading.report.warnings, *asked):
                print(f"  {told}")
        for ratings in CITIES[city].rate_all(came[city]):
            print(f"  {ratings.period}")
            print(*(f"    {line}" for line in ratings.lines()), sep="\n")


if __name__ == "__main__":
    main()
