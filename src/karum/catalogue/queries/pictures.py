"""Pictures as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

FALLBACK_WIDTH = 640


@dataclass(frozen=True, slots=True)
class PictureSet:
    """What a ``<picture>`` element needs: srcset texts of both formats, a fallback, the colour until it is there."""

    alt: str
    width: int
    height: int
    avif: str
    webp: str
    url: str
    colour: str
    id: int = 0  # the stored picture, where it can be changed

    @property
    def share(self) -> str:
        """Path of the JPEG that goes with a shared link; it is made when first asked for."""
        folder, name = self.url.rsplit("/", 2)[-2:]
        return f"/share/{folder}{name.partition('-')[0]}.jpg"

    @property
    def sources(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Formats with their files, the smaller format first: what the template tag ``picture`` writes."""
        return [("image/avif", _files(self.avif)), ("image/webp", _files(self.webp))]

    def url_at(self, width: int) -> str:
        """Return the WebP file that is nearest to ``width`` pixels and not smaller, else the widest."""
        sizes = [(int(size[:-1]), url) for url, size in (entry.split() for entry in self.webp.split(", "))]
        return next((url for wide, url in sizes if wide >= width), sizes[-1][1])


def file_name(digest: str, width: int, kind: str) -> str:
    """Return the file's name under MEDIA_ROOT: it names the content, so it may be cached for ever."""
    return f"pictures/{digest[:2]}/{digest[2:]}-{width}.{kind}"


def share_file_name(digest: str) -> str:
    """Return the name under MEDIA_ROOT of the picture that goes with a shared link."""
    return f"pictures/{digest[:2]}/{digest[2:]}-share.jpg"


def picture_set(
    digest: str, alt: str, width: int, height: int, colour: str, webp_widths: list[int], avif_widths: list[int]
) -> PictureSet:
    """Build a PictureSet from what is stored. Source of the attributes: HTML, 4.8.4.2 (srcset)."""
    fallback = next((w for w in sorted(webp_widths) if w >= FALLBACK_WIDTH), max(webp_widths))
    return PictureSet(
        alt=alt,
        width=width,
        height=height,
        avif=_srcset(digest, avif_widths, "avif"),
        webp=_srcset(digest, webp_widths, "webp"),
        url=_url(digest, fallback, "webp"),
        colour=colour,
    )


def picture_of(row: Mapping[str, Any]) -> PictureSet:
    """Build a PictureSet from a row as ``values()`` of Picture gives it."""
    made = picture_set(
        row["digest"],
        row["alt"],
        row["width"],
        row["height"],
        row["colour"],
        row["webp_widths"],
        row["avif_widths"],
    )
    return replace(made, id=row["id"])


def _files(srcset: str) -> list[tuple[int, str]]:
    """(width in pixels, URL) of each entry of a srcset text."""
    parts = (entry.split() for entry in srcset.split(", ") if entry)
    return [(int(size[:-1]), url) for url, size in parts]


def _srcset(digest: str, widths: list[int], kind: str) -> str:
    return ", ".join(f"{_url(digest, width, kind)} {width}w" for width in sorted(widths))


def _url(digest: str, width: int, kind: str) -> str:
    return f"{settings.MEDIA_URL}{file_name(digest, width, kind)}"
