"""Our composer beside docxcompose's own: the same content, and what docxcompose breaks is whole."""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docxcompose.composer import Composer
from helpers.made_articles import Piece, W, add_note, add_picture, article, pictures, plain, saved
from hypothesis import given, settings
from hypothesis import strategies as st

from trafficlight.articles._merge import LinearComposer

# what docxcompose handles right: it knows no endnotes, and turns sections
KINDS = ("paragraph", "heading", "list", "table", "picture")


def opened(data: bytes) -> WordDocument:
    """A document."""
    return docx.Document(io.BytesIO(data))


def composed(kind: type[Composer], sources: list[bytes]) -> bytes:
    """The articles added to a master one after another."""
    composer = kind(opened(plain("卷首")))
    for source in sources:
        composer.append(opened(source))
    stream = io.BytesIO()
    composer.save(stream)
    return stream.getvalue()


def shown(data: bytes) -> list[tuple[str, str, bool]]:
    """For each paragraph its text, the name of its style, and whether it is numbered."""
    document = opened(data)
    numbered = {style.style_id for style in document.styles if style.element.find(f".//{W}numPr") is not None}
    return [
        (
            "".join(piece.text or "" for piece in paragraph.iter(f"{W}t")),
            named.val if (named := paragraph.find(f"{W}pPr/{W}pStyle")) is not None else "",
            paragraph.find(f"{W}pPr/{W}numPr") is not None or (named is not None and named.val in numbered),
        )
        for paragraph in document.element.body.iter(f"{W}p")
    ]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(st.builds(Piece, st.sampled_from(KINDS), st.integers(0, 9)), max_size=5).map(article),
        min_size=1,
        max_size=3,
    )
)
def test_the_same_content(sources: list[bytes]) -> None:
    """Text, styles, numbering and pictures are those of docxcompose's own result."""
    ours, theirs = composed(LinearComposer, sources), composed(Composer, sources)
    assert shown(ours) == shown(theirs)
    assert pictures(ours, opened(ours).element.body) == pictures(theirs, opened(theirs).element.body)
    assert len(opened(ours).tables) == len(opened(theirs).tables)


def test_inserting_before_a_place() -> None:
    """An article can be put before any child of the body, as with docxcompose."""
    composer = LinearComposer(opened(plain("前", "后")))
    composer.insert(1, opened(plain("中")))
    assert [paragraph.text for paragraph in composer.doc.paragraphs] == ["前", "中", "后"]


def test_a_footnote_keeps_its_picture() -> None:
    """docxcompose leaves the relationships of notes behind; here the picture in a footnote comes along."""
    document = opened(plain())
    add_note(document, "footnote", "注")
    add_picture(document, 5)
    composer = LinearComposer(opened(plain()))
    composer.append(opened(saved(document)))
    composer.append(opened(saved(document)))
    composer.finish()
    numbers = [one.get(f"{W}id") for one in composer.body.iter(f"{W}footnoteReference")]
    assert len(set(numbers)) == 2
