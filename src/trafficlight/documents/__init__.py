"""公文: values → Word documents laid out to GB/T 9704-2012."""

from trafficlight.documents._digests import digest, input_digest
from trafficlight.documents._provenance import Provenance, provenance, with_provenance
from trafficlight.documents._sets import FileName, OnProgress, save_all
from trafficlight.documents.builders.bulletins import (
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
from trafficlight.documents.builders.forms import blank_grid, collection_form, collection_forms
from trafficlight.documents.builders.ledgers import (
    NO_LEADER,
    Extracts,
    LedgerWords,
    ledger,
    ledgers_by_leader,
    ledgers_by_unit,
)
from trafficlight.documents.builders.letter_text import LetterWords
from trafficlight.documents.builders.letters import (
    LetterNumbers,
    ReminderPaper,
    reminder_letter,
    reminder_letters,
    sign_off_sheet,
)
from trafficlight.documents.builders.reminders import Reminder, SignOff, reminders, slow_or_delayed
from trafficlight.documents.builders.tables import TableWords, rating_grid
from trafficlight.documents.builders.task_force import task_force_grid
from trafficlight.documents.content._charts import BarChart, standings_chart
from trafficlight.documents.content._document import Document, PageSetup, Section
from trafficlight.documents.html.page import html_chunks, to_html
from trafficlight.documents.html.style import stylesheet
from trafficlight.documents.office.page_numbers import page_numbers, paged
from trafficlight.documents.office.pdf import save_pdf, to_pdf

__all__ = [
    "NO_LEADER",
    "BarChart",
    "BulletinPlan",
    "CountChart",
    "CountTable",
    "DeterminationTable",
    "Document",
    "ExplanationTable",
    "Extracts",
    "FileName",
    "GroupingTable",
    "LedgerWords",
    "LetterNumbers",
    "LetterWords",
    "OnProgress",
    "PageSetup",
    "Part",
    "Provenance",
    "Reminder",
    "ReminderPaper",
    "Section",
    "SignOff",
    "TableWords",
    "ThemeTable",
    "blank_grid",
    "bulletin",
    "collection_form",
    "collection_forms",
    "count_grid",
    "default_plan",
    "digest",
    "grouping_grid",
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
