"""WordprocessingML written short: trees as an article's parts are read, and back as text."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from trafficlight.articles._tree import ROOT_NAMESPACES
from trafficlight.ooxml.xml import Element, parser

_NAMESPACES: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in ROOT_NAMESPACES.items())
_DECLARED: Final = re.compile(r' xmlns:\w+="[^"]*"')


def tree(inner: str, tag: str = "w:body") -> Element:
    """An element with this content, under the prefixes that everybody uses."""
    return etree.fromstring(f"<{tag} {_NAMESPACES}>{inner}</{tag}>", parser(bare=True))


def short(element: Element) -> str:
    """An element as text, without the declarations of its prefixes."""
    return _DECLARED.sub("", etree.tostring(element, encoding="unicode", with_tail=False))


def inner(element: Element) -> str:
    """What stands in an element, as text."""
    return "".join(map(short, element))
