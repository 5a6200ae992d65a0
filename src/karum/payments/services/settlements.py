"""What a provider paid to the hub's bank account, and what it kept for itself."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.payments.models import ProviderSettlement

_NAMES = UUID("6f1d3a9e-5f0b-4b7e-9d6a-3c1b8a2e7f40")  # the namespace of the ids of settlements


class SettlementDiffers(ValueError):
    """This settlement was told before, with other amounts."""


@transaction.atomic
def settled(
    provider: str, gross: Money, charges: Money, net: Money, reference: str, at: datetime, *, trace: str = ""
) -> bool:
    """Post a settlement: net from clearing to the bank, the provider's charges from clearing to CHARGES.

    In the hub's own books (0): a settlement covers payments of many sellers, and what the provider still owes is the
    sum of CLEARING over all books. False when it was told before with the same amounts; raises SettlementDiffers when
    with others, ValueError when gross is not net and charges. A negative net (more refunds than payments) is money
    that the hub pays to the provider. ``trace``: what the bank's statement will call it, where that is known.
    """
    if gross != net + charges or charges.minor < 0:
        raise ValueError(f"{gross} is not {net} and charges of {charges}")
    row, new = ProviderSettlement.objects.get_or_create(
        provider=provider,
        reference=reference,
        defaults={
            "currency": gross.currency,
            "gross_minor": gross.minor,
            "charges_minor": charges.minor,
            "net_minor": net.minor,
            "settled_at": at,
            "trace": trace,
        },
    )
    if not new:
        if (row.currency, row.gross_minor, row.charges_minor) != (gross.currency, gross.minor, charges.minor):
            raise SettlementDiffers(f"{provider} {reference} was {row.currency} {row.gross_minor} before")
        return False
    words = f"{provider} {reference}"
    name = f"{provider}:{reference}"
    entries = []
    if net.minor > 0:
        entries.append(_entry(name, "net", Purpose.BANK, Purpose.CLEARING, net, words))
    elif net.minor < 0:
        entries.append(_entry(name, "net", Purpose.CLEARING, Purpose.BANK, -net, words))
    if charges:
        entries.append(_entry(name, "charges", Purpose.CHARGES, Purpose.CLEARING, charges, words))
    ledger.post(entries, now=at)
    return True


@transaction.atomic
def settlement_failed(provider: str, reference: str, amount: Money, *, now: datetime) -> bool:
    """A settlement did not arrive: the bank never had it, and the provider owes it again.

    False, and nothing is booked, when it is not known or of another amount. Safe to repeat.
    """
    row = ProviderSettlement.objects.select_for_update().filter(provider=provider, reference=reference).first()
    if row is None or (row.net_minor, row.currency) != (amount.minor, amount.currency) or amount.minor <= 0:
        return False
    if row.failed_at is None:
        name = f"{provider}:{reference}"
        ledger.post(
            [_entry(name, "failed", Purpose.CLEARING, Purpose.BANK, amount, f"{provider} {reference}")], now=now
        )
        row.failed_at = now
        row.save(update_fields=["failed_at"])
    return True


def _entry(name: str, part: str, debit: Purpose, credit: Purpose, amount: Money, words: str) -> Entry:
    return Entry(uuid5(_NAMES, f"{name}:{part}"), 0, debit, credit, amount, f"settlement {words}"[:60])
