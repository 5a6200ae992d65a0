"""Export all that a seller has in the catalogue: she can leave with it, and come back with it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from karum.catalogue.domain import cells, shopify
from karum.catalogue.domain.plain_text import text_to_html
from karum.catalogue.domain.product_files import VARIANT, guard
from karum.catalogue.models import Classification, Offer, Picture, Product, ProductText, ShopPicture, Variant
from karum.catalogue.queries.fronts import policies_of
from karum.catalogue.queries.pictures import file_name, picture_of
from karum.money import Money
from karum.parties import queries as parties
from karum.runtime.settings import settings as knobs

_SHOPIFY_STATUS = {"published": "active", "draft": "draft", "archived": "archived"}


def export_shopify(seller_id: int) -> bytes:
    """Return the seller's own products with her offers as Shopify's product CSV; ``import_shopify`` reads it."""
    return shopify.write(_rows(seller_id))


def export_seller(seller_id: int) -> bytes:
    """Return a zip of everything the seller has in the catalogue.

    products.csv (Shopify's form), offers.csv (all offers, also on products that others wrote), texts.csv (all
    languages), catalogue.json (the same, whole) and pictures/ (the widest file of each).
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products.csv", export_shopify(seller_id))
        archive.writestr("offers.csv", _csv(_offers(seller_id)))
        archive.writestr("texts.csv", _csv(_texts(seller_id)))
        archive.writestr("catalogue.json", json.dumps(_everything(seller_id), ensure_ascii=False, indent=1))
        for picture in Picture.objects.filter(product__created_by=seller_id).select_related("product").order_by("id"):
            file = Path(settings.MEDIA_ROOT) / file_name(picture.digest, max(picture.webp_widths), "webp")
            if file.exists():  # doctor complains of missing files; an export still gives what there is
                name = f"pictures/{picture.product.slug}-{picture.position + 1}.webp"
                archive.write(file, name, zipfile.ZIP_STORED)
        for shown in ShopPicture.objects.filter(seller_id=seller_id).order_by("place"):
            file = Path(settings.MEDIA_ROOT) / file_name(shown.digest, max(shown.webp_widths), "webp")
            if file.exists():
                archive.write(file, f"pictures/shop-{shown.place}.webp", zipfile.ZIP_STORED)
    return out.getvalue()


def _rows(seller_id: int) -> Iterator[Mapping[str, str]]:
    business = parties.businesses([seller_id]).get(seller_id)
    vendor = business.name if business else ""
    products = Product.objects.filter(created_by=seller_id).select_related("category").order_by("id")
    for product in products.prefetch_related("texts", "variants", "pictures"):
        text = next(text for text in product.texts.all() if text.language == product.language)
        head = {
            "title": text.title,
            "body": text_to_html(text.description),
            "vendor": vendor,
            "category": product.category.slug,
            "published": "TRUE" if product.state == "published" else "FALSE",
            "status": _SHOPIFY_STATUS[product.state],
            "product_state": product.state,
            "hs_code": product.hs_code,
            "origin": product.origin,
            "language": product.language,
            "summary": text.summary,
            "materials": ", ".join(product.materials),
        }
        handle = product.handle or product.slug
        variants = {variant.id: variant for variant in product.variants.all()}
        offers = Offer.objects.filter(seller_id=seller_id, variant_id__in=variants).order_by("variant__position", "id")
        lines: list[dict[str, str]] = [_offer_cells(offer, variants[offer.variant_id]) for offer in offers] or [{}]
        for place, picture in enumerate(sorted(product.pictures.all(), key=lambda picture: picture.position)):
            if place == len(lines):
                lines.append({})
            lines[place] |= {
                "image": knobs().base_url + picture_of(vars(picture)).url_at(max(picture.webp_widths)),
                "image_position": str(place + 1),
                "image_alt": picture.alt,
            }
        for place, line in enumerate(lines):
            yield {"handle": handle} | (head if place == 0 else {}) | line


def _offer_cells(offer: Offer, variant: Variant) -> dict[str, str]:
    options = variant.options[:3] or [(VARIANT, variant.name) if variant.name else ("Title", "Default Title")]
    named = {}
    for place, (name, value) in enumerate(options, 1):
        named[f"option{place}_name"], named[f"option{place}_value"] = name, value
    size = (variant.length_mm, variant.width_mm, variant.height_mm)
    return named | {
        "sku": offer.sku,
        "grams": str(variant.weight_g),
        "quantity": str(offer.available),
        "policy": "deny",
        "price": Money(offer.price_minor, offer.currency).text,
        "barcode": variant.gtin,
        "currency": offer.currency,
        "variant_name": variant.name,
        "size_mm": "x".join(str(side) for side in size) if None not in size else "",
        "incoterm": offer.incoterm,
        "handling_days": str(offer.handling_days),
        "quantity_min": str(offer.quantity_min),
        "pack_multiple": str(offer.pack_multiple),
        "breaks": cells.write_breaks(offer.breaks, offer.currency),
        "offer_state": offer.state,
    }


def _offers(seller_id: int) -> list[dict[str, Any]]:
    rows = []
    for offer in Offer.objects.filter(seller_id=seller_id).select_related("variant__product").order_by("id"):
        rows.append(
            {
                "product": offer.variant.product.slug,
                "variant": offer.variant.name,
                "sku": offer.sku,
                "price": Money(offer.price_minor, offer.currency).text,
                "currency": offer.currency,
                "breaks": cells.write_breaks(offer.breaks, offer.currency),
                "incoterm": offer.incoterm,
                "quantity_min": offer.quantity_min,
                "pack_multiple": offer.pack_multiple,
                "available": offer.available,
                "reserved": offer.reserved,
                "handling_days": offer.handling_days,
                "state": offer.state,
                "created_at": offer.created_at.isoformat(),
            }
        )
    return rows


def _texts(seller_id: int) -> list[dict[str, Any]]:
    fields = ("language", "title", "summary", "description", "author", "state")
    found = ProductText.objects.filter(product__created_by=seller_id).select_related("product").order_by("id")
    return [{"product": text.product.slug} | {field: getattr(text, field) for field in fields} for text in found]


def _classifications(product: Product) -> list[dict[str, Any]]:
    """How the product came to its HS code: what was shown and confirmed."""
    fields = ("text", "language", "candidates", "answers", "chosen", "version")
    return [
        {field: getattr(row, field) for field in fields} | {"chosen_at": row.chosen_at.isoformat()}
        for row in Classification.objects.filter(product=product).order_by("id")
    ]


def _everything(seller_id: int) -> dict[str, Any]:
    products = Product.objects.filter(created_by=seller_id).select_related("category").order_by("id")
    return {
        "format": "karum-catalogue-1",
        "policies": [asdict(policy) for policy in policies_of(seller_id)],
        "products": [
            {
                "slug": product.slug,
                "handle": product.handle,
                "category": product.category.slug,
                "language": product.language,
                "hs_code": product.hs_code,
                "classifications": _classifications(product),
                "origin": product.origin,
                "materials": product.materials,
                "state": product.state,
                "created_at": product.created_at.isoformat(),
                "variants": list(
                    product.variants.order_by("position").values(
                        "position", "name", "options", "weight_g", "length_mm", "width_mm", "height_mm", "gtin"
                    )
                ),
                "pictures": list(
                    product.pictures.order_by("position").values("position", "alt", "digest", "width", "height")
                ),  # pictures/<slug>-<position + 1>.webp
            }
            for product in products
        ],
        "texts": _texts(seller_id),
        "offers": _offers(seller_id),
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: guard(str(value)) for name, value in row.items()} for row in rows)
    return out.getvalue()
