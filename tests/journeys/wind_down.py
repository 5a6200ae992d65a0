"""The end of a hub's days, as JSON: every job done, every term run out, and then everything counted.

``python -m tests.journeys.wind_down look`` only looks, once no job of money waits. Needs DATABASE_URL and KARUM_DATA of
the hub, whose worker runs.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

JOBS_S_MAX = 240.0
DAYS = range(0, 80, 4)
AWARD_MINOR = 21
NEUTRAL = "neutral@hub.example"
CAME = ("succeeded", "partly_refunded", "refunded", "surplus", "returned")
"""payments whose money came"""


def wind_down() -> None:
    """Let 80 days of terms run out, one after the other, and the hub's own worker do what follows."""
    from karum.disputes.models import Case
    from karum.disputes.services import run_clocks as run_case_clocks
    from karum.orders.domain.states import FINAL
    from karum.orders.models import Order
    from karum.orders.services import run_clocks
    from karum.payments import queries, services
    from karum.payments.models import Refund
    from karum.payments.providers import ProviderUnreachable
    from karum.payments.tasks import SEND_AGAIN_AFTER

    jobs_done()
    for days in DAYS:
        now = datetime.now(UTC) + timedelta(days=days)
        for payment_id in queries.to_ask(now=now, limit=10_000):
            try:
                services.ask(payment_id, now=now)
            except ProviderUnreachable:
                continue
        for refund_id in queries.to_send(before=now - SEND_AGAIN_AFTER, limit=10_000):
            with suppress(ProviderUnreachable):  # it answers when it is asked again
                services.send_refund(refund_id, now=now)
        while run_case_clocks(now=now):
            pass
        decide_cases(now)
        while run_clocks(now=now):
            pass
        if Case.objects.filter(closed_at=None).exists() or Refund.objects.filter(state="requested").exists():
            continue
        if not Order.objects.exclude(state__in=FINAL).exists():
            break
    jobs_done()


def decide_cases(now: datetime) -> None:
    """A new person of the hub takes each case that waits for a decision and gives the buyer a little."""
    from karum.disputes.domain.states import Action, Side, Stage
    from karum.disputes.models import Case
    from karum.disputes.services import Doer, Done, Saying, act, take
    from karum.money import Money
    from karum.parties.models import Person
    from karum.parties.services import create_person

    for case in Case.objects.filter(closed_at=None, stage__in=(Stage.DECISION, Stage.APPEAL)):
        person = Person.objects.filter(email=NEUTRAL).first()
        person = person or create_person(NEUTRAL, "Nobody's friend", is_operator=True)
        assert case.neutral_id == person.pk or isinstance(take(case.pk, person, declared=True, now=now), Done)
        award = Saying(words="The picture shows the crack.", amount=Money(AWARD_MINOR, case.currency))
        answer = act(case.pk, Action.DECIDE, Doer(Side.HUB, person.pk, str(person)), now=now, saying=award)
        assert isinstance(answer, Done), answer


def jobs_done() -> None:
    """Wait until no job of money is left that could run now."""
    from django.db import connection

    deadline = time.monotonic() + JOBS_S_MAX
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                " AND (task_name LIKE 'payments.%%' OR task_name LIKE 'orders.%%' OR task_name LIKE 'disputes.%%')"
                " AND task_name NOT LIKE '%%.write_letters'"
                " AND coalesce(scheduled_at < now() + interval '10 minutes', true)", []
            )  # fmt: skip
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.5)


