"""What stands before the root element of a part that is longer than its prologue, on every Python (3.11.2 found nothing)."""

from __future__ import annotations

import pytest

from trafficlight.ooxml.xml import PROLOGUE, odd_prologue

DECLARED = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"


@pytest.mark.parametrize(
    "before",
    ["", DECLARED, f"{DECLARED}\n", f"{DECLARED}\n<!-- a > b -->\n<?mso-x y?>\r\n", "<!---->" * 5, " \n" * 100],
)
def test_a_long_part_is_ordinary(before: str) -> None:
    """Its declaration, instructions, comments and blanks are passed over, in whatever order."""
    assert odd_prologue(f"{before}<a>{'x' * PROLOGUE}".encode()[:PROLOGUE], "p") is None


@pytest.mark.parametrize("before", ["<?x", "<!-- x", "<?>", "<!-->", "x", "<!ELEMENT>"])
def test_what_never_comes_to_a_root_is_refused(before: str) -> None:
    """An instruction or a comment without end, text, a declaration of a type."""
    assert odd_prologue(f"{before}{'x' * PROLOGUE}".encode()[:PROLOGUE], "p") is not None
