"""来件: where a hand-in comes from: a path, a folder, bytes or a stream; in what format, told by name and first bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Final, TypeAlias

from attrs import frozen

from trafficlight.errors import FileFault
from trafficlight.sheets.limits import Limits
from trafficlight.sheets.package import is_ole, is_package
from trafficlight.sheets.report import Skipped

Source: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
DELIMITED: Final = frozenset({".csv"})
_UNREAD_TABLES: Final = frozenset({".xls", ".xlsb", ".xltx", ".ods", ".et", ".ett", ".numbers"})
"""Tables all the same: passing them over would lose a hand-in."""
_ALLOWED: Final = "Excel 工作簿（.xlsx）或 .csv"


@frozen
class Incoming:
    """来件: a file's name and bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The name's ending, in lower case."""
        return PurePath(self.name).suffix.lower()


def incoming(source: Source, *, file_name: str | None, limits: Limits) -> Iterator[Incoming | Skipped | FileFault]:
    """The files of a source in order of name; what is passed over, and what cannot be read.

    Raises `TypeError` for bytes without a name.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield _sized(_name(file_name, source), bytes(source), limits)
    elif isinstance(source, (str, os.PathLike)):
        path = Path(source)
        if path.is_dir():
            yield from _folder(path, limits)
        else:
            yield _file(path, file_name or path.name, limits)
    else:
        name = _name(file_name, source)
        yield _sized(name, source.read(limits.file_bytes + 1), limits)


def _name(file_name: str | None, source: object) -> str:
    name = file_name or getattr(source, "name", None)
    if not isinstance(name, str):
        raise TypeError("bytes and nameless streams need file_name=, since the name tells the format")
    return PurePath(name).name


def _sized(name: str, data: bytes, limits: Limits) -> Incoming | FileFault:
    if len(data) > limits.file_bytes:
        return _too_big(name, limits)
    return _known(Incoming(name, data))


def _too_big(name: str, limits: Limits) -> FileFault:
    return FileFault(
        f"文件超过 {limits.file_bytes} 字节的限额", file=name, expected=f"不超过 {limits.file_bytes} 字节的文件"
    )


def _known(file: Incoming) -> Incoming | FileFault:
    """Refuse a file whose contents are not what its name says."""
    if file.suffix in WORKBOOKS:
        return file
    if file.suffix not in DELIMITED:
        what = "旧版或其他格式的表格" if file.suffix in _UNREAD_TABLES else "不认识的文件"
        return FileFault(
            f"{what}（{file.suffix or '没有扩展名'}）", file=file.name, expected=f"{_ALLOWED}，请另存后再报"
        )
    if is_package(file.data) or is_ole(file.data):
        return FileFault("扩展名是 .csv，内容却是 Office 文件", file=file.name, expected="与内容相符的扩展名")
    return file


def _file(path: Path, name: str, limits: Limits) -> Incoming | FileFault:
    try:
        with path.open("rb") as stream:
            return _sized(name, stream.read(limits.file_bytes + 1), limits)
    except OSError as error:
        return _unopened(name, error)


def _unopened(name: str, error: OSError) -> FileFault:
    fault = FileFault(f"打不开（{error.strerror or type(error).__name__}）", file=name, expected="能读取的文件")
    fault.__cause__ = error
    return fault


def _folder(folder: Path, limits: Limits) -> Iterator[Incoming | Skipped | FileFault]:
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield _unopened(folder.name, error)
        return
    for path in paths:
        name, suffix = path.name, path.suffix.lower()
        if name.startswith((".", "~$")):
            continue
        if path.is_dir():
            yield Skipped(name, None, "这是文件夹")
        elif suffix in WORKBOOKS | DELIMITED | _UNREAD_TABLES:
            yield _file(path, name, limits)
        else:
            yield Skipped(name, None, f"不是表格（{suffix or '没有扩展名'}）")
