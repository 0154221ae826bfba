"""自定义属性的读取: some custom properties of a .docx, by docxcompose's own tool, and none of its other parts.

Opening the file by python-docx would read and parse the whole body for a few words.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from docxcompose.properties import CustomProperties, is_text_property
from lxml import etree

from trafficlight.documents.submissions import Limits
from trafficlight.documents.wordprocessing.compose.package import WordPackage

_LIMITS: Final = Limits(file_size=1 << 30, unpacked=1 << 34, part=1 << 20, tags=20_000, ratio=2000)
"""The body may be as long as it likes, for it stays packed."""

_RELATION: Final = "custom-properties"


class _PropertiesPart(CustomProperties):  # type: ignore[misc]  # docxcompose ships no annotations
    """The tool over the part alone: its own start needs a whole document, to find the language of fields."""

    def __init__(self, root: etree._Element) -> None:
        self.doc = None
        self.part = None
        self.language = None
        self._element = root


def custom_properties(source: str | os.PathLike[str] | bytes, names: Sequence[str]) -> dict[str, str]:
    """The texts of custom properties by name, without regard to case as Word compares them; empty where there is none.

    Raises `SubmissionRefused` for what is no .docx, and `OSError`.
    """
    file = "" if isinstance(source, bytes) else Path(source).name
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    package = WordPackage(data, file=file, limits=_LIMITS)
    relation = package.related("", _RELATION)
    if relation is None:
        return dict.fromkeys(names, "")
    root = package.parse(relation.target)
    for one in list(root):
        if len(one) == 0 or not is_text_property(one[0]):
            root.remove(one)  # the tool gives up on values that are none, and ours are texts
    found = _PropertiesPart(root)
    return {name: str(found.get(name, "")) for name in names}
