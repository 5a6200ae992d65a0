"""Holds whose time has come are let go."""

from datetime import datetime
from pathlib import Path
from uuid import uuid5

from django.db import transaction

from karum.ledger.domain import Entry, Kind, Purpose, Verdict
from karum.ledger.services.posting import post_each
from karum.money import Money
from karum.runtime.sql import statement

_take_expired = statement(Path(__file__).parent.parent / "sql", "take_expired")


@transaction.atomic
def expire_holds(*, now: datetime, limit: int = 1000) -> tuple[int, int]:
    """Void at most ``limit`` holds that expired by ``now``; return how many were looked at, and how many voided.

    A hold that was resolved in time is only struck off the list. The void's id comes from the hold's, so doing it twice
    lets it go once.
    """
    due = _take_expired({"now": now, "limit": limit})
    voids = [
        [
            Entry(
                uuid5(id_, "expired"),
                seller_id,
                Purpose(debit),
                Purpose(credit),
                Money(minor, currency),
                "expired",
                Kind.VOID,
                id_,
                order_key,
            )
        ]
        for seller_id, id_, debit, credit, currency, minor, order_key in due
    ]
    results = post_each(voids, now=now)
    return len(due), sum(result.verdict is Verdict.CREATED for result in results)
