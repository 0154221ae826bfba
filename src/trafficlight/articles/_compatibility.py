"""兼容标记 (markup compatibility, ISO/IEC 29500-3): what a program may ignore goes, as one that does not know it would have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from trafficlight.articles._tree import OFFICE_DRAWINGS, ROOT_NAMESPACES, drop, elements_with, take, unwrap, values_of
from trafficlight.messages import Words
from trafficlight.ooxml.file_kinds import DOCX, Flaw, FlawedFile
from trafficlight.ooxml.xml import MC, W14, WP14, Element, R, V, W

_ALTERNATE: Final = f"{{{MC}}}AlternateContent"
_CHOICE: Final = f"{{{MC}}}Choice"
_FALLBACK: Final = f"{{{MC}}}Fallback"
_IGNORABLE: Final = f"{{{MC}}}Ignorable"
_PROCESSED: Final = f"{{{MC}}}ProcessContent"
_UNDERSTOOD: Final = frozenset({*OFFICE_DRAWINGS.values(), V})
_OURS: Final = frozenset(ROOT_NAMESPACES.values()) - {MC}
_WORD_EXTENSIONS: Final = frozenset(
    {
        W14,
        WP14,
        "http://schemas.microsoft.com/office/word/2006/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2015/wordml/symex",
        "http://schemas.microsoft.com/office/word/2016/wordml/cid",
        "http://schemas.microsoft.com/office/word/2018/wordml",
        "http://schemas.microsoft.com/office/word/2018/wordml/cex",
        "http://schemas.microsoft.com/office/word/2020/wordml/sdtdatahash",
        "http://schemas.microsoft.com/office/word/2020/oembed",
        "http://schemas.microsoft.com/office/word/2023/wordml/word16du",
        "http://schemas.microsoft.com/office/word/2024/wordml/sdtformatlock",
    }
)
"""Word's own later additions: they go whether a file says that one may ignore them or not."""

_EFFECTS: Final = tuple(
    f"{{{W14}}}{name}" for name in ("glow", "shadow", "reflection", "textOutline", "textFill", "scene3d", "props3d")
)
_MOST_NAMES: Final = 1_000_000
"""A document of Word has some forty, and asks for them some hundred times."""
_FEW_NAMES: Final = 40
_STRANGE: Final = etree.XPath("descendant-or-self::*[namespace-uri() != $w]")
_FOREIGN: Final = etree.XPath(
    "descendant-or-self::*/@*[namespace-uri() and namespace-uri() != $w and namespace-uri() != $r]"
)


class _Scopes:
    """The namespaces that are known where an element stands; lxml gathers all of them for each element that is asked."""

    def __init__(self) -> None:
        self._left = _MOST_NAMES

    def of(self, element: Element) -> Mapping[str | None, str]:
        """By prefix. Raises `FlawedFile` when a part declares so many, and asks so often, that it must be an attack."""
        known = element.nsmap
        self._left -= len(known)
        if self._left < 0:
            words = Words("命名空间的声明过于庞杂", "too many declarations of namespaces")
            raise FlawedFile(Flaw.TOO_LARGE, words, DOCX.plain)
        return known


def settle_compatibility(root: Element) -> int:
    """Settle alternates, and take out what may be ignored, wherever a part says so; gives the number of effects of text."""
    settle_alternates(root)
    spaces = set(_WORD_EXTENSIONS)
    processed: set[str] = set()
    scopes = _Scopes()
    foreign = values_of(_FOREIGN, root, w=W, r=R)
    for element, name, value in foreign:
        if name == _IGNORABLE:
            known = scopes.of(element)
            spaces.update(known.get(prefix, "") for prefix in value.split())
        elif name == _PROCESSED:
            known = scopes.of(element)
            for one in value.split():
                prefix, _, local = one.rpartition(":")
                processed.add(f"{{{known.get(prefix, '')}}}{local}")
    spaces -= _OURS
    spaces.discard("")
    effects = sum(1 for _ in root.iter(*_EFFECTS))
    for element in _of_spaces(root, spaces):
        space = element.tag[1:].partition("}")[0]
        if element.tag in processed or f"{{{space}}}*" in processed:
            unwrap(element)
        else:
            drop(element)
    spaces.add(MC)
    for element, name, _ in foreign:
        if name[1:].partition("}")[0] in spaces:
            take(element, name)
    return effects


def _of_spaces(root: Element, spaces: set[str]) -> list[Element]:
    """The elements of these namespaces. lxml compares each element with each name, so for many names all are searched once."""
    if len(spaces) <= _FEW_NAMES:
        return list(root.iter(*(f"{{{space}}}*" for space in spaces)))
    return [one for one in elements_with(_STRANGE, root, w=W) if one.tag[1:].partition("}")[0] in spaces]


def settle_alternates(root: Element) -> None:
    """Keep of each `mc:AlternateContent` the first choice that is understood, else the fallback."""
    scopes = _Scopes()
    for alternate in list(root.iter(_ALTERNATE)):
        for choice in alternate.iterchildren(_CHOICE):
            known = scopes.of(choice)
            spaces = [known.get(prefix) for prefix in choice.get("Requires", "").split()]
            if spaces and all(space in _UNDERSTOOD for space in spaces):
                kept: Element | None = choice
                break
        else:
            kept = alternate.find(_FALLBACK)
        for branch in list(alternate):
            if branch is kept:
                unwrap(branch)
            else:
                drop(branch)
        unwrap(alternate)
