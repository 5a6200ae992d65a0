"""Controls: the money machine in hubs that were broken on purpose. It does not take long until a random life shows it.

Each fault is one that people make: a transfer that is forgotten, a message that pays twice, a clock that does not
stand still, a hub that is told and does not listen. KARUM_LONG=1 also forgets every single transfer of every edge in
turn. What none of them may do is go by unseen.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
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
from karum.orders.services import money, parts, reserves, stops
from karum.payments import services as payments
from karum.payments.domain import Happening, PaymentRecord, PaymentState
from karum.payments.domain import states as payment_states
from karum.payments.domain.payouts import NotMoved
from karum.payments.services import changes
from tests.orders.test_money_machine import live

LONG = os.environ.get("KARUM_LONG") == "1"
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


def late_money_is_kept() -> AbstractContextManager[Any]:
    """Money for orders that were given up is taken for a payment."""
    late = {(PaymentState.EXPIRED, Happening.SUCCEEDED): PaymentState.SUCCEEDED}
    return mock.patch.dict(payment_states.TABLE, late)


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


def without(event: Event, number: int) -> Fault:
    """An edge that forgets one of its transfers."""

    def fault() -> AbstractContextManager[Any]:
        forgetful = [
            replace(one, moves=one.moves[:number] + one.moves[number + 1 :]) if one.event is event else one
            for one in EDGES
        ]
        return mock.patch.object(escrow, "EDGES", tuple(forgetful))

    move = next(one for one in EDGES if one.event is event).moves[number]
    fault.__name__ = f"{event} without {move.debit} to {move.credit}"
    return fault


FAULTS: list[Fault] = [
    refunds_never_sent,
    refunds_not_booked,
    messages_lost,
    second_message_pays_again,
    late_money_is_kept,
    paid_without_money,
    released_under_a_stopped_clock,
    a_clock_that_does_not_stand,
    a_part_gets_all,
    reserve_freed_too_early,
    award_paid_twice,
    maker_approves,
]
FORGOTTEN = [
    without(event, number)
    for event in (Event.RELEASE, Event.RELEASE_PART, Event.REFUND, Event.RETURN, Event.REGAIN, Event.FREE_RESERVE)
    for number in range(len(next(one for one in EDGES if one.event is event).moves))
]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [*FAULTS, *FORGOTTEN] if LONG else FAULTS[:3], ids=lambda fault: fault.__name__)
def test_the_machine_finds_a_hub_that_loses_money(fault: Fault) -> None:
    with fault(), pytest.raises(FOUND):
        live(max_examples=300, stateful_step_count=30, phases=[Phase.generate], report_multiple_bugs=False)
