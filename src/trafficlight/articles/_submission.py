"""来稿 (submission): one article's file while it is screened and cleaned, and what of it comes into the compendium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, TypeVar

from attrs import define, field, frozen

from trafficlight.articles._findings import Action, Finding, Kind, Policy, Reason
from trafficlight.articles._lists import Numbering
from trafficlight.articles._styles import StyleSheet
from trafficlight.errors import SubmissionRefused
from trafficlight.messages import Words
from trafficlight.ooxml.file_kinds import FlawedFile
from trafficlight.ooxml.parts import WordPackage
from trafficlight.ooxml.xml import BODY, Element, w

_T = TypeVar("_T")
_DETAILS: Final = 20
"""So many details are kept of one kind; the count goes on."""

_TOLD: Final = {
    Reason.MACROS: Words("含有宏", "macros"),
    Reason.EXTERNAL: Words("引用外部的图片、对象或模板", "pictures, objects or templates from elsewhere"),
    Reason.FIELDS: Words("含有取用外部内容的域", "fields that fetch from elsewhere"),
    Reason.EMBEDDED: Words("含有嵌入对象", "embedded objects"),
    Reason.IMPORTED: Words("引入了另外的整份文件", "other whole files in it"),
    Reason.REVISIONS: Words("还有未接受的修订", "revisions that are not accepted"),
    Reason.HYPERLINKS: Words("含有超链接", "links"),
    Reason.HIDDEN: Words("含有隐藏文字", "hidden words"),
}
"""What a file has that the policy refuses."""
_INSTEAD: Final = Words("：请把内容直接写进文件", ": write the content into the file")


class Findings:
    """What was found, counted by kind, in the order in which kinds first occurred."""

    def __init__(self) -> None:
        self._counts: dict[Kind, int] = {}
        self._details: dict[Kind, list[str]] = {}

    def add(self, kind: Kind, detail: str = "", *, count: int = 1) -> None:
        """Count a thing; a detail that was told before is not told again."""
        if count:
            self._counts[kind] = self._counts.get(kind, 0) + count
            told = self._details.setdefault(kind, [])
            if detail and detail not in told and len(told) < _DETAILS:
                told.append(detail)

    def all(self) -> tuple[Finding, ...]:
        return tuple(Finding(kind, count, tuple(self._details[kind])) for kind, count in self._counts.items())


@define(eq=False)
class CarriedPart:
    """附属部件: a picture (bytes), or a chart or diagram (its root), that comes along with what it needs in turn.

    `stem` and `ending` are what the compendium names it by, `relation` is the type of relationship that leads to it.
    """

    stem: str
    ending: str
    content_type: str
    relation: str
    content: bytes | Element
    relations: Carried = field(factory=dict)


Carried: TypeAlias = dict[str, CarriedPart]
"""Parts that come along, by the id of their relationship."""


@define(eq=False)
class Story:
    """One part of text, by its name in the file: the main part, or the notes of one kind."""

    part: str
    root: Element
    carried: Carried = field(factory=dict)


@frozen(eq=False)
class Content:
    """收入的内容: what of a file may come into the compendium; cleaning changes it in place.

    `stories` are "document" and, where the file has them, "footnotes" and "endnotes".
    """

    stories: dict[str, Story]
    styles: StyleSheet
    numbering: Numbering

    @property
    def root(self) -> Element:
        """The main part."""
        return self.stories["document"].root

    @property
    def body(self) -> Element:
        """The body of the main part."""
        return self.root.find(BODY)  # type: ignore[return-value]  # a package's document has one

    def roots(self) -> Iterator[Element]:
        """The main part, and the parts of notes."""
        for story in self.stories.values():
            yield story.root


_STYLE: Final = b"<w:style "
_STYLE_END: Final = b"</w:style>"
_STYLES_END: Final = b"</w:styles>"


class StyleSheets:
    """Style sheets of the articles of one compendium; what an earlier one holds word for word is not read again.

    Articles of one office differ in a style or two of some two hundred, which take longer to read than all of the text.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, StyleSheet] = {}
        self._styles: dict[bytes, dict[bytes, Element]] = {}

    def of(self, package: WordPackage) -> StyleSheet:
        """The style sheet of a package; an empty one where it has none."""
        relation = package.related(package.main, "styles")
        digest = b"" if relation is None else package.archive.digest(relation.target)
        if digest not in self._known:
            self._known[digest] = StyleSheet(None) if relation is None else self._read(package, relation.target, digest)
        return self._known[digest]

    def _read(self, package: WordPackage, part: str, digest: bytes) -> StyleSheet:
        data = package.read(part)
        head, pieces = _pieces(data) if len(data) <= package.archive.limits.part_bytes else (b"", [])
        if not pieces:
            return StyleSheet(package.parsed(part, data), digest)
        known = self._styles.setdefault(head, {})
        fresh = [piece for piece in dict.fromkeys(pieces) if piece not in known]
        root = package.parsed(part, b"".join((head, *(piece + _STYLE_END for piece in fresh), _STYLES_END)))
        styles = list(root.iterchildren(w("style")))
        if len(styles) != len(fresh):
            return StyleSheet(package.parsed(part, data), digest)
        known.update(zip(fresh, styles, strict=True))
        return StyleSheet(root, digest, [known[piece] for piece in pieces])


