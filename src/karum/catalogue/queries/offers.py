"""Offers as carts, quotes and pages see them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karum.catalogue.domain.offers import OfferSnapshot, QuantityProblem, Stocked, lowest_quantity, quantity_problem
from karum.catalogue.models import Offer
from karum.runtime.sql import Row, statement

_SQL = Path(__file__).parent.parent / "sql"
_offer_snapshots = statement(_SQL, "offer_snapshots")
_priced_offers = statement(_SQL, "priced_offers")


class PricedOffer(NamedTuple):
    """An offer on sale, as far as its price at a door asks for it. ``price_minor``: of a unit in the smallest order."""

    id: int
    seller_id: int
    currency: str
    price_minor: int
    quantity_min: int
    incoterm: str
    hs_code: str
    origin: str
    weight_g: int


def priced_offers(*, after: int = 0, limit: int = 10_000) -> list[PricedOffer]:
    """Return the next offers on sale with an id above ``after``, in the order of their ids."""
    return [PricedOffer(*row) for row in _priced_offers({"after": after, "limit": limit})]


def offers(ids: Iterable[int], language: str) -> dict[int, OfferSnapshot]:
    """Return offers by id, with titles in ``language`` (or the nearest); ids that do not exist are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = _offer_snapshots({"offers": wanted, "language": language})
    return {row[0]: _snapshot(row) for row in rows}


def offer(offer_id: int, language: str) -> OfferSnapshot | None:
    """Return one offer, or None."""
    return offers([offer_id], language).get(offer_id)


def offers_of_seller(seller_id: int, language: str) -> list[OfferSnapshot]:
    """Return everything a seller offers, paused offers too, the newest first."""
    ids = list(Offer.objects.filter(seller_id=seller_id).order_by("-id").values_list("id", flat=True))
    found = offers(ids, language)
    return [found[offer_id] for offer_id in ids]


def access_offer(seller_id: int, offer_id: int, language: str) -> OfferSnapshot:
    """Return the seller's own offer. Raises Http404 for anybody else's, as if it were not there."""
    found = offer(offer_id, language)
    if found is None or found.seller_id != seller_id:
        raise Http404
    return found


def quantity_error(offered: Stocked, quantity: int) -> str | None:
    """Return why ``quantity`` units cannot be ordered, in the page's language, or None when they can."""
    problem = quantity_problem(offered, quantity)
    if problem is None:
        return None
    lowest = lowest_quantity(offered)
    if problem is QuantityProblem.PAUSED:
        return _("The seller has paused this offer.")
    if problem is QuantityProblem.BELOW_MINIMUM:
        return _("The smallest order is %(count)s.") % {"count": lowest}
    if problem is QuantityProblem.NOT_A_PACK:
        return _("This is sold in packs of %(pack)s. Choose %(count)s, or more by whole packs.") % {
            "pack": offered.pack_multiple,
            "count": max(lowest, quantity // offered.pack_multiple * offered.pack_multiple),
        }
    if problem is QuantityProblem.SOLD_OUT:
        return _("This is sold out.")
    return ngettext("Only %(count)s is left.", "Only %(count)s are left.", offered.available) % {
        "count": offered.available
    }


def _snapshot(row: Row) -> OfferSnapshot:
    columns = list(row)
    columns[11] = tuple((quantity, price) for quantity, price in json.loads(row[11]))
    return OfferSnapshot(*columns)
