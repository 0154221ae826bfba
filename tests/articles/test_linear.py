"""Hostile articles take time by their length: four times as much of anything takes about four times as long."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from helpers.made_articles import R, W, changed, merged, plain, with_body, with_relation

BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
DIAGRAM = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
DELETED = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'


def styled(count: int, style: Callable[[int], str]) -> bytes:
    """An article of so many paragraphs, each with a style of its own, the last style first."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{number}">{style(number)}</w:style>' for number in range(count)
    )
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="S{count - 1 - number}"/></w:pPr></w:p>' for number in range(count))
    return changed(
        with_body(body), {"word/styles.xml": lambda old: old.replace(b"</w:styles>", f"{styles}</w:styles>".encode())}
    )


def chain(count: int) -> list[bytes]:
    """Each style based on the one before."""
    return [styled(count, lambda at: f'<w:name w:val="S{at}"/>' + (f'<w:basedOn w:val="S{at - 1}"/>' if at else ""))]


def numbered_chain(count: int) -> list[bytes]:
    """The same, and the first is numbered."""
    first = '<w:name w:val="S0"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    return [styled(count, lambda at: f'<w:name w:val="S{at}"/><w:basedOn w:val="S{at - 1}"/>' if at else first)]


def circle(count: int) -> list[bytes]:
    """Styles based on one another in a circle."""
    return [styled(count, lambda at: f'<w:name w:val="S{at}"/><w:basedOn w:val="S{(at - 1) % count}"/>')]


def one_name(count: int) -> list[bytes]:
    """Different styles of one name."""
    return [styled(count, lambda at: f'<w:name w:val="Same"/><w:rPr><w:sz w:val="{at}"/></w:rPr>')]


def nested_fields(count: int) -> list[bytes]:
    """Fields in the instructions of others."""
    begins = "".join(f"{BEGIN}<w:r><w:instrText>IF {number * number}</w:instrText></w:r>" for number in range(count))
    return [with_body(f"<w:p>{begins}{(SEPARATE + END) * count}</w:p>")]


def bookmarks(count: int) -> list[bytes]:
    """Two articles with the same bookmarks, whose names are as long as they may be and differ at their end."""
    names = [f"{'x' * 34}{number:06}" for number in range(count)]
    body = "".join(
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
        f"{BEGIN}<w:r><w:instrText>REF {name}</w:instrText></w:r>{SEPARATE}{END}"
        for number, name in enumerate(names)
    )
    return [with_body(f"<w:p>{body}</w:p>")] * 2


def joined(count: int) -> list[bytes]:
    """Paragraphs that run on into one another, since their ends were deleted."""
    return [with_body(f"{DELETED}<w:r><w:t>一</w:t></w:r></w:p>" * count)]


def joined_runs(count: int) -> list[bytes]:
    """A long paragraph that runs on into the next."""
    return [with_body(f"{DELETED}{'<w:r><w:t>一</w:t></w:r>' * count}</w:p>")]


def diagram(count: int) -> list[bytes]:
    """A diagram that speaks of its drawing again and again, and never names it."""
    blob = f"<dgm:dataModel {DIAGRAM}><dgm:t>{'dataModelExt ' * count}</dgm:t></dgm:dataModel>".encode()
    body = f'<w:p><w:r><w:drawing><dgm:relIds {DIAGRAM} xmlns:r="{R}" r:dm="rIdX"/></w:drawing></w:r></w:p>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    return [with_relation("diagramData", "data.xml", body, parts={"word/data.xml": (kind, blob)})]


def digits(count: int) -> list[bytes]:
    """A chart whose name is many digits and a letter."""
    name = f"{'9' * count}a.xml"
    chart = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    body = f'<w:p><w:r><w:drawing><c:chart {chart} xmlns:r="{R}" r:id="rIdX"/></w:drawing></w:r></w:p>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    return [with_relation("chart", name, body, parts={f"word/{name}": (kind, f"<c:chartSpace {chart}/>".encode())})]


def lists(count: int) -> list[bytes]:
    """Two articles with as many lists as paragraphs."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="{number}"/></w:lvl></w:abstractNum>'
        for number in range(count)
    )
    numbers = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(count)
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{number + 1}"/></w:numPr></w:pPr></w:p>' for number in range(count)
    )
    xml = f'<w:numbering xmlns:w="{W[1:-1]}">{definitions}{numbers}</w:numbering>'.encode()
    return [changed(with_body(body), {"word/numbering.xml": xml})] * 2


KINDS: tuple[tuple[Callable[[int], list[bytes]], int], ...] = (
    (chain, 500),
    (numbered_chain, 500),
    (circle, 500),
    (one_name, 2000),
    (nested_fields, 8000),
    (bookmarks, 700),
    (joined, 1000),
    (joined_runs, 5000),
    (diagram, 8000),
    (digits, 15_000),
    (lists, 300),
)


def seconds(sources: list[bytes]) -> float:
    """Processor time of their compendium."""
    start = time.process_time()
    merged(plain(), *sources)
    return time.process_time() - start


@pytest.mark.parametrize(("kind", "count"), KINDS, ids=[kind.__name__ for kind, _ in KINDS])
def test_time_grows_with_the_length(kind: Callable[[int], list[bytes]], count: int) -> None:
    """Four times as long takes at most eight times the time, and a moment: the square would take sixteen."""
    few, many = kind(count), kind(4 * count)
    merged(plain())
    assert seconds(many) < 8 * seconds(few) + 0.2
