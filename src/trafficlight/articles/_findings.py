"""收稿 (findings): what may stand in an article's file, and what is said of what may not. Values only.

What a file would carry along unseen is removed or refused, as the `Policy` says; each thing that was not kept as sent is
a `Finding`, and a file that cannot be taken is refused for a `Reason`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Self

from attrs import field, frozen

from trafficlight.messages import Bilingual, Language, Words, in_english, legible, said


class Action(StrEnum):
    """处理方式: what is done with a thing that a submission should not carry."""

    CLEAN = "clean"  # 去除并列明
    REFUSE = "refuse"  # 拒收


@frozen(kw_only=True)
class Policy:
    """收稿规则: what is done with what an article would carry along unseen.

    `macros`       VBA projects and macro-enabled files.
    `external`     pictures, objects and frames that are fetched from elsewhere; attached templates.
    `fields`       fields that fetch or start something: INCLUDETEXT, INCLUDEPICTURE, DDE, LINK, DATABASE …; cleaned,
                   the text that they last showed stays.
    `embedded`     OLE objects, ActiveX controls, workbooks behind charts; cleaned, their picture stays.
    `imported`     whole documents that Word would pull in (altChunk, subDoc); cleaned, their text is lost.
    `revisions`    tracked changes; cleaned, they are accepted.
    `hyperlinks`   links to addresses; cleaned, their text stays.
    `hidden`       hidden text.
    """

    macros: Action = field(default=Action.REFUSE, converter=Action)
    external: Action = field(default=Action.CLEAN, converter=Action)
    fields: Action = field(default=Action.CLEAN, converter=Action)
    embedded: Action = field(default=Action.CLEAN, converter=Action)
    imported: Action = field(default=Action.REFUSE, converter=Action)
    revisions: Action = field(default=Action.CLEAN, converter=Action)
    hyperlinks: Action = field(default=Action.CLEAN, converter=Action)
    hidden: Action = field(default=Action.CLEAN, converter=Action)


DEFAULT_POLICY: Final = Policy()
"""Macros and imported files are refused; all else is cleaned and listed."""


class Reason(StrEnum):
    """拒收原因: why a submission was refused."""

    UNREADABLE = "unreadable"  # 读不到文件
    TOO_LARGE = "too_large"  # 超过限额
    NOT_WORD = "not_word"  # 不是 .docx
    ENCRYPTED = "encrypted"  # 加密，或旧版 .doc
    BROKEN = "broken"  # 残缺或损坏
    UNSAFE = "unsafe"  # 含 DOCTYPE 或实体
    EMPTY = "empty"  # 没有内容
    MACROS = "macros"
    EXTERNAL = "external"
    FIELDS = "fields"
    EMBEDDED = "embedded"
    IMPORTED = "imported"
    REVISIONS = "revisions"
    HYPERLINKS = "hyperlinks"
    HIDDEN = "hidden"
    INTERNAL = "internal"  # 程序内部错误


class Kind(StrEnum):
    """处理事项: a thing that was not kept as it was sent in."""

    words: Words
    """What is said of it."""

    def __new__(cls, value: str, words: Words) -> Self:
        made = str.__new__(cls, value)
        made._value_ = value
        made.words = words
        return made

    COMMENTS = "comments", Words("批注未收入", "comments left out")
    REVISIONS = "revisions", Words("修订已接受", "revisions accepted")
    MACROS = "macros", Words("宏已去除", "macros taken out")
    EXTERNAL = (
        "external",
        Words("指向外部的图片、对象或模板已去除", "pictures, objects or templates from elsewhere taken out"),
    )
    HYPERLINKS = "hyperlinks", Words("超链接已改为文字", "links turned into text")
    FETCHING = "fetching", Words("取用外部内容的域已改为文字", "fields that fetch from elsewhere turned into text")
    FIELDS = "fields", Words("自动更新的域已改为文字", "fields that update turned into text")
    EMBEDDED = "embedded", Words("嵌入对象已去除，图示保留", "embedded objects taken out, their pictures kept")
    IMPORTED = "imported", Words("引入的整份文件已去除", "imported files taken out")
    CONTROLS = "controls", Words("内容控件已改为普通内容", "content controls turned into plain content")
    HEADERS = "headers", Words("页眉页脚未收入", "headers and footers left out")
    EFFECTS = "effects", Words("文字特效已去除", "text effects taken out")
    HIDDEN = "hidden", Words("隐藏文字已去除", "hidden text taken out")
    DIRECTION = "direction", Words("文字方向控制符已去除", "marks of writing direction taken out")
    MISSING = "missing", Words("文件中缺失或不能收入的部件已去除", "parts that are missing or cannot be taken left out")
    PICTURE_BULLETS = "picture_bullets", Words("图片项目符号已改为文字符号", "picture bullets turned into signs")
    TITLE = "title", Words("与题目重复的段落已去除", "paragraphs that repeat the title taken out")
    INVALID = "invalid", Words("不合规范的标记已去除", "markup that the standard does not allow taken out")
    FITTED = "fitted", Words("宽于版心的表格或图片已缩至版心宽", "tables or pictures wider than the text made to fit")


@frozen
class Finding(Bilingual):
    """处理说明: one kind of thing that was not kept as sent: how many, and what they were where that can be said."""

    kind: Kind
    count: int
    details: tuple[str, ...] = ()

    def say(self, language: Language = "zh") -> str:
        """What was not kept, how often, and what it was."""
        told = [legible(said(detail, language)) for detail in self.details]
        if in_english(language):
            return f"{self.kind.words.en} ({self.count})" + (f": {'; '.join(told)}" if told else "")
        return f"{self.kind.words}（{self.count}处）" + (f"：{'；'.join(told)}" if told else "")
