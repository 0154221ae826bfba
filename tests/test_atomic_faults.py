"""Atomic writes when the disk, the rights or the process fail: the old file is whole, or the new one."""

from __future__ import annotations

import errno
import functools
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self

import pytest
from helpers.fake_office import WHOLE, fake_office
from helpers.made_articles import merged, plain
from helpers.office_sheets import SCHEME, headers, theme, xlsx

import trafficlight as tl
from trafficlight import _files, documents
from trafficlight._files import write_atomically
from trafficlight.documents import Document
from trafficlight.documents.content import Paragraph, Section
from trafficlight.errors import WrongValue

OLD, NEW = b"old " * 1000, b"new!" * 2000
LEFT_BEHIND = re.compile(r"\.trafficlight-[0-9a-f]{8}-\d+-[0-9a-f]{16}\.tmp\Z")
ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)


def _new(stream: IO[bytes]) -> None:
    half = len(NEW) // 2
    stream.write(NEW[:half])
    stream.flush()
    stream.write(NEW[half:])


class Failing:
    """A stream whose second half of a write, or whose flush, fails."""

    def __init__(self, stream: IO[Any], method: str, code: int) -> None:
        self._stream, self._method, self._code, self._calls = stream, method, code, 0

    def __enter__(self) -> Self:
        self._stream.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def __getattr__(self, name: str) -> Any:
        if name == self._method:
            self._calls += 1
            if self._calls == 2:
                raise OSError(self._code, os.strerror(self._code))
        return getattr(self._stream, name)


@pytest.mark.parametrize("code", ERRORS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("call", ["open", "fdopen", "write", "flush", "fsync", "replace"])
@pytest.mark.parametrize("old", [OLD, None], ids=["old file", "no file"])
def test_a_fault_at_every_system_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, old: bytes | None
) -> None:
    """Whichever call fails, and how: the error goes on, what stood there stands there, and nothing else is left."""
    path = tmp_path / "台账.docx"
    if old is not None:
        path.write_bytes(old)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    real = os.fdopen
    if call in {"write", "flush"}:
        monkeypatch.setattr(os, "fdopen", lambda *given: Failing(real(*given), call, code))
    else:
        monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match=re.escape(os.strerror(code))) as caught:
        write_atomically(path, _new)
    monkeypatch.undo()
    assert caught.value.errno == code
    assert (caught.value.filename, caught.value.filename2) == (str(path), None)
    assert "None" not in str(caught.value)
    assert list(tmp_path.iterdir()) == ([] if old is None else [path])
    assert old is None or path.read_bytes() == old


