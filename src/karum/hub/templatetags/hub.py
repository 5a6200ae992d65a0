"""Filters of the console's templates: ``{% load hub %}``."""

from collections.abc import Iterable

from django import template

from karum.hub import bank_words
from karum.payments import texts
from karum.runtime.wording import list_text

register = template.Library()
register.filter("entry_kind", bank_words.kind_text)
register.filter("entry_why", bank_words.why_text)
register.filter("item_kind", bank_words.item_text)
register.filter("tier_name", texts.tier_name)


@register.filter
def document_names(codes: Iterable[str]) -> str:
    """What a tier asks for, in a row."""
    return list_text(texts.document_name(code) for code in codes)
