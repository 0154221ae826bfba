"""收表预览 (preview): before a period is rated, what came in each file, what is wrong in it, what is missing, and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from trafficlight.errors import Fault, MissingTheme
from trafficlight.messages import Language, Words, bracketed, in_english, joined, legible, said
from trafficlight.model._checks import check_kind
from trafficlight.model._text_tables import TextTable
from trafficlight.rules._coverage import Coverage, Receipt, Status
from trafficlight.sheets._report import Finding, Reading, Remark, Skipped, TableRead

_LONGEST: Final = 300
"""Characters of a line; what somebody typed into a cell may be as long as a book."""

_MOST_UNITS: Final = 100
"""Units that are named in one cell."""

_STEWARD: Final = "牵头单位"
_TITLE: Final = Words("收表预览", "Preview of what came in")
_FILES: Final = {
    Words("文件", "File"): 40,
    Words("已读的表", "Tables read"): 50,
    Words("行数", "Rows"): 14,
    Words("错误", "Faults"): 14,
    Words("疑点", "Doubts"): 14,
    Words("未读", "Not read"): 40,
    Words("怎么办", "What to do"): 60,
}
"""Of a table the header words, each with the width of its column."""
_PROBLEMS: Final = Words("错误和疑点", "Faults and doubts")
_PROBLEM: Final = {
    Words("文件", "File"): 40,
    Words("工作表", "Sheet"): 30,
    Words("类别", "Kind"): 34,
    Words("问题和应填内容", "What is wrong, and what is expected"): 130,
}
_MISSING: Final = Words("未报和有误的专题", "Themes that are missing or have faults")
_DUE: Final = {
    Words("专题", "Theme"): 36,
    Words("{steward}", "Steward"): 30,
    Words("情况", "Status"): 28,
    Words("未报的单位", "Units without a row"): 80,
    Words("怎么办", "What to do"): 60,
}

_MEND: Final = Words("逐条改正错误后重报", "mend each fault and hand in again")
_LOOK: Final = Words("核对疑点；属实的不必改", "look at the doubts; what is right may stay")
_NO_TABLE: Final = Words(
    "没有读到表：不是报送表的不必管，是的请按样表填好、另存为 .xlsx 重报",
    "no table was read: leave it if it is no hand-in; else fill in the blank form, save it as .xlsx and hand it in again",
)
_NOTHING: Final = Words("无需处理", "nothing to do")
_ASK: Final = Words("请{steward}补报；不等的，写明不等该专题", "ask the steward for it, or say that you go on without")
_WITHOUT: Final = Words(
    "不等该专题，通报中印“未收到”", "it is not waited for; documents print that it was not received"
)
_AGAIN: Final = Words("请{steward}改正后重报", "ask the steward to mend it and hand it in again")
_UNITS: Final = Words(
    "请这些单位补报；确实没有的，按未报送评定", "ask these units; a unit that has nothing is rated as one without a row"
)
_READY: Final = Words("没有错误，可以评定。", "There are no faults: it can be rated.")
_NOT_READY: Final = Words(
    "暂不能评定：有错误，或有应报未报的专题。", "It cannot be rated yet: there are faults, or a theme is missing."
)

_FAULT: Final = Words("错误", "fault")
_DOUBT: Final = Words("疑点", "doubt")
_QUESTION: Final = Words("核对", "question")
_ROWLESS: Final = Words("未报的单位：{}", "units without a row: {}")
_BRACKETED: Final = Words("（报送有误）", " (with faults)")


@frozen
class FilePreview:
    """一个文件的预览: its tables, faults and doubts, the sheets that were not read, and the remarks that ask somebody to look."""

    file: str
    tables: tuple[TableRead, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    questions: tuple[Remark, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were read without a fault."""
        return sum(table.rows for table in self.tables)

    @property
    def to_do(self) -> Words:
        """怎么办: what is to be done about it, in both languages."""
        if self.faults:
            return _MEND
        if self.doubts or self.questions:
            return _LOOK
        return _NOTHING if self.tables else _NO_TABLE

    def problems(self, first: int | None = None, language: Language = "zh") -> tuple[tuple[str, str, str], ...]:
        """Sheet, kind and text of its faults, doubts and questions; of each the `first` few, and how many more there are."""
        faults = (
            (legible(fault.sheet or ""), said(_FAULT, language), said(fault.text, language)) for fault in self.faults
        )
        doubts = (
            (legible(doubt.sheet), f"{said(_DOUBT, language)}〔{doubt.check}〕", said(doubt.text, language))
            for doubt in self.doubts
        )
        questions = (
            (legible(one.sheet), said(_QUESTION, language), said(one.text, language)) for one in self.questions
        )
        kinds = ((faults, _FAULT), (doubts, _DOUBT), (questions, _QUESTION))
        return tuple(row for rows, kind in kinds for row in _few(rows, first, kind, language))


