"""认定类专题 (对上争取 A4-2.4, A4-3.1; 改革创新 A4-2.5, A4-3.2): blue as often as recognised, yellow for plans, red for neither."""

from __future__ import annotations

from typing import Final, Protocol, TypeVar, Unpack

from attrs import field, frozen

from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Form, Says, collected, column, line_label, serial
from trafficlight.model._kinds import CellValue, Items, OneUnit
from trafficlight.model._numbers import Whole
from trafficlight.model._units import Unit
from trafficlight.notice._recognised_items import recognitions
from trafficlight.notice._shared import UnitOptions, clause, colours_note, reading, theme
from trafficlight.rules._decision_tables import Case, DecisionTable, where
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Clause, Verdict, blue, red, yellow

R = TypeVar("R", bound="HasItems")

UNRECOGNISED: Final = reading("R5", "已争取而未经认定的，按拟争取计，为黄色标识")
"""No blue without recognition; an unrecognised win counts as planned, and the explanation says so (§3.5)."""

ABSENT: Final = reading("R4", "没有报送的，视同已争取、拟争取事项均没有，为红色标识")
"""A unit without a row (§3.4, §4.40)."""

_RECOGNISED_HINT: Final = "已经认定的，在该项末尾写“（已认定）”"
_COUNT_HINT: Final = "通过认定的项数；空着的，按标注“（已认定）”的项数计"


@frozen
class WonItems(Items):
    """已争取事项: items that may say that they were recognised, each once."""

    def parse(self, cell: CellValue, roster: Roster) -> tuple[str, ...]:
        """The items. Raises `UnreadableCell` also where one says twice that it was recognised: it may be two (§4.20)."""
        items = super().parse(cell, roster)
        if any(recognitions(item)[0] > 1 for item in items):
            raise UnreadableCell(_ONE_EACH)
        return items


@frozen
class PlannedItems(Items):
    """拟争取事项: items that nobody can have recognised yet."""

    def parse(self, cell: CellValue, roster: Roster) -> tuple[str, ...]:
        """The items. Raises `UnreadableCell` where one says that it was recognised (§4.21)."""
        items = super().parse(cell, roster)
        if any(recognitions(item)[0] for item in items):
            raise UnreadableCell(NOT_YET)
        return items


_ONE_EACH: Final = Words(
    "每行一项，每项至多写一次“（已认定）”（一项里写了几次，分不清是几项）",
    "items one a line, each with one “（已认定）” at most (one has several: how many items these are cannot be told)",
)
NOT_YET: Final = Words(
    "尚未争取到的事项；已经认定的，写在“已争取”里", "items that are planned; what was recognised belongs to 已争取"
)


class HasItems(Protocol):
    """A record of items won and planned."""

    @property
    def won(self) -> tuple[str, ...]:
        """已争取."""

    @property
    def planned(self) -> tuple[str, ...]:
        """拟争取."""

    @property
    def recognised(self) -> int | None:
        """认定数; None when only the items tell."""


@frozen(field_transformer=typed)
class RecognitionRule:
    """As many BLUE as recognised; else YELLOW for anything won or planned; else RED.

    >>> from trafficlight.model import Unit
    >>> rule = reform_bureau().rule
    >>> rule(Reform(Unit("办公室"), won=("试点A（已认定）", "试点B"))).word, rule(Reform(Unit("办公室"))).word
    ('蓝1', '红1')
    """

    recognised: Clause
    planned: Clause
    neither: Clause
    authority: str = ""
    _usual: dict[tuple[int, bool, bool], Verdict] = field(factory=dict, init=False, repr=False, eq=False, hash=False)

    @property
    def decision_table(self) -> DecisionTable:
        """The same lights from counted facts, for `trafficlight.frames`.

        `recognised` is the number that counts (认定数, or the items that say so), `won` and `planned` how many items there are.
        """
        won, planned = where("won").at_least(1), where("planned").at_least(1)
        nothing_recognised = (where("recognised").is_blank(), where("recognised").equals(0))
        return DecisionTable(
            Case(blue(because=self.recognised), won, times="recognised"),
            *(Case(yellow(because=UNRECOGNISED), won, none) for none in nothing_recognised),
            *(Case(yellow(because=self.planned), planned, none) for none in nothing_recognised),
            *(Case(red(because=self.neither), none) for none in nothing_recognised),
        )

    def __call__(self, record: HasItems) -> Verdict:
        """The verdict. Raises `NoEvidence` when 认定数 is no whole number, or counts more than was won at all."""
        stated = record.recognised
        if stated is not None and (type(stated) is not int or stated < 0):
            raise NoEvidence("认定数", (Words("不小于 0 的整数", "a whole number from 0"),))
        won, marked, asked = record.won, 0, ""
        for item in won:
            times, question = recognitions(item, self.authority)
            marked, asked = marked + times, asked or question
        count = marked if stated is None else stated
        if count and not won:
            items = Words(f"与认定数{count}相符的事项", f"items that the count of {count} fits")
            raise NoEvidence("已争取事项", (items,))
        doubt = _doubt(count, marked, len(won)) or (asked if stated is None else "")
        if count and doubt:
            return blue(count, because=self.recognised, note=f"认定{count}项", flag=doubt)
        if doubt:
            note = "按拟争取计" if stated is None else "认定数为0，按拟争取计"
            return yellow(because=UNRECOGNISED, note=note, flag=doubt)
        facts = count, bool(won), bool(record.planned)
        found = self._usual.get(facts)
        if found is None:
            found = self._without_doubt(*facts)
            if len(self._usual) < _MOST_USUAL:
                self._usual[facts] = found
        return found

    def _without_doubt(self, count: int, won: bool, planned: bool) -> Verdict:  # noqa: FBT001  # facts, in their order
        if count:
            return blue(count, because=self.recognised, note=f"认定{count}项")
        if won and planned:
            return yellow(because=UNRECOGNISED, note="已争取未认定，按拟争取计")
        if won:
            return yellow(because=UNRECOGNISED, note="按拟争取计", flag="已争取未认定")
        return yellow(because=self.planned) if planned else red(because=self.neither)


