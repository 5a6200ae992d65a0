"""Deposits: a part of the price at order, the balance before shipment, and what becomes of it when that never comes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from karum.catalogue.models import Offer
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.instalments import Way, plan
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, Role, State
from karum.orders.models import OrderEvent
from karum.orders.services import (
    Actor,
    CannotAct,
    Done,
    NotDone,
    give_back,
    place_orders,
    regain,
    run_clocks,
    settle_group,
    start_clock,
    stop_clock,
)
from karum.orders.terms import terms
from karum.payments import services as payments
from karum.payments.domain import PaymentState
from karum.payments.models import Payment
from tests.orders.conftest import NOW, ask
from tests.orders.terms import SELLERS, agreed, back, deposited, later_of, pay_later, placed, ready, row_of, sound
from tests.orders.test_life import BUYER, HUB, SELLER, do, net, pay, state, stock

pytestmark = pytest.mark.django_db
BANK = Actor(Role.PROVIDER)
AFTER = NOW + timedelta(days=7, minutes=1)


def test_the_instalments_sum_to_the_price_part_by_part(offer: Offer) -> None:
    charge = ask(offer, quantity=3, duty=7, tax=11).charge
    found = plan(Way.DEPOSIT, charge, SELLERS, terms())
    assert [sum(both) for both in zip(*(one.parts for one in found.instalments), strict=True)] == list(charge.parts)
    assert (found.now + found.rest, found.now.minor) == (charge.total, charge.total.minor * 3000 // 10_000)


def test_deposit_balance_shipment_release_and_every_cent_is_where_it_belongs(offer: Offer) -> None:
    request = placed(offer, Way.DEPOSIT, quantity=2)
    assert (row_of(request).escrow, row_of(request).unpaid_minor, net(Purpose.ESCROW)) == ("authorised", 980, 0)
    request = deposited(offer)
    assert (state(request), row_of(request).escrow, net(Purpose.ESCROW)) == ("paid", "deposited", 420)
    assert do(request, Action.ACCEPT, SELLER) == Done(State.ACCEPTED, 3)
    assert do(request, Action.SHIP, SELLER) == NotDone(CannotAct.UNPAID)
    assert do(request, Action.READY, SELLER) == Done(State.READY, 4)
    assert row_of(request).due_at == NOW + timedelta(days=7)
    assert do(request, Action.SHIP, SELLER) == NotDone(CannotAct.NOT_NOW)
    assert sound() == []
    pay_later(request)
    assert (state(request), row_of(request).escrow, net(Purpose.ESCROW)) == ("accepted", "held", 1400)
    assert row_of(request).unpaid_minor == 0
    assert do(request, Action.READY, SELLER) == NotDone(CannotAct.NOT_NOW)
    do(request, Action.SHIP, SELLER)
    do(request, Action.CONFIRM, BUYER)
    sums = (net(Purpose.ESCROW), net(Purpose.PAYABLE), net(Purpose.FEE), net(Purpose.DUTY), net(Purpose.TAX))
    assert sums == (0, 1250, 50, 20, 80)
    assert sound() == []


def test_the_deposit_is_paid_once_however_often_the_provider_says_so(offer: Offer) -> None:
    request = deposited(offer)
    settle_group(request.group_key, now=NOW)
    settle_group(request.group_key, now=NOW)
    assert (net(Purpose.ESCROW), back(request)) == (420, (0, 0))
    assert OrderEvent.objects.filter(order_key=request.key, action="pay").count() == 1


def test_a_balance_that_never_comes_ends_the_order_by_the_frozen_rule(offer: Offer) -> None:
    request = ready(offer)
    assert run_clocks(now=NOW + timedelta(days=7) - timedelta(minutes=1)) == 0
    assert run_clocks(now=AFTER) == 1
    # Of 420 the goods are 300: the seller keeps them less the hub's fee in proportion, the rest goes back.
    assert (state(request), row_of(request).escrow, stock(offer)) == ("forfeited", "released", (100, 0))
    assert (net(Purpose.ESCROW), net(Purpose.FEE), net(Purpose.PAYABLE)) == (
        0,
        50 * 300 // 1300,
        300 - 50 * 300 // 1300,
    )
    assert back(request) == (120, 0)
    assert sound() == []


def test_the_buyer_who_cancels_after_acceptance_loses_what_the_terms_say_and_before_it_nothing(offer: Offer) -> None:
    early = deposited(offer)
    assert do(early, Action.CANCEL, BUYER) == Done(State.CANCELLED, 3)
    assert (back(early), net(Purpose.PAYABLE)) == ((420, 0), 0)
    late = deposited(offer)
    do(late, Action.ACCEPT, SELLER)
    assert do(late, Action.CANCEL, BUYER) == Done(State.FORFEITED, 4)
    assert back(late) == (270, 0)  # half of the goods' 300 stays
    asked = ready(offer)
    assert do(asked, Action.CANCEL, BUYER) == Done(State.FORFEITED, 5)
    assert (back(asked), stock(offer)) == ((270, 0), (100, 0))
    assert sound() == []


@pytest.mark.parametrize("how", ["refuse", "refuse ready", "lapse paid", "lapse accepted", "hub"])
def test_what_is_the_sellers_fault_gives_all_of_it_back(offer: Offer, how: str) -> None:
    request = ready(offer) if how in ("refuse ready", "hub") else deposited(offer)
    if how == "lapse accepted":
        do(request, Action.ACCEPT, SELLER)
    if how.startswith("refuse"):
        do(request, Action.REFUSE, SELLER)
    elif how == "hub":
        do(request, Action.CANCEL, HUB)
    else:
        run_clocks(now=NOW + timedelta(days=30))
    assert state(request) in ("refused", "cancelled")
    assert (back(request), stock(offer), net(Purpose.ESCROW)) == ((420, 0), (100, 0), 0)
    assert sound() == []


def test_not_shipped_after_the_balance_gives_both_payments_back(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request)
    run_clocks(now=NOW + timedelta(days=30))
    assert (state(request), back(request)) == ("cancelled", (420, 980))
    assert sound() == []


def test_a_refund_goes_back_by_the_newest_payment_first_and_never_more_than_it_brought(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request)
    for minor, gone in ((600, (0, 600)), (500, (120, 980)), (300, (420, 980))):
        assert isinstance(give_back(1, request.key, Money(minor, "EUR"), f"part {minor}", HUB, now=NOW), Done)
        assert isinstance(give_back(1, request.key, Money(minor, "EUR"), f"part {minor}", HUB, now=NOW), Done)
        assert back(request) == gone
    row = row_of(request)
    assert (row.goods_refunded_minor, row.shipping_refunded_minor) == (row.goods_minor, row.shipping_minor)
    assert sound() == []


def test_a_refund_of_a_part_of_the_deposit_leaves_the_balance_as_it_was(offer: Offer) -> None:
    request = ready(offer)
    assert isinstance(give_back(1, request.key, Money(100, "EUR"), "gift", HUB, now=NOW), Done)
    pay_later(request)
    assert (net(Purpose.ESCROW), back(request)) == (1300, (100, 0))
    do(request, Action.SHIP, SELLER)
    do(request, Action.CONFIRM, BUYER)
    assert (net(Purpose.ESCROW), sound()) == (0, [])


def test_a_declined_balance_is_tried_again(offer: Offer) -> None:
    request = ready(offer)
    assert pay_later(request, card="4000000000000002").state is PaymentState.DECLINED
    assert state(request) == "ready"
    pay_later(request)
    assert (state(request), sound()) == ("accepted", [])


def test_a_balance_paid_twice_goes_back_once(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request)
    assert pay_later(request).state is PaymentState.SURPLUS
    assert (net(Purpose.ESCROW), sound()) == (1400, [])


def test_a_balance_that_comes_after_the_end_goes_back(offer: Offer) -> None:
    request = ready(offer)
    waiting = pay_later(request, card="4000000000009995")
    assert waiting.state is PaymentState.PENDING
    run_clocks(now=AFTER)
    assert Payment.objects.get(id=waiting.id).state == PaymentState.EXPIRED
    late = pay_later(request, now=AFTER)  # the page was open since before
    assert late.state is PaymentState.SUCCEEDED
    assert Payment.objects.get(id=late.id).refunded_minor == 980
    settle_group(later_of(request).group_key, now=AFTER)
    assert (state(request), sound()) == ("forfeited", [])


def test_a_balance_paid_while_the_clock_ends_the_order_counts(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request, settle=False)
    assert run_clocks(now=AFTER) == 1
    assert (state(request), row_of(request).escrow, sound()) == ("accepted", "held", [])


def test_buyer_and_hub_cannot_end_an_order_whose_balance_just_came(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request, settle=False)
    assert do(request, Action.CANCEL, BUYER) == NotDone(CannotAct.PAID_MEANWHILE)
    assert do(request, Action.REFUSE, SELLER) == NotDone(CannotAct.PAID_MEANWHILE)
    assert (state(request), back(request)) == ("ready", (0, 0))


def charged_back(request: OrderRequest, minor: int, reference: str = "chargeback") -> Done | NotDone:
    return give_back(1, request.key, Money(minor, "EUR"), reference, BANK, now=NOW, through_provider=False)


def test_a_chargeback_of_a_forfeited_deposit_takes_it_from_the_seller_and_a_won_one_gives_it_back(offer: Offer) -> None:
    request = ready(offer)
    run_clocks(now=AFTER)
    stop_clock(1, request.key, "chargeback", now=AFTER)
    assert charged_back(request, 300) == Done(State.REFUNDED, 7)
    assert (net(Purpose.PAYABLE), net(Purpose.FEE), net(Purpose.RECEIVABLE)) == (0, 0, 0)
    assert regain(1, request.key, "chargeback", now=AFTER) == Done(State.FORFEITED, 8)
    assert net(Purpose.PAYABLE) + net(Purpose.FEE) == 300


def test_a_chargeback_of_the_deposit_before_the_balance_ends_the_order(offer: Offer) -> None:
    request = ready(offer)
    stop_clock(1, request.key, "chargeback", now=NOW)
    assert do(request, Action.CANCEL, BUYER) == NotDone(CannotAct.STOPPED)
    assert charged_back(request, 420) == Done(State.CANCELLED, 6)
    assert (net(Purpose.ESCROW), stock(offer)) == (0, (100, 0))


def test_a_balance_paid_while_the_clock_stands_is_disputed_until_that_is_decided(offer: Offer) -> None:
    request = ready(offer)
    stop_clock(1, request.key, "chargeback", now=NOW)
    assert charged_back(request, 100) == Done(State.READY, 6)
    pay_later(request)
    assert (state(request), row_of(request).escrow, row_of(request).due_at) == ("accepted", "disputed", None)
    assert regain(1, request.key, "chargeback", now=NOW) == Done(State.ACCEPTED, 8)
    start_clock(1, request.key, now=NOW)
    do(request, Action.SHIP, SELLER)
    do(request, Action.CONFIRM, BUYER)
    assert (net(Purpose.ESCROW), net(Purpose.PAYABLE)) == (0, 1250)


@pytest.mark.parametrize("seller", [1, 2])
def test_in_two_currencies_the_deposit_is_the_buyers_and_what_is_kept_the_sellers(offer: Offer, seller: int) -> None:
    request = ready(offer, currency="GBP", shipping=333)
    pay_later(request)
    do(request, Action.SHIP, SELLER)
    if seller == 1:
        do(request, Action.CONFIRM, BUYER)
        assert (net(Purpose.ESCROW, "GBP"), sound()) == (0, [])
    give_back(1, request.key, Money(333, "GBP"), "a part", HUB, now=NOW)
    left = row_of(request)
    rest = left.goods_minor + left.shipping_minor + left.duty_minor + left.tax_minor - 333
    give_back(1, request.key, Money(rest, "GBP"), "the rest", HUB, now=NOW)
    assert (state(request), sum(back(request)), sound()) == ("refunded", rest + 333, [])
    assert [net(p, "EUR") for p in (Purpose.FX, Purpose.PAYABLE, Purpose.FEE, Purpose.RECEIVABLE)] == [0, 0, 0, 0]
    assert net(Purpose.FX, "GBP") == 0


def test_a_forfeited_deposit_in_two_currencies_pays_the_seller_in_hers(offer: Offer) -> None:
    request = ready(offer, currency="GBP", shipping=333)
    run_clocks(now=AFTER)
    kept = net(Purpose.FX, "GBP")
    assert kept == row_of(request).goods_minor - row_of(request).goods_refunded_minor - later_of(request).goods_minor
    hers = net(Purpose.PAYABLE) + net(Purpose.FEE)
    assert hers == -net(Purpose.FX) > 0
    assert sound() == []


def test_a_checkout_with_a_deposit_and_a_prepaid_order_is_paid_in_one_go(offer: Offer) -> None:
    first = ask(offer, quantity=2)
    other = agreed(ask(offer, quantity=2, group=first.group_key), Way.DEPOSIT)
    place_orders([first, other], now=NOW)
    pay(replace(first, total_seen=first.first + other.first))
    assert (state(first), state(other), net(Purpose.ESCROW)) == ("paid", "paid", 1820)
    assert sound() == []


def test_of_a_given_up_order_beside_a_deposit_its_own_part_goes_back(offer: Offer) -> None:
    gone = ask(offer, quantity=2)
    other = agreed(ask(offer, quantity=2, group=gone.group_key), Way.DEPOSIT)
    place_orders([gone, other], now=NOW)
    do(gone, Action.CANCEL, BUYER)
    pay(replace(gone, total_seen=gone.first + other.first))
    assert (state(gone), state(other)) == ("cancelled", "paid")
    assert (back(other), sound()) == ((1400, 0), [])


def test_payments_of_a_placed_deposit_that_nobody_pays_expire_with_it(offer: Offer) -> None:
    request = placed(offer, Way.DEPOSIT, quantity=2)
    assert run_clocks(now=NOW + timedelta(hours=1)) == 1
    assert (state(request), row_of(request).escrow, stock(offer), sound()) == ("expired", "voided", (100, 0), [])


def test_expired_balance_attempts_stay_expired(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request, card="4000000000000002")
    do(request, Action.REFUSE, SELLER)
    assert payments.expire(later_of(request).group_key, now=NOW) == 0
    assert set(Payment.objects.filter(group_key=later_of(request).group_key).values_list("state", flat=True)) == {
        "expired"
    }
