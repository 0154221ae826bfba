"""来稿 (submission): one article's file while it is screened and cleaned, and what is found on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trafficlight.articles._findings import Action, Finding, Kind, Policy, Reason
from trafficlight.articles._styles import StyleSheet
from trafficlight.documents.docx.incoming import WordPackage
from trafficlight.errors import SubmissionRefused
from trafficlight.ooxml.xml import BODY, Element

NOTES: Final = ("footnotes", "endnotes")
_DETAILS: Final = 20
"""So many details are kept of one kind; the count goes on."""


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
        """All of them."""
        return tuple(Finding(kind, count, tuple(self._details[kind])) for kind, count in self._counts.items())


class Sheets:
    """Style sheets by the digest of their part, shared by the articles of one compendium."""

    def __init__(self) -> None:
        self._known: dict[bytes, StyleSheet] = {}

    def of(self, package: WordPackage) -> tuple[bytes, StyleSheet]:
        """The digest and the sheet of a package."""
        relation = package.related(package.main, "styles")
        digest = b"" if relation is None else package.archive.digest(relation.target)
        if digest not in self._known:
            self._known[digest] = StyleSheet(None if relation is None else package.parse(relation.target))
        return digest, self._known[digest]


class Submission:
    """The parts of one file that may come into the compendium, each parsed once."""

    def __init__(self, package: WordPackage, policy: Policy, sheets: Sheets) -> None:
        self.package = package
        self.policy = policy
        self.findings: Findings = Findings()
        self.root: Element = package.document()
        body = self.root.find(BODY)
        if body is None:
            raise self.refused(Reason.BROKEN, "主文档没有正文")
        self.body: Element = body
        digest, sheet = sheets.of(package)
        self.sheet_digest: bytes = digest
        self.sheet: StyleSheet = sheet
        self.notes: dict[str, tuple[str, Element]] = {}
        for kind in NOTES:
            relation = package.related(package.main, kind)
            if relation is not None:
                self.notes[kind] = (relation.target, package.parse(relation.target))
        relation = package.related(package.main, "numbering")
        self.numbering: Element | None = None if relation is None else package.parse(relation.target)
        self.numbering_digest: bytes = b"" if relation is None else package.archive.digest(relation.target)

    def stories(self) -> Iterator[tuple[str, Element]]:
        """The main part and the parts of notes: a part's name and its root."""
        yield self.package.main, self.root
        yield from self.notes.values()

    def roots(self) -> Iterator[Element]:
        """The roots of `stories`."""
        for _, root in self.stories():
            yield root

    def found(self, kind: Kind, detail: str = "", *, count: int = 1) -> None:
        """Note something that is not kept as sent."""
        self.findings.add(kind, detail, count=count)

    def refused(self, reason: Reason, detail: str) -> SubmissionRefused:
        """An error that names the file."""
        return SubmissionRefused(self.package.file, reason, detail)

    def settle(self, action: Action, reason: Reason, kind: Kind, detail: str, *, count: int = 1) -> None:
        """Note something that the policy has cleaned, or refuse the whole file as the policy says."""
        if count and action is Action.REFUSE:
            raise self.refused(reason, f"{_TOLD[reason]}{f'（{detail}）' if detail else ''}")
        self.found(kind, detail, count=count)


_TOLD: Final = {
    Reason.MACROS: "文件含有宏，按收稿规则不收",
    Reason.EXTERNAL: "文件引用外部的图片、对象或模板，按收稿规则不收",
    Reason.FIELDS: "文件含有取用外部内容的域，按收稿规则不收",
    Reason.EMBEDDED: "文件含有嵌入对象，按收稿规则不收",
    Reason.IMPORTED: "文件引入了另外的整份文件，按收稿规则不收：请把内容直接写进文件",
    Reason.REVISIONS: "文件还有未接受的修订，按收稿规则不收",
    Reason.HYPERLINKS: "文件含有超链接，按收稿规则不收",
    Reason.HIDDEN: "文件含有隐藏文字，按收稿规则不收",
}
