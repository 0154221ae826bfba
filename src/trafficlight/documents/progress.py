"""进度 (progress): how a long job says how far it is. Any function of three arguments will do; no progress bar is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

OnProgress: TypeAlias = Callable[[int, int, str], object]
"""进度回调: called with (done, total, name) after each thing that was done, `done` from 1 to `total`.

What it raises ends the job, as any other error does: so a job can be stopped.
"""
