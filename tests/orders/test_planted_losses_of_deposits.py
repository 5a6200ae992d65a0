"""Losses planted into deposits, balances and cash at the door are found by the plain books or the provider's list."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from karum.catalogue.models import Offer
from karum.orders.domain.states import Action
from karum.orders.models import Instalment
from karum.orders.services import run_clocks
from karum.payments import services as payments
from karum.payments.models import Payment, Refund, SandboxMove
from tests.journeys.wind_down import provider_against_orders
from tests.orders.conftest import NOW
from tests.orders.invariants import problems
from tests.orders.terms import pay_later, ready
from tests.orders.test_cash_on_delivery import shipped, take_cash
from tests.orders.test_life import BUYER, SELLER, do, state
from tests.orders.test_planted_losses import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(offer: Offer) -> None:
    """A balance that is released, one that is asked for, one that never came, one given up, and cash at the door."""
    late = ready(offer)
    run_clocks(now=NOW + timedelta(days=8))
    assert state(late) == "forfeited"
    done = ready(offer)
    pay_later(done)
    do(done, Action.SHIP, SELLER)
    do(done, Action.CONFIRM, BUYER)
    assert state(done) == "completed"
    do(ready(offer), Action.CANCEL, BUYER)
    ready(offer)
    take_cash(shipped(offer), 1400)
    for refund in Refund.objects.all():
        payments.send_refund(refund.id, now=NOW)
    assert (problems(), provider_against_orders()) == ([], [])


def balance_not_booked() -> None:
    unguarded("DELETE FROM ledger_transfer WHERE reference = 'balance paid'")


def forfeit_to_the_hub() -> None:
    forfeited = "SELECT order_key FROM orders_moneystep WHERE event = 'forfeit'"
    unguarded(
        "UPDATE ledger_account SET credits_posted = credits_posted"
        " + CASE purpose WHEN 'fee' THEN 1 ELSE -1 END WHERE purpose IN ('fee', 'payable') AND seller_id = 1"
    )
    unguarded(
        "UPDATE ledger_transfer SET amount_minor = amount_minor + CASE credit WHEN 'fee' THEN 1 ELSE -1 END WHERE id IN"
        " (SELECT DISTINCT ON (credit) id FROM ledger_transfer WHERE reference = 'release'"
        f" AND credit IN ('fee', 'payable') AND order_key IN ({forfeited}) ORDER BY credit, id)"
    )


def hold_of_a_balance_kept() -> None:
    unguarded(
        "UPDATE ledger_account SET credits_pending = credits_pending + 980 WHERE purpose = 'escrow' AND seller_id = 1"
    )


def balance_taken_short() -> None:
    keys = Payment.objects.filter(group_key__in=Instalment.objects.values("group_key")).values("key")
    assert SandboxMove.objects.filter(key__in=keys).update(amount_minor=979)


def deposit_given_back_twice() -> None:
    move = SandboxMove.objects.filter(is_refund=True).first()
    assert move is not None
    move.pk, move.key = None, "5f1d3a9e-5f0b-4b7e-9d6a-3c1b8a2e7f40"
    move.save()


def cash_never_taken() -> None:
    assert Payment.objects.filter(provider__startswith="cash").update(state="declined")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    "plant",
    [
        balance_not_booked,
        forfeit_to_the_hub,
        hold_of_a_balance_kept,
        balance_taken_short,
        deposit_given_back_twice,
        cash_never_taken,
    ],
)
def test_a_loss_planted_into_a_deposit_is_found(plant: Callable[[], None]) -> None:
    plant()
    assert problems() + provider_against_orders()