def look() -> dict[str, Any]:
    """Everything that a fault might have broken, and what became of every order."""
    from karum.disputes.models import Case, CaseEvent
    from karum.orders.models import Order, OrderEvent
    from karum.payments.models import Chargeback, Payment, Refund
    from tests.orders.invariants import problems

    trails: defaultdict[str, list[str]] = defaultdict(list)
    for key, action, note in OrderEvent.objects.order_by("step").values_list("order_key", "action", "note"):
        of_part = action in ("confirm_part", "release_part", "deliver_part")
        trails[str(key)].append(f"{action} {note}" if of_part else action)
    for key, action in CaseEvent.objects.order_by("id").values_list("case__order_key", "action"):
        trails[str(key)].append(f"case {action}")
    return {
        "problems": problems(),
        "provider": provider_against_orders(),
        "states": Counter(Order.objects.values_list("state", flat=True)),
        "payments": Counter(Payment.objects.values_list("state", flat=True)),
        "refunds": Counter(Refund.objects.values_list("state", flat=True)),
        "chargebacks": Counter(Chargeback.objects.values_list("state", flat=True)),
        "cases": Counter(
            f"{stage} {outcome}".strip() for stage, outcome in Case.objects.values_list("stage", "outcome")
        ),
        "trails": trails,
    }


def provider_against_orders() -> list[str]:
    """Checkouts of whose money the provider holds another sum than their orders earned.

    What the sandbox took, gave back and handed to the buyers' banks is its own word, not the hub's: a card that is
    charged back for good leaves nothing once that was said. A balance and cash at the door are payments of their own,
    and count for the checkout of their order. What came without the sandbox is in the hub's own hands.
    """
    from karum.orders.models import Instalment, Order
    from karum.payments.models import Payment, SandboxMove, WebhookReceipt
    from karum.payments.providers.sandbox import Sandbox

    said = {move.payment_reference: move for move in SandboxMove.objects.filter(is_refund=False)}
    checkout = dict(Order.objects.values_list("key", "group_key"))
    later = {row.group_key: checkout[row.order_key] for row in Instalment.objects.all()}
    payments = list(Payment.objects.all())
    group_of = {row.key: later.get(row.group_key, row.group_key) for row in payments}
    held: Counter[Any] = Counter()
    for move in SandboxMove.objects.filter(state="succeeded"):
        payment = said.get(move.payment_reference)
        if payment is not None:
            held[group_of.get(payment.key)] += -move.amount_minor if move.is_refund else move.amount_minor
    heard = set(WebhookReceipt.objects.values_list("payment_key", "happening"))
    for move in said.values():
        opened, won, lost = ((move.key, f"chargeback_{word}") in heard for word in ("opened", "won", "lost"))
        if lost or (opened and not won):
            held[group_of.get(move.key)] -= move.amount_minor
    for row in payments:
        if row.provider != Sandbox.code and row.state in CAME:
            held[group_of[row.key]] += row.amount_minor - row.refunded_minor
    earned = orders_earned()
    return [
        f"group {group}: the provider holds {held[group]}, its orders earned {earned[group]}"
        for group in held.keys() | earned.keys()
        if held[group] != earned[group]
    ]


def orders_earned() -> Counter[Any]:
    """By checkout, what was paid of its orders by their trails, less what went back; minor units."""
    from karum.orders.models import Instalment, Order, OrderEvent

    paid = set(OrderEvent.objects.values_list("order_key", "action"))
    later = {row.order_key: row for row in Instalment.objects.filter(due="shipment")}
    earned: Counter[Any] = Counter()
    for row in Order.objects.all():
        charged = row.goods_minor + row.shipping_minor + row.duty_minor + row.tax_minor + row.fees_minor
        rest = later.get(row.key)
        balance = 0
        if rest:
            balance = rest.goods_minor + rest.shipping_minor + rest.duty_minor + rest.tax_minor + rest.fees_minor
        if (row.key, "pay") in paid or (row.key, "collect") in paid:
            earned[row.group_key] += charged - balance
        if (row.key, "pay_balance") in paid:
            earned[row.group_key] += balance
        earned[row.group_key] -= (
            row.goods_refunded_minor + row.shipping_refunded_minor + row.duty_refunded_minor + row.tax_refunded_minor
            + row.fees_refunded_minor
        )  # fmt: skip
    return earned


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
    import django

    django.setup()
    if sys.argv[1:] == ["look"]:
        jobs_done()  # a refund that was asked for and not sent yet is in the orders, not at the provider
    else:
        wind_down()
    print(json.dumps(look(), default=str))
