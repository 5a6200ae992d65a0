"""A buyer's bank takes money back: it is found in the orders, leaves the right accounts, and comes back when won."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from karum.disputes import services
from karum.disputes.domain.opening import NotOpened
from karum.disputes.domain.states import Action, Outcome
from karum.disputes.models import Case, ChargebackShare
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, postings_of, unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.services import run_clocks as run_order_clocks
from karum.payments import queries as payments
from karum.payments.domain import Happening
from karum.payments.providers import sandbox
from karum.payments.services import receive_webhook
from karum.seeds.factories import make_business, make_offer, make_orders
from tests.disputes.conftest import DAY, NOW, World, claim, make_world

pytestmark = pytest.mark.django_db


def tell(world: World, happening: Happening, amount: Money) -> None:
    """The sandbox says it, the payment writes it down, the cases hear of it (twice, as jobs may)."""
    payment = world.order.payment
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, happening, amount, now=NOW)
    assert receive_webhook("sandbox", body, headers, now=NOW) == "applied"
    (record,) = payments.chargebacks(payment_id=payment.id)
    for _ in range(2):
        services.note_chargeback(record, now=NOW)


def opened(world: World, amount: Money | None = None) -> None:
    tell(world, Happening.CHARGEBACK_OPENED, amount or world.order.total)


def net(world: World, purpose: Purpose) -> int:
    return balance(AccountKey(world.order.seller_id, purpose, world.order.charge.currency)).net.minor


def books_are_right() -> bool:
    return (wrong_balances(), unbalanced_currencies()) == ([], [])


def test_before_release_it_comes_out_of_escrow_and_the_clock_stands(world: World) -> None:
    opened(world, world.money(500))
    assert net(world, Purpose.ESCROW) == world.order.total.minor - 500
    assert net(world, Purpose.CLEARING) == world.order.total.minor - 500
    assert world.again().due_at is None
    assert run_order_clocks(now=NOW + 90 * DAY) == 0
    assert not payments.refunds_of(world.order.payment.id)  # type: ignore[union-attr]  # the provider took it itself
    assert books_are_right()


def test_a_case_does_not_pay_what_the_bank_took_before_the_books_have_heard(world: World) -> None:
    case = services.open_return(world.again(), uuid4(), world.order.left, "Too small.", person_id=None, now=NOW)
    payment = world.order.payment
    assert isinstance(case, Case)
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, world.money(1), now=NOW)
    assert receive_webhook("sandbox", body, headers, now=NOW) == "applied"
    assert services.act(case.pk, Action.PAY_BACK, world.seller_does, now=NOW) == services.NotDone(
        services.CannotAct.AT_THE_BANK
    )
    again = Case.objects.get()
    assert (again.steps, again.stage, world.again().left) == (case.steps, case.stage, world.order.total)
    (record,) = payments.chargebacks(payment_id=payment.id)
    services.note_chargeback(record, now=NOW)  # the bank decides it now
    assert Case.objects.get().outcome == Outcome.CHARGEBACK


def test_after_release_the_seller_bears_it_and_owes_what_she_has_not(db: None) -> None:
    world = make_world(state="completed")
    opened(world)
    assert net(world, Purpose.CLEARING) == 0
    assert net(world, Purpose.PAYABLE) == 0
    assert net(world, Purpose.FEE) == 0
    assert books_are_right()


@pytest.mark.parametrize("state", ["delivered", "completed"])
def test_the_books_call_it_by_its_name(state: str) -> None:
    world = make_world(state=state)
    opened(world)
    said = {posting.reference for posting in postings_of(world.order.seller_id, world.order.key)}
    assert "chargeback" in said
    assert "refund" not in said


@pytest.mark.parametrize("state", ["delivered", "completed"])
def test_what_is_won_is_as_before(state: str) -> None:
    world = make_world(state=state)
    before = {purpose: net(world, purpose) for purpose in Purpose}
    opened(world)
    tell(world, Happening.CHARGEBACK_WON, world.order.total)
    assert not world.again().refunded
    row = ChargebackShare.objects.get()
    assert (row.state, row.closed_at) == ("won", NOW)
    run_order_clocks(now=NOW + 90 * DAY)
    assert net(world, Purpose.CLEARING) == before[Purpose.CLEARING]
    if state == "completed":
        assert {purpose: net(world, purpose) for purpose in Purpose} == before
    assert books_are_right()


def test_what_is_lost_stays_and_the_rest_is_released(world: World) -> None:
    opened(world, world.money(500))
    tell(world, Happening.CHARGEBACK_LOST, world.money(500))
    assert world.again().refunded == world.money(500)
    assert run_order_clocks(now=NOW + 90 * DAY) == 1
    assert net(world, Purpose.ESCROW) == 0
    assert services.open_return(
        world.again(), uuid4(), world.money(1), "x", person_id=None, now=NOW
    ) is NotOpened.CHARGEBACK  # fmt: skip
    assert books_are_right()


def test_what_was_won_can_be_lost_in_the_next_round(world: World) -> None:
    opened(world, world.money(500))
    tell(world, Happening.CHARGEBACK_WON, world.money(500))
    tell(world, Happening.CHARGEBACK_LOST, world.money(500))
    assert world.again().refunded == world.money(500)
    assert ChargebackShare.objects.get().rounds == 2
    assert books_are_right()


def test_lost_before_it_was_heard_to_be_open(world: World) -> None:
    tell(world, Happening.CHARGEBACK_LOST, world.money(500))
    assert world.again().refunded == world.money(500)
    assert ChargebackShare.objects.get().state == "lost"
    assert world.again().due_at is not None


def test_won_before_it_was_heard_to_be_open_moves_nothing(world: World) -> None:
    tell(world, Happening.CHARGEBACK_WON, world.money(500))
    assert not world.again().refunded
    assert not ChargebackShare.objects.exists()


def test_an_open_case_yields_to_the_bank(world: World) -> None:
    case = claim(world)
    opened(world)
    assert Case.objects.get(pk=case.pk).outcome == Outcome.CHARGEBACK
    assert world.again().refunded == world.order.total


def test_it_is_shared_by_the_orders_of_one_payment(db: None) -> None:
    first, second = make_business(country="GB", currency="GBP"), make_business(country="GB", currency="GBP")
    both = make_orders({make_offer(first, price=1_000): 1, make_offer(second, price=3_000): 1}, now=NOW)
    payment = both[0].payment
    assert payment is not None
    assert payment.id == both[1].payment.id  # type: ignore[union-attr]
    amount = Money(1_001, "GBP")
    body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, amount, now=NOW)
    receive_webhook("sandbox", body, headers, now=NOW)
    assert services.note_chargeback(payments.chargebacks()[0], now=NOW) == 2
    assert sum(row.amount_minor for row in ChargebackShare.objects.all()) == 1_001
    back = [view.refunded.minor for view in orders.group(both[0].group_key)]
    assert sum(back) == 1_001
    assert all(back)
    assert books_are_right()


def test_more_than_is_left_takes_only_what_is_left(world: World) -> None:
    from karum.orders.domain.states import Action, Role
    from karum.orders.services import Actor, act

    seller = Actor(Role.SELLER, world.owner.pk)
    act(world.order.seller_id, world.order.key, Action.REFUND, seller, now=NOW, amount=world.money(700))
    opened(world)
    assert world.again().refunded == world.order.total
    assert ChargebackShare.objects.get().amount_minor == world.order.total.minor - 700


def test_the_operator_sees_the_term_and_downloads_what_the_bank_needs(world: World) -> None:
    case = claim(world)
    opened(world)
    ChargebackShare.objects.update(reply_by=NOW + timedelta(days=18))
    client = Client()
    client.force_login(world.operator)
    page = client.get(reverse("disputes:chargebacks")).text
    assert "The bank wants its reply by" in page
    assert "fraudulent" in page
    key = ChargebackShare.objects.get().chargeback
    answer = client.get(reverse("disputes:bundle", args=[key]))
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    folder = world.order.number
    assert "It came in two pieces." in archive.read(f"{folder}/messages.txt").decode()
    assert str(world.order.total) in archive.read(f"{folder}/order.txt").decode()
    assert f"{folder}/tracking.txt" in archive.namelist()
    assert any(name.endswith(".pdf") for name in archive.namelist())
    assert client.get(reverse("disputes:bundle", args=[uuid4()])).status_code == 404
    assert case.pk