def _few(
    rows: Iterable[tuple[str, str, str]], first: int | None, what: Words, language: Language
) -> Iterator[tuple[str, str, str]]:
    every = list(rows)
    yield from ((sheet, kind, _short(text)) for sheet, kind, text in every[:first])
    if first is not None and len(every) > first:
        yield "", said(what, language), _more(len(every) - first, language)


def _some(texts: Iterable[str], first: int, language: Language) -> Iterator[str]:
    """The first of some texts, and how many more there are."""
    every = list(texts)
    yield from map(_short, every[:first])
    if len(every) > first:
        yield _more(len(every) - first, language)


def _more(count: int, language: Language) -> str:
    return said(Words(f"另有{count}处", f"and {count} more"), language)


def _short(text: str) -> str:
    line = legible(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


@frozen
class Preview:
    """收表预览: a value made by `preview`; `lines` prints it, `tables` is for workbooks, documents and web pages.

    `coverage` says what was due and is missing, `waiting` the keys of the themes without which it cannot be rated;
    `steward` is how the agency calls who collects a theme, in Chinese (牵头科室).
    """

    coverage: Coverage
    files: tuple[FilePreview, ...] = field(default=(), converter=tuple[FilePreview, ...])
    waiting: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    steward: str = _STEWARD

    @property
    def ready(self) -> bool:
        """可以评定: whether no file has a fault, and no theme is waited for."""
        return not self.waiting and not any(file.faults for file in self.files)

    @property
    def verdict(self) -> Words:
        """Whether the period can be rated, in both languages."""
        return _READY if self.ready else _NOT_READY

    def lines(self, language: Language = "zh", *, first: int = 3) -> tuple[str, ...]:
        """Each file with its first faults, doubts and questions, then what is missing, with what to do; last, whether to rate."""
        return tuple(self._lines(language, first))

    def _lines(self, language: Language, first: int) -> Iterator[str]:
        stop, comma = (": ", "; ") if in_english(language) else ("：", "；")
        yield self.coverage.lines(language)[0]
        for file in self.files:
            _, tables, rows, *_, to_do = _told(file, language, first)
            faults, doubts = len(file.faults), len(file.doubts)
            facts = [Words(f"{tables}，{rows}行", f"{tables}, rows: {rows}")] if file.tables else []
            facts.append(Words(f"错误{faults}处，疑点{doubts}处", f"faults: {faults}, doubts: {doubts}"))
            if asked := len(file.questions):
                facts.append(Words(f"待核对{asked}处", f"questions: {asked}"))
            yield f"{legible(file.file)}{stop}{comma.join(said(one, language) for one in (*facts, to_do))}"
            for sheet, kind, text in file.problems(first, language):
                yield f"  {kind} {sheet + ' ' if sheet else ''}{text}"
            yield from (f"  {text}" for text in _some((one.say(language) for one in file.skipped), first, language))
        for theme, steward, status, units, to_do in self._due(language):
            without = [said(_ROWLESS, language).format(units)] if units else []
            yield f"{theme}{bracketed(steward, language)}{stop}{comma.join((status, *without, to_do))}"
        yield said(self.verdict, language)

    def tables(self, language: Language = "zh", *, first: int = 3) -> tuple[TextTable, ...]:
        """The files; their first faults and doubts; what is missing: for `text_workbook` and `text_document`."""

        def table(title: Words, header: Mapping[Words, float], rows: Iterable[Sequence[str]]) -> TextTable:
            words = tuple(self._said(word, language) for word in header)
            return TextTable(said(title, language), words, rows, tuple(header.values()), language)

        period = self.coverage.period
        when = "" if period is None else f"{period.title(language)}{' ' if language == 'en' else ''}"
        problems = ((legible(file.file), *row) for file in self.files for row in file.problems(first, language))
        title = Words(f"{when}{_TITLE}", f"{when}{_TITLE.en}")
        made = (
            table(title, _FILES, (_told(file, language, first) for file in self.files)),
            table(_PROBLEMS, _PROBLEM, problems),
            table(_MISSING, _DUE, self._due(language)),
        )
        return tuple(one for number, one in enumerate(made) if not number or one.rows)

    def _said(self, text: Words, language: Language) -> str:
        return said(text, language).replace("{steward}", self.steward)

    def _due(self, language: Language) -> Iterator[tuple[str, ...]]:
        """For each theme that is missing, has faults, or lacks units: who, what and what to do."""
        units: defaultdict[str, list[Receipt]] = defaultdict(list)
        for one in self.coverage:
            units[one.theme].append(one)
        for sheet in self.coverage.sheets:
            rows = [one for one in units[sheet.theme] if one.unit is not None]
            without = [str(one.unit) for one in rows if one.status is Status.MISSING]
            faulty = [f"{one.unit}{said(_BRACKETED, language)}" for one in rows if one.status is Status.FAULTY]
            to_do = _to_do(sheet, without, waiting=sheet.theme in self.waiting)
            if to_do is not None:
                status = said(sheet.status.words, language)
                names = joined(_some((*without, *faulty), _MOST_UNITS, language), language)
                yield sheet.title, sheet.steward, status, names, self._said(to_do, language)


def _told(file: FilePreview, language: Language, first: int) -> tuple[str, ...]:
    """A file's row of the table."""
    read = dict.fromkeys(table.title or table.theme for table in file.tables)
    skipped = (f"{one.sheet or ''} {said(one.reason, language)}" for one in file.skipped)
    counts = (len(file.faults), len(file.doubts))
    return (
        legible(file.file),
        joined(read, language),
        str(file.rows),
        *(str(count or "") for count in counts),
        "\n".join(_some(skipped, first, language)),
        said(file.to_do, language),
    )


def _to_do(sheet: Receipt, without: Sequence[str], *, waiting: bool) -> Words | None:
    """What is to be done about a theme; None where it came whole."""
    if sheet.status is Status.MISSING:
        return _ASK if waiting else _WITHOUT
    if sheet.status is Status.FAULTY:
        return _AGAIN
    return _UNITS if without else None


def preview(reading: Reading, *, steward: str = _STEWARD) -> Preview:
    """收表预览: what came in, file by file, before it is rated; of a reading with `collect=True`, so that its faults are told.

    `steward` is how the agency calls who collects a theme, where it is not 牵头单位 (`notice.STEWARD`).
    Nothing is decided here: the same reading is rated afterwards, or read again when what is wrong was mended.
    """
    check_kind("preview", reading, Reading)
    report = reading.report
    missing = [fault for fault in report.faults if isinstance(fault, MissingTheme)]
    faults = [fault for fault in report.faults if not isinstance(fault, MissingTheme)]
    groups: tuple[Iterable[TableRead | Fault | Finding | Skipped | Remark], ...] = (
        report.read,
        faults,
        report.warnings,
        report.skipped,
        (remark for remark in report.remarks if remark.asks),
    )
    found: defaultdict[str, tuple[list[Any], ...]] = defaultdict(lambda: ([], [], [], [], []))
    for number, things in enumerate(groups):
        for thing in things:
            found[thing.file][number].append(thing)
    files = [FilePreview(name, *map(tuple, found[name])) for name in sorted(found)]
    return Preview(reading.coverage, files, [fault.theme for fault in missing], steward)
