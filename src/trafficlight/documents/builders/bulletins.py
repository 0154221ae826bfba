"""重点工作推进情况通报 (annex 4): count tables with their ranking, then the themes, part by part, as a plan says.

A plan, a value, says which parts and tables a bulletin has, in which words; `bulletin` builds by it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import periods_of, rulebook_of, with_input
from trafficlight.documents.builders.bulletin_plans import (
    BulletinPlan,
    ConsequenceTable,
    CountChart,
    CountTable,
    CoverageTable,
    DeterminationTable,
    ExplanationTable,
    FlagTable,
    OwnBlocks,
    Part,
    Table,
    ThemeTable,
    day_of_issue,
    issued,
)
from trafficlight.documents.builders.grounds_tables import (
    consequence_grid,
    coverage_grid,
    determination_grid,
    explanation_grid,
    flag_grid,
)
from trafficlight.documents.builders.ledgers import summary_sentence
from trafficlight.documents.builders.rating_tables import count_grid, rating_grid, titled
from trafficlight.documents.builders.rosters import grouping_grid
from trafficlight.documents.builders.table_words import headed, table_words, worded
from trafficlight.documents.content import (
    BarChart,
    Block,
    Contents,
    ContentsEntry,
    Grid,
    Heading,
    PageBreak,
    PageSetup,
    Paragraph,
    Section,
    standings_charts,
)
from trafficlight.documents.content._column_widths import fitted
from trafficlight.documents.content._heights import paragraph_height
from trafficlight.documents.content._paragraphs import one_line, plain
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._keys import Orientation
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Language, Words, labelled, legible, said
from trafficlight.model._checks import check_kind
from trafficlight.model._periods import Period, date_words, last_day_of
from trafficlight.ranking._standings import Standings
from trafficlight.rules._coverage import Coverage, Status
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings, flags, ratings_of
from trafficlight.rules._rulebooks import AnyTheme, Rulebook

_BRACKETED: Final = re.compile(r"（[^（）]+）$")
_NUMBERED: Final = re.compile(r"^\W*\w{1,3}[、.．]\s*")
_SHORT: Final = 8
"""So many rows of a group keep on one page."""

_GOES_ON: Final = Words("（续）", " (continued)")
_TITLE: Final = Words("{agency}工作推进情况通报", "{agency}: progress bulletin")
_COUNTS: Final = Words("一、标识数量情况", "Counts")
_THEMES: Final = Words("二、各专题推进情况", "Themes")


def default_plan(scheme: Scheme, book: Rulebook) -> BulletinPlan:
    """All boards, then all themes of the rulebook."""
    language = scheme.agency.language
    return BulletinPlan(
        headed(scheme, "bulletin", "title", _TITLE),
        (
            Part(said(_COUNTS, language), [CountTable(board.key) for board in scheme.boards]),
            Part(said(_THEMES, language), [ThemeTable(theme.key) for theme in book]),
        ),
    )


def _check_periods(ratings: Sequence[Rating[Any]], period: Period) -> None:
    for one in periods_of(ratings):
        if one.last_day < period.first_day or one.first_day > period.last_day:
            raise DocumentError(
                f"这些评定属于 {one.key}，通报属于 {period.key}：请给出同期的评定，或用 mixed=True",
                f"the ratings are of {one.key} and the bulletin is of {period.key}: give ratings of its time, or mixed=True",
            )


def bulletin(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    period: Period,
    as_of: dt.date,
    plan: BulletinPlan | None = None,
    issued_on: dt.date | None = None,
    coverage: Coverage | None = None,
    mixed: bool = False,
    digest: str | None = None,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """通报: cover, contents, and the plan's parts. The rulebook by which they were rated names the themes.

    `as_of` is the day of the facts; `issued_on` the day of issue (成文日期), where it is a later one. The file's
    provenance is `digest`, else the `input_digest` of these ratings; an empty one leaves it out. `coverage` is that of
    the ratings unless another is given: a theme's table says when it did not come, came with faults, or empty. Raises
    `UnknownTheme` and `UnknownBoard` for keys of the plan; unless `mixed` (§4.34), `RatingsMixed` for several editions
    or an item that stands twice, and `DocumentError` for ratings of another time; `DocumentError` for a coverage that
    there is not, a day of issue before the facts, and a decision that was made after that day.
    """
    check_kind("bulletin", scheme, Scheme)
    check_kind("bulletin: plan=", plan, BulletinPlan, optional=True)
    if coverage is None and isinstance(ratings, Ratings):
        coverage = ratings.coverage
    ratings = ratings_of("bulletin", ratings)
    scheme = scheme.of(ratings, last_day_of(period))
    book = rulebook_of(scheme, ratings, as_of=as_of, mixed=mixed)
    if not mixed:
        _check_periods(ratings, period)
    day = day_of_issue(as_of, issued_on, ratings)
    language = scheme.agency.language
    chosen = worded(plan or default_plan(scheme, book), scheme, "plan")
    chosen, profile = evolve(chosen, tables=table_words(chosen.tables, scheme)), profile_in(profile, language)
    parts = list(_Parts(scheme, book, ratings, coverage, period, as_of, chosen, profile).sections())
    front = list(_front(chosen, scheme, period, day, parts))
    issue = chosen.issue
    document = Document(
        sections=[*front, *parts]
        if issue is None
        else issued(chosen, issue, front, parts, agency=scheme.agency, period=period, as_of=as_of, day=day),
        title=chosen.title.format(year=period.year, period=period.title(language)).replace("\n", ""),
        author=scheme.agency.publisher,
        subject=period.title(language),
        profile=profile,
    )
    return with_input(document, ratings, digest=digest, rulebook=book)


def _front(
    plan: BulletinPlan, scheme: Scheme, period: Period, as_of: dt.date, parts: Sequence[Section]
) -> Iterator[Section]:
    """Cover and contents, as far as the plan wants them."""
    unnumbered = PageSetup(page_numbers=False)
    language = scheme.agency.language
    when, day = period.title(language), date_words(as_of, language)
    if plan.cover:
        cover = [
            Paragraph(f"{plan.title}\n{plan.period}".format(year=period.year, period=when), style=Style.COVER_TITLE),
            Paragraph(scheme.agency.publisher, style=Style.COVER_ORGAN),
            Paragraph(plan.date.format(year=as_of.year, month=as_of.month, day=day), style=Style.COVER_DATE),
        ]
        yield Section(cover, unnumbered)
    if plan.contents:
        entries = list(_entries(plan, parts)) if plan.entry else None
        yield Section([Contents(entries, title=plan.contents)], unnumbered)


def _entries(plan: BulletinPlan, parts: Sequence[Section]) -> Iterator[ContentsEntry]:
    """A line for each part, and one for each table that has a title of its own, numbered within its part."""
    number = 0
    for heading in Document(sections=parts).headings() if parts else ():
        title = one_line(heading.text)
        if heading.bookmark is None:
            continue
        if heading.level == 1:
            number = 0
            yield ContentsEntry(title, heading.bookmark)
        else:
            number += 1
            yield ContentsEntry(plan.entry.format(number=number, title=title), heading.bookmark, heading.level)


@frozen(eq=False)
class _Parts:
    """The parts of one bulletin, and each kind of table."""

    _scheme: Scheme
    _book: Rulebook
    _ratings: Sequence[Rating[Any]]
    _coverage: Coverage | None
    _period: Period
    _as_of: dt.date
    _plan: BulletinPlan
    _profile: OfficialProfile
    _ranked: dict[str, Standings] = field(init=False, factory=dict)

    @property
    def _language(self) -> Language:
        return self._profile.language

    def sections(self) -> Iterator[Section]:
        """The parts; neighbours of one orientation share a section, each table starts a page.

        That a table has no rows takes two lines, and no page of its own, nor does a part of such tables alone.
        """
        blocks: list[Block] = []
        setup = PageSetup(first_number=1)
        is_bare = False  # whether the page has such lines alone
        for number, part in enumerate(self._plan.parts, 1):
            made = [
                table.blocks if isinstance(table, OwnBlocks) else tuple(self._blocks(table, f"table_{number}_{at}"))
                for at, table in enumerate(part.tables, 1)
            ]
            short = [
                not isinstance(table, OwnBlocks) and not any(isinstance(block, Grid | BarChart) for block in own)
                for table, own in zip(part.tables, made, strict=True)
            ]
            for at, (table, own) in enumerate(zip(part.tables, made, strict=True)):
                # the page that such lines begin is the next table's
                first = next((one for one, bare in zip(part.tables[at:], short[at:], strict=True) if not bare), table)
                orientation = self._orientation(first)
                goes_on = short[at] and (at > 0 or all(short))
                if blocks and goes_on:
                    orientation = setup.orientation
                flows = bool(blocks) and (goes_on or (is_bare and orientation == setup.orientation))
                is_bare = short[at] and (is_bare or not flows)
                starts = table.new_page if isinstance(table, OwnBlocks) else not flows
                if blocks and orientation != setup.orientation:
                    yield Section(blocks, setup)
                    blocks, setup = [], PageSetup()
                setup = evolve(setup, orientation=orientation)
                if blocks and starts:
                    blocks.append(PageBreak())
                if at == 0:
                    blocks.extend(self._title(part, f"part_{number}"))
                if isinstance(table, OwnBlocks):
                    blocks += (self._by_itself(one, orientation) for one in table.blocks)
                    continue
                grids = iter(fitted([one for one in own if isinstance(one, Grid)], self._profile, orientation))
                fit = [next(grids) if isinstance(one, Grid) else one for one in own]
                blocks += _titled_once(part, fit) if at == 0 else fit
        if blocks:
            yield Section(blocks, setup)

    def _by_itself(self, block: Block, orientation: Orientation) -> Block:
        """A table of the agency's own with fitted columns, unless it names millimetres."""
        if not isinstance(block, Grid) or block.widths == "mm":
            return block
        (grid,) = fitted([block], self._profile, orientation)
        return grid

    def _title(self, part: Part, bookmark: str) -> Iterator[Block]:
        if part.title:
            yield Heading(part.title, 1, bookmark, style=Style.PART)
            if part.year:
                year = self._plan.year.format(year=self._period.year, period=self._period.title(self._language))
                yield Paragraph(year, style=Style.SUBTITLE)

    def _orientation(self, table: Table) -> Orientation:
        if isinstance(table, OwnBlocks):
            return table.orientation
        if isinstance(table, ThemeTable):
            wide = self._book.theme(table.theme).form.landscape
        else:
            wide = isinstance(table, ConsequenceTable | DeterminationTable | ExplanationTable)
        return "landscape" if wide else "portrait"

    def _standings(self, board: str) -> Standings:
        if board not in self._ranked:
            self._ranked[board] = self._scheme.rank(self._ratings, board)
        return self._ranked[board]

    def _blocks(self, table: Table, bookmark: str) -> Iterator[Block]:
        words = self._plan.tables
        if isinstance(table, CountTable):
            yield count_grid(self._scheme, self._standings(table.board), bookmark=bookmark, words=words)
        elif isinstance(table, CountChart):
            yield from self._charts(table)
        elif isinstance(table, ThemeTable):
            yield from self._theme_grids(table, bookmark)
        elif isinstance(table, ExplanationTable):
            wanted = [rating for rating in self._ratings if not table.themes or rating.theme.key in table.themes]
            yield from self._grounds(explanation_grid, wanted, words.explanations, bookmark)
        elif isinstance(table, ConsequenceTable):
            rows = [rating for rating in self._ratings if rating.consequences]
            yield from self._grounds(consequence_grid, rows, words.consequences, bookmark)
        elif isinstance(table, DeterminationTable):
            rows = [rating for rating in self._ratings if rating.determinations]
            yield from self._grounds(determination_grid, rows, words.determinations, bookmark)
        elif isinstance(table, FlagTable):
            asked = self._ratings if flags(self._ratings) else ()
            yield from self._grounds(flag_grid, asked, words.flags, bookmark)
        elif isinstance(table, CoverageTable):
            if self._coverage is None:
                raise DocumentError(
                    "不知道应报什么，列不出报送情况：请以 coverage= 给出，或用 Scheme.rate 所得的评定结果",
                    "what was due is not known: give coverage=, or ratings of Scheme.rate",
                )
            yield coverage_grid(self._coverage, bookmark=bookmark, words=words)
        else:
            yield grouping_grid(self._scheme.agency.standing_groups, bookmark=bookmark, words=words)

    def _grounds(self, grid: Callable[..., Grid], rows: Sequence[Rating[Any]], title: str, mark: str) -> list[Block]:
        """The table of these rows; without any its title, and that there are none: no header stands alone on a page."""
        words = self._plan.tables
        if rows:
            return [grid(rows, bookmark=mark, words=words)]
        return [titled(title, mark), *([Paragraph(words.nothing)] if words.nothing else [])]

    def _charts(self, table: CountChart) -> Iterator[Block]:
        page, palette, standings = self._profile.page, self._scheme.palette, self._standings(table.board)
        title = table.title or standings_charts(palette, standings, language=self._language)[0].title
        # a title of more lines than one leaves its chart less of the page
        titles = (Paragraph(text, Style.TABLE_TITLE) for text in (title, ""))
        high, line = (paragraph_height(one, self._profile, page) for one in titles)
        page = evolve(page, top=page.top + high - line)
        charts = standings_charts(palette, standings, title=title, page=page, language=self._language)
        for at, chart in enumerate(charts):
            if at:
                yield PageBreak()
            # the notice's contents name tables only; a chart goes with the table before it
            shown = title + (said(_GOES_ON, self._language) if at else "")
            yield Paragraph(shown, style=Style.TABLE_TITLE, keep_with_next=True)
            yield evolve(chart, title="")

    def _theme_grids(self, table: ThemeTable, bookmark: str) -> Iterator[Block]:
        """One table for each group, below one title and above one note; a short one keeps on one page.

        Where nothing came there is no table, but the line that says so.
        """
        theme = self._book.theme(table.theme)
        own = [rating for rating in self._ratings if rating.theme.key == theme.key]
        title, stand = titled(self._table_title(theme), bookmark), self._stands(theme, own)
        if not own:
            yield from (title, Paragraph(stand)) if stand else (title,)
            return
        groups = list(_by_heading(theme, own, self._language))
        for at, (heading, ratings) in enumerate(groups):
            lead: list[str | Paragraph] = list(heading)
            if table.summary:
                sentence = self._plan.sentence
                lead.append(summary_sentence(self._scheme, theme, ratings, as_of=self._as_of, template=sentence))
            if stand:
                lead.append(stand)
            grid = rating_grid(theme, ratings, title=title, lead=lead, words=self._plan.tables)
            own_notes = grid.notes[len(theme.form.notes[:1]) :]
            exempt = self._scheme.exempt_note(theme.absence.boards) if theme.absence else ""
            yield evolve(
                grid,
                title=None if at else grid.title,
                notes=[*grid.notes, *([exempt] if exempt else [])] if at == len(groups) - 1 else own_notes,
                keep_together=len(groups) > 1 and len(ratings) <= _SHORT,
            )

    def _table_title(self, theme: AnyTheme) -> str:
        """The form's, and whose table it is where another one of the same part has that title, too."""
        title = theme.form.title
        alike = {other.key for other in self._book if other.form.title == title}
        for part in self._plan.parts:
            printed = {table.theme for table in part.tables if isinstance(table, ThemeTable)} & alike
            if theme.key in printed and len(printed) > 1:
                whose = _BRACKETED.search(theme.title)
                return f"{title}{whose[0] if whose else f'（{theme.title}）'}"
        return title

    def _stands(self, theme: AnyTheme, ratings: Sequence[Rating[Any]]) -> str:
        """What a theme's table says of how it was handed in: nothing where it came whole and has rows."""
        receipt = None if self._coverage is None else self._coverage.of(theme.key)
        if receipt is not None and receipt.status is Status.FAULTY:
            said = self._plan.faulty
        elif ratings:
            return ""
        else:
            is_empty = receipt is not None and receipt.status is Status.RECEIVED
            said = self._plan.empty if is_empty else self._plan.missing
        return said.format(date=date_words(self._as_of, self._language))


