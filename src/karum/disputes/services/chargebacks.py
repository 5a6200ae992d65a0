"""Chargebacks: the buyer's bank takes money back from the hub. Each is shared by the orders that the payment paid."""

from datetime import datetime
from uuid import uuid5

from django.db import transaction

from karum.disputes.domain.sharing import shares
from karum.disputes.domain.states import Action, Side
from karum.disputes.models import Case, ChargebackShare
from karum.disputes.services.act import Doer, act
from karum.disputes.services.losses import regain_losses
from karum.disputes.services.outcome import CannotPay
from karum.money import Money
from karum.orders import queries as orders
from karum.orders import services as orders_writes
from karum.orders.domain.states import Role
from karum.orders.queries import OrderView
from karum.payments import services as payments
from karum.payments.domain import ChargebackRecord, ChargebackState

BANK = Doer(Side.BANK)
_STATES = {ChargebackState.OPENED: "open", ChargebackState.WON: "won", ChargebackState.LOST: "lost"}


@transaction.atomic
def note_chargeback(record: ChargebackRecord, *, now: datetime) -> int:
    """Match a chargeback to its orders and bring what they bear up to its state; return how many orders it touches.

    Safe to repeat, and in any order of states. Opened: the release clocks stop and the money leaves the sellers' books.
    Won: it comes back. Lost: it stays taken, or is taken again. Won before it was heard of: nothing was taken.
    """
    state = _STATES[record.state]
    if state == "won":
        regain_losses(record.key, now=now)
    known = ChargebackShare.objects.select_for_update().filter(chargeback=record.key)
    rows = list(known.order_by("seller_id", "order_key"))
    if not rows:
        rows = _match(record, now) if state != "won" else []
    for row in rows:
        row.reply_by, row.reason = record.reply_by, record.reason[:60]
        if row.state != state:
            _follow(row, state, record, now)
        row.save()
    return len(rows)


def _match(record: ChargebackRecord, now: datetime) -> list[ChargebackShare]:
    """Share it over the orders that the payment paid by what is left of each, and take the money."""
    orders_writes.settle_group(record.group_key, now=now)  # it may be heard of before the payment is booked
    group = orders.paid_by(record.group_key)
    parts = shares(record.amount.minor, [money.minor for _view, money in group]) if group else []
    return [_take_share(record, view, part, now) for (view, _money), part in zip(group, parts, strict=True) if part]


def _take_share(record: ChargebackRecord, view: OrderView, minor: int, now: datetime) -> ChargebackShare:
    row = ChargebackShare.objects.create(
        chargeback=record.key,
        seller_id=view.seller_id,
        order_key=view.key,
        amount_minor=minor,
        currency=record.amount.currency,
        opened_at=now,
    )
    running = Case.objects.filter(seller_id=view.seller_id, order_key=view.key, closed_at=None)
    for case_id in running.values_list("id", flat=True):
        act(case_id, Action.YIELD, BANK, now=now)  # one matter is not decided twice
    orders_writes.stop_clock(view.seller_id, view.key, _why(row), now=now)
    _take(row, now)
    return row


def _follow(row: ChargebackShare, state: str, record: ChargebackRecord, now: datetime) -> None:
    """From one state to the next; the money is taken in ``open`` and ``lost``, and the seller's in ``won``."""
    if state == "won":
        _give_again(row, record, now)
    elif row.state == "won":
        row.rounds += 1
        _take(row, now)
    row.state, row.closed_at = state, now
    orders_writes.start_clock(row.seller_id, row.order_key, now=now, why=_why(row))


def _take(row: ChargebackShare, now: datetime) -> None:
    """The provider took the money already: the books follow, out of escrow or of what the seller has.

    What the order has not left is ``missing``: see ``services/losses.py``.
    """
    left = orders.access_order_as_operator(row.seller_id, row.order_key).left
    back = min(Money(row.amount_minor, row.currency), left)
    row.missing_minor = row.amount_minor - back.minor
    if not back:
        return
    answer = orders_writes.give_back(
        row.seller_id,
        row.order_key,
        back,
        _reference(row),
        orders_writes.Actor(Role.PROVIDER),
        now=now,
        note=row.reason,
        through_provider=False,
    )
    if not isinstance(answer, orders_writes.Done):
        raise CannotPay(f"{answer.reason}: chargeback of order {row.order_key}")


def _give_again(row: ChargebackShare, record: ChargebackRecord, now: datetime) -> None:
    """What was taken is the order's again. One that the chargeback ended before it was sent stays ended: the provider
    holds money that no order needs, and it goes back to the buyer."""
    taken = Money(row.amount_minor - row.missing_minor, row.currency)
    row.missing_minor = 0
    if not taken:
        return
    answer = orders_writes.regain(row.seller_id, row.order_key, _reference(row), now=now, note=row.reason)
    if not isinstance(answer, orders_writes.Done):
        key = uuid5(row.order_key, f"{_reference(row)} won")
        payments.refund_extra(record.payment_id, taken, key, now=now)


def _why(row: ChargebackShare) -> str:
    """The name under which it holds the release clock."""
    return f"chargeback {row.chargeback}"


def _reference(row: ChargebackShare) -> str:
    """What names this taking within the order, in its trail and its books."""
    return f"chargeback {row.chargeback} {row.rounds}"
