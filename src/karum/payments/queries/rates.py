"""Exchange rates."""

import time
from datetime import date, timedelta
from decimal import Decimal
from threading import Lock

from django.db.models import Max

from karum.payments import rates
from karum.payments.domain import FxRate
from karum.payments.models import EuroRate, RateFile

FRESH_S = 60.0  # so long a process may not know that another one loaded newer rates


def fx(base: str, quote: str, day: date) -> FxRate | None:
    """The rate base -> quote of the last quoted day on or before ``day``, with its source; None when there is none."""
    return rates.rate(base, quote, day, _newest.loaded())


def known_currencies() -> frozenset[str]:
    """Every currency that can be converted."""
    return rates.currencies()


def look_again() -> None:
    """Forget what was read of loaded rates: the next question reads them anew."""
    _newest.forget()


class _Newest:
    """The loaded rates of the newest days, read again when there is a newer file; asked for at most once a minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Ask again at the next question."""
        self._asked, self._version, self._rates = float("-inf"), 0, rates.NONE_LOADED

    def loaded(self) -> rates.Loaded:
        if time.monotonic() - self._asked > FRESH_S:
            with self._lock:
                self._asked = time.monotonic()
                version = RateFile.objects.aggregate(newest=Max("id"))["newest"] or 0
                if version != self._version:
                    self._version, self._rates = version, rates.Loaded(_rows())
        return self._rates


def _rows() -> list[tuple[date, str, Decimal, str]]:
    newest = EuroRate.objects.aggregate(day=Max("day"))["day"]
    if newest is None:
        return []
    recent = EuroRate.objects.filter(day__gt=newest - timedelta(days=rates.RECENT_DAYS))
    return list(recent.values_list("day", "currency", "rate", "file__name"))


_newest = _Newest()
