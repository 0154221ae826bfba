"""Cases that break each promise, for the test of the watch."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from fuzz.watch import Job


def misbehaving() -> Job:
    """Jobs of which some do what must not be done."""
    return _misbehave


def _misbehave(number: int) -> None:
    if number == 1:
        raise ZeroDivisionError
    if number == 2:
        Path("left.txt").write_text("x", encoding="ascii")
    if number == 3:
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    if number == 4:
        os._exit(3)
