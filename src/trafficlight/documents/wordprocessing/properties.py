"""文档属性 (docProps) and the small parts that say how programs should treat the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from trafficlight.documents.content import Document
from trafficlight.documents.inline import FACES
from trafficlight.documents.looks import OfficialProfile
from trafficlight.documents.wordprocessing.text import attribute, element
from trafficlight.documents.wordprocessing.xml import DECLARATION, W
from trafficlight.errors import DocumentError

_CUSTOM_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the format id of all custom properties


def core_part(document: Document) -> str:
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
    parts.append("<dc:language>zh-CN</dc:language>")
    return (
        f"{DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(parts)}</cp:coreProperties>'
    )


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise DocumentError("文档的创建时间没有时区：请给出带时区的时间。")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def app_part() -> str:
    """The program's own properties: none but the element that readers look for."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>trafficlight</Application></Properties>"
    )


def custom_part(properties: Sequence[tuple[str, str]]) -> str:
    """Custom properties, in the order given; names that differ in case alone are one to Word."""
    folded = [name.casefold() for name, _ in properties]
    if len(set(folded)) != len(folded) or "" in folded:
        raise DocumentError("文档的自定义属性名为空或重复（不分大小写）。")
    rows = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{attribute(name)}">'
        f"<vt:lpwstr>{element(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
    )


def settings_part(profile: OfficialProfile, *, update_fields: bool = False) -> str:
    """Odd and even footers, Chinese line breaking, and Word 2013's layout (no compatibility mode)."""
    update = '<w:updateFields w:val="true"/>' if update_fields else ""
    mirrored = "<w:mirrorMargins/>" if profile.page.mirrored else ""
    return (
        f'{DECLARATION}<w:settings xmlns:w="{W}">{mirrored}<w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        f'<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>{update}'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def font_table_part(profile: OfficialProfile) -> str:
    """The fonts, each with the one to take where it is missing."""
    rows: dict[str, str] = {}
    for face in FACES:
        font = profile.fonts.of(face)
        other = f'<w:altName w:val="{attribute(font.fallback)}"/>' if font.fallback else ""
        rows[font.chinese] = f'<w:font w:name="{attribute(font.chinese)}">{other}<w:charset w:val="86"/></w:font>'
        rows.setdefault(font.latin, f'<w:font w:name="{attribute(font.latin)}"/>')
    return f'{DECLARATION}<w:fonts xmlns:w="{W}">{"".join(rows.values())}</w:fonts>'
