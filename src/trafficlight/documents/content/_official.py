"""公文要素 (elements of an official document): 版头, 信函格式, 附件说明, 署名, 版记, each a value.

GB/T 9704-2012 §7 says what each is and where it stands; the profile holds the measures, a writer sets them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from attrs import field, frozen

from trafficlight.layout._keys import Style


def _strings(given: Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


@frozen(kw_only=True)
class RedHead:
    """版头 (GB/T 9704 §7.2): organ mark in red, document number, red rule; the first block of its section.

    `organ` is the whole mark, with or without “文件”; several organs stand one below the other.
    """

    organ: tuple[str, ...] = field(converter=_strings)
    number: str
    signers: tuple[str, ...] = field(default=(), converter=_strings)
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""

    @property
    def corner(self) -> tuple[tuple[Style, str], ...]:
        """份号, 密级, 紧急程度 from the top, each with its style (§7.2.1 to 7.2.3)."""
        return _corner(self)


@frozen(kw_only=True)
class LetterHead:
    """信函格式 (GB/T 9704 §10.1): organ mark without “文件”, red double rules, number at the right.

    It is the first block of its section, whose first page then has the rules and no page number.
    """

    organ: str
    number: str = ""
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""

    @property
    def corner(self) -> tuple[tuple[Style, str], ...]:
        """As a `RedHead`'s."""
        return _corner(self)


def _corner(head: RedHead | LetterHead) -> tuple[tuple[Style, str], ...]:
    return (
        (Style.COPY_NUMBER, head.copy_number),
        (Style.CLASSIFICATION, head.classification),
        (Style.CLASSIFICATION, head.urgency),
    )


@frozen
class AttachmentList:
    """附件说明 (§7.3.4): “附件：1.×××”, one line a name, without end punctuation; one name has no number."""

    names: tuple[str, ...] = field(converter=_strings)

    @property
    def numbered(self) -> tuple[tuple[str, str], ...]:
        """Each name behind its number."""
        several = len(self.names) > 1
        return tuple((f"{number}." if several else "", name) for number, name in enumerate(self.names, 1))


@frozen(kw_only=True)
class SignatureBlock:
    """署名和成文日期 (§7.3.5). `sealed`: the date 4字 from the right and the organ centred over it."""

    organ: str
    date: dt.date
    sealed: bool = False


@frozen(kw_only=True)
class Colophon:
    """版记 (§7.4): at the foot of the document's last page, between rules.

    `lines` stand above 抄送, one ruled row each (e.g. 信息公开选项); `copies` are the organs that 抄送 names.
    A letter's has no rules (§10.1.8): `ruled=False`.
    """

    lines: tuple[str, ...] = field(default=(), converter=_strings)
    copies: str = ""
    issuer: str = ""
    date: dt.date | None = None
    ruled: bool = True

    @property
    def sentence(self) -> str:
        """抄送机关: the organs with the full stop that ends them; nothing where there are none."""
        return f"{self.copies.removesuffix('。')}。" if self.copies else ""
