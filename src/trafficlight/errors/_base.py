"""错误之根: the class that a host application catches, and the errors of rules, files and documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from trafficlight.messages import BilingualError, Language, TrafficlightError, Words, counted, english, legible

if TYPE_CHECKING:
    import datetime as dt


def listed(words: Sequence[str]) -> Words:
    """Words one after the other."""
    return Words("、".join(words) or "无", ", ".join(map(english, words)) or "none")


def told(error: BaseException) -> Words:
    """The message of an error in both languages; that of another program is used for both."""
    if isinstance(error, TrafficlightError):
        return Words(error.say(), error.say("en"))
    text = error.args[0] if error.args and isinstance(error.args[0], Words) else str(error)
    return Words(text, english(text))


class WrongType(BilingualError, TypeError):
    """类型不符: a value of another type than goes there, refused when it is made or handed over."""


class ThemeError(BilingualError, ValueError):
    """A theme or rulebook that cannot work, refused when it is made: duplicate key, column without a field …"""


class RuleError(BilingualError):
    """A record that got no light: its rule crashed, refused it, or returned no verdict. The cause is chained.

    Attributes: `theme` (key), `record`, `problem`, `serial` (序号) and `where` (file, sheet and row, when known).
    """

    def __init__(self, theme: str, record: object, problem: str, *, serial: int | None = None, where: str = "") -> None:
        number = Words("", "") if serial is None else Words(f"第{serial}项", f"no. {serial}")
        shown = repr(record)
        super().__init__(
            f"主题“{theme}”{'，'.join(filter(None, [where, number]))}：{problem}；记录：{shown}",
            f"theme “{theme}” {', '.join(filter(None, [where, number.en]))}: {english(problem)}; record: {shown}",
        )
        self.theme = theme
        self.record = record
        self.problem = problem
        self.serial = serial
        self.where = where


class RatingFaults(TrafficlightError, ExceptionGroup[RuleError]):
    """All records that got no light, at once; nothing was rated."""

    def derive(self, excs: Sequence[RuleError]) -> RatingFaults:  # type: ignore[override]  # typeshed widens the member type
        """Keep the type when Python splits the group (PEP 654)."""
        return RatingFaults(self.message, excs)

    def lines(self, language: Language = "zh") -> tuple[str, ...]:
        """One line a record, in order, in Chinese or English."""
        return tuple(fault.say(language) for fault in self.exceptions if isinstance(fault, RuleError))


class NoEvidence(BilingualError, ValueError):
    """无依据: a rule was asked for a light without the fact that the light needs; nothing is lit."""

    def __init__(self, fact: str, allowed: Sequence[str] = ()) -> None:
        words = listed(allowed)
        super().__init__(
            f"缺少依据“{fact}”，不予亮灯" + (f"；应为 {words} 之一" if allowed else ""),
            f"there is no evidence “{english(fact)}”, so no light"
            + (f"; expected one of {words.en}" if allowed else ""),
        )
        self.fact = fact
        self.allowed: tuple[str, ...] = tuple(allowed)


class NotInForce(BilingualError, LookupError):
    """未施行: the date lies before the first rulebook."""

    def __init__(self, date: dt.date, first: dt.date) -> None:
        zh = f"{date.isoformat()} 尚无规则：最早的规则自 {first.isoformat()} 起施行"
        super().__init__(zh, f"no rules are in force on {date.isoformat()}: the first are from {first.isoformat()}")
        self.date = date
        self.first = first


class RatingsMixed(BilingualError, ValueError):
    """评定混杂: ratings of several editions or periods, or one item twice, where a document can have one (§4.34)."""


class DeterminationError(BilingualError, ValueError):
    """A determination that fits no rating, more than one, or a mark that the rules no longer compute."""


class CalendarUnknown(BilingualError, LookupError):
    """The working-day calendar does not know this year; holidays are never guessed."""

    def __init__(self, year: int, known: Sequence[int]) -> None:
        years = listed(list(map(str, known)))
        zh = f"日历没有 {year} 年的放假安排；已知年份：{years}"
        super().__init__(zh, f"the calendar has no holidays of {year}; known years: {years.en}")
        self.year = year
        self.known: tuple[int, ...] = tuple(known)


class _Unknown(BilingualError, KeyError):  # a `KeyError`, which a mapping's `get` catches
    noun: ClassVar[Words]

    def __init__(self, name: str, known: Sequence[str] = (), *, why: Words | None = None) -> None:
        names = listed(known)
        because = why or Words(f"没有{self.noun}“{name}”", f"no {self.noun.en} “{name}”")
        super().__init__(f"{because}；可用：{names}", f"{because.en}; known: {names.en}")
        self.name = name
        self.known: tuple[str, ...] = tuple(known)

    def __str__(self) -> str:
        return Exception.__str__(self)  # a `KeyError` would quote its message


class UnknownName(_Unknown):
    """A name that stands for nothing in `among`: a field of a form, a word of a vocabulary, a mark of a palette."""

    def __init__(self, among: Words, name: str, known: Sequence[str] = ()) -> None:
        super().__init__(name, known, why=Words(f"{among}中没有“{name}”", f"no “{name}” in {among.en}"))


class UnknownTheme(_Unknown):
    """No theme of that key stands in the rulebook."""

    noun: ClassVar[Words] = Words("主题", "theme")


class UnknownUnit(_Unknown):
    """No unit of that name or alias stands in the roster on its day; `why` says so where it did or will.

    `nearest` is the unit into which it was merged.
    """

    noun: ClassVar[Words] = Words("单位", "unit")

    def __init__(
        self, name: str, known: Sequence[str] = (), *, why: Words | None = None, nearest: str | None = None
    ) -> None:
        super().__init__(name, known, why=why)
        self.why = why
        self.nearest = nearest


class UnknownBoard(_Unknown):
    """No board of that key stands in the roster."""

    noun: ClassVar[Words] = Words("榜", "board")


class InterchangeError(BilingualError, ValueError):
    """JSON that does not fit its type; `problems` are (path, what is wrong), all at once, each text with its English."""

    def __init__(self, source: str, problems: Sequence[tuple[str, str]]) -> None:
        told = [
            Words(legible(f"  {path}：{what}"), legible(f"  {english(path)}: {english(what)}"))
            for path, what in problems
        ]
        name = Words(legible(source), legible(english(source)))
        super().__init__(
            "\n".join([f"{name}：{len(told)} 处错误", *told]),
            "\n".join([f"{name.en}: {counted(len(told), 'fault')}", *(line.en for line in told)]),
        )
        self.source = source
        self.problems: tuple[tuple[str, str], ...] = tuple(problems)


class AgencyFileError(InterchangeError):
    """An agency's TOML file with faults; each path is a path in the file (`boards[0].units[3].name`)."""


