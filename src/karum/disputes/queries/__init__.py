"""Reads of cases. Nothing here writes."""

from karum.disputes.queries.cases import (
    CaseView,
    access_case_as_buyer,
    access_case_as_operator,
    access_case_as_seller,
    cases_for_hub,
    cases_of_order,
    cases_of_seller,
    open_of_seller,
    other_cases,
)
from karum.disputes.queries.chargebacks import chargebacks_of_order

__all__ = [
    "CaseView",
    "access_case_as_buyer",
    "access_case_as_operator",
    "access_case_as_seller",
    "cases_for_hub",
    "cases_of_order",
    "cases_of_seller",
    "chargebacks_of_order",
    "open_of_seller",
    "other_cases",
]
