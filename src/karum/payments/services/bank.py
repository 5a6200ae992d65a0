"""Where a seller's money goes."""

from datetime import datetime, timedelta

from django.db import transaction

from karum.payments import letters
from karum.payments.domain.bank import BankDetails, bank_errors, tidy
from karum.payments.domain.tiers import tiers
from karum.payments.models import BankAccount
from karum.payments.queries.bank import bank_account

__all__ = ["BankDetails", "save_bank_account"]


@transaction.atomic
def save_bank_account(seller_id: int, details: BankDetails, *, now: datetime) -> dict[str, str]:
    """Keep the account for its currency, replacing the one before; or return what is wrong, by field.

    Whoever gets into a seller's desk would change the account first. So the owners are told when another account
    replaces theirs, and it is not paid to for some days.
    """
    details = tidy(details)
    errors = bank_errors(details)
    if errors:
        return errors
    fields = {
        "holder": details.holder,
        "country": details.country,
        "iban": details.iban,
        "account_number": details.account_number,
        "bank_code": details.bank_code,
        "changed_at": now,
    }
    row, new = BankAccount.objects.select_for_update().get_or_create(
        seller_id=seller_id, currency=details.currency, defaults=fields
    )
    before = _place(row)
    for name, value in fields.items():
        setattr(row, name, value)
    other = not new and before != _place(row)
    if other:
        row.usable_from = now + timedelta(days=tiers().new_account_days)
    row.save()
    card = bank_account(seller_id, details.currency)
    if other and seller_id and card is not None:
        letters.account_changed(seller_id, card)
    return errors


def _place(row: BankAccount) -> tuple[str, ...]:
    """What says where the money arrives: an IBAN names its bank."""
    return (row.iban,) if row.iban else (row.account_number, row.bank_code)
