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
    rows = Refund.objects.filter(payment_id=payment_id).select_related("payment").order_by("id")
    return [refund_record(row, row.payment.currency) for row in rows]


def methods(country: str, currency: str) -> list[Method]:
    """The ways to pay that a buyer in ``country`` is offered, the usual one there first."""
    rows = [m for m in _methods() if _fits(m["countries"], country) and _fits(m["currencies"], currency)]
    rows.sort(key=lambda m: country not in m["first_in"])
    return [Method(m["code"], m["provider"]) for m in rows]


def providers() -> list[str]:
    """The providers behind all ways to pay."""
    return sorted({m["provider"] for m in _methods()})


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
    )


def refund_record(row: Refund, currency: str) -> RefundRecord:
    return RefundRecord(row.id, row.key, row.payment_id, Money(row.amount_minor, currency), row.state, row.created_at)


def _fits(allowed: list[str], value: str) -> bool:
    return not allowed or value in allowed


@cache
def _methods() -> list[dict[str, Any]]:
    text = files("karum.payments").joinpath("data/methods.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)["method"]
    return rows
