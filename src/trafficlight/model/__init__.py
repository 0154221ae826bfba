"""模型: the nouns. Values of attrs only; nothing here knows a file, a clock or a colour's meaning."""

from trafficlight.model._agency import Agency, AssistanceGroup, GroupMember, TaskForce, TaskForceOffice
from trafficlight.model._dates import Date, StatedDate
from trafficlight.model._forms import Column, Form, HeadingLine, Role, collected, column, line_label, serial
from trafficlight.model._kinds import CellValue, Choice, Items, Kind, OneUnit, ResponsibleUnits, Text, Units, Whole
from trafficlight.model._marks import BLUE, BLUE_YELLOW_RED, RED, YELLOW, Mark, Palette, Tally
from trafficlight.model._periods import Quarter, Week, WorkCalendar, WorkingDays, chinese_date
from trafficlight.model._units import Board, Person, Responsibility, Roster, RosterLine, Unit
from trafficlight.model._vocabulary import PROGRESS, Progress, Vocabulary

__all__ = [
    "BLUE",
    "BLUE_YELLOW_RED",
    "PROGRESS",
    "RED",
    "YELLOW",
    "Agency",
    "AssistanceGroup",
    "Board",
    "CellValue",
    "Choice",
    "Column",
    "Date",
    "Form",
    "GroupMember",
    "HeadingLine",
    "Items",
    "Kind",
    "Mark",
    "OneUnit",
    "Palette",
    "Person",
    "Progress",
    "Quarter",
    "Responsibility",
    "ResponsibleUnits",
    "Role",
    "Roster",
    "RosterLine",
    "StatedDate",
    "Tally",
    "TaskForce",
    "TaskForceOffice",
    "Text",
    "Unit",
    "Units",
    "Vocabulary",
    "Week",
    "Whole",
    "WorkCalendar",
    "WorkingDays",
    "chinese_date",
    "collected",
    "column",
    "line_label",
    "serial",
]
