"""Import taxes: VAT, GST, consumption tax. Never a duty: a tax line is of its own kind."""

from dataclasses import replace
from decimal import Decimal

from karum.money import Money
from karum.rules.domain.formulas import Formula
from karum.rules.domain.lines import Ledger
from karum.rules.domain.measures import Cite, Collector, Market, Part, Tax
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.regimes import DOMESTIC, UNION, UNKNOWN, Choice, money_of
from karum.rules.domain.valuation import ZERO, ItemValue

_ONE = Decimal(1)


def charge_taxes(ledger: Ledger, market: Market, choices: list[Choice]) -> None:
    """Write the tax lines of all items, then apply the market's waiver of small sums."""
    if market.no_tax is not None:
        if choices[0].name != DOMESTIC:
            _line(ledger, market, None, "none", market.no_tax, why("tax_none"), market.duty_collector, Formula())
        return
    for value, choice in zip(ledger.held.items, choices, strict=True):
        if choice.name == DOMESTIC:
            continue
        if choice.name == UNKNOWN:
            reason = why("tax_regime_unknown", value.index)
            _line(ledger, market, value, "unknown", market.base_cite, reason, market.duty_collector, None)
            continue
        mode = choice.regime.tax if choice.regime else "normal"
        if mode == "normal":
            _normal(ledger, market, value, choice)
        elif mode == "composite":
            _composite(ledger, market, value, choice)
        else:
            _settled(ledger, market, value, choice, mode)
    ledger.settle("tax", market.rounding_tax)
    for tax in market.taxes:
        if tax.share_of is not None and tax.cite.valid.covers(ledger.held.request.day):
            _share(ledger, market, tax, *tax.share_of)
    _waive(ledger, market)


def _settled(ledger: Ledger, market: Market, value: ItemValue, choice: Choice, mode: str) -> None:
    """A regime that relieves the tax, includes it in a single rate, or leaves it unknown."""
    regime = choice.regime
    assert regime is not None
    exact: Formula | None = Formula()
    if mode == "included":
        reason = why("tax_included", value.index)
    elif mode == "unknown":
        ledger.held.miss("missing_regime", market=market.code)
        reason, exact = why("tax_regime_unknown", value.index), None
    elif choice.limit is not None:
        reason = why("tax_low_value", value.index, limit=choice.limit)
    else:
        reason = why("tax_regime_none", value.index, regime=regime.code)
    _line(ledger, market, value, regime.code, regime.cite, reason, regime.tax_collector, exact, why_not=choice.rejected)


def _normal(ledger: Ledger, market: Market, value: ItemValue, choice: Choice) -> None:
    in_force = [tax for tax in market.taxes if tax.share_of is None and tax.cite.valid.covers(ledger.held.request.day)]
    if not in_force:
        ledger.held.miss("missing_tax_rate", market=market.code)
        reason = why("tax_unknown", value.index)
        _line(ledger, market, value, "unknown", market.base_cite, reason, market.duty_collector, None)
    for tax in in_force:
        _one_tax(ledger, market, value, choice, tax)


def _one_tax(ledger: Ledger, market: Market, value: ItemValue, choice: Choice, tax: Tax) -> None:
    request, regime = ledger.held.request, choice.regime
    union = choice.name == UNION
    collector: Collector = "hub" if union else regime.tax_collector if regime else tax.collector
    parts: tuple[Part, ...] = (regime.tax_base if regime else None) or tax.base
    found = tax.table.find((regime.tax_hs if regime else None) or value.item.hs_code, request.day)
    rate = ledger.held.settled(found.duty).rate if found is not None else None
    cite = found.cite if found is not None else tax.cite
    if tax.regions is not None and (found is None or not found.prefix):
        if request.region is None:
            if tax.region_unknown == "skip":
                return
            if tax.region_unknown == "unknown":
                ledger.held.miss("missing_region")
                reason = why("tax_region_unknown", value.index)
                _line(ledger, market, value, tax.code, tax.cite, reason, collector, None, parts=parts)
                return
            ledger.held.assume("assume_default_region")
        elif request.region in tax.regions:
            rate = tax.regions[request.region]
        elif tax.region_unknown != "apply":
            return
    if rate is None:
        ledger.held.miss("missing_tax_rate", value.index, market=market.code)
        _line(ledger, market, value, tax.code, cite, why("tax_unknown", value.index), collector, None, parts=parts)
        return
    if found and not found.prefix and _may_be_reduced(tax, value.item.hs_code):
        ledger.held.assume("assume_standard_rate")
    factor = (regime.value_factor if regime else None) or _ONE
    formula = Formula(parts, rate, by=_ONE - rate if tax.gross_up else _ONE, factor=factor)
    base = formula.base(value)
    reason = _reason(tax, choice, value.index, rate, base, request.region, collector)
    _line(
        ledger, market, value, tax.code, cite, reason, collector, formula,
        parts=parts, base=base, rate=rate, why_not=choice.rejected if collector != "hub" else (),
    )  # fmt: skip


