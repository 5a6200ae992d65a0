"""Links that end letters without signing in: signed, and as lasting as the letter in which they stand."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from karum.notices.domain.kinds import Kind, about
from karum.runtime.settings import settings

_SALT = "karum.notices.off"


@dataclass(frozen=True, slots=True)
class OffLink:
    """Whose letters of which kind a link ends."""

    email: str
    kind: Kind


def off_link(email: str, kind: Kind) -> str:
    """The whole address (https://…) that ends letters of ``kind`` to ``email``."""
    token = signing.dumps([email, kind.value], salt=_SALT)
    return settings().base_url + reverse("notices:off", args=[token])


def read_off_link(token: str) -> OffLink | None:
    """What the link is about; None when nobody signed it, or for a kind that cannot be switched off."""
    try:
        email, value = signing.loads(token, salt=_SALT)
        kind = Kind(value)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return OffLink(email, kind) if about(kind).can_be_off else None
