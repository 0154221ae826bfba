"""A .docx says from which input, by which rulebook and which version it was made, and the library reads it back."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from attrs import evolve
from docxcompose.properties import CustomProperties
from helpers.office_ratings import AS_OF, SCHEME, funding_ratings, ledger_ratings
from helpers.rendering import office
from helpers.small_office import RULEBOOK
from helpers.wordfile import every_block, one_section

import trafficlight
import trafficlight as tl
from trafficlight.documents import (
    Document,
    bulletin,
    ledger,
    ledgers_by_leader,
    ledgers_by_unit,
    reminder_letters,
    sign_off_sheet,
)
from trafficlight.documents._digests import digest, input_digest
from trafficlight.documents._provenance import Provenance, provenance, with_provenance
from trafficlight.documents.builders.reminders import Reminder, reminders
from trafficlight.documents.content import Paragraph
from trafficlight.errors import DocumentError, NoProvenance, SubmissionRefused

DIGEST = digest(["甲"])
DOCUMENT = with_provenance(every_block(), digest=DIGEST, rulebook=RULEBOOK)
EXPECTED = Provenance(
    digest=DIGEST,
    rulebook="济审2023",
    effective=dt.date(2023, 8, 3),
    version=trafficlight.__version__,
    contents=RULEBOOK.edition.digest,
)


def changed(document: Document, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The file with one part changed, or without it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            data = change(old.read(part)) if part == name else old.read(part)
            if data is not None:
                new.writestr(part, data)
    return made.getvalue()


CUSTOM = "docProps/custom.xml"


def test_it_is_read_back(tmp_path: Path) -> None:
    """From a path and from bytes, the facts that were put in; the edition is the ratings' own."""
    path = tmp_path / "通报.docx"
    DOCUMENT.save(path)
    assert provenance(path) == provenance(str(path)) == provenance(path.read_bytes()) == EXPECTED
    assert EXPECTED.edition == RULEBOOK.edition


PAPERS: dict[str, Callable[..., Document]] = {
    "ledger": lambda ratings, **more: ledger(SCHEME, ratings, as_of=AS_OF, **more),
    "by leader": lambda ratings, **more: ledgers_by_leader(SCHEME, ratings, as_of=AS_OF, **more)["副局长"],
    "by unit": lambda ratings, **more: ledgers_by_unit(SCHEME, ratings, as_of=AS_OF, **more)["办公室"],
    "bulletin": lambda ratings, **more: bulletin(SCHEME, ratings, period=tl.Quarter(2023, 3), as_of=AS_OF, **more),
    "sign-off sheet": lambda ratings, **more: (
        reminder_letters(SCHEME, ratings, as_of=AS_OF, deadline=dt.date(2023, 10, 20), **more)[0].document
    ),
}


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_every_paper_of_one_input_bears_its_digest(make: Callable[..., Document]) -> None:
    """Unasked: the digest of the whole input, also on an extract of it; an iterator of ratings does as well."""
    ratings = (*ledger_ratings(), *funding_ratings())
    edition = ratings[0].edition
    for found in (provenance(make(ratings).to_bytes()), provenance(make(iter(ratings)).to_bytes())):
        assert (found.digest, found.edition) == (input_digest(ratings), edition)


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS)
def test_a_caller_may_say_which_digest(make: Callable[..., Document]) -> None:
    """A digest that is given stands in the file; an empty one leaves the provenance out."""
    assert provenance(make(ledger_ratings(), digest=DIGEST).to_bytes()).digest == DIGEST
    with pytest.raises(NoProvenance):
        provenance(make(ledger_ratings(), digest="").to_bytes())


def test_one_reminder_bears_the_digest_of_its_own_items() -> None:
    """A letter that is made of a reminder alone knows no more of the input."""
    (due, *_) = reminders(SCHEME, ledger_ratings())
    sheet = sign_off_sheet(SCHEME, due, as_of=AS_OF, deadline=dt.date(2023, 10, 20))
    assert provenance(sheet.to_bytes()).digest == input_digest(rating for _, rating in due.items)
    nobody = sign_off_sheet(SCHEME, Reminder(due.unit, ()), as_of=AS_OF, deadline=dt.date(2023, 10, 20))
    assert provenance(nobody.to_bytes()).digest == input_digest([])


