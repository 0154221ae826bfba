"""每周台账: the weekly set: the ledger, its extracts, and the letters that are due with their sign-off sheets.

    python week.py [--input FILE] [--period 2023W39] [--out DIR] [--date YYYY-MM-DD] [--zip]
                   [--signed-off FILE] [--first-number N]

FILE is the ledger as the office keeps it; with --period its 截至日期 must lie in that week or quarter. What was not read
and what is doubtful is printed; with faults nothing is written, and the exit code is 2. Writes 台账.docx and 台账.xlsx;
one extract for each leader (分管领导) and one for each responsible department (责任科室), with --zip in one 台账分发.zip;
and for each department with slow or severely delayed items a sign-off sheet (审签单). A department that --signed-off names
gets its letter (提醒函) beside it, numbered from N. That file (TOML, as 审签.toml) has one group for each department:

    [[signed]]
    unit = "办公室"
    by = "陶可星"
    on = 2023-09-28
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs
from jining import JINING
from sign_offs import read_sign_offs
from telling import day_of, ending, period_of, tell
from work_calendar import CALENDAR

import trafficlight as tl
from trafficlight.documents import (
    Document,
    LetterNumbers,
    SignOff,
    ledgers_by_leader,
    ledgers_by_unit,
    reminder_letters,
    reminders,
    save_all,
    sign_off_sheet,
    summary_sentence,
)

HERE = Path(__file__).parent
WEEKDAYS = "一二三四五六日"
Ratings = tl.rules.Ratings


def read(path: Path, date: dt.date, period: str | None) -> Ratings:
    """The ledger with its lights; faults end the script."""
    others = {theme.key for theme in JINING.rulebooks.at(date)} - {"key_work"}
    asked = None if period is None else period_of(period, path)
    reading = tl.sheets.read(path, scheme=JINING, period=asked, without=others, collect=True)
    tell(reading, date)
    return JINING.rate(reading, date=date)


def counted(text: str) -> int:
    """A document's number, from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”应为 1 以上的整数")
    return int(text)


def day(date: dt.date) -> str:
    """“2023年9月28日（周四）”."""
    return f"{tl.model.chinese_date(date)}（周{WEEKDAYS[date.weekday()]}）"


def print_deadlines(date: dt.date) -> None:
    """By when the ledger is updated and reported in this week (N2.2), and whether that is over."""
    week = tl.Week.of(date)
    update, report = week.update_by(CALENDAR), week.report_by(CALENDAR)
    if update is None or report is None:
        print(f"{week}没有工作日，不出台账。")
        return
    print(f"{week}：台账应于{day(update)}之前更新完毕，{day(report)}之前报送。")
    if date > report:
        print(f"注意：{day(date)}已过本周报送期限。")


def answer_by(after: dt.date) -> dt.date:
    """By when a reminded department answers: when the ledger is next updated, after that day."""
    week = tl.Week.of(after)
    while (day := week.update_by(CALENDAR)) is None or day <= after:
        week = week.next
    return day


def workbook(ratings: Ratings, date: dt.date) -> tl.sheets.Sheet:
    """台账 as a workbook's sheet: the same rows below the same sentence."""
    theme = JINING.rulebooks.at(date).theme("key_work")
    who = JINING.agency.short_name
    return tl.sheets.Sheet(
        theme.form,
        [attrs.evolve(rating, serial=number) for number, rating in enumerate(JINING.ranked(ratings), 1)],
        title=f"{JINING.agency.name}重点工作台账",
        dateline=f"日期：{tl.model.chinese_date(date)}",
        above=(summary_sentence(JINING, theme, ratings, as_of=date, subject=who),),
        published=True,
    )


def papers(
    ratings: Ratings, date: dt.date, signed: dict[tl.Unit, SignOff], first: int
) -> Iterator[tuple[str, Document]]:
    """A sheet for each department with slow items, and for those signed off the letter too, the sheet filled in."""
    deadline = answer_by(max([date, *(one.on for one in signed.values())]))
    number = LetterNumbers(f"{JINING.agency.document_prefix.removesuffix('发')}函", date.year, first)
    due = {one.unit: one for one in reminders(JINING, ratings)}
    made = reminder_letters(JINING, ratings, as_of=date, deadline=deadline, sign_off=signed, number=number)
    for paper in made:
        if paper.sign_off is not None:
            yield (
                f"{paper.unit}提醒函审签单",
                sign_off_sheet(
                    JINING,
                    due[paper.unit],
                    as_of=date,
                    deadline=deadline,
                    sign_off=paper.sign_off,
                    number=paper.number,
                ),
            )
        yield paper.name, paper.document
    if made:
        print(f"需提醒 {len(made)} 个单位（{'、'.join(str(paper.unit) for paper in made)}），于{day(deadline)}前反馈。")
    waiting = [str(paper.unit) for paper in made if not paper.is_letter]
    if waiting:
        print(f"待局领导审签：{'、'.join(waiting)}。未经审签，只出审签单。")
    needless = [str(unit) for unit in signed if unit not in due]
    if needless:
        print(f"审签文件所列单位没有需提醒的事项：{'、'.join(needless)}。")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=HERE / "2023Q3" / "重点工作.xlsx", metavar="FILE")
    parser.add_argument("--period", metavar="2023W39", help="the period of which the ledger is to speak")
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR")
    parser.add_argument("--date", type=day_of, default=dt.date(2023, 9, 28), metavar="YYYY-MM-DD")
    parser.add_argument("--zip", action="store_true", help="put the extracts into one archive")
    parser.add_argument("--signed-off", type=Path, metavar="FILE", help="who signed which letter off")
    parser.add_argument("--first-number", type=counted, default=1, metavar="N", help="the first letter's number")
    options = parser.parse_args()
    date, out = options.date, options.out

    signed = {} if options.signed_off is None else read_sign_offs(options.signed_off)
    ratings = read(options.input, date, options.period)
    print_deadlines(date)
    letters = list(papers(ratings, date, signed, options.first_number))
    out.mkdir(parents=True, exist_ok=True)
    tl.documents.ledger(JINING, ratings, as_of=date).save(out / "台账.docx")
    tl.sheets.save(out / "台账.xlsx", workbook(ratings, date))
    print(f"已写入 {out / '台账.docx'}、{out / '台账.xlsx'}")

    sets = {"分管领导": ledgers_by_leader, "责任科室": ledgers_by_unit}
    extracts = {folder: split(JINING, ratings, as_of=date) for folder, split in sets.items()}
    for folder, documents in extracts.items():
        print(f"{folder}：{len(documents)} 份（{'、'.join(documents)}）")
        if not options.zip:
            save_all(documents, out / folder)
    if options.zip:
        named = [((folder, name), one) for folder, documents in extracts.items() for name, one in documents.items()]
        save_all(named, out / "台账分发.zip")
        print(f"已写入 {out / '台账分发.zip'}")
    if letters:
        print("提醒函：", *(f"  {name}" for name in save_all(letters, out / "提醒函")), sep="\n")


if __name__ == "__main__":
    ending(main)
