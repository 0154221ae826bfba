"""域 (fields): what would fetch, start or change by itself becomes the text that it last showed; the rest stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from attrs import define, field

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop, drop_all, drop_from_run, is_on, story_of, unwrap
from trafficlight.messages import Words
from trafficlight.ooxml.xml import RPR, RUN, Element, w

FIELD_MARK: Final = w("fldChar")
MARK_TYPE: Final = w("fldCharType")
INSTRUCTION: Final = w("instrText")
_INSTRUCTIONS: Final = frozenset({INSTRUCTION, w("delInstrText")})
SIMPLE: Final = w("fldSimple")
INSTRUCTED: Final = w("instr")
LINK: Final = w("hyperlink")
ANCHOR: Final = w("anchor")

_REFERENCES: Final = frozenset({"REF", "PAGEREF", "NOTEREF"})
_HARMLESS: Final = frozenset({"PAGE", "EQ", "SYMBOL"})
_FETCHING: Final = frozenset(
    "INCLUDETEXT INCLUDEPICTURE INCLUDE IMPORT DDE DDEAUTO LINK EMBED DATABASE RD MACROBUTTON GOTOBUTTON HTMLACTIVEX"
    " CONTROL ADDIN ASK FILLIN PRINT AUTOTEXT AUTOTEXTLIST GLOSSARY MAILMERGE MERGEFIELD NEXT NEXTIF SKIPIF".split()
)
_LOCAL_LINK: Final = re.compile(r'^\s*HYPERLINK\s+\\l\s+"?([^"\s]+)"?', re.IGNORECASE)
_CHECK_BOX: Final = f"{w('ffData')}/{w('checkBox')}"
_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')


@define(eq=False)
class _Field:
    """A field that is being read: its marks, its instruction, and what nested fields put into the instruction."""

    begin: Element
    instructions: list[Element] = field(factory=list)
    computed: list[Element] = field(factory=list)  # runs' children inside the instruction: nested results
    separate: Element | None = None
    end: Element | None = None

    @property
    def words(self) -> str:
        return "".join(piece.text or "" for piece in self.instructions).strip()

    @property
    def plain(self) -> bool:
        """Whether the field is whole and its instruction is written out."""
        return self.end is not None and not self.computed and bool(self.instructions)


def settle_fields(submission: Submission, bookmarks: frozenset[str]) -> None:
    """Turn into text every field that should not stay; `bookmarks` are the names that references may speak of."""
    for root in submission.content.roots():
        for simple in list(root.iter(SIMPLE)):
            if not _stays(submission, simple.get(INSTRUCTED, ""), bookmarks):
                drop_all(simple.iterchildren(w("fldData")))
                unwrap(simple)
        for found in _fields(root):
            if found.plain and _stays(submission, found.words, bookmarks):
                _in_one_piece(found)
            else:
                _flatten(found)


def target_of(instruction: str) -> str | None:
    """The bookmark that a field's instruction speaks of."""
    local = _LOCAL_LINK.match(instruction)
    if local is not None:
        return local[1]
    words = [quoted or bare for quoted, bare in _WORD.findall(instruction)]
    return words[1] if len(words) > 1 and words[0].upper() in _REFERENCES else None


def retarget(root: Element, rename: Callable[[str], str]) -> None:
    """Let every reference of an article follow its bookmarks to their new names."""
    for link in root.iter(LINK):
        anchor = link.get(ANCHOR)
        if anchor is not None:
            link.set(ANCHOR, rename(anchor))
    for piece in root.iter(INSTRUCTION):
        piece.text = _renamed(piece.text or "", rename)
    for simple in root.iter(SIMPLE):
        simple.set(INSTRUCTED, _renamed(simple.get(INSTRUCTED, ""), rename))


def _renamed(instruction: str, rename: Callable[[str], str]) -> str:
    target = target_of(instruction)
    return instruction if target is None else instruction.replace(target, rename(target), 1)


