"""Which regime each item of a parcel comes in under. The first regime of the country file that fits is used."""

from dataclasses import dataclass
from decimal import Decimal

from karum.money import Money, exponent
from karum.rules.domain.measures import Amount, Market, Regime
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.valuation import Consignment, ItemValue

NORMAL, DOMESTIC, UNION, UNKNOWN = "normal", "domestic", "within-union", "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """The regime of one item. ``regime`` None means by ``name``: normal, domestic, within the union, or unknown."""

    name: str
    regime: Regime | None
    rejected: tuple[Reason, ...]

    @property
    def limit(self) -> Money | None:
        """The limit that the regime states, as money of its own currency."""
        if self.regime is None or self.regime.at_most is None:
            return None
        return money_of(self.regime.at_most)


def choose(held: Consignment, market: Market) -> list[Choice]:
    """Return the choice for each item, in order."""
    request = held.request
    if request.seller_country == market.code:
        return [Choice(DOMESTIC, None, ())] * len(held.items)
    if request.seller_country in market.union:
        return [Choice(UNION, None, ())] * len(held.items)
    open_now = [
        regime
        for regime in market.regimes
        if request.channel in regime.channels
        and regime.cite.valid.covers(request.day)
        and (regime.shipped_from is None or request.seller_country in regime.shipped_from)
    ]
    if not open_now:
        return [Choice(NORMAL, None, ())] * len(held.items)
    return [_choose(held, open_now, value) for value in held.items]


def _choose(held: Consignment, regimes: list[Regime], value: ItemValue) -> Choice:
    rejected: list[Reason] = []
    for regime in regimes:
        item = value.item
        if regime.origins is not None and item.origin not in regime.origins:
            continue
        if regime.hs_except and item.hs_code.startswith(regime.hs_except):
            rejected.append(why("not_regime_goods", value.index, regime=regime.code, hs_code=item.hs_code))
            continue
        fits = _within(held, regime, value)
        if fits is None and regime.suspended:
            continue
        if fits is None:
            held.miss("missing_regime", market=held.request.destination)
            return Choice(UNKNOWN, None, tuple(rejected))
        if isinstance(fits, Reason):
            rejected.append(fits)
            continue
        hindrance = _hindrance(held, regime, value)
        if hindrance is not None:
            rejected.append(hindrance)
            continue
        return Choice(regime.code, regime, tuple(rejected))
    return Choice(NORMAL, None, tuple(rejected))


def _hindrance(held: Consignment, regime: Regime, value: ItemValue) -> Reason | None:
    """What keeps a regime within whose limits the goods are: suspension, the way of carriage, a registration."""
    request = held.request
    if regime.suspended:
        return why("not_regime_suspended", value.index, regime=regime.code)
    if regime.modes and request.mode not in regime.modes:
        if request.mode is None:
            held.assume("assume_post")
        return why("not_regime_mode", value.index, regime=regime.code, mode=" / ".join(sorted(regime.modes)))
    if regime.registration:
        if request.registrations is None:
            held.assume("assume_registered", registration=regime.registration)
        elif regime.registration not in request.registrations:
            return why("not_regime_registration", value.index, regime=regime.code, registration=regime.registration)
    return None


def _within(held: Consignment, regime: Regime, value: ItemValue) -> bool | Reason | None:
    """True when the value is inside the regime's limits, None when that cannot be known, else the reason why not."""
    if regime.above is None and regime.at_most is None:
        return True
    local = _measured(held, regime, value)
    if local is None:
        return None
    for limit, is_ceiling in ((regime.at_most, True), (regime.above, False)):
        if limit is None:
            continue
        rate = held.exchange.rate(held.local, limit.currency)
        if rate is None:
            held.miss("missing_fx", a=held.local, b=limit.currency)
            return None
        worth = local * rate
        if is_ceiling:
            inside = worth <= limit.value if regime.inclusive else worth < limit.value
        else:
            inside = worth > limit.value
        if not inside:
            shown = money_of(Amount(worth, limit.currency))
            return why("not_regime_value", value.index, regime=regime.code, value=shown, limit=money_of(limit))
    return True


def _measured(held: Consignment, regime: Regime, value: ItemValue) -> Decimal | None:
    worth = held.total(regime.basis) if regime.per == "consignment" else value.base(regime.basis)
    if worth is None:
        return None
    if regime.per == "item":
        worth /= value.item.quantity
    return worth if regime.value_factor is None else worth * regime.value_factor


def money_of(amount: Amount) -> Money:
    """Return a legal amount as Money, rounded to the minor unit."""
    return Money(int(amount.value.scaleb(exponent(amount.currency)).to_integral_value()), amount.currency)
