"""Hold accounts still while an amount that depends on them is worked out."""

from collections.abc import Iterable
from pathlib import Path

from karum.ledger.arrays import numbers, texts
from karum.ledger.domain import AccountKey, Balance
from karum.runtime.sql import statement

_lock_accounts = statement(Path(__file__).parent / "sql", "lock_accounts")


def lock(keys: Iterable[AccountKey]) -> dict[AccountKey, Balance]:
    """Lock these accounts until the caller's commit and say what they hold; zeros for one that was never used.

    Name every account of the batch that follows: locks taken in two goes may wait for each other.
    """
    wanted = sorted(set(keys), key=lambda key: (key.seller_id, key.purpose, key.currency))
    rows = _lock_accounts(
        {
            "sellers": numbers([key.seller_id for key in wanted]),
            "purposes": texts([key.purpose for key in wanted]),
            "currencies": texts([key.currency for key in wanted]),
        }
    )
    found = {(row[0], row[1], row[2]): row[3:7] for row in rows}
    return {
        key: Balance(key, *found.get((key.seller_id, str(key.purpose), key.currency), (0, 0, 0, 0))) for key in wanted
    }
