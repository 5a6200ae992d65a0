"""Money: a whole number of minor units in one ISO 4217 currency. Never a float. Pure: no Django.

Public: ``Money``, ``CurrencyMismatch``, ``BadAmount``, ``exponent``, ``in_use``, ``allocate``, ``parse``,
``format_money``.
"""

from karum.money.allocation import allocate
from karum.money.currencies import BadCurrency, exponent, in_use
from karum.money.formatting import format_money
from karum.money.money import MINOR_MAX, BadAmount, CurrencyMismatch, Money, parse

__all__ = [
    "MINOR_MAX",
    "BadAmount",
    "BadCurrency",
    "CurrencyMismatch",
    "Money",
    "allocate",
    "exponent",
    "format_money",
    "in_use",
    "parse",
]
