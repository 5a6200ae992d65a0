"""One order goes through one transition: state, money, stock and audit trail in one commit."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from karum.catalogue.services import lock_offers, return_stock, ship_stock
from karum.money import Money
from karum.orders.domain.clocks import due_at
from karum.orders.domain.escrow import Event
from karum.orders.domain.parts import Units
from karum.orders.domain.states import (
    FINAL,
    RESERVING,
    Action,
    MoneyMove,
    Role,
    State,
    StockMove,
    Transition,
    transition,
)
from karum.orders.events import OrderChanged
from karum.orders.models import Order, OrderEvent, OrderLine, Shipment
from karum.orders.rows import charge_of, refunded_of
from karum.orders.services import money, parts
from karum.orders.terms import terms_of
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.payments.domain import RefundRecord
from karum.runtime import events
from karum.shipping.services import hand_over


class CannotAct(StrEnum):
    """Why nothing happened. The value is stable."""

    NOT_FOUND = "not_found"
    NOT_NOW = "not_now"  # the state or the role does not allow it
    AMOUNT = "amount"  # a refund that is not more than zero or more than is left
    PAID_MEANWHILE = "paid_meanwhile"  # the payment came through just before
    NOT_COVERED = "not_covered"  # the seller has less than she would give back
    TOO_MANY = "too_many"  # the parcels hold more than is left to ship
    STOPPED = "stopped"  # somebody looks at a complaint: nothing is released until it is decided


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role and, where a person is behind it, her id."""

    role: Role
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The transition happened. ``state`` is the new one; ``step`` its place in the audit trail."""

    state: State
    step: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing changed."""

    reason: CannotAct


# What a transition may change; the frozen rest is never written again.
_MOVING = [
    "state",
    "steps",
    "changed_at",
    "due_at",
    "escrow",
    "stops",
    "left_s",
    "goods_refunded_minor",
    "shipping_refunded_minor",
    "duty_refunded_minor",
    "tax_refunded_minor",
    "fees_refunded_minor",
]

CLOCK = Actor(Role.CLOCK)
PROVIDER = Actor(Role.PROVIDER)
HUB = Actor(Role.HUB)

# These have functions of their own: they need a reason, or the number of a part.
_BY_HAND = frozenset(
    {
        Action.STOP_CLOCK,
        Action.START_CLOCK,
        Action.REGAIN,
        Action.SHIP_PART,
        Action.DELIVER_PART,
        Action.CONFIRM_PART,
        Action.RELEASE_PART,
    }
)
_SHIPPING = frozenset({State.ACCEPTED, State.SHIPPED, State.DELIVERED})


class Undo(Exception):
    """Nothing of this transaction stays, for a reason that the caller is told."""

    def __init__(self, reason: CannotAct) -> None:
        self.reason = reason


def act(
    seller_id: int,
    key: UUID,
    action: Action,
    actor: Actor,
    *,
    now: datetime,
    note: str = "",
    amount: Money | None = None,
    seen: int | None = None,
    reference: str = "",
    through_provider: bool = True,
) -> Done | NotDone:
    """Do ``action`` with the order, if its state and the actor's role allow it; all of it or nothing.

    ``amount`` is for a partial refund: more than zero, less than or equal to what is left, in the order's currency; a
    refund of all that is left ends the order. ``note`` is kept in the audit trail (500 characters). ``seen`` is the
    last step that the actor saw: when the order moved on since, nothing is done, so a button pressed twice acts once.
    ``reference`` and ``through_provider``: see ``give_back``.
    """
    try:
        with transaction.atomic():
            row = locked(seller_id, key)
            if seen is not None and seen != row.steps:
                return NotDone(CannotAct.NOT_NOW)
            return _act(row, action, actor, now, note, amount, reference, through_provider)
    except Undo as undo:
        return NotDone(undo.reason)


def locked(seller_id: int, key: UUID) -> Order:
    """The order, locked until the commit. Raises Undo when there is none."""
    row = Order.objects.select_for_update().filter(seller_id=seller_id, key=key).first()
    if row is None:
        raise Undo(CannotAct.NOT_FOUND)
    return row


