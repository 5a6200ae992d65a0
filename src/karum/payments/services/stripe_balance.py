"""Stripe's balance, read line by line: its fees are booked, its payouts to the bank announced, and what our books do
not know is shown to a person. Nothing here asks Stripe to move money.

CLEARING is what providers owe the hub. A sale, refund or chargeback has moved it already when Stripe's line comes.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import Max

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.payments.domain import RefundFailed
from karum.payments.domain.states import PAID, PaymentState
from karum.payments.models import Chargeback, Payment, ProviderMove, Refund
from karum.payments.providers import stripe_balance as stripe
from karum.payments.providers.stripe_balance import Move
from karum.payments.providers.stripe_cards import CODE
from karum.payments.services.refunds import refund_failed
from karum.payments.services.settlements import settled, settlement_failed

_NAMES = UUID("6b0f54a4-0f4c-4a52-9a6f-3e7d1c0b9d55")  # the namespace of the ids of what Stripe's lines move
_ONE_AT_A_TIME = 4_870_003  # advisory lock of readings
OVERLAP = timedelta(days=1)  # lines may be stamped a little before they can be read
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_HELD = {str(state) for state in PAID} | {str(PaymentState.SURPLUS), str(PaymentState.RETURNED)}
HUB = 0


def read_balance(*, now: datetime) -> int:
    """Read what is new and book it, all of it or nothing; return how many lines were new.

    Safe to repeat: each line is known by its name. Raises ProviderUnreachable. Call it outside of a transaction.
    """
    newest = ProviderMove.objects.filter(provider=CODE).aggregate(at=Max("at"))["at"]
    found = list(stripe.moves(newest - OVERLAP if newest else FIRST))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        names = [move.reference for move in found]
        known = set(ProviderMove.objects.filter(provider=CODE, reference__in=names).values_list("reference", flat=True))
        fresh = [move for move in found if move.reference not in known]
        for move in fresh:
            _take(move, now)
    return len(fresh)


def _take(move: Move, now: datetime) -> None:
    why = ""
    entries = _fee(move)
    if move.kind in stripe.CHARGES:
        why = _wrong_charge(move)
    elif move.kind in stripe.REFUNDS:
        why = _wrong_refund(move)
    elif move.kind in stripe.PAYOUTS:
        zero = Money.zero(move.amount.currency)
        settled(CODE, -move.amount, zero, -move.amount, move.source, move.at, trace=move.trace)
    elif move.kind in stripe.PAYOUTS_BACK:
        why = "" if settlement_failed(CODE, move.source, move.amount, now=now) else "unknown_payout"
    elif move.kind in stripe.REFUNDS_BACK:
        why = _failed_refund(move, now)
    elif move.kind in stripe.DISPUTES:
        heard = Chargeback.objects.filter(payment__provider=CODE, reference=move.source).exists()
        why = "" if heard else "unknown_chargeback"
    elif move.kind not in stripe.FEES:
        why = "unknown_kind"
    if move.presented is not None:
        entries += _changed(move)
    ledger.post(entries, now=now)
    ProviderMove.objects.create(
        provider=CODE,
        reference=move.reference,
        kind=move.kind,
        amount_minor=move.amount.minor,
        fee_minor=move.fee.minor,
        currency=move.amount.currency,
        source=move.source,
        payment_key=move.key,
        at=move.at,
        why=why,
    )


def _fee(move: Move) -> list[Entry]:
    """What Stripe keeps, as a fee of the line or as a line of its own; below zero it gives some back."""
    taken = -move.amount if move.kind in stripe.FEES else move.fee
    if not taken:
        return []
    pair = (Purpose.CHARGES, Purpose.CLEARING) if taken.minor > 0 else (Purpose.CLEARING, Purpose.CHARGES)
    return [_entry(move, "fee", pair[0], pair[1], taken if taken.minor > 0 else -taken)]


def _changed(move: Move) -> list[Entry]:
    """Stripe changed the buyer's money into the currency of its balance: CLEARING follows, through FX."""
    assert move.presented is not None
    came, went = move.amount, move.presented
    if came.minor > 0:  # a charge
        return [
            _entry(move, "out", Purpose.FX, Purpose.CLEARING, went),
            _entry(move, "in", Purpose.CLEARING, Purpose.FX, came),
        ]
    return [
        _entry(move, "out", Purpose.CLEARING, Purpose.FX, went),
        _entry(move, "in", Purpose.FX, Purpose.CLEARING, -came),
    ]


def _wrong_charge(move: Move) -> str:
    """Why a charge is not what our books say; "" when it is."""
    payment = Payment.objects.filter(provider=CODE, key=move.key).first() if move.key else None
    if payment is None:
        return "unknown_charge"
    if (move.presented or move.amount) != Money(payment.amount_minor, payment.currency):
        return "other_amount"
    return "" if payment.state in _HELD else "not_paid_here"


def _wrong_refund(move: Move) -> str:
    row = Refund.objects.select_related("payment").filter(provider_reference=move.source).first()
    if row is None and move.key:
        row = Refund.objects.select_related("payment").filter(key=move.key).first()
    if row is None:
        return "unknown_refund"
    return "" if (move.presented or -move.amount) == Money(row.amount_minor, row.payment.currency) else "other_amount"


def _failed_refund(move: Move, now: datetime) -> str:
    """The message that it failed may have been lost: the line says it as well."""
    if move.key is None:
        return "unknown_refund"
    event = RefundFailed(move.reference, move.key, move.source, move.presented or move.amount, "refund_failure")
    said = refund_failed(CODE, event, now=now)
    return {"unknown_payment": "unknown_refund", "wrong_amount": "other_amount"}.get(said, "")


def _entry(move: Move, edge: str, debit: Purpose, credit: Purpose, amount: Money) -> Entry:
    name = uuid5(_NAMES, f"{move.reference}:{edge}")
    return Entry(name, HUB, debit, credit, amount, f"stripe {edge} {move.reference}"[:60])
