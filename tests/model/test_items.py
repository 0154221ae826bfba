"""“已争取事项、拟争取事项” (A4-2.4, A4-2.5): how many items a cell holds, and what an office types for none (§4.20, §4.22)."""

from __future__ import annotations

import contextlib
import time

import pytest

from trafficlight import Roster
from trafficlight.errors import UnreadableCell
from trafficlight.model import Items, Serial
from trafficlight.model._items import number_of, says_none

NOBODY = Roster(())


@pytest.mark.parametrize(
    "text",
    [
        "1.甲2.乙",
        "1、甲；2、乙。",
        "1．甲 2．乙",
        "（1）甲（2）乙",
        "(1)甲\n(2)乙",
        "①甲②乙",
        "⑴甲⑵乙",
        "⒈甲①上册②下册⒉乙",
        "㈠甲；㈡乙",
        "❶甲❷乙",
        "一、甲\n二、乙",
        "（一）甲（二）乙",
        "一是甲；二是乙",
        "第一，甲；第二，乙",
        "第一、甲；第二、乙",
        "共2项：\n1.甲\n2.乙",
        "共2项：①甲；②乙",
        "甲\n乙",
        "共2项：\n甲\n乙",
        "1.甲，\n投资1.5亿元2.乙",
        "1.甲（一期）\n其中：争取省级\n2.乙",
    ],
)
def test_two_items(text: str) -> None:
    """Numbering that counts on divides wherever the line breaks stand; without it a line is an item; lead-ins are none."""
    items = Items().parse(text, NOBODY)
    assert len(items) == 2
    assert items[0].startswith("甲")
    assert items[1].startswith("乙")


@pytest.mark.parametrize(
    "text",
    [
        "投资1.5亿元、2.3亿元项目",
        "2023年1、2月申报的资金",
        "第1、2批专项债券",
        "甲\n（已认定）",
        "1.甲\n（发改委已认定，500万元）",
        "统一、规范建设",
        "第一、二季度专项资金",
        "1.建设3、4号楼",
        "1、建设3、4号楼",
        "3、4、5号楼改造",
        "2.甲",
        "甲；乙",
    ],
)
def test_one_item(text: str) -> None:
    """Numbers within a text, and a note on the next line, divide nothing."""
    assert len(Items().parse(text, NOBODY)) == 1


