"""The document that the writers' tests share uses every kind of block: what is not in it is judged by nobody."""

from __future__ import annotations

import typing

import attrs
from helpers.wordfile import every_block

from trafficlight.documents import content
from trafficlight.documents.content import PageSetup


def test_every_kind_of_block() -> None:
    """A new class of block is missing here until the shared document has it."""
    kinds = set(typing.get_args(content.Block))
    assert kinds == {type(block) for block in every_block().blocks()}


def test_every_field_of_a_block_is_used() -> None:
    """Each field of each kind of block has another value than its default somewhere."""
    for kind in typing.get_args(content.Block):
        blocks = [block for block in every_block().blocks() if isinstance(block, kind)]
        for field in attrs.fields(kind):
            if field.default is not attrs.NOTHING:
                given = {repr(getattr(block, field.name)) for block in blocks}
                assert given - {repr(field.default)}, f"{kind.__name__}.{field.name}"


def test_every_page_setup_is_used() -> None:
    """So has each field of a section's page setup."""
    setups = [section.setup for section in every_block().sections]
    for field in attrs.fields(PageSetup):
        assert {getattr(setup, field.name) for setup in setups} - {field.default}, field.name
