"""Save what the product pages send: product, variant and offer in one commit. NotAccepted says what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot, ProductPage
from karum.catalogue.services import (
    NotAccepted,
    add_variant,
    change_product,
    change_variant,
    create_product,
    record_classification,
    save_text,
    set_offer,
    set_offer_state,
)
from karum.rules.classify import classify

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FoundCode:
    """An HS code that a person took from our shortlist, with what the list was made from: it can be made again."""

    words: str
    language: str
    answers: Mapping[str, str]
    code: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What the forms of a new product say: of the thing, its words, its variant and the offer."""

    language: str
    facts: Facts
    words: Facts
    variant: Facts
    offer: Facts
    sku: str


@transaction.atomic
def create(seller_id: int, author: str, parts: Parts, *, found: FoundCode | None = None) -> int:
    """Put a new product with one variant on sale; return its id. ``found``: how its HS code was found."""
    product_id = create_product(
        seller_id=seller_id, language=parts.language, author=author, **parts.facts, **parts.words
    )
    add_offer(seller_id, product_id, parts.variant, parts.offer, sku=parts.sku)
    _keep(product_id, found)
    return product_id


@transaction.atomic
def change(page: ProductPage, author: str, facts: Facts, words: Facts, *, found: FoundCode | None = None) -> None:
    """Write the facts and the original words anew. ``found``: how the HS code was found, if with our help."""
    change_product(page.id, **facts)
    save_text(page.id, page.language, author=author, state="original", **words)
    _keep(page.id, found)


def _keep(product_id: int, found: FoundCode | None) -> None:
    if found is not None:
        shortlist = classify(found.words, found.language, answers=found.answers)
        record_classification(product_id, shortlist, chosen=found.code, chosen_by=found.person_id, now=timezone.now())


@transaction.atomic
def add_offer(seller_id: int, product_id: int, variant: Facts, offer: Facts, *, sku: str) -> int:
    """Add a variant and offer it; an empty ``sku`` gets one. A new variant never takes over another one's offer."""
    if sku and any(known.sku == sku for known in catalogue.offers_of_seller(seller_id, "en")):
        raise NotAccepted({"sku": _("You use this article number already.")})
    variant_id = add_variant(product_id, **variant)
    return set_offer(seller_id=seller_id, variant_id=variant_id, sku=sku or f"P{product_id}-{variant_id}", **offer)


@transaction.atomic
def change_offer(offer: OfferSnapshot, variant: Facts | None, facts: Facts, *, stock_shown: int | None) -> None:
    """Write variant (None: it is another firm's) and offer anew.

    ``stock_shown``: the stock that the page showed. When it was not touched it is not written: orders may have taken
    some since.
    """
    if variant is not None:
        change_variant(offer.variant_id, **variant)
    untouched = facts["available"] == stock_shown
    set_offer(
        seller_id=offer.seller_id,
        variant_id=offer.variant_id,
        sku=offer.sku,
        state=offer.state,
        **{**facts, "available": None if untouched else facts["available"]},
    )


@transaction.atomic
def set_state(seller_id: int, page: ProductPage, offers: Iterable[OfferSnapshot], state: str) -> None:
    """``active`` puts the product and all its offers on sale, ``paused`` takes the offers off."""
    if state == "active" and page.state != "published" and page.created_by == seller_id:
        change_product(page.id, state="published")
    for offer in offers:
        set_offer_state(seller_id, offer.id, state)
