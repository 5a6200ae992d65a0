"""Pictures in a conversation: checked and encoded anew like every picture of the hub, but never public."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from karum.catalogue.services.encoding import encode
from karum.catalogue.services.problems import NotAccepted
from karum.runtime.disk import write_whole
from karum.talk.domain.terms import terms
from karum.talk.models import Attachment, Message
from karum.talk.queries.pictures import path_of


@dataclass(frozen=True, slots=True)
class Made:
    """A picture whose file is written."""

    key: UUID
    width: int
    height: int
    size_bytes: int


def made(uploads: Sequence[bytes]) -> list[Made]:
    """Check uploads and write their files, before any transaction. Raises NotAccepted, field ``picture``."""
    if len(uploads) > terms().pictures_max:
        most = terms().pictures_max
        raise NotAccepted({"picture": _("A message has at most %(most)s pictures.") % {"most": most}})
    encoded = [encode(one) for one in uploads]  # all are good before the first is written
    return [_written(one.width, one.height, one.files) for one in encoded]


def keep(message: Message, pictures: Sequence[Made]) -> None:
    """Tie the pictures to a message."""
    for one in pictures:
        Attachment.objects.create(
            message=message, key=one.key, width=one.width, height=one.height, size_bytes=one.size_bytes
        )


def forget(pictures: Sequence[Made]) -> None:
    """Remove the files of pictures that came with a message which was not taken."""
    for one in pictures:
        path_of(one.key).unlink(missing_ok=True)


def _written(width: int, height: int, files: dict[tuple[int, str], bytes]) -> Made:
    place = max(place for place in files if place[1] == "webp")
    content, key = files[place], uuid4()
    write_whole(path_of(key), content)
    return Made(key, place[0], max(1, round(height * place[0] / width)), len(content))
