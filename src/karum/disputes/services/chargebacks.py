"""Chargebacks: the buyer's bank takes money back from the hub. Each is shared by the orders that the payment paid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.disputes.domain.sharing import shares
from karum.disputes.domain.states import Action, Side
from karum.disputes.models import Case, ChargebackShare
from karum.disputes.services.act import Doer, act
from karum.disputes.services.outcome import CannotPay
from karum.money import Money
from karum.orders import queries as orders
from karum.orders import services as orders_writes
from karum.orders.domain.states import Role
from karum.payments import queries as payments

BANK = Doer(Side.BANK)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the provider says of a chargeback. ``state``: open, won (the money came back to the hub) or lost."""

    key: UUID
    payment_id: int
    amount: Money
    reason: str
    reply_by: datetime | None
    state: str


@transaction.atomic
def note_chargeback(notice: Notice, *, now: datetime) -> int:
    """Match a chargeback to its orders and bring what they bear up to its state; return how many orders it touches.

    Safe to repeat. Opened: the release clocks stop and the money leaves the sellers' books. Won: it comes back.
    Lost: it stays taken.
    """
    rows = _shares(notice, now)
    for row in rows:
        if row.state != "open" or notice.state == "open":
            continue
        row.state, row.closed_at = notice.state, now
        row.save()
        if notice.state == "won":
            orders_writes.regain(row.seller_id, row.order_key, _reference(row), now=now, note=row.reason)
        orders_writes.start_clock(row.seller_id, row.order_key, now=now, why=_reference(row))
    return len(rows)


def _shares(notice: Notice, now: datetime) -> list[ChargebackShare]:
    """The rows of the orders, made at the first notice under the locks of the cases."""
    known = ChargebackShare.objects.select_for_update().filter(chargeback=notice.key).order_by("seller_id", "order_key")
    if rows := list(known):
        return rows
    group = [view for view in orders.group(payments.payment(notice.payment_id).group_key) if view.left]
    made = []
    parts = shares(notice.amount.minor, [view.left.minor for view in group]) if group else []
    for view, minor in zip(group, parts, strict=True):
        if not minor:
            continue
        for case_id in Case.objects.filter(seller_id=view.seller_id, order_key=view.key, closed_at=None).values_list(
            "id", flat=True
        ):
            act(case_id, Action.YIELD, BANK, now=now)  # one matter is not decided twice
        row = ChargebackShare.objects.create(
            chargeback=notice.key,
            seller_id=view.seller_id,
            order_key=view.key,
            amount_minor=minor,
            currency=notice.amount.currency,
            reason=notice.reason[:60],
            reply_by=notice.reply_by,
            opened_at=now,
        )
        orders_writes.stop_clock(view.seller_id, view.key, _reference(row), now=now)
        _take(row, now)
        made.append(row)
    return made


def _take(row: ChargebackShare, now: datetime) -> None:
    """The provider took the money already: the books follow, out of escrow or of what the seller has."""
    answer = orders_writes.give_back(
        row.seller_id,
        row.order_key,
        Money(row.amount_minor, row.currency),
        _reference(row),
        orders_writes.Actor(Role.PROVIDER),
        now=now,
        note=row.reason,
        through_provider=False,
    )
    if not isinstance(answer, orders_writes.Done):
        raise CannotPay(f"{answer.reason}: chargeback of order {row.order_key}")


def _reference(row: ChargebackShare) -> str:
    """What names this chargeback within the order, in its trail and its books."""
    return f"chargeback {row.chargeback}"
