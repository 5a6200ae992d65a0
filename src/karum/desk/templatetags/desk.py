"""Filters of the desk's templates: ``{% load desk %}``."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse

from karum.money import Money

register = template.Library()


@register.filter
def offer_price(offer: Any) -> Money:
    """The price of one unit of an offer."""
    return Money(offer.price_minor, offer.currency)


@register.filter
def picture_url(picture: Any, width: int) -> str:
    """One file of a picture for a small box, or the hub's stand-in."""
    return str(picture.url_at(width)) if picture else static("site/no-picture.svg")


@register.filter
def minor(amount_minor: int, currency: str) -> Money:
    """An amount that comes as minor units beside its currency."""
    return Money(amount_minor, currency)


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """``{{ names|of:code }}``: the value of a key, empty when there is none."""
    return mapping.get(key, "")


@register.filter
def in_order(codes: Any) -> list[str]:
    """Country codes as a sorted list."""
    return sorted(codes)


@register.filter
def less(number: int, minus: int) -> int:
    """``number`` without ``minus``."""
    return number - minus


@register.filter
def desk_url(slug: str, name: str) -> str:
    """The address of a page of the desk that needs nothing but the business."""
    return reverse(f"desk:{name}", args=[slug])


@register.filter
def minus(amount: Money) -> Money:
    """What is taken away, as the language writes a negative amount."""
    return -amount
