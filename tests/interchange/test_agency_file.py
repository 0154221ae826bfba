"""机构文件: an agency's facts come from a TOML file that a person writes; every fault of the file is told at once."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from decimal import Decimal
from pathlib import Path

import pytest

import trafficlight as tl
from trafficlight.errors import AgencyFileError
from trafficlight.interchange import from_json, load_agency, loads_agency, to_json
from trafficlight.messages import english
from trafficlight.model import Exemption, Unit

SMALL = """
name = "某市审计局"
short_name = "市审计局"
publisher = "某市审计局办公室"
boards = [{ key = "departments", title = "某市审计局", units = ["办公室", "人事科"] }]
"""

WHOLE = """
name = "某市审计局"
short_name = "市审计局"
publisher = "某市审计局办公室"
system = "某市审计系统"
document_prefix = "某审办发"
own_sources = ["局", "本局"]
assumed = ["boards[0].units[0].head", "groups[0]", "system", "boards[1].units[1].aliases[0]", "boards[0].units[1]"]

[[boards]]
key = "departments"
title = "某市审计局"
unit_header = "科室单位"
head_header = "负责人"
leader_header = "分管领导"
units = [{ name = "办公室", head = { name = "甲", post = "主任" }, leader = "乙", aliases = ["局办"] }, "人事科"]

[[boards]]
key = "counties"
title = "县（市、区）审计局"

[[boards.units]]
name = "东县审计局"
leader = { post = "副局长" }

[[boards.units]]
name = "西县审计局"
aliases = ["西县"]

[task_force]
director = { name = "丙", post = "局长" }
deputies = ["乙"]
members = [{ post = "办公室主任" }]
office = { director = "乙", deputies = ["甲"], liaison = "丁" }

[[groups]]
name = "第一组"
units = ["西县", "东县审计局"]
leader = "乙"
deputy = "戊"
members = [
    { department = "局办", name = "甲", role = "组员", covers = ["西县审计局"] },
    { department = "人事科", post = "科长" },
]
"""


def faults(text: str) -> list[tuple[str, str]]:
    """What is wrong with a file, in order."""
    with pytest.raises(tl.errors.AgencyFileError) as refusal:
        loads_agency(text)
    assert refusal.value.source == "机构文件"
    return list(refusal.value.problems)


def test_a_whole_file() -> None:
    """Everything that a file may say, with short forms: a text for a unit or a person, a short name for a reference."""
    office, personnel, east, west = map(tl.Unit, ("办公室", "人事科", "东县审计局", "西县审计局"))
    assert loads_agency(WHOLE) == tl.Agency(
        name="某市审计局",
        short_name="市审计局",
        publisher="某市审计局办公室",
        system="某市审计系统",
        document_prefix="某审办发",
        own_sources=("局", "本局"),
        assumed=(
            "boards[0].units[0].head",
            "groups[0]",
            "system",
            "boards[1].units[1].aliases[0]",
            "boards[0].units[1]",
        ),
        roster=tl.Roster(
            [
                tl.Board(
                    "departments",
                    "某市审计局",
                    (
                        tl.RosterLine(office, tl.model.Person("甲", "主任"), tl.model.Person("乙"), ("局办",)),
                        tl.RosterLine(personnel),
                    ),
                    "科室单位",
                    "负责人",
                    "分管领导",
                ),
                tl.Board(
                    "counties",
                    "县（市、区）审计局",
                    (tl.RosterLine(east, None, tl.model.Person(post="副局长")), tl.RosterLine(west, aliases=("西县",))),
                ),
            ]
        ),
        task_force=tl.model.TaskForce(
            tl.model.Person("丙", "局长"),
            (tl.model.Person("乙"),),
            (tl.model.Person(post="办公室主任"),),
            tl.model.TaskForceOffice(tl.model.Person("乙"), (tl.model.Person("甲"),), tl.model.Person("丁")),
        ),
        groups=(
            tl.model.AssistanceGroup(
                "第一组",
                (west, east),
                tl.model.Person("乙"),
                tl.model.Person("戊"),
                (
                    tl.model.GroupMember("局办", tl.model.Person("甲"), "组员", (west,)),
                    tl.model.GroupMember("人事科", tl.model.Person(post="科长")),
                ),
            ),
        ),
    )


def test_a_small_file_has_the_usual_rest() -> None:
    """Name, short name, publisher and one board are enough; what is left out is what the classes take by default."""
    agency = loads_agency(SMALL)
    assert agency == tl.Agency(
        "某市审计局",
        "市审计局",
        "某市审计局办公室",
        tl.Roster(
            [
                tl.Board(
                    "departments", "某市审计局", [tl.RosterLine(tl.Unit("办公室")), tl.RosterLine(tl.Unit("人事科"))]
                )
            ]
        ),
    )
    assert from_json(tl.Agency, to_json(agency)) == agency


def test_a_path_bytes_and_text_say_the_same(tmp_path: Path) -> None:
    """From a path, from bytes (with a byte order mark as well) and from text comes the same agency."""
    file = tmp_path / "agency.toml"
    file.write_text(WHOLE, encoding="utf-8")
    agency = loads_agency(WHOLE)
    assert load_agency(file) == load_agency(str(file)) == load_agency(file.read_bytes()) == agency
    assert load_agency(WHOLE.replace("\n", "\r\n").encode("utf-8-sig")) == agency


def test_all_faults_come_at_once() -> None:
    """Wrong types, missing and unknown keys, names used twice, references that lead nowhere: one error names them all."""
    text = """
