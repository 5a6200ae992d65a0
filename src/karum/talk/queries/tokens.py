"""The address of the asker's own page, which nobody can guess or make, the seller neither; and what stands for her."""

import hmac
from uuid import UUID

from django.conf import settings
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


def asker_mark(email: str) -> str:
    """What stands for an asker's address: the same for the same address, and of no use to anybody else."""
    return hmac.new(settings.SECRET_KEY.encode(), b"asker " + email.lower().encode(), "sha256").hexdigest()[:32]
