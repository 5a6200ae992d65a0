"""The books as they stood at any past moment."""

from datetime import datetime
from pathlib import Path

from karum.ledger.domain import AccountKey, Balance, Purpose
from karum.runtime.sql import statement

_moves_after = statement(Path(__file__).parent.parent / "sql", "moves_after")

_FIRST, _LAST = -(2**63), 2**63 - 1


def balances_at(moment: datetime, seller_id: int | None = None) -> list[Balance]:
    """All accounts of one seller's books (0: the hub's), or of everybody, with all that was posted up to ``moment``.

    Reckoned back from now: a recent moment costs little, however long the books are.
    """
    first, last = (_FIRST, _LAST) if seller_id is None else (seller_id, seller_id)
    rows = _moves_after({"first_seller": first, "last_seller": last, "moment": moment})
    return [Balance(AccountKey(row[0], Purpose(row[1]), row[2]), *row[3:]) for row in rows]


def balance_at(key: AccountKey, moment: datetime) -> Balance:
    """One account at ``moment``; zeros when it was never used."""
    found = [b for b in balances_at(moment, key.seller_id) if b.key == key]
    return found[0] if found else Balance(key, 0, 0, 0, 0)
