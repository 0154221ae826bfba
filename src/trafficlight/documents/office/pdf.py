"""PDF: a document laid out by LibreOffice, which is a program of its own and need not be installed.

Each run has its own profile in a folder of its own that is gone afterwards; it fetches nothing, runs no macro, and ends
with all its children when its time is over. LibreOffice writes the time into the PDF, so two runs differ in some bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from trafficlight._files import write_whole
from trafficlight.documents._document import Document
from trafficlight.documents.content import BarChart, DocumentContent
from trafficlight.errors import DocumentError, ExtraMissing, OfficeFailed, OfficeMissing
from trafficlight.messages import Words
from trafficlight.model._checks import check_ending

AnyPath: TypeAlias = "str | os.PathLike[str]"
"""路径."""

Source: TypeAlias = "Document | bytes | str | os.PathLike[str]"
"""来源: a document, the bytes of a .docx, or the path of one."""

OFFICE: Final = "soffice"
TIMEOUT: Final = 120.0
"""Seconds; a bulletin of sixty pages takes about four, the very first start of the program longer."""

_SAID: Final = 500  # characters of the program's own words that an error quotes
_EXPORT: Final = "org.openoffice.Office.Common/Filter/PDF/Export"
BLANK_PAGES: Final[Mapping[tuple[str, str], bool | int]] = {(_EXPORT, "IsSkipEmptyPages"): False}
"""Keeps the pages that the program puts between an odd page and the next odd one."""
_SCRIPTING: Final = "org.openoffice.Office.Common/Security/Scripting"
_SETTINGS: Final[Mapping[tuple[str, str], bool | int]] = {
    # headings become the outline, bookmarks named places (`page_numbers` reads them), structure helps screen readers
    (_EXPORT, "ExportBookmarks"): True,
    (_EXPORT, "ExportBookmarksToPDFDestination"): True,
    (_EXPORT, "UseTaggedPDF"): True,
    (_EXPORT, "IsSkipEmptyPages"): True,  # that the program puts between an odd page and the next odd one
    # what a file of unknown origin would fetch or start
    (_SCRIPTING, "BlockUntrustedRefererLinks"): True,
    (_SCRIPTING, "DisableMacrosExecution"): True,
    (_SCRIPTING, "MacroSecurityLevel"): 3,
    ("org.openoffice.Office.Writer/Content/Update", "Link"): 2,  # never
    # a Java machine would leave a folder in the system's temporary one
    ("org.openoffice.Office.Java/VirtualMachine", "Enable"): False,
}


Archive: TypeAlias = Literal["PDF/A-2b", "PDF/A-3b"]
"""长期保存格式 (ISO 19005): what an archive takes; fonts and colours are in the file, and nothing is fetched."""

_ARCHIVES: Final[Mapping[str, int]] = {"PDF/A-2b": 2, "PDF/A-3b": 3}


def to_pdf(
    document: Source,
    *,
    archive: Archive | None = None,
    accessible: bool = False,
    office: str = OFFICE,
    timeout: float = TIMEOUT,
    fontconfig: AnyPath | None = None,
) -> bytes:
    """The document as PDF, with its language, title, outline, tags and alternative texts.

    `archive` is the form that an archive asks for (ISO 19005); `accessible` writes what PDF/UA (ISO 14289-1) asks
    for, says so in the file, describes the charts of a `Document`, and names what heads the rows of a table without a head
    (with pypdf). `timeout` is in seconds; `fontconfig` is a fonts.conf that stands for the system's own.

    Raises `OfficeMissing` when `office` (a name on PATH or a path) is not there, `OfficeFailed` when it takes too long or
    leaves no whole PDF, `DocumentError` for content that cannot be written, and `OSError` for a path that cannot be read.
    """
    settings = {(_EXPORT, "PDFUACompliance"): accessible, (_EXPORT, "SelectPdfVersion"): _version(archive)}
    made = convert(document, office=office, timeout=timeout, fontconfig=fontconfig, settings=settings)
    return _described(made, document) if accessible else made


def _version(archive: str | None) -> int:
    """LibreOffice's number of a form; 0 is its own choice."""
    if archive is None:
        return 0
    if archive not in _ARCHIVES:
        raise DocumentError(
            f"不能生成“{archive}”：可用 {'、'.join(_ARCHIVES)}",
            f"cannot write “{archive}”; there are {', '.join(_ARCHIVES)}",
        )
    return _ARCHIVES[archive]


def save_pdf(
    document: Source,
    path: AnyPath,
    *,
    archive: Archive | None = None,
    accessible: bool = False,
    office: str = OFFICE,
    timeout: float = TIMEOUT,
    fontconfig: AnyPath | None = None,
) -> None:
    """Write the document as PDF at the path, whole or not at all. Raises as `to_pdf` does."""
    check_ending(path, ".pdf", Words("；Word 用 document.save(path)", "; document.save(path) writes Word"))
    data = to_pdf(
        document, archive=archive, accessible=accessible, office=office, timeout=timeout, fontconfig=fontconfig
    )
    write_whole(path, data)


def convert(
    document: Source,
    *,
    office: str,
    timeout: float,
    fontconfig: AnyPath | None,
    settings: Mapping[tuple[str, str], bool | int] | None = None,
) -> bytes:
    """As `to_pdf`, with more of the program's own settings."""
    program = shutil.which(office)
    if program is None:
        raise OfficeMissing(office)
    # on Windows a child that was ended may hold a file for a moment
    with tempfile.TemporaryDirectory(prefix="trafficlight-", ignore_cleanup_errors=os.name == "nt") as name:
        folder = Path(name)
        source = folder / "document.docx"
        _put(document, source)
        _write_settings(folder, {**_SETTINGS, **(settings or {})})
        try:
            said = _run(_command(program, folder, source), _environment(folder, fontconfig), timeout)
        finally:
            _remove_socket(folder)
        return _result(source.with_suffix(".pdf"), said)


