"""规整的 XML: rows and shared texts as programs write them, many at once; the answers are always those of the exact pass.

Programs write nearly every row the same way: its number, then cells in order, each a number, a shared or an inline text.
Such rows are matched whole and become values column by column, each text and each format worked out once. Any other row
is parsed by lxml and read as ever. Where the part itself is unusual, nothing is read here: the exact pass begins anew.

Why a match is as good as a parse: a matched item is well-formed, since its pattern is; an item that is parsed is, too; and
what stands around the items is parsed without them. What XML forbids or changes in a text (control characters, carriage
returns, “]]>”) is looked for in everything at once.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise, repeat
from typing import Any, ClassVar, Final, TypeAlias

from lxml import etree

from trafficlight.errors import FileFault
from trafficlight.ooxml.file_kinds import FlawedFile
from trafficlight.ooxml.text import column_letters
from trafficlight.ooxml.xml import parser
from trafficlight.sheets.reading.hand_in_files import Malformed, Metered, Package
from trafficlight.sheets.reading.readers.cell_values import Value, text_value
from trafficlight.sheets.reading.readers.workbook_parts import MAIN, YES, Book, string_value

Found: TypeAlias = tuple[str | None, ...]
"""What the pattern found of the cells of a column."""

_ROOT: Final = re.compile(r"(?:<\?xml [^<>]*\?>\s*+)?(<[A-Za-z]++(?: [^<>]*)?>)")
_OTHER_ENCODING: Final = re.compile(r"<\?xml [^<>]*? encoding=[\"'](?!(?i:utf-8)[\"'])")
_FORBIDDEN: Final = bytes({*range(32)} - {*b"\t\n\r"})
_CHANGED: Final = ("\r", "]]>", "<!--", "<?", "\ufffe", "\uffff")
_BLOCKS: Final = 16
"""Blocks of a part that are looked through at once: a mebibyte."""
_LONGEST: Final = 2**22
"""Characters of an item, or of what stands above the items."""
_COLUMNS: Final = {column_letters(column): column + 1 for column in range(64)}
"""How many columns there are up to one; the pattern grows with the rows, but not past these."""
_KNOWN: Final = 2**14
"""Texts and numbers that are remembered, since other cells may have them."""
_SHOWN_DIGITS: Final = 11
"""So long a whole number General shows with all its digits."""
_SPECIAL: Final = 256
"""Looks that a pattern can leave out."""

_STRINGS: Final = re.compile(r'(?:<si><t(?: xml:space="preserve")?+>[^<]*+</t></si>)*+')
_STRING: Final = re.compile(r">([^<]*+)</t></si>")
_REFERENCE: Final = re.compile(r'<c r="([A-Z]{1,3})[1-9]')
_ROW: Final = r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9:]+="[^"<>&]*+")*+)(?:/>|>CELLS</row>)'
_CELL: Final = (
    r'(?:<c r="LETTERS\1"(?:(?: s="SPECIAL[0-9]{1,6}")?+ t="s"><v>([0-9]{1,9})</v></c>'
    r'|(?: s="SPECIAL([0-9]{1,6})")?+(?: ?/>|></c>|(?: t="n")?+><v>([-+.0-9eE]{1,40})</v></c>'
    r'| t="s"(?: ?/>|></c>)| t="inlineStr"(?: ?/>|></c>|><is><t(?: xml:space="preserve")?+>([^<]*+)</t></is></c>))))?+'
)
_SHARED, _STYLE, _NUMBER, _TEXT = range(2, 6)
"""Groups of the first column, after the row's number and its other attributes."""
_STEP: Final = 4
"""From a column's groups to those of the next."""


class NotPlain(Exception):
    """The part has to be read from its beginning by the exact pass."""


UNUSUAL: Final = (NotPlain, Malformed, FileFault, FlawedFile, UnicodeDecodeError, etree.LxmlError)
"""What ends a reading of plain XML: the exact pass then says what there is to say."""


