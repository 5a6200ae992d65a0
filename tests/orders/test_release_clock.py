"""The release clock: every cent has an owner, a day and a rule."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from karum.catalogue.models import Offer
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders import terms as terms_file
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.release_clock import ReleaseClock, Running, Slice, Stop, Whose
from karum.orders.domain.states import Action
from karum.orders.models import Order, Reserve
from karum.orders.queries import access_order_as_operator, release_clock
from karum.orders.services import due, free_reserves, give_back, run_clocks, start_clock, stop_clock
from tests.orders.conftest import NOW
from tests.orders.terms import ready
from tests.orders.test_checkout import CARD, coffee, guest, to_review  # noqa: F401
from tests.orders.test_life import BUYER, HUB, SELLER, books_are_right, do, net, paid

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def reserve(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub keeps a tenth for 120 days."""
    kept = replace(terms_file.terms(), reserve_bp=1000, reserve_days=120)
    monkeypatch.setattr(terms_file, "all_terms", lambda: {kept.version: kept})


def clock(request: OrderRequest) -> ReleaseClock:
    return release_clock(access_order_as_operator(1, request.key))


def amounts(slices: tuple[Slice, ...]) -> dict[Whose, int]:
    return {one.whose: one.amount.minor for one in slices}


def shipped(offer: Offer) -> OrderRequest:
    request = paid(offer, quantity=2)
    for action in (Action.ACCEPT, Action.SHIP):
        do(request, action, SELLER)
    return request


def test_every_cent_that_she_paid_has_an_owner_a_day_and_a_rule(offer: Offer) -> None:
    request = shipped(offer)
    found = clock(request)
    assert amounts(found.buyer) == {Whose.SELLER: 1300, Whose.DUTY: 20, Whose.TAX: 80}
    assert amounts(found.seller) == {Whose.PAYABLE: 1250, Whose.FEE: 50}
    assert (found.running, found.at) == (Running.RUNNING, NOW.replace(day=20, hour=0) + 14 * DAY)
    assert {(one.at, one.rule.term if one.rule else "") for one in found.buyer} == {(found.at, "arrive_days")}
    assert Stop.COMPLAINT in found.may
    assert run_clocks(now=found.at) == 1  # the day that is shown is the day on which it happens


def test_delivered_it_runs_by_the_rule_of_delivery(offer: Offer) -> None:
    request = shipped(offer)
    do(request, Action.DELIVER, SELLER)
    found = clock(request)
    assert found.rule is not None
    assert (found.at, found.rule.term, found.rule.days) == (NOW + 5 * DAY, "inspect_days", 5)


def test_before_shipping_the_latest_day_is_shown_and_what_sends_it_back(offer: Offer) -> None:
    found = clock(paid(offer))
    assert (found.running, found.at) == (Running.WAITING, NOW.replace(day=20, hour=0) + 14 * DAY)
    assert found.may[0] is Stop.SELLER


def test_stopped_it_shows_why_and_no_day(offer: Offer) -> None:
    request = shipped(offer)
    stop_clock(1, request.key, "dispute 1", now=NOW)
    found = clock(request)
    assert (found.running, found.at, found.why) == (Running.STOPPED, None, ("dispute 1",))
    assert found.left == NOW.replace(day=20, hour=0) + 14 * DAY - NOW
    assert {one.at for one in found.buyer} == {None}


def test_what_went_back_is_shown_as_hers(offer: Offer) -> None:
    request = shipped(offer)
    give_back(1, request.key, Money(700, "EUR"), "claim 1", HUB, now=NOW)
    assert amounts(clock(request).buyer) == {Whose.SELLER: 650, Whose.DUTY: 10, Whose.TAX: 40, Whose.BUYER: 700}
    do(request, Action.CONFIRM, BUYER)
    found = clock(request)
    assert found.running is Running.DONE
    assert amounts(found.buyer) == {Whose.SELLER: 650, Whose.DUTY: 10, Whose.TAX: 40, Whose.BUYER: 700}
    assert amounts(found.seller) == {Whose.PAYABLE: 625, Whose.FEE: 25}


