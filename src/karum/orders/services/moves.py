"""What a transition does with an order's money and stock. Callers hold the order locked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from karum.catalogue.services import lock_offers, restock, return_stock, ship_stock
from karum.money import Money
from karum.orders.domain import instalments
from karum.orders.domain.escrow import Escrow, Event
from karum.orders.domain.parts import Units
from karum.orders.domain.shares import Parts
from karum.orders.domain.states import MoneyMove, Role, StockMove, Transition
from karum.orders.models import Order, OrderLine
from karum.orders.rows import charge_of, instalment_of, position_of, refunded_of
from karum.orders.services import money
from karum.orders.services.answers import Actor, CannotAct, Undo
from karum.orders.terms import terms_of
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord, RefundRecord
from karum.payments.services import RefundRefused

_EXPECTED = {
    MoneyMove.POST_HOLD: money.pay,
    MoneyMove.VOID_HOLD: money.void,
    MoneyMove.HOLD_BALANCE: money.ask_balance,
    MoneyMove.POST_BALANCE: money.pay_balance,
}


def move_money(
    row: Order,
    step: Transition,
    actor: Actor,
    amount: Money | None,
    now: datetime,
    reference: str,
    through_provider: bool,
) -> Money | None:
    """Post the transfers of the edge; return what goes back to the buyer."""
    if step.money in _EXPECTED:
        _EXPECTED[step.money](row, now)
        return None
    match step.money:
        case MoneyMove.RELEASE:
            money.release(row, row.steps + 1, now)
        case MoneyMove.FORFEIT:
            return _forfeit(row, actor, now)
        case MoneyMove.REFUND_ALL if row.escrow == Escrow.AUTHORISED:
            money.void(row, now)
        case MoneyMove.REFUND_PART | MoneyMove.REFUND_ALL:
            back = amount if step.money is MoneyMove.REFUND_PART and amount else left_of(row)
            if step.money is MoneyMove.REFUND_ALL and row.escrow == Escrow.AWAITED:
                money.drop_balance(row, now)
            # A seller gives back what is hers; only the hub may let her owe it the rest.
            limited = actor.role is Role.SELLER
            refund(row, money.Back(back, limited, reference, chargeback=not through_provider), now)
            return back
    return None  # parts: services/shipments.py


def refund(row: Order, back: money.Back, now: datetime) -> None:
    """Give money back; the providers of the payments are told unless they took it themselves."""
    if not back.chargeback:  # first: the attempts are locked before the accounts, as everywhere
        _tell_providers(row, back.amount, refund_key(row, back.reference), now)
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


def left_of(row: Order) -> Money:
    """What was paid and not given back."""
    return charge_of(row).total - Money(sum(refunded_of(row)) + row.unpaid_minor, row.currency)


def kept_of(row: Order, role: Role) -> Parts:
    """What the seller keeps of the deposit when the buyer cancels, or when the clock ends the order."""
    rules = terms_of(row)
    share = rules.cancel_keep_bp if role is Role.BUYER else rules.unpaid_keep_bp
    return instalments.kept_of(position_of(row).held, share)


def release_again(row: Order, now: datetime) -> None:
    """Money came back into the escrow of an order that is over: it is the seller's, unless somebody disputes."""
    if sum(position_of(row).held) and money.allows(row, Event.RELEASE):
        money.release(row, row.steps + 1, now)


def move_stock(row: Order, step: Transition) -> None:
    """Units go back on sale, or for good."""
    match step.stock:
        case StockMove.NONE:
            return
        case StockMove.RESTOCK:
            gone = _shipped(row)
            lock_offers(gone)
            restock(gone)
        case StockMove.RETURN | StockMove.SHIP:
            taken = units_left(row)
            lock_offers(taken)
            (return_stock if step.stock is StockMove.RETURN else ship_stock)(taken)


def units_left(row: Order) -> dict[tuple[int, int], int]:
    """Units that are still on the shelf, by (seller_id, offer_id)."""
    return _summed(row, ((line.offer_id, line.quantity - line.shipped) for line in _lines(row)))


def units_of(row: Order, units: Units) -> dict[tuple[int, int], int]:
    """Units of some lines, by (seller_id, offer_id)."""
    return _summed(row, ((line.offer_id, units.get(line.position, 0)) for line in _lines(row)))


def _forfeit(row: Order, actor: Actor, now: datetime) -> Money:
    """The seller keeps her part of the deposit, the rest goes back."""
    kept = kept_of(row, actor.role)
    back = left_of(row) - Money(sum(kept), row.currency)
    if back:
        _tell_providers(row, back, refund_key(row, ""), now)
    if row.escrow == Escrow.AWAITED:
        money.drop_balance(row, now)
    add_refunded(row, money.forfeit(row, kept, row.steps + 1, now))
    return back


def _tell_providers(row: Order, amount: Money, key: UUID, now: datetime) -> None:
    """Money goes back by the payments that brought it, the newest first, and never more than one brought.

    The newest can be refunded for the longest time, and the deposit, which is the seller's security, goes last.
    Raises Undo when the buyer's bank took so much that the rest does not do, and the order has not heard of it yet.
    """
    later = instalment_of(row)
    payment = payments_read.payment_of(later.group_key) if later and later.paid_at else None
    if payment is not None:
        part = min(amount, payment.refundable)
        if part:
            _promise(row, payment, part, uuid5(key, "later"), now)
        amount -= part
    if amount:
        first = payments_read.payment_of(row.group_key)
        assert first is not None, "escrow holds money only after a payment"
        _promise(row, first, amount, key, now)


def _promise(row: Order, payment: PaymentRecord, amount: Money, key: UUID, now: datetime) -> None:
    answer = payments.refund(payment.id, amount, key, now)
    if isinstance(answer, RefundRefused) and answer.reason == "too_much" and _at_the_bank(row):
        raise Undo(CannotAct.AT_THE_BANK)
    assert isinstance(answer, RefundRecord), f"escrow and payment differ: {answer}"


def _at_the_bank(row: Order) -> bool:
    """Whether the buyer's bank took back some of what the payments of this order brought."""
    later = instalment_of(row)
    found = [payments_read.payment_of(key) for key in (row.group_key, later.group_key if later else None) if key]
    return any(payment is not None and payment.charged_back for payment in found)


def _shipped(row: Order) -> dict[tuple[int, int], int]:
    """Units that left the shelf."""
    return _summed(row, ((line.offer_id, line.shipped) for line in _lines(row)))


def _lines(row: Order) -> Iterable[OrderLine]:
    return OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key)


def _summed(row: Order, counts: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    taken: dict[tuple[int, int], int] = {}
    for offer_id, count in counts:
        if count:
            name = (row.seller_id, offer_id)
            taken[name] = taken.get(name, 0) + count
    return taken
