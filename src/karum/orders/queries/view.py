"""One order as screens, documents and exports see it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from karum.ledger.queries import Posting, postings_of
from karum.money import Money
from karum.orders.domain.amounts import Charge, Release, Settlement, release_parts
from karum.orders.domain.doors import DoorPrice, Exchange, status_of
from karum.orders.domain.escrow import Escrow
from karum.orders.domain.instalments import Due, Way, kept_of
from karum.orders.domain.numbers import order_number
from karum.orders.domain.shares import plus
from karum.orders.domain.states import FINAL, ON_TERM, TRANSITIONS, Action, MoneyMove, Role, State, actions
from karum.orders.models import Instalment, Order, OrderEvent, OrderLine, Shipment
from karum.orders.queries.tokens import buyer_token, group_token
from karum.orders.rows import charge_of, parts_of, position_of, refunded_of, settlement_of
from karum.orders.terms import terms_of
from karum.parties.domain import PostalAddress, address_lines
from karum.parties.queries import BusinessCard, business
from karum.payments.domain import PaymentRecord
from karum.payments.queries import payment_of
from karum.rules import LandedCost
from karum.rules.domain.thaw import thaw
from karum.shipping.domain import ShippingOption
from karum.shipping.domain.parcels import ParcelCard
from karum.shipping.queries import parcels_of


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of an order. ``unit`` in the seller's currency."""

    position: int
    offer_id: int
    title: str
    sku: str
    quantity: int
    unit: Money
    hs_code: str
    origin: str
    weight_g: int

    @property
    def total(self) -> Money:
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class PartView:
    """A part that was shipped before the rest. ``units``: (line, how many); ``due_at``: when its money is released."""

    number: int
    units: tuple[tuple[LineView, int], ...]
    shipped_at: datetime
    delivered_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    parcels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One row of the audit trail."""

    step: int
    at: datetime
    action: str
    source: str
    target: str
    role: Role
    person_id: int | None
    note: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class LaterView:
    """What is paid after checkout: a balance, or the cash at the door. ``days``: to pay it once it is asked for."""

    group_key: UUID
    due: Due
    amount: Money
    parts: tuple[int, ...]
    days: int
    asked_at: datetime | None
    paid_at: datetime | None

    @property
    def token(self) -> str:
        """The address of its payment page."""
        return group_token(self.group_key)


@dataclass(frozen=True)
class OrderView:
    """One order. Sums in the buyer's currency, ``settlement`` in the seller's. What costs a query loads when asked."""

    seller_id: int
    key: UUID
    group_key: UUID
    state: State
    buyer_id: int | None
    email: str
    language: str
    destination: str
    charge: Charge
    refunded_parts: tuple[int, ...]
    settlement: Settlement
    facts: dict[str, Any]
    placed_at: datetime
    changed_at: datetime
    due_at: datetime | None
    steps: int = 1
    """the last step of the audit trail"""
    escrow: Escrow = Escrow.AUTHORISED
    stops: tuple[str, ...] = ()
    """why the release clock stands still; empty when it runs"""
    way: Way = Way.PREPAID
    unpaid_minor: int = 0
    """what is due after checkout and was not paid yet, or never"""

    @property
    def number(self) -> str:
        return order_number(self.key)

    @property
    def token(self) -> str:
        """What the buyer's own page is opened with; nobody else gets it."""
        return buyer_token(self.seller_id, self.key)

    @property
    def total(self) -> Money:
        return self.charge.total

    @property
    def refunded(self) -> Money:
        return Money(sum(self.refunded_parts), self.charge.currency)

    @property
    def unpaid(self) -> Money:
        """What is due after checkout and was not paid yet, or never."""
        return Money(self.unpaid_minor, self.charge.currency)

    @property
    def unpaid_parts(self) -> tuple[int, ...]:
        """The same as goods, shipping, duty, tax and fees."""
        return self.later.parts if self.unpaid_minor and self.later else (0,) * 5

    @property
    def paid_parts(self) -> tuple[int, ...]:
        """What was paid so far of goods, shipping, duty, tax and fees."""
        return tuple(whole - never for whole, never in zip(self.charge.parts, self.unpaid_parts, strict=True))

    @property
    def paid_so_far(self) -> Money:
        """What the buyer paid; of an order that waits for its first payment, what she is asked for at checkout."""
        return self.total - self.unpaid

    @property
    def left(self) -> Money:
        """What was paid and not given back."""
        return self.paid_so_far - self.refunded

    @property
    def goods(self) -> Money:
        return Money(self.charge.goods, self.charge.currency)

    @property
    def buyer_name(self) -> str:
        return str(self.facts.get("buyer", {}).get("name", ""))

    @property
    def ship_to(self) -> PostalAddress:
        return PostalAddress(**self.facts["ship_to"]) if self.facts.get("ship_to") else PostalAddress(self.destination)

    @property
    def landed(self) -> LandedCost | None:
        """The receipt as it was frozen."""
        return thaw(self.facts["landed"]) if self.facts.get("landed") else None

    @cached_property
    def door(self) -> DoorPrice | None:
        """The frozen door price, in the shape that every receipt has."""
        landed = self.landed
        if landed is None:
            return None
        found, option = self.facts.get("exchange"), self.option
        exchange = (
            Exchange(
                Decimal(found["rate"]),
                found["source"],
                date.fromisoformat(found["day"]),
                found["verified"],
                int(found.get("spread_bp", 0)),
            )
            if found
            else None
        )
        freight = landed.totals.freight or Money.zero(landed.currency)
        shipped = ShippingOption(days_min=0, days_max=0, price=freight, **option) if option else None
        return DoorPrice(
            status_of(landed),
            landed.currency,
            landed.totals.goods,
            landed,
            shipped,
            self.earliest,
            self.latest,
            exchange,
        )

    @property
    def ship_to_lines(self) -> list[str]:
        """The address as the post of the destination reads it."""
        return address_lines(self.ship_to)

    @property
    def option(self) -> dict[str, Any]:
        """The way of delivery: code, name, carrier, mode, tracked."""
        return dict(self.facts.get("option") or {})

    @property
    def incoterm(self) -> str:
        return str(self.facts.get("incoterm", "DAP"))

    @property
    def handling_days(self) -> int:
        return int(self.facts.get("handling_days", 1))

    @property
    def earliest(self) -> date | None:
        return _day(self.facts.get("earliest"))

    @property
    def latest(self) -> date | None:
        return _day(self.facts.get("latest"))

    @property
    def kept_if_cancelled(self) -> Money:
        """What of the deposit stays with the seller when the buyer cancels now."""
        if self.state not in (State.ACCEPTED, State.READY) or self.escrow not in (Escrow.DEPOSITED, Escrow.AWAITED):
            return Money.zero(self.charge.currency)
        row = Order.objects.get(seller_id=self.seller_id, key=self.key)
        return Money(sum(kept_of(position_of(row).held, terms_of(row).cancel_keep_bp)), self.charge.currency)

    @property
    def exchange_rate(self) -> Decimal | None:
        """One unit of the seller's currency in the buyer's; None when they are the same."""
        found = self.facts.get("exchange")
        return Decimal(found["rate"]) if found else None

    @property
    def on_term(self) -> Action | None:
        """What happens by itself at ``due_at``."""
        return ON_TERM.get(self.state)

    @property
    def release(self) -> Release:
        """How escrow is split when it opens, after what was refunded so far."""
        never = self.unpaid_parts if self.state in FINAL else (0,) * 5
        return release_parts(self.charge, plus(self.refunded_parts, never), self.settlement)

    @property
    def release_of_held(self) -> Release:
        """The same of what was paid so far."""
        return release_parts(self.charge, plus(self.refunded_parts, self.unpaid_parts), self.settlement)

    def actions(self, role: Role) -> tuple[Action, ...]:
        """What ``role`` may do now."""
        return tuple(action for action in actions(self.state, role) if self._can(action))

    def _can(self, action: Action) -> bool:
        """What the state allows the money may not."""
        unpaid = self.escrow is Escrow.AUTHORISED
        if action in _RELEASING:
            return not self.stops and not unpaid
        if action in (Action.REFUND, Action.REFUND_REST):
            return bool(self.left) and not unpaid
        if action is Action.SHIP:
            return self.escrow is not Escrow.DEPOSITED
        if action is Action.READY:
            return self.escrow is Escrow.DEPOSITED
        return unpaid if action is Action.UNMET else action not in (Action.FORFEIT, Action.GO_AHEAD)

    @cached_property
    def seller(self) -> BusinessCard:
        return business(self.seller_id)

    @cached_property
    def lines(self) -> tuple[LineView, ...]:
        rows = OrderLine.objects.filter(seller_id=self.seller_id, order_key=self.key).order_by("position")
        return tuple(line_of(row, self.settlement.currency) for row in rows)

    @cached_property
    def events(self) -> tuple[EventView, ...]:
        """The audit trail, from the beginning."""
        rows = OrderEvent.objects.filter(seller_id=self.seller_id, order_key=self.key).order_by("step")
        return tuple(_event(row, self.charge.currency) for row in rows)

    @cached_property
    def parts(self) -> tuple[PartView, ...]:
        """The parts in which the order was shipped; empty when it went at once."""
        lines = {line.position: line for line in self.lines}
        rows = Shipment.objects.filter(seller_id=self.seller_id, order_key=self.key).order_by("number")
        return tuple(
            PartView(
                row.number,
                tuple((lines[position], count) for position, count in row.units),
                row.shipped_at,
                row.delivered_at,
                row.closed_at,
                row.due_at,
                tuple(row.parcels),
            )
            for row in rows
        )

    @property
    def new_parcels(self) -> list[ParcelCard]:
        """The parcels that no part holds yet."""
        gone = {parcel_id for part in self.parts for parcel_id in part.parcels}
        return [parcel for parcel in self.parcels if parcel.id not in gone]

    @cached_property
    def parcels(self) -> list[ParcelCard]:
        return parcels_of(self.key)

    @cached_property
    def later(self) -> LaterView | None:
        """What is paid after checkout; None, without a query, where all is paid at checkout."""
        if self.way is Way.PREPAID:
            return None
        row = Instalment.objects.get(seller_id=self.seller_id, order_key=self.key)
        parts = parts_of(row)
        amount = Money(sum(parts), self.charge.currency)
        return LaterView(row.group_key, Due(row.due), amount, parts, row.days, row.asked_at, row.paid_at)

    @cached_property
    def payment(self) -> PaymentRecord | None:
        """The first payment: at checkout, or at the door."""
        at_door = self.later if self.way is Way.CASH else None
        return payment_of(at_door.group_key if at_door else self.group_key)

    @cached_property
    def balance_payment(self) -> PaymentRecord | None:
        """The payment of the balance after a deposit, or the last attempt at it."""
        return payment_of(self.later.group_key) if self.later and self.way is Way.DEPOSIT else None

    @cached_property
    def postings(self) -> list[Posting]:
        """What the ledger holds of this order."""
        return postings_of(self.seller_id, self.key)

    @cached_property
    def paid_at(self) -> datetime | None:
        """When its first money came; None if none ever did."""
        return next((event.at for event in self.events if event.action in (Action.PAY, Action.COLLECT)), None)

    @property
    def payments(self) -> list[PaymentRecord]:
        """What was paid for it: at checkout or at the door, and the balance of a deposit."""
        return [one for one in (self.payment, self.balance_payment) if one is not None and one.is_paid]

    def reached(self, state: State) -> datetime | None:
        """When the order first came into ``state``; None if it never did."""
        return next((event.at for event in self.events if event.target == state), None)