class DocumentError(BilingualError, ValueError):
    """A document that cannot be built or written."""


class UnprintableText(DocumentError):
    """Text that no Word or Excel file can hold: control characters, lone surrogates."""

    def __init__(self, text: str, position: int) -> None:
        code = f"U+{ord(text[position]):04X}"
        super().__init__(
            f"文字含有不能写入文档的字符 {code}（第 {position + 1} 个字符）：{text!r}",
            f"no document can hold the character {code} (no. {position + 1}): {text!r}",
        )
        self.text = text
        self.position = position


class SubmissionRefused(DocumentError):
    """拒收: a .docx that a unit sent in and that cannot be taken into a compendium (N3).

    Attributes: `file`, `reason` (a word: `macros`, `encrypted`, `empty` …) and `detail`, in both languages.
    """

    def __init__(self, file: str, reason: str, detail: Words) -> None:
        said = Words(f"{file}：{detail}", f"{file}: {detail.en}") if file else detail
        super().__init__(legible(said), legible(said.en))
        self.file = file
        self.reason = reason
        self.detail = detail


class NoProvenance(DocumentError, LookupError):
    """无出处: a .docx that does not say from which input, rulebook and version it was made."""


class NotSignedOff(DocumentError):
    """未审签: a letter or a decision without the sign-off of a leader who may (N2.3, §4.38).

    `unit` is whose letter it is, or the decision's item; `problem` says what is wrong.
    """

    def __init__(
        self,
        unit: str,
        problem: str = Words("没有领导审签", "has no leader's sign-off"),
        *,
        decision: bool = False,
    ) -> None:
        if decision:
            zh, en = (
                f"{unit}的研究确定{problem}，不能采用",
                f"the decision on {english(unit)} {english(problem)}: it is not used",
            )
        else:
            zh = f"发给“{unit}”的提醒函{problem}，不能制发：请先送审签单"
            en = f"the letter to “{unit}” {english(problem)}: send its sign-off sheet first"
        super().__init__(zh, en)
        self.unit = unit
        self.problem = problem

    @classmethod
    def by(cls, signer: str, allowed: Sequence[str], *, unit: str, decision: bool = False) -> NotSignedOff:
        """It was signed off by somebody whom the agency does not name for it."""
        named = listed(allowed)
        told = Words(
            f"由“{signer}”审签，机构指定的审签领导是：{named}",
            f"is signed off by “{signer}”, and the leaders whom the agency names are: {named.en}",
        )
        return cls(unit, told, decision=decision)


class OfficeMissing(DocumentError):
    """缺少 LibreOffice: the program that lays documents out is not there. `office` is the name that was looked for."""

    def __init__(self, office: str) -> None:
        zh = f"找不到 LibreOffice（{office}）：请安装，或以 office= 给出 soffice 的路径"
        super().__init__(zh, f"LibreOffice ({office}) is not there: install it, or pass the path of soffice as office=")
        self.office = office


class OfficeFailed(DocumentError):
    """LibreOffice 未能完成: it took too long, or left no whole result. `said` is what it printed."""

    def __init__(self, problem: str, said: str = "") -> None:
        zh = f"LibreOffice {problem}" + (f"：{said}" if said else "")
        super().__init__(zh, f"LibreOffice: {english(problem)}" + (f": {said}" if said else ""))
        self.problem = problem
        self.said = said


class ExtraMissing(BilingualError, ImportError):
    """缺少附加组件: a library that only this job needs is not installed. `package` and `extra` name it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"缺少 {package}：请安装 trafficlight-rules[{extra}]",
            f"{package} is missing: install trafficlight-rules[{extra}]",
        )
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[ExtraMissing], tuple[str, str]]:
        """An `ImportError` keeps its message beside its arguments: it is made anew."""
        return type(self), (self.package, self.extra)
