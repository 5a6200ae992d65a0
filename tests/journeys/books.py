"""What the hub's own tables say of one buyer, for journeys that ask whether something happened once."""

from dataclasses import dataclass

import psycopg

from tests.runtime.harness import Hub


@dataclass(frozen=True)
class Bought:
    """``groups``: checkouts that were placed; ``taken_minor``: what payments took and did not give back."""

    groups: int
    orders: int
    payments: int
    taken_minor: int
    total_minor: int


def bought_by(hub: Hub, email: str) -> Bought:
    """Everything that the buyer with this address ordered and paid."""
    with psycopg.connect(hub.database_url) as connection:
        orders = connection.execute(
            "SELECT group_key, goods_minor + shipping_minor + duty_minor + tax_minor + fees_minor FROM orders_order"
            " WHERE email = %s",
            [email],
        ).fetchall()
        groups = {group for group, _total in orders}
        row = connection.execute(
            "SELECT count(*), coalesce(sum(p.amount_minor - (SELECT coalesce(sum(r.amount_minor), 0)"
            " FROM payments_refund AS r WHERE r.payment_id = p.id)), 0)::bigint"
            " FROM payments_payment AS p WHERE p.state = 'succeeded' AND p.group_key = ANY(%s)",
            [list(groups)],
        ).fetchone()
    assert row is not None
    return Bought(len(groups), len(orders), row[0], row[1], sum(total for _group, total in orders))
