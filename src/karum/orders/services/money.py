"""The transfers of an order, as the edges of ``domain/escrow.py`` name them. Nothing else moves an order's money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from karum.ledger import services as ledger
from karum.ledger.domain import AccountKey, Balance, Entry, Kind, Purpose
from karum.ledger.locks import lock
from karum.money import Money
from karum.orders.domain import shares
from karum.orders.domain.escrow import Edge, Escrow, Event, Move, Part, Where, edge
from karum.orders.domain.shares import Means, Parts, Position, Share
from karum.orders.models import MoneyStep, Order, Reserve
from karum.orders.rows import RETURNS, charge_of, position_of, share_of_step
from karum.orders.terms import terms_of

_HOLD = edge(None, Event.AUTHORISE)
assert _HOLD is not None, "a new order is authorised"
_HOLD_MOVE = _HOLD.moves[0]

Amounts = Mapping[Part, int]


class NotPossible(Exception):
    """The state of the order's money does not allow it: somebody disputes it, or nothing is held any more."""


class NotCovered(Exception):
    """The seller has less than she would give back."""


@dataclass(frozen=True, slots=True)
class Back:
    """Money goes back to the buyer. ``limited``: only what the seller's own accounts cover; ``reference`` names it."""

    amount: Money
    limited: bool
    reference: str = ""


def hold(seller_id: int, key: UUID, total: Money) -> Entry:
    """The buyer's money is expected: pending until the payment succeeds. The hold has the order's key as its name."""
    return Entry(
        id=key,
        seller_id=seller_id,
        debit=_HOLD_MOVE.debit,
        credit=_HOLD_MOVE.credit,
        amount=total,
        reference=_HOLD_MOVE.reference,
        kind=_HOLD_MOVE.kind,
        order_key=key,
    )


def pay(row: Order, now: datetime) -> None:
    """The payment succeeded: the hold becomes money in escrow."""
    _resolve(row, Event.PAY, now)


def void(row: Order, now: datetime) -> None:
    """Nothing was paid: the hold is let go."""
    _resolve(row, Event.VOID, now)


def release(row: Order, step: int, now: datetime, *, parts: Parts | None = None, shipment: int | None = None) -> None:
    """Escrow opens, for ``parts`` of it or all that is held: to the seller, the hub's fee, duty and tax.

    When the seller is paid in another currency than the buyer paid in, her part goes through the fx account of both
    currencies: at the rate frozen in the order, so that she gets what her price list said.
    """
    position, rules = position_of(row), terms_of(row)
    parts = position.held if parts is None else parts
    event = Event.RELEASE if parts == position.held else Event.RELEASE_PART
    found = _edge(row, event)
    means = _means(row, found)
    share = shares.release_share(position, parts)
    amounts = shares.released_amounts(position, share, rules.reserve_bp, means)
    _post(row, found, amounts, step, now)
    _keep(row, event, step, share, now, amounts=amounts, shipment=shipment)
    if amounts[Part.RESERVE]:
        Reserve.objects.create(
            seller_id=row.seller_id,
            order_key=row.key,
            step=step,
            currency=row.settlement_currency,
            amount_minor=amounts[Part.RESERVE],
            left_minor=amounts[Part.RESERVE],
            due_at=now + timedelta(days=rules.reserve_days),
        )


def give_back(row: Order, back: Back, step: int, now: datetime) -> Parts:
    """Send money back to the buyer: out of escrow first, then what was released; return the parts that went.

    Raises NotCovered when ``back.limited`` and the seller would owe a rest, NotPossible when the state forbids it.
    """
    position = position_of(row)
    held = sum(position.held)
    out, gone = min(back.amount.minor, held), shares.NOTHING
    if out:
        parts = shares.share_of(out, position.held)
        event = _refund_event(position, out == held)
        _post(row, _edge(row, event), {Part.BACK: out}, step, now)
        _keep(row, event, step, Share(parts), now, reference=back.reference)
        gone = parts
    rest = back.amount.minor - out
    if rest:
        gone = shares.plus(gone, _give_back_released(row, position, rest, back, step, now))
    return gone


def regain(row: Order, reference: str, step: int, now: datetime) -> Parts:
    """A chargeback was won: what ``reference`` took is as before; return the parts. NotPossible: it took nothing."""
    taken = list(MoneyStep.objects.filter(seller_id=row.seller_id, order_key=row.key, reference=reference))
    if not taken or any(took.event == Event.REGAIN for took in taken):
        raise NotPossible
    position, found = position_of(row), _edge(row, Event.REGAIN)
    held, share = shares.NOTHING, Share()
    for took in taken:
        if took.event in RETURNS:
            share += share_of_step(took)
        else:
            held = shares.plus(held, share_of_step(took).parts)
    amounts = shares.regained_amounts(position, sum(held), share, _means(row, found))
    _post(row, found, amounts, step, now)
    _keep(row, Event.REGAIN, step, share, now, reference=reference, amounts=amounts)
    if sum(held) and row.escrow in (Escrow.RELEASED, Escrow.REFUNDED):
        row.escrow = Escrow.DECIDED  # something is held again
    return shares.plus(held, share.parts)


def free_reserve(row: Order, kept: Reserve, now: datetime) -> int:
    """The time of a reserve is over: it is the seller's, less what she owes; return how many minor units moved."""
    found = _edge(row, Event.FREE_RESERVE)
    means = _means(row, found)
    amount = min(kept.left_minor, means.reserve)
    if amount:
        netting = max(0, min(means.payable + amount, means.receivable))
        _post(row, found, {Part.RESERVE: amount, Part.NETTING: netting}, kept.step, now)
    kept.left_minor, kept.freed_at = 0, now
    kept.save(update_fields=["left_minor", "freed_at"])
    return amount


