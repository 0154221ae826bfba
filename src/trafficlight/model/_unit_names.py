"""格中的单位: which units and persons the text of a cell names, and who leads (牵头) or takes part (配合) (§3.15, §4.26)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NoReturn

from attrs import define, field, frozen

from trafficlight.errors import UnknownUnit, UnreadableCell
from trafficlight.messages import Words
from trafficlight.model._boards import Roster
from trafficlight.model._units import SEPARATORS, JointUnits, Responsibility, Unit, is_person, split_units
from trafficlight.model._vocabulary import fold, nearest, simpler

UNIT_NAME: Final = Words("花名册中的单位名称", "the name of a unit in the roster")
_ASK_PART: Final = Words(
    "分得清牵头与配合的写法，如“牵头：办公室”，换行写“配合：人事科”，再换行写责任人",
    "words that tell who leads and who takes part, as “牵头：办公室”, on a new line “配合：人事科”, and then the person",
)
_WHITE: Final = re.compile(r"\s+")
_MOST_GAPS: Final = 8
"""How many gaps are tried as the one between units and person, which bounds the time that a cell may take."""
_MOST_WORDS: Final = 64
"""Words of a cell that says which unit has which part."""

_LEADS: Final = "(?:牵头|主办|承办|主责|负责|责任)(?!人)"
_TAKES_PART: Final = "(?:配合|协办|协助|协同)(?!人)"
_WITH: Final = r"\b(?i:partners?|with)(?=[:：])"
"""As `Responsibility` says it in English; “lead” and “with” alone are words of names."""
_SORT: Final = "(?:单位|科室|部门|处室|科|局)?"
SPEAKS_OF_PARTS: Final = re.compile(rf"{_LEADS}|{_TAKES_PART}|{_WITH}|[(（\[【]|人[:：]")
"""A cell without any of these names units, and a person after them."""
_LABEL: Final = re.compile(
    rf"(?:(?P<lead>{_LEADS})|(?P<part>{_TAKES_PART}|{_WITH})){_SORT}[:：]|(?P<person>\w{{0,4}}人)[:：]"
)
_BEHIND: Final = re.compile(rf"(?:由)?(?P<name>.+?)(?<!\s)(?:(?P<lead>{_LEADS})|(?P<part>{_TAKES_PART}))\Z")
_NOTE: Final = re.compile(r"(?P<name>[^(（\[【]+)[(（\[【](?P<note>[^()（）\[\]【】]*)[)）\]】]\Z")
_IN_NOTE: Final = re.compile(rf"(?:(?P<lead>{_LEADS})|(?P<part>{_TAKES_PART})){_SORT}")
_PART: Final = re.compile(rf"{_LEADS}|{_TAKES_PART}")
_JOINED: Final = re.compile(r"以?及|[和与&]|\band\b", re.IGNORECASE)
_WORD: Final = re.compile(r"(?:[(（\[【][^()（）\[\]【】]*[)）\]】]|[^\s、，,；;])+")


def unit_named(name: str, roster: Roster) -> Unit:
    """The unit of a name. Raises `UnreadableCell` with the nearest one."""
    try:
        return roster.find(name)
    except UnknownUnit as error:
        why, wanted = error.why, UNIT_NAME
        if why is not None:
            wanted = Words(f"{wanted}（{why}）", f"{wanted.en} ({why.en})")
        raise UnreadableCell(wanted, error.nearest or _near(name, error.known)) from error


def _near(name: str, known: Sequence[str]) -> str | None:
    """The longest unit's name within the text, as where the agency's own stands before it (市审计局办公室), else the nearest."""
    folded = simpler(fold(name))
    within = [each for each in known if fold(each) in folded]
    return max(within, key=len) if within else nearest(name, known)


def units_named(text: str, roster: Roster, expected: str) -> tuple[Unit, ...]:
    """The units of a cell that names no person, the lead first, and those that take part. Raises `UnreadableCell`."""
    if SPEAKS_OF_PARTS.search(text) and not roster.knows(text):
        said = _Parts(roster, expected).read(text)
        if said.person:
            raise UnreadableCell(expected)
        return JointUnits(said.units, said.partners) if said.partners else said.units
    units = tuple(unit for name in split_units(text) for unit in _all_named(name, roster))
    if not units or len(set(units)) != len(units):
        raise UnreadableCell(expected)
    return units


def _all_named(name: str, roster: Roster) -> tuple[Unit, ...]:
    """The unit of a name, or the units of its lines or words where each of them is one: departments below one another."""
    if not roster.knows(name):
        for parts in (name.splitlines(), name.split()):
            if len(parts) > 1 and all(map(roster.knows, parts)):
                return tuple(map(roster.find, parts))
    return (unit_named(name, roster),)


def responsibility_named(text: str, roster: Roster, expected: str) -> Responsibility:
    """The units and the person of a cell, and the units that take part. Raises `UnreadableCell`."""
    text = "、".join(map(str.strip, SEPARATORS.split(text)))
    if SPEAKS_OF_PARTS.search(text) and not roster.knows(text):
        return _Parts(roster, expected).read(text)
    end, start = _gap(text, roster)
    person = " ".join(text[start:].split())
    units = units_named(text[:end], roster, expected)
    for word in (*split_units(person.replace(" ", "、")), *map(str.strip, _JOINED.split(person))):
        _refuse_unit(word, roster, expected)
    return Responsibility(units, person)


def _gap(text: str, roster: Roster) -> tuple[int, int]:
    """Where the units end and the person starts; where no beginning names units, the end of the first line or word."""
    gaps = [found.span() for found in itertools.islice(_WHITE.finditer(text), _MOST_GAPS)]
    whole = (len(text), len(text))
    for gap in (whole, *reversed(gaps)):
        if _all_known(text[: gap[0]], roster):
            return gap
    return next((gap for gap in gaps if "\n" in text[slice(*gap)]), next(iter(gaps), whole))


def _all_known(text: str, roster: Roster) -> bool:
    names = split_units(text)
    return bool(names) and all(map(roster.knows, names))


def _refuse_unit(word: str, roster: Roster, expected: str) -> None:
    """Refuse a word beside the person that may be the name of a unit (§4.26)."""
    near = _like_a_unit(word, roster)
    if near:
        raise UnreadableCell(expected, near)


def _like_a_unit(word: str, roster: Roster) -> str:
    """The unit that a word beside the person may mean: by its name, or as a short form of it (§4.26)."""
    short = fold(word)
    if roster.knows(short):
        return roster.find(short).name
    if len(short) < 3:
        return ""
    return next((unit.name for unit in roster if _shortens(short, unit.name)), "")


def _shortens(short: str, name: str) -> bool:
    """Whether a word ends as a unit's name does, and its characters stand in the name in order: 法审科, 法制审理科."""
    rest = iter(name)
    return short[-1] == name[-1] and short[0] == name[0] and all(char in rest for char in short)


