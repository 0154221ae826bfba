"""文件包 (the package): the parts of a .docx, written into a stream."""

from __future__ import annotations

import datetime as dt
import functools
import io
from collections.abc import Sequence
from typing import IO, Final

import docx
from docx.document import Document as WordDocument

from trafficlight.documents.content import DocumentContent
from trafficlight.documents.docx.body import body_chunks
from trafficlight.documents.docx.chart_xml import chart_parts, count_charts
from trafficlight.documents.docx.page_setup import HeaderFooter, relations, sections_properties
from trafficlight.documents.docx.paragraph_xml import Context
from trafficlight.documents.docx.style_sheet import font_table_part, styles_part, theme_part
from trafficlight.documents.docx.word_xml import relationships
from trafficlight.errors import DocumentError
from trafficlight.layout import OfficialProfile
from trafficlight.ooxml.parts import TYPES_PART, content_types, relations_part
from trafficlight.ooxml.text import attribute, element
from trafficlight.ooxml.xml import DECLARATION, RELATIONSHIPS, R, W
from trafficlight.ooxml.zip_writer import Bundle, Deflated, ZipStream, bundle, deflated

__all__ = ["WordDocument", "live_document", "write_document"]

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_ROOT_RELATIONS: Final = (
    (f"{R}/officeDocument", "word/document.xml"),
    (f"{RELATIONSHIPS}/metadata/core-properties", "docProps/core.xml"),
    (f"{R}/extended-properties", "docProps/app.xml"),
)
_CUSTOM_RELATION: Final = (f"{R}/custom-properties", "docProps/custom.xml")


def write_document(document: DocumentContent, stream: IO[bytes], *, level: int) -> None:
    """Write all parts. The body comes last, so that what is short and wrong shows before what is long is written."""
    if level not in range(10):
        raise DocumentError(
            f"压缩级别为 {level}：应为 0 至 9。", f"a level of compression {level}: it should be 0 to 9"
        )
    context = Context(document)
    section_ends, shared = sections_properties(context)
    before, after = _around(
        document.profile,
        tuple(shared.parts),
        tuple(document.properties.items()),
        charts=count_charts(document),
        update_fields=document.update_fields,
        level=level,
    )
    package = ZipStream(stream, level=level)
    package.add_bundle(before)
    package.add("docProps/core.xml", deflated(_core_part(document).encode(), level))
    package.add_bundle(after)
    for name, part in chart_parts(document, level=level):
        package.add(name, part)
    package.add_chunks("word/document.xml", body_chunks(context, section_ends))
    package.close()


def live_document(document: DocumentContent) -> WordDocument:
    """The file opened by python-docx."""
    stream = io.BytesIO()
    write_document(document, stream, level=1)
    return docx.Document(stream)


@functools.lru_cache(maxsize=32)
def _around(
    profile: OfficialProfile,
    shared: tuple[HeaderFooter, ...],
    properties: tuple[tuple[str, str], ...],
    *,
    charts: int,
    update_fields: bool,
    level: int,
) -> tuple[Bundle, Bundle]:
    """The parts before and behind the core properties: many papers of one input have the same."""
    before = {
        TYPES_PART: _content_types(shared, charts, custom=bool(properties)),
        relations_part(""): _root_relations(custom=bool(properties)),
    }
    after = {
        "docProps/app.xml": _APP,
        **({"docProps/custom.xml": _custom_part(properties)} if properties else {}),
        "word/settings.xml": _settings_part(profile, update_fields=update_fields),
        "word/styles.xml": styles_part(profile),
        "word/fontTable.xml": font_table_part(profile),
        "word/theme/theme1.xml": theme_part(profile),
        **{f"word/{part.target}": part.xml for part in shared},
        relations_part("word/document.xml"): relations(shared, charts),
    }
    first, second = (bundle((name, _small(text, level)) for name, text in parts.items()) for parts in (before, after))
    return first, second


@functools.lru_cache(maxsize=64)
def _small(text: str, level: int) -> Deflated:
    """A part that is often the same: deflating it anew would take longer than a short document's body."""
    return deflated(text.encode(), level)


def _content_types(shared: Sequence[HeaderFooter], charts: int, *, custom: bool) -> str:
    return content_types(
        [("xlsx", f"{_OFFICE}.spreadsheetml.sheet")] if charts else [],
        [
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
            ("docProps/app.xml", f"{_OFFICE}.extended-properties+xml"),
            *([("docProps/custom.xml", f"{_OFFICE}.custom-properties+xml")] if custom else []),
            ("word/document.xml", f"{_WORD}.document.main+xml"),
            ("word/styles.xml", f"{_WORD}.styles+xml"),
            ("word/settings.xml", f"{_WORD}.settings+xml"),
            ("word/fontTable.xml", f"{_WORD}.fontTable+xml"),
            ("word/theme/theme1.xml", f"{_OFFICE}.theme+xml"),
            *((f"word/{part.target}", f"{_WORD}.{part.kind}+xml") for part in shared),
            *((f"word/charts/chart{number}.xml", f"{_OFFICE}.drawingml.chart+xml") for number in range(1, charts + 1)),
        ],
    )


def _root_relations(*, custom: bool) -> str:
    targets = [*_ROOT_RELATIONS, *([_CUSTOM_RELATION] if custom else [])]
    return relationships((f"rId{number}", kind, target) for number, (kind, target) in enumerate(targets, 1))


_CUSTOM_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the format id of all custom properties


def _core_part(document: DocumentContent) -> str:
    """Title, author and the like; times only where the document gives them."""
    pairs = (
        ("dc:title", document.title),
        ("dc:subject", document.subject),
        ("dc:creator", document.author),
        ("cp:keywords", document.keywords),
        ("cp:lastModifiedBy", document.author),
    )
    parts = [f"<{name}>{element(text)}</{name}>" for name, text in pairs if text]
    if document.created is not None:
        moment = _utc(document.created)
        parts += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
        ]
    parts.append(f"<dc:language>{document.profile.language_tag}</dc:language>")
    return (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(parts)}</cp:coreProperties>'
    )


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise DocumentError(
            "文档的创建时间没有时区：请给出带时区的时间。", "the time of making the document has no time zone"
        )
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_APP: Final = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>trafficlight</Application></Properties>"
)
"""The program's own properties: none but the element that readers look for."""


def _custom_part(properties: Sequence[tuple[str, str]]) -> str:
    """Custom properties, in the order given; names that differ in case alone are one to Word."""
    folded = [name.casefold() for name, _ in properties]
    if len(set(folded)) != len(folded) or "" in folded:
        raise DocumentError(
            "文档的自定义属性名为空或重复（不分大小写）。",
            "names of custom properties are filled and differ, whatever their case",
        )
    rows = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{attribute(name)}">'
        f"<vt:lpwstr>{element(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )


def _settings_part(profile: OfficialProfile, *, update_fields: bool = False) -> str:
    """Odd and even footers, Chinese line breaking, and Word 2013's layout (no compatibility mode)."""
    update = '<w:updateFields w:val="true"/>' if update_fields else ""
    tag = profile.language_tag
    mirrored = "<w:mirrorMargins/>" if profile.page.mirrored else ""
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}">{mirrored}<w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        f'<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>{update}'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="{tag}"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )
