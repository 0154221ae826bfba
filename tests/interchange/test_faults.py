"""错误: JSON that does not fit is refused, all faults at once, each with its path and what is allowed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import attrs
import pytest
from helpers.public_values import CASES, EARLIER, RULEBOOKS, Case
from helpers.small_office import OFFICE, ROSTER, RULEBOOK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trafficlight as tl
from trafficlight.interchange import from_json, structure, to_json, unstructure
from trafficlight.messages import english

PROGRESS = "done、on_track、slow、severely_delayed"
BLUE = {"key": "blue", "label": "蓝", "colour": "0070C0"}


K = TypeVar("K")


@attrs.frozen
class Box(Generic[K]):
    """A class that is generic in its content."""

    x: K


@attrs.frozen
class Crate(Generic[K]):
    """A class that holds another generic one."""

    box: Box[K]


class Careless(Box):  # type: ignore[type-arg]  # on purpose
    """A class of which nobody says what it holds."""


class CarelessCrate(Crate):  # type: ignore[type-arg]  # on purpose
    """The same, one level up."""


@attrs.frozen
class Unresolved:
    """A class whose annotation leads nowhere."""

    x: Nowhere  # type: ignore[name-defined]  # noqa: F821  # on purpose


LEDGER = tl.notice.KeyWorkItem("事项", "", "", tl.model.Progress.SLOW, "", tl.model.Responsibility((OFFICE,)), "局")


def problems(into: Any, text: str | bytes, **context: Any) -> list[tuple[str, str]]:
    """What is wrong with a text, in order."""
    with pytest.raises(tl.errors.InterchangeError) as refusal:
        from_json(into, text, **context)
    assert refusal.value.source == "JSON"
    return list(refusal.value.problems)


@pytest.mark.parametrize("count", [996, 20_000])
def test_faults_without_end_are_not_all_worked_out(count: int) -> None:
    """A thousand are listed, of any file, and that there are more; up to there nothing is said of a limit."""
    found = problems(tl.Agency, json.dumps(dict.fromkeys(map(str, range(count)), 1)))
    assert len(found) == min(count + 4, 1_001)
    assert (found[-1] == ("$", "错误过多，只列出前 1000 处")) == (count > 996)


@pytest.mark.parametrize("text", [json.dumps(["x"] * 20_000), json.dumps(dict.fromkeys(map(str, range(20_000)), "x"))])
def test_members_without_end_are_not_all_read(text: str) -> None:
    """Of a list or table of wrong members no more are read than are listed: each error kept costs a kilobyte and more."""
    into: Any = tuple[int, ...] if text.startswith("[") else dict[str, int]
    with pytest.raises(tl.errors.InterchangeError) as refusal:
        from_json(into, text)
    assert len(refusal.value.problems) == 1_001
    assert len(refusal.value.__cause__.exceptions) == 1_001  # type: ignore[union-attr]  # a group of cattrs


def changed(value: object, *path: str | int, to: object) -> str:
    """The value's JSON with one member exchanged."""
    data = unstructure(value)
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = to
    return json.dumps(data)


