"""A compendium of many articles beside one docxcompose composer fed one after another; contents read back and compared.

    python tests/bench/compendium.py [--articles 50 200] [--runs 3]

Wall times on shared machines move by a factor of two: CPU seconds and ratios are told, each beside its goal. Fails when a
goal is missed, or when the schema's judge finds an error in what we made.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from docxcompose.composer import Composer
from goals import Goals
from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))
from helpers.made_articles import W, add_picture, changed, merged, part, saved

SAME_STYLES = 10.0
MANY_STYLES = 8.0
LINEAR = 1.25  # four times the articles may take four times the time, and a quarter more
TEXT = "坚持把重点工作落实作为检验审计成效的重要标准，逐项细化任务、明确时限、压实责任。"


def article(number: int) -> bytes:
    """Two pages: heading, text, numbered list, table and picture."""
    document = docx.Document()
    document.add_heading(f"文章{number}", 1)
    for line in range(12):
        document.add_paragraph(f"{TEXT * 6}{number}-{line}")
    for line in range(6):
        document.add_paragraph(f"事项{line}", style="List Number")
    table = document.add_table(6, 4, style="Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = f"格{number}"
    add_picture(document, number)
    document.add_paragraph("完")
    return saved(document)


def with_own_style(data: bytes, number: int) -> bytes:
    """The article with a style that no other has."""
    style = (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="Own{number}"><w:name w:val="Own {number}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="{number}"/></w:pPr></w:style></w:styles>'
    ).encode()
    paragraph = f'<w:body><w:p><w:pPr><w:pStyle w:val="Own{number}"/></w:pPr><w:r><w:t>独有</w:t></w:r></w:p>'.encode()
    return changed(
        data,
        {
            "word/styles.xml": lambda old: old.replace(b"</w:styles>", style),
            "word/document.xml": lambda old: old.replace(b"<w:body>", paragraph, 1),
        },
    )


def by_docxcompose(sources: Sequence[bytes]) -> bytes:
    """One composer, fed one after another."""
    composer = Composer(docx.Document(io.BytesIO(sources[0])))
    for source in sources[1:]:
        composer.append(docx.Document(io.BytesIO(source)))
    stream = io.BytesIO()
    composer.save(stream)
    return stream.getvalue()


def by_us(sources: Sequence[bytes]) -> bytes:
    """The compendium: screened, cleaned, in the publisher's style, with cover and contents."""
    return merged(*sources).data


def timed(make: Callable[[Sequence[bytes]], bytes], sources: Sequence[bytes], runs: int) -> tuple[float, bytes]:
    """Median CPU seconds and the result."""
    seconds, made = [], b""
    for _ in range(runs):
        start = time.process_time()
        made = make(sources)
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), made


def contents(data: bytes) -> tuple[list[str], int, int]:
    """The articles' texts in order, and the numbers of tables and pictures."""
    body = part(data)
    texts = ["".join(piece.text or "" for piece in one.iter(f"{W}t")) for one in body.iter(f"{W}p")]
    first = texts.index("文章0") if "文章0" in texts else 0
    own = [text for text in texts[first:] if text and not text.startswith(("单位", "题目"))]
    return own, count(body, f"{W}tbl"), count(body, "{http://schemas.openxmlformats.org/drawingml/2006/main}blip")


def count(root: etree._Element, tag: str) -> int:
    """How many elements of a name there are."""
    return sum(1 for _ in root.iter(tag))


def judge(title: str, data: bytes) -> None:
    """End the program when the schema's judge finds an error; says so when it is not here."""
    try:
        import openxml_audit
    except ImportError:
        print(f"{title}: NOT JUDGED, for openxml-audit is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.docx"
        path.write_bytes(data)
        errors = openxml_audit.OpenXmlValidator().validate(path).errors
    if errors:
        sys.exit(f"{title}: {len(errors)} schema errors, the first: {errors[0]}")


def compare(title: str, sources: Sequence[bytes], runs: int) -> tuple[float, float]:
    """How many times faster we are, and our seconds for an article; ends the program when contents or schema are wrong."""
    ours, made = timed(by_us, sources, runs)
    theirs, other = timed(by_docxcompose, sources, 1)
    if contents(made) != contents(other):
        sys.exit(f"{title}: the contents differ")
    judge(title, made)
    print(
        f"{title:>12} {len(sources):>5} articles  trafficlight {ours:6.2f} s  docxcompose {theirs:6.2f} s  {theirs / ours:5.1f}×",
        flush=True,
    )
    return theirs / ours, ours / len(sources)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    merged(article(0))  # what is loaded and compiled once
    found = [compare("one style", [article(one) for one in range(number)], options.runs) for number in options.articles]
    (_, least), (same, most) = found[0], found[-1]
    many, _ = compare(
        "many styles", [with_own_style(article(one), one) for one in range(options.articles[-1])], options.runs
    )
    growth = most / least
    goals = Goals()
    most_articles, least_articles = options.articles[-1], options.articles[0]
    goals.told(f"faster than docxcompose, {most_articles} articles of one style", same, at_least=SAME_STYLES)
    goals.told(f"faster than docxcompose, {most_articles} articles of many styles", many, at_least=MANY_STYLES)
    goals.told(f"an article's time among {most_articles} over one among {least_articles}", growth, at_most=LINEAR)
    goals.end()


if __name__ == "__main__":
    main()
