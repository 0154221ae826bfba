"""npm's `docx` beside us, where node and npm are there: installed into a folder that is gone afterwards."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from peers import LIGHT, Rows

PACKAGE: Final = "docx@9"
_SCRIPT: Final = Path(__file__).with_name("docx_peer.mjs").resolve()
_PATIENCE: Final = 600  # seconds


class NodeDocx:
    """The package, installed in a folder."""

    def __init__(self, folder: Path, node: str) -> None:
        self._folder = folder
        self._node = node

    def make(self, header: tuple[str, ...], rows: Rows, runs: int) -> tuple[float, bytes]:
        """Median CPU seconds and the result; the engine's own warming up counts in the first run alone."""
        source, out = self._folder / "rows.json", self._folder / "out.docx"
        source.write_text(json.dumps({"header": header, "light": LIGHT, "rows": rows}), encoding="utf-8")
        command = [self._node, "--max-old-space-size=4096", str(_SCRIPT), str(source), str(out), str(runs)]
        done = subprocess.run(command, cwd=self._folder, check=True, capture_output=True, text=True, timeout=_PATIENCE)
        return float(done.stdout), out.read_bytes()


@contextmanager
def node_docx() -> Iterator[NodeDocx | None]:
    """The peer, or `None` where it cannot be had; why not is said."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("npm docx: SKIPPED, for node and npm are not here")
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="trafficlight-bench-") as name:
        command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", name, PACKAGE]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PATIENCE)
        if done.returncode:
            print(f"npm docx: SKIPPED, for npm could not install it\n{done.stderr[-500:]}")
            yield None
        else:
            yield NodeDocx(Path(name), node)
