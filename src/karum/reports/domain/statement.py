"""The statement of a seller: what the hub owed her at the beginning, everything that moved, what it owed at the end.

Her accounts are PAYABLE, RESERVE and TRANSIT, which are owed to her, less RECEIVABLE, which she owes. A transfer
between two of them changes what stands where, not what she is owed. The hub's fee is taken before money reaches her; it
is shown as if she had got all of it and paid the fee, because that is what happened.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from karum.ledger.domain import Balance, Purpose
from karum.money import Money


class Posting(Protocol):
    """A transfer that moved money, as ``ledger.queries`` tells it."""

    @property
    def debit(self) -> Purpose: ...
    @property
    def credit(self) -> Purpose: ...
    @property
    def amount(self) -> Money: ...
    @property
    def reference(self) -> str: ...
    @property
    def order_key(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...


HERS = (Purpose.PAYABLE, Purpose.RESERVE, Purpose.TRANSIT, Purpose.RECEIVABLE)


class Row(StrEnum):
    """What a line of a statement is for."""

    SALE = "sale"  # an order was released: goods and shipping
    FEE = "fee"  # the hub's fee of it
    FEE_BACK = "fee_back"  # the fee, or a part of it, came back with a refund
    REFUND = "refund"  # to the buyer, from her money or to be taken from her next sales
    CHARGEBACK = "chargeback"  # the buyer's bank took the money back
    CHARGEBACK_WON = "chargeback_won"
    PAYOUT = "payout"  # the bank confirmed it
    RETURNED = "returned"  # her bank sent it back
    OTHER = "other"  # added or taken by hand, named by its reference
    # What follows moves money between her own accounts.
    SENT = "sent"  # on its way to her bank
    KEPT = "kept"  # in the reserve
    FREED = "freed"  # out of the reserve
    NETTED = "netted"  # what she owed was taken from a sale


INTERNAL = frozenset({Row.SENT, Row.KEPT, Row.FREED, Row.NETTED})


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in each of her accounts, in minor units. ``total``: what the hub owes her."""

    currency: str
    payable: int = 0
    reserve: int = 0
    transit: int = 0
    receivable: int = 0

    @property
    def total(self) -> Money:
        return Money(self.payable + self.reserve + self.transit - self.receivable, self.currency)

    def money(self, purpose: Purpose) -> Money:
        return Money(getattr(self, purpose.value), self.currency)

    def plus(self, purpose: Purpose, minor: int) -> "Parts":
        """The same with ``minor`` more in one of her accounts, on its natural side."""
        sums = {one.value: self.money(one).minor for one in HERS}
        sums[purpose.value] += minor
        return Parts(self.currency, **sums)


@dataclass(frozen=True, slots=True)
class Movement:
    """One line. ``amount``: what it changes of what she is owed; zero for ``moved`` between her own accounts."""

    at: datetime
    row: Row
    order_key: UUID | None
    reference: str
    amount: Money
    moved: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """One currency of one time. Opening and all amounts sum to closing (``is_whole``)."""

    opening: Parts
    movements: tuple[Movement, ...]
    closing: Parts

    @property
    def currency(self) -> str:
        return self.opening.currency

    @property
    def is_whole(self) -> bool:
        moved = sum((movement.amount for movement in self.movements), Money.zero(self.currency))
        return self.opening.total + moved == self.closing.total

    def sum_of(self, *rows: Row) -> Money:
        """What the lines of these kinds come to."""
        return sum((m.amount for m in self.movements if m.row in rows), Money.zero(self.currency))


def parts_of(balances: Iterable[Balance]) -> dict[str, Parts]:
    """Currency -> what stands in her accounts."""
    found: dict[str, Parts] = {}
    for balance in balances:
        key = balance.key
        if key.purpose in HERS:
            parts = found.get(key.currency, Parts(key.currency))
            found[key.currency] = parts.plus(key.purpose, balance.net.minor)
    return found


def statements(opening: dict[str, Parts], postings: Sequence[Posting]) -> list[Statement]:
    """One statement for each currency in which she was owed something or something moved."""
    by_currency: dict[str, list[Posting]] = {currency: [] for currency in opening}
    for posting in postings:
        if _concerns(posting):
            by_currency.setdefault(posting.amount.currency, []).append(posting)
    found = []
    for currency, its in sorted(by_currency.items()):
        begin = opening.get(currency, Parts(currency))
        end = _moved(begin, its)
        if its or begin.total or any(begin.money(one) for one in HERS):
            found.append(Statement(begin, tuple(_lines(its)), end))
    return found


def _concerns(posting: Posting) -> bool:
    return posting.debit in HERS or posting.credit in HERS or Purpose.FEE in (posting.debit, posting.credit)


def _moved(parts: Parts, postings: Iterable[Posting]) -> Parts:
    sums = dict.fromkeys(HERS, 0)
    for posting in postings:
        for purpose, by in ((posting.debit, -posting.amount.minor), (posting.credit, posting.amount.minor)):
            if purpose in sums:
                sums[purpose] += -by if purpose is Purpose.RECEIVABLE else by
    for purpose, minor in sums.items():
        parts = parts.plus(purpose, minor)
    return parts


