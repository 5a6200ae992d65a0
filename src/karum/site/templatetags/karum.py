"""Template tags and filters that all packages' templates share."""

from django import template
from django.utils.translation import get_language, to_locale

from karum.money import Money, format_money

register = template.Library()


@register.filter
def money(amount: Money) -> str:
    """Write an amount as people of the page's language do."""
    return format_money(amount, to_locale(get_language() or "en"))
