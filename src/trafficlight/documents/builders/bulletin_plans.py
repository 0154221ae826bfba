"""通报编排 (bulletin plans): which parts and tables a bulletin has, in which words, as values."""

from __future__ import annotations

import reprlib
from typing import TypeAlias

from attrs import field, frozen

from trafficlight.documents.builders.table_words import NOTICE_TABLE_WORDS, TableWords
from trafficlight.layout._keys import changed
from trafficlight.messages import Words


@frozen
class CountTable:
    """标识数量情况: the count table of one board, by key."""

    board: str


@frozen
class CountChart:
    """标识数量图: the stacked bar chart of one board's marks, by key; its data can be edited in Word.

    Its title says whose marks they are, unless another is given.
    """

    board: str
    title: str = ""


@frozen
class ThemeTable:
    """专题推进情况: the table of one theme, by key; `summary` puts the summary sentence above it (A4-2.3)."""

    theme: str
    summary: bool = False


@frozen
class GroupingTable:
    """督导帮扶组分组表 (A4-4.1)."""


@frozen
class ExplanationTable:
    """标注解释: the grounds of every light (N4.1, “标注颜色和解释”); of some themes only where `themes` names them."""

    themes: tuple[str, ...] = ()


@frozen
class DeterminationTable:
    """专班研究确定情况: what the task force decided (A4-1.1 note 2)."""


@frozen
class CoverageTable:
    """报送情况: what was due, what came, and what did not (§4.19)."""


@frozen
class FlagTable:
    """提请研究事项: what needs the task force's eye (§3.18)."""


Table: TypeAlias = (
    CountTable
    | CountChart
    | ThemeTable
    | GroupingTable
    | ExplanationTable
    | DeterminationTable
    | CoverageTable
    | FlagTable
)


@frozen
class Part:
    """部分: a part of a bulletin with its tables; `year` puts （2023年） below its title. Without a title there is neither."""

    title: str
    tables: tuple[Table, ...] = field(converter=tuple[Table, ...])
    year: bool = True


@frozen
class BulletinPlan:
    """通报编排: cover title, parts, and the words between. What a bulletin says is the agency's data, not the library's.

    `title`, `period` and `year` know {year} and {period}, `date` {year}, {month} and {day} (the whole date), `missing`,
    `faulty` and `empty` {date}; `sentence` is as in `LedgerWords`. `entry` is what the contents say of a table, and
    knows {number} within its part and {title}; where it is empty the contents are gathered from the headings, so that
    Word can gather them again. Without `contents` there are none, and with `cover=False` the parts stand by themselves: a
    single theme or table, published at any time (适时发布, N4.4). `tables` are the words of its tables.
    """

    title: str
    parts: tuple[Part, ...] = field(converter=tuple[Part, ...], repr=reprlib.repr)
    period: str = Words("（{period}）", "{period}")
    date: str = Words("{year}年{month}月", "{day}")
    contents: str = Words("目　　录", "Contents")
    year: str = Words("（{year}年）", "{year}")
    missing: str = Words("截至{date}，未收到本专题的报送材料。", "Nothing was received by {date}.")
    faulty: str = Words("截至{date}，本专题的报送材料有误，待更正。", "As of {date} what was handed in has faults.")
    empty: str = Words("截至{date}，本专题报送的表中没有事项。", "As of {date} the table has no item.")
    sentence: str = ""
    entry: str = ""
    cover: bool = True
    tables: TableWords = NOTICE_TABLE_WORDS

    __repr__ = changed
