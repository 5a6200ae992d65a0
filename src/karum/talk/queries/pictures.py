"""Where pictures of conversations lie, and who may see them."""

from pathlib import Path
from uuid import UUID

from django.http import Http404

from karum.runtime.settings import settings
from karum.talk.models import Attachment


def path_of(key: UUID) -> Path:
    """The file's place: named by chance, outside of what the web server shows by itself."""
    return Path(settings().data_dir) / "talk" / key.hex[:2] / f"{key.hex}.webp"


def access_picture(conversation_id: int, key: UUID) -> Attachment:
    """A picture of a conversation that the caller was given by one of the ``access_*``. Raises Http404 for others."""
    row = Attachment.objects.filter(message__conversation_id=conversation_id, key=key).first()
    if row is None:
        raise Http404
    return row
