"""退件: every workbook of a folder handed back, each with its own errors marked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from trafficlight.atomic import NameGiver, write_whole
from trafficlight.errors import FileFault
from trafficlight.sheets.limits import LIMITS, Limits
from trafficlight.sheets.marking.marked import AUTHOR, COLOUR, WARNING_COLOUR, Marking, marked
from trafficlight.sheets.sources import Incoming, Source, incoming
from trafficlight.wording import Language


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
            raise ValueError("the hand-ins themselves lie in this folder: marked files need another")
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
