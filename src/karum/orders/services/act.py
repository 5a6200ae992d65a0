"""One order goes through one transition: state, money, stock and audit trail in one commit."""

import json
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from karum.catalogue.services import lock_offers, return_stock, ship_stock
from karum.money import Money
from karum.orders.domain.clocks import due_at
from karum.orders.domain.escrow import Escrow, Event
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import FINAL, RESERVING, Action, Role, State, Transition, transition
from karum.orders.events import OrderChanged
from karum.orders.models import Order, OrderEvent, Shipment
from karum.orders.rows import instalment_of
from karum.orders.services import money, parts
from karum.orders.services.answers import Actor, CannotAct, Done, NotDone, Undo
from karum.orders.services.moves import kept_of, left_of, move_money, move_stock, refund, units_left, units_of
from karum.orders.terms import terms_of
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.runtime import events
from karum.shipping.services import hand_over

# What a transition may change; the frozen rest is never written again.
_MOVING = [
    "state",
    "steps",
    "changed_at",
    "due_at",
    "escrow",
    "stops",
    "left_s",
    "unpaid_minor",
    "goods_refunded_minor",
    "shipping_refunded_minor",
    "duty_refunded_minor",
    "tax_refunded_minor",
    "fees_refunded_minor",
]

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
_DEPOSIT = (Escrow.DEPOSITED, Escrow.AWAITED)


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
    if action is Action.REFUND and amount and amount == left_of(row):
        action = _refund_of_all(State(row.state), actor.role)
    action = _ending(row, action, actor.role)
    step = None if action in _BY_HAND else transition(State(row.state), action, actor.role)
    reason = CannotAct.NOT_NOW if step is None else _obstacle(row, step, amount, now)
    if step is None or reason is not None:
        return NotDone(reason or CannotAct.NOT_NOW)
    if action is Action.SHIP:
        return _ship(row, actor, now, note)
    in_parts = parts.of(row) if row.state in _SHIPPING else []
    if in_parts and asked is not Action.REFUND and row.state == State.ACCEPTED:
        return _give_up_rest(row, action, actor, now, note, in_parts)
    move_stock(row, step)
    back = move_money(row, step, actor, amount, now, reference, through_provider)
    done = write(row, action, step.target, actor, now, note, back)
    if in_parts:
        _follow(row, action, step, in_parts, now)
    return done


def _ending(row: Order, action: Action, role: Role) -> Action:
    """A deposit that the buyer or the clock gives up: the terms say whether the seller keeps some of it."""
    by_buyer = action is Action.CANCEL and role is Role.BUYER and row.state in (State.ACCEPTED, State.READY)
    if row.escrow not in _DEPOSIT or not (by_buyer or action is Action.FORFEIT):
        return action
    if sum(kept_of(row, role)):
        return Action.FORFEIT
    return Action.CANCEL if role is Role.BUYER else Action.LAPSE


def _obstacle(row: Order, step: Transition, amount: Money | None, now: datetime) -> CannotAct | None:
    """Why a transition that the state allows cannot be, if so."""
    unpaid = row.escrow == Escrow.AUTHORISED
    match step.action:
        case Action.REFUND if amount is None or not Money.zero(row.currency) < amount <= left_of(row):
            return CannotAct.AMOUNT
        case Action.REFUND_REST if unpaid:
            return CannotAct.UNPAID
        case Action.CONFIRM | Action.RELEASE if not money.allows(row, Event.RELEASE):
            return CannotAct.UNPAID if unpaid else CannotAct.STOPPED
        case Action.FORFEIT if row.stops:
            return CannotAct.STOPPED
        case Action.SHIP if row.escrow in _DEPOSIT:
            return CannotAct.UNPAID
        case Action.READY if row.escrow != Escrow.DEPOSITED:
            return CannotAct.NOT_NOW
        case Action.GO_AHEAD if row.way != Way.CASH:
            return CannotAct.NOT_NOW
        case Action.COLLECT | Action.UNMET if not unpaid:
            return CannotAct.NOT_NOW
    return _paid_meanwhile(row, now) if _gives_up(row, step) else None


def _gives_up(row: Order, step: Transition) -> bool:
    """Whether a payment that is still awaited is not wanted any more."""
    ends = step.target in FINAL or step.action is Action.UNMET
    return ends and row.escrow in (Escrow.AUTHORISED, Escrow.AWAITED)


def _paid_meanwhile(row: Order, now: datetime) -> CannotAct | None:
    """Give the awaited payment up, unless it came through: its attempts are locked, so what is read is what stays."""
    later = instalment_of(row)
    group_key = row.group_key if later is None or row.state == State.PLACED else later.group_key
    payments.expire(group_key, now=now)
    payment = payments_read.payment_of(group_key)
    return CannotAct.PAID_MEANWHILE if payment is not None and payment.is_paid else None


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
    if units is not None and row.escrow == Escrow.AUTHORISED:
        return NotDone(CannotAct.WHOLE)
    in_parts = units is not None or bool(parts.of(row))
    taken = units_left(row) if units is None else units_of(row, units)
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
    left = units_left(row)
    lock_offers(left)
    return_stock(left)
    if back:
        refund(row, money.Back(back, limited=False), now)
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
        if target in FINAL or target is State.RETURNING:  # what was not paid nobody disputes
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
    if target in (State.SHIPPED, State.DELIVERED) and row.escrow == Escrow.AUTHORISED:
        return None  # the cash at the door has no term: the hub's people say what became of it
    later = instalment_of(row) if target is State.READY else None
    facts = json.loads(row.facts)
    latest = date.fromisoformat(facts["latest"]) if facts.get("latest") else None
    return due_at(
        target,
        terms_of(row),
        now,
        handling_days=facts.get("handling_days", 0),
        latest=latest,
        balance_days=later.days if later else 0,
        away_until=date.fromisoformat(facts["away_until"]) if facts.get("away_until") else None,
    )
