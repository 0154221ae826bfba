"""Many documents under safe names: a folder or one .zip, and a progress callback for long jobs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.office_ratings import AS_OF, SCHEME, ledger_ratings

from trafficlight.documents import Document, Section, ledgers_by_leader, ledgers_by_unit, save_all
from trafficlight.documents._document import Named
from trafficlight.documents.builders import ledgers
from trafficlight.documents.content import Paragraph

EXTRACTS = ledgers_by_unit(SCHEME, ledger_ratings(), as_of=AS_OF)


def paper(text: str) -> Document:
    """A document of one line."""
    return Document(sections=[Section([Paragraph(text)])], title=text)


def test_a_folder_holds_what_each_document_would_save(tmp_path: Path) -> None:
    """Every file is byte for byte what its document writes; the names come back in order."""
    names = save_all(EXTRACTS, tmp_path / "责任科室")
    assert names == ("办公室.docx", "人事科.docx", "秘书科.docx")
    for name, extract in EXTRACTS.items():
        assert (tmp_path / "责任科室" / f"{name}.docx").read_bytes() == extract.to_bytes()


def test_an_archive_holds_the_same_files(tmp_path: Path) -> None:
    """A target that ends in .zip becomes one archive whose members are what a folder would hold."""
    names = save_all(EXTRACTS, tmp_path / "台账.ZIP")
    with zipfile.ZipFile(tmp_path / "台账.ZIP") as package:
        assert package.testzip() is None
        assert tuple(package.namelist()) == names == ("办公室.docx", "人事科.docx", "秘书科.docx")
        assert package.read("秘书科.docx") == EXTRACTS["秘书科"].to_bytes()


def test_same_documents_same_archive(tmp_path: Path) -> None:
    """Same input, same bytes: no time, no system, no order of a set stands in the archive."""
    for name in ("one.zip", "two.zip"):
        save_all(EXTRACTS, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as package:
        assert {(one.date_time, one.create_system) for one in package.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_names_are_safe_and_apart_within_their_folder(tmp_path: Path, target: str) -> None:
    """No name leaves its place or means another on any system; equal ones are numbered, but not across folders."""
    given: list[Named] = [
        (("甲/乙", "../A"), paper("一")),
        (("甲/乙", "../a"), paper("二")),
        (("丙", "../A"), paper("三")),
        ("说明*.txt", "说明".encode()),
        ("CON", paper("四")),
        ("..", paper("五")),
    ]
    wanted = ("甲_乙/_A.docx", "甲_乙/_a（2）.docx", "丙/_A.docx", "说明_.txt", "CON_.docx", "_.docx")
    assert save_all(given, tmp_path / target) == wanted
    if target == "out":
        found = {str(path.relative_to(tmp_path / target).as_posix()) for path in (tmp_path / target).rglob("*.*")}
    else:
        found = set(zipfile.ZipFile(io.BytesIO((tmp_path / target).read_bytes())).namelist())
    assert found == set(wanted)


@pytest.mark.parametrize("target", ["out", "out.zip"])
def test_progress_counts_every_document(tmp_path: Path, target: str) -> None:
    """(done, total, name) after each one, as tqdm and rich want it; the leaders' extracts know how many they are."""
    told: list[tuple[int, int, str]] = []
    extracts = ledgers_by_leader(SCHEME, ledger_ratings(), as_of=AS_OF)
    save_all(extracts, tmp_path / target, progress=lambda done, total, name: told.append((done, total, name)))
    assert told == [(number, 3, f"{name}.docx") for number, name in enumerate(extracts, 1)]


def test_an_iterator_is_gathered_so_that_progress_knows_the_total(tmp_path: Path) -> None:
    """A generator has no length; the callback gets the whole number all the same."""

    def papers() -> Iterator[tuple[str, Document]]:
        yield "甲", paper("甲")
        yield "乙", paper("乙")

    totals: set[int] = set()
    save_all(papers(), tmp_path, progress=lambda _done, total, _name: totals.add(total))
    assert totals == {2}


def test_a_job_that_is_stopped_leaves_the_old_archive(tmp_path: Path) -> None:
    """What the callback raises ends the job; the archive that stood there stays whole, and nothing is left beside it."""
    archive = tmp_path / "台账.zip"
    save_all({"旧": paper("旧")}, archive)
    before = archive.read_bytes()

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_all(EXTRACTS, archive, progress=stop)
    assert archive.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["台账.zip"]


def test_extracts_are_made_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A province's three thousand extracts never stand in memory together: each is made, written and dropped."""
    made: list[str] = []

    def counted(**more: object) -> Document:
        made.append(str(more["title"]))
        return Document(**more)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(ledgers, "Document", counted)
    behind: list[int] = []
    save_all(EXTRACTS, tmp_path, progress=lambda done, _total, _name: behind.append(len(made) - done))
    assert behind == [0, 0, 0]
