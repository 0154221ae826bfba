"""The ledger as Word beside docxtpl, npm's docx, python-docx and text written by hand, in one run; contents compared.

    python tests/bench [--rows 100 1000 10000] [--alone 100000] [--runs 3]

CPU seconds are told, medians of the runs, the ways taking turns. Wall times on shared machines move by a factor of two:
read the ratios. Each document is read back, texts and fills, and compared with ours. Each ratio is told beside its goal;
fails when one is missed.
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from goals import Goals
from lxml import etree
from node import NodeDocx, node_docx
from peers import LIGHT, Rows, as_documented, by_docxtpl, by_hand, by_python_docx, template
from samples import AS_OF, SCHEME, ratings

import trafficlight as tl

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS: Final = "trafficlight"
PROMISED: Final[Mapping[str, float]] = {"docxtpl": 25.0, "npm docx": 20.0, "python-docx": 40.0}
"""How many times as long each peer takes, at least, from `FROM_ROWS` rows on."""
BY_HAND: Final = 1.5
"""Our time over that of text written by hand, at most."""
FROM_ROWS: Final = 10_000
LINEAR: Final = 1.25  # ten times the rows may take ten times the time, and a quarter more
MEMORY_MIB: Final = 8.0
EXTRACTS, EXTRACT_ROWS = 50, 40
EXTRACTS_FASTER: Final[Mapping[str, float]] = {"python-docx": 42.0, "python-docx as documented": 50.0}
"""Over its best idiom (measured: 45 to 51 times), and over the one that its documentation shows."""

Table = list[list[tuple[str, str]]]
Way = Callable[[], bytes]


def table_of(document: bytes) -> Table:
    """Text and fill of every cell, line breaks kept; white is no fill. The note in a row of its own is ours alone."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    rows = ([(_text(cell), _fill(cell)) for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr"))
    return [row for row in rows if len(row) > 1]


def _text(cell: etree._Element) -> str:
    return "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in cell.iter(f"{W}t", f"{W}br"))


def _fill(cell: etree._Element) -> str:
    shading = cell.find(f"{W}tcPr/{W}shd")
    fill = "" if shading is None else shading.get(f"{W}fill", "")
    return "" if fill in ("FFFFFF", "auto") else fill


def seconds_of(ways: Mapping[str, Way], runs: int, expected: Table) -> dict[str, float]:
    """Median CPU seconds of each way; ends the program when one writes something else."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for run in range(runs):
        for name, way in ways.items():
            start = time.process_time()
            document = way()
            seconds[name].append(time.process_time() - start)
            if run == 0:
                check(name, document, expected)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


def around(document: bytes) -> tuple[list[str], list[str]]:
    """The paragraphs above and below the table."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    blocks = list(body)
    at = next(number for number, block in enumerate(blocks) if block.tag == f"{W}tbl")
    above, below = ([_text(one) for one in some if one.tag == f"{W}p"] for some in (blocks[:at], blocks[at:]))
    return list(filter(None, above)), list(filter(None, below))


def check(name: str, document: bytes, expected: Table) -> None:
    """End the program when a document holds something else; the header's own fill is ours alone."""
    found = table_of(document)
    texts = [[text for text, _ in row] for row in found[:1]]
    if texts != [[text for text, _ in row] for row in expected[:1]] or found[1:] != expected[1:]:
        sys.exit(f"{name} wrote something else at {len(expected) - 1} rows")


def rows_of(table: Table) -> tuple[tuple[str, ...], Rows]:
    """Header, and what the peers are given: all that takes us from a record to its texts is done for them."""
    header, *body = table
    return tuple(text for text, _ in header), [(tuple(text for text, _ in row), row[LIGHT][1]) for row in body]


def ledger(rated: Sequence[tl.Rating[Any]]) -> Way:
    """Ours, from ratings to bytes: ranked, summed up, with its provenance."""
    return lambda: tl.documents.ledger(SCHEME, rated, as_of=AS_OF).to_bytes()


def compare(count: int, runs: int, node: NodeDocx | None) -> dict[str, float]:
    """Median CPU seconds of each way at `count` rows."""
    ours = ledger(ratings(count))
    table = table_of(ours())
    header, rows = rows_of(table)
    made = template(header)
    ways: dict[str, Way] = {
        OURS: ours,
        "by hand": lambda: by_hand(header, rows),
        "docxtpl": lambda: by_docxtpl(made, rows),
        "python-docx": lambda: by_python_docx(header, rows),
    }
    seconds = seconds_of(ways, runs, table)
    if node is not None:
        seconds["npm docx"], document = node.make(header, rows, runs)
        check("npm docx", document, table)
    return seconds


