"""一个省: three thousand units, their items of a week, and the papers that one of them gets.

The agency is made up. What a worker does for a unit takes the unit's own entries and files, and gives what came of it, an
error too: so it can run in a process, on a cluster, or here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import frozen

import trafficlight as tl
from trafficlight.articles import COUNTIES_PART, Article, compendium
from trafficlight.documents import Document, SignOff, ledgers_by_unit, reminder_letters, save_all
from trafficlight.model import Progress, Responsibility
from trafficlight.notice import KeyWorkItem

AS_OF: Final = dt.date(2023, 9, 28)
ANSWER_BY: Final = dt.date(2023, 10, 12)
SIGNED: Final = SignOff(tl.model.Person("分管厅领导", "副厅长"), dt.date(2023, 9, 29))
ITEMS: Final = 40


def units(count: int) -> Iterator[tl.Unit]:
    """The province's units."""
    return (tl.Unit(f"第{number:04}县审计局") for number in range(1, count + 1))


def scheme_of(*members: tl.Unit) -> tl.Scheme:
    """The province's scheme for some of its units: a worker needs no other's name."""
    lines = [tl.RosterLine(unit) for unit in members]
    roster = tl.Roster([tl.Board("counties", "县审计局", lines)])
    agency = tl.Agency("某省审计厅", "省审计厅", "某省审计厅办公室", roster, signers=[SIGNED.by])
    return tl.notice.scheme(agency, tl.Rulebook("province", dt.date(2023, 8, 3), [tl.notice.key_work()]))


@frozen
class Task:
    """一个单位的文件: what a worker needs: the unit, its entries, its articles, and the folder to write into."""

    number: int
    unit: tl.Unit
    entries: tuple[tl.Entry[Any], ...]
    articles: tuple[Path, ...]
    folder: Path


@frozen
class Result:
    """结果: the files that a unit got, or why it got none."""

    unit: tl.Unit
    files: tuple[str, ...] = ()
    error: str = ""


def tasks(count: int, articles: tuple[Path, ...], folder: Path) -> Iterator[Task]:
    """A task for each unit; each is made when it is asked for. Entries would come from hand-ins or a database."""
    steps = list(Progress)
    for number, unit in enumerate(units(count), 1):
        yield Task(
            number,
            unit,
            tuple(
                tl.Entry(
                    "key_work",
                    KeyWorkItem(
                        matter=f"{unit}第{at}项重点工作",
                        target="年底前完成全部目标任务",
                        status=f"已完成{(number + at) % 97}%",
                        progress=steps[(number * at) % len(steps)],
                        leader=f"分管领导{at % 3 + 1}",
                        responsible=Responsibility((unit,), "负责人"),
                        source="局党组会议",
                        remark="",
                    ),
                    serial=at,
                )
                for at in range(1, ITEMS + 1)
            ),
            articles,
            folder,
        )


def papers(task: Task) -> Iterator[tuple[str, Document | bytes]]:
    """A unit's extract of the ledger, its letter where an item is slow, and the compendium of its articles."""
    unit = task.unit
    office = scheme_of(unit)
    ratings = office.rulebooks.at(AS_OF).rate(task.entries, roster=office.roster)
    for name, extract in ledgers_by_unit(office, ratings, as_of=AS_OF).items():
        yield f"{name}台账", extract
    for paper in reminder_letters(
        office,
        ratings,
        as_of=AS_OF,
        deadline=ANSWER_BY,
        sign_off=SIGNED,
        number=lambda _unit, _at: f"省审督函〔2023〕{task.number}号",
    ):
        yield paper.name, paper.document
    articles = [Article(str(unit), path.stem.partition("_")[2], COUNTIES_PART, path) for path in task.articles]
    book = compendium(office, articles, period=tl.Quarter.of(AS_OF), as_of=AS_OF)
    yield f"{unit}经验做法汇编.docx", book.data


def work(task: Task) -> Result:
    """Make and save a unit's papers: each file whole or not at all. What goes wrong is told, and stops nobody else."""
    try:
        return Result(task.unit, save_all(papers(task), task.folder / str(task.unit)))
    except (tl.TrafficlightError, OSError) as error:
        return Result(task.unit, error=str(error))
