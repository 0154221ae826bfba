"""What an article holds is in the compendium: text, tables, lists, pictures, notes, landscape pages, in its order."""

from __future__ import annotations

from collections.abc import Sequence

import docx
from docx.enum.section import WD_ORIENT
from helpers.judging import document_faults
from helpers.made_articles import KINDS, Piece, W, article, merged, names, part, pictures, png, saved, text
from hypothesis import given, settings
from hypothesis import strategies as st


def sheets(data: bytes) -> list[bool]:
    """For each section of the articles in order: whether its sheet lies on its side. Cover and contents are left out."""
    return [
        size.get(f"{W}orient") == "landscape"
        for section in part(data).iter(f"{W}sectPr")
        for size in section.iter(f"{W}pgSz")
    ][2:]


def expected_sheets(pieces: Sequence[Piece]) -> list[bool]:
    """The sections that an article has."""
    return [False] + [piece.kind == "landscape" for piece in pieces if piece.kind in {"landscape", "portrait"}]


def notes(data: bytes, kind: str) -> list[str]:
    """The texts of notes in the order in which the text refers to them."""
    if f"word/{kind}s.xml" not in names(data):
        return []
    known = {note.get(f"{W}id"): text(note) for note in part(data, f"word/{kind}s.xml")}
    return [known[one.get(f"{W}id")] for one in part(data).iter(f"{W}{kind}Reference")]


pieces = st.lists(st.builds(Piece, st.sampled_from(KINDS), st.integers(0, 999)), max_size=7)


@settings(max_examples=25, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=4))
def test_everything_is_kept(articles: list[list[Piece]]) -> None:
    """All text in its order, every picture's bytes, every table, list item, note and landscape page, of every article."""
    made = merged(*map(article, articles))
    assert not made.report.refused
    everything = [piece for one in articles for piece in one]
    body = part(made.data)

    shown = [piece for piece in everything if piece.kind not in {"picture", "footnote", "endnote"}]
    found = text(body)
    at = found.index("开头")
    for piece in shown:
        at = found.index(piece.words, at)

    drawn = [png(piece.number) for piece in everything if piece.kind == "picture"]
    assert pictures(made.data, body) == drawn
    for kind in ("footnote", "endnote"):
        assert notes(made.data, kind) == [piece.words for piece in everything if piece.kind == kind]
    assert len(list(body.iter(f"{W}tbl"))) == sum(piece.kind == "table" for piece in everything)
    items = [paragraph for paragraph in body.iter(f"{W}p") if paragraph.find(f".//{W}numPr") is not None]
    assert [text(item) for item in items] == [piece.words for piece in everything if piece.kind == "list"]
    assert sheets(made.data) == [side for one in articles for side in expected_sheets(one)]
    assert document_faults(made.data) == []


def test_equal_pictures_are_kept_once() -> None:
    """A logo that every article has stands in the file once, and in every article."""
    made = merged(*[article([Piece("picture", 1)])] * 3, article([Piece("picture", 2)]))
    assert len([name for name in names(made.data) if "/media/" in name]) == 2
    assert pictures(made.data, part(made.data)) == [png(1)] * 3 + [png(2)]


def test_the_last_section_of_an_article_stays_as_it_lies() -> None:
    """An article that ends in landscape, and one that is landscape altogether, do not turn their neighbours."""
    ends, turned = article([Piece("landscape", 1)]), docx.Document()
    section = turned.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    turned.add_paragraph("横排")
    made = merged(article([]), ends, saved(turned), article([]))
    assert sheets(made.data) == [False, False, True, True, False]


def test_endnotes_stand_at_the_end_of_their_article() -> None:
    """Endnotes are collected at a section's end, and only at the last section of their article."""
    made = merged(article([Piece("endnote", 1), Piece("landscape", 2)]))
    settings_part = part(made.data, "word/settings.xml")
    position = settings_part.find(f"{W}endnotePr/{W}pos")
    assert position is not None
    assert position.get(f"{W}val") == "sectEnd"
    sections = list(part(made.data).iter(f"{W}sectPr"))[2:]
    assert [section.find(f"{W}noEndnote") is not None for section in sections] == [True, False]