name = ""
short_name = 3
assumed = ["boards[0].units[9]", "bords", "name.x", "..", "boards[0].tite"]
extra = 1

[[boards]]
key = "departments"
title = "局"
unit_heder = "科室"
units = ["办公室", { name = "人事科", aliases = ["办公室"] }, { nam = "秘书科" }, 5, "办 公 室"]

[[boards]]
key = "departments"
title = " "
units = [{ name = "东县审计局", head = {}, leader = { name = true } }]

[task_force]
deputies = "甲"

[[groups]]
name = "第一组"
units = ["东县审计局", "东县审计", "东县审计局"]
leader = "甲"
deputy = 1
members = [{ department = "办公室", name = "乙", covers = ["人事科", "南县"] }, { department = "办公室" }]

[[groups]]
name = "第一组"
units = ["东县审计局"]
leader = "甲"
deputy = "乙"
"""
    assert faults(text) == [
        ("name", "不得为空白"),
        ("short_name", "应为文字，而不是3"),
        ("publisher", "缺少这一项"),
        ("boards[0].units[2].name", "缺少这一项"),
        (
            "boards[0].units[2].nam",
            "没有这一项；可用：name、head、leader、aliases、code、since、until、into、former、exempt（是否“name”？）",
        ),
        ("boards[0].units[3]", "应为名称或键值表，而不是5"),
        (
            "boards[0].unit_heder",
            "没有这一项；可用：key、title、units、unit_header、head_header、leader_header（是否“unit_header”？）",
        ),
        ("boards[1].title", "不得为空白"),
        (
            "boards[1].units[0].head",
            "不符合要求：人员的姓名（name）与职务（post）至少要有一项",
        ),
        ("boards[1].units[0].leader.name", "应为文字，而不是true"),
        ("task_force.director", "缺少这一项"),
        ("task_force.deputies", "应为列表，而不是“甲”"),
        ("groups[0].deputy", "应为名称或键值表，而不是1"),
        (
            "groups[0].members[1]",
            "不符合要求：人员的姓名（name）与职务（post）至少要有一项",
        ),
        (
            "extra",
            "没有这一项；可用：name、short_name、publisher、boards、system、document_prefix、own_sources、above_sources、language、task_force、groups、assumed、signers、parameters",
        ),
        ("boards[1].key", "榜“departments”已见于 boards[0].key"),
        ("boards[0].units[1].aliases[0]", "“办公室”已用于 boards[0].units[0]；单位的名称与别名不得重复"),
        ("boards[0].units[4]", "“办 公 室”已用于 boards[0].units[0]；单位的名称与别名不得重复"),
        ("groups[1].name", "组“第一组”已见于 groups[0].name"),
        ("groups[0].units[1]", "花名册（boards）中没有单位“东县审计”（是否“东县审计局”？）"),
        ("groups[0].units[2]", "“东县审计局”已属于 groups[0].units[0]；一个单位只属于一组"),
        ("groups[0].members[0].covers[0]", "“人事科”不是本组的包保单位；应为 东县审计局、东县审计 之一"),
        ("groups[0].members[0].covers[1]", "花名册（boards）中没有单位“南县”"),
        ("groups[1].units[0]", "“东县审计局”已属于 groups[0].units[0]；一个单位只属于一组"),
        ("assumed[0]", "文件中没有“boards[0].units[9]”：boards[0].units 只有 5 项（从 0 数起）"),
        (
            "assumed[1]",
            "文件中没有“bords”：最上层 只有 name、short_name、assumed、extra、boards、task_force、groups（是否“boards”？）",
        ),
        ("assumed[2]", "文件中没有“name.x”：name 是一个值，没有下层"),
        ("assumed[3]", "“..”不是路径；写法如 boards[0].units[3].head"),
        ("assumed[4]", "文件中没有“boards[0].tite”：boards[0] 只有 key、title、unit_heder、units（是否“title”？）"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('name = "甲"\nshort_name = 乙\n', "第 2 行第 14 列", "不是合法的 TOML（Invalid value）"),
        ('name = "甲"\nname = "乙"\n', "第 2 行第 11 列", "不是合法的 TOML（Cannot overwrite a value）"),
        ('name = "甲', "第 1 行第 10 列", "不是合法的 TOML，文件在此结束（Unterminated string）"),
        ("a = " + "[" * 50_000, "文件", "嵌套过深"),
        (
            f"a = {'9' * 5000}",
            "文件",
            "有读不出来的值（Exceeds the limit (4300 digits) for integer string conversion）",
        ),
    ],
)
def test_a_file_that_is_no_toml(text: str, place: str, words: str) -> None:
    """A slip in the syntax is told with its line and column."""
    assert faults(text) == [(place, words)]


DOTTED = {
    "bare": "a." * 20_000 + "a = 1",
    "quoted": '"a".' * 20_000 + "a = 1",
    "spaced": "a . " * 20_000 + "a = 1",
    "header": "[" + "'a'." * 20_000 + "a]",
    "after a text of several lines": 't = { a = """\n""" , ' + "b." * 20_000 + 'b = 1, c = "x" }',
}


@pytest.mark.parametrize("text", DOTTED.values(), ids=DOTTED)
def test_a_key_of_twenty_thousand_parts_costs_nothing(text: str) -> None:
    """`tomllib` takes 9 s and 1.6 GB for such a key, in 40 KB: it is refused before, however it is written."""
    started = time.process_time()
    ((place, words),) = faults(text)
    assert words == "键的层次过多"
    assert place in {"第 1 行", "第 2 行"}
    assert time.process_time() - started < 1


def test_a_file_has_a_limit_of_size(tmp_path: Path) -> None:
    """A file of more than a megabyte is no agency file: neither parsed nor read to its end; dots in texts are no keys."""
    file = tmp_path / "agency.toml"
    file.write_text(SMALL + "#" * 1_000_000, encoding="utf-8")
    refused = pytest.raises(tl.errors.AgencyFileError, match="超过 1,000,000 字节，不予读取")
    with refused:
        load_agency(file)
    with refused:
        loads_agency("#" * 1_000_001)
    assert loads_agency(SMALL.replace("某市审计局办公室", "某市审计局办公室" + "…" * 99 + "." * 99)).publisher.endswith(
        "." * 99
    )


def test_thousands_of_strangers_are_told_soon() -> None:
    """Unknown names are looked for among all names for a hint; thousands of both would take minutes, so the first have one."""
    units = ", ".join(f'"第{number}科"' for number in range(2_000))
    strangers = ", ".join(f'"第{number}科室"' for number in range(5_000))
    text = f'groups = [{{ units = [{strangers}] }}]\n[[boards]]\nkey = "a"\ntitle = "a"\nunits = [{units}]'
    started = time.process_time()
    told = [words for _, words in faults(text) if words.startswith("花名册（boards）中没有单位")]
    assert len(told) == 5_000
    assert "是否" in told[0]
    assert "是否" not in told[-1]
    assert time.process_time() - started < 5


def test_every_fault_is_told_in_english_too() -> None:
    """What is wrong, and where, is said in English beside the Chinese."""
    told = [(english(place), english(words)) for place, words in faults('name = ""\nboards = []\nassumed = ["x"]')]
    assert ("name", "it must not be blank") in told
    assert ("publisher", "it is missing") in told
    assert ("boards", "at least one board is needed") in told
    assert ("assumed[0]", "the file has no “x”: the top holds name, boards, assumed") in told
    ((place, words),) = faults('name = "甲"\nshort_name = 乙\n')
    assert (english(place), english(words)) == ("line 2, column 14", "it is no TOML (Invalid value)")


def test_a_file_in_another_encoding() -> None:
    """A file saved in GB18030, as some editors do, is refused with the line of its first Chinese character."""
    with pytest.raises(tl.errors.AgencyFileError) as refusal:
        load_agency(SMALL.encode("gb18030"))
    assert refusal.value.problems == (("第 2 行", "不是 UTF-8 编码；请以 UTF-8 另存"),)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is a typed error that names it; the system's own error is the cause."""
    missing = tmp_path / "没有.toml"
    with pytest.raises(tl.errors.AgencyFileError) as refusal:
        load_agency(missing)
    assert refusal.value.source == str(missing)
    assert isinstance(refusal.value.__cause__, FileNotFoundError)


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ('"办公室"', '"办公\\u0000室"', "boards[0].units[0]", "文字含有不能写入文档的字符 U+0000：'办公\\x00室'"),
        ("boards = [", 'own_sources = ["局", " "]\nboards = [', "own_sources[1]", "不得为空白"),
        ("name = ", "name = 2023-08-03 #", "name", "应为文字，而不是2023-08-03"),
        (', "人事科"]', ', ""]', "boards[0].units[1]", "不得为空白"),
        ("boards = [", "boards = [] #", "boards", "至少应有一个榜"),
    ],
)
def test_values_that_no_document_could_print(old: str, new: str, path: str, words: str) -> None:
    """Blank names, dates for names, characters that no document can hold: refused where they stand."""
    assert faults(SMALL.replace(old, new, 1)) == [(path, words)]


