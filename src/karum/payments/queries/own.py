"""The hub's own bank accounts: those of HUB_ACCOUNTS, and the one that the demo keeps in books 0."""

from collections.abc import Iterable

from karum.payments.domain.bank import BankDetails
from karum.payments.hub_accounts import HUB, account_for, all_accounts
from karum.payments.models import BankAccount, OwnTransfer


def own_accounts() -> list[BankDetails]:
    """Every account that a statement may be of."""
    kept = BankAccount.objects.filter(seller_id=HUB).order_by("id")
    return [account.details for account in all_accounts()] + [_details(row) for row in kept]


def own_account(currency: str) -> BankDetails | None:
    """The account that payments in ``currency`` leave from: the one of the currency, else the first of all."""
    found = account_for(currency)
    if found is not None:
        return found.details
    accounts = own_accounts()
    return next((a for a in accounts if a.currency == currency), accounts[0] if accounts else None)


def own_number(account: str) -> str:
    """The IBAN or number of the hub's account that a statement calls ``account``, "" when it is none of the hub's.

    MT940 often names the end of the IBAN only.
    """
    for details in own_accounts():
        whole = details.iban or details.account_number
        if account == whole or (details.iban and len(account) >= 6 and whole.endswith(account)):
            return whole
    return ""


def _details(row: BankAccount) -> BankDetails:
    return BankDetails(row.holder, row.country, row.currency, row.iban, row.account_number, row.bank_code)


def own_references(names: Iterable[str]) -> dict[str, str]:
    """What the bank calls the hub's own transfers: name -> reference."""
    return dict(OwnTransfer.objects.filter(name__in=list(names)).values_list("name", "reference"))
