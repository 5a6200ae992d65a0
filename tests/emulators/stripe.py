"""An emulator of Stripe with its public shapes: Checkout Sessions, PaymentIntents, Refunds, Disputes, signed events.

Our own: localstripe 1.15 ignores idempotency keys, miscounts partial refunds and knows no disputes.
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import stripe

from tests.emulators.server import LOST, Answer, Emulator

SECRET, SIGNING = "sk_test_emulator", "whsec_emulator"


class StripeEmulator(Emulator):
    """``lose`` makes the next POST act and close without an answer ("after"), or not even act ("before")."""

    def __init__(self) -> None:
        self.sessions: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[list[tuple[str, str]], Answer]] = {}
        self.requests: list[tuple[str, str]] = []
        self.lose = ""
        self.status = 200
        self.number = 0
        self.balance: list[dict[str, Any]] = []  # balance transactions, the oldest first

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        parts = urlsplit(path)
        self.requests.append((method, parts.path))
        if headers.get("Authorization") != f"Bearer {SECRET}":
            return _error(401, "invalid_request_error", "Invalid API Key provided")
        if self.status != 200:
            return _error(self.status, "api_error", "An error occurred")
        if method == "GET":
            return self._get(parts.path, parse_qs(parts.query))
        if self.lose == "before":
            self.lose = ""
            return LOST
        form = parse_qsl(body.decode(), keep_blank_values=True)
        key = headers.get("Idempotency-Key", "")
        if key in self.answers:
            first, answer = self.answers[key]
            same = sorted(first) == sorted(form)
            return answer if same else _error(400, "idempotency_error", "Keys for idempotent requests differ")
        answer = self._post(parts.path, dict(form))
        if key:
            self.answers[key] = (form, answer)
        if self.lose == "after":
            self.lose = ""
            return LOST
        return answer

    def forget_keys(self) -> None:
        """As Stripe does after a day."""
        self.answers.clear()

    def pay(self, session_id: str, *, now: bool = True) -> dict[str, Any]:
        """The buyer fills in Stripe's page; return the session."""
        session = self.sessions[session_id]
        intent = {
            "id": self._id("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "currency": session["currency"],
            "status": "succeeded" if now else "processing",
            "metadata": session.pop("_intent_metadata"),
        }
        self.intents[intent["id"]] = intent
        charge = {name: intent[name] for name in ("amount", "currency", "metadata")}
        self.book("charge", intent["amount"], 25 + intent["amount"] * 15 // 1000, charge | {"id": self._id("ch")})
        session |= {
            "status": "complete",
            "url": None,
            "payment_intent": intent["id"],
            "payment_status": "paid" if now else "unpaid",
        }
        return session

    def dispute(self, intent_id: str, status: str, *, amount: int | None = None, due_by: int = 0) -> dict[str, Any]:
        intent = self.intents[intent_id]
        return {
            "id": f"dp_{intent_id}",
            "object": "dispute",
            "amount": amount or intent["amount"],
            "currency": intent["currency"],
            "payment_intent": intent_id,
            "reason": "product_not_received",
            "status": status,
            "evidence_details": {"due_by": due_by or None},
        }

    def book(
        self, kind: str, amount: int, fee: int = 0, source: dict[str, Any] | None = None, *, currency: str = ""
    ) -> dict[str, Any]:
        """One line of the balance: ``amount`` before ``fee``."""
        source = {"object": kind, **source} if source else None
        line = {
            "id": self._id("txn"),
            "object": "balance_transaction",
            "type": kind,
            "amount": amount,
            "fee": fee,
            "net": amount - fee,
            "currency": currency or (source or {}).get("currency", "eur"),
            "created": int(time.time()),
            "source": source,
        }
        self.balance.append(line)
        return line

    def pay_out(self, trace: str = "") -> dict[str, Any]:
        """Everything to the hub's bank."""
        net = sum(line["net"] for line in self.balance)
        payout = {"id": self._id("po"), "amount": net, "currency": "eur", "metadata": {}}
        payout["trace_id"] = {"status": "supported", "value": trace} if trace else None
        self.book("payout", -net, 0, payout)
        return payout

    def event(self, kind: str, what: dict[str, Any], *, at: int) -> tuple[bytes, dict[str, str]]:
        """Body and headers, signed by the library itself."""
        body = json.dumps({"id": self._id("evt"), "object": "event", "type": kind, "data": {"object": what}})
        return body.encode(), {
            "Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, SIGNING, timestamp=at)
        }

    def _get(self, path: str, query: dict[str, list[str]]) -> Answer:
        if path == "/v1/payment_intents/search":
            wanted = re.fullmatch(r"metadata\['karum_key'\]:'([^']+)'", query["query"][0])
            assert wanted, query
            found = [i for i in self.intents.values() if i["metadata"].get("karum_key") == wanted[1]]
            return 200, {"object": "search_result", "data": found, "has_more": False, "url": path}
        if path == "/v1/refunds":
            found = [r for r in self.refunds.values() if r["payment_intent"] == query["payment_intent"][0]]
            return 200, {"object": "list", "data": found, "has_more": False, "url": path}
        if path == "/v1/balance_transactions":
            return self._balance(query)
        kind, _, name = path.removeprefix("/v1/").rpartition("/")
        held = {"checkout/sessions": self.sessions, "payment_intents": self.intents}.get(kind, {})
        found_one = held.get(name)
        if found_one is None:
            return _error(404, "invalid_request_error", f"No such object: '{name}'", code="resource_missing")
        return 200, {k: v for k, v in found_one.items() if not k.startswith("_")}

    def _balance(self, query: dict[str, list[str]]) -> Answer:
        """The newest first, page by page, as Stripe's lists are; ``data.source`` has to be asked for."""
        since, limit = int(query["created[gte]"][0]), int(query["limit"][0])
        assert query.get("expand[0]") == ["data.source"], query
        lines = [line for line in reversed(self.balance) if line["created"] >= since]
        after = query.get("starting_after", [""])[0]
        begin = next((at for at, line in enumerate(lines, 1) if line["id"] == after), 0)
        page = lines[begin : begin + limit]
        more = begin + limit < len(lines)
        return 200, {"object": "list", "data": page, "has_more": more, "url": "/v1/balance_transactions"}

    def _post(self, path: str, form: dict[str, str]) -> Answer:
        act: Callable[[dict[str, str]], Answer] | None = {
            "/v1/checkout/sessions": self._new_session,
            "/v1/refunds": self._new_refund,
        }.get(path)
        return act(form) if act else _error(404, "invalid_request_error", f"Unrecognized request URL (POST: {path})")

    def _new_session(self, form: dict[str, str]) -> Answer:
        units = int(form["line_items[0][price_data][unit_amount]"])
        if units < 50:
            return _error(400, "invalid_request_error", "too small", code="amount_too_small")
        name = self._id("cs_test")
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "mode": form["mode"],
            "client_reference_id": form["client_reference_id"],
            "amount_total": units,
            "currency": form["line_items[0][price_data][currency]"],
            "metadata": {"karum_key": form["metadata[karum_key]"]},
            "_intent_metadata": {"karum_key": form["payment_intent_data[metadata][karum_key]"]},
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": form["success_url"],
            "cancel_url": form["cancel_url"],
            "url": f"https://checkout.stripe.com/c/pay/{name}#{'x' * 600}",  # as long as the real ones
        }
        return 200, {k: v for k, v in self.sessions[name].items() if not k.startswith("_")}

    def _new_refund(self, form: dict[str, str]) -> Answer:
        intent = self.intents.get(form["payment_intent"])
        if intent is None:
            return _error(404, "invalid_request_error", "No such payment_intent", code="resource_missing")
        mine = [r for r in self.refunds.values() if r["payment_intent"] == intent["id"]]
        back = sum(r["amount"] for r in mine if r["status"] not in ("failed", "canceled"))
        if back + int(form["amount"]) > intent["amount"]:
            return _error(400, "invalid_request_error", "greater than charge", code="charge_already_refunded")
        name = self._id("re")
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": int(form["amount"]),
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "metadata": {"karum_key": form["metadata[karum_key]"]},
            "status": "succeeded",
            "failure_reason": None,
        }
        self.book("refund", -int(form["amount"]), 0, self.refunds[name])
        return 200, self.refunds[name]

    def _id(self, kind: str) -> str:
        self.number += 1
        return f"{kind}_{self.number:024d}"


def _error(status: int, kind: str, message: str, *, code: str | None = None) -> Answer:
    return status, {"error": {"type": kind, "message": message, "code": code}}
