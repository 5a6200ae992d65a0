"""Placing: never oversold, never doubled, never charged otherwise than seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from karum.catalogue.models import Offer
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, unbalanced_currencies, wrong_balances
from karum.orders.domain.placing import Answer, Placed, Refusal, Refused
from karum.orders.models import Order, OrderEvent, OrderLine
from karum.orders.services import place_orders
from tests.orders.conftest import NOW, ask, make_offer


def stock(offer: Offer) -> tuple[int, int]:
    offer.refresh_from_db()
    return offer.available, offer.reserved


def reason(answer: Answer) -> Refusal:
    assert isinstance(answer, Refused)
    return answer.reason


def test_an_order_takes_stock_holds_money_and_begins_its_audit_trail(offer: Offer) -> None:
    request = ask(offer, quantity=2, buyer_id=7)
    assert place_orders([request], now=NOW) == [Placed(request)]
    row = Order.objects.get()
    assert (row.state, row.key, row.goods_minor, row.due_at) == (
        "placed",
        request.key,
        1000,
        NOW + timedelta(minutes=30),
    )
    assert OrderLine.objects.get().quantity == 2
    event = OrderEvent.objects.get()
    assert (event.action, event.target, event.role, event.person_id, event.at) == ("place", "placed", "buyer", 7, NOW)
    assert stock(offer) == (98, 2)
    escrow = balance(AccountKey(1, Purpose.ESCROW, "EUR"))
    assert (escrow.credits_pending, escrow.credits_posted) == (1400, 0)


def test_the_last_item_is_sold_once(offer: Offer) -> None:
    requests = [ask(offer, quantity=60), ask(offer, quantity=60), ask(offer, quantity=40)]
    first, second, third = place_orders(requests, now=NOW)
    assert (first, third) == (Placed(requests[0]), Placed(requests[2]))
    assert second == Refused(requests[1], Refusal.SOLD_OUT, offer.id)
    assert stock(offer) == (0, 100)


def test_the_same_key_twice_is_one_order(offer: Offer) -> None:
    request = ask(offer)
    assert place_orders([request, request], now=NOW) == [Placed(request), Placed(request, new=False)]
    assert place_orders([request], now=NOW) == [Placed(request, new=False)]
    assert (Order.objects.count(), stock(offer)) == (1, (99, 1))


def test_a_key_reused_for_something_else_is_refused(offer: Offer) -> None:
    request = ask(offer)
    place_orders([request], now=NOW)
    other = ask(offer, quantity=2, key=request.key, group=request.group_key)
    assert reason(place_orders([other], now=NOW)[0]) is Refusal.KEY_REUSED
    assert reason(place_orders([request, other], now=NOW)[1]) is Refusal.KEY_REUSED


def test_a_key_reused_for_another_offer_of_another_batch_is_refused(offer: Offer) -> None:
    key = uuid4()
    place_orders([ask(offer, key=key)], now=NOW)
    assert reason(place_orders([ask(make_offer("other"), key=key)], now=NOW)[0]) is Refusal.KEY_REUSED


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"quantity": 101}, Refusal.SOLD_OUT),
        ({"total": 899}, Refusal.PRICE_CHANGED),
        ({"unit": 499}, Refusal.PRICE_CHANGED),
        ({"quoted_until": NOW - timedelta(seconds=1)}, Refusal.QUOTE_EXPIRED),
    ],
)
def test_what_cannot_be_placed_is_refused_and_leaves_nothing(
    offer: Offer, facts: dict[str, object], why: Refusal
) -> None:
    assert reason(place_orders([ask(offer, **facts)], now=NOW)[0]) is why  # type: ignore[arg-type]
    assert (Order.objects.count(), stock(offer)) == (0, (100, 0))


def test_a_quoted_price_stands_although_the_seller_changed_it(offer: Offer) -> None:
    request = ask(offer, quoted_until=NOW + timedelta(minutes=1))
    Offer.objects.update(price_minor=900)
    assert place_orders([request], now=NOW) == [Placed(request)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "paused"}, Refusal.NOT_FOR_SALE),
        ({"quantity_min": 2}, Refusal.QUANTITY),
        ({"pack_multiple": 3}, Refusal.QUANTITY),
        ({"available": 0}, Refusal.SOLD_OUT),
        ({"currency": "USD"}, Refusal.PRICE_CHANGED),
        ({"seller_id": 2}, Refusal.UNKNOWN_OFFER),
    ],
)
def test_an_offer_that_changed_refuses(offer: Offer, change: dict[str, object], why: Refusal) -> None:
    request = ask(offer)
    Offer.objects.update(**change)
    assert reason(place_orders([request], now=NOW)[0]) is why


def test_orders_of_one_checkout_stand_or_fall_together(offer: Offer) -> None:
    other = make_offer("mug", available=0, seller_id=2)
    group = uuid4()
    mine, theirs = place_orders([ask(offer, group=group), ask(other, group=group)], now=NOW)
    assert (reason(mine), reason(theirs)) == (Refusal.GROUP, Refusal.SOLD_OUT)
    assert (Order.objects.count(), stock(offer)) == (0, (100, 0))


def test_a_refused_group_leaves_its_stock_to_the_next(offer: Offer) -> None:
    empty = make_offer("mug", available=0, seller_id=2)
    group = uuid4()
    answers = place_orders(
        [ask(offer, quantity=100, group=group), ask(empty, group=group), ask(offer, quantity=100)], now=NOW
    )
    assert [isinstance(answer, Placed) for answer in answers] == [False, False, True]


def test_one_offer_on_two_lines_counts_twice(offer: Offer) -> None:
    assert reason(place_orders([ask(offer, offer, quantity=51)], now=NOW)[0]) is Refusal.SOLD_OUT


def test_a_rollback_takes_everything_with_it(offer: Offer) -> None:
    def place_and_fail() -> None:
        with transaction.atomic():
            place_orders([ask(offer)], now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        place_and_fail()
    assert (Order.objects.count(), stock(offer)) == (0, (100, 0))


def test_the_audit_trail_cannot_be_rewritten(offer: Offer) -> None:
    place_orders([ask(offer)], now=NOW)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        OrderEvent.objects.update(note="it was not me")


@pytest.mark.django_db(transaction=True)
def test_many_writers_never_oversell_nor_repeat_a_key() -> None:
    offers = [make_offer(f"s{i}", available=50, seller_id=i + 1) for i in range(2)]
    keys = [uuid4() for _ in range(80)]

    def writer(n: int) -> list[Answer]:
        order = offers if n % 2 else offers[::-1]
        try:
            requests = [ask(o, key=UUID(int=k.int ^ o.id), group=UUID(int=k.int ^ o.id)) for k in keys for o in order]
            return place_orders(requests, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(writer, range(8)))
    assert sum(isinstance(a, Placed) and a.new for r in results for a in r) == 100
    assert Order.objects.count() == 100
    assert [stock(o) for o in offers] == [(0, 50), (0, 50)]
    assert (wrong_balances(), unbalanced_currencies()) == ([], [])
