"""Counts go from memory to the database every few seconds, from a thread of its own."""

import atexit
import logging
import threading
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Sum
from django.utils import timezone

from karum.catalogue.queries.sellers import sellers_of
from karum.insight.domain.tally import Name, What
from karum.insight.models import Count
from karum.insight.services.counting import tally
from karum.runtime.sql import statement

log = logging.getLogger(__name__)

WRITTEN_EACH_S = 5.0
KEPT_DAYS = 400
RARE, RARE_KEPT_DAYS = 5, 7
Row = tuple[date, str, int, str, str, int]
_add = statement(Path(__file__).parent.parent / "sql", "add_counts")


def write_counts(*, now: datetime) -> int:
    """Write what this process has counted; return how many rows. What cannot be written is kept for the next time."""
    taken = tally.take()
    if not taken:
        return 0
    try:
        rows = list(_rows(taken, now.date()))
        add_rows(rows)
    except (DatabaseError, InterfaceError):
        tally.put_back(taken)
        raise
    return len(rows)


def add_rows(rows: Sequence[Row]) -> None:
    """Add counts: day, what, seller (0: the whole hub), country of the buyer, key, number."""
    if rows:
        columns = ("days", "whats", "sellers", "countries", "keys", "numbers")
        _add(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))


def forget_old(*, now: datetime) -> int:
    """Delete counts after a year and a month, and rare words after a week; return how many rows."""
    gone = Count.objects.filter(day__lt=now.date() - timedelta(days=KEPT_DAYS)).delete()[0]
    words = Count.objects.filter(what__in=(What.ASKED, What.MISSED))
    common = words.values("key").annotate(all=Sum("number")).filter(all__gte=RARE).values("key")
    late = words.filter(day__lt=now.date() - timedelta(days=RARE_KEPT_DAYS))
    return gone + late.exclude(key__in=common).delete()[0]


def writer() -> threading.Thread:
    """Start the thread that writes; called once by each web process."""
    thread = threading.Thread(target=_write_on, name="insight", daemon=True)
    thread.start()
    atexit.register(_last)
    return thread


def _write_on() -> None:
    pause = threading.Event()
    while not pause.wait(WRITTEN_EACH_S):
        _tried()


def _last() -> None:
    _tried()
    connection.close()


def _tried() -> None:
    try:
        write_counts(now=timezone.now())
    except (DatabaseError, InterfaceError) as problem:
        log.warning("Counts wait for the database: %s", problem)
        connection.close()


def _rows(taken: dict[Name, int], day: date) -> Iterator[Row]:
    views = {name.key for name in taken if name.what is What.VIEW}
    sellers = sellers_of(views) if views else {}
    for name, number in taken.items():
        ids = {name.seller_id, 0}
        if name.what is What.VIEW:
            offers = sellers.get(name.key)
            if offers is None:
                continue  # no such product: a word that somebody made up
            named = offers.get(name.offer_id)
            ids = {0, named} if named else {0, *offers.values()}
        for seller_id in ids:
            yield (day, name.what.value, seller_id, name.country, name.key, number)
