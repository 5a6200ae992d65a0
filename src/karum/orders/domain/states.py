"""The life of an order, written once as data. The documentation draws it from here."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an order stands."""

    PLACED = "placed"  # stock is taken, the payment is awaited
    PAID = "paid"  # the money is held in escrow
    ACCEPTED = "accepted"  # the seller will ship
    SHIPPED = "shipped"
    DELIVERED = "delivered"  # the carrier says so; the buyer looks at the goods
    COMPLETED = "completed"  # the escrow is open, the seller has her money
    EXPIRED = "expired"  # never paid
    CANCELLED = "cancelled"
    REFUSED = "refused"  # by the seller
    REFUNDED = "refunded"  # in full, after shipping or before


class Action(StrEnum):
    """What can be done with an order."""

    PAY = "pay"
    EXPIRE = "expire"
    CANCEL = "cancel"
    ACCEPT = "accept"
    REFUSE = "refuse"
    LAPSE = "lapse"
    SHIP = "ship"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    RELEASE = "release"
    REFUND = "refund"
    REFUND_REST = "refund_rest"
    STOP_CLOCK = "stop_clock"
    START_CLOCK = "start_clock"
    REGAIN = "regain"
    SHIP_PART = "ship_part"
    DELIVER_PART = "deliver_part"
    CONFIRM_PART = "confirm_part"
    RELEASE_PART = "release_part"


class Role(StrEnum):
    """Who does it. CLOCK is a term that ran out; PROVIDER is the payment provider."""

    BUYER = "buyer"
    SELLER = "seller"
    HUB = "hub"
    CLOCK = "clock"
    PROVIDER = "provider"


class MoneyMove(StrEnum):
    """What a transition does with the money of the order."""

    NONE = "none"
    POST_HOLD = "post_hold"  # the held payment becomes escrow
    VOID_HOLD = "void_hold"  # the hold is let go: nothing was paid
    REFUND_ALL = "refund_all"  # what is left in escrow goes back to the buyer
    REFUND_PART = "refund_part"
    RELEASE = "release"  # escrow to the seller, the hub's fee, duty and tax
    RELEASE_PART = "release_part"  # the share of the goods that were shipped first


class StockMove(StrEnum):
    """What a transition does with the units that the order took."""

    NONE = "none"
    RETURN = "return"  # for sale again
    SHIP = "ship"  # gone for good


@dataclass(frozen=True, slots=True)
class Transition:
    """``action`` leads from any of ``sources`` to ``target`` (None: stays), when one of ``roles`` does it."""

    action: Action
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    money: MoneyMove = MoneyMove.NONE
    stock: StockMove = StockMove.NONE


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


def _by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


S, A, R, M, T = State, Action, Role, MoneyMove, StockMove

_PAID = _from(S.PAID, S.ACCEPTED, S.SHIPPED, S.DELIVERED, S.COMPLETED)
_PARTS = _from(S.ACCEPTED, S.SHIPPED, S.DELIVERED)  # orders that may have been shipped in parts
_GIVERS = _by(R.SELLER, R.HUB, R.CLOCK, R.PROVIDER)  # who may give money back: a term and a chargeback too

TRANSITIONS: tuple[Transition, ...] = (
    Transition(A.PAY, _from(S.PLACED), S.PAID, _by(R.PROVIDER), M.POST_HOLD),
    Transition(A.EXPIRE, _from(S.PLACED), S.EXPIRED, _by(R.CLOCK), M.VOID_HOLD, T.RETURN),
    Transition(A.CANCEL, _from(S.PLACED), S.CANCELLED, _by(R.BUYER, R.HUB), M.VOID_HOLD, T.RETURN),
    Transition(
        A.CANCEL, _from(S.PAID, S.ACCEPTED), S.CANCELLED, _by(R.BUYER, R.HUB, R.PROVIDER), M.REFUND_ALL, T.RETURN
    ),
    Transition(A.ACCEPT, _from(S.PAID), S.ACCEPTED, _by(R.SELLER)),
    Transition(A.REFUSE, _from(S.PAID, S.ACCEPTED), S.REFUSED, _by(R.SELLER), M.REFUND_ALL, T.RETURN),
    Transition(A.LAPSE, _from(S.PAID, S.ACCEPTED), S.CANCELLED, _by(R.CLOCK), M.REFUND_ALL, T.RETURN),
    Transition(A.SHIP, _from(S.ACCEPTED), S.SHIPPED, _by(R.SELLER), stock=T.SHIP),
    Transition(A.SHIP_PART, _from(S.ACCEPTED), None, _by(R.SELLER), stock=T.SHIP),
    Transition(A.DELIVER_PART, _PARTS, None, _by(R.SELLER, R.HUB)),
    Transition(A.CONFIRM_PART, _PARTS, None, _by(R.BUYER), M.RELEASE_PART),
    Transition(A.RELEASE_PART, _PARTS, None, _by(R.CLOCK), M.RELEASE_PART),
    Transition(A.DELIVER, _from(S.SHIPPED), S.DELIVERED, _by(R.SELLER, R.HUB)),
    Transition(A.CONFIRM, _from(S.SHIPPED, S.DELIVERED), S.COMPLETED, _by(R.BUYER), M.RELEASE),
    Transition(A.RELEASE, _from(S.SHIPPED, S.DELIVERED), S.COMPLETED, _by(R.CLOCK), M.RELEASE),
    Transition(A.REFUND, _PAID, None, _GIVERS, M.REFUND_PART),
    Transition(A.REFUND_REST, _from(S.SHIPPED, S.DELIVERED, S.COMPLETED), S.REFUNDED, _GIVERS, M.REFUND_ALL),
    Transition(A.STOP_CLOCK, _PAID, None, _by(R.HUB)),
    Transition(A.START_CLOCK, _PAID, None, _by(R.HUB)),
    Transition(A.REGAIN, _PAID, None, _by(R.PROVIDER)),
    Transition(A.REGAIN, _from(S.REFUNDED), S.COMPLETED, _by(R.PROVIDER)),
)

FINAL = frozenset({State.COMPLETED, State.EXPIRED, State.CANCELLED, State.REFUSED, State.REFUNDED})

# States in which the units that an order took are still on the seller's shelf.
RESERVING = frozenset({State.PLACED, State.PAID, State.ACCEPTED})

# What happens by itself when the term of a state runs out.
ON_TERM = {
    State.PLACED: Action.EXPIRE,
    State.PAID: Action.LAPSE,
    State.ACCEPTED: Action.LAPSE,
    State.SHIPPED: Action.RELEASE,
    State.DELIVERED: Action.RELEASE,
}


def transition(state: State, action: Action, role: Role) -> Transition | None:
    """Return what ``action`` by ``role`` does in ``state``; None when it may not be done."""
    for candidate in TRANSITIONS:
        if candidate.action is action and state in candidate.sources and role in candidate.roles:
            return candidate
    return None


def actions(state: State, role: Role) -> tuple[Action, ...]:
    """What ``role`` may do now, in the order of the table."""
    return tuple(t.action for t in TRANSITIONS if state in t.sources and role in t.roles)
