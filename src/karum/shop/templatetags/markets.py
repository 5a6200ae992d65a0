"""Filters of the pages of markets: ``{% load markets %}``."""

from collections.abc import Iterable

from django import template

from karum.rules.domain.measures import Restriction
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


@register.filter
def of_everybody(restrictions: Iterable[Restriction]) -> list[Restriction]:
    """Those that bind every seller."""
    return [one for one in restrictions if one.sellers is None]


@register.filter
def of_some_sellers(restrictions: Iterable[Restriction]) -> list[Restriction]:
    """Those that bind the sellers of some countries only: export control and embargoes."""
    return [one for one in restrictions if one.sellers is not None]
