"""行的样子: sums, signatures, page turns, hints and sections, known by how they are typed (§4.31)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from trafficlight.model._items import says_none
from trafficlight.model._kinds import CellValue
from trafficlight.model._vocabulary import fold

_SUM: Final = re.compile(
    r"(?:(?:本|上|以上|全|各|按|分)?(?:页|表|季度|月|年度?|局|市|县区|部门|科室|单位|类|项|部)?)"
    r"(?:小计|合计|总计|共计|累计|总和|总数|汇总|统计)(?:[(:]?[\d一二三四五六七八九十共计].*|[(:].*)?"
)
_PAGE: Final = re.compile(
    r"[-—–(]{0,4}(?:第[\d一二三四五六七八九十]{1,4}页|共[\d一二三四五六七八九十]{1,4}页|[,，、/]|续表[\d一二三四五六七八九十]{0,3}|续[上前]?[页表]?"
    r"|接[上前][页表]|[转接]?下页(?:继?续)?|[上前]页续|page\d{1,4}(?:of\d{1,4})?){1,6}[-—–)]{0,4}|[-—–]{1,4}\d{1,3}[-—–]{1,4}",
    re.IGNORECASE,
)
_WHO: Final = (
    "填报|填表|填写|报送|上报|制表|编制|审核|审签|审批|复核|校对|校核|签发|签批|经办|联系"
    "|主管|分管|主要|单位|科室|部门|牵头|本单位|局"
)
_SIGNATURE: Final = re.compile(
    rf"(?:{_WHO}){{0,3}}(?:单位|部门|科室|领导|负责人|负责同志|责任人|人员|人|者|日期|时间|电话|意见|签字|签名|签章|盖章|公章)"
    r"(?:签字|签名|签章|盖章|\([^()]*\))*(?::.*)?"
    r"|.{0,24}\([^()]*(?:盖章|签字|签章|公章|签名)[^()]*\)(?::.*)?"
)
_DATE: Final = re.compile(
    r"(?:20\d\d|[〇○零一二三四五六七八九]{4}|X{2,4}|_{1,8})?年(?:[\d一二三四五六七八九十X_]{0,8})月(?:[\d一二三四五六七八九十X_]{0,8})日?"
)
_HINT: Final = re.compile(
    r"填写|填报|选填|必填|可不填|下拉|选择|字以内|不超过\d+字|^如[:,]?|例如|示例|格式|请|按照?.{0,12}填|精确到|\+|简要|概述|等$|年月日$"
)
_EXAMPLE: Final = re.compile(r"(?:填写|填报)?[示样范举]?例[如子]?\d?[一二三]?|样表")
_SECTION: Final = re.compile(
    r"\(?[一二三四五六七八九十]{1,3}(?:[)、.:,]|(?=\s))|第[一二三四五六七八九十]{1,3}[类章节项]|第[一二三四五六七八九十]{1,3}部分|[IVX]{1,4}[、.]"
)
_HEADS: Final = frozenset("甲乙丙丁戊己庚辛")
_DITTO: Final = re.compile(
    r"(?:同|如)(?:上|前)(?:一?[行栏项格条列])?[。.]?|[〃″〞〟\"“”]{1,2}|''{1,2}|\u2032\u2032|,,|、、"
)


_COUNTS: Final = re.compile(
    r"(?:[^\d]{0,8}(?:\d{1,9}(?:[.,]\d{1,9})?|[一二两三四五六七八九十百]{1,5})(?:[项个件条家次人分元%]|[万亿]元?)?[,，、;；。)/]{0,2}){1,12}+"
)
"""共3项, 其中蓝2、黄1: numbers, and a word or two for what they count."""


LONGER_THAN_DITTO: Final = 12
"""So long a text repeats nothing."""


def is_ditto(cell: CellValue) -> bool:
    """同上, 〃: what repeats the cell above (§4.22)."""
    return isinstance(cell, str) and len(cell) < LONGER_THAN_DITTO and _DITTO.fullmatch(fold(cell)) is not None


def _folded(cell: CellValue) -> str:
    return fold(cell) if isinstance(cell, str) and len(cell) <= 60 else ""


def is_sum(cell: CellValue) -> bool:
    """合计: 小计（1项）, 累计, 本页合计 and the like; no entry is called so."""
    return _SUM.fullmatch(_folded(cell)) is not None


def is_count(cell: CellValue) -> bool:
    """Whether a cell of a sum says how many, or nothing."""
    if not isinstance(cell, str):
        return isinstance(cell, (int, float))
    return says_none(cell) or _COUNTS.fullmatch(_folded(cell)) is not None


def is_page_turn(cell: CellValue) -> bool:
    """第1页 共2页, 续表, 转下页."""
    return _PAGE.fullmatch(_folded(cell)) is not None


def is_signature(cell: CellValue) -> bool:
    """落款: 填报单位（盖章）, 审核人, with a colon or without."""
    return _SIGNATURE.fullmatch(_folded(cell)) is not None


def is_date(cell: CellValue) -> bool:
    """A date alone, as it stands below a table."""
    return _DATE.fullmatch(_folded(cell)) is not None


def is_example(cell: CellValue) -> bool:
    """示例, 例1 where the number belongs."""
    return _EXAMPLE.fullmatch(_folded(cell).strip("():")) is not None


def is_digits(cell: CellValue) -> bool:
    """Whether a number of a row is in digits, and not as a section's: 2, （2）, but not 二."""
    return not isinstance(cell, str) or _folded(cell).strip("()[].、,").isdecimal()


def are_hints(texts: Sequence[CellValue]) -> bool:
    """填写说明: whether at least half of the cells tell how to fill in the column."""
    hints = sum(_HINT.search(_folded(text)) is not None for text in texts)
    return len(texts) > 1 and 2 * hints >= len(texts)


def are_column_numbers(cells: Sequence[CellValue]) -> bool:
    """栏次: (1) (2) (3), or 甲 乙 1 2, below a header."""
    words = [str(cell) if isinstance(cell, int) else _folded(cell).strip("()①②③") for cell in cells]
    words = words[1:] if words[:1] == ["栏次"] else words
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    return (
        len(words) > 2
        and len(numbers) > 1
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and all(word in _HEADS for word in words if not word.isdigit())
    )


def is_numbered_section(text: str) -> bool:
    """Whether a text is numbered as sections are: 一、 （一） 第一部分."""
    return _SECTION.match("".join(text.replace("（", "(").replace("）", ")").replace("．", ".").lstrip())) is not None
