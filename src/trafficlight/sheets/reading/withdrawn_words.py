"""作废的话: the words by which an office says, beside a row, that the row no longer counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from trafficlight.model._vocabulary import fold

_WHEN: Final = r"(?:[于自从在]?[\d一二三四五六七八九十本上今去当下年月日号份度第季半初中旬底末./-]{1,14}[起前后]?)?"
_WHY: Final = (
    "(?:(?:经|按照?|根据|依据?|因|由于|遵照|应)[^,]{1,20}"
    r"|已?由?(?:上级|领导|[市省县区局厅部](?:[里委厅局]|政府|党组|领导|\w{2,4}[厅局])?)(?:统一|要求)?)?"
)
_WHICH: Final = (
    r"(?:(?:[此该該本这](?:[项項条行件个])?|上述|原)?(?:重点)?(?:工作|任务|事项|内容|指标|项目|活动|计划)?"
    r"|[从自在将]?(?:[本该年度]{0,2}(?:台账|清单|计划|本表)[中里内]?))"
)
_HOW: Final = "(?:建议|申请|请求?|拟|应|可|需要?|现|已经?|均|全部|整体|决定|同意|确定|予以|给予|被|将){0,4}"
_ENDED: Final = (
    "(?:取消|作[废廢罢]|撤[销銷消回下项掉]|[删刪][除去掉]?|剔除|去掉|划[去掉]|废[止除弃]|廢止|[终終中]止|停[止办]|叫停|失效|无效|放弃"
    "|[移调剔]出|[退清划转]出(?=台账|清单|计划)|不[再予](?:列入?|纳入|计入?|统计|考核|实施|推进|开展|执行|办理|进行|报送?|上报|填报|保留|立项|承担|安排|组织|做|作为)"
    "|(?:不|无[需须]|不[需必用])(?:列入|纳入|计入?|统计|考核|实施|执行|办理|报送?|上报|填报|保留))"
)
_WHAT: Final = (
    "(?:了|[该此本这的项条行中]|工作|任务|事项|内容|指标|项目|计划|实施|推进|开展|执行|办理|进行|报送|上报|填报|立项|申报|台账|清单|范围|统计|考核"
    "|处理|重点|年度){0,5}"
)
_TWICE: Final = (
    "(?:与[^,]{1,12})?重复(?:报送|上报|填报|事项|项目)?|(?:合?并|归并)[入到至]第?\\d{1,3}[项条号行]?(?:工作|任务|事项)?"
)
_WITHDRAWN: Final = re.compile(
    rf"{_WHICH}(?:{_HOW}{_WHEN}|{_WHEN}{_WHICH}){_WHY}{_WHICH}{_HOW}(?P<ended>{_ENDED}|{_TWICE}){_WHAT}|废"
)
_SIGNS: Final = re.compile("[消废廢罢撤删刪剔掉划止停弃效出不需须复并]")
"""One of these stands in all that says so."""
_CLAUSES: Final = re.compile("[,，。;；!！\n]")
_LABEL: Final = re.compile("(?:备注|注|说明|状态|原因):")
_AROUND: Final = "()[]【】〔〕「」《》“”\"'*※:…~—- "
_NOTE: Final = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_LONGEST: Final = 40
"""Characters of a clause that says no more than that a row was withdrawn."""


def says_withdrawn(text: str, matter: str = "") -> bool:
    """Whether a clause of a text says no more than that something was withdrawn, when and why.

    Of a matter that is itself about that, such words tell how it went: 取消收费, 已取消.

    >>> [says_withdrawn(text) for text in ("2023年8月取消", "由乙科接手，本项不再列入台账", "（删）", "取消收费")]
    [True, True, True, False]
    """
    if _SIGNS.search(text) is None:
        return False
    found = map(_withdrawal, _CLAUSES.split(text))
    return any(said and (said["ended"] or said[0]) not in matter for said in found)


def notes_withdrawn(text: str) -> bool:
    """Whether a note in brackets says so of the matter beside it.

    >>> [notes_withdrawn(text) for text in ("修订制度（已于8月取消）", "撤销建制工作（第二批）", "（删除）")]
    [True, False, True]
    """
    return any(map(_withdrawal, _NOTE.findall(text)))


def said_among(texts: Collection[str], longest: int) -> Iterator[str]:
    """Those of many texts of some length that say so; one look at all of them spares most tables the rest."""
    short = texts if max(map(len, texts), default=0) <= longest else [text for text in texts if len(text) <= longest]
    return filter(says_withdrawn, short if _SIGNS.search("".join(short)) else ())


def notes_among(texts: Collection[str]) -> Iterator[str]:
    """Those of many texts of which a note says so; one look at all of them spares most tables the rest."""
    together = "".join(texts)
    return filter(notes_withdrawn, texts if any(bracket in together for bracket in "(（[【〔") else ())


def _withdrawal(clause: str) -> re.Match[str] | None:
    if len(clause) > _LONGEST:
        return None
    return _WITHDRAWN.fullmatch(_LABEL.sub("", fold(clause), count=1).strip(_AROUND))
