"""版本: the library's version, written only here; the distribution and every document take it from here."""

from typing import Final

VERSION: Final = "0.1.0"
