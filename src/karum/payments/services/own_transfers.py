"""What the hub itself moved at its bank is written down, so that the statement that shows it is understood."""

from datetime import datetime

from karum.money import Money
from karum.payments.models import OwnTransfer


def own_transfer(name: str, kind: str, amount: Money, *, reference: str = "", at: datetime) -> bool:
    """Note that the ledger has ``amount`` (above zero: it comes in) already; False for a ``name`` that was noted.

    ``kind``: conversion or tax. Call it in the transaction that posts the transfer.
    """
    _row, new = OwnTransfer.objects.get_or_create(
        name=name[:120],
        defaults={
            "kind": kind,
            "reference": reference[:100],
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "at": at,
        },
    )
    return new
