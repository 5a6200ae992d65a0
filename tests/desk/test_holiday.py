"""Holidays: buyers see the days everywhere, nobody orders what is not sent, terms wait, and it ends by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from karum.catalogue import queries as catalogue
from karum.orders.domain.clocks import due_at
from karum.orders.domain.placing import Placed, Refusal, Refused
from karum.orders.domain.states import State
from karum.orders.queries import access_order_as_seller
from karum.orders.services import place_orders
from karum.orders.services.carts import add, open_cart
from karum.orders.terms import terms
from karum.shipping import services as shipping
from karum.shipping.domain import Dispatch
from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.promise import away_until, dispatch_day
from karum.shipping.queries import dispatch_of, holidays, not_selling
from tests.desk.conftest import Firm, buy

TODAY = timezone.localdate()
BUYER = "GB.en.GBP"


def away(firm: Firm, *, sells: bool, first: int = 0, last: int = 9) -> Holiday:
    """The firm is away from ``first`` to ``last`` days from today."""
    days = [TODAY + timedelta(days=days) for days in (first, last)]
    assert shipping.set_holiday(
        firm.card.id, first=days[0], last=days[1], sells=sells, home="GB", today=TODAY
    ) is None  # fmt: skip
    return Holiday(days[0], days[1], sells)


@pytest.fixture
def shopper(client: Client) -> Client:
    visitor = Client()
    visitor.cookies["locale"] = BUYER
    return visitor


def product_address(firm: Firm) -> str:
    return f"/p/{catalogue.access_product(firm.card.id, firm.product_id, 'en').slug}"


def test_nobody_can_order_while_the_shop_is_away_and_everybody_sees_until_when(firm: Firm, shopper: Client) -> None:
    shopper.post("/cart/add", {"offer_id": firm.offer_id, "quantity": "1"})
    holiday = away(firm, sells=False)
    for address in (product_address(firm), f"/s/{firm.card.slug}", "/cart"):
        page = shopper.get(address, {"fresh": "1"}).text
        assert "This shop is on holiday" in page, address
    assert "Add to cart" not in shopper.get(product_address(firm), {"fresh": "2"}).text
    assert "Go to checkout" not in shopper.get("/cart").text
    said = add(open_cart(None, None), firm.offer_id, 1, "en")
    assert said is not None
    assert "on holiday" in said
    assert not_selling([firm.card.id], now=timezone.now()) == {firm.card.id}
    after = timezone.now() + timedelta(days=11)
    assert holidays([firm.card.id], now=after) == {}, "it ends by itself"
    assert holiday.back == TODAY + timedelta(days=10)


def test_an_order_that_comes_too_late_is_refused_and_nothing_is_taken(firm: Firm, monkeypatch: Any) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("tests.desk.conftest.orders.place_orders", lambda requests, now: asked.extend(requests) or [])
    with pytest.raises(Exception):  # noqa: B017, PT011 - the fixture goes on to pay what was never placed
        buy(firm)
    away(firm, sells=False)
    (answer,) = place_orders(asked, now=timezone.now())
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.ON_HOLIDAY
    assert catalogue.offer(firm.offer_id, "en").available == 20  # type: ignore[union-attr]
    shipping.end_holiday(firm.card.id)
    (answer,) = place_orders(asked, now=timezone.now())
    assert isinstance(answer, Placed)


def test_those_who_sell_meanwhile_promise_a_day_after_the_holiday(firm: Firm, shopper: Client) -> None:
    address = product_address(firm)
    holiday = away(firm, sells=True, last=29)
    page = shopper.get(address, {"fresh": "3"}).text
    assert "it is sent afterwards" in page
    assert "Add to cart" in page
    dispatch = dispatch_of(firm.card.id)
    assert dispatch_day(dispatch, handling_days=1, today=TODAY) > holiday.last
    shopper.post("/cart/add", {"offer_id": firm.offer_id, "quantity": "1"})
    assert "it is sent afterwards" in shopper.get("/cart").text


def test_terms_begin_when_the_seller_is_back() -> None:
    now = datetime(2026, 12, 20, 12, tzinfo=UTC)
    last = now.date() + timedelta(days=14)
    for state in (State.PAID, State.ACCEPTED):
        plain = due_at(state, terms(), now, handling_days=2, latest=None)
        later = due_at(state, terms(), now, handling_days=2, latest=None, away_until=last)
        assert plain is not None
        assert later is not None
        assert later - plain > timedelta(days=14)
    assert due_at(State.DELIVERED, terms(), now, handling_days=2, latest=None, away_until=last) == due_at(
        State.DELIVERED, terms(), now, handling_days=2, latest=None
    ), "what others have to do does not wait"


@pytest.mark.parametrize(
    ("first", "waits"),
    [(date(2026, 12, 1), True), (date(2026, 12, 7), True), (date(2026, 12, 21), False)],
    ids=["away already", "away before it could be sent", "sent before"],
)
def test_an_order_waits_only_for_a_holiday_that_holds_it_up(first: date, waits: bool) -> None:
    dispatch = Dispatch("GB", holiday=Holiday(first, date(2026, 12, 31), sells=True))
    now = datetime(2026, 12, 4, 9, tzinfo=UTC)  # a Friday
    assert away_until(dispatch, handling_days=2, now=now) == (date(2026, 12, 31) if waits else None)


def test_the_desk_says_it_shows_it_and_ends_it(firm: Firm, order: UUID, owner: Client) -> None:
    page = owner.get(firm.url("holiday")).text
    assert "1 order is still to be sent" in page
    days = {"first": TODAY.isoformat(), "last": (TODAY + timedelta(days=5)).isoformat(), "mode": "stops"}
    owner.post(firm.url("holiday"), days)
    assert "Nobody can order." in owner.get(firm.url("orders")).text
    owner.post(firm.url("holiday"), days | {"mode": "sells"})
    assert "People can order and wait." in owner.get(firm.url("orders")).text
    owner.post(firm.url("holiday"), {"end": "1"})
    assert dispatch_of(firm.card.id).holiday is None
    assert access_order_as_seller(firm.card.id, order).state is State.PAID


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(5, 2, "last"), (-9, -2, "last"), (0, 400, "last"), (500, 510, "first")],
)
def test_days_that_cannot_be_are_told_at_their_field(
    firm: Firm, owner: Client, first: int, last: int, field: str
) -> None:
    days = {"first": (TODAY + timedelta(days=first)).isoformat(), "last": (TODAY + timedelta(days=last)).isoformat()}
    answer = owner.post(firm.url("holiday"), days | {"mode": "stops"})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert dispatch_of(firm.card.id).holiday is None