class _PlainXml:
    """One part on its way: items, such as rows, one after the other within one element."""

    root: ClassVar[str]
    start: ClassVar[str] = ""
    end: ClassVar[str]
    item_end: ClassVar[str]
    close: ClassVar[str]
    """The root's name; tags before and after the items, after each of them, and of what is open at their end."""

    def __init__(self, package: Package, part: str) -> None:
        self._meter, self._limits = package.meter, package.meter.limits
        self._pieces = self._decoded(package.xml_blocks(part))
        self._root = ""
        self._texts: dict[str | None, Value] = {}
        """Text as XML has it → value."""

    def read(self) -> Metered:
        """Read the items; the part without them, for whoever reads the rest. Raises what `UNUSUAL` lists."""
        head, text = self._head()
        while True:
            if any(changed in text for changed in _CHANGED):
                raise NotPlain
            rest = self._items(text)
            self._meter.count(text.count("<") - rest.count("<"))
            if rest.startswith(self.end):
                break
            if len(rest) > _LONGEST:
                raise NotPlain
            text = rest + self._next_piece()
        around = chain([head + rest], self._pieces)
        return Metered((piece.encode() for piece in around), self._meter)

    def _take_many(self, text: str, at: int) -> int:
        """Take the plain items from a place on; where they end."""
        raise NotImplementedError

    def _take_one(self, item: Any) -> None:
        """An item that is not plain, as an element."""
        raise NotImplementedError

    def _widen(self, item: str) -> bool:
        """Whether an item that was not plain is so now."""
        return False

    def _decoded(self, blocks: Iterator[bytes]) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8")()
        while piece := b"".join(islice(blocks, _BLOCKS)):
            self._meter.check()
            if len(piece.translate(None, _FORBIDDEN)) != len(piece):
                raise NotPlain
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)

    def _next_piece(self) -> str:
        piece = next(self._pieces, None)
        if piece is None:
            raise NotPlain
        return piece

    def _head(self) -> tuple[str, str]:
        """What stands above the items, and the first of them."""
        text = self._next_piece().removeprefix("\ufeff")
        while (root := _ROOT.match(text)) is None or (at := text.find(self.start, root.end())) < 0:
            if len(text) > _LONGEST:
                raise NotPlain
            text += self._next_piece()
        at += len(self.start)
        head, self._root = text[:at], root[1]
        if "<!" in head or _OTHER_ENCODING.match(head):
            raise NotPlain
        if etree.fromstring(f"{self._root}</{self.root}>", parser()).tag != MAIN + self.root:
            raise NotPlain
        return head, text[at:]

    def _items(self, text: str) -> str:
        """Take the items that are whole; what is left."""
        at = 0
        while True:
            at = self._take_many(text, at)
            if text.startswith(self.end, at):
                return text[at:]
            end = text.find(self.item_end, at)
            if end < 0:
                return text[at:]
            end += len(self.item_end)
            if not self._widen(text[at:end]):
                self._take_one(self._parsed(text[at:end]))
                at = end

    def _parsed(self, item: str) -> Any:
        """An item by itself, among the namespaces of the whole."""
        if item.count("<") + item.count("=") > self._limits.held:
            raise NotPlain
        around = etree.fromstring(f"{self._root}{self.start}{item}{self.close}", parser())
        if self.start:
            if len(around) != 1:
                raise NotPlain
            around = around[0]
        name = MAIN + self.item_end[2:-1]
        if len(around) != 1 or around[0].tag != name:
            raise NotPlain
        return around[0]

    def _remember(self, texts: Iterable[str | None]) -> None:
        """Work out the texts that are not known yet."""
        new = set(texts) - self._texts.keys()
        escaped = [text for text in new if text is not None and "&" in text]
        if escaped:
            # lxml knows what a reference stands for, and whether it stands for anything
            read = etree.fromstring(f"<a><t>{'</t><t>'.join(escaped)}</t></a>", parser())
            new -= set(escaped)
            for text, one in zip(escaped, read, strict=True):
                self._texts[text] = text_value(one.text or "", self._limits)
        for plain in new:
            self._texts[plain] = None if plain is None else text_value(plain, self._limits)


class PlainStrings(_PlainXml):
    """规整的共享字符串: the texts that cells name by number."""

    root: ClassVar[str] = "sst"
    end: ClassVar[str] = "</sst>"
    item_end: ClassVar[str] = "</si>"
    close: ClassVar[str] = "</sst>"

    def __init__(self, package: Package, part: str) -> None:
        super().__init__(package, part)
        self.strings: list[Value] = []

    def _take_many(self, text: str, at: int) -> int:
        run = _STRINGS.match(text, at)
        end = at if run is None else run.end()
        found = _STRING.findall(text, at, end)
        if len(self.strings) + len(found) > self._limits.shared_strings:
            raise NotPlain
        if "&" in text or "_x" in text:
            self._texts.clear()
            self._remember(found)
            self.strings += map(self._texts.__getitem__, found)
        else:
            self.strings += [text_value(one, self._limits) for one in found]
        return end

    def _take_one(self, item: Any) -> None:
        self.strings.append(string_value(item, self._limits))


