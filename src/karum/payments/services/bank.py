"""Where a seller's money goes."""

from datetime import datetime

from karum.payments.domain.bank import BankDetails, bank_errors, tidy
from karum.payments.models import BankAccount

__all__ = ["BankDetails", "save_bank_account"]


def save_bank_account(seller_id: int, details: BankDetails, *, now: datetime) -> dict[str, str]:
    """Keep the account for its currency, replacing the one before; or return what is wrong, by field."""
    details = tidy(details)
    errors = bank_errors(details)
    if not errors:
        BankAccount.objects.update_or_create(
            seller_id=seller_id,
            currency=details.currency,
            defaults={
                "holder": details.holder,
                "country": details.country,
                "iban": details.iban,
                "account_number": details.account_number,
                "bank_code": details.bank_code,
                "changed_at": now,
            },
        )
    return errors
