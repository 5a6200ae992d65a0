"""The page on which a buyer pays: only what the hub can take, and what to do where she sends the money herself."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.catalogue.models import Offer
from karum.money import Money
from karum.orders.models import Order
from karum.orders.services import run_clocks, settle_group
from karum.payments import hub_accounts
from karum.payments import services as payments
from karum.payments.models import Payment
from karum.payments.providers import cash, sandbox
from karum.runtime.settings import Settings
from tests.orders.test_checkout import coffee, guest, to_review

__all__ = ["coffee", "guest"]

ACCOUNT = """
[[account]]
currencies = ["GBP"]
holder = "Chamber of Commerce"
country = "GB"
iban = "GB29 NWBK 6016 1331 9268 19"
bank_code = "NWBKGB2L"
"""


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(ACCOUNT)
    monkeypatch.setattr(hub_accounts, "settings", lambda: Settings(hub_accounts=path))


def pay_page(client: Client, offer: Offer) -> str:
    return str(client.post("/checkout/review", {"quote": to_review(client, offer)})["Location"])


def test_a_transfer_shows_where_to_and_the_order_waits_for_it(guest: Client, coffee: Offer, account: None) -> None:
    place = pay_page(guest, coffee)
    assert re.findall(r'name="method"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="method"', guest.get(place).text)
    assert guest.post(place, {"method": "bank_transfer"})["Location"] == place
    page = guest.get(place)
    payment = Payment.objects.get()
    words = (payment.provider_reference[:4], "GB29NWBK60161331926819", "NWBKGB2L", "Chamber of Commerce")
    assert [word for word in words if word not in page.text] == []
    assert "Refresh" not in page.headers
    order = Order.objects.get()
    now = timezone.now()
    assert order.due_at is not None
    assert order.due_at > now + timedelta(days=8)
    assert run_clocks(now=now + timedelta(days=8)) == 0
    payments.bank_receipt(
        payment.provider_reference, Money(payment.amount_minor, payment.currency), now + timedelta(days=8), uuid4()
    )
    settle_group(order.group_key, now=now + timedelta(days=8))
    assert Order.objects.get().state == "paid"
    assert guest.get(place)["Location"].startswith("/checkout/done/")


def test_a_transfer_that_never_comes_ends_the_order(guest: Client, coffee: Offer, account: None) -> None:
    place = pay_page(guest, coffee)
    guest.post(place, {"method": "bank_transfer"})
    assert run_clocks(now=timezone.now() + timedelta(days=10)) == 1
    assert (Order.objects.get().state, Payment.objects.get().state) == ("expired", "expired")


def test_cash_shows_a_reference_and_no_account(guest: Client, coffee: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cash, "settings", lambda: Settings(cash_countries=("GB",)))
    place = pay_page(guest, coffee)
    guest.post(place, {"method": "cash"})
    page = guest.get(place).text
    assert Payment.objects.get().provider_reference in page
    assert "IBAN" not in page


def test_a_buyer_who_began_a_transfer_may_take_a_card_instead(guest: Client, coffee: Offer, account: None) -> None:
    place = pay_page(guest, coffee)
    guest.post(place, {"method": "bank_transfer"})
    guest.get(place + "?again=1")
    facts = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/40", "code": "123"}
    assert guest.post(place, facts)["Location"].startswith("/checkout/done/")


def test_test_cards_are_shown_only_where_they_work(
    guest: Client, coffee: Offer, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = pay_page(guest, coffee)
    assert "4000 0000 0000 2685" in guest.get(place).text
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(demo=False))
    page = guest.get(place).text
    assert "4000 0000 0000" not in page
    assert 'name="number"' not in page
    assert 'name="method" value="bank_transfer"' in page


def test_a_hub_without_any_way_to_pay_says_so(guest: Client, coffee: Offer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(demo=False))
    place = pay_page(guest, coffee)
    page = guest.get(place)
    assert page.status_code == 200
    assert "cannot take" in page.text
    assert guest.post(place, {"method": "card"}).status_code == 422


def test_a_page_of_the_provider_is_reached_from_a_page_of_ours(
    guest: Client, coffee: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karum.payments.domain import NeedsAction

    there = "https://checkout.stripe.com/c/pay/cs_1#" + "x" * 900
    monkeypatch.setattr(sandbox.Sandbox, "start", lambda *_, **__: NeedsAction("cs_1", there))
    place = pay_page(guest, coffee)
    facts = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/40", "code": "123"}
    onward = guest.post(place, facts)["Location"]
    assert onward == f"{place}?go=1"
    assert guest.get(onward)["Refresh"] == f"0; url={there}"
    back = guest.get(place)
    assert back["Refresh"] == "3", "who comes back waits for the message, and is not sent away again"
    assert there in back.text
