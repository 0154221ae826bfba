"""出处属性 (provenance): from which input, by which rulebook and which version of this library a .docx was made.

It stands among the file's custom properties.
"""

from __future__ import annotations

import datetime as dt
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen
from lxml import etree

from trafficlight._scheme import Scheme
from trafficlight._version import VERSION as LIBRARY
from trafficlight.documents._digests import input_digest
from trafficlight.documents._document import Document
from trafficlight.errors import DocumentError, NoProvenance, RatingsMixed
from trafficlight.errors._base import told
from trafficlight.model._checks import check_day
from trafficlight.model._field_types import typed
from trafficlight.model._periods import Period
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.parts import WordPackage, refusing
from trafficlight.rules._explanations import Edition
from trafficlight.rules._rated import Rating
from trafficlight.rules._ratings import Ratings, edition_of
from trafficlight.rules._rulebooks import Rulebook

_LIMITS: Final = Limits(file_bytes=1 << 30, unpacked_bytes=1 << 34, part_bytes=1 << 20, held=100_000, ratio=2000)
"""The body may be as long as it likes, for it stays packed."""

_RELATION: Final = "custom-properties"
_PROPERTY: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_TEXTS: Final = frozenset({"lpwstr", "lpstr", "bstr"})

DIGEST: Final = "trafficlight.input"
RULEBOOK: Final = "trafficlight.rulebook"
EFFECTIVE: Final = "trafficlight.effective"
CONTENTS: Final = "trafficlight.contents"
VERSION: Final = "trafficlight.version"
"""自定义属性名: the names under which the facts stand in the file."""

_HEXADECIMAL: Final = frozenset("0123456789abcdef")


def _check_digest(_instance: object, _attribute: object, value: str) -> None:
    if len(value) != 64 or not set(value) <= _HEXADECIMAL:
        raise DocumentError(
            f"摘要“{value}”不合规：应为 64 位十六进制小写数字，如 digest() 所给。",
            f"the digest “{value}” should be 64 hexadecimal digits in small letters, as digest() gives",
        )


@frozen(kw_only=True, field_transformer=typed)
class Provenance:
    """出处属性: the digest of the input, the rulebook by id, effective date and digest of contents, and the library's version."""

    digest: str = field(validator=_check_digest)
    rulebook: str
    effective: dt.date
    version: str
    contents: str = ""

    @property
    def edition(self) -> Edition:
        """The rulebook as every rating keeps it."""
        return Edition(self.rulebook, self.effective, self.contents)


def with_provenance(document: Document, *, digest: str, rulebook: Rulebook | Edition) -> Document:
    """The same document with its provenance among its properties. Raises `DocumentError` for a digest that is none."""
    edition = rulebook.edition if isinstance(rulebook, Rulebook) else rulebook
    return evolve(document, properties={**document.properties, **provenance_properties(digest, edition)})


@lru_cache(maxsize=32)
def provenance_properties(digest: str, edition: Edition) -> Mapping[str, str]:
    """The facts as properties, the same for all papers of one input. Raises `DocumentError` for a digest that is none."""
    made = Provenance(digest=digest, rulebook=edition.id, effective=edition.effective, version=LIBRARY)
    own = {
        DIGEST: made.digest,
        RULEBOOK: made.rulebook,
        EFFECTIVE: made.effective.isoformat(),
        VERSION: made.version,
    }
    return own | {CONTENTS: edition.digest} if edition.digest else own


def periods_of(ratings: Sequence[Rating[Any]]) -> tuple[Period, ...]:
    """各评定的期间: the periods to which ratings belong, each once."""
    if isinstance(ratings, Ratings) and ratings.period is not None:
        return (ratings.period,)
    return tuple({one.period.key: one.period for one in ratings if one.period is not None}.values())


