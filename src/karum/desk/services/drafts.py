"""Products that are not ready: keep what was typed and photographed, put it on sale once, throw it away."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue.services import (
    NotAccepted,
    PictureFiles,
    add_picture,
    forget_picture_files,
    picture_files_there,
    upload_picture,
)
from karum.desk.models import ProductDraft
from karum.desk.services import products

DRAFTS_MAX = 200
PICTURES_MAX = 12
FIELDS_MAX = 60
CHARS_MAX = 10_500
KEPT_DAYS = 30
"""A draft that became a product is forgotten after so many days."""

_NAME = re.compile(r"[a-z_]{1,40}")
_BUTTONS = frozenset(
    {"csrfmiddlewaretoken", "key", "keep", "publish", "suggest", "hs_take", "hs_choice", "throw_away", "without"}
)


@dataclass(frozen=True, slots=True)
class Kept:
    """``problems``: pictures that were not taken, each with why. ``product_id``: it is a product already."""

    problems: tuple[str, ...]
    product_id: int | None


class TooManyDrafts(ValueError):
    """The firm has so many drafts that some must be finished or thrown away first; the message says so."""


def keep(
    seller_id: int,
    key: UUID,
    typed: Mapping[str, str],
    uploads: Iterable[tuple[str, IO[bytes]]],
    *,
    person_id: int,
    now: datetime,
    without: str = "",
) -> Kept:
    """Keep a draft as it stands on the seller's screen, and the pictures that came with it: (name, file).

    The same picture twice is one. ``without``: the digest of a picture to leave out. Raises TooManyDrafts.
    """
    problems, files = [], []
    for name, upload in uploads:  # before the transaction: a picture takes a tenth of a second
        try:
            files.append(upload_picture(upload))
        except NotAccepted as refused:
            problems.append(f"{name}: {' '.join(refused.problems.values())}")
    with transaction.atomic():
        draft, new = ProductDraft.objects.select_for_update().get_or_create(
            seller_id=seller_id, key=key, defaults={"person_id": person_id, "changed_at": now}
        )
        if new and ProductDraft.objects.filter(seller_id=seller_id, product_id=None).count() > DRAFTS_MAX:
            raise TooManyDrafts(_("You have very many drafts. Finish some or throw them away first."))
        if draft.product_id is None:
            there = {row["digest"]: row for row in draft.pictures}
            there |= {file.digest: {"digest": file.digest, **file.facts} for file in files}
            if len(there) > PICTURES_MAX:
                problems.append(_("A product has at most 12 pictures. Remove one first."))
            draft.typed = _clean(typed)
            draft.pictures = [row for row in there.values() if row["digest"] != without][:PICTURES_MAX]
            draft.changed_at = now
            draft.save()
    return Kept(tuple(problems), draft.product_id)


@transaction.atomic
def publish(seller_id: int, key: UUID, *, author: str, found: products.FoundCode | None, parts: products.Parts) -> int:
    """Make the draft a product on sale with its pictures; return its id, the same one when it is asked again.

    Raises NotAccepted with a message per field, and then the draft stays.
    """
    draft = ProductDraft.objects.select_for_update().get(seller_id=seller_id, key=key)
    if draft.product_id is None:
        draft.product_id = products.create(seller_id, author, parts, found=found)
        for row in draft.pictures:
            if picture_files_there(files := _files(row)):  # another product with this picture may have lost it
                add_picture(draft.product_id, files)
        draft.save(update_fields=["product_id"])
    return draft.product_id


@transaction.atomic
def throw_away(seller_id: int, key: UUID) -> None:
    """Forget a draft with its pictures; nothing happens when it is not there or became a product."""
    draft = ProductDraft.objects.filter(seller_id=seller_id, key=key, product_id=None).first()
    if draft is not None:
        draft.delete()
        transaction.on_commit(lambda: _forget(draft.pictures))


def forget_finished(now: datetime) -> int:
    """Delete rows of drafts that became products long ago; return how many."""
    count, _rows = ProductDraft.objects.filter(
        changed_at__lt=now - timedelta(days=KEPT_DAYS), product_id__isnull=False
    ).delete()
    return count


def _forget(pictures: Iterable[Mapping[str, Any]]) -> None:
    for row in pictures:
        if not ProductDraft.objects.filter(pictures__contains=[{"digest": row["digest"]}]).exists():
            forget_picture_files(_files(row))


def _files(row: Mapping[str, Any]) -> PictureFiles:
    return PictureFiles(row["digest"], {name: value for name, value in row.items() if name != "digest"})


def _clean(typed: Mapping[str, str]) -> dict[str, Any]:
    found = {
        name: value.replace("\0", "")[:CHARS_MAX]
        for name, value in typed.items()
        if _NAME.fullmatch(name) and name not in _BUTTONS and isinstance(value, str)
    }
    return dict(list(found.items())[:FIELDS_MAX])
