"""Quotes for anybody who asks: the calculator and the API. Where no rate of exchange is given, the hub knows one."""

from collections.abc import Set
from dataclasses import replace
from datetime import date

from karum.orders.queries.doors import rates
from karum.payments.domain import FxRate
from karum.payments.domain.rates import PEG
from karum.payments.queries import fx
from karum.rules import LandedCost, QuoteRequest, Reason
from karum.rules.domain.reasons import why
from karum.rules.queries import market
from karum.tariffs.queries.quotes import landed_cost


def quote(request: QuoteRequest, *, rates_of: date | None = None) -> LandedCost:
    """The landed cost of a request. Without ``fx`` in it the hub's reference rates serve, and the answer says which.

    ``rates_of``: the day of these rates; None is the day of the request.
    """
    if request.fx:
        return landed_cost(request)
    day = rates_of or request.day
    involved = _currencies(request)
    answer = landed_cost(replace(request, fx=rates(day, frozenset(involved), request.destination)))
    note = _note(involved | _local(request.destination), day)
    return replace(answer, assumptions=(*answer.assumptions, note)) if note else answer


def rates_day(request: QuoteRequest) -> date:
    """The newest day of which ``quote`` uses a rate: with it as ``rates_of`` the answer stays the same for ever."""
    found = _quoted(_currencies(request) | _local(request.destination), request.day)
    return max((rate.date for rate in found if rate.confidence != PEG), default=request.day)


def _note(codes: Set[str], day: date) -> Reason | None:
    """Which rates were used; None where everything is in one currency."""
    found = _quoted(codes, day)
    if len(codes) < 2 or not found:
        return None
    code = "assume_hub_rates" if all(rate.is_verified for rate in found) else "assume_hub_rates_unverified"
    sources = dict.fromkeys(part for rate in found for part in rate.source.split("; ") if part)
    return why(code, day=min(rate.date for rate in found), source="; ".join(sources))


def _quoted(codes: Set[str], day: date) -> list[FxRate]:
    return [rate for code in sorted(codes - {"EUR"}) if (rate := fx("EUR", code, day))]


def _currencies(request: QuoteRequest) -> Set[str]:
    insurance = {request.insurance.currency} if request.insurance else set()
    items = {item.unit_price.currency for item in request.items}
    return {request.currency, request.shipping.currency} | items | insurance


def _local(destination: str) -> Set[str]:
    """The currency in which the destination's customs reckon."""
    known = market(destination)
    return {known.currency} if known else set()
