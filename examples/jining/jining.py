"""济宁市审计局: its scheme, from its facts (agency.toml) and the rules of its notice.

An agency of the same kind copies this file. Where a theme differs (who recognises, who colours, how far), it exchanges it:

    rulebook = tl.notice.rulebook(AGENCY).replacing(tl.notice.investment(authority="市商务局", agency=AGENCY.short_name))
    SCHEME = tl.notice.scheme(AGENCY, rulebook)
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import trafficlight as tl

AGENCY: Final = tl.interchange.load_agency(Path(__file__).with_name("agency.toml"))


def rulebook(figures: tl.rules.Parameters) -> tl.Rulebook:
    """The notice's rules with the figures that agency.toml states."""
    assessment = tl.notice.performance_assessment(
        agency=AGENCY.short_name, limit=figures.whole("performance_assessment.limit")
    )
    return tl.notice.rulebook(AGENCY).replacing(assessment)


JINING: Final = tl.notice.scheme(AGENCY, tl.rules.dated_rulebooks(AGENCY.parameters, rulebook))
