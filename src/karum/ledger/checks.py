"""What the doctor asks of the ledger."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from karum.ledger import queries
from karum.runtime.doctor import Finding, check

RECOMPUTED_MAX = 2_000_000
UNSEALED = timedelta(minutes=15)
_STOP = "Stop payouts, keep a copy of the database, and run: karum ledger verify"


@check("ledger sums")
def sums() -> Finding:
    """Debits equal credits per currency, and every balance equals the sum of its transfers."""
    many = _about_how_many() > RECOMPUTED_MAX
    unbalanced, wrong = queries.unbalanced_currencies(), [] if many else queries.wrong_balances()
    if unbalanced or wrong:
        said = f"debits and credits differ in {unbalanced}; balances differ from their transfers in {wrong[:5]}"
        return Finding.bad(said, _STOP)
    if many:
        return Finding.good("debits equal credits in every currency; karum ledger verify recomputes each balance")
    return Finding.good(f"{len(queries.balances())} accounts balance, per currency and each with its transfers")


@check("ledger chain")
def chain() -> Finding:
    """Each block follows the one before, the last holds what it sealed, and nothing waits long for its seal."""
    found = queries.quick_audit()
    if found.flaws:
        return Finding.bad("; ".join(found.flaws[:5]), _STOP)
    if found.unsealed_since is not None and found.unsealed_since < timezone.now() - UNSEALED:
        said = f"{found.unsealed} transfers since {found.unsealed_since:%Y-%m-%d %H:%M} are in no block"
        return Finding.warn(said, "See that the worker runs, and look for a transaction that never ends.")
    return Finding.good(f"{found.blocks} blocks, each with the digest of the one before")


def _about_how_many() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'ledger_transfer'::regclass")
        return int(cursor.fetchone()[0])
