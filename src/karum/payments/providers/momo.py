"""MTN MoMo: the buyer approves a request to pay on her phone; refunds are transfers back to it.

Source: momodeveloper.mtn.com, Collections v1.0 (requesttopay) and Disbursements v1.0 (transfer). A request is named by
``X-Reference-Id``, made of our key, so asking twice moves money once: the second is answered by 409. Callbacks carry no
signature, so nothing that they say is believed: they are a reason to ask.
"""

import base64
import json
import threading
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from karum.money import BadAmount, BadCurrency, Money, parse
from karum.payments.domain import (
    Declined,
    Happening,
    Instrument,
    Outcome,
    Pending,
    ProviderEvent,
    RefundOutcome,
    Succeeded,
)
from karum.payments.providers import BadWebhook, ProviderUnreachable
from karum.payments.providers.http import ask
from karum.runtime.settings import Settings, settings

CODE = "momo"
_EARLY_S = 60  # a token is given up so long before its end
_SAID = {
    "NOT_ENOUGH_FUNDS": "account_empty",
    "PAYER_NOT_FOUND": "no_such_account",
    "APPROVAL_REJECTED": "not_approved_on_phone",
    "EXPIRED": "not_approved_on_phone",
}
_HAPPENINGS = {"PENDING": Happening.PENDING, "SUCCESSFUL": Happening.SUCCEEDED, "FAILED": Happening.DECLINED}

_tokens: dict[tuple[str, str, str], tuple[str, float]] = {}
_tokens_lock = threading.Lock()


class Momo:
    """One environment of MTN MoMo: one country, one currency."""

    code = CODE

    def offered(self, country: str, amount: Money) -> bool:
        knobs = settings()
        set_up = (knobs.momo_environment, knobs.momo_user, knobs.momo_key, knobs.momo_collection_key)
        return all(set_up) and (country, amount.currency) == (knobs.momo_country, knobs.momo_currency)

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        reference = reference_of(key)
        body = {
            "amount": amount.text,
            "currency": amount.currency,
            "externalId": str(key),
            "payer": {"partyIdType": "MSISDN", "partyId": instrument.phone.lstrip("+")},
            "payerMessage": settings().hub_name[:160],
            "payeeNote": str(key),
        }
        callback = {"X-Callback-Url": f"{settings().base_url}/payments/webhook/{CODE}"}
        if not settings().base_url.startswith("https://"):
            callback = {}  # MTN calls back by https only; without it the janitor asks
        status, said = _call("collection", "POST", "/v1_0/requesttopay", reference, body, callback)
        if status == 202:
            return Pending(reference)
        if status == 409:
            return self.look(key, reference) or Pending(reference)
        return Declined(reference, _reason(said))

    def look(self, key: UUID, reference: str) -> Outcome | None:
        status, said = _call("collection", "GET", f"/v1_0/requesttopay/{reference_of(key)}")
        return None if status == 404 else _outcome(reference_of(key), said)

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """A transfer to the phone that paid, which MTN is asked for: the hub keeps only its last digits."""
        reference = reference_of(key)
        status, paid = _call("collection", "GET", f"/v1_0/requesttopay/{payment_reference}")
        if status != 200 or "payer" not in paid:
            return RefundOutcome("", "payment_unknown")
        body = {
            "amount": amount.text,
            "currency": amount.currency,
            "externalId": str(key),
            "payee": paid["payer"],
            "payerMessage": settings().hub_name[:160],
            "payeeNote": str(key),
        }
        status, said = _call("disbursement", "POST", "/v1_0/transfer", reference, body)
        if status not in (202, 409):
            return RefundOutcome(reference, _reason(said))
        status, said = _call("disbursement", "GET", f"/v1_0/transfer/{reference}")
        found = _outcome(reference, said)
        if isinstance(found, Declined):
            return RefundOutcome(reference, found.reason)
        if isinstance(found, Succeeded):
            return RefundOutcome(reference)
        raise ProviderUnreachable("the transfer is not decided yet; asking again with the same key is safe")

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ProviderEvent | None:
        if not settings().momo_user:
            raise BadWebhook("this hub takes no messages of MTN MoMo")
        try:
            key = UUID(str(json.loads(body)["externalId"]))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise BadWebhook(f"the message cannot be read: {problem!r}") from problem
        status, said = _call("collection", "GET", f"/v1_0/requesttopay/{reference_of(key)}")
        if status == 404:
            raise BadWebhook("the provider knows no such payment")
        try:
            if said["externalId"] != str(key):
                raise BadWebhook("the payment is another's")
            happening = _HAPPENINGS[said["status"]]
            amount = parse(str(said["amount"]), str(said["currency"]))
        except (KeyError, BadAmount, BadCurrency) as problem:
            raise BadWebhook(f"the answer cannot be read: {problem!r}") from problem
        return ProviderEvent(
            event_id=f"{key}:{happening}",
            happening=happening,
            payment_key=key,
            reference=reference_of(key),
            amount=amount,
            reason=_reason(said) if happening is Happening.DECLINED else "",
        )


