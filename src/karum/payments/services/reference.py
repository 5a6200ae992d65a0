"""What a price in any currency is worth in the hub's, for sorting and filtering by price."""

from datetime import date
from decimal import Decimal

from karum.catalogue import services as catalogue
from karum.payments.queries.rates import fx, known_currencies
from karum.runtime.settings import settings


def keep_reference_rates(day: date) -> dict[str, Decimal]:
    """Give the catalogue the day's rates into the hub's currency and return them: currency -> worth of one unit."""
    found = {currency: fx(currency, settings().hub_currency, day) for currency in known_currencies()}
    rates = {currency: rate.rate for currency, rate in found.items() if rate is not None}
    catalogue.set_reference_rates(rates)
    return rates