def _act(
    row: Order,
    action: Action,
    actor: Actor,
    now: datetime,
    note: str,
    amount: Money | None,
    reference: str,
    through_provider: bool,
) -> Done | NotDone:
    asked = action
    if action is Action.REFUND and amount is not None and amount == _left(row):
        action = _refund_of_all(State(row.state), actor.role)
    step = None if action in _BY_HAND else transition(State(row.state), action, actor.role)
    reason = CannotAct.NOT_NOW if step is None else _obstacle(row, step, amount, now)
    if step is None or reason is not None:
        return NotDone(reason or CannotAct.NOT_NOW)
    if action is Action.SHIP:
        return _ship(row, actor, now, note)
    in_parts = parts.of(row) if row.state in _SHIPPING else []
    if in_parts and asked is not Action.REFUND and row.state == State.ACCEPTED:
        return _give_up_rest(row, action, actor, now, note, in_parts)
    _move_stock(row, step)
    back = _move_money(row, step, actor, amount, now, reference, through_provider)
    done = write(row, action, step.target, actor, now, note, back)
    if in_parts:
        _follow(row, action, step, in_parts, now)
    return done


def _obstacle(row: Order, step: Transition, amount: Money | None, now: datetime) -> CannotAct | None:
    """Why a transition that the state allows cannot be, if so."""
    if step.action is Action.REFUND and (amount is None or not Money.zero(row.currency) < amount <= _left(row)):
        return CannotAct.AMOUNT
    if step.money is MoneyMove.RELEASE and not money.allows(row, Event.RELEASE):
        return CannotAct.STOPPED
    if step.action in (Action.EXPIRE, Action.CANCEL) and row.state == State.PLACED:
        payments.expire(row.group_key, now=now)  # locks the attempts first: what is read below is what stays
        payment = payments_read.payment_of(row.group_key)
        if payment is not None and payment.is_paid:
            return CannotAct.PAID_MEANWHILE
    return None


def _follow(row: Order, action: Action, step: Transition, in_parts: list[Shipment], now: datetime) -> None:
    """What befell the whole order befalls its parts; the term is theirs."""
    if step.target in FINAL:
        parts.close(row, now)
    if action is Action.DELIVER:
        for part in in_parts:
            arrived(row, part, now)
    if step.target is not None:
        without_term(row)


def without_term(row: Order) -> None:
    """Each part has a term of its own."""
    row.due_at, row.left_s = None, None
    row.save(update_fields=["due_at", "left_s"])


def _ship(row: Order, actor: Actor, now: datetime, note: str) -> Done | NotDone:
    """What is packed goes: all that is left, or a part of it with a clock of its own."""
    try:
        units = parts.part_packed(row)
    except parts.TooMany:
        return NotDone(CannotAct.TOO_MANY)
    in_parts = units is not None or bool(parts.of(row))
    taken = _units_left(row) if units is None else _units(row, units)
    lock_offers(taken)
    ship_stock(taken)
    if in_parts:
        parts.add(row, units, now, _term(row, State.SHIPPED, now))
    else:
        parts.all_shipped(row)
    hand_over(row.seller_id, row.key, now=now)  # what was packed to print its papers is on its way now
    if units is not None:
        return write(row, Action.SHIP_PART, None, actor, now, note)
    done = write(row, Action.SHIP, State.SHIPPED, actor, now, note)
    if in_parts:
        without_term(row)
    return done


def _give_up_rest(
    row: Order, action: Action, actor: Actor, now: datetime, note: str, in_parts: list[Shipment]
) -> Done | NotDone:
    """A part is on its way: only the rest is cancelled. Its money goes back, its units are for sale again."""
    back = Money(sum(parts.share_left(row)), row.currency)
    left = _units_left(row)
    lock_offers(left)
    return_stock(left)
    if back:
        _refund(row, money.Back(back, limited=False), now, through_provider=True)
    over = all(part.closed_at for part in in_parts)
    done = write(row, action, State.COMPLETED if over else State.SHIPPED, actor, now, note, back)
    without_term(row)
    return done


def arrived(row: Order, part: Shipment, now: datetime) -> None:
    """A part was delivered: the buyer's time to look at it begins."""
    if part.delivered_at is not None or part.closed_at is not None:
        return
    part.delivered_at, part.due_at, part.left_s = now, _term(row, State.DELIVERED, now), None
    if row.stops and part.due_at is not None:
        part.left_s, part.due_at = int((part.due_at - now).total_seconds()), None
    part.save(update_fields=["delivered_at", "due_at", "left_s"])


def _refund_of_all(state: State, role: Role) -> Action:
    """A refund of everything that is left ends the order, each state in its own way."""
    if state not in RESERVING:
        return Action.REFUND_REST
    return {Role.SELLER: Action.REFUSE, Role.CLOCK: Action.LAPSE}.get(role, Action.CANCEL)


def _left(row: Order) -> Money:
    return charge_of(row).total - Money(sum(refunded_of(row)), row.currency)


def _move_stock(row: Order, step: Transition) -> None:
    if step.stock is StockMove.NONE:
        return
    taken = _units_left(row)
    lock_offers(taken)
    (return_stock if step.stock is StockMove.RETURN else ship_stock)(taken)


