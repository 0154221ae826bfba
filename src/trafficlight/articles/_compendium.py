"""经验做法汇编 (annex 3, N3): articles that units sent in as .docx, merged into one document."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from trafficlight._files import write_whole
from trafficlight._scheme import Scheme
from trafficlight.articles._findings import DEFAULT_POLICY, Finding, Policy, Reason
from trafficlight.documents._digests import digest
from trafficlight.documents._document import Document, OnProgress
from trafficlight.documents._provenance import with_provenance
from trafficlight.documents.content import Contents, ContentsEntry, Heading, PageSetup, Paragraph, Section
from trafficlight.errors import DocumentError, SubmissionRefused
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Words
from trafficlight.model._agency import Agency
from trafficlight.model._checks import check_ending, check_kind, each_of, template
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period
from trafficlight.model._units import Unit
from trafficlight.ooxml.archive import LIMITS, Limits

if TYPE_CHECKING:
    from trafficlight.articles._finished import SpoiltBook

DEPARTMENTS_PART: Final = "科室单位篇"
"""篇: articles of the bureau's own departments (A3)."""

COUNTIES_PART: Final = "县市区篇"
"""篇: articles of the county bureaus (A3)."""


@frozen(kw_only=True, field_transformer=typed)
class CompendiumWords:
    """汇编用语: the words of a compendium, for an agency that writes or numbers otherwise. What is in braces is filled in.

    `title`   cover, knows {system} and {year}; `period` {period}; `date` {year} and {month}; `contents` its title.
    `orders`  the numbers of the parts, in order; after the last come digits.
    `part`    a part's title and its line in the contents: {order} and {part}.
    `entry`   an article's line in the contents: {number} within its part, {unit}, {title} and {article} (“单位：题目”).
    `unit`    the line above an article's title: {unit}.
    """

    title: str = field(default="{system}\n{year}年经验做法汇编", validator=template("system", "year"))
    period: str = field(default="（{period}）", validator=template("period"))
    date: str = field(default="{year}年{month}月", validator=template("year", "month"))
    contents: str = "目　　录"
    orders: tuple[str, ...] = field(default=tuple("一二三四五六七八九十"), converter=tuple[str, ...])
    part: str = field(default="{order}、{part}", validator=template("order", "part"))
    entry: str = field(default="{number}.{article}", validator=template("number", "unit", "title", "article"))
    unit: str = field(default="{unit}：", validator=template("unit"))

    def order(self, number: int) -> str:
        """The number of a part, from 1."""
        return self.orders[number - 1] if number <= len(self.orders) else str(number)


_WORDS: Final = CompendiumWords()


def _name_of(unit: Unit | str) -> str:
    return unit.name if isinstance(unit, Unit) else unit


@frozen(field_transformer=typed)
class Article:
    """报送的文章: unit, title and part, and the .docx that holds it: a path, or its bytes.

    `name` is what the report calls the file; without it, its path, or “unit：title”.
    """

    unit: str = field(converter=_name_of)
    title: str
    part: str
    source: str | os.PathLike[str] | bytes = field(repr=False)
    name: str = ""

    @property
    def entry(self) -> str:
        """“单位：题目”, its line in the contents (A3)."""
        return f"{self.unit}：{self.title}"

    @property
    def file(self) -> str:
        """What the report calls it."""
        if self.name:
            return self.name
        return self.entry if isinstance(self.source, bytes) else Path(self.source).name


@frozen
class Taken:
    """收入的文章: an article that was taken, the bookmark of its title, and what was not kept as it was sent in."""

    article: Article
    bookmark: str
    findings: tuple[Finding, ...] = ()


@frozen
class Refused:
    """未收入的文章: an article whose file was refused, and why."""

    article: Article
    error: SubmissionRefused = field(eq=str)

    @property
    def reason(self) -> Reason:
        """Why."""
        return Reason(self.error.reason)


