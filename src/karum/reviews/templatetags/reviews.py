"""Reviews in templates: ``{% load reviews %}``. A product's page hands over what it read; a shop's reads one row."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karum.catalogue.queries import PictureSet
from karum.reviews import words
from karum.reviews.domain.rating import Rating
from karum.reviews.queries import ReviewView, ratings_of_sellers
from karum.runtime.wording import spoken

register = template.Library()
register.filter("review_reason_text", words.reason_text)
register.filter("review_action_text", words.action_text)
register.filter("review_side_text", words.side_text)


@register.simple_tag
def stars(count: int) -> SafeString:
    """So many stars of five, with words for who does not see them."""
    label = _("%(stars)s of 5 stars") % {"stars": count}
    return format_html(
        '<span class="stars" role="img" aria-label="{}">{}</span>', label, "★" * count + "☆" * (5 - count)
    )


@register.filter
def mean(value: Decimal) -> str:
    """The mean with its one decimal, as the page's language writes it: ``4.0``."""
    return format_decimal(value, format="0.0", locale=spoken())


@register.simple_tag
def widest(photo: PictureSet) -> str:
    """The address of a photo as large as it is kept."""
    return photo.url_at(9_999)


@register.filter
def at(rows: Sequence[Any], place: int) -> Any:
    """The row at a place."""
    return rows[place]


@register.inclusion_tag("reviews/_of_product.html")
def product_reviews(slug: str, rating: Rating, reviews: Sequence[ReviewView]) -> dict[str, Any]:
    """What a product's page says of its reviews: mean, number, the two newest; nothing where there are none."""
    return {"rating": rating, "reviews": reviews, "slug": slug} if rating.count else {}


@register.inclusion_tag("reviews/_of_seller.html")
def seller_rating(seller_id: int, slug: str) -> dict[str, Any]:
    """What a shop's page says of its reviews, in a line."""
    return {"rating": ratings_of_sellers([seller_id]).get(seller_id) or Rating(), "slug": slug}
