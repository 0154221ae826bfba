"""书签 (bookmarks): only whole ones that something refers to stay."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import define, field
from lxml import etree

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._submission import Submission
from trafficlight.articles._tree import drop, is_on, story_of, tree_parser, unwrap
from trafficlight.ooxml.xml import ID, NAME, RPR, RUN, Element, P, r, w
from trafficlight.ooxml.zip_writer import ZipStream, deflated

START: Final = w("bookmarkStart")
END: Final = w("bookmarkEnd")


def bookmark_names(root: Element) -> frozenset[str]:
    """The names of all bookmarks, case folded, as Word compares them."""
    return frozenset(start.get(NAME, "").casefold() for start in root.iter(START))


def pair_bookmarks(root: Element) -> None:
    """Leave only bookmarks that begin, end behind their beginning, and whose name is not taken."""
    taken: set[str] = set()
    opened: dict[str, Element] = {}
    whole: set[Element] = set()
    for mark in root.iter(START, END):
        number = mark.get(ID, "")
        if mark.tag == START:
            opened.setdefault(number, mark)
        elif number in opened:
            start = opened.pop(number)
            name = start.get(NAME, "").casefold()
            if name and name not in taken:
                taken.add(name)
                whole.update((start, mark))
    for mark in list(root.iter(START, END)):
        if mark not in whole:
            drop(mark)


def keep_referenced(submission: Submission) -> None:
    """Take out the bookmarks that nothing refers to, and make links that lead nowhere plain text."""
    names = bookmark_names(submission.root)
    used: set[str] = set()
    for root in submission.roots():
        for link in list(root.iter(LINK)):
            anchor = link.get(ANCHOR, "").casefold()
            if anchor in names:
                used.add(anchor)
            elif r("id") not in link.attrib:
                unwrap(link)
        instructions = [piece.text or "" for piece in root.iter(INSTRUCTION)]
        instructions += [simple.get(w("instr"), "") for simple in root.iter(SIMPLE)]
        used.update(target.casefold() for target in map(target_of, instructions) if target is not None)
    for root in submission.roots():
        unused: set[str] = set()
        for mark in list(root.iter(START, END)):
            if root is not submission.root or (mark.tag == START and mark.get(NAME, "").casefold() not in used):
                unused.add(mark.get(ID, ""))
                drop(mark)
            elif mark.tag == END and mark.get(ID, "") in unused:
                drop(mark)


# --- 域 (fields): what would fetch, start or change by itself becomes the text that it last showed; the re ---

FIELD_MARK: Final = w("fldChar")
INSTRUCTION: Final = w("instrText")
SIMPLE: Final = w("fldSimple")
LINK: Final = w("hyperlink")
ANCHOR: Final = w("anchor")
_MARK_TYPE: Final = w("fldCharType")

_REFERENCES: Final = frozenset({"REF", "PAGEREF", "NOTEREF"})
_HARMLESS: Final = frozenset({"PAGE", "EQ", "SYMBOL"})
_FETCHING: Final = frozenset(
    "INCLUDETEXT INCLUDEPICTURE INCLUDE IMPORT DDE DDEAUTO LINK EMBED DATABASE RD MACROBUTTON GOTOBUTTON HTMLACTIVEX"
    " CONTROL ADDIN ASK FILLIN PRINT AUTOTEXT AUTOTEXTLIST GLOSSARY MAILMERGE MERGEFIELD NEXT NEXTIF SKIPIF".split()
)
_LOCAL_LINK: Final = re.compile(r'^\s*HYPERLINK\s+\\l\s+"?([^"\s]+)"?', re.IGNORECASE)
_WORD: Final = re.compile(r'"([^"]*)"|(\S+)')


@define
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
    for root in submission.roots():
        for simple in list(root.iter(SIMPLE)):
            if not _stays(submission, simple.get(w("instr"), ""), bookmarks):
                for data in list(simple.iterchildren(w("fldData"))):
                    drop(data)
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
        simple.set(w("instr"), _renamed(simple.get(w("instr"), ""), rename))


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
    policy = submission.policy
    if keyword in _FETCHING or keyword.startswith("DDE"):
        submission.settle(policy.fields, Reason.FIELDS, Kind.FETCHING, " ".join(instruction.split())[:120])
    elif keyword == "HYPERLINK" and target is None:
        address = " ".join(instruction.split()[1:2]).strip('"')
        submission.settle(policy.hyperlinks, Reason.HYPERLINKS, Kind.HYPERLINKS, address[:120])
    else:
        submission.found(Kind.FIELDS, keyword[:20] or "（空）")
    return False


def _fields(root: Element) -> list[_Field]:
    """All complex fields, inner ones first; broken ones too."""
    if next(root.iter(FIELD_MARK, INSTRUCTION), None) is None:
        return []
    stacks: dict[Element, list[_Field]] = {}
    done: list[_Field] = []
    orphans: list[Element] = []
    for run in root.iter(RUN):
        stack = stacks.setdefault(story_of(run), [])
        for child in run:
            if child.tag == FIELD_MARK:
                _mark(child, stack, done, orphans)
            elif child.tag in {INSTRUCTION, w("delInstrText")}:
                if stack and stack[-1].separate is None:
                    _computes(child, stack[:-1])
                    stack[-1].instructions.append(child)
                else:
                    orphans.append(child)
            elif child.tag != RPR:
                _computes(child, stack)
    for orphan in orphans:
        drop(orphan)
    done.extend(left for stack in stacks.values() for left in reversed(stack))
    return done


def _mark(mark: Element, stack: list[_Field], done: list[_Field], orphans: list[Element]) -> None:
    kind = mark.get(_MARK_TYPE)
    _computes(mark, stack if kind == "begin" else stack[:-1])
    if kind == "begin":
        stack.append(_Field(mark))
    elif not stack or (kind == "separate" and stack[-1].separate is not None) or kind not in {"separate", "end"}:
        orphans.append(mark)
    elif kind == "separate":
        stack[-1].separate = mark
    else:
        stack[-1].end = mark
        done.append(stack.pop())


def _computes(element: Element, outer: list[_Field]) -> None:
    """What stands in a field's instruction but is no instruction of its own: a nested field that computes it."""
    for one in outer:
        if one.separate is None:
            one.computed.append(element)
            return


