"""The address of the asker's own page: nobody can guess or make it, the seller neither."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404

_signer = Signer(salt="karum.talk.asker")


def asker_token(key: UUID) -> str:
    """A text for the address of the asker's page."""
    return _signer.sign(key.hex).replace(":", "~")


def read_asker_token(token: str) -> UUID:
    """The conversation behind the token. Raises Http404 for a token that is none."""
    try:
        return UUID(_signer.unsign(token.replace("~", ":")))
    except (BadSignature, ValueError):
        raise Http404 from None
