"""What an order gives back is its own: the duty of other orders in the same account is owed to customs."""

from uuid import uuid4

import pytest

from karum.ledger import queries as ledger_read
from karum.ledger import services as ledger
from karum.ledger.domain import AccountKey, Entry, Purpose
from karum.money import Money
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role
from karum.orders.services import Actor, Done, act, give_back, place_orders, settle_group
from karum.payments import services as payments
from karum.payments.domain import Card, Instrument
from tests.orders.conftest import NOW, ask, make_offer

SELLER, HUB = Actor(Role.SELLER, 1), Actor(Role.HUB)


def sold() -> OrderRequest:
    """An order of seller 1 with EUR 5 of duty and 3 of tax, released."""
    request = ask(make_offer(sku=uuid4().hex[:8]), duty=500, tax=300)
    place_orders([request], now=NOW)
    card = Instrument("card", card=Card("4242424242424242", 12, 2030))
    payments.start(key=uuid4(), group_key=request.group_key, amount=request.total_seen, instrument=card, now=NOW)
    settle_group(request.group_key, now=NOW)
    for action, who in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, Actor(Role.BUYER))):
        assert isinstance(act(1, request.key, action, who, now=NOW), Done)
    return request


def net(purpose: Purpose) -> int:
    return ledger_read.balance(AccountKey(1, purpose, "EUR")).net.minor


@pytest.mark.django_db
def test_a_refund_after_its_duty_was_handed_over_leaves_the_duty_of_another_order_alone() -> None:
    first, second = sold(), sold()
    for purpose, minor in ((Purpose.DUTY, 500), (Purpose.TAX, 300)):
        handed = Entry(uuid4(), 1, purpose, Purpose.BANK, Money(minor, "EUR"), "remitted", order_key=first.key)
        ledger.post([handed], now=NOW)
    assert isinstance(give_back(1, first.key, first.total_seen, "return", HUB, now=NOW), Done)
    assert (net(Purpose.DUTY), net(Purpose.TAX)) == (500, 300), "the second order's are owed to customs"
    assert isinstance(give_back(1, second.key, second.total_seen, "return", HUB, now=NOW), Done)
    assert (net(Purpose.DUTY), net(Purpose.TAX)) == (0, 0)
    assert ledger_read.wrong_balances() == []
