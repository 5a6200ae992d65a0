"""Buyer, seller, clock and payment at one group of orders in one moment, on a real PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from karum.money import Money
from karum.orders.checks import escrow, stock
from karum.orders.domain.states import Action
from karum.orders.models import Order
from karum.orders.rows import charge_of
from karum.orders.services import place_orders, run_clocks, settle_group
from karum.payments import services as payments
from karum.payments.models import Payment
from tests.orders.conftest import NOW, ask, make_offer
from tests.orders.test_life import BUYER, SELLER, _card, books_are_right, do

ROUNDS = 12


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_first_the_hub_keeps_exactly_the_money_of_the_orders_that_stand() -> None:
    shelf, other = make_offer(), make_offer("mug", seller_id=2)
    for number in range(ROUNDS):
        group = uuid4()
        one, two = ask(shelf, group=group), ask(other, group=group)
        place_orders([one, two], now=NOW)
        both = Money(one.total_seen.minor + two.total_seen.minor, "EUR")
        card = _card("4242424242424242")

        def pay(group: object = group, both: Money = both, card: object = card) -> None:
            payments.start(key=uuid4(), group_key=group, amount=both, instrument=card, now=NOW)  # type: ignore[arg-type]
            settle_group(group, now=NOW)  # type: ignore[arg-type]

        def buyer(one: object = one) -> None:
            do(one, Action.CANCEL, BUYER)  # type: ignore[arg-type]

        def seller(two: object = two) -> None:
            do(two, Action.REFUSE, SELLER)  # type: ignore[arg-type]

        def clock(number: int = number) -> None:
            run_clocks(now=NOW + timedelta(hours=number % 2))

        assert together(pay, buyer, seller, clock) == []
        settle_group(group, now=NOW)
        payment = Payment.objects.get(group_key=group)
        standing = Order.objects.filter(group_key=group, state__in=["paid", "accepted"])
        assert payment.amount_minor - payment.refunded_minor == sum(charge_of(row).total.minor for row in standing)
    assert books_are_right()
    assert (stock().ok, escrow().ok) == (True, True)


def together(*acts: Callable[[], None]) -> list[BaseException]:
    """Do all of them at the same time; return what went wrong."""
    wrong: list[BaseException] = []

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
