"""重点工作台账 (annex 2): the weekly ledger, and its extracts for each leader and each department (N2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import asdict, field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import provenance_properties
from trafficlight.documents.builders.rating_tables import NOTICE_TABLE_WORDS, RatingTable, TableWords
from trafficlight.documents.content import PageSetup, Paragraph, Section
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._keys import changed
from trafficlight.model._periods import chinese_date
from trafficlight.model._units import Unit
from trafficlight.notice._ledger import LedgerItem
from trafficlight.notice._summary import Summary, summarise
from trafficlight.rules._ratings import Rating

_LANDSCAPE: Final = PageSetup(orientation="landscape")


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
        return self.sentence.format(as_of=chinese_date(as_of), subject=subject, **asdict(summary))

    __repr__ = changed


_WORDS: Final = LedgerWords()

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
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile)
    rows = made.ranked if ranked else made.rows
    return made.of(rows, title=title or made.title, subject=subject or scheme.agency.short_name, renumber=ranked)


class _Ledger:
    """What the ledger and all its extracts have in common. Raises as `ledger` does."""

    def __init__(
        self,
        scheme: Scheme,
        ratings: Iterable[Rating[Any]],
        as_of: dt.date,
        theme: str,
        words: LedgerWords,
        digest: str | None,
        profile: OfficialProfile,
    ) -> None:
        ratings = ratings if isinstance(ratings, Sequence) else tuple(ratings)
        book = scheme.rulebooks.at(as_of)
        rules = book.theme(theme)
        if not issubclass(rules.record, LedgerItem):
            raise DocumentError(f"专题“{theme}”的记录是 {rules.record.__name__}，不是台账事项，不能成台账")
        self.rows = [rating for rating in ratings if rating.theme.key == theme and rating.record is not None]
        self.ranked = scheme.ranked(self.rows)
        self.title = words.title.format(agency=scheme.agency.name, theme=rules.title)
        self._agency = scheme.agency
        self._as_of = as_of
        self._theme = rules.title
        self._words = words
        self._profile = profile
        self._table = RatingTable(rules, words.tables)
        self._day = Paragraph(words.date.format(date=chinese_date(as_of)), style=Style.TABLE_RIGHT)
        given = input_digest(ratings) if digest is None else digest
        self._properties = provenance_properties(digest=given, rulebook=book) if given else {}

    def of(self, rows: Sequence[Rating[Any]], *, title: str, subject: str, renumber: bool) -> Document:
        """The ledger of these rows."""
        summary = summarise(ledger_items(rows), own_sources=self._agency.own_sources)
        lead = (self._day, self._words.summary(summary, self._as_of, subject))
        grid = self._table.grid(rows, title=title, lead=lead, renumber=renumber)
        return Document(
            sections=[Section([grid], _LANDSCAPE)],
            title=title,
            author=self._agency.publisher,
            properties=self._properties,
            profile=self._profile,
        )

    def extract(self, rows: Sequence[Rating[Any]], name: str) -> Document:
        """The ledger of somebody's rows."""
        title = self._words.extract.format(agency=self._agency.name, theme=self._theme, name=name)
        return self.of(rows, title=title, subject=name, renumber=True)


def ledger_items(ratings: Iterable[Rating[Any]]) -> Iterator[LedgerItem]:
    """The ledger's records among the ratings."""
    return (rating.record for rating in ratings if isinstance(rating.record, LedgerItem))


@frozen(eq=False)
class Extracts(Mapping[str, Document]):
    """分解台账: the extract of each leader or unit, by name and in order; each is made when it is asked for."""

    _ledger: _Ledger = field(repr=False)
    _rows: Mapping[str, Sequence[Rating[Any]]] = field(repr=lambda rows: f"<{len(rows)} extracts>")

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: str) -> Document:
        """The extract of a leader or unit. Raises `KeyError` for one without items."""
        return self._ledger.extract(self._rows[name], name)


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
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile)
    leaders = [item.leader or words.no_leader for item in ledger_items(made.rows)]
    in_order = sorted(dict.fromkeys(leaders), key=words.no_leader.__eq__)
    rows: dict[str, list[Rating[Any]]] = {name: [] for name in in_order}
    leader_of = dict(zip(map(id, made.rows), leaders, strict=True))
    for rating in made.ranked:
        rows[leader_of[id(rating)]].append(rating)
    return Extracts(made, rows)


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
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile)
    found: dict[Unit, list[Rating[Any]]] = {}
    for item, rating in zip(ledger_items(made.ranked), made.ranked, strict=True):
        for unit in dict.fromkeys(item.responsible.units):
            found.setdefault(unit, []).append(rating)
    return Extracts(made, {unit.name: found[unit] for unit in scheme.roster if unit in found})
