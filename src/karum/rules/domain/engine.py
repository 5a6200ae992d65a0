"""Landed cost: what goods cost once they stand, cleared, at the buyer's door. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import InvalidOperation

from karum.money import Money
from karum.rules.domain.answer import ChargeLine, LandedCost, Option, Screening, Totals
from karum.rules.domain.duties import charge_duties
from karum.rules.domain.fees import charge_fees
from karum.rules.domain.formulas import Formula
from karum.rules.domain.lines import Ledger
from karum.rules.domain.measures import Market, ScreenStatus
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.regimes import DOMESTIC, UNION, Choice, choose
from karum.rules.domain.request import BadRequest, QuoteRequest
from karum.rules.domain.screening import screen
from karum.rules.domain.taxes import charge_taxes
from karum.rules.domain.valuation import Consignment, appraise


def landed_cost(request: QuoteRequest, market: Market) -> LandedCost:
    """Return the landed cost of one consignment under the rules of ``market``.

    Computed exactly in the market's currency, rounded per line by the market's rule, shown in ``request.currency``.
    An unknown rate, limit or exchange rate gives a line and totals of None and a missing fact, never a zero. Where all
    that is unknown may be one of several rates, ``lowest`` and ``highest`` hold the totals that it may come to.
    Raises BadRequest where the numbers together are too large.
    Source: WTO Customs Valuation Agreement, art. 8.2 (CIF or FOB by country); each line names its own law.
    """
    try:
        return _with_bounds(request, market)
    except InvalidOperation:
        raise BadRequest("$", "its prices, quantities and rates together make sums that are too large") from None


def _with_bounds(request: QuoteRequest, market: Market) -> LandedCost:
    found = reckon(request, market)
    answer = found.answer
    if answer.is_known or not found.has_choices:
        return answer
    low, high = reckon(request, market, "low").answer, reckon(request, market, "high").answer
    if not (low.is_known and high.is_known):
        return answer
    return replace(answer, lowest=low.totals, highest=high.totals)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """An answer; the formula of each of its lines, None where it has none; whether an unknown may be one of several."""

    answer: LandedCost
    formulas: tuple[Formula | None, ...]
    has_choices: bool


def reckon(request: QuoteRequest, market: Market, towards: str = "") -> Reckoning:
    """Return the answer without bounds; towards "low" or "high": with each such unknown at its least or its most."""
    request = _with_proofs_that_fit(request, market)
    held = appraise(request, market.currency, towards)
    if not market.versions:
        held.miss("missing_market", market=market.code)
    choices = choose(held, market)
    ledger = Ledger(held)
    options = charge_duties(ledger, market, choices)
    charge_taxes(ledger, market, choices)
    charge_fees(ledger, market, choices)
    totals = _totals(held, ledger.lines)
    crosses = choices[0].name not in (DOMESTIC, UNION)
    screenings = (
        tuple(
            screen(market.restrictions.near(item.hs_code), item.hs_code, item.origin, request.passage)
            for item in request.items
        )
        if crosses
        else ()
    )
    if held.missing and totals.goods is None:
        held.miss("missing_fx", a=request.items[0].unit_price.currency, b=request.currency)
    answer = LandedCost(
        status=_status(totals, screenings),
        currency=request.currency,
        as_of=request.day,
        data_versions=market.versions,
        regime=" + ".join(dict.fromkeys(choice.name for choice in choices)),
        totals=totals,
        lines=tuple(ledger.lines),
        not_applied=tuple(ledger.not_applied),
        options=tuple(options),
        screenings=screenings,
        missing_facts=tuple(held.missing),
        documents=_documents(request, options, screenings, choices),
        assumptions=_assumptions(held, market, choices, ledger.lines),
    )
    return Reckoning(answer, tuple(ledger.formulas), held.has_choices)


def _with_proofs_that_fit(request: QuoteRequest, market: Market) -> QuoteRequest:
    """Leave out the proofs under agreements that the country of the goods does not belong to: they prove nothing."""
    if not any(item.proofs for item in request.items):
        return request

    def fits(code: str, origin: str) -> bool:
        origins = [scheme.origins for scheme in market.preferences if scheme.code == code]
        return not origins or any(origin in countries for countries in origins)

    items = (
        replace(item, proofs=frozenset(code for code in item.proofs if fits(code, item.origin)))
        for item in request.items
    )
    return replace(request, items=tuple(items))


def _totals(held: Consignment, lines: list[ChargeLine]) -> Totals:
    currency = held.request.currency
    goods = _sum((value.goods_shown for value in held.items), currency)
    freight, insurance = held.freight_shown, held.insurance_shown
    price = _sum((goods, freight, insurance), currency)
    by_kind = {kind: _sum((line.amount for line in lines if line.kind == kind), currency) for kind in _KINDS}
    at_checkout = _sum((line.amount for line in lines if line.due == "checkout"), currency)
    at_border = _sum((line.amount for line in lines if line.due == "border"), currency)
    due_at_checkout = _sum((price, at_checkout), currency)
    return Totals(
        goods=goods,
        freight=freight,
        insurance=insurance,
        duty=by_kind["duty"],
        tax=by_kind["tax"],
        fees=by_kind["fee"],
        landed=_sum((due_at_checkout, at_border), currency),
        due_at_checkout=due_at_checkout,
        due_at_border=at_border,
    )


_KINDS = ("duty", "tax", "fee")


def _sum(amounts: Iterable[Money | None], currency: str) -> Money | None:
    minor = 0
    for amount in amounts:
        if amount is None:
            return None
        minor += amount.minor
    return Money(minor, currency)


def _status(totals: Totals, screenings: tuple[Screening, ...]) -> ScreenStatus:
    found = {screening.status for screening in screenings}
    if "forbidden" in found:
        return "forbidden"
    if totals.landed is None or "unknown" in found:
        return "unknown"
    return "restricted" if "restricted" in found else "allowed"


def _documents(
    request: QuoteRequest, options: list[Option], screenings: tuple[Screening, ...], choices: list[Choice]
) -> tuple[Reason, ...]:
    if choices[0].name in (DOMESTIC, UNION):
        return ()
    papers = [why("document_invoice")]
    if request.channel == "consignment":
        papers.append(why("document_packing_list"))
    elif request.mode in (None, "post"):
        papers.append(why("document_cn23"))
    for option in options:
        if option.chosen and option.proof:
            papers.append(why("document_origin", option.item_index, scheme=option.code, proof=option.proof))
    for index, screening in enumerate(screenings):
        papers += [Reason(need.code, need.text, need.params, index) for need in screening.needs]
    return tuple(papers)


def _assumptions(
    held: Consignment, market: Market, choices: list[Choice], lines: list[ChargeLine]
) -> tuple[Reason, ...]:
    name = choices[0].name
    if name == DOMESTIC:
        held.assume("assume_domestic")
        return tuple(held.assumptions)
    held.assume("assume_price_without_tax")
    if name == UNION:
        held.assume("assume_union")
        held.assume("assume_union_tax")
        return tuple(held.assumptions)
    for code in market.assumptions:
        held.assume(code)
    for choice in choices:
        if choice.regime is not None:
            for code in choice.regime.assumptions:
                held.assume(code)
    if any(line.due == "border" and (line.amount is None or line.amount) for line in lines):
        held.assume("assume_carrier_fee")
    return tuple(held.assumptions)
