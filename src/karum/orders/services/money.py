"""The transfers of an order. Every edge of the state machine that moves money names them here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Kind, Purpose
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement, release_parts


def post_hold(seller_id: int, key: UUID, charge: Charge, now: datetime) -> None:
    """The payment succeeded: the hold becomes money in escrow."""
    ledger.post([_resolve(seller_id, key, charge, Kind.POST, "paid")], now=now)


def void_hold(seller_id: int, key: UUID, charge: Charge, now: datetime) -> None:
    """Nothing was paid: the hold is let go."""
    ledger.post([_resolve(seller_id, key, charge, Kind.VOID, "void")], now=now)


def refund(seller_id: int, key: UUID, amount: Money, step: int, now: datetime) -> None:
    """Money goes back from escrow to the buyer, through the provider. ``step`` tells one refund from the next."""
    ledger.post([_entry(seller_id, key, f"refund {step}", Purpose.ESCROW, Purpose.CLEARING, amount, "refund")], now=now)


def release(
    seller_id: int, key: UUID, charge: Charge, refunded: Sequence[int], settlement: Settlement, now: datetime
) -> None:
    """Escrow opens: the seller's part, the hub's fee, duty and tax for those to whom they are owed.

    When the seller is paid in another currency than the buyer paid in, her part goes through the fx account of both
    currencies: at the rate frozen in the order, so that she gets what her price list said.
    """
    parts = release_parts(charge, refunded, settlement)
    moves = [(Purpose.ESCROW, Purpose.DUTY, parts.duty), (Purpose.ESCROW, Purpose.TAX, parts.tax)]
    if charge.currency == settlement.currency:
        moves += [(Purpose.ESCROW, Purpose.PAYABLE, parts.payable), (Purpose.ESCROW, Purpose.FEE, parts.fee)]
    else:
        moves += [
            (Purpose.ESCROW, Purpose.FX, parts.seller),
            (Purpose.FX, Purpose.PAYABLE, parts.payable),
            (Purpose.FX, Purpose.FEE, parts.fee),
        ]
    entries = [
        _entry(seller_id, key, f"release {debit} {credit}", debit, credit, amount, "release")
        for debit, credit, amount in moves
        if amount
    ]
    ledger.post(entries, now=now)


def _resolve(seller_id: int, key: UUID, charge: Charge, kind: Kind, word: str) -> Entry:
    return Entry(
        id=uuid5(key, word),
        seller_id=seller_id,
        debit=Purpose.CLEARING,
        credit=Purpose.ESCROW,
        amount=charge.total,
        reference=word,
        kind=kind,
        pending_id=key,
        order_key=key,
    )


def _entry(
    seller_id: int, key: UUID, name: str, debit: Purpose, credit: Purpose, amount: Money, reference: str
) -> Entry:
    # The id comes from the order and the edge: doing it again after a crash moves the money once.
    return Entry(uuid5(key, name), seller_id, debit, credit, amount, reference, order_key=key)
