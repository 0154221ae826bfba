"""告知: what a script says of the hand-ins before it works with them, and how it ends when it cannot go on."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import trafficlight as tl

STOPPED = 2
"""The exit code when something is wrong with what the script was given."""


def stop(*lines: str) -> NoReturn:
    """End the script: what is wrong, a line each, and no traceback."""
    print(*lines, sep="\n", file=sys.stderr)
    sys.exit(STOPPED)


def ending(main: Callable[[], None]) -> None:
    """Run a script; a wrong path, date, folder or permission ends it with a line that says so."""
    try:
        main()
    except (tl.SheetFaults, tl.errors.RatingFaults) as faults:
        stop(*faults.lines())
    except OSError as error:
        stop(f"{error.filename or '文件'}：打不开或写不了（{error.strerror or error}），请检查路径和权限")
    except OverflowError:
        stop("日期太早或太晚，算不出前后的日期；请改为 1900 年至 9998 年的日期")
    except (tl.TrafficlightError, ValueError) as error:
        stop(str(error))
    except SystemExit as end:
        if isinstance(end.code, str):
            stop(end.code)
        raise


def day_of(text: str) -> dt.date:
    """The day that an option names."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期；写法如 2023-09-28") from None


def quarter_of(text: str) -> tl.Quarter:
    """The quarter that an option names."""
    try:
        return tl.Quarter.parse(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是季度；写法如 2023Q3") from None


def period_of(given: str | None, folder: Path) -> tl.model.Period:
    """The period that --period names, or else the folder's name."""
    try:
        return tl.model.period_of_key(folder.resolve().name if given is None else given)
    except ValueError:
        what = f"--period “{given}”" if given is not None else f"文件夹名“{folder.resolve().name}”"
        stop(f"{what}不是期间；写法如 2023Q3（季度）、2023M09（月）、2023W39（周），请改文件夹名，或用 --period 写明")


def look(reading: tl.sheets.Reading, path: Path) -> None:
    """收表预览: print it, write it to a file (.xlsx, .docx, .html), and end; with 2 where the period cannot be rated yet."""
    preview = tl.sheets.preview(reading, steward=tl.notice.STEWARD)
    tables = preview.tables()
    document = tl.documents.text_document(*tables)
    match path.suffix:
        case ".xlsx":
            path.write_bytes(tl.sheets.text_workbook(*tables))
        case ".docx":
            document.save(path)
        case ".html":
            path.write_text(tl.documents.to_html(document), encoding="utf-8")
        case _:
            stop(f"{path}：预览文件应以 .xlsx、.docx 或 .html 结尾")
    print(*preview.lines(), f"已写入 {path}", sep="\n")
    sys.exit(0 if preview.ready else STOPPED)


def tell(reading: tl.sheets.Reading, as_of: dt.date) -> None:
    """What was not read, what is doubtful and what is past its time; with faults the script ends."""
    report = reading.report
    late = [
        f"{entry.origin}：{entry.record.matter if hasattr(entry.record, 'matter') else ''}（{entry.record.deadline}）"
        for entry in tl.notice.overdue(reading.entries, as_of=as_of)
    ]
    for title, lines in (
        ("未读：", [*map(str, report.skipped)]),
        ("疑点：", [f"{one}〔{one.check}〕" for one in report.warnings]),
        ("请核对：", [str(one) for one in report.remarks if one.asks]),
        (f"至{tl.model.chinese_date(as_of)}已过完成时限未办结：", late),
    ):
        if lines:
            print(title, *lines, "", sep="\n")
    if report.faults:
        stop(*map(str, report.faults), f"共 {len(report.faults)} 处错误，请改正后重报。")
