"""The life of an order, written once as data. The documentation draws it from here."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an order stands."""

    PLACED = "placed"  # stock is taken, the payment is awaited
    PROMISED = "promised"  # it goes ahead: the money is paid at the door
    PAID = "paid"  # the money is held in escrow, or the deposit is
    ACCEPTED = "accepted"  # the seller will ship
    READY = "ready"  # the goods wait, the balance is asked for
    SHIPPED = "shipped"
    DELIVERED = "delivered"  # the carrier says so; the buyer looks at the goods
    COMPLETED = "completed"  # the escrow is open, the seller has her money
    EXPIRED = "expired"  # never paid
    CANCELLED = "cancelled"
    REFUSED = "refused"  # by the seller
    REFUNDED = "refunded"  # in full, after shipping or before
    RETURNING = "returning"  # not paid at the door: the goods are on their way back
    FORFEITED = "forfeited"  # the balance never came: the seller keeps what the terms say of the deposit


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
    GO_AHEAD = "go_ahead"  # nothing is due at checkout
    READY = "ready"  # the goods are ready: the balance is asked for
    PAY_BALANCE = "pay_balance"
    FORFEIT = "forfeit"
    COLLECT = "collect"  # the cash was taken at the door
    UNMET = "unmet"  # nobody paid at the door
    TAKE_BACK = "take_back"  # the goods came back
    WRITE_OFF = "write_off"  # they did not


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
    HOLD_BALANCE = "hold_balance"  # the balance is expected
    POST_BALANCE = "post_balance"  # the balance becomes escrow
    FORFEIT = "forfeit"  # the deposit: a part to the seller and the hub, the rest back to the buyer
    REFUND_ALL = "refund_all"  # what is left goes back to the buyer, what is only expected is let go
    REFUND_PART = "refund_part"
    RELEASE = "release"  # escrow to the seller, the hub's fee, duty and tax
    RELEASE_PART = "release_part"  # the share of the goods that were shipped first


class StockMove(StrEnum):
    """What a transition does with the units that the order took."""

    NONE = "none"
    RETURN = "return"  # for sale again
    SHIP = "ship"  # gone for good
    RESTOCK = "restock"  # it was gone, and is for sale again


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

_PAID = _from(S.PAID, S.ACCEPTED, S.READY, S.SHIPPED, S.DELIVERED, S.COMPLETED, S.FORFEITED)
_OPEN = _from(S.PAID, S.PROMISED, S.ACCEPTED, S.READY)  # the seller has to act, or waits for the balance
_PARTS = _from(S.ACCEPTED, S.SHIPPED, S.DELIVERED)  # orders that may have been shipped in parts
_SENT = _from(S.SHIPPED, S.DELIVERED)
_GIVERS = _by(R.SELLER, R.HUB, R.CLOCK, R.PROVIDER)  # who may give money back: a term and a chargeback too

