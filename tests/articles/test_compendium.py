"""The compendium as its caller sees it: order, report, progress, pages, bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from attrs import evolve
from helpers.made_articles import AGENCY, AS_OF, KINDS, PERIOD, Piece, W, article, merged, names, part, plain, text
from helpers.processes import same_everywhere
from helpers.small_office import ROSTER, RULEBOOK

from trafficlight import notice
from trafficlight.articles._compendium import COUNTIES_PART, DEPARTMENTS_PART, Article, Compendium, compendium
from trafficlight.articles._findings import Reason
from trafficlight.documents._provenance import Provenance, provenance
from trafficlight.errors import DocumentError
from trafficlight.layout import OFFICIAL, Style
from trafficlight.model._agency import Agency


def made(*articles: Article, **how: object) -> Compendium:
    """A compendium of these articles."""
    return compendium(AGENCY, articles, period=PERIOD, as_of=AS_OF, **how)  # type: ignore[arg-type]  # tests pass options on


def lines(data: bytes) -> list[str]:
    """The text of each paragraph that has any."""
    return [words for paragraph in part(data).iter(f"{W}p") if (words := text(paragraph))]


def test_parts_and_order() -> None:
    """A3: cover, contents, 一、科室单位篇, 二、县市区篇; an entry is “单位：题目”; the caller's order holds within a part."""
    data = made(
        Article("任城区审计局", "乙", COUNTIES_PART, plain("三")),
        Article("办公室", "丁", DEPARTMENTS_PART, plain("一")),
        Article("人事科", "丙", DEPARTMENTS_PART, plain("二")),
    ).data
    assert lines(data) == [
        "某市审计系统2023年经验做法汇编（2023年第三季度）",
        "某市审计局办公室",
        "2023年9月",
        "目　　录",
        "一、科室单位篇",
        "1.办公室：丁",
        "2.人事科：丙",
        "二、县市区篇",
        "1.任城区审计局：乙",
        "一、科室单位篇",
        "办公室：",
        "丁",
        "一",
        "人事科：",
        "丙",
        "二",
        "二、县市区篇",
        "任城区审计局：",
        "乙",
        "三",
    ]


def test_a_refused_article_sinks_nothing() -> None:
    """A broken file and a missing one are named with their reasons; their titles stand nowhere in the compendium."""
    finished = made(
        Article("甲", "坏", DEPARTMENTS_PART, b"PK", name="坏.docx"),
        Article("乙", "无", DEPARTMENTS_PART, Path("nowhere") / "无.docx"),
        Article("丙", "好", DEPARTMENTS_PART, plain()),
    )
    assert [one.reason for one in finished.report.refused] == [Reason.BROKEN, Reason.UNREADABLE]
    assert [one.article.unit for one in finished.report.taken] == ["丙"]
    told = finished.report.lines()
    assert told[0] == "收入 1 篇，未收入 2 篇"
    assert "坏.docx" in told[1]
    assert "无.docx" in told[2]
    assert not [line for line in lines(finished.data) if "坏" in line or "无" in line]


def test_when_nothing_can_be_taken() -> None:
    """Without one article that can be taken there is no compendium: the error names every file."""
    with pytest.raises(DocumentError, match=r"甲：坏") as caught:
        made(Article("甲", "坏", DEPARTMENTS_PART, b""))
    assert "没有一篇" in str(caught.value)
    with pytest.raises(DocumentError, match="没有一篇"):
        made()


def test_an_unknown_part_is_a_mistake() -> None:
    """An article whose part the compendium does not have is the caller's mistake, told with the parts there are."""
    with pytest.raises(DocumentError, match="科室单位篇、县市区篇"):
        made(Article("甲", "文", "第三篇", plain()))
    finished = made(Article("甲", "文", "第三篇", plain()), parts=("第三篇",))
    assert "一、第三篇" in lines(finished.data)


def test_progress_is_told() -> None:
    """After each article (done, total, name) is told, refused ones too: what tqdm and rich need."""
    told: list[tuple[int, int, str]] = []
    made(
        Article("甲", "坏", DEPARTMENTS_PART, b"", name="坏.docx"),
        Article("乙", "好", DEPARTMENTS_PART, plain()),
        progress=lambda *step: told.append(step),
    )
    assert told == [(1, 2, "坏.docx"), (2, 2, "乙：好")]


def test_a_scheme_or_its_agency() -> None:
    """A scheme stands for its agency, and a unit for its name."""
    agency = Agency("某市审计局", "市审计局", "办公室", ROSTER)
    unit = next(iter(ROSTER))
    made_by = [
        compendium(who, [Article(name, "文", DEPARTMENTS_PART, plain())], period=PERIOD, as_of=AS_OF).data
        for who, name in ((agency, unit.name), (notice.scheme(agency, RULEBOOK), unit))
    ]
    assert lines(made_by[0]) == lines(made_by[1])


