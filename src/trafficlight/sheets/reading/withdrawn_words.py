"""作废的话: the words by which an office says, beside a row, that the row no longer counts.

Such words stand in a clause that says nothing else, in the order in which Chinese has it: what (本项), how (建议, 已),
when (8月), why (经批准), what once more, how once more, that it ended (取消), and of it what (台账). All but the end may lack.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from trafficlight.model._vocabulary import fold

_WHICH: Final = r"""(?:
    (?:[此该該本這这](?:[项項条行件个])?|上述|原)?         # this one, the said, the former
    (?:重点)?(?:工作|任务|事项|内容|指标|项目|活动|计划)?     # matter
  | [从自在将]?(?:[本该年度]{0,2}(?:台账|清单|计划|本表)[中里内]?)   # from the list
)"""
"""Of what it is said."""

_HOW: Final = """(?:
    建议|申请|请求?|拟|决定|同意|确定   # asked for, or decided
  | 应|可|需要?|予以|给予               # to be done
  | 现|已经?|被|将                      # done, or about to be
  | 均|全部|整体                        # the whole of it
){0,4}"""

_WHEN: Final = r"""(?:
    [于自从在]?
    [\d一二三四五六七八九十本上今去当下年月日号份度第季半初中旬底末./-]{1,14}   # 2023年8月, 上半年, 8月底
    [起前后]?
)?"""

_WHY: Final = r"""(?:
    (?:经|按照?|根据|依据?|因|由于|遵照|应)[^,]{1,20}                              # 经批准, 因机构改革
  | 已?由?(?:上级|领导|[市省县区局厅部](?:[里委厅局]|政府|党组|领导|\w{2,4}[厅局])?)(?:统一|要求)?   # 市里统一
)?"""

_ENDS_WORK: Final = """
    取消|作[废廢罢]           # called off, void
  | 撤[销銷消回下项掉]        # taken back; 消 is a slip for 销
  | 废[止除弃]|廢止|失效|无效 # no longer in force
  | [终終中]止|停[止办]|叫停  # stopped
  | 放弃                      # given up
"""
"""What happens to work, and also to what work is about: documents, fees, offices."""

_ENDS_ROW: Final = """
    [删刪][除去掉]?|剔除|去掉|划[去掉]        # struck out
  | [移调剔]出|[退清划转]出(?=台账|清单|计划) # moved out of the list; 退出 alone may be what the work is
  | 不[再予](?:                               # no longer listed, counted, reported, or done
        列入?|纳入|计入?|统计|考核|实施|推进|开展|执行|办理|进行|报送?|上报|填报|保留|立项|承担|安排|组织|做|作为
    )
  | (?:不|无[需须]|不[需必用])(?:             # not to be listed, counted, reported, or done
        列入|纳入|计入?|统计|考核|实施|执行|办理|报送?|上报|填报|保留
    )
"""
"""What happens to a row or its place in a list."""

_TWICE: Final = r"""
    (?:与[^,]{1,12})?重复(?:报送|上报|填报|事项|项目)?   # it stands in another row, too
  | (?:合?并|归并)[入到至]第?\d{1,3}[项条号行]?(?:工作|任务|事项)?   # it became part of another
"""

_OF_IT: Final = """(?:
    了|[该此本这的项条行中]
  | 工作|任务|事项|内容|指标|项目|计划|重点|年度
  | 实施|推进|开展|执行|办理|进行|处理|报送|上报|填报|立项|申报|统计|考核
  | 台账|清单|范围
){0,5}"""
"""What of it has ended, or where it no longer stands."""

_WITHDRAWN: Final = re.compile(
    rf"""
    {_WHICH}(?:{_HOW}{_WHEN}|{_WHEN}{_WHICH}){_WHY}{_WHICH}{_HOW}
    (?P<ended>(?P<work>{_ENDS_WORK})|{_ENDS_ROW}|{_TWICE})
    {_OF_IT}
    |废   # alone, as in （废）
    """,
    re.VERBOSE,
)
_CLEARS_AWAY: Final = re.compile(
    r"""
    (?:清[理查退]|精简|压减)(?=.{0,60}(?:        # not of a river, or of debts: these are never called off
        文件|规章|制度|规定|办法|政策|条例|证明|证照|证书|收费|事项|许可|审批|项目
      | 机构|账户|岗位|资格|协会|活动|会议|庆典|论坛|公众号|应用|系统|平台
    ))
    """,
    re.VERBOSE,
)
"""How a matter is called by which things are put an end to, whatever the end is called then: 清理规范性文件."""
_SAME_END: Final = re.compile(
    "撤[销銷消]:.*撤并|(?:作[废廢]|[废廢][止除]):.*[废廢][止除]|停止:.*停用",
    re.DOTALL,
)
"""An end, and a matter that has another word for the same: 撤并机构, 已撤销. 停办企业职工安置 may be 取消 all the same."""
_OF_THE_ROW: Final = re.compile(
    "[此该該本這这](?:[项項条行件个]|(?:重点)?(?:工作|任务|事项|内容|指标|项目|活动|计划))|上述"
)
_NAMES_OF_ROWS: Final = ("任务", "事项", "工作", "指标")
_DONE: Final = re.compile(r"已|均|全部|整体|了|\d")
_REASON: Final = re.compile("经|按|根据|依|因|由|遵照|应|领导|要求")
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

    Of a matter that is itself about that, such words tell how it went, unless they name the row: 取消收费, 已取消.

    >>> [says_withdrawn(text) for text in ("2023年8月取消", "由乙科接手，本项不再列入台账", "（删）", "取消收费")]
    [True, True, True, False]
    >>> [says_withdrawn(text, "清理规范性文件") for text in ("已全部废止", "该事项已取消", "经批准撤销", "作废")]
    [False, True, True, True]
    """
    if _SIGNS.search(text) is None:
        return False
    found = map(_withdrawal, _CLAUSES.split(text))
    return any(said and not _is_result(said, matter) for said in found)


def notes_withdrawn(text: str) -> bool:
    """Whether a note in brackets says so of the matter beside it.

    >>> [notes_withdrawn(text) for text in ("修订制度（已于8月取消）", "撤销建制工作（第二批）", "（删除）")]
    [True, False, True]
    """
    notes = _NOTE.findall(text)
    return bool(notes) and any(said and not _is_result(said, _NOTE.sub("", text)) for said in map(_withdrawal, notes))


def _is_result(said: re.Match[str], matter: str) -> bool:
    """Whether words of an end tell how a matter went that is itself about that, and not that its row was withdrawn."""
    if said["ended"] is None or _OF_THE_ROW.search(said[0]):
        return False
    if any(name in said[0] and name not in matter for name in _NAMES_OF_ROWS):
        return False
    if said["ended"] in matter:
        return True
    if said["work"] is None or not (_CLEARS_AWAY.search(matter) or _SAME_END.match(f"{said['work']}:{matter}")):
        return False
    return bool(_DONE.search(said[0])) and not _REASON.search(said[0])


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
