"""判定: a light, and the clause on whose words it stands."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import instance_of

from trafficlight.model._checks import Strings, strings
from trafficlight.model._marks import BLUE, RED, YELLOW, Mark, Tally


@frozen
class Clause:
    """条款: an id, its words, and the document that holds them.

    A reading (释义) is our decision where the document is silent; `reading` keeps it apart from the document's own words.

    >>> print(Clause("P1", "全部办结为蓝色标识", "信访工作办法"))
    信访工作办法P1“全部办结为蓝色标识”
    """

    id: str
    words: str
    document: str = ""
    reading: bool = False

    def __str__(self) -> str:
        kind = "释义" if self.reading else ""
        return f"{self.document}{kind}{self.id}“{self.words}”"


def _facts(names: Strings | None) -> tuple[str, ...] | None:
    return None if names is None else strings(names)


@frozen
class Verdict:
    """判定: marks (none, one, or n of them), the clause they stand on, and what a reader should know beside.

    `note` is printed in the explanation (“第11名”). `flag` asks for the task force's eye (§3.18); it is printed too.
    `facts` names the record's fields that decided; None means those that the theme declares.
    Raises `TypeError` for marks that are no tally, or grounds that are no clause: a foreign rule may be unchecked.

    >>> verdict = blue(2, because=Clause("P1", "全部办结为蓝色标识"), note="第1名")
    >>> verdict.marks, verdict.word
    (Tally(蓝2), '蓝2')
    """

    marks: Tally = field(validator=instance_of(Tally))
    because: Clause = field(validator=instance_of(Clause))
    note: str = ""
    flag: str = ""
    facts: tuple[str, ...] | None = field(default=None, kw_only=True, converter=_facts)

    @property
    def word(self) -> str:
        """The marks in words: “蓝2”, or 不标注颜色."""
        return str(self.marks) if self.marks else "不标注颜色"


def lit(mark: Mark, count: int = 1, *, because: Clause, note: str = "", flag: str = "") -> Verdict:
    """`count` marks of one kind. Raises `ValueError` for a count below 1: no light is `unlit`, said with its reason."""
    if count < 1:
        raise ValueError(f"a light is lit at least once, not {count} times; use unlit()")
    return Verdict(Tally.of(mark, count), because, note, flag)


def blue(count: int = 1, *, because: Clause, note: str = "", flag: str = "") -> Verdict:
    """蓝: `count` blue marks."""
    return lit(BLUE, count, because=because, note=note, flag=flag)


def yellow(count: int = 1, *, because: Clause, note: str = "", flag: str = "") -> Verdict:
    """黄: `count` yellow marks."""
    return lit(YELLOW, count, because=because, note=note, flag=flag)


def red(count: int = 1, *, because: Clause, note: str = "", flag: str = "") -> Verdict:
    """红: `count` red marks."""
    return lit(RED, count, because=because, note=note, flag=flag)


def unlit(*, because: Clause, note: str = "", flag: str = "") -> Verdict:
    """不标注颜色: no mark, on grounds all the same."""
    return Verdict(Tally(), because, note, flag)
