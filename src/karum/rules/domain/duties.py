"""The duty of each item: by regime, tariff, preference or override; then whatever comes on top."""

from decimal import Decimal

from karum.money import Money
from karum.rules.domain.additional import charge_on_top, exact_duty
from karum.rules.domain.answer import Option
from karum.rules.domain.expressions import Duty, ad_valorem
from karum.rules.domain.formulas import Formula
from karum.rules.domain.lines import Ledger
from karum.rules.domain.measures import Amount, Cite, Market, Preference, Rate, Regime, Source, Validity
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.regimes import DOMESTIC, UNION, UNKNOWN, Choice, money_of
from karum.rules.domain.valuation import ZERO, ItemValue

_ONE = Decimal(1)
OVERRIDE = Cite(Source("Rate given with the request", "request", "duty_rate_override", ""), Validity(None, None), "M")


def charge_duties(ledger: Ledger, market: Market, choices: list[Choice]) -> list[Option]:
    """Write the duty lines of all items and return the options that a seller has."""
    options: list[Option] = []
    flats: set[str] = set()
    for value, choice in zip(ledger.held.items, choices, strict=True):
        if choice.name == DOMESTIC:
            continue
        if choice.name == UNION:
            _zero(ledger, market, value, market.base_cite, why("duty_within_union", value.index), ())
            continue
        if choice.name == UNKNOWN:
            _unknown(ledger, market, value, market.base_cite, why("duty_regime_unknown", value.index), ())
            continue
        regime = choice.regime
        if regime is None or regime.duty in ("normal", "table"):
            options += _tariff(ledger, market, value, choice)
        else:
            _by_regime(ledger, market, value, choice, regime, flats)
        charge_on_top(ledger, market, value, relieved=regime is not None and not regime.additional)
    ledger.settle("duty", market.rounding_duty)
    return options


def _by_regime(
    ledger: Ledger, market: Market, value: ItemValue, choice: Choice, regime: Regime, flats: set[str]
) -> None:
    limit = choice.limit
    if regime.duty == "none":
        reason = (
            why("duty_low_value", value.index, limit=limit)
            if limit
            else why("duty_regime_none", value.index, regime=regime.code)
        )
        _zero(ledger, market, value, regime.cite, reason, choice.rejected, regime)
    elif regime.duty == "flat" and regime.duty_flat is not None:
        _flat(ledger, market, value, choice, regime, flats)
    elif regime.duty == "rate" and regime.duty_rate is not None:
        _simplified(ledger, market, value, choice, regime, regime.duty_rate)
    else:
        ledger.held.miss("missing_regime", market=market.code)
        _unknown(ledger, market, value, regime.cite, why("duty_regime_unknown", value.index), choice.rejected)


def _flat(ledger: Ledger, market: Market, value: ItemValue, choice: Choice, regime: Regime, flats: set[str]) -> None:
    assert regime.duty_flat is not None
    item = value.item
    if not item.hs_code:
        ledger.held.miss("missing_hs_code", value.index)
        _unknown(ledger, market, value, regime.cite, why("duty_unknown", value.index, hs_code="?"), choice.rejected)
        return
    tariff_item = item.hs_code[:6]
    if tariff_item in flats:
        _zero(ledger, market, value, regime.cite, why("duty_flat_shared", value.index), (), regime)
        return
    flats.add(tariff_item)
    flat = ledger.held.local_amount(regime.duty_flat)
    reason = why(
        "duty_flat", value.index, flat=money_of(regime.duty_flat), limit=choice.limit or money_of(regime.duty_flat)
    )
    paid = ledger.charge(
        "duty", regime.code, regime.cite, reason,
        collector=regime.duty_collector, rounding=market.rounding_duty,
        exact=None if flat is None else Formula(plus=flat), item_index=value.index, why_not=choice.rejected,
    )  # fmt: skip
    value.add("duty", paid)


def _simplified(
    ledger: Ledger, market: Market, value: ItemValue, choice: Choice, regime: Regime, rate: Decimal
) -> None:
    parts = regime.duty_base or market.duty_base
    share = Formula(parts, rate, factor=regime.value_factor or _ONE)
    base = share.base(value)
    formula = share if regime.duty_less is None else _less(ledger, share, regime.duty_less, base)
    paid = ledger.charge(
        "duty", regime.code, regime.cite, why("duty_simplified", value.index, rate=rate, regime=regime.code),
        collector=regime.duty_collector, rounding=market.rounding_duty, exact=formula, item_index=value.index,
        parts=parts, base=base, rate=rate, why_not=choice.rejected,
    )  # fmt: skip
    value.add("duty", paid)


