"""Keep pictures of products as immutable files named by the digest of what was uploaded."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from karum.catalogue.models import Picture, Product, ShopPicture
from karum.catalogue.queries.pictures import file_name, share_file_name
from karum.catalogue.services.encoding import BYTES_MAX, encode
from karum.catalogue.services.problems import NotAccepted
from karum.runtime.disk import EVERYBODY, write_whole

PICTURES_MAX = 12


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """A picture whose files are written. ``facts``: width, height, colour and widths, as the table has them."""

    digest: str
    facts: dict[str, object]


def write_picture(content: bytes, *, apart: bytes = b"") -> PictureFiles:
    """Check an upload and write its files, without the database: another process may do it. Raises NotAccepted.

    apart: keeps the files from those of products, which go with the last product that shows them.
    """
    digest = _digest(apart + content)
    made = encode(content)
    for (width, kind), data in made.files.items():
        write_whole(Path(settings.MEDIA_ROOT) / file_name(digest, width, kind), data, EVERYBODY, lasting=False)
    facts: dict[str, object] = {
        "width": made.width,
        "height": made.height,
        "colour": made.colour,
        "webp_widths": made.widths("webp"),
        "avif_widths": made.widths("avif"),
    }
    return PictureFiles(digest, facts)


def upload_picture(upload: IO[bytes]) -> PictureFiles:
    """Check an upload and write its files for something that is no product yet. Raises NotAccepted."""
    return _written(upload)


def picture_files_there(picture: PictureFiles) -> bool:
    """Whether all files of a picture are still there."""
    return all(path.exists() for path in _paths(picture.digest, *_widths(picture.facts)))


def forget_picture_files(picture: PictureFiles) -> None:
    """Remove the files of a picture that was kept for something else, unless a product or a shop shows it."""
    if not any(shown.objects.filter(digest=picture.digest).exists() for shown in (Picture, ShopPicture)):
        shared = Path(settings.MEDIA_ROOT) / share_file_name(picture.digest)
        for path in (*_paths(picture.digest, *_widths(picture.facts)), shared):
            path.unlink(missing_ok=True)


def add_picture(product_id: int, upload: bytes | IO[bytes] | PictureFiles, *, alt: str = "") -> int:
    """Check an upload, make its files and put it last among the product's pictures; return the picture's id.

    alt: what it shows, in the product's language. Raises NotAccepted, field ``picture`` or ``alt``.
    """
    if len(alt) > 250:
        raise NotAccepted({"alt": _("A description has at most 250 characters.")})
    # Before the transaction: it takes a tenth of a second.
    picture = upload if isinstance(upload, PictureFiles) else _written(upload)
    with transaction.atomic():
        Product.objects.select_for_update().get(id=product_id)
        there = Picture.objects.filter(product_id=product_id)
        if there.count() >= PICTURES_MAX:
            raise NotAccepted({"picture": _("A product has at most 12 pictures. Remove one first.")})
        last = there.aggregate(last=Max("position"))["last"]
        return Picture.objects.create(
            product_id=product_id,
            position=0 if last is None else last + 1,
            alt=alt,
            digest=picture.digest,
            **picture.facts,
        ).id


@transaction.atomic
def remove_picture(product_id: int, picture_id: int) -> None:
    """Take a picture away; its files go when no other product shows them."""
    picture = Picture.objects.filter(product_id=product_id, id=picture_id).first()
    if picture is None:
        return
    picture.delete()
    transaction.on_commit(lambda: _remove_files(picture))


@transaction.atomic
def order_pictures(product_id: int, picture_ids: list[int]) -> None:
    """Put the pictures into this order; those that are not named follow as they were."""
    Product.objects.select_for_update().get(id=product_id)
    there = list(Picture.objects.filter(product_id=product_id).order_by("position"))
    wanted = {picture_id: place for place, picture_id in enumerate(picture_ids)}
    there.sort(key=lambda picture: wanted.get(picture.id, len(wanted) + picture.position))
    # Two steps, as two pictures may never share a position, not even for a moment.
    for step in (10_000, 0):
        for place, picture in enumerate(there):
            Picture.objects.filter(id=picture.id).update(position=step + place)


def _written(upload: bytes | IO[bytes]) -> PictureFiles:
    content = upload if isinstance(upload, bytes) else upload.read(BYTES_MAX + 1)
    return _same(_digest(content)) or write_picture(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _same(digest: str) -> PictureFiles | None:
    """A picture that was uploaded before and whose files are still there."""
    same = (
        Picture.objects.filter(digest=digest).values("width", "height", "colour", "webp_widths", "avif_widths").first()
    )
    if same is None or not all(path.exists() for path in _paths(digest, same["webp_widths"], same["avif_widths"])):
        return None
    return PictureFiles(digest, dict(same))


def _paths(digest: str, webp_widths: list[int], avif_widths: list[int]) -> list[Path]:
    names = [file_name(digest, width, "webp") for width in webp_widths]
    names += [file_name(digest, width, "avif") for width in avif_widths]
    return [Path(settings.MEDIA_ROOT) / name for name in names]


def _remove_files(picture: Picture) -> None:
    widths = {"webp_widths": picture.webp_widths, "avif_widths": picture.avif_widths}
    forget_picture_files(PictureFiles(picture.digest, widths))


def _widths(facts: Mapping[str, Any]) -> tuple[list[int], list[int]]:
    return facts["webp_widths"], facts["avif_widths"]
