"""台账用语: the words around a ledger's table, as a value."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from trafficlight.documents.table_words import NOTICE_TABLE_WORDS, TableWords
from trafficlight.model.period import chinese_date
from trafficlight.rules.themes.summary import Summary


@frozen(kw_only=True)
class LedgerWords:
    """台账用语: what is in braces is filled in.

    `title`     knows {agency} and {theme}; `extract`, the title of a leader's or unit's, {name} too; `date` {date}.
    `sentence`  the summary above the table: {as_of}, {subject}, {total}, {above}, {own}, {done}, {on_track}, {slow} and
                {severely_delayed}; the notice's own sentence (A2) where it is empty.
    `no_leader` the name of the extract whose rows name no leader; `tables` the words of the table itself.
    """

    title: str = "{agency}{theme}台账"
    extract: str = "{agency}{theme}台账（{name}）"
    date: str = "日期：{date}"
    sentence: str = ""
    no_leader: str = "未列明分管负责人"
    tables: TableWords = NOTICE_TABLE_WORDS

    def summary(self, summary: Summary, as_of: dt.date, subject: str) -> str:
        """The sentence above the table."""
        if not self.sentence:
            return summary.sentence(as_of, agency=subject)
        return self.sentence.format(
            as_of=chinese_date(as_of),
            subject=subject,
            total=summary.total,
            above=summary.above,
            own=summary.own,
            done=summary.done,
            on_track=summary.on_track,
            slow=summary.slow,
            severely_delayed=summary.severely_delayed,
        )