def test_the_agencys_own_properties_stay() -> None:
    """Provenance is added to what the document's properties hold, and put in anew when the document is rated anew."""
    assert set(DOCUMENT.properties) > set(every_block().properties)
    again = with_provenance(DOCUMENT, digest=digest(["乙"]), rulebook=RULEBOOK.edition)
    assert provenance(again.to_bytes()).digest == digest(["乙"])
    assert len(again.properties) == len(DOCUMENT.properties)


def test_docxcompose_reads_the_same() -> None:
    """The facts are ordinary custom properties: docxcompose's own tool sees them in the opened document."""
    found = dict(CustomProperties(docx.Document(io.BytesIO(DOCUMENT.to_bytes()))).items())
    assert found["trafficlight.input"] == DIGEST
    assert found["trafficlight.rulebook"] == "济审2023"
    assert found["trafficlight.effective"] == "2023-08-03"
    assert found["trafficlight.version"] == trafficlight.__version__


def test_a_docx_that_does_not_say() -> None:
    """A file without these properties, or without some, is an error that names what is missing."""
    with pytest.raises(NoProvenance, match=r"trafficlight\.rulebook") as caught:
        provenance(one_section(Paragraph("甲")).to_bytes())
    assert isinstance(caught.value, LookupError)
    some = evolve(DOCUMENT, properties={name: at for name, at in DOCUMENT.properties.items() if "version" not in name})
    with pytest.raises(NoProvenance, match=r"缺少自定义属性 trafficlight\.version$"):
        provenance(some.to_bytes())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2023-08-03", b"2023-8-3"),
        (b"2023-08-03", b""),
        (DIGEST.encode(), DIGEST[1:].encode()),
        (DIGEST.encode(), DIGEST.upper().encode()),
        (DIGEST.encode(), b"<vt:x/>"),
        (b"vt:lpwstr>", b"vt:i4>"),
        (b"<vt:lpwstr>2023-08-03</vt:lpwstr>", b""),
        (b"<vt:lpwstr>2023-08-03</vt:lpwstr>", b"<!-- a --><?b?>"),
        (b'name="trafficlight.version"', b""),
        (b"2023-08-03", b"&#8482;"),
    ],
)
def test_a_docx_that_speaks_nonsense(old: bytes, new: bytes) -> None:
    """Whatever stands in place of the facts, the answer is a typed error."""
    data = changed(DOCUMENT, CUSTOM, lambda part: part.replace(old, new))
    with pytest.raises(NoProvenance):
        provenance(data)


BROKEN: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"no document",
    "truncated": lambda: DOCUMENT.to_bytes()[:2000],
    "no xml": lambda: changed(DOCUMENT, CUSTOM, lambda _: b"<Properties"),
    "entities": lambda: changed(
        DOCUMENT, CUSTOM, lambda part: part.replace(b"<Properties", b'<!DOCTYPE a [<!ENTITY b "c">]><Properties', 1)
    ),
    "too long": lambda: changed(
        DOCUMENT, CUSTOM, lambda part: part.replace(b"</Properties>", b" " * (2 << 20) + b"</Properties>")
    ),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN)
def test_what_is_no_docx(make: Callable[[], bytes]) -> None:
    """A broken or hostile file gets one typed error, within limits."""
    with pytest.raises(SubmissionRefused):
        provenance(make())


def test_only_the_properties_are_read() -> None:
    """The body may be broken or endless: it is not looked at."""
    assert provenance(changed(DOCUMENT, "word/document.xml", lambda _: b"<w:document")) == EXPECTED
    with pytest.raises(NoProvenance):
        provenance(changed(DOCUMENT, CUSTOM, lambda _: None))


def test_no_file() -> None:
    """A path that is not there is the system's own error."""
    with pytest.raises(FileNotFoundError):
        provenance("no such file.docx")


@pytest.mark.parametrize("value", ["", "abc", "g" * 64, DIGEST.upper(), DIGEST + "0"])
def test_a_digest_that_is_none(value: str) -> None:
    """What is no digest is refused before it is written."""
    with pytest.raises(DocumentError, match="摘要"):
        with_provenance(every_block(), digest=value, rulebook=RULEBOOK)


@pytest.mark.render
def test_it_survives_another_program(tmp_path: Path) -> None:
    """Saved again by LibreOffice, the file still says where it came from."""
    path, again = tmp_path / "a.docx", tmp_path / "again"
    DOCUMENT.save(path)
    profile = (tmp_path / "profile").as_uri()
    command = [office(), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run([*command, "--outdir", again, path], check=True, capture_output=True, timeout=120)
    assert provenance(again / "a.docx") == EXPECTED
