"""压缩包检查 (archive): the zip's directory is checked before anything is unpacked; parts are read one by one.

Every way in which a file can be no whole .docx ends in `SubmissionRefused`: what `zipfile` and `zlib` raise stays here.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from typing import Final

from trafficlight.documents.submissions import Limits, Reason
from trafficlight.errors import SubmissionRefused

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE compound file: .doc, or a .docx behind a password
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_ENCRYPTED: Final = 0x1
_RATIO_MATTERS: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The parts of one file, by name; names differ in more than case (OPC §6.3.5)."""

    def __init__(self, data: bytes, *, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        if len(data) > limits.file_size:
            raise self.refused(Reason.TOO_LARGE, f"文件大小 {len(data)} 字节，超过限额 {limits.file_size} 字节")
        self._data = data
        self._entries = self._checked(self._directory())

    def refused(self, reason: Reason, detail: str) -> SubmissionRefused:
        """An error that names this file."""
        return SubmissionRefused(self.file, reason, detail)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the directory's order."""
        return tuple(entry.filename for entry in self._entries.values())

    def read(self, name: str) -> bytes:
        """One part, unpacked; no more is unpacked than the directory promised, and its checksum fits."""
        entry = self._entries[name.lower()]
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            data = packed
        else:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = unpacker.decompress(packed, entry.file_size + 1)
            except zlib.error as cause:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”已损坏，不能解压") from cause
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”已损坏：大小或校验和不符")
        return data

    def digest(self, name: str) -> bytes:
        """A digest of one part as it lies in the file: equal ones are equal parts."""
        entry = self._entries[name.lower()]
        return hashlib.sha256(b"%d:%d:" % (entry.compress_type, entry.file_size) + self._packed(entry)).digest()

    def _directory(self) -> list[zipfile.ZipInfo]:
        if not self._data:
            raise self.refused(Reason.BROKEN, "文件是空的")
        if self._data.startswith(_COMPOUND):
            raise self.refused(Reason.ENCRYPTED, "文件加了密码，或是旧版 .doc：请取消密码，另存为 .docx")
        if not self._data.startswith(b"PK"):
            raise self.refused(Reason.NOT_WORD, "文件不是 .docx（可能是改了扩展名的其他文件）：请另存为 .docx")
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as opened:
                return opened.infolist()
        except (
            zipfile.BadZipFile,
            struct.error,
            ValueError,
            EOFError,
            OverflowError,
            OSError,
            NotImplementedError,
        ) as cause:
            raise self.refused(Reason.BROKEN, "文件残缺或损坏，压缩包的目录读不出来") from cause

    def _checked(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        limits = self.limits
        if len(entries) > limits.entries:
            raise self.refused(Reason.TOO_LARGE, f"文件含 {len(entries)} 个部件，超过限额 {limits.entries} 个")
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked:
            raise self.refused(Reason.TOO_LARGE, f"解压后有 {unpacked} 字节，超过限额 {limits.unpacked} 字节")
        checked: dict[str, zipfile.ZipInfo] = {}
        end = 0
        for entry in sorted(entries, key=lambda one: one.header_offset):
            if entry.header_offset < end:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”与别的部件重叠")
            end = entry.header_offset + _LOCAL.size + entry.compress_size
            self._check(entry)
        for entry in entries:
            key = entry.filename.lower()
            if key in checked:
                raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”重复")
            if not entry.is_dir():
                checked[key] = entry
        return checked

    def _check(self, entry: zipfile.ZipInfo) -> None:
        # `orig_filename` is the name as it stands in the file; zipfile cuts at NUL and turns separators
        name = entry.orig_filename
        if "\\" in name or "\0" in name or name.startswith("/") or ".." in name.split("/"):
            raise self.refused(Reason.BROKEN, f"部件名“{name}”不合规")
        if entry.flag_bits & _ENCRYPTED:
            raise self.refused(Reason.ENCRYPTED, "文件的部件加了密码：请取消密码后再报送")
        if entry.compress_type not in _METHODS:
            raise self.refused(Reason.BROKEN, f"部件“{name}”的压缩方法 {entry.compress_type} 不能识别")
        if entry.file_size > _RATIO_MATTERS and entry.file_size > self.limits.ratio * max(entry.compress_size, 1):
            raise self.refused(Reason.TOO_LARGE, f"部件“{name}”的压缩比超过限额 {self.limits.ratio}")

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        start = entry.header_offset
        header = self._data[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”残缺")
        fields = _LOCAL.unpack(header)
        begin = start + _LOCAL.size + fields[-2] + fields[-1]
        packed = self._data[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise self.refused(Reason.BROKEN, f"部件“{entry.filename}”残缺")
        return packed
