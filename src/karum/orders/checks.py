"""What the doctor asks of orders."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from karum.orders.domain.states import RESERVING
from karum.orders.models import Order
from karum.runtime.doctor import Finding, check

# Units that orders hold on the shelf, beside what the offers say is reserved.
_STOCK = """
SELECT coalesce(o.id, held.offer_id), coalesce(o.reserved, 0), coalesce(held.units, 0)
FROM (SELECT id, reserved FROM catalogue_offer WHERE reserved <> 0) AS o
FULL JOIN (
  SELECT l.offer_id, sum(l.quantity) AS units
  FROM orders_order AS r JOIN orders_orderline AS l ON l.seller_id = r.seller_id AND l.order_key = r.key
  WHERE r.state = ANY(%s) GROUP BY l.offer_id
) AS held ON held.offer_id = o.id
WHERE coalesce(o.reserved, 0) <> coalesce(held.units, 0)
"""

# What escrow should hold: charged and not refunded, of the orders whose money waits.
_ESCROW = """
WITH owed AS (
  SELECT seller_id, currency, sum(
    goods_minor + shipping_minor + duty_minor + tax_minor + fees_minor - goods_refunded_minor - shipping_refunded_minor
    - duty_refunded_minor - tax_refunded_minor - fees_refunded_minor) AS minor
  FROM orders_order WHERE state IN ('paid', 'accepted', 'shipped', 'delivered') GROUP BY seller_id, currency
), held AS (
  SELECT seller_id, currency, credits_posted - debits_posted AS minor FROM ledger_account WHERE purpose = 'escrow'
)
SELECT seller_id, currency, coalesce(held.minor, 0), coalesce(owed.minor, 0)
FROM owed FULL JOIN held USING (seller_id, currency) WHERE coalesce(held.minor, 0) <> coalesce(owed.minor, 0)
"""


@check("stock against orders")
def stock() -> Finding:
    """Every unit that an offer has reserved belongs to an order that still holds it."""
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, [[state.value for state in RESERVING]])
        wrong = cursor.fetchall()
    if wrong:
        said = "; ".join(f"offer {offer}: {kept} reserved, {held} in orders" for offer, kept, held in wrong[:5])
        return Finding.bad(said, "Pause these offers, and compare them with their orders in the audit trail.")
    return Finding.good("every reserved unit belongs to an order")


@check("terms of orders")
def terms_kept() -> Finding:
    """No order stands still an hour after its term ran out: the clocks look every minute."""
    late = Order.objects.filter(due_at__lt=timezone.now() - timedelta(hours=1))
    keys = [f"{key} ({state})" for key, state in late.order_by("due_at").values_list("key", "state")[:5]]
    if keys:
        return Finding.warn(
            f"{late.count()} orders stand although their term ran out: {', '.join(keys)}",
            "See that the worker runs; if it does, its log says why these orders cannot move.",
        )
    return Finding.good("no order waits beyond its term")


@check("orders against money")
def escrow() -> Finding:
    """Escrow holds exactly what the open orders were charged."""
    with connection.cursor() as cursor:
        cursor.execute(_ESCROW)
        wrong = cursor.fetchall()
    if wrong:
        said = "; ".join(f"seller {s} in {c}: {held} held, {owed} charged" for s, c, held, owed in wrong[:5])
        return Finding.bad(said, "Stop payouts of these sellers, and compare their orders with the ledger.")
    return Finding.good("escrow holds what the open orders were charged")
