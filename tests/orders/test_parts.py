"""Orders that are shipped in parts: stock, money and clocks follow each part, and the sums meet in the end."""

from datetime import timedelta

import pytest

from karum.catalogue.models import Offer
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders import checks
from karum.orders.domain.parts import LineLeft, part_of, share_of_part
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, State
from karum.orders.models import Order, OrderEvent, Shipment
from karum.orders.queries import access_order_as_operator
from karum.orders.queries.truth import orders_that_differ
from karum.orders.services import (
    CannotAct,
    Done,
    Handover,
    NotDone,
    confirm_part,
    give_back,
    place_orders,
    run_clocks,
    ship,
    start_clock,
    stop_clock,
)
from karum.orders.services.arrivals import note_arrival
from karum.shipping.domain.parcels import Step
from karum.shipping.services import add_event, add_parcel
from tests.orders.conftest import NOW, ask, make_offer
from tests.orders.test_life import BUYER, HUB, SELLER, books_are_right, do, net, pay, state, stock

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
A = Purpose


@pytest.fixture
def accepted(offer: Offer) -> OrderRequest:
    """Four of one offer: goods 2000, shipping 300, duty 20, tax 80; the hub's fee is 100."""
    request = ask(offer, quantity=4)
    place_orders([request], now=NOW)
    pay(request)
    do(request, Action.ACCEPT, SELLER)
    return request


def pack(request: OrderRequest, *units: tuple[int, int]) -> int:
    made = add_parcel(
        seller_id=1,
        order_key=request.key,
        carrier="Bike",
        tracking_number="",
        now=NOW,
        contents=units,
        handed_over=False,
    )
    assert not hasattr(made, "message")
    return made.id  # type: ignore[union-attr]


def send(request: OrderRequest, *units: tuple[int, int]) -> int:
    parcel = pack(request, *units)
    assert isinstance(do(request, Action.SHIP, SELLER), Done)
    return parcel


def all_is_right() -> bool:
    # The doctor looks at stock and money of every order.
    assert [found.said for found in (checks.stock(), checks.escrow()) if not found.ok] == []
    return books_are_right() and orders_that_differ() == []


def test_a_part_goes_and_the_rest_stays_on_the_shelf(accepted: OrderRequest, offer: Offer) -> None:
    send(accepted, (1, 1))
    assert (state(accepted), stock(offer)) == ("accepted", (96, 3))
    assert all_is_right()
    send(accepted, (1, 3))
    assert (state(accepted), stock(offer)) == ("shipped", (96, 0))
    assert Order.objects.get().due_at is None
    assert list(OrderEvent.objects.order_by("step").values_list("action", flat=True))[3:] == ["ship_part", "ship"]
    assert all_is_right()


def test_each_part_is_released_on_its_own_clock_and_the_sums_are_the_whole(accepted: OrderRequest) -> None:
    first = send(accepted, (1, 1))
    second = send(accepted, (1, 3))
    add_event(first, Step.DELIVERED, at=NOW, source="carrier", now=NOW)
    assert note_arrival(1, accepted.key, now=NOW)
    assert not note_arrival(1, accepted.key, now=NOW)
    assert run_clocks(now=NOW + 5 * DAY) == 1
    assert (net(A.ESCROW), net(A.PAYABLE), net(A.FEE), net(A.DUTY), net(A.TAX)) == (1800, 550, 25, 5, 20)
    assert (state(accepted), Order.objects.get().escrow) == ("shipped", "partly_released")
    assert all_is_right()
    add_event(second, Step.DELIVERED, at=NOW, source="carrier", now=NOW)
    assert note_arrival(1, accepted.key, now=NOW + 6 * DAY)
    assert state(accepted) == "delivered"
    assert run_clocks(now=NOW + 11 * DAY) == 1
    assert (net(A.ESCROW), net(A.PAYABLE), net(A.FEE), net(A.DUTY), net(A.TAX)) == (0, 2200, 100, 20, 80)
    assert (state(accepted), Order.objects.get().escrow) == ("completed", "released")
    assert all_is_right()


def test_the_buyer_confirms_one_part(accepted: OrderRequest) -> None:
    send(accepted, (1, 2))
    assert confirm_part(1, accepted.key, 1, SELLER, now=NOW) == NotDone(CannotAct.NOT_NOW)
    assert isinstance(confirm_part(1, accepted.key, 1, BUYER, now=NOW), Done)
    assert confirm_part(1, accepted.key, 1, BUYER, now=NOW) == NotDone(CannotAct.NOT_NOW)
    assert (state(accepted), net(A.ESCROW), net(A.PAYABLE)) == ("accepted", 1200, 1100)
    assert all_is_right()


