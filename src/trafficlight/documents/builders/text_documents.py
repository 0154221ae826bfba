"""一览表 (text tables) as documents and web pages: a preview of what came in, what changed since the last time."""

from __future__ import annotations

from trafficlight.documents._document import Document
from trafficlight.documents.builders.column_widths import fitted
from trafficlight.documents.content import Grid, GridColumn, PageSetup, Section
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, OfficialProfile
from trafficlight.model._text_tables import TextTable
from trafficlight.ooxml.text import replaced_unprintable


def text_grid(table: TextTable) -> Grid:
    """一览表: as a block of a document. What no file can hold (a control character that somebody typed) is shown as �."""
    return Grid(
        [GridColumn(share, "left") for share in table.shares],
        [tuple(map(replaced_unprintable, row)) for row in table.rows],
        header=(table.header,),
        title=replaced_unprintable(table.title),
    )


def text_document(*tables: TextTable, title: str = "", profile: OfficialProfile = OFFICIAL) -> Document:
    """一览表: a landscape document of the tables, in their language; `to_html` makes a fragment of a web page of it.

    Raises `DocumentError` without a table.
    """
    if not tables:
        raise DocumentError("没有要制作的表：至少给出一张一览表", "nothing to make: give a table")
    setup, profile = PageSetup(orientation="landscape"), profile.speaking(tables[0].language)
    grids = [grid for table in tables for grid in fitted([text_grid(table)], profile, setup.orientation)]
    return Document(
        sections=[Section(grids, setup)], title=replaced_unprintable(title or tables[0].title), profile=profile
    )
