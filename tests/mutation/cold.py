"""A plugin of pytest: each test finds the library's caches empty, so that mutmut sees each function that the test reaches."""

from __future__ import annotations

import sys


def pytest_runtest_setup() -> None:
    """Forget what earlier tests left: a converter, a template, a table of names."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "trafficlight":
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()
