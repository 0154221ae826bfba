"""英文: whatever a clerk may read says the same in English, and the Chinese is what it always was."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.broken_workbooks import faults
from helpers.office_sheets import SCHEME, THEMES, headers, xlsx

import trafficlight as tl
from trafficlight.messages import english

SOURCE = Path(tl.__file__).parent
RAISED = {
    "AmbiguousTheme": "",
    "CellFault": "expected header",
    "FileFault": "0 expected",
    "HeaderFault": "0 expected",
    "Remark": "3 text",
    "Skipped": "2 reason",
    "UnreadableCell": "0 expected",
    "Untrusted": "1 expected",
    "cell_fault": "3 5 expected header",
}
"""What a clerk reads → its arguments that are texts, by place or by name."""
HANZI = re.compile("[\u4e00-\u9fff]")


def texts(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that a clerk reads."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    wanted = RAISED.get(name, "expected").split()
    yield from (argument for place, argument in enumerate(call.args) if name in RAISED and str(place) in wanted)
    yield from (keyword.value for keyword in call.keywords if keyword.arg in wanted)


def bare(expression: ast.expr) -> Iterator[ast.expr]:
    """The Chinese texts in an expression that stand in no `Words`."""
    if isinstance(expression, ast.Call):
        return  # what a function makes is that function's own business
    if isinstance(expression, ast.JoinedStr) or (
        isinstance(expression, ast.Constant) and isinstance(expression.value, str)
    ):
        if HANZI.search(ast.unparse(expression)):
            yield expression
        return
    for child in ast.iter_child_nodes(expression):
        if isinstance(child, ast.expr):
            yield from bare(child)


def defined(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """What a name stands for that the module binds."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                yield value


def untranslated(code: str) -> list[str]:
    """The bare Chinese texts that a module hands to a clerk: at the place itself, by a name, or as a class's `expected`."""
    tree = ast.parse(code)
    given = [text for node in ast.walk(tree) if isinstance(node, ast.Call) for text in texts(node)]
    given += [value for name in ("expected", "reason") for value in defined(tree, name)]
    given += [value for text in given if isinstance(text, ast.Name) for value in defined(tree, text.id)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (
            node.name == "expected" or (node.returns is not None and ast.unparse(node.returns) in {"str", "Words"})
        ):
            says = {"expected", "fault", "what", "too", "odd", "no"} & set(node.name.strip("_").split("_"))
            returned = [
                part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value is not None
            ]
            given += returned if says else []
    return [f"{found.lineno}: {ast.unparse(found)}" for text in given for found in bare(text)]


@pytest.mark.parametrize("package", ["model", "ranking", "sheets"])
def test_whatever_a_clerk_reads_is_there_in_english(package: str) -> None:
    """No fault, remark or reason is raised with a Chinese text that has no English beside it."""
    modules = sorted((SOURCE / package).rglob("*.py"))
    assert modules
    found = {module.name: untranslated(module.read_text(encoding="utf-8")) for module in modules}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "code",
    [
        'raise FileFault("文件是空的", file=file)',
        'raise FileFault(f"超过 {limit} 行", file=file)',
        'raise FileFault(what, file=file, expected="完好的文件")',
        'raise UnreadableCell("日期")',
        'yield Skipped(name, None, "空白" if blank else reason)',
        'Remark(file, sheet, None, f"第 {row} 行")',
        'X = "日期"\ndef f():\n    raise UnreadableCell(X)',
        'class Text:\n    expected: str = "文字"',
        'class Text:\n    @property\n    def expected(self) -> str:\n        return "文字"',
        'def _contents_fault(package) -> str:\n    return "这是 Word 文件"',
        'Untrusted(text, "日期")',
    ],
)
def test_a_text_without_english_is_seen(code: str) -> None:
    """The rule above sees a text in any dress; it could not fail otherwise."""
    assert untranslated(code)


@pytest.mark.parametrize(
    "code", ['raise FileFault(Words("文件是空的", "the file is empty"), file=file)', 'raise KeyError("没有")']
)
def test_words_are_let_through(code: str) -> None:
    """A text in both languages is right, and what no clerk reads is no business of the rule."""
    assert untranslated(code) == []


ROWS: list[list[Any]] = [
    ["备注：附表"],
    headers("investment"),
    [1, "办公事", None, None, None, "推进很慢"],
    [2, "秘书科", None, None, None, None],
]


