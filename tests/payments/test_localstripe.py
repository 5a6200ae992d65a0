"""Stripe's official client against a Stripe that others wrote (localstripe): a smoke test of what it knows.

It knows no Checkout, no search, no idempotency keys, no disputes and no balance transactions by their day, and gives
more back than was paid; those are tried with our own emulator.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from karum.money import Money
from karum.payments.domain import Succeeded
from karum.payments.providers import stripe_cards
from karum.payments.providers.stripe_cards import StripeCards, asking
from karum.runtime.settings import Settings

pytestmark = pytest.mark.localstripe
PRICE = Money(4_250, "EUR")
WAIT_S = 30


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "localstripe"
    folder = tmp_path_factory.mktemp("localstripe")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "--port", str(port), "--from-scratch"], cwd=folder, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        assert process.poll() is None, "localstripe has ended"
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("localstripe does not answer")


@pytest.fixture
def stripe(server: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    knobs = Settings(stripe_secret_key="sk_test_12345", stripe_webhook_secret="whsec_x", stripe_api_base=server)
    monkeypatch.setattr(stripe_cards, "settings", lambda: knobs)
    return knobs


def paid(key: str) -> Any:
    """A payment by card, as Checkout would make it."""
    with asking() as client:
        card = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
        method = client.v1.payment_methods.create({"type": "card", "card": card})
        return client.v1.payment_intents.create(
            {
                "amount": PRICE.minor,
                "currency": "eur",
                "payment_method": method.id,
                "confirm": True,
                "metadata": {"karum_key": key},
            }
        )


def test_a_payment_is_looked_up_and_given_back_in_parts(stripe: Settings) -> None:
    key = uuid4()
    intent = paid(str(key))
    provider = StripeCards()
    assert provider.look(key, intent.id) == Succeeded(intent.id)
    part, rest = uuid4(), uuid4()
    first = provider.refund(part, intent.id, Money(1_000, "EUR"))
    assert first.reason == ""
    assert provider.refund(part, intent.id, Money(1_000, "EUR")) == first, "found by our key, not made again"
    assert provider.refund(rest, intent.id, Money(3_250, "EUR")).reason == ""
    with asking() as client:
        made = client.v1.refunds.list({"payment_intent": intent.id}).data
    assert sorted(refund.amount for refund in made) == [1_000, 3_250]


def test_an_unknown_payment_is_none(stripe: Settings) -> None:
    assert StripeCards().look(uuid4(), "pi_nowhere") is None
