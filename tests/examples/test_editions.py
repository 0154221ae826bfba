"""examples/jining/quarter.py: two editions beside the whole (N4.2), and one theme or table at any time (N4.4)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from helpers.readword import tables, visible_text
from helpers.scripts import run

TITLES: Final = {
    "通报": "全市审计重点工作2023年推进情况通报（2023年第三季度）",
    "通报（科室单位）": "济宁市审计局重点工作2023年推进情况通报（2023年第三季度）",
    "通报（县（市、区）审计局）": "县（市、区）审计局重点工作2023年推进情况通报（2023年第三季度）",
}


def folded(path: Path) -> str:
    """The visible text without white space."""
    return "".join(visible_text(path.read_bytes()).split())


def units(path: Path, table: int) -> list[str]:
    """The second column of a table, below its header."""
    return [row[1] for row in tables(path.read_bytes())[table][1:]]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All three editions of the repository's quarter, with the grounds of their lights."""
    folder = tmp_path_factory.mktemp("editions")
    run("jining/quarter.py", "--edition", "all", "--grounds", "--out", folder, folder=folder)
    return folder


def test_each_edition_has_its_own_title(editions: Path) -> None:
    """“市局各科室单位一个，各县（市、区）审计局一个”: three files, each named and titled after whom it is for."""
    assert {path.stem: folded(path)[: len(TITLES[path.stem])] for path in editions.glob("*.docx")} == TITLES


def test_an_edition_ranks_its_own_board_alone(editions: Path) -> None:
    """“分别进行‘蓝黄红’排名”: each edition's count table is the one that the combined bulletin prints for that board."""
    whole = [units(editions / "通报.docx", table) for table in (0, 1)]
    assert [len(board) for board in whole] == [10, 11]
    assert units(editions / "通报（科室单位）.docx", 0) == whole[0]
    assert units(editions / "通报（县（市、区）审计局）.docx", 0) == whole[1]


def test_parts_are_numbered_without_gaps(editions: Path) -> None:
    """一、二、三 in every edition, the tables 1. 2. within each; none holds the other's parts."""
    departments, counties = (folded(editions / f"{name}.docx") for name in list(TITLES)[1:])
    for part in (
        "一、济宁市审计局“蓝黄红”标识数量情况",
        "二、济宁市审计局重点工作推进情况",
        "三、济宁审计系统“市县一体”督帮工作推进情况",
        "四、标注解释",
        "1.高质量发展绩效考核推进情况",
        "7.招商引资情况",
    ):
        assert part in departments
    assert "县（市、区）审计局重点工作推进情况" not in departments
    for part in (
        "一、县（市、区）审计局“蓝黄红”标识数量情况",
        "二、县（市、区）审计局重点工作推进情况",
        "三、济宁审计系统“市县一体”督帮工作推进情况",
        "1.督导帮扶组分组表",
    ):
        assert part in counties
    assert "济宁市审计局重点工作推进情况" not in counties


def test_grounds_are_those_of_the_editions_themes(editions: Path) -> None:
    """标注解释 explains every light that the edition shows, and none that it does not."""
    themes = {name: {row[0] for row in tables((editions / f"{name}.docx").read_bytes())[-1][1:]} for name in TITLES}
    whole, departments, counties = themes.values()
    assert "重点工作" in departments
    assert "重点工作" not in counties
    assert "对上争取（县市区）" in counties
    assert departments | counties == whole


def test_a_theme_by_itself(tmp_path: Path) -> None:
    """“适时发布督查通报”: one theme as a document that goes out: title, quarter, text, 署名 and date; the table; 版记."""
    run("jining/quarter.py", "--theme", "key_work", "--out", tmp_path, folder=tmp_path)
    path = tmp_path / "督查通报（重点工作）.docx"
    table = next(one for one in tables(path.read_bytes()) if "序号" in one[0])
    assert len(table) == 1 + 8
    text = folded(path)
    places = [
        text.index(words)
        for words in (
            "重点工作推进情况督查通报（2023年第三季度）",
            "现将截至2023年9月30日的有关情况通报如下。",
            "济宁市审计局办公室2023年9月30日",
            "截至2023年9月30日，市审计局共梳理重点工作8项",
            "抄送：局领导。",
        )
    ]
    assert places == sorted(places)
    assert "目录" not in text


def test_a_table_by_itself(tmp_path: Path) -> None:
    """“适时发布督查通报”: the count table of one board, between text and 署名."""
    run("jining/quarter.py", "--table", "counties", "--out", tmp_path, folder=tmp_path)
    path = tmp_path / "督查通报（县（市、区）审计局标识数量）.docx"
    assert len(units(path, 0)) == 11
    assert folded(path).startswith("县（市、区）审计局“蓝黄红”标识数量情况督查通报（2023年第三季度）")
    assert "县（市、区）审计局“蓝黄红”标识数量情况单位：个序号" in folded(path)


def test_the_contents_show_their_pages_where_they_can(editions: Path, tmp_path: Path) -> None:
    """With LibreOffice and pypdf every line of the contents ends in a number; without, the script says what is missing."""
    printed = run("jining/quarter.py", "--out", tmp_path, folder=tmp_path)
    contents = visible_text((tmp_path / "通报.docx").read_bytes())
    if "目录的页码待在 Word 中更新域后显示" not in printed:
        lines = contents[contents.index("目　　录") :].split("1.济宁市审计局“蓝黄红”标识数量情况")[0]
        assert re.search(r"标识数量情况\t\d+$", lines.strip())
        assert len(re.findall(r"情况\t\d+", contents)) == 4 + 13
