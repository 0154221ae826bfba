"""机构: facts about an agency: its name, roster, task force (专班), assistance groups (督导帮扶组), and figures of its rules."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Language
from trafficlight.model._boards import Roster
from trafficlight.model._checks import few, not_empty, strings
from trafficlight.model._field_types import typed
from trafficlight.model._units import Person, Unit
from trafficlight.model._vocabulary import fold

OWN_SOURCES: Final = tuple("局 局党组 党组会 局长办公会 局办公会 局务会 局领导 局机关 本局 我局 市局".split())
"""Words of a 任务来源 that mean the agency itself (§3.16, §4.27); a single character counts at the beginning alone."""


@frozen(field_transformer=typed)
class TaskForceOffice:
    """专班办公室: director, deputies and liaison (联络员) of the task force's office (N1)."""

    director: Person
    deputies: tuple[Person, ...] = ()
    liaison: Person | None = None

    def __repr__(self) -> str:
        return f"TaskForceOffice({self.director}, {few(self.deputies)})"


@frozen(field_transformer=typed)
class TaskForce:
    """督查工作专班: director (主任), deputies (副主任), members (成员), each with a post, and its office (N1, A1)."""

    director: Person
    deputies: tuple[Person, ...] = ()
    members: tuple[Person, ...] = ()
    office: TaskForceOffice | None = None

    def __repr__(self) -> str:
        return f"TaskForce({self.director}, {len(self.deputies)} deputies, {len(self.members)} members)"


@frozen(field_transformer=typed)
class GroupMember:
    """成员: a department and its person in an assistance group, and the county bureaus that this cell covers (A4-4.1).

    `covers` empty means all of the group's bureaus.
    """

    department: str
    person: Person
    role: str = "联络员"
    covers: tuple[Unit, ...] = ()


