"""Bank accounts: an IBAN where the country has them, else an account number with the bank's code.

Source: the SWIFT IBAN registry as schwifty carries it, with the national check digits.
"""

import re
import warnings
from dataclasses import dataclass, replace

from schwifty import BIC, IBAN
from schwifty.exceptions import NationalChecksumNotVerified, SchwiftyException
from schwifty.registry import get_iban_spec


@dataclass(frozen=True, slots=True)
class BankDetails:
    """``currency`` is what the account is paid in; ``bank_code`` a BIC or, without IBAN, the national bank code."""

    holder: str
    country: str
    currency: str
    iban: str = ""
    account_number: str = ""
    bank_code: str = ""


def has_iban(country: str) -> bool:
    try:
        get_iban_spec(country)
    except (KeyError, SchwiftyException):
        return False
    return True


def tidy(details: BankDetails) -> BankDetails:
    """Without spaces, in capitals, and with the country that the IBAN names."""
    iban = re.sub(r"[\s\-.]", "", details.iban).upper()
    return replace(
        details,
        holder=" ".join(details.holder.split()),
        iban=iban,
        country=iban[:2] if iban else details.country,
        account_number="" if iban else re.sub(r"[\s\-.]", "", details.account_number).upper(),
        bank_code=re.sub(r"\s", "", details.bank_code).upper(),
    )


def bank_errors(details: BankDetails) -> dict[str, str]:
    """What is wrong, as codes by field; empty when money can be sent. ``details`` are tidy."""
    errors: dict[str, str] = {}
    if not details.holder:
        errors["holder"] = "missing"
    if details.iban:
        try:
            with warnings.catch_warnings():  # no one has written down how some countries check their own digits
                warnings.simplefilter("ignore", NationalChecksumNotVerified)
                IBAN(details.iban, validate_bban=True)
        except SchwiftyException:
            errors["iban"] = "wrong"
        if details.bank_code:
            try:
                BIC(details.bank_code)
            except SchwiftyException:
                errors["bank_code"] = "wrong_bic"
        return errors
    if has_iban(details.country):
        return errors | {"iban": "missing"}
    if not re.fullmatch(r"[A-Z0-9]{4,34}", details.account_number):
        errors["account_number"] = "wrong" if details.account_number else "missing"
    if not re.fullmatch(r"[A-Z0-9]{2,20}", details.bank_code):
        errors["bank_code"] = "wrong" if details.bank_code else "missing"
    return errors