def reference_of(key: UUID) -> str:
    """MTN takes UUIDs of version 4 only; ours may be of another."""
    return str(UUID(int=key.int, version=4))


def _outcome(reference: str, said: Mapping[str, Any]) -> Outcome:
    match said.get("status"):
        case "SUCCESSFUL":
            return Succeeded(reference)
        case "FAILED":
            return Declined(reference, _reason(said))
        case _:
            return Pending(reference)


def _reason(said: Mapping[str, Any]) -> str:
    """MTN writes the reason as a word, or as an object with a code."""
    reason = said.get("reason") or said.get("code") or "provider_refused"
    word = str(reason.get("code", "provider_refused") if isinstance(reason, dict) else reason)
    return _SAID.get(word, word.lower()[:60])


def _call(
    product: str,
    method: str,
    path: str,
    reference: str = "",
    body: Any = None,
    extra: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    """Raises ProviderUnreachable also for answers that leave it open whether MTN acted."""
    knobs = settings()
    for attempt in (1, 2):
        headers = {
            "Authorization": f"Bearer {_token(product, knobs, fresh=attempt == 2)}",
            "X-Target-Environment": knobs.momo_environment,
            "Ocp-Apim-Subscription-Key": _subscription(product, knobs),
            **({"X-Reference-Id": reference} if reference else {}),
            **(extra or {}),
        }
        status, said = ask(method, f"{knobs.momo_api_base}/{product}{path}", headers, body)
        if status != 401:
            break
    if status in (401, 403, 408, 429) or status >= 500:
        raise ProviderUnreachable(f"MTN MoMo answers {status}: {_reason(said)}")
    if status == 200 and method == "GET" and "status" not in said:
        raise ProviderUnreachable("MTN MoMo's answer says nothing of the payment")
    return status, said


def _token(product: str, knobs: Settings, *, fresh: bool) -> str:
    """Kept until shortly before it ends, for each product and user."""
    name = (knobs.momo_api_base, product, knobs.momo_user)
    with _tokens_lock:
        token, until = _tokens.get(name, ("", 0.0))
        if token and not fresh and time.monotonic() < until:
            return token
    pair = base64.b64encode(f"{knobs.momo_user}:{knobs.momo_key}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "Ocp-Apim-Subscription-Key": _subscription(product, knobs)}
    status, said = ask("POST", f"{knobs.momo_api_base}/{product}/token/", headers, {})
    if status != 200 or "access_token" not in said:
        raise ProviderUnreachable(f"MTN MoMo gives no token for {product}: {status}")
    token, lasts = str(said["access_token"]), int(said.get("expires_in", 0))
    with _tokens_lock:
        _tokens[name] = (token, time.monotonic() + lasts - _EARLY_S)
    return token


def _subscription(product: str, knobs: Settings) -> str:
    return knobs.momo_collection_key if product == "collection" else knobs.momo_disbursement_key
