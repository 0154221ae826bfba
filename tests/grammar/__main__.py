"""The grammar of articles, from the schemas of Microsoft's Open XML SDK: writes src/trafficlight/articles/grammar.json.

    python tests/grammar

openxml-audit carries the SDK's schemas (MIT), and what it asks of values beside them. Of them is taken what a cleaned
article, its styles, lists, charts and diagrams may hold; changes, controls, comments and what later programs add are left
out, for cleaning has taken them out before.
"""

from __future__ import annotations

import importlib.util
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from helpers.shared_data import REPOSITORY

GRAMMAR: Final = REPOSITORY / "src" / "trafficlight" / "articles" / "grammar.json"
SCHEMAS: Final = {
    "w": "schemas_openxmlformats_org_wordprocessingml_2006_main",
    "a": "schemas_openxmlformats_org_drawingml_2006_main",
    "wp": "schemas_openxmlformats_org_drawingml_2006_wordprocessingDrawing",
    "pic": "schemas_openxmlformats_org_drawingml_2006_picture",
    "lc": "schemas_openxmlformats_org_drawingml_2006_lockedCanvas",
    "c": "schemas_openxmlformats_org_drawingml_2006_chart",
    "cdr": "schemas_openxmlformats_org_drawingml_2006_chartDrawing",
    "dgm": "schemas_openxmlformats_org_drawingml_2006_diagram",
    "dsp": "schemas_microsoft_com_office_drawing_2008_diagram",
    "m": "schemas_openxmlformats_org_officeDocument_2006_math",
    "v": "schemas-microsoft-com_vml",
    "o": "schemas-microsoft-com_office_office",
    "w10": "schemas-microsoft-com_office_word",
    "wps": "schemas_microsoft_com_office_word_2010_wordprocessingShape",
    "wpg": "schemas_microsoft_com_office_word_2010_wordprocessingGroup",
    "wpc": "schemas_microsoft_com_office_word_2010_wordprocessingCanvas",
}
OTHERS: Final = {
    "": "",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
ROOTS: Final = (
    "w:CT_Body/w:body",
    "w:CT_FtnEdn/w:footnote",
    "w:CT_FtnEdn/w:endnote",
    "w:CT_Style/w:style",
    "w:CT_AbstractNum/w:abstractNum",
    "w:CT_NumLvl/w:lvlOverride",
    "c:CT_ChartSpace/c:chartSpace",
    "cdr:CT_Drawing/c:userShapes",
    "a:CT_BaseStylesOverride/a:themeOverride",
    "dgm:CT_DataModelRoot/dgm:dataModel",
    "dgm:CT_DiagramDefinition/dgm:layoutDef",
    "dgm:CT_StyleDefinition/dgm:styleDef",
    "dgm:CT_ColorTransform/dgm:colorsDef",
    "dsp:CT_Drawing/dsp:drawing",
)
GONE: Final = frozenset(
    "altChunk annotationRef commentRangeEnd commentRangeStart commentReference contentPart control customXml customXmlDelRangeEnd"
    " customXmlDelRangeStart customXmlInsRangeEnd customXmlInsRangeStart customXmlMoveFromRangeEnd customXmlMoveFromRangeStart"
    " customXmlMoveToRangeEnd customXmlMoveToRangeStart del delInstrText delText ins moveFrom moveFromRangeEnd"
    " moveFromRangeStart moveTo moveToRangeEnd moveToRangeStart movie object permEnd permStart pPrChange proofErr rPrChange sdt"
    " sectPrChange smartTag subDoc tblGridChange tblPrChange tblPrExChange tcPrChange trPrChange cellDel cellIns cellMerge"
    " OLEObject".split()
)
"""What cleaning has taken out before."""

CLASSES: Final = {
    "Wordprocessing": "w",
    "Drawing": "a",
    "Drawing.Wordprocessing": "wp",
    "Drawing.Charts": "c",
    "Drawing.Diagrams": "dgm",
    "Math": "m",
    "Vml": "v",
    "Vml.Office": "o",
    "Vml.Wordprocessing": "w10",
}
"""The SDK's names of namespaces."""

PATTERNS: Final = {
    "BooleanValue": "true|false|0|1",
    "OnOffValue": "true|false|on|off|0|1",
    "TrueFalseValue": "t|f|true|false",
    "TrueFalseBlankValue": "t|f|true|false|True|False|",
    "Base64BinaryValue": r"[A-Za-z0-9+/=\s]*",
    "DateTimeValue": r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?",
}
REALS: Final = frozenset({"DoubleValue", "SingleValue", "DecimalValue"})
NUMBERS: Final[dict[str, tuple[int | None, int | None]]] = {
    "ByteValue": (0, 2**8 - 1),
    "SByteValue": (-(2**7), 2**7 - 1),
    "Int16Value": (-(2**15), 2**15 - 1),
    "UInt16Value": (0, 2**16 - 1),
    "Int32Value": (-(2**31), 2**31 - 1),
    "UInt32Value": (0, 2**32 - 1),
    "Int64Value": (-(2**63), 2**63 - 1),
    "IntegerValue": (None, None),
}
TEXTS: Final = {
    "wp:ST_PositionOffset": "Int32Value",
    "cdr:ST_MarkerCoordinate": "DoubleValue",
    "o:ST_TrueFalseBlank": "TrueFalseBlankValue",
}
"""Kinds of text within an element, as kinds of attributes."""
REAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF|-INF|NaN"
WHOLE: Final = r"[+-]?[0-9]{1,18}"

Json = dict[str, Any]

# what the SDK asks of one attribute beside its schema: compared with a number, one of these, none of these, or by its shape
_ATTRIBUTE: Final = r"@[\w:]*?(\w+)"
_COMPARED: Final = re.compile(rf"{_ATTRIBUTE} (>=|<=|<|>) (-?[\d.]+)")
_SAME: Final = re.compile(rf"{_ATTRIBUTE} (!?=) (-?\w+)")
_MATCHED: Final = re.compile(rf'matches\({_ATTRIBUTE}, "(.*)"\)')
_LENGTH: Final = re.compile(rf"string-length\({_ATTRIBUTE}\) (>=|<=) (\d+)")


class Rules:
    """What the SDK asks of values beside its schemas (Schematron), by element and attribute; it looks at no other program's."""

    def __init__(self, path: Path) -> None:
        self._narrowing: dict[tuple[str, str], list[Callable[[list[Any]], list[list[Any]]]]] = {}
        for rule in json.loads(path.read_text(encoding="utf-8")):
            if rule["App"] in {"All", "Word"}:
                self._take(rule["Context"], rule["Test"])

    def narrowed(self, element: str, attribute: str, alternatives: list[list[Any]]) -> list[list[Any]]:
        """The alternatives of an attribute's kind, as far as the rules let them."""
        for narrow in self._narrowing.get((element, attribute.rpartition(":")[2]), ()):
            alternatives = [made for one in alternatives for made in narrow(one)]
        return alternatives

    def _take(self, element: str, test: str) -> None:
        terms = re.split(r" (?:and|or) ", test)
        for form, narrow in ((_COMPARED, _bounded), (_SAME, _listed), (_MATCHED, _shaped), (_LENGTH, _as_long)):
            found = [form.fullmatch(term) for term in terms]
            said = [match.groups() for match in found if match]
            if len(said) == len(terms) and len({name for name, *_ in said}) == 1:
                self._narrowing.setdefault((element, said[0][0]), []).append(partial(narrow, said))


def _bounded(said: Sequence[tuple[str, ...]], one: list[Any]) -> list[list[Any]]:
    """Only numbers are compared: another value is the schema's matter."""
    pattern, least, most = [*one, None, None][:3]
    if pattern not in {WHOLE, REAL, r"[0-9]{1,18}"}:
        return [[f"(?!(?:{REAL})\\Z)(?:{pattern})"], *_bounded(said, [REAL])]
    low, high = -math.inf if least is None else least, math.inf if most is None else most
    for _, sign, number in said:
        bound = float(number)
        if sign in {"<", ">"}:
            bound = math.nextafter(bound, math.inf if sign == ">" else -math.inf)
        low, high = (max(low, bound), high) if ">" in sign else (low, min(high, bound))
    return [
        [
            pattern,
            *(None if math.isinf(bound) else int(bound) if bound == int(bound) else bound for bound in (low, high)),
        ]
    ]


def _listed(said: Sequence[tuple[str, ...]], one: list[Any]) -> list[list[Any]]:
    values = "|".join(_escaped(value) for *_, value in said)
    return [[f"(?{'!' if said[0][1] == '!=' else '='}(?:{values})\\Z)(?:{one[0]})", *one[1:]]]


def _shaped(said: Sequence[tuple[str, ...]], one: list[Any]) -> list[list[Any]]:
    return [[f"(?=(?:{said[0][1]})\\Z)(?:{one[0]})", *one[1:]]]


def _as_long(said: Sequence[tuple[str, ...]], one: list[Any]) -> list[list[Any]]:
    bounds = {sign: length for _, sign, length in said}
    return [[f"(?=[\\s\\S]{{{bounds.get('>=', 0)},{bounds.get('<=', '')}}}\\Z)(?:{one[0]})", *one[1:]]]


class Schemas:
    """The SDK's schemas: types by name, abstract types by class, and enumerations."""

    def __init__(self, folder: Path) -> None:
        self.spaces: dict[str, str] = dict(OTHERS)
        self.types: dict[str, Json] = {}
        self.classes: dict[tuple[str, str], Json] = {}
        self.enums: dict[tuple[str, str], list[str]] = {}
        for prefix, file in SCHEMAS.items():
            schema = json.loads((folder / f"{file}.json").read_text(encoding="utf-8"))
            self.spaces[prefix] = schema["TargetNamespace"]
            for one in schema["Types"]:
                self.types[one["Name"]] = one
                self.classes[prefix, one["ClassName"]] = one
            for enum in schema.get("Enums", ()):
                self.enums[prefix, enum["Name"]] = self.enums[prefix, enum["Type"]] = [
                    facet["Value"] for facet in enum["Facets"]
                ]

    def lineage(self, one: Json) -> Iterable[Json]:
        """A type and those that it is derived from."""
        at: Json | None = one
        prefix = one["Name"].rpartition("/")[0].partition(":")[0]
        while at is not None:
            yield at
            at = self.classes.get((prefix, at["BaseClass"]))


class Values:
    """The kinds of value, each once: a pattern, and the range of its number."""

    def __init__(self, schemas: Schemas, rules: Rules) -> None:
        self._schemas = schemas
        self._rules = rules
        self.all: list[list[Any]] = []
        self._known: dict[str, int] = {}

    def of(self, element: str, attribute: Json) -> int:
        """The number of the kind of an element's attribute; it takes any of the alternatives, each a pattern with a range."""
        kind = attribute["Type"]
        plain: list[Json] = []
        unions: dict[int, list[Json]] = {}
        for validator in attribute.get("Validators", ()):
            if "Version" in validator and not validator.get("IsInitialVersion"):
                continue  # of one version of Word only
            if validator["Name"] in {"StringValidator", "NumberValidator", "EnumValidator"}:
                (unions.setdefault(validator["UnionId"], []) if "UnionId" in validator else plain).append(validator)
        if unions:
            alternatives = [self._alternative(kind, [one]) for union in unions.values() for one in union]
        else:
            alternatives = [self._alternative(kind, plain)]
        return self._number(self._rules.narrowed(element, attribute["QName"], alternatives))

    def within(self, one: Json) -> int | None:
        """The number of the kind of text that stands in an element; None where any may."""
        types: list[str] = [validator["Type"] for validator in one.get("Validators", ()) if "Type" in validator]
        return self._number([self._alternative(TEXTS.get(types[0], ""), one["Validators"])]) if types else None

    def _number(self, alternatives: list[list[Any]]) -> int:
        key = json.dumps(alternatives)
        if key not in self._known:
            self._known[key] = len(self.all)
            self.all.append(alternatives)
        return self._known[key]

    def _alternative(self, kind: str, validators: Sequence[Json]) -> list[Any]:
        """[pattern] or [pattern, least, most]."""
        if kind.startswith("ListValue"):
            inner = self._alternative(kind.partition("<")[2][:-1], ())[0]
            return [rf"\s*(?:(?:{inner})(?:\s+|$))*"]
        if kind.startswith("EnumValue"):
            space, _, name = kind[len("EnumValue<DocumentFormat.OpenXml.") : -1].rpartition(".")
            values = self._schemas.enums[CLASSES[space], name] if space else ["default", "preserve"]
            return ["|".join(map(_escaped, values))]
        if kind in PATTERNS:
            return [PATTERNS[kind]]
        said = _arguments(validators)
        if kind == "HexBinaryValue":
            return [_hexadecimal(said.get("Length"))]
        if kind in REALS:
            return _ranged(REAL, said, None, None)
        if kind in NUMBERS:
            return _ranged(WHOLE, said, *NUMBERS[kind])
        return self._string(said, validators)

    def _string(self, said: Mapping[str, Any], validators: Sequence[Json]) -> list[Any]:
        names = {validator["Name"]: validator.get("Type", "") for validator in validators}
        if "EnumValidator" in names:
            enum: str = names["EnumValidator"]
            return ["|".join(map(_escaped, self._schemas.enums[enum.partition(":")[0], enum]))]
        if "NumberValidator" in names:
            return _ranged(r"[0-9]{1,18}" if "nsigned" in names["NumberValidator"] else WHOLE, said, None, None)
        if "Pattern" in said:
            return [said["Pattern"]]
        if "Length" in said:
            length = said["Length"]
            return [_hexadecimal(length) if "Hex" in names["StringValidator"] else rf"[\s\S]{{{length}}}"]
        return [rf"[\s\S]{{{said.get('MinLength', 0)},{said.get('MaxLength', '')}}}"]


def _hexadecimal(length: str | None) -> str:
    return rf"[0-9A-Fa-f]{{{2 * int(length)}}}" if length else r"(?:[0-9A-Fa-f]{2})*"


def _escaped(value: str) -> str:
    return "".join(f"\\{char}" if char in r".+*?()[]{}|^$\\" else char for char in value)


def _arguments(validators: Iterable[Json]) -> dict[str, Any]:
    return {
        one["Name"]: one["Value"] for validator in validators for one in validator.get("Arguments", ()) if "Name" in one
    }


def _ranged(pattern: str, said: Mapping[str, Any], least: int | None, most: int | None) -> list[Any]:
    whole = pattern == WHOLE
    for name, step in (("MinInclusive", 0), ("MinExclusive", 1)):
        if name in said:
            least = int(float(said[name])) + (step if whole else 0)
    for name, step in (("MaxInclusive", 0), ("MaxExclusive", 1)):
        if name in said:
            most = int(float(said[name])) - (step if whole else 0)
    if said.get("IsPositive"):
        least = 1
    return [pattern] if least is None and most is None else [pattern, least, most]


class Model:
    """The order of a type's children as a regular expression over one letter a child."""

    def __init__(self) -> None:
        self.children: dict[str, str] = {}
        self.any = False

    def pattern(self, particle: Json) -> str:
        """The expression; repetitions never give back, for the schemas are deterministic."""
        return self._repeated(particle)

    def _letter(self, name: str) -> str:
        tag = name.rpartition("/")[2]
        known = list(self.children)
        if tag not in self.children:
            self.children[tag] = name
            known.append(tag)
        return chr(0x100 + known.index(tag))

    def _repeated(self, particle: Json) -> str:
        if "Name" in particle and not _taken(particle["Name"]):
            return ""
        least, most = _occurs(particle)
        letters = self._letters(particle, once=most is not None) if "Name" not in particle or most is None else None
        if letters is not None:
            least = 0 if _may_be_empty(particle) else least
            return f"[{letters}]{_times(least, most)}" if letters else ""
        inner = self._once(particle)
        if not inner or (least, most) == (1, 1):
            return inner
        if len(inner) > 1 and not (inner.startswith("[") and inner.endswith("]") and inner.count("]") == 1):
            inner = f"(?:{inner})"
        return f"{inner}{_times(least, most)}"

    def _once(self, particle: Json) -> str:
        if "Name" in particle:
            return self._letter(particle["Name"])
        kind = particle["Kind"]
        if kind == "Any":
            self.any = True
            return ""
        parts = [self._repeated(item) for item in particle["Items"]]
        if kind in {"Sequence", "Group"}:
            return "".join(parts)
        if kind == "All":
            return f"[{self._letters(particle, once=False)}]*+"
        filled = list(dict.fromkeys(filter(None, parts)))
        single = [part for part in filled if len(part) == 1]
        others = [part for part in filled if len(part) > 1]
        if len(single) > 1:
            single = ["[" + "".join(single) + "]"]
        joined = "|".join([*others, *single])
        return joined if len(others) + len(single) == 1 else f"(?:{joined})"

    def _letters(self, particle: Json, *, once: bool) -> str | None:
        """The letters of a particle that is nothing but a choice of elements, however deep, each at most `once`."""
        if "Name" in particle:
            return self._letter(particle["Name"]) if _taken(particle["Name"]) else ""
        if particle["Kind"] == "Any":
            self.any = True
            return ""
        found: list[str] = []
        for item in particle["Items"]:
            least, most = _occurs(item)
            letters = self._letters(item, once=once)
            if letters is None or (letters and (least > 1 or (once and most != 1))):
                return None
            if letters:
                found.append(letters)
        if particle["Kind"] in {"Sequence", "Group"} and len(found) > 1:
            return None  # an order
        return "".join(dict.fromkeys("".join(found)))


def _times(least: int, most: int | None) -> str:
    if (least, most) == (1, 1):
        return ""
    times = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get(
        (least, most), f"{{{least},{'' if most is None else most}}}"
    )
    return f"{times}+"


def _may_be_empty(particle: Json) -> bool:
    if "Name" in particle:
        return not _taken(particle["Name"])
    if particle["Kind"] == "Any":
        return True
    empty = [_occurs(item)[0] == 0 or _may_be_empty(item) for item in particle["Items"]]
    return any(empty) if particle["Kind"] == "Choice" else all(empty)


def _taken(name: str) -> bool:
    prefix, _, local = name.rpartition("/")[2].partition(":")
    return prefix in SCHEMAS and not (prefix in {"w", "o"} and local in GONE)


def _occurs(particle: Json) -> tuple[int, int | None]:
    if "Occurs" not in particle:
        return 1, 1
    latest = [one for one in particle["Occurs"] if "Version" not in one] or particle["Occurs"]
    return latest[0].get("Min", 0), latest[0].get("Max")


def grammar(folder: Path) -> Json:
    """The grammar as it is stored: kinds of value, types, and the types of roots."""
    schemas = Schemas(folder)
    values = Values(schemas, Rules(folder.parent / "schematrons.json"))
    numbers: dict[str, int] = {}
    types: list[list[Any]] = []
    leaves: dict[str, int] = {}

    def number(name: str) -> int:
        if name not in numbers:
            made = _type(schemas, values, name)
            key = json.dumps([*made[:2], *made[4:]]) if not made[2] else ""
            if key and key in leaves:
                numbers[name] = leaves[key]
            else:
                numbers[name] = leaves[key] = len(types)
                types.append(made)
                made[2] = {tag: number(child) for tag, child in made[2].items()}
        return numbers[name]

    roots = {name.rpartition("/")[2]: number(name) for name in ROOTS}
    return {"namespaces": schemas.spaces, "values": values.all, "types": types, "roots": roots}


def _type(schemas: Schemas, values: Values, name: str) -> list[Any]:
    """[attributes, what stands in it, children, pattern of children, kind of text where not any].

    Attributes stand by name; a negative kind is one that must be.
    """
    one = schemas.types[name]
    attributes: dict[str, int] = {}
    model = Model()
    pattern = ""
    text = False
    for step in schemas.lineage(one):
        for attribute in step.get("Attributes", ()):
            qname = attribute["QName"].removeprefix(":")
            prefix = qname.partition(":")[0] if ":" in qname else ""
            if prefix in schemas.spaces and (prefix in OTHERS or prefix in SCHEMAS):
                must = any(validator["Name"] == "RequiredValidator" for validator in attribute.get("Validators", ()))
                kind = values.of(name.rpartition("/")[2], attribute)
                attributes.setdefault(qname, -kind - 1 if must else kind)
        if "Particle" in step and not pattern:
            pattern = model.pattern(step["Particle"])
        text = text or bool(step.get("IsLeafText")) or step["BaseClass"] == "OpenXmlLeafTextElement"
        for child in step.get("AdditionalElements", ()):
            if _taken(child) and not child.startswith("w:CT_"):
                model.children.setdefault(child.rpartition("/")[2], child)
                model.any = True
    holds = "text" if text else "any" if model.any else ""
    within = values.within(one) if text else None
    return [attributes, holds, model.children, pattern, *([] if within is None else [within])]


def main() -> None:
    """Write the file."""
    found = importlib.util.find_spec("openxml_audit")
    assert found is not None, "openxml-audit is not installed"
    assert found.origin is not None
    made = grammar(Path(found.origin).parent / "data" / "openxml" / "schemas")
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in made["types"])
    head = json.dumps({key: made[key] for key in ("namespaces", "roots", "values")}, ensure_ascii=False, indent=0)
    GRAMMAR.write_text(f'{head[:-2]},\n"types": [\n{lines}\n]\n}}\n', encoding="utf-8", newline="\n")
    print(f"{len(made['types'])} types, {len(made['values'])} kinds of value, {GRAMMAR.stat().st_size} bytes")


if __name__ == "__main__":
    main()
