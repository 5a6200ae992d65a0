"""The pure part of the rules: the question, what a country file holds, the reckoning and the answer.

No database, no clock, no network, no files: ``landed_cost(request, market)`` is a function of its arguments.
"""

from karum.rules.domain.answer import ChargeLine, LandedCost, Option, Screening, Totals
from karum.rules.domain.engine import landed_cost
from karum.rules.domain.expressions import Duty, parse_duty
from karum.rules.domain.measures import Cite, Market, Source, Validity
from karum.rules.domain.reasons import Reason
from karum.rules.domain.request import BadRequest, Item, QuoteRequest
from karum.rules.domain.screening import screen

__all__ = [
    "BadRequest",
    "ChargeLine",
    "Cite",
    "Duty",
    "Item",
    "LandedCost",
    "Market",
    "Option",
    "QuoteRequest",
    "Reason",
    "Screening",
    "Source",
    "Totals",
    "Validity",
    "landed_cost",
    "parse_duty",
    "screen",
]
