"""The checks of the hub's money find a loss: each test plants one, past every guard of the database."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from karum.catalogue.models import Offer
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.domain.states import Action
from karum.orders.services import place_orders, settle_group
from karum.payments import services as payments
from karum.payments.models import Payment, Refund
from karum.runtime.doctor import examine
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
    assert problems() == []


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
]


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("plant", LOSSES, ids=lambda plant: plant.__name__)
def test_a_planted_loss_is_found(plant: Callable[[], None]) -> None:
    plant()
    assert problems()


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
