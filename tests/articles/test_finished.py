"""成书检查: a compendium that is not whole never leaves; what spoils it is left out by name, and the others are taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from helpers.made_articles import AGENCY, AS_OF, PERIOD, merged, part, plain, text, with_body
from lxml import etree

from trafficlight.articles._compendium import DEPARTMENTS_PART, Article, Compendium, compendium
from trafficlight.articles._editor import Merger
from trafficlight.articles._findings import Reason
from trafficlight.articles._finished import SpoiltBook, check_book
from trafficlight.articles._lists import ListMerger
from trafficlight.articles._references import settle_objects
from trafficlight.articles._submission import Content
from trafficlight.errors import DocumentError, InternalFault
from trafficlight.ooxml.xml import P, W, w

pytestmark = pytest.mark.internal_fault
BAD = "坏文章。"


def is_bad(content: Content) -> bool:
    """Whether this is the article over which the library fails."""
    return BAD in "".join(map(str, content.body.itertext()))


def after_taking(spoil: Callable[[Merger, Content], object]) -> Callable[[Merger, Content], list[str]]:
    """A merger that does more to the bad article than it should."""
    take = Merger.take

    def taken(self: Merger, content: Content) -> list[str]:
        told = take(self, content)
        if is_bad(content):
            spoil(self, content)
        return told

    return taken


def bad_element(_: Merger, content: Content) -> None:
    """An element that no schema allows there."""
    etree.SubElement(next(content.body.iter(P)), w("nonsense"))


def bad_style(merger: Merger, _: Content) -> None:
    """A style that no schema allows."""
    style = etree.SubElement(merger._document.styles.element, w("style"))
    style.set(w("type"), "odd")


def bad_reference(_: Merger, content: Content) -> None:
    """A picture that is not there."""
    run = etree.SubElement(next(content.body.iter(P)), w("r"))
    xml = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="{}" r:id="rId999"/>'
    shape = etree.SubElement(etree.SubElement(run, w("pict")), "{urn:schemas-microsoft-com:vml}shape")
    shape.append(etree.fromstring(xml.format("http://schemas.openxmlformats.org/officeDocument/2006/relationships")))


def bad_bookmark(_: Merger, content: Content) -> None:
    """A bookmark of a name that is taken."""
    paragraph = next(content.body.iter(P))
    for name in ("bookmarkStart", "bookmarkEnd"):
        mark = etree.SubElement(paragraph, w(name))
        mark.set(w("id"), "777")
        if name == "bookmarkStart":
            mark.set(w("name"), "article_1")


def crash(_: Merger, __: Content) -> None:
    """A fault of ours."""
    raise IndexError("list index out of range")


def book(*texts: str) -> Compendium:
    """A compendium of articles of one text each."""
    return merged(*map(plain, texts))


@pytest.mark.parametrize("spoil", [bad_element, bad_style, bad_reference, bad_bookmark, crash])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_one_article_never_spoils_the_book(
    spoil: Callable[[Merger, Content], object], place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where merging one goes wrong, the book is made without it, whole, and the report says whose and where to look."""
    texts = [f"第{number}篇。" for number in range(4)]
    without = book(*texts).data
    monkeypatch.setattr(Merger, "take", after_taking(spoil))
    texts.insert(place, BAD)
    made = book(*texts)
    (refused,) = made.report.refused
    assert refused.article.unit == f"单位{place}"
    assert refused.reason is Reason.INTERNAL
    assert isinstance(refused.error.__cause__, InternalFault)
    assert re.search(r"程序内部错误（代码 \w+@\w+:\d+）", str(refused.error))
    assert re.search(r"an internal error \(code \w+@\w+:\d+\)", refused.error.say("en"))
    assert ("IndexError@test_finished" in str(refused.error)) == (spoil is crash)
    assert len(made.report.taken) == 4
    assert BAD not in text(part(made.data))
    assert len(made.data) == pytest.approx(len(without), rel=0.01)


def test_progress_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that is read again is not told again."""
    monkeypatch.setattr(Merger, "take", after_taking(bad_style))
    told: list[tuple[int, int, str]] = []
    articles = [
        Article(f"单位{at}", "题", DEPARTMENTS_PART, plain(words)) for at, words in enumerate(["甲", BAD, "乙"])
    ]
    compendium(AGENCY, articles, period=PERIOD, as_of=AS_OF, progress=lambda *one: told.append(one))
    assert [one[:2] for one in told] == [(1, 3), (2, 3), (3, 3)]


def test_a_crash_over_one_file_refuses_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is cleaned, too: the others are taken."""

    def settled(submission: Any) -> None:
        if is_bad(submission.content):
            raise KeyError("rId1")
        settle_objects(submission)

    monkeypatch.setattr("trafficlight.articles._clean.settle_objects", settled)
    made = book("甲", BAD, "乙")
    (refused,) = made.report.refused
    assert (refused.article.unit, refused.reason, len(made.report.taken)) == ("单位1", Reason.INTERNAL, 2)
    assert "KeyError@test_finished" in str(refused.error)


def test_nothing_is_left_when_all_spoil_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that every article brings about ends in an error that names each."""

    def fail(_: ListMerger) -> None:
        raise ZeroDivisionError

    numbered = with_body('<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>项</w:t></w:r></w:p>')
    monkeypatch.setattr(ListMerger, "finish", fail)
    with pytest.raises(DocumentError, match="没有一篇") as caught:
        merged(numbered, numbered)
    assert str(caught.value).count("程序内部错误") == 2


DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{{}}<w:sectPr/></w:body></w:document>'
NOTES = f'<w:footnotes xmlns:w="{W}">{{}}</w:footnotes>'
STYLE = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/></w:style>'
NOTE = '<w:footnote w:id="1"><w:p/></w:footnote>'


def word(name: str, xml: str) -> tuple[Part, bytes]:
    """A part as it will be written."""
    return Part(PackURI(name), "application/x+xml", b"", None), xml.encode()


@pytest.mark.parametrize(
    ("parts", "told", "article"),
    [
        ([word("/a.xml", DOCUMENT.format("<w:p/><w:nonsense/>"))], "body 不合文法", 1),
        ([word("/a.xml", DOCUMENT.format("<w:p/>")), word("/A.xml", NOTES.format(""))], "部件重名", None),
        ([word("/a.xml", f'<w:styles xmlns:w="{W}">{STYLE * 2}</w:styles>')], "style 的编号 a 重复", None),
        ([word("/a.xml", NOTES.format(NOTE * 2))], "footnote 的编号 1 重复", None),
        ([word("/a.xml", NOTES.format('<w:footnote w:id="1"><w:r/></w:footnote>'))], "footnote 不合文法", None),
        ([word("/a.xml", DOCUMENT.format('<w:p><w:bookmarkStart w:id="1" w:name="a"/></w:p>'))], "没有结尾", None),
    ],
)
def test_each_rule_is_seen_to_fail(parts: list[tuple[Part, bytes]], told: str, article: int | None) -> None:
    """What breaks a rule is told with its part, and with its article where that can be told."""
    with pytest.raises(SpoiltBook, match=told) as caught:
        check_book(parts, [1, 2])
    assert caught.value.article == article
