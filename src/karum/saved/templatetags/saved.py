"""Buttons of saved things in templates: ``{% wish_button offer_id %}`` and ``{% follow_button seller_id %}``.

A page that is kept for everybody (karum.shop.kept) cannot say what one visitor saved: there the button only saves.
"""

from typing import Any

from django import template
from django.http import HttpRequest

from karum.saved.queries import counts_of_seller, follows, has_wish, keeper_of
from karum.saved.views.visit import guest_of

register = template.Library()


@register.inclusion_tag("saved/_wish_button.html", takes_context=True)
def wish_button(context: dict[str, Any], offer_id: int) -> dict[str, Any]:
    """Save this offer, or see the list that it stands on."""
    keeper = _keeper(context.get("request"))
    return {**_page(context), "offer_id": offer_id, "saved": keeper is not None and has_wish(keeper, offer_id)}


@register.inclusion_tag("saved/_follow_button.html", takes_context=True)
def follow_button(context: dict[str, Any], seller_id: int) -> dict[str, Any]:
    """Follow this shop, or leave it."""
    keeper = _keeper(context.get("request"))
    return {**_page(context), "seller_id": seller_id, "followed": keeper is not None and follows(keeper, seller_id)}


@register.inclusion_tag("saved/_counts.html")
def saved_counts(seller_id: int) -> dict[str, Any]:
    """For the seller's own desk: how often her goods and her shop were saved. Never by whom."""
    return {"counts": counts_of_seller(seller_id)}


def _keeper(request: HttpRequest | None) -> Any:
    if request is None or getattr(request, "karum_kept", False):
        return None
    return keeper_of(request.user.pk if request.user.is_authenticated else None, guest_of(request))


def _page(context: dict[str, Any]) -> dict[str, Any]:
    return {"here": context.get("here", ""), "csrf_token": context.get("csrf_token", "")}
