"""A document can be handed to another process before it is written: nothing in it is code of one moment."""

from __future__ import annotations

import pickle

import pytest
from helpers.every_document import documents, every_rating
from helpers.office_ratings import AS_OF, SCHEME

from trafficlight import documents as td
from trafficlight.documents import Document

MADE = dict(documents())


@pytest.mark.parametrize("name", MADE)
def test_what_a_builder_makes_can_be_pickled(name: str) -> None:
    """The document of every builder comes back from pickle and gives the same bytes."""
    document = MADE[name]
    again = pickle.loads(pickle.dumps(document))  # noqa: S301  # our own
    assert isinstance(again, Document)
    assert again.to_bytes(level=0) == document.to_bytes(level=0)


def test_extracts_can_be_pickled() -> None:
    """So do the extracts that are made when they are asked for."""
    ratings = every_rating()
    for extracts in (td.ledgers_by_leader, td.ledgers_by_unit):
        made = extracts(SCHEME, ratings, as_of=AS_OF)
        again = pickle.loads(pickle.dumps(made))  # noqa: S301  # our own
        assert list(again) == list(made)
        assert all(again[name].to_bytes(level=0) == made[name].to_bytes(level=0) for name in made)
