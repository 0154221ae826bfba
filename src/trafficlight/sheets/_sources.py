"""来件: where a hand-in comes from: a path, a folder, bytes or a stream; in what format, told by name and first bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Final, TypeAlias

from attrs import frozen

from trafficlight.errors import FileFault
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Limits, is_archive, is_ole
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.readers.formats import PLAIN, READ

Source: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""来源: the path of a file or of a folder, a file's bytes, or a binary stream."""

_UNREAD_TABLES: Final = frozenset({".xlsb", ".xltm", ".numbers", ".fods", ".sxc", ".dbf"})
"""Tables all the same: passing them over would lose a hand-in."""
_UNREAD_TEXTS: Final = frozenset({".doc", ".dot", ".wps", ".wpt", ".odt", ".rtf"})
"""They may hold a table or none, which nobody can tell: in a folder they are passed over, with a word of their own."""
_ALLOWED: Final = Words(
    "Excel 工作簿（.xlsx）、Word 文件（.docx）或 .csv，请另存后再报",
    "an Excel workbook (.xlsx), a Word document (.docx) or .csv: save it as one and send it again",
)

_OTHER_TABLE: Final = Words("旧版或其他格式的表格", "a table in a legacy or other format")
_OTHER_TEXT: Final = Words("旧版或其他格式的文字文件", "a text in a legacy or other format")
_PASSED_OVER: Final = Words(
    "旧版或其他格式的文字文件，其中若有表格，请另存为 .docx 再报",
    "a text in a legacy or other format; if it holds a table, save it as .docx and send it again",
)
_UNKNOWN: Final = Words("不认识的文件", "an unknown kind of file")


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
        Words(f"文件超过 {limits.file_bytes} 字节的限额", f"the file is above the limit of {limits.file_bytes} bytes"),
        file=name,
        expected=Words(f"不超过 {limits.file_bytes} 字节的文件", f"a file of no more than {limits.file_bytes} bytes"),
    )


def _known(file: Incoming) -> Incoming | FileFault:
    """Refuse a file whose contents are not what its name says."""
    suffix = file.suffix
    if suffix not in READ:
        what = _OTHER_TABLE if suffix in _UNREAD_TABLES else _OTHER_TEXT if suffix in _UNREAD_TEXTS else _UNKNOWN
        return FileFault(_with_suffix(what, suffix), file=file.name, expected=_ALLOWED)
    if suffix in PLAIN and (is_archive(file.data) or is_ole(file.data)):
        return FileFault(
            Words(f"扩展名是 {suffix}，内容却是 Office 文件", f"named {suffix}, but an Office file inside"),
            file=file.name,
            expected=Words("与内容相符的扩展名", "an extension that fits the contents"),
        )
    return file


def _with_suffix(what: Words, suffix: str) -> Words:
    return Words(f"{what}（{suffix or '没有扩展名'}）", f"{what.en} ({suffix or 'no extension'})")


def _file(path: Path, name: str, limits: Limits) -> Incoming | FileFault:
    try:
        with path.open("rb") as stream:
            return _sized(name, stream.read(limits.file_bytes + 1), limits)
    except OSError as error:
        return _unopened(name, error)


def _unopened(name: str, error: OSError) -> FileFault:
    why = error.strerror or type(error).__name__
    fault = FileFault(
        Words(f"打不开（{why}）", f"cannot be opened ({why})"),
        file=name,
        expected=Words("能读取的文件", "a file that can be read"),
    )
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
            yield Skipped(name, None, Words("这是文件夹", "it is a folder"))
        elif path.exists() and not path.is_file():
            # a pipe would never end
            yield Skipped(name, None, Words("不是普通文件", "it is no ordinary file"))
        elif suffix in READ | _UNREAD_TABLES:
            yield _file(path, name, limits)
        elif suffix in _UNREAD_TEXTS:
            yield Skipped(name, None, _with_suffix(_PASSED_OVER, suffix))
        else:
            yield Skipped(name, None, _with_suffix(Words("不是表格", "it is no table"), suffix))