KILLED = """
import os, signal, sys
from trafficlight._files import write_atomically
step, path = sys.argv[1:]
def kill(*_): os.kill(os.getpid(), signal.SIGKILL)
real = {name: getattr(os, name) for name in ("open", "fdopen", "fsync", "chmod", "replace")}
if step.startswith("before "):
    setattr(os, step.removeprefix("before "), kill)
elif step.startswith("after "):
    name = step.removeprefix("after ")
    def then(*given, **named):
        real[name](*given, **named)
        kill()
    setattr(os, name, then)
def write(stream):
    stream.write(b"new!" * 1000)
    stream.flush()
    if step == "half": kill()
    stream.write(b"new!" * 1000)
write_atomically(path, write)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
@pytest.mark.parametrize(
    "step",
    ["before open", "before fdopen", "half", "before fsync", "after fsync", "before chmod", "before replace", "after replace"],
)  # fmt: skip
def test_a_process_that_is_killed(tmp_path: Path, step: str) -> None:
    """Killed between any two steps, a process leaves the old file or the new one, and at most one hidden sibling."""
    path = tmp_path / "file"
    path.write_bytes(OLD)
    done = subprocess.run([sys.executable, "-c", KILLED, step, path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == (NEW if step == "after replace" else OLD)
    left = [one.name for one in tmp_path.iterdir() if one != path]
    assert len(left) == (step not in {"before open", "after replace"})
    assert all(LEFT_BEHIND.match(name) for name in left)
    assert path.read_bytes() == (NEW if step == "after replace" else OLD)
    subprocess.run([sys.executable, "-c", WRITTEN, tmp_path / "other"], check=True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "other"]


WRITTEN = """
import sys
from trafficlight._files import write_atomically
write_atomically(sys.argv[1], lambda stream: None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be asked after there")
def test_what_is_cleared_and_what_is_not(tmp_path: Path) -> None:
    """A write removes what killed processes of this machine left, and what is older than a day; nothing else of anybody's."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    ours, elsewhere, old = _files._machine(), "00000000", (1, 1)
    kept = {
        f".trafficlight-{ours}-{os.getpid()}-{'1' * 16}.tmp": None,  # of a process that lives
        f".trafficlight-{ours}-1-{'2' * 16}.tmp": None,  # of another user's
        f".trafficlight-{elsewhere}-{dead.pid}-{'3' * 16}.tmp": None,  # of another machine, today
        ".trafficlight-0123456789abcdef.tmp": old,  # by another name
        "台账.tmp": old,
    }
    gone = {
        f".trafficlight-{ours}-{dead.pid}-{'4' * 16}.tmp": None,
        f".trafficlight-{elsewhere}-{os.getpid()}-{'5' * 16}.tmp": old,
    }
    for name, times in {**kept, **gone}.items():
        (tmp_path / name).touch()
        if times:
            os.utime(tmp_path / name, times)
    write_atomically(tmp_path / "file", _new)
    assert {one.name for one in tmp_path.iterdir()} == {*kept, "file"}


def test_a_folder_of_thousands_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for what was left behind takes no part in each of the writes of a large set."""
    real = os.scandir
    calls: list[Path] = []

    def scandir(folder: Path) -> Any:
        calls.append(folder)
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    for number in range(20):
        write_atomically(tmp_path / str(number), _new)
    assert len(calls) <= 2  # the hour may turn


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_no_system_takes(tmp_path: Path, name: str) -> None:
    """A name with NUL or half a character is an `OSError` that names it, as for any other file that cannot be written."""
    path = tmp_path / name
    with pytest.raises(OSError, match="nvalid") as caught:
        write_atomically(path, _new)
    assert caught.value.filename == str(path)
    with pytest.raises(OSError, match="nvalid"):
        DOCUMENT.save(path)
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_error_keeps_its_file(tmp_path: Path) -> None:
    """What `write` itself cannot open is named as such; a value that it refuses stays the error that it is."""
    with pytest.raises(FileNotFoundError) as missing:
        write_atomically(tmp_path / "file", lambda _: _put((tmp_path / "none").read_bytes(), _))
    assert missing.value.filename == str(tmp_path / "none")

    def refuse(_: object) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no") as refused:
        write_atomically(tmp_path / "file", refuse)
    assert not isinstance(refused.value, OSError)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_no_hand_in(tmp_path: Path) -> None:
    """A folder in which a killed process left its half file is read as if it were not there."""
    (tmp_path / "招商.xlsx").write_bytes(xlsx(("招商", [headers("investment")], [])))
    (tmp_path / ".trafficlight-0123456789abcdef.tmp").write_bytes(b"PK\x03\x04half")
    reading = tl.sheets.read(tmp_path, scheme=SCHEME)
    assert [read.file for read in reading.report.read] == ["招商.xlsx"]
    assert reading.report.skipped == ()


FULL = """
import resource, sys
from trafficlight._files import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    write_atomically(sys.argv[1], lambda stream: stream.write(b"new!" * 2000))
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files is POSIX's")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """When the system itself stops a write in the middle, the old bytes stay."""
    path = tmp_path / "file"
    path.write_bytes(OLD)
    done = subprocess.run([sys.executable, "-c", FULL, path], check=True, capture_output=True, text=True)
    assert int(done.stdout) in {errno.EFBIG, errno.ENOSPC}
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    """Where nothing may be made, nothing is: the old file stays, though it could itself be written."""
    path = tmp_path / "file"
    path.write_bytes(OLD)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            write_atomically(path, _new)
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == OLD


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    """A folder is not replaced, not even an empty one, and no sibling is left."""
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(OSError, match=r"[Ii]s a directory|denied"):
        write_atomically(path, _new)
    assert list(tmp_path.iterdir()) == [path]
    assert list(path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_to_what_they_name(tmp_path: Path) -> None:
    """A link to nowhere makes the file that it names; a link in a circle is an error; a fault keeps the link."""
    there, link, circle = tmp_path / "there", tmp_path / "link", tmp_path / "circle"
    link.symlink_to(there)
    write_atomically(link, _new)
    assert (link.is_symlink(), there.read_bytes()) == (True, NEW)
    circle.symlink_to(circle)
    with pytest.raises(OSError, match=r"symbolic|symlink"):
        write_atomically(circle, _new)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["circle", "link", "there"]


def test_writers_at_once(tmp_path: Path) -> None:
    """Of several that write the same file at once one wins; whoever looks sees one of them whole."""
    path = tmp_path / "file"
    path.write_bytes(OLD)
    whole = {OLD, *(bytes([number]) * 50_000 for number in range(4))}
    seen: set[bytes] = set()

    def work(number: int) -> None:
        for _ in range(20):
            write_atomically(path, functools.partial(_put, bytes([number]) * 50_000))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        seen.add(path.read_bytes())
    for thread in threads:
        thread.join()
    assert seen <= whole
    assert path.read_bytes() in whole - {OLD}
    assert list(tmp_path.iterdir()) == [path]


def _put(data: bytes, stream: IO[bytes]) -> None:
    stream.write(data)


FORM = theme("investment").form
BAD = xlsx(("招商", [headers("investment"), [1, "谁也不是", None, None, None, "正常推进"]], []))
DOCUMENT = Document(sections=[Section([Paragraph("正文。")])], title="通报")


def _hand_back(path: Path) -> None:
    reading = tl.sheets.read(BAD, scheme=SCHEME, file_name=path.name, collect=True)
    tl.sheets.hand_back(BAD, reading.report.faults, path.parent, file_name=path.name)


def _pdf(path: Path) -> None:
    office = fake_office(path.parents[1], f"result.write_bytes({WHOLE.encode().decode('unicode_escape').encode()!r})")
    documents.save_pdf(DOCUMENT, path, office=office)


WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a document": ("通报.docx", DOCUMENT.save),
    "a compendium": ("汇编.docx", merged(plain("正文。")).save),
    "a PDF": ("通报.pdf", _pdf),
    "documents in a folder": ("甲.docx", lambda path: documents.save_all({"甲": DOCUMENT}, path.parent)),
    "documents in an archive": ("全部.zip", lambda path: documents.save_all({"甲": DOCUMENT}, path)),
    "a workbook": ("表.xlsx", lambda path: tl.sheets.save(path, tl.sheets.Sheet(FORM, []))),
    "a blank workbook": ("空白.xlsx", lambda path: tl.sheets.save_blank(path, FORM)),
    "blank workbooks": ("空白.xlsx", lambda path: tl.sheets.save_blank_set(path.parent, {"空白": NEW})),
    "a marked workbook": ("招商.xlsx", _hand_back),
}


@pytest.mark.parametrize(
    "writer", ["a document", "a compendium", "a PDF", "documents in an archive", "a workbook", "a blank workbook"]
)
@pytest.mark.parametrize("ending", [".html", ".htm", ".PDF", ".docx", ".docm", ".xlsx", ".csv", ".zip", ".txt"])
def test_no_file_gets_the_ending_of_another_kind(tmp_path: Path, writer: str, ending: str) -> None:
    """A Word file that is called .html or .pdf opens nowhere: it is refused before anything is written, even the folder."""
    name, write = WRITERS[writer]
    own = Path(name).suffix
    if ending.lower() == own:
        return
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / f"通报{ending}"
    with pytest.raises(WrongValue, match=f"这里保存的是 {own}，不能命名为“通报{ending}”：请以 {own} 结尾") as refusal:
        write(path)
    assert f"what is saved here is {own}, which cannot be called “通报{ending}”: end it in {own}" in refusal.value.say(
        "en"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["通报", "通报2023.9", "通报.DOCX", "通报.2023年第3季度"])
def test_any_other_name_is_taken(tmp_path: Path, name: str) -> None:
    """A name without an ending, or with a dot of its own, is the caller's business."""
    DOCUMENT.save(tmp_path / name)
    assert (tmp_path / name).read_bytes() == DOCUMENT.to_bytes()


def test_a_document_says_what_makes_a_page_and_a_pdf(tmp_path: Path) -> None:
    """Whoever wants a page for the web or a PDF is told the functions that make them; these exist."""
    with pytest.raises(WrongValue, match=r"html_page\(document\).*to_pdf\(document\)"):
        DOCUMENT.save(tmp_path / "通报.html")
    assert callable(documents.html_page)
    assert callable(documents.to_pdf)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of its own below the test's."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_writes_whole_or_not_at_all(place: Path, monkeypatch: pytest.MonkeyPatch, writer: str) -> None:
    """A full disk at the last step of any writer leaves the old bytes and nothing else; without it the new ones stand."""
    name, write = WRITERS[writer]
    path = place / name
    path.write_bytes(OLD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for call in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, call, full)
            with pytest.raises(OSError, match=re.escape(os.strerror(errno.ENOSPC))):
                write(path)
        assert path.read_bytes() == OLD
        assert list(place.iterdir()) == [path]
    write(path)
    assert path.read_bytes() != OLD
    assert list(place.iterdir()) == [path]
