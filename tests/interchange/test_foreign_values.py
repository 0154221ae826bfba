"""外来类型: another agency's records, enums and kinds are stored like the library's own, with nothing registered for them."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight import testing
from trafficlight.interchange import from_json, to_json, unstructure

ALL = tl.Clause("信访1", "全部办结的，为蓝色标识", "信访办法")


class Channel(enum.Enum):
    """Where a petition came in; two names differ by case alone."""

    Letter = "来信"
    LETTER = "挂号信"
    VISIT = "来访"


class Level(enum.IntEnum):
    """An enum of numbers."""

    COUNTY = 1
    CITY = 2


class Rate(float, enum.Enum):
    """An enum of fractions."""

    HALF = 0.5
    WHOLE = 1.0


class Kept(enum.StrEnum):
    """An enum of texts."""

    YES = "是"
    NO = "否"


@frozen
class Place:
    """A value inside the record."""

    street: str
    _number: int = 0


@frozen
class Petition:
    """信访事项, with every type of field that a record may have."""

    unit: tl.Unit
    received: int
    resolved: int
    channel: Channel
    level: Level
    kept: Kept
    day: dt.date
    moment: dt.datetime | None = None
    hour: dt.time | None = None
    cost: Decimal | None = None
    share: float = 0.0
    urgent: bool | None = None
    tags: frozenset[str] = frozenset()
    notes: dict[str, tuple[str, ...]] = field(factory=dict)
    places: list[Place] = field(factory=list)
    pair: tuple[str, int] = ("", 0)
    by_unit: dict[tl.Unit, int] = field(factory=dict)
    answer: float | str | None = None
    grade: Literal["甲", "乙", 1] = 1
    rate: Rate = Rate.WHOLE
    letters: int = field(init=False, default=0)


def rate(petition: Petition) -> tl.Verdict:
    """Blue when all are resolved."""
    return tl.rules.blue(because=ALL) if petition.resolved >= petition.received else tl.unlit(because=ALL)


@frozen
class Anything:
    """A kind of cell of one's own."""

    options: tuple[str, ...]
    blank: None = None
    expected: str = "任何内容"

    def parse(self, cell: tl.model.CellValue, roster: tl.Roster) -> Any:
        """Never called here."""
        raise AssertionError

    def show(self, value: Any) -> str:
        """The value's own words."""
        return str(value)


FORM = tl.Form(
    "信访办理情况",
    (
        tl.column("单位", "unit", kind=tl.model.OneUnit(), required=True),
        *(
            tl.column(name, name, kind=Anything(("x", "y")))
            for name in ("received", "resolved", "level", "kept", "day")
        ),
        tl.column("渠道", "channel", kind=tl.model.Choice(tl.Vocabulary("渠道", [(c.value, c) for c in Channel]))),
    ),
)
THEME = tl.Theme(key="petitions", title="信访", record=Petition, rule=rate, form=FORM, clauses=(ALL,))
BOOK = tl.Rulebook("信访办法", dt.date(2024, 1, 1), [THEME])
ROSTER = tl.Roster([tl.Board("departments", "局", [tl.RosterLine(tl.Unit("办公室"))])])

PETITIONS = st.builds(
    Petition,
    st.sampled_from(list(ROSTER)),
    st.integers(),
    st.integers(),
    st.sampled_from(Channel),
    st.sampled_from(Level),
    st.sampled_from(Kept),
    st.dates(),
    st.none() | st.datetimes() | st.datetimes(timezones=st.just(dt.timezone(dt.timedelta(hours=8)))),
    st.none() | st.times(),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.frozensets(st.text()),
    st.dictionaries(st.text(), st.lists(st.text(), max_size=2).map(tuple), max_size=3),
    st.lists(st.builds(Place, st.text(), st.integers()), max_size=2),
    st.tuples(st.text(), st.integers()),
    st.dictionaries(testing.units(), st.integers(), max_size=2),
    st.none() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["甲", "乙", 1]),
    st.sampled_from(Rate),
)


@given(PETITIONS)
def test_a_foreign_rating_comes_back(petition: Petition) -> None:
    """A record of numbers, dates, enums, tables and values of its own goes out and comes back in a rating, equal."""
    ratings = BOOK.rate([tl.Entry("petitions", petition)], roster=ROSTER)
    back = from_json(tl.rules.Ratings, to_json(ratings), rulebooks=BOOK)
    assert back == ratings
    record = back[0].record
    assert isinstance(record, Petition)
    assert type(record.level) is Level
    assert type(record.kept) is Kept
    assert to_json(back) == to_json(ratings)


