"""济宁市审计局: its scheme, from its facts (agency.toml) and the themes of its notice.

Another agency copies this file: other facts, and for each theme what is different (who recognises, who colours, how far).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import trafficlight as tl

AGENCY: Final = tl.interchange.load_agency(Path(__file__).with_name("agency.toml"))

US: Final = AGENCY.short_name

RULEBOOK: Final = tl.Rulebook(
    id="济审办发〔2023〕5号",
    effective=dt.date(2023, 8, 3),
    themes=(
        tl.notice.key_work(steward="办公室", agency=US),
        tl.notice.audit_projects(steward="办公室", agency=US),
        tl.notice.performance_assessment(authority="市主管部门", limit=10, steward="人事科", agency=US),
        tl.notice.three_firsts(authority="市相关部门", steward="人事科", agency=US),
        tl.notice.upward_funding_bureau(authority="发改委", steward="办公室", agency=US),
        tl.notice.upward_funding_county(authority="当地主管部门", steward="办公室", agency=US),
        tl.notice.reform_bureau(authority="市主管部门", steward="秘书科", agency=US),
        tl.notice.reform_county(authority="当地主管部门", steward="秘书科", agency=US),
        tl.notice.investment(authority="市投资促进局", steward="办公室", agency=US),
        tl.notice.assistance(steward="人事科", agency=US, system=AGENCY.system),
        tl.notice.appeals(steward="人事科", agency=US, system=AGENCY.system),
    ),
)

JINING: Final = tl.Scheme(AGENCY, RULEBOOK)
