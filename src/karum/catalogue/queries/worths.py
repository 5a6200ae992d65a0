"""What the currencies of listings are worth in the hub's currency, by the rates that were given last."""

from decimal import Decimal
from pathlib import Path

from karum.catalogue.domain.reference import Worth
from karum.money import exponent
from karum.runtime.settings import settings
from karum.runtime.sql import statement

_worths = statement(Path(__file__).parent.parent / "sql", "worths")


def worths() -> list[Worth]:
    """Return the worth of each currency that listings are priced in; a currency without a rate is left out."""
    hub = settings().hub_currency
    rates = {currency: 1 if currency == hub else rate for currency, rate in _worths({})}
    return [
        Worth(currency, Decimal(rate).scaleb(exponent(hub) - exponent(currency)))
        for currency, rate in rates.items()
        if rate
    ]
