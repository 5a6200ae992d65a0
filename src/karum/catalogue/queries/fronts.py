"""How a shop looks, for its own page and for the seller's desk."""

from dataclasses import dataclass

from karum.catalogue.models import ShopPicture, ShopPlace, ShopPolicy, TextState
from karum.catalogue.queries.pictures import PictureSet, picture_of

__all__ = ["Policy", "ShopFront", "ShopPlace", "policies_of", "shop_front"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What a shop promises, in one language. ``state``: ``original``, ``human`` or ``machine``."""

    language: str
    text: str
    author: str
    state: str


@dataclass(frozen=True, slots=True)
class ShopFront:
    """``policy``: in the reader's language where a person wrote it so, else the seller's own."""

    banner: PictureSet | None
    portrait: PictureSet | None
    policy: Policy | None


def shop_front(seller_id: int, language: str) -> ShopFront:
    """Return how the shop looks to a reader of ``language``."""
    rows = {row["place"]: picture_of(row) for row in ShopPicture.objects.filter(seller_id=seller_id).values()}
    written = [one for one in policies_of(seller_id) if one.state != TextState.MACHINE]
    own = next((one for one in written if one.state == TextState.ORIGINAL), None)
    told = next((one for one in written if one.language == language), own)
    return ShopFront(rows.get(ShopPlace.BANNER), rows.get(ShopPlace.PORTRAIT), told)


def policies_of(seller_id: int) -> list[Policy]:
    """Return what the shop promises in each language."""
    rows = ShopPolicy.objects.filter(seller_id=seller_id).order_by("language")
    return [Policy(row.language, row.text, row.author, row.state) for row in rows]