_RELEASING = frozenset(t.action for t in TRANSITIONS if t.money is MoneyMove.RELEASE)  # not while the clock stands


def view_of(row: Order) -> OrderView:
    """The stored row as a value."""
    return OrderView(
        row.seller_id,
        row.key,
        row.group_key,
        State(row.state),
        row.buyer_id,
        row.email,
        row.language,
        row.destination,
        charge_of(row),
        refunded_of(row),
        settlement_of(row),
        json.loads(row.facts),
        row.placed_at,
        row.changed_at,
        row.due_at,
        row.steps,
        Escrow(row.escrow),
        tuple(row.stops),
        Way(row.way),
        row.unpaid_minor,
    )


def line_of(row: OrderLine, currency: str) -> LineView:
    """The stored line as a value; ``currency`` is the seller's."""
    return LineView(
        row.position,
        row.offer_id,
        row.title,
        row.sku,
        row.quantity,
        Money(row.unit_minor, currency),
        row.hs_code,
        row.origin,
        row.weight_g,
    )


def _event(row: OrderEvent, currency: str) -> EventView:
    return EventView(
        row.step,
        row.at,
        row.action,
        row.source,
        row.target,
        Role(row.role),
        row.person_id,
        row.note,
        None if row.amount_minor is None else Money(row.amount_minor, currency),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
