"""编排 (editor): reads the articles of one compendium, and puts each behind its opening in the compendium's document."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Final

import docx
from attrs import frozen
from docx.document import Document as WordDocument
from docxcompose.composer import Composer

from trafficlight.articles._attachments import PartMerger
from trafficlight.articles._bookmarks import BookmarkMerger, ShapeMerger
from trafficlight.articles._clean import clean
from trafficlight.articles._findings import Finding, Kind, Policy
from trafficlight.articles._finished import blobs, check_book, internal, package_bytes, spoiling
from trafficlight.articles._grammar import Mender
from trafficlight.articles._lists import ListMerger
from trafficlight.articles._references import REFERENCE, NoteMerger
from trafficlight.articles._restyle import SYNONYMS, restyle, runs_of
from trafficlight.articles._sections import SectionTemplates, close_section, fit, keep_rows_whole, set_sections
from trafficlight.articles._styles import StyleMerger
from trafficlight.articles._submission import Content, Findings, StyleSheets, Submission
from trafficlight.articles._tree import ROOT_NAMESPACES, child_of, drop, drop_all, graft, text_of
from trafficlight.documents._document import Document
from trafficlight.errors import TrafficlightError
from trafficlight.model._collector import collector_paused
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.parts import WordPackage, refusing
from trafficlight.ooxml.xml import DRAWING, ID, PPR, RPR, RUN, SECTION, VAL, Element, P, r, w
from trafficlight.ooxml.zip_writer import zipped


class Merger:
    """合并器: makes articles refer to the compendium's own styles, lists, notes and parts."""

    def __init__(self, document: WordDocument) -> None:
        main = document.part
        self._document = document
        self._mended: list[str] = []
        self._mender = Mender(self._mended.append)
        self._styles = StyleMerger(document.styles.element, SYNONYMS, self._mender)
        self._lists: ListMerger | None = None
        self._parts = PartMerger(main, {str(part.partname) for part in main.package.iter_parts()})
        self._notes = NoteMerger(main, self._parts)
        self._bookmarks = BookmarkMerger(document.element.body)
        self._shapes = ShapeMerger()

    def take(self, content: Content) -> list[str]:
        """Fit an article's content into the compendium; its body can be moved there then.

        Gives what was taken out of its styles and lists, since no schema allows it.
        """
        self._mended.clear()
        roots = [content.body, *(story.root for kind, story in content.stories.items() if kind != "document")]
        for root in roots:
            self._styles.map_references(root, content.styles)
        if content.numbering.root is not None:
            if self._lists is None:
                self._lists = ListMerger(Composer(self._document).numbering_part().element, self._mender)
            self._lists.map_references(roots, content.numbering)
        for root in roots:
            restyle(root)
            keep_rows_whole(root)
        self._parts.map_references(content.body, content.stories["document"].carried, self._document.part)
        self._bookmarks.take(roots)
        self._shapes.take(roots)
        self._notes.take(content)
        return list(self._mended)

    def finish(self) -> None:
        """Put in place what was gathered; nothing may be taken afterwards."""
        if self._lists is not None:
            self._lists.finish()


_MAIN: Final = "word/document.xml"
_ROOT: Final = re.compile(rb"<w:document [^>]*>")
_INK: Final = re.compile(r"[\W_]+")
_OPENING: Final = 4
"""So many paragraphs may repeat what the compendium prints above an article."""
_TOLD: Final = 60  # characters
_NUMBERS: Final = w("pgNumType")


@frozen(eq=False)
class Prepared:
    """A file that can be taken: its content, cleaned, and what was found."""

    content: Content
    found: Findings

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.found.all()


class Editor:
    """Reads the files of one compendium, and puts them together."""

    def __init__(self, *, policy: Policy, limits: Limits) -> None:
        self._policy = policy
        self._limits = limits
        self._sheets = StyleSheets()

    @collector_paused()
    def prepare(self, data: bytes, *, file: str, headings: Sequence[str]) -> Prepared:
        """Screen and clean one file. `headings` are printed above it, so the file need not repeat them.

        Raises `SubmissionRefused`.
        """
        try:
            with refusing(file):
                package = WordPackage(data, file=file, limits=self._limits)
                submission = Submission(package, self._policy, self._sheets)
                clean(submission)
            _drop_headings(submission, headings)
        except (TrafficlightError, MemoryError):
            raise
        except Exception as error:
            raise internal(error, file) from error
        return Prepared(submission.content, submission.findings)

    @collector_paused()
    def compose(self, front: Document, articles: Sequence[Prepared], *, level: int) -> bytes:
        """One file. `front` has a section for the opening of each article, behind its own, and last a landscape one.

        The articles are used up. Raises `SpoiltBook` for an article that cannot be merged, or leaves no whole book.
        """
        document = _opened(front)
        merger = Merger(document)  # before the openings are taken out: their bookmarks are not free
        body: Element = document.element.body
        *own, (blank, landscape) = _sections(body)
        openings = own[len(own) - len(articles) :]
        for elements, properties in (*openings, (blank, landscape)):
            for element in (properties, *elements):
                drop(element)
        endnotes = False
        ends: list[int] = []
        for number, (article, (elements, portrait)) in enumerate(zip(articles, openings, strict=True), 1):
            endnotes |= _has_endnotes(article)
            with spoiling(number - 1):
                end = _fitted(article, merger, SectionTemplates(portrait, landscape))
                if number == len(articles):
                    article.content.body.append(end)
                else:
                    close_section(article.content.body, end)
                body.extend(elements)
                for element in list(article.content.body):
                    graft(body, element)
            ends.append(len(body))
        with spoiling():
            merger.finish()
            _place_notes(document, endnotes=endnotes)
            _drop_unused_heads(document)
            parts = blobs(document.part.package)
            check_book(parts, ends)
        return package_bytes(document.part.package, parts, level=level)


