"""Shelves and products of the demo."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from karum.catalogue import queries as catalogue_read
from karum.catalogue import services as catalogue
from karum.money import Money
from karum.payments import services as payments
from karum.seeds import content
from karum.seeds.content import ProductRow, SellerRow

_FIRST_SENTENCE = re.compile(r"(.+?(?:[。।؟]|[.!?](?=\s|$)))\s*(.*)", re.DOTALL)


def seed_shelves() -> None:
    """Categories with their names; written again each time, which changes nothing."""
    if {row.slug for row in content.shelves()} <= _slugs():
        return
    with transaction.atomic():
        for row in content.shelves():
            catalogue.save_category(row.slug, row.names, parent=row.parent, position=row.position)


def seed_products(row: SellerRow, seller_id: int) -> None:
    """All products of a seller, with their words in every language, variants and offers."""
    with catalogue.listings_at_the_end():
        for product in row.products:
            _product(row, seller_id, product)


@transaction.atomic
def seed_resales(ids: Mapping[str, int]) -> None:
    """Offers on products of other sellers. ``ids``: seller's slug -> id."""
    prefixes = {row.slug: (row.prefix, row.currency) for row in content.sellers()}
    with catalogue.listings_at_the_end():
        for number, resale in enumerate(content.resales(), start=1):
            seller_id, (prefix, currency) = ids[resale.seller], prefixes[resale.seller]
            there = {offer.sku for offer in catalogue_read.offers_of_seller(seller_id, "en")}
            page = catalogue_read.product_page(resale.product, "en")
            assert page is not None, resale.product
            variants = {variant.name: variant.id for variant in page.variants}
            for place, (name, price, stock) in enumerate(resale.variants, start=1):
                sku = f"{prefix}-R{number:02}-{place}"
                if sku not in there:
                    catalogue.set_offer(
                        seller_id=seller_id,
                        variant_id=variants[name],
                        sku=sku,
                        price=Money(price, currency),
                        available=stock,
                        handling_days=resale.handling_days,
                    )


def finish_shelves(day: date) -> None:
    """Make prices of all currencies comparable, and count words for the search's spelling help."""
    payments.keep_reference_rates(day)
    catalogue.count_words()


def _slugs() -> set[str]:
    roots = catalogue_read.categories("en")
    return {node.slug for root in roots for node in (root, *root.children)}


def _product(row: SellerRow, seller_id: int, product: ProductRow) -> None:
    summary, description = split(product.texts["en"])
    product_id = catalogue.create_product(
        seller_id=seller_id,
        category=product.category,
        language="en",
        title=product.titles["en"],
        summary=summary,
        description=description,
        hs_code=product.hs_code,
        origin=product.origin,
        materials=product.materials,
        slug=product.slug,
        author=row.name,
    )
    for language, title in product.titles.items():
        if language != "en":
            summary, description = split(product.texts[language])
            catalogue.save_text(
                product_id, language, title=title, summary=summary, description=description, author=row.owner.name
            )
    for variant in product.variants:
        variant_id = catalogue.add_variant(
            product_id,
            name=variant.name,
            weight_g=variant.weight_g,
            size_mm=variant.size_mm,
        )
        catalogue.set_offer(
            seller_id=seller_id,
            variant_id=variant_id,
            sku=variant.sku,
            price=Money(variant.price_minor, row.currency),
            breaks=product.breaks(variant.price_minor),
            available=variant.stock,
            quantity_min=product.quantity_min,
            pack_multiple=product.pack_multiple,
            handling_days=product.handling_days,
        )


def split(text: str) -> tuple[str, str]:
    """Return the first sentence, which is the summary, and the rest."""
    found = _FIRST_SENTENCE.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text, "")
