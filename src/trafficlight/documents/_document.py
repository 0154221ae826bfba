"""文档 (documents): content that writes itself as Word, one by one or many under safe names into a folder or one .zip."""

from __future__ import annotations

import functools
import io
import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias, cast

from attrs import frozen

from trafficlight._files import NameGiver, safe_file_name, write_atomically, write_whole
from trafficlight.documents.content import DocumentContent
from trafficlight.messages import Words
from trafficlight.model._checks import check_ending

if TYPE_CHECKING:
    from trafficlight.documents.docx.package import WordDocument


_OTHERWISE: Final = Words(
    "；网页用 html_page(document)，PDF 用 to_pdf(document)",
    "; html_page(document) makes a page for the web, to_pdf(document) a PDF",
)


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
        character that no file can hold), `WrongValue` for a path that ends as another kind of file does (.pdf, .html), and
        `OSError` for the disk's own troubles.
        """
        check_ending(path, ".docx", _OTHERWISE)
        write_atomically(path, functools.partial(self.write, level=level))

    def to_bytes(self, *, level: int = 6) -> bytes:
        """The .docx as bytes. Raises as `save` does."""
        stream = io.BytesIO()
        self.write(stream, level=level)
        return stream.getvalue()

    def write(self, stream: IO[bytes], *, level: int = 6) -> None:
        """Write the .docx into a binary stream; what was written stays when an error comes. Raises as `save` does."""
        from trafficlight.documents.docx.package import write_document

        write_document(self, stream, level=level)

    def to_docx(self) -> WordDocument:
        """A live `docx.document.Document` of python-docx, for what this library does not offer. Raises as `save` does."""
        from trafficlight.documents.docx.package import live_document

        return live_document(self)


OnProgress: TypeAlias = Callable[[int, int, str], object]
"""进度回调: called with (done, total, name) after each thing that was done, `done` from 1 to `total`.

What it raises ends the job, as any other error does: so a job can be stopped.
"""

FileName: TypeAlias = "str | tuple[str, ...]"
"""文件名: a file's name, or the folders that it stands in and its name last. A document's gets `.docx` behind it."""

Named: TypeAlias = "tuple[FileName, Document | bytes]"
"""有名文件: a document, or the bytes of any other file, with its name."""

_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a .zip can say: nothing is taken from a clock
_UNIX: Final = 3
_MODE: Final = 0o644 << 16


def save_all(
    documents: Mapping[str, Document] | Mapping[FileName, Document | bytes] | Iterable[Named],
    target: str | os.PathLike[str],
    *,
    progress: OnProgress | None = None,
    level: int = 6,
) -> tuple[str, ...]:
    """成套保存: write every document, and give back the names that they got, with `/` between folder and file.

    A `target` that ends in `.zip` becomes one archive, whole or not at all, the same bytes each time; any other is a
    folder, which is made, and where each file is whole or not at all. Names are made safe for every system, and
    numbered where two would be one file. A document is written and dropped before the next one is asked for, if
    `documents` knows its length (`len`), as `ledgers_by_unit` does; a plain iterator is gathered first. `progress` gets
    (done, total, name). Raises as `Document.save` does.
    """
    check_ending(target, ".zip", Words("，或写一个文件夹", ", or name a folder"))
    given = _sized(documents)
    place = Path(target)
    if place.suffix.lower() != ".zip":
        return tuple(_saved(given, place, progress, level))
    names: list[str] = []
    write_atomically(place, functools.partial(_archive, given, names, progress, level))
    return tuple(names)


def _sized(documents: Mapping[Any, Any] | Iterable[Named]) -> Collection[Named]:
    if isinstance(documents, Mapping):
        return cast("Collection[Named]", documents.items())
    return documents if isinstance(documents, Collection) else list(documents)


def _saved(given: Collection[Named], folder: Path, progress: OnProgress | None, level: int) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for done, (name, document) in enumerate(_distinct(given), 1):
        path = folder.joinpath(*name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(document, bytes):
            write_whole(path, document)
        else:
            document.save(path, level=level)
        yield _told(name, done, len(given), progress)


def _archive(
    given: Collection[Named], names: list[str], progress: OnProgress | None, level: int, stream: IO[bytes]
) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for done, (name, document) in enumerate(_distinct(given), 1):
            entry = zipfile.ZipInfo("/".join(name), _TIME)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            # a .docx is packed already: to pack it again takes time and saves nothing
            entry.compress_type = zipfile.ZIP_DEFLATED if isinstance(document, bytes) else zipfile.ZIP_STORED
            data = document if isinstance(document, bytes) else document.to_bytes(level=level)
            package.writestr(entry, data, compresslevel=level)
            names.append(_told(name, done, len(given), progress))


def _told(name: tuple[str, ...], done: int, total: int, progress: OnProgress | None) -> str:
    shown = "/".join(name)
    if progress is not None:
        progress(done, total, shown)
    return shown


def _distinct(given: Iterable[Named]) -> Iterator[tuple[tuple[str, ...], Document | bytes]]:
    """Each with its safe path; names are numbered apart within their folder."""
    givers: dict[tuple[str, ...], NameGiver] = {}
    for name, document in given:
        *folders, last = (name,) if isinstance(name, str) else name
        place = tuple(map(safe_file_name, folders))
        key = tuple(one.casefold() for one in place)
        giver = givers.setdefault(key, NameGiver())
        yield (*place, giver(last if isinstance(document, bytes) else f"{safe_file_name(last)}.docx")), document
