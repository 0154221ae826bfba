"""专题: every theme of the notice, each a factory whose arguments are what another agency changes."""

from trafficlight.rules.themes.audit_projects import AuditProject, audit_projects
from trafficlight.rules.themes.investment import (
    INVESTMENT_PROGRESS,
    Investment,
    InvestmentProgress,
    investment,
)
from trafficlight.rules.themes.key_work import KeyWorkItem, key_work
from trafficlight.rules.themes.ledger import LedgerItem, ProgressRule, ledger_form
from trafficlight.rules.themes.mutual_help import MutualHelpItem, appeals, assistance
from trafficlight.rules.themes.performance_assessment import AssessmentIndicator, performance_assessment
from trafficlight.rules.themes.recognition import RecognitionRule
from trafficlight.rules.themes.reform import Reform, reform_bureau, reform_county
from trafficlight.rules.themes.summary import Summary, summarise
from trafficlight.rules.themes.three_firsts import ThreeFirstsTask, three_firsts
from trafficlight.rules.themes.upward_funding import UpwardFunding, upward_funding_bureau, upward_funding_county

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
