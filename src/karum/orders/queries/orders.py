"""Which orders whom concern: the buyer's, the seller's, the hub's."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from karum.orders.domain.instalments import Way
from karum.orders.domain.states import FINAL, State
from karum.orders.models import Order, OrderLine
from karum.orders.queries.tokens import read_buyer_token
from karum.orders.queries.view import LineView, OrderView, line_of, view_of
from karum.parties.queries import businesses

PAGE = 50


# --- the buyer's side ----------------------------------------------------------------------------------------------


def access_order_as_buyer(token: str) -> OrderView:
    """The order behind a buyer's token. Raises Http404 for a token that is none."""
    seller_id, key = read_buyer_token(token)
    return _one(Order.objects.filter(seller_id=seller_id, key=key))


def orders_of_buyer(person_id: int, *, limit: int = PAGE) -> list[OrderView]:
    """What a signed-in person bought, newest first."""
    return views_of(Order.objects.filter(buyer_id=person_id).order_by("-placed_at")[:limit])


def order_keys_of_buyer(person_id: int) -> set[tuple[int, UUID]]:
    """Seller and key of everything that the person bought."""
    return set(Order.objects.filter(buyer_id=person_id).values_list("seller_id", "key"))


def group(group_key: UUID) -> list[OrderView]:
    """The orders of one checkout, by seller."""
    return views_of(Order.objects.filter(group_key=group_key).order_by("seller_id", "key"))


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
    return views_of(rows.order_by("-placed_at")[:limit])


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
            found[name].append(line_of(row, currencies[name]))
    for view in views:
        view.__dict__["lines"] = tuple(found[view.seller_id, view.key])
    return views


def counts_of_seller(seller_id: int) -> dict[State, int]:
    """How many orders stand in each state."""
    rows = Order.objects.filter(seller_id=seller_id).values_list("state").annotate(n=Count("*"))
    return {State(state): n for state, n in rows}


# --- the hub's side ------------------------------------------------------------------------------------------------


def recent_orders(*, limit: int = PAGE) -> list[OrderView]:
    """The newest orders of the whole hub, for the operator."""
    return views_of(Order.objects.order_by("-placed_at")[:limit])


def orders_at_door(*, limit: int = 200) -> list[OrderView]:
    """Orders under way that are to be paid in cash on delivery and were not yet: those that moved longest ago first."""
    going = sorted(set(State) - FINAL - {State.RETURNING})
    rows = Order.objects.filter(way=Way.CASH, unpaid_minor__gt=0, state__in=going)
    return views_of(rows.order_by("changed_at")[:limit])


def access_order_as_operator(seller_id: int, key: UUID) -> OrderView:
    """Any order; that the person is an operator was checked by ``parties.access_operator``. Raises Http404."""
    return _one(Order.objects.filter(seller_id=seller_id, key=key))


# --- rows to views -------------------------------------------------------------------------------------------------


def _one(rows: Any) -> OrderView:
    row = rows.first()
    if row is None:
        raise Http404
    return view_of(row)


def views_of(rows: Iterable[Order]) -> list[OrderView]:
    """Rows as screens see them, with their sellers read in one query."""
    views = [view_of(row) for row in rows]
    sellers = businesses({view.seller_id for view in views})
    for view in views:
        if view.seller_id in sellers:
            view.__dict__["seller"] = sellers[view.seller_id]  # fills the cached property with one query for all
    return views
