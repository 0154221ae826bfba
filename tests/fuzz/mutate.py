"""Small damage to real files: to the tree of an XML part, to a zip, to bytes. The same random numbers do the same damage."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

from lxml import etree

ODD: Final[Sequence[str]] = (
    *(
        "",
        "0",
        "1",
        "-1",
        "2",
        "99999",
        "-99999999999",
        "4294967296",
        "1e309",
        "-1e300",
        "1.5",
        "NaN",
        "INF",
        "x",
        "１２",
    ),
    *(
        "1_000",
        "true",
        "false",
        "on",
        "A1",
        "A0",
        "1A",
        "XFD1048576",
        "A1:XFD1048576",
        "B2:A1",
        "$A$1",
        "ZZZZ9",
        "A1:A1:A1",
    ),
    *(
        "rId1",
        "rId2",
        "rId999",
        "../../../etc/passwd",
        "NULL",
        "#x",
        "http://192.0.2.1/x",
        "styles.xml",
        "/word/document.xml",
    ),
    *(
        "正常推进",
        "已办结",
        "推进缓慢",
        "序号",
        "科室单位",
        "2023年9月28日",
        "9月底",
        "45197",
        "2023-09-28",
        "2023-02-30T25:61:00",
    ),
    *(
        "_x0000_",
        "_x000D_",
        "_xD800_",
        "\u202e反",
        "\u200b",
        "\U0001f600",
        "=1+1",
        "@x",
        "\t",
        "\n",
        " ",
        "a" * 300,
        "长" * 40_000,
    ),
    *(
        "s",
        "n",
        "b",
        "e",
        "str",
        "d",
        "inlineStr",
        "continue",
        "restart",
        "begin",
        "separate",
        "end",
        "page",
        "DDE c d",
    ),
    *(" INCLUDETEXT x ", " HYPERLINK \\l x ", " REF x \\h ", " TOC \\o ", "w14", "2147483648", "18446744073709551616"),
)
NAMES: Final[Sequence[str]] = (
    *(
        "row",
        "c",
        "v",
        "f",
        "is",
        "t",
        "r",
        "p",
        "tbl",
        "tr",
        "tc",
        "tcPr",
        "gridSpan",
        "vMerge",
        "pPr",
        "rPr",
        "sectPr",
    ),
    *(
        "fldChar",
        "instrText",
        "fldSimple",
        "hyperlink",
        "sdt",
        "ins",
        "del",
        "drawing",
        "object",
        "altChunk",
        "bookmarkStart",
    ),
    *(
        "footnoteReference",
        "commentReference",
        "numPr",
        "mergeCell",
        "col",
        "sheet",
        "xf",
        "Relationship",
        "Override",
        "x",
    ),
)
RAW: Final[Sequence[bytes]] = (
    *(b"[" * 100_000, b"[" * 900, b'{"a":' * 3000, b"9" * 5000, b"-" * 100, b"[1e400]", b'"\\ud800"'),
    *(
        b"&e;",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[x]]>",
        b"<!-- x -->",
        b"<?x y?>",
        b"<!DOCTYPE a>",
        b"\x00",
        b"\xff",
        b"<",
    ),
    *(b"</", b">", b'"', b"<a>" * 300, b"<a/>" * 5000, b'<?xml version="1.0" encoding="utf-16"?>', b"\xef\xbb\xbf"),
)
_MOST: Final = 6
_SHORT: Final = 2000
_COPIES: Final = (1, 1, 1, 2, 3, 40, 3000)

Damage = Callable[[Random, bytes], bytes]


def _some(random: Random, root: Any) -> Any:
    """An element below the root; the root when there is none."""
    below = list(root.iterdescendants(tag=etree.Element))
    return random.choice(below) if below else root


def _delete(_: Random, element: Any, _other: Any) -> None:
    element.getparent().remove(element)


def _copy(random: Random, element: Any, _: Any) -> None:
    parent = element.getparent()
    for _ in range(random.choice(_COPIES) if len(etree.tostring(element)) < _SHORT else 1):
        parent.insert(parent.index(element), copy.deepcopy(element))


def _move(_: Random, element: Any, other: Any) -> None:
    if other is not element and element not in other.iterancestors():
        other.append(element)


def _shuffle(random: Random, element: Any, _: Any) -> None:
    parent = element.getparent()
    parent[:] = random.sample(list(parent), len(parent))


def _set(random: Random, element: Any, other: Any) -> None:
    name = random.choice([*element.attrib] * 4 + [*other.attrib, "id", "val"])
    element.set(name, random.choice([*ODD, *other.attrib.values()]))


def _unset(random: Random, element: Any, _: Any) -> None:
    if element.attrib:
        del element.attrib[random.choice(list(element.attrib))]


def _rename(random: Random, element: Any, other: Any) -> None:
    space = random.choice([etree.QName(element).namespace, etree.QName(other).namespace, None, "urn:x"])
    name = random.choice([*NAMES, etree.QName(other).localname])
    element.tag = name if space is None else f"{{{space}}}{name}"


def _wrap(random: Random, element: Any, other: Any) -> None:
    for _ in range(random.choice((1, 2, 30, 240))):
        outer = etree.Element(random.choice((element.tag, other.tag)))
        element.getparent().replace(element, outer)
        outer.append(element)


def _say(random: Random, element: Any, other: Any) -> None:
    element.text = random.choice([*ODD, other.text or ""])


_WAYS: Final = (_delete, _copy, _move, _shuffle, _set, _set, _set, _unset, _rename, _wrap, _say, _say)


def _one(random: Random, root: Any) -> None:
    """One thing is wrong more."""
    element = _some(random, root)
    if element is not root:
        random.choice(_WAYS)(random, element, _some(random, root))


def damage_tree(random: Random, xml: bytes) -> bytes:
    """A part whose elements, attributes and texts are out of order; bytes when it is no XML."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return damage_bytes(random, xml)
    for _ in range(random.randint(1, _MOST)):
        _one(random, root)
    made = etree.tostring(root, encoding=random.choice(("utf-8", "utf-8", "utf-8", "utf-16", "ascii")))
    assert isinstance(made, bytes)
    if random.random() < 0.1:
        at = random.randrange(len(made))
        made = made[:at] + random.choice(RAW) + made[at:]
    return made


