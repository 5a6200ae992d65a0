"""Bank accounts, as their owner may see them."""

from dataclasses import dataclass
from datetime import datetime

from karum.payments.models import BankAccount


@dataclass(frozen=True, slots=True)
class BankAccountCard:
    """One account of a seller. ``masked`` hides all but the ends: it is what pages show."""

    seller_id: int
    currency: str
    holder: str
    country: str
    iban: str
    account_number: str
    bank_code: str
    usable_from: datetime | None = None

    @property
    def masked(self) -> str:
        whole = self.iban or self.account_number
        return f"{whole[:4]} … {whole[-4:]}" if len(whole) > 8 else f"… {whole[-2:]}"


def bank_account(seller_id: int, currency: str) -> BankAccountCard | None:
    row = BankAccount.objects.filter(seller_id=seller_id, currency=currency).first()
    return _card(row) if row else None


def bank_accounts(seller_id: int) -> list[BankAccountCard]:
    return [_card(row) for row in BankAccount.objects.filter(seller_id=seller_id).order_by("currency")]


def _card(row: BankAccount) -> BankAccountCard:
    return BankAccountCard(
        row.seller_id,
        row.currency,
        row.holder,
        row.country,
        row.iban,
        row.account_number,
        row.bank_code,
        row.usable_from,
    )
