"""公文: values → Word documents laid out to GB/T 9704-2012."""

from trafficlight.documents.blanks import blank_grid
from trafficlight.documents.bulletin_plans import (
    BulletinPlan,
    CountChart,
    CountTable,
    DeterminationTable,
    ExplanationTable,
    GroupingTable,
    Part,
    ThemeTable,
    default_plan,
)
from trafficlight.documents.bulletins import bulletin, count_grid, grouping_grid
from trafficlight.documents.charts import BarChart, standings_chart
from trafficlight.documents.compendium_words import CompendiumWords
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
from trafficlight.documents.digests import digest, input_digest
from trafficlight.documents.forms import collection_form, collection_forms
from trafficlight.documents.head_template import HeadTemplate, head_template
from trafficlight.documents.html import html_chunks, to_html
from trafficlight.documents.html_style import stylesheet
from trafficlight.documents.ledger_words import LedgerWords
from trafficlight.documents.ledgers import NO_LEADER, Extracts, ledger, ledgers_by_leader, ledgers_by_unit
from trafficlight.documents.letter_words import LetterWords
from trafficlight.documents.letters import (
    LetterNumbers,
    ReminderPaper,
    reminder_letter,
    reminder_letters,
    sign_off_sheet,
)
from trafficlight.documents.official import GB33476, OFFICIAL, OfficialProfile
from trafficlight.documents.paging import page_numbers, paged
from trafficlight.documents.pdf import save_pdf, to_pdf
from trafficlight.documents.progress import OnProgress
from trafficlight.documents.provenance import Provenance, provenance, with_provenance
from trafficlight.documents.reminders import Reminder, SignOff, reminders, slow_or_delayed
from trafficlight.documents.sets import FileName, save_all
from trafficlight.documents.table_words import TableWords
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
    "CompendiumWords",
    "CountChart",
    "CountTable",
    "DeterminationTable",
    "Document",
    "ExplanationTable",
    "Extracts",
    "FileName",
    "GroupingTable",
    "HeadTemplate",
    "LedgerWords",
    "LetterNumbers",
    "LetterWords",
    "OfficialProfile",
    "OnProgress",
    "PageSetup",
    "Part",
    "Provenance",
    "Refused",
    "Reminder",
    "ReminderPaper",
    "Section",
    "SignOff",
    "TableWords",
    "Taken",
    "ThemeTable",
    "blank_grid",
    "bulletin",
    "collection_form",
    "collection_forms",
    "compendium",
    "count_grid",
    "default_plan",
    "digest",
    "grouping_grid",
    "head_template",
    "html_chunks",
    "input_digest",
    "ledger",
    "ledgers_by_leader",
    "ledgers_by_unit",
    "page_numbers",
    "paged",
    "provenance",
    "rating_grid",
    "reminder_letter",
    "reminder_letters",
    "reminders",
    "save_all",
    "save_pdf",
    "sign_off_sheet",
    "slow_or_delayed",
    "standings_chart",
    "stylesheet",
    "task_force_grid",
    "to_html",
    "to_pdf",
    "with_provenance",
]
