"""Orders as screens, documents and exports see them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404

from karum.ledger.queries import Posting, postings_of
from karum.money import Money
from karum.orders.domain.amounts import Charge, Release, Settlement, release_parts
from karum.orders.domain.doors import DoorPrice, Exchange, status_of
from karum.orders.domain.numbers import order_number
from karum.orders.domain.states import ON_TERM, Action, Role, State, actions
from karum.orders.models import Order, OrderEvent, OrderLine
from karum.orders.rows import charge_of, refunded_of, settlement_of
from karum.parties.domain import PostalAddress, address_lines
from karum.parties.queries import BusinessCard, business, businesses
from karum.payments.domain import PaymentRecord
from karum.payments.queries import payment_of
from karum.rules import LandedCost
from karum.rules.domain.thaw import thaw
from karum.shipping.domain import ShippingOption
from karum.shipping.domain.parcels import ParcelCard
from karum.shipping.queries import parcels_of

_signer = Signer(salt="karum.orders.buyer")
PAGE = 50


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
    def left(self) -> Money:
        """What is charged and was not given back."""
        return self.total - self.refunded

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
            Exchange(Decimal(found["rate"]), found["source"], date.fromisoformat(found["day"]), found["verified"])
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
        return release_parts(self.charge, self.refunded_parts, self.settlement)

    def actions(self, role: Role) -> tuple[Action, ...]:
        """What ``role`` may do now."""
        return actions(self.state, role)

    @cached_property
    def seller(self) -> BusinessCard:
        return business(self.seller_id)

    @cached_property
    def lines(self) -> tuple[LineView, ...]:
        rows = OrderLine.objects.filter(seller_id=self.seller_id, order_key=self.key).order_by("position")
        return tuple(_line(row, self.settlement.currency) for row in rows)

    @cached_property
    def events(self) -> tuple[EventView, ...]:
        """The audit trail, from the beginning."""
        rows = OrderEvent.objects.filter(seller_id=self.seller_id, order_key=self.key).order_by("step")
        return tuple(_event(row, self.charge.currency) for row in rows)

    @cached_property
    def parcels(self) -> list[ParcelCard]:
        return parcels_of(self.key)

    @cached_property
    def payment(self) -> PaymentRecord | None:
        return payment_of(self.group_key)

    @cached_property
    def postings(self) -> list[Posting]:
        """What the ledger holds of this order."""
        return postings_of(self.seller_id, self.key)

    def reached(self, state: State) -> datetime | None:
        """When the order first came into ``state``; None if it never did."""
        return next((event.at for event in self.events if event.target == state), None)


# --- the buyer's side ----------------------------------------------------------------------------------------------


def buyer_token(seller_id: int, key: UUID) -> str:
    """A text for the address of the buyer's page that nobody can guess or make, not even the seller."""
    return _signer.sign(f"{seller_id}-{key.hex}").replace(":", "~")


def access_order_as_buyer(token: str) -> OrderView:
    """The order behind a buyer's token. Raises Http404 for a token that is none."""
    try:
        seller_id, key = _signer.unsign(token.replace("~", ":")).split("-")
    except (BadSignature, ValueError):
        raise Http404 from None
    return _one(Order.objects.filter(seller_id=int(seller_id), key=UUID(key)))


def orders_of_buyer(person_id: int, *, limit: int = PAGE) -> list[OrderView]:
    """What a signed-in person bought, newest first."""
    return _views(Order.objects.filter(buyer_id=person_id).order_by("-placed_at")[:limit])


def group(group_key: UUID) -> list[OrderView]:
    """The orders of one checkout, by seller."""
    return _views(Order.objects.filter(group_key=group_key).order_by("seller_id", "key"))


# --- the seller's side ---------------------------------------------------------------------------------------------


def access_order_as_seller(seller_id: int, key: UUID) -> OrderView:
    """An order of this seller; who acts for her was checked by ``parties.access_business``. Raises Http404."""
    return _one(Order.objects.filter(seller_id=seller_id, key=key).exclude(state__in=_UNPAID))


# The seller learns of an order when it is paid: before that nobody may ship.
_UNPAID = (State.PLACED, State.EXPIRED)


def orders_of_seller(
    seller_id: int,
    states: Iterable[State] | None = None,
    *,
    limit: int = PAGE,
    before: datetime | None = None,
    keys: Sequence[UUID] | None = None,
) -> list[OrderView]:
    """A seller's paid orders, what is due first on top, then the newest; ``before``: placed earlier (next page)."""
    rows = Order.objects.filter(seller_id=seller_id).exclude(state__in=_UNPAID)
    if states is not None:
        rows = rows.filter(state__in=list(states))
    if before is not None:
        rows = rows.filter(placed_at__lt=before)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return _views(rows.order_by("-placed_at")[:limit])


def with_lines(views: Sequence[OrderView]) -> Sequence[OrderView]:
    """The same orders with their lines read in one query: for lists."""
    found: dict[tuple[int, UUID], list[LineView]] = {(view.seller_id, view.key): [] for view in views}
    currencies = {(view.seller_id, view.key): view.settlement.currency for view in views}
    rows = OrderLine.objects.filter(
        seller_id__in={view.seller_id for view in views}, order_key__in=[view.key for view in views]
    )
    for row in rows.order_by("position"):
        name = (row.seller_id, row.order_key)
        if name in found:
            found[name].append(_line(row, currencies[name]))
    for view in views:
        view.__dict__["lines"] = tuple(found[view.seller_id, view.key])
    return views


def counts_of_seller(seller_id: int) -> dict[State, int]:
    """How many orders stand in each state."""
    from django.db.models import Count

    rows = Order.objects.filter(seller_id=seller_id).values_list("state").annotate(n=Count("*"))
    return {State(state): n for state, n in rows}


# --- the hub's side ------------------------------------------------------------------------------------------------


def recent_orders(*, limit: int = PAGE) -> list[OrderView]:
    """The newest orders of the whole hub, for the operator."""
    return _views(Order.objects.order_by("-placed_at")[:limit])


def access_order_as_operator(seller_id: int, key: UUID) -> OrderView:
    """Any order; that the person is an operator was checked by ``parties.access_operator``. Raises Http404."""
    return _one(Order.objects.filter(seller_id=seller_id, key=key))


# --- rows to views -------------------------------------------------------------------------------------------------


def _one(rows: Any) -> OrderView:
    row = rows.first()
    if row is None:
        raise Http404
    return _view(row)


def _views(rows: Iterable[Order]) -> list[OrderView]:
    views = [_view(row) for row in rows]
    sellers = businesses({view.seller_id for view in views})
    for view in views:
        if view.seller_id in sellers:
            view.__dict__["seller"] = sellers[view.seller_id]  # fills the cached property with one query for all
    return views


def _view(row: Order) -> OrderView:
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
    )


def _line(row: OrderLine, currency: str) -> LineView:
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
