"""Sybil runs every example: in these pages, in the README of each language, and in the library's docstrings.

The hook is registered as a plug-in rather than named here, since a conftest's own hooks see only the files beside it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
_FOLDER = "_folder"


def enter_folder(namespace: dict[str, Any]) -> None:
    """Give a page a folder of its own with a copy of the examples: it reads as in a clone, and writes where it may."""
    folder = contextlib.ExitStack()
    place = folder.enter_context(tempfile.TemporaryDirectory())
    shutil.copytree(ROOT / "examples", Path(place, "examples"))
    folder.callback(os.chdir, Path.cwd())
    os.chdir(place)
    # a finder for a relative entry of sys.path goes on looking in the folder of the page before
    for entry in [entry for entry in sys.path_importer_cache if not Path(entry).is_absolute()]:
        del sys.path_importer_cache[entry]
    namespace[_FOLDER] = folder


def leave_folder(namespace: dict[str, Any]) -> None:
    """Go back, and drop what the page wrote."""
    namespace.pop(_FOLDER).close()


PAGE_PARSERS = (PythonCodeBlockParser(), SkipParser())
EXAMPLES = SybilCollection(
    [
        Sybil(PAGE_PARSERS, path=str(ROOT), pattern="README*.md", setup=enter_folder, teardown=leave_folder),
        Sybil(PAGE_PARSERS, path=str(ROOT / "docs"), pattern="*.md", setup=enter_folder, teardown=leave_folder),
        Sybil(
            [DocTestParser()],
            path=str(ROOT / "src"),
            pattern="*.py",
            document_types={".py": PythonDocStringDocument},
        ),
    ]
)


def pytest_configure(config: pytest.Config) -> None:
    """Register Sybil's collection hook for every folder."""
    plugin = ModuleType("examples_in_documentation")
    plugin.pytest_collect_file = EXAMPLES.pytest()  # type: ignore[attr-defined]  # a module takes any attribute
    config.pluginmanager.register(plugin)
