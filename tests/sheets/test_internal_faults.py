"""内部错误: where the library itself fails, the clerk is not told that the file is damaged, and the other files are read."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from helpers.office_sheets import SCHEME, headers, xlsx

import trafficlight as tl
from trafficlight.sheets.reading.hand_in_files import Malformed, border
from trafficlight.sheets.reading.readers.xlsx import SheetReader

GOOD = xlsx(("表", [headers("investment"), [1, "办公室", None, None, None, "正常推进"]], []))


@pytest.mark.internal_fault
def test_a_failure_of_ours_has_a_code_and_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An IndexError of our own is an `InternalFault` of its file and sheet, in both languages and as data."""

    def fail(*_: object, **__: object) -> None:
        raise IndexError("ours")

    (tmp_path / "a.xlsx").write_bytes(GOOD)
    (tmp_path / "b.csv").write_text(",".join(headers("investment")) + "\n1,办公室,,,,正常推进\n", encoding="utf-8")
    monkeypatch.setattr(SheetReader, "read", fail)
    reading = tl.sheets.read(tmp_path, scheme=SCHEME, collect=True)
    (fault,) = reading.report.faults
    assert isinstance(fault, tl.errors.InternalFault)
    assert (fault.file, fault.sheet) == ("a.xlsx", "表")
    assert fault.code.startswith("IndexError@test_internal_faults:")
    assert "损坏" not in str(fault)
    assert fault.code in fault.say("en")
    assert fault.to_data()["kind"] == "internal"
    assert isinstance(fault.__cause__, IndexError)
    assert pickle.loads(pickle.dumps(fault)).code == fault.code  # noqa: S301  # our own bytes
    assert len(reading.entries) == 1


def test_damage_is_named_as_damage() -> None:
    """What a file may not hold is its own fault, and says what it is."""
    with pytest.raises(tl.errors.FileFault, match=r"损坏.*row 1 comes after row 2") as caught, border("f.xlsx", "表"):
        raise Malformed("row 1 comes after row 2")
    assert not isinstance(caught.value, tl.errors.InternalFault)


def test_what_another_library_raises_is_damage_where_it_was_asked() -> None:
    """Around a call of another library any failure is taken for the file's."""
    with pytest.raises(tl.errors.FileFault, match="AssertionError: odd"), border("f.xls", foreign=True):
        raise AssertionError("odd")