def effect(posting: Posting) -> Money:
    """What a transfer changes of what she is owed."""
    taken, given = posting.debit in HERS, posting.credit in HERS
    if taken == given:
        return Money.zero(posting.amount.currency)
    return posting.amount if given else -posting.amount


def row_of(posting: Posting) -> Row:
    """What a transfer that touches her accounts is for."""
    return _ROWS.get((posting.debit, posting.credit), _by_reference)(posting)


def _by_reference(posting: Posting) -> Row:
    if posting.reference.startswith("chargeback"):
        return Row.CHARGEBACK_WON if effect(posting).minor > 0 else Row.CHARGEBACK
    if Purpose.CLEARING in (posting.debit, posting.credit):
        return Row.REFUND if effect(posting).minor < 0 else Row.OTHER
    return Row.OTHER


def _is(row: Row) -> Callable[[Posting], Row]:
    return lambda _posting: row


def _is_back(posting: Posting) -> Row:
    """Money that goes back to a buyer who paid in another currency."""
    return Row.CHARGEBACK if posting.reference.startswith("chargeback") else Row.REFUND


_P = Purpose
_ROWS: dict[tuple[Purpose, Purpose], Callable[[Posting], Row]] = {
    (_P.ESCROW, _P.PAYABLE): _is(Row.SALE),
    (_P.FX, _P.PAYABLE): lambda p: Row.CHARGEBACK_WON if p.reference.startswith("chargeback") else Row.SALE,
    (_P.PAYABLE, _P.FX): _is_back,
    (_P.RESERVE, _P.FX): _is_back,
    (_P.RECEIVABLE, _P.FX): _is_back,
    (_P.FEE, _P.PAYABLE): _is(Row.FEE_BACK),
    (_P.FEE, _P.RESERVE): _is(Row.FEE_BACK),
    (_P.PAYABLE, _P.FEE): _is(Row.FEE),
    (_P.PAYABLE, _P.TRANSIT): _is(Row.SENT),
    (_P.PAYABLE, _P.BANK): _is(Row.PAYOUT),
    (_P.TRANSIT, _P.BANK): _is(Row.PAYOUT),
    (_P.TRANSIT, _P.PAYABLE): _is(Row.RETURNED),
    (_P.BANK, _P.PAYABLE): _is(Row.RETURNED),
    (_P.PAYABLE, _P.RESERVE): _is(Row.KEPT),
    (_P.RESERVE, _P.PAYABLE): _is(Row.FREED),
    (_P.PAYABLE, _P.RECEIVABLE): _is(Row.NETTED),
    (_P.RESERVE, _P.RECEIVABLE): _is(Row.NETTED),
}


def _lines(postings: Sequence[Posting]) -> list[Movement]:
    """The lines in order; the fee of a sale stands after it, and what she sold for is told before the fee."""
    fees: dict[tuple[UUID | None, datetime], Money] = {}
    lines: list[Movement] = []
    for p in postings:
        if p.credit is Purpose.FEE and p.debit not in HERS:  # taken on the way to her
            key = (p.order_key, p.at)
            fees[key] = fees.get(key, Money.zero(p.amount.currency)) + p.amount
        elif p.debit is Purpose.FEE and p.credit not in HERS:  # given back past her, to the buyer
            zero = Money.zero(p.amount.currency)
            lines.append(Movement(p.at, Row.FEE_BACK, p.order_key, p.reference, p.amount, zero))
            lines.append(Movement(p.at, Row.REFUND, p.order_key, p.reference, -p.amount, zero))
        else:
            changed = effect(p)
            moved = Money.zero(changed.currency) if changed else p.amount
            lines.append(Movement(p.at, row_of(p), p.order_key, p.reference, changed, moved))
    return [line for movement in lines for line in _with_fee(movement, fees)] + [
        line for key, fee in fees.items() for line in _only_fee(key, fee)
    ]


def _with_fee(line: Movement, fees: dict[tuple[UUID | None, datetime], Money]) -> list[Movement]:
    if line.row is not Row.SALE:
        return [line]
    fee = fees.pop((line.order_key, line.at), None)
    if fee is None:
        return [line]
    zero = Money.zero(fee.currency)
    return [
        Movement(line.at, Row.SALE, line.order_key, line.reference, line.amount + fee, line.moved),
        Movement(line.at, Row.FEE, line.order_key, line.reference, -fee, zero),
    ]


def _only_fee(key: tuple[UUID | None, datetime], fee: Money) -> list[Movement]:
    """A fee that took all of what was released."""
    order_key, at = key
    zero = Money.zero(fee.currency)
    return [
        Movement(at, Row.SALE, order_key, "release", fee, zero),
        Movement(at, Row.FEE, order_key, "release", -fee, zero),
    ]
