"""来件: where a hand-in comes from: a path, a folder, bytes or a stream; in what format, told by name and first bytes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO, Final, TypeAlias

from attrs import frozen

from trafficlight.errors import FileFault, WrongType
from trafficlight.messages import Words
from trafficlight.ooxml.archive import Archive, Limits
from trafficlight.ooxml.file_kinds import FileKind, Flaw, FlawedFile, is_archive, is_ole, what_else
from trafficlight.sheets._report import Skipped
from trafficlight.sheets.reading.readers.formats import PLAIN, READ

Source: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""来源: the path of a file or of a folder, a file's bytes, or a binary stream."""

_UNREAD_TABLES: Final = frozenset({".xlsb", ".xltm", ".numbers", ".fods", ".sxc", ".dbf"})
"""Tables that are not read: they are faults, since passing them over would lose a hand-in."""
_UNREAD_TEXTS: Final = frozenset({".doc", ".dot", ".wps", ".wpt", ".odt", ".rtf"})
"""They may hold a table or none, which nobody can tell: in a folder they are passed over, with a word of their own."""
_PACKED: Final = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx"})
"""Packed files that are not unpacked: what was handed in may lie in them."""
_ZIP: Final = ".zip"
_PASSED: Final = (".", "~$", "__MACOSX")
"""Names that no office gave: lock files, and what systems leave behind."""
_DEEPEST: Final = 16
"""Folders within each other; an office has two or three."""
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
_PACKAGE: Final = Words("不能解开的压缩包", "an archive that is not unpacked")
_UNPACKED: Final = Words("解压后的文件夹，或 .zip 压缩包", "the unpacked files in a folder, or a .zip")
_ARCHIVE: Final = FileKind(
    "zip",
    save_as=Words("普通的 .zip 压缩包，或解压后的文件夹", "an ordinary .zip, or the unpacked files in a folder"),
    whole=Words("完好的 .zip 压缩包", "an undamaged .zip file"),
    plain=Words("普通的 .zip 压缩包，或解压后的文件夹", "an ordinary .zip, or the unpacked files in a folder"),
    other=Words("这不是 .zip 压缩包", "this is no .zip file"),
    empty=Words("压缩包是空的", "the archive is empty"),
    needs=(),
)


_MARKUP: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|div|!--)", re.IGNORECASE
)
_START: Final = 512


@frozen
class Incoming:
    """来件: a file's name and bytes."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The name's ending, in lower case."""
        return PurePath(self.name).suffix.lower()


Arrival: TypeAlias = Incoming | Skipped | FileFault
"""到件: a file, what is passed over with the reason, or what cannot be read."""


def incoming(source: Source, *, file_name: str | None, limits: Limits, folders: bool = True) -> Iterator[Arrival]:
    """The files of a source in order of name; what is passed over, and what cannot be read.

    The files of a .zip, and with `folders` those of folders in a folder, are named by their path; without `folders` a
    folder in a folder is a fault. Raises `TypeError` for bytes without a name.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        yield from _opened(_sized(_name(file_name, source), bytes(source), limits), limits)
    elif isinstance(source, (str, os.PathLike)):
        path = Path(source)
        if path.is_dir():
            yield from _folder(path, limits, (), folders=folders)
        else:
            yield from _opened(_file(path, file_name or path.name, limits), limits)
    else:
        name = _name(file_name, source)
        yield from _opened(_sized(name, source.read(limits.file_bytes + 1), limits), limits)


def _name(file_name: str | None, source: object) -> str:
    """The name that was given, a path below a folder at most, or the stream's own."""
    if isinstance(file_name, str) and file_name:
        given = PurePath(file_name)
        return given.name if given.is_absolute() or ".." in given.parts else given.as_posix()
    name = getattr(source, "name", None)
    if not isinstance(name, str):
        raise WrongType(
            "字节和没有名称的流需要 file_name=，格式由文件名判断",
            "bytes and nameless streams need file_name=, since the name tells the format",
        )
    return PurePath(name).name


def _opened(file: Incoming | FileFault, limits: Limits) -> Iterator[Arrival]:
    """The file, or what is in it when it is a .zip."""
    if isinstance(file, FileFault) or file.suffix != _ZIP:
        yield file
        return
    try:
        yield from _unpacked(file, limits)
    except FlawedFile as flawed:
        yield _flawed(file.name, flawed)


def _flawed(name: str, flawed: FlawedFile) -> FileFault:
    fault = FileFault(flawed.words, file=name, expected=flawed.expected)
    fault.__cause__ = flawed
    return fault


