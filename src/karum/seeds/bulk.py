"""Fill the catalogue with many synthetic offers, quickly (COPY): for measurements and load tests, never for the demo.

Words, prices, weights and customs codes are those of the demo, mixed; pictures are those of the demo's products.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from karum.catalogue import queries as catalogue_read
from karum.catalogue import services as catalogue
from karum.parties import queries as parties_read
from karum.seeds import content
from karum.seeds.content import INTERFACE_LANGUAGES, ProductRow, SellerRow
from karum.seeds.services.firms import seed_people, seed_seller
from karum.seeds.services.shelves import finish_shelves, seed_shelves, split

QUALITIES = (
    "Hand-finished", "Small-batch", "Everyday", "Autumn", "Spring", "Festival", "Heirloom", "Plain", "Large", "Little",
    "Rustic", "Fine", "Market-day", "Sunday", "Mountain", "River", "Coastal", "Village", "Two-tone", "Natural", "Bold",
    "Quiet", "First-harvest", "Second-quality", "Studio", "Travel", "Family", "Gift", "Winter", "Summer",
)  # fmt: skip
MAKERS = (
    "Amara", "Binh", "Carmen", "Dilek", "Esi", "Farid", "Gloria", "Hana", "Ines", "Juma", "Kemal", "Linh", "Mariam",
    "Noor", "Olga", "Paulo", "Quynh", "Rosa", "Sefu", "Tomas", "Uma", "Vera", "Wanjiru", "Ximena", "Yara", "Zola",
)  # fmt: skip
OFFERS_A_PRODUCT = 2
_EMPTY: dict[str, object] = {"jsonb": "{}", "boolean": False, "integer": 0, "bigint": 0, "smallint": 0}


@dataclass(frozen=True, slots=True)
class _Template:
    seller: SellerRow
    seller_id: int
    product: ProductRow
    product_id: int
    category_id: int


def fill(count: int, *, say: Callable[[str], None] = print, seed: int = 1) -> int:
    """Add at least ``count`` offers in the currencies of the demo's sellers, with listings; return how many.

    Seeds the demo's firms and products first where they are missing (without pictures and orders).
    """
    templates = _templates()
    chance = random.Random(seed)
    products = -(-count // OFFERS_A_PRODUCT)
    with transaction.atomic():
        first = _reserve("catalogue_product", products)
        first_variant = _reserve("catalogue_variant", products * OFFERS_A_PRODUCT)
        chosen = [chance.choice(templates) for _ in range(products)]
        _copy_products(chosen, first, chance)
        _copy_variants(chosen, first, first_variant, chance)
        _copy_offers(chosen, first_variant, chance)
        _link_pictures(chosen, first)
    say(f"{products * OFFERS_A_PRODUCT} offers are in the tables; now their listings.")
    catalogue.rebuild_listings(lambda done, total: say(f"{done} of {total} listings") if done % 10_000 == 0 else None)
    catalogue.count_words()
    with connection.cursor() as cursor:
        for table in ("product", "producttext", "variant", "offer", "listing", "picture"):
            cursor.execute(f"ANALYZE catalogue_{table}")
    return products * OFFERS_A_PRODUCT


def _templates() -> list[_Template]:
    now = timezone.now()
    if any(parties_read.business_by_slug(row.slug) is None for row in content.sellers()):
        seed_people()
        seed_shelves()
        for row in content.sellers():
            seed_seller(row, now=now)
        finish_shelves(now.date())
    shelves = {node.slug: node.id for root in catalogue_read.categories("en") for node in (root, *root.children)}
    found = []
    for row in content.sellers():
        business = parties_read.business_by_slug(row.slug)
        assert business is not None
        ids = _ids_of_products([product.slug for product in row.products])
        found += [
            _Template(row, business.id, product, ids[product.slug], shelves[product.category])
            for product in row.products
        ]
    return found


def _ids_of_products(slugs: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, id FROM catalogue_product WHERE slug = ANY (%s)", [slugs])
        return dict(cursor.fetchall())


def _copy_products(chosen: list[_Template], first: int, chance: random.Random) -> None:
    now = timezone.now()

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, template in enumerate(chosen):
            product = template.product
            yield (
                first + number, f"bulk-{first + number}", template.category_id, "en", product.hs_code, product.origin,
                json.dumps(list(product.materials)), template.seller_id, "published", now, now,
            )  # fmt: skip

    _copy(
        "catalogue_product",
        "id, slug, category_id, language, hs_code, origin, materials, created_by, state, created_at, updated_at",
        rows(),
    )

    def texts() -> Iterator[tuple[Any, ...]]:
        for number, template in enumerate(chosen):
            words = f"{chance.choice(QUALITIES)} {{}}, {chance.choice(MAKERS)} no. {first + number}"
            for language in INTERFACE_LANGUAGES:
                title = template.product.titles.get(language)
                if title is None:
                    continue
                summary, rest = split(template.product.texts[language])
                said = words.format(title[:1].lower() + title[1:]) if language == "en" else f"{title} {first + number}"
                state = "original" if language == "en" else "human"
                yield (first + number, language, said[:150], summary, rest, template.seller.name, state, now)

    _copy(
        "catalogue_producttext", "product_id, language, title, summary, description, author, state, updated_at", texts()
    )


def _copy_variants(chosen: list[_Template], first: int, first_variant: int, chance: random.Random) -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        for number, template in enumerate(chosen):
            for place in range(OFFERS_A_PRODUCT):
                variants = template.product.variants
                like = variants[place % len(variants)]
                name = like.name if place < len(variants) else f"{like.name}, second"
                weight = max(1, round(like.weight_g * chance.uniform(0.8, 1.3)))
                yield (
                    first_variant + number * OFFERS_A_PRODUCT + place, first + number, place, name, "{}", weight,
                    *like.size_mm, "",
                )  # fmt: skip

    _copy(
        "catalogue_variant",
        "id, product_id, position, name, options, weight_g, length_mm, width_mm, height_mm, gtin",
        rows(),
    )


def _copy_offers(chosen: list[_Template], first_variant: int, chance: random.Random) -> None:
    now = timezone.now()

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, template in enumerate(chosen):
            product = template.product
            for place in range(OFFERS_A_PRODUCT):
                variant_id = first_variant + number * OFFERS_A_PRODUCT + place
                like = product.variants[place % len(product.variants)]
                price = max(20, round(like.price_minor * chance.uniform(0.6, 1.8)))
                breaks = [pair for pair in product.breaks(price) if pair[1] < price]
                stock = 0 if chance.random() < 0.04 else chance.randint(5, 500)
                yield (
                    template.seller_id, variant_id, f"B{variant_id}", template.seller.currency, price,
                    json.dumps(breaks), "DAP", product.quantity_min, product.pack_multiple, stock, 0,
                    product.handling_days, "active", now,
                )  # fmt: skip

    _copy(
        "catalogue_offer",
        "seller_id, variant_id, sku, currency, price_minor, breaks, incoterm, quantity_min, pack_multiple, available, "
        "reserved, handling_days, state, created_at",
        rows(),
    )


def _link_pictures(chosen: list[_Template], first: int) -> None:
    """Each product shows the picture of the one it was made after, if that has one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO catalogue_picture
                      (product_id, position, alt, digest, width, height, colour, webp_widths, avif_widths, source)
               SELECT r.id, 0, p.alt, p.digest, p.width, p.height, p.colour, p.webp_widths, p.avif_widths, ''
                 FROM unnest(%s::bigint[], %s::bigint[]) AS r (id, model)
                 JOIN catalogue_picture p ON p.product_id = r.model AND p.position = 0""",
            [list(range(first, first + len(chosen))), [template.product_id for template in chosen]],
        )


def _reserve(table: str, count: int) -> int:
    """Take ``count`` ids of a table; return the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count - 1])
    return first


def _copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Write rows at once. Columns that are not named and may not be empty get the empty value of their type."""
    named = [name.strip() for name in columns.split(",")]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND NOT column_name = ANY(%s)",
            [table, named],
        )
        others = {name: _EMPTY.get(kind, "") for name, kind in cursor.fetchall()}
        rest = tuple(others.values())
        with cursor.copy(f"COPY {table} ({', '.join([*named, *others])}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row + rest)