@pytest.mark.parametrize("released", [False, True])
def test_when_the_rest_does_not_come_its_money_goes_back(accepted: OrderRequest, offer: Offer, released: bool) -> None:
    send(accepted, (1, 1))
    if released:
        confirm_part(1, accepted.key, 1, BUYER, now=NOW)
    term = Order.objects.get().due_at
    assert term is not None
    assert run_clocks(now=term) == 1
    assert (state(accepted), stock(offer)) == ("completed" if released else "shipped", (99, 0))
    assert net(A.CLEARING) == 600
    assert all_is_right()
    if not released:
        assert run_clocks(now=term + 60 * DAY) == 1
    assert (net(A.ESCROW), net(A.PAYABLE), net(A.FEE)) == (0, 550, 25)
    assert (state(accepted), Order.objects.get().escrow) == ("completed", "released")
    assert all_is_right()


def test_all_goes_back_from_escrow_and_from_the_seller(accepted: OrderRequest, offer: Offer) -> None:
    send(accepted, (1, 1))
    confirm_part(1, accepted.key, 1, BUYER, now=NOW)
    assert isinstance(give_back(1, accepted.key, Money(2000, "EUR"), "claim 1", HUB, now=NOW), Done)
    assert all_is_right()
    assert isinstance(give_back(1, accepted.key, Money(400, "EUR"), "claim 2", HUB, now=NOW), Done)
    assert [net(purpose) for purpose in (A.CLEARING, A.ESCROW, A.PAYABLE, A.FEE, A.DUTY, A.TAX)] == [0] * 6
    assert (state(accepted), stock(offer), Order.objects.get().escrow) == ("cancelled", (99, 0), "refunded")
    assert Shipment.objects.filter(closed_at=None).count() == 0
    assert all_is_right()


def test_a_complaint_stops_every_part(accepted: OrderRequest) -> None:
    send(accepted, (1, 1))
    stop_clock(1, accepted.key, "claim 1", now=NOW + DAY)
    send(accepted, (1, 3))
    assert run_clocks(now=NOW + 90 * DAY) == 0
    assert confirm_part(1, accepted.key, 1, BUYER, now=NOW) == NotDone(CannotAct.STOPPED)
    start_clock(1, accepted.key, now=NOW + 90 * DAY)
    assert Shipment.objects.filter(due_at=None).count() == 0
    assert run_clocks(now=NOW + 200 * DAY) == 2
    assert (state(accepted), net(A.PAYABLE)) == ("completed", 2200)
    assert all_is_right()


def test_parcels_that_hold_more_than_is_left_do_not_go(accepted: OrderRequest) -> None:
    pack(accepted, (1, 5))
    assert do(accepted, Action.SHIP, SELLER) == NotDone(CannotAct.TOO_MANY)


def test_one_parcel_that_does_not_say_what_it_holds_is_all_of_it(accepted: OrderRequest) -> None:
    send(accepted)
    assert (state(accepted), Shipment.objects.count()) == ("shipped", 0)


def test_the_last_part_handed_over_at_once_has_its_parcels(accepted: OrderRequest) -> None:
    first = send(accepted, (1, 1))
    assert isinstance(ship(1, accepted.key, [Handover("Bike", "")], SELLER, now=NOW), Done)
    parts = {part.number: part for part in access_order_as_operator(1, accepted.key).parts}
    assert parts[1].parcels == (first,)
    (second,) = parts[2].parcels
    add_event(second, Step.DELIVERED, at=NOW, source="carrier", now=NOW)
    assert note_arrival(1, accepted.key, now=NOW)
    parts = {part.number: part for part in access_order_as_operator(1, accepted.key).parts}
    assert (parts[1].delivered_at, parts[2].delivered_at) == (None, NOW)


def test_two_lines_are_shared_by_their_worth(db: None) -> None:
    request = ask(make_offer("a", price_minor=100), make_offer("b", price_minor=900))
    place_orders([request], now=NOW)
    pay(request)
    do(request, Action.ACCEPT, SELLER)
    send(request, (2, 1))
    (part,) = access_order_as_operator(1, request.key).parts
    assert [(line.sku, count) for line, count in part.units] == [("b", 1)]
    confirm_part(1, request.key, 1, BUYER, now=NOW)
    assert net(A.ESCROW) == 140
    send(request, (1, 1))
    assert confirm_part(1, request.key, 2, BUYER, now=NOW) == Done(State.COMPLETED, 7)
    assert net(A.ESCROW) == 0
    assert all_is_right()


def test_shares_and_parts_as_numbers() -> None:
    assert share_of_part((1000, 300, 20, 80, 1), 1, 2) == (333, 100, 7, 27, 0)
    assert share_of_part((1000, 300, 20, 80, 1), 5, 0) == (1000, 300, 20, 80, 1)
    lines = [LineLeft(0, 100, 2), LineLeft(1, 100, 0)]
    assert part_of([[(1, 1)]], lines) == {0: 1}
    assert part_of([[(1, 1)], [(1, 1)]], lines) is None
    assert part_of([[(1, 1)], []], lines) is None
    with pytest.raises(ValueError, match="more than is left"):
        part_of([[(2, 1)]], lines)