def test_cells_in_both_languages() -> None:
    """A faulty cell says place, header, value, what is allowed and the nearest allowed word, in either language."""
    found = faults(xlsx(("招商", ROWS, [])))
    assert found.lines() == (
        "招商.xlsx 招商：B3“科室单位”“办公事”：应为花名册中的单位名称（是否“办公室”？）",
        "招商.xlsx 招商：F3“进度评价”“推进很慢”：应为 已办结、正常推进、无项目线索 之一（是否“正常推进”？）",
        "招商.xlsx 招商：F4“进度评价”空白：应为 已办结、正常推进、无项目线索 之一",
    )
    assert found.lines() == tuple(map(str, found.faults)) == found.lines("zh")
    assert found.lines("en") == (
        "招商.xlsx 招商: B3 “科室单位” is “办公事”: expected the name of a unit in the roster (did you mean “办公室”?)",
        "招商.xlsx 招商: F3 “进度评价” is “推进很慢”: expected one of 已办结, 正常推进, 无项目线索 (did you mean “正常推进”?)",
        "招商.xlsx 招商: F4 “进度评价” is blank: expected one of 已办结, 正常推进, 无项目线索",
    )
    assert found.say() == "收到的表有 3 处错误"
    assert found.say("en") == "errors in the tables that came in: 3"


def test_files_and_headers_in_both_languages() -> None:
    """A file that cannot be read, a header that lacks a column, and a table of nobody's say so in either language."""
    (pdf,) = faults(b"%PDF-1.7", "a.xlsx").faults
    assert pdf.say() == "a.xlsx：这是 PDF 文件；应为 Excel 工作簿（.xlsx），请在 Excel 或 WPS 中另存为 .xlsx"
    assert pdf.say("en") == f"a.xlsx: this is a PDF file; expected {english(pdf.expected)}"
    assert (str(pdf), english(pdf.args[0])) == (pdf.say(), pdf.say("en"))
    header = [word if word != "进度评价" else "进度评介" for word in headers("investment")]
    (lacking,) = faults(xlsx(("招商", [header], [])), "b.xlsx").faults
    assert (
        lacking.say()
        == "b.xlsx 招商：第1行的表头缺少：进度评价（“进度评介”是否“进度评价”？）；应为“招商引资情况”的全部表头"
    )
    assert lacking.say("en") == (
        "b.xlsx 招商: the header in row 1 lacks: 进度评价 (is “进度评介” meant as “进度评价”?); "
        "expected every header word of “招商引资情况”"
    )
    assert (lacking.row, lacking.column, lacking.cell) == (1, None, None)
    (twice,) = faults(xlsx(("招商", [[*headers("investment"), "进度评价"]], [])), "c.xlsx").faults
    assert twice.say("en") == (
        "c.xlsx 招商: the header in row 1 has a word twice: “进度评价” (G1); expected a header with each column once"
    )
    assert (twice.row, twice.column, twice.cell) == (1, 7, "G1")


def test_a_report_in_both_languages() -> None:
    """What was read, skipped and remarked on reads in either language; the sheet's own words stay as they are."""
    data = xlsx(("招商", [*ROWS[:2], ["备注：本季度数据"]], []), ("说明", [["填报说明"]], []))
    report = tl.sheets.read(data, file_name="招商.xlsx", scheme=SCHEME).report
    assert report.lines() == tuple(map(str, (*report.read, *report.skipped, *report.remarks)))
    assert report.lines("en") == (
        "招商.xlsx [招商] from row 2: 招商引资, entries: 0",
        "招商.xlsx [说明]: not read, no known header",
        "招商.xlsx [招商] row 1: 备注：附表",
        "招商.xlsx [招商] row 3: 备注：本季度数据",
    )


def test_a_stored_form_speaks_english() -> None:
    """What a kind of cell expects is in both languages too when its form comes from JSON; an agency's own text stays."""
    for theme in THEMES:
        stored = tl.interchange.from_json(tl.Form, tl.interchange.to_json(theme.form))
        for old, new in zip(theme.form.columns, stored.columns, strict=True):
            assert english(new.kind.expected) == english(old.kind.expected) != old.kind.expected
    assert english(tl.model.Text(expected="项目名称").expected) == "项目名称"
