"""自查 (valid): four rules that no other judge checks. Together with a schema's they say whether a file is whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from trafficlight.articles import _markup as markup
from trafficlight.articles._fields import (
    bookmark_names,
    drop_empty_runs,
    keep_referenced,
    pair_bookmarks,
    settle_fields,
)
from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._lists import number_explicitly
from trafficlight.articles._notes import REFERENCE, settle_notes
from trafficlight.articles._parts import Carried, PartLoader, settle_objects
from trafficlight.articles._styles import NumberingSource, StyleSource
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import STORIES, drop, oxml, repair_containers, take, text_of
from trafficlight.ooxml.xml import DRAWING, ID, MC, NAME, OBJECT, PICT, TBL, TC, Element, M, P, w

_START: Final = w("bookmarkStart")
_END: Final = w("bookmarkEnd")
_MARK: Final = w("fldChar")
_TEXTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")


def structural_faults(root: Element) -> list[str]:
    """What is wrong with one part of text: bookmarks, fields and cells that are not whole."""
    return [*_bookmark_faults(root), *_field_faults(root), *_cell_faults(root)]


def document_faults(data: bytes) -> list[str]:
    """What is wrong with the texts of a .docx, each fault with its part."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [
            f"{name}：{fault}"
            for name in opened.namelist()
            if name.startswith(_TEXTS) and name.endswith(".xml")
            for fault in structural_faults(etree.fromstring(opened.read(name)))
        ]


def _bookmark_faults(root: Element) -> Iterator[str]:
    names: set[str] = set()
    opened: dict[str, str] = {}
    closed: set[str] = set()
    for mark in root.iter(_START, _END):
        number = mark.get(ID, "")
        if mark.tag == _END:
            if opened.pop(number, None) is None:
                yield f"书签 {number} 只有结尾"
            closed.add(number)
            continue
        name = mark.get(NAME, "")
        if name.casefold() in names:
            yield f"书签名“{name}”重复"
        if number in opened or number in closed:
            yield f"书签编号 {number} 重复"
        names.add(name.casefold())
        opened[number] = name
    for name in opened.values():
        yield f"书签“{name}”没有结尾"


def _field_faults(root: Element) -> Iterator[str]:
    opened: dict[Element, list[str]] = {}
    for mark in root.iter(_MARK):
        story = next(mark.iterancestors(*STORIES), root)
        stack = opened.setdefault(story, [])
        kind = mark.get(w("fldCharType"), "")
        if kind == "begin":
            stack.append(kind)
        elif not stack:
            yield f"域没有开头，只有 {kind}"
        elif kind == "end":
            stack.pop()
        elif kind != "separate" or stack[-1] == "separate":
            yield "域的标记次序不对"
        else:
            stack[-1] = kind
    for stack in opened.values():
        for _ in stack:
            yield "域没有结尾"


def _cell_faults(root: Element) -> Iterator[str]:
    for cell in root.iter(TC):
        last = next(cell.iterchildren(P, TBL, reversed=True), None)
        if last is None or last.tag != P:
            yield "单元格不以段落结尾"


# --- 清理 (clean): a submission becomes a Word document that holds nothing but what a compendium takes ---------------

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
    refused = submission.refused
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
