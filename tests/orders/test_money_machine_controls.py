"""Controls: the money machine in hubs that were broken on purpose. It does not take long until a random life shows it.

Each fault is one that people make: a transfer that is forgotten, a message that pays twice, a clock that does not
stand still, a hub that is told and does not listen. KARUM_LONG=1 runs all of them and also forgets every
single transfer of every edge in turn; the short run takes the first three. What none may do is go by unseen.

Each begins in situations in which its fault can show, and goes on at random from there.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError
from hypothesis import Phase

from karum.disputes.services import outcome
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, LedgerRefused
from karum.orders.domain import escrow
from karum.orders.domain.escrow import EDGES, Escrow, Event
from karum.orders.services import clocks, money, moves, parts, reserves, stops
from karum.payments import services as payments
from karum.payments.domain import Happening, PaymentRecord, PaymentState
from karum.payments.domain import states as payment_states
from karum.payments.domain.payouts import NotMoved
from karum.payments.services import changes, receipts
from tests.orders.machine.payouts import Machine
from tests.orders.machine.world import SEEN
from tests.orders.test_money_machine import live

LONG = os.environ.get("KARUM_LONG") == "1"
LIVES = int(os.environ.get("KARUM_LIVES", "300"))
FOUND = (AssertionError, ExceptionGroup, LedgerRefused, DatabaseError, outcome.CannotPay)
Fault = Callable[[], AbstractContextManager[Any]]


def refunds_never_sent() -> AbstractContextManager[Any]:
    return mock.patch.object(payments, "send_refund")


def refunds_not_booked() -> AbstractContextManager[Any]:
    post = ledger.post

    def without(entries: Sequence[Entry], *, now: Any) -> Any:
        return post([entry for entry in entries if entry.reference != "refund"], now=now)

    return mock.patch.object(ledger, "post", without)


def messages_lost() -> AbstractContextManager[Any]:
    return mock.patch.object(payments, "receive_webhook", return_value="applied")


def second_message_pays_again() -> AbstractContextManager[Any]:
    """Two payments of one checkout both count: the second is no surplus that goes back."""
    return mock.patch.object(changes, "PAID", frozenset())


@contextmanager
def late_money_is_kept() -> Iterator[None]:
    """Money for orders that were given up is taken for a payment, and the second net that catches it is torn, too."""
    late = {(PaymentState.EXPIRED, Happening.SUCCEEDED): PaymentState.SUCCEEDED}
    with mock.patch.dict(payment_states.TABLE, late), mock.patch.object(clocks, "_return_excess"):
        yield


def paid_without_money() -> AbstractContextManager[Any]:
    return mock.patch.object(PaymentRecord, "is_paid", property(lambda self: True))


def released_under_a_stopped_clock() -> AbstractContextManager[Any]:
    wide = [
        replace(one, sources=one.sources | {Escrow.DISPUTED})
        if one.event in (Event.RELEASE, Event.RELEASE_PART)
        else one
        for one in EDGES
    ]
    return mock.patch.object(escrow, "EDGES", tuple(wide))


def a_clock_that_does_not_stand() -> AbstractContextManager[Any]:
    return mock.patch.object(stops, "_stop", lambda row, now: money.move_on(row, Event.DISPUTE))


def a_part_gets_all() -> AbstractContextManager[Any]:
    """The first part that arrives releases the money of those that are still on their way."""
    return mock.patch.object(parts, "share", lambda row, part: parts.position_of(row).held)


def reserve_freed_too_early() -> AbstractContextManager[Any]:
    free = reserves.free_reserves
    return mock.patch("tests.orders.machine.world.free_reserves", lambda now: free(now=now + timedelta(days=30)))


def award_paid_twice() -> AbstractContextManager[Any]:
    pay = outcome.pay
    return mock.patch.object(outcome, "pay", lambda case, amount, who, now: pay(case, amount + amount, who, now))


def maker_approves() -> AbstractContextManager[Any]:
    """The rule of two people is forgotten."""
    approve = payments.approve_run

    def anybody(run_id: int, person_id: int, *, now: Any) -> NotMoved | None:
        refused = approve(run_id, person_id, now=now)
        return None if refused is NotMoved.SAME_PERSON else refused

    return mock.patch.object(payments, "approve_run", anybody)


def the_seller_keeps_it_all() -> AbstractContextManager[Any]:
    """The whole deposit instead of the share that the terms say."""
    return mock.patch.object(moves.instalments, "kept_of", lambda held, bp: held)


def shipped_before_the_balance() -> AbstractContextManager[Any]:
    return mock.patch.object(sys.modules["karum.orders.services.act"], "_DEPOSIT", ())


def late_balance_is_kept() -> AbstractContextManager[Any]:
    """A balance that comes after the end of its order waits there for ever."""
    settle = clocks._settle_later

    def keeps(payment: PaymentRecord, now: Any) -> int:
        with mock.patch.object(payments, "refund"):
            return settle(payment, now)

    return mock.patch.object(clocks, "_settle_later", keeps)


def cash_rounded_the_wrong_way() -> AbstractContextManager[Any]:
    rounding = receipts._rounding
    return mock.patch.object(receipts, "_rounding", lambda key, difference: rounding(key, -difference))


def the_door_is_not_noted() -> AbstractContextManager[Any]:
    """Nobody paid at the door, and escrow goes on to expect the money."""
    return mock.patch.object(moves.money, "void")


def without(event: Event, number: int) -> Fault:
    """An edge that forgets one of its transfers."""

    def fault() -> AbstractContextManager[Any]:
        forgetful = [
            replace(one, moves=one.moves[:number] + one.moves[number + 1 :]) if one.event is event else one
            for one in EDGES
        ]
        return mock.patch.object(escrow, "EDGES", tuple(forgetful))

    move = next(one for one in EDGES if one.event is event).moves[number]
    fault.__name__ = f"{event} without {move.debit} to {move.credit} {move.part}"
    return fault


AFTER = ("completed", "paid out", "the seller owes", "at the bank after release")
ON_THE_WAY = ("shipped", "delivered", "a part shipped", "the seller owes")
FAULTS: dict[Fault, tuple[str, ...]] = {
    refunds_never_sent: ("paid", "accepted", "completed"),
    refunds_not_booked: ("paid", "accepted", "completed"),
    messages_lost: ("placed",),
    second_message_pays_again: ("placed", "ready"),
    late_money_is_kept: ("placed",),
    paid_without_money: ("placed", "ready"),
    released_under_a_stopped_clock: ("complained about", "shipped"),
    a_clock_that_does_not_stand: ("shipped", "delivered"),
    a_part_gets_all: ("a part shipped",),
    reserve_freed_too_early: ("delivered", "completed"),
    award_paid_twice: ("in a case",),
    maker_approves: ("completed",),
    the_seller_keeps_it_all: ("accepted", "ready"),
    shipped_before_the_balance: ("paid", "accepted"),
    late_balance_is_kept: ("ready",),
    cash_rounded_the_wrong_way: ("placed", "shipped"),
    the_door_is_not_noted: ("shipped", "delivered"),
}
"""what is broken, and where lives begin"""
EVENTS = {
    Event.RELEASE: ON_THE_WAY,
    Event.RELEASE_PART: ("a part shipped", "the seller owes"),
    Event.REFUND: ("paid", "accepted", "shipped"),
    Event.REFUND_HELD: ("a part shipped",),
    Event.REFUND_REST: ("paid", "accepted", "shipped"),
    Event.FORFEIT: ("accepted", "ready", "the seller owes"),
    Event.RETURN: AFTER,
    Event.RETURN_REST: AFTER,
    Event.REGAIN: ("at the bank after release", "at the bank"),
    Event.FREE_RESERVE: ("completed", "the seller owes"),
}
FORGOTTEN = {
    without(event, number): situations
    for event, situations in EVENTS.items()
    for number in range(len(next(one for one in EDGES if one.event is event).moves))
}
ALL = FAULTS | FORGOTTEN


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ALL if LONG else list(FAULTS)[:3], ids=lambda fault: fault.__name__)
def test_the_machine_finds_a_hub_that_loses_money(fault: Fault, capsys: pytest.CaptureFixture[str]) -> None:
    lives, began = SEEN["lives"], time.monotonic()
    with mock.patch.object(Machine, "situations", sorted(ALL[fault])), fault(), pytest.raises(FOUND) as found:
        live(max_examples=LIVES, stateful_step_count=20, phases=[Phase.generate], report_multiple_bugs=False)
    took = time.monotonic() - began
    with capsys.disabled():
        said = str(found.value).splitlines() or [repr(found.value)]
        print(f"\n{fault.__name__} | {SEEN['lives'] - lives} lives | {took:.0f} s | {said[0][:100]}")
