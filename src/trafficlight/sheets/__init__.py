"""收表与制表: hand-ins ↔ entries; no other package knows tablib."""

from __future__ import annotations

from trafficlight.ooxml.archive import LIMITS as LIMITS
from trafficlight.ooxml.archive import Limits as Limits
from trafficlight.sheets._cell_texts import AUTHOR as AUTHOR
from trafficlight.sheets._preview import FilePreview as FilePreview
from trafficlight.sheets._preview import Preview as Preview
from trafficlight.sheets._preview import preview as preview
from trafficlight.sheets._read import read as read
from trafficlight.sheets._read import read_determinations as read_determinations
from trafficlight.sheets._report import Finding as Finding
from trafficlight.sheets._report import Reading as Reading
from trafficlight.sheets._report import Remark as Remark
from trafficlight.sheets._report import Report as Report
from trafficlight.sheets._report import Skipped as Skipped
from trafficlight.sheets._report import TableRead as TableRead
from trafficlight.sheets._sources import Source as Source
from trafficlight.sheets.annotate.marked import HandedBack as HandedBack
from trafficlight.sheets.annotate.marked import Marking as Marking
from trafficlight.sheets.annotate.marked import hand_back as hand_back
from trafficlight.sheets.annotate.marked import marked as marked
from trafficlight.sheets.checks.checked_table import SERIAL as SERIAL
from trafficlight.sheets.checks.checked_table import Check as Check
from trafficlight.sheets.checks.checked_table import CheckedTable as CheckedTable
from trafficlight.sheets.checks.checked_table import Grounds as Grounds
from trafficlight.sheets.checks.checked_table import StatedFact as StatedFact
from trafficlight.sheets.checks.run import CHECKS as CHECKS
from trafficlight.sheets.checks.run import Checks as Checks
from trafficlight.sheets.checks.run import Severity as Severity
from trafficlight.sheets.writing.blank import blank as blank
from trafficlight.sheets.writing.blank import blank_determinations as blank_determinations
from trafficlight.sheets.writing.blank import blank_set as blank_set
from trafficlight.sheets.writing.blank import burden as burden
from trafficlight.sheets.writing.blank import save_blank as save_blank
from trafficlight.sheets.writing.blank import save_blank_set as save_blank_set
from trafficlight.sheets.writing.blank_sheet import BlankPlan as BlankPlan
from trafficlight.sheets.writing.blank_sheet import Burden as Burden
from trafficlight.sheets.writing.export import dataset as dataset
from trafficlight.sheets.writing.export import to_csv as to_csv
from trafficlight.sheets.writing.export import to_json as to_json
from trafficlight.sheets.writing.layout import Sheet as Sheet
from trafficlight.sheets.writing.look import Look as Look
from trafficlight.sheets.writing.workbook import save as save
from trafficlight.sheets.writing.workbook import text_workbook as text_workbook
from trafficlight.sheets.writing.workbook import workbook as workbook
