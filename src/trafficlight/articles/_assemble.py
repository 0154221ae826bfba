"""写出 (writing): a package of python-docx as bytes that depend on nothing but its parts: no clock, no chance."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

import docx
from attrs import frozen
from docx.document import Document as WordDocument
from docx.opc.package import OpcPackage
from docx.opc.part import Part

from trafficlight.articles._clean import cleaned
from trafficlight.articles._findings import Finding, Kind, Policy
from trafficlight.articles._fit import fit, settle
from trafficlight.articles._merge import LinearComposer
from trafficlight.articles._notes import REFERENCE
from trafficlight.articles._restyle import SYNONYMS, dress, trim
from trafficlight.articles._sections import HouseSections, close_section, dress_sections
from trafficlight.articles._submission import Findings, Sheets, Submission
from trafficlight.articles._tree import ROOT_NAMESPACES, drop, graft, text_of, tree_parser
from trafficlight.documents._document import Document
from trafficlight.documents.docx.incoming import WordPackage, refusing
from trafficlight.documents.docx.xml import DECLARATION
from trafficlight.ooxml.archive import Limits
from trafficlight.ooxml.xml import PPR, SECTION, Element, P, r, w
from trafficlight.ooxml.zip_writer import ZipStream, deflated

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_DENSE: Final = frozenset({"png", "jpg", "jpeg", "gif", "wdp"})
"""Pictures that are compressed already: packing them again costs time and gains nothing."""


def package_bytes(package: OpcPackage, *, level: int) -> bytes:
    """All parts that can be reached, each once, with their relationships."""
    stream = io.BytesIO()
    zipped = ZipStream(stream, level=level)
    parts = list(_parts(package))
    zipped.add("[Content_Types].xml", deflated(_content_types(parts), level))
    zipped.add("_rels/.rels", deflated(_bytes(package.rels.xml), level))
    for part in parts:
        dense = part.partname.ext.lower() in _DENSE
        zipped.add(part.partname.membername, deflated(part.blob, 0 if dense else level))
        if len(part.rels):
            zipped.add(part.partname.rels_uri.membername, deflated(_bytes(part.rels.xml), level))
    zipped.close()
    return stream.getvalue()


def _bytes(xml: str | bytes) -> bytes:
    """Relationships as bytes: python-docx says that they are text, and gives bytes."""
    return xml.encode() if isinstance(xml, str) else xml


def _parts(package: OpcPackage) -> Iterator[Part]:
    """The parts in the order in which relationships lead to them."""
    seen: set[Part] = set()
    waiting = [relation for relation in package.rels.values() if not relation.is_external][::-1]
    while waiting:
        part = waiting.pop().target_part
        if part not in seen:
            seen.add(part)
            yield part
            waiting.extend([relation for relation in part.rels.values() if not relation.is_external][::-1])


def _content_types(parts: list[Part]) -> bytes:
    pictures: dict[str, str] = {}
    overrides: list[str] = []
    for part in parts:
        extension = part.partname.ext.lower()
        if (
            part.content_type.startswith("image/")
            and pictures.setdefault(extension, part.content_type) == part.content_type
        ):
            continue
        overrides.append(
            f"<Override PartName={quoteattr(str(part.partname))} ContentType={quoteattr(part.content_type)}/>"
        )
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **pictures,
    }
    rows = "".join(
        f"<Default Extension={quoteattr(extension)} ContentType={quoteattr(kind)}/>"
        for extension, kind in defaults.items()
    )
    return f'{DECLARATION}<Types xmlns="{_TYPES}">{rows}{"".join(overrides)}</Types>'.encode()


# --- 汇编 (house): the compendium's own pages, and behind each article's title its text ------------------------------

_ROOT: Final = re.compile(rb"<w:document [^>]*>")
_INK: Final = re.compile(r"[\W_]+")
_OPENING: Final = 4  # so many paragraphs may repeat what the house prints above an article
_START: Final = w("start")


@frozen(eq=False)
class Prepared:
    """A submission that can be taken: its document, cleaned, and what was found."""

    document: WordDocument
    found: Findings

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was not kept as sent."""
        return self.found.all()


class HouseComposer(LinearComposer):
    """A composer that sets each article in the house's styles."""

    def dress(self, root: Element) -> None:
        """Set an article's text, or its notes, in the house's styles; its tables break over pages as the house's do."""
        dress(root)
        settle(root)


