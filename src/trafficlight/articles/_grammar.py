"""文法 (grammar): what may stand in a cleaned text, chart or diagram, and in which order; what may not is taken out.

The grammar is that of the Open XML SDK (`grammar.json`, made by tests/grammar): for each type its attributes with the
values they take, its children, and their order as a regular expression over one letter a child. All expressions are
deterministic and give nothing back, so that a tree is judged in time that grows with it alone.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from attrs import field, frozen

from trafficlight.articles._tree import drop
from trafficlight.ooxml.xml import Element, P, w

_ANY, _TEXT = "any", "text"
_FIRST_LETTER: Final = 0x100
_WORDS: Final = w("t")
_SHORT, _MANY = 40, 1000
_USUAL: Final = ("0", "left", "top")
"""Where a thing stands whose place cannot be read."""
_ATOM: Final = re.compile(r"\[([^\[\]]*)\]|([\u0100-\uffff])(?=([?*+{]?))")


class _Known(dict[str, bool]):
    """Whether a text passes a check; what was asked before, and is short, is not checked again."""

    def __init__(self, check: Callable[[str], object]) -> None:
        super().__init__()
        self._check = check

    def __missing__(self, text: str) -> bool:
        passes = bool(self._check(text))
        if len(text) <= _SHORT and len(self) < _MANY:
            self[text] = passes
        return passes


@frozen
class _Type:
    """A type: checks of attributes by name, those that must be, children by tag, and what their order is."""

    attributes: dict[str, _Known]
    must: tuple[str, ...]
    holds: str
    children: dict[str, tuple[str, int]]
    order: _Known
    ranks: dict[str, int] = field(repr=False)
    single: frozenset[str] = field(repr=False)
    needed: tuple[str, ...] = field(repr=False)
    """Tags of children that must be."""
    text: _Known | None
    """What a text within it passes."""


class Grammar:
    """文法: types by number, each made ready when it is first met."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._types: list[list[Any]] = data["types"]
        self.ready: dict[int, _Type] = {}
        self._values = [_Known(_check(alternatives)) for alternatives in data["values"]]
        self._spaces: dict[str, str] = data["namespaces"]
        self.roots: dict[str, int] = {self._clark(name): number for name, number in data["roots"].items()}

    def __len__(self) -> int:
        return len(self._types)

    def of(self, number: int) -> _Type:
        if number not in self.ready:
            self.ready[number] = self._made(*self._types[number])
        return self.ready[number]

    def _made(
        self, attributes: dict[str, int], holds: str, children: dict[str, int], order: str, text: int | None = None
    ) -> _Type:
        checks = {
            self._clark(name): self._values[kind if kind >= 0 else -kind - 1] for name, kind in attributes.items()
        }
        letters = {self._clark(tag): chr(_FIRST_LETTER + place) for place, tag in enumerate(children)}
        ranks: dict[str, int] = {}
        single: set[str] = set()
        needed: set[str] = set()
        for rank, atom in enumerate(_ATOM.finditer(order)):
            for letter in atom[1] or atom[2]:
                ranks.setdefault(letter, rank)
            if atom[2] and atom[3] in {"", "?"}:
                single.add(atom[2])
                if not atom[3] and "|" not in order:
                    needed.add(atom[2])
        return _Type(
            attributes=checks,
            must=tuple(self._clark(name) for name, kind in attributes.items() if kind < 0),
            holds=holds,
            children={
                tag: (letter if letter in ranks else "", number)
                for (tag, letter), number in zip(letters.items(), children.values(), strict=True)
            },
            order=_Known(re.compile(order).fullmatch),
            ranks=ranks,
            single=frozenset(single),
            needed=tuple(tag for tag, letter in letters.items() if letter in needed),
            text=None if text is None else self._values[text],
        )

    def _clark(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        return f"{{{self._spaces[prefix]}}}{local}" if prefix else local

    def fits(self, root: Element) -> bool:
        """Whether a tree is whole as it stands, which most are; False for a root that is unknown."""
        number = self.roots.get(root.tag)
        return number is not None and self._fits(root, self.of(number))

    def misfit(self, root: Element) -> int | None:
        """The place of the first child that does not fit in itself; None where it is their order that does not."""
        kind = self.of(self.roots[root.tag])
        for place, child in enumerate(root):
            known = kind.children.get(child.tag)
            if known is None or not self._fits(child, self.of(known[1])):
                return place
        return None

    def _fits(self, element: Element, kind: _Type) -> bool:  # noqa: C901  # each element of a book comes by: a call costs
        checks = kind.attributes
        for name, value in element.items():
            check = checks.get(name)  # type: ignore[arg-type]  # no name is bytes, whatever the stubs say
            if check is None or not check[value]:  # type: ignore[index]
                return False
        for name in kind.must:
            if element.get(name) is None:
                return False
        if kind.holds == _TEXT and not len(element):
            return kind.text is None or kind.text[(element.text or "").strip()]
        if element.text is not None:
            return False
        letters = ""
        children, ready = kind.children, self.ready
        for child in element:
            known = children.get(child.tag)
            if child.tail is not None or (known is None and kind.holds != _ANY):
                return False
            if known is not None:
                if not self._fits(child, ready.get(known[1]) or self.of(known[1])):
                    return False
                letters += known[0]
        return kind.order[letters]


@cache
def grammar() -> Grammar:
    """The grammar of articles, read when the first one is judged."""
    return Grammar(json.loads(files("trafficlight.articles").joinpath("grammar.json").read_text(encoding="utf-8")))


def _check(alternatives: list[list[Any]]) -> Callable[[str], object]:
    checks = [_one(*alternative) for alternative in alternatives]
    return checks[0] if len(checks) == 1 else lambda value: any(check(value) for check in checks)


def _one(pattern: str, least: int | None = None, most: int | None = None) -> Callable[[str], object]:
    fits = re.compile(pattern).fullmatch
    if least is None and most is None:
        return fits
    low, high = float("-inf") if least is None else least, float("inf") if most is None else most
    return lambda value: fits(value) is not None and low <= float(value) <= high


class Mender:
    """修整 (mender): judges trees by the grammar, and takes out what does not stand in it."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._grammar = grammar()
        self._told = tell

    def mend(self, root: Element) -> bool:
        """Whether a tree is whole in the end; `tell` hears the name of each element and attribute that was taken out."""
        number = self._grammar.roots.get(root.tag)
        return self._grammar.fits(root) or (number is not None and self._mend(root, self._grammar.of(number)))

    def _mend_attributes(self, element: Element, kind: _Type) -> bool:
        for name, value in element.items():
            check = kind.attributes.get(str(name))
            if check is None or not check[str(value)]:
                self._tell(element, str(name))
                del element.attrib[name]
                if str(name).endswith("val"):
                    return False  # without it the element would say something else
        return not kind.must or all(name in element.attrib for name in kind.must)

    def _mend_value(self, element: Element, kind: _Type) -> bool:
        """A text that is no value gives way to the usual one: without a position there would be no picture."""
        if kind.text is None or kind.text[(element.text or "").strip()]:
            return True
        self._tell(element)
        element.text = next(filter(kind.text.__getitem__, _USUAL), None)
        return element.text is not None

    def _mend(self, element: Element, kind: _Type) -> bool:
        if not self._mend_attributes(element, kind):
            return False
        if kind.holds == _TEXT and not len(element):
            return self._mend_value(element, kind)
        if element.text is not None:
            self._tell_text(element, element.text)
            element.text = None
        types = self._grammar
        letters = ""
        waiting = deque(element)
        while waiting:
            child = waiting.popleft()
            if child.tail is not None:
                self._tell_text(element, child.tail)
                child.tail = None
            known = kind.children.get(child.tag)
            if known is not None:
                if self._mend(child, types.ready.get(known[1]) or types.of(known[1])):
                    letters += known[0]
                    continue
            elif kind.holds == _ANY:
                continue
            self._tell(child)
            waiting.extendleft(reversed(self._opened(child, kind)))
        fits = kind.order[letters] or self._reorder(element, kind)
        return fits and self._mend_value(element, kind)  # an element in it may have taken the text along

    def _opened(self, child: Element, kind: _Type) -> list[Element]:
        """Take a child out; gives what stands in its place: nothing, or what it held where that is text."""
        if next(child.iter(_WORDS), None) is None:
            drop(child)
            return []
        if P in kind.children and child.tag in self._grammar.of(kind.children[P][1]).children:
            paragraph = child.makeelement(P)
            child.addprevious(paragraph)
            paragraph.append(child)
            return [paragraph]
        inner = list(child)
        for one in inner:
            child.addprevious(one)
        drop(child)
        return inner

    def _reorder(self, element: Element, kind: _Type) -> bool:
        """Put the children in order, each that may be once, and empty ones that must be."""
        for tag in kind.needed:
            if element.find(tag) is None:
                element.append(element.makeelement(tag))
                if not self._mend(element[-1], self._grammar.of(kind.children[tag][1])):
                    drop(element[-1])
        seen: set[str] = set()
        ordered: list[tuple[int, str, Element]] = []
        for child in list(element):
            letter, _ = kind.children.get(child.tag, ("", 0))
            if letter in kind.single and letter in seen:
                self._tell(child)
                drop(child)
            elif letter:
                seen.add(letter)
                ordered.append((kind.ranks[letter], letter, child))
        ordered.sort(key=lambda one: one[0])
        for _, _, child in ordered:
            element.append(child)
        return kind.order["".join(letter for _, letter, _ in ordered)]

    def _tell_text(self, element: Element, text: str) -> None:
        if text.strip():
            self._tell(element)

    def _tell(self, element: Element, attribute: str = "") -> None:
        name = element.tag.rpartition("}")[2]
        self._told(f"{name}/@{attribute.rpartition('}')[2]}" if attribute else name)
