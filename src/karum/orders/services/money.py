"""The transfers of an order, as the edges of ``domain/escrow.py`` name them. Nothing else moves an order's money."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from karum.ledger import queries as ledger_read
from karum.ledger import services as ledger
from karum.ledger.domain import AccountKey, Balance, Entry, Kind, Purpose
from karum.ledger.locks import lock
from karum.money import Money
from karum.orders.domain import shares
from karum.orders.domain.escrow import Edge, Escrow, Event, Move, Part, Where, edge
from karum.orders.domain.instalments import Way
from karum.orders.domain.shares import Borne, Means, Parts, Position, Share
from karum.orders.models import Instalment, MoneyStep, Order, Reserve
from karum.orders.rows import RETURNS, charge_of, instalment_of, parts_of, position_of, share_of_step
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
    """Money goes back to the buyer. ``limited``: only what the seller's own accounts cover; ``reference`` names it.

    ``chargeback``: the buyer's bank took it, and the books say so.
    """

    amount: Money
    limited: bool
    reference: str = ""
    chargeback: bool = False

    @property
    def said(self) -> str:
        """What its transfers are called, where that is not what the edge says."""
        return "chargeback" if self.chargeback else ""


def hold(seller_id: int, key: UUID, first: Money) -> Entry:
    """The first instalment is expected: pending until it is paid. The hold has the order's key as its name."""
    return Entry(
        id=key,
        seller_id=seller_id,
        debit=_HOLD_MOVE.debit,
        credit=_HOLD_MOVE.credit,
        amount=first,
        reference=_HOLD_MOVE.reference,
        kind=_HOLD_MOVE.kind,
        order_key=key,
    )


def pay(row: Order, now: datetime) -> None:
    """The first instalment was paid: the hold becomes money in escrow."""
    _expected(row, Event.PAY_DEPOSIT if row.way == Way.DEPOSIT else Event.PAY, _first(row), row.key, now)
    if row.way == Way.CASH:
        _came(row, now)


def void(row: Order, now: datetime) -> None:
    """Nothing was paid: the hold is let go."""
    _expected(row, Event.VOID, _first(row), row.key, now)


def ask_balance(row: Order, now: datetime) -> None:
    """The seller has the goods ready: the balance is expected."""
    found = _balance(row)
    _expected(row, Event.ASK_BALANCE, sum(parts_of(found)), _balance_hold(row), now)
    found.asked_at = now
    found.save(update_fields=["asked_at"])


def pay_balance(row: Order, now: datetime) -> None:
    """The balance was paid: all of the price is in escrow."""
    _expected(row, Event.PAY_BALANCE, row.unpaid_minor, _balance_hold(row), now)
    _came(row, now)


def drop_balance(row: Order, now: datetime) -> None:
    """The order ends without its balance."""
    _expected(row, Event.DROP_BALANCE, row.unpaid_minor, _balance_hold(row), now)


def forfeit(row: Order, kept: Parts, step: int, now: datetime) -> Parts:
    """The balance never came: ``kept`` of the deposit is the seller's, less the hub's fee; return what goes back."""
    position, found = position_of(row), _edge(row, Event.FORFEIT)
    back = shares.minus(position.held, kept)
    share = shares.release_share(position, kept)
    amounts = shares.released_amounts(position, share, 0, _means(row, found)) | {Part.BACK: sum(back)}
    _post(row, found, amounts, step, now)
    if sum(back):
        _keep(row, Event.REFUND, step, Share(back), now)
    _keep(row, Event.FORFEIT, step, share, now, amounts=amounts)
    return back


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
        _post(row, _edge(row, event), {Part.BACK: out}, step, now, said=back.said)
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
    held, share, borne = shares.NOTHING, Share(), Borne()
    for took in taken:
        if took.event in RETURNS:
            share += share_of_step(took)
            borne += Borne(took.duty_borne_minor, took.tax_borne_minor, took.borne_minor)
        else:
            held = shares.plus(held, share_of_step(took).parts)
    amounts = shares.regained_amounts(position, sum(held), share, borne, _means(row, found))
    _post(row, found, amounts, step, now)
    _keep(row, Event.REGAIN, step, share, now, reference=reference, amounts=amounts, borne=borne)
    if sum(held) and row.escrow in (Escrow.RELEASED, Escrow.REFUNDED):
        row.escrow = Escrow.DECIDED  # something is held again
    return shares.plus(held, share.parts)


