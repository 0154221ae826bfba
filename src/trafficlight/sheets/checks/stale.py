"""往期的表: a table that speaks of another period than the one that is read, by its dates, its title or its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from trafficlight.messages import Words
from trafficlight.model._dates import StatedDate
from trafficlight.model._periods import HalfYear, Month, Period, Quarter, chinese_date
from trafficlight.model._vocabulary import fold
from trafficlight.sheets._report import Finding
from trafficlight.sheets.checks.checked_table import CheckedTable, Grounds, StatedFact
from trafficlight.sheets.checks.stated import AS_OF_HEADER, stated_days
from trafficlight.sheets.reading.titles import title_words, told_by

_TITLE: Final = 60
"""Characters of a title; a longer text is none."""
_QUARTERS: Final = {word: number for words in ("一二三四", "1234") for number, word in enumerate(words, 1)}
_PART: Final = re.compile(r"(?:(20\d\d)年度?)?(?:第?([一二三四1-4])季度|([上下])半年)")
"""Of a title: the quarter or half-year of which its table speaks."""
_MONTH: Final = re.compile(r"(?:(20\d\d)年)?(1[0-2]|0?[1-9])月份?(?!\d)")
_SINCE: Final = re.compile("以来|结转|遗留|未完|不变")
"""In a name: it speaks of an earlier quarter, but is not of it."""
_AS_OF_PART: Final = re.compile(rf"截[至止]到?{_PART.pattern}")
_ALONE: Final = re.compile(rf"{_PART.pattern}|(?:(?:20\d\d年)?\d{{1,2}}月?[-—–~至到])?{_MONTH.pattern}|20\d\d年度?")
"""What brackets in a title say of its time: （2023年）."""
_YEARS: Final = re.compile(r"(20\d\d)(?:年?[-—–~至到](20\d\d))?年(?!度?.{0,8}(?:预算|决算|财政|财务|收支|会议|精神))")
"""Years of which a table tells, not those whose accounts are looked at in it: 2022年度预算执行."""
_QUARTER: Final = re.compile(r"(20\d\d)?年?[-_]?(?<![A-Za-z])[Qq]([1-4])(?!\d)")
"""2023Q2, but not the end of another word: FAQ2."""
_OF_MONTH: Final = re.compile(r"(20\d\d)年(1[0-2]|0?[1-9])月(?!\d)")
_QUARTERS_END: Final = re.compile(r"(?<!\d)(20\d\d)[.\-_]?(03|06|09|12)[.\-_]?(?:30|31)(?!\d)")
"""In a name: 2023年6月, 20230630."""
_SET: Final = "下[达发]|确定|部署|印发|立项|签[约订]|交办|批[示复]|审议|开工|启动"
_SET_THEN: Final = re.compile(
    rf"""
    (?<!\d)20\d\d
    (?: (?:年(?:1[0-2]|0?[1-9])月份?|[.\-_]?(?:0[1-9]|1[0-2])[.\-_]?[0-3]\d(?!\d))
        (?:[^年月]{{0,2}}(?:版|修订|制)|[^年月()、,_|-]{{0,12}}(?:会议|[例题度进]会|常[务委]会|{_SET}))
      | 年[初中底末]?(?:{_SET})
    )
    """,
    re.VERBOSE,
)
"""In a name: when its work was set, and not of which time its table tells: 2023年3月党组会议确定."""
_TEMPLATE: Final = re.compile("样表|模[板版]")
"""In a name: its date is that of the form."""
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_SIGNED: Final = re.compile("签|审核|填报|填表|制表|报送|上报|打印|印发")
"""Before a date these words say that it is not the day of which the table speaks."""


def stale(tables: Sequence[CheckedTable], grounds: Grounds) -> Iterator[Finding]:
    """期外的截至日期: a table that speaks of a day outside the period that is read is another period's.

    A 日期 that is not called 截至 may be that of filling in or signing: it is doubted only where it lies before the period.
    So is one whose title names another quarter, or whose sheet or file is called by another one alone (二季度).
    """
    period = grounds.period
    if period is None:
        return
    for table in tables:
        for label, name in (("工作表名", table.sheet), ("文件名", table.file)) if table.entries else ():
            if _is_named_after_another(fold(name), table, period):
                yield table.beside(StatedFact(0, 0, name), label, _within(period))
                break
        for fact in table.above if table.entries else ():
            if isinstance(fact.value, str) and _is_of_another(fact.value, table, period):
                yield table.beside(fact, "标题", _within(period))
        for day in stated_days(table) if table.entries else ():
            date, text = day.date, _before(table, day.fact)
            if date is None or _SIGNED.search(text) or _overlaps(date, period):
                continue
            is_as_of = "截" in text or any(fact == day.fact for _, fact in table.heading)
            if is_as_of or (date.last is not None and date.last < period.first_day):
                yield table.beside(day.fact, fold(day.fact.label) or AS_OF_HEADER, _within(period))


def _within(period: Period) -> Words:
    days = f"{chinese_date(period.first_day)}至{chinese_date(period.last_day)}"
    return Words(
        f"{period.title()}（{days}）之内的日期；往期的表请换成本期的",
        f"a day of {period.title('en')}, {period.first_day} to {period.last_day}; send this period's table in place of an older one",
    )


def _is_of_another(text: str, table: CheckedTable, period: Period) -> bool:
    """Whether a title of the theme names a quarter or half-year of which no day lies in the period: 二季度重点工作推进情况.

    So does one that names a month or years before it (2022年重点工作), and 截至二季度末 in any words above a table; a later month
    or year may be that of handing in.
    """
    as_of = _AS_OF_PART.search(fold(text)) if "截" in text else None
    if as_of is not None:
        return _is_outside(as_of, period)
    if len(text) > _TITLE or not told_by(text, [table.theme]):
        return False
    spelt = _spelt_quarters(fold(text))
    title = _BRACKETS.sub(lambda one: one[0] if _ALONE.fullmatch(one[1]) else "", spelt)
    if _is_of_earlier_years(title, period):
        return True
    part = _PART.search(title)
    if part is not None:
        return _is_outside(part, period)
    months = [] if _SINCE.search(title) else list(_MONTH.finditer(title))
    return bool(months) and all(_is_before(month, period) for month in months)


def _is_of_earlier_years(title: str, period: Period) -> bool:
    """Whether a text names years, 2021—2025年 among them, and all of them end before the period."""
    years = [] if _SINCE.search(title) else list(_YEARS.finditer(title))
    return bool(years) and all(int(year[2] or year[1]) < period.first_day.year for year in years)


def _spelt_quarters(text: str) -> str:
    """2023Q2 as 2023年第2季度."""
    return _QUARTER.sub(lambda one: f"{one[1]}年第{one[2]}季度" if one[1] else f"第{one[2]}季度", text)


def _is_before(month: re.Match[str], period: Period) -> bool:
    year = int(month[1]) if month[1] else period.first_day.year
    return Month(year, int(month[2])).last_day < period.first_day


def _is_named_after_another(name: str, table: CheckedTable, period: Period) -> bool:
    """Whether a name names quarters or half-years, and none of which a day lies in the period, or earlier months or years alone."""
    if _SINCE.search(name):
        return False
    name = _spelt_quarters(name)
    parts = list(_PART.finditer(name))
    if parts or _TEMPLATE.search(name):
        return bool(parts) and all(_is_outside(part, period) for part in parts)
    for word in title_words(table.theme):  # 2023年6月重点工作部署 is of June all the same
        name = name.replace(word, "|")
    name = _SET_THEN.sub("", name)
    if _is_of_earlier_years(name, period):
        return True
    months = [*_OF_MONTH.finditer(name), *_QUARTERS_END.finditer(name)]
    return bool(months) and all(_is_before(month, period) for month in months)


def _is_outside(part: re.Match[str], period: Period) -> bool:
    years = (int(part[1]),) if part[1] else range(period.first_day.year, period.last_day.year + 1)
    named = [
        HalfYear(year, 1 if part[3] == "上" else 2) if part[3] else Quarter(year, _QUARTERS[part[2]]) for year in years
    ]
    return all(one.last_day < period.first_day or period.last_day < one.first_day for one in named)


def _before(table: CheckedTable, fact: StatedFact) -> str:
    """What stands in the fact's row, up to its own cell."""
    return fold(
        "".join(
            str(one.value) for one in table.above if one.row == fact.row and one.column <= fact.column and one.value
        )
    )


def _overlaps(date: StatedDate, period: Period) -> bool:
    """Whether any day that is meant lies in a period; one without a year may be of each of its years."""
    for year in (date.year,) if date.year is not None else range(period.first_day.year, period.last_day.year + 1):
        try:
            dated = evolve(date, year=year)
        except ValueError:  # 29 February
            continue
        if dated.first and dated.last and dated.first <= period.last_day and dated.last >= period.first_day:
            return True
    return False
