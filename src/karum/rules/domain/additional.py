"""What comes on top of the tariff: additional duties, levies, excise. They stack, exclude each other or count net."""

from decimal import Decimal

from karum.rules.domain.expressions import Duty, Shortfall, compute
from karum.rules.domain.formulas import Formula
from karum.rules.domain.lines import Ledger
from karum.rules.domain.measures import Additional, Market, Part, Rate
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.valuation import ZERO, Consignment, ItemValue


def charge_on_top(ledger: Ledger, market: Market, value: ItemValue, *, relieved: bool) -> None:
    """Write a line for each additional duty, levy or excise that concerns the item; suppressed ones stay visible.

    relieved: the item's regime relieves it of all of them but those that no regime relieves of.
    """
    day = ledger.held.request.day
    for extra in market.additional:
        if relieved and not extra.always:
            continue
        if value.item.origin and not extra.concerns(value.item.origin, day):
            continue
        rate = extra.table.find(value.item.hs_code, day)
        if rate is None or not extra.cite.valid.covers(day):
            continue
        exempt = bool(extra.hs_except) and value.item.hs_code.startswith(extra.hs_except)
        if extra.origins is not None and not value.item.origin:
            if not exempt:
                _charge_unsure(ledger, market, value, extra, rate)
            continue
        _charge_known(ledger, market, value, extra, rate, exempt=exempt)


def _charge_known(
    ledger: Ledger, market: Market, value: ItemValue, extra: Additional, rate: Rate, *, exempt: bool
) -> None:
    if not rate.duty.known:
        rate = Rate(rate.prefix, ledger.held.settled(rate.duty), rate.cite)
    exact = _exact(ledger, value, extra, rate)
    hindrance = _hindrance(value, extra, exempt=exempt)
    if hindrance is None:
        value.applied.add(extra.code)
        if not rate.duty.known:
            ledger.held.miss("missing_additional_rate", value.index, code=extra.code, origin=value.item.origin)
        if extra.effect == "replaces":
            ledger.replace_duty(value, extra.code)
    _charge_extra(ledger, market, value, extra, rate, exact, suppressed=hindrance)


def _charge_unsure(ledger: Ledger, market: Market, value: ItemValue, extra: Additional, rate: Rate) -> None:
    """Without an origin nobody knows which measures apply; one unknown line says enough."""
    if "origin" not in value.applied:
        value.applied.add("origin")
        ledger.held.miss("missing_origin", value.index)
        _charge_extra(ledger, market, value, extra, rate, None, unsure=True)


def _exact(ledger: Ledger, value: ItemValue, extra: Additional, rate: Rate) -> Decimal | None:
    base = value.base(extra.base)
    exact = exact_duty(ledger.held, rate.duty, base, value) if rate.duty.known else None
    if exact is None or (extra.effect != "floor" and extra.cap is None):
        return exact
    duty = value.parts["duty"]
    if duty is None:
        return None
    if extra.effect == "floor":
        exact = max(exact - duty, ZERO)
    if extra.cap is None:
        return exact
    most = exact_duty(ledger.held, extra.cap, base, value)
    return None if most is None else max(min(exact, most - duty), ZERO)


def _hindrance(value: ItemValue, extra: Additional, *, exempt: bool) -> Reason | None:
    """Why the measure is not charged on the item: exempted goods, another measure, or a proof of origin."""
    if exempt:
        return why("not_additional_goods", value.index, hs_code=value.item.hs_code)
    other = min(extra.unless & value.applied, default=None)
    if other is not None:
        return why("not_additional_excluded", value.index, other=other)
    proof = min(extra.unless_proof & (value.applied | value.item.proofs), default=None)
    return None if proof is None else why("not_additional_proof", value.index, other=proof)


def _charge_extra(
    ledger: Ledger,
    market: Market,
    value: ItemValue,
    extra: Additional,
    rate: Rate,
    exact: Decimal | None,
    suppressed: Reason | None = None,
    unsure: bool = False,
) -> None:
    origin = value.item.origin or "?"
    if unsure or not rate.duty.known:
        reason = why("additional_unknown", value.index, origin=origin)
    elif extra.effect == "replaces":
        reason = why("additional_replaces", value.index, text=rate.duty.text, origin=origin)
    elif extra.effect == "floor":
        reason = why("additional_net", value.index, text=rate.duty.text, origin=origin)
    elif extra.origins is None:
        reason = why("additional_levy", value.index, text=rate.duty.text)
    else:
        reason = why("additional_duty", value.index, text=rate.duty.text, origin=origin)
    paid = ledger.charge(
        "fee" if extra.kind == "fee" else "tax" if extra.kind == "excise" else "duty",
        extra.code, rate.cite, reason,
        collector=market.duty_collector, rounding=market.rounding_duty, exact=_formula(extra, rate, exact),
        item_index=value.index, parts=extra.base, base=value.base(extra.base), rate=rate.duty.rate,
        why_not=(suppressed,) if suppressed else (), applied=suppressed is None,
    )  # fmt: skip
    if suppressed is None:
        part: Part = "fees" if extra.kind == "fee" else "excise" if extra.kind == "excise" else "additional"
        value.add("duty" if extra.effect == "replaces" else part, paid)


def _formula(extra: Additional, rate: Rate, exact: Decimal | None) -> Decimal | Formula | None:
    """The formula of a plain ad valorem measure; what counts against the ordinary duty has none."""
    if exact is None or rate.duty.rate is None or extra.effect == "floor" or extra.cap is not None:
        return exact
    return Formula(extra.base, rate.duty.rate)


def exact_duty(held: Consignment, duty: Duty, base: Decimal | None, value: ItemValue) -> Decimal | None:
    """Return the exact local duty; None, with the missing fact noted, when it cannot be computed."""
    if base is None:
        return None
    if duty.rate is not None:
        return base * duty.rate
    rates = {currency: held.exchange.rate(currency, held.local) for currency in duty.currencies}
    result = compute(duty, base, value.measures, rates)
    if not isinstance(result, Shortfall):
        return result
    if result.unit == "KGM":
        held.miss("missing_weight", value.index)
    elif result.unit:
        held.miss("missing_measure", value.index, unit=result.unit)
    elif result.part:
        held.miss("missing_part", value.index, part=result.part)
    else:
        held.miss("missing_fx", a=result.currency or "", b=held.local)
    return None
