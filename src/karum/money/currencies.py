"""ISO 4217 currencies and their minor units.

CLDR rounds some currencies to units that people use (IQD, MGA); accounting follows ISO 4217, so the exponents that
differ from 2 stand here. Source: ISO 4217 maintenance agency, list one, 2026-01-01.
"""

import pycountry

_EXPONENTS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0,
    "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "CLF": 4, "UYW": 4,
}  # fmt: skip
_KNOWN = frozenset(c.alpha_3 for c in pycountry.currencies)


class BadCurrency(ValueError):
    """A currency code that ISO 4217 does not know."""


def in_use(currency: str) -> bool:
    """Whether ISO 4217 has this currency today; rates go on being quoted for some that were given up."""
    return currency in _KNOWN


def exponent(currency: str) -> int:
    """Return how many decimals the minor unit of ``currency`` has: EUR 2, JPY 0, KWD 3. Raises BadCurrency."""
    if currency not in _KNOWN:
        raise BadCurrency(f"{currency!r} is not an ISO 4217 currency code; write three capital letters such as EUR")
    return _EXPONENTS.get(currency, 2)
