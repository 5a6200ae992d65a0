"""The terms of a hub: how long each state may last, and what the hub earns. Data, with a version; pure arithmetic."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from karum.orders.domain.states import State


@dataclass(frozen=True, slots=True)
class Terms:
    """``*_days`` and ``*_minutes`` are terms; ``fee_bp`` is the hub's fee in basis points of the goods.

    ``reserve_bp`` of what a release gives the seller is kept for ``reserve_days`` against chargebacks; ``fx_spread_bp``
    is what a buyer in another currency pays above the reference rate.
    """

    version: str
    quote_minutes: int
    pay_minutes: int
    accept_days: int
    ship_days: int
    arrive_days: int
    inspect_days: int
    fee_bp: int
    reserve_bp: int = 0
    reserve_days: int = 0
    fx_spread_bp: int = 0


def due_at(state: State, terms: Terms, now: datetime, *, handling_days: int, latest: date | None) -> datetime | None:
    """When the term of ``state``, entered ``now``, runs out; None when it has none.

    ``latest`` is the last day of the delivery promise: a shipped order waits until then and ``arrive_days`` more.
    """
    match state:
        case State.PLACED:
            return now + timedelta(minutes=terms.pay_minutes)
        case State.PAID:
            return now + timedelta(days=terms.accept_days)
        case State.ACCEPTED:
            return now + timedelta(days=terms.ship_days + handling_days)
        case State.SHIPPED:
            promised = datetime.combine(latest, time(), UTC) if latest else now
            return max(promised, now) + timedelta(days=terms.arrive_days)
        case State.DELIVERED:
            return now + timedelta(days=terms.inspect_days)
        case _:
            return None
