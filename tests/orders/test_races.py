"""What happens when two things happen at once, or half of one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from karum.catalogue.models import Offer
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders import letters
from karum.orders.checks import terms_kept
from karum.orders.domain.states import Action
from karum.orders.models import CartLine, Order
from karum.orders.services import CannotAct, Done, NotDone, clocks, place_orders, quotes, run_clocks, settle_group
from karum.parties.services import edit_business
from karum.payments import services as payments
from karum.payments.models import Payment, Refund
from tests.orders.conftest import NOW, ask, make_offer
from tests.orders.test_checkout import CARD, coffee, guest, mug, put, to_review  # noqa: F401  (fixtures)
from tests.orders.test_life import BUYER, SELLER, _card, books_are_right, do, net, paid, state, stock

pytestmark = pytest.mark.django_db


def test_an_order_that_is_paid_while_its_buyer_cancels_stays_paid(offer: Offer, monkeypatch: Any) -> None:
    """The payment succeeds after the cancellation looked, and before it gave the attempts up."""
    request = ask(offer)
    place_orders([request], now=NOW)
    look = payments.expire

    def too_late(*args: Any, **kwargs: Any) -> int:
        payments.start(
            key=uuid4(), group_key=request.group_key, amount=request.total_seen, instrument=_card("4242424242424242"),
            now=NOW,
        )  # fmt: skip
        return look(*args, **kwargs)

    monkeypatch.setattr(payments, "expire", too_late)
    assert do(request, Action.CANCEL, BUYER) == NotDone(CannotAct.PAID_MEANWHILE)
    settle_group(request.group_key, now=NOW)
    assert state(request) == "paid"


def test_money_for_an_order_that_was_given_up_while_it_was_paid_goes_back(offer: Offer) -> None:
    """The sum of two orders is on its way when one of them is cancelled: nobody keeps its part."""
    other = make_offer("mug", seller_id=2)
    group = uuid4()
    first, second = ask(offer, group=group), ask(other, group=group, quantity=3)
    place_orders([first, second], now=NOW)
    assert isinstance(do(first, Action.CANCEL, BUYER), Done)
    both = Money(first.total_seen.minor + second.total_seen.minor, "EUR")
    payments.start(key=uuid4(), group_key=group, amount=both, instrument=_card("4242424242424242"), now=NOW)
    for _ in range(2):
        settle_group(group, now=NOW)
    assert (state(first), state(second)) == ("cancelled", "paid")
    assert [refund.amount_minor for refund in Refund.objects.all()] == [first.total_seen.minor]
    assert isinstance(do(second, Action.REFUSE, SELLER), Done)
    assert Payment.objects.get().state == "refunded"
    assert books_are_right()


def test_one_order_that_cannot_move_does_not_hold_up_the_clocks_of_the_others(offer: Offer, monkeypatch: Any) -> None:
    broken, fine = ask(offer), ask(offer)
    place_orders([broken], now=NOW)
    place_orders([fine], now=NOW + timedelta(seconds=1))
    act = clocks.act

    def fails(seller_id: int, key: object, *args: Any, **kwargs: Any) -> Any:
        if key == broken.key:
            raise RuntimeError("escrow and payment differ")
        return act(seller_id, key, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(clocks, "act", fails)
    assert run_clocks(now=NOW + timedelta(hours=1)) == 1
    assert (state(broken), state(fine)) == ("placed", "expired")


def test_a_refund_pressed_twice_goes_back_once(offer: Offer) -> None:
    request = paid(offer)
    seen = Order.objects.get().steps
    part = Money(100, "EUR")
    assert isinstance(do(request, Action.REFUND, SELLER, amount=part, seen=seen), Done)
    assert do(request, Action.REFUND, SELLER, amount=part, seen=seen) == NotDone(CannotAct.NOT_NOW)
    assert net(Purpose.ESCROW) == request.total_seen.minor - 100


def test_nothing_is_cancelled_after_the_escrow_opened(offer: Offer) -> None:
    request = paid(offer)
    for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER), (Action.CONFIRM, BUYER)):
        do(request, action, actor)
    for action in (Action.REFUSE, Action.CANCEL):
        assert do(request, action, SELLER, amount=Money(1, "EUR")) == NotDone(CannotAct.NOT_NOW)
    assert stock(offer) == (99, 0)
    assert books_are_right()


def test_the_order_button_of_another_visitor_places_nothing(guest: Client, coffee: Offer) -> None:  # noqa: F811
    token = to_review(guest, coffee)
    thief = Client()
    put(thief, coffee)
    assert thief.post("/checkout/review", {"quote": token})["Location"] == "/checkout/address"
    assert Client().post("/checkout/review", {"quote": token})["Location"] == "/checkout/address"
    assert Order.objects.count() == 0


def test_a_crash_while_placing_leaves_neither_order_nor_empty_cart(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    monkeypatch: Any,
) -> None:
    token = to_review(guest, coffee)

    def crash(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(quotes, "take_out", crash)
    with pytest.raises(KeyboardInterrupt):
        guest.post("/checkout/review", {"quote": token})
    assert (Order.objects.count(), CartLine.objects.count()) == (0, 1)


def test_what_was_put_into_the_cart_meanwhile_stays_there(guest: Client, coffee: Offer, mug: Offer) -> None:  # noqa: F811
    token = to_review(guest, coffee)
    put(guest, mug)
    guest.post("/checkout/review", {"quote": token})
    assert [line.offer_id for line in CartLine.objects.all()] == [mug.id]


def test_an_old_payment_form_is_shown_again_when_the_sum_has_changed(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    mug: Offer,  # noqa: F811
) -> None:
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee, mug)})["Location"]
    declined = {**CARD, "number": "4000 0000 0000 0002", "payment_key": str(uuid4())}
    guest.post(place, declined)
    first = Order.objects.all()[0]
    from karum.orders.services import act

    act(first.seller_id, first.key, Action.CANCEL, BUYER, now=first.placed_at)
    again = guest.post(place, {**declined, "number": CARD["number"]})
    assert (again.status_code, again["Location"]) == (302, place)
    assert guest.get(place).status_code == 200


def test_the_doctor_sees_an_order_that_stands_beyond_its_term(offer: Offer) -> None:
    assert terms_kept().ok
    request = ask(offer)
    place_orders([request], now=NOW)  # long ago, and nobody ran the clocks
    assert str(request.key) in terms_kept().said


def test_a_line_break_in_a_shops_name_does_not_stop_its_letters(coffee: Offer) -> None:  # noqa: F811
    edit_business(coffee.seller_id, name="Inzozi\r\nBcc: everybody@example.org")
    request = paid(coffee)
    do(request, Action.REFUSE, SELLER)
    assert letters.send(request.seller_id, request.key, "refuse") == 1
    assert "Inzozi Bcc: everybody@example.org" in mail.outbox[0].subject
