"""认定: whether an item's words say that it was recognised, and what of them is to be asked about (§4.21)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from trafficlight.model._vocabulary import fold

_TRAILING: Final = "。；;，,、. "


_NOTES: Final = re.compile(r"[(\[{【〔『「《<]([^()\[\]{}【】〔〕『』「」《》<>]*)[)\]}】〕』」》>]")
_NUMBERED: Final = re.compile(r"[(\[【〔](?:19|20)\d\d[)\]】〕](?=第?\d{1,5}号)")
"""The year within the number of a document (〔2023〕3号), which are brackets within brackets."""
_SIMPLER: Final = str.maketrans("認經獲過擬沒請預計爭將報評審", "认经获过拟没请预计争将报评审")
_PARTS: Final = re.compile(r"[,，;；。:：、]")
_DENIED: Final = re.compile(r"未|非(?=已|认定)|待|拟|尚|没|不予|不|申请|申报|预计|争取|正在|即将|报批|报请|前")
_SAID: Final = re.compile(r"认定")
_UNDER_WAY: Final = re.compile(
    r"认定(?:中|后|时(?!间)|材料|程序|工作|手续|流程|阶段|环节|评审|答辩|公示|计划)"
    r"|初步|初审|初评|口头|原则|(?:提交|提请|提报|上报|呈[报请送]|报送|递交|送审|送交|转[报送]|请示|商请|函请|启动|列入|纳入|进入|开展|参加|参与|推荐|受理|公示|等候)[^0-9]{0,20}认定"
    r"|(?:汇报|沟通|对接|协调|推送)(?![^0-9]{0,20}(?:[局委厅部署办院会科处室所府组班]|中心|部门|单位|机关|上级)[第一二三四季度上下半年]{0,5}已[经获予以被正式通过]{0,4}认定)[^0-9]{0,20}认定"
)
"""Not recognised yet, or not for certain: 认定中, 已提交认定, 已初步认定; 省对接专班已认定 names a body that has done it."""
_TAKEN_BACK: Final = re.compile(
    "撤销|取消|驳回|失败|无效|暂缓|拒绝|退回|失去|争议|作废|失效|否|待发|待批|待公示|待核|待复"
)
_NAMES_A_BODY: Final = re.compile(r"(?:[局委厅部署办院会科处室所府]|中心|部门|单位|机关|上级)[年月日]*\Z")
"""Without 已, only the name of a body tells that it was done: 发改委认定, but not 力争认定."""
_GIVES: Final = re.compile(r"[已经由获得被通过予以正式完成报了省市级]|认定|\d|项|为|的")
"""Words around a body's name, as in “经…已认定”; without them the name is left."""
_NUMBER: Final = r"(?:[2-9]|\d{2,3}|[二两三四五六七八九十]{1,3})[项个件]"
_WHEN: Final = re.compile(
    r"\d{2,4}年[度底初末]?|\d{1,2}月[份底初末]?|\d{1,2}[日号]|[去今本上]年度?|第?[一二三四1-4]季度|[上下]半年|[上中下]旬|于|在"
)
"""When it was recognised, which names no body."""
_SEVERAL: Final = re.compile(rf"均|都|全部|以上|分别|各|{_NUMBER}")
"""Words such as 均, which do not say how many items were recognised."""
_SO_MANY: Final = re.compile(
    rf"(?:等|共|计){_NUMBER}|{_NUMBER}(?:项目|试点|事项|政策|改革|任务|课题)*(?:\||\Z)|[×xX*]\d{{1,3}}(?:\||\Z)"
)
_SAID_WITHIN: Final = re.compile(r"已(?:经|获|被|通过|由)?[^|,，;；。\s未待拟不]{0,12}认定")
_PLAIN: Final = re.compile(
    r"(?:(?![等共计計认認定])[\u4e00-\u9fffA-Za-z0-9])*(?<![项个件目点策])(?<![xX]\d)(?<![xX]\d\d)(?<![xX]\d\d\d)[（(]已认定[）)]"
)
"""What most recognised items look like: a shortcut for texts without other brackets, numbers of items or signs."""
_KIND_OF_BODY: Final = ("部门", "单位", "机关", "上级")
_YEAR: Final = (
    r"(?:(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d|\.?\d*[万亿千百元项个件家户人处亩吨])"
    r"|(?<!\d)(?P<short>2\d)年(?=\d{1,2}月|[已被获经由认底初末])|[去往前]年|上一?年)"
)
"""2022, 22年12月, 去年; no amount."""
_SAID_IN: Final = re.compile(rf"{_YEAR}(?:(?!(?:19|20)\d\d).){{0,20}}认定")
_SAID_OF: Final = re.compile(rf"认定(?:[于在为是]|时间|日期|年[度份]){{0,2}}{_YEAR}")
_DATE: Final = re.compile(
    rf"(?:[于在自]|时间|日期|年[度份]){{0,2}}{_YEAR}[\d年度月日号份初中旬底末上下半季第一二三四./-]{{0,14}}"
)
_DOCUMENT: Final = re.compile(rf"{_YEAR}文号")
_BASIS: Final = re.compile("[依根]据|按")
"""A document on which an item rests is not that by which it was recognised."""
_NAMED: Final = (
    re.compile(rf"已[于在]?{_YEAR}.{{0,12}}认定\Z"),
    re.compile(rf"{_YEAR}[0-9年月日底初末]{{0,7}}已.{{0,8}}认定\Z"),
)
"""The same within the words of an item, whose own year stands there, too."""
_OUTSIDE: Final = re.compile(r"[\s,;。、]+")


