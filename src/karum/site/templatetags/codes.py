"""HS codes for people, and the sentences about them: ``{% load codes %}``."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from karum.rules.classify import Reason

register = template.Library()


@register.filter
def dotted(code: str) -> SafeString:
    """``610910`` as customs write it: 6109.10, read from left to right everywhere."""
    parts = [code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))]
    return format_html('<b class="number" dir="ltr">{}</b>', ".".join(part for part in parts if part))


@register.filter
def why(reason: Reason) -> str:
    """A reason as a sentence in the page's language."""
    return gettext(reason.text) % reason.params


@register.filter
def msgid(text: str) -> str:
    """A sentence that stands in a data file, in the page's language."""
    return gettext(text) if text else ""


@register.filter
def given(answers: Any, name: str) -> str:
    """The answer to one question, empty while it is open."""
    return str(answers.get(name, ""))