def test_units_without_groups_and_groups_of_broken_tables() -> None:
    """A file of nothing but wrong types is walked through without a crash, and every place is named."""
    text = 'name = "甲"\nshort_name = "甲"\npublisher = "甲"\nboards = [1]\ngroups = 2\nassumed = [3]\ntask_force = 4\n'
    assert faults(text) == [
        ("boards[0]", "应为键值表，而不是1"),
        ("task_force", "应为键值表，而不是4"),
        ("groups", "应为列表，而不是2"),
        ("assumed[0]", "应为文字，而不是3"),
    ]


def test_the_page_of_the_reference_is_true() -> None:
    """The example of docs/reference/agency-file.md is a file that can be read."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "agency-file.md"
    examples = page.read_text(encoding="utf-8").split("```toml\n")[1:]
    agencies = [loads_agency(example.split("```")[0]) for example in examples]
    assert agencies
    assert all(agency.roster for agency in agencies)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder in place of the file is refused in the same way."""
    folder = tmp_path / "agency.toml"
    folder.mkdir()
    with pytest.raises(tl.errors.AgencyFileError):
        load_agency(folder)
    shutil.rmtree(folder)


HISTORY = """
name = "某市卫生健康委员会"
short_name = "市卫健委"
publisher = "市卫健委办公室"

[[boards]]
key = "all"
title = "医院"
units = [
    { name = "市中心医院", code = "H01", former = [{ name = "市人民医院", until = 2024-03-31 }] },
    { name = "东院", exempt = [{ why = "迁址", since = 2024-04-01, until = 2024-05-31, clause = "第九条" }] },
    { name = "西院", until = 2024-03-31, into = "东院" },
    { name = "新院", since = 2024-04-01 },
]

[[boards]]
key = "teaching"
title = "教学医院"
units = ["市中心医院", { name = "东院", leader = "甲" }]
"""