_MOST_USUAL: Final = 1000
"""How many verdicts a rule keeps: nearly all records have the same few facts."""


def _doubt(count: int, marked: int, lines: int) -> str:
    """What the task force should look at where 认定数 and the items contradict each other; the stated number counts."""
    if marked and marked != count:
        return f"认定数{count}与标注“（已认定）”的{marked}项不符"
    return f"认定数{count}多于所列{lines}项" if count > lines else ""


@frozen
class Reform:
    """改革创新情况: a unit's matters won (已争取事项) and planned (拟争取事项); `recognised` is 认定数."""

    unit: Unit
    leader: str = ""
    won: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    recognised: int | None = None


@frozen
class UpwardFunding:
    """对上争取情况: a unit's funds, policies and projects, won (已争取) and planned (拟争取); `recognised` is 认定数."""

    unit: Unit
    leader: str = ""
    won_funds: tuple[str, ...] = ()
    won_policies: tuple[str, ...] = ()
    won_projects: tuple[str, ...] = ()
    planned_funds: tuple[str, ...] = ()
    planned_policies: tuple[str, ...] = ()
    planned_projects: tuple[str, ...] = ()
    recognised: int | None = None

    @property
    def won(self) -> tuple[str, ...]:
        """已争取, all three kinds."""
        return self.won_funds + self.won_policies + self.won_projects

    @property
    def planned(self) -> tuple[str, ...]:
        """拟争取, all three kinds."""
        return self.planned_funds + self.planned_policies + self.planned_projects


SCOPE: Final = (
    "争取政策。主要包括国家、省出台的涉及重大战略、综合规划、专项规划、实施方案等宏观政策；部委、厅局出台的工作试点、示范、命名、表彰等"
    "专项政策。特别是黄河流域高质量发展、绿色低碳高质量发展、产业转型升级、优秀传统文化“两创”、扩内需稳增长等方面的政策内容。争取项目。"
    "主要包括国家、省审批的固定资产投资项目；国际金融组织和外国政府贷款项目、政策性银行贷款项目、PPP合作项目；须经国家或省认定或批复后方可"
    "组织实施的事项，包括码头岸线、铁路线、航线、院士工作站、产能核定等。争取资金。主要包括中央和省预算内资金、专项补助、转移支付等竞争性"
    "资金；政府专项债券、公司信用类债券、政策性银行贷款等有偿资金。国家、省级政府出资股权（产业）投资基金股权投资。包括通过事项申报获得地区"
    "转型发展、文化旅游、污染防治等中央和省专项资金，发行地方政府专项债，通过国家部委审批注册发行公司信用类债券，与国家开发银行、农业发展"
    "银行、国家进出口银行签署合同获得政策性银行贷款。"
)
"""What counts as policy, project and funds: note 1 of A4-2.4 and A4-3.1."""


@frozen
class _Side:
    """What differs between the bureau's own table and the county bureaus'."""

    key: str
    title: str
    unit_header: str
    boards: tuple[str, ...]


_BUREAU: Final = _Side("bureau", "（局）", "科室单位", ("departments",))
_COUNTY: Final = _Side("county", "（县市区）", "单位名称", ("counties",))


def reform_bureau(*, authority: str = "市主管部门", **options: Unpack[UnitOptions]) -> Theme[Reform]:
    """改革创新（局） (A4-2.5): as many blue as the city `authority` recognised; a unit of `boards` without a row is red.

    秘书科 is steward and `boards` the departments unless `options` say otherwise.

    >>> [clause.id for clause in reform_bureau().clauses]
    ['A4-2.5.1', 'A4-2.5.2', 'A4-2.5.3', 'R5', 'R4']
    """
    return _reform("A4-2.5", _BUREAU, authority, **options)


def reform_county(*, authority: str = "当地主管部门", **options: Unpack[UnitOptions]) -> Theme[Reform]:
    """改革创新（县市区） (A4-3.2): as `reform_bureau`, for the county bureaus, recognised by the local `authority`."""
    return _reform("A4-3.2", _COUNTY, authority, **options)