def damage_bytes(random: Random, data: bytes) -> bytes:
    """Bytes flipped, cut out, doubled, or strange ones put in."""
    made = bytearray(data)
    for _ in range(random.randint(1, _MOST)):
        at = random.randrange(len(made) + 1)
        to = min(len(made), at + random.choice((1, 1, 2, 8, 100, 5000)))
        match random.randrange(6):
            case 0:
                made[at:to] = b""
            case 1:
                made[at:at] = made[at:to]
            case 2:
                made[at:to] = bytes(random.randrange(256) for _ in range(min(to - at, 16)))
            case 3:
                made[at:at] = random.choice([*RAW, *(text.encode("utf-8", "surrogatepass") for text in ODD)])
            case 4 if at < len(made):
                made[at] ^= 1 << random.randrange(8)
            case _:
                source = random.randrange(len(made) + 1)
                made[at:to] = made[source : source + (to - at)]
    return bytes(made)


def damage_text(random: Random, data: bytes) -> bytes:
    """Text with characters, cells and lines lost, doubled, exchanged, or strange ones put in; in some encoding."""
    text = data.decode("utf-8-sig", "replace")
    marks = [at for at, one in enumerate(text) if one in ',"\n:[]{}=']
    for _ in range(random.randint(1, _MOST)):
        at = random.choice(marks) if marks and random.random() < 0.7 else random.randrange(len(text) + 1)
        to = at + random.choice((0, 1, 1, 2, 10, 200))
        source = random.randrange(len(text) + 1)
        put = random.choice(
            ("", text[at:to] * 2, random.choice(ODD), random.choice(',;\t"\n\r:[{'), text[source : source + to - at])
        )
        text = text[:at] + put + text[to:]
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
    return text.encode(encoding, "replace")


def damage_json(random: Random, data: bytes) -> bytes:
    """JSON with values of another type, keys lost, doubled or renamed, and lists out of order."""
    try:
        value = json.loads(data)
    except ValueError:
        return damage_text(random, data)
    for _ in range(random.randint(1, _MOST)):
        _odd_json(random, value)
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")


def _odd_json(random: Random, value: Any) -> None:
    holder, below = value, value
    key: Any = None
    while isinstance(below, (dict, list)) and below and (key is None or random.random() < 0.85):
        holder = below
        key = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        below = holder[key]
    if key is None:
        return
    match random.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[random.choice(ODD)] = holder.pop(key)
        case 1:
            holder.append(below)
        case _:
            holder[key] = random.choice(
                [*ODD, None, True, -1, 10**30, 1e400, 0.5, [], {}, [below], {"k": below}, "\ud800"]
            )


def damage_package(random: Random, data: bytes) -> bytes:
    """A zip whose members are damaged, lost, doubled, exchanged, or which is damaged itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except zipfile.BadZipFile:  # one of the examples was cut off on its way
        return damage_bytes(random, data)
    names = [name for name in members if name.endswith((".xml", ".rels"))]
    big = [name for name in names if "document.xml" in name or "sheet" in name or "content" in name]
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        name = random.choice(big or names) if random.random() < 0.5 else random.choice(names)
        if random.random() < 0.85:
            if name in members:
                members[name] = damage_tree(random, members[name])
            continue
        match random.randrange(5):
            case 0:
                members.pop(name, None)
            case 1:
                members[name.upper()] = members.get(name, b"")
            case 2:
                members[name] = b""
            case 3:
                members[name] = members.get(random.choice(names), b"")
            case _:
                members[name] = damage_bytes(random, members.get(name, b""))
    made = zipped(random, members)
    if random.random() < 0.08:
        made = made[: random.randrange(len(made))] if random.random() < 0.4 else damage_bytes(random, made)
    return made


def zipped(random: Random, members: dict[str, bytes]) -> bytes:
    """The members as a zip, in another order now and then."""
    names = list(members)
    if random.random() < 0.05:
        random.shuffle(names)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if random.random() < 0.1 else zipfile.ZIP_STORED) as package:
        for name in names:
            package.writestr(zipfile.ZipInfo(name, (2023, 9, 28, 0, 0, 0)), members[name])
    return stream.getvalue()


def damage(random: Random, data: bytes) -> bytes:
    """Damage of the kind that a file invites."""
    if data.startswith(b"PK"):
        return damage_package(random, data)
    if random.random() < 0.3:
        return damage_bytes(random, data)
    return (
        damage_json(random, data)
        if data.startswith((b"{", b"[")) and random.random() < 0.7
        else damage_text(random, data)
    )
