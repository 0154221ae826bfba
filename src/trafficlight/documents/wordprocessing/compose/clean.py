"""清理 (clean): a submission becomes a Word document that holds nothing but what a compendium takes.

The order matters: what a program may ignore goes first, then what was deleted, then fields, so that every later step
sees the text as it will be read.
"""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.package import Package
from docx.parts.document import DocumentPart

from trafficlight.documents.submissions import Kind, Reason
from trafficlight.documents.wordprocessing.compose import markup
from trafficlight.documents.wordprocessing.compose.bookmarks import bookmark_names, keep_referenced, pair_bookmarks
from trafficlight.documents.wordprocessing.compose.fields import drop_empty_runs, settle_fields
from trafficlight.documents.wordprocessing.compose.lists import number_explicitly
from trafficlight.documents.wordprocessing.compose.names import DRAWING, MC, OBJECT, PICT, TBL, M, w
from trafficlight.documents.wordprocessing.compose.notes import REFERENCE, settle_notes
from trafficlight.documents.wordprocessing.compose.objects import Carried, settle_objects
from trafficlight.documents.wordprocessing.compose.parts import PartLoader
from trafficlight.documents.wordprocessing.compose.sources import NumberingSource, StyleSource
from trafficlight.documents.wordprocessing.compose.submission import Submission
from trafficlight.documents.wordprocessing.compose.tree import drop, oxml, repair_containers, take, text_of
from trafficlight.documents.wordprocessing.compose.valid import structural_faults

_NOTE_PARTS: Final = {
    "footnotes": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
}
_SEEN: Final = (
    w("t"),
    w("sym"),
    DRAWING,
    PICT,
    OBJECT,
    TBL,
    f"{{{M}}}t",
    w("noBreakHyphen"),
    w("ptab"),
    *REFERENCE.values(),
)
_SPAN: Final = w("gridSpan")
_BODY_CHILDREN: Final = frozenset({w("p"), TBL, w("sectPr"), w("bookmarkStart"), w("bookmarkEnd")})


def cleaned(submission: Submission) -> WordDocument:
    """The submission as a document of python-docx that holds the cleaned text and what it needs. Uses it up."""
    _settle_package(submission)
    _settle_markup(submission)
    _settle_text(submission)
    package = Package()
    carried = settle_objects(submission, PartLoader(package))
    for root in submission.roots():
        pair_bookmarks(root)
        repair_containers(root)
    _check(submission)
    return _document(submission, package, carried)


def _settle_package(submission: Submission) -> None:
    """What stands beside the text and is never taken along: macros, templates, headers and footers."""
    package = submission.package
    if package.macro_enabled:
        submission.settle(submission.policy.macros, Reason.MACROS, Kind.MACROS, "")
    settings = package.related(package.main, "settings")
    for relation in () if settings is None else package.relations(settings.target).values():
        if relation.external:
            action = submission.policy.external
            submission.settle(action, Reason.EXTERNAL, Kind.EXTERNAL, relation.target[:120])
    for relation in package.relations(package.main).values():
        if relation.kind in {"header", "footer"} and package.has(relation):
            text = text_of(package.parse(relation.target), limit=40)
            if text:
                submission.found(Kind.HEADERS, text)
        elif relation.external and relation.kind in {"frame", "attachedTemplate", "subDocument", "aFChunk"}:
            action = submission.policy.external
            submission.settle(action, Reason.EXTERNAL, Kind.EXTERNAL, relation.target[:120])


def _settle_markup(submission: Submission) -> None:
    revisions = controls = 0
    for root in submission.roots():
        markup.settle_alternates(root)
        markup.strip_extensions(root, submission)
        markup.drop_silent(root)
        revisions += markup.accept_revisions(root)
        controls += markup.unwrap_controls(root)
    policy = submission.policy
    submission.settle(policy.revisions, Reason.REVISIONS, Kind.REVISIONS, "", count=revisions)
    submission.found(Kind.CONTROLS, count=controls)
    markup.drop_comments(submission)
    if submission.numbering is not None:
        markup.settle_alternates(submission.numbering)


def _settle_text(submission: Submission) -> None:
    for root in submission.roots():
        pair_bookmarks(root)
    settle_fields(submission, bookmark_names(submission.root))
    markup.drop_hidden(submission)
    markup.drop_directions(submission)
    settle_notes(submission)
    keep_referenced(submission)
    for root in submission.roots():
        drop_empty_runs(root)
    number_explicitly(submission)


def _check(submission: Submission) -> None:
    """Refuse what shows nothing, what no program can lay out, and what is still not whole."""
    refused = submission.package.archive.refused
    for child in list(submission.body):
        if child.tag not in _BODY_CHILDREN and not str(child.tag).startswith(f"{{{M}}}"):
            drop(child)
    limit = submission.package.archive.limits.columns
    for root in submission.roots():
        for span in root.iter(_SPAN):
            value = span.get(w("val"), "1")
            if not (value.isascii() and value.isdigit() and len(value) < 6 and int(value) <= limit):
                raise refused(Reason.TOO_LARGE, f"表格单元格跨 {value[:20]} 列，超过限额 {limit} 列")
        faults = structural_faults(root)
        if faults:
            raise refused(Reason.BROKEN, f"文件结构不完整：{faults[0]}")
    body = submission.body
    if not any(element.tag != w("t") or (element.text or "").strip() for element in body.iter(*_SEEN)):
        raise refused(Reason.EMPTY, "文件没有内容")


def _document(submission: Submission, package: Package, carried: dict[str, Carried]) -> WordDocument:
    root = submission.root
    take(root, *(f"{{{MC}}}{name}" for name in ("Ignorable", "ProcessContent", "MustUnderstand")))
    main = DocumentPart(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN, oxml(root), package)
    for name, (kind, part) in carried[submission.package.main].items():
        main.load_rel(kind, part, name)
    taken = iter(f"rIdOwn{number}" for number in range(1, 9))
    for kind, (source, notes) in submission.notes.items():
        content_type, relation = _NOTE_PARTS[kind]
        own = XmlPart(PackURI(f"/word/{kind}.xml"), content_type, oxml(notes), package)
        for name, (reltype, part) in carried[source].items():
            own.load_rel(reltype, part, name)
        main.load_rel(relation, own, next(taken))
    styles = StyleSource(package, submission.sheet_digest, submission.sheet)
    main.load_rel(RELATIONSHIP_TYPE.STYLES, styles, next(taken))
    if submission.numbering is not None:
        lists = NumberingSource(package, submission.numbering_digest, submission.numbering)
        main.load_rel(RELATIONSHIP_TYPE.NUMBERING, lists, next(taken))
    document: WordDocument = main.document
    return document
