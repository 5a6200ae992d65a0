"""Cash on delivery: the order goes ahead unpaid, and is paid, or comes back, at the door."""

from datetime import timedelta
from uuid import uuid4

import pytest

from karum.catalogue.models import Offer
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, State
from karum.orders.queries import paid_by
from karum.orders.services import (
    CannotAct,
    Done,
    NotDone,
    place_orders,
    run_clocks,
    settle_group,
    start_clock,
    stop_clock,
)
from karum.payments import services as payments
from karum.payments.models import Payment
from karum.payments.services import Received
from tests.orders.conftest import NOW, ask
from tests.orders.terms import agreed, back, later_of, placed, row_of, sound
from tests.orders.test_life import BUYER, HUB, SELLER, do, net, pay, state, stock
from tests.orders.test_parts import pack

pytestmark = pytest.mark.django_db


def ordered(offer: Offer, **facts: object) -> OrderRequest:
    return placed(offer, Way.CASH, quantity=2, **facts)


def shipped(offer: Offer, **facts: object) -> OrderRequest:
    request = ordered(offer, **facts)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    return request


def take_cash(request: OrderRequest, minor: int, currency: str = "EUR", *, settle: bool = True) -> Received:
    later = later_of(request)
    payment = Payment.objects.get(group_key=later.group_key)
    taken = payments.cash_collected(payment.key, Money(minor, currency), "Juma, courier", key=uuid4(), at=NOW)
    if settle:
        settle_group(later.group_key, now=NOW)
    return taken


def test_ordered_accepted_shipped_paid_at_the_door_and_released(offer: Offer) -> None:
    request = ordered(offer)
    assert (state(request), row_of(request).escrow, stock(offer)) == ("promised", "authorised", (98, 2))
    assert row_of(request).due_at == NOW + timedelta(days=3)
    assert do(request, Action.ACCEPT, SELLER) == Done(State.ACCEPTED, 3)
    assert do(request, Action.SHIP, SELLER) == Done(State.SHIPPED, 4)
    assert (row_of(request).due_at, net(Purpose.ESCROW), sound()) == (None, 0, [])
    assert do(request, Action.CONFIRM, BUYER) == NotDone(CannotAct.UNPAID)
    assert do(request, Action.DELIVER, SELLER) == Done(State.DELIVERED, 5)
    assert run_clocks(now=NOW + timedelta(days=400)) == 0
    assert take_cash(request, 1400).result == "paid"
    assert (state(request), row_of(request).escrow, net(Purpose.ESCROW)) == ("delivered", "held", 1400)
    assert row_of(request).due_at == NOW + timedelta(days=5)
    assert run_clocks(now=NOW + timedelta(days=6)) == 1
    assert (state(request), net(Purpose.PAYABLE), net(Purpose.ESCROW), sound()) == ("completed", 1250, 0, [])


def test_the_courier_hands_over_and_takes_the_cash_in_one_step(offer: Offer) -> None:
    request = shipped(offer)
    take_cash(request, 1400)
    assert (state(request), row_of(request).escrow, sound()) == ("delivered", "held", [])


def test_a_part_of_the_cash_is_not_enough(offer: Offer) -> None:
    request = shipped(offer)
    assert take_cash(request, 1000).result == "part"
    assert (state(request), row_of(request).escrow) == ("shipped", "authorised")
    assert take_cash(request, 400).result == "paid"
    assert (state(request), sound()) == ("delivered", [])


def test_cash_is_rounded_to_the_coins_there_are_and_the_order_is_paid_whole(offer: Offer) -> None:
    request = shipped(offer, currency="CHF", tax=83)
    assert take_cash(request, 1405, "CHF").result == "paid"
    assert (state(request), net(Purpose.ESCROW, "CHF"), sound()) == ("delivered", 1403, [])


@pytest.mark.parametrize("who", [HUB, SELLER])
def test_refused_at_the_door_it_comes_back_and_is_for_sale_when_the_seller_says_so(offer: Offer, who: object) -> None:
    request = shipped(offer)
    assert do(request, Action.UNMET, who) == Done(State.RETURNING, 5)  # type: ignore[arg-type]
    assert (row_of(request).escrow, stock(offer), sound()) == ("voided", (98, 0), [])
    assert Payment.objects.get(group_key=later_of(request).group_key).state == "expired"
    assert do(request, Action.TAKE_BACK, SELLER) == Done(State.CANCELLED, 6)
    assert (stock(offer), sound()) == ((100, 0), [])


