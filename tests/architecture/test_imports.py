"""What `import trafficlight` costs and touches, seen from fresh processes."""

from __future__ import annotations

import json
from typing import Any

from helpers import processes

ALLOWED = {"attr", "attrs", "trafficlight"}
LIMIT_SECONDS = 0.060
ROUNDS = 7

LOADED = """
import json, sys
before = set(sys.modules)
import trafficlight
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))))
"""

# What is named here needs the adapters' own libraries or hypothesis.
CORE = """
import json, sys
before = set(sys.modules)
import trafficlight
for name in set(trafficlight.__all__) - {"articles", "documents", "frames", "interchange", "sheets", "testing"}:
    getattr(trafficlight, name)
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names))))
"""

# The clock starts with the process, so that a bare interpreter's own share can be taken off.
COST = "{statement}; import time; print(time.process_time())"

STATE = """
import gc, json, locale, logging, os, random, signal, sys, warnings

def state():
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "garbage collector": [gc.isenabled(), *gc.get_threshold()],
        "locale": locale.setlocale(locale.LC_ALL),
        "logging": [len(logging.root.handlers), logging.root.level, logging.root.manager.disable],
        "randomness": hash(random.getstate()),
        "search path": list(sys.path),
        "signal handlers": [repr(signal.getsignal(number)) for number in sorted(signal.valid_signals())],
        "warning filters": len(warnings.filters),
    }

before = state()
import trafficlight
after = state()
print(json.dumps([name for name in before if before[name] != after[name]]))
"""

ADAPTERS = """
import json, sys
import trafficlight
print(json.dumps([getattr(trafficlight, name).__name__ for name in ("sheets", "documents", "interchange")]))
"""


def fresh(program: str) -> Any:
    """What a program prints, as JSON, in a process that has loaded nothing else."""
    return json.loads(processes.fresh(program, PYTHONDONTWRITEBYTECODE=None))


def test_import_loads_attrs_and_nothing_else() -> None:
    """`import trafficlight` loads no third-party package but attrs: a host that only ranks pays for nothing more."""
    assert set(fresh(LOADED)) <= ALLOWED


def test_the_core_loads_attrs_and_nothing_else() -> None:
    """Marks, rules and ranking come without docx, docxcompose, tablib, openpyxl, lxml, cattrs or hypothesis."""
    assert set(fresh(CORE)) == ALLOWED


def test_import_is_cheap() -> None:
    """`import trafficlight` costs less than 60 ms of processor time beyond a bare interpreter, best of several."""
    fresh(LOADED)  # compiles what is not compiled yet
    # Taken in turn, so that a slow spell of the machine meets both.
    pairs = [
        (fresh(COST.format(statement="pass")), fresh(COST.format(statement="import trafficlight")))
        for _ in range(ROUNDS)
    ]
    bare = min(pair[0] for pair in pairs)
    ours = min(pair[1] for pair in pairs)
    assert ours - bare < LIMIT_SECONDS, (
        f"{1000 * (ours - bare):.0f} ms beyond a bare interpreter's {1000 * bare:.0f} ms"
    )


def test_import_changes_no_global_state() -> None:
    """`import trafficlight` leaves locale, logging, warnings and the rest as they were, and prints nothing."""
    assert fresh(STATE) == []


def test_adapters_load_when_touched() -> None:
    """`tl.sheets`, `tl.documents` and `tl.interchange` need no import of their own: they load when first touched."""
    assert fresh(ADAPTERS) == ["trafficlight.sheets", "trafficlight.documents", "trafficlight.interchange"]
