"""Numbers in cells: limits, units, decimals, percentages, and yes or no; what is out of range is said with what is allowed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from helpers.small_office import ROSTER
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import testing
from trafficlight.errors import UnreadableCell
from trafficlight.messages import english
from trafficlight.model import CellValue, Date, Kind, Number, Percentage, Whole, YesNo
from trafficlight.model._shown_values import shown_as
from trafficlight.sheets.reading.readers.cell_values import formatted
from trafficlight.sheets.reading.readers.number_formats import BUILT_IN, NumberFormat


def refused(kind: Kind[Any], cell: CellValue) -> str:
    """What a kind says of a cell that it cannot read."""
    with pytest.raises(UnreadableCell) as caught:
        kind.parse(cell, ROSTER)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Number(), 0.1 + 0.2, Decimal("0.3")),
        (Number(), "-3.50", Decimal("-3.5")),
        (Number(), "1,234.5", Decimal("1234.5")),
        (Number(), "１，２３４．５", Decimal("1234.5")),
        (Number(measure="万元"), "500万元", Decimal(500)),
        (Number(measure="万元"), "500 万元", Decimal(500)),
        (Number(measure="days"), "12 days", Decimal(12)),
        (Whole(measure="项"), "3项", 3),
        (Whole(measure="项"), 3, 3),
        (Whole(-5, 5), "-5", -5),
        (Percentage(), "75%", Decimal(75)),
        (Percentage(), "７５．５％", Decimal("75.5")),
        (Percentage(), "75 %", Decimal(75)),
        (Percentage(), 75, Decimal(75)),
        (Percentage(), "75", Decimal(75)),
        (Percentage(), "0.5%", Decimal("0.5")),
        (Percentage(), 0, Decimal(0)),
        (YesNo(), "√", True),
        (YesNo(), "ＹＥＳ", True),
        (YesNo(), True, True),
        (YesNo(), "×", False),
        (YesNo("已认定", "未认定"), "未 认定", False),
    ],
    ids=repr,
)
def test_read(kind: Kind[Any], cell: CellValue, value: object) -> None:
    """Separators, full-width signs, a unit that the kind names and a percent sign: the value is the number alone, exact."""
    assert kind.parse(cell, ROSTER) == value
    assert kind.parse(kind.show(value), ROSTER) == value


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (Whole(0, 100), 101, "应为0 至 100 的整数"),
        (Whole(0, 100), "-1", "应为0 至 100 的整数"),
        (Whole(measure="项"), "3个", "应为不小于 0 的整数（单位：项）"),
        (Whole(), "3项", "应为不小于 0 的整数"),
        (Number(), "约3", "应为数"),
        (Number(), True, "应为数"),
        (Number(), float("nan"), "应为数"),
        (Number(), dt.date(2023, 9, 1), "应为数"),
        (Number(), "1" * 16, "应为数"),
        (Number(0), -0.01, "应为不小于 0 的数"),
        (Number(maximum=Decimal("0.5")), "0.51", "应为不大于 0.5 的数"),
        (Number(0, 10, places=1), "9.99", "应为0 至 10 的数（至多 1 位小数）"),
        (Percentage(0, 100), "101%", "应为0% 至 100% 的百分比，如 75% 或 0.5%"),
        (Percentage(), 0.75, "应为百分比，如 75% 或 0.5%：看不出是0.75%还是75%，请写百分号"),
        (Percentage(), "1", "应为百分比，如 75% 或 0.5%：看不出是1%还是100%，请写百分号"),
        (Percentage(), "%", "应为百分比，如 75% 或 0.5%"),
        (YesNo(), "也许", "应为 是、否 之一"),
        (YesNo("Yes", "No"), "maybe", "应为 Yes、No 之一"),
    ],
    ids=repr,
)
def test_refused(kind: Kind[Any], cell: CellValue, said: str) -> None:
    """What is no number, and what is out of range, is refused with what is allowed; a bare 0.75 could be 75% as well."""
    assert refused(kind, cell) == said


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Whole(), "12①"),
        (Whole(), "12²"),
        (Whole(measure="项"), "1②项"),
        (Whole(), "⑫"),
        (Number(), "350.5①"),
        (Number(), "１２，３４５③"),
        (Number(measure="m²"), "35²m²"),
        (Percentage(), "9²%"),
        (Percentage(), "9²％"),
        (Percentage(), "92①"),
        (Date(), "2023年9月2⑧日"),
        (Date(), "4519⑦"),
    ],
    ids=repr,
)
def test_a_mark_is_no_digit(kind: Kind[Any], cell: CellValue) -> None:
    """① ² ½ beside a number are a footnote's mark or a power: none of them becomes a digit of it."""
    assert refused(kind, cell) == f"应为{kind.expected}"


def looks(value: float, code: str) -> CellValue:
    """A number in a format, as every reader of sheets has it."""
    cell = formatted(value, NumberFormat(code), from_1904=False)
    assert isinstance(cell, (int, float))
    return cell


