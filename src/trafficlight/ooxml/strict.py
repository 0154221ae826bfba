"""严格格式 (ISO/IEC 29500 Strict): the same parts under other namespaces, which are told by those of every other file."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = b"http://purl.oclc.org/ooxml/"
_SPACE: Final = re.compile(rb"""(["'])http://purl\.oclc\.org/ooxml/([A-Za-z]++)/([A-Za-z]++)""")
_DASHED: Final = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}


def transitional(data: bytes) -> bytes:
    """A part in the namespaces that nearly every file has; one that has them already stays as it is.

    >>> transitional(b'<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>')
    b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    """
    return _SPACE.sub(_told, data) if _MARK in data else data


def _told(found: re.Match[bytes]) -> bytes:
    quote, family, name = found.groups()
    return quote + b"http://schemas.openxmlformats.org/" + family + b"/2006/" + _DASHED.get(name, name)
