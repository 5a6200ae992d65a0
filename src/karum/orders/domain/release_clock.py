"""The release clock: when every cent of an order is free, under which rule, and what would stop it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from karum.money import Money
from karum.orders.domain.clocks import Terms
from karum.orders.domain.escrow import Escrow
from karum.orders.domain.shares import NOTHING, Position, release_share
from karum.orders.domain.states import FINAL, State


class Whose(StrEnum):
    """Who gets a slice."""

    SELLER = "seller"  # goods and shipping, the hub's fee included: what the buyer sees
    PAYABLE = "payable"  # the seller's, at once
    RESERVE = "reserve"  # the seller's, later
    FEE = "fee"  # the hub's
    DUTY = "duty"  # customs: duty and clearance
    TAX = "tax"  # the tax authority
    BUYER = "buyer"  # went back
    UNPAID = "unpaid"  # the balance, or the cash at the door: the buyer still has to pay it


class Running(StrEnum):
    """How the clock stands."""

    WAITING = "waiting"  # the seller has to act first; without her it goes back to the buyer
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"  # nothing is held any more


class Stop(StrEnum):
    """What changes the day."""

    CONFIRM = "confirm"  # sooner: the buyer confirms
    DELIVERY = "delivery"  # another term: it arrives
    COMPLAINT = "complaint"  # stops: a return, a claim or a dispute
    CHARGEBACK = "chargeback"  # stops: the buyer's bank takes it back
    REFUND = "refund"  # less: a part goes back
    SELLER = "seller"  # back to the buyer: the seller does not act in time
    BALANCE = "balance"  # the order ends: the balance is not paid in time


@dataclass(frozen=True, slots=True)
class Rule:
    """A term of the hub by its name in the terms and the version that the order keeps."""

    term: str
    days: int
    version: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One share of the money. ``at``: when it is free, at the latest; None: not known yet, or the clock stands."""

    whose: Whose
    amount: Money
    at: datetime | None
    rule: Rule | None
    freed: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A part of a release that is kept in reserve, in the seller's currency."""

    amount: Money
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseClock:
    """All of it. ``buyer`` in the buyer's currency sums to what she paid; ``seller`` in the seller's currency.

    ``left``: the time that a stopped clock has; ``why``: what stopped it; ``may``: what would change the day.
    """

    running: Running
    at: datetime | None
    rule: Rule | None
    buyer: tuple[Slice, ...]
    seller: tuple[Slice, ...]
    may: tuple[Stop, ...]
    left: timedelta | None = None
    why: tuple[str, ...] = ()


def release_clock(
    position: Position,
    state: State,
    escrow: Escrow,
    terms: Terms,
    *,
    due_at: datetime | None,
    latest: date | None,
    left: timedelta | None = None,
    why: Sequence[str] = (),
    kept: Sequence[Kept] = (),
) -> ReleaseClock:
    """``due_at``: the order's term; ``latest``: the last promised day; ``kept``: its reserves that are not free yet."""
    rule = _rule(state, terms)
    at = _at(state, terms, due_at, latest)
    running = _running(state, escrow, bool(why), sum(position.held))
    if running in (Running.STOPPED, Running.DONE):
        at = None
    return ReleaseClock(
        running,
        at,
        rule,
        (*_buyers(position, at, rule), *_unpaid(position, state, due_at)),
        (*_sellers(position, terms, at, rule, kept, stopped=bool(why)), *_hers_unpaid(position, state, due_at)),
        _may(state, running, bool(kept)),
        left if running is Running.STOPPED else None,
        tuple(why),
    )


_OVER = FINAL | {State.RETURNING}  # nothing more is paid
_SELLERS_TURN = frozenset({State.PAID, State.ACCEPTED, State.READY})


def _running(state: State, escrow: Escrow, stopped: bool, held: int) -> Running:
    if escrow in (Escrow.AUTHORISED, Escrow.VOIDED) or not held:
        return Running.STOPPED if stopped else Running.DONE
    if stopped:
        return Running.STOPPED
    return Running.WAITING if state in _SELLERS_TURN else Running.RUNNING


def _rule(state: State, terms: Terms) -> Rule | None:
    match state:
        case State.PAID | State.ACCEPTED | State.READY | State.SHIPPED:
            return Rule("arrive_days", terms.arrive_days, terms.version)
        case State.DELIVERED:
            return Rule("inspect_days", terms.inspect_days, terms.version)
        case _:
            return None


