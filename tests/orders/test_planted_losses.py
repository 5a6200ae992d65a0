"""The checks of the hub's money find a loss: each test plants one, past every guard of the database."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection

from karum.catalogue.models import Offer
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.domain.states import Action
from karum.orders.models import Order
from karum.orders.services import place_orders, settle_group
from karum.payments import services as payments
from karum.payments.models import Payment, Refund, SandboxMove
from karum.payments.services import BankDetails
from karum.runtime.doctor import examine
from karum.site.commands import ledger as ledger_command
from tests.journeys.wind_down import provider_against_orders
from tests.orders.conftest import NOW, ask, make_offer
from tests.orders.invariants import problems
from tests.orders.test_life import BUYER, SELLER, _card, do, paid

pytestmark = pytest.mark.django_db


def unguarded(statement: str, *values: object) -> None:
    """Change rows as somebody could who holds the whole database: no trigger runs."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        assert cursor.rowcount, "nothing was planted"
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def busy(offer: Offer) -> None:
    """Orders in every part of their life: expected, held, released, given back in part and in whole."""
    other = make_offer("mug", seller_id=2)
    place_orders([ask(offer)], now=NOW)
    paid(offer)
    paid(other, quantity=3)
    done = paid(offer, quantity=2)
    for action, actor in ((Action.ACCEPT, SELLER), (Action.SHIP, SELLER)):
        do(done, action, actor)
    do(done, Action.REFUND, SELLER, amount=Money(333, "EUR"))
    do(done, Action.CONFIRM, BUYER)
    do(paid(other), Action.REFUSE, SELLER)
    assert payments.save_bank_account(1, BankDetails("Ada", "DE", "EUR", iban="DE89370400440532013000"), now=NOW) == {}
    assert len(payments.make_payout_file(uuid4(), now=NOW, actor_id=None).lines) == 1
    assert problems() == []
    assert verify() == 0


def verify() -> int:
    """``karum ledger verify``: 1 when it finds a flaw."""
    return ledger_command._verify(argparse.Namespace(head=None))


def edited_amount() -> None:
    unguarded("UPDATE ledger_transfer SET amount_minor = amount_minor - 1 WHERE reference = 'release'")


def edited_accounts() -> None:
    unguarded("UPDATE ledger_transfer SET credit = 'fee' WHERE credit = 'payable'")


def deleted_transfer() -> None:
    unguarded("DELETE FROM ledger_transfer WHERE reference = 'refund'")


def edited_balance() -> None:
    unguarded("UPDATE ledger_account SET credits_posted = credits_posted + 1 WHERE purpose = 'payable'")


def money_moved_between_two_orders() -> None:
    """The sums of every account stay right: only an order by itself shows it."""
    unguarded(
        "UPDATE ledger_transfer SET order_key = (SELECT key FROM orders_order WHERE seller_id = 1 AND state = 'placed')"
        " WHERE seller_id = 1 AND reference = 'paid' AND order_key = (SELECT key FROM orders_order WHERE state = 'paid'"
        " AND seller_id = 1)"
    )


def order_says_it_gave_more_back() -> None:
    unguarded("UPDATE orders_order SET goods_refunded_minor = goods_refunded_minor + 1 WHERE state = 'paid'")


def order_that_forgot_it_was_paid() -> None:
    unguarded("UPDATE orders_order SET state = 'placed' WHERE state = 'paid' AND seller_id = 2")


def trail_without_a_step() -> None:
    unguarded("DELETE FROM orders_orderevent WHERE action = 'ship'")


def refund_that_was_never_promised() -> None:
    unguarded("DELETE FROM procrastinate_jobs WHERE task_name = 'payments.send_refund'")
    unguarded("DELETE FROM payments_refund WHERE id = (SELECT min(id) FROM payments_refund)")


def payment_counted_twice() -> None:
    unguarded("UPDATE payments_payment SET amount_minor = amount_minor * 2 WHERE state = 'succeeded'")


def payment_without_its_order() -> None:
    unguarded("UPDATE payments_payment SET state = 'declined' WHERE state = 'succeeded'")


def money_posted_past_the_orders() -> None:
    """In the ledger's own way, and balanced: it belongs to no order and to no payout."""
    ledger.post([Entry(uuid4(), 1, Purpose.ESCROW, Purpose.PAYABLE, Money(5, "EUR"), "gift")], now=NOW)


def refund_booked_twice() -> None:
    """Balanced, and of the right order: only what the order says of itself shows it."""
    order = Order.objects.get(state="completed")
    again = Entry(uuid4(), order.seller_id, Purpose.ESCROW, Purpose.CLEARING, Money(333, "EUR"), "refund")
    ledger.post([replace(again, order_key=order.key)], now=NOW)


def refund_promised_twice() -> None:
    payment = Payment.objects.filter(refunded_minor=333).get()
    Refund.objects.create(key=uuid4(), payment=payment, amount_minor=333, created_at=NOW)


def order_paid_without_money() -> None:
    """Whoever holds the database says that an order was paid."""
    order = Order.objects.get(seller_id=1, state="placed")
    unguarded("UPDATE orders_order SET state = 'paid', escrow = 'held', steps = 2 WHERE key = %s", order.key)
    unguarded(
        "INSERT INTO orders_orderevent (seller_id, order_key, step, at, action, source, target, role, note)"
        " VALUES (1, %s, 2, now(), 'pay', 'placed', 'paid', 'provider', '')", order.key
    )  # fmt: skip


