"""通报编排 (bulletin plans): which parts and tables a bulletin has, in which words, and how it goes out, as values."""

from __future__ import annotations

import datetime as dt
import reprlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords, filled
from trafficlight.documents.content import Block, Colophon, PageSetup, Paragraph, RedHead, Section, SignatureBlock
from trafficlight.errors import DocumentError
from trafficlight.layout import Style
from trafficlight.layout._keys import Orientation, changed
from trafficlight.messages import Words
from trafficlight.model import Agency
from trafficlight.model._checks import strings, template
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period, chinese_date, date_words, english_date
from trafficlight.rules._rated import Rating


@frozen(field_transformer=typed)
class CountTable:
    """标识数量情况: the count table of one board, by key."""

    board: str


@frozen(field_transformer=typed)
class CountChart:
    """标识数量图: the stacked bar chart of one board's marks, by key; its data can be edited in Word.

    Its title says whose marks they are, unless another is given.
    """

    board: str
    title: str = ""


@frozen(field_transformer=typed)
class ThemeTable:
    """专题推进情况: the table of one theme, by key; `summary` puts the summary sentence above it (A4-2.3)."""

    theme: str
    summary: bool = False


@frozen(field_transformer=typed)
class GroupingTable:
    """督导帮扶组分组表 (A4-4.1)."""


@frozen(field_transformer=typed)
class ExplanationTable:
    """标注解释: the grounds of every light (N4.1, “标注颜色和解释”); of some themes only where `themes` names them."""

    themes: tuple[str, ...] = field(default=(), converter=strings)


@frozen(field_transformer=typed)
class ConsequenceTable:
    """处置情况: what follows from the lights (a letter, a talk, points off), on which clause."""


@frozen(field_transformer=typed)
class DeterminationTable:
    """专班研究确定情况: what the task force decided (A4-1.1 note 2)."""


@frozen(field_transformer=typed)
class CoverageTable:
    """报送情况: what was due, what came, and what did not (§4.19)."""


@frozen(field_transformer=typed)
class FlagTable:
    """提请研究事项: what needs the task force's eye (§3.18)."""


@frozen(field_transformer=typed)
class OwnBlocks:
    """自有内容: blocks of the agency's own, anywhere in a plan; paragraphs, headings, tables or bar charts of one's own making.

    They start a page as tables do, unless `new_page` is False. JSON holds them but for tables whose rows
    a program makes (`Rows`); rows come back as tuples.
    """

    blocks: tuple[Block, ...] = field(converter=tuple[Block, ...], repr=reprlib.repr)
    orientation: Orientation = "portrait"
    new_page: bool = True


Table: TypeAlias = (
    CountTable
    | CountChart
    | ThemeTable
    | GroupingTable
    | ExplanationTable
    | ConsequenceTable
    | DeterminationTable
    | CoverageTable
    | FlagTable
    | OwnBlocks
)


@frozen(field_transformer=typed)
class Part:
    """部分: a part of a bulletin with its tables; `year` puts （2023年） below its title. Without a title there is neither."""

    title: str
    tables: tuple[Table, ...] = field(converter=tuple[Table, ...])
    year: bool = True


@frozen(kw_only=True, field_transformer=typed)
class Issue:
    """发文: what makes a bulletin a document that goes out (GB/T 9704 §7): head, title, text, 署名, date, 版记.

    `organ`     发文机关标志 of the red head; without one the head is plain: title and period.
    `number`, `signers`, `classification`, `urgency`  as in `RedHead`.
    `addressee` 主送机关; `text`, the paragraphs below. Both know {year}, {period}, {date}, {agency} and {publisher}.
    `signature` 署名, the agency's publisher where it is empty; `sealed`, whether a seal goes over it.
    `copies`, `issuer`  抄送 and 印发机关; there is no 版记 where both are empty.
    `colophon_apart`    版记 on a page of its own behind the last: for a document that would end on an odd page, since 版记
                belongs on an even one.

    The tables stand between text and 署名 where all of them are upright and there is no cover; else they follow the
    signed text, as annexes do.
    """

    organ: str = ""
    number: str = ""
    signers: tuple[str, ...] = field(default=(), converter=strings)
    classification: str = ""
    urgency: str = ""
    addressee: str = ""
    text: tuple[str, ...] = field(default=(), converter=strings)
    signature: str = ""
    sealed: bool = False
    copies: str = ""
    issuer: str = ""
    colophon_apart: bool = False

    __repr__ = changed


_PERIOD: Final = ("year", "period")


def _dated(default: str) -> Any:
    return field(default=default, validator=template("date"))


