"""An order's row as the values of the domain."""

import json

from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.escrow import Escrow, Event
from karum.orders.domain.instalments import Way
from karum.orders.domain.shares import NOTHING, Parts, Position, Share, minus
from karum.orders.models import Instalment, MoneyStep, Order

RELEASES = (Event.RELEASE, Event.RELEASE_PART, Event.FORFEIT)
RETURNS = (Event.RETURN, Event.RETURN_REST)

# In these nothing was ever released, so no step needs to be read.
_UNTOUCHED = frozenset({Escrow.AUTHORISED, Escrow.VOIDED, Escrow.HELD})


def charge_of(row: Order) -> Charge:
    """What the buyer was charged."""
    return Charge(row.currency, row.goods_minor, row.shipping_minor, row.duty_minor, row.tax_minor, row.fees_minor)


def refunded_of(row: Order) -> Parts:
    """What went back of goods, shipping, duty, tax and fees."""
    return (
        row.goods_refunded_minor,
        row.shipping_refunded_minor,
        row.duty_refunded_minor,
        row.tax_refunded_minor,
        row.fees_refunded_minor,
    )


def instalment_of(row: Order) -> Instalment | None:
    """What is paid after checkout; None for an order that is paid whole beforehand, without a query."""
    if row.way == Way.PREPAID:
        return None
    return Instalment.objects.get(seller_id=row.seller_id, order_key=row.key)


def parts_of(row: Instalment) -> Parts:
    """Goods, shipping, duty, tax and fees of an instalment."""
    return (row.goods_minor, row.shipping_minor, row.duty_minor, row.tax_minor, row.fees_minor)


def unpaid_of(row: Order) -> Parts:
    """What is due after checkout and was not paid yet, or never."""
    found = instalment_of(row) if row.unpaid_minor else None
    return parts_of(found) if found else NOTHING


def settlement_of(row: Order) -> Settlement:
    """What the seller is owed when all goes well."""
    return Settlement(
        row.settlement_currency,
        row.settlement_goods_minor,
        row.settlement_shipping_minor,
        row.settlement_fee_minor,
    )


def position_of(row: Order) -> Position:
    """The order's money so far; one query where some of it may have been released."""
    released, returned = Share(), Share()
    if row.escrow not in _UNTOUCHED:
        for step in MoneyStep.objects.filter(seller_id=row.seller_id, order_key=row.key):
            if step.event in RELEASES:
                released += share_of_step(step)
            elif step.event in RETURNS:
                returned += share_of_step(step)
            elif step.event == Event.REGAIN:
                returned -= share_of_step(step)
    exchange = json.loads(row.facts).get("exchange") or {}
    return Position(
        charge_of(row),
        settlement_of(row),
        minus(refunded_of(row), returned.parts),
        released,
        returned,
        int(exchange.get("spread_bp", 0)),
        unpaid_of(row),
    )


def share_of_step(step: MoneyStep) -> Share:
    """What one step moved."""
    parts = (step.goods_minor, step.shipping_minor, step.duty_minor, step.tax_minor, step.fees_minor)
    return Share(parts, step.payable_minor, step.fee_minor, step.spread_minor)
