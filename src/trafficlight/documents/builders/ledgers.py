"""台账用语: the words around a ledger's table, as a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import provenance_properties
from trafficlight.documents.builders.rating_tables import NOTICE_TABLE_WORDS, RatingTable, TableWords
from trafficlight.documents.content import PageSetup, Paragraph, Section
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.model._periods import chinese_date
from trafficlight.model._units import Unit
from trafficlight.notice._ledger import LedgerItem
from trafficlight.notice._summary import Summary, summarise
from trafficlight.rules._ratings import Rating


@frozen(kw_only=True)
class LedgerWords:
    """台账用语: what is in braces is filled in.

    `title`     knows {agency} and {theme}; `extract`, the title of a leader's or unit's, {name} too; `date` {date}.
    `sentence`  the summary above the table: {as_of}, {subject}, {total}, {above}, {own}, {done}, {on_track}, {slow} and
                {severely_delayed}; the notice's own sentence (A2) where it is empty.
    `no_leader` the name of the extract whose rows name no leader; `tables` the words of the table itself.
    """

    title: str = "{agency}{theme}台账"
    extract: str = "{agency}{theme}台账（{name}）"
    date: str = "日期：{date}"
    sentence: str = ""
    no_leader: str = "未列明分管负责人"
    tables: TableWords = NOTICE_TABLE_WORDS

    def summary(self, summary: Summary, as_of: dt.date, subject: str) -> str:
        """The sentence above the table."""
        if not self.sentence:
            return summary.sentence(as_of, agency=subject)
        return self.sentence.format(
            as_of=chinese_date(as_of),
            subject=subject,
            total=summary.total,
            above=summary.above,
            own=summary.own,
            done=summary.done,
            on_track=summary.on_track,
            slow=summary.slow,
            severely_delayed=summary.severely_delayed,
        )


# --- 重点工作台账 (annex 2): the weekly ledger, and its extracts for each leader and each department (N2.2) --------------

_WORDS: Final = LedgerWords()

_LANDSCAPE: Final = PageSetup(orientation="landscape")

NO_LEADER: Final = _WORDS.no_leader
"""Under this name stand the extract's items whose row names no leader; none is dropped."""


def ledger(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    title: str = "",
    subject: str = "",
    ranked: bool = True,
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """重点工作台账: title, date, summary sentence, the nine columns in landscape, note.

    Takes the ratings of one theme with the ledger's record out of `ratings`. `ranked`: rows stand by 蓝黄红 as the
    scheme's order says, equal ones as handed in, and are numbered anew (N2.2). `subject` is whose ledger the summary
    sentence speaks of (the agency). The file says where it comes from (`provenance`): the `digest` given, else the
    `input_digest` of all these ratings; an empty one leaves it out. Raises `DocumentError` when the theme's records are no
    ledger items, or hold what has no digest.
    """
    ratings = ratings if isinstance(ratings, Sequence) else tuple(ratings)
    chosen = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=ranked)
    given = input_digest(ratings) if digest is None else digest
    return _Ledger(scheme, theme, as_of, words, profile).of(
        chosen, title=title, subject=subject or scheme.agency.short_name, renumber=ranked, digest=given
    )


class _Ledger:
    """What the ledger and all its extracts have in common."""

    def __init__(
        self, scheme: Scheme, theme: str, as_of: dt.date, words: LedgerWords, profile: OfficialProfile
    ) -> None:
        self._book = scheme.rulebooks.at(as_of)
        rules = self._book.theme(theme)
        self._agency = scheme.agency
        self._as_of = as_of
        self._words = words
        self._profile = profile
        self._title = rules.title
        self._table = RatingTable(rules, words.tables)
        self._day = Paragraph(words.date.format(date=chinese_date(as_of)), style=Style.TABLE_RIGHT)

    def of(self, rows: Sequence[Rating[Any]], *, title: str, subject: str, renumber: bool, digest: str) -> Document:
        """The ledger of these rows. Raises `DocumentError` for a digest that is none."""
        words = self._words
        name = title or words.title.format(agency=self._agency.name, theme=self._title)
        summary = summarise(ledger_items(rows), own_sources=self._agency.own_sources)
        sentence = words.summary(summary, self._as_of, subject)
        grid = self._table.grid(rows, title=name, lead=(self._day, sentence), renumber=renumber)
        return Document(
            sections=[Section([grid], _LANDSCAPE)],
            title=name,
            author=self._agency.publisher,
            properties=provenance_properties(digest=digest, rulebook=self._book) if digest else {},
            profile=self._profile,
        )

    def extract(self, rows: Sequence[Rating[Any]], name: str, *, digest: str) -> Document:
        """The ledger of somebody's rows."""
        title = self._words.extract.format(agency=self._agency.name, theme=self._title, name=name)
        return self.of(rows, title=title, subject=name, renumber=True, digest=digest)


