"""Where orders, payments and the ledger disagree: each keeps its own account of the same money.

Nothing here writes. Amounts are minor units of the currency in which the buyer pays.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from karum.orders.domain.states import FINAL, State
from karum.payments.domain.states import PAID
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_orders_that_differ = statement(_SQL, "orders_that_differ")
_groups_that_differ = statement(_SQL, "groups_that_differ")
_EVER = datetime(1970, 1, 1, tzinfo=UTC)

# The states in which an order's money waits in escrow.
WAITING = frozenset(State) - FINAL - {State.PLACED}


@dataclass(frozen=True, slots=True)
class OrderDiffers:
    """The order says ``owed`` was taken and not given back, and ``waiting`` is in escrow; the ledger says otherwise."""

    seller_id: int
    key: UUID
    state: str
    owed: int
    taken: int
    waiting: int
    held: int

    def __str__(self) -> str:
        return (
            f"order {self.key} ({self.state}) of seller {self.seller_id}: {self.owed} owed, {self.taken} taken; "
            f"{self.waiting} should wait in escrow, {self.held} do"
        )


@dataclass(frozen=True, slots=True)
class GroupDiffers:
    """The buyer ``paid`` so much and did not get it back, the ledger ``booked`` so much for her orders.

    ``counted`` is what her payments say went back, ``promised`` the sum of the refunds.
    """

    group_key: UUID
    paid: int
    booked: int
    counted: int
    promised: int

    def __str__(self) -> str:
        return (
            f"group {self.group_key}: {self.paid} paid, {self.booked} booked; "
            f"{self.counted} counted as refunded, {self.promised} promised"
        )


def orders_that_differ(*, since: datetime = _EVER) -> list[OrderDiffers]:
    """Orders changed ``since`` then whose money the ledger knows otherwise: always empty, or something is broken."""
    waiting = sorted(state.value for state in WAITING)
    return [OrderDiffers(*row) for row in _orders_that_differ({"waiting": waiting, "since": since})]


def groups_that_differ(*, before: datetime, since: datetime = _EVER) -> list[GroupDiffers]:
    """Groups last changed between ``since`` and ``before`` whose payments and books differ.

    A payment is written first and its orders follow by a job: give that a few minutes before you ask.
    """
    paid = sorted(state.value for state in PAID)
    return [GroupDiffers(*row) for row in _groups_that_differ({"paid": paid, "since": since, "before": before})]
