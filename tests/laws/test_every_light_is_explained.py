"""凭什么？ Each colour is explained by somebody (“负责标注颜色和解释”): every rating says its grounds in one printable line."""

from __future__ import annotations

from helpers.small_office import EFFECTIVE, ROSTER, RULEBOOK
from hypothesis import given
from hypothesis import strategies as st

from trafficlight import determine
from trafficlight.model import chinese_date
from trafficlight.rules import Ratings
from trafficlight.testing import determinations, ratings


@given(ratings(RULEBOOK, ROSTER), st.data())
def test_every_light_is_explained(rated: Ratings, data: st.DataObject) -> None:
    """Marks and counts, facts and their cells, clause and its words, the effective date, who decided: all in one line."""
    for rating in determine(rated, data.draw(determinations(rated))):
        explanation = rating.explain()
        sentence = str(explanation)
        assert sentence.endswith("。")
        assert sentence.isprintable()
        assert (str(rating.marks) if rating.marks else "不标注颜色") in sentence
        assert rating.verdict.because.id in sentence
        assert rating.verdict.because.words in sentence
        assert f"自{chinese_date(EFFECTIVE)}起施行" in sentence
        assert all(unit.name in sentence for unit in rating.units)
        assert explanation.facts
        assert all(fact.label in sentence and (fact.cell or "") in sentence for fact in explanation.facts)
        if rating.origin is not None:
            assert rating.origin.file in sentence
            assert all(fact.cell or fact.label == f"第{rating.origin.row}行" for fact in explanation.facts)
        assert all(one.reason in sentence for one in rating.determinations)
        assert ("研究确定" in sentence) == bool(rating.determinations)
