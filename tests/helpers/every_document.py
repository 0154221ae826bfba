"""Every document that the library and the examples write, by sets: what the judges look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import docx
import pytest
from attrs import evolve
from docx.enum.section import WD_ORIENT

import trafficlight as tl
from helpers import large_documents
from helpers.made_articles import add_note, add_picture, field, merged, saved, turn, with_body
from helpers.office_ratings import AS_OF, ITEMS, SCHEME, funding_ratings, help_item, rate
from helpers.sample_records import audit_project, indicator, investment_of, reform, task
from helpers.scripts import EXAMPLES, run
from helpers.shared_data import SHARED
from helpers.small_office import PERSONNEL
from helpers.wordfile import every_block
from trafficlight import RED, YELLOW
from trafficlight import documents as td
from trafficlight.documents import Document
from trafficlight.documents.builders.collection_forms import collection_form
from trafficlight.documents.content import Section
from trafficlight.layout import GB33476
from trafficlight.model._agency import AssistanceGroup, GroupMember, TaskForce
from trafficlight.notice import InvestmentProgress

SIGNED: Final = td.SignOff(tl.model.Person("陶可星", "副局长"), dt.date(2023, 9, 30))
SIGNED_OFF: Final = EXAMPLES / "jining" / "审签.toml"


def _example(script: str, *arguments: object) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        run(script, "--out", folder, *arguments, folder=folder)

    return write


def _portfolio(folder: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared inputs are not beside the repository")
    run("gmpp/portfolio.py", "--input", SHARED / "data/gmpp", "--out", folder, folder=folder)


def every_entry() -> tuple[tl.Entry[Any], ...]:
    """Entries of nearly every theme."""
    records: dict[str, tuple[Any, ...]] = {
        "key_work": ITEMS,
        "audit_projects": (audit_project(tl.model.Progress.SLOW, PERSONNEL),),
        "performance_assessment": (indicator(tl.model.Progress.DONE, 3),),
        "three_firsts": (task(tl.model.Progress.DONE, True),),  # noqa: FBT003  # 认定：是
        "reform_bureau": (reform(("甲",)),),
        "investment": (investment_of(InvestmentProgress.RECOGNISED),),
        "assistance": (help_item("副局长"), help_item("局长")),
        "appeals": (help_item("局长"),),
    }
    return tuple(tl.Entry(theme, one, at) for theme, rows in records.items() for at, one in enumerate(rows, 1))


def every_rating() -> tl.rules.Ratings:
    """Ratings of every theme; a decision of the task force stands on one of them."""
    decision = tl.Determination(
        "key_work",
        computed=tl.Tally.of(YELLOW),
        decided=tl.Tally.of(RED),
        reason="现场核实",
        by=tl.model.Person("", "督查工作专班"),
        on=AS_OF,
        serial=4,
    )
    return tl.determine((*rate(*every_entry()), *funding_ratings()), [decision])


def _titled(section: Section) -> Document:
    return Document(sections=[section], title="样张", author="办公室")


def documents() -> Iterator[tuple[str, Document]]:
    """What each builder makes, by a file name."""
    ratings = every_rating()
    book = SCHEME.rulebooks.at(AS_OF)
    yield "every block", every_block()
    yield "every block, the word processors' profile", evolve(every_block(), profile=GB33476)
    yield "nothing", _titled(Section(()))
    yield "ledger", td.ledger(SCHEME, ratings, as_of=AS_OF)
    plan = td.default_plan(SCHEME, book)
    annex = td.Part("标注解释", [td.ExplanationTable(), td.DeterminationTable(), td.GroupingTable()])
    charts = td.Part("标识数量图", [td.CountChart(board.key) for board in SCHEME.boards])
    yield (
        "bulletin with its explanations",
        td.bulletin(
            SCHEME,
            ratings,
            period=tl.Quarter(2023, 3),
            as_of=AS_OF,
            plan=evolve(plan, parts=(*plan.parts, charts, annex)),
            digest=td.input_digest(ratings),
        ),
    )
    issue = td.Issue(
        organ="济宁市审计局文件",
        number="济审发〔2023〕9号",
        addressee="各科室单位：",
        text=("现将{period}有关情况通报如下。",),
        copies="局领导",
        issuer="济宁市审计局办公室",
    )
    one = td.BulletinPlan(
        "关于{period}标识数量情况的通报",
        [td.Part("", [td.CountTable("departments")])],
        contents="",
        cover=False,
        issue=issue,
    )
    whole = evolve(plan, issue=evolve(issue, organ="", colophon_apart=True, sealed=True))
    for name, chosen in (("bulletin that goes out", one), ("bulletin that goes out with annexes", whole)):
        yield name, td.bulletin(SCHEME, ratings, period=tl.Quarter(2023, 3), as_of=AS_OF, plan=chosen)
    yield "flag list", td.flag_list(SCHEME, ratings, period=tl.Quarter(2023, 3), as_of=AS_OF)
    came = tl.rules.Coverage.received(book, period=tl.Quarter(2023, 3))
    yield "coverage", td.coverage_report(SCHEME, period=tl.Quarter(2023, 3), as_of=AS_OF, coverage=came)
    for sign_off in (SIGNED, None):
        for paper in td.reminder_letters(
            SCHEME, ratings, as_of=AS_OF, deadline=dt.date(2023, 10, 13), sign_off=sign_off
        ):
            yield paper.name, paper.document
    people = [tl.model.Person(f"甲{number}", "科长") for number in range(20)]
    member = GroupMember("办公室", people[2])
    group = AssistanceGroup("第一组", (tl.Unit("甲县审计局"), tl.Unit("乙县审计局")), people[0], people[1], (member,))
    roster = td.task_force_grid(TaskForce(people[0], tuple(people[1:3]), tuple(people[3:])))
    yield "task force and groups", _titled(Section([roster, td.grouping_grid([group])]))
    straight = [td.rating_grid(own[0].theme, own) for own in ratings.by_theme().values()]
    yield "tables put straight into a document", _titled(Section([*straight, td.flag_grid(ratings)]))
    lines = tuple((at, "改动", "推进情况正常，等待验收。" * 4) for at in ("第1项", "第2项"))
    texts = tl.model.TextTable("变动情况", ("事项", "变动", "说明"), lines, (1, 1, 4), "zh")
    yield "a table of texts", evolve(td.text_document(texts), author="办公室")
    yield "sample forms", _titled(Section([td.blank_grid(theme.form) for theme in book]))
    yield "blank forms", collection_form(SCHEME)
    yield "filled forms", collection_form(SCHEME, entries=every_entry(), rows=0, dateline="2023年9月")


def _papers(folder: Path) -> None:
    for name, document in documents():
        document.save(folder / f"{name}.docx")


def _fragments(folder: Path) -> None:
    for name, document in (*documents(), ("board of 130", large_documents.board())):
        (folder / f"{name}.html").write_text(td.to_html(document), encoding="utf-8")
        (folder / f"{name}, no colours.html").write_text(td.to_html(document, inline_styles=False), encoding="utf-8")


def _workbooks(folder: Path) -> None:
    ratings = every_rating()
    for theme in SCHEME.rulebooks.at(AS_OF):
        rows = [rating for rating in ratings if rating.theme.key == theme.key and rating.record is not None]
        both = (tl.sheets.Sheet(theme.form, rows, title="=标题", published=published) for published in (True, False))
        tl.sheets.save(folder / f"{theme.key}.xlsx", *both)
    plan = tl.sheets.BlankPlan(units=SCHEME.roster, due="2023年10月9日前")
    tl.sheets.save_blank(folder / "blank.xlsx", SCHEME, plan=plan)
    tl.sheets.save_blank(folder / "filled.xlsx", SCHEME, entries=every_entry())


def workbook_of_ledger() -> bytes:
    """The ledger as a workbook."""
    rows = [rating for rating in every_rating() if rating.theme.key == "key_work"]
    return tl.sheets.workbook(tl.sheets.Sheet(rows[0].theme.form, rows, title="重点工作台账"))


def rich_article() -> bytes:
    """An article that holds all there is: lists, a table, pictures, notes, a landscape page, a bookmark, a field, a link."""
    document = docx.Document()
    document.add_heading("标题", 1)
    document.add_paragraph("项", style="List Number")
    document.add_paragraph("点", style="List Bullet")
    document.add_paragraph("引", style="Intense Quote")
    document.add_table(2, 2, style="Light Grid Accent 1").cell(0, 0).text = "格"
    add_picture(document, 1)
    add_note(document, "footnote", "脚注")
    add_note(document, "endnote", "尾注")
    turn(document, WD_ORIENT.LANDSCAPE)
    document.add_paragraph("横排")
    here = '<w:p><w:bookmarkStart w:id="7" w:name="here"/><w:bookmarkEnd w:id="7"/></w:p>'
    link = '<w:p><w:hyperlink w:anchor="here"><w:r><w:t>见此</w:t></w:r></w:hyperlink></w:p>'
    return with_body(here + link + field("PAGEREF here", "1"), saved(document))


def compendium_of_all() -> bytes:
    """A compendium of three such articles."""
    return merged(*[rich_article()] * 3).data


def _compendium(folder: Path) -> None:
    (folder / "compendium.docx").write_bytes(compendium_of_all())


SETS: Final[Mapping[str, Callable[[Path], None]]] = {
    "the notice": _example("jining/notice.py"),
    "the quarter's bulletins": _example("jining/quarter.py", "--edition", "all", "--grounds"),
    "the week": _example("jining/week.py", "--signed-off", SIGNED_OFF),
    "the compendium": _example("jining/compendium.py"),
    "the hand-ins": _example("jining/make_handins.py"),
    "the blank forms": _example("jining/blank.py"),
    "another look": _example("own_look/own_look.py"),
    "the portfolio": _portfolio,
    "the health commission": _example("health/hospitals.py"),
    "a province's papers": _example("province/papers.py", "--units", 2, "--workers", 1),
    "the builders' documents": _papers,
    "large documents": large_documents.write_all,
    "their HTML": _fragments,
    "a compendium of all there is": _compendium,
    "workbooks, filled and blank": _workbooks,
}


def files_of(name: str, folder: Path) -> list[Path]:
    """Write a set into an empty folder; its documents."""
    SETS[name](folder)
    return sorted(path for path in folder.rglob("*") if path.suffix in {".docx", ".xlsx", ".html"})
