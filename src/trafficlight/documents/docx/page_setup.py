"""节 (sections): page size, margins, grid, and the headers and footers that each section names and sections share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from attrs import frozen

from trafficlight.documents.content import DocumentContent, LetterHead, PageSetup, Section
from trafficlight.documents.content._text_widths import MM_PER_POINT
from trafficlight.documents.docx.elements import letter_footer, letter_header, letter_header_distance
from trafficlight.documents.docx.paragraph_xml import Context, field, line, styled
from trafficlight.documents.docx.word_xml import (
    NAMESPACES,
    exact_spacing,
    relationships,
    text_box,
    text_run,
    twips,
    twips_of_mm,
)
from trafficlight.layout import OfficialProfile, Style
from trafficlight.messages import Words, said
from trafficlight.ooxml.xml import DECLARATION, R

_PAGE_NUMBER: Final = Words("页码", "Page number")


FIXED_RELATIONS: Final = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("theme", "theme/theme1.xml"),
)
_ELEMENTS: Final = {"header": "hdr", "footer": "ftr"}


@frozen
class HeaderFooter:
    """One header or footer part."""

    kind: Literal["header", "footer"]
    target: str
    xml: str


class HeadersAndFooters:
    """Headers and footers of one document; equal ones are one part."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self.parts: list[HeaderFooter] = []

    def add(self, kind: Literal["header", "footer"], paragraphs: str) -> str:
        """The relation id of a header or footer with these paragraphs."""
        known = self._ids.get((kind, paragraphs))
        if known is not None:
            return known
        number = len(self.parts) + 1
        element = _ELEMENTS[kind]
        xml = f"{DECLARATION}<w:{element} {NAMESPACES}>{paragraphs}</w:{element}>"
        self.parts.append(HeaderFooter(kind, f"{kind}{number}.xml", xml))
        name = f"rId{len(FIXED_RELATIONS) + number}"
        self._ids[kind, paragraphs] = name
        return name


def relations(parts: Sequence[HeaderFooter], charts: int = 0) -> str:
    """The part that names what the document part needs, the charts by their numbers."""
    targets = [*FIXED_RELATIONS, *((part.kind, part.target) for part in parts)]
    numbered = range(1, charts + 1)
    return relationships(
        [
            *((f"rId{number}", f"{R}/{kind}", target) for number, (kind, target) in enumerate(targets, 1)),
            *((f"chart{number}", f"{R}/chart", f"charts/chart{number}.xml") for number in numbered),
        ]
    )


_FORMATS: Final = {"decimal": "decimal", "lower_roman": "lowerRoman", "upper_roman": "upperRoman"}
_Named: TypeAlias = tuple[Literal["header", "footer"], Literal["default", "even", "first"], str]


def sections_properties(context: Context) -> tuple[tuple[str, ...], HeadersAndFooters]:
    """The `w:sectPr` of every section, and their headers and footers, which are complete then."""
    return _made(context.profile, tuple((one.setup, _letter_head(one)) for one in context.document.sections))


def _letter_head(section: Section) -> LetterHead | None:
    return next((block for block in section.blocks if isinstance(block, LetterHead)), None)


@lru_cache(maxsize=32)
def _made(
    profile: OfficialProfile, sections: tuple[tuple[PageSetup, LetterHead | None], ...]
) -> tuple[tuple[str, ...], HeadersAndFooters]:
    """Nothing else of a document counts: many short ones are alike."""
    context = Context(DocumentContent(sections=[Section(())], profile=profile))
    shared = HeadersAndFooters()
    headed = any(setup.running_head or letter is not None for setup, letter in sections)
    return tuple(_properties(setup, letter, context, shared, headed=headed) for setup, letter in sections), shared


def _properties(
    setup: PageSetup, letter: LetterHead | None, context: Context, shared: HeadersAndFooters, *, headed: bool
) -> str:
    profile = context.profile
    # each section names all its headers and footers: one that it left out would come from the section before
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{shared.add(kind, xml)}"/>'
        for kind, which, xml in _named(setup, context, letter, headed=headed)
    )
    title_page = "<w:titlePg/>" if setup.different_first or letter is not None else ""
    start = "" if setup.first_number is None else f' w:start="{setup.first_number}"'
    # a letter's first page is shorter than the others: LibreOffice would centre its grid there
    lines = "" if letter is not None else 'w:type="lines" '
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{_page(setup, profile, is_letter=letter is not None)}'
        f'<w:pgNumType w:fmt="{_FORMATS[setup.number_format]}"{start}/><w:cols w:space="425"/>{title_page}'
        f'<w:docGrid {lines}w:linePitch="{_grid_pitch(setup, profile)}"/></w:sectPr>'
    )


