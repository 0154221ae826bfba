"""报送情况: what was due, what came, what is missing and what has faults, in both languages."""

from __future__ import annotations

import pytest
from helpers.small_office import OFFICE, PERSONNEL

from trafficlight import Quarter, notice
from trafficlight.rules import Coverage, Receipt, Status

KEY_WORK = Receipt("key_work", "重点工作", Status.RECEIVED, "办公室", sources=("重点工作.xlsx",))
MISSING = Receipt("investment", "招商引资", Status.MISSING, "综合科")
FAULTY = Receipt("reform", "改革创新", Status.FAULTY, "法规科", faults=2)
EXEMPT = Receipt("appeals", "诉求", Status.EXEMPT)
ROW = Receipt("reform", "改革创新", Status.FAULTY, "法规科", OFFICE, faults=1)
UNKNOWN = Receipt("reform", "改革创新", Status.MISSING, "法规科", PERSONNEL, uncertain=True)


@pytest.mark.parametrize(
    ("receipt", "chinese", "english"),
    [
        (KEY_WORK, "重点工作（办公室）已报", "重点工作 (办公室): received"),
        (MISSING, "招商引资（综合科）未报", "招商引资 (综合科): missing"),
        (FAULTY, "改革创新（法规科）报送有误，错2处", "改革创新 (法规科): handed in with faults (2)"),
        (Receipt("reform", "改革创新", Status.FAULTY), "改革创新报送有误", "改革创新: handed in with faults"),
        (Receipt("a", "甲", Status.RECEIVED, faults=3), "甲已报", "甲: received"),
        (EXEMPT, "诉求免报", "诉求: exempt"),
        (ROW, "办公室 改革创新报送有误，错1处", "办公室 改革创新: handed in with faults (1)"),
    ],
)
def test_a_receipt_in_words(receipt: Receipt, chinese: str, english: str) -> None:
    """Whose it is, what it is, how it stands; a steward is named for a sheet, a unit for a row, faults where there are any."""
    assert (str(receipt), receipt.say("en")) == (chinese, english)


def test_the_whole_in_words() -> None:
    """How many themes were due and came, then each that is missing or has faults; a sheet with faults has come."""
    coverage = Coverage(Quarter(2023, 3), [KEY_WORK, MISSING, FAULTY, ROW, EXEMPT])
    assert coverage.lines() == (
        "2023年第三季度应报4个专题：已报3个",
        "招商引资（综合科）未报",
        "改革创新（法规科）报送有误，错2处",
        "办公室 改革创新报送有误，错1处",
    )
    assert str(coverage) == "；".join(coverage.lines())
    assert Coverage(None, [KEY_WORK]).say("en") == "1 theme due, 1 received"
    assert Coverage(None, [KEY_WORK, MISSING]).say("en") == "2 themes due, 1 received; 招商引资 (综合科): missing"
    assert coverage.lines("en")[0] == f"{Quarter(2023, 3).title('en')}: 4 themes due, 3 received"


def test_what_is_asked_of_it() -> None:
    """Sheets and rows are found by theme and unit; what was not due is nobody's."""
    coverage = Coverage(None, [KEY_WORK, MISSING, FAULTY, ROW, UNKNOWN])
    assert (coverage.of("reform"), coverage.of("reform", OFFICE), coverage.of("reform", PERSONNEL)) == (
        FAULTY,
        ROW,
        UNKNOWN,
    )
    assert coverage.of("investment", OFFICE) is None
    assert coverage.of("appeals") is None
    assert (coverage.sheets, coverage.missing, coverage.faulty) == (
        (KEY_WORK, MISSING, FAULTY),
        (MISSING, UNKNOWN),
        (FAULTY, ROW),
    )
    assert (len(coverage), next(iter(coverage))) == (5, KEY_WORK)


@pytest.mark.parametrize(
    ("receipts", "complete"),
    [([], True), ([KEY_WORK, EXEMPT], True), ([KEY_WORK, ROW], True), ([KEY_WORK, MISSING], False), ([FAULTY], False)],
)
def test_complete(receipts: list[Receipt], *, complete: bool) -> None:
    """Complete is what came whole or is exempt, by its sheets."""
    assert Coverage(None, receipts).complete == complete


def test_what_a_program_made_has_come() -> None:
    """Of entries that a program made, everything came."""
    coverage = Coverage.received([notice.key_work(), notice.investment()], period=Quarter(2023, 3))
    assert [(one.theme, one.title, one.status, one.steward) for one in coverage] == [
        ("key_work", "重点工作", Status.RECEIVED, notice.key_work().steward),
        ("investment", "招商引资", Status.RECEIVED, notice.investment().steward),
    ]
    assert (coverage.complete, coverage.period) == (True, Quarter(2023, 3))