@frozen(field_transformer=typed)
class AssistanceGroup:
    """督导帮扶组: a group, the county bureaus it looks after (包保单位), leader, deputy and members (A4-4.1).

    Raises `ValueError` when a member covers a bureau that is not the group's.
    """

    name: str = field(validator=not_empty)
    units: tuple[Unit, ...]
    leader: Person
    deputy: Person
    members: tuple[GroupMember, ...] = field()

    @members.validator
    def _check(self, _attribute: object, members: tuple[GroupMember, ...]) -> None:
        strangers = [unit.name for member in members for unit in member.covers if unit not in self.units]
        if strangers:
            raise WrongValue(
                f"{self.name}：成员负责的单位不属于本组：{'、'.join(strangers)}",
                f"{self.name}: members cover units that are not the group's: {', '.join(strangers)}",
            )

    def on(self, roster: Roster) -> AssistanceGroup:
        """The group with those of its units that exist on the roster's day, under their names of that day."""

        def standing(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
            return tuple(unit for unit in map(roster.same, units) if unit in roster)

        whom = [
            evolve(one, covers=standing(one.covers)) for one in self.members if not one.covers or standing(one.covers)
        ]
        return evolve(self, units=standing(self.units), members=tuple(whom))

    def __repr__(self) -> str:
        return f"AssistanceGroup({self.name!r}, {few(self.units)})"


ParameterValue: TypeAlias = str | bool | int | Decimal
"""参数值: a word, yes or no, a whole number, or a decimal one, exact."""


def _exact(value: ParameterValue | float) -> ParameterValue:
    return Decimal(repr(value)) if isinstance(value, float) else value


@frozen(field_transformer=typed)
class Parameter:
    """参数: one figure of the rules, by name, from a day on: a threshold, a weight, who is credited, the day of a deadline.

    `clause` says where the figure stands. A float, as TOML reads 0.35, is kept as the decimal number that was written.

    >>> Parameter("performance_assessment.limit", 10, dt.date(2023, 8, 3), "附件4二1备注1").value
    10
    """

    name: str = field(validator=not_empty)
    value: ParameterValue = field(converter=_exact)
    since: dt.date
    clause: str = ""


@frozen(field_transformer=typed)
class Agency:
    """机构: the facts that documents and rules need. Data, not code: a TOML file read by `interchange.load_agency`.

    `short_name` is how the agency names itself in running text (“市审计局”), `publisher` prints the bulletin
    (“济宁市审计局办公室”), `system` names the whole (“济宁审计系统”). `own_sources` are the words of a 任务来源 that mean the
    agency itself, beside its names (a single character counts at the beginning alone), `above_sources` those that mean a
    higher body, beside what the notice's themes know (§4.27). `signers` are the leaders who may sign off (§4.38); without any
    the task force's director and deputies. `assumed` lists the paths of facts that no source states. `language` is that
    of its papers: of dates, and of all words that the agency does not set itself. `parameters` are figures of its rules,
    each with its date and clause (`rules.dated_rulebooks`).
    Raises `ValueError` when a group names a unit outside the roster, or two groups one unit.

    >>> from trafficlight.model import Board, RosterLine
    >>> roster = Roster([Board("departments", "科室", [RosterLine(Unit("办公室"))])])
    >>> Agency("云川市审计局", "市审计局", "云川市审计局办公室", roster).short_name
    '市审计局'
    """

    name: str = field(validator=not_empty)
    short_name: str = field(validator=not_empty)
    publisher: str = field(validator=not_empty)
    roster: Roster
    system: str = ""
    document_prefix: str = ""
    own_sources: tuple[str, ...] = field(default=OWN_SOURCES, converter=strings)
    above_sources: tuple[str, ...] = field(default=(), converter=strings)
    task_force: TaskForce | None = None
    groups: tuple[AssistanceGroup, ...] = field(default=(), converter=tuple[AssistanceGroup, ...])
    assumed: tuple[str, ...] = field(default=(), converter=strings)
    signers: tuple[Person, ...] = field(default=(), converter=tuple[Person, ...])
    language: Language = "zh"
    parameters: tuple[Parameter, ...] = field(default=(), converter=tuple[Parameter, ...])

    def __attrs_post_init__(self) -> None:
        days = [(one.name, one.since) for one in self.parameters]
        twice = next((one for at, one in enumerate(days) if one in days[:at]), None)
        if twice is not None:
            raise WrongValue(
                f"参数“{twice[0]}”自 {twice[1]} 起有两个取值",
                f"the parameter “{twice[0]}” has two values from {twice[1]} on",
            )
        seen: set[Unit] = set()
        for group in self.groups:
            for unit in group.units:
                line = self.roster.history(unit)
                if line is None:
                    raise WrongValue(
                        f"{group.name}：“{unit}”不在花名册中", f"{group.name}: “{unit}” is not in the roster"
                    )
                if line.unit in seen:
                    raise WrongValue(
                        f"{group.name}：“{unit}”属于两个组：只放在一个组",
                        f"{group.name}: “{unit}” belongs to two groups",
                    )
                seen.add(line.unit)

    def on(self, day: dt.date | None) -> Agency:
        """The agency with its roster of a day; without one, after all changes that it knows."""
        roster = self.roster.on(day)
        return self if roster is self.roster else evolve(self, roster=roster)

    @property
    def standing_groups(self) -> tuple[AssistanceGroup, ...]:
        """The groups as they are on the roster's day; one without a unit is left out."""
        if not self.roster.is_dated:
            return self.groups
        return tuple(group for group in (group.on(self.roster) for group in self.groups) if group.units)

    @property
    def who_may_sign(self) -> tuple[Person, ...]:
        """审签人: the leaders whom the agency names, else the task force's director and deputies (§4.38)."""
        if self.signers or self.task_force is None:
            return self.signers
        return (self.task_force.director, *self.task_force.deputies)

    def may_sign(self, person: Person) -> bool:
        """Whether a person is one of them: by name, blanks ignored, or by post where either has no name."""
        return any(
            fold(person.name) == fold(one.name) if person.name and one.name else fold(person.post) == fold(one.post)
            for one in self.who_may_sign
        )

    def __repr__(self) -> str:
        return f"Agency({self.name!r}, {self.roster!r})"
