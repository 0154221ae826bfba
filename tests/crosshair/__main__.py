"""Let CrossHair examine the comparator's laws, and fail unless it confirms each of them over all paths.

CrossHair itself fails only on a counterexample: a law that it could not examine to the end would pass unseen.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

LAWS = Path(__file__).with_name("comparator.py")
SECONDS = 600


def laws() -> list[ast.FunctionDef]:
    """The functions that state a law: they return nothing."""
    tree = ast.parse(LAWS.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [node for node in functions if node.returns is not None and ast.unparse(node.returns) == "None"]


def main() -> int:
    """Print the outcome of every law; 0 when all are confirmed."""
    failed = 0
    for law in laws():
        done = subprocess.run(
            [
                *(sys.executable, "-m", "crosshair", "check", "--report_all", "--analysis_kind=asserts"),
                f"--per_condition_timeout={SECONDS}",
                f"{LAWS}:{law.lineno}",
            ],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        confirmed = done.returncode == 0 and "Confirmed over all paths" in done.stdout
        failed += not confirmed
        print(f"{'confirmed' if confirmed else 'NOT CONFIRMED'}: {law.name}", flush=True)
        if not confirmed:
            print(done.stdout + done.stderr)
    print(f"{len(laws()) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