class Editor:
    """Reads the submissions of one compendium, and puts them together."""

    def __init__(self, *, policy: Policy, limits: Limits) -> None:
        self._policy = policy
        self._limits = limits
        self._sheets = Sheets()

    def prepare(self, data: bytes, *, file: str, headings: Sequence[str]) -> Prepared:
        """Screen and clean one file. `headings` are printed above it, so the file need not repeat them.

        Raises `SubmissionRefused`.
        """
        with refusing(file):
            package = WordPackage(data, file=file, limits=self._limits, tree_parser=tree_parser())
            submission = Submission(package, self._policy, self._sheets)
            document = cleaned(submission)
        _drop_headings(submission, headings)
        return Prepared(document, submission.findings)

    def compose(self, front: Document, articles: Sequence[Prepared], *, level: int) -> bytes:
        """One file. `front` has a section for the opening of each article, behind its own, and last a landscape one.

        The articles are used up.
        """
        word = _opened(front)
        composer = HouseComposer(word, SYNONYMS)
        *own, landscape = _sections(composer.body)
        openings = own[len(own) - len(articles) :]
        for elements, properties in openings:
            for element in (properties, *elements):
                drop(element)
        for element in (*landscape[0], landscape[1]):
            drop(element)
        endnotes = False
        for number, (article, (elements, portrait)) in enumerate(zip(articles, openings, strict=True), 1):
            endnotes |= next(article.document.element.body.iter(REFERENCE["endnotes"]), None) is not None
            _add(composer, article, elements, HouseSections(portrait, landscape[1]), last=number == len(articles))
        composer.finish()
        _place_notes(word, endnotes=endnotes)
        _drop_unused_furniture(word)
        return package_bytes(composer.pkg, level=level)


def _add(
    composer: LinearComposer, article: Prepared, opening: list[Element], house: HouseSections, *, last: bool
) -> None:
    body: Element = article.document.element.body
    trim(body)
    composer.take(article.document)
    number = house.portrait.find(w("pgNumType"))
    endnotes = next(body.iter(REFERENCE["endnotes"]), None) is not None
    end = dress_sections(
        body,
        house,
        numbered_from=None if number is None else number.get(_START),
        endnotes=endnotes,
    )
    article.found.add(Kind.FITTED, count=fit(body, end))
    if last:
        body.append(end)
    else:
        close_section(body, end)
    composer.body.extend(opening)
    for element in list(body):
        graft(composer.body, element)


def _opened(front: Document) -> WordDocument:
    """The front in python-docx; its main part declares at its root what articles use, so that they need not."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(front.to_bytes(level=1))) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "word/document.xml":
                declared = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in ROOT_NAMESPACES.items())
                data = _ROOT.sub(f"<w:document{declared}>".encode(), data, count=1)
            made.writestr(zipfile.ZipInfo(name), data)
    stream.seek(0)
    return docx.Document(stream)


def _sections(body: Element) -> list[tuple[list[Element], Element]]:
    """The sections of the front: what stands in each, and its properties, taken out of the openings."""
    sections: list[tuple[list[Element], Element]] = []
    elements: list[Element] = []
    for child in body:
        if child.tag == SECTION:
            sections.append((elements, child))
            break
        elements.append(child)
        properties = child.find(f"{PPR}/{SECTION}") if child.tag == P else None
        if properties is not None:
            sections.append((elements, properties))
            elements = []
    return sections


def _drop_headings(submission: Submission, headings: Sequence[str]) -> None:
    """Take out the first paragraphs that say again what the house prints above the article."""
    wanted = {_INK.sub("", heading) for heading in headings} - {""}
    paragraphs = [child for child in submission.body if child.tag == P][: 2 * _OPENING]
    for paragraph in [one for one in paragraphs if text_of(one)][:_OPENING]:
        text = text_of(paragraph)
        if _INK.sub("", text) not in wanted or len(list(submission.body.iterchildren(P))) < 2:
            break
        if paragraph.find(f".//{w('drawing')}") is None and paragraph.find(f"{PPR}/{SECTION}") is None:
            drop(paragraph)
            submission.found(Kind.TITLE, text[:60])


def _place_notes(word: WordDocument, *, endnotes: bool) -> None:
    """Say in the settings which notes are separators, and that endnotes stand at the end of their section."""
    settings: Element = word.settings.element
    compat = settings.find(w("compat"))
    for name, kind in (("footnotePr", "footnote"), ("endnotePr", "endnote")):
        if not any(relation.reltype.endswith(f"/{kind}s") for relation in word.part.rels.values()):
            continue
        properties = settings.makeelement(w(name))
        if endnotes and kind == "endnote":
            properties.append(properties.makeelement(w("pos"), {w("val"): "sectEnd"}))
        for number in ("-1", "0"):
            properties.append(properties.makeelement(w(kind), {w("id"): number}))
        if compat is None:
            settings.append(properties)
        else:
            compat.addprevious(properties)


def _drop_unused_furniture(word: WordDocument) -> None:
    """Take out the headers and footers that no section names: those of landscape pages where there are none."""
    body: Element = word.element.body
    used = {reference.get(r("id")) for reference in body.iter(w("headerReference"), w("footerReference"))}
    for name, relation in list(word.part.rels.items()):
        if name not in used and relation.reltype.endswith(("/header", "/footer")):
            del word.part.rels[name]