def rulebook_of(scheme: Scheme, ratings: Sequence[Rating[Any]], *, as_of: dt.date, mixed: bool = False) -> Rulebook:
    """所据规则集: the rulebook by which ratings were made; without any the one in force on `as_of` (§4.34).

    Raises `RatingsMixed` for ratings of several editions or of one that the scheme does not have, and for an item that
    stands twice (the same theme, identity, units and period), and `DocumentError` for a
    period that begins after `as_of`. `mixed` takes them as they are, as of that day.
    """
    if mixed or not ratings:
        return scheme.rulebooks.at(as_of)
    edition = edition_of(ratings)
    books = (book for one in scheme.editions for book in one.rulebooks.editions)
    book = next((book for book in books if book.edition == edition), None)
    if book is None:
        raise RatingsMixed(
            f"这些评定出自{edition}，督查方案中没有这一版规则，请用评定时的方案编制",
            f"these ratings were made by {edition.say('en')}, which the scheme lacks: use the scheme by which they were rated",
        )
    check_day("as_of", as_of)
    for period in periods_of(ratings):
        if as_of < period.first_day:
            raise DocumentError(
                f"截至 {as_of} 的文件不能有 {period.key} 的评定：该期间尚未开始",
                f"a document as of {as_of} has no ratings of {period.key}, which had not begun: give a later day as as_of=",
            )
    same = cache(scheme.roster.same)
    item_of = cache(lambda key: book.theme(key).items(same))

    def known(rating: Rating[Any]) -> tuple[object, ...]:
        item = None if rating.record is None else item_of(rating.theme.key)(rating.record)
        return (rating.theme.key, item, rating.units, rating.period)

    # Hashes are enough to see that no two are the same, and small beside what they are made of.
    if any(one == after for one, after in pairwise(sorted(array("q", map(hash, map(known, ratings)))))):
        _refuse_doubled(ratings, known)
    return book


def _named(rating: Rating[Any]) -> str:
    return rating.explain().subject_in("en")


def _refuse_doubled(ratings: Iterable[Rating[Any]], known: Callable[[Rating[Any]], object]) -> None:
    seen: dict[object, Rating[Any]] = {}
    for rating in ratings:
        item = known(rating)
        first = seen.get(item)
        if first is not None:  # the very same rating, too: lists that were joined
            raise RatingsMixed(
                f"{rating.theme.title} {first.subject}与{rating.subject}是同一事项，一份文件只能有一次",
                f"{rating.theme.title}: {_named(first)} and {_named(rating)} are one item, which a document has once",
            )
        seen[item] = rating


def with_input(
    document: Document, ratings: Iterable[Rating[Any]], *, digest: str | None, rulebook: Rulebook | Edition
) -> Document:
    """As `with_provenance`; without a digest (`None`) that of all these ratings, with an empty one the document as it is."""
    given = input_digest(ratings) if digest is None else digest
    return with_provenance(document, digest=given, rulebook=rulebook) if given else document


def provenance(document: str | os.PathLike[str] | bytes) -> Provenance:
    """出处属性: read it back from a .docx, a path or bytes; nothing but its properties is read.

    Raises `NoProvenance` for a file that does not say, or not whole, `SubmissionRefused` for one that is no .docx, and
    `OSError` for a path that cannot be read.
    """
    found = _custom_properties(document)
    missing = [name for name in (DIGEST, RULEBOOK, EFFECTIVE, VERSION) if not found.get(name)]
    if missing:
        raise NoProvenance(
            f"文件没有写明出处：缺少自定义属性 {'、'.join(missing)}",
            f"the file does not say where it comes from: it lacks the custom properties {', '.join(missing)}",
        )
    try:
        return Provenance(
            digest=found[DIGEST],
            rulebook=found[RULEBOOK],
            effective=dt.date.fromisoformat(found[EFFECTIVE]),
            version=found[VERSION],
            contents=found.get(CONTENTS, ""),
        )
    except ValueError as fault:  # a date that is none; a digest that is none
        raise NoProvenance(
            f"文件写明的出处读不懂：{told(fault)}",
            f"what the file says of where it comes from cannot be read: {told(fault).en}",
        ) from fault


def _custom_properties(source: str | os.PathLike[str] | bytes) -> dict[str, str]:
    """The texts of custom properties by name in small letters, since Word compares names without regard to case.

    That part alone is read: python-docx would parse the whole body for a few words.
    Raises `SubmissionRefused` for what is no .docx, and `OSError`.
    """
    file = "" if isinstance(source, bytes) else Path(source).name
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    with refusing(file):
        package = WordPackage(data, file=file, limits=_LIMITS)
        relation = package.related("", _RELATION)
        if relation is None:
            return {}
        root = package.parse(relation.target)
    return {
        one.get("name", "").lower(): one[0].text or ""
        for one in reversed(list(root.iterchildren(_PROPERTY)))
        if len(one) and etree.QName(one[0]).localname in _TEXTS
    }
