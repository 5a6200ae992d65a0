"""The operator changes money: what stands open, a deal that is looked at before it is booked, the bank's statement."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from karum.catalogue.models import Offer
from karum.ledger.queries import unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.queries.treasury import deals, open_pairs
from karum.parties.models import Person
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
    assert open_pairs(NOW.date()) == []
    page = operator.get("/hub/currencies").text
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
    assert deals() == []


def test_a_rate_far_from_the_reference_is_asked_about(operator: Client, opened: None) -> None:
    assert "once more" in operator.post("/hub/currencies/convert", deal(operator, "10.43", "9000")).text
