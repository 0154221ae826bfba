"""公文: values → Word documents laid out to GB/T 9704-2012."""

from trafficlight.documents.blanks import blank_grid
from trafficlight.documents.bulletins import (
    BulletinPlan,
    CountChart,
    CountTable,
    DeterminationTable,
    ExplanationTable,
    GroupingTable,
    Part,
    ThemeTable,
    bulletin,
    count_grid,
    default_plan,
    grouping_grid,
)
from trafficlight.documents.charts import BarChart, standings_chart
from trafficlight.documents.compendiums import (
    COUNTIES_PART,
    DEPARTMENTS_PART,
    Article,
    Compendium,
    CompendiumReport,
    Refused,
    Taken,
    compendium,
)
from trafficlight.documents.content import Document, PageSetup, Section
from trafficlight.documents.ledgers import NO_LEADER, ledger, ledgers_by_leader, ledgers_by_unit
from trafficlight.documents.official import GB33476, OFFICIAL, OfficialProfile
from trafficlight.documents.tables import rating_grid
from trafficlight.documents.task_force import task_force_grid

__all__ = [
    "COUNTIES_PART",
    "DEPARTMENTS_PART",
    "GB33476",
    "NO_LEADER",
    "OFFICIAL",
    "Article",
    "BarChart",
    "BulletinPlan",
    "Compendium",
    "CompendiumReport",
    "CountChart",
    "CountTable",
    "DeterminationTable",
    "Document",
    "ExplanationTable",
    "GroupingTable",
    "OfficialProfile",
    "PageSetup",
    "Part",
    "Refused",
    "Section",
    "Taken",
    "ThemeTable",
    "blank_grid",
    "bulletin",
    "compendium",
    "count_grid",
    "default_plan",
    "grouping_grid",
    "ledger",
    "ledgers_by_leader",
    "ledgers_by_unit",
    "rating_grid",
    "standings_chart",
    "task_force_grid",
]
