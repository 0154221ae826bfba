"""数字格式的代码: a format code in sections and tokens (ECMA-376 Part 1, 18.8.31)."""

from __future__ import annotations

import enum
import re
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import define, field

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|\Z)|[\\!](?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)(?:\]|\Z)'
    r"|(?P<general>General|(?:G/)?通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|g+|b+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<end>;)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
"""What is opened and not closed goes to the end, so that a code of brackets alone is passed over once."""
_LITERALS: Final = frozenset({"quoted", "escaped", "plain"})
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,20}(?:\.[0-9]{1,20})?)\Z")
_ELAPSED: Final = re.compile(r"(?:h+|m+|s+)\Z")
_LOOK: Final = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|[黑蓝绿红白黄]色?|蓝绿色?|洋红色?|颜色 ?\d+)\Z"
)
_SYSTEM: Final = {
    "f800": 'yyyy"年"m"月"d"日"',
    "x-sysdate": 'yyyy"年"m"月"d"日"',
    "f400": "h:mm:ss",
    "x-systime": "h:mm:ss",
}
PLAIN: Final = "0123456789"
LOWER: Final = "〇一二三四五六七八九十百千"
UPPER: Final = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_LONGEST_CODE: Final = 255
"""Excel takes no longer one."""


class Worth(enum.Enum):
    """所值: what a number in a format is worth to whoever needs its value."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"


class Token(NamedTuple):
    """A piece of a code: what kind of piece, and its text."""

    kind: str
    text: str


@define
class Section:
    """One of up to four parts of a code, divided by “;”."""

    tokens: list[Token] = field(factory=list)
    condition: tuple[str, Decimal] | None = None
    locale: str = ""
    numerals: str = PLAIN
    is_sure: bool = True
    """Whether every word of it is known."""

    kinds: frozenset[str] = frozenset()
    """Of its tokens."""
    worth: Worth = Worth.NUMBER

    def applies(self, number: Decimal) -> bool:
        """Whether its condition holds."""
        if self.condition is None:
            return False
        sign, limit = self.condition
        order = (number > limit) - (number < limit)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0, "=": not order, "<>": bool(order)}[
            sign
        ]

    def take(self, kind: str, text: str) -> None:
        """One token more."""
        if kind in _LITERALS:
            self.tokens.append(Token("literal", text))
        elif kind == "blank":
            self.tokens.append(Token("literal", " "))
        elif kind == "bracket":
            self._take_bracket(text, text.lower())
        elif kind != "fill":
            self.tokens.append(Token(kind, text.lower() if kind == "date" else text))

    def _take_bracket(self, text: str, low: str) -> None:
        if match := _CONDITION.match(low.replace(" ", "")):
            self.condition = match[1], Decimal(match[2])
        elif _ELAPSED.match(low):
            self.tokens.append(Token("elapsed", low))
        elif low.startswith("$"):
            currency, _, self.locale = low[1:].partition("-")
            self.tokens += [Token("literal", text[1 : 1 + len(currency)])] if currency else []
        elif low in {"dbnum1", "dbnum2"}:
            self.numerals = LOWER if low == "dbnum1" else UPPER
        elif not _LOOK.match(low):
            self.is_sure = False

    def finished(self) -> Section:
        """The section with what it leaves to be understood."""
        if self.locale in _SYSTEM:
            # the system's own date or time; what follows is for programs that do not know it
            self.tokens = sections(_SYSTEM[self.locale])[0].tokens
            self.locale = ""
        if not self.tokens and self.numerals != PLAIN:
            self.tokens = [Token("general", "General")]
        self.kinds = frozenset(token.kind for token in self.tokens)
        if "elapsed" in self.kinds:
            self.worth = Worth.DURATION
        elif self.kinds & {"date", "noon"}:
            self.worth = Worth.DATE
        return self


def sections(code: str) -> list[Section]:
    """The sections of a code, at least one."""
    found = [Section()]
    for match in _TOKEN.finditer(code[:_LONGEST_CODE]):
        kind = match.lastgroup or "plain"
        if kind == "end":
            found.append(Section())
        else:
            found[-1].take(kind, match[kind])
    if len(code) > _LONGEST_CODE:
        found[-1].is_sure = False
    return [section.finished() for section in found]