def free_reserve(row: Order, step: int, now: datetime) -> int:
    """The time of a reserve is over: it is the seller's, less what she owes; return how many minor units moved."""
    found = _edge(row, Event.FREE_RESERVE)
    means = _means(row, found)
    # After the accounts, as when a refund takes from the reserves of many orders.
    kept = Reserve.objects.select_for_update().get(seller_id=row.seller_id, order_key=row.key, step=step)
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
    means = _of_this_order(row, _means(row, found))
    share = shares.return_share(position, parts)
    amounts = shares.returned_amounts(position, share, means)
    if back.limited and amounts[Part.OWED]:
        raise NotCovered
    _post(row, found, amounts, step, now, said=back.said)
    borne = shares.borne_of(position, share, means)
    _keep(row, event, step, share, now, reference=back.reference, amounts=amounts, borne=borne)
    _take_from_reserves(row, amounts[Part.FROM_RESERVE])
    return parts


def _of_this_order(row: Order, means: Means) -> Means:
    """Duty and tax of other orders stand in the same accounts: those are owed to authorities, not to this buyer."""
    own: Counter[Purpose] = Counter()
    for one in ledger_read.postings_of(row.seller_id, row.key):
        if one.kind in (Kind.SINGLE, Kind.POST) and one.amount.currency == row.currency:
            own[one.credit] += one.amount.minor
            own[one.debit] -= one.amount.minor
    duty, tax = max(0, own[Purpose.DUTY]), max(0, own[Purpose.TAX])
    return replace(means, duty=min(means.duty, duty), tax=min(means.tax, tax))


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


def _first(row: Order) -> int:
    """What is paid first: the deposit, or all of it."""
    found = instalment_of(row) if row.way == Way.DEPOSIT else None
    return charge_of(row).total.minor - (sum(parts_of(found)) if found else 0)


def _balance(row: Order) -> Instalment:
    found = instalment_of(row)
    assert found is not None, "only a deposit leaves a balance"
    return found


def _balance_hold(row: Order) -> UUID:
    return uuid5(row.key, "balance")


def _came(row: Order, now: datetime) -> None:
    """The later instalment was paid."""
    found = _balance(row)
    found.asked_at, found.paid_at = found.asked_at or now, now
    found.save(update_fields=["asked_at", "paid_at"])
    row.unpaid_minor = 0
    if row.stops:  # somebody complained before: now there is something to dispute
        move_on(row, Event.DISPUTE)


def _expected(row: Order, event: Event, minor: int, hold_id: UUID, now: datetime) -> None:
    """Make a hold, post it or let it go, as the edge says."""
    found = _edge(row, event)
    move = found.moves[0]
    makes = move.kind is Kind.PENDING
    entry = Entry(
        id=hold_id if makes else uuid5(row.key, move.reference),
        seller_id=row.seller_id,
        debit=move.debit,
        credit=move.credit,
        amount=Money(minor, row.currency),
        reference=move.reference,
        kind=move.kind,
        pending_id=None if makes else hold_id,
        order_key=row.key,
    )
    ledger.post([entry], now=now)
    row.escrow = found.target or row.escrow


def _post(row: Order, found: Edge, amounts: Amounts, step: int, now: datetime, *, said: str = "") -> None:
    """Post what the edge names. The ids come from order, step and edge: done again after a crash, money moves once."""
    entries = [
        Entry(
            id=uuid5(row.key, f"{found.event} {step} {move.debit} {move.credit}"),
            seller_id=row.seller_id,
            debit=move.debit,
            credit=move.credit,
            amount=Money(amounts[move.part], _currency(row, move)),
            reference=said or move.reference,
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
    borne: Borne | None = None,
) -> None:
    goods, shipping, duty, tax, fees = share.parts
    moved, borne = amounts or {}, borne or Borne()
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
        duty_borne_minor=borne.duty,
        tax_borne_minor=borne.tax,
        borne_minor=borne.hers,
    )
