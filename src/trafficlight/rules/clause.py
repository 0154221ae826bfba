"""条款: the words that a light stands on."""

from __future__ import annotations

from typing import Final

from attrs import frozen

NOTICE: Final = "济审办发〔2023〕5号"
"""The notice 《关于进一步强化精准督导持续抓好工作落实的通知》."""


@frozen
class Clause:
    """条款: an id, its words, and the document that holds them.

    A reading (释义) is our decision where the document is silent; `reading` keeps it apart from the document's own words.
    """

    id: str
    words: str
    document: str = NOTICE
    reading: bool = False

    def __str__(self) -> str:
        kind = "释义" if self.reading else ""
        return f"{self.document}{kind}{self.id}“{self.words}”"