def years_recognised(item: str) -> tuple[int, ...]:
    """认定年份: the years in which an item says that it was recognised, 0 for 去年 and its like.

    The year stands before the word, behind it, or in brackets after it; that of a document by which it was recognised counts,
    that of the item itself does not.

    >>> [years_recognised(f"甲{said}") for said in ("（2022年已认定）", "，已认定，2022年", "（已认定）（2022）")]
    [(2022,), (2022,), (2022,)]
    >>> years_recognised("2022年甲（2021年启动，已认定）")
    ()
    """
    if "定" not in item or "认" not in (item := item.translate(_SIMPLER)):
        return ()
    text = _NUMBERED.sub(lambda number: f"{number[0][1:5]}文号", unicodedata.normalize("NFKC", item))
    found: list[re.Match[str] | None] = []
    is_said, at = False, 0
    for note in (*_NOTES.finditer(text), None):
        outside = [fold(part) for part in _OUTSIDE.split(text[at : note.start() if note else len(text)]) if part]
        last = max((number for number, part in enumerate(outside) if _SAID.search(part)), default=0)
        for number, part in enumerate(outside):
            if at == number == 0:
                found += (named.search(part) for named in _NAMED)
                is_said = part.endswith("认定") and ("已" in part or text.count("认定") == 1)
                continue
            is_said, year = _year_within(part, is_said=is_said)
            found.append(year if number >= last else None)
        if note is None:
            break
        at = note.end()
        parts = [fold(part) for part in _PARTS.split(note[1]) if part.strip()]
        in_one = any(map(_is_said, parts))
        for part in parts:
            is_said, year = _year_within(part, is_said=is_said)
            if in_one and year is None:
                year = _DATE.fullmatch(part) or (None if _BASIS.search(part) else _DOCUMENT.search(part))
            found.append(year)
    return tuple(
        dict.fromkeys(int(f"20{year['short']}" if year["short"] else year["year"] or 0) for year in found if year)
    )


def _is_said(part: str) -> bool:
    return bool(_SAID.search(part)) and not (_DENIED.search(part) or _UNDER_WAY.search(part))


def _year_within(part: str, *, is_said: bool) -> tuple[bool, re.Match[str] | None]:
    """Whether a part says that something was recognised, and the year that it gives, or gives for the part before."""
    if _is_said(part):
        return True, _SAID_IN.search(part) or _SAID_OF.search(part)
    date = _DATE.fullmatch(part) if is_said else None
    return date is not None, date


def recognitions(item: str, authority: str = "") -> tuple[int, str]:
    """认定: how often an item says that it was recognised, and what is to be asked about it, if anything (§4.21).

    “（已认定）” may stand in any brackets, with who and how much, or behind the item; 未, 待, 拟, 不予, 申请 deny it. Where
    `authority` is a particular body (发改委), another one that is named is no recognition: it is asked about. So is what may
    mean several items (均已认定), has a question mark or is under way (认定中), and 已认定 within the words of an item.

    >>> [recognitions(item, "发改委")[0] for item in ("甲【已认定，500万元】", "乙（待认定）", "丙（财政局已认定）")]
    [1, 0, 0]
    """
    if "定" in item and _PLAIN.fullmatch(item):
        return 1, ""
    if "定" not in item or "认" not in (item := item.translate(_SIMPLER)):
        return 0, ""
    text = _NUMBERED.sub("", unicodedata.normalize("NFKC", item))
    bare = _NOTES.sub("|", text).rstrip(_TRAILING)
    said = [fold(part) for note in _NOTES.findall(text) for part in _PARTS.split(note)]
    tail = re.split(r"[\s|,，;；。]", bare)[-1]
    said.append(fold(tail) if len(tail) < len(bare) or fold(tail).startswith("已") else "")
    count, doubt = 0, ""
    is_taken_back = any(map(_TAKEN_BACK.search, said))
    are_several = _SO_MANY.search(bare) is not None or any(re.fullmatch(_NUMBER, one) for one in said)
    for part in filter(_SAID.search, said):
        if _DENIED.search(part):
            continue
        body = _GIVES.sub("", _WHEN.sub("", part))
        particular = authority and not any(word in authority for word in _KIND_OF_BODY)
        if not _is_certain(part, body, authority):
            doubt = doubt or f"“{part}”是否已经认定，请写明“（已认定）”"
        elif particular and body and not (_within(authority, body) or _within(body, authority)):
            doubt = doubt or f"认定单位“{body}”不是{authority}，不计入"
        else:
            count += 1
            if is_taken_back:
                doubt = (
                    doubt or f"“{'，'.join(filter(None, said))}”是否仍为已经认定，请写明“（已认定）”，或写在“拟争取”里"
                )
            if are_several or _SEVERAL.search(part):
                doubt = doubt or f"“{part}”认定了几项，请每项一行，分别写明“（已认定）”"
    if not count and not doubt and (within := _SAID_WITHIN.search(bare)) is not None:
        doubt = f"“{within[0]}”是否已经认定，请在该项末尾写明“（已认定）”"
    return count, doubt


def _is_certain(part: str, body: str, authority: str) -> bool:
    """Whether words that speak of 认定 say that it was given: by 已 or 通过, or by naming the body that gave it."""
    if "?" in part or _UNDER_WAY.search(part) or _TAKEN_BACK.search(part):
        return False
    named = bool(body) and (_within(body, authority) or _NAMES_A_BODY.search(body) is not None)
    return "已" in part or "通过" in part or named


def _within(short: str, long: str) -> bool:
    """Whether the characters of a short name stand in a long one in order: 发改委 in 发展和改革委员会."""
    rest = iter(long)
    return all(char in rest for char in short)
