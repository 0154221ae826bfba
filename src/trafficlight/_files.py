"""原子写入 (atomic writes) and safe file names. Standard library only; every file is written here."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import re
import secrets
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Final

MAX_NAME_BYTES: Final = 120
"""How long a safe name may be in UTF-8; every system takes 255 bytes, and a folder and a suffix need room too."""


def write_atomically(path: str | os.PathLike[str], write: Callable[[IO[bytes]], None]) -> None:
    """Let `write` fill a temporary sibling of `path`, then put it in place in one step.

    Whoever looks at `path` sees the old bytes or the new ones, never a part. When `write` or the disk fails, the sibling
    is removed, what stood at `path` stays, and the error goes on to the caller; an `OSError` names `path`, also one for a
    name that no system takes. A file that is replaced keeps its permissions; a symbolic link is followed, and what is no
    ordinary file (a device, a pipe) is never replaced. Only a process that is killed leaves the sibling behind: it is
    hidden, nobody reads it, and a later write beside it removes it.
    """
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise OSError(errno.EINVAL, "Not an ordinary file", os.fspath(path))
        temporary, descriptor = _open_sibling(target)
        with os.fdopen(descriptor, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException as error:
        # an interrupt must not leave the sibling behind either
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        if isinstance(error, ValueError) and temporary is None:  # NUL, or half a character
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), os.fspath(path)) from error
        if isinstance(error, OSError) and _is_ours(error.filename):
            error.filename = os.fspath(path)
            del error.filename2  # set to None it would be printed
        raise


def _is_ours(name: object) -> bool:
    """Whether an error names a temporary file, or none, as errors of the stream do."""
    return name is None or bool(_TEMPORARY.search(str(name)))


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """As `write_atomically`, for bytes that are in memory."""

    def write(stream: IO[bytes]) -> None:
        stream.write(data)

    write_atomically(path, write)


_TEMPORARY: Final = re.compile(r"\.trafficlight-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.tmp\Z")
_DAY: Final = 24 * 60 * 60


def _open_sibling(target: Path) -> tuple[Path, int]:
    """A new file beside the target, with the permissions that the process gives any new file."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    while True:
        name = f".trafficlight-{_machine()}-{os.getpid()}-{secrets.token_hex(8)}.tmp"
        try:
            sibling, descriptor = target.with_name(name), os.open(target.with_name(name), flags, 0o666)
        except FileExistsError:
            continue
        now = os.fstat(descriptor).st_mtime  # by the clock of the disk, which may be another machine's
        with contextlib.suppress(OSError):
            _clear(target.parent, int(now // 3600))
        return sibling, descriptor


@functools.cache
def _machine() -> str:
    """Eight digits for the set of processes in which a process's number means something: a machine, or a container."""
    name = getattr(os, "uname", lambda: ("", "", ""))()[1]
    with contextlib.suppress(OSError):
        name += str(os.stat("/proc/self/ns/pid").st_ino)
    return f"{zlib.crc32(name.encode(errors='replace')):08x}"


@functools.lru_cache(maxsize=64)
def _clear(folder: Path, hour: int) -> None:
    """Remove what killed processes left: of this machine, or older than a day. Once an hour, since it reads the folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            if found and (_is_gone(found[1], int(found[2])) or entry.stat().st_mtime < hour * 3600 - _DAY):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _is_gone(machine: str, process: int) -> bool:
    if os.name != "posix" or machine != _machine():
        return False  # elsewhere a signal would stop the process, and another machine's nobody can ask
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


_FORBIDDEN: Final = re.compile(r'[/\\:*?"<>|]')
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_EDGE: Final = ". \t\u00a0\u3000"
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"}
)


def safe_file_name(text: str) -> str:
    """安全文件名: the text as a name that Windows, macOS and Linux all take, and that never leaves its folder.

    Reserved characters become `_`; control characters and invisible ones (direction marks, zero width) go, as do dots
    and spaces at either end; device names such as `CON` get a `_`; the name is cut to `MAX_NAME_BYTES` bytes of UTF-8
    with its suffix kept. Nothing left gives `_`. Doing it twice changes nothing.

    >>> safe_file_name("任城区/金乡县*.docx")
    '任城区_金乡县_.docx'
    >>> safe_file_name("../../etc/passwd"), safe_file_name("con.docx")
    ('_.._etc_passwd', 'con_.docx')
    """
    visible = "".join(one for one in text if unicodedata.category(one) not in _INVISIBLE)
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).strip(_EDGE)
    stem, suffix = _split(name)
    head, dot, rest = stem.partition(".")
    if head.rstrip(_EDGE).casefold() in _DEVICES:
        stem = f"{head.rstrip(_EDGE)}_{dot}{rest}"
    return _fitted(stem, suffix)


def _split(name: str) -> tuple[str, str]:
    """Stem and suffix with its dot; a long or odd ending is no suffix."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if dot and len(suffix) <= 10 and suffix.isalnum() else (name, "")


def _fitted(stem: str, suffix: str) -> str:
    room = MAX_NAME_BYTES - len(suffix.encode())
    # NFC marks that are cut from their letter are whole characters still; only half a character must go
    return (stem.encode()[:room].decode(errors="ignore").rstrip(_EDGE) or "_") + suffix


def distinct_names(names: Iterable[str]) -> list[str]:
    """不重名: safe names, numbered where two would be one file on a system that ignores case or folds forms.

    >>> distinct_names(["办公室.docx", "办公室.docx", "A.docx", "a.docx"])
    ['办公室.docx', '办公室（2）.docx', 'A.docx', 'a（2）.docx']
    """
    return list(map(NameGiver(), names))


class NameGiver:
    """起名: gives each text a safe name that it has not given before; for many files that are written one by one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        """The text as a safe name, numbered where the name is taken."""
        plain = candidate = safe_file_name(text)
        stem, suffix = _split(plain)
        number = self._last.get(_folded(plain), 1)
        while _folded(candidate) in self._taken:
            number += 1
            mark = f"（{number}）"
            candidate = _fitted(stem, mark + suffix)
        self._last[_folded(plain)] = number
        self._taken.add(_folded(candidate))
        return candidate


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
