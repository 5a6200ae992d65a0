"""Sitemaps as XML. Pure. Source: https://www.sitemaps.org/protocol.html and Google's image extension."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"


def index(files: Iterable[tuple[str, datetime | None]]) -> str:
    """The list of all sitemaps: (address, when something in it was last changed, None: not known)."""
    rows = "".join(f"<sitemap><loc>{escape(address)}</loc>{_changed(at)}</sitemap>\n" for address, at in files)
    return f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">\n{rows}</sitemapindex>\n'


def begin() -> str:
    return f'{_HEAD}<urlset xmlns="{_SCHEMA}" xmlns:image="{_IMAGES}">\n'


def page(address: str, changed_at: datetime | None = None, picture: str = "") -> str:
    """One page of a sitemap. ``picture``: the whole address of the picture that matters on it."""
    image = f"<image:image><image:loc>{escape(picture)}</image:loc></image:image>" if picture else ""
    return f"<url><loc>{escape(address)}</loc>{_changed(changed_at)}{image}</url>\n"


def end() -> str:
    return "</urlset>\n"


def small(addresses: Iterable[str]) -> Iterator[str]:
    """A whole sitemap of pages of which nothing but the address is known."""
    yield begin()
    yield "".join(page(address) for address in addresses)
    yield end()


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
