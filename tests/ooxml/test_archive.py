"""压缩包: what is wrong with a file is told by its kind, before anything of it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

import pytest
from helpers.refusals import refused

from trafficlight.errors import TrafficlightError
from trafficlight.ooxml.archive import LIMITS, Archive, Limits
from trafficlight.ooxml.file_kinds import DOCX, ODS, XLSX, FileKind, Flaw, FlawedFile

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": b"<document/>" * 9,
}


def zipped(parts: Mapping[str, bytes] = PARTS, more: Mapping[str, bytes] = {}) -> bytes:
    """An archive of parts, and of more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **more}.items():
            archive.writestr(name, data)
    return stream.getvalue()


GOOD = zipped()


def entry(offset: int, value: bytes, data: bytes = GOOD) -> bytes:
    """The good file with bytes changed at an offset into the last entry of its directory."""
    at = data.rindex(b"PK\x01\x02") + offset
    return data[:at] + value + data[at + len(value) :]


def renamed(name: bytes) -> bytes:
    """The good file with a part more, of a name that `zipfile` would not write."""
    return zipped({**PARTS, "X" * len(name): b"x"}).replace(b"X" * len(name), name)


def flaw(data: bytes, *, kind: FileKind = DOCX, limits: Limits = LIMITS) -> FlawedFile:
    """What is wrong when every part is read."""

    def read_all() -> None:
        archive = Archive(data, kind=kind, limits=limits)
        for name in archive.names:
            archive.read(name)

    with pytest.raises(FlawedFile) as caught:
        read_all()
    return caught.value


REFUSED: dict[str, tuple[bytes, Flaw, str]] = {
    "nothing": (b"", Flaw.BROKEN, "空"),
    "a .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Flaw.ENCRYPTED, "旧版"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        Flaw.ENCRYPTED,
        "密码",
    ),
    "a PDF": (b"%PDF-1.7", Flaw.OTHER, "PDF"),
    "a text": ("工作事项".encode(), Flaw.OTHER, "不是 Word"),
    "a workbook": (zipped(more={"xl/workbook.xml": b""}), Flaw.OTHER, "Excel"),
    "any archive": (zipped({"a": b"b"}), Flaw.OTHER, "没有 Word"),
    "cut off": (GOOD[: len(GOOD) // 2], Flaw.BROKEN, "不完整"),
    "a locked part": (entry(8, b"\x01\x00"), Flaw.ENCRYPTED, "密码"),
    "method 99": (entry(10, b"\x63\x00"), Flaw.BROKEN, "压缩方法"),
    "a wrong checksum": (entry(16, b"\0\0\0\0"), Flaw.BROKEN, "损坏"),
    "a size that is too small": (entry(24, struct.pack("<I", 7)), Flaw.BROKEN, "损坏"),
    "a size that is too large": (entry(24, struct.pack("<I", 7000)), Flaw.BROKEN, "损坏"),
    "parts in one another": (entry(42, struct.pack("<I", 4)), Flaw.BROKEN, "重叠"),
    "one name twice": (zipped(more={"WORD/document.xml": b""}), Flaw.BROKEN, "重名"),
    "dense": (zipped(more={"a": bytes(2 << 20)}), Flaw.TOO_LARGE, "压缩比"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_told_by_kind_and_in_words(case: str) -> None:
    """Each has its kind of flaw, words in Chinese and English, and what is expected instead."""
    data, kind, word = REFUSED[case]
    found = flaw(data)
    assert (found.flaw, word in found.words) == (kind, True)
    assert isinstance(found, TrafficlightError)
    assert found.words.en.isascii() or "part" in found.words.en
    assert found.expected.en


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (renamed(b"word/a\0b.xml"), r"word/a\x00b.xml"),
        (zipped(more={"../a": b""}), "../a"),
        (renamed(b"word\\..\\..\\a"), "word/../../a"),
        (renamed(b"//etc/passwd"), "/etc/passwd"),
    ],
    ids=["NUL", "leaves", "leaves by backslashes", "absolute"],
)
def test_a_name_that_no_part_may_have_refuses_nothing(data: bytes, name: str) -> None:
    """Nothing can ask for it: it is no part of the package, whatever asks, and it is named for the report."""
    archive = Archive(data, kind=DOCX, limits=LIMITS)
    assert [told for told, _ in archive.unread()] == [name]
    assert list(archive.misnamed) == [name]
    assert not any(".." in part or "\0" in part or "etc" in part for part in archive.names)
    assert archive.read("word/document.xml") == PARTS["word/document.xml"]


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(file_bytes=100), "文件有"),
        (Limits(entries=2), "部件"),
        (Limits(unpacked_bytes=50), "解压"),
        (Limits(entries=1, unpacked_bytes=1), "部件"),
    ],
)
def test_limits_are_values(limits: Limits, word: str) -> None:
    """Size, number of parts and unpacked size have limits of the caller's, told before anything is unpacked."""
    found = flaw(GOOD, limits=limits)
    assert (found.flaw, word in found.words) == (Flaw.TOO_LARGE, True)


