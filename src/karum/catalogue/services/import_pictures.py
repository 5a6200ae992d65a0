"""Fetch the pictures that an imported file names: https only, public addresses only, pictures only, not too large.

A picture that this product already has from the same address is not fetched again, so a second import changes nothing.
"""

import hashlib

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from karum.catalogue.models import ImportPicture, ImportState, Picture, ProductImport
from karum.catalogue.services.encoding import BYTES_MAX
from karum.catalogue.services.pictures import add_picture
from karum.catalogue.services.problems import NotAccepted
from karum.runtime.outside import NotSent, fetch


def fetch_pictures(import_id: int) -> None:
    """Fetch what waits, one after the other; each is written as it comes. Done twice, it does nothing more."""
    row = ProductImport.objects.filter(id=import_id, state=ImportState.PICTURES).first()
    if row is None:
        return
    with translation.override(row.language):
        for picture in ImportPicture.objects.filter(of=row, done=False).order_by("id"):
            problem = _fetched(picture.product_id, picture.address)
            ImportPicture.objects.filter(id=picture.id).update(done=True, problem=problem[:300])
    ProductImport.objects.filter(id=import_id).update(state=ImportState.DONE, finished_at=timezone.now())


def _fetched(product_id: int, address: str) -> str:
    """Why this picture is not there now; empty when it is."""
    source = hashlib.sha256(address.encode()).hexdigest()
    if Picture.objects.filter(product_id=product_id, source=source).exists():
        return ""
    try:
        content = fetch(address, bytes_max=BYTES_MAX, kinds=("image/",))
    except NotSent as problem:
        return _("This picture could not be fetched: %(why)s.") % {"why": problem}
    try:
        picture_id = add_picture(product_id, content)
    except NotAccepted as refused:
        return " ".join(refused.problems.values())
    Picture.objects.filter(id=picture_id).update(source=source)
    return ""
