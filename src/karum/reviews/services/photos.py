"""Photos of reviews: made like every picture of the hub, and out of everybody's reach while their review is hidden."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from karum.catalogue.queries.pictures import file_name
from karum.catalogue.services import PictureFiles, write_picture
from karum.catalogue.services.problems import NotAccepted
from karum.reviews.domain.terms import terms
from karum.reviews.models import Photo, Review
from karum.runtime.settings import settings as knobs

_APART = b"review "


def made(uploads: Sequence[bytes]) -> list[PictureFiles]:
    """Check uploads and write their files, before any transaction. Raises NotAccepted, field ``picture``."""
    if len(uploads) > terms().photos_max:
        most = terms().photos_max
        raise NotAccepted({"picture": _("A review has at most %(most)s photos.") % {"most": most}})
    return [write_picture(one, apart=_APART) for one in uploads]


def keep(review: Review, pictures: Sequence[PictureFiles]) -> None:
    """Put the pictures behind those that are there; the caller saves ``review``. Raises NotAccepted for too many."""
    there = list(Photo.objects.filter(review=review).order_by("position"))
    known = {photo.digest for photo in there}
    new = list({one.digest: one for one in pictures if one.digest not in known}.values())
    if len(there) + len(new) > terms().photos_max:
        most = terms().photos_max
        raise NotAccepted({"picture": _("A review has at most %(most)s photos. Remove one first.") % {"most": most}})
    first = there[-1].position + 1 if there else 0
    for position, one in enumerate(new, first):
        Photo.objects.create(review=review, position=position, digest=one.digest, **one.facts)
    review.photo_count = len(there) + len(new)


def drop(review: Review, positions: Sequence[int]) -> list[Photo]:
    """Take photos away; return them, so that their files go after the commit. The caller saves ``review``."""
    gone = list(Photo.objects.filter(review=review, position__in=positions))
    Photo.objects.filter(pk__in=[photo.pk for photo in gone]).delete()
    review.photo_count = Photo.objects.filter(review=review).count()
    return gone


def forget_files(photos: Sequence[Photo]) -> None:
    """Remove the files of photos that no review shows any more."""
    for photo in photos:
        if not Photo.objects.filter(digest=photo.digest).exists():
            for public, _away in _places(photo):
                public.unlink(missing_ok=True)


def forget_made(pictures: Sequence[PictureFiles]) -> None:
    """Remove the files of pictures that were made for a review which was not taken."""
    forget_files([Photo(digest=one.digest, **one.facts) for one in pictures])


def put_away(review: Review) -> None:
    """Move the files out of the public folder, unless another shown review has the same photo."""
    for photo in Photo.objects.filter(review=review):
        others = Photo.objects.filter(digest=photo.digest, review__hidden_at=None).exclude(review=review)
        for public, away in _places(photo) if not others.exists() else ():
            if public.exists():
                away.parent.mkdir(parents=True, exist_ok=True)
                public.rename(away)


def bring_back(review: Review) -> None:
    """Move the files back to where everybody may see them."""
    for photo in Photo.objects.filter(review=review):
        for public, away in _places(photo):
            if away.exists():
                public.parent.mkdir(parents=True, exist_ok=True)
                away.rename(public)


def _places(photo: Photo) -> list[tuple[Path, Path]]:
    """(where everybody sees it, where nobody does) of each file."""
    names = [file_name(photo.digest, width, "webp") for width in photo.webp_widths]
    names += [file_name(photo.digest, width, "avif") for width in photo.avif_widths]
    hidden = Path(knobs().data_dir) / "hidden"
    return [(Path(settings.MEDIA_ROOT) / name, hidden / name) for name in names]
