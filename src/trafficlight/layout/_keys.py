"""版式用词: the names of typefaces, paragraph styles and alignments that content and profiles share."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, Literal, TypeAlias, get_args

import attrs

from trafficlight.errors import DocumentError
from trafficlight.messages import Words
from trafficlight.model._colours import hex_colour

Face: TypeAlias = Literal["xiaobiaosong", "fangsong", "kai", "hei", "song"]
"""字体: which Chinese typeface; `OfficialProfile.fonts` says which font file stands for it."""
Align: TypeAlias = Literal["left", "center", "right", "justify", "distribute"]
"""对齐: the two sides of a line; `distribute` spreads the characters (分散对齐)."""
Orientation: TypeAlias = Literal["portrait", "landscape"]
"""页面方向."""
ALIGNS: Final[tuple[Align, ...]] = get_args(Align)
FACES: Final[tuple[Face, ...]] = get_args(Face)


class Style(StrEnum):
    """段落样式: what a paragraph is. How it looks stands in the profile's `styles`, under the same key.

    An agency may add keys of its own to its profile and name them by plain strings.
    """

    TITLE = "title"  # 标题
    SUBTITLE = "subtitle"  # 副标题, e.g. （2023年第三季度）
    ADDRESSEE = "addressee"  # 主送机关
    BODY = "body"  # 正文
    HEADING1 = "heading1"  # 一、
    HEADING2 = "heading2"  # （一）
    HEADING3 = "heading3"  # 1.
    HEADING4 = "heading4"  # （1）
    PART = "part"  # 篇: a centred heading that opens a part of a bulletin or compendium
    FLUSH = "flush"  # 顶格: body text without indent
    CLOSE_BODY = "close_body"  # 紧排正文: where a page would hold the last lines alone
    CLOSE_FLUSH = "close_flush"  # 紧排顶格
    RIGHT = "right"  # a line at the right margin
    CENTERED = "centered"  # a centred line
    ATTACHMENT_NOTE = "attachment_note"  # 附件说明
    ATTACHMENT_MARK = "attachment_mark"  # 附件1
    SIGNATURE = "signature"  # 署名
    DATE = "date"  # 成文日期
    POSTSCRIPT = "postscript"  # 附注
    NOTE = "note"  # 备注
    LONG_NOTE = "long_note"  # 长备注: of more than five lines, set closer
    TABLE_TITLE = "table_title"  # 表题
    TABLE_LEAD = "table_lead"  # 表前说明, e.g. the summary sentence
    TABLE_FACT = "table_fact"  # 表前事项, e.g. 包保领导：…
    TABLE_RIGHT = "table_right"  # 单位：个; 日期
    TABLE_HEAD = "table_head"  # 表头
    TABLE_TEXT = "table_text"  # 表内文字
    CAPTION = "caption"  # 图题
    CONTENTS_TITLE = "contents_title"  # 目录
    CONTENTS1 = "contents1"
    CONTENTS2 = "contents2"
    CONTENTS3 = "contents3"
    COVER_TITLE = "cover_title"  # 封面标题
    COVER_ORGAN = "cover_organ"  # 封面: who issues it
    COVER_DATE = "cover_date"  # 封面日期
    COPY_NUMBER = "copy_number"  # 份号
    CLASSIFICATION = "classification"  # 密级和保密期限; 紧急程度
    ORGAN_MARK = "organ_mark"  # 发文机关标志
    LETTER_MARK = "letter_mark"  # 信函格式的发文机关标志
    DOCUMENT_NUMBER = "document_number"  # 发文字号
    COLOPHON = "colophon"  # 版记
    RUNNING_HEAD = "running_head"  # 页眉
    PAGE_NUMBER = "page_number"  # 页码


def optional_colour(value: str | None) -> str | None:
    """A colour, or none."""
    return None if value is None else hex_colour(value)


def check_word(what: Words, word: object, allowed: Sequence[str | None]) -> None:
    """Raise `DocumentError` for a word that is not allowed; type checkers catch it in code, but not in data."""
    if word not in allowed:
        known = [*filter(None, allowed)]
        raise DocumentError(
            f"{what}“{word}”无法识别：应为 {'、'.join(known)} 之一。",
            f"no {what.en} “{word}”: it should be one of {', '.join(known)}",
        )


def changed(value: attrs.AttrsInstance) -> str:
    """A short `repr` for a value of many fields: those alone that are not their defaults, as one would write them."""
    given: list[str] = []
    for at in attrs.fields(type(value)):
        held = getattr(value, at.name)
        if held != at.default:
            show = at.repr if callable(at.repr) else repr
            given.append(f"{at.alias}={show(held)}")
    return f"{type(value).__name__}({', '.join(given)})"
