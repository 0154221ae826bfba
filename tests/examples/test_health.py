"""examples/health: a health commission in English, on the public names of the library alone."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from helpers.readword import visible_text
from helpers.scripts import EXAMPLES, run

import trafficlight as tl
from trafficlight.testing import check_theme

sys.path.insert(0, str(EXAMPLES / "health"))

import health

HERE: Final = EXAMPLES / "health"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run, in an empty folder; what it printed stands in printed.txt."""
    folder = tmp_path_factory.mktemp("health")
    printed = run("health/hospitals.py", "--out", folder, folder=folder)
    (folder / "printed.txt").write_text(printed, encoding="utf-8")
    return folder


def test_what_moved(out: Path) -> None:
    """Hospitals with another name are compared, under the new one; one was merged, one founded, none entered or left."""
    printed = (out / "printed.txt").read_text(encoding="utf-8")
    assert "Riverside Infirmary is now Riverside Teaching Hospital" in printed
    assert "Hartley District Hospital is now Hartley and Ilkley Hospital" in printed
    assert "Ilkley District Hospital was merged into Hartley and Ilkley Hospital" in printed
    assert "Yarm District Hospital was founded" in printed
    assert printed.count("entered 0, left 0") == 2


HAN: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every file: of packages every part, and the names of files."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        yield "names", name
        if path.suffix in {".docx", ".xlsx"}:
            with zipfile.ZipFile(path) as package:
                for part in package.namelist():
                    if part.endswith((".xml", ".rels")):
                        yield f"{name}/{part}", package.read(part).decode()
        else:
            yield name, path.read_text(encoding="utf-8")


def test_without_a_chinese_word(out: Path) -> None:
    """Nothing that is printed or written holds a Chinese character: forms, guides, checks, letters, properties, tags."""
    written = list(texts(out))
    assert len(written) > 500
    kinds = {Path(name.partition("/word/")[0].partition("/xl/")[0]).suffix for name, _ in written}
    assert {".docx", ".xlsx", ".html", ".json", ".txt"} <= kinds
    assert [(name, found[0]) for name, text in written if (found := HAN.search(text))] == []
    assert [name for name, text in written if '"zh' in text or "zh-CN" in text] == []


def test_forms_speak_english(out: Path) -> None:
    """The guide, the advice beside a cell, what refuses a word, and the footer."""
    (form,) = (out / "2025M04" / "forms").glob("Medical Affairs.xlsx")
    with zipfile.ZipFile(form) as package:
        names = package.namelist()
        shared = package.read("xl/sharedStrings.xml").decode()
        sheets = "".join(package.read(name).decode() for name in names if name.startswith("xl/worksheets/"))
    assert "How to fill in" in shared
    assert "Hand in by: 5 May 2025." in shared
    assert "What was handed in the last time stands there already" in shared
    assert "Required. Digits alone: a number from 0 to 100 (of at most 2 decimals). Per 100." in sheets
    assert "“Hospital” takes the name of a unit in the roster." in sheets
    assert "Page &amp;P of &amp;N" in sheets


def test_decisions_speak_english(out: Path) -> None:
    """The form on which lights are decided otherwise, with its drop-downs."""
    with zipfile.ZipFile(out / "2025M03" / "decisions.xlsx") as package:
        texts = "".join(package.read(name).decode() for name in package.namelist() if name.startswith("xl/"))
    for word in ("the Commission: decisions", "Computed light", "Signed off by", "no light", "Ada Marsh"):
        assert word in texts


def test_letters_speak_english(out: Path) -> None:
    """The first hospital's waits for a signature, the others have theirs, with a number and a date."""
    names = [path.name for path in (out / "2025M03" / "letters").iterdir()]
    assert sum(name.endswith(" reminder for signature.docx") for name in names) == 1
    letters = list((out / "2025M03" / "letters").glob("* reminder.docx"))
    assert letters
    for path in letters:
        text = visible_text(path.read_bytes())
        assert "LHC/2025/" in text
        assert "As of 31 March 2025, items of yours that need attention" in text
        assert "2 April 2025" in text


def test_forty_hospitals_on_two_boards() -> None:
    """Of the file some are gone or not yet there; each month has its own."""
    days = [month.last_day for month in (health.MARCH, health.APRIL, health.MAY)]
    rosters = [health.HEALTH.on(day).roster for day in days]
    assert [len(roster) for roster in rosters] == [40, 40, 40]
    assert len(tl.interchange.load_agency(HERE / "agency.toml").roster.on(days[0]).boards) == 2


def test_who_owes_what(out: Path) -> None:
    """Silent hospitals are red, the exempt one is not; what is asked is the month's own hospitals."""
    printed = (out / "printed.txt").read_text(encoding="utf-8")
    assert printed.count(": missing") == 2
    april = json.loads((out / "2025M04" / "ratings.json").read_text(encoding="utf-8"))["value"]
    absent = [one["units"] for one in april["rows"] if one["record"] is None]
    assert absent == [["Eye Hospital"], ["Selby District Hospital"]]


def test_thresholds_are_dated() -> None:
    """The same month is green under Order 7 and yellow under Order 9."""
    row = health.Quality(tl.Unit("Eye Hospital"), *map(Decimal, ("1.6", "8", "87", "92")))
    assert str(health.ORDER_7(row).marks) == "Green1"
    assert str(health.ORDER_9(row).marks) == "Yellow1"


@pytest.mark.parametrize("theme", health.HEALTH.themes())
def test_its_themes_keep_the_contract(theme: tl.Theme[object]) -> None:
    """As every theme."""
    check_theme(theme, health.HEALTH.roster)


def test_the_sample_is_made_by_its_script(tmp_path: Path) -> None:
    """The same seed makes the files of the repository, byte for byte."""
    run("health/make_sample.py", "--out", tmp_path, folder=tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    kept = {path.relative_to(HERE / "sample"): path.read_bytes() for path in (HERE / "sample").rglob("*.csv")}
    assert made == kept