def ledger_items(ratings: Iterable[Rating[Any]]) -> Iterator[LedgerItem]:
    """The ledger's records among the ratings."""
    return (rating.record for rating in ratings if isinstance(rating.record, LedgerItem))


def scheme_rows(
    scheme: Scheme, ratings: Iterable[Rating[Any]], *, theme: str, as_of: dt.date, ranked: bool
) -> Sequence[Rating[Any]]:
    """The ratings of one theme, in the order in which the ledger prints them. Raises `DocumentError` and `UnknownTheme`."""
    record = scheme.rulebooks.at(as_of).theme(theme).record
    if not issubclass(record, LedgerItem):
        raise DocumentError(f"专题“{theme}”的记录是 {record.__name__}，不是台账事项，不能成台账")
    chosen = [rating for rating in ratings if rating.theme.key == theme and rating.record is not None]
    return scheme.ranked(chosen) if ranked else chosen


@frozen(eq=False)
class Extracts(Mapping[str, Document]):
    """分解台账: the extract of each leader or unit, by name and in order; each is made when it is asked for."""

    _ledger: _Ledger = field(repr=False)
    _groups: Mapping[str, Sequence[Rating[Any]]] = field(repr=lambda groups: f"{len(groups)} extracts")
    _as_of: dt.date
    _theme: str
    _digest: str

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __contains__(self, name: object) -> bool:
        return name in self._groups

    def __getitem__(self, name: str) -> Document:
        """The extract of a leader or unit. Raises `KeyError` for one without items."""
        return self._ledger.extract(self._groups[name], name, digest=self._digest)


def ledgers_by_leader(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Extracts:
    """报各分管领导: an extract for each 分管负责人, in the order in which they first occur (N2.2).

    Items without a leader come last, as `NO_LEADER`, or as `words` say. Each bears the digest of the whole input, as `ledger` does.
    """
    ratings = ratings if isinstance(ratings, Sequence) else tuple(ratings)
    rows = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=False)
    leaders = [item.leader or words.no_leader for item in ledger_items(rows)]
    in_order = sorted(dict.fromkeys(leaders), key=words.no_leader.__eq__)
    groups: dict[str, list[Rating[Any]]] = {name: [] for name in in_order}
    leader_of = dict(zip(map(id, rows), leaders, strict=True))
    for rating in scheme.ranked(rows):  # once for all
        groups[leader_of[id(rating)]].append(rating)
    given = input_digest(ratings) if digest is None else digest
    return Extracts(_Ledger(scheme, theme, as_of, words, profile), groups, as_of, theme, given)


def ledgers_by_unit(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Extracts:
    """发各责任科室: an extract for each unit that answers for an item, in roster order; a joint item goes to each (N2.2).

    Each bears the digest of the whole input, as `ledger` does.
    """
    found: dict[Unit, list[Rating[Any]]] = {}
    ratings = ratings if isinstance(ratings, Sequence) else tuple(ratings)
    rows = scheme_rows(scheme, ratings, theme=theme, as_of=as_of, ranked=True)
    for item, rating in zip(ledger_items(rows), rows, strict=True):
        for unit in dict.fromkeys(item.responsible.units):
            found.setdefault(unit, []).append(rating)
    groups = {unit.name: found[unit] for unit in scheme.roster if unit in found}
    given = input_digest(ratings) if digest is None else digest
    return Extracts(_Ledger(scheme, theme, as_of, words, profile), groups, as_of, theme, given)
