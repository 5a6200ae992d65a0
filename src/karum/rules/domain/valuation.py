"""The value of each item in the currency of the customs authority, exact, with freight and insurance shared out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from karum.money import Money
from karum.rules.domain.exchange import Exchange
from karum.rules.domain.expressions import Duty, settle
from karum.rules.domain.measures import Amount, Part
from karum.rules.domain.reasons import Reason, why
from karum.rules.domain.request import Item, QuoteRequest

ZERO = Decimal(0)


@dataclass(slots=True)
class ItemValue:
    """One item while it is being assessed. ``parts`` holds exact local sums; None is unknown."""

    index: int
    item: Item
    parts: dict[Part, Decimal | None]
    goods_shown: Money | None
    measures: dict[str, Decimal]
    applied: set[str] = field(default_factory=set)

    def base(self, parts: Iterable[Part]) -> Decimal | None:
        """Return the exact sum of these parts; None when one of them is unknown."""
        total = ZERO
        for part in parts:
            value = self.parts[part]
            if value is None:
                return None
            total += value
        return total

    def add(self, part: Part, amount: Decimal | None) -> None:
        """Add to a part; an unknown makes the whole part unknown."""
        held = self.parts[part]
        self.parts[part] = None if held is None or amount is None else held + amount


@dataclass(slots=True)
class Consignment:
    """What is being valued: the items, the currency of the assessment and what was found missing on the way."""

    request: QuoteRequest
    exchange: Exchange
    local: str
    items: list[ItemValue]
    freight_shown: Money | None
    insurance_shown: Money | None
    missing: list[Reason]
    assumptions: list[Reason]
    towards: str = ""  # "low" or "high": take a duty that may be several rates as the lowest or highest of them
    has_choices: bool = False  # some unknown duty or tax may be one of several rates

    def settled(self, duty: Duty) -> Duty:
        """Return the duty, or one of its choices when a bound is being reckoned."""
        if duty.choices:
            self.has_choices = True
            return settle(duty, self.towards)
        return duty

    def total(self, parts: Iterable[Part]) -> Decimal | None:
        """Return the exact local sum of these parts over all items; None when one is unknown."""
        names = tuple(parts)
        total = ZERO
        for value in self.items:
            base = value.base(names)
            if base is None:
                return None
            total += base
        return total

    def miss(self, code: str, item_index: int | None = None, /, **params: str) -> None:
        fact = why(code, item_index, **params)
        if fact not in self.missing:
            self.missing.append(fact)

    def assume(self, code: str, /, **params: str) -> None:
        note = why(code, **params)
        if note not in self.assumptions:
            self.assumptions.append(note)

    def local_amount(self, amount: Amount) -> Decimal | None:
        """Return a legal amount in the local currency; when the rate is missing, note that and return None."""
        value = self.exchange.amount(amount, self.local)
        if value is None:
            self.miss("missing_fx", a=amount.currency, b=self.local)
        return value


def appraise(request: QuoteRequest, market_currency: str, towards: str = "") -> Consignment:
    """Value every item. Without a rate to the market's currency the buyer's currency serves and limits stay unknown."""
    exchange = Exchange(request.fx)
    local = market_currency if exchange.rate(request.currency, market_currency) is not None else request.currency
    held = Consignment(request, exchange, local, [], None, None, [], [], towards)
    held.freight_shown = _shown(held, request.shipping)
    held.insurance_shown = Money.zero(request.currency)
    if request.insurance is not None:
        held.insurance_shown = _shown(held, request.insurance)
    freight = _local(held, request.shipping)
    insurance = _local(held, request.insurance) if request.insurance is not None else ZERO
    goods: list[Decimal | None] = []
    for item in request.items:
        price = _local(held, item.unit_price)
        goods.append(None if price is None else price * item.quantity)
    shares = _shares(goods, [item.quantity for item in request.items])
    for index, (item, value, share) in enumerate(zip(request.items, goods, shares, strict=True)):
        held.items.append(
            ItemValue(
                index=index,
                item=item,
                parts={
                    "goods": value,
                    "freight": _part(freight, share),
                    "insurance": _part(insurance, share),
                    "duty": ZERO,
                    "additional": ZERO,
                    "excise": ZERO,
                    "fees": ZERO,
                },
                goods_shown=_shown(held, item.unit_price * item.quantity),
                measures=_measures(item),
            )
        )
    if len(request.items) > 1 and (request.shipping or request.insurance):
        held.assume("assume_freight_by_value")
    return held


def _local(held: Consignment, amount: Money) -> Decimal | None:
    rate = held.exchange.rate(amount.currency, held.local)
    if rate is None:
        if not amount:
            return ZERO
        held.miss("missing_fx", a=amount.currency, b=held.local)
        return None
    return amount.decimal if amount.currency == held.local else amount.decimal * rate


def _shown(held: Consignment, amount: Money) -> Money | None:
    currency = held.request.currency
    if amount.currency == currency:
        return amount
    rate = held.exchange.rate(amount.currency, currency)
    if rate is None:
        return Money.zero(currency) if not amount else None
    return amount.convert(rate, currency)


def _shares(goods: list[Decimal | None], quantities: list[int]) -> list[Decimal | None]:
    """Shares of the freight by value; by quantity when everything is free of charge; None when a value is unknown."""
    if len(goods) == 1:
        return [Decimal(1)]
    known = [value for value in goods if value is not None]
    if len(known) < len(goods):
        return [None] * len(goods)
    weights = known if any(known) else [Decimal(quantity) for quantity in quantities]
    total = sum(weights, ZERO)
    shares: list[Decimal | None] = [weight / total for weight in weights]
    return shares


def _part(total: Decimal | None, share: Decimal | None) -> Decimal | None:
    if total is None or share is None:
        return ZERO if total is not None and not total else None
    return total * share


def _measures(item: Item) -> dict[str, Decimal]:
    measures = dict(item.measures)
    measures.setdefault("NAR", Decimal(item.quantity))
    if item.weight_g is not None:
        measures.setdefault("KGM", Decimal(item.weight_g * item.quantity) / 1000)
    if "ASV" in measures and "LTR" in measures:
        measures.setdefault("ASVX", measures["ASV"] * measures["LTR"] / 100)
    return measures
