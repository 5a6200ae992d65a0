"""The sandbox: a provider that moves no money and shows every behaviour.

The last four digits choose what happens, so the behaviour is repeatable and nothing has to be remembered:

=====================  ==========================================================
4242 4242 4242 4242    succeeds at once
4000 0000 0000 0002    is declined
4000 0000 0000 9987    is declined: not enough money
4000 0000 0000 3220    stays pending and is confirmed some seconds later
4000 0000 0000 3063    asks the buyer to approve at her bank (3-D Secure)
4000 0000 0000 9995    is never confirmed; the orders expire unpaid
=====================  ==========================================================

A mobile money request is approved on the "phone" some seconds later; numbers that end in 0002 or 9995 act as cards.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

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
    RefundOutcome,
    Succeeded,
)
from karum.payments.domain.signing import sign, signature_error
from karum.payments.providers import BadWebhook
from karum.runtime.settings import secret_key

SIGNATURE_HEADER = "Sandbox-Signature"
LATE_S = 6
DECLINES = {"0002": "card_declined", "9987": "insufficient_funds"}
LATE, NEVER, ASKS = "3220", "9995", "3063"
TEST_CARDS = {
    "success": "4242 4242 4242 4242",
    "declined": "4000 0000 0000 0002",
    "late": "4000 0000 0000 3220",
    "action": "4000 0000 0000 3063",
    "never": "4000 0000 0000 9995",
}


class Sandbox:
    """See the module. Stateless: the same key and instrument always give the same answer."""

    code = "sandbox"

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        reference, ending = reference_of(key), instrument.last4
        if ending in DECLINES:
            return Declined(reference, DECLINES[ending])
        if ending == NEVER:
            return Pending(reference)
        if ending == ASKS:
            return NeedsAction(reference, f"/payments/sandbox/{key}?" + urlencode({"next": return_path}))
        if ending == LATE or instrument.method == "mobile_money":
            later = app.configure_task("payments.sandbox_confirms", schedule_in={"seconds": LATE_S})
            later.defer(key=str(key), minor=amount.minor, currency=amount.currency)
            return Pending(reference)
        return Succeeded(reference)

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        return RefundOutcome(f"sbx_re_{key.hex[:16]}")

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ProviderEvent | None:
        error = signature_error(headers.get(SIGNATURE_HEADER, ""), body, _secret(), now_unix_s=int(now.timestamp()))
        if error:
            raise BadWebhook(error)
        try:
            message = json.loads(body)
            amount = Money(int(message["amount_minor"]), str(message["currency"]))
            exponent(amount.currency)
            kind = str(message["type"]).removeprefix("payment.")
            if kind not in ("pending", "succeeded", "declined"):
                return None
            return ProviderEvent(
                event_id=str(message["id"])[:100],
                happening=Happening(kind),
                payment_key=UUID(message["payment_key"]),
                reference=str(message["reference"])[:100],
                amount=amount,
                reason=str(message.get("reason", ""))[:60],
            )
        except (ValueError, KeyError, TypeError, AttributeError, BadCurrency) as problem:
            raise BadWebhook(f"the message cannot be read: {problem!r}") from problem


def reference_of(key: UUID) -> str:
    return f"sbx_pay_{key.hex[:16]}"


def webhook(
    key: UUID, happening: Happening, amount: Money, *, now: datetime, reason: str = "", event_id: str = ""
) -> tuple[bytes, dict[str, str]]:
    """The body and headers that the sandbox sends: signed as a real provider would."""
    message = {
        "id": event_id or f"evt_{key.hex[:16]}_{happening}",
        "type": f"payment.{happening}",
        "payment_key": str(key),
        "reference": reference_of(key),
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "reason": reason,
    }
    body = json.dumps(message, separators=(",", ":")).encode()
    return body, {SIGNATURE_HEADER: sign(body, _secret(), unix_s=int(now.timestamp()))}


def _secret() -> bytes:
    return hashlib.sha256(b"karum.payments.sandbox:" + secret_key().encode()).digest()
