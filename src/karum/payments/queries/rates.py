"""Exchange rates."""

from datetime import date

from karum.payments import rates
from karum.payments.domain import FxRate


def fx(base: str, quote: str, day: date) -> FxRate | None:
    """The rate base -> quote of the last quoted day on or before ``day``, with its source; None when there is none."""
    return rates.rate(base, quote, day)


def known_currencies() -> frozenset[str]:
    """Every currency that can be converted."""
    return rates.currencies()
