"""Errors: each says what is wrong in Chinese and in English, where, what is allowed, and what to do."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

import trafficlight as tl
from trafficlight import errors
from trafficlight.messages import Words

HANZI = re.compile("[\u3000-\u9fff\uff00-\uffef]")
WORDS = Words("不成", "it cannot be")

SAMPLES: dict[type[tl.TrafficlightError], tl.TrafficlightError] = {
    type(error): error
    for error in (
        errors.TrafficlightError(WORDS),
        errors.WrongValue(WORDS),
        errors.WrongType(WORDS),
        errors.UnknownName(Words("标识体系", "the palette"), "grey", ["red"]),
        errors.ThemeError(WORDS),
        errors.RuleError("key_work", ("record",), WORDS, serial=3, where="a.xlsx"),
        errors.NoEvidence(Words("进度", "progress"), [Words("快", "fast")]),
        errors.RatingsMixed(WORDS),
        errors.NotInForce(dt.date(2020, 1, 1), dt.date(2023, 1, 1)),
        errors.DeterminationError(WORDS),
        errors.CalendarUnknown(2030, []),
        errors.UnknownTheme("key", ["other"]),
        errors.UnknownUnit("office"),
        errors.UnknownBoard("board", ["other"]),
        errors.UnreadableCell(Words("日期", "a date")),
        errors.Fault(WORDS, file="a.xlsx"),
        errors.FileFault(WORDS, file="a.xlsx", expected=Words("文件", "a file")),
        errors.MissingTheme("reform", theme="reform", steward="office"),
        errors.InternalFault(ValueError("index"), file="a.xlsx"),
        errors.HeaderFault(WORDS, file="a.xlsx", sheet="S", row=2),
        errors.AmbiguousTheme(["reform", "investment"], file="a.xlsx", sheet=None, row=5),
        errors.CellFault(
            file="a", sheet="S", row=3, column=6, cell="F3", header="h", value=1, expected=WORDS, nearest="x"
        ),
        errors.InterchangeError("a.json", [("$.a", WORDS)]),
        errors.AgencyFileError("a.toml", [("a", WORDS)]),
        errors.DocumentError(WORDS),
        errors.UnprintableText("a\x00", 1),
        errors.SubmissionRefused("a.docx", "macros", WORDS),
        errors.NoProvenance(WORDS),
        errors.NotSignedOff("office"),
        errors.OfficeMissing("soffice"),
        errors.OfficeFailed(WORDS, "x"),
        errors.ExtraMissing("pypdf", "pdf"),
        errors.RatingFaults(WORDS, [errors.RuleError("key", "record", WORDS)]),
        errors.SheetFaults(WORDS, [errors.FileFault(WORDS, file="a.xlsx")]),
    )
}


def kinds() -> list[Any]:
    """Every public class of error."""
    return [error for name, error in vars(errors).items() if isinstance(error, type) and not name.startswith("_")]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_error_speaks_both_languages(kind: type[tl.TrafficlightError]) -> None:
    """Whoever reads no Chinese is told the same in English; `str` is the Chinese."""
    error = SAMPLES[kind]
    assert HANZI.search(error.say())
    assert not HANZI.search(error.say("en"))
    with pytest.raises(errors.WrongValue, match="'fr'"):
        error.say("fr")  # type: ignore[arg-type]
    assert isinstance(error, ExceptionGroup) or str(error) == error.say() == error.say("zh")
    if isinstance(error, errors.RatingFaults | errors.SheetFaults):
        assert HANZI.search(error.lines()[0])
        assert not HANZI.search(error.lines("en")[0])


def test_a_fault_of_a_file_says_what_to_do() -> None:
    """The line that a clerk reads ends with what is expected; without that, with what is wrong."""
    fault = errors.FileFault(WORDS, file="a.xlsx", expected=Words("完好的文件", "a whole file"))
    assert (str(fault), fault.say("en")) == (
        "a.xlsx：不成；应为完好的文件",
        "a.xlsx: it cannot be; expected a whole file",
    )
    assert fault.message == "不成"
    assert str(errors.FileFault(WORDS, file="a.xlsx")) == "a.xlsx：不成"
    assert str(errors.FileFault(WORDS, file="a", expected="Excel 工作簿")) == "a：不成；应为 Excel 工作簿"


def test_a_table_of_no_theme_names_its_row() -> None:
    """A sheet may hold several tables: the line says which of them could be of two themes."""
    fault = errors.AmbiguousTheme(["改革", "招商"], file="a.xlsx", sheet="S", row=5)
    assert str(fault) == "a.xlsx S：表头在第5行的表看不出属于哪个专题，可能是：改革、招商；请在表头上方写明标题"
    assert fault.say("en").startswith("a.xlsx S: which table this is cannot be told (header in row 5): ")
    assert "row" not in errors.AmbiguousTheme(["a", "b"], file="a", sheet="S").say("en")


BUILT_IN = {"TypeError", "ValueError", "LookupError", "KeyError"}
WITHIN = {"sheets/reading/readers/cell_values.py"}
"""Where a built-in error is raised that the same module catches."""


def test_errors_are_raised_in_both_languages() -> None:
    """No error is raised with a text in one language, which `say` would repeat in the other; none is a built-in alone."""
    source = Path(tl.__file__).parent
    alone = [
        f"{path.relative_to(source)}:{call.lineno}"
        for path in sorted(source.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and call.args and _in_one_language(call, str(path.relative_to(source)))
    ]
    assert alone == [], alone


@pytest.mark.parametrize(
    "code",
    [
        'raise DocumentError("表格没有列")',
        'raise ThemeError(f"no column fills {name}")',
        'raise ValueError("a year has four digits")',
        'raise TypeError(f"a {mark}")',
        'raise ThemeError("没有栏目：" + name)',
        'raise WrongValue("太多" if many else "太少")',
        'raise UnknownName("标识体系", "grey")',
        'raise NoEvidence("认定名次", ("不小于 1 的整数",))',
    ],
)
def test_an_error_in_one_language_is_seen(code: str) -> None:
    """The rule above sees either language alone; it could not fail otherwise."""
    (call,) = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert _in_one_language(call, "model/_marks.py")


def _in_one_language(call: ast.Call, module: str) -> bool:
    name = _called(call)
    kind = getattr(errors, name, None)
    if name == "NoEvidence":  # the fact is a header word; what is allowed has both languages
        return any(map(_is_text, call.args[1:]))
    own = isinstance(kind, type) and issubclass(kind, tl.TrafficlightError) and name not in PLACED
    if not own and (name not in BUILT_IN or module in WITHIN):
        return False
    english_beside = own and vars(kind).get("__init__") is None and len(call.args) > 1
    return _is_text(call.args[0]) and not english_beside


def _is_text(of: ast.expr) -> bool:
    """Whether an argument is made of texts, and not of what has both languages."""
    parts = list(ast.walk(of))
    speak = {_called(part) for part in parts if isinstance(part, ast.Call)} & {"Words", "placed", "other_type"}
    return not speak and any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


PLACED = {
    "RuleError",
    "UnknownTheme",
    "UnknownUnit",
    "UnknownBoard",
    "InterchangeError",
    "AgencyFileError",
}
PLACED |= {"NotSignedOff", "UnprintableText", "SubmissionRefused", "ExtraMissing", "MissingTheme", "FileFault"}
"""Errors that are made of a name, a key or a file, and say the rest themselves."""
