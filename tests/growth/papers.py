"""Articles of a compendium, tables that are written, agency files and stored values that grow in one dimension."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from attrs import evolve
from helpers.invalid_articles import CHART, CHART_TYPE, drawing
from helpers.made_articles import AGENCY, R, W, changed, merged, plain, png, with_body, with_relation
from helpers.office_sheets import SCHEME

import trafficlight as tl
from growth import Case
from growth.workbooks import record
from trafficlight.documents.content import Grid, GridColumn, Section
from trafficlight.interchange import from_json, loads_agency, to_json
from trafficlight.ooxml.xml import MC

_MANY: Final = 10**5
_XMLNS: Final = f'xmlns:w="{W[1:-1]}"'
_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
_VML: Final = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_DIAGRAM: Final = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
_DELETED: Final = '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'


def _each(xml: Callable[[int], str], around: str = "{}") -> Callable[[int], list[bytes]]:
    """An article whose body is so many pieces."""
    return lambda count: [with_body(around.format("".join(map(xml, range(count)))))]


def _run(text: object) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def _paragraph(text: object, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text)}</w:p>"


def _row(count: int, properties: str = "") -> str:
    return f"<w:tr>{f'<w:tc><w:tcPr>{properties}</w:tcPr><w:p/></w:tc>' * count}</w:tr>"


_TABLE: Final = "<w:tbl><w:tblPr/><w:tblGrid/>{}</w:tbl><w:p/>"


def _in_cells(depth: int, inside: str = "<w:p><w:r><w:t>x</w:t></w:r></w:p>") -> str:
    return _TABLE.format(f"<w:tr><w:tc><w:p/>{_in_cells(depth - 1, inside)}</w:tc></w:tr>") if depth else inside


def _styled(style: Callable[[int, int], str]) -> Callable[[int], list[bytes]]:
    """An article of so many paragraphs, each with a style of its own, the last style first."""

    def make(count: int) -> list[bytes]:
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="S{at}">{style(at, count)}</w:style>' for at in range(count)
        )
        body = "".join(f'<w:p><w:pPr><w:pStyle w:val="S{at}"/></w:pPr></w:p>' for at in reversed(range(count)))
        put = f"{styles}</w:styles>".encode()
        return [changed(with_body(body), {"word/styles.xml": lambda old: old.replace(b"</w:styles>", put)})]

    return make


def _chained(at: int, _: int) -> str:
    return f'<w:name w:val="S{at}"/>' + (f'<w:basedOn w:val="S{at - 1}"/>' if at else "")


def _numbered(at: int, _: int) -> str:
    first = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    return _chained(at, 0) + ("" if at else first)


def _circle(at: int, count: int) -> str:
    return f'<w:name w:val="S{at}"/><w:basedOn w:val="S{(at - 1) % count}"/>'


def _bookmarks(count: int) -> list[bytes]:
    """Two articles with the same bookmarks, whose names are as long as they may be and differ at their end."""
    body = "".join(
        f'<w:bookmarkStart w:id="{at}" w:name="{"x" * 34}{at:06}"/><w:bookmarkEnd w:id="{at}"/>'
        f"{_BEGIN}<w:r><w:instrText>REF {'x' * 34}{at:06}</w:instrText></w:r>{_SEPARATE}{_END}"
        for at in range(count)
    )
    return [with_body(f"<w:p>{body}</w:p>")] * 2


def _lists(count: int) -> list[bytes]:
    """Two articles with as many lists as paragraphs."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="0"><w:start w:val="{at}"/></w:lvl></w:abstractNum>'
        for at in range(count)
    )
    numbers = "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(count))
    body = "".join(f'<w:p><w:pPr><w:numPr><w:numId w:val="{at + 1}"/></w:numPr></w:pPr></w:p>' for at in range(count))
    xml = f"<w:numbering {_XMLNS}>{definitions}{numbers}</w:numbering>".encode()
    return [changed(with_body(body), {"word/numbering.xml": xml})] * 2


def _notes(count: int) -> list[bytes]:
    """An article with a footnote in each paragraph."""
    body = "".join(f'<w:p><w:r><w:footnoteReference w:id="{at}"/></w:r></w:p>' for at in range(1, count + 1))
    notes = "".join(f'<w:footnote w:id="{at}">{_paragraph("注")}</w:footnote>' for at in range(1, count + 1))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f"<w:footnotes {_XMLNS}>{notes}</w:footnotes>".encode()
    return [with_relation("footnotes", "footnotes.xml", body, parts={"word/footnotes.xml": (kind, blob)})]


