"""收表与制表: hand-ins ↔ entries; the only room that knows tablib and openpyxl."""

from __future__ import annotations

from trafficlight.sheets.export import dataset as dataset
from trafficlight.sheets.export import to_csv as to_csv
from trafficlight.sheets.grid import Grid as Grid
from trafficlight.sheets.grid import Merge as Merge
from trafficlight.sheets.layout import Sheet as Sheet
from trafficlight.sheets.limits import LIMITS as LIMITS
from trafficlight.sheets.limits import Limits as Limits
from trafficlight.sheets.look import Look as Look
from trafficlight.sheets.reading import read as read
from trafficlight.sheets.report import Reading as Reading
from trafficlight.sheets.report import Remark as Remark
from trafficlight.sheets.report import Report as Report
from trafficlight.sheets.report import Skipped as Skipped
from trafficlight.sheets.report import TableRead as TableRead
from trafficlight.sheets.sources import Source as Source
from trafficlight.sheets.writing import save as save
from trafficlight.sheets.writing import workbook as workbook
