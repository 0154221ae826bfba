"""What share of each package the tests reach, by the data that a measured run left.

Two shares are held: that of the branches alone, and that of statements and branches together, as coverage counts them;
many plain statements must not hide branches that no test takes. A package that is added is held without a line here.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections import Counter, defaultdict
from pathlib import PurePath
from typing import Final

from coverage import Coverage

LIBRARY: Final = PurePath("src", "trafficlight")
AT_THE_TOP: Final = "(top modules)"

LEAST: Final = 95  # percent
COUNTED: Final = ("num_statements", "covered_lines", "num_branches", "covered_branches")


def counts(measured: Coverage) -> dict[str, Counter[str]]:
    """Package → how much there is, and how much was reached."""
    with contextlib.redirect_stdout(io.StringIO()) as text:
        measured.json_report(outfile="-")
    packages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path, file in json.loads(text.getvalue())["files"].items():
        parts = PurePath(path).relative_to(LIBRARY).parts
        packages[parts[0] if len(parts) > 1 else AT_THE_TOP].update({name: file["summary"][name] for name in COUNTED})
    return dict(sorted(packages.items()))


def percent(reached: int, every: int) -> float:
    """A share; of nothing, all is reached."""
    return 100 * reached / every if every else 100.0


def main() -> int:
    """Print the shares, and where one is too small each line that was not reached; 0 when each is large enough."""
    measured = Coverage()
    measured.load()
    packages = counts(measured)
    short = []
    for package, of in packages.items():
        together = percent(of["covered_lines"] + of["covered_branches"], of["num_statements"] + of["num_branches"])
        branches = percent(of["covered_branches"], of["num_branches"])
        if min(together, branches) < LEAST:
            short.append(package)
        print(
            f"{package:14} {together:6.2f} %, of {of['num_branches']:4} branches {branches:6.2f} % (each at least {LEAST} %)"
        )
    if short:
        measured.report(
            include=[f"{LIBRARY}/{'*.py' if package == AT_THE_TOP else f'{package}/*'}" for package in short]
        )
        print(f"too little is reached of: {', '.join(short)}")
    return int(bool(short) or not packages)


if __name__ == "__main__":
    sys.exit(main())
