"""蓝黄红督查: rules, ranking and official documents for supervision by lights.

The names are listed once, in `__init__.pyi`, where type checkers read them. Each is loaded when it is first touched (PEP 562), so that
`import trafficlight` costs next to nothing, and a host pays for the packages that it uses.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

from trafficlight._version import VERSION

__version__ = VERSION
_STUB = (pkgutil.get_data(__name__, "__init__.pyi") or b"").decode()
_MODULE_OF = {name: module for module, name in re.findall(r"^from (\S+) import (\w+) as", _STUB, re.MULTILINE)}

__all__ = [*_MODULE_OF, "__version__"]  # noqa: PLE0604  # names, gathered from the stub


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = _MODULE_OF[name]
    if module == __name__:
        return importlib.import_module(f"{module}.{name}")
    value = globals()[name] = getattr(importlib.import_module(module), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
