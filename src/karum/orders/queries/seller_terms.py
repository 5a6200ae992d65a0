"""How buyers may pay: what sellers allow, and whether the hub takes cash at a door."""

from collections.abc import Collection
from datetime import date
from pathlib import Path

from karum.money import Money
from karum.orders.domain.doors import DoorPrice, charge_of
from karum.orders.domain.instalments import Plan, SellerTerms, Way, plans
from karum.orders.domain.states import FINAL
from karum.orders.models import Order
from karum.orders.terms import terms
from karum.payments.providers import cash
from karum.payments.queries import methods
from karum.payments.queries.corridors import corridors
from karum.runtime.sql import statement

_terms = statement(Path(__file__).parent.parent / "sql", "payment_terms")


def payment_terms(seller_ids: Collection[int]) -> dict[int, SellerTerms]:
    """Seller id -> what she allows; sellers who said nothing are paid whole beforehand."""
    found = dict.fromkeys(seller_ids, SellerTerms())
    for seller_id, deposit_bp, from_minor, currency, balance_days, at_door in _terms({"sellers": list(seller_ids)}):
        from_ = Money(from_minor, currency) if currency else None
        found[seller_id] = SellerTerms(deposit_bp, from_, balance_days, at_door)
    return found


def ways_to_pay(
    seller_country: str,
    allowed: SellerTerms,
    door: DoorPrice,
    goods: Money,
    country: str,
    day: date,
    *,
    email: str = "",
) -> tuple[Plan, ...]:
    """How somebody in ``country`` may pay this parcel, prepaid first; empty where it cannot be bought.

    goods: in the seller's currency. email: the buyer's, once she said it.
    """
    if door.landed is None or not door.can_buy:
        return ()
    charge = charge_of(door.landed)
    cash = allowed.cash and cash_at_door(seller_country, country, charge.total, day)
    return plans(charge, goods, allowed, terms(), cash=cash and not (email and too_many_at_door(email)))


def cash_at_door(seller_country: str, country: str, amount: Money, day: date) -> bool:
    """Whether the hub's people take ``amount`` in cash at a door in ``country``."""
    if not any(method.provider == cash.CODE for method in methods(country, amount.currency, amount)):
        return False
    return not any(
        path.refused or cash.CODE in path.blocked for path in corridors([(country, seller_country, amount)], day)
    )


def too_many_at_door(email: str) -> bool:
    """Whether the buyer has as many orders under way that nobody paid yet as the hub lets her have."""
    open_ = Order.objects.filter(email__iexact=email, way=Way.CASH, unpaid_minor__gt=0).exclude(state__in=FINAL)
    return open_.count() >= terms().cash_open_max