@pytest.mark.parametrize(
    ("into", "text", "expected"),
    [
        (str, "1", "应为文字，而不是1"),
        (str, "null", "应为文字，而不是空"),
        (str, "true", "应为文字，而不是true"),
        (str, '["a"]', "应为文字，而不是列表"),
        (str, r'"\ud83d"', r"文字含有不成对的代理字符：'\ud83d'"),
        (int, "true", "应为整数，而不是true"),
        (int, '"3"', "应为整数，而不是“3”"),
        (int, '"３"', "应为整数，而不是“３”"),
        (int, "3.0", "应为整数，而不是3.0"),
        (bool, "1", "应为 true 或 false，而不是1"),
        (bool, '"否"', "应为 true 或 false，而不是“否”"),
        (float, "true", "应为数，而不是true"),
        (float, '"2.5"', "应为数，而不是“2.5”"),
        (float, "1e999", "应为有限的数"),
        (float, "1" + "0" * 400, "应为有限的数"),
        (dt.date, '"20230803"', "应为日期，如 2023-08-03，而不是“20230803”"),
        (dt.date, '"2023-W31-4"', "应为日期，如 2023-08-03，而不是“2023-W31-4”"),
        (dt.date, '"2023-02-30"', "应为日期，如 2023-08-03，而不是“2023-02-30”"),
        (dt.date, '"2023-08-03T00:00"', "应为日期，如 2023-08-03，而不是“2023-08-03T00:00”"),
        (dt.date, "20230803", "应为日期，如 2023-08-03，而不是20230803"),
        (tl.model.Progress, '"已办结"', f"应为 {PROGRESS} 之一，而不是“已办结”"),
        (tl.model.Progress, '"onn_track"', f"应为 {PROGRESS} 之一，而不是“onn_track”（是否“on_track”？）"),
        (tl.model.Progress, "[1]", f"应为 {PROGRESS} 之一，而不是列表"),
        (tl.Unit, '" "', "不得为空白"),
        (tl.Unit, '{"name":"办公室"}', "应为文字，而不是键值表"),
        (tl.Quarter, '"2023Q5"', "应为季度，如 2023Q3，而不是“2023Q5”"),
        (tl.Quarter, '"２０２３Q3"', "应为季度，如 2023Q3，而不是“２０２３Q3”"),
        (tl.Quarter, "20233", "应为季度，如 2023Q3，而不是20233"),
        (tl.Week, '"2023-09-26"', "应为周，如 2023W39，而不是“2023-09-26”"),
        (tuple[str, ...], '"abc"', "应为列表，而不是“abc”"),
        (tuple[str, ...], '{"a":1}', "应为列表，而不是键值表"),
        (tuple[str, int], '["a"]', "应有 2 项，而不是 1 项"),
        (dict[str, int], "[1]", "应为键值表，而不是列表"),
        (tl.Mark, "[]", "应为键值表，而不是列表"),
        (tl.Palette, '{"marks":[]}', "不符合要求：标识体系至少要有一个标识"),
        (tl.Order, '{"criteria":[]}', "排序规则（criteria）至少有一条"),
        (tl.model.Person, "{}", "不符合要求：人员的姓名（name）与职务（post）至少要有一项"),
        (tl.Tally, json.dumps([BLUE | {"count": 1}, BLUE | {"count": 2}]), "同一个标识出现不止一次"),
        (
            tl.Tallies,
            '{"rows":[{"unit":"甲","tally":[]},{"unit":"乙","tally":[]},{"unit":"甲","tally":[]}]}',
            "单位出现不止一次：甲",
        ),
        (tl.ranking.Movement, "{}", "请写明 Movement 里是什么，如 Movement[Unit]"),
        (tl.ranking.Inversion[Any], "{}", "请写明 Inversion 里是什么，如 Inversion[Unit]"),
        (object, "1", "不支持的类型 object"),
        (bytes, '"a"', "不支持的类型 bytes"),
        (Path, '"a"', "不支持的类型 Path"),
        (
            tl.model.Person | int,
            '"a"',
            "不支持的类型 trafficlight.model._units.Person | int",
        ),
        (int | str, "true", "应为类型 int、str 之一，而不是true"),
        (int | str | None, "0.5", "应为类型 int、str、NoneType 之一，而不是0.5"),
        (Literal["甲", 1], '"乙"', "应为 甲、1 之一，而不是“乙”"),
        (Literal["甲", 1], "true", "应为 甲、1 之一，而不是true"),
        (dict[dt.date, int], "[]", "应为键值表，而不是列表"),
        (Unresolved, "{}", "Unresolved 的类型注解无法解析（name 'Nowhere' is not defined）"),
    ],
)
def test_nothing_is_taken_for_something_else(into: Any, text: str, expected: str) -> None:
    """An int is no text, True no int, “3” no number, a text no list; a fault says what is allowed and what stood there."""
    assert problems(into, text) == [("$", expected)]


