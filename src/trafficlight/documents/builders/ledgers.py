"""台账 (annex 2): a theme's ledger, weekly in the notice, and its extracts for each leader and each department (N2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, field, frozen

from trafficlight._scheme import Scheme
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.documents._provenance import provenance_properties, rulebook_of
from trafficlight.documents.builders.rating_tables import RatingTable
from trafficlight.documents.builders.table_words import TABLE_WORDS, TableWords, filled, headed, table_words, worded
from trafficlight.documents.content import PageSetup, Paragraph, Section
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile, Style
from trafficlight.layout._keys import changed
from trafficlight.layout._profiles import profile_in
from trafficlight.messages import Language, Words, joined, said
from trafficlight.model._checks import check_kind, template
from trafficlight.model._field_types import typed
from trafficlight.model._forms import Says
from trafficlight.model._marks import Mark
from trafficlight.model._periods import date_words
from trafficlight.model._units import Unit, person_names
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import ratings_of
from trafficlight.rules._rulebooks import AnyTheme
from trafficlight.rules._themes import Level

_LANDSCAPE: Final = PageSetup(orientation="landscape")


@frozen(kw_only=True, field_transformer=typed)
class LedgerWords:
    """台账用语: what is in braces is filled in.

    `title`     knows {agency} and {theme}; `extract`, the title of a leader's or unit's, {name} too; `date` {date}.
    `sentence`  the summary above the table, as `summary_sentence` fills it in; its usual one where it is empty.
    `no_leader` the name of the extract whose rows name no leader; `tables` the words of the table itself.
    Raises `WrongValue` for another name in braces.
    """

    title: str = field(default=Words("{agency}{theme}台账", "{agency}: {theme}"), validator=template("agency", "theme"))
    extract: str = field(
        default=Words("{agency}{theme}台账（{name}）", "{agency}: {theme} ({name})"),
        validator=template("agency", "theme", "name"),
    )
    date: str = field(default=Words("日期：{date}", "{date}"), validator=template("date"))
    sentence: str = ""
    no_leader: str = Words("未列明分管负责人", "no leader named")
    tables: TableWords = TABLE_WORDS

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
    mixed: bool = False,
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Document:
    """重点工作台账: title, date, summary sentence, the theme's published table in landscape, note.

    Takes one theme's ratings out of `ratings`. `ranked`: rows stand by 蓝黄红 as the scheme's order says, equal ones
    as handed in, numbered anew (N2.2). `subject` is whose ledger it is, where not the whole. The file's provenance is
    `digest`, else the `input_digest` of these ratings; an empty one leaves it out. Raises `RatingsMixed` as
    `rulebook_of` does, unless `mixed`, and `DocumentError` for records that hold what has no digest.
    """
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile, mixed)
    rows = made.ranked if ranked else made.rows
    return made.of(rows, title=title or made.title, subject=subject, renumber=ranked)


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
        mixed: bool,  # noqa: FBT001  # as the builders pass it on
    ) -> None:
        check_kind("ledger", scheme, Scheme)
        check_kind("ledger: words=", words, LedgerWords)
        ratings = ratings_of("ledger", ratings)
        scheme = scheme.of(ratings, as_of)
        language = scheme.agency.language
        words = evolve(worded(words, scheme, "ledger"), tables=table_words(words.tables, scheme))
        book = rulebook_of(scheme, ratings, as_of=as_of, mixed=mixed)
        rules = book.theme(theme)
        self.rows = [rating for rating in ratings if rating.theme.key == theme and rating.record is not None]
        self.ranked = scheme.ranked(self.rows)
        self.title = words.title.format(agency=scheme.agency.name, theme=rules.title)
        self.theme = rules
        self.scheme = scheme
        self._agency = scheme.agency
        self._as_of = as_of
        self._words = words
        self._profile = profile_in(profile, language)
        self._table = RatingTable(rules, words.tables)
        self._day = Paragraph(words.date.format(date=date_words(as_of, language)), style=Style.TABLE_RIGHT)
        given = input_digest(ratings) if digest is None else digest
        self._properties = provenance_properties(given, book.edition) if given else {}

    def of(self, rows: Sequence[Rating[Any]], *, title: str, subject: str, renumber: bool) -> Document:
        summary = summary_sentence(
            self.scheme, self.theme, rows, as_of=self._as_of, subject=subject, template=self._words.sentence
        )
        lead = (self._day, summary)
        grid = self._table.grid(rows, title=title, lead=lead, renumber=renumber)
        return Document(
            sections=[Section([grid], _LANDSCAPE)],
            title=title,
            author=self._agency.publisher,
            properties=self._properties,
            profile=self._profile,
        )

    def extract(self, rows: Sequence[Rating[Any]], name: str) -> Document:
        title = self._words.extract.format(agency=self._agency.name, theme=self.theme.title, name=name)
        return self.of(rows, title=title, subject=name, renumber=True)


_SENTENCE: Final = Words(
    "截至{as_of}，{whose}{theme}共{total}项，其中{lights}。", "As of {as_of}, {whose}{theme}, {total} in all: {lights}."
)


def summary_sentence(
    scheme: Scheme,
    theme: AnyTheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    subject: str = "",
    template: str = "",
) -> str:
    """汇总句: how many items, whose tasks, and in which lights that count; a joint item by its lead's (§4.33).

    `subject` is whose items they are, where they are not all. `template` knows {as_of}, {theme} (its title), {subject} (without
    one the agency), {whose} (without one nothing), {total}, {above} and {own} (where the theme says the level), {lights}
    (绿3项、红1项), {unlit}, and the count of each mark under its key: {blue}. Without one it is the scheme's (`Scheme.words`:
    `summary`, and `summary.levels` where the theme says the level). Raises `DocumentError` for a template that names
    anything else, and where an item's level is unknown.
    """
    rated = [rating for rating in ratings if rating.record is not None]
    scheme = scheme.of(rated)
    first = [next(iter(rating.marks), None) for rating in rated]
    of_mark = {mark: first.count(mark) for mark in scheme.palette}
    unlit = len(rated) - sum(of_mark.values())
    language = scheme.agency.language
    facts: dict[str, object] = {
        "as_of": date_words(as_of, language),
        "theme": theme.title,
        "subject": subject or scheme.agency.short_name,
        "whose": f"{subject}{', ' if language == 'en' else '的'}" if subject else "",
        "total": len(rated),
        "lights": _counted(of_mark, unlit, language),
        "unlit": unlit,
        **{mark.key: count for mark, count in of_mark.items()},
    }
    if theme.level is not None:
        levels = list(map(theme.level, (rating.record for rating in rated)))
        unknown = [rating.subject for rating, level in zip(rated, levels, strict=True) if level is None]
        if unknown:
            raise DocumentError(
                f"{theme.title}：{'、'.join(unknown)}未写明任务层面，汇总句无从计数，请补填",
                f"{theme.title}: the level of {', '.join(unknown)} is not said, so that the sentence cannot count it",
            )
        facts |= {"above": levels.count(Level.ABOVE), "own": levels.count(Level.OWN)}
    usual = headed(scheme, "summary", "", _SENTENCE)
    if theme.level is not None:
        usual = headed(scheme, "summary", "levels", usual)
    return filled(template or usual, facts, Words("汇总句", "sentence"))


def _counted(of_mark: Mapping[Mark, int], unlit: int, language: Language) -> str:
    """绿3项、红1项; 3 green, 1 red: how many items are in which light."""
    counts = [*((mark.label, count) for mark, count in of_mark.items()), (said(_NO_LIGHT, language), unlit)]
    told = [said(_ONE, language).format(label=label, count=count) for label, count in counts if count]
    return joined(told, language) or said(_NONE, language)


_ONE: Final = Words("{label}{count}项", "{count} {label}")
_NO_LIGHT: Final = Words("不标注颜色", "without a light")
_NONE: Final = Words("无", "none")


@frozen(eq=False, field_transformer=typed)
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
    leader: str = "",
    mixed: bool = False,
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Extracts:
    """报各分管领导: an extract for each 分管负责人, in the order in which they first occur (N2.2).

    `leader` is the field that names them, else that of the column that says it (`says=Says.LEADER`), else they are
    the units' leaders in the roster. Names are equal that differ by blanks; a row with two stands in the extract of
    each (§4.29). Items without one come last, as `words` say. Each bears the digest of the whole input. Raises
    `DocumentError` for a field that the form lacks, and where nobody is named.
    """
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile, mixed)
    form = made.theme.form
    leader = leader or form.field_saying(Says.LEADER)
    roster = made.scheme.roster
    of_units = {unit: one.name or one.post for unit in roster if (one := roster[unit].leader) is not None}
    if leader not in form.fields and (leader or not of_units):
        called, fields = leader or "leader", form.fields
        raise DocumentError(
            f"专题“{theme}”的表没有 {called} 这一项，不能按分管负责人分解：写明列名 leader=，在表式的列上写 says=Says.LEADER，"
            f"或在花名册写明单位的分管领导；可用：{'、'.join(fields)}",
            f"the table of the theme “{theme}” has no field {called} by which to divide it: name one by leader=, say it of a "
            f"column by says=Says.LEADER, or name the units' leaders in the roster; known: {', '.join(fields)}",
        )

    def named(rating: Rating[Any]) -> tuple[str, ...]:
        if leader:
            return person_names(form.show(rating.record, leader)) or (words.no_leader,)
        found = (of_units.get(roster.same(unit), "") for unit in made.theme.credits(rating.record))
        return tuple(dict.fromkeys(filter(None, found))) or (words.no_leader,)

    leaders = {id(rating): named(rating) for rating in made.rows}
    in_order = dict.fromkeys(name for rating in made.rows for name in leaders[id(rating)])
    rows: dict[str, list[Rating[Any]]] = {name: [] for name in sorted(in_order, key=words.no_leader.__eq__)}
    for rating in made.ranked:
        for name in leaders[id(rating)]:
            rows[name].append(rating)
    return Extracts(made, rows)


def ledgers_by_unit(
    scheme: Scheme,
    ratings: Iterable[Rating[Any]],
    *,
    as_of: dt.date,
    theme: str = "key_work",
    mixed: bool = False,
    digest: str | None = None,
    words: LedgerWords = _WORDS,
    profile: OfficialProfile = OFFICIAL,
) -> Extracts:
    """发各责任科室: an extract for each unit that answers for an item, in roster order; a joint item goes to each (N2.2).

    Each bears the digest of the whole input, as `ledger` does.
    """
    made = _Ledger(scheme, ratings, as_of, theme, words, digest, profile, mixed)
    found: dict[Unit, list[Rating[Any]]] = {}
    for rating in made.ranked:
        for unit in dict.fromkeys(made.theme.credits(rating.record)):
            found.setdefault(unit, []).append(rating)
    return Extracts(made, {unit.name: found[unit] for unit in made.scheme.roster if unit in found})
