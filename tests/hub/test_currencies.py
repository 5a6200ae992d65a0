"""The operator changes money: what stands open, a deal that is looked at before it is booked, the bank's statement."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karum.catalogue.models import Offer
from karum.ledger.queries import unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.queries.treasury import deals, open_pairs
from karum.parties.models import Person
from karum.payments.queries.reconcile import reconciliation
from karum.payments.services import own_transfers
from karum.payments.services.bank import BankDetails, save_bank_account
from tests.banking.files import OWN
from tests.hub.test_console import operator
from tests.orders.conftest import NOW, offer
from tests.orders.test_give_back import exchanged, finish

__all__ = ["offer", "operator"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(offer: Offer) -> None:
    """EUR 10.43 came in for orders whose seller is owed RWF 16,800."""
    finish(exchanged(offer))


def deal(client: Client, sold: str, bought: str, **more: str) -> dict[str, str]:
    page = client.get("/hub/currencies").text
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    return {
        "key": key[1],
        "sell": "EUR",
        "buy": "RWF",
        "sold": sold,
        "bought": bought,
        "reference": "FX-2026-77",
        **more,
    }


def test_nobody_else_sees_it(client: Client) -> None:
    client.force_login(Person.objects.create(email="amina@example.org"))
    assert client.get("/hub/currencies").status_code == 403
    assert client.post("/hub/currencies/convert", {}).status_code == 403


def test_with_nothing_open_it_says_so(operator: Client) -> None:
    page = operator.get("/hub/currencies").text
    assert "Nothing stands open" in page
    assert "Nothing was changed yet" in page
    done = operator.post("/hub/currencies/convert", {"sell": "EUR", "buy": "RWF", "key": str(uuid4())}, follow=True)
    assert "Nothing is open between these two" in done.text


def test_a_deal_is_shown_first_and_booked_once(operator: Client, opened: None) -> None:
    form = deal(operator, "10.43", "16900")
    shown = operator.post("/hub/currencies/convert", form).text
    assert "Is this what the bank did?" in shown
    assert deals() == [], "looking books nothing"
    for _again in range(2):
        answer = operator.post("/hub/currencies/convert", {**form, "book": "1"}, follow=True)
        assert answer.status_code == 200
    (done,) = deals()
    assert (done.sold, done.bought, done.result) == (Money(1043, "EUR"), Money(16_900, "RWF"), Money(100, "RWF"))
    assert (done.reference, open_pairs(NOW.date())) == ("FX-2026-77", [])
    page = operator.get("/hub/currencies").text
    assert "FX-2026-77" in page
    assert "Nothing stands open" in page
    assert (wrong_balances(), unbalanced_currencies()) == ([], [])


@pytest.mark.parametrize(
    ("sold", "bought"),
    [("0", "1"), ("-1", "1"), ("10.44", "1"), ("1", "0"), ("", "1"), ("1", ""), ("x", "1"), ("1", "0.5")],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    operator: Client, opened: None, sold: str, bought: str
) -> None:
    answer = operator.post("/hub/currencies/convert", deal(operator, sold, bought, book="1"))
    assert answer.status_code == 422
    assert "field__error" in answer.text
    assert "FX-2026-77" in answer.text, "what was typed stays"
    assert deals() == []


def test_a_rate_far_from_the_reference_is_asked_about(operator: Client, opened: None) -> None:
    assert "once more" in operator.post("/hub/currencies/convert", deal(operator, "10.43", "9000")).text


def test_the_statement_shows_the_deal_and_every_difference_has_its_name(operator: Client, opened: None) -> None:
    for currency, iban in (("EUR", OWN), ("RWF", "")):
        number = {"iban": iban} if iban else {"account_number": "100-0123456", "bank_code": "BKRW"}
        country = "DE" if iban else "RW"
        assert save_bank_account(0, BankDetails("Karum", country, currency, **number), now=NOW) == {}
    operator.post("/hub/currencies/convert", {**deal(operator, "10.43", "16900"), "book": "1"})
    waiting = {(one.currency, item.kind) for one in reconciliation() for item in one.items}
    assert {("EUR", "conversion"), ("RWF", "conversion")} <= waiting
    assert "changed at the bank, not yet on a statement" in operator.get("/hub/statements/reconcile").text
    rows = f"2026-11-20;-10.43;EUR;deal FX-2026-77;A1;{OWN}\n2026-11-20;16900;RWF;sold EUR;A2;100-0123456\n"
    file = SimpleUploadedFile("s.csv", ("date;amount;currency;reference;id;account\n" + rows).encode())
    page = operator.post("/hub/statements", {"file": file}, follow=True).text
    assert "2 new movements, 1 matched" in page
    entry = re.search(r"/hub/statements/(\d+)", page)
    assert entry is not None
    place = f"/hub/statements/{entry[1]}"
    target = re.search(r'value="(own:[^"]+)"', operator.get(place).text)
    assert target is not None
    assert "The hub&#x27;s own transfer" in operator.get(place).text
    operator.post(place, {"decision": "match", "target": target[1], "note": "our deal"})
    left = [(one.currency, item.kind) for one in reconciliation() for item in one.items if item.kind != "other"]
    assert [one for one in left if one[1] == "conversion"] == []
    again = operator.post(place, {"decision": "match", "target": target[1], "note": "once more"}, follow=True)
    assert "decided already" in again.text
    assert (wrong_balances(), unbalanced_currencies()) == ([], [])


def test_an_own_transfer_is_noted_once() -> None:
    for _again, new in ((1, True), (2, False)):
        assert own_transfers.own_transfer("x sold", "conversion", Money(-5, "EUR"), at=NOW) is new
