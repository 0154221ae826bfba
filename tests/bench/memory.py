"""Print how many MiB saving a ledger of N rows needs above its ratings. A process of its own, so that nothing else counts."""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from pathlib import Path

from samples import AS_OF, SCHEME, ratings

import trafficlight as tl

rated = ratings(int(sys.argv[1]))
tl.documents.ledger(SCHEME, rated[:50], as_of=AS_OF).to_bytes()  # code and static parts are loaded before
_ = rated.rows  # a process that holds the ratings has made them: some 190 bytes each, whoever looks at them first
tracemalloc.start()
with tempfile.TemporaryDirectory() as folder:
    tl.documents.ledger(SCHEME, rated, as_of=AS_OF).save(Path(folder) / "台账.docx")
print(tracemalloc.get_traced_memory()[1] / 1024 / 1024)
