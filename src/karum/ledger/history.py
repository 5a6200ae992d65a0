"""The books over time: what moved in a month, what stood before a moment, what is open for each order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from karum.ledger.domain import DEBIT_SIDES, SIDES, Balance, Kind, Purpose
from karum.ledger.models import Transfer
from karum.ledger.queries import Posting, balances_at
from karum.money import Money
from karum.runtime.sql import statement

_SQL = Path(__file__).parent / "sql"
_positions = statement(_SQL, "positions")
_first_paid = statement(_SQL, "first_paid")
_flows = statement(_SQL, "flows")
_remitted = statement(_SQL, "remitted")
_layers = statement(_SQL, "layers")


@dataclass(frozen=True, slots=True)
class Position:
    """What stands in an account for one order (None: for none), credits less debits, and since when."""

    seller_id: int
    order_key: UUID | None
    purpose: Purpose
    amount: Money
    since: datetime


def movements(seller_id: int, since: datetime, until: datetime) -> list[Posting]:
    """Transfers of one seller's books that moved money from ``since`` to before ``until``, the oldest first."""
    rows = Transfer.objects.filter(
        seller_id=seller_id, at__gte=since, at__lt=until, kind__in=[Kind.SINGLE, Kind.POST]
    ).order_by("at", "id")
    return [
        Posting(
            row.id,
            row.seller_id,
            Kind(row.kind),
            Purpose(row.debit),
            Purpose(row.credit),
            Money(row.amount_minor, row.currency),
            row.reference,
            row.order_key,
            row.at,
        )
        for row in rows
    ]


def first_movement(seller_id: int) -> datetime | None:
    """When money first moved in a seller's books; None when it never did."""
    moved = Transfer.objects.filter(seller_id=seller_id, kind__in=[Kind.SINGLE, Kind.POST])
    found: datetime | None = moved.order_by("at").values_list("at", flat=True).first()
    return found


def balances_before(moment: datetime, seller_id: int | None = None) -> list[Balance]:
    """Every account as it stood just before ``moment``: a month begins with what the one before it ended with."""
    return balances_at(moment - timedelta(microseconds=1), seller_id)


def positions(purposes: Iterable[Purpose], seller_id: int | None = None) -> list[Position]:
    """What stands in these accounts for each order, where it is not zero; the oldest first."""
    rows = _positions({"purposes": [purpose.value for purpose in purposes], "seller_id": seller_id})
    return [Position(row[0], row[1], Purpose(row[2]), Money(row[4], row[3]), row[5]) for row in rows]


def first_paid(since: datetime, until: datetime) -> dict[tuple[int, UUID], datetime]:
    """Orders (seller, key) whose first money came in from ``since`` to before ``until``, and when."""
    return {(row[0], row[1]): row[2] for row in _first_paid({"since": since, "until": until})}


def flows(seller_id: int) -> dict[tuple[Purpose, Purpose, str], Money]:
    """(debit, credit, currency) -> all that ever moved so in one seller's books."""
    return {
        (Purpose(row[0]), Purpose(row[1]), row[2]): Money(row[3], row[2]) for row in _flows({"seller_id": seller_id})
    }


def remitted(purpose: Purpose) -> dict[tuple[int, UUID], int]:
    """Order (seller, key) -> what was handed over of its duty or tax, in minor units of the buyer's currency."""
    return {(row[0], row[1]): row[2] for row in _remitted({"purpose": purpose.value})}


def layers(purposes: Iterable[Purpose], before: datetime) -> list[tuple[int, Purpose, str, datetime, int]]:
    """What stood in these accounts just before a moment, by when it came in, first in first out.

    (seller, account, currency, when, minor units); an account that is below zero has none.
    """
    wanted = list(purposes)
    grown_by_debits = [purpose.value for purpose in wanted if SIDES[purpose] in DEBIT_SIDES]
    parameters = {"purposes": [one.value for one in wanted], "debit_side": grown_by_debits, "before": before}
    return [(row[0], Purpose(row[1]), row[2], row[3], row[4]) for row in _layers(parameters)]
