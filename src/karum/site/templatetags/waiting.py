"""A picture that waits: for the data saver nothing is fetched until somebody taps its place."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from karum.site.templatetags.drawn import icons

WIDTH_PX = 320
"""The file that a tap fetches is the smallest of at least this width."""


def waiting_picture(pictures: Any, alt: str | None) -> SafeString:
    """A link to the smallest file; ``app.js`` puts the picture in its place, without a script the browser shows it.

    ``pictures``: a PictureSet of the catalogue.
    """
    return format_html(
        '<a class="waits" href="{}" data-picture="{}" data-width="{}" data-height="{}">{}<span>{}</span></a>',
        _smallest(pictures),
        pictures.alt if alt is None else alt,
        pictures.width,
        pictures.height,
        icons()["camera"],
        _("Show the picture"),
    )


def _smallest(pictures: Any) -> str:
    for _kind, files in pictures.sources:
        wide = sorted((width, url) for width, url in files if width >= WIDTH_PX) or sorted(files)[-1:]
        if wide:
            return str(wide[0][1])
    return str(pictures.url)