def _reform(table: str, side: _Side, authority: str, **options: Unpack[UnitOptions]) -> Theme[Reform]:
    clauses = _clauses(table, f"通过{authority}认定即为蓝色标识（{_COUNTED}")
    form = Form(
        title="改革创新情况",
        columns=(
            serial(width=16),
            column(side.unit_header, "unit", kind=OneUnit(), width=46, required=True, centred=True),
            column("分管领导", "leader", width=32, centred=True, says=Says.LEADER),
            column("已争取事项", "won", kind=WonItems(), width=70, hint=_RECOGNISED_HINT),
            column("拟争取事项", "planned", kind=PlannedItems(), width=70),
            collected("认定数", "recognised", kind=Whole(), hint=_COUNT_HINT),
        ),
        notes=(colours_note(*clauses),),
    )
    facts = ("recognised", "won", "planned")
    return _recognition("reform", "改革创新", "秘书科", side, authority, Reform, form, clauses, facts, **options)


def upward_funding_bureau(*, authority: str = "发改委", **options: Unpack[UnitOptions]) -> Theme[UpwardFunding]:
    """对上争取（局） (A4-2.4): as many blue as `authority` recognised; a unit of `boards` without a row is red.

    办公室 is steward and `boards` the departments unless `options` say otherwise.

    >>> upward_funding_bureau().form.lines
    ('已争取', '拟争取')
    """
    return _upward_funding(
        "A4-2.4", _BUREAU, f"通过{authority}认定即为已办结，蓝色标识", authority, authority, **options
    )


def upward_funding_county(
    *, authority: str = "当地主管部门", counter: str = "发改委", **options: Unpack[UnitOptions]
) -> Theme[UpwardFunding]:
    """对上争取（县市区） (A4-3.1): as `upward_funding_bureau`, for the county bureaus, recognised by the local `authority`.

    `counter` is whom the note lets count.
    """
    return _upward_funding("A4-3.1", _COUNTY, f"通过{authority}认定即为蓝色标识", counter, authority, **options)


def _upward_funding(
    table: str, side: _Side, recognised: str, counter: str, authority: str, **options: Unpack[UnitOptions]
) -> Theme[UpwardFunding]:
    clauses = _clauses(table, f"{recognised}（{counter}{_COUNTED}")
    won, planned = ([f"{line}_{what}" for what in ("funds", "policies", "projects")] for line in ("won", "planned"))
    form = Form(
        title="对上争取情况",
        columns=(
            serial(),
            column(side.unit_header, "unit", kind=OneUnit(), width=32, required=True, centred=True),
            column("分管领导", "leader", width=22, centred=True, says=Says.LEADER),
            line_label("争取情况"),
            *(
                column(header, *fields, kind=WonItems(), width=50, hint=_RECOGNISED_HINT)
                for header, *fields in zip(("争资金", "争政策", "争项目"), won, planned, strict=True)
            ),
            collected("认定数", "recognised", None, kind=Whole(), hint=_COUNT_HINT),
        ),
        lines=("已争取", "拟争取"),
        notes=(SCOPE, colours_note(*clauses)),
        landscape=True,
    )
    facts = ("recognised", *won, *planned)
    return _recognition(
        "upward_funding", "对上争取", "办公室", side, authority, UpwardFunding, form, clauses, facts, **options
    )


_COUNTED: Final = "认定几项，负责科室单位同等数量蓝色标识）"
_NOTICE_WORDS: Final = {
    "A4-2.4": ("附件4二4备注2", f"通过发改委认定即为已办结，蓝色标识（发改委{_COUNTED}"),
    "A4-2.5": ("附件4二5备注1", f"通过市主管部门认定即为蓝色标识（{_COUNTED}"),
    "A4-3.1": ("附件4三1备注2", f"通过当地主管部门认定即为蓝色标识（发改委{_COUNTED}"),
    "A4-3.2": ("附件4三2备注1", f"通过当地主管部门认定即为蓝色标识（{_COUNTED}"),
}
"""By table: the place of its note in the notice, and the note's words on blue."""


def _clauses(table: str, recognised: str) -> tuple[Clause, Clause, Clause]:
    """Blue in a table's own words, yellow and red in the words of all four."""
    place, usual = _NOTICE_WORDS[table]
    return (
        clause(f"{table}.1", recognised, place, verbatim=recognised == usual),
        clause(f"{table}.2", "没有已争取事项，但有拟争取事项，该单位为黄色标识", place),
        clause(f"{table}.3", "已争取、拟争取事项均没有，该单位为红色标识", place),
    )


def _recognition(
    key: str,
    title: str,
    usual_steward: str,
    side: _Side,
    authority: str,
    record: type[R],
    form: Form,
    clauses: tuple[Clause, Clause, Clause],
    facts: tuple[str, ...],
    **options: Unpack[UnitOptions],
) -> Theme[R]:
    return theme(
        f"{key}_{side.key}",
        f"{title}{side.title}",
        usual_steward,
        record,
        RecognitionRule(*clauses, authority),
        form,
        (*clauses, UNRECOGNISED),
        facts,
        absent=ABSENT,
        usual_boards=side.boards,
        **options,
    )
