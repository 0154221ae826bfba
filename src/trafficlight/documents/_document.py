"""文档 (documents): content that writes itself as Word."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from attrs import frozen

from trafficlight.documents.content import DocumentContent

if TYPE_CHECKING:
    from trafficlight.documents.docx.package import WordDocument


@frozen(kw_only=True)
class Document(DocumentContent):
    """文档: sections with a title, an author and a profile, to be saved as .docx.

    `created`     a time for the file's properties; nothing is taken from a clock.
    `properties`  custom properties of the file, by name, e.g. the digest of the input.
    `pages`       page numbers by bookmark, shown by every page reference that has none of its own.
    `update_fields`  lets Word update page numbers and contents when it opens the file; it asks its reader before.
    `profile`     how it looks: page, fonts, styles (`trafficlight.layout`).

    The same document gives the same bytes, each time and on every machine with the same zlib. A document can be pickled.
    """

    def save(self, path: str | os.PathLike[str], *, level: int = 6) -> None:
        """Write a .docx at the path, whole or not at all: what stood there before stays until the new file is ready.

        `level` is deflate's, 0 to 9. Raises `DocumentError` for content that cannot be written (`UnprintableText` for a
        character that no file can hold) and `OSError` for the disk's own troubles.
        """
        from trafficlight.documents.docx.package import save_document

        save_document(self, path, level=level)

    def to_bytes(self, *, level: int = 6) -> bytes:
        """The .docx as bytes. Raises as `save` does."""
        from trafficlight.documents.docx.package import document_bytes

        return document_bytes(self, level=level)

    def write(self, stream: IO[bytes], *, level: int = 6) -> None:
        """Write the .docx into a binary stream; what was written stays when an error comes. Raises as `save` does."""
        from trafficlight.documents.docx.package import write_document

        write_document(self, stream, level=level)

    def to_docx(self) -> WordDocument:
        """A live `docx.document.Document` of python-docx, for what this library does not offer. Raises as `save` does."""
        from trafficlight.documents.docx.package import live_document

        return live_document(self)
