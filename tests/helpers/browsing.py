"""Pages in a headless Chromium: axe-core's judgement, and what a narrow or dark page does to tables and charts.

axe-core is a program that npm fetches; tox puts it beside the Open XML SDK's validator.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from trafficlight.documents import stylesheet

_TIMEOUT: Final = 300
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_VIEWS: Final = tuple((width, ground) for width in (1280, 390) for ground in ("light", "dark"))
"""Width in CSS pixels and the host's colours."""

# Each fragment stands in a frame of its own, in a page such as a host has; the frames are judged one after another.
_HARNESS: Final = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>judged</title><body><script>
const given = GIVEN, axeSource = AXE, found = [];
// said outright, since axe takes what no rule colours for white
const HOSTS = {light: "background:#fff;color:#111", dark: "background:#111;color:#eee"};
async function judge(text, width, ground) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  const hosted = text.replace("<html", `<html class="${ground}" style="color-scheme:${ground};${HOSTS[ground]}"`);
  await new Promise(done => { frame.onload = done; frame.srcdoc = hosted; document.body.append(frame); });
  const inside = frame.contentWindow, page = inside.document, faults = [];
  inside.eval(axeSource);
  const result = await inside.axe.run(page, {resultTypes: ["violations"]});
  for (const one of result.violations)
    for (const node of one.nodes.slice(0, 3)) faults.push(`${one.id} at ${node.target}: ${node.html.slice(0, 120)}`);
  if (page.documentElement.scrollWidth > page.documentElement.clientWidth) faults.push("the page scrolls sideways");
  for (const cell of page.querySelectorAll("td, th")) {
    const size = parseFloat(inside.getComputedStyle(cell).fontSize), text = cell.textContent.trim();
    if (text.length > 3 && cell.clientWidth < 2 * size) faults.push(`a column of one character: ${text.slice(0, 20)}`);
  }
  for (const text of page.querySelectorAll("td, th, svg text, p")) {
    const size = parseFloat(inside.getComputedStyle(text).fontSize);
    if (size < 12 || size > 60) { faults.push(`type of ${size} pixels: ${text.textContent.slice(0, 20)}`); break; }
  }
  for (const table of page.querySelectorAll("thead th")) {
    if (inside.getComputedStyle(table).position != "sticky") { faults.push("a table's head that goes away"); break; }
  }
  for (const text of page.querySelectorAll("svg text")) {
    if (inside.getComputedStyle(text).fill != inside.getComputedStyle(page.body).color)
      { faults.push("a chart's text in a colour of its own"); break; }
  }
  frame.remove();
  return [...new Set(faults)];
}
(async () => {
  for (const [at, text] of given.entries()) {
    found.push([]);
    for (const [width, ground] of VIEWS)
      for (const fault of await judge(text, width, ground)) found[at].push(`${width} px, ${ground}: ${fault}`);
  }
})().catch(fault => found.push([`the judge failed: ${fault}`])).finally(() => {
  document.body.textContent = ""; document.title = JSON.stringify(found); });
</script>"""

_HOST: Final = ".dark a{color:#8cf}"


def axe() -> Path | None:
    """axe-core's script."""
    named = os.environ.get("AXE_CORE")
    found = Path(named) if named else Path(sys.prefix, "npm", "node_modules", "axe-core", "axe.min.js")
    return found if found.is_file() else None


def browser() -> str | None:
    """Chromium's path."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def missing() -> str:
    """What is missing for a judgement; nothing where all is there."""
    if axe() is None:
        return "axe-core (npm) is not installed"
    return "" if browser() else "Chromium is not installed"


def faults(files: Sequence[Path]) -> Iterator[list[str]]:
    """What is wrong with each of these fragments or pages, in each view."""
    if not files:
        return
    script, program = axe(), browser()
    assert script is not None
    assert program is not None
    pages = [_page(file.read_text(encoding="utf-8")) for file in files]
    with TemporaryDirectory() as folder:
        harness = Path(folder, "harness.html")
        text = _HARNESS.replace("GIVEN", _literal(pages)).replace("VIEWS", json.dumps(_VIEWS))
        harness.write_text(text.replace("AXE", _literal(script.read_text(encoding="utf-8")), 1), encoding="utf-8")
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
            f"--virtual-time-budget={_TIMEOUT * 1000}", "--dump-dom", harness.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=_TIMEOUT)
    yield from _said(done.stdout)


def _literal(value: Any) -> str:
    """A value as JavaScript in a script element."""
    return json.dumps(value).replace("</", "<\\/").replace("<!--", "<\\!--")


def _said(dom: str) -> list[list[str]]:
    title = dom.partition("<title>")[2].partition("</title>")[0]
    said: list[list[str]] = json.loads(html.unescape(title))
    return said


def _page(text: str) -> str:
    """A whole page as it is; a fragment in such a page as hosts have."""
    if text.lower().startswith("<!doctype"):
        return text
    heading = "" if "<h1" in text or "<h2" in text else "<h2>Document</h2>"
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>host</title>'
        f"<style>{_HOST}{stylesheet()}</style></head><body><main><h1>Host</h1>{heading}{text}</main></body></html>"
    )


def printed(text: str, folder: Path) -> Path:
    """A page as the browser prints it: a PDF."""
    program = browser()
    assert program is not None
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(text, encoding="utf-8")
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
        "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=_TIMEOUT)
    return pdf


_WIDE, _PHONE, _HIGH = 1280, 390, 844  # CSS pixels


def screens(text: str, folder: Path) -> Path:
    """A page as the browser shows it, on one picture: on a wide screen, on a phone, and on one with dark colours."""
    program = browser()
    assert program is not None
    dark = text.replace("<html", '<html style="color-scheme:dark"', 1)
    frames = "".join(
        f'<iframe style="width:{width}px;height:{_HIGH}px;border:0;margin:6px;background:Canvas" srcdoc="{html.escape(one)}"></iframe>'
        for one, width in ((text, _WIDE), (text, _PHONE), (dark, _PHONE))
    )
    page, picture = folder / "screens.html", folder / "screens.png"
    page.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body style="margin:0;background:#888">{frames}', encoding="utf-8"
    )
    command = [
        program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--hide-scrollbars",
        f"--window-size={_WIDE + 12},{2 * (_HIGH + 16)}", f"--screenshot={picture}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=_TIMEOUT)
    return picture
