"""Reference rates: official files of them are loaded, and the catalogue learns what a price is worth in the hub's."""

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction

from karum.catalogue import services as catalogue
from karum.official.ecb_rates import Rate
from karum.official.loaded import Loaded
from karum.official.records import Broken
from karum.official.source import BadFile, Source
from karum.payments.models import RateFile
from karum.payments.queries.rates import fx, known_currencies, look_again
from karum.runtime.settings import settings
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_put_rates = statement(_SQL, "put_rates")
CHUNK = 5_000
BROKEN_MAX = 1_000
SAY_EVERY_S = 1.0


class RateReader(Protocol):
    """A module that reads one kind of file of rates, such as ``karum.official.ecb_rates``."""

    KIND: str

    @staticmethod
    def read(source: Source) -> Iterator[Rate | Broken]: ...


def load(source: Source, reader: RateReader, *, now: datetime, say: Callable[[str], None]) -> Loaded:
    """Load a file of reference rates in one transaction; the very same file is loaded once.

    A day that is known already is corrected where the file says otherwise; those count as closed and added. Raises
    BadFile, and nothing is changed, when the file cannot be used as a whole.
    """
    begun = time.monotonic()
    with transaction.atomic():
        if RateFile.objects.select_for_update().filter(sha256=source.sha256).exists():
            return Loaded(reader.KIND, 0, 0, 0, 0, (), time.monotonic() - begun, already=True)
        file = RateFile.objects.create(name=source.name[:255], sha256=source.sha256, loaded_at=now)
        broken: list[Broken] = []
        rows = added = corrected = 0
        told = begun
        fresh = _usable(reader.read(source), broken)
        while chunk := list(islice(fresh, CHUNK)):
            put = [row[0] for row in _put_rates(_columns(chunk) | {"file": file.id})]
            rows, added, corrected = rows + len(chunk), added + sum(put), corrected + len(put) - sum(put)
            if time.monotonic() - told > SAY_EVERY_S:
                told = time.monotonic()
                say(f"{source.name}: {rows:,} rates read.")
        if not rows:
            why = f" The first broken row: {broken[0].place}: {broken[0].reason}" if broken else ""
            raise BadFile(f"{source.name} has no rate that can be used.{why}")
        file.broken = [[row.place, row.reason, row.text] for row in broken]
        file.save(update_fields=["broken"])
        transaction.on_commit(partial(_tell, now.date()))
    unchanged = rows - added - corrected
    seconds = time.monotonic() - begun
    return Loaded(reader.KIND, rows, added + corrected, corrected, unchanged, tuple(broken), seconds)


def _tell(day: date) -> None:
    """Prices are compared by the new rates at once; other processes look again within a minute."""
    look_again()
    keep_reference_rates(day)


def _usable(rows: Iterator[Rate | Broken], broken: list[Broken]) -> Iterator[Rate]:
    for row in rows:
        if isinstance(row, Rate):
            yield row
            continue
        broken.append(row)
        if len(broken) > BROKEN_MAX:
            raise BadFile(f"More than {BROKEN_MAX:,} rates cannot be used; the last: {row.place}: {row.reason}")


def _columns(chunk: list[Rate]) -> dict[str, Any]:
    """The rates as one array a column; of a day's rate that is said twice, the last counts."""
    last = {(rate.day, rate.currency): rate for rate in chunk}.values()
    return {
        "days": [rate.day for rate in last],
        "currencies": [rate.currency for rate in last],
        "rates": [rate.rate for rate in last],
        "places": [rate.place[:60] for rate in last],
    }


def keep_reference_rates(day: date) -> dict[str, Decimal]:
    """Give the catalogue the day's rates into the hub's currency and return them: currency -> worth of one unit."""
    found = {currency: fx(currency, settings().hub_currency, day) for currency in known_currencies()}
    rates = {currency: rate.rate for currency, rate in found.items() if rate is not None}
    catalogue.set_reference_rates(rates)
    return rates
