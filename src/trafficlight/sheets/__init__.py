"""收表与制表: hand-ins ↔ entries; the only room that knows tablib and openpyxl."""

from __future__ import annotations

from trafficlight.sheets.blanks.blank import BlankPlan as BlankPlan
from trafficlight.sheets.blanks.blank import blank as blank
from trafficlight.sheets.blanks.blank import blank_set as blank_set
from trafficlight.sheets.blanks.blank import save_blank as save_blank
from trafficlight.sheets.blanks.blank import save_blank_set as save_blank_set
from trafficlight.sheets.checks.checks import CHECKS as CHECKS
from trafficlight.sheets.checks.checks import Checks as Checks
from trafficlight.sheets.checks.checks import Severity as Severity
from trafficlight.sheets.checks.tables import SERIAL as SERIAL
from trafficlight.sheets.checks.tables import Check as Check
from trafficlight.sheets.checks.tables import CheckedTable as CheckedTable
from trafficlight.sheets.checks.tables import Finding as Finding
from trafficlight.sheets.checks.tables import Grounds as Grounds
from trafficlight.sheets.checks.tables import StatedFact as StatedFact
from trafficlight.sheets.export import dataset as dataset
from trafficlight.sheets.export import to_csv as to_csv
from trafficlight.sheets.formats.json_out import to_json as to_json
from trafficlight.sheets.grid import Grid as Grid
from trafficlight.sheets.grid import Merge as Merge
from trafficlight.sheets.layout import Sheet as Sheet
from trafficlight.sheets.limits import LIMITS as LIMITS
from trafficlight.sheets.limits import Limits as Limits
from trafficlight.sheets.look import Look as Look
from trafficlight.sheets.marking.handback import HandedBack as HandedBack
from trafficlight.sheets.marking.handback import hand_back as hand_back
from trafficlight.sheets.marking.marked import AUTHOR as AUTHOR
from trafficlight.sheets.marking.marked import Marking as Marking
from trafficlight.sheets.marking.marked import marked as marked
from trafficlight.sheets.reading import read as read
from trafficlight.sheets.report import Reading as Reading
from trafficlight.sheets.report import Remark as Remark
from trafficlight.sheets.report import Report as Report
from trafficlight.sheets.report import Skipped as Skipped
from trafficlight.sheets.report import TableRead as TableRead
from trafficlight.sheets.sources import Source as Source
from trafficlight.sheets.writing import save as save
from trafficlight.sheets.writing import workbook as workbook
