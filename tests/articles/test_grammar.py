"""What no schema allows is taken out and named before an article is merged; no article makes a compendium invalid."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from helpers.invalid_articles import INVALID, TEXT_WOULD_BE_LOST, UNMENDABLE, chart, floating
from helpers.made_articles import KINDS, Piece, W, article, merged, names, part, plain, text
from helpers.shared_data import REPOSITORY

from trafficlight.articles._findings import Kind, Reason
from trafficlight.articles._grammar import Mender, grammar

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def faults(data: bytes) -> list[str]:
    """What the grammar finds in a compendium's text, notes, styles, lists and charts."""
    found: list[str] = []
    mender = Mender(found.append)
    roots = [part(data).find(f"{W}body")]
    for name in names(data):
        if "/charts/" in name:
            roots.append(part(data, name))
        elif name in {"word/footnotes.xml", "word/endnotes.xml", "word/numbering.xml"}:
            roots += [one for one in part(data, name) if one.tag != f"{W}num"]
    for root in roots:
        assert root is not None
        if not mender.mend(root):
            found.append(f"not whole: {root.tag}")
    return found


@pytest.mark.parametrize("case", INVALID)
def test_what_is_invalid_is_cleaned_and_named(case: str) -> None:
    """What a schema does not allow goes, the report names it, its text stays, and the compendium is whole."""
    invalid = INVALID[case]
    made = merged(invalid.data, plain("别的文章。"))
    assert not made.report.refused
    told = [finding.details for finding in made.report.taken[0].findings if finding.kind is Kind.INVALID]
    assert told == ([invalid.told] if invalid.told else [])
    assert f"题目0{invalid.text}正文。" in text(part(made.data))
    assert faults(made.data) == []


def test_a_chart_that_cannot_be_mended_is_left_out() -> None:
    """A chart that lacks what must be is taken out with its drawing, and named; the article stays."""
    made = merged(UNMENDABLE, plain())
    found = {finding.kind: finding.details for finding in made.report.taken[0].findings}
    assert found[Kind.MISSING] == ("word/chart1.xml",)
    assert not [name for name in names(made.data) if "chart" in name]
    assert not list(part(made.data).iter(f"{W}drawing"))


def test_text_is_never_lost_in_silence() -> None:
    """An article whose text would go with what is invalid is refused by name."""
    (refused,) = merged(TEXT_WOULD_BE_LOST, plain()).report.refused
    assert refused.reason is Reason.BROKEN
    assert "丢失文字" in str(refused.error)


@pytest.mark.parametrize("offset", ["", " ", "九", "0.5", "2147483648", "9 EMU", "<w:r>9</w:r>"])
@pytest.mark.parametrize("align", ["", "middle"])
def test_a_place_that_is_no_value_is_told_and_mended(offset: str, align: str) -> None:
    """A floating drawing whose place cannot be read stands where the text does: the book is valid, and says so."""
    made = merged(chart(floating(f"<wp:posOffset>{offset}</wp:posOffset>", f"<wp:align>{align}</wp:align>")))
    (taken,) = made.report.taken
    (told,) = (finding.details for finding in taken.findings if finding.kind is Kind.INVALID)
    assert {"posOffset", "align"} <= {*told}
    assert [one.text for one in part(made.data).iter(f"{WP}posOffset", f"{WP}align")] == ["0", "top"]
    assert faults(made.data) == []


def test_a_place_that_is_a_value_stays() -> None:
    """Blanks around a number and a word are none of its own."""
    made = merged(chart(floating("<wp:posOffset> -9 </wp:posOffset>", "<wp:align>bottom</wp:align>")))
    assert [one.text for one in part(made.data).iter(f"{WP}posOffset", f"{WP}align")] == [" -9 ", "bottom"]


def test_points_are_as_many_as_a_chart_says() -> None:
    """A store of points counts at least those that it holds, and no more than a sheet has rows."""
    for said, right in ((None, "2"), (1, "2"), (9, "9"), (2**32 - 1, "2")):
        count = "" if said is None else f'<c:ptCount val="{said}"/>'
        made = part(merged(chart(count=count)).data, "word/charts/chart1.xml")
        assert [one.get("val") for one in made.iter(f"{C}ptCount")] == ["1", right]


def test_what_is_valid_stays() -> None:
    """Of an article that python-docx makes nothing is taken out."""
    made = merged(article([Piece(kind, number) for number, kind in enumerate(KINDS)]))
    assert made.report.taken[0].findings == ()
    assert faults(made.data) == []


def test_the_grammar_is_made_by_its_program() -> None:
    """grammar.json is what tests/grammar writes: nobody changed it by hand. openxml-audit carries the SDK's schemas."""
    audit = pytest.importorskip("openxml_audit")
    spec = importlib.util.spec_from_file_location("make_grammar", REPOSITORY / "tests" / "grammar" / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    made = program.grammar(Path(audit.__file__).parent / "data" / "openxml" / "schemas")
    assert made == json.loads(program.GRAMMAR.read_text(encoding="utf-8"))


def test_every_expression_is_one() -> None:
    """Every type of the grammar can be made ready, and the child of every type is one."""
    known = grammar()
    for number in range(len(known)):
        assert all(0 <= child < len(known) for _, child in known.of(number).children.values())