def _unpacked(file: Incoming, limits: Limits) -> Iterator[Arrival]:
    archive = Archive(file.data, kind=_ARCHIVE, limits=limits)
    found = False
    for part in sorted(archive.names, key=lambda name: _order(PurePath(name))):
        if any(piece.startswith(_PASSED) for piece in part.split("/")):
            continue
        found = True
        name = f"{file.name}/{_as_typed(part)}"
        suffix = PurePath(name).suffix.lower()
        if suffix == _ZIP:
            yield FileFault(Words("压缩包里还有压缩包", "an archive within an archive"), file=name, expected=_UNPACKED)
        elif (passed := _passed_over(name, suffix)) is not None:
            yield passed
        elif archive.size(part) > limits.file_bytes:
            yield _too_big(name, limits)
        else:
            yield _taken_out(archive, part, name)
    for part, odd in archive.misnamed.items():
        yield FileFault(odd, file=f"{file.name}/{_as_typed(part)}", expected=_ARCHIVE.plain)
        found = True
    if not found:
        yield FileFault(_ARCHIVE.empty, file=file.name, expected=_ARCHIVE.whole)


def _taken_out(archive: Archive, part: str, name: str) -> Incoming | FileFault:
    """A file of a .zip; one that is damaged takes nothing from the others, a limit or a password holds for them all."""
    try:
        return _known(Incoming(name, archive.read(part)))
    except FlawedFile as flawed:
        if flawed.flaw is not Flaw.BROKEN:
            raise
        return _flawed(name, flawed)


def _as_typed(name: str) -> str:
    """A name in a .zip as it was typed: Windows packs Chinese names in GBK and does not say so."""
    try:
        return name if name.isascii() else name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _order(path: PurePath) -> tuple[str, ...]:
    """The order of names: 重点工作 stands before 重点工作(1), whatever follows the stem."""
    return (*path.parts[:-1], path.stem, path.suffix)


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
    if suffix == _ZIP:
        return file
    if suffix in _PACKED:
        return FileFault(_with_suffix(_PACKAGE, suffix), file=file.name, expected=_UNPACKED)
    if suffix not in READ:
        what = _OTHER_TABLE if suffix in _UNREAD_TABLES else _OTHER_TEXT if suffix in _UNREAD_TEXTS else _UNKNOWN
        return FileFault(_with_suffix(what, suffix), file=file.name, expected=_ALLOWED)
    if suffix in PLAIN and (is_archive(file.data) or is_ole(file.data)):
        return FileFault(
            Words(f"扩展名是 {suffix}，内容却是 Office 文件", f"named {suffix}, but an Office file inside"),
            file=file.name,
            expected=Words("与内容相符的扩展名", "an extension that fits the contents"),
        )
    if suffix == ".csv" and _MARKUP.match(file.data[:_START]):
        return FileFault(what_else(file.data.lstrip(), _UNKNOWN)[1], file=file.name, expected=_ALLOWED)
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


def _folder(folder: Path, limits: Limits, above: tuple[str, ...], *, folders: bool) -> Iterator[Arrival]:
    try:
        paths = sorted(folder.iterdir(), key=_order)
    except OSError as error:
        yield _unopened("/".join(above) or folder.name, error)
        return
    if above and not paths:
        yield Skipped("/".join(above), None, Words("文件夹是空的", "the folder is empty"))
    for path in paths:
        suffix = path.suffix.lower()
        if path.name.startswith(_PASSED):
            continue
        name = "/".join((*above, path.name))
        if path.is_dir():
            yield from _inner(path, name, limits, (*above, path.name), folders=folders)
        elif path.exists() and not path.is_file():
            # a pipe would never end
            yield Skipped(name, None, Words("不是普通文件", "it is no ordinary file"))
        elif (passed := _passed_over(name, suffix)) is not None:
            yield passed
        else:
            yield from _opened(_file(path, name, limits), limits)


def _inner(path: Path, name: str, limits: Limits, above: tuple[str, ...], *, folders: bool) -> Iterator[Arrival]:
    """A folder in a folder; one behind a link may lead anywhere, and round in circles."""
    if folders and not path.is_symlink() and len(above) <= _DEEPEST:
        yield from _folder(path, limits, above, folders=folders)
        return
    yield FileFault(
        Words("文件夹里的文件夹没有读", "a folder in a folder was not read"),
        file=name,
        expected=Words("放在同一个文件夹里的文件（或用 folders=True）", "files in the one folder (or folders=True)"),
    )


def _passed_over(name: str, suffix: str) -> Skipped | None:
    """Why a file among others is not looked into; None when it is."""
    if suffix in READ | _UNREAD_TABLES | _PACKED | {_ZIP}:
        return None
    if suffix in _UNREAD_TEXTS:
        return Skipped(name, None, _with_suffix(_PASSED_OVER, suffix))
    return Skipped(name, None, _with_suffix(Words("不是表格", "it is no table"), suffix))
