"""Rulebooks: what is in force when, and how every rule is guarded."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from attrs import evolve, frozen
from helpers.processes import fresh
from helpers.refusals import refused
from helpers.sample_records import audit_project, funding, key_work_item
from helpers.small_office import EFFECTIVE, OFFICE, PERSONNEL, ROSTER, RULEBOOK

from trafficlight import (
    BLUE,
    Clause,
    Entry,
    Rulebook,
    Rulebooks,
    Tally,
    Theme,
    TrafficlightError,
    Unit,
    Verdict,
    notice,
    unlit,
)
from trafficlight.errors import NoEvidence, NotInForce, RatingFaults, RuleError, ThemeError, UnknownBoard, UnknownTheme
from trafficlight.model import Progress
from trafficlight.notice import KeyWorkItem
from trafficlight.rules import Coverage, Edition, Origin, blue
from trafficlight.rules._contents import contents_digest

DAY = dt.timedelta(days=1)
LATER = Rulebook("济审2024", dt.date(2024, 3, 1), (notice.key_work(),))
BOOKS = Rulebooks((LATER, RULEBOOK))
KEY_WORK = RULEBOOK.theme("key_work")


def faults_of(theme: Theme[Any], *entries: Entry[Any]) -> tuple[RuleError, ...]:
    """What a rulebook with this theme says of entries that get no light."""
    with pytest.raises(RatingFaults) as caught:
        RULEBOOK.replacing(theme).rate(entries, roster=ROSTER)
    return tuple(fault for fault in caught.value.exceptions if isinstance(fault, RuleError))


# --- what is in force -------------------------------------------------------------------------------------------------


def test_the_date_picks() -> None:
    """A rulebook is in force from its date until the next one's; the day itself counts."""
    assert BOOKS.at(EFFECTIVE) is RULEBOOK
    assert BOOKS.at(LATER.effective - DAY) is RULEBOOK
    assert BOOKS.at(LATER.effective) is LATER
    assert BOOKS.at(dt.date(2099, 1, 1)) is LATER
    assert BOOKS.latest is LATER


def test_before_the_first() -> None:
    """A date before the first rulebook is an error that names both dates."""
    with pytest.raises(NotInForce, match="2023-08-02 尚无规则：最早的规则自 2023-08-03 起施行") as caught:
        BOOKS.at(EFFECTIVE - DAY)
    assert (caught.value.date, caught.value.first) == (EFFECTIVE - DAY, EFFECTIVE)
    assert isinstance(caught.value, LookupError)


def test_by_id() -> None:
    """A stored rating names its rulebook by id."""
    assert BOOKS.by_id("济审2023") is RULEBOOK
    with refused(LookupError, match="no “济审2022” in the rulebooks; known: 济审2023, 济审2024"):
        BOOKS.by_id("济审2022")


def test_ratings_keep_the_edition() -> None:
    """A rating says under which rules it was made."""
    (rating,) = LATER.rate([Entry("key_work", key_work_item(Progress.DONE))], roster=ROSTER)
    assert rating.edition == LATER.edition == Edition("济审2024", dt.date(2024, 3, 1), LATER.edition.digest)
    assert str(rating.edition) == f"济审2024（自2024年3月1日起施行，内容摘要{LATER.edition.digest}）"


def test_rulebooks_that_differ_never_print_the_same() -> None:
    """Another limit, another rule, another hue: another digest; the same contents have the same (§4.34)."""
    books = [Rulebook("甲", EFFECTIVE, [notice.performance_assessment(limit=limit)]) for limit in (10, 2)] + [
        Rulebook("甲", EFFECTIVE, [evolve(notice.key_work(), rule=lambda _: unlit(because=Clause("X", "一")))])
    ]
    assert len({str(book.edition) for book in books}) == 3
    again = Rulebook("甲", EFFECTIVE, [notice.performance_assessment(limit=10)])
    assert again.edition == books[0].edition


@frozen
class Visit:
    """A record of an agency, declared where annotations are texts."""

    unit: Unit
    days: tuple[int, ...] = ()


@frozen
class LongVisit(Visit):
    """One with fields of its own beside those that it inherits."""

    nights: int | None = None


@frozen
class ShortVisit(Visit):
    """One that says of a field anew what it holds."""

    days: tuple[int, int] = (0, 0)


Made: Any = frozen(type("Made", (), {"unit": attrs.field(type=Unit)}))


