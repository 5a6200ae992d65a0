"""Save what the product pages send: product, variant and offer in one commit."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot, ProductPage
from karum.catalogue.services import (
    NotAccepted,
    add_variant,
    change_product,
    change_variant,
    create_product,
    save_text,
    set_offer,
    set_offer_state,
)
from karum.desk.forms.product import OfferForm, ProductForm
from karum.parties.queries import BusinessCard

_VARIANT_FIELDS = {"size_mm": "length_mm", "variant": "name"}


@transaction.atomic
def _create(business: BusinessCard, author: str, product: ProductForm, offer: OfferForm) -> int:
    product_id = create_product(
        seller_id=business.id,
        language=product.cleaned_data["language"],
        author=author,
        **product.facts(),
        **product.words(),
    )
    _offer_new(business.id, product_id, offer)
    return product_id


def create(business: BusinessCard, author: str, product: ProductForm, offer: OfferForm) -> int | None:
    """Put a new product on sale; return its id, or None with what is wrong at the fields of the two forms."""
    try:
        return _create(business, author, product, offer)
    except NotAccepted as refused:
        _spread(refused, product, offer)
        return None


@transaction.atomic
def _change(page: ProductPage, author: str, product: ProductForm) -> None:
    change_product(page.id, **product.facts())
    save_text(page.id, page.language, author=author, state="original", **product.words())


def change(page: ProductPage, author: str, product: ProductForm) -> bool:
    """Write the facts and the original words anew; False with what is wrong at the fields."""
    try:
        _change(page, author, product)
    except NotAccepted as refused:
        product.refuse(refused)
        return False
    return True


@transaction.atomic
def _offer_new(seller_id: int, product_id: int, form: OfferForm) -> int:
    variant_id = add_variant(product_id, **form.variant())
    sku = form.cleaned_data["sku"] or f"P{product_id}-{variant_id}"
    _check_free(seller_id, sku)
    return set_offer(seller_id=seller_id, variant_id=variant_id, sku=sku, **form.offer())


def add_offer(seller_id: int, product_id: int, form: OfferForm) -> bool:
    """Add a variant with its offer; False with what is wrong at the fields."""
    try:
        _offer_new(seller_id, product_id, form)
    except NotAccepted as refused:
        form.refuse(refused, names=_VARIANT_FIELDS)
        return False
    return True


@transaction.atomic
def _offer_change(offer: OfferSnapshot, form: OfferForm, *, owns_variant: bool) -> None:
    if owns_variant:
        change_variant(offer.variant_id, **form.variant())
    facts: dict[str, Any] = form.offer()
    if facts["available"] == form.initial_available:
        facts["available"] = None  # untouched: orders may have taken some since the page was shown
    set_offer(seller_id=offer.seller_id, variant_id=offer.variant_id, sku=offer.sku, state=offer.state, **facts)


def change_offer(offer: OfferSnapshot, form: OfferForm, *, owns_variant: bool) -> bool:
    """Write variant and offer anew; False with what is wrong at the fields."""
    try:
        _offer_change(offer, form, owns_variant=owns_variant)
    except NotAccepted as refused:
        form.refuse(refused, names=_VARIANT_FIELDS)
        return False
    return True


@transaction.atomic
def set_state(seller_id: int, page: ProductPage, offers: list[OfferSnapshot], state: str) -> None:
    """``active`` puts the product and all its offers on sale, ``paused`` takes the offers off."""
    if state == "active" and page.state != "published" and page.created_by == seller_id:
        change_product(page.id, state="published")
    for offer in offers:
        set_offer_state(seller_id, offer.id, state)


def _check_free(seller_id: int, sku: str) -> None:
    """A new variant must not take over the offer of another one by its article number."""
    if any(offer.sku == sku for offer in catalogue.offers_of_seller(seller_id, "en")):
        raise NotAccepted({"sku": _("You use this article number already.")})


def _spread(refused: NotAccepted, product: ProductForm, offer: OfferForm) -> None:
    """Each message goes to the form that has its field."""
    mine = {field: text for field, text in refused.problems.items() if field in product.fields}
    rest = {field: text for field, text in refused.problems.items() if field not in product.fields}
    if mine:
        product.refuse(NotAccepted(mine))
    if rest:
        offer.refuse(NotAccepted(rest), names=_VARIANT_FIELDS)
