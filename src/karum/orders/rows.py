"""An order's row as the values of the domain."""

from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.models import Order


def charge_of(row: Order) -> Charge:
    """What the buyer was charged."""
    return Charge(row.currency, row.goods_minor, row.shipping_minor, row.duty_minor, row.tax_minor, row.fees_minor)


def refunded_of(row: Order) -> tuple[int, int, int, int, int]:
    """What went back of goods, shipping, duty, tax and fees."""
    return (
        row.goods_refunded_minor,
        row.shipping_refunded_minor,
        row.duty_refunded_minor,
        row.tax_refunded_minor,
        row.fees_refunded_minor,
    )


def settlement_of(row: Order) -> Settlement:
    """What the seller is owed when all goes well."""
    return Settlement(
        row.settlement_currency,
        row.settlement_goods_minor,
        row.settlement_shipping_minor,
        row.settlement_fee_minor,
    )
