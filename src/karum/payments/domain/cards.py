"""Card numbers: read what a person typed, check it, keep as little as possible.

Source: ISO/IEC 7812-1 (length, issuer ranges, Luhn check digit).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karum.money.typed import plain_digits


class CardError(StrEnum):
    """What is wrong with a typed card; ``karum.payments.texts`` says it in words."""

    NUMBER_MISSING = "number_missing"
    NUMBER_NOT_DIGITS = "number_not_digits"
    NUMBER_LENGTH = "number_length"
    NUMBER_CHECK_DIGIT = "number_check_digit"
    EXPIRY_FORMAT = "expiry_format"
    EXPIRY_PAST = "expiry_past"
    CODE_FORMAT = "code_format"


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """A whole card, on its way from the form to the provider. It is never stored, logged or shown."""

    number: str
    expiry_month: int
    expiry_year: int

    @property
    def last4(self) -> str:
        return self.number[-4:]

    @property
    def brand(self) -> str:
        for brand, pattern in _BRANDS:
            if re.match(pattern, self.number):
                return brand
        return ""

    def __repr__(self) -> str:
        return f"Card(...{self.last4})"


_BRANDS = (
    ("visa", r"4"),
    ("mastercard", r"5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)"),
    ("amex", r"3[47]"),
    ("unionpay", r"62"),
    ("jcb", r"35(2[89]|[3-8])"),
    ("discover", r"6(011|5|4[4-9])"),
)


def read_card(number: str, expiry: str, code: str, *, today: date) -> Card | dict[str, CardError]:
    """Return the card, or the first thing wrong with each of ``number``, ``expiry`` (MM/YY) and ``code``."""
    errors: dict[str, CardError] = {}
    digits = re.sub(r"[\s\-]", "", plain_digits(number))
    wrong = number_error(digits)
    if wrong:
        errors["number"] = wrong
    month, year = 0, 0
    match = re.fullmatch(r"\s*(\d{1,2})\s*[/\-. ]?\s*(\d{2}|\d{4})\s*", plain_digits(expiry))
    if not match or not 1 <= int(match[1]) <= 12:
        errors["expiry"] = CardError.EXPIRY_FORMAT
    else:
        month, year = int(match[1]), int(match[2]) % 100 + 2000
        if (year, month) < (today.year, today.month):
            errors["expiry"] = CardError.EXPIRY_PAST
    if not re.fullmatch(r"\d{3,4}", plain_digits(code).strip()):
        errors["code"] = CardError.CODE_FORMAT
    return errors or Card(digits, month, year)


def number_error(digits: str) -> CardError | None:
    """What is wrong with a card number without spaces, or None."""
    if not digits:
        return CardError.NUMBER_MISSING
    if not (digits.isascii() and digits.isdigit()):
        return CardError.NUMBER_NOT_DIGITS
    if not 12 <= len(digits) <= 19:
        return CardError.NUMBER_LENGTH
    if not luhn(digits):
        return CardError.NUMBER_CHECK_DIGIT
    return None


def luhn(digits: str) -> bool:
    """True when the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0