@frozen(field_transformer=typed)
class BulletinPlan:
    """通报编排: cover title, parts, and the words between. What a bulletin says is the agency's data, not the library's.

    `title`, `period` and `year` know {year} and {period}, `date` {year}, {month} and {day} (the whole date), `missing`,
    `faulty` and `empty` {date}; `sentence` is as in `LedgerWords`. `entry` is what the contents say of a table, and
    knows {number} within its part and {title}; where it is empty the contents are gathered from the headings, so that
    Word can gather them again. Without `contents` there are none, and with `cover=False` the parts stand by themselves: a
    single theme or table, published at any time (适时发布, N4.4). `tables` are the words of its tables; `issue` makes it a
    document that goes out.
    """

    title: str = field(validator=template(*_PERIOD))
    parts: tuple[Part, ...] = field(converter=tuple[Part, ...], repr=reprlib.repr)
    period: str = field(default=Words("（{period}）", "{period}"), validator=template(*_PERIOD))
    date: str = field(default=Words("{year}年{month}月", "{day}"), validator=template("year", "month", "day"))
    contents: str = Words("目　　录", "Contents")
    year: str = field(default=Words("（{year}年）", "{year}"), validator=template(*_PERIOD))
    missing: str = _dated(Words("截至{date}，未收到本专题的报送材料。", "Nothing was received by {date}."))
    faulty: str = _dated(
        Words("截至{date}，本专题的报送材料有误，待更正。", "As of {date} what was handed in has faults.")
    )
    empty: str = _dated(Words("截至{date}，本专题报送的表中没有事项。", "As of {date} the table has no item."))
    sentence: str = ""
    entry: str = field(default="", validator=template("number", "title"))
    cover: bool = True
    issue: Issue | None = None
    tables: TableWords = TABLE_WORDS

    __repr__ = changed


def day_of_issue(as_of: dt.date, issued_on: dt.date | None, ratings: Sequence[Rating[Any]]) -> dt.date:
    """成文日期: not before the day of the facts, and not before any decision that is printed."""
    day = as_of if issued_on is None else issued_on
    if day < as_of:
        raise DocumentError(
            f"成文日期 {chinese_date(day)} 早于情况截止日期 {chinese_date(as_of)}：请改 issued_on= 或 as_of=",
            f"it is issued on {english_date(day)}, before {english_date(as_of)}, as of which it speaks: change issued_on= or as_of=",
        )
    late = max((one.on for rating in ratings for one in rating.determinations), default=day)
    if late > day:
        raise DocumentError(
            f"{chinese_date(late)} 的研究确定晚于成文日期 {chinese_date(day)}：请以 issued_on= 写明发文日期，或用当日的评定结果",
            f"a decision of {english_date(late)} is later than the document of {english_date(day)}: say by issued_on= when it "
            "goes out, or give the ratings of its day",
        )
    return day


def issued(
    plan: BulletinPlan,
    issue: Issue,
    front: Sequence[Section],
    parts: Sequence[Section],
    *,
    agency: Agency,
    period: Period,
    as_of: dt.date,
    day: dt.date,
) -> list[Section]:
    """The sections of a document that goes out. Raises `DocumentError` for words with an unknown name in braces."""
    language = agency.language
    facts = {
        "year": period.year,
        "period": period.title(language),
        "date": date_words(as_of, language),
        "agency": agency.name,
        "publisher": agency.publisher,
    }
    opening = list(_opening(plan, issue, facts))
    signature = SignatureBlock(organ=issue.signature or agency.publisher, date=day, sealed=issue.sealed)
    if front or any(section.setup.orientation == "landscape" for section in parts):
        # annexes go on with the numbers of the document
        annexes = [evolve(one, setup=evolve(one.setup, first_number=None)) for one in parts]
        sections = [Section([*opening, signature], PageSetup(first_number=1)), *front, *annexes]
    else:
        blocks = [block for section in parts for block in section.blocks]
        sections = [Section([*opening, *blocks, signature], PageSetup(first_number=1))]
    if not (issue.copies or issue.issuer):
        return sections
    colophon = Colophon(copies=issue.copies, issuer=issue.issuer, date=day if issue.issuer else None)
    last = sections[-1]
    if issue.colophon_apart or last.setup.orientation == "landscape":
        return [*sections, Section([colophon])]
    return [*sections[:-1], evolve(last, blocks=(*last.blocks, colophon))]


def _opening(plan: BulletinPlan, issue: Issue, facts: dict[str, object]) -> Iterator[Block]:
    """Head, title, period, addressee and text."""
    fill = partial(filled, facts=facts, what=Words("发文用语", "words"))
    if issue.organ:
        yield RedHead(
            organ=issue.organ,
            number=issue.number,
            signers=issue.signers,
            classification=issue.classification,
            urgency=issue.urgency,
        )
    yield Paragraph(fill(plan.title), Style.TITLE)
    if plan.period:
        yield Paragraph(fill(plan.period), Style.SUBTITLE)
    if issue.addressee:
        yield Paragraph(fill(issue.addressee), Style.ADDRESSEE)
    for text in issue.text:
        yield Paragraph(fill(text))
