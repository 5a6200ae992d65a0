"""The life of an order, with its money: from payment to payout, and every other way it may end."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from karum.catalogue.models import Offer
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import Order, OrderEvent
from karum.orders.services import Actor, CannotAct, Done, NotDone, act, place_orders, run_clocks, settle_group
from karum.payments import services as payments
from karum.payments.domain import Card, Instrument, read_card
from tests.orders.conftest import NOW, ask

BUYER, SELLER, HUB = Actor(Role.BUYER, 7), Actor(Role.SELLER, 8), Actor(Role.HUB, 9)
pytestmark = pytest.mark.django_db


def pay(request: OrderRequest, number: str = "4242424242424242") -> None:
    payments.start(
        key=uuid4(), group_key=request.group_key, amount=request.total_seen, instrument=_card(number), now=NOW
    )
    settle_group(request.group_key, now=NOW)


def _card(number: str) -> Instrument:
    card = read_card(number, "12/30", "123", today=date(2026, 11, 1))
    assert isinstance(card, Card)
    return Instrument("card", card=card)


def paid(offer: Offer, **facts: object) -> OrderRequest:
    request = ask(offer, **facts)  # type: ignore[arg-type]
    place_orders([request], now=NOW)
    pay(request)
    assert state(request) == "paid"
    return request


def do(request: OrderRequest, action: Action, actor: Actor, **facts: object) -> Done | NotDone:
    return act(request.seller_id, request.key, action, actor, now=NOW, **facts)  # type: ignore[arg-type]


def state(request: OrderRequest) -> str:
    return Order.objects.get(seller_id=request.seller_id, key=request.key).state


def net(purpose: Purpose, currency: str = "EUR") -> int:
    return balance(AccountKey(1, purpose, currency)).net.minor


def books_are_right() -> bool:
    return (wrong_balances(), unbalanced_currencies()) == ([], [])


def stock(offer: Offer) -> tuple[int, int]:
    offer.refresh_from_db()
    return offer.available, offer.reserved


def test_paid_accepted_shipped_confirmed_and_every_cent_is_where_it_belongs(offer: Offer) -> None:
    request = paid(offer, quantity=2)  # goods 1000, shipping 300, duty 20, tax 80
    assert net(Purpose.ESCROW) == 1400
    assert do(request, Action.ACCEPT, SELLER) == Done(State.ACCEPTED, 3)
    assert do(request, Action.SHIP, SELLER) == Done(State.SHIPPED, 4)
    assert stock(offer) == (98, 0)
    assert do(request, Action.CONFIRM, BUYER) == Done(State.COMPLETED, 5)
    sums = {
        p: net(p) for p in (Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE, Purpose.FEE, Purpose.DUTY, Purpose.TAX)
    }
    assert sums == {
        Purpose.CLEARING: 1400,
        Purpose.ESCROW: 0,
        Purpose.PAYABLE: 1250,
        Purpose.FEE: 50,
        Purpose.DUTY: 20,
        Purpose.TAX: 80,
    }
    assert books_are_right()
    trail = list(OrderEvent.objects.order_by("step").values_list("action", "role", "person_id"))
    assert trail == [
        ("place", "buyer", None),
        ("pay", "provider", None),
        ("accept", "seller", 8),
        ("ship", "seller", 8),
        ("confirm", "buyer", 7),
    ]


def test_a_buyer_cannot_do_the_sellers_part_nor_the_seller_confirm_for_her(offer: Offer) -> None:
    request = paid(offer)
    not_now = NotDone(CannotAct.NOT_NOW)
    assert do(request, Action.ACCEPT, BUYER) == not_now
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    assert do(request, Action.CONFIRM, SELLER) == not_now
    assert do(request, Action.CANCEL, BUYER) == not_now
    assert do(request, Action.RELEASE, HUB) == not_now


@pytest.mark.parametrize(
    ("action", "actor", "end"),
    [
        (Action.CANCEL, BUYER, "cancelled"),
        (Action.CANCEL, HUB, "cancelled"),
        (Action.REFUSE, SELLER, "refused"),
    ],
)
def test_before_shipping_the_whole_money_and_the_stock_go_back(
    offer: Offer, action: Action, actor: Actor, end: str
) -> None:
    request = paid(offer)
    assert isinstance(do(request, action, actor, note="out of clay"), Done)
    assert (state(request), stock(offer), net(Purpose.ESCROW), net(Purpose.CLEARING)) == (end, (100, 0), 0, 0)
    assert books_are_right()
    assert OrderEvent.objects.get(action=action).note == "out of clay"


def test_an_order_that_is_never_paid_gives_its_stock_back(offer: Offer) -> None:
    request = ask(offer, quantity=5)
    place_orders([request], now=NOW)
    assert run_clocks(now=NOW + timedelta(minutes=29)) == 0
    assert run_clocks(now=NOW + timedelta(minutes=30)) == 1
    assert (state(request), stock(offer)) == ("expired", (100, 0))
    assert balance(AccountKey(1, Purpose.ESCROW, "EUR")).credits_pending == 0


def test_a_payment_that_was_just_in_time_wins_over_the_clock(offer: Offer) -> None:
    request = ask(offer)
    place_orders([request], now=NOW)
    payments.start(
        key=uuid4(),
        group_key=request.group_key,
        amount=request.total_seen,
        instrument=_card("4242424242424242"),
        now=NOW,
    )
    assert run_clocks(now=NOW + timedelta(hours=1)) == 1
    assert state(request) == "paid"


def test_a_declined_card_leaves_the_order_to_be_paid_again(offer: Offer) -> None:
    request = ask(offer)
    place_orders([request], now=NOW)
    pay(request, "4000000000000002")
    assert state(request) == "placed"
    pay(request)
    assert state(request) == "paid"


def test_a_seller_who_does_not_answer_loses_the_order(offer: Offer) -> None:
    request = paid(offer)
    assert run_clocks(now=NOW + timedelta(days=3)) == 1
    assert (state(request), net(Purpose.ESCROW), stock(offer)) == ("cancelled", 0, (100, 0))


def test_without_news_the_escrow_opens_by_itself(offer: Offer) -> None:
    request = paid(offer)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    promised_and_waited = NOW.replace(day=20, hour=0) + timedelta(days=14)
    assert run_clocks(now=promised_and_waited - timedelta(seconds=1)) == 0
    assert run_clocks(now=promised_and_waited) == 1
    assert (state(request), net(Purpose.ESCROW)) == ("completed", 0)


def test_a_part_and_then_the_rest_is_the_whole(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    assert do(request, Action.REFUND, SELLER, amount=Money(333, "EUR"), note="one was cracked") == Done(
        State.SHIPPED, 5
    )
    assert net(Purpose.ESCROW) == 1067
    assert do(request, Action.REFUND, SELLER, amount=Money(1067, "EUR")) == Done(State.REFUNDED, 6)
    row = Order.objects.get()
    assert (row.goods_refunded_minor, row.shipping_refunded_minor, row.duty_refunded_minor, row.tax_refunded_minor) == (
        1000,
        300,
        20,
        80,
    )
    assert (net(Purpose.ESCROW), net(Purpose.CLEARING)) == (0, 0)
    assert books_are_right()


def test_a_partial_refund_shrinks_the_sellers_part_and_the_fee(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    do(request, Action.REFUND, SELLER, amount=Money(700, "EUR"))
    do(request, Action.CONFIRM, BUYER)
    sums = {p: net(p) for p in (Purpose.PAYABLE, Purpose.FEE, Purpose.DUTY, Purpose.TAX)}
    assert sums == {Purpose.PAYABLE: 625, Purpose.FEE: 25, Purpose.DUTY: 10, Purpose.TAX: 40}
    assert books_are_right()


@pytest.mark.parametrize("minor", [0, -1, 1401])
def test_a_refund_of_nothing_or_too_much_is_refused(offer: Offer, minor: int) -> None:
    request = paid(offer, quantity=2)
    assert do(request, Action.REFUND, SELLER, amount=Money(minor, "EUR")) == NotDone(CannotAct.AMOUNT)
    assert net(Purpose.ESCROW) == 1400


def test_a_seller_in_another_currency_gets_what_her_price_list_said(offer: Offer) -> None:
    Offer.objects.update(currency="RWF", price_minor=12_000)
    offer.refresh_from_db()
    request = ask(offer, unit=12_000, currency="EUR")
    charge = Charge("EUR", 743, 300, 0, 90, 0)
    settlement = Settlement("RWF", 12_000, 4_800, 600)
    request = replace(request, charge=charge, settlement=settlement, total_seen=charge.total)
    place_orders([request], now=NOW)
    pay(request)
    for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, BUYER)):
        assert isinstance(do(request, action, actor), Done)
    assert (net(Purpose.PAYABLE, "RWF"), net(Purpose.FEE, "RWF")) == (16_200, 600)
    assert (net(Purpose.FX, "EUR"), net(Purpose.FX, "RWF")) == (1043, -16_800)
    assert books_are_right()


def test_an_order_of_somebody_else_is_not_found(offer: Offer) -> None:
    request = paid(offer)
    assert act(2, request.key, Action.ACCEPT, SELLER, now=NOW) == NotDone(CannotAct.NOT_FOUND)
    assert act(1, UUID(int=1), Action.ACCEPT, SELLER, now=NOW) == NotDone(CannotAct.NOT_FOUND)
