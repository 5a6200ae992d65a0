"""Products as pages and the seller's desk see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from karum.catalogue.domain.offers import OfferSnapshot, lowest_quantity, unit_price_minor
from karum.catalogue.models import Offer, OfferState, Picture, Product, ProductState, ProductText, Variant
from karum.catalogue.queries.categories import CategoryNode, ancestors, category_by_id
from karum.catalogue.queries.offers import offers
from karum.catalogue.queries.pictures import PictureSet, picture_of


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
    product = Product.objects.filter(slug=slug).first()
    if product is None or (product.state != ProductState.PUBLISHED and product.created_by != seller_id):
        return None
    texts = list(ProductText.objects.filter(product=product))
    variants = Variant.objects.filter(product=product).order_by("position")
    offer_ids = Offer.objects.filter(variant__in=variants, state=OfferState.ACTIVE).values_list("id", flat=True)
    nodes = (category_by_id(category_id, language) for category_id in reversed(ancestors(product.category_id)))
    return ProductPage(
        id=product.id,
        slug=product.slug,
        language=product.language,
        state=product.state,
        created_by=product.created_by,
        hs_code=product.hs_code,
        origin=product.origin,
        materials=tuple(product.materials),
        text=_card(nearest_text(texts, language, product.language)),
        languages=tuple(sorted(text.language for text in texts)),
        breadcrumbs=tuple(node for node in nodes if node is not None),
        pictures=pictures(product.id),
        variants=tuple(_variant(variant) for variant in variants),
        offers=tuple(sorted(offers(offer_ids, language).values(), key=_in_stock_then_cheapest)),
    )


def nearest_text(texts: Sequence[ProductText], language: str, own: str) -> ProductText:
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
        text = nearest_text(list(product.texts.all()), language, product.language)
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
    size = (variant.length_mm, variant.width_mm, variant.height_mm)
    return VariantCard(
        id=variant.id,
        name=variant.name,
        options=variant.options,
        weight_g=variant.weight_g,
        size_mm=None if size[0] is None or size[1] is None or size[2] is None else (size[0], size[1], size[2]),
        gtin=variant.gtin,
    )