def test_goods_that_never_come_back_end_the_order_by_the_clock_without_stock(offer: Offer) -> None:
    request = shipped(offer)
    do(request, Action.UNMET, HUB)
    assert run_clocks(now=NOW + timedelta(days=31)) == 1
    assert (state(request), stock(offer), sound()) == ("cancelled", (98, 0), [])


def test_goods_that_nobody_paid_come_back_by_the_clock_although_somebody_complained(offer: Offer) -> None:
    request = shipped(offer)
    assert isinstance(stop_clock(1, request.key, "claim", now=NOW), Done)
    assert do(request, Action.UNMET, HUB) == Done(State.RETURNING, 6)
    assert row_of(request).due_at == NOW + timedelta(days=30)
    assert run_clocks(now=NOW + timedelta(days=31)) == 1
    assert (state(request), sound()) == ("cancelled", [])


def test_cash_that_came_meanwhile_is_not_undone_and_cash_that_comes_too_late_goes_back(offer: Offer) -> None:
    request = shipped(offer)
    take_cash(request, 1400, settle=False)
    assert do(request, Action.UNMET, HUB) == NotDone(CannotAct.PAID_MEANWHILE)
    late = shipped(offer)
    do(late, Action.UNMET, HUB)
    assert take_cash(late, 1400).result == "surplus"
    assert (state(late), row_of(late).escrow) == ("returning", "voided")
    settle_group(later_of(request).group_key, now=NOW)
    assert sound() == []


@pytest.mark.parametrize("how", ["cancel", "refuse", "lapse", "cancel accepted"])
def test_before_shipping_it_ends_without_money(offer: Offer, how: str) -> None:
    request = ordered(offer)
    if how == "cancel accepted":
        do(request, Action.ACCEPT, SELLER)
    if how == "lapse":
        run_clocks(now=NOW + timedelta(days=4))
    else:
        do(request, Action.REFUSE if how == "refuse" else Action.CANCEL, SELLER if how == "refuse" else BUYER)
    assert state(request) in ("cancelled", "refused")
    assert (row_of(request).escrow, stock(offer), sound()) == ("voided", (100, 0), [])


def test_cash_brought_early_is_held_and_goes_back_when_the_order_ends(offer: Offer) -> None:
    request = ordered(offer)
    take_cash(request, 1400)
    assert (state(request), row_of(request).escrow) == ("promised", "held")
    do(request, Action.REFUSE, SELLER)
    assert (state(request), back(request)[1], sound()) == ("refused", 1400, [])


def test_nothing_goes_back_of_what_was_not_paid(offer: Offer) -> None:
    request = shipped(offer)
    for minor in (0, 1, 1400):
        assert do(request, Action.REFUND, SELLER, amount=Money(minor, "EUR")) == NotDone(CannotAct.AMOUNT)
    assert do(request, Action.REFUND_REST, HUB) == NotDone(CannotAct.UNPAID)


def test_a_complaint_before_the_cash_is_there_stops_the_release_afterwards(offer: Offer) -> None:
    request = shipped(offer)
    assert isinstance(stop_clock(1, request.key, "claim", now=NOW), Done)
    take_cash(request, 1400)
    assert (row_of(request).escrow, row_of(request).due_at) == ("disputed", None)
    assert do(request, Action.CONFIRM, BUYER) == NotDone(CannotAct.STOPPED)
    start_clock(1, request.key, now=NOW)
    assert isinstance(do(request, Action.CONFIRM, BUYER), Done)
    assert sound() == []


def test_it_is_shipped_whole(offer: Offer) -> None:
    request = ordered(offer)
    do(request, Action.ACCEPT, SELLER)
    pack(request, (1, 1))
    assert do(request, Action.SHIP, SELLER) == NotDone(CannotAct.WHOLE)


def test_beside_a_prepaid_order_each_goes_its_own_way(offer: Offer) -> None:
    first = ask(offer)
    door = agreed(ask(offer, quantity=2, group=first.group_key), Way.CASH)
    place_orders([first, door], now=NOW)
    pay(first)
    assert (state(first), state(door), sound()) == ("paid", "promised", [])
    assert [(view.key, money.minor) for view, money in paid_by(first.group_key)] == [(first.key, 900)]


def test_placed_again_with_its_key_it_is_the_same_order(offer: Offer) -> None:
    request = agreed(ask(offer, quantity=2), Way.CASH)
    place_orders([request], now=NOW)
    [again] = place_orders([request], now=NOW)
    assert (again.new, Payment.objects.count(), stock(offer)) == (False, 1, (98, 2))  # type: ignore[union-attr]
