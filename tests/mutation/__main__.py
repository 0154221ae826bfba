"""Change the ranking's code in every small way that mutmut knows, and see that a test notices.

Some changes change nothing (a default that is written out, the words of an error): a share may survive. Those that do
are printed, and whoever adds one decides whether it shows a missing test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

STATS = Path("mutants", "mutmut-cicd-stats.json")
LEAST_SHARE = 0.97


def mutmut(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mutmut, and take what it prints."""
    return subprocess.run(["mutmut", *arguments], stdout=subprocess.PIPE, check=False, encoding="utf-8")


def main() -> int:
    """Print the survivors and the share that was noticed; 0 when it is large enough."""
    ran = mutmut("run", "--max-children", "2")
    if ran.returncode:
        print(ran.stdout)
        return ran.returncode
    mutmut("export-cicd-stats")
    stats: dict[str, int] = json.loads(STATS.read_text(encoding="utf-8"))
    for line in mutmut("results").stdout.splitlines():
        name, _, outcome = line.strip().partition(": ")
        if outcome in {"survived", "no tests"}:
            print(f"{outcome}: {mutmut('show', name).stdout}")
    noticed = stats["killed"] + stats["timeout"]
    share = noticed / stats["total"]
    print(f"{noticed} of {stats['total']} changes were noticed: {share:.1%} (at least {LEAST_SHARE:.0%})")
    return int(share < LEAST_SHARE)


if __name__ == "__main__":
    sys.exit(main())