def _stays(submission: Submission, instruction: str, bookmarks: frozenset[str]) -> bool:
    keyword = instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""
    if keyword in _HARMLESS:
        return True
    target = target_of(instruction)
    if target is not None and target.casefold() in bookmarks:
        return True
    if keyword in _FETCHING or keyword.startswith("DDE"):
        submission.settle(Reason.FIELDS, kind=Kind.FETCHING, detail=" ".join(instruction.split())[:120])
    elif keyword == "HYPERLINK" and target is None:
        address = " ".join(instruction.split()[1:2]).strip('"')
        submission.settle(Reason.HYPERLINKS, address[:120])
    else:
        submission.found(Kind.FIELDS, keyword[:20] or Words("（空）", "(empty)"))
    return False


def _fields(root: Element) -> list[_Field]:
    """All complex fields, inner ones first; broken ones too."""
    if next(root.iter(FIELD_MARK, INSTRUCTION), None) is None:
        return []
    readers: dict[Element, _Reader] = {}
    done: list[_Field] = []
    parent, reader = None, _Reader(done)
    for run in root.iter(RUN):
        above = run.getparent()
        if above is not parent:  # what stands in one parent is of one story
            parent, reader = above, readers.setdefault(story_of(run), _Reader(done))
        for child in run:
            if child.tag != RPR:
                reader.read(child)
    for reader in readers.values():
        for orphan in reader.orphans:
            drop(orphan)
        done.extend(reversed(reader.open))
    return done


class _Reader:
    """Reads the fields of one story."""

    def __init__(self, done: list[_Field]) -> None:
        self.open: list[_Field] = []
        self.orphans: list[Element] = []
        self._done = done
        self._computing = 0
        """The place in `open` of the outermost field whose result has not begun: what stands within it computes it."""

    def read(self, child: Element) -> None:
        if child.tag == FIELD_MARK:
            self._mark(child)
        elif child.tag not in _INSTRUCTIONS:
            self._computes(child, len(self.open))
        elif self.open and self.open[-1].separate is None:
            self._computes(child, len(self.open) - 1)
            self.open[-1].instructions.append(child)
        else:
            self.orphans.append(child)

    def _mark(self, mark: Element) -> None:
        kind = mark.get(MARK_TYPE)
        self._computes(mark, len(self.open) - (kind != "begin"))
        if kind == "begin":
            self.open.append(_Field(mark))
        elif not self.open or kind not in {"separate", "end"}:
            self.orphans.append(mark)
        elif kind == "end":
            self.open[-1].end = mark
            self._done.append(self.open.pop())
            self._computing = min(self._computing, len(self.open))
        elif self.open[-1].separate is not None:
            self.orphans.append(mark)
        else:
            self.open[-1].separate = mark
            if self._computing == len(self.open) - 1:
                self._computing += 1

    def _computes(self, element: Element, depth: int) -> None:
        """What stands in a field's instruction but is no instruction of its own: a nested field that computes it."""
        if self._computing < depth:
            self.open[self._computing].computed.append(element)


def _in_one_piece(found: _Field) -> None:
    """The instruction as one text: programs split it anywhere, and what renames bookmarks needs it whole."""
    first, *others = found.instructions
    first.text = "".join(piece.text or "" for piece in found.instructions)
    first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for other in others:
        drop(other)


def _flatten(found: _Field) -> None:
    """Leave of a field what it last showed. One that was never ended leaves all that stands behind its mark."""
    box = _check_box(found.begin)
    if box:
        text = found.begin.makeelement(w("t"))
        text.text = box
        found.begin.addprevious(text)
    whole = found.end is not None
    for element in (found.begin, found.separate, found.end, *found.instructions, *(found.computed if whole else ())):
        if element is not None:
            drop_from_run(element)


def _check_box(begin: Element) -> str:
    box = begin.find(_CHECK_BOX) if len(begin) else None
    if box is None:
        return ""
    state = box.find(w("checked"))
    return "☑" if is_on(state if state is not None else box.find(w("default"))) else "☐"
