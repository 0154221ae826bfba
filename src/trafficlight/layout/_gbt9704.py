"""公文格式 (official layout): GB/T 9704-2012 as a value; `attrs.evolve` changes any part of it for an agency.

    from attrs import evolve
    ours = evolve(OFFICIAL, fonts=evolve(OFFICIAL.fonts, fangsong=Font("仿宋", "仿宋")))

Where the standard is silent (tables, contents, covers) the values follow what offices print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve

from trafficlight.layout._keys import Style
from trafficlight.layout._profiles import POINTS, OfficialProfile, StyleRule

TWO: Final = POINTS["二号"]
SMALL_TWO: Final = POINTS["小二"]
THREE: Final = POINTS["三号"]
FOUR: Final = POINTS["四号"]
SMALL_FOUR: Final = POINTS["小四"]
FIVE: Final = POINTS["五号"]

_CLOSER: Final = -0.25  # points: 28 characters of 16 pt then fit in 156 mm (§5.2.4; measured)

_BODY: Final = StyleRule(name="Body Text", spacing=_CLOSER, first_indent=2)
_CLOSE: Final = 24.5  # points: 26 lines on a page (§5.2.3 lets lines be adjusted)
_FLUSH: Final = evolve(_BODY, first_indent=0)
_TITLE: Final = StyleRule(
    name="标题", face="xiaobiaosong", size=TWO, align="center", line=33, keep_next=True, on_grid=False
)
_TABLE: Final = StyleRule(name="表内文字", size=SMALL_FOUR, align="center", line=17, on_grid=False)
_CONTENTS: Final = StyleRule(name="toc 1", size=THREE, align="left", leader=True)
_COVER: Final = evolve(_FLUSH, name="封面落款", face="kai", size=SMALL_TWO, align="center", on_grid=False)
_LEFT_HEAD: Final = evolve(_FLUSH, align="left", on_grid=False)

_STYLES: Final[Mapping[str, StyleRule]] = {
    # §7.3, the body of a document
    Style.TITLE: evolve(_TITLE, name="Title"),
    Style.SUBTITLE: evolve(_TITLE, name="Subtitle", face="kai", size=THREE, line=None, after=1),
    Style.ADDRESSEE: evolve(_FLUSH, name="主送机关", before=1),
    Style.BODY: _BODY,
    Style.HEADING1: evolve(_BODY, name="heading 1", face="hei", keep_next=True, outline=1),
    Style.HEADING2: evolve(_BODY, name="heading 2", face="kai", keep_next=True, outline=2),
    Style.HEADING3: evolve(_BODY, name="heading 3", keep_next=True, outline=3),
    Style.HEADING4: evolve(_BODY, name="heading 4", keep_next=True, outline=4),
    Style.PART: evolve(_TITLE, name="篇标题"),
    Style.FLUSH: evolve(_FLUSH, name="顶格", align="left"),
    Style.CLOSE_BODY: evolve(_BODY, name="紧排正文", line=_CLOSE, on_grid=False),
    Style.CLOSE_FLUSH: evolve(_FLUSH, name="紧排顶格", align="left", line=_CLOSE, on_grid=False),
    Style.RIGHT: evolve(_FLUSH, name="右对齐", align="right"),
    Style.CENTERED: evolve(_FLUSH, name="居中", align="center"),
    Style.ATTACHMENT_NOTE: evolve(_BODY, name="附件说明", align="left"),
    Style.ATTACHMENT_MARK: evolve(_LEFT_HEAD, name="附件标识", face="hei", after=1, keep_next=True),
    Style.SIGNATURE: evolve(_FLUSH, name="Signature", align="left", keep_next=True),
    Style.DATE: evolve(_FLUSH, name="Date", align="left"),
    Style.POSTSCRIPT: evolve(_BODY, name="附注"),
    # tables, captions and contents: the standard is silent
    Style.NOTE: evolve(_TABLE, name="备注", size=FIVE, align="justify", line=16, before=0.2, after=0.2),
    Style.LONG_NOTE: evolve(
        _TABLE, name="长备注", size=POINTS["小五"], align="justify", line=13, before=0.2, after=0.2
    ),
    Style.TABLE_TITLE: evolve(_TITLE, name="表题", size=SMALL_TWO, line=28, after=0.2),
    Style.TABLE_LEAD: evolve(
        _TABLE, name="表前说明", align="justify", line=20, after=0.2, first_indent=2, keep_next=True
    ),
    Style.TABLE_RIGHT: evolve(_TABLE, name="表前右对齐", align="right", line=20, after=0.1, keep_next=True),
    Style.TABLE_FACT: evolve(_TABLE, name="表前事项", align="left", line=20, after=0.1, keep_next=True),
    Style.TABLE_HEAD: evolve(_TABLE, name="表头", size=FIVE, line=15, face="hei", keep_next=True),
    Style.TABLE_TEXT: evolve(_TABLE, size=FIVE, line=15),
    Style.CAPTION: evolve(_TABLE, name="caption", face="hei", line=20),
    Style.CONTENTS_TITLE: evolve(_TITLE, name="目录标题", after=1),
    Style.CONTENTS1: evolve(_CONTENTS, face="hei"),
    Style.CONTENTS2: evolve(_CONTENTS, name="toc 2", left=2),
    Style.CONTENTS3: evolve(_CONTENTS, name="toc 3", left=4),
    Style.COVER_TITLE: evolve(_TITLE, name="封面标题", size=POINTS["一号"], line=52, before=4),
    Style.COVER_ORGAN: evolve(_COVER, before=9),
    Style.COVER_DATE: evolve(_COVER, name="封面日期"),
    # §7.2, §7.4, §7.5, §10.1
    Style.COPY_NUMBER: evolve(_LEFT_HEAD, name="份号"),
    Style.CLASSIFICATION: evolve(_LEFT_HEAD, name="密级和紧急程度", face="hei"),
    Style.ORGAN_MARK: StyleRule(
        name="发文机关标志", face="xiaobiaosong", size=50, align="center", line=60, on_grid=False
    ),
    Style.LETTER_MARK: StyleRule(
        name="信函发文机关标志", face="xiaobiaosong", size=POINTS["小初"], align="center", line=44, on_grid=False
    ),
    Style.DOCUMENT_NUMBER: evolve(_FLUSH, name="发文字号", align="center"),
    Style.COLOPHON: StyleRule(name="版记", size=FOUR, align="justify", line=20, left=1, right=1, on_grid=False),
    Style.RUNNING_HEAD: StyleRule(
        name="header", face="kai", size=POINTS["五号"], align="center", line=16, on_grid=False
    ),
    Style.PAGE_NUMBER: StyleRule(name="footer", face="song", size=FOUR, align="right", line=20, right=1, on_grid=False),
}

OFFICIAL: Final = OfficialProfile(name="GB/T 9704-2012", styles=_STYLES)
"""党政机关公文格式: the national standard's layout, as measured."""

GB33476: Final = evolve(
    OFFICIAL,
    name="GB/T 33476.2-2016",
    page=evolve(OFFICIAL.page, top=34.58, bottom=32.58, line_pitch=29.6),
)
"""电子公文的字处理器取值: the word-processor values of GB/T 33476.2-2016, which fill the text area to 224.87 of 225 mm."""
