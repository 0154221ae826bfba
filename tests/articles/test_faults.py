"""结构检查: rules that no schema holds are seen when they are broken, and whole texts are left alone."""

from __future__ import annotations

import pytest
from helpers.word_trees import tree

from trafficlight.articles._bookmarks import structural_faults


def start(number: int, name: str) -> str:
    """The start of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    """The end of a bookmark."""
    return f'<w:bookmarkEnd w:id="{number}"/>'


def marks(*kinds: str) -> str:
    """A paragraph with these marks of fields."""
    runs = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    return f"<w:p>{runs}</w:p>"


TABLE = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("xml", "faults"),
    [
        (end(1), ["书签 1 只有结尾"]),
        (start(1, "a"), ["书签“a”没有结尾"]),
        (start(1, "a") + end(1) + start(2, "A") + end(2), ["书签名“A”重复"]),
        (start(1, "a") + start(1, "b") + end(1), ["书签编号 1 重复"]),
        (start(1, "a") + end(1) + start(1, "b") + end(1), ["书签编号 1 重复"]),
        (start(1, "a") + start(2, "b") + end(1) + end(2), []),
        (marks("end"), ["域没有开头，只有 end"]),
        (marks("separate"), ["域没有开头，只有 separate"]),
        (marks("begin"), ["域没有结尾"]),
        (marks("begin", "begin", "end"), ["域没有结尾"]),
        (marks("begin", "separate", "separate", "end"), ["域的标记次序不对"]),
        (marks("begin", "other", "end"), ["域的标记次序不对"]),
        (marks("begin", "separate", "begin", "separate", "end", "end"), []),
        (marks("begin") + marks("end"), []),
        (TABLE.format(""), ["单元格不以段落结尾"]),
        (TABLE.format("<w:p/>" + TABLE.format("<w:p/>")), ["单元格不以段落结尾"]),
        (TABLE.format(TABLE.format("<w:p/>") + "<w:p/><w:bookmarkEnd/>"), ["书签  只有结尾"]),
    ],
)
def test_what_is_not_whole_is_said(xml: str, faults: list[str]) -> None:
    """Bookmarks, fields and cells: what lacks an end, a beginning or a paragraph is named; nesting is no fault."""
    assert structural_faults(tree(xml)) == faults


def test_no_field_reaches_out_of_its_text() -> None:
    """A field that begins in a box and ends outside of it is two broken fields."""
    box = f"<w:p><w:r><w:pict><w:txbxContent>{marks('begin')}</w:txbxContent></w:pict></w:r></w:p>"
    assert sorted(structural_faults(tree(box + marks("end")))) == ["域没有开头，只有 end", "域没有结尾"]
