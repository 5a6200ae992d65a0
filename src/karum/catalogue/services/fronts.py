"""How a shop looks: its pictures, and what it promises, in the seller's language and in translations by people."""

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue.models import ShopPicture, ShopPlace, ShopPolicy, TextState
from karum.catalogue.services.pictures import PictureFiles, forget_picture_files, upload_picture
from karum.catalogue.services.problems import NotAccepted

POLICY_CHARS = 4_000


def set_shop_picture(seller_id: int, place: str, upload: IO[bytes] | PictureFiles, *, alt: str = "") -> None:
    """Check an upload and show it instead of the one before. Raises NotAccepted, ``picture`` or ``alt``."""
    if len(alt) > 250:
        raise NotAccepted({"alt": _("A description has at most 250 characters.")})
    picture = upload if isinstance(upload, PictureFiles) else upload_picture(upload)
    with transaction.atomic():
        before = ShopPicture.objects.select_for_update().filter(seller_id=seller_id, place=ShopPlace(place)).first()
        ShopPicture.objects.update_or_create(
            seller_id=seller_id, place=place, defaults={"alt": alt, "digest": picture.digest, **picture.facts}
        )
        if before is not None and before.digest != picture.digest:
            _forget(before)


@transaction.atomic
def remove_shop_picture(seller_id: int, place: str) -> None:
    """Take a picture away; nothing happens where there is none."""
    picture = ShopPicture.objects.filter(seller_id=seller_id, place=place).first()
    if picture is not None:
        picture.delete()
        _forget(picture)


@transaction.atomic
def save_policy(seller_id: int, language: str, text: str, *, author: str, is_original: bool) -> None:
    """Write what the shop promises in one language; an empty text takes it away. Raises NotAccepted, field ``text``."""
    text = text.strip()
    if len(text) > POLICY_CHARS:
        said = _("This text has %(count)s characters; at most %(limit)s fit.")
        raise NotAccepted({"text": said % {"count": len(text), "limit": POLICY_CHARS}})
    if not text:
        ShopPolicy.objects.filter(seller_id=seller_id, language=language).delete()
        return
    state = TextState.ORIGINAL if is_original else TextState.HUMAN
    ShopPolicy.objects.update_or_create(
        seller_id=seller_id, language=language, defaults={"text": text, "author": author, "state": state}
    )


def _forget(picture: ShopPicture) -> None:
    widths = {"webp_widths": picture.webp_widths, "avif_widths": picture.avif_widths}
    transaction.on_commit(lambda: forget_picture_files(PictureFiles(picture.digest, widths)))
