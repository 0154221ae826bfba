"""版本: the library's version, the one place that says it; the distribution and every document that is written take it from here."""

from typing import Final

VERSION: Final = "0.1.0"
