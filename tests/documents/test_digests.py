"""A digest is the same for the same input, in every process, and another for another input."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, field, frozen
from helpers.processes import same_everywhere
from helpers.sample_records import funding, key_work_item
from helpers.small_office import EFFECTIVE, OFFICE, PERSONNEL, ROSTER, RULEBOOK, rated

import trafficlight as tl
from trafficlight import Entry
from trafficlight.documents._digests import digest, input_digest
from trafficlight.errors import DocumentError
from trafficlight.messages import Words
from trafficlight.rules import Origin

RECORD = key_work_item(tl.model.Progress.SLOW, PERSONNEL)
ORIGIN = Origin("重点工作.xlsx", "Sheet1", 4, (("matter", "B", 0),))
ENTRIES = [Entry("key_work", RECORD, 1, ORIGIN), Entry("upward_funding_bureau", funding(("甲（已认定）",)), 1)]
RATINGS = rated(*ENTRIES)


class Shade(enum.Enum):
    """Two names of one number each."""

    DARK = 1
    LIGHT = 2


@frozen
class Pair:
    """A value with a field that does not count."""

    one: object
    two: object = None
    note: str = field(default="", eq=False)


@frozen
class Other:
    """Another class with the same fields."""

    one: object
    two: object = None


def test_it_is_a_sha256() -> None:
    """64 hexadecimal digits; of nothing, those of no bytes."""
    assert digest([]) == hashlib.sha256().hexdigest()
    assert len(digest(RATINGS)) == 64


def test_the_same_in_every_process() -> None:
    """Neither the seed of hashes nor the process nor the number of optimisations changes a digest."""
    printed = same_everywhere("import documents.test_digests as t; print(t.all_digests())")
    assert printed == str(all_digests())


def all_digests() -> list[str]:
    """Digests of much that has no order of its own."""
    sets = frozenset({"甲", "乙", "丙", "丁"})
    return [digest(RATINGS), input_digest(RATINGS), digest([sets, {name: len(name) for name in sets}, ROSTER])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab"], ["a", "b"]),
        (["a", ""], ["", "a"]),
        ([("a", "b")], [("ab",)]),
        ([("a",), "b"], [("a", "b")]),
        (["1"], [1]),
        ([1], [True]),
        ([None], ["n;"]),
        ([b"a"], ["a"]),
        ([1], [1.0]),
        (["s1:a"], ["a"]),
        ([dt.date(2023, 9, 28)], ["2023-09-28"]),
        ([dt.date(2023, 9, 28)], [dt.datetime(2023, 9, 28, tzinfo=dt.UTC)]),
        ([Shade.DARK], [Shade.LIGHT]),
        ([Shade.DARK], [1]),
        ([Pair("a", "b")], [Other("a", "b")]),
        ([Pair("a", "b")], [Pair("ab", "")]),
        ([Pair(Pair("a"))], [Pair("a"), Pair(None)]),
        ([{"a": "b"}], [{"b": "a"}]),
        ([{"a": "b"}], [("a", "b")]),
        ([frozenset({"a", "b"})], [("a", "b")]),
        ([tl.Tally({tl.RED: 1})], [tl.Tally({tl.RED: 2})]),
        (["\ud800"], ["\udfff"]),
        (["x" * 100, "y"], ["x" * 99, "xy"]),
        (["a\0b"], ["a", "b"]),
        (["a\0", "b"], ["a", "\0b"]),
        (["a\0b", "c"], ["a", "b\0c"]),
        ([1, "a"], ["a", 1]),
        ([1, "a", 2], [1, 2, "a"]),
        ([None, "a"], ["a"]),
        ([Pair("a"), None], [None, Pair("a")]),
        ([("a",), ("b", "c")], [("a", "b"), ("c",)]),
        ([("a", "b"), ()], [("a",), ("b",)]),
        ([Decimal("1.5")], [1.5]),
        ([Decimal("1.5")], [Decimal("1.51")]),
        ([dt.time(9)], [dt.time(9, 0, 1)]),
        ([dt.timedelta(1)], [dt.timedelta(0, 1)]),
    ],
)
def test_other_values_other_digests(one: list[object], other: list[object]) -> None:
    """No two values are taken for each other, whatever they hold, at the top and inside another."""
    assert digest(one) != digest(other)
    assert digest([Pair(tuple(one))]) != digest([Pair(tuple(other))])


def test_equal_values_equal_digests() -> None:
    """What does not count for equality does not count here: fields, the order of sets and mappings, which object it is."""
    assert digest([Pair("a", note="b")]) == digest([Pair("a")])
    assert digest([{"a": 1, "b": 2}]) == digest([{"b": 2, "a": 1}])
    assert digest([["a"]]) == digest([("a",)])
    assert digest([Words("甲", "A"), "乙"]) == digest(["甲", "乙"])
    assert digest([Decimal("1.50")]) == digest([Decimal("1.5")])
    shared = Pair("长" * 200)
    assert digest([Pair(shared, shared)]) == digest([Pair(Pair("长" * 200), Pair("长" * 200))])
    assert digest(iter(RATINGS)) == digest(RATINGS)


def test_many_values_that_come_and_go() -> None:
    """Values that are made while they are read and thrown away do not lend their text to others."""
    assert digest(Pair((str(at), "长" * 50)) for at in range(10_000)) == digest(
        [Pair((str(at), "长" * 50)) for at in range(10_000)]
    )


@pytest.mark.parametrize("value", [print, object(), Pair(lambda: None), iter(()), 1j, [{"a": range}]])
def test_code_has_no_digest(value: object) -> None:
    """What has no text that stays the same is refused with the name of its type, at any depth."""
    with pytest.raises(DocumentError, match="不能计入摘要"):
        digest([value])


CHANGES: dict[str, Callable[[tl.Rating[Any]], tl.Rating[Any]]] = {
    "record": lambda rating: evolve(rating, record=key_work_item(tl.model.Progress.DONE, PERSONNEL)),
    "serial": lambda rating: evolve(rating, serial=2),
    "theme": lambda rating: evolve(rating, theme=RULEBOOK.theme("audit_projects")),
    "determination": lambda rating: evolve(
        rating,
        determinations=(
            tl.Determination("key_work", rating.marks, tl.Tally(), tl.model.Person("甲"), EFFECTIVE, "理由"),
        ),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_counts_as_input(change: Callable[[tl.Rating[Any]], tl.Rating[Any]]) -> None:
    """A changed record, number, theme or determination is another input; so is another order, or a row less."""
    first, *others = RATINGS
    assert input_digest([change(first), *others]) != input_digest(RATINGS)
    assert input_digest([*others, first]) != input_digest(RATINGS)
    assert input_digest(others) != input_digest(RATINGS)


def test_what_does_not_count_as_input() -> None:
    """Where a record came from, and what a later rulebook made of it, do not."""
    first, *others = RATINGS
    elsewhere = evolve(first, origin=Origin("台账.csv", "", 9))
    relit = evolve(first, edition=tl.rules.Edition("另一部", EFFECTIVE), verdict=others[0].verdict)
    assert input_digest([elsewhere, *others]) == input_digest([relit, *others]) == input_digest(RATINGS)


def test_a_unit_without_a_row_is_input() -> None:
    """A unit that handed nothing in counts: absence speaks (§3.4)."""
    absent = [rating for rating in RATINGS if rating.record is None]
    assert len(absent) > 1
    assert input_digest(absent[:1]) != input_digest(absent[1:2])
    assert {rating.units[0] for rating in absent} >= {PERSONNEL}
    assert OFFICE not in {rating.units[0] for rating in absent}
