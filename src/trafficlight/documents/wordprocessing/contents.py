"""目录 (contents): lines with a dot leader and the page of a bookmark."""

from __future__ import annotations

from collections.abc import Iterator

from trafficlight.documents.content import Contents, ContentsEntry, Heading
from trafficlight.documents.inline import Style, plain
from trafficlight.documents.wordprocessing import fields
from trafficlight.documents.wordprocessing.context import Context
from trafficlight.documents.wordprocessing.paragraph import styled
from trafficlight.documents.wordprocessing.text import run_text

_STYLES = (Style.CONTENTS1, Style.CONTENTS2, Style.CONTENTS3)


def contents_chunks(contents: Contents, context: Context, *, page_break: bool = False) -> Iterator[str]:
    """The title and one paragraph an entry.

    Lines that were gathered from the headings stand in a TOC field, so that Word can gather them again; lines that were
    given stay as they are, and only their page numbers are fields.
    """
    if contents.title:
        runs = context.runs(contents.title)
        yield styled(context, Style.CONTENTS_TITLE, runs, keep=True, page_break=page_break)
        page_break = False
    given = contents.entries
    entries = list(_gathered(contents, context) if given is None else given)
    for number, entry in enumerate(entries):
        link = (
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1"><w:r>{run_text(entry.text)}</w:r>'
            f"<w:r><w:tab/></w:r>{context.page_of(entry.reference)}</w:hyperlink>"
        )
        if given is None and number == 0:
            link = fields.begin(fields.contents_instruction(contents.depth)) + link
        if given is None and number == len(entries) - 1:
            link += fields.end()
        yield styled(context, _STYLES[entry.level - 1], link, page_break=page_break)
        page_break = False


def _gathered(contents: Contents, context: Context) -> Iterator[ContentsEntry]:
    for heading in context.document.headings():
        if heading.bookmark is not None and heading.level <= contents.depth:
            yield ContentsEntry(_one_line(heading), heading.bookmark, heading.level)


def _one_line(heading: Heading) -> str:
    return "".join(piece.strip() for piece in plain(heading.text).splitlines())
