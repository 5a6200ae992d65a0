"""The terms of a hub: how long each state may last, and what the hub earns. Data, with a version; pure arithmetic."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from karum.orders.domain.states import State


@dataclass(frozen=True, slots=True)
class Terms:
    """``*_days`` and ``*_minutes`` are terms; ``fee_bp`` is the hub's fee in basis points of the goods.

    ``reserve_bp`` of what a release gives the seller is kept for ``reserve_days`` against chargebacks; ``fx_spread_bp``
    is what a buyer in another currency pays above the reference rate. A deposit is between ``deposit_min_bp`` and
    ``deposit_max_bp`` of the price, its balance due within ``balance_min_days`` to ``balance_max_days``. Of the goods
    in it the seller keeps ``unpaid_keep_bp`` when the balance never comes, ``cancel_keep_bp`` when the buyer cancels
    after the seller accepted. Goods that were not paid at the door have ``return_days`` to come back; one buyer has at
    most ``cash_open_max`` such orders under way.
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
    deposit_min_bp: int = 0
    deposit_max_bp: int = 0
    balance_min_days: int = 0
    balance_max_days: int = 0
    unpaid_keep_bp: int = 0
    cancel_keep_bp: int = 0
    return_days: int = 30
    cash_open_max: int = 0


def due_at(
    state: State,
    terms: Terms,
    now: datetime,
    *,
    handling_days: int,
    latest: date | None,
    balance_days: int = 0,
    away_until: date | None = None,
) -> datetime | None:
    """When the term of ``state``, entered ``now``, runs out; None when it has none.

    ``latest`` is the last day of the delivery promise: a shipped order waits until then and ``arrive_days`` more.
    ``balance_days``: to pay the balance, frozen with the order. ``away_until``: the last day of a holiday that the
    buyer was told of: what the seller has to do begins to count on the day after.
    """
    begins = max(now, datetime.combine(away_until + timedelta(days=1), time(), UTC)) if away_until else now
    match state:
        case State.PLACED:
            return now + timedelta(minutes=terms.pay_minutes)
        case State.PAID | State.PROMISED:
            return begins + timedelta(days=terms.accept_days)
        case State.ACCEPTED:
            return begins + timedelta(days=terms.ship_days + handling_days)
        case State.READY:
            return now + timedelta(days=balance_days)
        case State.RETURNING:
            return now + timedelta(days=terms.return_days)
        case State.SHIPPED:
            promised = datetime.combine(latest, time(), UTC) if latest else now
            return max(promised, now) + timedelta(days=terms.arrive_days)
        case State.DELIVERED:
            return now + timedelta(days=terms.inspect_days)
        case _:
            return None
