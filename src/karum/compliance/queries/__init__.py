"""Reads of screening. ``may_trade`` and ``stopped`` are what other packages ask."""

from karum.compliance.queries.cases import (
    CaseView,
    DecisionView,
    HitView,
    access_case,
    closed_cases,
    decisions,
    open_cases,
)
from karum.compliance.queries.holds import held, may_trade, stopped
from karum.compliance.queries.lists import ListCard, lists_in_force

__all__ = [
    "CaseView",
    "DecisionView",
    "HitView",
    "ListCard",
    "access_case",
    "closed_cases",
    "decisions",
    "held",
    "lists_in_force",
    "may_trade",
    "open_cases",
    "stopped",
]