def _fitted(article: Prepared, merger: Merger, templates: SectionTemplates) -> Element:
    """Fit an article into the compendium and its sections; gives the properties of the last one."""
    body = article.content.body
    _trim(body)
    for name in merger.take(article.content):
        article.found.add(Kind.INVALID, name)
    number = templates.portrait.find(_NUMBERS)
    start = None if number is None else number.get(w("start"))
    end = set_sections(body, templates, numbered_from=start, endnotes=_has_endnotes(article))
    article.found.add(Kind.FITTED, count=fit(body, end))
    return end


def _has_endnotes(article: Prepared) -> bool:
    return next(article.content.body.iter(REFERENCE["endnotes"]), None) is not None


def _opened(front: Document) -> WordDocument:
    """The front in python-docx; its main part declares at its root what articles use, so that they need not."""
    with zipfile.ZipFile(io.BytesIO(front.to_bytes(level=1))) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    declared = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in ROOT_NAMESPACES.items())
    parts[_MAIN] = _ROOT.sub(f"<w:document{declared}>".encode(), parts[_MAIN], count=1)
    return docx.Document(io.BytesIO(zipped(parts.items(), level=0)))


def _sections(body: Element) -> list[tuple[list[Element], Element]]:
    """The sections of the front: what stands in each, and its properties."""
    sections: list[tuple[list[Element], Element]] = []
    elements: list[Element] = []
    for child in body:
        if child.tag == SECTION:
            sections.append((elements, child))
            break
        elements.append(child)
        properties = child_of(child, PPR, SECTION) if child.tag == P else None
        if properties is not None:
            sections.append((elements, properties))
            elements = []
    return sections


def _drop_headings(submission: Submission, headings: Sequence[str]) -> None:
    """Take out the first paragraphs that say again what the compendium prints above the article."""
    body = submission.content.body
    wanted = {_INK.sub("", heading) for heading in headings} - {""}
    paragraphs = [child for child in body if child.tag == P][: 2 * _OPENING]
    for paragraph in [one for one in paragraphs if text_of(one)][:_OPENING]:
        text = text_of(paragraph)
        if _INK.sub("", text) not in wanted or len(list(body.iterchildren(P))) < 2:
            break
        if paragraph.find(f".//{DRAWING}") is None and paragraph.find(f"{PPR}/{SECTION}") is None:
            drop(paragraph)
            submission.found(Kind.TITLE, text[:_TOLD])


def _trim(body: Element) -> None:
    """Take empty paragraphs and page breaks off both ends of an article: it starts under its title, and ends where it ends."""
    for children in (list(body), list(body)[::-1]):
        for child in children:
            if child.tag == SECTION:
                continue
            if child.tag != P or child_of(child, PPR, SECTION) is not None or not _is_empty(child):
                break
            drop(child)
    first = next(iter(body), None)
    if first is None or first.tag != P:
        return
    drop_all(first.iterfind(f"{PPR}/{w('pageBreakBefore')}"))
    opening = next(runs_of(first), None)
    found = None if opening is None else next((child for child in opening if child.tag != RPR), None)
    if found is not None and found.tag == w("br") and found.get(w("type")) == "page":
        drop(found)


def _is_empty(paragraph: Element) -> bool:
    return all(child.tag == PPR or (child.tag == RUN and all(map(_shows_nothing, child))) for child in paragraph)


def _shows_nothing(child: Element) -> bool:
    return child.tag in {RPR, w("br")} or (child.tag == w("t") and not (child.text or "").strip())


def _place_notes(document: WordDocument, *, endnotes: bool) -> None:
    """Say in the settings which notes are separators, and that endnotes stand at the end of their section."""
    settings: Element = document.settings.element
    following = next(settings.iterchildren(w("compat")))
    for name, kind in (("footnotePr", "footnote"), ("endnotePr", "endnote")):
        if not any(relation.reltype.endswith(f"/{kind}s") for relation in document.part.rels.values()):
            continue
        properties = settings.makeelement(w(name))
        if endnotes and kind == "endnote":
            properties.append(properties.makeelement(w("pos"), {VAL: "sectEnd"}))
        for number in ("-1", "0"):
            properties.append(properties.makeelement(w(kind), {ID: number}))
        following.addprevious(properties)


def _drop_unused_heads(document: WordDocument) -> None:
    """Take out the headers and footers that no section names: those of landscape pages where there are none."""
    body: Element = document.element.body
    used = {reference.get(r("id")) for reference in body.iter(w("headerReference"), w("footerReference"))}
    for name, relation in list(document.part.rels.items()):
        if name not in used and relation.reltype.endswith(("/header", "/footer")):
            del document.part.rels[name]
