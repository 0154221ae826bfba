"""A worker that does one case after another while its time, memory, network and files are watched."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

WORKERS: Final = 2
HANGS: Final = 60.0
"""A worker that says nothing for so many seconds is ended, and the case that it was at has failed."""
_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND

Job = Callable[[int], None]


@frozen
class Done:
    """What came of a case: processor time (on a busy machine the clock times the neighbours), MB, a traceback or nothing."""

    number: int
    seconds: float
    memory: int
    problem: str = ""
    network: int = 0
    written: tuple[str, ...] = ()


@define
class Figures:
    """What came of all cases."""

    cases: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    memory: tuple[int, int] = (0, -1)
    network: int = 0
    written: list[str] = field(factory=list)
    problems: list[Done] = field(factory=list)

    def take(self, done: Done, weight: int) -> None:
        """Count a case; one of grids stands for many."""
        self.cases += weight
        self.slowest = max(self.slowest, (done.seconds, done.number))
        self.memory = max(self.memory, (done.memory, done.number))
        self.network += done.network
        self.written += done.written
        if done.problem:
            self.problems.append(done)


class _Hook:
    """Python's own audit events tell every attempt to reach the network and every file that is opened for writing."""

    def __init__(self) -> None:
        self.network = 0
        self.written: list[str] = []
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            self.network += 1
            raise PermissionError("no network here")
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
            name = "" if isinstance(arguments[0], int) else str(arguments[0])
            if name and ".hypothesis" not in name:  # the tool's own notes
                self.written.append(name)


_NAMED: Final = re.compile(r"[A-Za-z_][\w.]*(?:: |\Z)")


def told(problem: str) -> str:
    """The line of a traceback that names the exception; below it Hypothesis writes out the example, over many lines."""
    lines = problem.strip().splitlines()
    return next((line for line in reversed(lines) if _NAMED.match(line)), lines[-1])


def _work(make: Callable[[], Job], numbers: Iterable[int], folder: Path, pipe: Connection) -> None:
    """Do the cases of these numbers."""
    os.chdir(folder)
    os.environ["TMPDIR"] = str(folder)
    sys.dont_write_bytecode = True
    job = make()
    hook = _Hook()
    for number in numbers:
        pipe.send(number)
        _forget_peak()
        hook.network, hook.written = 0, []
        problem = ""
        start = time.process_time()
        try:
            job(number)
        except BaseException:  # noqa: BLE001  # whatever comes out is what is looked for
            problem = traceback.format_exc()
        seconds = time.process_time() - start
        pipe.send(Done(number, seconds, _peak(), problem, hook.network, tuple(hook.written)))


def _forget_peak() -> None:
    """Let the peak be measured from here on, where the system can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """MB that this process held at most; Linux counts what its parent held among a program's own, but not in its status."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM")
        )
    import resource  # Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class _Worker:
    """A process that does a stripe of the cases, begun anew behind a case that ended it."""

    def __init__(self, make: Callable[[], Job], numbers: list[int], folder: Path) -> None:
        self._make, self._numbers, self._folder = make, numbers, folder
        self._at = -1
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(self._make, self._numbers, self._folder, theirs))
        self._process.start()
        theirs.close()
        self.heard = time.monotonic()

    def hear(self) -> Iterator[Done]:
        """What it says; a process that ended in the middle of a case gives that case as failed."""
        self.heard = time.monotonic()
        try:
            said = self.pipe.recv()
        except EOFError:
            self.pipe.close()
            self._process.join()
            if self._numbers:
                yield from self.restart(f"the process ended with {self._process.exitcode}")
            return
        if isinstance(said, Done):
            self._numbers = self._numbers[1:]
            yield said
        else:
            self._at = said

    def restart(self, problem: str) -> Iterator[Done]:
        """Give the case up, and go on behind it."""
        self.stop()
        yield Done(self._numbers[0], time.monotonic() - self.heard, 0, problem)
        self._numbers = self._numbers[1:]
        if self._numbers:
            self._start()

    def stop(self) -> None:
        """End the process."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        with contextlib.suppress(OSError):
            self.pipe.close()


def run(
    make: Callable[[], Job], count: int, folder: Path, *, seconds: float, weight: int = 1, workers: int = WORKERS
) -> Figures:
    """Do `count` cases, as many as the time allows; each stands for `weight`."""
    figures = Figures()
    end = time.monotonic() + seconds
    stripes = [list(range(first, count, workers)) for first in range(min(workers, count))]
    crew = [_Worker(make, stripe, folder) for stripe in stripes]
    try:
        while time.monotonic() < end:
            open_pipes = {worker.pipe: worker for worker in crew if not worker.pipe.closed}
            if not open_pipes:
                break
            ready = wait(list(open_pipes), timeout=1)
            for pipe in ready:
                for done in open_pipes[pipe].hear():  # type: ignore[index]  # `wait` gives back what it was given
                    figures.take(done, weight)
            for worker in open_pipes.values():
                if not worker.pipe.closed and time.monotonic() - worker.heard > HANGS:
                    for done in worker.restart(f"nothing for {HANGS:.0f} s"):
                        figures.take(done, weight)
    finally:
        for worker in crew:
            worker.stop()
    return figures