def test_the_same_faults_in_english() -> None:
    """A host whose users read no Chinese gets the same faults in English."""
    text = '{"key":" ","lable":1,"colour":"blau","unit":null,"tags":{"a":true}}'
    told = {path: english(words) for path, words in problems(tl.Mark, text)}
    assert told == {
        "$.key": "it must not be blank",
        "$.label": "it is missing",
        "$.colour": "expected six upper-case hexadecimal digits (RRGGBB), not “blau”",
        "$.lable": "there is no such key; known: key, label, colour (did you mean “label”?)",
        "$.tags": "there is no such key; known: key, label, colour",
        "$.unit": "there is no such key; known: key, label, colour",
    }
    for into, wrong, words in (
        (int, "[1]", "expected a whole number, not a list"),
        (tl.model.Progress, '"on_trck"', f"expected one of {PROGRESS.replace('、', ', ')}, not “on_trck” (did you mean “on_track”?)"),
        (tl.model.Person, "{}", "Person refuses it: a person needs a name or a post"),
        (dt.date, '"2023-02-30"', "expected a date such as 2023-08-03, not “2023-02-30”"),
        (dt.date, "20230803", "expected a date such as 2023-08-03, not 20230803"),
        (tuple[str, int], '["a"]', "expected 2 members, not 1"),
        (tl.Order, '{"criteria":[]}', "an order needs at least one criterion (criteria)"),
        (tl.Theme[Any], '"key"', "rules are code, and JSON has their names alone: pass rulebooks with scheme= or rulebooks="),
    ):  # fmt: skip
        assert [english(said) for _, said in problems(into, wrong)] == [words]
    assert [english(place) for place, _ in problems(tl.Mark, "{\n  x")] == ["line 2, column 3"]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "第 1 行第 1 列", "不是合法的 JSON（Expecting value）"),
        ('{\n  "key": blue\n}', "第 2 行第 10 列", "不是合法的 JSON（Expecting value）"),
        (b'{"a": "\xb0\xec"}', "第 8 字节", "不是 UTF-8 编码"),
        ("NaN", "$", "不是合法的 JSON（NaN 不是数）"),
        ("-Infinity", "$", "不是合法的 JSON（-Infinity 不是数）"),
        ("[" * 200_000, "$", "不是合法的 JSON（嵌套过深）"),
    ],
)
def test_text_that_is_no_json(text: str | bytes, place: str, words: str) -> None:
    """Text that is no JSON is refused with its line and column, bytes that are no UTF-8 with their place."""
    assert problems(tl.Mark, text) == [(place, words)]


def test_digits_without_end() -> None:
    """A number of many thousand digits, which takes Python forever, is refused as such."""
    (problem,) = problems(int, "9" * 10_000)
    assert problem[0] == "$"
    assert "不是合法的 JSON" in problem[1]


def test_keys_that_stand_twice_are_all_named() -> None:
    """JSON readers keep the last of two equal keys, silently; here both places are faults."""
    text = '[{"name":"甲","name":"乙"},{"name":"丙","post":"科长","post":"科长"}]'
    assert problems(list[tl.model.Person], text) == [
        ("$[0].name", "同一个键出现不止一次"),
        ("$[1].post", "同一个键出现不止一次"),
    ]


def test_a_byte_order_mark_is_no_fault() -> None:
    """Some editors put a mark before the text; it is neither part of it nor a fault, as bytes or as text."""
    text = "\ufeff" + to_json(OFFICE)
    assert from_json(tl.Unit, text) == from_json(tl.Unit, text.encode()) == OFFICE


