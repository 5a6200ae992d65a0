"""Chargebacks with what each order bears of them, for the operator."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import Http404

from karum.disputes.models import ChargebackShare
from karum.money import Money
from karum.orders.queries import OrderView, access_order_as_operator


@dataclass(frozen=True)
class ShareView:
    """What one order bears."""

    row: ChargebackShare

    @property
    def amount(self) -> Money:
        return Money(self.row.amount_minor, self.row.currency)

    @cached_property
    def order(self) -> OrderView:
        return access_order_as_operator(self.row.seller_id, self.row.order_key)


@dataclass(frozen=True, slots=True)
class ChargebackView:
    """One chargeback of a payment."""

    key: UUID
    state: str
    reason: str
    opened_at: datetime
    reply_by: datetime | None
    shares: tuple[ShareView, ...]

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def amount(self) -> Money:
        return Money(sum(one.amount.minor for one in self.shares), self.shares[0].amount.currency)


def chargebacks(*, limit: int = 200) -> list[ChargebackView]:
    """The open ones first, by the term of the bank; then those closed last."""
    rows = ChargebackShare.objects.order_by("-opened_at", "chargeback", "seller_id", "order_key")[: limit * 4]
    found: dict[UUID, list[ChargebackShare]] = {}
    for row in rows:
        found.setdefault(row.chargeback, []).append(row)
    views = [_view(key, its) for key, its in found.items()]
    never = max((view.opened_at for view in views), default=None)
    views.sort(key=lambda view: (not view.is_open, view.reply_by or never or view.opened_at))
    return views[:limit]


def access_chargeback(key: UUID) -> ChargebackView:
    """One chargeback; that the person is an operator was checked by ``parties.access_operator``. Raises Http404."""
    rows = list(ChargebackShare.objects.filter(chargeback=key).order_by("seller_id", "order_key"))
    if not rows:
        raise Http404
    return _view(key, rows)


def _view(key: UUID, rows: list[ChargebackShare]) -> ChargebackView:
    first = rows[0]
    shares = tuple(ShareView(row) for row in rows)
    return ChargebackView(key, first.state, first.reason, first.opened_at, first.reply_by, shares)


def chargebacks_of_order(seller_id: int, order_key: UUID) -> list[ChargebackView]:
    """What buyers' banks took back of one order; each holds this order's share only."""
    rows = ChargebackShare.objects.filter(seller_id=seller_id, order_key=order_key).order_by("-opened_at")
    return [_view(row.chargeback, [row]) for row in rows]
