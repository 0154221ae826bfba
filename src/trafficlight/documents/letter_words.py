"""提醒函用语: the sentences of reminder letters and their sign-off sheets, as a value, so that an agency writes its own."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Final

import attrs
from attrs import field, frozen

from trafficlight.errors import DocumentError
from trafficlight.rules.clause import NOTICE

_EVERYWHERE: Final = frozenset({"agency", "short_name", "publisher", "unit", "as_of", "deadline", "count", "parts"})
_PLACES: Final[Mapping[str, frozenset[str]]] = {
    "postscript": frozenset({"contact"}),
    "sheet_item": frozenset({"number", "matter", "level"}),
    "sheet_note": _EVERYWHERE | {"basis"},
    "copies": _EVERYWHERE | {"leaders"},
    "group": _EVERYWHERE | {"order", "level"},
    "item": frozenset({"number", "theme", "matter", "facts"}),
    "standing": frozenset({"level", "light"}),
    "part": frozenset({"level", "count"}),
}


def _checked(_words: LetterWords, attribute: attrs.Attribute[str], template: str) -> None:
    """Refuse a template that could not be filled in, when it is written and not when the first letter is due."""
    known = _PLACES.get(attribute.name, _EVERYWHERE)
    try:
        named = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError as fault:
        raise DocumentError(f"用语 {attribute.name}“{template}”的花括号不成对：{fault}") from None
    strangers = sorted(named - known)
    if strangers:
        raise DocumentError(f"用语 {attribute.name} 没有“{'、'.join(strangers)}”；可用：{'、'.join(sorted(known))}")


def _template(default: str) -> str:
    made: str = field(default=default, validator=_checked)
    return made


@frozen(kw_only=True)
class LetterWords:
    """提醒函用语: what is in braces is filled in.

    Everywhere `{unit}`, `{as_of}`, `{deadline}`, `{agency}`, `{short_name}`, `{publisher}`, `{count}` (of items) and
    `{parts}` (the `part` of each level, joined by 、). The letter, from its head to its end:

    `organ`      发文机关标志 and 署名.
    `title`, `addressee`, `opening`: as they say.
    `group`      over the items of a level, also `{order}` (一) and `{level}`; left out where all are of one level.
    `item`       `{number}`, `{theme}` (in brackets, where the items are of several themes), `{matter}`, `{facts}`.
    `facts`      the record's fields that are quoted with their header words: those that it has and that say something.
    `units`, `lead`  before the units of a joint item, and behind the first of them.
    `standing`   `{level}` and `{light}`, at the end of the facts; `unlit`, the light of an item that has none.
    `demand`, `closing`: what is asked, by when, and the last line.
    `contact`    附注, which `postscript` puts in brackets; `copies` 抄送, also `{leaders}` (分管负责人 of the items); nothing
                 where they are empty.
    `sealed`     a seal goes over 署名 (GB/T 9704 §7.3.5.1).
    `levels`     the order of the levels, the worst first; `orders` their numbers, and after the last come digits.

    The sign-off sheet: `sheet_title`; `approvals`, the fields that are signed, in order; `signature`, the line to sign on;
    `sheet_labels`, the words before unit, number, deadline, count, title and items; `sheet_item`, a line an item,
    with `{number}`, `{matter}` and `{level}`; `sheet_as_of` and `sheet_total`;
    `basis`, which `sheet_note` puts below; `draft`, the heading of the text that is to be sent.

    Raises `DocumentError` for a template that names anything else.
    """

    organ: str = _template("{agency}")
    title: str = _template("关于加快推进重点工作的提醒函")
    addressee: str = _template("{unit}：")
    opening: str = _template(
        "截至{as_of}，由你单位负责的重点工作中有{count}项进展缓慢，其中{parts}。现将有关情况提醒如下："
    )
    group: str = _template("{order}、{level}（{count}项）")
    item: str = _template("{number}.{theme}{matter}。{facts}。")
    facts: tuple[str, ...] = ("target", "deadline", "status", "source")
    standing: str = _template("进度评价：{level}（{light}）")
    part: str = _template("{level}{count}项")
    units: str = "责任单位："
    lead: str = "（牵头）"
    unlit: str = "不标注颜色"
    levels: tuple[str, ...] = ("严重滞后", "推进缓慢")
    orders: tuple[str, ...] = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
    demand: str = _template(
        "请你单位高度重视，认真分析原因，制定有力措施，加快推进落实，并于{deadline}前将整改情况书面报{publisher}。"
    )
    closing: str = _template("特此提醒。")
    contact: str = _template("")
    postscript: str = _template("（{contact}）")
    copies: str = _template("")
    sealed: bool = True
    sheet_title: str = _template("{agency}提醒函审签单")
    approvals: tuple[str, ...] = ("承办人意见", "办公室审核", "局领导审签")
    signature: str = "签名：　　　　　　　　　　年　　月　　日"
    sheet_labels: tuple[str, str, str, str, str, str] = (
        "主送单位",
        "发文字号",
        "反馈期限",
        "事项数",
        "函件标题",
        "提醒事项",
    )
    sheet_item: str = _template("{number}.{matter}（{level}）")
    sheet_as_of: str = _template("情况截至：{as_of}")
    sheet_total: str = _template("{count}项（{parts}）")
    sheet_note: str = _template("备注：{basis}")
    basis: str = _template(f"“对于进展缓慢的，经局领导审签，发送提醒函。”（{NOTICE}）未经审签，不得制发。")
    draft: str = _template("附：拟发提醒函正文")
