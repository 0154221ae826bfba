"""来稿与汇编 (articles): strangers' .docx files screened, cleaned, restyled and merged into one compendium."""

from trafficlight.articles._compendium import (
    COUNTIES_PART,
    DEPARTMENTS_PART,
    Article,
    Compendium,
    CompendiumReport,
    CompendiumWords,
    Refused,
    Taken,
    compendium,
)
from trafficlight.articles._head_template import head_template

__all__ = [
    "COUNTIES_PART",
    "DEPARTMENTS_PART",
    "Article",
    "Compendium",
    "CompendiumReport",
    "CompendiumWords",
    "Refused",
    "Taken",
    "compendium",
    "head_template",
]