def test_all_faults_come_at_once() -> None:
    """Missing keys, keys too many with the nearest allowed one, wrong types at any depth: one error names them all."""
    text = json.dumps(
        {
            "board": {"key": " ", "titel": "榜", "lines": [{"unit": "甲"}, {"unit": 3, "head": {"name": None}}]},
            "order": {"criteria": [{"marks": [BLUE | {"colour": "blau"}], "better": "mor"}]},
            "rows": [{"place": "1", "line": {"unit": "甲"}, "tally": [BLUE | {"count": -1}, BLUE | {"count": 1.5}]}],
            "ties": "dense",
        }
    )
    assert problems(tl.Standings, text) == [
        ("$.board.key", "不得为空白"),
        ("$.board.title", "缺少这一项"),
        ("$.board.lines[1].unit", "应为文字，而不是3"),
        ("$.board.lines[1].head.name", "应为文字，而不是空"),
        (
            "$.board.titel",
            "没有这一项；可用：key、title、lines、unit_header、head_header、leader_header（是否“title”？）",
        ),
        ("$.order.criteria[0].marks[0].colour", "应为六位大写十六进制数（RRGGBB），而不是“blau”"),
        ("$.order.criteria[0].better", "应为 more、fewer 之一，而不是“mor”（是否“more”？）"),
        ("$.rows[0].place", "应为整数，而不是“1”"),
        ("$.rows[0].tally[0].count", "应为不小于 0 的整数，而不是-1"),
        ("$.rows[0].tally[1].count", "应为整数，而不是1.5"),
    ]


def test_a_table_names_its_keys() -> None:
    """In a table of values the path has the key, in quotes where it is no plain word."""
    assert problems(dict[str, int], '{"甲":"x","第 一":null}') == [
        ("$.甲", "应为整数，而不是“x”"),
        ('$["第 一"]', "应为整数，而不是空"),
    ]
    assert problems(dict[tl.Unit, int], '{" ":1}') == [('$[" "]', "不得为空白")]
    assert from_json(dict[tl.Unit, int], '{"办公室":1}') == {OFFICE: 1}


def test_long_texts_are_cut_in_messages() -> None:
    """A message quotes enough to find the place, never a whole file."""
    ((_, words),) = problems(int, json.dumps("长" * 100_000))
    assert words == f"应为整数，而不是“{'长' * 40}…”"


def test_the_causes_are_chained() -> None:
    """cattrs' own errors do not cross the border; they are there as causes for whoever debugs."""
    import cattrs

    with pytest.raises(tl.errors.InterchangeError) as refusal:
        from_json(tl.Mark, "{}", source="标识.json")
    assert refusal.value.source == "标识.json"
    assert isinstance(refusal.value, ValueError)
    assert not isinstance(refusal.value, cattrs.BaseValidationError)
    assert isinstance(refusal.value.__cause__, cattrs.ClassValidationError)
    assert str(refusal.value).splitlines() == [
        "标识.json：3 处错误",
        "  $.key：缺少这一项",
        "  $.label：缺少这一项",
        "  $.colour：缺少这一项",
    ]


# --- ratings and entries ------------------------------------------------------------------------------------------------


def rated() -> tl.Rating[Any]:
    """A rating of the small office."""
    return RULEBOOK.rate([tl.Entry("key_work", LEDGER)], roster=ROSTER)[0]


def test_ratings_need_their_rulebook() -> None:
    """A rating refers to its theme by name: without rulebooks nothing is guessed, and the message says what to pass."""
    needed = "规则是代码，JSON 里只有名称：请以 scheme= 或 rulebooks= 给出规则集"
    for into in (tl.Rating[Any], tl.rules.Ratings, tl.Entry[Any], tl.Entry, tl.Theme[Any], tl.Rulebook):
        assert problems(into, "[]") == [("$", needed)]
    assert problems(tl.Scheme, "{}") == [("$", needed)]


