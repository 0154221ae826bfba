"""Strict 与 Transitional: the names of the one for those of the other, block by block and in every encoding, and the way back."""

from __future__ import annotations

import pytest

from trafficlight.ooxml.xml import as_strict, transitional

STRICT = (
    '<?xml version="1.0"?><w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" '
    "xmlns:r = 'http://purl.oclc.org/ooxml/officeDocument/relationships' a=\"=\"><w:t>字 http://purl.oclc.org/ooxml/a/b</w:t>"
    '<a uri="http://purl.oclc.org/ooxml/officeDocument/extendedProperties"/></w:p>'
)
USUAL = (
    '<?xml version="1.0"?><w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    "xmlns:r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships' a=\"=\"><w:t>字 http://purl.oclc.org/ooxml/a/b</w:t>"
    '<a uri="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/></w:p>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_names_are_told_wherever_a_block_ends(encoding: str) -> None:
    """A name that two blocks share is one; a text that is no attribute's stays as it was typed."""
    data = STRICT.encode(encoding)
    first = len(STRICT[: STRICT.index("main")].encode(encoding))  # the root tells in the first block
    for cut in range(first, len(data)):
        made = b"".join(transitional([data[:cut], data[cut : cut + 5], data[cut + 5 :]]))
        assert made.decode(encoding) == USUAL


@pytest.mark.parametrize(
    "data", [b"", b"<a", "<a>\ud800</a>".encode("utf-16-le", "surrogatepass"), STRICT.encode("utf-16")[:-1]]
)
def test_what_is_no_strict_xml_stays_as_it_is(data: bytes) -> None:
    """Neither damage nor an encoding that lies is mended, or raises, here: whoever parses the part judges it."""
    made = b"".join(transitional([data]))
    assert made == data or made.decode("utf-16-le", "ignore").endswith("/w:p")


def test_the_way_back() -> None:
    """Names that the other part speaks become strict again, and with them those of relationships; no others do."""
    assert as_strict(USUAL.encode(), STRICT.encode()).decode() == STRICT
    assert as_strict(USUAL.encode(), STRICT.encode("utf-16")).decode() == STRICT
    assert as_strict(USUAL.encode(), USUAL.encode()).decode() == USUAL
    other = b'<a xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert as_strict(other, STRICT.encode()) == other
    assert b"purl.oclc.org/ooxml/officeDocument/relationships" in as_strict(
        b'<a xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        b'<a xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>',
    )
