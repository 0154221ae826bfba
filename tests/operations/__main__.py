"""Count the steps of the hot paths: `python -m operations` prints them, `--write` makes this Python's budgets anew.

Run in `tests`, with the library installed. Texts hash alike in each run, so that a count is the same each time.
"""

from __future__ import annotations

import json
import os
import sys

from attrs import astuple

from operations import BUDGETS, PATHS, PYTHON, measured


def main() -> None:
    """Run it."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "operations", *sys.argv[1:]])  # noqa: S606  # ourselves, once more
    found = {path.name: {size: astuple(counts) for size, counts in measured(path).items()} for path in PATHS}
    if sys.argv[1:] != ["--write"]:
        print(json.dumps(found))
        return
    stored = json.loads(BUDGETS.read_text(encoding="utf-8")) if BUDGETS.exists() else {}
    stored[PYTHON] = found
    rows = ",\n".join(
        f' "{python}": {{\n' + ",\n".join(f'  "{name}": {json.dumps(sizes)}' for name, sizes in paths.items()) + "\n }"
        for python, paths in sorted(stored.items())
    )
    BUDGETS.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