@pytest.mark.parametrize("record", [Visit, LongVisit, ShortVisit, Made, KeyWorkItem])
def test_an_edition_stays_when_types_are_resolved(record: type[Any]) -> None:
    """A rulebook says the same before and after `attrs.resolve_types`, which whoever reads a record calls, changed a class."""
    printed = fresh(
        f"""
import attrs
from rules.test_rulebook import {record.__name__} as record, contents_digest
before = contents_digest(record)
types = [str(at.type) for at in attrs.fields(record)]
attrs.resolve_types(record)
print(before == contents_digest(record), types != [str(at.type) for at in attrs.fields(record)])
"""
    )
    assert printed.split() == ["True", str(record is not Made)]


def test_an_edition_stays_when_something_was_read() -> None:
    """What a process stores after it read a record, another takes that has read none."""
    printed = fresh(
        """
from rules.test_rulebook import notice, contents_digest, key_work_item, Entry, Progress
from trafficlight.interchange import from_json, to_json
from helpers.small_office import RULEBOOK
before = contents_digest(notice.key_work())
entry = Entry("key_work", key_work_item(Progress.DONE))
assert from_json(Entry, to_json(entry), rulebooks=RULEBOOK) == entry
print(before, contents_digest(notice.key_work()))
"""
    )
    before, after = printed.split()
    assert before == after


def test_a_type_that_is_no_annotation_is_part_of_the_edition() -> None:
    """A class whose fields have their types from `attrs.field` alone is another one once a field holds something else."""

    def made(kind: type[Any]) -> type[Any]:
        return frozen(type("Made", (), {"unit": attrs.field(type=kind)}))

    assert contents_digest(made(Unit)) == contents_digest(made(Unit)) != contents_digest(made(str))


@pytest.mark.parametrize(
    ("books", "problem"),
    [
        ((), "at least one"),
        ((RULEBOOK, Rulebook("另一", EFFECTIVE, ())), "share effective"),
        ((RULEBOOK, Rulebook("济审2023", EFFECTIVE + DAY, ())), "share id"),
    ],
)
def test_rulebooks_must_be_told_apart(books: tuple[Rulebook, ...], problem: str) -> None:
    """No two rulebooks of one date or one id, and at least one."""
    with refused(ThemeError, match=problem):
        Rulebooks(books)


# --- themes of a rulebook ---------------------------------------------------------------------------------------------


def test_with_theme() -> None:
    """A rulebook with one theme more is another value; the first one stays as it is."""
    more = LATER.with_theme(notice.investment())
    assert [theme.key for theme in more] == ["key_work", "investment"]
    assert [theme.key for theme in LATER] == ["key_work"]
    assert (more.id, more.effective) == (LATER.id, LATER.effective)


@pytest.mark.parametrize(
    ("theme", "what"),
    [(evolve(notice.key_work(), title="另一"), "key"), (evolve(notice.key_work(), key="other"), "title")],
)
def test_duplicates_are_refused_at_the_door(theme: Theme[Any], what: str) -> None:
    """Two themes of one key, or of one title, cannot be told apart."""
    with refused(ThemeError, match=f"differ by {what}") as caught:
        RULEBOOK.with_theme(theme)
    assert isinstance(caught.value, ValueError)


def test_replacing() -> None:
    """A theme is exchanged in its place."""
    theme = notice.key_work(steward="督查室")
    changed = RULEBOOK.replacing(theme)
    assert [one.key for one in changed] == [one.key for one in RULEBOOK]
    assert changed.theme("key_work").steward == "督查室"
    assert RULEBOOK.theme("key_work").steward == "办公室"


def test_they_can_be_read_at_a_prompt() -> None:
    """A rulebook shows its id, its date and its themes' keys, several show their editions."""
    assert repr(LATER) == "Rulebook('济审2024', 2024-03-01, key_work)"
    assert repr(BOOKS) == f"Rulebooks({', '.join(str(book.edition) for book in BOOKS.editions)})"


def test_unknown_themes() -> None:
    """A key that does not exist is an error that names those that do."""
    with pytest.raises(UnknownTheme, match="没有主题“重点工作”；可用：key_work") as caught:
        LATER.theme("重点工作")
    assert (caught.value.name, caught.value.known) == ("重点工作", ("key_work",))
    assert isinstance(caught.value, LookupError)
    with pytest.raises(UnknownTheme):
        LATER.replacing(notice.investment())
    with pytest.raises(UnknownTheme, match="没有主题“investment”；可用：key_work"):
        LATER.rate([Entry("investment", None)], roster=ROSTER)


# --- rating -----------------------------------------------------------------------------------------------------------


def test_serials() -> None:
    """序号 is the sheet's where it has one, else the place in the theme."""
    records = [key_work_item(Progress.DONE)] * 3
    entries = [Entry("key_work", records[0]), Entry("key_work", records[1], 9), Entry("key_work", records[2])]
    assert [rating.serial for rating in RULEBOOK.rate(entries, roster=ROSTER)] == [1, 9, 3]


