"""Money that goes back after it was released, clocks that stand still, what a seller owes."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from karum.catalogue.models import Offer
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import MoneyStep, Order
from karum.orders.services import (
    Actor,
    CannotAct,
    Done,
    NotDone,
    give_back,
    place_orders,
    regain,
    run_clocks,
    start_clock,
    stop_clock,
)
from karum.payments import queries as payments
from tests.orders.conftest import NOW, ask
from tests.orders.test_life import BUYER, HUB, SELLER, books_are_right, do, net, paid, pay, state

pytestmark = pytest.mark.django_db
A = Purpose
CLOCK = Actor(Role.CLOCK)


def completed(offer: Offer, **facts: object) -> OrderRequest:
    request = paid(offer, **facts)  # goods 1000, shipping 300, duty 20, tax 80, fee 50 with quantity=2
    finish(request)
    return request


def finish(request: OrderRequest) -> None:
    for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, BUYER)):
        assert isinstance(do(request, action, actor), Done)


def back(request: OrderRequest, minor: int, reference: str, actor: Actor = HUB, **facts: object) -> Done | NotDone:
    amount = Money(minor, request.charge.currency)
    return give_back(1, request.key, amount, reference, actor, now=NOW, **facts)  # type: ignore[arg-type]


def sums(currency: str = "EUR") -> dict[Purpose, int]:
    found = {p: net(p, currency) for p in Purpose}
    return {purpose: minor for purpose, minor in found.items() if minor}


def pay_out(minor: int, currency: str = "EUR") -> None:
    """The seller takes her money away."""
    amount = Money(minor, currency)
    ledger.post([Entry(uuid4(), 1, A.PAYABLE, A.BANK, amount, "payout")], now=NOW)


def refunded_at_provider(request: OrderRequest) -> int:
    payment = payments.payment_of(request.group_key)
    assert payment is not None
    return payment.refunded.minor


def test_before_release_it_comes_from_escrow(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    assert back(request, 400, "claim 1") == Done(State.PAID, 3)
    assert (sums(), refunded_at_provider(request)) == ({A.CLEARING: 1000, A.ESCROW: 1000}, 400)
    assert books_are_right()


def test_the_same_reference_moves_money_once(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    assert back(request, 400, "claim 1") == Done(State.COMPLETED, 6)
    assert back(request, 400, "claim 1") == Done(State.COMPLETED, 6)
    assert (net(A.CLEARING), refunded_at_provider(request)) == (1000, 400)


def test_after_release_every_part_shrinks_in_proportion(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    assert isinstance(back(request, 700, "claim 1"), Done)
    assert sums() == {A.CLEARING: 700, A.PAYABLE: 625, A.FEE: 25, A.DUTY: 10, A.TAX: 40}
    assert books_are_right()


@pytest.mark.parametrize("parts", [(1, 1399), (333, 333, 734), (1400,), (7,) * 200])
def test_parts_and_then_the_rest_are_the_whole(offer: Offer, parts: tuple[int, ...]) -> None:
    request = completed(offer, quantity=2)
    for number, minor in enumerate(parts):
        assert isinstance(back(request, minor, f"part {number}"), Done)
    assert sums() == {}
    assert (state(request), Order.objects.get().escrow) == ("refunded", "refunded")
    row = Order.objects.get()
    assert (row.goods_refunded_minor, row.shipping_refunded_minor) == (1000, 300)
    assert back(request, 1, "once more") == NotDone(CannotAct.NOT_NOW)
    assert books_are_right()


def test_what_was_paid_out_she_owes_and_her_next_sale_pays_it(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    pay_out(1250)
    assert isinstance(back(request, 1400, "chargeback 1", through_provider=False), Done)
    assert sums() == {A.RECEIVABLE: 1250, A.BANK: -1250}
    assert refunded_at_provider(request) == 0  # the provider took it already
    completed(offer, quantity=2)
    assert sums() == {A.CLEARING: 1400, A.BANK: -1250, A.FEE: 50, A.DUTY: 20, A.TAX: 80}
    assert MoneyStep.objects.filter(netting_minor=1250).count() == 1
    assert books_are_right()


def test_a_seller_gives_back_only_what_is_hers(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    pay_out(1000)
    assert back(request, 700, "return 1", SELLER) == NotDone(CannotAct.NOT_COVERED)
    assert (net(A.CLEARING), refunded_at_provider(request)) == (1400, 0)
    assert isinstance(back(request, 200, "return 2", SELLER), Done)


@pytest.mark.parametrize("currency", ["EUR", "GBP"])
def test_what_was_handed_to_the_state_the_seller_bears_and_gets_again_when_the_chargeback_is_won(
    offer: Offer, currency: str
) -> None:
    request = completed(offer, quantity=2, currency=currency)
    for purpose, minor in ((A.DUTY, 20), (A.TAX, 80)):
        ledger.post([Entry(uuid4(), 1, purpose, A.BANK, Money(minor, currency), "remitted")], now=NOW)
    before, abroad = sums(), sums(currency)
    assert (before[A.PAYABLE], before[A.FEE], A.DUTY in abroad, A.TAX in abroad) == (1250, 50, False, False)
    back(request, 1400, "chargeback", through_provider=False)
    assert (net(A.PAYABLE), net(A.FEE), net(A.RECEIVABLE)) == (
        0,
        0,
        100,
    )  # she owes what the state has
    assert min(net(purpose, currency) for purpose in (A.DUTY, A.TAX, A.ESCROW)) == 0
    assert isinstance(regain(1, request.key, "chargeback", now=NOW), Done)
    assert (sums(), sums(currency)) == (before, abroad)
    assert books_are_right()


@pytest.mark.parametrize("currency", ["EUR", "GBP"])
def test_after_handing_on_a_part_and_the_rest_are_still_the_whole(offer: Offer, currency: str) -> None:
    request = completed(offer, quantity=2, currency=currency)
    ledger.post([Entry(uuid4(), 1, A.TAX, A.BANK, Money(75, currency), "remitted")], now=NOW)
    back(request, 333, "a part")
    back(request, 1067, "the rest")
    assert (state(request), net(A.TAX, currency), net(A.DUTY, currency)) == ("refunded", 0, 0)
    assert net(A.RECEIVABLE) == 75  # hers by no fault: the state has it
    assert net(A.FX) == (0 if currency == "EUR" else 75)  # hers came in euros, the buyer's went in pounds
    assert books_are_right()


def test_duty_that_was_handed_on_the_seller_bears(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    ledger.post([Entry(uuid4(), 1, A.DUTY, A.BANK, Money(20, "EUR"), "remitted")], now=NOW)
    assert isinstance(back(request, 1400, "claim 1"), Done)
    assert sums() == {A.RECEIVABLE: 20, A.BANK: -20}


def exchanged(offer: Offer, spread_bp: int = 0) -> OrderRequest:
    Offer.objects.update(currency="RWF", price_minor=12_000)
    offer.refresh_from_db()
    charge, settlement = Charge("EUR", 743, 300, 17, 90, 0), Settlement("RWF", 12_000, 4_800, 600)
    facts = f'{{"handling_days": 2, "latest": "2026-11-20", "exchange": {{"spread_bp": {spread_bp}}}}}'
    request = replace(
        ask(offer, unit=12_000), charge=charge, settlement=settlement, total_seen=charge.total, facts=facts
    )
    place_orders([request], now=NOW)
    pay(request)
    return request


def test_in_two_currencies_each_gets_her_own(offer: Offer) -> None:
    request = exchanged(offer, spread_bp=100)
    finish(request)
    assert sums() == {A.CLEARING: 1150, A.FX: 1033, A.SPREAD: 10, A.DUTY: 17, A.TAX: 90}
    assert sums("RWF") == {A.FX: -16_800, A.PAYABLE: 16_200, A.FEE: 600}
    assert isinstance(back(request, 575, "half"), Done)
    # 575 of 743, 300, 17, 90: 372 goods and 150 shipping, 8 duty, 45 tax; 522 of 1043 is 8408 of 16,800 RWF.
    assert sums("RWF") == {A.FX: -8392, A.PAYABLE: 8092, A.FEE: 300}
    assert net(A.CLEARING) == 575
    assert isinstance(back(request, 575, "rest"), Done)
    assert (sums(), sums("RWF")) == ({}, {})
    assert books_are_right()


def test_a_seller_in_another_currency_who_was_paid_owes_in_hers(offer: Offer) -> None:
    request = exchanged(offer)
    finish(request)
    pay_out(16_200, "RWF")
    assert isinstance(back(request, 1150, "all"), Done)
    assert (sums(), sums("RWF")) == ({}, {A.RECEIVABLE: 16_200, A.BANK: -16_200})
    assert books_are_right()


def test_a_chargeback_that_is_won_is_as_if_it_had_not_been(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    before = sums()
    assert isinstance(back(request, 1400, "chargeback 1", Actor(Role.PROVIDER), through_provider=False), Done)
    assert state(request) == "refunded"
    assert regain(1, request.key, "chargeback 1", now=NOW) == Done(State.COMPLETED, 7)
    assert regain(1, request.key, "chargeback 1", now=NOW) == Done(State.COMPLETED, 7)
    assert (sums(), Order.objects.get().goods_refunded_minor) == (before, 0)
    assert regain(1, request.key, "no such", now=NOW) == NotDone(CannotAct.NOT_NOW)
    assert books_are_right()


def test_a_chargeback_of_a_shipped_order_that_is_won_pays_the_seller(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    assert isinstance(back(request, 1400, "chargeback 1", through_provider=False), Done)
    assert regain(1, request.key, "chargeback 1", now=NOW) == Done(State.COMPLETED, 6)
    assert sums() == {A.CLEARING: 1400, A.PAYABLE: 1250, A.FEE: 50, A.DUTY: 20, A.TAX: 80}
    assert Order.objects.get().escrow == "released"


def test_all_of_it_before_shipping_cancels_and_the_goods_are_for_sale_again(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    assert isinstance(back(request, 1400, "claim 1", CLOCK), Done)
    offer.refresh_from_db()
    assert (state(request), offer.available, sums()) == ("cancelled", 100, {})


def test_a_stopped_clock_keeps_its_time(offer: Offer) -> None:
    request = paid(offer)
    for action in (Action.ACCEPT, Action.SHIP, Action.DELIVER):
        do(request, action, SELLER)
    day = timedelta(days=1)
    assert stop_clock(1, request.key, "dispute 1", now=NOW + 2 * day) == Done(State.DELIVERED, 6)
    assert stop_clock(1, request.key, "dispute 1", now=NOW + 2 * day) == Done(State.DELIVERED, 6)
    assert run_clocks(now=NOW + 90 * day) == 0
    assert do(request, Action.CONFIRM, BUYER) == NotDone(CannotAct.STOPPED)
    assert Order.objects.get().escrow == "disputed"
    assert start_clock(1, request.key, now=NOW + 10 * day) == Done(State.DELIVERED, 7)
    assert run_clocks(now=NOW + 13 * day - timedelta(seconds=1)) == 0
    assert run_clocks(now=NOW + 13 * day) == 1
    assert state(request) == "completed"


def test_two_complaints_stop_until_both_are_decided(offer: Offer) -> None:
    request = paid(offer)
    stop_clock(1, request.key, "claim 1", now=NOW)
    stop_clock(1, request.key, "chargeback 1", now=NOW)
    start_clock(1, request.key, now=NOW, why="claim 1")
    assert Order.objects.get().due_at is None
    start_clock(1, request.key, now=NOW, why="chargeback 1")
    row = Order.objects.get()
    assert (row.due_at, row.escrow) == (NOW + timedelta(days=3), "decided")
    assert start_clock(1, request.key, now=NOW) == NotDone(CannotAct.NOT_NOW)


def test_a_state_that_is_reached_while_the_clock_stands_has_its_whole_term_left(offer: Offer) -> None:
    request = paid(offer)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    stop_clock(1, request.key, "claim 1", now=NOW)
    do(request, Action.DELIVER, SELLER)
    assert Order.objects.get().due_at is None
    later = NOW + timedelta(days=30)
    start_clock(1, request.key, now=later)
    assert Order.objects.get().due_at == later + timedelta(days=5)


def test_after_release_a_dispute_is_decided_out_of_the_sellers_balance(offer: Offer) -> None:
    request = completed(offer, quantity=2)
    assert isinstance(stop_clock(1, request.key, "dispute 1", now=NOW), Done)
    assert isinstance(back(request, 700, "dispute 1"), Done)
    assert isinstance(start_clock(1, request.key, now=NOW), Done)
    row = Order.objects.get()
    assert (row.escrow, row.due_at, net(A.CLEARING)) == ("released", None, 700)


def test_nobody_stops_an_order_that_is_not_paid(offer: Offer) -> None:
    request = ask(offer)
    place_orders([request], now=NOW)
    assert stop_clock(1, request.key, "claim 1", now=NOW) == NotDone(CannotAct.NOT_NOW)
    assert stop_clock(2, request.key, "claim 1", now=NOW) == NotDone(CannotAct.NOT_FOUND)


def test_a_refund_takes_no_duty_that_stands_for_another_order(offer: Offer) -> None:
    first, other = completed(offer, quantity=2), completed(offer, quantity=2)
    paid_on = Entry(uuid4(), 1, A.DUTY, A.BANK, Money(20, "EUR"), "remitted", order_key=first.key)
    ledger.post([paid_on], now=NOW)
    back(first, 1400, "return")
    assert (state(first), net(A.DUTY), net(A.TAX)) == ("refunded", 20, 80)  # the other order's
    back(other, 1400, "return")
    assert (state(other), net(A.DUTY), net(A.TAX), net(A.RECEIVABLE)) == ("refunded", 0, 0, 20)
    assert books_are_right()


@pytest.mark.parametrize("stopped", [False, True])
def test_a_chargeback_won_after_the_order_was_complete_is_the_sellers(offer: Offer, stopped: bool) -> None:
    request = paid(offer, quantity=2)
    do(request, Action.ACCEPT, SELLER)
    do(request, Action.SHIP, SELLER)
    back(request, 400, "chargeback", through_provider=False)
    do(request, Action.CONFIRM, BUYER)
    if stopped:
        stop_clock(1, request.key, "again", now=NOW)
    assert isinstance(regain(1, request.key, "chargeback", now=NOW), Done)
    start_clock(1, request.key, now=NOW)
    assert (state(request), net(A.ESCROW), net(A.PAYABLE), net(A.FEE)) == ("completed", 0, 1250, 50)
    assert (Order.objects.get(key=request.key).escrow, books_are_right()) == ("released", True)