def test_the_rulebook_must_be_the_same_edition() -> None:
    """Id and effective date must agree with a rulebook at hand; else words and limits might have changed unseen."""
    other_date = [("$.edition.effective", "应为规则集“济审2023”的施行日期 2023-08-03，而不是“2024-01-01”")]
    assert (
        problems(tl.Rating[Any], changed(rated(), "edition", "effective", to="2024-01-01"), rulebooks=RULEBOOKS)
        == other_date
    )
    other_book = [("$.edition.id", "没有规则集“济审2033”；可用：济审2020、济审2023（是否“济审2023”？）")]
    assert problems(tl.Rating[Any], changed(rated(), "edition", "id", to="济审2033"), rulebooks=RULEBOOKS) == other_book
    other_theme = problems(tl.Rating[Any], changed(rated(), "theme", to="keywork"), rulebooks=RULEBOOK)
    assert [path for path, _ in other_theme] == ["$.theme"]
    assert other_theme[0][1].startswith("没有主题“keywork”；可用：performance_assessment、")
    assert other_theme[0][1].endswith("（是否“key_work”？）")


def test_faults_in_a_record_stand_beside_those_of_its_edition() -> None:
    """A wrong date does not hide what is wrong in the record, the verdict and the origin."""
    data = unstructure(rated())
    data["edition"]["effective"] = "2024-01-01"
    data["record"]["progress"] = "slw"
    data["verdict"]["because"]["reading"] = 0
    data["origin"] = {"file": "a", "sheet": "b", "row": "3"}
    data["unit"] = []
    with pytest.raises(tl.errors.InterchangeError) as refusal:
        structure(tl.Rating[Any], data, rulebooks=RULEBOOK)
    assert [path for path, _ in refusal.value.problems] == [
        "$.edition.effective",
        "$.verdict.because.reading",
        "$.record.progress",
        "$.origin.row",
        "$.unit",
    ]


def test_a_theme_of_another_record_is_refused() -> None:
    """`Rating[Reform]` means a rating of that record: a stored rating of another is a fault, not a wrong type later."""
    assert problems(tl.Rating[tl.notice.Reform], to_json(rated()), rulebooks=RULEBOOK) == [
        ("$.value.theme", "主题“key_work”的记录是 KeyWorkItem，而不是 Reform")
    ]
    assert from_json(tl.Rating[tl.notice.KeyWorkItem], to_json(rated()), rulebooks=RULEBOOK) == rated()


def test_entries_without_rulebooks() -> None:
    """An entry whose record type is named needs no rulebook; one of an unknown theme is refused."""
    entry = tl.Entry("key_work", LEDGER, 3)
    assert from_json(tl.Entry[tl.notice.KeyWorkItem], to_json(entry)) == entry
    assert from_json(tl.Entry[tl.notice.KeyWorkItem], to_json(entry), rulebooks=RULEBOOK) == entry
    ((path, words),) = problems(tl.Entry[Any], changed(entry, "theme", to="x"), rulebooks=RULEBOOK)
    assert path == "$.theme"
    assert words.startswith("没有主题“x”；可用：")
    assert problems(tl.Entry[Any], changed(entry, "theme", to=[]), rulebooks=RULEBOOK) == [
        ("$.theme", "应为文字，而不是列表")
    ]


def test_editions_that_differ_are_not_mixed_up() -> None:
    """A theme that two editions hold differently, or for other records, is not guessed: the message asks for one edition."""
    key = EARLIER.themes[0].key
    assert problems(tl.Theme[Any], json.dumps(key), rulebooks=RULEBOOKS) == [
        ("$", f"主题“{key}”在各规则集中不同：请以 rulebooks= 只给出一部规则集")
    ]
    assert from_json(tl.Theme[Any], json.dumps(key), rulebooks=EARLIER) is EARLIER.themes[0]
    assert problems(tl.Theme[Any], '"key_work"', rulebooks=EARLIER) == [("$", f"没有主题“key_work”；可用：{key}")]
    other = attrs.evolve(tl.notice.audit_projects(), key="key_work")
    both = tl.Rulebooks((RULEBOOK, tl.Rulebook("又一部", dt.date(2021, 1, 1), [other])))
    assert problems(tl.Entry[Any], to_json(tl.Entry("key_work", LEDGER)), rulebooks=both) == [
        ("$.value.theme", "主题“key_work”的记录类型在各规则集中不同：请以 rulebooks= 只给出一部规则集")
    ]