TRANSITIONS: tuple[Transition, ...] = (
    Transition(A.PAY, _from(S.PLACED), S.PAID, _by(R.PROVIDER), M.POST_HOLD),
    Transition(A.GO_AHEAD, _from(S.PLACED), S.PROMISED, _by(R.BUYER)),
    Transition(A.EXPIRE, _from(S.PLACED), S.EXPIRED, _by(R.CLOCK), M.VOID_HOLD, T.RETURN),
    Transition(A.CANCEL, _from(S.PLACED), S.CANCELLED, _by(R.BUYER, R.HUB), M.VOID_HOLD, T.RETURN),
    Transition(A.CANCEL, _OPEN, S.CANCELLED, _by(R.BUYER, R.HUB, R.PROVIDER), M.REFUND_ALL, T.RETURN),
    Transition(A.ACCEPT, _from(S.PAID, S.PROMISED), S.ACCEPTED, _by(R.SELLER)),
    Transition(A.REFUSE, _OPEN, S.REFUSED, _by(R.SELLER), M.REFUND_ALL, T.RETURN),
    Transition(A.LAPSE, _OPEN, S.CANCELLED, _by(R.CLOCK), M.REFUND_ALL, T.RETURN),
    Transition(A.READY, _from(S.ACCEPTED), S.READY, _by(R.SELLER), M.HOLD_BALANCE),
    Transition(A.PAY_BALANCE, _from(S.READY), S.ACCEPTED, _by(R.PROVIDER), M.POST_BALANCE),
    Transition(A.FORFEIT, _from(S.ACCEPTED), S.FORFEITED, _by(R.BUYER), M.FORFEIT, T.RETURN),
    Transition(A.FORFEIT, _from(S.READY), S.FORFEITED, _by(R.BUYER, R.CLOCK), M.FORFEIT, T.RETURN),
    Transition(A.SHIP, _from(S.ACCEPTED), S.SHIPPED, _by(R.SELLER), stock=T.SHIP),
    Transition(A.SHIP_PART, _from(S.ACCEPTED), None, _by(R.SELLER), stock=T.SHIP),
    Transition(A.DELIVER_PART, _PARTS, None, _by(R.SELLER, R.HUB)),
    Transition(A.CONFIRM_PART, _PARTS, None, _by(R.BUYER), M.RELEASE_PART),
    Transition(A.RELEASE_PART, _PARTS, None, _by(R.CLOCK), M.RELEASE_PART),
    Transition(A.DELIVER, _from(S.SHIPPED), S.DELIVERED, _by(R.SELLER, R.HUB)),
    Transition(A.COLLECT, _from(S.PROMISED, S.ACCEPTED), None, _by(R.PROVIDER), M.POST_HOLD),
    Transition(A.COLLECT, _SENT, S.DELIVERED, _by(R.PROVIDER), M.POST_HOLD),
    Transition(A.UNMET, _SENT, S.RETURNING, _by(R.SELLER, R.HUB), M.VOID_HOLD),
    Transition(A.TAKE_BACK, _from(S.RETURNING), S.CANCELLED, _by(R.SELLER), stock=T.RESTOCK),
    Transition(A.WRITE_OFF, _from(S.RETURNING), S.CANCELLED, _by(R.SELLER, R.CLOCK)),
    Transition(A.CONFIRM, _SENT, S.COMPLETED, _by(R.BUYER), M.RELEASE),
    Transition(A.RELEASE, _SENT, S.COMPLETED, _by(R.CLOCK), M.RELEASE),
    Transition(A.REFUND, _PAID, None, _GIVERS, M.REFUND_PART),
    Transition(A.REFUND_REST, _SENT | {S.COMPLETED, S.FORFEITED}, S.REFUNDED, _GIVERS, M.REFUND_ALL),
    Transition(A.STOP_CLOCK, _PAID, None, _by(R.HUB)),
    Transition(A.START_CLOCK, _PAID, None, _by(R.HUB)),
    Transition(A.REGAIN, _PAID, None, _by(R.PROVIDER)),
    Transition(A.REGAIN, _from(S.REFUNDED), S.COMPLETED, _by(R.PROVIDER)),
    Transition(A.REGAIN, _from(S.REFUNDED), S.FORFEITED, _by(R.PROVIDER)),  # what was left was a deposit
)

FINAL = frozenset({State.COMPLETED, State.EXPIRED, State.CANCELLED, State.REFUSED, State.REFUNDED, State.FORFEITED})

# States in which the units that an order took are still on the seller's shelf.
RESERVING = _OPEN | {State.PLACED}

# What happens by itself when the term of a state runs out.
ON_TERM = {
    State.PLACED: Action.EXPIRE,
    State.PROMISED: Action.LAPSE,
    State.PAID: Action.LAPSE,
    State.ACCEPTED: Action.LAPSE,
    State.READY: Action.FORFEIT,
    State.SHIPPED: Action.RELEASE,
    State.DELIVERED: Action.RELEASE,
    State.RETURNING: Action.WRITE_OFF,
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
