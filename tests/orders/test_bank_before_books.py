"""Between the bank's word that it took money back and the books' hearing of it lie seconds: nobody refunds twice."""

from datetime import timedelta

import pytest

from karum.catalogue.models import Offer
from karum.money import Money
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action, State
from karum.orders.models import OrderEvent
from karum.orders.services import Actor, CannotAct, Done, NotDone, give_back, run_clocks
from karum.orders.words import cannot_text
from karum.payments import queries as payments
from karum.payments.domain import Happening
from karum.payments.models import Refund
from karum.payments.providers import sandbox
from karum.payments.services import receive_webhook
from tests.orders.conftest import NOW
from tests.orders.terms import later_of, pay_later, ready, sound
from tests.orders.test_life import BUYER, HUB, SELLER, do, paid, state

pytestmark = pytest.mark.django_db
BANK = NotDone(CannotAct.AT_THE_BANK)


def bank_says(group_key: object, happening: Happening, minor: int) -> None:
    payment = payments.payment_of(group_key)  # type: ignore[arg-type]
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, happening, Money(minor, "EUR"), now=NOW)
    assert receive_webhook("sandbox", body, headers, now=NOW) == "applied"


@pytest.mark.parametrize(
    ("action", "actor", "minor"),
    [
        (Action.REFUSE, SELLER, None),
        (Action.CANCEL, BUYER, None),
        (Action.CANCEL, HUB, None),
        (Action.REFUND, SELLER, 1000),
        (Action.REFUND, HUB, 1400),
    ],
)
def test_what_the_bank_took_is_not_given_back_again(
    offer: Offer, action: Action, actor: Actor, minor: int | None
) -> None:
    request = paid(offer, quantity=2)
    bank_says(request.group_key, Happening.CHARGEBACK_OPENED, 401)
    amount = Money(minor, "EUR") if minor else None
    assert do(request, action, actor, amount=amount) == BANK
    assert nothing_happened(request)
    bank_says(request.group_key, Happening.CHARGEBACK_WON, 401)
    assert isinstance(do(request, action, actor, amount=amount), Done)


def nothing_happened(request: OrderRequest) -> bool:
    steps = OrderEvent.objects.filter(order_key=request.key).count()
    return (state(request), steps, Refund.objects.count(), sound()) == ("paid", 2, 0, [])


def test_what_the_bank_left_can_be_given_back_at_once(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    bank_says(request.group_key, Happening.CHARGEBACK_OPENED, 400)
    assert isinstance(do(request, Action.REFUND, SELLER, amount=Money(999, "EUR")), Done)


def test_a_term_that_ran_out_waits_until_the_books_have_heard(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    bank_says(request.group_key, Happening.CHARGEBACK_OPENED, 1400)
    assert run_clocks(now=NOW + timedelta(days=30)) == 0
    assert nothing_happened(request)


def test_a_case_hears_no_as_well(offer: Offer) -> None:
    request = paid(offer, quantity=2)
    bank_says(request.group_key, Happening.CHARGEBACK_OPENED, 1400)
    assert give_back(1, request.key, Money(10, "EUR"), "case 1", HUB, now=NOW) == BANK
    assert nothing_happened(request)


def test_of_a_deposit_it_is_either_payment(offer: Offer) -> None:
    request = ready(offer)
    pay_later(request)
    bank_says(later_of(request).group_key, Happening.CHARGEBACK_OPENED, 980)
    assert do(request, Action.REFUSE, SELLER) == BANK
    assert (state(request), Refund.objects.count()) == (State.ACCEPTED, 0)
    assert isinstance(do(request, Action.REFUND, HUB, amount=Money(420, "EUR")), Done)


def test_the_reason_is_said_in_words() -> None:
    assert "bank" in cannot_text(CannotAct.AT_THE_BANK)