def _titled_once(part: Part, blocks: Sequence[Block]) -> Iterator[Block]:
    """The first blocks of a part; a table with the part's own title does not repeat it, with or without rows."""
    said_by_part = _NUMBERED.sub("", part.title)
    for block in blocks:
        title = block.title if isinstance(block, Grid) else block if isinstance(block, Heading) else None
        text = "" if title is None else plain(title.text)
        if not text or text != said_by_part:
            yield block
        elif isinstance(block, Grid):
            yield evolve(block, title=None, alt_text=block.alt_text or text)


def _by_heading(
    theme: AnyTheme, ratings: Sequence[Rating[Any]], language: Language
) -> Iterator[tuple[list[Paragraph], list[Rating[Any]]]]:
    """One table for each set of facts above the table (a group's 包保领导, 责任人, …), in order.

    Groups that were handed in apart stay apart, also where their facts are equal or blank; each of those then says by its
    sheet's name, and its file's where that repeats, which it is.
    """
    lines = theme.form.heading
    groups: dict[tuple[tuple[str, ...], tuple[str, str]], list[Rating[Any]]] = {}
    for rating in ratings:
        facts = tuple(line.kind.show(getattr(rating.record, line.name)) for line in lines) if rating.record else ()
        origin = rating.origin if facts else None
        groups.setdefault((facts, ("", "") if origin is None else (origin.sheet, origin.file)), []).append(rating)
    for (facts, (sheet, file)), own in groups.items():
        alike = [other for stated, other in groups if stated == facts]
        which = sheet if [name for name, _ in alike].count(sheet) == 1 else f"{file}〔{sheet}〕"
        said = [legible(which)] if len(alike) > 1 and own[0].origin is not None else []
        said += [labelled(line.label, fact, language) for line, fact in zip(lines, facts, strict=False)]
        # one paragraph: LibreOffice parts several, though each is kept with the next
        yield ([Paragraph("\n".join(said), style=Style.TABLE_FACT)] if said else []), own