def test_nothing_due_nothing_said() -> None:
    """Absence is told by the coverage alone: without it nobody is red for a row that nobody saw (§3.4, §4.19)."""
    assert len(RULEBOOK.rate([], roster=ROSTER)) == 0
    came = Coverage.received(RULEBOOK.theme(key) for key in ("reform_county", "key_work"))
    ratings = RULEBOOK.rate([], roster=ROSTER, coverage=came)
    assert [(rating.theme.key, rating.units[0].name) for rating in ratings] == [
        ("reform_county", "金乡县审计局"),
        ("reform_county", "邹城市审计局"),
    ]


def test_absence_needs_its_board() -> None:
    """A theme whose absence speaks on a board that the roster lacks is an error that names the boards there are."""
    theme = notice.reform_county(boards=("towns",))
    came = Coverage.received([theme])
    with pytest.raises(UnknownBoard, match="没有榜“towns”；可用：departments、counties"):
        RULEBOOK.replacing(theme).rate([], roster=ROSTER, coverage=came)


def test_all_faults_at_once() -> None:
    """Every record without a light is named, with theme, number and row; nothing is rated."""
    origin = Origin("对上争取.xlsx", "局", 5)
    with pytest.raises(
        RatingFaults, match="2 条记录没有依据，未予评定；第一条：缺少依据“已争取事项”，不予亮灯"
    ) as caught:
        RULEBOOK.rate(
            [
                Entry("upward_funding_bureau", funding((), (), 2), 4, origin),
                Entry("key_work", key_work_item(Progress.DONE)),
                Entry("key_work", key_work_item(None)),
            ],
            roster=ROSTER,
        )
    assert isinstance(caught.value, TrafficlightError)
    assert "not rated: 2; the first: there is no evidence “" in caught.value.say("en")
    first, second = caught.value.lines()
    assert first.startswith(
        "主题“upward_funding_bureau”对上争取.xlsx〔局〕第5行，第4项：缺少依据“已争取事项”，不予亮灯"
    )
    assert second.startswith(
        "主题“key_work”第2项：缺少依据“进度评价”，不予亮灯；应为 已办结、正常推进、推进缓慢、严重滞后 之一；"
    )


def test_a_refusal_is_chained() -> None:
    """The rule's own refusal is the cause; theme, record, number and place are attributes."""
    record = key_work_item(None)
    (fault,) = faults_of(KEY_WORK, Entry("key_work", record, 3, Origin("a.xlsx", "表1", 7)))
    assert (fault.theme, fault.record, fault.serial, fault.where) == ("key_work", record, 3, "a.xlsx〔表1〕第7行")
    assert isinstance(fault.__cause__, NoEvidence)
    assert fault.problem == str(fault.__cause__)


def crashing(record: KeyWorkItem) -> Verdict:
    """A foreign rule with a fault of its own."""
    raise ZeroDivisionError(record.matter)


@pytest.mark.parametrize(
    ("theme", "record"),
    [
        (KEY_WORK, "文字"),
        (KEY_WORK, key_work_item(None)),
        (KEY_WORK, key_work_item(Progress.DONE, Unit("甲"), Unit("乙"))),
        (evolve(KEY_WORK, rule=crashing), key_work_item(Progress.DONE)),
    ],
    ids=["another class", "refused", "strangers", "crash"],
)
def test_every_fault_says_where(theme: Theme[Any], record: object) -> None:
    """Whatever is wrong with a record: theme, record, number and place are attributes of the fault."""
    (fault,) = faults_of(theme, Entry("key_work", record, 3, Origin("a.xlsx", "表1", 7)))
    assert (fault.theme, fault.record, fault.serial, fault.where) == ("key_work", record, 3, "a.xlsx〔表1〕第7行")


def test_strangers_are_named() -> None:
    """Each unit that the roster lacks is named."""
    (fault,) = faults_of(KEY_WORK, Entry("key_work", key_work_item(Progress.DONE, Unit("甲"), OFFICE, Unit("乙"))))
    assert fault.problem == "花名册中没有“甲、乙”"


def test_the_group_splits_by_type() -> None:
    """`except*` and `split` keep the group's type and its lines (PEP 654)."""
    with pytest.raises(RatingFaults) as caught:
        RULEBOOK.rate([Entry("key_work", key_work_item(None))] * 2, roster=ROSTER)
    kept, rest = caught.value.split(lambda fault: isinstance(fault, RuleError))
    assert isinstance(kept, RatingFaults)
    assert len(kept.lines()) == 2
    assert rest is None


# --- foreign rules ----------------------------------------------------------------------------------------------------