def test_units_over_time() -> None:
    """代码、曾用名、设立、撤销、并入、免报: each under its key, days without quotes; a further board names the unit alone."""
    roster = loads_agency(HISTORY).roster
    day = dt.date(2024, 3, 31)
    assert [unit.name for unit in roster.on(day)] == ["市人民医院", "东院", "西院"]
    assert [unit.name for unit in roster] == ["市中心医院", "东院", "新院"]
    assert roster.find("H01").name == "市中心医院"
    assert roster.resolve(Unit("西院")).name == "东院"
    (exempt,) = roster.on(dt.date(2024, 4, 1)).exempt.values()
    assert exempt == Exemption("迁址", dt.date(2024, 4, 1), dt.date(2024, 5, 31), "第九条")
    assert str(roster.board("teaching").lines[1].leader) == "甲"
    assert roster.on(day).board("teaching").units[0].name == "市人民医院"


@pytest.mark.parametrize(
    ("old", "new", "path", "problem"),
    [
        ("until = 2024-03-31, into", 'until = "2024-03-31", into', "boards[0].units[2].until", "日期，不加引号"),
        ('into = "东院"', 'into = "南院"', "boards[0].units[2].into", "花名册（boards）中没有单位“南院”"),
        ("since = 2024-04-01 }", "until = 2024-03-31 }", "", ""),
        ('"西院", until = 2024-03-31', '"西院"', "boards[0].units[2]", "沿革前后矛盾"),
        ('{ why = "迁址", since', "{ since", "boards[0].units[1].exempt[0].why", "缺少这一项"),
        (
            "until = 2024-05-31",
            "until = 2024-03-30",
            "boards[0].units[1].exempt[0]",
            "早于其开始",
        ),
        (
            '{ name = "市人民医院", until',
            '{ name = "", until',
            "boards[0].units[0].former[0]",
            "FormerName.name 不能为空",
        ),
        ('"市人民医院", until', '"东院", until', "boards[0].units[1].name", "已用于 boards[0].units[0].former[0].name"),
        ('code = "H01"', 'code = "西院"', "boards[0].units[2].name", "已用于 boards[0].units[0].code"),
        ('"东院", leader', '"东院", code = "H2", leader', "boards[1].units[1].code", "这一项只写在那里"),
        ('name = "新院", since', 'name = "西院", since', "boards[0].units[3].name", "已用于 boards[0].units[2].name"),
        ('"东院", exempt', '"东院", until = 2024-03-01, exempt', "boards[0].units[2].into", "须存续"),
    ],
)
def test_faults_of_a_history(old: str, new: str, path: str, problem: str) -> None:
    """Each at its path; a unit that ends without a successor is none."""
    assert old in HISTORY
    text = HISTORY.replace(old, new)
    if not path:
        loads_agency(text)
        return
    with pytest.raises(AgencyFileError) as caught:
        loads_agency(text)
    assert [(where, problem in words) for where, words in caught.value.problems] == [(path, True)]
    assert caught.value.say("en").startswith("agency file: 1 fault\n")


def test_a_figure_with_two_values_from_one_day() -> None:
    """Which of them holds nobody could tell: it is a fault of the file, at its path."""
    figure = '\n[[parameters]]\nname = "limit"\nvalue = {}\nsince = 2023-08-03\n'
    assert loads_agency(WHOLE + figure.format(1) + figure.format(2).replace("08", "09")).parameters
    (found,) = faults(WHOLE + figure.format(1) + figure.format(2))
    assert found[0].startswith("parameters[")
    assert "的取值已见于 parameters[" in found[1]


@pytest.mark.parametrize(
    ("written", "kept"), [("0.35", Decimal("0.35")), ("10", 10), ("true", True), ('"局长"', "局长")]
)
def test_a_figure_is_kept_as_it_is_written(written: str, kept: object) -> None:
    """A decimal number is exact, and no float; whole numbers, words and yes or no are what they are."""
    figure = f'\n[[parameters]]\nname = "share"\nvalue = {written}\nsince = 2023-08-03\n'
    value = loads_agency(WHOLE + figure).parameters[-1].value
    assert (value, type(value)) == (kept, type(kept))
