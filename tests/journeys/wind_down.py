"""The end of a hub's days, as JSON: every job done, every term run out, and then everything counted.

``python -m tests.journeys.wind_down look`` only looks. Needs DATABASE_URL and KARUM_DATA of the hub, whose worker runs.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

JOBS_S_MAX = 240.0
DAYS = range(0, 80, 4)


def wind_down() -> None:
    """Let 80 days of terms run out, one after the other, and the hub's own worker do what follows."""
    from karum.orders.domain.states import FINAL
    from karum.orders.models import Order
    from karum.orders.services import run_clocks
    from karum.payments import queries, services
    from karum.payments.providers import ProviderUnreachable

    jobs_done()
    for days in DAYS:
        now = datetime.now(UTC) + timedelta(days=days)
        for payment_id in queries.to_ask(now=now, limit=10_000):
            try:
                services.ask(payment_id, now=now)
            except ProviderUnreachable:
                continue
        while run_clocks(now=now):
            pass
        if not Order.objects.exclude(state__in=FINAL).exists():
            break
    jobs_done()


def jobs_done() -> None:
    """Wait until no job of money is left that could run now."""
    from django.db import connection

    deadline = time.monotonic() + JOBS_S_MAX
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                " AND (task_name LIKE 'payments.%%' OR task_name LIKE 'orders.%%' OR task_name LIKE 'disputes.%%')"
                " AND task_name <> 'orders.write_letters'"
                " AND coalesce(scheduled_at < now() + interval '10 minutes', true)", []
            )  # fmt: skip
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.5)


def look() -> dict[str, Any]:
    """Everything that a fault might have broken, and what became of every order."""
    from karum.orders.models import Order, OrderEvent
    from karum.payments.models import Payment, Refund
    from tests.orders.invariants import problems

    trails: defaultdict[str, list[str]] = defaultdict(list)
    for key, action in OrderEvent.objects.order_by("step").values_list("order_key", "action"):
        trails[str(key)].append(action)
    return {
        "problems": problems(),
        "provider": provider_against_orders(),
        "states": Counter(Order.objects.values_list("state", flat=True)),
        "payments": Counter(Payment.objects.values_list("state", flat=True)),
        "refunds": Counter(Refund.objects.values_list("state", flat=True)),
        "trails": trails,
    }


def provider_against_orders() -> list[str]:
    """Groups of whose money the provider holds another sum than their completed orders earned."""
    from karum.orders.models import Order
    from karum.payments.models import Payment, SandboxMove

    said = {move.payment_reference: move for move in SandboxMove.objects.filter(is_refund=False)}
    group_of = {row.key: row.group_key for row in Payment.objects.filter(key__in=[m.key for m in said.values()])}
    held: Counter[Any] = Counter()
    for move in SandboxMove.objects.filter(state="succeeded"):
        payment = said.get(move.payment_reference)
        if payment is not None:
            held[group_of.get(payment.key)] += -move.amount_minor if move.is_refund else move.amount_minor
    earned: Counter[Any] = Counter()
    for row in Order.objects.filter(group_key__in=list(held)).exclude(state__in=["placed", "expired"]):
        charged = row.goods_minor + row.shipping_minor + row.duty_minor + row.tax_minor + row.fees_minor
        back = (
            row.goods_refunded_minor + row.shipping_refunded_minor + row.duty_refunded_minor + row.tax_refunded_minor
            + row.fees_refunded_minor
        )  # fmt: skip
        earned[row.group_key] += 0 if row.escrow == "voided" else charged - back
    return [
        f"group {group}: the provider holds {held[group]}, its orders earned {earned[group]}"
        for group in held.keys() | earned.keys()
        if held[group] != earned[group]
    ]


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
    import django

    django.setup()
    if sys.argv[1:] != ["look"]:
        wind_down()
    print(json.dumps(look(), default=str))
