"""事项: how the text of one cell is divided into items, and what an office types for “none” (§4.20, §4.22)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from trafficlight.messages import Words
from trafficlight.model._vocabulary import fold

_DIGITS: Final = "零一二三四五六七八九"

_STYLES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d.．a-zA-Z第])(\d{1,2})(?:、|[.．](?!\d))",
        r"[(（](\d{1,2})[)）]",
        *("([①-⑳])", "([⑴-⒇])", "([⒈-⒛])", "([㈠-㈩])", "([❶-❿])"),
        r"(?:(?<=[\s；;。，,：:])|^)([一二三四五六七八九十]{1,3})、",
        r"[(（]([一二三四五六七八九十]{1,3})[)）]",
        r"(?:(?<=[\s；;。，,：:])|^)([一二三四五六七八九十]{1,3})是",
        r"(?:(?<=[\s；;。，,：:])|^)第([一二三四五六七八九十]{1,3})[，,、：:](?![第一二三四五六七八九十])",
    )
)
"""编号: the ways in which items are numbered; “1.5亿元” and “第2、3季度” are none."""

_ENCLOSED: Final = re.compile("[①-⒛❶-❿㈠-㈩]")
"""Numbers of one character, with the circle, the brackets or the dot about them."""

_LEAD_IN: Final = re.compile(r"[^\n]{0,40}[:：]|(?:一?共|合计|累计|计)[^\n]{0,20}\d{1,3}[项个件条][^\n]{0,4}")
"""引语: “共2项：” above the items."""
_COUNTED: Final = re.compile(r"(?:一?共|合计|累计|计)[^\n]{0,20}\d{1,3}[项个件条][:：]\s*\Z")
_GLOSS: Final = re.compile(r"其中[:：]?")
_NOTE_ALONE: Final = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕\n]{0,60}[)）\]】〕][。；;，,]?")
"""A line that is a note in brackets alone belongs to the item above it."""

ASK_NUMBERING: Final = Words(
    "每行一项，或从 1 起连续编号的事项（编号不连续，或编号与分行不一致，分不清有几项）",
    "items one a line, or numbered from 1 on without a gap (how many items these are cannot be told)",
)
ASK_WHAT: Final = Words(
    "具体事项；没有的写“无”（“待定”之类不能说明有无）",
    "the items themselves, or “无” for none (words such as 待定 tell neither)",
)


def number_of(text: str) -> int | None:
    """序号: digits, Chinese numerals up to 九十九, and circled numbers; None for anything else.

    >>> [number_of(text) for text in ("12", "十二", "二十", "⑫", "⒓", "1-1")]
    [12, 12, 20, 12, 12, None]
    """
    if _ENCLOSED.fullmatch(text):
        return int(unicodedata.numeric(text))
    text = unicodedata.normalize("NFKC", text)
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    tens, ten, ones = text.partition("十")
    if not text or len(text) > 3 or any(digit not in _DIGITS for digit in (*tens, *ones)) or len(tens + ones) > 2:
        return None
    high = _DIGITS.index(tens) if tens else 1
    if not ten:
        return high if len(tens) == 1 and tens != "零" else None
    return 10 * high + (_DIGITS.index(ones) if ones else 0)


def divide(text: str) -> tuple[str, ...] | None:
    r"""分项: the items of a cell's text, in order; None where how many they are cannot be told (§4.20).

    Numbering that counts on from 1 divides wherever the line breaks stand; without it a line is an item. Within a line
    numbers that leap (1.甲3.丙) or begin later (10.甲 11.乙) tell nothing.

    >>> divide("共2项：1.甲（已认定）2.乙"), divide("甲，投资1.5亿元\n乙"), divide("1.甲\n3.丙")
    (('甲（已认定）', '乙'), ('甲，投资1.5亿元', '乙'), None)
    """
    found = sorted((starts[0].start(), starts, style) for style in _STYLES if (starts := _counting(style, text)))
    if not found:
        if any(_begins_later(style, text) for style in _STYLES):
            return None
        return tuple(_by_lines(text.split("\n")))
    first, starts, style = found[0]
    lead = text[:first].strip()
    ends = [one.start() for one in starts[1:]]
    items = [_joined(text[one.end() : end]) for one, end in zip(starts, [*ends, len(text)], strict=True)]
    at_lines = {one.start() for one in style.finditer(text) if _starts_line(text, one.start())}
    alone = len(starts) == 1
    if (
        (lead and not _LEAD_IN.fullmatch(lead))
        or not at_lines <= {one.start() for one in starts}
        or (alone and len([*_by_lines(text[first:].split("\n"))]) > 1)
        or (len(at_lines) < 2 and _leaps(style, text, starts))
    ):
        return tuple(_by_lines(text.split("\n"))) if alone and not at_lines else None
    return tuple(item for item in items if item)


def _counting(style: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The numbers that count on from 1; where those at the starts of lines do, they alone."""
    numbers = list(style.finditer(text))
    at_lines = [one for one in numbers if _starts_line(text, one.start())]
    if len(at_lines) > 1 and [number_of(one[1]) for one in at_lines] == list(range(1, len(at_lines) + 1)):
        return at_lines
    counting: list[re.Match[str]] = []
    for one in numbers:
        if number_of(one[1]) == len(counting) + 1:
            counting.append(one)
    if len(counting) > 1:
        return counting
    # a single number within the text is no numbering: “建设1、改造”; behind “共1项：” it is
    return [one for one in counting if _starts_line(text, one.start()) or _COUNTED.match(text[: one.start()])]