class PlainRows(_PlainXml):
    """规整的行: the rows of a sheet. `number` is the value of a number in a style; rows are taken in their order."""

    root: ClassVar[str] = "worksheet"
    start: ClassVar[str] = "<sheetData>"
    end: ClassVar[str] = "</sheetData>"
    item_end: ClassVar[str] = "</row>"
    close: ClassVar[str] = "</sheetData></worksheet>"

    def __init__(
        self,
        package: Package,
        part: str,
        book: Book,
        *,
        number: Callable[[str, str], Value],
        take_one: Callable[[Any], None],
        take_plain: Callable[[Sequence[int], list[tuple[Value, ...]], Iterable[int]], None],
    ) -> None:
        super().__init__(package, part)
        self._book, self._number_value, self._take_parsed, self._take_plain = book, number, take_one, take_plain
        if len(book.looks.special) > _SPECIAL:
            raise NotPlain
        special = "|".join(sorted(book.looks.special))
        self._cell = _CELL.replace("SPECIAL", f'(?!(?:{special})")' if special else "")
        """Of one column: a cell whose look says something about its text is none that is plain."""
        self._width = 0
        self._pattern = re.compile(_ROW.replace("CELLS", ""))
        self._looks: dict[str, bool] = {}
        """Attributes of a row → whether they hide it."""
        self._numbers: dict[str, dict[str, Value]] = {}
        """Style → number as XML has it → value."""

    def _take_many(self, text: str, at: int) -> int:
        match, rows = self._pattern.match, []
        while (row := match(text, at)) is not None:
            rows.append(row.groups())
            at = row.end()
        if rows:
            self._take(rows)
        return at

    def _take_one(self, item: Any) -> None:
        self._take_parsed(item)

    def _widen(self, item: str) -> bool:
        """Take the columns of a row up into the pattern; whether there were any more."""
        most = min(len(_COLUMNS), self._limits.columns)
        width = max((_COLUMNS.get(letters, 0) for letters in _REFERENCE.findall(item)), default=0)
        if not self._width < width <= most:
            return False
        self._width = width
        cells = "".join(self._cell.replace("LETTERS", letters) for letters in islice(_COLUMNS, width))
        self._pattern = re.compile(_ROW.replace("CELLS", cells))
        return True

    def _take(self, rows: list[tuple[str | None, ...]]) -> None:
        found: list[Any] = list(zip(*rows, strict=True))
        numbers = list(map(int, found[0]))
        if not all(above < below for above, below in pairwise(numbers)):
            raise NotPlain
        hiding = {look for look in set(found[1]) if self._hides(look)}
        hidden = [number for number, look in zip(numbers, found[1], strict=True) if look in hiding] if hiding else ()
        if len(self._texts) > _KNOWN:
            self._texts.clear()
        self._remember(chain.from_iterable(found[_TEXT::_STEP]))
        columns = [self._column(*found[at : at + _STEP]) for at in range(_SHARED, len(found), _STEP)]
        while columns and columns[-1] is None:
            columns.pop()
        filled: list[Iterable[Value]] = [repeat(None, len(numbers)) if one is None else one for one in columns]
        made: list[tuple[Value, ...]] = list(zip(*filled, strict=True)) or [()] * len(numbers)
        self._take_plain(numbers, [row if row and row[-1] is not None else _trimmed(row) for row in made], hidden)

    def _hides(self, attributes: str) -> bool:
        """Whether the attributes of a row hide it. Raises lxml's error where they are not well-formed."""
        if attributes not in self._looks:
            if len(self._looks) >= _KNOWN:
                self._looks.clear()
            row = etree.fromstring(f'{self._root}<row r="1"{attributes}/></worksheet>', parser())[0]
            self._looks[attributes] = row.get("hidden") in YES
        return self._looks[attributes]

    def _column(self, shared: Any, styles: Found, numbers: Any, texts: Found) -> Sequence[Value] | None:
        """The values of a column; None where it holds nothing."""
        strings, known = self._book.strings, self._texts
        try:
            if None not in shared:
                return list(map(strings.__getitem__, map(int, shared)))
            if None not in texts:
                return list(map(known.__getitem__, texts))
            if None not in numbers:
                return self._number_column(styles, numbers)
            if shared.count(None) == numbers.count(None) == texts.count(None) == len(texts):
                return None
            return [
                strings[int(one)] if one else self._number(style, number) if number else known[text] if text else None
                for one, style, number, text in zip(shared, styles, numbers, texts, strict=True)
            ]
        except IndexError:
            raise NotPlain from None

    def _number_column(self, styles: Found, numbers: tuple[str, ...]) -> list[Value]:
        style = styles[0]
        if styles.count(style) == len(styles):
            plain = (style or "0") not in self._book.looks.formats and "".join(numbers).isdigit()
            if plain and max(map(len, numbers)) <= _SHOWN_DIGITS:
                return list(map(int, numbers))
        return [self._number(style, number) for style, number in zip(styles, numbers, strict=True)]

    def _number(self, style: str | None, number: str) -> Value:
        known = self._numbers.setdefault(style or "0", {})
        if number not in known:
            if len(known) >= _KNOWN:
                known.clear()
            known[number] = self._number_value(number, style or "0")
        return known[number]


def _trimmed(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """A row up to its last filled cell."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
