"""清理 (clean): what a submission holds becomes what a compendium takes; what must not come along is told or refused."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from trafficlight.articles._bookmarks import bookmark_names, keep_referenced, pair_bookmarks, structural_faults
from trafficlight.articles._compatibility import settle_alternates, settle_compatibility
from trafficlight.articles._fields import LINK, SIMPLE, settle_fields
from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._grammar import Mender
from trafficlight.articles._lists import number_explicitly
from trafficlight.articles._references import REFERENCE, settle_notes, settle_objects
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import (
    drop,
    drop_all,
    drop_from_run,
    elements_with,
    is_on,
    repair_containers,
    text_of,
    unwrap,
)
from trafficlight.ooxml.xml import DRAWING, OBJECT, PICT, PPR, RPR, RUN, SECTION, TBL, VAL, Element, M, P, W, w

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
        drop_silent(root)
        revisions += accept_revisions(root)
        controls += unwrap_controls(root)
    submission.settle(Reason.REVISIONS, "", count=revisions)
    submission.found(Kind.CONTROLS, count=controls)
    drop_comments(submission)


def _settle_text(submission: Submission) -> None:
    content = submission.content
    for root in content.roots():
        pair_bookmarks(root)
    settle_fields(submission, bookmark_names(content.root))
    drop_hidden(submission)
    drop_directions(submission)
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
                    "文件结构不合规范，且修整会丢失文字：请在 Word 中打开并另存",
                    "the file's structure breaks the standard, and mending it would lose text: open it in Word and save it",
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
            f"全文分成 {sections} 节，超过限额 {_MOST_SECTIONS} 节",
            f"the text is in {sections} sections, more than the limit of {_MOST_SECTIONS}",
        )
    for root in content.roots():
        for span in root.iter(_SPAN):
            value = span.get(VAL, "1")
            if not (value.isascii() and value.isdigit() and len(value) < 6 and int(value) <= limit):
                raise refused(
                    Reason.TOO_LARGE,
                    f"表格单元格跨 {value[:20]} 列，超过限额 {limit} 列",
                    f"the column span of a table's cell is {value[:20]}, more than the limit of {limit}",
                )
        faults = structural_faults(root)
        if faults:
            raise refused(Reason.BROKEN, f"文件结构不完整：{faults[0]}", f"the file is not whole: {faults[0].en}")
    if not any(element.tag != w("t") or (element.text or "").strip() for element in content.body.iter(*_SEEN)):
        raise refused(Reason.EMPTY, "文件没有内容", "the file is empty")


_INSERTED: Final = (w("ins"), w("moveTo"))
_DELETED: Final = (w("del"), w("moveFrom"))
_CHANGES: Final = tuple(
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")
)
_SILENT: Final = tuple(
    map(
        w,
        (
            "proofErr permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd"
            " customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd"
            " customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd"
            " lastRenderedPageBreak softHyphenRange cellIns cellDel cellMerge headerReference footerReference printerSettings"
        ).split(),
    )
)
_COMMENT_MARKS: Final = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"), w("annotationRef"))
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def accept_revisions(root: Element) -> int:
    """Make tracked changes as if accepted; gives their number."""
    changes = list(root.iter(*_CHANGES))
    for change in changes:
        drop(change)
    joined: list[Element] = []
    marks = list(root.iter(*_DELETED, *_INSERTED))
    for mark in marks:
        _accept(mark, joined)
    for properties in reversed(joined):  # from the end: what runs on into the next is moved once
        _join_next(properties)
    if marks:
        for table in list(root.iter(TBL)):
            if next(table.iter(w("tr")), None) is None:
                drop(table)
    return len(changes) + len(marks)


def _accept(mark: Element, joined: list[Element]) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    gone = mark.tag in _DELETED
    holder = parent.getparent()
    if parent.tag == w("trPr"):
        drop(holder if gone and holder is not None else mark)
    elif parent.tag == RPR or parent.tag == w("numPr"):  # what is marked is a paragraph's end, a formula, a number
        if gone and holder is not None and holder.tag == PPR:
            joined.append(holder)
        drop(mark)
    elif gone:
        drop(mark)
    else:
        unwrap(mark)


def _join_next(properties: Element) -> None:
    """A paragraph whose mark was deleted runs on into the next one, whose properties hold."""
    paragraph = properties.getparent()
    if paragraph is None or properties.find(w("sectPr")) is not None:
        return
    following = paragraph.getnext()
    if following is None or following.tag != P:
        return
    first = next(iter(following), None)  # properties come first; a search would look at all that was moved before
    kept = first if first is not None and first.tag == PPR else None
    drop(properties)
    for child in reversed(paragraph):
        if kept is None:
            following.insert(0, child)
        else:
            kept.addnext(child)
    drop(paragraph)


def drop_comments(submission: Submission) -> None:
    """Take comments out, and list them with their authors."""
    for root in submission.content.roots():
        for mark in list(root.iter(*_COMMENT_MARKS)):
            drop_from_run(mark)
    relation = submission.package.related(submission.package.main, "comments")
    comments = None if relation is None else submission.left_behind(submission.package.parse, relation.target)
    for comment in () if comments is None else comments.iterchildren(w("comment")):
        author = comment.get(w("author"), "").strip() or "无名"
        submission.found(Kind.COMMENTS, f"{author}：{text_of(comment, limit=80)}")


def drop_silent(root: Element) -> None:
    """Take out marks that show nothing."""
    drop_all(root.iter(*_SILENT))


def unwrap_controls(root: Element) -> int:
    """Put the content of content controls, custom XML and smart tags in their place; gives the number of controls."""
    count = 0
    for control in list(root.iter(w("sdt"))):
        content = control.find(w("sdtContent"))
        for child in list(control):
            if child is not content:
                drop(child)
        if content is not None:
            unwrap(content)
        unwrap(control)
        count += 1
    for wrapper in list(root.iter(w("customXml"), w("smartTag"))):
        drop_all(wrapper.iterchildren(w("customXmlPr"), w("smartTagPr")))
        unwrap(wrapper)
    return count


def drop_hidden(submission: Submission) -> None:
    """Take hidden text out: it would go on in the compendium unseen."""
    for root in submission.content.roots():
        for switch in list(root.iter(w("vanish"))):
            properties = switch.getparent()
            run = None if properties is None else properties.getparent()
            if not is_on(switch) or run is None or run.tag != RUN:
                continue
            text = text_of(run, limit=40)
            if text:
                submission.settle(Reason.HIDDEN, text)
            if all(child.tag in {RPR, w("t"), w("tab"), w("br"), w("sym")} for child in run):
                drop(run)


def drop_directions(submission: Submission) -> None:
    """Take invisible direction marks out of the text: they can make it read otherwise than it is stored."""
    for root in submission.content.roots():
        for piece in root.iter(w("t")):
            text = piece.text
            if text and not text.isascii() and _DIRECTIONS.search(text):
                piece.text, count = _DIRECTIONS.subn("", text)
                submission.found(Kind.DIRECTION, count=count)
