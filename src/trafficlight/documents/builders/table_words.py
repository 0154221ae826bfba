"""表格用语: the words of rating tables, in Chinese and English, each of which an agency may set itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import attrs
from attrs import evolve, field, frozen

from trafficlight._scheme import Scheme
from trafficlight.errors import DocumentError
from trafficlight.layout._keys import changed
from trafficlight.messages import Language, Words, said, spoken
from trafficlight.model._checks import template
from trafficlight.model._field_types import typed

W = TypeVar("W")


def _template(default: str, *names: str) -> Any:
    return field(default=default, validator=template(*names))


def _header(*words: tuple[str, str]) -> Any:
    return field(default=tuple(Words(*both) for both in words), converter=tuple[str, ...])


@frozen(kw_only=True, field_transformer=typed)
class TableWords:
    """表格用语: what is in braces is filled in.

    `note`      the notes below a table: {notes}.
    `decided`   the line below a table for each decision on a light in it: {item} and {decision}.
    `absent`    what stands in the row of a unit that handed nothing in.
    `unlit`     what explanations say of a rating without a light.
    `explanations`, `explanation_header`    标注解释: its title, and its five header words.
    `consequences`, `consequence_header`    处置情况: its title, and its six header words.
    `determinations`, `determination_header`  研究确定情况: its title, and its seven header words.
    `coverage`, `coverage_header`  报送情况: its title, and its five header words; `received`, `not_received`, `faulty` ({faults}) and
                `exempt` say how a sheet or a row stands.
    `flags`, `flag_header`    提请研究事项: its title, and its five header words.
    `score`     what explanations call a score; in papers of a scheme what its order does (`Order.score`).
    `nothing`   stands in a bulletin below the title of such a table that has no row.
    `groups`, `group_header`  督导帮扶组分组表 (A4-4.1): its title, and its five header words; `member` {person} and {role}.
    """

    note: str = _template(Words("备注：{notes}", "Note: {notes}"), "notes")
    decided: str = _template(
        Words("研究确定：{item}，{decision}。", "Decision: {item}, {decision}."), "item", "decision"
    )
    absent: str = Words("未报送", "nothing handed in")
    unlit: str = Words("不标注", "no light")
    explanations: str = Words("标注解释", "Grounds of the lights")
    explanation_header: tuple[str, ...] = _header(
        ("专题", "Theme"), ("事项", "Item"), ("标识", "Light"), ("依据", "Facts"), ("条款", "Clause")
    )
    consequences: str = Words("处置情况", "Consequences")
    consequence_header: tuple[str, ...] = _header(
        ("专题", "Theme"),
        ("事项", "Item"),
        ("标识", "Light"),
        ("处置", "Consequence"),
        ("分值", "Points"),
        ("条款", "Clause"),
    )
    determinations: str = Words("研究确定情况", "Decisions")
    determination_header: tuple[str, ...] = _header(
        ("专题", "Theme"),
        ("事项", "Item"),
        ("原标识", "Computed"),
        ("研究确定", "Decided"),
        ("确定人", "By"),
        ("日期", "On"),
        ("理由", "Because"),
    )
    coverage: str = Words("报送情况", "Coverage")
    coverage_header: tuple[str, ...] = _header(
        ("专题", "Theme"), ("牵头单位", "Steward"), ("单位", "Unit"), ("报送情况", "Status"), ("来源", "Source")
    )
    received: str = _template(Words("已报", "received"), "faults")
    not_received: str = _template(Words("未收到", "not received"), "faults")
    faulty: str = _template(Words("报送有误（{faults}处）", "with faults ({faults})"), "faults")
    exempt: str = _template(Words("免报", "exempt"), "faults")
    flags: str = Words("提请研究事项", "To be decided")
    flag_header: tuple[str, ...] = _header(
        ("序号", "No."), ("专题", "Theme"), ("事项", "Item"), ("标识", "Light"), ("提请研究的问题", "Question")
    )
    nothing: str = Words("无。", "None.")
    score: str = Words("得分", "score")
    groups: str = Words("督导帮扶组分组表", "Assistance groups")
    group_header: tuple[str, ...] = _header(
        ("分组序号", "Group"), ("包保单位", "Units"), ("组  长", "Leader"), ("副组长", "Deputy"), ("成  员", "Members")
    )
    member: str = _template(Words("{person}（{role}）", "{person} ({role})"), "person", "role")
    language: Language = "zh"

    __repr__ = changed

    @property
    def own_unlit(self) -> str:
        """What an agency calls no light within a sentence; empty where it has set no word."""
        return "" if self.unlit == TABLE_WORDS.unlit else self.unlit

    def speaking(self, language: Language) -> TableWords:
        """The words in a language, as far as an agency has not set its own; dates and grounds are in it, too."""
        return evolve(spoken(self, language), language=language)


TABLE_WORDS: Final = TableWords()
"""What tables say where neither an agency nor its scheme has words of its own."""


def worded(words: W, scheme: Scheme, paper: str) -> W:
    """用语: the words of a paper: what was set for it, then what the scheme has for such papers, then the usual ones.

    All of it is in the agency's language. Raises `DocumentError` for a word of the scheme that the paper has not,
    and for one text where several go, or several for one.
    """
    value: Any = words
    fields = {at.name: at for at in attrs.fields(type(value)) if at.init and at.default is not attrs.NOTHING}
    own = scheme.wording(paper)
    strangers = [name for name in own if name not in fields]
    if strangers:
        raise DocumentError(
            f"督查方案的用语 {paper} 没有“{'、'.join(strangers)}”；可用：{'、'.join(fields)}",
            f"the scheme's words for {paper} know no “{', '.join(strangers)}”; known: {', '.join(fields)}",
        )
    for name, text in own.items():
        is_one = isinstance(fields[name].default, str)
        if is_one is not isinstance(text, str):
            allowed = Words("一段文字", "one text") if is_one else Words("若干文字", "several texts")
            raise DocumentError(
                f"督查方案的用语 {paper}.{name} 应为{allowed}",
                f"the scheme's words {paper}.{name} should be {allowed.en}",
            )
    usual = {name: text for name, text in own.items() if getattr(value, name) == fields[name].default}
    made: W = spoken(evolve(value, **usual), scheme.agency.language)
    return made


def headed(scheme: Scheme, paper: str, word: str, usual: str) -> str:
    """A title or sentence of a paper in the scheme's words, else the usual one: a template, the agency's name filled in."""
    text = scheme.wording(paper).get(word, usual)
    said_so = said(text if isinstance(text, str) else "\n".join(text), scheme.agency.language)
    return said_so.replace("{agency}", scheme.agency.name.replace("{", "{{").replace("}", "}}"))


def table_words(words: TableWords, scheme: Scheme) -> TableWords:
    """The words of a scheme's tables, in its agency's language."""
    own = worded(words, scheme, "tables").speaking(scheme.agency.language)
    usual = words.score == TABLE_WORDS.score and "score" not in scheme.wording("tables")
    return evolve(own, score=said(scheme.order.score, scheme.agency.language)) if usual else own


def filled(template: str, facts: Mapping[str, object], what: Words) -> str:
    """Words of an agency's own with their facts. Raises `DocumentError`, which calls them `what`, for an unknown name in braces."""
    try:
        return template.format(**facts)
    except (KeyError, IndexError, ValueError) as fault:
        raise DocumentError(
            f"{what}“{template}”中的 {fault} 无从填写；可用：{'、'.join(facts)}",
            f"in the {what.en} “{template}” {fault} cannot be filled in; known: {', '.join(facts)}",
        ) from fault
