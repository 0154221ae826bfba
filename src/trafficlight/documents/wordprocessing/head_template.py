"""版头模板 (head template): the agency's own head with its fields filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from trafficlight.documents.elements import RedHead
from trafficlight.documents.head_template import HeadTemplate
from trafficlight.documents.wordprocessing.context import Context
from trafficlight.documents.wordprocessing.text import element
from trafficlight.errors import DocumentError
from trafficlight.wording import Words

_DRAWING: Final = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*(")')
_BETWEEN: Final = "　"


def filled(template: HeadTemplate, block: RedHead, context: Context) -> str:
    """The template's paragraphs, with this head's facts. Raises `DocumentError` for a fact that it has no field for."""
    facts = _facts(block)
    lost = [name for name, text in facts.items() if text and name not in template.fields and name != "发文机关标志"]
    if lost:
        raise DocumentError(
            Words(
                f"版头模板没有“{'、'.join(f'{{{name}}}' for name in lost)}”，填不进“{'、'.join(facts[name] for name in lost)}”",
                f"the head template has no place for {', '.join(f'{{{name}}}' for name in lost)}",
            )
        )
    xml = _DRAWING.sub(lambda found: f"{found[1]}{context.drawing_number()}{found[2]}", template.body)
    for name, text in facts.items():
        xml = xml.replace(f"{{{name}}}", element(text))
    return xml


def _facts(block: RedHead) -> Mapping[str, str]:
    return {
        "发文机关标志": _BETWEEN.join(block.organ),
        "发文字号": block.number,
        "签发人": _BETWEEN.join(block.signers),
        "份号": block.copy_number,
        "密级": block.classification,
        "紧急程度": block.urgency,
    }
