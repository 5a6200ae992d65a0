"""Write products, their texts and their variants."""

import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pycountry
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from karum.catalogue.models import Category, Product, ProductState, ProductText, TextState, Variant
from karum.catalogue.services.listings import refresh
from karum.catalogue.services.problems import NotAccepted

TITLE_CHARS = 150
SUMMARY_CHARS = 300
DESCRIPTION_CHARS = 10_000
WEIGHT_G_MAX = 1_000_000
_SLUG_CHARS = 80


@transaction.atomic
def create_product(
    *,
    seller_id: int,
    category: str,
    language: str,
    title: str,
    hs_code: str,
    origin: str,
    summary: str = "",
    description: str = "",
    materials: Sequence[str] = (),
    slug: str = "",
    handle: str = "",
    state: str = ProductState.PUBLISHED,
    author: str = "",
) -> int:
    """Create a product with its first text, in the seller's language; return its id.

    category: a slug. origin: ISO 3166 alpha-2. hs_code: 6 to 10 digits; dots and spaces are taken out. slug: made from
    the title when empty, and made unique. handle: the seller's own name for it in files.
    Raises NotAccepted with a message per field.
    """
    hs_code = tidy_hs_code(hs_code)
    problems = _problems(hs_code, origin, title, summary, description)
    shelf = Category.objects.filter(slug=category).first()
    if shelf is None:
        problems["category"] = _("Choose a category from the list.")
    if problems:
        raise NotAccepted(problems)
    assert shelf is not None
    product = _insert(
        slug or title,
        handle=handle,
        category=shelf,
        language=language,
        hs_code=hs_code,
        origin=origin,
        materials=list(materials),
        created_by=seller_id,
        state=state,
    )
    ProductText.objects.create(
        product=product,
        language=language,
        title=title,
        summary=summary,
        description=description,
        author=author,
        state=TextState.ORIGINAL,
    )
    return product.id


@transaction.atomic
def change_product(product_id: int, **changes: Any) -> None:
    """Change category (slug), hs_code, origin, materials or state of a product. Raises NotAccepted."""
    if "category" in changes:
        shelf = Category.objects.filter(slug=changes.pop("category")).first()
        if shelf is None:
            raise NotAccepted({"category": _("Choose a category from the list.")})
        changes["category_id"] = shelf.id
    if "hs_code" in changes:
        changes["hs_code"] = tidy_hs_code(changes["hs_code"])
    unknown = set(changes) - {"category_id", "hs_code", "origin", "materials", "state"}
    if unknown:
        raise TypeError(f"a product has no {', '.join(sorted(unknown))} to change")
    problems = {
        field: message
        for field, message in _problems(
            changes.get("hs_code", "000000"), changes.get("origin", "RW"), "-", "", ""
        ).items()
        if field in changes
    }
    if problems:
        raise NotAccepted(problems)
    Product.objects.filter(id=product_id).update(**changes)
    refresh([product_id])


@transaction.atomic
def save_text(
    product_id: int,
    language: str,
    *,
    title: str,
    summary: str = "",
    description: str = "",
    author: str = "",
    state: str = TextState.HUMAN,
) -> None:
    """Write a product's words in one language: the seller's own (``original``), or a translation with its author.

    Raises NotAccepted with a message per field.
    """
    problems = _problems("000000", "RW", title, summary, description)
    if problems:
        raise NotAccepted(problems)
    ProductText.objects.update_or_create(
        product_id=product_id,
        language=language,
        defaults={"title": title, "summary": summary, "description": description, "author": author, "state": state},
    )
    refresh([product_id])


@transaction.atomic
def add_variant(
    product_id: int,
    *,
    weight_g: int,
    name: str = "",
    options: Mapping[str, str] | None = None,
    size_mm: tuple[int, int, int] | None = None,
    gtin: str = "",
) -> int:
    """Add a variant at the end of a product's variants; return its id.

    weight_g: as packed for the post. size_mm: length, width, height. Raises NotAccepted with a message per field.
    """
    problems = variant_problems(weight_g=weight_g, name=name, size_mm=size_mm, gtin=gtin)
    if problems:
        raise NotAccepted(problems)
    Product.objects.select_for_update().get(id=product_id)  # one position each, also for two tabs at once
    last = Variant.objects.filter(product_id=product_id).aggregate(last=Max("position"))["last"]
    length, width, height = size_mm or (None, None, None)
    return Variant.objects.create(
        product_id=product_id,
        position=0 if last is None else last + 1,
        name=name or " / ".join((options or {}).values()),
        options=[list(pair) for pair in (options or {}).items()],
        weight_g=weight_g,
        length_mm=length,
        width_mm=width,
        height_mm=height,
        gtin=gtin,
    ).id