def _units_left(row: Order) -> dict[tuple[int, int], int]:
    """Units that are still on the shelf, by (seller_id, offer_id)."""
    lines = OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key)
    return _summed(row, ((line.offer_id, line.quantity - line.shipped) for line in lines))


def _units(row: Order, units: Units) -> dict[tuple[int, int], int]:
    """Units of some lines, by (seller_id, offer_id)."""
    lines = OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key)
    return _summed(row, ((line.offer_id, units.get(line.position, 0)) for line in lines))


def _summed(row: Order, counts: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    taken: dict[tuple[int, int], int] = {}
    for offer_id, count in counts:
        if count:
            name = (row.seller_id, offer_id)
            taken[name] = taken.get(name, 0) + count
    return taken


def _move_money(
    row: Order,
    step: Transition,
    actor: Actor,
    amount: Money | None,
    now: datetime,
    reference: str,
    through_provider: bool,
) -> Money | None:
    """Post the transfers of the edge; return what goes back to the buyer."""
    match step.money:
        case MoneyMove.NONE | MoneyMove.RELEASE_PART:  # parts: services/shipments.py
            return None
        case MoneyMove.POST_HOLD:
            money.pay(row, now)
            return None
        case MoneyMove.VOID_HOLD:
            money.void(row, now)
            return None
        case MoneyMove.RELEASE:
            money.release(row, row.steps + 1, now)
            return None
        case MoneyMove.REFUND_PART | MoneyMove.REFUND_ALL:
            back = amount if step.money is MoneyMove.REFUND_PART and amount else _left(row)
            # A seller gives back what is hers; only the hub may let her owe it the rest.
            limited = actor.role is Role.SELLER
            _refund(row, money.Back(back, limited, reference), now, through_provider)
            return back


def _refund(row: Order, back: money.Back, now: datetime, through_provider: bool) -> None:
    if through_provider:  # first: the attempts are locked before the accounts, as everywhere
        payment = payments_read.payment_of(row.group_key)
        assert payment is not None, "escrow holds money only after a payment"
        answer = payments.refund(payment.id, back.amount, refund_key(row, back.reference), now)
        assert isinstance(answer, RefundRecord), f"escrow and payment differ: {answer}"
    try:
        gone = money.give_back(row, back, row.steps + 1, now)
    except money.NotCovered:
        raise Undo(CannotAct.NOT_COVERED) from None
    add_refunded(row, gone)


def refund_key(row: Order, reference: str) -> UUID:
    """What names the refund at the provider: the reference where there is one, else the step."""
    return uuid5(row.key, f"give back {reference}" if reference else f"refund {row.steps + 1}")


def add_refunded(row: Order, parts: Sequence[int], sign: int = 1) -> None:
    """Count what went back of each part, or with ``sign`` -1 what came in again."""
    goods, shipping, duty, tax, fees = parts
    row.goods_refunded_minor += sign * goods
    row.shipping_refunded_minor += sign * shipping
    row.duty_refunded_minor += sign * duty
    row.tax_refunded_minor += sign * tax
    row.fees_refunded_minor += sign * fees


def write(
    row: Order,
    action: Action,
    to: State | None,
    actor: Actor,
    now: datetime,
    note: str = "",
    back: Money | None = None,
) -> Done:
    """Store the order as it is now, with a row in the audit trail. ``to``: its new state; None: it stays."""
    source, target = State(row.state), to or State(row.state)
    row.state, row.steps, row.changed_at = target, row.steps + 1, now
    if to is not None:
        row.due_at = _term(row, target, now)
        if target in FINAL:
            row.left_s, row.stops = None, [] if target is not State.COMPLETED else row.stops
        elif row.stops and row.due_at is not None:  # the clock of the new state stands still, too
            row.left_s, row.due_at = int((row.due_at - now).total_seconds()), None
    row.save(update_fields=_MOVING)
    OrderEvent.objects.create(
        seller_id=row.seller_id,
        order_key=row.key,
        step=row.steps,
        at=now,
        action=action,
        source=source,
        target=target,
        role=actor.role,
        person_id=actor.person_id,
        note=note[:500],
        amount_minor=back.minor if back else None,
    )
    events.publish(OrderChanged(row.seller_id, str(row.key), row.steps, action))
    return Done(target, row.steps)


def _term(row: Order, target: State, now: datetime) -> datetime | None:
    facts = json.loads(row.facts)
    latest = date.fromisoformat(facts["latest"]) if facts.get("latest") else None
    return due_at(target, terms_of(row), now, handling_days=facts.get("handling_days", 0), latest=latest)
