"""What a page says of itself in the words of schema.org, for search engines: products, offers, firms, paths.

Prices follow the page. Where the buyer's country is known, price and shipping add up to the price at her door, and the
parts of the price (goods, duty, tax, fees) stand beside it; elsewhere it is the seller's own price and nothing is said
of shipping. What is not known is left out. Source: https://schema.org, Google Search Central "Merchant listing".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from karum.catalogue.queries import CategoryNode, PictureSet, ProductPage, VariantCard
from karum.disputes.domain.terms import terms
from karum.money import Money
from karum.orders.queries import DoorPrice
from karum.parties.queries import BusinessCard
from karum.reviews.queries import Rating, aggregate
from karum.runtime.settings import settings
from karum.shop.queries.goods import Ask, ProductScreen

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """What a link to this page looks like where people share it. Only what is true for everyone."""

    title: str
    says: str = ""
    picture: str = ""  # path of a JPEG of 1200 x 630 pixels; empty: the hub's own
    alt: str = ""
    kind: str = "website"  # of Open Graph
    price: str = ""  # "12.50", of whoever asks, without delivery
    currency: str = ""


_CONTEXT = "https://schema.org"
PICTURES_MAX = 3
DESCRIPTION_CHARS_MAX = 500
SHARED_CHARS_MAX = 200


def product_page_facts(screen: ProductScreen, country: str, rating: Rating) -> tuple[Facts, Facts]:
    """What a product's page says: the product, and the way to it. ``country``: the buyer's, empty while unknown."""
    page = screen.page
    variant = next((one for one in page.variants if one.id == screen.variant_id), None)
    product = product_facts(page, variant, screen.chosen, country=country) | aggregate(rating)
    return product, path_facts(page.breadcrumbs, page.text.title)


def product_facts(page: ProductPage, variant: VariantCard | None, chosen: Ask | None, *, country: str) -> Facts:
    """A product with the offer that the page shows. ``country``: the buyer's, empty while unknown."""
    base = settings().base_url
    address = f"{base}/p/{page.slug}"
    description = page.text.summary or page.text.description[:DESCRIPTION_CHARS_MAX]
    found: Facts = {
        "@context": _CONTEXT,
        "@type": "Product",
        "name": page.text.title,
        "url": address,
        "image": [base + picture.url_at(1080) for picture in page.pictures[:PICTURES_MAX]],
        "description": description or page.text.title,
        "category": " > ".join(node.name for node in page.breadcrumbs),
        "countryOfOrigin": _country(page.origin),
    }
    if page.materials:
        found["material"] = list(page.materials)
    if variant is not None:
        found["weight"] = {"@type": "QuantitativeValue", "value": variant.weight_g, "unitCode": "GRM"}
        if variant.gtin:
            found["gtin"] = variant.gtin
    if chosen is not None:
        found["sku"] = str(chosen.offer.id)
        found["offers"] = _offer(chosen, address, country)
    return {name: value for name, value in found.items() if value}


def _offer(chosen: Ask, address: str, country: str) -> Facts:
    offer, door = chosen.offer, chosen.door
    found: Facts = {
        "@type": "Offer",
        "url": address,
        "itemCondition": f"{_CONTEXT}/NewCondition",
        **_availability(chosen),
        "seller": {
            "@type": "Organization",
            "name": chosen.seller.name,
            "url": f"{settings().base_url}/s/{chosen.seller.slug}",
        },
    }
    if chosen.quantity > 1:
        found["eligibleQuantity"] = {"@type": "QuantitativeValue", "minValue": chosen.quantity}
    shown = _shown(door) if door is not None and door.can_buy else None
    if door is None or shown is None:
        return found | _price(chosen.goods)
    found |= _price(shown)
    parts = (("Goods", door.goods), ("Import duty", door.duty), ("Import tax", door.tax), ("Fees", door.fees))
    found["priceSpecification"] = {
        "@type": "CompoundPriceSpecification",
        **_price(shown),
        "valueAddedTaxIncluded": True,
        "priceComponent": [
            {"@type": "UnitPriceSpecification", "name": name, **_price(part)} for name, part in parts if part
        ],
    }
    found["shippingDetails"] = _shipping(door, country, offer.handling_days)
    found["hasMerchantReturnPolicy"] = {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": country,
        "returnPolicyCategory": f"{_CONTEXT}/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": terms().claim_days,
        "returnMethod": f"{_CONTEXT}/ReturnByMail",
        "merchantReturnLink": f"{settings().base_url}/how",
    }
    return found


