"""标记清理 (markup): tracked changes, comments, content controls, hidden text, and marks that show nothing."""

from __future__ import annotations

import re
from typing import Final

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop, drop_from_run, is_on, text_of, unwrap
from trafficlight.ooxml.xml import PPR, RPR, RUN, TBL, Element, P, w

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
    """Take comments out, and list who said what."""
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
    for element in list(root.iter(*_SILENT)):
        drop(element)


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
        for child in list(wrapper.iterchildren(w("customXmlPr"), w("smartTagPr"))):
            drop(child)
        unwrap(wrapper)
    return count


def drop_hidden(submission: Submission) -> None:
    """Take hidden text out: who reads the compendium must not carry what nobody saw."""
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