def _drawn(
    show: Callable[[int], str], part: Callable[[int], tuple[str, bytes]], kind: str
) -> Callable[[int], list[bytes]]:
    """An article of so many drawings, each with a part of its own."""

    def make(count: int) -> list[bytes]:
        rows = "".join(f'<Relationship Id="p{at}" Type="{R}/{kind}" Target="{part(at)[0]}"/>' for at in range(count))
        types = "".join(f'<Override PartName="/word/{part(at)[0]}" ContentType="{CHART_TYPE}"/>' for at in range(count))
        changes: dict[str, Any] = {
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Rel", f"{rows}</Rel".encode(), 1),
            "[Content_Types].xml": lambda old: old.replace(b"</Types>", f"{types}</Types>".encode())
            if kind == "chart" else old.replace(b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>'),
            **{f"word/{name}": data for name, data in map(part, range(count))},
        }  # fmt: skip
        return [changed(with_body("".join(map(show, range(count)))), changes)]

    return make


def _picture(at: int) -> str:
    space = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return drawing(
        f'<pic:pic xmlns:pic="{space}"><pic:nvPicPr><pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip xmlns:r="{R}" r:embed="p{at}"/><a:stretch/></pic:blipFill><pic:spPr/></pic:pic>', "picture",
    )  # fmt: skip


def _chart(at: int) -> str:
    return drawing(
        f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{R}" r:id="p{at}"/>',
        "chart",
    )


def _points(count: int) -> list[bytes]:
    points = "".join(f'<c:pt idx="{at}"><c:v>1</c:v></c:pt>' for at in range(2, count + 2))
    blob = CHART.format(extra="", count="").replace("</c:numLit>", f"{points}</c:numLit>").encode()
    body = _chart(0).replace("p0", "rIdX")
    return [with_relation("chart", "chart1.xml", body, parts={"word/chart1.xml": (CHART_TYPE, blob)})]


def _diagram(count: int) -> list[bytes]:
    """A diagram that speaks of its drawing again and again, and never names it."""
    blob = f"<dgm:dataModel {_DIAGRAM}><dgm:t>{'dataModelExt ' * count}</dgm:t></dgm:dataModel>".encode()
    body = f'<w:p><w:r><w:drawing><dgm:relIds {_DIAGRAM} xmlns:r="{R}" r:dm="rIdX"/></w:drawing></w:r></w:p>'
    kind = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    return [with_relation("diagramData", "data.xml", body, parts={"word/data.xml": (kind, blob)})]


def _digits(count: int) -> list[bytes]:
    """A chart whose name is many digits and a letter."""
    name = f"{'9' * count}a.xml"
    blob = b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    body = _chart(0).replace("p0", "rIdX")
    return [with_relation("chart", name, body, parts={f"word/{name}": (CHART_TYPE, blob)})]


def _shape(at: int) -> str:
    return (
        f'<w:p><w:r><w:pict {_VML}><v:shapetype id="_x0000_t{at}"><v:path/></v:shapetype><v:shape id="s{at}" '
        f'type="#_x0000_t{at}" style="width:9pt"><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape>'
        "</w:pict></w:r></w:p>"
    )


def _ignored(count: int) -> list[bytes]:
    spaces = " ".join(f'xmlns:n{at}="urn:{at}" n{at}:a="1"' for at in range(count))
    names = " ".join(f"n{at}" for at in range(count))
    marks = f'xmlns:mc="{MC}" mc:Ignorable="{names}"'
    return [with_body(f"<w:p {spaces} {marks}>{_run('x')}</w:p>" * 20)]


def _scoped(attribute: str) -> Callable[[int], list[bytes]]:
    """As many declarations as elements that look into them."""

    def make(count: int) -> list[bytes]:
        spaces = " ".join(f'xmlns:n{at}="urn:{at}"' for at in range(count))
        one = f'<w:p xmlns:mc="{MC}" {attribute}="n1">{_run("x")}</w:p>'
        return [with_body(f"<w:sdt {spaces}><w:sdtContent>{one * count}</w:sdtContent></w:sdt><w:p/>")]

    return make


def _chosen(count: int) -> list[bytes]:
    spaces = " ".join(f'xmlns:n{at}="urn:{at}"' for at in range(count))
    one = '<mc:AlternateContent><mc:Choice Requires="n1"><w:p/></mc:Choice></mc:AlternateContent>'
    return [with_body(f'<w:sdt {spaces} xmlns:mc="{MC}"><w:sdtContent>{one * count}</w:sdtContent></w:sdt><w:p/>')]


def _parts(count: int) -> list[bytes]:
    return [changed(plain(), {f"word/media/{number}.png": png(number) for number in range(count)})]


def _field(at: int) -> str:
    return f"{_BEGIN}<w:r><w:instrText>PAGE {at}</w:instrText></w:r>{_SEPARATE}{_run(at)}{_END}"


def _nested_fields(count: int) -> list[bytes]:
    begin = f"{_BEGIN}<w:r><w:instrText>IF</w:instrText></w:r>"
    return [with_body(f"<w:p>{begin * count}{(_SEPARATE + _END) * count}</w:p>")]


def _nested_controls(count: int) -> list[bytes]:
    one = f"{'<w:sdt><w:sdtContent>' * count}<w:p/>{'</w:sdtContent></w:sdt>' * count}"
    return [with_body(one * 50)]


COMPENDIUM: Final[dict[str, tuple[Callable[[int], list[bytes]], int]]] = {
    "articles": (lambda count: [plain(f"第{at}篇。") for at in range(count)], 10**4),
    "paragraphs": (_each(_paragraph), _MANY),
    "runs": (_each(_run, "<w:p>{}</w:p>"), _MANY),
    "length of a text": (lambda count: [plain("长 " * count)], 10**7),
    "rows": (_each(lambda _: _row(2), _TABLE), _MANY),
    "columns": (lambda count: [with_body(_TABLE.format(_row(count) * 20))], 500),
    "merges": (_each(lambda at: _row(2, f'<w:vMerge w:val="{"continue" if at % 9 else "restart"}"/>'), _TABLE), _MANY),
    "tables in tables": (lambda count: [with_body(_in_cells(count) * 20)], 60),
    "chain of styles": (_styled(_chained), _MANY),
    "numbered chain of styles": (_styled(_numbered), _MANY),
    "circle of styles": (_styled(_circle), _MANY),
    "styles of one name": (_styled(lambda at, _: f'<w:name w:val="Same"/><w:rPr><w:sz w:val="{at}"/></w:rPr>'), _MANY),
    "lists": (_lists, _MANY),
    "fields": (_each(_field, "<w:p>{}</w:p>"), _MANY),
    "nested fields": (_nested_fields, _MANY),
    "fields never ended": (_each(lambda _: _BEGIN, "<w:p>{}</w:p>"), _MANY),
    "bookmarks": (_bookmarks, _MANY),
    "links": (_each(lambda at: f'<w:hyperlink w:anchor="a{at}">{_run(at)}</w:hyperlink>', "<w:p>{}</w:p>"), _MANY),
    "footnotes": (_notes, _MANY),
    "sections": (_each(lambda at: _paragraph(at, f'<w:sectPr><w:pgSz w:w="{9000 + at % 2 * 9000}" w:h="12000"/></w:sectPr>')), _MANY),
    "revisions": (_each(lambda at: f'<w:p><w:ins w:id="{at}" w:author="a">{_run(at)}</w:ins></w:p>'), _MANY),
    "paragraphs that run on": (lambda count: [with_body(f"{_DELETED}{_run('一')}</w:p>" * count)], _MANY),
    "runs that run on": (lambda count: [with_body(f"{_DELETED}{_run('一') * count}</w:p>")], _MANY),
    "controls": (_each(lambda at: f"<w:sdt><w:sdtContent>{_paragraph(at)}</w:sdtContent></w:sdt>"), _MANY),
    "controls in controls": (_nested_controls, 100),
    "pictures": (_drawn(_picture, lambda at: (f"media/{at}.png", png(at)), "image"), 3_000),
    "charts": (_drawn(_chart, lambda at: (f"chart{at}.xml", CHART.format(extra="", count="").encode()), "chart"), 3_000),
    "points of a chart": (_points, _MANY),
    "text of a diagram": (_diagram, 10**6),
    "digits of a name": (_digits, 60_000),
    "shapes": (_each(_shape), _MANY),
    "ignorable namespaces": (_ignored, 10**4),
    "elements that say what is ignorable": (_scoped("mc:Ignorable"), 10**4),
    "choices": (_chosen, 10**4),
    "unknown elements": (_each(lambda at: f"<w:odd{at}>{_paragraph(at)}</w:odd{at}>"), _MANY),
    "elements of an unknown one": (_each(lambda _: '<w:y xmlns:q="urn:q" q:a="1"/>', "<w:p/><w:odd>{}</w:odd>"), _MANY),
    "elements out of order": (_each(lambda _: "<w:keepNext/><w:pageBreakBefore/>", "<w:p><w:pPr>{}</w:pPr></w:p>"), _MANY),
    "parts": (_parts, 3_900),
}  # fmt: skip


def _compendium(make: Callable[[int], list[bytes]]) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        sources = make(count)
        return lambda: merged(plain(), *sources)

    return prepare


def _toml(
    more: Callable[[int], str], *, units: Callable[[int], str] = lambda _: '"办公室"'
) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        text = (
            'name = "某局"\nshort_name = "局"\npublisher = "办公室"\n'
            f'{more(count)}\n[[boards]]\nkey = "a"\ntitle = "甲"\nunits = [{units(count)}]\n'
        )

        def load() -> None:
            try:
                loads_agency(text)
            except tl.errors.AgencyFileError as error:
                error.say("en")

        return load

    return prepare


def _names(count: int) -> str:
    return ", ".join(f'"第{number}科"' for number in range(count))


def _boards(count: int) -> str:
    return "".join(f'[[boards]]\nkey = "b{at}"\ntitle = "乙"\nunits = ["单位{at}"]\n' for at in range(count))


AGENCY_FILE: Final[dict[str, tuple[Callable[[int], Callable[[], object]], int]]] = {
    "units": (_toml(lambda _: "", units=_names), 50_000),
    "units alike": (_toml(lambda _: "", units=lambda count: ", ".join(['"办公室"'] * count)), 50_000),
    "names of a unit": (_toml(lambda _: "", units=lambda count: f'{{ name = "甲", aliases = [{_names(count)}] }}'), 50_000),
    "length of a name": (_toml(lambda _: "", units=lambda count: f'"{"长" * count}"'), 300_000),
    "boards": (_toml(_boards), 10**4),
    "unknown keys": (_toml(lambda count: "\n".join(f"odd{at} = 1" for at in range(count))), 10**5),
    "parts of a key": (_toml(lambda count: f"{'a.' * count}b = 1"), 10**6),
    "dots in a text": (_toml(lambda count: f'odd = "{"a." * count}"'), 450_000),
    "nesting": (_toml(lambda count: f"odd = {'[' * count}{']' * count}"), 450_000),
    "digits": (_toml(lambda count: f"odd = {'9' * count}"), 900_000),
    "comments": (_toml(lambda count: "# x\n" * count), 200_000),
}  # fmt: skip


def _entries(count: int) -> list[Any]:
    data = json.dumps([record(number) for number in range(count)], ensure_ascii=False).encode()
    entries = tl.sheets.read(data, scheme=SCHEME, file_name="重点工作.json", collect=True).entries
    stored: list[Any] = json.loads(to_json(entries))["value"]
    assert len(stored) == count
    return stored


def _stored(
    make: Callable[[int], object], kind: Any = tuple[tl.Entry[Any], ...]
) -> Callable[[int], Callable[[], object]]:
    def prepare(count: int) -> Callable[[], object]:
        value = make(count)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

        def load() -> None:
            try:
                from_json(kind, text, scheme=SCHEME)
            except tl.errors.InterchangeError as error:
                error.say("en")

        return load

    return prepare


def _long_entry(count: int) -> list[Any]:
    (entry,) = _entries(1)
    return [entry | {"serial": "长 " * count}]


def _agency(count: int) -> str:
    units = tuple(tl.RosterLine(tl.Unit(f"第{number}科")) for number in range(count))
    return to_json(evolve(AGENCY, roster=tl.Roster((tl.Board("a", "甲", units),))))


STORED: Final[dict[str, tuple[Callable[[int], Callable[[], object]], int]]] = {
    "entries": (_stored(_entries), _MANY),
    "entries at fault": (_stored(lambda count: [{}] * count), _MANY),
    "unknown keys": (_stored(lambda count: [_entries(1)[0] | {f"odd{at}": 1 for at in range(count)}]), _MANY),
    "length of a text": (_stored(_long_entry), 10**7),
    "nesting": (_stored(lambda count: "[" * count + "]" * count), 10**7),
    "digits": (_stored(lambda count: f"[{'9' * count}]"), 10**7),
    "names that stand twice": (_stored(lambda count: "{" + ",".join(['"a": 1'] * count) + "}"), 10**6),
    "units": (_stored(_agency, tl.Agency), 10**5),
}  # fmt: skip


def _tall_cell(count: int) -> Callable[[], object]:
    """A cell that takes many pages, in which no sentence ends."""
    table = Grid([GridColumn(1)] * 2, [["1", "字" * count]], widths="fit")
    document = tl.documents.Document(sections=[Section([table])], title="表")
    return document.to_bytes


def cases() -> list[Case]:
    """All of them."""
    return [
        *(Case("compendium", dimension, _compendium(make), most) for dimension, (make, most) in COMPENDIUM.items()),
        Case("document", "characters of a cell", _tall_cell, _MANY),
        *(Case("agency file", dimension, *how) for dimension, how in AGENCY_FILE.items()),
        *(Case("stored JSON", dimension, *how) for dimension, how in STORED.items()),
    ]