def test_a_scheme_must_hold_together() -> None:
    """What a scheme's parts say of each other is checked when it is read, as when it is made."""
    agency = tl.Agency("局", "局", "局", ROSTER)
    scheme = tl.notice.scheme(agency, RULEBOOK, counted={"departments": ["key_work"]})
    assert from_json(tl.Scheme, to_json(scheme), scheme=scheme) == scheme
    ((path, words),) = problems(tl.Scheme, changed(scheme, "counted", to={"streets": []}), scheme=scheme)
    assert (path, words.split("；")[0]) == ("$", "counted：没有榜“streets”")
    ((path, words),) = problems(tl.Scheme, changed(scheme, "palette", "marks", to=[BLUE]), scheme=scheme)
    assert (path, words) == ("$", "不符合要求：标识体系有 蓝，缺少 黄、红")
    ((path, words),) = problems(tl.Scheme, changed(scheme, "rulebooks", to=[]), scheme=scheme)
    assert (path, words.split("（")[0]) == ("$.rulebooks", "应有至少一部规则集，且不重复")


@pytest.mark.parametrize(
    ("field", "table", "where"),
    [
        ("counted", {"departments": ["key_work", 1]}, "$.counted.departments[1]"),
        ("counted", {"departments": 3}, "$.counted.departments"),
        ("words", {"summary": "共{total}项", "letter": 3}, "$.words.letter"),
        ("words", {"letter.approvals": ["拟稿", 1]}, '$.words["letter.approvals"][1]'),
    ],
)
def test_a_table_of_texts_says_at_which_name(field: str, table: object, where: str) -> None:
    """The place of a fault has the board, or the word, under which it stands."""
    scheme = tl.notice.scheme(tl.Agency("局", "局", "局", ROSTER), RULEBOOK)
    assert [path for path, _ in problems(tl.Scheme, changed(scheme, field, to=table), scheme=scheme)] == [where]


# --- what cannot be written ----------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Data:
    """A class that is no attrs class."""

    x: int


@pytest.mark.parametrize(
    ("value", "place", "words"),
    [
        (float("nan"), "$", "应为有限的数，而不是 nan"),
        ({"a": [0.5, float("inf")]}, "$.a[1]", "应为有限的数，而不是 inf"),
        ({2023: "x"}, "$", "键应为文字，而不是2023"),
        ({"a": {tl.model.Person("甲"): 1}}, "$.a", "键应为文字，而不是甲"),
        ({OFFICE: 1, "办公室": 2}, "$", "不同的键写成同一个词：办公室、办公室"),
        (tl.model.Person("\udc80"), "$.name", r"文字含有不成对的代理字符：'\udc80'"),
        (Path("x"), "$", f"{type(Path()).__name__} 不能写成 JSON"),
        ([Data(1)], "$[0]", "Data 不能写成 JSON"),
        ({"\udc80": 1}, "$", r"键含有不成对的代理字符：'\udc80'"),
        ([10**5000], "$[0]", "整数过长"),
        ([object()], "$[0]", "object 不能写成 JSON"),
        (b"x", "$", "bytes 不能写成 JSON"),
        (tl.model.Choice(tl.Vocabulary("词", [("甲", 1), ("乙", "二")])), "$", "Choice 不能写成 JSON"),
    ],
)
def test_what_json_cannot_hold_is_refused_with_its_place(value: object, place: str, words: str) -> None:
    """Nothing is written that would be read back as something else; both ways of writing refuse it."""
    for write in (to_json, unstructure):
        with pytest.raises(tl.errors.InterchangeError) as refusal:
            write(value)
        assert refusal.value.problems == ((place, words),)


