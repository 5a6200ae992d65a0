"""Stripe: cards, on Stripe's own page (Checkout), so that no card number ever reaches the hub.

Separate charges and transfers in Stripe's words: the whole charge stays on the platform's balance, and what sellers get
is paid out by the hub's own payout runs, not by Stripe. 3-D Secure is done on Stripe's page. Every request carries our
key as its idempotency key. Sources: docs.stripe.com/api (Checkout Sessions, PaymentIntents, Refunds, Disputes, Events),
docs.stripe.com/currencies, docs.stripe.com/webhooks/signature.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from karum.money import Money, exponent
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
from karum.payments.providers import BadWebhook, ProviderUnreachable
from karum.runtime.settings import settings

CODE = "stripe"
SIGNATURE_HEADER = "Stripe-Signature"
TOLERANCE_S = 300
TIMEOUT_S = 20
_TIMES_100 = frozenset({"ISK", "UGX"})  # without decimals in ISO 4217, with two at Stripe

_H = Happening
_OF_SESSION = {
    "checkout.session.completed": None,  # paid at once, or on its way
    "checkout.session.async_payment_succeeded": _H.SUCCEEDED,
    "checkout.session.async_payment_failed": _H.DECLINED,
    "checkout.session.expired": _H.DECLINED,
}
_OF_REFUND = ("refund.failed", "refund.updated", "charge.refund.updated")
_OF_DISPUTE = ("charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed")


class StripeCards:
    """One Checkout Session for each payment; its PaymentIntent is the reference once it is paid."""

    code = CODE

    def offered(self, country: str, amount: Money) -> bool:
        return bool(settings().stripe_secret_key and settings().stripe_webhook_secret)

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        import stripe

        back = settings().base_url + return_path
        ours = {"karum_key": str(key)}
        price = {
            "currency": amount.currency.lower(),
            "unit_amount": _units(amount),
            "product_data": {"name": settings().hub_name},
        }
        params: Any = {
            "mode": "payment",
            "client_reference_id": str(key),
            "line_items": [{"quantity": 1, "price_data": price}],
            "metadata": ours,
            "payment_intent_data": {"metadata": ours, "transfer_group": str(key)},
            "success_url": back,
            "cancel_url": f"{back}?again=1",
        }
        with asking() as client:
            try:
                session = client.v1.checkout.sessions.create(params, {"idempotency_key": str(key)})
            except stripe.CardError as no:
                return Declined("", no.code or "card_declined")
            except stripe.InvalidRequestError as no:
                return Declined("", (no.code or "provider_refused")[:60])
        return NeedsAction(session.id, session.url or "")

    def look(self, key: UUID, reference: str) -> Outcome | None:
        import stripe

        with asking() as client:
            try:
                if reference.startswith("cs_"):
                    return _of_session(client.v1.checkout.sessions.retrieve(reference))
                if reference:
                    return _of_intent(client.v1.payment_intents.retrieve(reference))
                # The answer with the session's name was lost, so the buyer never saw its page; a payment all the same
                # would carry our key.
                found = client.v1.payment_intents.search({"query": f"metadata['karum_key']:'{key}'"})
                return _of_intent(found.data[0]) if found.data else None
            except stripe.InvalidRequestError as no:
                if no.http_status == 404:
                    return None
                raise

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """Stripe forgets idempotency keys after a day, so refunds that carry our key are looked for first."""
        import stripe

        params: Any = {
            "payment_intent": payment_reference,
            "amount": _units(amount),
            "metadata": {"karum_key": str(key)},
        }
        with asking() as client:
            try:
                known = client.v1.refunds.list({"payment_intent": payment_reference, "limit": 100})
                mine = [r for r in known.auto_paging_iter() if our_key(r) == str(key)]
                made = mine[0] if mine else client.v1.refunds.create(params, {"idempotency_key": str(key)})
            except stripe.InvalidRequestError as no:
                return RefundOutcome("", (no.code or "provider_refused")[:60])
        refused = made.status in ("failed", "canceled")
        return RefundOutcome(made.id, (made.failure_reason or "failed")[:60] if refused else "")

    def read_webhook(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> ProviderEvent | RefundFailed | None:
        import stripe

        if not settings().stripe_webhook_secret:
            raise BadWebhook("this hub takes no messages of Stripe")  # an empty secret would sign for everybody
        header = headers.get(SIGNATURE_HEADER, "")
        try:
            stripe.WebhookSignature.verify_header(body, header, settings().stripe_webhook_secret)
            stamp = int(next(part[2:] for part in header.split(",") if part.startswith("t=")))
        except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, StopIteration) as problem:
            raise BadWebhook(f"the signature is not Stripe's: {problem}") from problem
        if abs(now.timestamp() - stamp) > TOLERANCE_S:
            raise BadWebhook(f"the signature is more than {TOLERANCE_S} seconds away from now")
        try:
            event = json.loads(body)
            kind, what = str(event["type"]), event["data"]["object"]
            if kind in _OF_SESSION:
                return _session_event(str(event["id"]), kind, what)
            if kind in _OF_DISPUTE or kind == "charge.dispute.funds_reinstated":
                return _dispute_event(str(event["id"]), kind, what)
            if kind in _OF_REFUND:
                return _refund_event(str(event["id"]), what)
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise BadWebhook(f"the message cannot be read: {problem!r}") from problem
        return None


def _session_event(event_id: str, kind: str, session: Mapping[str, Any]) -> ProviderEvent | None:
    if not (session.get("metadata") or {}).get("karum_key"):
        return None  # another program uses the same account
    happening = _OF_SESSION[kind] or (_H.SUCCEEDED if session["payment_status"] == "paid" else _H.PENDING)
    return ProviderEvent(
        event_id=event_id[:100],
        happening=happening,
        payment_key=UUID(session["metadata"]["karum_key"]),
        reference=str(session["payment_intent"] if happening is _H.SUCCEEDED else session["id"])[:100],
        amount=money_of(int(session["amount_total"]), str(session["currency"])),
        reason="session_expired" if kind.endswith("expired") else "card_declined" if happening is _H.DECLINED else "",
    )


def _dispute_event(event_id: str, kind: str, dispute: Mapping[str, Any]) -> ProviderEvent | None:
    status = str(dispute["status"])
    if status.startswith("warning"):
        return None  # a question of the buyer's bank: no money has moved
    if kind == "charge.dispute.closed":
        happening = {"won": _H.CHARGEBACK_WON, "lost": _H.CHARGEBACK_LOST}.get(status)
    else:
        happening = _H.CHARGEBACK_WON if kind.endswith("reinstated") else _H.CHARGEBACK_OPENED
    if happening is None:
        return None
    with asking() as client:
        intent = client.v1.payment_intents.retrieve(str(dispute["payment_intent"]))
    key = our_key(intent)
    if not key:
        return None
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return ProviderEvent(
        event_id=event_id[:100],
        happening=happening,
        payment_key=UUID(key),
        reference=str(dispute["id"])[:100],
        amount=money_of(int(dispute["amount"]), str(dispute["currency"])),
        reason=str(dispute.get("reason") or "")[:60],
        reply_by=datetime.fromtimestamp(due, UTC) if due else None,
    )


def _refund_event(event_id: str, refund: Mapping[str, Any]) -> RefundFailed | None:
    """Stripe tells of every change of a refund; only one that failed is news."""
    key = (refund.get("metadata") or {}).get("karum_key")
    if not key or refund["status"] not in ("failed", "canceled"):
        return None
    return RefundFailed(
        event_id[:100],
        UUID(key),
        str(refund["id"])[:100],
        money_of(int(refund["amount"]), str(refund["currency"])),
        str(refund.get("failure_reason") or refund["status"])[:60],
    )


def _of_session(session: Any) -> Outcome:
    if session.payment_status == "paid":
        return Succeeded(str(session.payment_intent))
    if session.status == "expired":
        return Declined(session.id, "session_expired")
    return NeedsAction(session.id, session.url) if session.status == "open" and session.url else Pending(session.id)


def _of_intent(intent: Any) -> Outcome:
    if intent.status == "succeeded":
        return Succeeded(intent.id)
    return Declined(intent.id, "canceled") if intent.status == "canceled" else Pending(intent.id)


def our_key(thing: Any) -> str:
    """Empty for what another program made in the same account."""
    return str(thing.metadata.to_dict().get("karum_key", "")) if thing.metadata else ""


def _units(amount: Money) -> int:
    """Stripe's smallest unit. What it cannot say exactly is kept out by ``not_currencies`` in methods.toml."""
    return amount.minor * 100 if amount.currency in _TIMES_100 else amount.minor


def money_of(units: int, currency: str) -> Money:
    code = currency.upper()
    exponent(code)
    if code not in _TIMES_100:
        return Money(units, code)
    if units % 100:
        raise ValueError(f"{units} is not a whole amount of {code}")
    return Money(units // 100, code)


@contextmanager
def asking() -> Iterator[Any]:
    """A client of the library; whatever leaves it unknown whether Stripe acted becomes ProviderUnreachable."""
    import stripe  # 40 MB: only in processes that talk to Stripe

    knobs = settings()
    client = stripe.StripeClient(
        knobs.stripe_secret_key,
        base_addresses={"api": knobs.stripe_api_base},
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_S),
    )
    try:
        yield client
    except (stripe.CardError, stripe.InvalidRequestError):
        raise
    except stripe.StripeError as problem:  # no connection, 5xx, too many requests, a key that was changed
        raise ProviderUnreachable(f"Stripe: {problem}") from problem