def _at(state: State, terms: Terms, due_at: datetime | None, latest: date | None) -> datetime | None:
    if state in (State.SHIPPED, State.DELIVERED):
        return due_at
    if state in _SELLERS_TURN and latest is not None:
        return datetime.combine(latest, time(), UTC) + timedelta(days=terms.arrive_days)
    return None


def _buyers(position: Position, at: datetime | None, rule: Rule | None) -> tuple[Slice, ...]:
    """What the buyer paid: still held, gone to whom it was for, or back to her."""
    currency = position.charge.currency
    slices = []
    for parts, freed in ((position.held, False), (position.kept.parts, True)):
        for whose, minor in (
            (Whose.SELLER, parts[0] + parts[1]),
            (Whose.DUTY, parts[2] + parts[4]),
            (Whose.TAX, parts[3]),
        ):
            if minor:
                slices.append(Slice(whose, Money(minor, currency), None if freed else at, rule, freed))
    gone = position.charge.total.minor - sum(position.unpaid) - position.left
    if gone:
        slices.append(Slice(Whose.BUYER, Money(gone, currency), None, None, freed=True))
    return tuple(slices)


def _unpaid(position: Position, state: State, due_at: datetime | None) -> tuple[Slice, ...]:
    """What the buyer still has to pay, and by when once it is asked for."""
    minor = 0 if state in _OVER else sum(position.unpaid)
    at = due_at if state is State.READY else None
    return (Slice(Whose.UNPAID, Money(minor, position.charge.currency), at, None),) if minor else ()


def _sellers(
    position: Position, terms: Terms, at: datetime | None, rule: Rule | None, kept: Sequence[Kept], *, stopped: bool
) -> tuple[Slice, ...]:
    currency = position.settlement.currency
    coming = release_share(position, position.held) if sum(position.held) else None
    slices = []
    reserve_rule = Rule("reserve_days", terms.reserve_days, terms.version)
    if coming:
        reserve = coming.payable * terms.reserve_bp // 10_000
        later = at + timedelta(days=terms.reserve_days) if at else None
        slices += [
            Slice(Whose.PAYABLE, Money(coming.payable - reserve, currency), at, rule),
            Slice(Whose.RESERVE, Money(reserve, currency), later, reserve_rule),
            Slice(Whose.FEE, Money(coming.fee, currency), at, rule),
        ]
    waiting = sum(one.amount.minor for one in kept)
    slices += [Slice(Whose.RESERVE, one.amount, None if stopped else one.due_at, reserve_rule) for one in kept]
    mine = position.kept
    slices += [
        Slice(Whose.PAYABLE, Money(mine.payable - waiting, currency), None, None, freed=True),
        Slice(Whose.FEE, Money(mine.fee, currency), None, None, freed=True),
    ]
    return tuple(one for one in slices if one.amount.minor > 0)


def _hers_unpaid(position: Position, state: State, due_at: datetime | None) -> tuple[Slice, ...]:
    """What the balance will bring the seller and the hub, in her currency."""
    if state in _OVER or not sum(position.unpaid):
        return ()
    whole = replace(position, unpaid=NOTHING)
    all_, now = release_share(whole, whole.held), release_share(position, position.held)
    minor = all_.payable + all_.fee - now.payable - now.fee
    at = due_at if state is State.READY else None
    return (Slice(Whose.UNPAID, Money(minor, position.settlement.currency), at, None),)


def _may(state: State, running: Running, kept: bool) -> tuple[Stop, ...]:
    if state is State.READY:
        return (Stop.BALANCE, Stop.COMPLAINT, Stop.CHARGEBACK, Stop.REFUND)
    if running is Running.WAITING:
        return (Stop.SELLER, Stop.COMPLAINT, Stop.CHARGEBACK, Stop.REFUND)
    if running is Running.RUNNING:
        first = (Stop.CONFIRM, Stop.DELIVERY) if state is State.SHIPPED else (Stop.CONFIRM,)
        return (*first, Stop.COMPLAINT, Stop.CHARGEBACK, Stop.REFUND)
    return (Stop.COMPLAINT, Stop.CHARGEBACK) if kept else ()