def _may_be_reduced(tax: Tax, hs_code: str) -> bool:
    """Whether a lower rate may hold for goods that stand at the standard one; of goods without a code, any rate may."""
    if not hs_code:
        return bool(tax.reduced_possible) or len(tax.table.rates) > 1
    return hs_code.startswith(tax.reduced_possible)


def _share(ledger: Ledger, market: Market, tax: Tax, other: str, numerator: Decimal, denominator: Decimal) -> None:
    """A tax that is a share of another one's sum: one line for the consignment, where the other one is charged."""
    lines = [line for line in ledger.lines if line.kind == "tax" and line.code == other]
    if not lines:
        return
    exact = None
    if all(line.local_amount is not None for line in lines):
        exact = ledger.sum_of(lines) * numerator / denominator
    if exact is not None and market.rounding_tax.sum_to is not None:
        exact -= exact % market.rounding_tax.sum_to
    reason = why("tax_share", other=other, share=numerator / denominator)
    _line(ledger, market, None, tax.code, tax.cite, reason, lines[0].collector, exact)


def _reason(
    tax: Tax, choice: Choice, index: int, rate: Decimal, base: Decimal | None, region: str | None, collector: Collector
) -> Reason:
    if base is None:
        return why("tax_base_unknown", index, rate=rate)
    if choice.name == UNION:
        return why("tax_within_union", index, rate=rate)
    if tax.gross_up:
        return why("tax_gross_up", index, rate=rate)
    if collector == "hub" and choice.limit is not None:
        return why("tax_at_checkout", index, rate=rate, limit=choice.limit)
    if tax.regions is not None and region is not None:
        return why("tax_region", index, rate=rate, region=region)
    return why("tax_rate", index, rate=rate)


def composite_rate(vat: Decimal, consumption: Decimal, factor: Decimal) -> Decimal:
    """Return the rate of China's cross-border retail tax: ((c + v) / (1 - c)) x factor, as a fraction."""
    return (consumption + vat) / (_ONE - consumption) * factor


def _composite(ledger: Ledger, market: Market, value: ItemValue, choice: Choice) -> None:
    regime, day = choice.regime, ledger.held.request.day
    assert regime is not None
    hs_code = value.item.hs_code
    vat = market.taxes[0].table.find(hs_code, day) if market.taxes and hs_code else None
    excise = ZERO
    for extra in market.additional:
        if extra.kind == "excise" and (found := extra.table.find(hs_code, day)) is not None:
            consumption = ledger.held.settled(found.duty).rate
            if consumption is None:
                vat = None
            else:
                excise += consumption
    parts = regime.tax_base or (market.taxes[0].base if market.taxes else market.duty_base)
    base = value.base(parts)
    vat_rate = ledger.held.settled(vat.duty).rate if vat is not None else None
    if vat_rate is None:
        ledger.held.miss("missing_tax_rate", value.index, market=market.code)
        reason = why("tax_unknown", value.index)
        _line(ledger, market, value, regime.code, regime.cite, reason, regime.tax_collector, None, parts=parts)
        return
    rate = composite_rate(vat_rate, excise, regime.tax_factor or _ONE)
    _line(
        ledger, market, value, regime.code, regime.cite, why("tax_composite", value.index, rate=round(rate, 6)),
        regime.tax_collector, Formula(parts, rate),
        parts=parts, base=base, rate=round(rate, 6), why_not=choice.rejected,
    )  # fmt: skip


def _waive(ledger: Ledger, market: Market) -> None:
    """Drop taxes at the border whose sum over the consignment is too small to be levied."""
    if market.tax_waived is None:
        return
    amount, cite = market.tax_waived
    at_border = [line for line in ledger.lines if line.kind == "tax" and line.collector != "hub"]
    sums = [line.local_amount for line in at_border]
    if not at_border or any(sum_ is None for sum_ in sums):
        return
    limit = ledger.held.exchange.amount(amount, ledger.held.local)
    if limit is None or sum((sum_.decimal for sum_ in sums if sum_ is not None), ZERO) > limit:
        return
    reason = why("tax_waived", limit=money_of(amount))
    for index, line in enumerate(ledger.lines):
        if line in at_border:
            ledger.not_applied.append(replace(line, why_not=(*line.why_not, reason)))
            nothing = Money.zero(line.currency)
            local = Money.zero(ledger.held.local)
            ledger.lines[index] = replace(line, amount=nothing, local_amount=local, cite=cite, why_applied=reason)


def _line(
    ledger: Ledger,
    market: Market,
    value: ItemValue | None,
    code: str,
    cite: Cite,
    reason: Reason,
    collector: Collector,
    exact: Decimal | Formula | None,
    *,
    parts: tuple[Part, ...] = (),
    base: Decimal | None = None,
    rate: Decimal | None = None,
    why_not: tuple[Reason, ...] = (),
) -> None:
    ledger.charge(
        "tax", code, cite, reason,
        collector=collector, rounding=market.rounding_tax, exact=exact, item_index=value.index if value else None,
        parts=parts, base=base, rate=rate, why_not=why_not,
    )  # fmt: skip
