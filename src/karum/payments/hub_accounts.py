"""The hub's own bank accounts, to which buyers send money: a TOML file that ``HUB_ACCOUNTS`` names. Without it, the
account that the demo keeps in books 0.

[[account]]
currencies = ["EUR"]
holder = "Chamber of Commerce"
country = "DE"
iban = "DE89 3704 0044 0532 0130 00"
bank_code = "COBADEFFXXX"        # BIC; without IBAN the national bank code
bank = "Commerzbank"

[account.emv]                    # only where the bank knows EMVCo merchant codes
id = "com.example.bank"
account = "1234567890"
city = "Berlin"
category = "5999"                # ISO 18245
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from karum.payments.domain.bank import BankDetails, bank_errors, tidy
from karum.payments.domain.qr_codes import EmvMerchant
from karum.payments.models import BankAccount
from karum.runtime.settings import settings

HUB = 0
"""The books, and the bank accounts, of the hub itself."""


@dataclass(frozen=True, slots=True)
class HubAccount:
    """``details.currency`` is the currency that was asked for."""

    details: BankDetails
    bank: str
    emv: EmvMerchant | None


class BadAccounts(ValueError):
    """The file of the hub's accounts cannot be used; the text says why."""


def account_for(currency: str) -> HubAccount | None:
    """The account that takes ``currency``; None where the hub has none. Raises BadAccounts."""
    path = settings().hub_accounts
    return _accounts(path).get(currency) if path else _kept(currency)


def all_accounts() -> list[HubAccount]:
    """Every account of the file, once for each of its currencies. Raises BadAccounts."""
    path = settings().hub_accounts
    return list(_accounts(path).values()) if path else []


def _kept(currency: str) -> HubAccount | None:
    row = BankAccount.objects.filter(seller_id=HUB, currency=currency).first()
    if row is None:
        return None
    number = {"iban": row.iban, "account_number": row.account_number, "bank_code": row.bank_code}
    return HubAccount(BankDetails(row.holder, row.country, row.currency, **number), "", None)


@cache
def _accounts(path: Path) -> dict[str, HubAccount]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["account"]
        return {currency: _account(row, currency) for row in rows for currency in row["currencies"]}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadAccounts(f"HUB_ACCOUNTS={path}: {problem}") from problem


def _account(row: dict[str, object], currency: str) -> HubAccount:
    text = {name: str(row.get(name, "")) for name in ("holder", "country", "iban", "account_number", "bank_code")}
    details = tidy(BankDetails(currency=currency, **text))
    errors = bank_errors(details)
    if errors:
        raise ValueError(f"the account for {currency}: {errors}")
    emv = row.get("emv")
    return HubAccount(details, str(row.get("bank", "")), EmvMerchant(**emv) if isinstance(emv, dict) else None)
