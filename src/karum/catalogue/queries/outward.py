"""The catalogue for readers outside: sitemaps and product feeds, in parts, a few thousand rows at a time."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max

from karum.catalogue.domain.offers import OfferSnapshot
from karum.catalogue.models import Offer, Product, ProductState
from karum.catalogue.queries.offers import offers
from karum.catalogue.queries.pictures import file_name
from karum.runtime.sql import statement

SITEMAP_SIZE = 50_000
"""Products in one file. Source: sitemaps.org, "Using Sitemap index files"."""
FEED_SIZE = 10_000
"""Offers in one part of a feed: a few seconds of work."""

_SQL = Path(__file__).parent.parent / "sql"
_BATCH = 5_000
_FEED_BATCH = 500
_sitemap_parts = statement(_SQL, "sitemap_parts")
_sitemap_products = statement(_SQL, "sitemap_products")
_feed_offers = statement(_SQL, "feed_offers")


class SitemapRow(NamedTuple):
    """One product for search engines. ``picture``: path of its widest picture, or empty."""

    slug: str
    changed_at: datetime
    picture: str


@dataclass(frozen=True, slots=True)
class FeedOffer:
    """One offer for a feed, in words that a person wrote in the feed's language."""

    offer: OfferSnapshot
    title: str
    description: str
    gtin: str
    category_id: int
    pictures: tuple[str, ...]  # paths of the widest files
    variants: int  # of its product


def sitemap_parts() -> list[tuple[int, datetime]]:
    """(number of a part, when a product in it was last changed), only parts with products. One walk over them all."""
    return [(int(part), changed_at) for part, changed_at in _sitemap_parts({"size": SITEMAP_SIZE})]


def sitemap_products(part: int) -> Iterator[list[SitemapRow]]:
    """The products of one part, some thousands at a time."""
    after, below = part * SITEMAP_SIZE - 1, (part + 1) * SITEMAP_SIZE
    while rows := _sitemap_products({"after": after, "below": below, "limit": _BATCH}):
        yield [
            SitemapRow(slug, at, _widest(digest, json.loads(widths or "[]"))) for _id, slug, at, digest, widths in rows
        ]
        after = rows[-1][0]
        if len(rows) < _BATCH:
            return


def slugs_of_published(product_ids: Iterable[int]) -> list[str]:
    """The slugs of those of the products that have a page, in the order of their ids."""
    rows = Product.objects.filter(id__in=list(product_ids), state=ProductState.PUBLISHED)
    return list(rows.order_by("id").values_list("slug", flat=True))


def feed_parts() -> int:
    """How many parts the feed of the whole hub has."""
    last = Offer.objects.aggregate(last=Max("id"))["last"]
    return 0 if last is None else int(last) // FEED_SIZE + 1


def feed_offers(language: str, *, part: int = 0, seller_id: int | None = None) -> Iterator[list[FeedOffer]]:
    """Offers by the piece, some hundreds at a time: those of one part of the hub, or all of one seller."""
    after, below = (-1, 2**62) if seller_id is not None else (part * FEED_SIZE - 1, (part + 1) * FEED_SIZE)
    while rows := _feed_offers(
        {"language": language, "seller": seller_id, "after": after, "below": below, "limit": _FEED_BATCH}
    ):
        found = offers([row[0] for row in rows], language)
        yield [
            FeedOffer(
                offer=found[offer_id],
                title=title,
                description=description or summary or title,
                gtin=gtin,
                category_id=category_id,
                pictures=tuple(_widest(digest, widths) for digest, widths in json.loads(pictures or "[]")),
                variants=variants,
            )
            for offer_id, title, summary, description, gtin, category_id, pictures, variants in rows
            if offer_id in found
        ]
        after = rows[-1][0]
        if len(rows) < _FEED_BATCH:
            return


def _widest(digest: str | None, widths: list[int]) -> str:
    return f"{settings.MEDIA_URL}{file_name(digest, max(widths), 'webp')}" if digest and widths else ""