@frozen
class CompendiumReport:
    """汇编说明: which articles were taken, in order, and which were refused."""

    taken: tuple[Taken, ...]
    refused: tuple[Refused, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """The report in plain Chinese: refused files first, then what was changed in those that were taken."""
        lines = [f"收入 {len(self.taken)} 篇，未收入 {len(self.refused)} 篇"]
        lines += [f"未收入　{one.article.entry}（{one.error}）" for one in self.refused]
        for one in self.taken:
            lines += [f"已收入　{one.article.entry}：{finding}" for finding in one.findings]
        return tuple(lines)


@frozen
class Compendium:
    """经验做法汇编: the finished file and its report. The same articles give the same bytes."""

    data: bytes = field(repr=False)
    report: CompendiumReport

    def to_bytes(self) -> bytes:
        """The .docx as bytes."""
        return self.data

    def with_pages(self, pages: Mapping[str, str]) -> Compendium:
        """The same compendium whose contents show these page numbers, by bookmark (`Taken.bookmark`, `part_1` …)."""
        from trafficlight.articles._finished import with_pages

        return evolve(self, data=with_pages(self.data, pages))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the .docx at the path, whole or not at all. Raises `OSError`, and `WrongValue` for another kind's ending."""
        check_ending(path, ".docx", Words("；PDF 用 to_pdf(book.data)", "; to_pdf(book.data) makes a PDF"))
        write_whole(path, self.data)


def compendium(
    scheme: Scheme | Agency,
    articles: Sequence[Article],
    *,
    period: Period,
    as_of: dt.date,
    title: str = "",
    parts: Sequence[str] = (DEPARTMENTS_PART, COUNTIES_PART),
    running_head: str = "",
    words: CompendiumWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
    policy: Policy = DEFAULT_POLICY,
    limits: Limits = LIMITS,
    progress: OnProgress | None = None,
    pages: Mapping[str, str] | None = None,
    properties: Mapping[str, str] | None = None,
    level: int = 6,
) -> Compendium:
    """经验做法汇编: cover, contents, and under each part its articles in the order given, each on a new page.

    With a scheme, the file says of itself from which articles and under which rulebook it was made (`provenance`).
    Every file is screened within `limits` and cleaned by `policy`; one that cannot be taken is in the report. `pages` are
    page numbers by bookmark (`Taken.bookmark`) for the contents; without them Word fills them in when fields are updated.
    Raises `DocumentError` for an article of an unknown part, and when no article can be taken; with a scheme `NotInForce`
    for a date before its first rulebook.
    """
    from trafficlight.articles._restyle import article_profile

    if not isinstance(scheme, Scheme):
        check_kind("compendium", scheme, Agency)
    articles = each_of("compendium: articles", articles, Article)
    agency = scheme.on(as_of).agency if isinstance(scheme, Scheme) else scheme.on(as_of)
    strangers = [article.entry for article in articles if article.part not in parts]
    if strangers:
        raise DocumentError(
            f"文章的篇名不在“{'、'.join(parts)}”之中：{'、'.join(strangers)}",
            f"articles of parts that are none of {', '.join(parts)}: {', '.join(strangers)}",
        )
    name = title or words.title.format(system=agency.system or agency.name, year=period.year)

    def front(chosen: Sequence[Article], sources: Sequence[tuple[str, str, str]]) -> Document:
        made = Document(
            sections=_front(name, agency, chosen, period, as_of, running_head, words),
            title=name.replace("\n", ""),
            author=agency.publisher,
            subject=str(period),
            pages=pages or {},
            properties=properties or {},
            profile=article_profile(profile_in(profile)),
        )
        if not isinstance(scheme, Scheme):
            return made
        return with_provenance(made, digest=digest(sources), rulebook=scheme.on(as_of).rulebooks.at(as_of))

    return _Making(list(parts), policy, limits, level, front).made(articles, progress)


@frozen(eq=False)
class _Making:
    """A compendium in the making: an article that spoils it, which would be a fault of this library, is left out."""

    _parts: list[str]
    _policy: Policy
    _limits: Limits
    _level: int
    _front: Callable[[Sequence[Article], Sequence[tuple[str, str, str]]], Document]
    _refused: dict[int, Refused] = field(init=False, factory=dict)

    def made(self, articles: Sequence[Article], progress: OnProgress | None) -> Compendium:
        """The compendium of what can be taken. Raises `DocumentError` for nothing."""
        from trafficlight.articles._finished import SpoiltBook, internal

        numbered = list(enumerate(articles, 1))
        while True:
            try:
                data, taken = self._composed(numbered, progress)
            except SpoiltBook as spoilt:
                number, article = self._spoiler(numbered, spoilt)
                self._refused[number] = Refused(article, internal(spoilt, article.file))
            else:
                return Compendium(
                    data, CompendiumReport(taken, tuple(self._refused[at] for at in sorted(self._refused)))
                )
            progress = None  # once is enough: the articles are read again

    def _composed(
        self, numbered: Sequence[tuple[int, Article]], progress: OnProgress | None = None
    ) -> tuple[bytes, tuple[Taken, ...]]:
        """The compendium of these, but for those that are refused. Raises `SpoiltBook`, and `DocumentError` for nothing."""
        from trafficlight.articles._editor import Editor, Prepared

        editor = Editor(policy=self._policy, limits=self._limits)
        ready: list[tuple[Article, Prepared]] = []
        sources: list[tuple[str, str, str]] = []
        for number, article in numbered:
            if number not in self._refused:
                try:
                    data = _bytes_of(article, self._limits)
                    headings = (article.title, article.unit, article.entry)
                    ready.append((article, editor.prepare(data, file=article.file, headings=headings)))
                    sources.append((article.part, article.entry, hashlib.sha256(data).hexdigest()))
                except SubmissionRefused as error:
                    self._refused[number] = Refused(article, error)
            if progress is not None:
                progress(number, len(numbered), article.file)
        if not ready:
            refused = [one.error for one in self._refused.values()]
            raise DocumentError(
                "\n".join(["没有一篇文章可以收入汇编", *(f"  {one}" for one in refused)]),
                "\n".join(["no article can be taken", *(f"  {one.say('en')}" for one in refused)]),
            )
        ready.sort(key=lambda one: self._parts.index(one[0].part))
        front = self._front([article for article, _ in ready], sources)
        data = editor.compose(front, [prepared for _, prepared in ready], level=self._level)
        return data, tuple(
            Taken(article, _bookmark(number), prepared.findings) for number, (article, prepared) in enumerate(ready, 1)
        )

    def _spoiler(self, numbered: Sequence[tuple[int, Article]], spoilt: SpoiltBook) -> tuple[int, Article]:
        """The article without which the ones before it make a whole compendium."""
        from trafficlight.articles._finished import SpoiltBook

        own = sorted(
            (one for one in numbered if one[0] not in self._refused), key=lambda one: self._parts.index(one[1].part)
        )
        if spoilt.article is not None:
            return own[spoilt.article]
        whole, many = 0, len(own)
        while many - whole > 1:
            middle = (whole + many) // 2
            try:
                self._composed(own[:middle])
            except SpoiltBook:
                many = middle
            else:
                whole = middle
        return own[many - 1]


def _bytes_of(article: Article, limits: Limits) -> bytes:
    if isinstance(article.source, bytes):
        return article.source
    try:
        with Path(article.source).open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except (OSError, ValueError) as cause:
        raise SubmissionRefused(
            article.file, Reason.UNREADABLE, Words(f"读不到文件：{cause}", f"the file cannot be read: {cause}")
        ) from cause


def _bookmark(number: int) -> str:
    return f"article_{number}"


def _front(
    name: str,
    agency: Agency,
    articles: Sequence[Article],
    period: Period,
    as_of: dt.date,
    running_head: str,
    words: CompendiumWords,
) -> list[Section]:
    """Cover, contents, the opening of each article, and a landscape section for the writer to take its page from."""
    cover = Section(
        [
            Paragraph(f"{name}\n{words.period.format(period=period)}", style=Style.COVER_TITLE),
            Paragraph(agency.publisher, style=Style.COVER_ORGAN),
            Paragraph(words.date.format(year=as_of.year, month=as_of.month), style=Style.COVER_DATE),
        ],
        PageSetup(page_numbers=False),
    )
    entries: list[ContentsEntry] = []
    openings: list[Section] = []
    printed: dict[str, int] = {}
    for number, article in enumerate(articles, 1):
        blocks: list[Heading | Paragraph] = []
        if article.part not in printed:
            heading = words.part.format(order=words.order(len(printed) + 1), part=article.part)
            mark = f"part_{len(printed) + 1}"
            blocks.append(Heading(heading, 1, mark, style=Style.PART))
            entries.append(ContentsEntry(heading, mark, 1))
        printed[article.part] = serial = printed.get(article.part, 0) + 1
        facts = {"number": serial, "unit": article.unit, "title": article.title, "article": article.entry}
        entries.append(ContentsEntry(words.entry.format(**facts), _bookmark(number), 2))
        blocks.append(Paragraph(words.unit.format(unit=article.unit), style="article_unit", keep_with_next=True))
        blocks.append(Heading(article.title, 2, _bookmark(number), style="article_title"))
        first = 1 if number == 1 else None
        openings.append(Section(blocks, PageSetup(first_number=first, running_head=running_head)))
    contents = Section([Contents(entries, title=words.contents)], PageSetup(page_numbers=False))
    landscape = PageSetup(orientation="landscape", running_head=running_head)
    return [cover, contents, *openings, Section([Paragraph()], landscape)]
