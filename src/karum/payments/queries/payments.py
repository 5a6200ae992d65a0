"""Payments and refunds as values."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from karum.money import Money
from karum.payments.domain import Method, PaymentRecord, PaymentState, RefundRecord
from karum.payments.domain.states import PAID
from karum.payments.models import Payment, Refund
from karum.payments.providers.known import provider
from karum.runtime.settings import settings


def payment(payment_id: int) -> PaymentRecord:
    """Raises Payment.DoesNotExist."""
    return record(Payment.objects.get(id=payment_id))


def payment_by_key(key: UUID) -> PaymentRecord | None:
    row = Payment.objects.filter(key=key).first()
    return record(row) if row else None


def payment_of(group_key: UUID) -> PaymentRecord | None:
    """The payment that counts for a group: the paid one, else the latest attempt, else None."""
    rows = payments_of(group_key)
    return next((r for r in rows if r.state in PAID), rows[-1] if rows else None)


def payments_of(group_key: UUID) -> list[PaymentRecord]:
    """Every attempt of a group, the oldest first."""
    return [record(row) for row in Payment.objects.filter(group_key=group_key).order_by("id")]


def refunds_of(payment_id: int) -> list[RefundRecord]:
    """Parts of the payment that go back, the oldest first; not what came beyond it."""
    rows = Refund.objects.filter(payment_id=payment_id, extra=False).select_related("payment").order_by("id")
    return [refund_record(row, row.payment.currency) for row in rows]


def methods(country: str, currency: str, amount: Money | None = None) -> list[Method]:
    """The ways to pay ``amount`` that a buyer in ``country`` is offered, the usual one there first.

    Only what this hub has an account for; of two providers for one way the first in ``data/methods.toml``.
    """
    asked = amount or Money(1, currency)
    rows = [row for row in _methods() if _fits(row, country, asked, anything=amount is None)]
    rows.sort(key=lambda row: country not in row["first_in"])
    found: dict[str, Method] = {}
    for row in rows:
        if row["code"] not in found and provider(row["provider"]).offered(country, asked):
            found[row["code"]] = Method(row["code"], row["provider"], row["asks"])
    return list(found.values())


def providers() -> list[str]:
    """The providers behind all ways to pay that this hub could offer somewhere."""
    found = set()
    for row in _methods():
        able = provider(row["provider"])
        countries = row["countries"] or [settings().hub_country]
        amounts = [Money(1, currency) for currency in row["currencies"] or [settings().hub_currency]]
        if any(able.offered(country, amount) for country in countries for amount in amounts):
            found.add(row["provider"])
    return sorted(found)


def record(row: Payment) -> PaymentRecord:
    return PaymentRecord(
        id=row.id,
        key=row.key,
        group_key=row.group_key,
        provider=row.provider,
        method=row.method,
        state=PaymentState(row.state),
        amount=Money(row.amount_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
        provider_reference=row.provider_reference,
        reason=row.reason,
        brand=row.brand,
        last4=row.last4,
        action_url=row.action_url,
        created_at=row.created_at,
        changed_at=row.changed_at,
        charged_back=Money(row.charged_back_minor, row.currency),
        pay_by=row.pay_by,
    )


def refund_record(row: Refund, currency: str) -> RefundRecord:
    amount = Money(row.amount_minor, currency)
    failed = row.reason if row.in_suspense else ""
    return RefundRecord(row.id, row.key, row.payment_id, amount, row.state, row.created_at, row.extra, failed=failed)


def _fits(row: dict[str, Any], country: str, amount: Money, *, anything: bool) -> bool:
    """``anything``: the amount is not known yet, so its limits do not count."""
    if row["countries"] and country not in row["countries"]:
        return False
    if (row["currencies"] and amount.currency not in row["currencies"]) or amount.currency in row["not_currencies"]:
        return False
    most = row["most"].get(amount.currency)
    if most is None and row["most"]:
        return False  # limits are written down, and this currency has none: nobody has thought about it
    return anything or most is None or amount.minor <= most


@cache
def _methods() -> list[dict[str, Any]]:
    text = files("karum.payments").joinpath("data/methods.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["method"]
    usual = {"countries": [], "currencies": [], "not_currencies": [], "first_in": [], "most": {}, "asks": ""}
    return [usual | row for row in rows]
