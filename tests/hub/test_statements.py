"""The operator's pages of the bank: load, decide, compare."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karum.parties.models import Person
from karum.payments.models import BankEntry
from karum.payments.services.bank import BankDetails, save_bank_account
from tests.banking.files import OWN, camt053, entry
from tests.orders.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    return client


def upload(client: Client, data: bytes) -> str:
    file = SimpleUploadedFile("s.xml", data)
    return client.post("/hub/statements", {"file": file}, follow=True).text


@pytest.mark.parametrize("page", ["", "/1", "/reconcile"])
def test_nobody_else_gets_in(page: str, client: Client) -> None:
    assert client.get(f"/hub/statements{page}").status_code == 302
    client.force_login(Person.objects.create(email="amina@example.org"))
    assert client.get(f"/hub/statements{page}").status_code == 403


def test_without_an_account_of_the_hub_it_says_what_to_do(operator: Client) -> None:
    assert "HUB_ACCOUNTS" in operator.get("/hub/statements").text
    assert "none of the hub" in upload(operator, camt053(entry("5.00", "CRDT", "E1")))


def test_a_movement_is_loaded_decided_and_compared(operator: Client) -> None:
    details = BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert save_bank_account(0, details, now=NOW) == {}
    assert "Choose the file" in operator.post("/hub/statements").text
    assert "no whole XML" in upload(operator, b"<Document>")
    data = camt053(entry("4.90", "DBIT", "E1", words="account fee") + entry("7.00", "CRDT", "E2", name="&lt;b&gt;Eve"))
    page = upload(operator, data)
    assert "2 new movements, 0 matched" in page
    assert "&lt;b&gt;Eve" in page
    assert "loaded before" in upload(operator, data)
    assert "Movements at the bank" in operator.get("/hub").text
    fee = BankEntry.objects.get(entry_id="E1")
    address = f"/hub/statements/{fee.id}"
    assert operator.post(address, {"decision": "charge", "note": ""}).status_code == 422
    refused = operator.post(address, {"decision": "match", "target": "payout:x", "note": "x"})
    assert "does not fit" in refused.text
    assert "not explained" not in operator.get("/hub/statements/reconcile").text
    assert "not yet in the ledger" in operator.get("/hub/statements/reconcile").text
    assert "Decided" in operator.post(address, {"decision": "charge", "note": "fee"}, follow=True).text
    assert "decided already" in operator.post(address, {"decision": "keep", "note": "x"}, follow=True).text
    assert "every difference is explained" in operator.get("/hub/statements/reconcile").text
    assert operator.get("/hub/statements/999999").status_code == 404
