"""Stock: lock offers, take units for orders, give them back, ship them. The hot path of placing orders.

One statement with arrays for a batch, whatever its size, and no model instance per row. Every statement carries
``seller_id``, so that on a cluster distributed by seller each row is found on one shard.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import connection

from karum.catalogue.domain.offers import Breaks, LockedOffer
from karum.catalogue.services.listings import refresh_stock
from karum.runtime.sql import Statement, statement

_SQL = Path(__file__).parent.parent / "sql"
_lock_offers = statement(_SQL, "lock_offers")
_take_stock = statement(_SQL, "take_stock")
_return_stock = statement(_SQL, "return_stock")
_ship_stock = statement(_SQL, "ship_stock")
_restock = statement(_SQL, "restock")

Moves = Mapping[tuple[int, int], int]
"""(seller_id, offer_id) -> how many units, each more than 0."""


class StockMissing(RuntimeError):
    """Units of an offer that is not there, or not this seller's, were moved: a bug of the caller, never a buyer's."""


def lock_offers(pairs: Iterable[tuple[int, int]]) -> dict[int, LockedOffer]:
    """Lock the offers of ``(seller_id, offer_id)`` pairs until the transaction ends and return them by offer id.

    Offers that do not exist are left out. To be called once per transaction and before stock is moved: a second call
    could lock in another order. Raises RuntimeError outside a transaction, where a lock would be gone at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("lock_offers needs a transaction: its locks would be gone at once")
    wanted = sorted(set(pairs))
    rows = _lock_offers({"sellers": [seller for seller, _ in wanted], "offers": [offer for _, offer in wanted]})
    return {
        offer: LockedOffer(offer, seller, state, currency, price, _breaks(breaks), quantity_min, pack, available)
        for offer, seller, state, currency, price, breaks, quantity_min, pack, available in rows
    }


def take_stock(moves: Moves) -> None:
    """Move units from available to reserved, for orders that were placed on locked offers.

    Raises StockMissing when an offer is not there and IntegrityError when fewer units are available.
    """
    _move(_take_stock, moves)


def return_stock(moves: Moves) -> None:
    """Move units back from reserved to available: an order was cancelled, refused or never paid.

    Raises StockMissing when an offer is not there and IntegrityError when fewer units are reserved.
    """
    _move(_return_stock, moves)


def ship_stock(moves: Moves) -> None:
    """Let reserved units go: an order was shipped. Raises as return_stock does."""
    _move(_ship_stock, moves)


def restock(moves: Moves) -> None:
    """Units that were shipped came back and are for sale again. Raises StockMissing when an offer is not there."""
    _move(_restock, moves)


def _move(run: Statement, moves: Moves) -> None:
    if not moves:
        return
    if min(moves.values()) <= 0:
        raise ValueError("a move of stock needs quantities of 1 or more")
    keys = sorted(moves)
    [(moved, turned)] = run(
        {
            "sellers": [seller for seller, _ in keys],
            "offers": [offer for _, offer in keys],
            "quantities": [moves[key] for key in keys],
        }
    )
    if moved != len(keys):
        raise StockMissing(f"{len(keys) - moved} of {len(keys)} offers are not there")
    if turned:
        refresh_stock(turned)


def _breaks(text: str) -> Breaks:
    return () if text == "[]" else tuple((quantity, price) for quantity, price in json.loads(text))