@pytest.mark.usefixtures("reserve")
def test_a_reserve_is_kept_shown_and_freed_on_its_day(offer: Offer) -> None:
    request = shipped(offer)
    assert amounts(clock(request).seller) == {Whose.PAYABLE: 1125, Whose.RESERVE: 125, Whose.FEE: 50}
    do(request, Action.CONFIRM, BUYER)
    assert (net(Purpose.PAYABLE), net(Purpose.RESERVE)) == (1125, 125)
    (kept,) = [one for one in clock(request).seller if one.whose is Whose.RESERVE]
    assert (kept.amount, kept.at) == (Money(125, "EUR"), NOW + 120 * DAY)
    assert free_reserves(now=NOW + 120 * DAY - timedelta(seconds=1)) == 0
    assert free_reserves(now=NOW + 120 * DAY) == 1
    assert free_reserves(now=NOW + 121 * DAY) == 0
    assert (net(Purpose.PAYABLE), net(Purpose.RESERVE)) == (1250, 0)
    assert books_are_right()


@pytest.mark.usefixtures("reserve")
def test_a_reserve_pays_what_goes_back_and_waits_for_a_dispute(offer: Offer) -> None:
    request = shipped(offer)
    do(request, Action.CONFIRM, BUYER)
    stop_clock(1, request.key, "chargeback 1", now=NOW)
    assert free_reserves(now=NOW + 120 * DAY) == 0
    give_back(1, request.key, Money(1400, "EUR"), "chargeback 1", HUB, now=NOW, through_provider=False)
    assert (net(Purpose.PAYABLE), net(Purpose.RESERVE), net(Purpose.RECEIVABLE)) == (0, 0, 0)
    assert Reserve.objects.get().left_minor == 0
    assert start_clock(1, request.key, now=NOW).__class__.__name__ == "NotDone"
    assert books_are_right()


def test_reserves_that_must_stay_do_not_hold_up_the_others(
    offer: Offer, reserve: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "PAGE", 2)
    for number in range(5):
        request = paid(offer)
        for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, BUYER)):
            do(request, action, actor)
        if number < 4:
            stop_clock(1, request.key, "claim", now=NOW)
            Reserve.objects.filter(order_key=request.key).update(due_at=NOW)
    assert free_reserves(now=NOW + 120 * DAY, limit=2) == 1
    assert free_reserves(now=NOW + 120 * DAY, limit=2) == 0


def test_the_buyer_reads_it_on_her_page(guest: Client, coffee: Offer) -> None:  # noqa: F811
    placed = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})
    guest.post(placed["Location"], CARD)
    row = Order.objects.get()
    page = guest.get(f"/o/{access_order_as_operator(row.seller_id, row.key).token}")
    assert page.status_code == 200
    assert "Where the money is" in page.text
    assert f"14 days after the last promised day (terms {terms_file.terms().version})" in page.text
    assert "Back to the buyer, when the seller does not act in time." in page.text


def test_the_clock_of_a_deposit_shows_what_is_not_paid_yet_to_both(offer: Offer) -> None:
    request = ready(offer)
    found = clock(request)
    assert found.running is Running.WAITING
    assert Stop.BALANCE in found.may
    assert amounts(found.buyer) == {Whose.SELLER: 390, Whose.DUTY: 6, Whose.TAX: 24, Whose.UNPAID: 980}
    unpaid = next(one for one in found.seller if one.whose is Whose.UNPAID)
    assert (sum(amounts(found.seller).values()), unpaid.amount.minor) == (1300, 910)
    assert unpaid.at == NOW + 7 * DAY
    assert run_clocks(now=NOW + 7 * DAY) == 1
    ended = clock(request)
    assert (ended.running, Whose.UNPAID in amounts(ended.buyer), Whose.UNPAID in amounts(ended.seller)) == (
        Running.DONE,
        False,
        False,
    )
    assert amounts(ended.buyer) == {Whose.SELLER: 300, Whose.BUYER: 120}
