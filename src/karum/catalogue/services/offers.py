"""Write offers: price, breaks, stock, state."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue.domain.offers import breaks_are_sound
from karum.catalogue.models import Incoterm, Offer, OfferState, Variant
from karum.catalogue.services.listings import refresh
from karum.catalogue.services.problems import NotAccepted
from karum.money import BadCurrency, Money, exponent

STOCK_MAX = 1_000_000_000
_MINOR_MAX = 10**15


@transaction.atomic
def set_offer(
    *,
    seller_id: int,
    variant_id: int,
    sku: str,
    price: Money,
    available: int | None = None,
    breaks: Sequence[tuple[int, int]] = (),
    incoterm: str = Incoterm.DAP,
    quantity_min: int = 1,
    pack_multiple: int = 1,
    handling_days: int = 2,
    state: str = OfferState.ACTIVE,
) -> int:
    """Create or change the seller's offer ``sku``; return its id.

    price: of one unit. breaks: (quantity from which, price of one unit in minor units). available: units that can be
    ordered now, besides those reserved by orders; None keeps what is there (0 for a new offer).
    Raises NotAccepted with a message per field.
    """
    sku = sku.strip()
    problems = offer_problems(
        sku=sku,
        price=price,
        available=available,
        breaks=breaks,
        quantity_min=quantity_min,
        pack_multiple=pack_multiple,
        handling_days=handling_days,
    )
    variant = Variant.objects.filter(id=variant_id).first()
    if variant is None:
        problems["variant"] = _("This variant is not there any more.")
    if incoterm not in Incoterm.values:
        problems["incoterm"] = _("Choose who pays duty from the list.")
    if problems:
        raise NotAccepted(problems)
    assert variant is not None
    facts: dict[str, Any] = {
        "variant_id": variant_id,
        "currency": price.currency,
        "price_minor": price.minor,
        "breaks": [list(entry) for entry in breaks],
        "incoterm": incoterm,
        "quantity_min": quantity_min,
        "pack_multiple": pack_multiple,
        "handling_days": handling_days,
        "state": state,
    }
    if available is not None:
        facts["available"] = available
    # The lock keeps orders out while the offer changes, so no order sees half of it.
    found = (
        Offer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("variant")
        .filter(seller_id=seller_id, sku=sku)
    )
    offer = found.first()
    if offer is None:
        # Two windows that save one new SKU at once make one offer: the second changes what the first made.
        Offer.objects.bulk_create([Offer(seller_id=seller_id, sku=sku, **facts)], ignore_conflicts=True)
        offer = found.get()
    moved_from = offer.variant.product_id
    changed = {field: value for field, value in facts.items() if getattr(offer, field) != value}
    if changed:
        Offer.objects.filter(seller_id=seller_id, id=offer.id).update(**changed)
    refresh({variant.product_id, moved_from})
    return offer.id


@transaction.atomic
def set_stock(seller_id: int, offer_id: int, available: int) -> None:
    """Set how many units can be ordered now. Raises NotAccepted; Offer.DoesNotExist when it is not this seller's."""
    if not 0 <= available <= STOCK_MAX:
        raise NotAccepted({"available": _stock_message()})
    offer = Offer.objects.select_for_update(no_key=True).get(seller_id=seller_id, id=offer_id)
    offer.available = available
    offer.save(update_fields=["available"])
    refresh([offer.variant.product_id])


@transaction.atomic
def set_offer_state(seller_id: int, offer_id: int, state: str) -> None:
    """Put an offer on sale or pause it. Raises Offer.DoesNotExist when it is not this seller's."""
    offer = Offer.objects.select_for_update(no_key=True).get(seller_id=seller_id, id=offer_id)
    offer.state = OfferState(state)
    offer.save(update_fields=["state"])
    refresh([offer.variant.product_id])


def offer_problems(
    *,
    sku: str,
    price: Money,
    available: int | None,
    breaks: Sequence[tuple[int, int]],
    quantity_min: int,
    pack_multiple: int,
    handling_days: int,
) -> dict[str, str]:
    """Return field -> message for what cannot be offered."""
    problems = {}
    if not 0 < len(sku) <= 64:
        problems["sku"] = _("Give your own article number (SKU), at most 64 characters.")
    try:
        exponent(price.currency)
    except BadCurrency:
        problems["currency"] = _("Choose a currency from the list.")
    if not 0 < price.minor <= _MINOR_MAX:
        problems["price"] = _("The price must be more than 0.")
    if available is not None and not 0 <= available <= STOCK_MAX:
        problems["available"] = _stock_message()
    if not breaks_are_sound(price.minor, breaks):
        problems["breaks"] = _("Each price break must start at a higher quantity and cost less than the one before.")
    if not 1 <= quantity_min <= 1_000_000:
        problems["quantity_min"] = _("The smallest order is 1 or more.")
    if not 1 <= pack_multiple <= 1_000_000:
        problems["pack_multiple"] = _("A pack holds 1 or more.")
    if not 0 <= handling_days <= 90:
        problems["handling_days"] = _("Handling takes 0 to 90 working days.")
    return problems


def _stock_message() -> str:
    return _("Stock is a whole number from 0 to 1,000,000,000.")
