"""Money that the hub takes itself: by transfer to its bank account, or in cash."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F, Sum

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.money.cash import cash_amount
from karum.payments.domain import Happening, PaymentState
from karum.payments.domain.receipts import GRACE, sort_receipt
from karum.payments.domain.states import PAID
from karum.payments.models import MoneyReceipt, Payment
from karum.payments.providers import bank_transfer, cash
from karum.payments.services.changes import change, give_back, give_back_receipts, lock_group

HUB = 0


@dataclass(frozen=True, slots=True)
class Received:
    """What became of money that came in. ``result``: paid, part (more is awaited), surplus (it goes back, all of it),
    repeated (the key was known), unknown (no payment has this reference) or wrong_currency; in the last two nothing
    was written. ``missing`` is what is still awaited, ``extra`` what goes back.
    """

    result: str
    payment_id: int = 0
    missing: Money | None = None
    extra: Money | None = None


@transaction.atomic
def bank_receipt(
    reference: str,
    amount: Money,
    at: datetime,
    key: UUID,
    *,
    payer: str = "",
    account: str = "",
    booked_at: datetime | None = None,
) -> Received:
    """A line of a bank statement brought ``amount`` for the payment with this ``reference``.

    Parts add up; what is too much goes back, as does money for a payment that is over. ``key`` names the line: told
    again, nothing happens. ``payer`` and ``account`` (IBAN or number) are where the money came from. What is taken is
    booked (``booked_at``: when, else ``at``) from CLEARING to BANK in the hub's own books, under the same ``key``.
    """
    wanted = bank_transfer.tidy_reference(reference)
    payment = Payment.objects.filter(provider=bank_transfer.CODE, provider_reference=wanted).first() if wanted else None
    if payment is None:
        return Received("unknown")
    taken = _take(payment, amount, at, key, told_by=payer, account=account)
    if taken.result not in ("wrong_currency", "repeated"):
        entry = Entry(key, HUB, Purpose.BANK, Purpose.CLEARING, amount, f"bank receipt {wanted}")
        ledger.post([entry], now=booked_at or at)
    return taken


@transaction.atomic
def cash_collected(payment_key: UUID, amount: Money, collector: str, *, key: UUID, at: datetime) -> Received:
    """``collector`` (a carrier, or the hub's desk) took ``amount`` in cash for a payment. ``key`` names the receipt.

    Cash that was rounded to what coins there are pays the whole; the difference is posted to ROUNDING in the hub's
    own books.
    """
    payment = Payment.objects.filter(provider=cash.CODE, key=payment_key).first()
    if payment is None:
        return Received("unknown")
    asked = Money(payment.amount_minor, payment.currency)
    rounded = cash_amount(asked)
    taken = _take(payment, amount, at, key, told_by=collector, asked=rounded)
    if taken.result == "paid" and rounded != asked:
        ledger.post([_rounding(payment.key, asked - rounded)], now=at)
    return taken


def expect_cash(key: UUID, group_key: UUID, amount: Money, *, now: datetime) -> None:
    """Cash will be taken at the door: the payment waits until ``cash_collected``, or until the group is given up.

    Nobody outside hears of it, so it is written in the caller's transaction. Safe to repeat.
    """
    Payment.objects.get_or_create(
        key=key,
        defaults={
            "group_key": group_key,
            "provider": cash.CODE,
            "method": cash.CODE,
            "state": PaymentState.PENDING,
            "provider_reference": cash.reference_of(key),
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "created_at": now,
            "changed_at": now,
        },
    )


@transaction.atomic
def give_up_transfers(*, now: datetime) -> int:
    """Transfers that were begun, and whose group was paid in another way or whose time is over, end here; what came
    for them in part goes back. Return how many."""
    end = now - GRACE
    over = Payment.objects.filter(state=PaymentState.PENDING, pay_by__lt=end).values_list("group_key", flat=True)
    ended = 0
    for group_key in sorted(set(over[:500])):
        group = lock_group(group_key)
        for payment in group:
            if payment.state == PaymentState.PENDING and payment.pay_by and payment.pay_by < end:
                give_back_receipts(payment, now=now)
                ended += change(payment, group, Happening.EXPIRED, now=now)
    return ended


def _take(
    payment: Payment,
    amount: Money,
    at: datetime,
    key: UUID,
    *,
    told_by: str = "",
    account: str = "",
    asked: Money | None = None,
) -> Received:
    group = lock_group(payment.group_key)
    payment = next(p for p in group if p.id == payment.id)
    if MoneyReceipt.objects.filter(key=key).exists():
        return Received("repeated", payment.id)
    if amount.currency != payment.currency or amount.minor <= 0:
        return Received("wrong_currency", payment.id)
    wanted = asked.minor if asked else payment.amount_minor
    kept = MoneyReceipt.objects.filter(payment=payment).aggregate(total=Sum(F("amount_minor") - F("given_back_minor")))
    verdict = sort_receipt(PaymentState(payment.state), wanted, kept["total"] or 0, amount.minor)
    receipt = MoneyReceipt.objects.create(
        key=key,
        payment=payment,
        amount_minor=amount.minor,
        received_at=at,
        told_by=told_by[:140],
        account=account[:34],
    )
    rounded = wanted != payment.amount_minor
    late = payment.state == PaymentState.EXPIRED or any(p.state in PAID for p in group if p.id != payment.id)
    if verdict.pays and rounded and late:
        # As a surplus the whole payment would go back, and that is not what was taken.
        extra = give_back_receipts(payment, now=at)
        return Received("surplus", payment.id, Money.zero(payment.currency), Money(extra, payment.currency))
    if verdict.pays:
        change(payment, group, Happening.SUCCEEDED, now=at)
    if verdict.extra_minor:
        give_back(payment, receipt, verdict.extra_minor, now=at)
    over = payment.state == PaymentState.SURPLUS or not (verdict.pays or verdict.missing_minor)
    return Received(
        "surplus" if over else "paid" if verdict.pays else "part",
        payment.id,
        Money(verdict.missing_minor, payment.currency),
        Money(verdict.extra_minor, payment.currency),
    )


def _rounding(payment_key: UUID, difference: Money) -> Entry:
    """``difference`` = asked minus taken: positive when the hub got less than the orders cost."""
    pair = (Purpose.ROUNDING, Purpose.CLEARING) if difference.minor > 0 else (Purpose.CLEARING, Purpose.ROUNDING)
    amount = difference if difference.minor > 0 else -difference
    return Entry(uuid5(payment_key, "cash rounding"), 0, pair[0], pair[1], amount, "cash rounding")
