"""数字格式: the text that a cell shows for its number, by its format code; what is not certain shows None."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property
from typing import Final

from attrs import frozen

from trafficlight.sheets.reading.readers.format_codes import LOWER, PLAIN, UPPER, Section, Worth, sections
from trafficlight.sheets.reading.readers.shown_numbers import moment_text, number_text

_SOME: Final = frozenset(PLAIN[1:] + LOWER[1:] + UPPER[1:])
"""Digits and their like that are not zero."""
_KEPT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
"""A sheet keeps 15 digits, and rounds what it shows from these."""
_LARGEST: Final = Decimal(10) ** 30
"""Past it nobody formats a number."""
_LAST_DAY: Final = 2_958_466
"""Of the year 10000."""
_GENERAL: Final = sections("General")[0]


@frozen
class NumberFormat:
    """数字格式: one code, ready to show numbers.

    >>> NumberFormat('#,##0.00"万元"').show(1234.5), NumberFormat('yyyy"年"m"月"').show(45261)
    ('1,234.50万元', '2023年12月')
    >>> NumberFormat("General").show(0.1 + 0.2), NumberFormat("[$-411]ggge").show(45261)
    ('0.3', None)
    """

    code: str

    @cached_property
    def _sections(self) -> tuple[tuple[Section, ...], Section | None]:
        """Those for numbers, and the one for texts."""
        *several, last = sections(self.code)
        if "text" in last.kinds or len(several) > 2:
            return tuple(several), last
        return (*several, last), None

    @property
    def _numeric(self) -> tuple[Section, ...]:
        return self._sections[0]

    @property
    def worth(self) -> Worth:
        """What a number is worth in it: its first section tells."""
        return self._numeric[0].worth if self._numeric else Worth.NUMBER

    @property
    def is_general(self) -> bool:
        """Whether it shows numbers as General does, and texts as they are."""
        plain = all(
            section.numerals == PLAIN and [token.kind for token in section.tokens] == ["general"]
            for section in self._numeric
        )
        return plain and len(self._numeric) < 2 and not self.changes_texts

    @property
    def changes_texts(self) -> bool:
        """Whether it shows a text as another: @"万元"."""
        return self.show_text("x") != "x"

    def show_text(self, text: str) -> str:
        """What it shows for a text."""
        of_text = self._sections[1]
        if of_text is None:
            return text
        return "".join(
            text if token.kind in {"text", "general"} else token.text
            for token in of_text.tokens
            if token.kind in {"text", "general", "literal"}
        ).strip()

    def show(self, number: float, *, from_1904: bool = False) -> str | None:
        """What it shows for a number; None where that is not certain, and for a negative date, which no column is wide enough for."""
        exact = _KEPT.plus(Decimal(repr(number)))
        if abs(exact) > _LARGEST:
            return None
        section, signed = self._section(exact)
        if section is None or not section.is_sure:
            return None
        if section.worth is not Worth.NUMBER:
            return moment_text(number, section, from_1904=from_1904) if 0 <= number < _LAST_DAY else None
        shown = number_text(section, abs(exact))
        if shown is None:
            return None
        if signed and not any(one in _SOME for one in shown):
            return None  # some programs show -0
        return f"{'-' if signed else ''}{shown.strip()}"

    def _section(self, number: Decimal) -> tuple[Section | None, bool]:
        """The section for a number, and whether a minus sign is to be shown."""
        several = self._numeric
        if not several:
            return _GENERAL, number < 0
        if any(section.condition for section in several):
            return (None, False) if number < 0 else (_by_condition(several, number), False)
        if len(several) == 1:
            return several[0], number < 0
        if number < 0:
            return several[1], False
        return several[2 if number == 0 and len(several) > 2 else 0], False


def _by_condition(several: Sequence[Section], number: Decimal) -> Section | None:
    """The first section whose condition holds; the first without one takes the rest."""
    for section in several:
        if section.applies(number) or section.condition is None:
            return section
    return None


# fmt: off
_DATE, _MONTH_DAY, _YEAR_MONTH = 'yyyy"年"m"月"d"日"', 'm"月"d"日"', 'yyyy"年"m"月"'
_CLOCK, _LONG_CLOCK = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
_MONEY, _ACCOUNT = '"¥"#,##0', "_ * #,##0"
_BUILT_IN: Final = {
    "0": (1,), "0.00": (2,), "#,##0": (3,), "#,##0.00": (4,), "0%": (9,), "0.00%": (10,), "0.00E+00": (11,), "# ?/?": (12,),
    "# ??/??": (13,), "yyyy/m/d": (14,), "d-mmm-yy": (15,), "d-mmm": (16,), "mmm-yy": (17,), "h:mm AM/PM": (18,),
    "h:mm:ss AM/PM": (19,), "h:mm": (20,), "h:mm:ss": (21,), "yyyy/m/d h:mm": (22,), "m/d/yy": (30,), 'h"时"mm"分"': (32,),
    'h"时"mm"分"ss"秒"': (33,), "mm:ss": (45,), "[h]:mm:ss": (46,), "mm:ss.0": (47,), "##0.0E+0": (48,), "@": (49,),
    _YEAR_MONTH: (27, 36, 50, 52, 57), _MONTH_DAY: (28, 29, 51, 53, 54, 58), _DATE: (31,),
    _CLOCK: (34, 55), _LONG_CLOCK: (35, 56), "#,##0;-#,##0": (37, 38), "#,##0.00;-#,##0.00": (39, 40),
    f'{_MONEY};"¥"-#,##0': (5, 6), f'{_MONEY}.00;"¥"-#,##0.00': (7, 8), f'{_ACCOUNT};-#,##0;"-"': (41,),
    f'"¥"{_ACCOUNT};"¥"-#,##0;"¥ -"': (42,), f'{_ACCOUNT}.00;-#,##0.00;"-"': (43,),
    f'"¥"{_ACCOUNT}.00;"¥"-#,##0.00;"¥ -"': (44,),
}
# fmt: on
BUILT_IN: Final[dict[int, str]] = {number: code for code, numbers in _BUILT_IN.items() for number in numbers}
"""Formats that a file names without spelling them out, as Chinese Excel has them (ECMA-376 Part 1, 18.8.30)."""
