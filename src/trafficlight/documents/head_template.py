"""版头模板 (head template): an agency's own red head, as a .docx that it drew itself, as a value."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from attrs import field, frozen

FIELDS: Final = ("发文机关标志", "发文字号", "签发人", "份号", "密级", "紧急程度")
"""版头字段: what may stand in a template in braces, “{发文字号}”; each is filled in from the document's `RedHead`."""


@frozen
class HeadTemplate:
    """版头模板: what stands in an agency's own head, and the styles that it is set in; `head_template` reads one.

    `body` and `styles` are XML of WordprocessingML, checked and cleaned; `fields` are those of `FIELDS` that it fills in.
    """

    body: str = field(repr=False)
    styles: str = field(repr=False)
    fields: tuple[str, ...] = ()


def head_template(source: str | os.PathLike[str] | bytes, *, name: str = "") -> HeadTemplate:
    """版头模板: read an agency's own head from a .docx: all of its text, tables, lines and text boxes, as they are.

    It stands where `RedHead` is, in the fonts and sizes that it has; what `FIELDS` names in braces is filled in. The
    page, its margins and its headers stay those of the profile. `name` is what errors call it. Raises `DocumentError` for
    a template without {发文字号}, with a field that is not known, or with pictures, `SubmissionRefused` for a file that is
    broken or unsafe, and `OSError`.
    """
    from trafficlight.documents.wordprocessing.head_reading import read_head

    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    return read_head(data, name=name or ("版头模板" if isinstance(source, bytes) else Path(source).name))
