"""An emulator of MTN MoMo after its public API: tokens, requests to pay, transfers, 202 and 409, reasons.

What happens to a request is chosen by the last digits of the phone number, as in MTN's own sandbox.
"""

import base64
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tests.emulators.server import LOST, Answer, Emulator

USER, KEY = "7f1d0a52-7d20-4a7e-8f0e-0b8f8d3c9a11", "f0e1d2c3b4a5968778695a4b3c2d1e0f"
SUBSCRIPTIONS = {"collection": "col-key", "disbursement": "dis-key"}
REASONS = {"0001": "PAYER_NOT_FOUND", "0002": "NOT_ENOUGH_FUNDS", "0003": "APPROVAL_REJECTED", "0004": "EXPIRED"}


class MomoEmulator(Emulator):
    """``lose`` makes the next POST of money act ("after") or not act ("before") and close without an answer."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, Any]] = {}
        self.transfers: dict[str, dict[str, Any]] = {}
        self.callbacks: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.tokens_given = 0
        self.expires_in = 3600
        self.lose = ""
        self.status = 0
        self.transfers_wait = False

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if self.status:
            return self.status, {"code": "INTERNAL_PROCESSING_ERROR"}
        product, _, rest = urlsplit(path).path.strip("/").partition("/")
        heads = {name.lower(): value for name, value in headers.items()}
        if heads.get("ocp-apim-subscription-key") != SUBSCRIPTIONS.get(product):
            return 401, {"statusCode": 401, "message": "Access denied due to invalid subscription key."}
        if rest == "token":
            return self._token(product, heads)
        token = heads.get("authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token) != product:
            return 401, {"error": "login_failed"}
        if heads.get("x-target-environment") != "mtnrwanda":
            return 400, {"code": "NOT_ALLOWED_TARGET_ENVIRONMENT"}
        held = self.payments if product == "collection" else self.transfers
        kind, _, name = rest.removeprefix("v1_0/").partition("/")
        if kind != ("requesttopay" if product == "collection" else "transfer"):
            return 404, {"code": "RESOURCE_NOT_FOUND"}
        if method == "GET":
            return (200, held[name]) if name in held else (404, {"code": "RESOURCE_NOT_FOUND"})
        return self._move(product, held, heads, json.loads(body))

    def approve(self, reference: str) -> dict[str, Any]:
        """The buyer types her PIN; return what MTN puts to the callback address."""
        payment = self.payments[reference]
        payment |= {"status": "SUCCESSFUL", "financialTransactionId": "23503452"}
        return payment

    def drop_tokens(self) -> None:
        self.tokens.clear()

    def _token(self, product: str, heads: dict[str, str]) -> Answer:
        pair = base64.b64decode(heads.get("authorization", "").removeprefix("Basic ")).decode()
        if pair != f"{USER}:{KEY}":
            return 401, {"error": "login_failed"}
        self.tokens_given += 1
        token = f"token-{self.tokens_given}"
        self.tokens[token] = product
        return 200, {"access_token": token, "token_type": "access_token", "expires_in": self.expires_in}

    def _move(self, product: str, held: dict[str, Any], heads: dict[str, str], body: dict[str, Any]) -> Answer:
        if self.lose == "before":
            self.lose = ""
            return LOST
        reference = heads["x-reference-id"]
        if UUID(reference).version != 4:
            return 400, {"code": "INVALID_REFERENCE_ID"}
        if body["currency"] != "RWF":
            return 500, {"code": "INVALID_CURRENCY"}
        if reference in held:
            return 409, {"code": "RESOURCE_ALREADY_EXIST", "message": "Duplicated reference id."}
        party = body["payer"] if product == "collection" else body["payee"]
        why = REASONS.get(party["partyId"][-4:], "") if product == "collection" else ""
        waits = product == "collection" or self.transfers_wait
        status = "FAILED" if why else "PENDING" if waits else "SUCCESSFUL"
        held[reference] = {**body, "status": status} | ({"reason": why} if why else {})
        self.callbacks[reference] = heads.get("x-callback-url", "")
        if self.lose == "after":
            self.lose = ""
            return LOST
        return 202, {}