@pytest.mark.parametrize(
    ("value", "code", "percent"),
    [
        (0.5, '0.0"%"', "0.5"),
        (0.5, r"0.0\%", "0.5"),
        (0.5, "0.0!%", "0.5"),
        (98, '0"%"', "98"),
        (98.25, '0.0"％"', "98.25"),
        (0.98, "0%", "98"),
        (0.3333, "0.0%", "33.33"),
        (0.0004, "0%", "0.04"),
        (12.5, "#,##0%", "1250"),
        (0, '0"%"', "0"),
    ],
)
def test_a_percentage_is_what_the_cell_shows(value: float, code: str, percent: str) -> None:
    """A sign of the format makes a share of 1 a percentage; a sign that is a mere text shows the value itself."""
    assert Percentage().parse(looks(value, code), ROSTER) == Decimal(percent)


@pytest.mark.parametrize(
    ("value", "code", "measure"),
    [
        (3505000, "#,##0.00", "万元"),
        (3505000, '#,##0"万元"', "万元"),
        (3.5, '0.0" 万元"', "万元"),
        (12, "[$¥-804]#,##0.00", "元"),
        (12.5, "0", ""),
        (7, "000", ""),
        (0.5, "#.##", ""),
        (5, "#.##", ""),
        (12345, "0.00E+00", ""),
        (1 / 3, "General", ""),
        (-5.5, "#,##0.00;(#,##0.00)", ""),
        (-5.5, "0.0;[红色]-0.0", ""),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
        (0, BUILT_IN[44], "万元"),
        (0, "0;-0;\\零", ""),
        (12, "[DBNum1]General", ""),
    ],
)
def test_a_format_that_shows_the_number(value: float, code: str, measure: str) -> None:
    """Commas, decimals, accounts, the column's unit: the value counts, to its last digit."""
    assert Number(measure=measure).parse(looks(value, code), ROSTER) == Decimal(f"{value:.15g}")


@pytest.mark.parametrize(
    ("value", "code", "measure", "seen"),
    [
        (3505000, "0!.0,", "万元", "350.5"),
        (3505000, '0!.0,"万元"', "万元", "350.5万元"),
        (3505000, "#,##0,", "", "3,505"),
        (3505000, '#,##0"元"', "万元", "3,505,000元"),
        (3.5, '0.00"亿元"', "万元", "3.50亿元"),
        (5, '0"百人"', "人", "5百人"),
        (5, '0"百"', "", "5百"),
        (5, '0"000"', "", "5000"),
        (5, '0"²"', "", "5²"),
        (12, "¥0", "万元", "¥12"),
        (1, "0%", "", "100%"),
        (1, '[DBNum1]General"万"', "", "一万"),
    ],
)
def test_a_format_that_shows_another_amount(value: float, code: str, measure: str, seen: str) -> None:
    """Thousands cut off, another unit, a percentage: nobody knows which was meant, the value or what is seen."""
    for kind in (Whole(measure=measure), Number(measure=measure)):
        if isinstance(value, int) or isinstance(kind, Number):
            said = f"应为{kind.expected}：单元格显示“{seen}”，其值却是{value}，请按常规格式重填所指的数"
            assert refused(kind, looks(value, code)) == said
    assert f"其值却是{value}" in refused(Percentage(), looks(value, '0"‰"'))
    assert Number().parse(shown_as(value, "###"), ROSTER) == Decimal(str(value))


@pytest.mark.parametrize(("measure", "cell"), [("m²", "350m²"), ("m²", "３５０ ㎡"), ("㎡", "350m²"), ("㎡", "350m2")])
def test_a_unit_may_have_a_power(measure: str, cell: str) -> None:
    """The mark in a unit is the unit's."""
    assert Number(measure=measure).parse(cell, ROSTER) == 350


def test_in_english() -> None:
    """What is allowed is said in English, too."""
    kinds: list[Kind[Any]] = [Whole(1, 5, "items"), Number(places=2), Percentage(0, 100), YesNo("Yes", "No")]
    assert [english(kind.expected) for kind in kinds] == [
        "a whole number from 1 to 5 (in items)",
        "a number (of at most 2 decimals)",
        "a percentage such as 75% or 0.5% from 0% to 100%",
        "one of Yes, No",
    ]


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Whole(5, 1), ValueError),
        (lambda: Number(5, 1), ValueError),
        (lambda: Number(0.5), TypeError),  # type: ignore[arg-type]  # by whoever does not check types
        (lambda: Number(Decimal("NaN")), TypeError),
        (lambda: Number(places=-1), ValueError),
        (lambda: YesNo("是", "是"), ValueError),
        (lambda: YesNo("否", "是"), ValueError),
    ],
    ids=map(str, range(7)),
)
def test_kinds_that_hold_nothing(make: Any, error: type[Exception]) -> None:
    """Limits that cross, a limit that is not exact, and two answers that are one are refused when made."""
    with pytest.raises(error):
        make()


@given(st.data())
def test_what_is_drawn_is_read(data: st.DataObject) -> None:
    """Every number that the strategy of a kind draws is shown and read back as it was."""
    bound = st.none() | st.decimals(-1000, 1000, places=2)
    least, most = data.draw(st.tuples(bound, bound))
    if least is not None and most is not None and least > most:
        least, most = most, least
    kind = data.draw(st.sampled_from([Number, Percentage]))(least, most)
    value = data.draw(testing.values_of(kind, ROSTER, required=True))
    assert kind.parse(kind.show(value), ROSTER) == value