def _less(ledger: Ledger, formula: Formula, less: Amount, base: Decimal | None) -> Formula | None:
    """Take a sum off, shared among the items by their value."""
    local, whole = ledger.held.local_amount(less), ledger.held.total(formula.parts)
    if local is None or base is None or not whole:
        return None
    return formula._replace(plus=-local * base / (whole * formula.factor), least=ZERO)


def _tariff(ledger: Ledger, market: Market, value: ItemValue, choice: Choice) -> list[Option]:
    """Ordinary import: the tariff's duty, or the lowest preference for which a proof is held."""
    item, day = value.item, ledger.held.request.day
    regime = choice.regime
    collector = regime.duty_collector if regime else market.duty_collector
    parts = (regime.duty_base if regime else None) or market.duty_base
    share_of_value = Formula(parts, factor=(regime.value_factor if regime else None) or _ONE)
    base = share_of_value.base(value)

    def of(duty: Duty, exact: Decimal | None) -> Decimal | Formula | None:
        return exact if exact is None or duty.rate is None else share_of_value._replace(times=duty.rate)

    if item.duty_rate_override is not None:
        given = item.duty_rate_override
        duty = ad_valorem(given) if isinstance(given, Decimal) else given
        exact = exact_duty(ledger.held, duty, base, value)
        paid = ledger.charge(
            "duty", "override", OVERRIDE, why("duty_override", value.index, text=duty.text),
            collector=collector, rounding=market.rounding_duty, exact=of(duty, exact), item_index=value.index,
            parts=parts, base=base, rate=duty.rate, why_not=choice.rejected,
        )  # fmt: skip
        value.add("duty", paid)
        return []
    if not item.hs_code:
        ledger.held.miss("missing_hs_code", value.index)
        reason = why("duty_unknown", value.index, hs_code="?")
        _unknown(ledger, market, value, market.base_cite, reason, choice.rejected)
        return []
    special = regime.duty_table.find(item.hs_code, day) if regime and regime.duty == "table" else None
    mfn = _settled(ledger, special or market.tariff.find(item.hs_code, day))
    mfn_exact = exact_duty(ledger.held, mfn.duty, base, value) if mfn and mfn.duty.known else None
    offers = [
        (scheme, rate, exact_duty(ledger.held, rate.duty, base, value))
        for scheme in market.preferences
        if (rate := scheme.find(item.hs_code, item.origin, day)) is not None and rate.duty.known
    ]
    held_now = [offer for offer in offers if offer[0].code in item.proofs and offer[2] is not None]
    best = min(held_now, key=lambda offer: offer[2] or ZERO, default=None)
    why_not = choice.rejected + tuple(
        why("not_preference_no_proof", value.index, scheme=scheme.code)
        for scheme, _, _ in offers
        if scheme.code not in item.proofs
    )
    if best is not None and (mfn_exact is None or (best[2] or ZERO) <= mfn_exact):
        scheme, rate, exact = best
        reason = why("duty_preference", value.index, origin=item.origin, text=rate.duty.text, scheme=scheme.code)
        value.applied.add(scheme.code)
        paid = ledger.charge(
            "duty", scheme.code, rate.cite, reason,
            collector=collector, rounding=market.rounding_duty, exact=of(rate.duty, exact), item_index=value.index,
            parts=parts, base=base, rate=rate.duty.rate, why_not=choice.rejected,
        )  # fmt: skip
        if mfn is not None:
            ledger.charge(
                "duty", "MFN", mfn.cite, _mfn_reason(mfn, value.index),
                collector=collector, rounding=market.rounding_duty, exact=mfn_exact, item_index=value.index,
                parts=parts, base=base, rate=mfn.duty.rate, applied=False,
                why_not=(why("not_mfn", value.index, text=mfn.duty.text, scheme=scheme.code),),
            )  # fmt: skip
    elif mfn is None or not mfn.duty.known:
        _no_rate(ledger, market, value, mfn, why_not)
        paid = None
    else:
        paid = ledger.charge(
            "duty", choice.name if special else "MFN", mfn.cite,
            _mfn_reason(mfn, value.index, computed=mfn_exact is not None),
            collector=collector, rounding=market.rounding_duty, exact=of(mfn.duty, mfn_exact), item_index=value.index,
            parts=parts, base=base, rate=mfn.duty.rate, why_not=why_not,
        )  # fmt: skip
    value.add("duty", paid)
    return _options(ledger, market, value, mfn, mfn_exact, offers, best[0].code if best else None)


