"""Seal what was written: blocks over the transfers, each with the digest of the one before.

Whoever knows the last digest can tell later whether any transfer up to there was changed, added or taken away. Sealing
is done afterwards and nobody who posts waits for it: it takes no lock that posting needs.
"""

import time
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_sequence = statement(_SQL, "sequence")
_writers = statement(_SQL, "writers")
_seal = statement(_SQL, "seal")

BLOCK_SIZE_MAX = 10_000
WAIT_S_MAX = 10.0
_LOOK_S = 0.005
_LOCK = 7_202_604  # an advisory lock: one sealer at a time


def seal(*, now: datetime, wait_s_max: float = WAIT_S_MAX, size_max: int = BLOCK_SIZE_MAX) -> int | None:
    """Seal all that is settled by now; return the number of transfers, or None when it is not the time for it.

    That is when another sealer is at work, or a transaction that writes transfers lasts longer than ``wait_s_max``.
    """
    upper = _settled_up_to(wait_s_max)
    if upper is None:
        return None
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                return None
            rows = _seal({"upper": upper, "size": size_max, "now": now})
        if not rows:
            return sealed
        sealed += rows[0][0]


def _settled_up_to(wait_s_max: float) -> int | None:
    """A place up to which no transfer can appear any more.

    Places are given before the commit, so a lower one may be committed after a higher one. Whoever was given a place up
    to now holds a lock on the table until its transaction ends: once those that hold it now have ended, every place is
    either written or empty for ever. (PostgreSQL builds indexes concurrently in the same way.)
    """
    upper: int = _sequence({})[0][0]
    waiting = {row[0] for row in _writers({})}
    deadline = time.monotonic() + wait_s_max
    while waiting:
        if time.monotonic() > deadline:
            return None
        time.sleep(_LOOK_S)
        waiting &= {row[0] for row in _writers({})}
    return upper
