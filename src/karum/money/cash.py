"""What can be paid in coins and notes: the smallest step of cash where it is coarser than the money itself.

Sources: Unicode CLDR 46 supplemental data ``cashRounding`` and ``cashDigits`` (CHF, CAD, DKK, CZK, NOK, SEK); Magyar
Nemzeti Bank on the 5-forint coin (2008); Royal Australian Mint (1992, 5 cents); Reserve Bank of New Zealand (2006, 10
cents); European Commission on rounding to 5 cents in the euro area (BE 2019, EE 2025, FI 2002, IE 2015, IT 2018,
LT 2025, NL 2004, SK 2022).
"""

from karum.money.money import Money

_STEP_MINOR = {"AUD": 5, "CAD": 5, "CHF": 5, "CZK": 100, "DKK": 50, "HUF": 500, "NOK": 100, "NZD": 10, "SEK": 100}
_EURO_BY_FIVE = frozenset({"BE", "EE", "FI", "IE", "IT", "LT", "NL", "SK"})


def cash_step(currency: str, country: str = "") -> int:
    """The smallest amount of cash in minor units; ``country`` matters for the euro."""
    if currency == "EUR" and country in _EURO_BY_FIVE:
        return 5
    return _STEP_MINOR.get(currency, 1)


def cash_amount(amount: Money, country: str = "") -> Money:
    """The nearest amount that cash can pay; half of a step goes up. At least one step, when anything is asked."""
    step = cash_step(amount.currency, country)
    rounded = (2 * amount.minor + step) // (2 * step) * step
    return Money(max(rounded, step) if amount.minor > 0 else rounded, amount.currency)