@transaction.atomic
def change_variant(
    variant_id: int,
    *,
    weight_g: int,
    name: str,
    options: Mapping[str, str] | None = None,
    size_mm: tuple[int, int, int] | None = None,
    gtin: str = "",
) -> None:
    """Write all facts of a variant anew. Raises NotAccepted with a message per field."""
    problems = variant_problems(weight_g=weight_g, name=name, size_mm=size_mm, gtin=gtin)
    if problems:
        raise NotAccepted(problems)
    variant = Variant.objects.get(id=variant_id)
    variant.length_mm, variant.width_mm, variant.height_mm = size_mm or (None, None, None)
    variant.weight_g, variant.name, variant.gtin = weight_g, name, gtin
    if options is not None:
        variant.options = [list(pair) for pair in options.items()]
    variant.save()
    refresh([variant.product_id])


def variant_problems(
    *, weight_g: int, name: str = "", size_mm: tuple[int, int, int] | None = None, gtin: str = ""
) -> dict[str, str]:
    """Return field -> message for facts of a variant that cannot be kept."""
    problems = {}
    if not 0 < weight_g <= WEIGHT_G_MAX:
        problems["weight_g"] = _("Give the weight with its packing in grams, from 1 to 1,000,000.")
    if len(name) > 120:
        problems["name"] = _("A variant's name has at most 120 characters.")
    if size_mm is not None and not all(0 < side <= 20_000 for side in size_mm):
        problems["size_mm"] = _("Give length, width and height in millimetres, or none of them.")
    if gtin and not valid_gtin(gtin):
        problems["gtin"] = _("A barcode (GTIN) has 8, 12, 13 or 14 digits, and its last digit must fit the others.")
    return problems


def valid_gtin(gtin: str) -> bool:
    """True when length and check digit are right. Source: GS1 General Specifications, 7.9."""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", gtin):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(gtin)))
    return total % 10 == 0


def tidy_hs_code(text: str) -> str:
    """Return the digits of an HS code that may be written with dots and spaces: ``0901.21.00``."""
    return re.sub(r"[.\s]", "", text)


def free_slug(text: str) -> str:
    """Return an address for a product that no other product has. A title without a Latin letter gets a random one."""
    start = slugify(text)[:_SLUG_CHARS].strip("-") or f"product-{secrets.token_hex(4)}"
    taken = set(Product.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    slug, count = start, 1
    while slug in taken:
        count += 1
        slug = f"{start}-{count}"
    return slug


def _insert(wanted_slug: str, **facts: Any) -> Product:
    """Insert a product under the next free address; another seller may take the same one at the same moment."""
    for _attempt in range(5):
        with suppress(IntegrityError), transaction.atomic():
            return Product.objects.create(slug=free_slug(wanted_slug), **facts)
    raise NotAccepted({"handle": _("Another of your products has this handle.")})


def _problems(hs_code: str, origin: str, title: str, summary: str, description: str) -> dict[str, str]:
    problems = {}
    if not re.fullmatch(r"[0-9]{6,10}", hs_code):
        problems["hs_code"] = _("An HS code has 6 to 10 digits, for example 0901.21.")
    if pycountry.countries.get(alpha_2=origin) is None:
        problems["origin"] = _("Choose the country of origin from the list.")
    if not title.strip():
        problems["title"] = _("Give the product a title.")
    for field, text, limit in (
        ("title", title, TITLE_CHARS),
        ("summary", summary, SUMMARY_CHARS),
        ("description", description, DESCRIPTION_CHARS),
    ):
        if len(text) > limit:
            problems[field] = _("This text has %(count)s characters; at most %(limit)s fit.") % {
                "count": len(text),
                "limit": limit,
            }
    return problems
