"""专题: every theme of the notice, each a factory whose arguments are what another agency changes."""

from trafficlight.notice._assessments import AssessmentIndicator, ThreeFirstsTask, performance_assessment, three_firsts
from trafficlight.notice._investment import INVESTMENT_PROGRESS, Investment, InvestmentProgress, investment
from trafficlight.notice._ledger import (
    AuditProject,
    KeyWorkItem,
    LedgerItem,
    MutualHelpItem,
    ProgressRule,
    appeals,
    assistance,
    audit_projects,
    key_work,
    ledger_form,
)
from trafficlight.notice._recognition import (
    RecognitionRule,
    Reform,
    UpwardFunding,
    reform_bureau,
    reform_county,
    upward_funding_bureau,
    upward_funding_county,
)
from trafficlight.notice._summary import Summary, summarise

__all__ = [
    "INVESTMENT_PROGRESS",
    "AssessmentIndicator",
    "AuditProject",
    "Investment",
    "InvestmentProgress",
    "KeyWorkItem",
    "LedgerItem",
    "MutualHelpItem",
    "ProgressRule",
    "RecognitionRule",
    "Reform",
    "Summary",
    "ThreeFirstsTask",
    "UpwardFunding",
    "appeals",
    "assistance",
    "audit_projects",
    "investment",
    "key_work",
    "ledger_form",
    "performance_assessment",
    "reform_bureau",
    "reform_county",
    "summarise",
    "three_firsts",
    "upward_funding_bureau",
    "upward_funding_county",
]
