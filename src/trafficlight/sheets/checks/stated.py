"""表上所写: what a table states of itself beside its rows: the day of which it speaks (截至日期), and its summary sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import asdict, evolve, frozen

from trafficlight.messages import Words
from trafficlight.model._dates import Date, StatedDate
from trafficlight.model._forms import Says
from trafficlight.model._kinds import CellValue, text_of
from trafficlight.model._vocabulary import fold
from trafficlight.notice._ledger import BY_SOURCE, LedgerItem, LevelBySource, summarise
from trafficlight.rules._entries import Entry
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds, StatedFact

_LABEL: Final = re.compile(r"(?:^|(?<=\s))(?:截\s*[至止]\s*)?(?:日\s*期|时\s*间)\s*(?:[：:]|\Z)\s*")
_AS_OF: Final = re.compile(r"截[至止]\s*([^，,。；;、）)]{2,20})")
_DAY: Final = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日\Z")
_NEXT: Final = re.compile(r"\s{2,}|\s+(?=\S{2,8}[：:])")
AS_OF_HEADER: Final = "截至日期"
_CONSIDERED: Final = 50
"""So many of the most frequent dates are compared with each other; an office's tables state two or three."""

_MONTH_AND_DAY: Final = re.compile(r"(1[0-2]|0?[1-9])[./](\d{1,2})[日号]?")
"""截至6.30: without a year no other date is written so."""
_SAMPLE: Final = re.compile("示例|范例|样例")
_SAMPLE_ROW: Final = re.compile(
    r"[(\[【〔]?(?:填写|填报)?(?:示例|范例|样例|举例|例)\d?[)\]】〕]?[:：]|[(\[【〔](?:填写|填报)?(?:示例|范例|样例)[)\]】〕]"
)
"""示例：修订制度: what a row says of itself in its matter."""
_SAMPLE_SHEET: Final = re.compile(rf"{_SAMPLE.pattern}|样表|模板|模版")
"""样表 and 模板 are words of the notice's own for its tables: many a file that is filled in is still called so."""
_NO_SAMPLE: Final = Words(
    "报送的事项（以“示例”开头：是示例的请删去该行，是报送的请改写）",
    "an item that is handed in (it begins as an example does: delete the row if it is one, or else reword it)",
)
_SUMMARY: Final = Words("汇总", "summary")
_TELLTALE: Final = "梳理"
_FOLLOWING: Final = 3
"""The sentence may be cut into so many cells."""

_NUMBER: Final = r"(\d{1,9})项"
_PARTS: Final = {
    "total": re.compile(rf"梳理[^\d，,。]{{0,12}}{_NUMBER}"),
    "above": re.compile(rf"及以上[^\d，,。]{{0,8}}{_NUMBER}"),
    "own": re.compile(rf"(?:局|本级)[^\d，,。上梳]{{0,8}}{_NUMBER}"),
    "done": re.compile(rf"(?:已完成|已办结)的?{_NUMBER}"),
    "on_track": re.compile(rf"正常(?:推进|进行)的?{_NUMBER}"),
    "slow": re.compile(rf"(?:推进|进展)缓慢的?{_NUMBER}"),
    "severely_delayed": re.compile(rf"严重滞后的?{_NUMBER}"),
}
_NAMES: Final = {
    "total": Words("共梳理", "in all"),
    "above": Words("市委市政府及以上", "from above the bureau"),
    "own": Words("局重点工作", "the bureau's own"),
    "done": Words("已完成", "done"),
    "on_track": Words("正常推进", "on track"),
    "slow": Words("推进缓慢", "slow"),
    "severely_delayed": Words("严重滞后", "severely delayed"),
}
_SUMS: Final = (("above", "own"), ("done", "on_track", "slow", "severely_delayed"))


@frozen
class StatedDay:
    """表上日期: a date that a table states of itself, None when it cannot be read, and the cell with its label."""

    date: StatedDate | None
    fact: StatedFact


def stated_days(table: CheckedTable) -> Iterator[StatedDay]:
    """The dates that a table states: 截至日期 or 日期 above its header, and “截至…，” in the words above it."""
    for _, fact in table.heading:
        if fold(fact.label).endswith("日期"):
            yield _day(fact)
    for number, fact in enumerate(table.above):
        text = fact.value if isinstance(fact.value, str) else ""
        match = _LABEL.search(text)
        if match:
            yield from _labelled(table.above, number, match)
        elif within := _AS_OF.search(text):
            day = _day(evolve(fact, value=_spelt(within[1])))
            # other words may follow 截至, but 9月31日 is a date that is none
            if day.date is not None or _DAY.match(fold(within[1])):
                yield day