@pytest.mark.parametrize(
    "text", ["1.甲\n3.丙", "1.甲3.丙", "①甲③丙", "（1）甲（3）丙", "一、甲；三、丙", "1、甲2、乙4、丁", "10.甲 11.乙",
             "1.甲\n乙", "建设平台1.甲2.乙", "1.甲\n1.乙", "待定", "甲\n待补充", "见附件",
             "…", "？", "、", "·", "===", "N", "缺", "同上期", "无变化", "谋划中", "正在争取", "□无", "#N/A", "未获批", "详见附表", "否",
             "待争取", "积极争取中", "同左", "同左栏。", "（同右）", "见上", "详见备注", "正在谋划1项", "争取10个项目", "谋划十二项",
             "拟申报", "已争取", "与上季度相同", "同第二季度", "上月报送", "若干项", "完成", "（已认定）", "已认定"],
)  # fmt: skip
def test_what_cannot_be_told_is_asked(text: str) -> None:
    """Numbers that leap or repeat, a number above an unnumbered line, and words that tell nothing are refused at their cell."""
    with pytest.raises(UnreadableCell):
        Items().parse(text, NOBODY)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "截至9月底，争取资金500万元",
            "截至目前\n甲项目500万元",
            "截至日期\n甲项目100项",
            "截至9月完成100",
            "截至9月500万元",
        ),
        *("截止申报\n科技项目500万元", "截至2023年9月底，BOX", "第三季度50%", "本月10项", "资金50"),
    ],
)
def test_a_nought_at_a_numbers_end_is_not_none(text: str) -> None:
    """§4.22: words for none stand for the whole; the 00万元 of 500万元 after a date denies nothing."""
    assert says_none(text) is False
    assert Items().parse(text, NOBODY)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "无",
            "本季度无对上争取事项",
            "本科室无此项工作",
            "我局本季度没有对上争取资金",
            "此项工作未开展",
            "未承担改革创新任务",
            "还没有",
            "不存在",
            "0个项目",
            "暂未",
            "未发生",
            "无\n2.无",
            "无。",
            "暂无",
            "没有",
            "无新增",
            "无争取项目",
            "暂无相关事项",
            "本季度无",
            "无（本季度）",
            "（无）",
            "尚无",
            "目前暂无",
            "无整改事项",
            "本季度无重点督办事项",
            "暂无需要整改的问题",
            "没有市级以上项目",
        ),
        *(
            "-",
            "—",
            "――",
            "－",
            "–",
            "―",
            "/",
            "／",
            "×",
            "0",
            "０",
            "〇",
            "○",
            "0万元",
            "0项",
            "0.00万元",
            "零",
            "不涉及",
        ),
        *("未开展", "尚未争取", "暂未申报项目", "N/A", " 无 ", "1.无"),
        *(
            "第三季度无",
            "2023年三季度无",
            "今年无",
            "上半年：无",
            "截至9月底，暂无",
            "至今无",
            "均无",
            "全无",
            "暂时没有",
            "零报告",
        ),
        *(
            "不适用",
            "空白",
            "没",
            "零项",
            "〇个",
            "共0项",
            "X",
            "╳",
            "|",
            "∕",
            "-无-",
            "【无】",
            "☑无",
            "无√",
            "nil",
            "未取得成效",
        ),
        *("无\n无", "无；无", "无/无", "资金：无", "争资金：无；争政策：无", "无上报", "无打算", "未谋划", "无,"),
    ],
)
def test_words_for_none(text: str) -> None:
    """“均没有”: dashes of every width, 无 and 暂无 with what they deny, 0 with a unit, and their like (§4.22)."""
    assert Items().parse(text, NOBODY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "无人机巡查项目",
        "无障碍改造",
        "无障碍事项",
        "无人机项目",
        "无证经营整治情况",
        "0号台账",
        "无纸化办公试点",
        "500万元",
        "未来城市试点",
        "零碳园区",
        "无锡对口合作",
        "X光机采购",
        "没收资产处置",
        "本市无废城市试点",
        "推进数据共享1项",
        "本单位无纸化办公",
        "0.5万元",
        "无废城市试点",
        "未取得土地证项目",
        "截至9月底争取专项债",
    ],
)
def test_words_that_only_begin_so(text: str) -> None:
    """What merely starts with 无, 0 or 未 is an item."""
    assert Items().parse(text, NOBODY) == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "3项",
        "007",
        "5个项目",
        "推进数据共享1项",
        "十四五项目",
        "3号楼",
        "500万元",
        "一体化试点",
        "三项制度改革",
        "2023年度计划",
    ],
)
def test_a_number_with_a_matter_is_an_item(text: str) -> None:
    """So is what a cell shows by its format: 3项, 007 (§4.24)."""
    assert Items().parse(text, NOBODY) == (text,)


@pytest.mark.parametrize(
    "text", ["、" * 30_000, "1." * 15_000, "（" * 30_000, " " * 30_000 + "甲", "一" * 30_000, "无" * 30_000]
)
def test_long_cells_take_time_in_proportion(text: str) -> None:
    """A cell of 30,000 characters costs a moment, whatever it repeats."""
    start = time.process_time()
    with contextlib.suppress(UnreadableCell):
        Items().parse(text, NOBODY)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.", 1),
        ("（1）", 1),
        ("①", 1),
        ("一", 1),
        ("（二）", 2),
        ("十二", 12),
        ("１２", 12),
        ("第3", 3),
        ("1-1", None),
        ("甲", None),
        ("", None),
        ("0", None),
    ],
)
def test_serials_never_refuse(text: str, number: int | None) -> None:
    """序号 decides nothing: it is read from digits, Chinese, circled and bracketed numbers; anything else is no number (§4.30)."""
    assert Serial().parse(text, NOBODY) == number


@pytest.mark.parametrize(
    ("text", "number"), [("九十九", 99), ("二十", 20), ("十", 10), ("百", None), ("十十", None), ("⑳", 20)]
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    """Chinese numerals up to 99, circled ones up to 20."""
    assert number_of(text) == number


def test_one_item_behind_a_lead_in() -> None:
    """“共1项：1.甲” is 甲; a lead-in that counts nothing introduces no number: “建设：1、2号楼” is one matter."""
    assert Items().parse("共1项：1.甲", NOBODY) == ("甲",)
    assert Items().parse("建设：1、2号楼", NOBODY) == ("建设：1、2号楼",)
