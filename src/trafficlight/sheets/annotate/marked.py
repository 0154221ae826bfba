"""退回: the workbook that a unit sent in, its bad cells marked and commented, and nothing else in it changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias
from xml.parsers import expat

from attrs import frozen
from lxml import etree

from trafficlight._files import NameGiver, write_whole
from trafficlight.errors import Fault, FileFault, WrongValue
from trafficlight.messages import Language, Words, english, said
from trafficlight.model._colours import hex_colour
from trafficlight.ooxml.archive import LIMITS, Limits
from trafficlight.ooxml.file_kinds import XLSX, Flaw, FlawedFile
from trafficlight.sheets._cell_texts import AUTHOR
from trafficlight.sheets._report import Finding
from trafficlight.sheets._sources import Incoming, Source, incoming
from trafficlight.sheets.annotate.comments import Shapes, add_comments
from trafficlight.sheets.annotate.edits import Place, Survey, edited, in_utf8
from trafficlight.sheets.annotate.kept_parts import Fills, Parts
from trafficlight.sheets.reading.hand_in_files import Malformed, Meter, border, screen
from trafficlight.sheets.reading.readers.formats import WORKBOOKS
from trafficlight.sheets.reading.readers.workbook_parts import NO_CONTENTS, SheetPart, book_parts

COLOUR: Final = "FFC7CE"
"""The fill of a bad cell, RRGGBB: light enough to read on, and a grey of its own in a grey print."""

WARNING_COLOUR: Final = "FFEB9C"
"""The fill of a cell that a check only doubts."""


_IDENTITIES: Final = re.compile(rb"\brId[0-9]{1,9}\b")
"""By which a sheet names what it is related to."""

Marking: TypeAlias = Fault | Finding
"""批注事项: what can be marked in a workbook: a fault, or a warning of the report."""


def marked(
    source: Source,
    faults: Iterable[Marking],
    *,
    language: Language = "zh",
    author: str = AUTHOR,
    colour: str = COLOUR,
    warning_colour: str = WARNING_COLOUR,
    file_name: str | None = None,
    limits: Limits = LIMITS,
) -> bytes:
    """批注退回: the same workbook with each bad cell filled with `colour` and commented by `author`.

    `source` is one .xlsx as `read` takes it, `faults` what `read` found in it, warnings of the report among them if
    these are to be marked too (with `warning_colour`); those of other files are passed over.
    Several faults of a cell share a comment, a merged area is marked in its first cell, a fault of a row without a cell
    (a header that lacks a word) in the row's first cell that is filled, one of a whole sheet or file is a comment on A1.
    What others have commented stays. All other parts of the file are the same bytes, damaged ones too, and the result is
    so each time; what is wrong with a sheet that cannot be edited stands on the first that can.

    Raises `FileFault` for what is no workbook or cannot be read, `ValueError` when none of the faults is of this file
    or a colour is none.
    """
    colour, warning_colour = hex_colour(colour), hex_colour(warning_colour)
    file = _workbook(source, file_name, limits)
    faults = list(faults)
    own = [fault for fault in faults if fault.file == file.name]
    if faults and not own:
        raise WrongValue(
            f"没有 {file.name!r} 的错误，只有 {sorted({fault.file for fault in faults})} 的",
            f"no fault is of {file.name!r}, but of {sorted({fault.file for fault in faults})}",
        )
    if not own:
        return file.data
    meter = Meter(file.name, limits)
    package = screen(file.data, meter)
    with border(file.name):
        sheets = book_parts(package).sheets
        while True:
            workbook = _Workbook(Parts(package.archive), meter, colour, warning_colour)
            damaged: dict[SheetPart, Exception] = {}
            for sheet, told in _by_sheet(own, sheets).items():
                try:
                    workbook.mark(sheet, told, language, said(author, language))
                except (Malformed, FlawedFile, expat.ExpatError, etree.LxmlError) as error:
                    damaged[sheet] = error
            if not damaged:
                return workbook.to_bytes()
            # what is wrong with a sheet that cannot be edited is told on the others
            sheets = tuple(sheet for sheet in sheets if sheet not in damaged)
            if not sheets:
                raise next(iter(damaged.values()))


def _workbook(source: Source, file_name: str | None, limits: Limits) -> Incoming:
    files = list(incoming(source, file_name=file_name, limits=limits))
    if len(files) != 1:
        raise WrongValue(
            "marked() 只标注一个文件；标注文件夹请用 hand_back()", "marked() takes one file; hand_back() takes a folder"
        )
    (file,) = files
    if isinstance(file, FileFault):
        raise file
    if not isinstance(file, Incoming) or file.suffix not in WORKBOOKS:
        raise FileFault(
            Words("这种文件不能批注", "a file of this kind cannot be marked"),
            file=file.name if isinstance(file, Incoming) else file.file,
            expected=Words("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
        )
    return file


def _by_sheet(faults: Iterable[Marking], sheets: tuple[SheetPart, ...]) -> dict[SheetPart, list[Marking]]:
    """The faults of each sheet; one that names no worksheet is told on the first visible one."""
    first = next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
    by_name = {sheet.name: sheet for sheet in sheets}
    found: dict[SheetPart, list[Marking]] = {}
    for fault in faults:
        found.setdefault(by_name.get(fault.sheet or "", first), []).append(fault)
    return {sheet: found[sheet] for sheet in sheets if sheet in found}


def _message(fault: Marking) -> Words:
    """What is wrong, without file and sheet."""
    if isinstance(fault, Finding):
        return Words(f"提醒：{fault.text}", f"warning: {english(fault.text)}")
    return fault.text


class _Workbook:
    """A workbook while it is marked."""

    def __init__(self, parts: Parts, meter: Meter, colour: str, warning_colour: str) -> None:
        self._parts, self._meter, self._colours = parts, meter, (colour, warning_colour)
        workbook = parts.related("", "officeDocument")
        self._fills = Fills(parts, "" if workbook is None else workbook.target)
        self._shapes = Shapes(parts)

    def mark(self, sheet: SheetPart, faults: Iterable[Marking], language: Language, author: str) -> None:
        """Mark one sheet."""
        self._meter.check()
        if not sheet.part:
            raise FlawedFile(Flaw.BROKEN, NO_CONTENTS, XLSX.whole)
        if sheet.part not in self._parts:
            raise Malformed(f"the part {sheet.part} is missing")
        xml = in_utf8(b"".join(self._parts.xml_blocks(sheet.part)), self._meter)
        seen = Survey(xml, self._meter.limits)
        self._parts.use(sheet.part, (name.decode() for name in _IDENTITIES.findall(xml)))
        texts: dict[Place, list[str]] = {}
        filled: dict[Place, str] = {}
        placed = [(self._place(fault, sheet, seen.first_filled), fault) for fault in faults]
        anchors = seen.anchors(place for place, _ in placed)
        for place, fault in placed:
            anchor, elsewhere = anchors[place], fault.sheet if fault.sheet != sheet.name else None
            text = said(_message(fault), language)
            texts.setdefault(anchor, []).append(f"{elsewhere}: {text}" if elsewhere else text)
            if fault.row is not None and elsewhere is None:
                doubted = isinstance(fault, Finding) and filled.get(anchor) != self._colours[0]
                filled[anchor] = self._colours[doubted]
        new = add_comments(self._parts, sheet.part, texts, author)
        drawing = self._shapes.add(sheet.part, seen, new) if new else None
        self._parts.put(sheet.part, edited(xml, seen, filled, self._fills.filled, drawing))

    def to_bytes(self) -> bytes:
        """The marked workbook."""
        self._fills.save()
        return self._parts.to_bytes()

    @staticmethod
    def _place(fault: Marking, sheet: SheetPart, first_filled: dict[int, int]) -> Place:
        if fault.row is None or fault.sheet != sheet.name:
            return 0, 0
        row = fault.row - 1
        return row, first_filled.get(row, 0) if fault.column is None else fault.column - 1


@frozen
class HandedBack:
    """退件结果: the marked workbooks that were written, and why other files with faults could not be marked."""

    written: tuple[Path, ...]
    unmarked: tuple[FileFault, ...]


def hand_back(
    source: Source,
    faults: Iterable[Marking],
    folder: str | os.PathLike[str],
    *,
    language: Language = "zh",
    author: str = AUTHOR,
    colour: str = COLOUR,
    warning_colour: str = WARNING_COLOUR,
    file_name: str | None = None,
    limits: Limits = LIMITS,
) -> HandedBack:
    """退件: write each workbook of `source` that has faults into `folder`, marked, under its own name.

    `source` is a file or a folder as `read` takes it, `faults` what `read` found there. A file without faults is not
    written. A .csv, and whatever cannot be opened, is named in `unmarked`: its faults have to be sent as text. Each
    file is written whole or not at all. Raises `ValueError` when `folder` is where the hand-ins lie, `OSError` as the
    system does.
    """
    target = Path(folder)
    if isinstance(source, (str, os.PathLike)):
        origin = Path(source)
        if (origin if origin.is_dir() else origin.parent).resolve() == target.resolve():
            raise WrongValue(
                "报送的原件就在这个文件夹里：标注后的文件请放到另一个文件夹",
                "the hand-ins themselves lie in this folder: marked files need another",
            )
    by_file: dict[str, list[Marking]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    written: list[Path] = []
    unmarked: list[FileFault] = []
    give_name = NameGiver()
    for file in incoming(source, file_name=file_name, limits=limits):
        if isinstance(file, FileFault):
            unmarked.append(file)
            continue
        if not isinstance(file, Incoming) or file.name not in by_file:
            continue
        try:
            data = marked(
                file.data,
                by_file[file.name],
                language=language,
                author=author,
                colour=colour,
                warning_colour=warning_colour,
                file_name=file.name,
                limits=limits,
            )
        except FileFault as fault:
            unmarked.append(fault)
        else:
            target.mkdir(parents=True, exist_ok=True)
            path = target / give_name(file.name)
            write_whole(path, data)
            written.append(path)
    return HandedBack(tuple(written), tuple(unmarked))
