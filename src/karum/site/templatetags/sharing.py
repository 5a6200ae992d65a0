"""The tags in a page's head that search engines and shared links read."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import to_locale

from karum.parties.locale import locale_of
from karum.runtime.settings import settings
from karum.site.finding import addresses

# What could end the element or begin another one in it; all of them are the same text to a reader of JSON.
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def finding(context: template.Context) -> dict[str, Any]:
    """Canonical address, languages, Open Graph and facts of a page, from ``share`` and ``facts`` of its context."""
    request: HttpRequest | None = context.get("request")
    share = context.get("share")
    found = addresses(request) if request is not None and not context.get("status") else None
    return {
        "addresses": found,
        "share": share,
        "facts": context.get("facts") or (),
        "picture": settings().base_url + (getattr(share, "picture", "") or static("site/share.jpg")) if found else "",
        "locale": to_locale(locale_of(request).language) if request is not None else "",
        "hub_name": context.get("hub_name", ""),
    }


def json_ld(facts: Mapping[str, Any]) -> SafeString:
    """Facts of schema.org as a data block: never run as a script, and nothing in it can end it."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