def test_how_foreign_values_look() -> None:
    """Enums by name in lower case (as written where that would clash), private fields by their argument, the rest plainly."""
    petition = Petition(
        tl.Unit("办公室"), 3, 2, Channel.LETTER, Level.CITY, Kept.NO, dt.date(2024, 2, 29),
        dt.datetime(2024, 2, 29, 8, 30, tzinfo=dt.UTC), dt.time(8), Decimal("1.50"), 2.0, tags=frozenset("乙甲"), places=[Place("路", 3)],
    )  # fmt: skip
    assert unstructure(petition) == {
        "unit": "办公室",
        "received": 3,
        "resolved": 2,
        "channel": "LETTER",
        "level": "city",
        "kept": "no",
        "day": "2024-02-29",
        "moment": "2024-02-29T08:30:00+00:00",
        "hour": "08:00:00",
        "cost": "1.50",
        "share": 2,
        "urgent": None,
        "tags": ["乙", "甲"],
        "notes": {},
        "places": [{"street": "路", "number": 3}],
        "pair": ["", 0],
        "by_unit": {},
        "answer": None,
        "grade": 1,
        "rate": "whole",
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("level", 2, "应为 county、city 之一，而不是2"),
        ("kept", "否", "应为 yes、no 之一，而不是“否”"),
        ("channel", "letter", "应为 Letter、LETTER、VISIT 之一，而不是“letter”"),
        ("moment", "2024-02-29", "应为时刻，如 2023-08-03T17:30，而不是“2024-02-29”"),
        ("moment", "2024-02-29T25:00", "应为时刻，如 2023-08-03T17:30，而不是“2024-02-29T25:00”"),
        ("hour", "8", "应为时间，如 17:30，而不是“8”"),
        ("cost", 1.5, "应为十进制数，如 12.50，而不是1.5"),
        ("cost", "NaN", "应为十进制数，如 12.50，而不是“NaN”"),
        ("cost", "1_000", "应为十进制数，如 12.50，而不是“1_000”"),
        ("tags", "甲", "应为列表，而不是“甲”"),
        ("answer", True, "应为类型 float、str、NoneType 之一，而不是true"),
        ("rate", 1.0, "应为 half、whole 之一，而不是1.0"),
        ("grade", True, "应为 甲、乙、1 之一，而不是true"),
    ],
)
def test_foreign_fields_are_read_as_strictly(name: str, value: object, words: str) -> None:
    """A foreign record's fields are as strict as the library's."""
    data = {
        "unit": "办公室",
        "received": 3,
        "resolved": 2,
        "channel": "VISIT",
        "level": "city",
        "kept": "no",
        "day": "2024-02-29",
    }
    with pytest.raises(tl.errors.InterchangeError) as refusal:
        tl.interchange.structure(Petition, data | {name: value})
    ((path, said),) = refusal.value.problems
    assert (path, said.split("（")[0]) == (f"$.{name}", words)


def test_a_foreign_record_that_refuses_a_value() -> None:
    """What a foreign class itself refuses is told in its own words, with the place."""

    @frozen
    class Count:
        number: int = field()

        @number.validator
        def _check(self, _attribute: object, number: int) -> None:
            if number < 0:
                raise ValueError("小于零")

    with pytest.raises(tl.errors.InterchangeError) as refusal:
        from_json(list[Count], '[{"number":1},{"number":-1}]')
    assert refusal.value.problems == (("$[1]", "不符合要求：小于零"),)


def test_foreign_kinds_are_found_in_the_rulebooks() -> None:
    """A form with kinds and choices of its own is read with the rulebook whose forms use them; without it, it is refused."""
    assert from_json(tl.Form, to_json(FORM), rulebooks=BOOK) == FORM
    with pytest.raises(tl.errors.InterchangeError) as refusal:
        from_json(tl.Form, to_json(FORM))
    places = [path for path, _ in refusal.value.problems]
    assert places == [f"$.value.columns[{number}].kind" for number in range(1, 7)]
    assert "没有单元格类型（kind）“Anything”；可用：Choice、Date、Items、" in str(refusal.value)
    assert "没有选项的值类型（values）“Channel”；可用：bool、int、str、Mark、" in str(refusal.value)
    with pytest.raises(tl.errors.InterchangeError, match="应为 Whole 之一，而不是“Text”"):
        from_json(tl.model.Whole, to_json(tl.model.Text()))


def test_two_kinds_of_one_name_are_not_mixed_up() -> None:
    """A foreign kind called like one of the library's makes the name unknown, rather than the wrong one."""

    @frozen
    class Whole:
        blank: None = None
        expected: str = ""

        def parse(self, cell: tl.model.CellValue, roster: tl.Roster) -> Any:
            raise AssertionError

        def show(self, value: Any) -> str:
            raise AssertionError

    form = tl.Form(
        "表", (tl.column("单位", "unit", kind=tl.model.OneUnit()), tl.column("数", "received", kind=Whole()))
    )

    @frozen
    class Row:
        unit: tl.Unit
        received: int

    theme = tl.Theme(key="x", title="x", record=Row, rule=lambda _: tl.unlit(because=ALL), form=form, clauses=(ALL,))
    with pytest.raises(tl.errors.InterchangeError, match=r"没有单元格类型（kind）“Whole”；可用：Choice、"):
        from_json(tl.Form, to_json(form), rulebooks=tl.Rulebook("x", dt.date(2024, 1, 1), [theme]))


def test_a_subclass_loses_nothing() -> None:
    """A value of a subclass is written with all that it holds, wherever a field declares the base class."""

    @frozen
    class Deputy(tl.model.Person):
        since: int = 0

    line = tl.RosterLine(tl.Unit("办公室"), head=Deputy("某人", "副主任", 2020))
    assert unstructure(line)["head"] == {"name": "某人", "post": "副主任", "since": 2020}


class Pair(NamedTuple):
    """A named tuple."""

    a: int
    b: str


def test_sequences_of_any_sort_are_lists() -> None:
    """Lists, tuples and named tuples are written as lists; a table whose type is not said more closely is taken as it is."""
    assert unstructure([(1, "a"), Pair(2, "b")]) == [[1, "a"], [2, "b"]]
    assert from_json(dict, '{"a":[1]}') == {"a": [1]}
    assert from_json(tuple, "[1,[2]]") == (1, [2])
