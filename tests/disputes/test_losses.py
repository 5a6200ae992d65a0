"""Chargebacks beyond what is left, and those that are won when their order is over: no cent is nobody's."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from karum.disputes import services
from karum.disputes.domain.losses import NotBorne
from karum.disputes.models import ChargebackShare, HubLoss
from karum.disputes.queries.losses import gaps
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries.truth import groups_that_differ, orders_that_differ
from karum.orders.services import Actor, act
from karum.payments import queries as payments
from karum.payments.domain import Happening
from karum.payments.models import Refund
from karum.payments.providers import sandbox
from karum.payments.services import receive_webhook
from tests.disputes.conftest import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db


def tell(world: World, happening: Happening, amount: Money | None = None) -> UUID:
    payment = world.order.payment
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, happening, amount or world.order.total, now=NOW, event_id=str(uuid4()))
    assert receive_webhook("sandbox", body, headers, now=NOW) == "applied"
    (record,) = payments.chargebacks(payment_id=payment.id)
    for _ in range(2):  # jobs may come twice
        services.note_chargeback(record, now=NOW)
    return record.key


def hubs(purpose: Purpose) -> int:
    return balance(AccountKey(0, purpose, "GBP")).net.minor


def sellers(world: World, purpose: Purpose) -> int:
    return balance(AccountKey(world.order.seller_id, purpose, "GBP")).net.minor


def all_is_right() -> bool:
    told = (wrong_balances(), unbalanced_currencies(), orders_that_differ(), groups_that_differ(before=NOW + 99 * DAY))
    return told == ([], [], [], [])


def short(minor: int) -> World:
    """The seller gave ``minor`` back by herself, and then the buyer's bank takes all of it: so much is nobody's."""
    world = make_world()
    seller = Actor(Role.SELLER, world.owner.pk)
    act(world.order.seller_id, world.order.key, Action.REFUND, seller, now=NOW, amount=world.money(minor))
    return world


def test_a_chargeback_that_is_won_after_its_order_was_cancelled_goes_back_to_the_buyer() -> None:
    world = make_world(state="paid")
    tell(world, Happening.CHARGEBACK_OPENED)
    assert world.again().state is State.CANCELLED
    tell(world, Happening.CHARGEBACK_WON)
    row = Refund.objects.get()
    assert (row.amount_minor, row.extra) == (world.order.total.minor, True)
    assert all_is_right()
    tell(world, Happening.CHARGEBACK_LOST)  # the next round: the buyer has it twice, and no order can bear it
    (share,) = ChargebackShare.objects.all()
    assert share.missing_minor == share.amount_minor == world.order.total.minor
    assert [gap.amount for gap in gaps()] == [world.order.total]
    assert Refund.objects.count() == 1
    assert all_is_right()


def test_what_no_order_has_left_waits_for_a_decision_and_not_before_it_is_lost() -> None:
    world = short(700)
    key = tell(world, Happening.CHARGEBACK_OPENED)
    assert gaps() == []
    assert services.bear_loss(key, "x", world.operator, key=uuid4(), now=NOW) is NotBorne.NOT_LOST
    tell(world, Happening.CHARGEBACK_LOST)
    assert [(gap.amount, gap.asked) for gap in gaps()] == [(world.money(700), None)]
    assert services.bear_loss(key, " ", world.operator, key=uuid4(), now=NOW) is NotBorne.NO_REASON
    assert services.bear_loss(uuid4(), "x", world.operator, key=uuid4(), now=NOW) is NotBorne.NOT_FOUND
    assert hubs(Purpose.LOSS) == 0


def test_a_small_loss_is_booked_by_one_person_once() -> None:
    world = short(700)
    tell(world, Happening.CHARGEBACK_OPENED)
    chargeback, key = tell(world, Happening.CHARGEBACK_LOST), uuid4()
    before = sum(one.net.minor for one in (balance(AccountKey(s, Purpose.CLEARING, "GBP")) for s in _books(world)))
    for _ in range(2):
        row = services.bear_loss(chargeback, "Refunded by hand before", world.operator, key=key, now=NOW)
        assert isinstance(row, HubLoss)
        assert (row.booked_at, row.takes_two) == (NOW, False)
    assert services.bear_loss(chargeback, "again", world.other, key=uuid4(), now=NOW) is NotBorne.NO_GAP
    assert (hubs(Purpose.LOSS), hubs(Purpose.CLEARING)) == (700, -700)
    after = sum(one.net.minor for one in (balance(AccountKey(s, Purpose.CLEARING, "GBP")) for s in _books(world)))
    assert (before, after) == (0, -700), "the provider took 700 more than orders gave back"
    assert gaps() == []
    assert all_is_right()


def _books(world: World) -> tuple[int, int]:
    return (0, world.order.seller_id)


def big() -> tuple[World, UUID, HubLoss]:
    world = short(make_world().order.total.minor)
    tell(world, Happening.CHARGEBACK_OPENED, world.money(world.order.total.minor))
    chargeback = tell(world, Happening.CHARGEBACK_LOST)
    row = services.bear_loss(chargeback, "The seller is gone", world.operator, key=uuid4(), now=NOW)
    assert isinstance(row, HubLoss)
    return world, chargeback, row


@pytest.fixture
def _low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from karum.disputes.domain import losses
    from karum.disputes.services import losses as service

    monkeypatch.setattr(losses, "alone", lambda: Money(100, "EUR"))
    monkeypatch.setattr(service, "alone", lambda: Money(100, "EUR"))


@pytest.mark.usefixtures("_low_limit")
def test_above_the_limit_another_person_approves() -> None:
    world, chargeback, row = big()
    assert (row.takes_two, row.booked_at) == (True, None)
    assert hubs(Purpose.LOSS) == 0
    assert services.approve_loss(row.key, world.operator, now=NOW) is NotBorne.SAME_PERSON
    with pytest.raises(IntegrityError, match="hub_loss_by_two_people"), transaction.atomic():
        HubLoss.objects.filter(id=row.id).update(approved_by_id=world.operator.pk)
    with pytest.raises(IntegrityError, match="hub_loss_approved_above_the_limit"), transaction.atomic():
        HubLoss.objects.filter(id=row.id).update(booked_at=NOW)
    assert services.approve_loss(row.key, world.other, now=NOW) is None
    assert services.approve_loss(row.key, world.other, now=NOW) is NotBorne.NOT_FOUND
    assert hubs(Purpose.LOSS) == world.order.total.minor
    tell(world, Happening.CHARGEBACK_WON)
    assert (hubs(Purpose.LOSS), hubs(Purpose.CLEARING)) == (0, 0)
    assert sellers(world, Purpose.CLEARING) == 0
    tell(world, Happening.CHARGEBACK_LOST)
    assert [gap.amount for gap in gaps()] == [world.order.total]
    assert chargeback


@pytest.mark.usefixtures("_low_limit")
def test_what_was_asked_for_is_dropped_and_what_changed_meanwhile_is_not_booked() -> None:
    world, chargeback, row = big()
    assert services.drop_loss(row.key, now=NOW)
    assert not services.drop_loss(row.key, now=NOW)
    again = services.bear_loss(chargeback, "After all", world.other, key=uuid4(), now=NOW)
    assert isinstance(again, HubLoss)
    HubLoss.objects.filter(id=again.id).update(amount_minor=1)
    assert services.approve_loss(again.key, world.operator, now=NOW) is NotBorne.CHANGED
    assert hubs(Purpose.LOSS) == 0


def test_an_operator_decides_on_the_page() -> None:
    world = short(700)
    tell(world, Happening.CHARGEBACK_OPENED)
    tell(world, Happening.CHARGEBACK_LOST)
    (gap,) = gaps()
    client, address = Client(), reverse("disputes:loss", args=[gap.chargeback.key])
    client.force_login(world.owner)
    assert client.post(address, {"reason": "mine"}).status_code in (403, 404)
    client.force_login(world.operator)
    assert "Nobody bears this yet" in client.get(reverse("disputes:chargebacks")).text
    assert "Say why" in client.post(address, {"reason": "", "key": str(uuid4())}, follow=True).text
    said = client.post(address, {"reason": "Paid back by hand", "key": str(uuid4())}, follow=True).text
    assert "Nobody bears this yet" not in said
    assert hubs(Purpose.LOSS) == 700


@pytest.mark.usefixtures("_low_limit")
def test_a_second_operator_approves_on_the_page() -> None:
    world, _chargeback, row = big()
    client = Client()
    address = reverse("disputes:loss_answer", args=[row.key])
    client.force_login(world.operator)
    assert "another operator" in client.post(address, {"answer": "approve"}, follow=True).text
    client.force_login(world.other)
    client.post(address, {"answer": "approve"})
    row.refresh_from_db()
    assert row.approved_by_id == world.other.pk
    assert hubs(Purpose.LOSS) == world.order.total.minor
