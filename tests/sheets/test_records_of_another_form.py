"""另一张表的记录: a sheet refuses records of which its form knows nothing, and says what they lack."""

from __future__ import annotations

from helpers.refusals import refused
from helpers.small_office import OFFICE, RULEBOOK, rated

import trafficlight as tl


def test_ratings_of_another_theme() -> None:
    """Ratings of the ledger in the form of 招商引资: no half-printed table, and no AttributeError from within."""
    item = tl.notice.KeyWorkItem(
        "事项", "", "", tl.model.Progress.DONE, "", tl.model.Responsibility((OFFICE,)), "局党组"
    )
    sheet = tl.sheets.Sheet(RULEBOOK.theme("investment").form, rated(tl.Entry("key_work", item)))
    for write in (tl.sheets.workbook, lambda one: tl.sheets.to_json(one.form, one.rows)):
        with refused(TypeError, match=r"prints other records than KeyWorkItem, which has no \['unit'"):
            write(sheet)
