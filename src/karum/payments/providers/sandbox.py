"""The sandbox: a provider that moves no money and shows every behaviour, each by a test card of its own.

=====================  ==========================================================
4242 4242 4242 4242    succeeds at once
4000 0000 0000 0002    is declined
4000 0000 0000 9987    is declined: not enough money
4000 0000 0000 3063    asks the buyer to approve at her bank (3-D Secure)
4000 0000 0000 3220    stays pending and is confirmed some seconds later
4000 0000 0000 9995    is never confirmed; the orders expire unpaid
4000 0000 0000 0119    succeeds, but the answer is lost; its refunds too
4000 0000 0000 0127    the request is lost: nothing moves and nothing answers
4000 0000 0000 0077    is confirmed later, by the same message three times
4000 0000 0000 0341    is confirmed later, and then "pending" and "declined" come too
4000 0000 0000 0259    succeeds; a chargeback is opened
4000 0000 0000 2685    succeeds; a chargeback is opened and won
4000 0000 0000 1976    succeeds; a chargeback is lost, and only then heard to be open
4000 0000 0000 5126    succeeds; its refunds are taken on, and fail some seconds later
=====================  ==========================================================

A mobile money request is approved on the "phone" some seconds later; numbers that end in 0002 or 9995 act as cards.
What it did it keeps in a table of its own, which plays the provider's side: it is asked there after a lost answer.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Sum
from procrastinate.contrib.django import app

from karum.money import BadCurrency, Money, exponent
from karum.payments.domain import (
    Declined,
    Happening,
    Instrument,
    NeedsAction,
    Outcome,
    Pending,
    ProviderEvent,
    RefundFailed,
    RefundOutcome,
    Succeeded,
)
from karum.payments.domain.signing import sign, signature_error
from karum.payments.models import SandboxMove
from karum.payments.providers import BadWebhook, ProviderUnreachable
from karum.runtime.settings import secret_key, settings

SIGNATURE_HEADER = "Sandbox-Signature"
LATE_S = 6
REPLY_DAYS = 18  # as Visa's
DECLINES = {"0002": "card_declined", "9987": "insufficient_funds"}
LATE, NEVER, ASKS = "3220", "9995", "3063"
ANSWER_LOST, REQUEST_LOST, TWICE, OUT_OF_ORDER, REFUND_FAILS = "0119", "0127", "0077", "0341", "5126"

_H = Happening
SAYS_LATER: Mapping[str, tuple[tuple[int, Happening, str], ...]] = {
    # by ending: seconds after the start, what is said, and the number of the message: the same number is a repeat
    LATE: ((LATE_S, _H.SUCCEEDED, "1"),),
    TWICE: ((LATE_S, _H.SUCCEEDED, "1"), (LATE_S, _H.SUCCEEDED, "1"), (LATE_S + 4, _H.SUCCEEDED, "1")),
    OUT_OF_ORDER: ((LATE_S, _H.SUCCEEDED, "2"), (LATE_S + 1, _H.PENDING, "1"), (LATE_S + 2, _H.DECLINED, "1")),
    "0259": ((LATE_S, _H.CHARGEBACK_OPENED, "1"),),
    "2685": ((LATE_S, _H.CHARGEBACK_OPENED, "1"), (5 * LATE_S, _H.CHARGEBACK_WON, "2")),
    "1976": ((LATE_S, _H.CHARGEBACK_LOST, "2"), (2 * LATE_S, _H.CHARGEBACK_OPENED, "1")),
}
PENDING_AT_FIRST = frozenset({LATE, NEVER, ASKS, TWICE, OUT_OF_ORDER})
SPOKEN = frozenset(_H) - {_H.PAID_ELSEWHERE, _H.EXPIRED, _H.REFUNDED_PARTLY, _H.REFUNDED_WHOLLY, _H.REFUND_FAILED}
CHARGEBACKS = frozenset({_H.CHARGEBACK_OPENED, _H.CHARGEBACK_WON, _H.CHARGEBACK_LOST})


class Sandbox:
    """See the module. The same key always gets the first answer."""

    code = "sandbox"

    def offered(self, country: str, amount: Money) -> bool:
        """Only in demo mode: everybody knows the test cards."""
        return settings().demo

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        ending = instrument.last4
        if ending == REQUEST_LOST:
            raise ProviderUnreachable("the sandbox plays a request that never arrived")
        late = ending in PENDING_AT_FIRST or (instrument.method == "mobile_money" and ending not in DECLINES)
        state = Happening.DECLINED if ending in DECLINES else Happening.PENDING if late else Happening.SUCCEEDED
        move, new = SandboxMove.objects.get_or_create(
            key=key,
            defaults={
                "payment_reference": reference_of(key),
                "amount_minor": amount.minor,
                "currency": amount.currency,
                "state": state,
                "reason": DECLINES.get(ending, ""),
                "ending": ending,
            },
        )
        if new:
            by_phone = instrument.method == "mobile_money" and ending not in PENDING_AT_FIRST
            _speak_later(key, amount, LATE if by_phone and late else ending)
            if ending == ANSWER_LOST:
                raise ProviderUnreachable("the sandbox took the money and plays a lost answer")
        if move.state == Happening.PENDING and ending == ASKS:
            return NeedsAction(move.payment_reference, f"/payments/sandbox/{key}?" + urlencode({"next": return_path}))
        return _outcome(move)

    def look(self, key: UUID, reference: str) -> Outcome | None:
        move = SandboxMove.objects.filter(key=key, is_refund=False).first()
        return _outcome(move) if move else None

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """Never more than was paid; a payment of which the sandbox knows nothing was paid in full."""
        payment = SandboxMove.objects.filter(payment_reference=payment_reference, is_refund=False).first()
        known = SandboxMove.objects.filter(key=key).first()
        if known is None:
            back = SandboxMove.objects.filter(payment_reference=payment_reference, is_refund=True, state="succeeded")
            total = (back.aggregate(total=Sum("amount_minor"))["total"] or 0) + amount.minor
            wrong = "too_much" if payment and total > payment.amount_minor else ""
            known, new = SandboxMove.objects.get_or_create(  # asked twice at once, it gives back once
                key=key,
                defaults={
                    "payment_reference": payment_reference,
                    "amount_minor": amount.minor,
                    "currency": amount.currency,
                    "is_refund": True,
                    "state": Happening.DECLINED if wrong else Happening.SUCCEEDED,
                    "reason": wrong,
                },
            )
            if new and payment and payment.ending == REFUND_FAILS:
                app.configure_task("payments.sandbox_refund_fails", schedule_in={"seconds": LATE_S}).defer(
                    key=str(key), minor=amount.minor, currency=amount.currency
                )
            if new and payment and payment.ending == ANSWER_LOST:
                raise ProviderUnreachable("the sandbox gave the money back and plays a lost answer")
        return RefundOutcome(refund_reference_of(key), known.reason)

    def read_webhook(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> ProviderEvent | RefundFailed | None:
        error = signature_error(headers.get(SIGNATURE_HEADER, ""), body, _secret(), now_unix_s=int(now.timestamp()))
        if error:
            raise BadWebhook(error)
        try:
            message = json.loads(body)
            amount = Money(int(message["amount_minor"]), str(message["currency"]))
            exponent(amount.currency)
            if message["type"] == "refund.failed":
                key, reference = UUID(message["refund_key"]), str(message["reference"])[:100]
                return RefundFailed(str(message["id"])[:100], key, reference, amount, str(message["reason"])[:60])
            kind = str(message["type"]).removeprefix("payment.")
            if kind not in SPOKEN:
                return None
            reply_by = message.get("reply_by")
            return ProviderEvent(
                event_id=str(message["id"])[:100],
                happening=Happening(kind),
                payment_key=UUID(message["payment_key"]),
                reference=str(message["reference"])[:100],
                amount=amount,
                reason=str(message.get("reason", ""))[:60],
                reply_by=datetime.fromisoformat(reply_by) if reply_by else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, BadCurrency) as problem:
            raise BadWebhook(f"the message cannot be read: {problem!r}") from problem


def reference_of(key: UUID) -> str:
    return f"sbx_pay_{key.hex[:16]}"


def refund_reference_of(key: UUID) -> str:
    return f"sbx_re_{key.hex[:16]}"


def refund_webhook(key: UUID, amount: Money, *, now: datetime, event_id: str = "") -> tuple[bytes, dict[str, str]]:
    """Body and headers of the message that the refund with this key did not reach the buyer."""
    message = {
        "id": event_id or f"evt_{key.hex[:16]}_refund_failed",
        "type": "refund.failed",
        "refund_key": str(key),
        "reference": refund_reference_of(key),
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "reason": "expired_or_canceled_card",
    }
    return _signed(message, now)


def webhook(
    key: UUID, happening: Happening, amount: Money, *, now: datetime, reason: str = "", event_id: str = ""
) -> tuple[bytes, dict[str, str]]:
    """The body and headers that the sandbox sends: signed as a real provider would."""
    of_chargeback = happening in CHARGEBACKS
    message = {
        "id": event_id or f"evt_{key.hex[:16]}_{happening}",
        "type": f"payment.{happening}",
        "payment_key": str(key),
        "reference": f"sbx_dp_{key.hex[:16]}" if of_chargeback else reference_of(key),
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "reason": reason or ("fraudulent" if of_chargeback else ""),
    }
    if of_chargeback:
        message["reply_by"] = (now + timedelta(days=REPLY_DAYS)).isoformat()
    return _signed(message, now)


def _signed(message: Mapping[str, object], now: datetime) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(message, separators=(",", ":")).encode()
    return body, {SIGNATURE_HEADER: sign(body, _secret(), unix_s=int(now.timestamp()))}


def remember(key: UUID, happening: Happening, reason: str = "") -> None:
    """What the buyer, or time, decided at the sandbox: said to the hub afterwards, or found when it asks."""
    if happening in (Happening.SUCCEEDED, Happening.DECLINED):
        SandboxMove.objects.filter(key=key, is_refund=False, state=Happening.PENDING).update(
            state=happening, reason=reason
        )


def _outcome(move: SandboxMove) -> Outcome:
    if move.state == Happening.PENDING:
        return Pending(move.payment_reference)
    if move.state == Happening.DECLINED:
        return Declined(move.payment_reference, move.reason)
    return Succeeded(move.payment_reference)


def _speak_later(key: UUID, amount: Money, ending: str) -> None:
    for seconds, happening, number in SAYS_LATER.get(ending, ()):
        app.configure_task("payments.sandbox_confirms", schedule_in={"seconds": seconds}).defer(
            key=str(key),
            minor=amount.minor,
            currency=amount.currency,
            happening=happening,
            event_id=f"evt_{key.hex[:16]}_{happening}_{number}",
        )


def _secret() -> bytes:
    return hashlib.sha256(b"karum.payments.sandbox:" + secret_key().encode()).digest()