def test_a_directory_without_end_is_not_read() -> None:
    """Entries are counted before the directory is read: a million of them would take a gigabyte."""
    assert flaw(GOOD + b"PK\x01\x02" * 30, limits=Limits(entries=3)).flaw is Flaw.TOO_LARGE


@pytest.mark.parametrize("name", ["file_bytes", "held", "faults"])
def test_no_limit_is_below_one(name: str) -> None:
    """A limit of nothing would refuse every file, and is a mistake."""
    with refused(ValueError, match=name):
        Limits(**{name: 0})


def test_names_differ_in_more_than_case() -> None:
    """A part is found in any case, under the name that the archive writes; folders are no parts."""
    archive = Archive(zipped(more={"word/": b"", "docProps/App.xml": b"x"}), kind=DOCX, limits=LIMITS)
    assert "DOCPROPS/app.XML" in archive
    assert archive.name("docprops/app.xml") == "docProps/App.xml"
    assert archive.size("docprops/app.xml") == len(archive.read("DocProps/App.xml")) == 1
    assert "word/" not in archive.names
    assert 7 not in archive


def test_a_backslash_in_a_name_is_a_slash() -> None:
    """Some programs write the names of their own system; nobody is turned away for it."""
    archive = Archive(renamed(b"word\\styles.xml"), kind=DOCX, limits=LIMITS)
    assert archive.read("word/styles.xml") == b"x"


def test_parts_are_unpacked_in_blocks() -> None:
    """A part comes in pieces of at most 64 KiB, so that who counts can stop."""
    data = bytes(range(256)) * 1000
    blocks = list(Archive(zipped(more={"a": data}), kind=DOCX, limits=LIMITS).blocks("a"))
    assert b"".join(blocks) == data
    assert max(map(len, blocks)) == 1 << 16


def test_equal_parts_have_equal_digests() -> None:
    """A digest is of a part as it lies packed: parts of equal digests are equal, and other parts have another."""
    one, other = (Archive(data, kind=DOCX, limits=LIMITS) for data in (GOOD, zipped({**PARTS, "x.xml": b"<a/>"})))
    assert one.digest("word/document.xml") == other.digest("word/document.xml") != one.digest("_rels/.rels")


LOCKED_ODS = {"mimetype": b"x", "content.xml": b"x", "META-INF/manifest.xml": b"<a><encryption-data/></a>"}


@pytest.mark.parametrize(
    ("kind", "make", "expected"),
    [
        (ODS, lambda: zipped(LOCKED_ODS), Flaw.ENCRYPTED),
        (ODS, lambda: GOOD, Flaw.OTHER),
        (XLSX, lambda: GOOD, Flaw.OTHER),
        (XLSX, lambda: zipped({"xl/workbook.bin": b""}), Flaw.OTHER),
    ],
)
def test_each_kind_knows_its_own(kind: FileKind, make: Callable[[], bytes], expected: Flaw) -> None:
    """A file of another kind, and one that a password of its kind locks, are told from their parts."""
    assert flaw(make(), kind=kind).flaw is expected


def test_an_unlocked_spreadsheet_is_open() -> None:
    """A manifest without a word of encryption locks nothing."""
    parts = {**LOCKED_ODS, "META-INF/manifest.xml": b"<a/>"}
    assert "content.xml" in Archive(zipped(parts), kind=ODS, limits=LIMITS)