def _in_one_piece(found: _Field) -> None:
    """The instruction as one text: programs split it at will, and whoever changes it must find it whole."""
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
            drop(element)


def _check_box(begin: Element) -> str:
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    if box is None:
        return ""
    state = box.find(w("checked"))
    return "☑" if is_on(state if state is not None else box.find(w("default"))) else "☐"


def drop_empty_runs(root: Element) -> None:
    """Take out the runs that lost all they held."""
    for run in list(root.iter(RUN)):
        if all(child.tag == RPR for child in run):
            parent = run.getparent()
            if parent is not None and parent.tag in {P, LINK, SIMPLE}:
                drop(run)


# --- 页码 (pages): the numbers that references to pages show until a program updates them ----------------------------

_TEXT: Final = w("t")
_MAIN: Final = "word/document.xml"


def with_pages(data: bytes, pages: Mapping[str, str], *, level: int = 6) -> bytes:
    """The same file, in which each reference to the page of a bookmark in `pages` shows that page."""
    folded = {name.casefold(): page for name, page in pages.items()}
    stream = io.BytesIO()
    made = ZipStream(stream, level=level)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        for name in opened.namelist():
            part = opened.read(name)
            if name == _MAIN:
                root = etree.fromstring(part, tree_parser())
                for instruction in root.iter(INSTRUCTION):
                    _show(instruction, folded)
                part = etree.tostring(root, encoding="UTF-8", standalone=True, xml_declaration=True)
            made.add(name, deflated(part, level))
    made.close()
    return stream.getvalue()


def _show(instruction: Element, pages: Mapping[str, str]) -> None:
    words = (instruction.text or "").strip()
    target = target_of(words) if words.upper().startswith("PAGEREF") else None
    page = None if target is None else pages.get(target.casefold())
    marks = dict(_marks(instruction))
    separator, end = marks.get("separate"), marks.get("end")
    if page is None or separator is None or end is None or separator is end:
        return
    between = set(end.itersiblings(RUN, preceding=True))
    result = [run for run in separator.itersiblings(RUN) if run in between]
    for old in [child for run in result for child in run.iterchildren(_TEXT)]:
        drop(old)
    shown = result[0] if result else separator.makeelement(RUN)
    if not result:
        separator.addnext(shown)
    text = shown.makeelement(_TEXT)
    text.text = page
    shown.append(text)


def _marks(instruction: Element) -> Iterator[tuple[str, Element]]:
    """The marks that part a field from its result and end it, with their runs; all stand in one paragraph."""
    run = instruction.getparent()
    for following in () if run is None else run.itersiblings(RUN):
        for mark in following.iterchildren(FIELD_MARK):
            kind = mark.get(w("fldCharType"), "")
            yield kind, following
            if kind == "end":
                return
