"""The words of the ledger. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from karum.money import Money


class Side(StrEnum):
    """What kind of account it is, in the words of the trial balance and of hledger."""

    ASSETS = "assets"
    LIABILITIES = "liabilities"
    REVENUES = "revenues"
    EXPENSES = "expenses"
    EQUITY = "equity"


class Purpose(StrEnum):
    """The accounts in a seller's books. Books of seller 0 are the hub's own."""

    CLEARING = "clearing"  # the payment provider owes it to the hub
    BANK = "bank"  # the hub's account at its bank
    RECEIVABLE = "receivable"  # the seller owes it to the hub: taken from her next sales
    ESCROW = "escrow"  # held for orders until the goods arrive
    PAYABLE = "payable"  # the seller's own, to be paid out
    RESERVE = "reserve"  # the seller's own, kept for a while against chargebacks
    TRANSIT = "transit"  # on its way to the seller's bank: in a bank file, not yet on a statement
    DUTY = "duty"  # collected at checkout, owed to customs
    TAX = "tax"  # collected at checkout, owed to a tax authority
    SUSPENSE = "suspense"  # came in, and nobody knows yet for what
    FEE = "fee"  # the hub's fee
    SPREAD = "spread"  # what the buyer paid above the reference rate for another currency
    CHARGES = "charges"  # what providers and banks take
    LOSS = "loss"  # what the hub itself bears: a chargeback that no seller can pay
    FX = "fx"  # between two currencies: the hub's open position
    FX_RESULT = "fx_result"  # gains and losses when a position was changed at another rate
    ROUNDING = "rounding"  # cash that cannot be paid to the cent


SIDES = {
    Purpose.CLEARING: Side.ASSETS,
    Purpose.BANK: Side.ASSETS,
    Purpose.RECEIVABLE: Side.ASSETS,
    Purpose.ESCROW: Side.LIABILITIES,
    Purpose.PAYABLE: Side.LIABILITIES,
    Purpose.RESERVE: Side.LIABILITIES,
    Purpose.TRANSIT: Side.LIABILITIES,
    Purpose.DUTY: Side.LIABILITIES,
    Purpose.TAX: Side.LIABILITIES,
    Purpose.SUSPENSE: Side.LIABILITIES,
    Purpose.FEE: Side.REVENUES,
    Purpose.SPREAD: Side.REVENUES,
    Purpose.CHARGES: Side.EXPENSES,
    Purpose.LOSS: Side.EXPENSES,
    Purpose.FX: Side.EQUITY,
    Purpose.FX_RESULT: Side.EQUITY,
    Purpose.ROUNDING: Side.EQUITY,
}

# The sides whose accounts grow by debits.
DEBIT_SIDES = frozenset({Side.ASSETS, Side.EXPENSES})

# Debits, holds included, never exceed credits: money that is not there cannot leave.
NEVER_OVERDRAWN = frozenset(
    {
        Purpose.ESCROW,
        Purpose.PAYABLE,
        Purpose.RESERVE,
        Purpose.TRANSIT,
        Purpose.DUTY,
        Purpose.TAX,
        Purpose.SUSPENSE,
        Purpose.FEE,
    }
)

# Credits, holds included, never exceed debits: nobody pays back more than she owes.
NEVER_OVERPAID = frozenset({Purpose.RECEIVABLE})


class Kind(StrEnum):
    """SINGLE moves money at once. PENDING holds it; POST moves all or a part of a hold, VOID lets it go."""

    SINGLE = "single"
    PENDING = "pending"
    POST = "post"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class AccountKey:
    seller_id: int
    purpose: Purpose
    currency: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One transfer to be written. ``id`` names it for ever: posting it twice moves the money once.

    POST and VOID name the hold in ``pending_id`` and repeat its accounts; a POST of less lets the rest of it go.
    ``reference`` says in a word what it is for ("hold", "release"); ``order_key`` ties it to an order. A PENDING with
    ``expires_at`` can no longer be posted from that moment on, and is soon let go.
    """

    id: UUID
    seller_id: int
    debit: Purpose
    credit: Purpose
    amount: Money
    reference: str
    kind: Kind = Kind.SINGLE
    pending_id: UUID | None = None
    order_key: UUID | None = None
    expires_at: datetime | None = None


class Verdict(StrEnum):
    """What became of a chain: CREATED, EXISTS, or why the ledger refused it. The value is stable."""

    CREATED = "created"  # at least one of its transfers is new
    EXISTS = "exists"  # all of it was written before, in the same words
    NOT_POSITIVE = "not_positive"
    SAME_ACCOUNT = "same_account"
    ID_REUSED = "id_reused"
    HOLD_UNKNOWN = "hold_unknown"
    HOLD_DIFFERS = "hold_differs"
    HOLD_EXCEEDED = "hold_exceeded"
    HOLD_EXPIRED = "hold_expired"
    MALFORMED = "malformed"
    ALREADY_RESOLVED = "already_resolved"
    OVERDRAWN = "overdrawn"
    OVERPAID = "overpaid"


class LedgerRefused(Exception):
    """The chain would break a rule of the books; nothing of it was written."""

    def __init__(self, verdict: Verdict, entry: Entry | None, said: str) -> None:
        super().__init__(said)
        self.verdict = verdict
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Balance:
    """An account's sums in minor units. ``net`` is positive on the account's natural side."""

    key: AccountKey
    debits_pending: int
    debits_posted: int
    credits_pending: int
    credits_posted: int

    @property
    def net(self) -> Money:
        """What stands in the account, holds left out."""
        owed = self.credits_posted - self.debits_posted
        sign = -1 if SIDES[self.key.purpose] in DEBIT_SIDES else 1
        return Money(sign * owed, self.key.currency)

    @property
    def free(self) -> Money:
        """What may leave a credit account now: posted credits less debits and holds."""
        return Money(self.credits_posted - self.debits_posted - self.debits_pending, self.key.currency)
