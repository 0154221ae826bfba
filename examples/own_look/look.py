"""云川市数据局: how its papers look, and what they say. All of it is values; the library stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from attrs import evolve

from trafficlight.articles import CompendiumWords, head_template
from trafficlight.documents import (
    BulletinPlan,
    CountChart,
    CountTable,
    LedgerWords,
    LetterWords,
    Part,
    TableWords,
    ThemeTable,
)
from trafficlight.layout import (
    OFFICIAL,
    ChartLook,
    ColophonLook,
    Font,
    Labels,
    LetterLook,
    OfficialProfile,
    RedHeadLook,
    Style,
    TableLook,
)
from trafficlight.sheets import Look

WINE: Final = "9E1B1B"
SLATE: Final = "37474F"

_STYLES: Final = {
    Style.ORGAN_MARK: evolve(OFFICIAL.style(Style.ORGAN_MARK), size=38, line=46, align="left", colour=WINE),
    Style.DOCUMENT_NUMBER: evolve(OFFICIAL.style(Style.DOCUMENT_NUMBER), face="kai", align="right"),
    Style.PART: evolve(OFFICIAL.style(Style.PART), align="left", colour=WINE),
    Style.TABLE_TITLE: evolve(OFFICIAL.style(Style.TABLE_TITLE), face="hei", size=16, align="left"),
    Style.TABLE_HEAD: evolve(OFFICIAL.style(Style.TABLE_HEAD), bold=True, colour="FFFFFF"),
    Style.PAGE_NUMBER: evolve(OFFICIAL.style(Style.PAGE_NUMBER), face="fangsong", size=10.5),
}

LOOK: Final[OfficialProfile] = evolve(
    OFFICIAL.restyled(**_STYLES),
    name="云川市数据局版式",
    fonts=evolve(
        OFFICIAL.fonts,
        xiaobiaosong=Font("华文中宋", "华文中宋", "宋体"),
        fangsong=Font("仿宋", "Georgia", "宋体"),
        kai=Font("楷体", "Georgia", "宋体"),
        hei=Font("微软雅黑", "微软雅黑", "黑体"),
    ),
    page=evolve(OFFICIAL.page, top=30, bottom=30, left=30, right=30, line_pitch=27, footer_distance=20),
    page_number=evolve(OFFICIAL.page_number, before="· ", after=" ·"),
    table=TableLook(rule=0.25, frame=1.5, rule_colour=SLATE, header_fill=SLATE, row_height=9),
    red=WINE,
    red_head=RedHeadLook(mark_top=8, corner_lines=0, around=1, rule="double", rule_weight=1.5, rule_below=3),
    letter=LetterLook(mark_top=24, width=150, foot=16, thick=3, thin=1),
    colophon=ColophonLook(thick=1.5, thin=0.5, colour=SLATE),
    chart=ChartLook(axis="90A4AE", gap=80),
    labels=Labels(signers="核发人：", attachments="附：", copies="分送：", printed="印"),
)
"""Fonts, page, tables, heads, letters and charts of the agency; its head is laid out from these values."""

DRAWN: Final = evolve(LOOK, red_head=RedHeadLook(template=head_template(Path(__file__).with_name("版头.docx"))))
"""The same with the head that the agency drew in Word itself (版头.docx)."""

SHEET: Final = Look(
    body_font="仿宋", title_font="华文中宋", header_font="微软雅黑", size=10.5, title_size=16, header_fill="CFD8DC"
)

TABLES: Final = TableWords(note="说明：{notes}", absent="没有上报")

PLAN: Final = BulletinPlan(
    "云川数据重点任务\n亮灯通报",
    (
        Part(
            "第一部分　亮灯统计",
            [CountTable("divisions"), CountChart("divisions", title="机关各处亮灯对比")],
            year=False,
        ),
        Part("第二部分　任务进展", [ThemeTable("key_work")], year=False),
    ),
    period="{period}",
    date="{year}.{month:02}",
    contents="要　目",
    entry="（{number}）{title}",
    tables=TABLES,
)

LEDGER: Final = LedgerWords(
    title="{agency}{theme}清单",
    extract="{theme}清单 — {name}",
    date="截至 {date}",
    sentence="{as_of}，{subject}列入清单{total}件：达标{green}件，预警{orange}件，失速{grey}件，其余{unlit}件按计划推进。",
    tables=TABLES,
)

LETTER: Final = LetterWords(
    organ="{publisher}",
    title="督办提示单",
    addressee="{unit}负责同志：",
    opening="截至{as_of}，贵处承办的重点任务有{count}件慢于计划，其中{parts}。具体如下：",
    part="{level}{count}件",
    group="第{order}类　{level}，共{count}件",
    item="（{number}）{matter}。{facts}。",
    standing="当前亮灯：{light}",
    demand="请于{deadline}前书面说明原因和下步安排，送{publisher}。",
    closing="",
    contact="督查室，0000-1234567",
    postscript="联系：{contact}",
    sealed=False,
    orders=("1", "2"),
    sheet_title="督办提示单签批笺",
    approvals=("经办", "督查室主任", "局长签批"),
    signature="　　　　（签字）　　　　日期：",
    sheet_labels=("送往", "编号", "回复时限", "件数", "标题", "提示事项"),
    sheet_item="{number}）{matter}",
    sheet_as_of="数据时点：{as_of}",
    sheet_total="{count}件",
    sheet_note="{basis}",
    basis="未经局长签批，不得送出。",
    draft="拟送内容",
)

COMPENDIUM: Final = CompendiumWords(
    title="{system}\n{year}年案例选编",
    period="{period}",
    date="{year}.{month:02}",
    contents="要　目",
    orders=("1", "2"),
    part="第{order}编　{part}",
    entry="{number}) {title}（{unit}）",
    unit="【{unit}】",
)
