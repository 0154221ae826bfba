"""压缩包 (archive): a stranger's zip is checked by its directory before anything is unpacked; then its parts are read.

What is wrong is raised as `FlawedFile`: the kind of flaw, and words in Chinese and English. The readers of sheets and of
documents turn it into errors of their own, which name the file.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from attrs import fields, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Words, english, legible
from trafficlight.model._field_types import typed
from trafficlight.ooxml.file_kinds import LOCKED, FileKind, Flaw, FlawedFile, is_archive, what_else
from trafficlight.ooxml.zip_writer import Deflated


@frozen(kw_only=True, field_transformer=typed)
class Limits:
    """限额: how much of one file is read before it is refused. Every number is the most that is taken, at least 1.

    The archive, by its directory, before anything is unpacked:
    `file_bytes` the file; `entries` parts; of the parts that are read, `unpacked_bytes` together and `ratio` unpacked to
    packed, for parts above 1 MiB, since small ones do no harm.

    XML: `part_bytes` one part that becomes a tree; `tags` tags of one file that is streamed; `held` tags and attributes
    that are held at once, or cells of one row of text; `seconds` of reading one file of sheets, where an ordinary one
    takes a hundredth of it.

    Tables, as far as there is content: `sheets`, `rows`, `columns` of one (and that a cell may span), `cells` filled in
    one file (a million take about two seconds), `merges`, `merged_cells` covered in one sheet, `broken` cells of one
    sheet whose value cannot be trusted, `cell_characters`, `shared_strings`, and `faults` of one table: past it the
    table is given up.

    Raises `ValueError` for a bound below 1.
    """

    file_bytes: int = 64 * 2**20
    unpacked_bytes: int = 256 * 2**20
    entries: int = 4_000
    ratio: int = 500
    part_bytes: int = 24 * 2**20
    tags: int = 20_000_000
    held: int = 1_000_000
    seconds: int = 60
    sheets: int = 256
    rows: int = 200_000
    columns: int = 512
    cells: int = 3_000_000
    merges: int = 200_000
    merged_cells: int = 1_000_000
    broken: int = 100_000
    cell_characters: int = 32_767
    shared_strings: int = 2_000_000
    faults: int = 1_000

    def __attrs_post_init__(self) -> None:
        for bound in fields(Limits):
            if getattr(self, bound.name) < 1:
                raise WrongValue(f"Limits.{bound.name} 应为 1 以上", f"{bound.name} must be at least 1")


LIMITS: Final = Limits()
"""Room for a province's year in one file; a clerk's table is a thousandth of it."""


_TELLTALES: Final[tuple[tuple[str, str, Words], ...]] = (
    (
        "docx",
        "word/document.xml",
        Words("这是 Word 文件，不是 Excel 工作簿", "this is a Word file, not an Excel workbook"),
    ),
    ("ods", "mimetype", Words("这是 OpenDocument 文件（.ods 等）", "this is an OpenDocument file (.ods or the like)")),
    ("xlsb", "xl/workbook.bin", Words("这是二进制工作簿（.xlsb）", "this is a binary workbook (.xlsb)")),
    ("xlsx", "xl/workbook.xml", Words("这是 Excel 工作簿（.xlsx）", "this is an Excel workbook (.xlsx)")),
)
_ENTRY: Final = b"PK\x01\x02"
_MANY: Final = 10
"""Entries of archives inside the archive are counted, too; at this many times the limit the file is refused unread."""
_ENCRYPTED: Final = 0x1
_OF_THE_DATA: Final = 0x7
"""The flags that say how a part is packed; the others are about its name and place."""
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RATIO_MATTERS: Final = 2**20
_LOCAL_HEADER: Final = 30
_NAME_LENGTH: Final = 26
_EXTRA_LENGTH: Final = 28
_BLOCK: Final = 2**16
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    OverflowError,
    OSError,
    NotImplementedError,
)
"""What `zipfile` raises for bytes that are no whole archive."""


class Archive:
    """压缩包: the parts of one file, by names that differ in more than case (OPC §6.3.5); folders are no parts.

    A backslash in a name is a slash, as some programs write it. Raises `FlawedFile` for what is no archive of the kind,
    is locked or broken, or passes a limit; a single part is judged when it is read: one that is locked, or bears the
    name of another, may stand there unread. `misnamed` are those whose name leads out of the package or holds a NUL:
    nothing can ask for them, and they come into nothing that is made of the archive.
    """

    def __init__(self, data: bytes, *, kind: FileKind, limits: Limits) -> None:
        self.kind = kind
        self.limits = limits
        self._data = data
        if len(data) > limits.file_bytes:
            raise self.flawed(
                Flaw.TOO_LARGE,
                f"文件有 {len(data)} 字节，超过 {limits.file_bytes} 字节的限额",
                f"the file has {len(data)} bytes, above the limit of {limits.file_bytes}",
            )
        if not is_archive(data):
            raise FlawedFile(*what_else(data, kind.other), kind.save_as)
        if data.count(_ENTRY) > _MANY * limits.entries:
            raise self._too_many(data.count(_ENTRY))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as cause:
            raise self.flawed(
                Flaw.BROKEN, "文件不完整，可能传输中断", "the file is not whole; the transfer may have been cut"
            ) from cause
        self._flaws: dict[str, FlawedFile] = {}
        self._doubles: list[zipfile.ZipInfo] = []
        self.misnamed: dict[str, Words] = {}
        """Names, with unprintable characters escaped → what is wrong with each."""
        self._read: set[str] = set()
        self._unpacked = 0
        self._members = self._checked(self._zip.infolist())
        if (other := self._other_contents()) is not None:
            raise self.flawed(Flaw.OTHER, other)
        if kind.sealed is not None and kind.sealed[0] in self and self._says(*kind.sealed):
            raise self.flawed(Flaw.ENCRYPTED, LOCKED)

    def flawed(self, flaw: Flaw, zh: str, en: str = "") -> FlawedFile:
        """An error about this file, in Chinese and in English; one text alone (`Words`) holds both."""
        expected = self.kind.whole if flaw is Flaw.BROKEN else self.kind.plain
        return FlawedFile(flaw, Words(zh, en or english(zh)), expected)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the directory's order."""
        return tuple(map(_name, self._members.values()))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._members

    def name(self, name: str) -> str:
        """A part's name as the archive writes it. Raises `KeyError` for none."""
        return _name(self._members[name.lower()])

    def size(self, name: str) -> int:
        """How many bytes a part has when it is unpacked. Raises `KeyError` for none."""
        return self._members[name.lower()].file_size

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part's bytes as they are unpacked, 64 KiB at once. Raises `KeyError` for none, `FlawedFile` for damage."""
        member = self._admitted(name.lower())
        left = member.file_size
        damaged = Words(f"部件 {name} 已损坏", f"the part {name} is damaged")
        try:
            with self._zip.open(member) as stream:
                while block := stream.read(_BLOCK):
                    left -= len(block)
                    yield block
        except _DAMAGE as cause:
            raise self.flawed(Flaw.BROKEN, damaged) from cause
        if left:
            raise self.flawed(Flaw.BROKEN, damaged)

    def read(self, name: str) -> bytes:
        """A whole part. Raises as `blocks` does."""
        return b"".join(self.blocks(name))

    def unread(self) -> list[tuple[str, Words]]:
        """The parts that cannot be read and were not asked for, and what is wrong with each."""
        flaws = [(self.name(name), flaw.words) for name, flaw in self._flaws.items() if name not in self._read]
        return [*self.misnamed.items(), *flaws]

    def _says(self, name: str, what: bytes) -> bool:
        """Whether a part holds these bytes; False for a damaged one, which `unread` names unless it is read later."""
        try:
            return what in self.read(name)
        except FlawedFile as flawed:
            self._flaws[name.lower()] = flawed
            return False
        finally:
            self._read.discard(name.lower())

    def _admitted(self, name: str) -> zipfile.ZipInfo:
        """A part that may be read. Raises `KeyError` for none, `FlawedFile` for a flaw, or for too much that was read."""
        member = self._members[name]
        if name not in self._read:
            self._read.add(name)
            self._unpacked += member.file_size
        if name in self._flaws:
            raise self._flaws[name]
        most = self.limits.unpacked_bytes
        if self._unpacked > most:
            raise self.flawed(
                Flaw.TOO_LARGE,
                f"解压后有 {self._unpacked} 字节，超过 {most} 字节的限额",
                f"{self._unpacked} bytes when unpacked, above the limit of {most}",
            )
        return member

    def digest(self, name: str) -> bytes:
        """A digest of a part as it lies in the file, packed: parts of equal digests are equal. Raises `KeyError` for none."""
        packed = self.packed(name)
        return hashlib.sha256(b"%d:%d:" % (packed.method, packed.size) + packed.data).digest()

    def packed(self, name: str) -> Deflated:
        """A part as it lies in the file, damaged or not: it is not unpacked. Raises `KeyError` for none."""
        return self._packed(self._members[name.lower()])

    def doubles(self) -> Iterator[tuple[str, Deflated]]:
        """The packed parts that have the name of an earlier one: neither of the two is read."""
        for member in self._doubles:
            yield _name(member), self._packed(member)

    def _packed(self, member: zipfile.ZipInfo) -> Deflated:
        start = member.header_offset
        lengths = (self._data[at : at + 2] for at in (start + _NAME_LENGTH, start + _EXTRA_LENGTH))
        begin = start + _LOCAL_HEADER + sum(int.from_bytes(length, "little") for length in lengths)
        data = self._data[begin : begin + member.compress_size]
        flags = member.flag_bits & _OF_THE_DATA
        return Deflated(member.CRC, member.file_size, data, member.compress_type, flags)

    def _checked(self, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(members) > self.limits.entries:
            raise self._too_many(len(members))
        end = 0
        for member in sorted(members, key=lambda one: one.header_offset):
            if member.header_offset < end:
                name = _name(member)
                raise self.flawed(
                    Flaw.BROKEN, f"部件 {name} 与别的部件重叠", f"the part {name} overlaps another in the archive"
                )
            end = member.header_offset + _LOCAL_HEADER + member.compress_size
        checked: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = _name(member)
            if "\0" in name or name.startswith("/") or ".." in name.split("/"):
                self.misnamed[legible(name)] = Words(f"部件名 {name!r} 不合规范", f"a part may not be named {name!r}")
                continue
            if (flaw := self._flaw(member, name)) is not None:
                self._flaws[name.lower()] = flaw
            if checked.setdefault(name.lower(), member) is not member and not name.endswith("/"):
                self._flaws[name.lower()] = self.flawed(
                    Flaw.BROKEN, f"压缩包内有重名的部件 {name}", f"the archive holds two parts of the name {name}"
                )
                self._doubles.append(member)
        return {name: member for name, member in checked.items() if not name.endswith("/")}

    def _flaw(self, member: zipfile.ZipInfo, name: str) -> FlawedFile | None:
        """Why a part is not read."""
        if member.flag_bits & _ENCRYPTED:
            return self.flawed(Flaw.ENCRYPTED, "压缩包加了密码，不能读取", "the archive is locked by a password")
        if member.compress_type not in _METHODS:
            return self.flawed(
                Flaw.BROKEN, f"部件 {name} 的压缩方法不受支持", f"the part {name} is packed by an unknown method"
            )
        ratio = self.limits.ratio
        if member.file_size > _RATIO_MATTERS and member.file_size > ratio * max(member.compress_size, 1):
            return self.flawed(
                Flaw.TOO_LARGE,
                f"部件 {name} 的压缩比超过 {ratio} 的限额",
                f"the part {name} is packed above the ratio of {ratio}",
            )
        return None

    def _other_contents(self) -> Words | None:
        """What the archive is instead of its kind, told from its parts."""
        for key, part, what in _TELLTALES:
            if part in self and key != self.kind.key:
                return what
        return None if all(part in self for part in self.kind.needs) else self.kind.empty

    def _too_many(self, count: int) -> FlawedFile:
        most = self.limits.entries
        return self.flawed(
            Flaw.TOO_LARGE,
            f"压缩包内有 {count} 个部件，超过 {most} 个的限额",
            f"the archive holds {count} parts, above the limit of {most}",
        )


def _name(member: zipfile.ZipInfo) -> str:
    # `orig_filename` is the name as it stands in the file; `filename` is cut at NUL, and on some systems turned.
    # Within a package a name begins with a slash, and some writers leave that in the archive.
    return member.orig_filename.replace("\\", "/").removeprefix("/")