def _grid_pitch(setup: PageSetup, profile: OfficialProfile) -> int:
    """The pitch at which whole lines fill the page: LibreOffice centres a grid that leaves room at the foot."""
    height = twips_of_mm(profile.page.oriented(setup.orientation).text_height)
    pitch = twips(profile.page.line_pitch)
    return max(pitch, height // max(height // pitch, 1))


def _page(setup: PageSetup, profile: OfficialProfile, *, is_letter: bool) -> str:
    page = profile.page.oriented(setup.orientation)
    letter = is_letter and setup.orientation == "portrait"
    lengths = {
        "top": page.top,
        "right": page.right,
        "bottom": page.bottom,
        "left": page.left,
        "header": letter_header_distance(profile) if letter else page.header_distance,
        "footer": profile.letter.foot if letter else page.footer_distance,
    }
    margins = " ".join(f'w:{side}="{twips_of_mm(length)}"' for side, length in lengths.items())
    turned = ' w:orient="landscape"' if setup.orientation == "landscape" else ""
    return (
        f'<w:pgSz w:w="{twips_of_mm(page.width)}" w:h="{twips_of_mm(page.height)}"{turned}/>'
        f'<w:pgMar {margins} w:gutter="0"/>'
    )


def _named(setup: PageSetup, context: Context, letter: LetterHead | None, *, headed: bool) -> list[_Named]:
    """The headers, where there are any in the document, and the footers of a section."""
    head = line(context, Style.RUNNING_HEAD, setup.running_head)
    odd, even = (_footer(setup, context, right=right, is_letter=letter is not None) for right in (True, False))
    pages: list[tuple[Literal["default", "even", "first"], str, str]] = [("default", head, odd), ("even", head, even)]
    if letter is not None:
        pages.append(("first", letter_header(letter, context), letter_footer(context.profile)))
    elif setup.different_first:
        pages.append(("first", line(context, Style.RUNNING_HEAD, ""), line(context, Style.PAGE_NUMBER, "")))
    headers: list[_Named] = [("header", which, above) for which, above, _ in pages] if headed else []
    return [*headers, *(("footer", which, below) for which, _, below in pages)]


def _footer(setup: PageSetup, context: Context, *, right: bool, is_letter: bool) -> str:
    if not setup.page_numbers:
        return line(context, Style.PAGE_NUMBER, "")
    page = context.profile.page
    if setup.orientation == "portrait":
        # the footer of a letter's first page lies lower than the number, and a section has one distance for both
        lift = (page.footer_distance - context.profile.letter.foot) / MM_PER_POINT if is_letter else 0
        return _number(context, right=right, lift=lift)
    rule = context.profile.style(Style.PAGE_NUMBER)
    # where the footer's line would stand on the portrait page, seen on the page turned clockwise
    box = text_box(
        _number(context, right=right),
        number=1 if right else 2,
        name=said(_PAGE_NUMBER, context.profile.language),
        at=(page.footer_distance, page.left),
        size=((rule.line or rule.size) * MM_PER_POINT, page.text_width),
        turned=True,
        decorative=True,
    )
    return line(context, Style.PAGE_NUMBER, "").replace("</w:p>", f"{box}</w:p>")


def _number(context: Context, *, right: bool, lift: float = 0) -> str:
    """— 1 —, 1字 in from the text's edge: at the right of odd pages, at the left of even ones (§7.5)."""
    profile = context.profile
    look = profile.page_number
    rule = profile.style(Style.PAGE_NUMBER)
    side, other = ("right", "left") if right else ("left", "right")
    spacing = exact_spacing(rule, profile, after=lift / profile.page.line_pitch) if lift else ""
    layout = (
        f'{spacing}<w:ind w:{other}Chars="0" w:{other}="0" w:{side}Chars="{round(look.indent * 100)}"'
        f' w:{side}="{twips(look.indent * rule.size)}"/><w:jc w:val="{side}"/>'
    )
    # until a program lays it out, the first number that can stand there
    shown = field("PAGE", "1" if right else "2")
    runs = f"{text_run(look.before)}{shown}{text_run(look.after)}"
    return styled(context, Style.PAGE_NUMBER, runs, layout=layout)