def test_what_cannot_be_told_apart_is_refused() -> None:
    """Two keys that mean the same unit are a fault; so is a generic class whose content nobody says."""
    assert problems(dict[Decimal, int], '{"1.0":1,"1.00":2}') == [("$", "不同的键代表同一个值")]
    assert problems(Careless, '{"x":1}') == [("$.x", "不支持的类型 K")]
    assert problems(CarelessCrate, '{"box":{"x":1}}') == [("$", "请写明 Box 里是什么，如 Box[Unit]")]
    assert from_json(Crate[int], '{"box":{"x":1}}') == Crate(Box(1))


@attrs.frozen
class Nested:
    """A class that holds its own kind."""

    inner: Nested | None = None


@pytest.mark.parametrize("depth", [3, 100, 300, 450])
def test_a_class_inside_itself(depth: int) -> None:
    """A value nested a few levels comes back; one that Python cannot follow is a typed error, wherever it gives up."""
    text = '{"inner":' * depth + "null" + "}" * depth
    said: set[str] = set()
    try:
        value: Nested | None = from_json(Nested, text)
    except tl.errors.InterchangeError as refusal:
        value, said = None, {words for _, words in refusal.problems}
    assert said in (set(), {"嵌套过深"})
    assert depth > 3 or to_json(value) == f'{{"trafficlight":2,"value":{text}}}'


def test_nested_without_end() -> None:
    """A list that holds itself, or lists inside lists a hundred thousand deep, end in a typed error."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(tl.errors.InterchangeError, match="嵌套过深"):
        to_json(endless)
    with pytest.raises(tl.errors.InterchangeError, match="嵌套过深"):
        unstructure(endless)


# --- anything at all ----------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places_in(data: Any) -> list[tuple[Any, Any]]:
    """Every member of plain data as (holder, key)."""
    keys = list(data) if isinstance(data, dict) else list(range(len(data))) if isinstance(data, list) else []
    return [place for key in keys for place in [(data, key), *places_in(data[key])]]


@pytest.mark.parametrize("case", [pytest.param(case, id=cl.__name__) for cl, case in CASES.items()])
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_json_is_a_value_or_a_typed_error(case: Case, data: st.DataObject) -> None:
    """Whatever stands in place of some member: a value that is written the same again, or an `InterchangeError`."""
    plain = unstructure(data.draw(case.values))
    places = places_in(plain)
    inside, renamed = data.draw(st.tuples(st.booleans(), st.booleans()))
    if places and inside:
        holder, key = data.draw(st.sampled_from(places))
        if isinstance(holder, dict) and renamed:
            holder[data.draw(st.text(max_size=4))] = holder.pop(key)
        else:
            holder[key] = data.draw(JSON)
    else:
        plain = data.draw(JSON)
    problems: tuple[tuple[str, str], ...] = ()
    try:
        value = structure(case.into, plain, rulebooks=RULEBOOKS)
    except tl.errors.InterchangeError as refusal:
        problems = refusal.problems
    else:
        assert structure(case.into, unstructure(value), rulebooks=RULEBOOKS) == value
        return
    assert problems
    assert all(path.startswith("$") and words for path, words in problems)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"units": ["甲"], "partners": ["甲"]}, "写了两次"),
        ({"units": [], "partners": ["甲"]}, "至少要有一个责任单位"),
    ],
)
def test_units_with_partners_that_cannot_be_are_a_fault_of_their_table(stored: Any, said: str) -> None:
    """What the class of such units refuses comes as an error of the document, with its place, also at the root."""
    with pytest.raises(tl.errors.InterchangeError, match=said) as caught:
        structure(tuple[tl.Unit, ...], stored)
    assert [path for path, _ in caught.value.problems] == ["$"]


def test_partners_are_not_dropped_where_a_value_keeps_them_elsewhere() -> None:
    """A `Responsibility` has its partners beside the units: a table of both in the place of its units is refused."""
    with pytest.raises(tl.errors.InterchangeError, match="partners="):
        structure(tl.model.Responsibility, {"units": {"units": ["甲"], "partners": ["乙"]}})