def _availability(chosen: Ask) -> Facts:
    """Of a seller on holiday nothing can be had, or it is sent when she is back. Source: Google, answer 6324470."""
    away = chosen.away
    if chosen.offer.available < chosen.offer.quantity_min or (away and not away.sells):
        return {"availability": f"{_CONTEXT}/OutOfStock"}
    if away:
        return {"availability": f"{_CONTEXT}/BackOrder", "availabilityStarts": away.back.isoformat()}
    return {"availability": f"{_CONTEXT}/InStock"}


def _shown(door: DoorPrice) -> Money | None:
    """The price at the door without shipping; None while a part of it is not known."""
    return None if door.total is None or door.shipping is None else door.total - door.shipping


def _shipping(door: DoorPrice, country: str, handling_days: int) -> Facts:
    assert door.shipping is not None
    found: Facts = {
        "@type": "OfferShippingDetails",
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": country},
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": door.shipping.text,
            "currency": door.shipping.currency,
        },
    }
    if door.option is not None:
        found["deliveryTime"] = {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(0, handling_days),
            "transitTime": _days(door.option.days_min, door.option.days_max),
        }
    return found


def path_facts(steps: Sequence[CategoryNode], last: str = "") -> Facts:
    """The way to a page: categories, and the page itself as ``last``."""
    base = settings().base_url
    places: list[Facts] = [{"name": settings().hub_name, "item": base + "/"}]
    places += [{"name": node.name, "item": f"{base}/c/{node.slug}"} for node in steps]
    places += [{"name": last}] if last else []
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, **place} for number, place in enumerate(places, 1)
        ],
    }


def firm_facts(seller: BusinessCard, pictures: Iterable[str] = ()) -> Facts:
    """A firm with its shop. ``pictures``: paths of its goods' pictures."""
    base = settings().base_url
    found: Facts = {
        "@context": _CONTEXT,
        "@type": "Organization",
        "name": seller.name,
        "legalName": seller.legal_name,
        "url": f"{base}/s/{seller.slug}",
        "description": seller.story[:DESCRIPTION_CHARS_MAX],
        "address": {
            name: value
            for name, value in {
                "@type": "PostalAddress",
                "addressCountry": seller.country,
                "addressLocality": seller.city,
            }.items()
            if value
        },
        "foundingDate": str(seller.founded) if seller.founded else "",
        "image": [base + path for path in pictures],
    }
    return {name: value for name, value in found.items() if value}


def hub_facts() -> Facts:
    """The hub, with its search."""
    base = settings().base_url
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": settings().hub_name,
        "url": base + "/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": base + "/search?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def _price(amount: Money) -> Facts:
    return {"price": amount.text, "priceCurrency": amount.currency}


def _country(code: str) -> Facts:
    return {"@type": "Country", "name": code}


def _days(least: int, most: int) -> Facts:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def product_share(page: ProductPage, chosen: Ask | None) -> Share:
    """A link to this product; the price is the seller's own for the smallest order, without delivery."""
    picture = page.pictures[0] if page.pictures else None
    return Share(
        title=page.text.title,
        says=_short(page.text.summary),
        picture=picture.share if picture else "",
        alt=(picture.alt or page.text.title) if picture else "",
        kind="product",
        price=chosen.goods.text if chosen else "",
        currency=chosen.goods.currency if chosen else "",
    )


def firm_share(seller: BusinessCard, pictures: Sequence[PictureSet]) -> Share:
    """A link to a shop."""
    first = pictures[0] if pictures else None
    return Share(seller.name, _short(seller.story), first.share if first else "", first.alt if first else "", "profile")


def _short(text: str) -> str:
    return text if len(text) <= SHARED_CHARS_MAX else text[: SHARED_CHARS_MAX - 1].rstrip() + "…"