@frozen
class _Named:
    """A unit of the cell: its part ("" if the cell does not say), and whether the cell says it for this unit alone."""

    unit: Unit
    part: str = ""
    alone: bool = False


@define
class _Parts:
    """A cell that says which unit has which part, word by word: 牵头：甲, 甲（牵头）, 甲牵头; persons in brackets or after blanks."""

    roster: Roster
    expected: str
    named: list[_Named] = field(factory=list)
    person: str = ""
    label: str = ""
    """The part that a label gave to the units after it."""
    waits: bool = False
    """Whether nothing stands after the label yet."""

    def read(self, text: str) -> Responsibility:
        """Who has which part. Raises `UnreadableCell` where that cannot be told."""
        for word, joined in self._words(text):
            self._take(word, joined=joined)
        units = [one.unit for one in self.named if one.part == "lead"]
        units += [one.unit for one in self.named if not one.part]
        partners = [one.unit for one in self.named if one.part == "part"]
        said_alone = any(one.part == "part" and one.alone for one in self.named)
        if not units or (said_alone and any(not one.part for one in self.named[1:])):
            self._ask()
        if len({*units, *partners}) != len(self.named):
            raise UnreadableCell(self.expected)
        return Responsibility(tuple(units), self.person, tuple(partners))

    def _words(self, text: str) -> Iterator[tuple[str, bool]]:
        """The words, and whether each is joined to the one before by “、”; a name with blanks, or on two lines, is one word."""
        text = _LABEL.sub(r"\g<0> ", text)
        found = list(itertools.islice(_WORD.finditer(text), _MOST_WORDS + 1))
        if len(found) > _MOST_WORDS:
            raise UnreadableCell(self.expected)
        at = end = 0
        while at < len(found):
            start = found[at].start()
            ends = (match.end() for match in reversed(found[at + 1 : at + _MOST_GAPS]))
            whole = next((stop for stop in ends if self._is_unit(text[start:stop])), found[at].end())
            yield text[start:whole], SEPARATORS.search(text, end, start) is not None
            while at < len(found) and found[at].start() < whole:
                at += 1
            end = whole

    def _is_unit(self, text: str) -> bool:
        found = (_NOTE.match(text), _BEHIND.match(text))
        return self.roster.knows(text) or any(one is not None and self.roster.knows(one["name"]) for one in found)

    def _take(self, word: str, *, joined: bool) -> None:
        if (label := _LABEL.fullmatch(word)) is not None:
            self.label, self.waits = str(label.lastgroup), True
            return
        if self.label == "person" and not self.roster.knows(word):
            self._add_person(word, joined=joined)
        elif self.roster.knows(word):
            if self.label and not self.waits and not joined:
                self._ask()  # below “配合：甲” another unit may have either part
            self.named.append(_Named(self.roster.find(word), "" if self.label == "person" else self.label))
        elif not (self._has_note(word) or self._has_part_behind(word)):
            if (joined and not self.person) or (self.waits and self.label != "person"):
                unit_named(word, self.roster)
            self._add_person(word, joined=joined)
        self.waits = False

    def _add_person(self, word: str, *, joined: bool) -> None:
        if _PART.search(word):
            self._ask()
        _refuse_unit(word, self.roster, self.expected)
        if not self.named and self.label != "person":
            unit_named(word, self.roster)
        self.person += f"{'、' if joined else ' '}{word}" if self.person else word

    def _has_note(self, word: str) -> bool:
        """甲（牵头）, 甲（张某）, 甲（配合：乙）."""
        found = _NOTE.match(word)
        if found is None or not self.roster.knows(found["name"]):
            return False
        unit, note = self.roster.find(found["name"]), found["note"].strip()
        part, label = _IN_NOTE.fullmatch(fold(note)), _LABEL.match(note)
        if part is not None:
            self.named.append(_Named(unit, str(part.lastgroup), alone=True))
            return True
        self.named.append(_Named(unit, "" if self.label == "person" else self.label))
        inner = split_units(note[label.end() :] if label else note)
        if label is not None and label.lastgroup != "person":
            self.named += (_Named(unit_named(name, self.roster), str(label.lastgroup)) for name in inner)
        elif inner and (label or all(is_person(fold(name)) for name in inner)):
            for number, name in enumerate(inner):
                self._add_person(name, joined=number > 0)
        else:
            self._ask()
        return True

    def _has_part_behind(self, word: str) -> bool:
        """甲牵头: and the units before it that “、” joins, of which nothing is said yet."""
        found = _BEHIND.match(word)
        if found is None or not self.roster.knows(found["name"]):
            return False
        part = str(found.lastgroup)
        for at in range(len(self.named) - 1, -1, -1):
            if self.named[at].part:
                break
            self.named[at] = _Named(self.named[at].unit, part)
        self.named.append(_Named(self.roster.find(found["name"]), part))
        return True

    def _ask(self) -> NoReturn:
        raise UnreadableCell(_ASK_PART)