def test_it_says_where_it_comes_from() -> None:
    """Made for a scheme, the file names its rulebook, and the digest of its articles: another article, another digest."""
    scheme = notice.scheme(Agency("某市审计局", "市审计局", "办公室", ROSTER), RULEBOOK)

    first, second = plain("一"), plain("二")

    def origin(source: bytes) -> Provenance:
        article = Article("甲", "文", DEPARTMENTS_PART, source)
        return provenance(compendium(scheme, [article], period=PERIOD, as_of=AS_OF).data)

    assert origin(first).rulebook == RULEBOOK.id
    assert origin(first).digest != origin(second).digest
    assert origin(first) == origin(first)


def test_bookmarks_and_pages() -> None:
    """Every entry of the contents shows its page once the pages are known; nothing else changes."""
    finished = made(*(Article("甲", f"文{number}", DEPARTMENTS_PART, plain()) for number in range(3)))
    pages = {taken.bookmark: str(7 + at) for at, taken in enumerate(finished.report.taken)}
    paged = finished.with_pages({**pages, "part_1": "5"})
    assert [line for line in lines(paged.data) if line[:2] in {"1.", "2.", "3."}] == [
        "1.甲：文07",
        "2.甲：文18",
        "3.甲：文29",
    ]
    assert "一、科室单位篇5" in lines(paged.data)
    dots = [
        [tab.get(f"{W}leader") for tab in part(one.data).iter(f"{W}tab")].count("none") for one in (finished, paged)
    ]
    assert dots == [4, 0]  # they lead to a number where there is one
    assert lines(paged.with_pages(dict.fromkeys([*pages, "part_1"], "")).data) == lines(finished.data)
    again = made(
        *(Article("甲", f"文{number}", DEPARTMENTS_PART, plain()) for number in range(3)),
        pages={**pages, "part_1": "5"},
    )
    assert lines(again.data) == lines(paged.data)


def test_running_heads_are_optional() -> None:
    """A running head stands on the articles' pages only when it is asked for."""
    one = Article("甲", "文", DEPARTMENTS_PART, plain())
    assert "经验做法汇编" in headers(made(one, running_head="经验做法汇编").data)
    assert headers(made(one).data) == ""


def headers(data: bytes) -> str:
    """The text of all headers."""
    return "".join(text(part(data, name)) for name in names(data) if name.startswith("word/header"))


def test_an_agency_has_its_own_look() -> None:
    """A profile's own rule for the styles of articles is kept, and every other one follows the profile."""
    rule = evolve(OFFICIAL.style(Style.BODY), name="文章表内文字", size=9)
    data = made(Article("甲", "文", DEPARTMENTS_PART, plain()), profile=OFFICIAL.restyled(article_table=rule)).data
    style = next(
        one for one in part(data, "word/styles.xml").iter(f"{W}style") if one.get(f"{W}styleId") == "ArticleTable"
    )
    size = style.find(f"{W}rPr/{W}sz")
    assert size is not None
    assert size.get(f"{W}val") == "18"


def test_saving_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """What is saved is what `to_bytes` gives."""
    finished = merged(plain())
    finished.save(tmp_path / "汇编.docx")
    assert (tmp_path / "汇编.docx").read_bytes() == finished.to_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["汇编.docx"]


SAME = """
import hashlib, sys
from helpers.made_articles import merged
sources = [bytes.fromhex(line) for line in sys.stdin.read().split()]
print(hashlib.sha256(merged(*sources).data).hexdigest())
"""


def test_same_input_same_bytes() -> None:
    """The same articles give the same bytes in other processes, whatever the seed of their hashes and the time."""
    sources = [article([Piece(kind, number) for number, kind in enumerate(KINDS)]), plain(), plain("二")]
    printed = same_everywhere(SAME, given="\n".join(source.hex() for source in sources))
    assert printed == hashlib.sha256(merged(*sources).data).hexdigest()


def test_the_quarter_is_the_callers() -> None:
    """The title names the period's year; nothing comes from a clock."""
    finished = compendium(
        AGENCY,
        [Article("甲", "文", DEPARTMENTS_PART, plain())],
        period=PERIOD.next.next,
        as_of=dt.date(2024, 4, 1),
        title="汇编",
    )
    assert lines(finished.data)[:3] == ["汇编（2024年第一季度）", "某市审计局办公室", "2024年4月"]
