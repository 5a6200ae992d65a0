"""Filters of the pages of markets: ``{% load markets %}``."""

from django import template

from karum.shop import market_words as words

register = template.Library()
register.filter("regime_name", words.regime_name)
register.filter("regime_conditions", words.regime_conditions)
register.filter("regime_effects", words.regime_effects)
register.filter("fee_text", words.fee_text)
register.filter("fee_conditions", words.fee_conditions)
register.filter("parts", words.parts_text)
register.filter("countries", words.countries_text)


@register.filter
def hs_spans(spans: tuple[tuple[str, str], ...]) -> str:
    """Runs of HS prefixes: ``25–27, 30``."""
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in spans)
