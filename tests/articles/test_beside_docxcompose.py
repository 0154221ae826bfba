"""The compendium beside docxcompose's own composer: the same content, and what docxcompose breaks is whole."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docxcompose.composer import Composer
from helpers.made_articles import (
    Piece,
    W,
    add_note,
    add_picture,
    article,
    changed,
    field,
    merged,
    part,
    pictures,
    plain,
    saved,
    with_body,
)
from hypothesis import given, settings
from hypothesis import strategies as st

# what docxcompose handles right: it knows no endnotes, and turns sections
KINDS = ("paragraph", "heading", "list", "table", "picture")
FIRST = "开头"


def composed(sources: list[bytes]) -> bytes:
    """The articles added by docxcompose to the first, one after another."""
    composer = Composer(docx.Document(io.BytesIO(sources[0])))
    for source in sources[1:]:
        composer.append(docx.Document(io.BytesIO(source)))
    stream = io.BytesIO()
    composer.save(stream)
    return stream.getvalue()


def shown(data: bytes) -> list[tuple[str, bool]]:
    """The text of each paragraph that has any from the first article on, and whether it is numbered."""
    document: WordDocument = docx.Document(io.BytesIO(data))
    numbered = {style.style_id for style in document.styles if style.element.find(f".//{W}numPr") is not None}
    found = []
    for paragraph in document.element.body.iter(f"{W}p"):
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        own = paragraph.find(f"{W}pPr/{W}numPr") is not None
        found.append((text, own or (named is not None and named.get(f"{W}val") in numbered)))
    start = found.index((FIRST, False))
    return [one for one in found[start:] if one[0] and not one[0].startswith(("单位", "题目"))]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(st.builds(Piece, st.sampled_from(KINDS), st.integers(0, 9)), max_size=5).map(article),
        min_size=1,
        max_size=3,
    )
)
def test_the_same_content(sources: list[bytes]) -> None:
    """Text, numbering, pictures and tables are those of docxcompose's own result."""
    ours, theirs = merged(*sources).data, composed(sources)
    assert shown(ours) == shown(theirs)
    assert pictures(ours, part(ours)) == pictures(theirs, part(theirs))
    assert len(list(part(ours).iter(f"{W}tbl"))) == len(list(part(theirs).iter(f"{W}tbl")))


def test_notes_of_one_number_stay_apart() -> None:
    """Two articles that both have a note 1, with drawings beside, give two notes, and every drawing an id of its own."""
    document = docx.Document()
    add_note(document, "footnote", "注")
    add_picture(document, 5)
    data = saved(document)
    root = part(merged(data, data).data)
    numbers = [one.get(f"{W}id") for one in root.iter(f"{W}footnoteReference")]
    drawings = [one.get("id") for one in root.iter("{*}docPr")]
    assert len(set(numbers)) == len(set(drawings)) == 2


def test_a_reference_in_a_note_follows_its_bookmark() -> None:
    """Where two articles use one name for a bookmark, the second's notes speak of its new name, as its text does."""
    document = docx.Document(io.BytesIO(plain()))
    add_note(document, "footnote", "见")
    data = saved(document)
    mark = '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:bookmarkEnd w:id="1"/></w:p>'
    reference = field("REF here", "此").encode() + b"</w:footnote>"
    data = changed(
        with_body(mark, data), {"word/footnotes.xml": lambda old: old.replace(b"</w:footnote>", reference, 1)}
    )
    said = [piece.text for piece in part(merged(data, data).data, "word/footnotes.xml").iter(f"{W}instrText")]
    assert said == ["REF here", "REF here_2"]