def _pieces(data: bytes) -> tuple[bytes, list[bytes]]:
    """What stands before the styles of a part, and each style but for its end; none where their tags do not tell them apart.

    Without comments and unparsed sections a "<" begins a tag and nothing else, and no style stands in another.
    """
    place = data.find(_STYLE)
    head, (*pieces, tail) = data[: max(place, 0)], data[max(place, 0) :].split(_STYLE_END)
    pieces = [piece.lstrip() for piece in pieces]
    if (
        place < 0
        or tail.strip() != _STYLES_END
        or data.count(_STYLE) != len(pieces)
        or not all(piece.startswith(_STYLE) for piece in pieces)
        or (b"!" in data and b"<!" in data)  # a single byte is found much sooner
        or (b"?" in data and b"<?" in data[place:])
    ):
        return b"", []
    return _without_latent(head), pieces


def _without_latent(head: bytes) -> bytes:
    """What stands before the styles, without the hundreds of lines on styles that are not there."""
    before, start, rest = head.partition(b"<w:latentStyles")
    _, end, behind = rest.partition(b"</w:latentStyles>")
    return before + behind if start and end else head


class Submission:
    """A file's package, the policy, the content that may be taken, and what was found."""

    def __init__(self, package: WordPackage, policy: Policy, sheets: StyleSheets) -> None:
        self.package = package
        self.policy = policy
        self.findings: Findings = Findings()
        stories = {"document": Story(package.main, package.document())}
        styles = sheets.of(package)
        for kind in ("footnotes", "endnotes"):
            relation = package.related(package.main, kind)
            if relation is not None:
                stories[kind] = Story(relation.target, package.parse(relation.target))
        relation = package.related(package.main, "numbering")
        numbering = Numbering(
            None if relation is None else package.parse(relation.target),
            styles,
            b"" if relation is None else package.archive.digest(relation.target),
        )
        self.content: Content = Content(stories, styles, numbering)

    def refused(self, reason: Reason, zh: str, en: str) -> SubmissionRefused:
        return SubmissionRefused(self.package.file, reason, Words(zh, en))

    def left_behind(self, look: Callable[[str], _T], part: str) -> _T | None:
        """What `look` finds in a part that is not taken along; None, and a finding, where the part is damaged."""
        try:
            return look(part)
        except FlawedFile as flawed:
            self.found(Kind.MISSING, flawed.words)
            return None

    def found(self, kind: Kind, detail: str = "", *, count: int = 1) -> None:
        self.findings.add(kind, detail, count=count)

    def settle(self, reason: Reason, detail: str, *, kind: Kind | None = None, count: int = 1) -> None:
        """Note something that the policy has cleaned, as the kind of the same name where none is given; or refuse the file."""
        action: Action = getattr(self.policy, reason.value)
        if count and action is Action.REFUSE:
            zh, en = (f"（{detail}）", f" ({detail})") if detail else ("", "")
            told, instead = _TOLD[reason], _INSTEAD if reason is Reason.IMPORTED else Words("", "")
            raise self.refused(
                reason,
                f"文件{told}，按收稿规则不收{instead}{zh}",
                f"the file has {told.en}, which are not taken{instead.en}{en}",
            )
        self.found(Kind[reason.name] if kind is None else kind, detail, count=count)
