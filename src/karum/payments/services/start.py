"""Start a payment; ask what became of it; give up when time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from karum.money import Money
from karum.payments.domain import (
    Declined,
    Happening,
    Instrument,
    NeedsAction,
    Outcome,
    PaymentRecord,
    PaymentState,
    Pending,
    Succeeded,
)
from karum.payments.domain.corridors import NOBODY, CorridorRule, Payer, exceeds
from karum.payments.domain.states import OPEN, PAID
from karum.payments.models import Payment
from karum.payments.providers import ProviderUnreachable
from karum.payments.providers.known import provider
from karum.payments.queries.corridors import used_by, worth
from karum.payments.queries.payers import digest
from karum.payments.queries.payments import record
from karum.payments.services.changes import change, give_back_receipts, lock_group

ASK_FIRST_S, ASK_LAST = 60, timedelta(days=30)
LIMIT_REACHED = "limit_reached"
_ONE_OF_A_PAYER = 4_870_004  # advisory lock of a payer's limits
NOT_RECEIVED, NOT_RECEIVED_AFTER, SURELY_NOT_AFTER = "not_received", timedelta(minutes=3), timedelta(days=1)


class KeyReused(ValueError):
    """The key belongs to a payment of another group or amount."""


def start(
    *,
    key: UUID,
    group_key: UUID,
    amount: Money,
    instrument: Instrument,
    now: datetime,
    return_path: str = "/",
    provider_code: str = "sandbox",
    payer: Payer = NOBODY,
    limits: Sequence[CorridorRule] = (),
) -> PaymentRecord:
    """Ask the provider for ``amount`` and return the payment as it stands now.

    A repeated ``key`` returns its payment and asks nothing again. After a decline call it with a new key. A payment
    that still waits in the group does not stand in the way: should both succeed, the second goes back by itself.
    When the provider gives no answer the payment stays "created" until a webhook, the same call again or ``ask``
    settles it. ``limits`` are rules that bind ``payer``: beyond one of them the payment is declined (limit_reached),
    and no provider is asked; of two at once only one may fit.
    Call it outside of a transaction: the row has to be safe before the provider hears of it. Raises KeyReused.
    """
    account = digest(instrument.phone) if instrument.phone else ""
    with transaction.atomic():
        reached = bool(limits) and _limit_reached(group_key, amount, instrument, payer, account, limits, now)
        payment, new = Payment.objects.get_or_create(
            key=key,
            defaults={
                "payer": payer.name,
                "account": account,
                "reason": LIMIT_REACHED if reached else "",
                "group_key": group_key,
                "provider": provider_code,
                "method": instrument.method,
                "state": PaymentState.DECLINED if reached else PaymentState.CREATED,
                "amount_minor": amount.minor,
                "currency": amount.currency,
                "brand": instrument.brand,
                "last4": instrument.last4,
                "created_at": now,
                "changed_at": now,
                "ask_at": None if reached else now + timedelta(seconds=ASK_FIRST_S),
            },
        )
    if (payment.group_key, payment.amount_minor, payment.currency) != (group_key, amount.minor, amount.currency):
        raise KeyReused(f"payment key {key} was used for something else")
    if payment.state == PaymentState.DECLINED or (not new and payment.state != PaymentState.CREATED):
        return record(payment)
    try:
        outcome = provider(payment.provider).start(key, amount, instrument, return_path=return_path)
    except ProviderUnreachable:
        app.configure_task("payments.ask", schedule_in={"seconds": ASK_FIRST_S // 4}).defer(payment_id=payment.id)
        return record(payment)
    return _settle(payment, outcome, now=now)


def _limit_reached(
    group_key: UUID,
    amount: Money,
    instrument: Instrument,
    payer: Payer,
    account: str,
    limits: Sequence[CorridorRule],
    now: datetime,
) -> bool:
    """Whether the payment would go beyond a rule. Others of the same payer wait until this one is written."""
    with connection.cursor() as cursor:
        for name in sorted({payer.name, account} - {""}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ONE_OF_A_PAYER, name])
    used = used_by(payer, account, now, but=group_key)
    mine = [rule for rule in limits if instrument.method in rule.ways or "" in rule.ways]
    return any(exceeds(rule, amount, lambda m, c: worth(m, c, now.date()), used) for rule in mine)


def ask(payment_id: int, *, now: datetime) -> PaymentRecord:
    """Ask the provider what became of a payment whose answer or webhook may be lost, and write what it says.

    A payment that the provider has not heard of after some minutes is declined, and asked for on for a day: a request
    may be slow on its way. One that expired is asked for too: its money, should it be there, becomes a surplus and
    goes back. Call it outside of a transaction. Safe to repeat; raises ProviderUnreachable.
    """
    payment = Payment.objects.get(id=payment_id)
    declined_by_us = payment.state == PaymentState.DECLINED and payment.reason == NOT_RECEIVED
    if payment.state not in OPEN and payment.state != PaymentState.EXPIRED and not declined_by_us:
        Payment.objects.filter(id=payment_id).update(ask_at=None)
        return record(payment)
    try:
        outcome = provider(payment.provider).look(payment.key, payment.provider_reference)
    except ProviderUnreachable:
        _ask_again(payment, now)
        raise
    age = now - payment.created_at
    if outcome is None and age < NOT_RECEIVED_AFTER:
        _ask_again(payment, now)
        return record(payment)
    final = isinstance(outcome, Declined | Succeeded) or (outcome is None and age > SURELY_NOT_AFTER)
    found = _settle(payment, outcome or Declined("", NOT_RECEIVED), now=now)
    if final or age > ASK_LAST:
        Payment.objects.filter(id=payment_id).update(ask_at=None)
    else:
        _ask_again(payment, now)
    return found


def _ask_again(payment: Payment, now: datetime) -> None:
    """Soon while it is young, seldom when it is old."""
    wait = min(max(timedelta(seconds=ASK_FIRST_S), (now - payment.created_at) / 2), timedelta(hours=6))
    Payment.objects.filter(id=payment.id).update(ask_at=now + wait)


@transaction.atomic
def expire(group_key: UUID, *, now: datetime) -> int:
    """Give up every open or declined attempt of a group that was not paid; return how many.

    Money that arrives later becomes a surplus and is sent back. Does nothing to a paid group.
    """
    group = lock_group(group_key)
    if any(payment.state in PAID for payment in group):
        return 0
    for payment in group:
        give_back_receipts(payment, now=now)
    return sum(change(payment, group, Happening.EXPIRED, now=now) for payment in group)


@transaction.atomic
def _settle(payment: Payment, outcome: Outcome, *, now: datetime) -> PaymentRecord:
    """Write the provider's answer, unless a webhook was quicker."""
    group = lock_group(payment.group_key)
    payment = next(p for p in group if p.id == payment.id)
    match outcome:
        case Succeeded(reference):
            change(payment, group, Happening.SUCCEEDED, now=now, reference=reference)
        case Declined(reference, reason):
            change(payment, group, Happening.DECLINED, now=now, reference=reference, reason=reason)
        case _:
            if isinstance(outcome, NeedsAction) and payment.state in OPEN:
                payment.action_url = outcome.url
            if isinstance(outcome, Pending) and outcome.pay_days and payment.pay_by is None:
                payment.pay_by, payment.ask_at = now + timedelta(days=outcome.pay_days), None
            change(payment, group, Happening.PENDING, now=now, reference=outcome.reference)
    return record(payment)
