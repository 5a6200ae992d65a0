"""What the doctor asks of orders."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from karum.orders.domain.states import RESERVING
from karum.orders.models import Order
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.orders.services.doors import wrong_doors
from karum.runtime.doctor import Finding, check

# Units that orders hold on the shelf, beside what the offers say is reserved.
_STOCK = """
SELECT coalesce(o.id, held.offer_id), coalesce(o.reserved, 0), coalesce(held.units, 0)
FROM (SELECT id, reserved FROM catalogue_offer WHERE reserved <> 0) AS o
FULL JOIN (
  SELECT l.offer_id, sum(l.quantity - l.shipped) AS units
  FROM orders_order AS r JOIN orders_orderline AS l ON l.seller_id = r.seller_id AND l.order_key = r.key
  WHERE r.state = ANY(%s) AND l.quantity > l.shipped GROUP BY l.offer_id
) AS held ON held.offer_id = o.id
WHERE coalesce(o.reserved, 0) <> coalesce(held.units, 0)
"""

# What escrow should hold: charged, paid, not given back and not released, of the orders that were paid.
_ESCROW = """
WITH opened AS (
  SELECT seller_id, order_key AS key, sum(
    CASE WHEN event IN ('release', 'release_part', 'forfeit', 'regain') THEN 1
         WHEN event IN ('return', 'return_rest') THEN -1 ELSE 0 END
    * (goods_minor + shipping_minor + duty_minor + tax_minor + fees_minor)) AS minor
  FROM orders_moneystep GROUP BY seller_id, order_key
), owed AS (
  SELECT o.seller_id, o.currency, sum(
    o.goods_minor + o.shipping_minor + o.duty_minor + o.tax_minor + o.fees_minor - o.goods_refunded_minor
    - o.shipping_refunded_minor - o.duty_refunded_minor - o.tax_refunded_minor - o.fees_refunded_minor
    - o.unpaid_minor - coalesce(opened.minor, 0)) AS minor
  FROM orders_order AS o LEFT JOIN opened USING (seller_id, key)
  WHERE o.escrow NOT IN ('authorised', 'voided') GROUP BY o.seller_id, o.currency
), held AS (
  SELECT seller_id, currency, credits_posted - debits_posted AS minor FROM ledger_account WHERE purpose = 'escrow'
)
SELECT seller_id, currency, coalesce(held.minor, 0), coalesce(owed.minor, 0)
FROM owed FULL JOIN held USING (seller_id, currency) WHERE coalesce(held.minor, 0) <> coalesce(owed.minor, 0)
"""

# Orders whose later instalment and what they say is unpaid differ.
_INSTALMENTS = """
SELECT o.key, o.unpaid_minor, coalesce(
  CASE WHEN i.paid_at IS NULL THEN i.goods_minor + i.shipping_minor + i.duty_minor + i.tax_minor + i.fees_minor END, 0)
FROM orders_instalment AS i FULL JOIN (SELECT * FROM orders_order WHERE way <> 'prepaid' OR unpaid_minor > 0) AS o
  ON o.seller_id = i.seller_id AND o.key = i.order_key
WHERE o.key IS NULL OR i.order_key IS NULL OR o.unpaid_minor <> coalesce(
  CASE WHEN i.paid_at IS NULL THEN i.goods_minor + i.shipping_minor + i.duty_minor + i.tax_minor + i.fees_minor END, 0)
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


@check("instalments of orders")
def instalments() -> Finding:
    """What an order says is not paid yet is what its later instalment asks for."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALMENTS)
        wrong = cursor.fetchall()
    if wrong:
        said = "; ".join(f"order {key}: {unpaid} unpaid, {asked} to come" for key, unpaid, asked in wrong[:5])
        return Finding.bad(said, "Compare these orders with their payments before anything of theirs is paid out.")
    return Finding.good("what orders still wait for is what their instalments say")


_LOOK_BACK = timedelta(days=45)  # a whole hub of years is looked over by ``karum ledger verify``
PATIENCE = timedelta(minutes=30)  # a payment's orders follow it by a job


@check("each order against its money")
def each_order() -> Finding:
    """What was taken for each order, and waits in escrow for it, is what the order says."""
    wrong = [str(found) for found in orders_that_differ(since=timezone.now() - _LOOK_BACK)]
    if wrong:
        said = f"{len(wrong)} orders differ from the ledger: {'; '.join(wrong[:3])}"
        return Finding.bad(said, "Stop payouts of these sellers, and compare the orders' trails with their transfers.")
    return Finding.good(f"orders of the last {_LOOK_BACK.days} days and the ledger say the same")


@check("payments against orders")
def paid_and_booked() -> Finding:
    """What buyers paid and did not get back is what the ledger took in for their orders; no refund is lost."""
    now = timezone.now()
    wrong = [str(found) for found in groups_that_differ(since=now - _LOOK_BACK, before=now - PATIENCE)]
    if wrong:
        said = f"{len(wrong)} checkouts differ from their payments: {'; '.join(wrong[:3])}"
        return Finding.bad(said, "Compare them with the provider's own list of payments and refunds before any payout.")
    return Finding.good(f"payments of the last {_LOOK_BACK.days} days and the ledger say the same")


@check("prices at the door in search")
def search_doors() -> Finding:
    """What search filters and sorts by is what the product pages reckon, but for the rates of this morning."""
    found = wrong_doors(now=timezone.now())
    for country, (missing, other) in found.items():
        if missing or other:
            return Finding.warn(
                f"to {country}, {missing} of the first listings have no price in search and {other} another one",
                "They are reckoned anew each night and when a listing changes; look whether the worker runs.",
            )
    return Finding.good(f"search knows the prices at the doors of {len(found)} countries")
