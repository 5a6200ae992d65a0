"""Products as pages and the seller's desk see them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from karum.catalogue.domain.offers import OfferSnapshot, lowest_quantity, unit_price_minor
from karum.catalogue.models import Offer, Picture, Product, ProductState, ProductText, Variant
from karum.catalogue.queries.categories import CategoryNode, ancestors, category_by_id
from karum.catalogue.queries.offers import offers
from karum.catalogue.queries.pictures import PictureSet, picture_of, picture_set
from karum.runtime.sql import statement

_product_page = statement(Path(__file__).parent.parent / "sql", "product_page")


@dataclass(frozen=True, slots=True)
class TextCard:
    """A product's words in one language, and where they came from: ``original``, ``human`` or ``machine``."""

    language: str
    title: str
    summary: str
    description: str
    author: str
    state: str


@dataclass(frozen=True, slots=True)
class VariantCard:
    id: int
    name: str
    options: dict[str, str]
    weight_g: int
    size_mm: tuple[int, int, int] | None
    gtin: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that a product's page shows. ``text.language`` may differ from the page's: then the screen says so."""

    id: int
    slug: str
    language: str  # the product's own
    state: str
    created_by: int
    hs_code: str
    origin: str
    materials: tuple[str, ...]
    text: TextCard
    original: TextCard | None  # the product's own words, where ``text`` is a translation of them
    languages: tuple[str, ...]  # of all its texts
    breadcrumbs: tuple[CategoryNode, ...]  # the widest category first
    pictures: tuple[PictureSet, ...]
    variants: tuple[VariantCard, ...]
    offers: tuple[OfferSnapshot, ...]  # active ones of all sellers: in stock first, then the cheapest


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in its seller's list."""

    id: int
    slug: str
    title: str
    language: str
    state: str
    picture: PictureSet | None
    offers: tuple[OfferSnapshot, ...]  # of this seller, paused ones too


def product_page(slug: str, language: str, *, seller_id: int | None = None) -> ProductPage | None:
    """Return a published product with words in ``language`` or the nearest; drafts only to their seller."""
    rows = _product_page({"slug": slug})
    if not rows:
        return None
    [row] = rows
    product_id, _slug, own, state, created_by, hs_code, origin, materials, category_id = row[:9]
    if state != ProductState.PUBLISHED and created_by != seller_id:
        return None
    texts, images, kinds, offered = (json.loads(part) if part else [] for part in row[9:])
    cards = [TextCard(*text) for text in texts]
    text = nearest_text(cards, language, own)
    nodes = (category_by_id(above, language) for above in reversed(ancestors(category_id)))
    snapshots = [
        OfferSnapshot(
            id=offer_id,
            seller_id=seller,
            variant_id=variant_id,
            product_id=product_id,
            product_slug=slug,
            sku=sku,
            title=text.title,
            title_language=text.language,
            variant_name=variant_name,
            currency=currency,
            price_minor=price_minor,
            breaks=tuple((quantity, price) for quantity, price in breaks),
            quantity_min=quantity_min,
            pack_multiple=pack_multiple,
            available=available,
            weight_g=weight_g,
            hs_code=hs_code,
            origin=origin,
            incoterm=incoterm,
            handling_days=handling_days,
            state=offer_state,
        )
        for (
            offer_id, seller, variant_id, sku, variant_name, currency, price_minor, breaks, quantity_min, pack_multiple,
            available, weight_g, incoterm, handling_days, offer_state,
        ) in offered
    ]  # fmt: skip
    return ProductPage(
        id=product_id,
        slug=slug,
        language=own,
        state=state,
        created_by=created_by,
        hs_code=hs_code,
        origin=origin,
        materials=tuple(json.loads(materials)),
        text=text,
        original=next((card for card in cards if card.language == own and card is not text), None),
        languages=tuple(card.language for card in cards),
        breadcrumbs=tuple(node for node in nodes if node is not None),
        pictures=tuple(
            picture_set(digest, alt, width, height, colour, webp, avif)
            for digest, alt, width, height, colour, webp, avif in images
        ),
        variants=tuple(
            VariantCard(variant_id, name, dict(options), weight_g, _size(length, width, height), gtin)
            for variant_id, name, options, weight_g, length, width, height, gtin in kinds
        ),
        offers=tuple(sorted(snapshots, key=_in_stock_then_cheapest)),
    )


