"""The money of an order as a state machine, written as data: every edge names its transfers.

``services/money.py`` posts what stands here and knows no other way. The documentation shows this table.
"""

from dataclasses import dataclass
from enum import StrEnum

from karum.ledger.domain import Kind, Purpose


class Escrow(StrEnum):
    """Where the money of an order stands."""

    AUTHORISED = "authorised"  # promised: the payment is awaited, or the cash at the door
    DEPOSITED = "deposited"  # the deposit is held, the balance is not asked for yet
    AWAITED = "awaited"  # the deposit is held, the balance is asked for
    HELD = "held"  # paid, and nobody's yet
    PARTLY_RELEASED = "partly_released"  # a part of the goods arrived, and its money is the seller's
    RELEASED = "released"  # nothing is held any more
    REFUNDED = "refunded"  # all of it went back to the buyer
    DISPUTED = "disputed"  # the clock stands still: nothing is released until somebody decides
    DECIDED = "decided"  # what was decided was booked, and the clock runs again
    VOIDED = "voided"  # never paid


class Event(StrEnum):
    """What happens to the money."""

    AUTHORISE = "authorise"
    PAY = "pay"
    VOID = "void"
    PAY_DEPOSIT = "pay_deposit"
    ASK_BALANCE = "ask_balance"
    PAY_BALANCE = "pay_balance"
    DROP_BALANCE = "drop_balance"  # the order ends without it
    FORFEIT = "forfeit"
    RELEASE_PART = "release_part"
    RELEASE = "release"  # all that is left
    REFUND = "refund"  # a part of what is held
    REFUND_HELD = "refund_held"  # all that is held, after a part was released
    REFUND_REST = "refund_rest"  # all that is held, and nothing was released
    RETURN = "return"  # a part of what was released
    RETURN_REST = "return_rest"  # the last of what was released
    REGAIN = "regain"  # what a chargeback took came back
    DISPUTE = "dispute"
    DECIDE = "decide"
    SETTLE = "settle"  # decided, and nothing is held any more
    FREE_RESERVE = "free_reserve"


class Part(StrEnum):
    """The amounts that an event is given. Zero where there is nothing to move."""

    FIRST = "first"  # the first instalment: all that the buyer was charged, or the deposit
    BALANCE = "balance"  # the rest of it, after a deposit
    BACK = "back"  # from escrow to the buyer
    DUTY = "duty"  # and clearance fees
    TAX = "tax"
    SPREAD = "spread"  # above the reference rate, in the buyer's currency
    EXCHANGED = "exchanged"  # the seller's part in the buyer's currency, less the spread
    PAYABLE = "payable"  # the seller's, in her currency
    FEE = "fee"  # the hub's, in the seller's currency
    RESERVE = "reserve"  # kept of the seller's part for a while
    NETTING = "netting"  # what the seller owed and can pay now
    FROM_PAYABLE = "from_payable"  # what the seller gives back, and out of which account
    FROM_RESERVE = "from_reserve"
    OWED = "owed"  # what she cannot give back: taken from her next sales


