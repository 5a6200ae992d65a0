"""An exchange rate and where it is from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CENTRAL_BANK, PEG, UNVERIFIED = "central bank", "peg", "unverified"


@dataclass(frozen=True, slots=True)
class FxRate:
    """``rate``: how many major units of the quote currency one major unit of the base currency buys.

    ``date``: the day that the rate is of (the older one of a cross rate). ``confidence``: "central bank", "peg" or
    "unverified"; the weaker one of a cross rate.
    """

    rate: Decimal
    source: str
    date: date
    confidence: str = CENTRAL_BANK

    @property
    def is_verified(self) -> bool:
        return self.confidence != UNVERIFIED


def cross(eur_base: FxRate, eur_quote: FxRate) -> FxRate:
    """Combine "1 EUR in base" and "1 EUR in quote" into base -> quote, to 12 significant digits."""
    rate = eur_quote.rate / eur_base.rate
    sources = dict.fromkeys(part for r in (eur_base, eur_quote) for part in r.source.split("; ") if part)
    order = (UNVERIFIED, CENTRAL_BANK, PEG)
    return FxRate(
        rate=round(rate, 12 - rate.adjusted() - 1),
        source="; ".join(sources),
        date=min(eur_base.date, eur_quote.date),
        confidence=min(eur_base.confidence, eur_quote.confidence, key=order.index),
    )
