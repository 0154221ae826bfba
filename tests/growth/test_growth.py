"""线性: four times as much of anything takes about four times as long, in every entry point."""

from __future__ import annotations

import importlib.util
import re

import pytest

from growth import TIMES, Case, asking, growth, papers, workbooks

CASES = [*workbooks.cases(), *papers.cases(), *asking.cases()]
_XLS = importlib.util.find_spec("xlrd") is not None and importlib.util.find_spec("xlwt") is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.entry}: {case.dimension}")
def test_time_grows_with_the_length(case: Case) -> None:
    """At most eight times the time, of the processor, for four times the input: the square would take sixteen.

    It is measured, since a regular expression's steps show in no count of Python's.
    """
    if case.entry == "read .xls" and not _XLS:
        pytest.skip("trafficlight-rules[xls] or xlwt is not installed")
    assert growth(case) <= TIMES


def test_the_guard_sees_the_square() -> None:
    """An expression with two repetitions that overlap, and a list that is gone through for each member, are both noticed."""
    expression = Case("planted", "blanks", lambda count: lambda: re.search(r"\s*,\s*", " " * count), 20_000)
    lists = Case(
        "planted", "members", lambda count: lambda: max(max(range(one, one + count)) for one in range(count)), 20_000
    )
    assert growth(expression) > TIMES
    assert growth(lists) > TIMES


def test_the_guard_lets_what_is_linear_pass() -> None:
    """A loop is no square, and what no limit lets grow is none either."""
    assert growth(Case("planted", "a loop", lambda count: lambda: [*map(str, range(count))], 10**7)) < TIMES
    assert growth(Case("planted", "bounded", lambda count: lambda: re.search(r"\s*,\s*", " " * count), 500)) < TIMES
