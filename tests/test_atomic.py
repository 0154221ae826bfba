"""Atomic writes and safe file names."""

from __future__ import annotations

import ntpath
import os
import stat
import sys
import unicodedata
from pathlib import Path, PureWindowsPath
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trafficlight._files import MAX_NAME_BYTES, distinct_names, safe_file_name, write_atomically


def _new(stream: IO[bytes]) -> None:
    stream.write(b"new")


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def test_the_new_bytes_replace_the_old(tmp_path: Path) -> None:
    """What `write` wrote is the whole file, and nothing else is in the folder."""
    path = tmp_path / "台账.docx"
    path.write_bytes(b"old and longer")
    write_atomically(path, _new)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failed_write_leaves_the_old_file(tmp_path: Path, error: BaseException) -> None:
    """Whatever stops the write goes on to the caller; the old bytes stay and no sibling is left."""
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def half(stream: IO[bytes]) -> None:
        stream.write(b"ne")
        raise error

    with pytest.raises(type(error)):
        write_atomically(path, half)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_stands_while_the_new_one_is_written(tmp_path: Path) -> None:
    """A reader in the middle of a write sees the old bytes."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    seen: list[bytes] = []

    def write(stream: IO[bytes]) -> None:
        stream.write(b"new")
        stream.flush()
        seen.append(path.read_bytes())

    write_atomically(path, write)
    assert seen == [b"old"]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    """A folder that is not there is said before anything is made."""
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "file", lambda stream: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are those of POSIX")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_is_never_replaced(tmp_path: Path) -> None:
    """A pipe or a device that was named by mistake stays what it is; the error names it, and nothing is left beside it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="ordinary") as raised:
        write_atomically(pipe, _new)
    assert raised.value.filename == str(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A replaced file keeps its permissions, a new one gets those of the process, and a link stays a link."""
    path, link, fresh = tmp_path / "file", tmp_path / "link", tmp_path / "fresh"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, _new)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write_atomically(fresh, lambda stream: None)
    other = tmp_path / "other"
    other.touch()
    assert fresh.stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("台账.docx", "台账.docx"),
        ('a/b\\c:d*e?f"g<h>i|j.docx', "a_b_c_d_e_f_g_h_i_j.docx"),
        ("..", "_"),
        ("", "_"),
        ("CON", "CON_"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("COM¹.docx", "COM¹_.docx"),
        ("名字. . ", "名字"),
        ("\u202ecod.exe\x00", "cod.exe"),
        ("科\u200b室.docx", "科室.docx"),
    ],
)
def test_names_are_safe(text: str, name: str) -> None:
    """Reserved characters, devices, dots at the ends and invisible characters are taken out."""
    assert safe_file_name(text) == name


@given(ANY_TEXT)
def test_any_text_gives_a_safe_name(text: str) -> None:
    """No text gives a name that a system refuses, that leaves its folder, or that changes when made safe again."""
    name = safe_file_name(text)
    assert name
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert not set(name) & set('/\\:*?"<>|')
    assert name not in {".", ".."}
    assert name == name.strip(" .")
    assert all(unicodedata.category(one)[0] != "C" for one in name)
    assert Path(name).name == name
    assert safe_file_name(name) == name


def test_long_names_keep_their_suffix() -> None:
    """A name is cut between characters, before its suffix."""
    name = safe_file_name("审" * 300 + ".docx")
    assert name.endswith("审.docx")
    assert MAX_NAME_BYTES - 3 < len(name.encode()) <= MAX_NAME_BYTES


@given(
    st.lists(
        st.sampled_from(["a.docx", "A.docx", "Ａ.docx", "审" * 60 + ".docx", "é", "e\u0301", "ß", "SS", "a（2）.docx"])
    )
)
def test_names_are_distinct_on_every_system(names: list[str]) -> None:
    """No two names are one file, not even where case is ignored or forms are folded; their order stays."""
    distinct = distinct_names(names)
    folded = {unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()) for name in distinct}
    assert len(distinct) == len(names) == len(folded)
    assert all(len(name.encode()) <= MAX_NAME_BYTES and safe_file_name(name) == name for name in distinct)


@given(ANY_TEXT)
def test_windows_takes_every_safe_name(text: str) -> None:
    """Python's own list of what Windows reserves knows none of the names, not even with a suffix put behind."""
    reserved = getattr(ntpath, "isreserved", None) or (lambda name: PureWindowsPath(name).is_reserved())
    name = safe_file_name(text)
    assert not reserved(name)
    assert not reserved(f"{name}.xlsx")


FOLDING = st.text(
    st.sampled_from(["a", "A", "Ａ", "é", "\u0301", "ß", "ẞ", "s", "ﬁ", "ı", "İ", "审", ".", " ", "/", "（", "2", "）"])
)


@given(st.lists(FOLDING | ANY_TEXT, max_size=12))
def test_any_texts_give_distinct_names(texts: list[str]) -> None:
    """Whatever the texts, each gets a name of its own on a system that ignores case, and on one that folds forms."""
    distinct = distinct_names(texts)
    for fold in (str.casefold, str.lower, str.upper):
        for form in ("NFC", "NFD", "NFKC"):
            assert len({fold(unicodedata.normalize(form, name)) for name in distinct}) == len(texts)
    assert all(safe_file_name(name) == name and len(name.encode()) <= MAX_NAME_BYTES for name in distinct)