def nearest_text(texts: Sequence[TextCard], language: str, own: str) -> TextCard:
    """Choose the text to show: the page's language, the product's own, English, then any.

    A machine's translation is never chosen before a person's words: it is shown only when somebody asks for it.
    """
    by_people = [text for text in texts if text.state != "machine"] or list(texts)
    order = {"en": 2} | {own: 1} | {language: 0}
    return min(by_people, key=lambda text: (order.get(text.language, 3), text.language))


def texts(product_id: int) -> list[TextCard]:
    """Return a product's words in all its languages."""
    return [_card(text) for text in ProductText.objects.filter(product_id=product_id).order_by("language")]


def pictures(product_id: int) -> tuple[PictureSet, ...]:
    """Return a product's pictures in order."""
    return tuple(picture_of(row) for row in Picture.objects.filter(product_id=product_id).order_by("position").values())


def first_pictures(product_ids: Iterable[int]) -> dict[int, PictureSet]:
    """Return the first picture of each product that has one, by product id."""
    rows = Picture.objects.filter(product_id__in=set(product_ids)).order_by("product_id", "position")
    return {row["product_id"]: picture_of(row) for row in rows.distinct("product_id").values()}


def variants(product_id: int) -> list[VariantCard]:
    """Return a product's variants in order."""
    return [_variant(variant) for variant in Variant.objects.filter(product_id=product_id).order_by("position")]


def access_product(seller_id: int, product_id: int, language: str) -> ProductPage:
    """Return a product that this seller wrote and may change. Raises Http404 for anybody else's."""
    slug = Product.objects.filter(id=product_id, created_by=seller_id).values_list("slug", flat=True).first()
    page = product_page(slug, language, seller_id=seller_id) if slug else None
    if page is None:
        raise Http404
    return page


def products_of_seller(seller_id: int, language: str, *, limit: int = 1_000) -> list[ProductRow]:
    """Return the products that a seller wrote or offers, the newest first, with the seller's own offers."""
    theirs = Offer.objects.filter(seller_id=seller_id)
    found = Product.objects.filter(created_by=seller_id) | Product.objects.filter(
        id__in=theirs.values("variant__product_id")
    )
    products = list(found.order_by("-id").prefetch_related("texts")[:limit])
    ids = [product.id for product in products]
    by_product: dict[int, list[OfferSnapshot]] = {}
    for snapshot in offers(theirs.values_list("id", flat=True), language).values():
        by_product.setdefault(snapshot.product_id, []).append(snapshot)
    first_pictures = {
        row["product_id"]: picture_of(row)
        for row in Picture.objects.filter(product_id__in=ids).order_by("product_id", "-position").values()
    }
    rows = []
    for product in products:
        text = nearest_text([_card(text) for text in product.texts.all()], language, product.language)
        rows.append(
            ProductRow(
                id=product.id,
                slug=product.slug,
                title=text.title,
                language=text.language,
                state=product.state,
                picture=first_pictures.get(product.id),
                offers=tuple(by_product.get(product.id, ())),
            )
        )
    return rows


def _in_stock_then_cheapest(offer: OfferSnapshot) -> tuple[bool, str, int, int]:
    return (
        offer.available < offer.quantity_min,
        offer.currency,
        unit_price_minor(offer, lowest_quantity(offer)),
        offer.id,
    )


def _card(text: ProductText) -> TextCard:
    return TextCard(text.language, text.title, text.summary, text.description, text.author, text.state)


def _variant(variant: Variant) -> VariantCard:
    return VariantCard(
        id=variant.id,
        name=variant.name,
        options=dict(variant.options),
        weight_g=variant.weight_g,
        size_mm=_size(variant.length_mm, variant.width_mm, variant.height_mm),
        gtin=variant.gtin,
    )


def _size(length: int | None, width: int | None, height: int | None) -> tuple[int, int, int] | None:
    return None if length is None or width is None or height is None else (length, width, height)
