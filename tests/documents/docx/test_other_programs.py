"""What programs that only take a document's text and structure see of it: mammoth here, and pandoc, which reads alike."""

from __future__ import annotations

import io
import re
from typing import Final

import pytest
from helpers.readword import MC, W
from helpers.wordfile import every_block, parts
from lxml import etree

VML: Final = "{urn:schemas-microsoft-com:vml}"


def test_they_see_headings_in_order_and_the_foot() -> None:
    """Every heading with its level, whatever it looks like; text in reading order; 版记, which stands in a box."""
    mammoth = pytest.importorskip("mammoth", reason="mammoth is not installed")
    document = every_block()
    html = mammoth.convert_to_html(io.BytesIO(document.to_bytes())).value
    seen = [(int(level), re.sub("<[^>]*>", "", text)) for level, text in re.findall(r"<h(\d)>(.*?)</h\d>", html)]
    headings = [(one.level, one.text) for one in document.headings()]
    assert seen == headings
    places = [
        html.index(words) for words in ("各县（市、区）审计局：", "单位：个", "备注：1.甲。", "末页", "信息公开选项")
    ]
    assert places == sorted(places)
    assert html.count("信息公开选项：主动公开") == 1


def test_boxes_are_there_for_older_programs_too() -> None:
    """What a newer program is told of a box, an older one is told in its own words: the same text at the same place."""
    boxes = 0
    for name, data in parts(every_block()).items():
        if not name.endswith(".xml") or b"AlternateContent" not in data:
            continue
        for both in etree.fromstring(data).iter(f"{MC}AlternateContent"):
            newer, older = ("".join(map(str, one.itertext())) for one in both)
            assert newer.endswith(older)
            (rect,) = both.iter(f"{VML}rect")
            assert "mso-position-horizontal-relative:page" in rect.get("style", "")
            assert next(rect.iter(f"{W}txbxContent"), None) is not None
            boxes += 1
    assert boxes > 2
