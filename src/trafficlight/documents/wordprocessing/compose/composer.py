"""docxcompose's composer with the annotations that its distribution does not ship: as much as is used here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import XmlPart
    from docx.package import Package

    class Composer:
        """合并器: puts documents behind each other into the first."""

        doc: Document
        pkg: Package

        def __init__(self, doc: Document) -> None: ...

        # as docxcompose has it, boolean by place and all
        def append(self, doc: Document, remove_property_fields: bool = True) -> None:  # noqa: FBT001, FBT002
            """Add a document at the end."""

        def insert(self, index: int, doc: Document, remove_property_fields: bool = True) -> None:  # noqa: FBT001, FBT002
            """Add a document before a child of the body."""

        def save(self, filename: str) -> None:
            """Write the whole."""

        def numbering_part(self) -> XmlPart:
            """The part that holds the lists."""
            raise NotImplementedError

else:
    from docxcompose.composer import Composer

__all__ = ["Composer"]
