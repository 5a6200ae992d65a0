"""Balance, cash, clock, buyer and seller at one order in one moment, on a real PostgreSQL."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from karum.catalogue.models import Offer
from karum.money import Money
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import Action
from karum.orders.models import Instalment
from karum.orders.services import place_orders, run_clocks, settle_group
from karum.payments import services as payments
from karum.payments.models import Payment
from tests.orders.conftest import NOW, ask, make_offer
from tests.orders.terms import later_of, pay_later, placed, ready, row_of, sound
from tests.orders.test_life import BUYER, HUB, SELLER, do
from tests.orders.test_race_threads import together

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_a_balance_and_the_end_of_its_term_at_once_leave_no_cent_between_them() -> None:
    shelf, ended = make_offer(), set()
    after = NOW + timedelta(days=8)
    for number in range(ROUNDS):
        request = ready(shelf)
        later = later_of(request).group_key

        def pay(request: object = request) -> None:
            pay_later(request, now=after)  # type: ignore[arg-type]

        def clock() -> None:
            run_clocks(now=after)

        def cancel(request: object = request) -> None:
            do(request, Action.CANCEL, BUYER)  # type: ignore[arg-type]

        def refuse(request: object = request) -> None:
            do(request, Action.REFUSE, SELLER)  # type: ignore[arg-type]

        assert together(pay, clock, cancel if number % 2 else refuse) == []
        settle_group(later, now=after)
        settle_group(later, now=after)
        row, payment = row_of(request), Payment.objects.filter(group_key=later).latest("id")
        ended.add(row.state)
        if row.unpaid_minor:
            assert row.state in ("forfeited", "refused", "cancelled")
            assert payment.refunded_minor == payment.amount_minor
        assert sound() == []
    assert ended <= {"accepted", "cancelled", "forfeited", "refused"}


@pytest.mark.django_db(transaction=True)
def test_cash_that_is_taken_while_the_hub_gives_it_up_is_held_or_goes_back() -> None:
    shelf = make_offer()
    for _number in range(ROUNDS):
        request = placed(shelf, Way.CASH, quantity=2)
        do(request, Action.ACCEPT, SELLER)
        do(request, Action.SHIP, SELLER)
        later = later_of(request).group_key
        key = Payment.objects.get(group_key=later).key

        def take(key: object = key, later: object = later) -> None:
            payments.cash_collected(key, Money(1400, "EUR"), "Juma", key=uuid4(), at=NOW)  # type: ignore[arg-type]
            settle_group(later, now=NOW)  # type: ignore[arg-type]

        def unmet(request: object = request) -> None:
            do(request, Action.UNMET, HUB)  # type: ignore[arg-type]

        assert together(take, unmet) == []
        settle_group(later, now=NOW)
        assert (row_of(request).state, row_of(request).escrow) in [("delivered", "held"), ("returning", "voided")]
        assert sound() == []


@pytest.mark.django_db
def test_an_order_that_is_paid_whole_beforehand_costs_no_statement_more(offer: Offer) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        place_orders([ask(offer), ask(offer)], now=NOW)
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert "orders_instalment" not in said
    assert 'UPDATE "orders_order"' not in said
    assert not Instalment.objects.exists()