def _put(document: Source, path: Path) -> None:
    """The .docx in the run's own folder: opened elsewhere it would get a lock file beside it."""
    if isinstance(document, Document):
        document.save(path, level=1)
    elif isinstance(document, bytes):
        path.write_bytes(document)
    else:
        shutil.copyfile(document, path)


def _profile(folder: Path) -> str:
    return (folder / "profile").as_uri()


def _write_settings(folder: Path, settings: Mapping[tuple[str, str], bool | int]) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{str(value).lower()}</value></prop></item>'
        for (path, name), value in settings.items()
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _command(program: str, folder: Path, source: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={_profile(folder)}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--infilter=MS Word 2007 XML",  # it would guess by content, and open what is no .docx at all
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(folder),
        str(source),
    ]


def _environment(folder: Path, fontconfig: AnyPath | None) -> dict[str, str]:
    temporary = str(folder)
    environment = {**os.environ, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary}
    if fontconfig is not None:
        environment["FONTCONFIG_FILE"] = str(Path(fontconfig).resolve())
    return environment


def _run(command: list[str], environment: dict[str, str], timeout: float) -> str:
    """What the program printed. It is ended, with its children, at the time limit or when anything interrupts the wait."""
    with subprocess.Popen(  # noqa: S603  # the program that the caller named, and no shell
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _end(process)
            raise OfficeFailed(Words(f"在 {timeout:g} 秒内没有完成", f"not done in {timeout:g} seconds")) from None
        except BaseException:  # whatever interrupts the wait, the program must not be left running; it is raised again
            _end(process)
            raise
    return said.decode(errors="replace").strip()[-_SAID:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and its children: soffice is a script that starts the program proper."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # Windows' own
    else:
        # not waited for yet, so the number is still the program's own; but an interrupt may have reached it first
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _remove_socket(folder: Path) -> None:
    """A run that was ended leaves the socket by which a second one would find it; its name comes from the profile's."""
    if sys.platform == "win32":
        return
    # MD5 here names a file and guards nothing; the program writes each byte without a leading zero
    digest = hashlib.md5(_profile(folder).encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for place in ("/tmp", "/var/tmp"):  # noqa: S108  # where the program puts it
        Path(place, name).unlink(missing_ok=True)


def _result(path: Path, said: str) -> bytes:
    """The PDF; the program returns 0 on most failures, so only a whole file counts."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise OfficeFailed(Words("没有生成 PDF", "no PDF was made"), said) from None
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-1024:]:
        raise OfficeFailed(Words("生成的 PDF 不完整", "the PDF is not whole"), said)
    return data


def _described(pdf: bytes, document: Source) -> bytes:
    """The PDF whose charts have the document's alternative texts; they are appended, and all else stays byte for byte.

    LibreOffice reads no alternative text of a chart, and marks header cells only in tables whose head repeats: in the others
    (版记, 审签单, a list of names) the first cell of a row says what the row is of. Raises `ExtraMissing` without pypdf.
    """
    try:
        import pypdf
        from pypdf.generic import NameObject, TextStringObject
    except ImportError as cause:
        raise ExtraMissing("pypdf", "pdf") from cause
    writer = pypdf.PdfWriter(io.BytesIO(pdf), incremental=True)
    tree = writer.root_object["/StructTreeRoot"]
    texts = (
        [block.described for block in document.blocks() if isinstance(block, BarChart)]
        if isinstance(document, DocumentContent)
        else []
    )
    figures = [one for one in _elements(tree, "/Figure") if "/Alt" not in one]
    if len(figures) != len(texts):
        figures = []  # a figure of another kind stands among them, and a wrong description is worse than none
    for figure, text in zip(figures, texts, strict=False):
        figure[NameObject("/Alt")] = TextStringObject(text)
    for cell in list(_first_cells(tree)):
        cell[NameObject("/S")] = NameObject("/TH")
        cell[NameObject("/A")] = _heads_row(cell.get("/A"))
    stream = io.BytesIO()
    writer.write(stream)
    return _with_properties(stream.getvalue(), len(pdf), pypdf.PdfReader(io.BytesIO(pdf)).trailer.raw_get("/Info"))


def _first_cells(tree: Any) -> Iterator[Any]:
    """The first cell of each row in the tables that have no header cell."""
    for table in _elements(tree, "/Table"):
        if next(_elements(table, "/TH"), None) is None:
            for row in _elements(table, "/TR"):
                yield from itertools.islice(_elements(row, "/TD"), 1)


def _heads_row(attributes: Any) -> Any:
    """The attributes of a cell, with those that say that it heads its row."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    heads = DictionaryObject({NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")})
    have = attributes if isinstance(attributes, list) else [] if attributes is None else [attributes]
    return ArrayObject([*have, heads])


def _with_properties(pdf: bytes, before: int, info: Any) -> bytes:
    """What was appended, if anything, naming the title and author again, which pypdf leaves out: the last trailer counts."""
    end = pdf.rfind(b"/Root ")
    if b"/Info " in pdf[before:] or end < before:
        return pdf
    return pdf[:end] + f"/Info {info.idnum} {info.generation} R ".encode() + pdf[end:]


def _elements(node: Any, kind: str) -> Iterator[Any]:
    """The elements of one kind in a structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _elements(child, kind)
    elif isinstance(node, dict):
        if node.get("/S") == kind:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"], kind)
