"""The hub's own icons, read once from ``static/site/icons.svg`` and written into the page.

Inline, because a sprite file would be one more request on a slow line, and the same paths compress to almost nothing.
"""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

_STATIC = Path(__file__).resolve().parent.parent / "static" / "site"
_SYMBOL = re.compile(r'<symbol id="([a-z]+)"(?: class="([a-z]+)")?>(.*?)</symbol>')


@cache
def icons() -> dict[str, SafeString]:
    """Every icon by its name, as ``<svg>`` that takes the colour and size of the text around it."""
    drawn: dict[str, SafeString] = {}
    for name, kind, paths in _SYMBOL.findall((_STATIC / "icons.svg").read_text(encoding="utf-8")):
        flip = " icon--flip" if kind == "flip" else ""
        drawn[name] = mark_safe(f'<svg class="icon{flip}" viewBox="0 0 24 24" aria-hidden="true">{paths}</svg>')  # noqa: S308
    return drawn


@cache
def mark() -> SafeString:
    """The hub's mark: a clay tablet with three wedges that make a K."""
    svg = (_STATIC / "mark.svg").read_text(encoding="utf-8").strip()
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308


@cache
def mark_address() -> SafeString:
    """The same as an address that holds the whole drawing: the icon of the tab costs no request."""
    svg = (_STATIC / "mark.svg").read_text(encoding="utf-8").strip().replace('"', "'")
    return mark_safe("data:image/svg+xml," + quote(svg, safe=" '/:=.-,"))  # noqa: S308
