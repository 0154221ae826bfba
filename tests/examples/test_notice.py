"""examples/jining/notice.py: the notice, rebuilt from the forms."""

from __future__ import annotations

import difflib
from pathlib import Path

from helpers.readword import visible_text
from helpers.scripts import run
from helpers.shared_data import SHARED, needs_shared


def folded(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@needs_shared
def test_the_visible_text_is_the_notices_own(tmp_path: Path) -> None:
    """Read back in reading order, the document says what the notice says; the diff is printed, and there is none.

    It proves that forms, notes and columns are the notice's own.
    """
    run("jining/notice.py", "--out", tmp_path, folder=tmp_path)
    (notice,) = (SHARED / "notice").glob("*.txt")
    theirs = folded(notice.read_text(encoding="utf-8"))
    ours = folded(visible_text((tmp_path / "通知.docx").read_bytes()))
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    different = [
        f"{tag}: {theirs[a - 15 : a]}[{theirs[a:b]}]{theirs[b : b + 15]} → [{ours[c:d]}]"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    assert not different, "\n".join(different)