def alone(count: int, runs: int) -> dict[str, float]:
    """Median CPU seconds of those ways that are still good for so many rows."""
    ours = ledger(ratings(count))
    table = table_of(ours())
    header, rows = rows_of(table)
    return seconds_of({OURS: ours, "by hand": lambda: by_hand(header, rows)}, runs, table)


def extracts(runs: int) -> dict[str, float]:
    """How many times as long python-docx takes for fifty extracts, one for each leader, with what stands around the tables."""
    rated = ratings(EXTRACTS * EXTRACT_ROWS, EXTRACTS)

    def ours() -> list[bytes]:
        made = tl.documents.ledgers_by_leader(SCHEME, rated, as_of=AS_OF)
        return [document.to_bytes() for document in made.values()]

    tables = [(table_of(document), around(document)) for document in ours()]
    if [len(table) for table, _ in tables] != [EXTRACT_ROWS + 1] * EXTRACTS:
        sys.exit("the extracts have other rows")
    given = [(*rows_of(table), *texts) for table, texts in tables]

    ways: dict[str, Callable[[], list[bytes]]] = {
        OURS: ours,
        "python-docx": lambda: [by_python_docx(*one) for one in given],
        "python-docx as documented": lambda: [as_documented(*one) for one in given],
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            start = time.process_time()
            made = way()
            seconds[name].append(time.process_time() - start)
            for document, (table, texts) in zip(made, tables, strict=True):
                check(name, document, table)
                if around(document) != texts:
                    sys.exit(f"{name} wrote something else around the table")
    own, *others = ((name, statistics.median(taken)) for name, taken in seconds.items())
    peers = {name: took / own[1] for name, took in others}
    beside = "; ".join(f"{name} {took:.3f} s ({took / own[1]:.1f} times)" for name, took in others)
    print(f"{EXTRACTS} extracts of {EXTRACT_ROWS} rows: {own[1]:.4f} s; {beside}", flush=True)
    return peers


def memory_above_records(count: int) -> float:
    """MiB that saving the ledger adds to the peak of a process that already holds the ratings."""
    script = Path(__file__).with_name("memory.py")
    done = subprocess.run([sys.executable, script, str(count)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def shown(count: int, seconds: Mapping[str, float]) -> str:
    """A line: our seconds, and each peer's with its multiple of ours."""
    own = seconds[OURS]
    peers = (f"{name} {took:.4f} s ({took / own:.1f} times)" for name, took in seconds.items() if name != OURS)
    return f"{count:>7} rows: {own:.4f} s; {'; '.join(peers)}"


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--alone", type=int, default=100_000, help="rows without the slow peers; 0 for none")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    goals = Goals()
    ours: dict[int, float] = {}
    with node_docx() as node:
        for count in options.rows:
            seconds = compare(count, options.runs, node)
            print(shown(count, seconds), flush=True)
            ours[count] = seconds[OURS]
            if count >= FROM_ROWS:
                for name, least in PROMISED.items():
                    if name in seconds:  # npm's, where it can be fetched
                        goals.told(f"faster than {name} at {count} rows", seconds[name] / seconds[OURS], at_least=least)
                goals.told(f"of the text by hand at {count} rows", seconds[OURS] / seconds["by hand"], at_most=BY_HAND)
    if options.alone:
        seconds = alone(options.alone, options.runs)
        print(shown(options.alone, seconds), flush=True)
        goals.told(f"of the text by hand at {options.alone} rows", seconds[OURS] / seconds["by hand"], at_most=BY_HAND)
        most = max(ours)
        growth = seconds[OURS] / options.alone / (ours[most] / most)
        goals.told(f"a row's time among {options.alone} over one among {most}", growth, at_most=LINEAR)
    for name, ratio in extracts(options.runs).items():
        goals.told(f"extracts, faster than {name}", ratio, at_least=EXTRACTS_FASTER[name])
    most = max(*options.rows, options.alone)
    above = memory_above_records(most)
    goals.told(f"memory above the records at {most} rows", above, at_most=MEMORY_MIB, unit=" MiB")
    goals.end()


if __name__ == "__main__":
    main()
