"""清理 (clean): what a submission holds becomes what a compendium takes; what must not come along is told or refused."""

from __future__ import annotations

from typing import Final

from lxml import etree

from trafficlight.articles import _markup as markup
from trafficlight.articles._bookmarks import bookmark_names, keep_referenced, pair_bookmarks, structural_faults
from trafficlight.articles._compatibility import settle_alternates, settle_compatibility
from trafficlight.articles._fields import LINK, SIMPLE, settle_fields
from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._grammar import Mender
from trafficlight.articles._lists import number_explicitly
from trafficlight.articles._notes import REFERENCE, settle_notes
from trafficlight.articles._objects import settle_objects
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop, elements_with, repair_containers, text_of
from trafficlight.messages import Words
from trafficlight.ooxml.xml import DRAWING, OBJECT, PICT, SECTION, TBL, VAL, Element, M, P, W, w

_SEEN: Final = (
    *(w("t"), w("sym"), DRAWING, PICT, OBJECT, TBL, f"{{{M}}}t", w("noBreakHyphen"), w("ptab")),
    *REFERENCE.values(),
)
_EMPTY_RUNS: Final = etree.XPath("descendant-or-self::w:r[not(*[not(self::w:rPr)])]", namespaces={"w": W})
_SPAN: Final = w("gridSpan")
_MOST_SECTIONS: Final = 2_000
"""Each becomes one of the compendium's own, with headers and footers: 13 KB of memory."""
_BODY_CHILDREN: Final = frozenset({P, TBL, SECTION, w("bookmarkStart"), w("bookmarkEnd")})
_LEFT_BEHIND: Final = frozenset({"frame", "attachedTemplate", "subDocument", "aFChunk"})


def clean(submission: Submission) -> None:
    """Clean the content of a submission. Raises `SubmissionRefused` for what cannot be taken."""
    _settle_package(submission)
    _settle_markup(submission)
    _settle_text(submission)
    settle_objects(submission)
    _judge(submission)
    for root in submission.content.roots():
        pair_bookmarks(root)
        repair_containers(root)
    _check(submission)
    for part, _ in submission.package.archive.unread():
        submission.found(Kind.MISSING, part)


def _settle_package(submission: Submission) -> None:
    """What stands beside the text and is never taken along: macros, templates, headers and footers."""
    package = submission.package
    if package.macro_enabled:
        submission.settle(Reason.MACROS, "")
    settings = package.related(package.main, "settings")
    named = None if settings is None else submission.left_behind(package.relations, settings.target)
    for relation in (named or {}).values():
        if relation.external:
            submission.settle(Reason.EXTERNAL, relation.target[:120])
    for relation in package.relations(package.main).values():
        if relation.kind in {"header", "footer"} and package.has(relation):
            head = submission.left_behind(package.parse, relation.target)
            text = "" if head is None else text_of(head, limit=40)
            if text:
                submission.found(Kind.HEADERS, text)
        elif relation.external and relation.kind in _LEFT_BEHIND:
            submission.settle(Reason.EXTERNAL, relation.target[:120])


def _settle_markup(submission: Submission) -> None:
    revisions = controls = 0
    for root in submission.content.roots():
        submission.found(Kind.EFFECTS, count=settle_compatibility(root))
        markup.drop_silent(root)
        revisions += markup.accept_revisions(root)
        controls += markup.unwrap_controls(root)
    submission.settle(Reason.REVISIONS, "", count=revisions)
    submission.found(Kind.CONTROLS, count=controls)
    markup.drop_comments(submission)


def _settle_text(submission: Submission) -> None:
    content = submission.content
    for root in content.roots():
        pair_bookmarks(root)
    settle_fields(submission, bookmark_names(content.root))
    markup.drop_hidden(submission)
    markup.drop_directions(submission)
    settle_notes(submission)
    keep_referenced(content)
    for root in content.roots():
        _drop_empty_runs(root)
    if content.numbering.root is not None:
        settle_alternates(content.numbering.root)
        bullets = sum(1 for _ in content.numbering.root.iter(w("numPicBullet")))
        submission.found(Kind.PICTURE_BULLETS, count=bullets)
    number_explicitly(content.roots(), content.styles, content.numbering)


def _judge(submission: Submission) -> None:
    """Take out what no schema allows; a file whose text would go with it is refused."""
    content = submission.content
    mender = Mender(lambda name: submission.found(Kind.INVALID, name))
    for name, story in content.stories.items():
        for root in [content.body] if name == "document" else list(story.root):
            before = _length(root)
            if not mender.mend(root) or _length(root) != before:
                raise submission.refused(
                    Reason.BROKEN,
                    Words(
                        "文件结构不合规范，且修整会丢失文字：请在 Word 中打开并另存",
                        "the file's structure breaks the standard, and mending it would lose text: open it in Word and save it",
                    ),
                )


def _length(root: Element) -> int:
    return sum(len(piece.text or "") for piece in root.iter(w("t")))


def _drop_empty_runs(root: Element) -> None:
    for run in elements_with(_EMPTY_RUNS, root):
        parent = run.getparent()
        if parent is not None and parent.tag in {P, LINK, SIMPLE}:
            parent.remove(run)


def _check(submission: Submission) -> None:
    """Refuse what shows nothing, what no program can lay out, and what is still not whole."""
    content = submission.content
    refused = submission.refused
    for child in list(content.body):
        if child.tag not in _BODY_CHILDREN and not str(child.tag).startswith(f"{{{M}}}"):
            drop(child)
    limit = submission.package.archive.limits.columns
    sections = sum(1 for _ in content.body.iter(SECTION))
    if sections > _MOST_SECTIONS:
        raise refused(
            Reason.TOO_LARGE,
            Words(
                f"全文分成 {sections} 节，超过限额 {_MOST_SECTIONS} 节",
                f"the text is in {sections} sections, more than the limit of {_MOST_SECTIONS}",
            ),
        )
    for root in content.roots():
        for span in root.iter(_SPAN):
            value = span.get(VAL, "1")
            if not (value.isascii() and value.isdigit() and len(value) < 6 and int(value) <= limit):
                raise refused(
                    Reason.TOO_LARGE,
                    Words(
                        f"表格单元格跨 {value[:20]} 列，超过限额 {limit} 列",
                        f"the column span of a table's cell is {value[:20]}, more than the limit of {limit}",
                    ),
                )
        faults = structural_faults(root)
        if faults:
            raise refused(
                Reason.BROKEN, Words(f"文件结构不完整：{faults[0]}", f"the file is not whole: {faults[0].en}")
            )
    if not any(element.tag != w("t") or (element.text or "").strip() for element in content.body.iter(*_SEEN)):
        raise refused(Reason.EMPTY, Words("文件没有内容", "the file is empty"))
