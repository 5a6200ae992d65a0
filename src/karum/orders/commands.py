"""``karum prices``: what every offer costs at the door of one country, as CSV."""

import argparse
import csv
import sys
import time
from datetime import UTC, datetime

from karum.catalogue.queries.offers import PricedOffer, priced_offers
from karum.money import Money
from karum.orders.queries.catalogue_doors import CataloguePrice, catalogue_prices
from karum.parties.locale import currency_of

BATCH = 10_000
_COLUMNS = ("offer", "quantity", "currency", "landed", "due_at_checkout", "certain", "status")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("prices", help="what every offer costs at the door of one country, as CSV")
    parser.add_argument("country", metavar="COUNTRY", help="two letters, such as DE")
    parser.add_argument("--currency", help="the buyer's; the country's own without it")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N offers")
    parser.set_defaults(func=prices)


def prices(arguments: argparse.Namespace) -> int:
    """Write a row for each offer on sale to standard output; how long it took to standard error."""
    country = arguments.country.upper()
    currency = (arguments.currency or currency_of(country)).upper()
    writer = csv.writer(sys.stdout)
    writer.writerow(_COLUMNS)
    count, last, begun = 0, 0, time.perf_counter()
    now = datetime.now(UTC)
    while offers := priced_offers(after=last, limit=_next(arguments.limit, count)):
        found = catalogue_prices(offers, country, currency, now=now)
        writer.writerows(_row(offer, price, currency) for offer, price in zip(offers, found, strict=True))
        count, last = count + len(offers), offers[-1].id
        if count == arguments.limit:
            break
    seconds = time.perf_counter() - begun
    print(f"{count:,} offers to {country} in {seconds:.3f} s.", file=sys.stderr)
    return 0


def _next(limit: int, count: int) -> int:
    """How many offers to read next; a limit of 0 is no limit."""
    return min(BATCH, limit - count) if limit > 0 else BATCH


def _row(offer: PricedOffer, price: CataloguePrice, currency: str) -> tuple[object, ...]:
    status = "forbidden" if price.forbidden else "unknown" if price.landed is None else "known"
    return (
        offer.id,
        offer.quantity_min,
        currency,
        "" if price.landed is None else Money(price.landed, currency).text,
        "" if price.due_at_checkout is None else Money(price.due_at_checkout, currency).text,
        "yes" if price.certain else "no",
        status,
    )