def payout_without_a_transfer() -> None:
    unguarded("DELETE FROM ledger_transfer WHERE reference LIKE 'payout %%' AND %s", True)
    unguarded("UPDATE ledger_account SET credits_posted = 0 WHERE purpose = 'transit'")


def payout_of_more_than_was_moved() -> None:
    unguarded("UPDATE payments_payout SET amount_minor = amount_minor + 1")


def transfer_without_a_payout() -> None:
    """Somebody takes money out of a seller's account on its way to no bank file."""
    left = Money(1, "EUR")
    ledger.post([Entry(uuid4(), 2, Purpose.CLEARING, Purpose.PAYABLE, left, "gift")], now=NOW)
    ledger.post([Entry(uuid4(), 2, Purpose.PAYABLE, Purpose.TRANSIT, left, "payout")], now=NOW)


LOSSES: list[Callable[[], None]] = [
    edited_amount,
    edited_accounts,
    deleted_transfer,
    edited_balance,
    money_moved_between_two_orders,
    order_says_it_gave_more_back,
    order_that_forgot_it_was_paid,
    trail_without_a_step,
    refund_that_was_never_promised,
    payment_counted_twice,
    payment_without_its_order,
    money_posted_past_the_orders,
    refund_booked_twice,
    refund_promised_twice,
    order_paid_without_money,
    payout_without_a_transfer,
    payout_of_more_than_was_moved,
    transfer_without_a_payout,
]


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("plant", LOSSES, ids=lambda plant: plant.__name__)
def test_a_planted_loss_is_found(plant: Callable[[], None]) -> None:
    plant()
    assert problems()


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    "plant", [loss for loss in LOSSES if loss is not trail_without_a_step], ids=lambda plant: plant.__name__
)
def test_verify_on_the_command_line_finds_every_loss_of_money(
    plant: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant()
    assert verify() == 1
    assert "WRONG" in capsys.readouterr().out


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("plant", "check"),
    [
        (edited_amount, "ledger sums"),
        (edited_balance, "ledger sums"),
        (money_moved_between_two_orders, "each order against its money"),
        (order_says_it_gave_more_back, "orders against money"),
        (order_says_it_gave_more_back, "each order against its money"),
        (refund_that_was_never_promised, "payments against orders"),
        (payment_counted_twice, "payments against orders"),
        (payment_without_its_order, "payments against orders"),
        (refund_booked_twice, "each order against its money"),
        (refund_promised_twice, "payments against orders"),
        (order_paid_without_money, "each order against its money"),
        (payout_without_a_transfer, "payouts"),
        (payout_of_more_than_was_moved, "payouts"),
        (transfer_without_a_payout, "payouts"),
    ],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)
def test_the_doctor_names_it(plant: Callable[[], None], check: str) -> None:
    assert examine()[check].ok
    plant()
    assert not examine()[check].ok


def test_a_payment_whose_orders_were_not_told_yet_is_found_until_they_are(offer: Offer) -> None:
    request = ask(offer)
    place_orders([request], now=NOW)
    payments.start(
        key=uuid4(), group_key=request.group_key, amount=request.total_seen, instrument=_card("4242424242424242"),
        now=NOW,
    )  # fmt: skip
    assert len(problems()) == 1
    assert problems(settled=False) == []
    settle_group(request.group_key, now=NOW)
    assert problems() == []


def test_money_beyond_what_was_asked_for_goes_back_without_touching_the_orders(offer: Offer) -> None:
    paid(offer)
    Refund.objects.create(key=uuid4(), payment=Payment.objects.get(), amount_minor=7, extra=True, created_at=NOW)
    assert problems() == []


# --- the provider's own word, which the hub's books cannot show -------------------------------------------------------


def taken_and_never_told() -> None:
    """The provider holds money of a buyer whose payment the hub knows nothing of."""
    row = SandboxMove.objects.filter(is_refund=False, state="succeeded").first()
    assert row is not None
    Payment.objects.filter(key=row.key).update(key=uuid4())


def taken_less_than_was_told() -> None:
    SandboxMove.objects.filter(is_refund=False).update(amount_minor=1)


def given_back_twice() -> None:
    row = SandboxMove.objects.filter(is_refund=False, state="succeeded").first()
    assert row is not None
    again = {"payment_reference": row.payment_reference, "amount_minor": 5, "currency": row.currency}
    SandboxMove.objects.create(key=uuid4(), is_refund=True, state="succeeded", **again)


def never_given_back() -> None:
    SandboxMove.objects.filter(is_refund=True).update(state="declined")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("plant", [taken_less_than_was_told, given_back_twice, never_given_back, taken_and_never_told])
def test_the_judge_of_the_fault_tests_sees_that_the_provider_says_otherwise(plant: Callable[[], None]) -> None:
    for refund in Refund.objects.all():
        payments.send_refund(refund.id, now=NOW)
    assert provider_against_orders() == []
    plant()
    assert provider_against_orders()
