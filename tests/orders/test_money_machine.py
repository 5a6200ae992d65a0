"""Random lives of random orders: after every step the hub's books are, account by account, those of a plain model.

The hub's own services on a real PostgreSQL. The provider is the sandbox, which here remembers what it took and gave
back, says yes and does not answer, whose messages come twice, late and in any order, and whose buyers' banks take money
back, in several rounds. Sellers ship in parts, buyers complain, people of the hub decide, cash is rounded, payouts are
prepared, approved, cancelled and returned. The machine is also the worker: queued jobs wait until it does them, one
after the other or not for weeks.

Lives begin in each situation in turn, because drawn ones come very unevenly. KARUM_LONG=1 runs 1,000 lives (or
KARUM_LIVES) instead of 30. That the machine finds what is broken on purpose:
``test_money_machine_controls.py``.
"""

import os
import time
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from karum.orders.domain.states import FINAL, Action
from tests.orders.machine.payouts import Machine
from tests.orders.machine.sales import SITUATIONS
from tests.orders.machine.world import SEEN

LONG = os.environ.get("KARUM_LONG") == "1"
EXAMPLES, STEPS = (int(os.environ.get("KARUM_LIVES", "1000")), 60) if LONG else (30, 20)
STEPS = int(os.environ.get("KARUM_STEPS", STEPS))

CORNERS = (
    {f"order {state}" for state in ("completed", "cancelled", "expired")}
    | {f"begins: {name}" for name in SITUATIONS}
    | {"refund", "payout", "case refunded", "chargeback chargeback_opened"}
)
FAR_CORNERS = (
    {f"order {state}" for state in FINAL}
    | {f"act {action}" for action in Action}
    | {"payout confirmed", "payout cancelled", "payout returned", "reserve freed", "cash rounded", "cash given back"}
    | {"paid twice", "balance too late", "cash part", "cash surplus"}
    | {f"chargeback chargeback_{word}" for word in ("opened", "won", "lost")}
    | {f"case {outcome}" for outcome in ("refunded", "withdrawn", "dismissed", "chargeback")}
    | {f"case {action}" for action in ("offer", "agree", "decide", "appeal", "send_back")}
    | {f"payment {state}" for state in ("succeeded", "partly_refunded", "refunded", "returned", "expired")}
)


def live(**how: Any) -> None:
    Machine.found()
    go_on(**how)


def go_on(**how: Any) -> None:
    words = {"max_examples": EXAMPLES, "stateful_step_count": STEPS, "derandomize": not LONG, "deadline": None}
    words |= {"suppress_health_check": list(HealthCheck), "database": None}
    words |= {"phases": [Phase.generate]}  # to make a failure smaller takes minutes
    run_state_machine_as_test(Machine, settings=settings(**words | how))


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order_no_cent_is_lost_or_doubled() -> None:
    SEEN.clear()
    Machine.found()
    began = time.monotonic()
    try:
        for situation in Machine.situations:
            with mock.patch.object(Machine, "situations", [situation]):
                go_on(max_examples=max(2, EXAMPLES // len(SITUATIONS)))
    finally:
        print(f"\n{SEEN['lives']} lives of {STEPS} steps in {time.monotonic() - began:.0f} s")
        print(*(f"{count:6} {name}" for name, count in sorted(SEEN.items()) if count), sep="\n")
    missed = sorted(name for name in (FAR_CORNERS if LONG else CORNERS) if not SEEN[name])
    assert not missed, f"never reached: {missed}"
