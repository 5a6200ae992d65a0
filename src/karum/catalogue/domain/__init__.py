"""Catalogue without a database: prices by quantity, words of search, the CSV format. Pure.

The types that other packages use are re-exported here.
"""

from karum.catalogue.domain.offers import (
    Breaks,
    LockedOffer,
    OfferSnapshot,
    QuantityProblem,
    breaks_are_sound,
    lowest_quantity,
    quantity_problem,
    unit_price,
    unit_price_minor,
)

__all__ = [
    "Breaks",
    "LockedOffer",
    "OfferSnapshot",
    "QuantityProblem",
    "breaks_are_sound",
    "lowest_quantity",
    "quantity_problem",
    "unit_price",
    "unit_price_minor",
]
