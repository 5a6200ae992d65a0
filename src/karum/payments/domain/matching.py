"""What a movement on the hub's account may be: words for it, and how near a candidate is. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rapidfuzz import fuzz

from karum.money import Money


class EntryState(StrEnum):
    """matched: booked for what it is. open: a person decides. send_back: goes back to the payer. kept: with a note."""

    MATCHED = "matched"
    OPEN = "open"
    SEND_BACK = "send_back"
    KEPT = "kept"


class EntryKind(StrEnum):
    """What a movement was matched to."""

    PAYOUT = "payout"
    RUN = "run"  # a whole payout run, booked by the bank as one sum
    PAYOUT_BACK = "payout_back"
    RECEIPT = "receipt"  # a buyer's transfer
    SETTLEMENT = "settlement"
    REFUND = "refund"  # the hub's transfer to a buyer
    CHARGE = "charge"
    SENT_BACK = "sent_back"  # what came in for nobody left again
    OWN = "own"  # what the hub itself moved: a conversion, a tax handed over


class Why(StrEnum):
    """Why a person has to look."""

    UNKNOWN_IN = "unknown_in"
    UNKNOWN_OUT = "unknown_out"
    OTHER_AMOUNT = "other_amount"
    NOT_SENT = "not_sent"
    SETTLED_BEFORE = "settled_before"
    LESS_CAME_BACK = "less_came_back"
    WRONG_CURRENCY = "wrong_currency"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a movement may be. ``key`` names it in a form; ``score``: 0 to 100."""

    kind: EntryKind
    key: str
    name: str
    reference: str
    amount: Money
    score: int = 0

    @property
    def share(self) -> Decimal:
        """``score`` as a share of the whole."""
        return Decimal(self.score) / 100


def nearness(amount: Money, name: str, words: str, candidate: Candidate) -> int:
    """0 to 100: half for the amount (all of it equal, less the further away), the rest for name and reference."""
    if candidate.amount.currency != amount.currency:
        return 0
    here, there = abs(amount.minor), abs(candidate.amount.minor)
    by_amount = 100 * min(here, there) // max(here, there, 1) if here != there else 100
    by_name = fuzz.token_set_ratio(name.casefold(), candidate.name.casefold()) if name and candidate.name else 0
    by_reference = fuzz.partial_ratio(candidate.reference.casefold(), words.casefold()) if words else 0
    return round(0.5 * by_amount + 0.5 * max(by_name, by_reference))


def mentions(reference: str, words: str) -> bool:
    """Whether ``words`` name the reference, whatever spaces and signs the bank left out or put in."""
    wanted, said = _bare(reference), _bare(words)
    return len(wanted) >= 6 and wanted in said


def _bare(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())