def _spelt(text: str) -> str:
    """What stands behind 截至, 6.30 as 6月30日."""
    match = _MONTH_AND_DAY.fullmatch(fold(text))
    return text if match is None else f"{match[1]}月{match[2]}日"


def _labelled(facts: Sequence[StatedFact], number: int, label: re.Match[str]) -> Iterator[StatedDay]:
    """What follows a label, in its own cell or in the next one of the row."""
    fact = facts[number]
    rest = _NEXT.split(label.string[label.end() :], maxsplit=1)[0].strip()
    if rest:
        yield _day(evolve(fact, value=rest, label=AS_OF_HEADER))
        return
    following = next((other for other in facts[number + 1 :] if other.row == fact.row), None)
    if following is not None:
        yield _day(evolve(following, label=AS_OF_HEADER))


def _day(fact: StatedFact) -> StatedDay:
    try:
        return StatedDay(StatedDate.of(fact.value), fact)
    except ValueError:
        return StatedDay(None, fact)


def as_of_of(table: CheckedTable) -> StatedDate | None:
    """截至日期: the day of which a table speaks: the first that it states, one with a year before others."""
    dates = [day.date for day in stated_days(table) if day.date is not None]
    return next((date for date in dates if date.year is not None), dates[0] if dates else None)


def as_of(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不一致的截至日期: a stated date that is none, or another one than most tables state."""
    stated = [(table, day) for table in tables for day in stated_days(table)]
    dates = Counter(day.date for _, day in stated if day.date is not None)
    usual = _usual(dict(dates.most_common(_CONSIDERED)))
    for table, day in stated:
        header = fold(day.fact.label) or AS_OF_HEADER
        if day.date is None:
            # an unfilled form is not late with its date
            if table.entries and not _is_open(day.fact.value):
                yield table.beside(day.fact, header, Date(whole=False).expected)
        elif usual is not None and not usual.agrees(day.date):
            yield table.beside(
                day.fact,
                header,
                Words(f"与其他表一致的日期（{usual}）", f"the same date as in the other tables ({usual})"),
                str(usual),
            )


def samples(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """示例的表: a sheet called 示例, or a file called so, beside another that holds rows of the theme: its rows would count.

    So would a row whose matter begins with 示例：.
    """
    held = [table for table in tables if table.entries]
    for table in held:
        subject = table.theme.subject
        for entry in table.entries if subject and table.has(subject) else ():
            if _SAMPLE_ROW.match(fold(table.theme.form.show(entry.record, subject))):
                yield table.at(entry, subject, _NO_SAMPLE)
        if not _SAMPLE_SHEET.search(table.sheet) and not _SAMPLE.search(table.file):
            continue
        others = [other for other in held if other.theme.key == table.theme.key]
        if _SAMPLE_SHEET.search(table.sheet) and any(
            other.file == table.file and not _SAMPLE_SHEET.search(other.sheet) for other in others
        ):
            label, name = "工作表名", table.sheet
        elif _SAMPLE.search(table.file) and not all(_SAMPLE.search(other.file) for other in others):
            label, name = "文件名", table.file
        else:
            continue
        expected = Words(
            "报送的表（名称像是填写示例：是示例的请删去，是报送的请改名）",
            "a table that is handed in (its name is that of an example: delete it if it is one, or else rename it)",
        )
        yield table.beside(StatedFact(0, 0, name), label, expected)


def source_missing(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """任务来源空白: the summary sentence publishes how many items are whose, and nobody has said it of this one."""
    for table, entry, name, source in _sources(tables):
        if not source.strip():
            yield table.at(entry, name, Words("任务来源，如“局党组会议”", "a source of the task, such as “局党组会议”"))


def source_unknown(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不明的任务来源: it names neither the agency nor a body above it, and counts as set from above."""
    unknown: dict[tuple[str, str], bool] = {}
    for table, entry, name, source in _sources(tables):
        said = table.theme.key, source
        if said not in unknown:
            unknown[said] = _is_unknown(table.theme.level, entry.record, source)
        if unknown[said]:
            expected = Words(
                "写明由谁部署的任务来源（现按上级部署计；可用 own_sources、above_sources 补充说法）",
                "who set the task (it is counted as set from above; own_sources and above_sources add words)",
            )
            yield table.at(entry, name, expected)


def _is_unknown(level: Any, record: Any, source: str) -> bool:
    """Whether nothing tells whose task it is: the notice's own level counts what it does not know as set from above."""
    told = level.of(source) if isinstance(level, LevelBySource) else level(record)
    return bool(source.strip()) and told is None


def _sources(tables: Sequence[CheckedTable]) -> Iterator[tuple[CheckedTable, Entry[Any], str, str]]:
    """The entries whose level counts in the summary sentence, with the field that says who set the task, and what it says."""
    for table in tables:
        name = table.theme.form.field_saying(Says.SOURCE)
        if table.theme.level is not None and table.has(name):
            for entry in table.entries:
                source = getattr(entry.record, name)
                if isinstance(source, str):
                    yield table, entry, name, source


def _usual(dates: Mapping[StatedDate, int]) -> StatedDate | None:
    """The date with which most others agree; one with year, month and day before any other."""
    whole = [date for date in dates if date.first is not None and date.first == date.last]
    return max(
        whole or dates,
        key=lambda date: sum(times for other, times in dates.items() if date.agrees(other)),
        default=None,
    )


def _is_open(value: CellValue) -> bool:
    """Whether a date is still to be filled in: 202x年x月x日, 年  月  日."""
    text = fold(text_of(value)).lower()
    return not text or "x" in text or "×" in text or not any(map(str.isdigit, text))


@frozen
class StatedCount:
    """所写项数: a number in a summary sentence, and the cell that says it."""

    number: int
    fact: StatedFact


def stated_counts(facts: Sequence[StatedFact]) -> dict[str, StatedCount]:
    """The numbers of a summary sentence, under the names of `Summary`; what is not filled in (x项) is left out."""
    counts: dict[str, StatedCount] = {}
    start = next((at for at, fact in enumerate(facts) if isinstance(fact.value, str) and _TELLTALE in fact.value), None)
    for fact in () if start is None else facts[start : start + _FOLLOWING]:
        text = fold(fact.value) if isinstance(fact.value, str) else ""
        for name, pattern in _PARTS.items():
            match = pattern.search(text)
            if match:
                counts.setdefault(name, StatedCount(int(match[1]), fact))
    return counts


def summary(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """不符的汇总句: parts that do not add up to the whole, and numbers that are not those of the rows.

    The rows are those of the table, or of the theme's tables together; a table of which a row was left out is not
    counted.
    """
    ledgers = [table for table in tables if issubclass(table.theme.record, LedgerItem)]
    together: dict[str, Mapping[str, int]] = {}
    for table in ledgers:
        counts = stated_counts((*table.above, *table.below))
        if counts:
            yield from _sums(table, counts)
            key = table.theme.key
            if key not in together:
                together[key] = _counted(other for other in ledgers if other.theme.key == key)
            yield from _against(table, counts, _counted([table]), together[key])


def _sums(table: CheckedTable, counts: Mapping[str, StatedCount]) -> Iterator[Finding]:
    total = counts.get("total")
    for names in _SUMS:
        parts = [counts[name] for name in names if name in counts]
        together = sum(part.number for part in parts)
        if total is not None and len(parts) == len(names) and together != total.number:
            terms = "+".join(str(part.number) for part in parts)
            expected = Words(
                f"各部分之和等于总数的项数（{terms}={together}，总数写的是 {total.number}）",
                f"parts that add up to the whole ({terms}={together}, the whole is given as {total.number})",
            )
            yield table.beside(parts[-1].fact, _SUMMARY, expected)


def _counted(tables: Iterable[CheckedTable]) -> Mapping[str, int]:
    """The numbers of the rows; none when a row was left out."""
    found = list(tables)
    if not all(table.whole for table in found):
        return {}
    records = [entry.record for table in found for entry in table.entries]
    level = next((table.theme.level for table in found), None)
    return asdict(summarise(records, level=level if isinstance(level, LevelBySource) else BY_SOURCE))


def _against(
    table: CheckedTable, counts: Mapping[str, StatedCount], own: Mapping[str, int], theme: Mapping[str, int]
) -> Iterator[Finding]:
    if not own or all(count.number == theme.get(name) for name, count in counts.items()):
        return
    for name, count in counts.items():
        if count.number != own[name]:
            expected = Words(
                f"与表内一致的项数（{_NAMES[name]} {own[name]} 项，写的是 {count.number} 项）",
                f"the numbers of the rows ({_NAMES[name].en}: {own[name]}, given as {count.number})",
            )
            yield table.beside(count.fact, _SUMMARY, expected)
