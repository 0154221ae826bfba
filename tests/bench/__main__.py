"""The ledger as Word beside docxtpl and python-docx, in the same run; contents read back and compared.

    python tests/bench [--rows 100 1000 10000] [--runs 3]

Wall times on shared machines move by a factor of two: read the ratios. Fails when a promise of the README is not kept.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from peers import by_docxtpl, by_python_docx, template
from samples import AS_OF, SCHEME, ratings

import trafficlight as tl

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FASTER_THAN_DOCXTPL = 15.0
MEMORY_MIB = 16.0


def texts_of(document: bytes) -> list[tuple[str, ...]]:
    """Every row of every table, as text, line breaks kept."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return [tuple(_text(cell) for cell in row.iter(f"{W}tc")) for row in body.iter(f"{W}tr")]


def _text(cell: etree._Element) -> str:
    return "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in cell.iter(f"{W}t", f"{W}br"))


def timed(make: Callable[[], bytes]) -> tuple[float, bytes]:
    """CPU seconds and the result."""
    start = time.process_time()
    made = make()
    return time.process_time() - start, made


def compare(count: int, runs: int) -> dict[str, float]:
    """Median CPU seconds of each way at `count` rows; the ways take turns, and what they wrote is compared."""
    rated = ratings(count)
    ours = tl.documents.ledger(SCHEME, rated, as_of=AS_OF).to_bytes()
    header, *body = texts_of(ours)
    fills = {rating.marks: (rating.marks.marks[0].colour if rating.marks else "") for rating in rated}
    order = sorted(rated, key=lambda rating: SCHEME.order.key(rating.marks))
    rows = [(texts, fills[rating.marks]) for texts, rating in zip(body, order, strict=True)]
    made = template(header)
    ways: dict[str, Callable[[], bytes]] = {
        "trafficlight": lambda: tl.documents.ledger(SCHEME, rated, as_of=AS_OF).to_bytes(),
        "docxtpl": lambda: by_docxtpl(made, rows),
        "python-docx": lambda: by_python_docx(header, rows),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            took, document = timed(way)
            seconds[name].append(took)
            if texts_of(document) != [header, *body]:
                sys.exit(f"{name} wrote something else at {count} rows")
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def memory_above_records(count: int) -> float:
    """MiB that saving the ledger adds to the peak of a process that already holds the ratings."""
    script = Path(__file__).with_name("memory.py")
    done = subprocess.run([sys.executable, script, str(count)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    failed = False
    print(
        f"{'rows':>7} {'trafficlight':>13} {'docxtpl':>9} {'python-docx':>12} {'× docxtpl':>10} {'× python-docx':>14}"
    )
    for count in options.rows:
        took = compare(count, options.runs)
        ours = took["trafficlight"]
        ratios = took["docxtpl"] / ours, took["python-docx"] / ours
        print(
            f"{count:>7} {ours:>12.4f}s {took['docxtpl']:>8.3f}s {took['python-docx']:>11.3f}s {ratios[0]:>10.1f} {ratios[1]:>14.1f}",
            flush=True,
        )
        failed |= count >= 10_000 and ratios[0] < FASTER_THAN_DOCXTPL
    above = memory_above_records(max(options.rows))
    print(f"memory above the records at {max(options.rows)} rows: {above:.1f} MiB")
    failed |= above > MEMORY_MIB
    sys.exit("a promise is not kept" if failed else 0)


if __name__ == "__main__":
    main()