def allows(row: Order, event: Event) -> bool:
    """Whether ``event`` may happen to the order's money now."""
    return edge(Escrow(row.escrow), event) is not None


def move_on(row: Order, event: Event) -> None:
    """Go along an edge without transfers: a dispute begins or ends. Raises NotPossible."""
    found = _edge(row, event)
    assert not found.moves, f"{event} moves money"
    row.escrow = found.target or row.escrow


def _give_back_released(row: Order, position: Position, minor: int, back: Back, step: int, now: datetime) -> Parts:
    parts = shares.share_of(minor, position.kept.parts)
    last = minor == position.kept.total
    event = Event.RETURN_REST if last else Event.RETURN
    found = _edge(row, event)
    means = _means(row, found)
    share = shares.return_share(position, parts)
    amounts = shares.returned_amounts(position, share, means)
    if back.limited and amounts[Part.OWED]:
        raise NotCovered
    _post(row, found, amounts, step, now)
    _keep(row, event, step, share, now, reference=back.reference, amounts=amounts)
    _take_from_reserves(row, amounts[Part.FROM_RESERVE])
    return parts


def _refund_event(position: Position, all_held: bool) -> Event:
    if not all_held:
        return Event.REFUND
    return Event.REFUND_HELD if position.kept.total else Event.REFUND_REST


def _take_from_reserves(row: Order, minor: int) -> None:
    """What was taken from the reserve account is no longer kept for a day: of this order first, then the oldest."""
    if not minor:
        return
    kept = Reserve.objects.select_for_update().filter(
        seller_id=row.seller_id, currency=row.settlement_currency, left_minor__gt=0
    )
    for one in sorted(kept, key=lambda kept: (kept.order_key != row.key, kept.due_at, kept.order_key, kept.step)):
        taken = min(one.left_minor, minor)
        if taken:
            one.left_minor -= taken
            one.save(update_fields=["left_minor"])
            minor -= taken


def _edge(row: Order, event: Event) -> Edge:
    found = edge(Escrow(row.escrow), event)
    if found is None:
        raise NotPossible(f"{event} is not for money that is {row.escrow}")
    return found


def _fits(row: Order, move: Move) -> bool:
    exchanged = row.currency != row.settlement_currency
    return move.where is Where.ALWAYS or (move.where is Where.EXCHANGED) == exchanged


def _currency(row: Order, move: Move) -> str:
    return row.settlement_currency if move.seller_currency else row.currency


def _means(row: Order, found: Edge) -> Means:
    """Lock every account of the edge, and say what the amounts may depend on."""
    keys = {
        AccountKey(row.seller_id, purpose, _currency(row, move))
        for move in found.moves
        if _fits(row, move)
        for purpose in (move.debit, move.credit)
    }
    held = lock(keys)

    def balance(purpose: Purpose, currency: str) -> Balance:
        key = AccountKey(row.seller_id, purpose, currency)
        return held.get(key) or Balance(key, 0, 0, 0, 0)

    own = row.settlement_currency
    return Means(
        payable=balance(Purpose.PAYABLE, own).free.minor,
        reserve=balance(Purpose.RESERVE, own).free.minor,
        receivable=balance(Purpose.RECEIVABLE, own).net.minor,
        duty=balance(Purpose.DUTY, row.currency).free.minor,
        tax=balance(Purpose.TAX, row.currency).free.minor,
    )


def _resolve(row: Order, event: Event, now: datetime) -> None:
    found = _edge(row, event)
    move = found.moves[0]
    entry = Entry(
        id=uuid5(row.key, move.reference),
        seller_id=row.seller_id,
        debit=move.debit,
        credit=move.credit,
        amount=charge_of(row).total,
        reference=move.reference,
        kind=move.kind,
        pending_id=row.key,
        order_key=row.key,
    )
    ledger.post([entry], now=now)
    row.escrow = found.target or row.escrow


def _post(row: Order, found: Edge, amounts: Amounts, step: int, now: datetime) -> None:
    """Post what the edge names. The ids come from order, step and edge: done again after a crash, money moves once."""
    entries = [
        Entry(
            id=uuid5(row.key, f"{found.event} {step} {move.debit} {move.credit}"),
            seller_id=row.seller_id,
            debit=move.debit,
            credit=move.credit,
            amount=Money(amounts[move.part], _currency(row, move)),
            reference=move.reference,
            kind=Kind.SINGLE,
            order_key=row.key,
        )
        for move in found.moves
        if _fits(row, move) and amounts.get(move.part)
    ]
    ledger.post(entries, now=now)
    row.escrow = found.target or row.escrow


def _keep(
    row: Order,
    event: Event,
    step: int,
    share: Share,
    now: datetime,
    *,
    reference: str = "",
    amounts: Amounts | None = None,
    shipment: int | None = None,
) -> None:
    goods, shipping, duty, tax, fees = share.parts
    moved = amounts or {}
    MoneyStep.objects.create(
        seller_id=row.seller_id,
        order_key=row.key,
        step=step,
        event=event,
        at=now,
        reference=reference,
        shipment=shipment,
        goods_minor=goods,
        shipping_minor=shipping,
        duty_minor=duty,
        tax_minor=tax,
        fees_minor=fees,
        spread_minor=share.spread,
        payable_minor=share.payable,
        fee_minor=share.fee,
        reserve_minor=moved.get(Part.RESERVE, 0),
        netting_minor=moved.get(Part.NETTING, 0),
        owed_minor=moved.get(Part.OWED, 0),
    )