class Where(StrEnum):
    """A move may be of orders in one currency only, or of those that are exchanged."""

    ALWAYS = "always"
    SAME = "same"
    EXCHANGED = "exchanged"


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer of an edge. ``seller_currency``: the amount is in the seller's, else in the buyer's."""

    debit: Purpose
    credit: Purpose
    part: Part
    reference: str
    where: Where = Where.ALWAYS
    seller_currency: bool = False
    kind: Kind = Kind.SINGLE


@dataclass(frozen=True, slots=True)
class Edge:
    """``event`` leads from any of ``sources`` (none: a new order) to ``target`` (None: stays), moving money so."""

    event: Event
    sources: frozenset[Escrow]
    target: Escrow | None
    moves: tuple[Move, ...] = ()


def _from(*states: Escrow) -> frozenset[Escrow]:
    return frozenset(states)


E, V, P, A = Escrow, Event, Purpose, Part
_SAME, _FX = Where.SAME, Where.EXCHANGED

_NETTING = Move(P.PAYABLE, P.RECEIVABLE, A.NETTING, "netting", seller_currency=True)

_RELEASE = (
    Move(P.ESCROW, P.DUTY, A.DUTY, "release"),
    Move(P.ESCROW, P.TAX, A.TAX, "release"),
    Move(P.ESCROW, P.PAYABLE, A.PAYABLE, "release", _SAME, seller_currency=True),
    Move(P.ESCROW, P.FEE, A.FEE, "release", _SAME, seller_currency=True),
    Move(P.ESCROW, P.SPREAD, A.SPREAD, "release", _FX),
    Move(P.ESCROW, P.FX, A.EXCHANGED, "release", _FX),
    Move(P.FX, P.PAYABLE, A.PAYABLE, "release", _FX, seller_currency=True),
    Move(P.FX, P.FEE, A.FEE, "release", _FX, seller_currency=True),
    Move(P.PAYABLE, P.RESERVE, A.RESERVE, "reserve", seller_currency=True),
    _NETTING,
)

_REFUND = (Move(P.ESCROW, P.CLEARING, A.BACK, "refund"),)

_RETURN = (
    Move(P.FEE, P.PAYABLE, A.FEE, "refund", seller_currency=True),
    Move(P.PAYABLE, P.CLEARING, A.FROM_PAYABLE, "refund", _SAME, seller_currency=True),
    Move(P.RESERVE, P.CLEARING, A.FROM_RESERVE, "refund", _SAME, seller_currency=True),
    Move(P.RECEIVABLE, P.CLEARING, A.OWED, "refund", _SAME, seller_currency=True),
    Move(P.PAYABLE, P.FX, A.FROM_PAYABLE, "refund", _FX, seller_currency=True),
    Move(P.RESERVE, P.FX, A.FROM_RESERVE, "refund", _FX, seller_currency=True),
    Move(P.RECEIVABLE, P.FX, A.OWED, "refund", _FX, seller_currency=True),
    Move(P.FX, P.CLEARING, A.EXCHANGED, "refund", _FX),
    Move(P.SPREAD, P.CLEARING, A.SPREAD, "refund", _FX),
    Move(P.DUTY, P.CLEARING, A.DUTY, "refund"),
    Move(P.TAX, P.CLEARING, A.TAX, "refund"),
)

_REGAIN = (
    Move(P.CLEARING, P.ESCROW, A.BACK, "chargeback won"),
    Move(P.CLEARING, P.DUTY, A.DUTY, "chargeback won"),
    Move(P.CLEARING, P.TAX, A.TAX, "chargeback won"),
    Move(P.CLEARING, P.PAYABLE, A.PAYABLE, "chargeback won", _SAME, seller_currency=True),
    Move(P.CLEARING, P.FEE, A.FEE, "chargeback won", _SAME, seller_currency=True),
    Move(P.CLEARING, P.SPREAD, A.SPREAD, "chargeback won", _FX),
    Move(P.CLEARING, P.FX, A.EXCHANGED, "chargeback won", _FX),
    Move(P.FX, P.PAYABLE, A.PAYABLE, "chargeback won", _FX, seller_currency=True),
    Move(P.FX, P.FEE, A.FEE, "chargeback won", _FX, seller_currency=True),
    _NETTING,
)

_DEPOSIT = _from(E.DEPOSITED, E.AWAITED)
_OPEN = _from(E.HELD, E.PARTLY_RELEASED, E.DECIDED)

EDGES: tuple[Edge, ...] = (
    Edge(V.AUTHORISE, _from(), E.AUTHORISED, (Move(P.CLEARING, P.ESCROW, A.FIRST, "hold", kind=Kind.PENDING),)),
    Edge(V.PAY, _from(E.AUTHORISED), E.HELD, (Move(P.CLEARING, P.ESCROW, A.FIRST, "paid", kind=Kind.POST),)),
    Edge(V.VOID, _from(E.AUTHORISED), E.VOIDED, (Move(P.CLEARING, P.ESCROW, A.FIRST, "void", kind=Kind.VOID),)),
    Edge(
        V.PAY_DEPOSIT,
        _from(E.AUTHORISED),
        E.DEPOSITED,
        (Move(P.CLEARING, P.ESCROW, A.FIRST, "deposit paid", kind=Kind.POST),),
    ),
    Edge(
        V.ASK_BALANCE,
        _from(E.DEPOSITED),
        E.AWAITED,
        (Move(P.CLEARING, P.ESCROW, A.BALANCE, "hold of the balance", kind=Kind.PENDING),),
    ),
    Edge(
        V.PAY_BALANCE,
        _from(E.AWAITED),
        E.HELD,
        (Move(P.CLEARING, P.ESCROW, A.BALANCE, "balance paid", kind=Kind.POST),),
    ),
    Edge(
        V.DROP_BALANCE,
        _from(E.AWAITED),
        E.DEPOSITED,
        (Move(P.CLEARING, P.ESCROW, A.BALANCE, "void of the balance", kind=Kind.VOID),),
    ),
    Edge(V.FORFEIT, _from(E.DEPOSITED), E.RELEASED, (*_REFUND, *_RELEASE)),
    Edge(V.RELEASE_PART, _OPEN, E.PARTLY_RELEASED, _RELEASE),
    Edge(V.RELEASE, _OPEN, E.RELEASED, _RELEASE),
    Edge(V.REFUND, _OPEN | _DEPOSIT | {E.DISPUTED}, None, _REFUND),
    Edge(V.REFUND_HELD, _from(E.PARTLY_RELEASED, E.DECIDED), E.RELEASED, _REFUND),
    Edge(V.REFUND_HELD, _from(E.DISPUTED), None, _REFUND),
    Edge(V.REFUND_REST, _OPEN | {E.DEPOSITED, E.DISPUTED}, E.REFUNDED, _REFUND),
    Edge(V.RETURN, _from(E.PARTLY_RELEASED, E.RELEASED, E.DISPUTED, E.DECIDED), None, _RETURN),
    Edge(V.RETURN_REST, _from(E.PARTLY_RELEASED, E.RELEASED, E.DISPUTED, E.DECIDED), E.REFUNDED, _RETURN),
    Edge(V.REGAIN, _DEPOSIT | {E.PARTLY_RELEASED, E.RELEASED, E.DISPUTED, E.DECIDED}, None, _REGAIN),
    Edge(V.REGAIN, _from(E.REFUNDED), E.RELEASED, _REGAIN),
    Edge(V.DISPUTE, _from(E.HELD, E.PARTLY_RELEASED, E.RELEASED, E.DECIDED), E.DISPUTED),
    Edge(V.DISPUTE, _DEPOSIT | {E.AUTHORISED}, None),  # nothing of it can be released anyway
    Edge(V.DECIDE, _from(E.DISPUTED), E.DECIDED),
    Edge(V.SETTLE, _from(E.DISPUTED), E.RELEASED),
    Edge(
        V.FREE_RESERVE,
        _from(E.PARTLY_RELEASED, E.RELEASED, E.REFUNDED, E.DECIDED),
        None,
        (Move(P.RESERVE, P.PAYABLE, A.RESERVE, "reserve freed", seller_currency=True), _NETTING),
    ),
)

HOLDING = frozenset({E.DEPOSITED, E.AWAITED, E.HELD, E.PARTLY_RELEASED, E.DISPUTED, E.DECIDED})
"""States in which money may still be held."""


def edge(state: Escrow | None, event: Event) -> Edge | None:
    """What ``event`` does in ``state`` (None: a new order); None when it may not happen."""
    for candidate in EDGES:
        if candidate.event is event and (state in candidate.sources if state else not candidate.sources):
            return candidate
    return None
