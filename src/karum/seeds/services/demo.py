"""The demo hub in one go. Each stage looks for what is there: a second run changes nothing, a broken one goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone, translation

from karum.catalogue import services as catalogue
from karum.orders.services.doors import fill_new_doors
from karum.seeds import content
from karum.seeds.services.desks import seed_desks
from karum.seeds.services.firms import seed_people, seed_seller
from karum.seeds.services.history import happened, seed_history
from karum.seeds.services.insight import seed_insight
from karum.seeds.services.keepsakes import seed_keepsakes
from karum.seeds.services.pictures import Pictures
from karum.seeds.services.shelves import finish_shelves, seed_resales, seed_shelves
from karum.seeds.services.voices import seed_voices

Say = Callable[[str], None]
_DOORS = ("DE", "FR", "GB", "IN", "KE", "US")
_LOCK = 4_870_002  # advisory lock of seeding


def open_shops(say: Say = print) -> None:
    """Enough to trade: people, shelves, firms with goods and ways of shipping, the pictures drawn meanwhile."""
    with translation.override("en"), _one_at_a_time(), _without_savepoints(), Pictures() as pictures:
        _open_shops(pictures, _teller(say), timezone.now())
        pictures.keep_ready()


def seed_demo(say: Say = print) -> bool:
    """Fill the hub with the demo's content unless it is there; return whether anything was written.

    Only this program's own drawings and texts are used: no network. Says one line per stage.
    """
    with translation.override("en"), _one_at_a_time(), _without_savepoints():
        return _seed(_teller(say))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process seeds this hub: what it wrote is then there, and is not written again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Nothing in here is taken back in part, and savepoints are two in five of all statements."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        del connection.features.uses_savepoints


def _teller(say: Say) -> Say:
    began = time.monotonic()
    return lambda text: say(f"Demo: {text} ({time.monotonic() - began:.0f} s).")


def seed_doors(*, now: datetime) -> list[str]:
    """Search knows from the first minute what goods cost at the doors of these countries; return them."""
    for country in _DOORS:
        catalogue.note_destination(country, today=now.date())
    return fill_new_doors(now=now)


def _open_shops(pictures: Pictures, tell: Say, now: datetime) -> tuple[dict[str, int], bool]:
    """Return the sellers (slug -> id) and whether any of it is new."""
    seed_people()
    seed_shelves()
    ids: dict[str, int] = {}
    opened = 0
    for row in content.sellers():
        ids[row.slug], new = seed_seller(row, now=now)
        opened += new
        pictures.order(ids[row.slug])
    if opened or not happened():
        seed_resales(ids)
        finish_shelves(now.date())
        seed_doors(now=now)
    if opened:
        tell(f"{len(ids)} firms have opened their shops")
    return ids, bool(opened)


def _seed(tell: Say) -> bool:
    now = timezone.now()
    orders = 0
    with Pictures() as pictures:
        ids, opened = _open_shops(pictures, tell, now)
        if not happened():
            orders = seed_history(ids, now=now)
            tell(f"{orders} orders have gone through the hub")
        seed_insight(ids, today=now.date())
        drawn = pictures.finish()
        if drawn:
            tell(f"{drawn} pictures are drawn")
        voices = seed_voices(ids, now=now)
        if voices:
            tell(f"{voices} reviews and conversations are written")
        busy = seed_desks(ids, now=now)
        kept = seed_keepsakes(ids, now=now)
        if kept:
            tell(f"{kept} wishes and followed shops are saved")
    return bool(opened or orders or drawn or voices or kept or busy)
