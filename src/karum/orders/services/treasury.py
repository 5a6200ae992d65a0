"""The hub changes money at its bank: open positions close, and what the rate made of them is a result of its own."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.domain.treasury import Conversion, conversions
from karum.orders.models import FxConversion
from karum.orders.queries.treasury import open_books
from karum.payments.services.own_transfers import own_transfer

_ONE_AT_A_TIME = 4_870_006  # advisory lock of conversions


@transaction.atomic
def convert(key: UUID, sold: Money, bought: Money, *, now: datetime, reference: str = "") -> list[Conversion]:
    """Book that the bank took ``sold`` and gave ``bought``: FX to BANK and BANK to FX, the difference to FX_RESULT.

    ``key`` names the deal: booked twice it moves money once. ``reference``: what the bank's statement will call it.
    Raises ValueError for more than is open between the two.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    known = FxConversion.objects.filter(key=key)
    if known:
        return [Conversion(row.seller_id, row.sold_minor, row.bought_minor, row.cost_minor) for row in known]
    found = conversions(open_books(sold.currency, bought.currency), sold, bought)
    ledger.post([entry for one in found for entry in _entries(key, one, sold.currency, bought.currency)], now=now)
    FxConversion.objects.bulk_create(
        FxConversion(
            key=key,
            seller_id=one.seller_id,
            at=now,
            sold=sold.currency,
            bought=bought.currency,
            sold_minor=one.sold,
            bought_minor=one.bought,
            cost_minor=one.cost,
        )
        for one in found
    )
    own_transfer(f"{key} sold", "conversion", -_sum(sold, [one.sold for one in found]), reference=reference, at=now)
    own_transfer(
        f"{key} bought", "conversion", _sum(bought, [one.bought for one in found]), reference=reference, at=now
    )
    return found


def _sum(of: Money, parts: list[int]) -> Money:
    return Money(sum(parts), of.currency)


def _entries(key: UUID, one: Conversion, sold: str, bought: str) -> list[Entry]:
    moves = [
        (Purpose.FX, Purpose.BANK, Money(one.sold, sold)),
        (Purpose.BANK, Purpose.FX, Money(one.bought, bought)),
        (Purpose.FX, Purpose.FX_RESULT, Money(one.result, bought)),  # a gain
        (Purpose.FX_RESULT, Purpose.FX, Money(-one.result, bought)),  # a loss
    ]
    return [
        Entry(uuid5(key, f"{one.seller_id} {debit} {credit}"), one.seller_id, debit, credit, amount, "conversion")
        for debit, credit, amount in moves
        if amount.minor > 0
    ]