def _leaps(style: re.Pattern[str], text: str, starts: Sequence[re.Match[str]]) -> bool:
    """Whether a number past the counted ones stands behind them, with the same mark: 1.甲3.丙; “3、4号楼” is a text."""
    return any(
        (number_of(one[1]) or 0) > len(starts)
        and (len(one[0]) == 1 or one[0][-1] == starts[0][0][-1])
        and not text[one.end() : one.end() + 1].isdigit()
        for one in style.finditer(text, starts[-1].end())
    )


def _begins_later(style: re.Pattern[str], text: str) -> bool:
    """Whether a line is numbered within, but from a later number on than 1: 10.甲 11.乙."""
    numbers = [one for one in style.finditer(text) if not text[one.end() : one.end() + 1].isdigit()]
    return any(
        _starts_line(text, numbers[0].start())
        and not _starts_line(text, then.start())
        and (number_of(then[1]) or 0) == (number_of(one[1]) or 0) + 1
        for one, then in pairwise(numbers)
    )


def _starts_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _joined(part: str) -> str:
    """One item, its line breaks those of a wrapped cell."""
    return "".join(line.strip() for line in part.split("\n")).strip("；;，,、 ")


def _by_lines(lines: Sequence[str]) -> Iterator[str]:
    """A line is an item, but for lead-ins, and glosses and notes, which belong to the item above them."""
    item = ""
    for line in map(str.strip, lines):
        if not line:
            continue
        if item and (_GLOSS.match(line) or _NOTE_ALONE.fullmatch(line)):
            item += line
            continue
        if item:
            yield item
        item = "" if len(lines) > 1 and line[-1] in ":：" and _LEAD_IN.fullmatch(line) else line
    if item:
        yield item