def test_a_crash_is_a_typed_error() -> None:
    """A foreign rule that crashes is told with theme and record; its exception is chained."""

    def crash(record: KeyWorkItem) -> Verdict:
        raise ZeroDivisionError(record.matter)

    (fault,) = faults_of(evolve(KEY_WORK, rule=crash), Entry("key_work", key_work_item(Progress.DONE)))
    assert fault.problem == "规则出错 ZeroDivisionError: 事项"
    assert isinstance(fault.__cause__, ZeroDivisionError)
    assert "KeyWorkItem" in str(fault)


@pytest.mark.parametrize("result", [None, "蓝", BLUE, Tally.of(BLUE)])
def test_a_result_that_is_no_verdict(result: Any) -> None:
    """A rule that returns something else is told what it should return."""
    (fault,) = faults_of(evolve(KEY_WORK, rule=lambda _: result), Entry("key_work", key_work_item(Progress.DONE)))
    assert fault.problem == f"规则应返回 Verdict，却返回 {type(result).__name__}"


def test_a_verdict_of_something_else() -> None:
    """Marks that are no tally never reach a count."""
    clause = Clause("X1", "一律")
    theme = evolve(KEY_WORK, rule=lambda _: Verdict("蓝", clause))  # type: ignore[arg-type]  # unchecked hosts exist
    (fault,) = faults_of(theme, Entry("key_work", key_work_item(Progress.DONE)))
    assert fault.problem == "Verdict.marks 应为 Tally，而不是 '蓝'"


def test_a_record_of_another_theme() -> None:
    """A record that is not the theme's is refused before its rule sees it."""
    (fault,) = faults_of(KEY_WORK, Entry("key_work", audit_project(Progress.DONE)))
    assert fault.problem == "记录应为 KeyWorkItem"


def test_units_outside_the_roster() -> None:
    """A unit that no board has would be lit and never counted; it is refused."""
    record = key_work_item(Progress.DONE, OFFICE, Unit("信息科"))
    (fault,) = faults_of(KEY_WORK, Entry("key_work", record))
    assert fault.problem == "花名册中没有“信息科”"


@pytest.mark.parametrize(
    ("credited", "problem"),
    [
        ((), "未指明责任单位"),
        (("办公室",), "责任单位应为 Unit，而不是文字“办公室”：用 roster.find(…) 查得"),
        ((OFFICE, "办公室"), "责任单位应为 Unit，而不是文字“办公室”：用 roster.find(…) 查得"),
        (([OFFICE],), "规则出错 TypeError: unhashable type: 'list'"),
        (None, "规则出错 TypeError: 'NoneType' object is not iterable"),
    ],
)
def test_credits_that_are_no_units(credited: Any, problem: str) -> None:
    """Whatever a foreign `credits` returns, only known units are marked."""
    theme = evolve(KEY_WORK, credits=lambda _: credited)
    (fault,) = faults_of(theme, Entry("key_work", key_work_item(Progress.DONE)))
    assert fault.problem == problem


@frozen
class Petition:
    """信访事项: another agency's record, whose unit may be blank."""

    unit: Unit | None
    resolved: int


def petitions() -> Rulebook:
    """The rulebook with a theme of such records."""
    form = evolve(
        notice.investment().form,
        columns=(evolve(notice.investment().form.columns[1], required=False),),
    )
    clause = Clause("P1", "办结", "信访工作办法")
    form = evolve(
        form, columns=(*form.columns, evolve(form.columns[0], header="办结数", aliases=(), fields=("resolved",)))
    )
    return RULEBOOK.with_theme(Theme("petitions", "信访", Petition, lambda _: blue(because=clause), form, (clause,)))


def test_a_unit_that_is_a_text() -> None:
    """A record that names its unit by a text is told so, with the whole name, and not that each letter is no unit."""
    name: Any = "青溪一中"
    with pytest.raises(RatingFaults, match=r"责任单位应为 Unit，而不是文字“青溪一中”：用 roster\.find") as caught:
        petitions().rate([Entry("petitions", Petition(name, 1))], roster=ROSTER)
    assert "not the text “青溪一中”: roster.find(…) finds it" in caught.value.say("en")


def test_a_blank_unit() -> None:
    """A record without a unit marks nobody, and says so."""
    book = petitions()
    (rating,) = book.rate([Entry("petitions", Petition(PERSONNEL, 1))], roster=ROSTER)
    assert rating.units == (PERSONNEL,)
    with pytest.raises(RatingFaults) as caught:
        book.rate([Entry("petitions", Petition(None, 1))], roster=ROSTER)
    assert "未指明责任单位" in caught.value.lines()[0]
