"""In which face Word draws the characters that Chinese and Latin type share: quotes, dashes, ellipses, circled digits.

Word draws them in a run's Latin face unless the run says `w:hint="eastAsia"` (MS-OI29500 §2.1.88). LibreOffice shows neither
fault nor cure, so only a rule that reads the XML can hold it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from helpers.readword import W

_SHARED: Final = re.compile("[\u00b7\u00d7\u00f7\u2010-\u203b\u2100-\u2bff]")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_OTHERS: Final = ("compendium.docx", "汇编.docx", "案例选编.docx", "通报件（自绘版头）.docx")
"""Documents with texts of others, who set them as they liked."""


def faults(file: Path) -> Iterator[str]:
    """Every run of Chinese text whose quotes and dashes would leave its Chinese face."""
    if file.name.endswith(_OTHERS):
        return
    with zipfile.ZipFile(file) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        parts = [name for name in package.namelist() if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name)]
        roots = [etree.fromstring(package.read(name)) for name in parts]
    alike = _styles_of_one_face(styles)
    for root in roots:
        for paragraph in root.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            one_face = style is not None and style.get(f"{W}val") in alike
            for run in paragraph.iter(f"{W}r"):
                yield from _run(run, one_face=one_face)


def _styles_of_one_face(styles: etree._Element) -> set[str | None]:
    """The styles in which it makes no difference, since Latin letters have the Chinese face."""
    return {
        style.get(f"{W}styleId")
        for style in styles.iter(f"{W}style")
        for fonts in style.findall(f"{W}rPr/{W}rFonts")
        if fonts.get(f"{W}hAnsi") == fonts.get(f"{W}eastAsia")
    }


def _run(run: etree._Element, *, one_face: bool) -> Iterator[str]:
    text = "".join(one.text or "" for one in run.findall(f"{W}t"))
    fonts = run.find(f"{W}rPr/{W}rFonts")
    if fonts is not None:
        own = fonts.get(f"{W}hAnsi")
        one_face = one_face if own is None else own == fonts.get(f"{W}eastAsia")
    hinted = fonts is not None and fonts.get(f"{W}hint") == "eastAsia"
    if not hinted and not one_face and _CHINESE.search(text) and _SHARED.search(text):
        yield f"quotes or dashes in the Latin face: {text[:30]}"