_WHEN: Final = (
    r"(?:本季度|本年度|本月|本期|本周|截[至止][\d年月日号底末初上中下旬目前今为止本季度半第一二三四周期此时报告./-]{1,11}[,:]?|至今|目前|当前|现"
    r"|(?:20\d\d年度?|今年|本年)?(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?)?)?[,:]?"
)
_WHOSE: Final = (
    "(?:(?:本|我|该)(?:办公室|科室?|单位|部门|处室?|县区?|市|区|局)?|[此该本]项(?:工作|任务|业务|内容))?[,:]?"
)
_WHAT: Final = (
    "(?:新增|相关|有关|任何|已|拟|对上|争取|申报|上报|报送|认定|获批|上级|此|该|类|项目|项|资金|政策|事项|改革|创新|试点|工作|任务|情况|内容|计划|线索"
    "|进展|成效|成果|活动|安排|打算|其他|具体|承担|承接|涉及|开展|取得|落实|到|的)"
)
_LABEL: Final = r"(?:[已拟]?争取?)?(?:资金|政策|项目|事项|情况)?[:]?"
_WHICH: Final = (
    "(?:整改|审计|督办|督查|督帮|重点|重大|专项|发现|需要?|应|须|待|可|新|信访|招商|引资|考核|交办|承办|办理|推进|实施|上报"
    "|[国省市县区]级|国家级|以上|符合条件|其它|填报|未完成|逾期|滞后)"
)
_DENIED: Final = rf"(?:{_WHAT}|{_WHICH}){{0,6}}(?:事项|项目|情况|问题|任务|工作|线索|内容)"
"""整改事项: what stands before the noun is one of these; 无人机项目 and 无障碍事项 are items."""
_NONE: Final = re.compile(
    rf"{_LABEL}(?:{_WHEN}{_WHOSE}|{_WHOSE}{_WHEN})(?:(?:暂时?|尚|还|均为?|都为?|皆为?|全)?(?:无|没有?|未有)(?:{_WHAT}{{0,8}}|{_DENIED})"
    rf"|(?:暂|尚|还)未|(?:暂|尚|还)?未(?:开展|发生|形成|争取|申报|上报|启动|谋划|安排|取得|承担|承接|涉及){_WHAT}{{0,6}}"
    rf"|不(?:涉及|适用|承担|存在){_WHAT}{{0,4}}|空白?|零(?:报告|上报|申报)?|[零〇][项个件次条]"
    r"|(?<![\d.A-Z])(?:[0〇○×✕✗╳X]+|[共计]?0+(?:\.0+)?(?:万元|亿元|元|[项个件次条](?:项目|试点|事项|政策)?|%)?"
    r"|N/?A|None|nil|null)"
    r"|[-‐‑‒–—―−─━_~/\\|∕]+)",
    re.IGNORECASE,
)
_FAILED: Final = re.compile(r"#(?:N/A|REF!?|VALUE!?|NAME\??|DIV/0!?|NUM!?|NULL!?)")
"""What a sheet shows where a formula failed."""
_UNTOLD: Final = frozenset(
    (
        "待定 待报 待补 待补充 待核实 待统计 待填 不详 不清楚 未知 另报 缺 空缺 无变化 同上期 同上季度 同上月"
        " 争取中 谋划中 申报中 拟定中 推进中 进行中 正在争取 正在谋划 正在申报 未获批 □无 N No TBD"
        " 同左 同左栏 同右 同右栏 同前 同前栏 同下 见左 见右 见上 见下 见备注 详见备注"
        " 略 否 是 有 见附件 详见附件 见附表 详见附表 见附页 另附 附后 若干 若干项 多项 数项 几项 完成 已完成"
        " 认定 已认定 未认定 待认定 拟认定 已通过认定 尚未认定 不予认定"
    ).split()
)
_GOING_ON: Final = re.compile(
    "(?:正在|继续|积极|持续|努力|全力|大力|计划|准备|[拟待已将]){0,6}"
    "(?:争取|申报|谋划|上报|推进|对接|跟进|申请|储备){1,6}(?:之?中|当中|到位)?"
    r"(?:(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[项个件](?:项目|试点|事项|政策)?)?"
)
"""正在谋划1项: that something is sought, but not what."""
_AS_BEFORE: Final = re.compile(
    "[同与和较见按]?(?:上|前|第?[一二三四1-4])[一个1]?(?:季度?|期|月|次|周|年度?)[的相比]*(?:相同|一致|一样|持平|不变|报送|内容|情况|表)*"
)
"""与上季度相同: what was told before is not told here."""
_IN_BRACKETS: Final = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_NUMBERED: Final = re.compile(r"^(?:\d{1,2}(?:\.(?!\d)|[、)])|[一二三四五六七八九十]、)")
_AROUND: Final = "。；;，,、.!“”\"'… ()[]【】〔〕「」☑√✓"
_MARKED: Final = frozenset("○〇×✕✗╳")
_DASHES: Final = "-—–―─"
_PARTS: Final = re.compile(r"[\n;；,，]|(?<=[无零0])[/、]")
_SHORT: Final = 24
"""Characters; a longer text says more than none."""


def says_none(text: str) -> bool:
    """无: whether a text says that there is nothing: a dash, 无 or 暂无 with or without a noun, 0 with a unit (§4.22).

    >>> [
    ...     says_none(text)
    ...     for text in ("—", "无新增", "0万元", "无（本季度）", "资金：无；政策：无", "无人机巡查项目", "3项")
    ... ]
    [True, True, True, True, True, False, False]
    """
    if len(text) > _SHORT:
        return False
    parts = [part for part in map(fold, _PARTS.split(text)) if part]
    return _is_none(fold(text)) or (bool(parts) and all(map(_is_none, parts)))


def _is_none(folded: str) -> bool:
    bare = _NUMBERED.sub("", (_IN_BRACKETS.sub("", folded) or folded).strip(_AROUND))
    return _NONE.fullmatch(bare) is not None or (
        bare[:1] in _DASHES and _NONE.fullmatch(bare.strip(_DASHES)) is not None
    )


def tells_nothing(text: str) -> bool:
    """待定: whether a text tells neither that there is something nor that there is nothing (§4.22); so do mere marks."""
    if len(text) > _SHORT:
        return False
    folded = fold(text)
    bare = folded.strip(_AROUND)
    says_something = any(one.isalnum() or one in _MARKED for one in folded)
    untold = bare in _UNTOLD or any(words.fullmatch(bare) for words in (_FAILED, _GOING_ON, _AS_BEFORE))
    return untold or not says_something