def _settled(ledger: Ledger, rate: Rate | None) -> Rate | None:
    if rate is None or rate.duty.known:
        return rate
    return Rate(rate.prefix, ledger.held.settled(rate.duty), rate.cite)


def _options(
    ledger: Ledger,
    market: Market,
    value: ItemValue,
    mfn: Rate | None,
    mfn_exact: Decimal | None,
    offers: list[tuple[Preference, Rate, Decimal | None]],
    chosen: str | None,
) -> list[Option]:
    shown = ledger.shown
    ordinary = None if mfn_exact is None else shown(mfn_exact)
    options = []
    if mfn is not None:
        options.append(
            Option("MFN", value.index, mfn.duty.text, ordinary, _nothing(ordinary), chosen is None, "", mfn.cite)
        )
    for scheme, offered, exact in offers:
        duty = None if exact is None else shown(exact)
        # A preference may be dearer than the ordinary duty: it saves nothing.
        saving = None if duty is None or ordinary is None else max(ordinary - duty, Money.zero(ordinary.currency))
        options.append(
            Option(
                scheme.code,
                value.index,
                offered.duty.text,
                duty,
                saving,
                scheme.code == chosen,
                scheme.proof,
                offered.cite,
                value.item.origin,
                market.rule_of_origin(value.item.hs_code, value.item.origin),
            )
        )
    return options


def _nothing(ordinary: Money | None) -> Money | None:
    return None if ordinary is None else Money.zero(ordinary.currency)


def _mfn_reason(mfn: Rate, index: int, *, computed: bool = True) -> Reason:
    rate = mfn.duty.rate
    if rate is None and not computed:
        return why("duty_not_computable", index, text=mfn.duty.text)
    if rate is None:
        return why("duty_specific", index, prefix=mfn.prefix, text=mfn.duty.text)
    if not rate:
        return why("duty_mfn_free", index, prefix=mfn.prefix)
    return why("duty_mfn", index, prefix=mfn.prefix, rate=rate)


def _no_rate(ledger: Ledger, market: Market, value: ItemValue, mfn: Rate | None, why_not: tuple[Reason, ...]) -> None:
    hs_code = value.item.hs_code
    if mfn is None:
        ledger.held.miss("missing_duty_rate", value.index, hs_code=hs_code, market=market.code)
        reason, cite = why("duty_unknown", value.index, hs_code=hs_code), market.base_cite
    else:
        ledger.held.miss("missing_hs_digits", value.index, hs_code=mfn.prefix)
        reason, cite = why("duty_ambiguous", value.index, hs_code=mfn.prefix, text=mfn.duty.text), mfn.cite
    _unknown(ledger, market, value, cite, reason, why_not)


def _unknown(
    ledger: Ledger, market: Market, value: ItemValue, cite: Cite, reason: Reason, why_not: tuple[Reason, ...]
) -> None:
    ledger.charge(
        "duty", "unknown", cite, reason,
        collector=market.duty_collector, rounding=market.rounding_duty, exact=None, item_index=value.index,
        parts=market.duty_base, base=value.base(market.duty_base), why_not=why_not,
    )  # fmt: skip
    value.add("duty", None)


def _zero(
    ledger: Ledger,
    market: Market,
    value: ItemValue,
    cite: Cite,
    reason: Reason,
    why_not: tuple[Reason, ...],
    regime: Regime | None = None,
) -> None:
    ledger.charge(
        "duty", regime.code if regime else "none", cite, reason,
        collector=regime.duty_collector if regime else market.duty_collector, rounding=market.rounding_duty,
        exact=Formula(), item_index=value.index, parts=market.duty_base, base=value.base(market.duty_base),
        rate=ZERO, why_not=why_not,
    )  # fmt: skip
