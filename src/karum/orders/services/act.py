"""One order goes through one transition: state, money, stock and audit trail in one commit."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from karum.catalogue.services import lock_offers, return_stock, ship_stock
from karum.money import Money
from karum.orders.domain.amounts import refund_parts
from karum.orders.domain.clocks import due_at
from karum.orders.domain.states import RESERVING, Action, MoneyMove, Role, State, StockMove, Transition, transition
from karum.orders.events import OrderChanged
from karum.orders.models import Order, OrderEvent, OrderLine
from karum.orders.rows import charge_of, refunded_of, settlement_of
from karum.orders.services import money
from karum.orders.terms import terms
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
    "goods_refunded_minor",
    "shipping_refunded_minor",
    "duty_refunded_minor",
    "tax_refunded_minor",
    "fees_refunded_minor",
]

CLOCK = Actor(Role.CLOCK)
PROVIDER = Actor(Role.PROVIDER)


@transaction.atomic
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
) -> Done | NotDone:
    """Do ``action`` with the order, if its state and the actor's role allow it; all of it or nothing.

    ``amount`` is for a partial refund: more than zero, less than or equal to what is left, in the order's currency; a
    refund of all that is left ends the order. ``note`` is kept in the audit trail (500 characters). ``seen`` is the
    last step that the actor saw: when the order moved on since, nothing is done, so a button pressed twice acts once.
    """
    row = Order.objects.select_for_update().filter(seller_id=seller_id, key=key).first()
    if row is None:
        return NotDone(CannotAct.NOT_FOUND)
    if seen is not None and seen != row.steps:
        return NotDone(CannotAct.NOT_NOW)
    if action is Action.REFUND and amount is not None and amount == _left(row):
        action = _refund_of_all(State(row.state), actor.role)
    step = transition(State(row.state), action, actor.role)
    if step is None:
        return NotDone(CannotAct.NOT_NOW)
    if action is Action.REFUND and (amount is None or not Money.zero(row.currency) < amount <= _left(row)):
        return NotDone(CannotAct.AMOUNT)
    if action in (Action.EXPIRE, Action.CANCEL) and row.state == State.PLACED:
        payments.expire(row.group_key, now=now)  # locks the attempts first: what is read below is what stays
        payment = payments_read.payment_of(row.group_key)
        if payment is not None and payment.is_paid:
            return NotDone(CannotAct.PAID_MEANWHILE)
    _move_stock(row, step)
    back = _move_money(row, step, amount, now)
    if action is Action.SHIP:
        hand_over(seller_id, key, now=now)  # what was packed to print its papers is on its way now
    return _write(row, step, actor, now, note, back)


def _refund_of_all(state: State, role: Role) -> Action:
    """A refund of everything that is left ends the order, each state in its own way."""
    if state not in RESERVING:
        return Action.REFUND_REST
    return Action.REFUSE if role is Role.SELLER else Action.CANCEL


def _left(row: Order) -> Money:
    return charge_of(row).total - Money(sum(refunded_of(row)), row.currency)


def _move_stock(row: Order, step: Transition) -> None:
    if step.stock is StockMove.NONE:
        return
    taken: dict[tuple[int, int], int] = {}
    for line in OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key):
        name = (row.seller_id, line.offer_id)
        taken[name] = taken.get(name, 0) + line.quantity
    lock_offers(taken)
    (return_stock if step.stock is StockMove.RETURN else ship_stock)(taken)


def _move_money(row: Order, step: Transition, amount: Money | None, now: datetime) -> Money | None:
    """Post the transfers of the edge; return what goes back to the buyer."""
    charge = charge_of(row)
    match step.money:
        case MoneyMove.NONE:
            return None
        case MoneyMove.POST_HOLD:
            money.post_hold(row.seller_id, row.key, charge, now)
            return None
        case MoneyMove.VOID_HOLD:
            money.void_hold(row.seller_id, row.key, charge, now)
            return None
        case MoneyMove.RELEASE:
            money.release(row.seller_id, row.key, charge, refunded_of(row), settlement_of(row), now)
            return None
        case MoneyMove.REFUND_PART | MoneyMove.REFUND_ALL:
            back = amount if step.money is MoneyMove.REFUND_PART and amount else _left(row)
            _refund(row, back, now)
            return back


def _refund(row: Order, back: Money, now: datetime) -> None:
    goods, shipping, duty, tax, fees = refund_parts(charge_of(row), refunded_of(row), back.minor)
    row.goods_refunded_minor += goods
    row.shipping_refunded_minor += shipping
    row.duty_refunded_minor += duty
    row.tax_refunded_minor += tax
    row.fees_refunded_minor += fees
    money.refund(row.seller_id, row.key, back, row.steps + 1, now)
    payment = payments_read.payment_of(row.group_key)
    assert payment is not None, "escrow holds money only after a payment"
    answer = payments.refund(payment.id, back, uuid5(row.key, f"refund {row.steps + 1}"), now)
    assert isinstance(answer, RefundRecord), f"escrow and payment differ: {answer}"


def _write(row: Order, step: Transition, actor: Actor, now: datetime, note: str, back: Money | None) -> Done:
    source, target = State(row.state), step.target or State(row.state)
    row.state, row.steps, row.changed_at = target, row.steps + 1, now
    if step.target is not None:
        facts = json.loads(row.facts)
        latest = date.fromisoformat(facts["latest"]) if facts.get("latest") else None
        row.due_at = due_at(target, terms(), now, handling_days=facts.get("handling_days", 0), latest=latest)
    row.save(update_fields=_MOVING)
    OrderEvent.objects.create(
        seller_id=row.seller_id,
        order_key=row.key,
        step=row.steps,
        at=now,
        action=step.action,
        source=source,
        target=target,
        role=actor.role,
        person_id=actor.person_id,
        note=note[:500],
        amount_minor=back.minor if back else None,
    )
    events.publish(OrderChanged(row.seller_id, str(row.key), row.steps, step.action))
    return Done(target, row.steps)
