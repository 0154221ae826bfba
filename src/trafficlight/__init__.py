"""蓝黄红督查: rules, ranking and official documents for supervision by lights.

Every name loads when first touched (PEP 562), so that `import trafficlight` costs next to nothing and a host pays only
for the storeys it uses. The table below serves the program, the imports under it the type checkers; a test keeps them equal.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from trafficlight.version import VERSION

_HOMES: Final = {
    "trafficlight.errors": (
        "AgencyFileError AmbiguousTheme CalendarUnknown CellFault DeterminationError DocumentError "
        "ExtraMissing Fault FileFault HeaderFault InterchangeError NoEvidence NoProvenance "
        "NotInForce NotSignedOff OfficeFailed OfficeMissing RatingFaults RuleError SheetFaults "
        "SubmissionRefused ThemeError TrafficlightError UnknownBoard UnknownTheme UnknownUnit "
        "UnprintableText UnreadableCell"
    ),
    "trafficlight.model.agency": "Agency AssistanceGroup GroupMember TaskForce TaskForceOffice",
    "trafficlight.model.dates": "Date StatedDate",
    "trafficlight.model.form": "collected Column column Form HeadingLine line_label Role serial",
    "trafficlight.model.kinds": "CellValue Choice Items Kind OneUnit ResponsibleUnits Text Units Whole",
    "trafficlight.model.marks": "BLUE BLUE_YELLOW_RED Mark Palette RED Tally YELLOW",
    "trafficlight.model.period": "chinese_date Quarter Week WorkCalendar WorkingDays",
    "trafficlight.model.progress": "PROGRESS Progress",
    "trafficlight.model.units": "Board Person Responsibility Roster RosterLine Unit",
    "trafficlight.model.words": "Vocabulary",
    "trafficlight.rules.plugins": "installed_themes",
    "trafficlight.ranking.count_table": "CountWords",
    "trafficlight.ranking.inversions": "Inversion inversions ladder",
    "trafficlight.ranking.movement": "Move Movement movement",
    "trafficlight.ranking.order": "Criterion fewest most NOTICE_ORDER Order Reason",
    "trafficlight.ranking.standings": "rank Standing Standings Ties",
    "trafficlight.ranking.tallies": "Tallies tally tally_by_theme",
    "trafficlight.rules.clause": "Clause NOTICE",
    "trafficlight.rules.determine": "determine",
    "trafficlight.rules.entry": "Entry Origin",
    "trafficlight.rules.flags": "Flag flags",
    "trafficlight.rules.rating": "Determination Edition Explanation Fact Rating",
    "trafficlight.rules.rulebook": "Rulebook Rulebooks",
    "trafficlight.rules.theme": "Absence Credit Theme",
    "trafficlight.rules.verdict": "blue lit red unlit Verdict yellow",
    "trafficlight.scheme": "Scheme",
    "trafficlight.workdays": "ChineseCalendar",
}
_SHORES: Final = {
    "documents": "trafficlight.documents",
    "interchange": "trafficlight.interchange",
    "sheets": "trafficlight.sheets",
    "testing": "trafficlight.testing",
    "themes": "trafficlight.rules.themes",
}
_HOME_OF: Final = {name: module for module, names in _HOMES.items() for name in names.split()}

__version__ = VERSION
__all__ = [*_HOME_OF, *_SHORES]  # noqa: PLE0604  # names, gathered from the table


def __getattr__(name: str) -> Any:
    if name in _SHORES:
        return importlib.import_module(_SHORES[name])
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if TYPE_CHECKING:
    from trafficlight import documents as documents
    from trafficlight import interchange as interchange
    from trafficlight import sheets as sheets
    from trafficlight import testing as testing
    from trafficlight.errors import AgencyFileError as AgencyFileError
    from trafficlight.errors import AmbiguousTheme as AmbiguousTheme
    from trafficlight.errors import CalendarUnknown as CalendarUnknown
    from trafficlight.errors import CellFault as CellFault
    from trafficlight.errors import DeterminationError as DeterminationError
    from trafficlight.errors import DocumentError as DocumentError
    from trafficlight.errors import ExtraMissing as ExtraMissing
    from trafficlight.errors import Fault as Fault
    from trafficlight.errors import FileFault as FileFault
    from trafficlight.errors import HeaderFault as HeaderFault
    from trafficlight.errors import InterchangeError as InterchangeError
    from trafficlight.errors import NoEvidence as NoEvidence
    from trafficlight.errors import NoProvenance as NoProvenance
    from trafficlight.errors import NotInForce as NotInForce
    from trafficlight.errors import NotSignedOff as NotSignedOff
    from trafficlight.errors import OfficeFailed as OfficeFailed
    from trafficlight.errors import OfficeMissing as OfficeMissing
    from trafficlight.errors import RatingFaults as RatingFaults
    from trafficlight.errors import RuleError as RuleError
    from trafficlight.errors import SheetFaults as SheetFaults
    from trafficlight.errors import SubmissionRefused as SubmissionRefused
    from trafficlight.errors import ThemeError as ThemeError
    from trafficlight.errors import TrafficlightError as TrafficlightError
    from trafficlight.errors import UnknownBoard as UnknownBoard
    from trafficlight.errors import UnknownTheme as UnknownTheme
    from trafficlight.errors import UnknownUnit as UnknownUnit
    from trafficlight.errors import UnprintableText as UnprintableText
    from trafficlight.errors import UnreadableCell as UnreadableCell
    from trafficlight.model.agency import Agency as Agency
    from trafficlight.model.agency import AssistanceGroup as AssistanceGroup
    from trafficlight.model.agency import GroupMember as GroupMember
    from trafficlight.model.agency import TaskForce as TaskForce
    from trafficlight.model.agency import TaskForceOffice as TaskForceOffice
    from trafficlight.model.dates import Date as Date
    from trafficlight.model.dates import StatedDate as StatedDate
    from trafficlight.model.form import Column as Column
    from trafficlight.model.form import Form as Form
    from trafficlight.model.form import HeadingLine as HeadingLine
    from trafficlight.model.form import Role as Role
    from trafficlight.model.form import collected as collected
    from trafficlight.model.form import column as column
    from trafficlight.model.form import line_label as line_label
    from trafficlight.model.form import serial as serial
    from trafficlight.model.kinds import CellValue as CellValue
    from trafficlight.model.kinds import Choice as Choice
    from trafficlight.model.kinds import Items as Items
    from trafficlight.model.kinds import Kind as Kind
    from trafficlight.model.kinds import OneUnit as OneUnit
    from trafficlight.model.kinds import ResponsibleUnits as ResponsibleUnits
    from trafficlight.model.kinds import Text as Text
    from trafficlight.model.kinds import Units as Units
    from trafficlight.model.kinds import Whole as Whole
    from trafficlight.model.marks import BLUE as BLUE
    from trafficlight.model.marks import BLUE_YELLOW_RED as BLUE_YELLOW_RED
    from trafficlight.model.marks import RED as RED
    from trafficlight.model.marks import YELLOW as YELLOW
    from trafficlight.model.marks import Mark as Mark
    from trafficlight.model.marks import Palette as Palette
    from trafficlight.model.marks import Tally as Tally
    from trafficlight.model.period import Quarter as Quarter
    from trafficlight.model.period import Week as Week
    from trafficlight.model.period import WorkCalendar as WorkCalendar
    from trafficlight.model.period import WorkingDays as WorkingDays
    from trafficlight.model.period import chinese_date as chinese_date
    from trafficlight.model.progress import PROGRESS as PROGRESS
    from trafficlight.model.progress import Progress as Progress
    from trafficlight.model.units import Board as Board
    from trafficlight.model.units import Person as Person
    from trafficlight.model.units import Responsibility as Responsibility
    from trafficlight.model.units import Roster as Roster
    from trafficlight.model.units import RosterLine as RosterLine
    from trafficlight.model.units import Unit as Unit
    from trafficlight.model.words import Vocabulary as Vocabulary
    from trafficlight.ranking.count_table import CountWords as CountWords
    from trafficlight.ranking.inversions import Inversion as Inversion
    from trafficlight.ranking.inversions import inversions as inversions
    from trafficlight.ranking.inversions import ladder as ladder
    from trafficlight.ranking.movement import Move as Move
    from trafficlight.ranking.movement import Movement as Movement
    from trafficlight.ranking.movement import movement as movement
    from trafficlight.ranking.order import NOTICE_ORDER as NOTICE_ORDER
    from trafficlight.ranking.order import Criterion as Criterion
    from trafficlight.ranking.order import Order as Order
    from trafficlight.ranking.order import Reason as Reason
    from trafficlight.ranking.order import fewest as fewest
    from trafficlight.ranking.order import most as most
    from trafficlight.ranking.standings import Standing as Standing
    from trafficlight.ranking.standings import Standings as Standings
    from trafficlight.ranking.standings import Ties as Ties
    from trafficlight.ranking.standings import rank as rank
    from trafficlight.ranking.tallies import Tallies as Tallies
    from trafficlight.ranking.tallies import tally as tally
    from trafficlight.ranking.tallies import tally_by_theme as tally_by_theme
    from trafficlight.rules import themes as themes
    from trafficlight.rules.clause import NOTICE as NOTICE
    from trafficlight.rules.clause import Clause as Clause
    from trafficlight.rules.determine import determine as determine
    from trafficlight.rules.entry import Entry as Entry
    from trafficlight.rules.entry import Origin as Origin
    from trafficlight.rules.flags import Flag as Flag
    from trafficlight.rules.flags import flags as flags
    from trafficlight.rules.plugins import installed_themes as installed_themes
    from trafficlight.rules.rating import Determination as Determination
    from trafficlight.rules.rating import Edition as Edition
    from trafficlight.rules.rating import Explanation as Explanation
    from trafficlight.rules.rating import Fact as Fact
    from trafficlight.rules.rating import Rating as Rating
    from trafficlight.rules.rulebook import Rulebook as Rulebook
    from trafficlight.rules.rulebook import Rulebooks as Rulebooks
    from trafficlight.rules.theme import Absence as Absence
    from trafficlight.rules.theme import Credit as Credit
    from trafficlight.rules.theme import Theme as Theme
    from trafficlight.rules.verdict import Verdict as Verdict
    from trafficlight.rules.verdict import blue as blue
    from trafficlight.rules.verdict import lit as lit
    from trafficlight.rules.verdict import red as red
    from trafficlight.rules.verdict import unlit as unlit
    from trafficlight.rules.verdict import yellow as yellow
    from trafficlight.scheme import Scheme as Scheme
    from trafficlight.workdays import ChineseCalendar as ChineseCalendar
