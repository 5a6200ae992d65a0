"""Whose saved things: a person's own, or a guest's by the signed cookie on her telephone."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from karum.runtime.asked import own_path, whole
from karum.saved import services
from karum.saved.models import Keeper
from karum.saved.queries import keeper_of

COOKIE = "saved"
KEEP_S = 365 * 24 * 3600


def current_keeper(request: HttpRequest) -> Keeper | None:
    """The visitor's saved things if there are any. Somebody who signs in brings her guest's along."""
    person_id, guest_id = _person(request), guest_of(request)
    if person_id is not None and guest_id is not None:
        return services.open_keeper(person_id, guest_id, now=timezone.now())
    return keeper_of(person_id, guest_id)


def keeper_for_writing(request: HttpRequest) -> Keeper:
    """The visitor's saved things, begun if there are none."""
    return services.open_keeper(_person(request), guest_of(request), now=timezone.now())


def remember(response: HttpResponse, keeper: Keeper | None) -> HttpResponse:
    """Let the guest's telephone know its saved things; somebody who is signed in needs no cookie."""
    if keeper is not None and keeper.person_id is None:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_signed_cookie(
            COOKIE, keeper.id.hex, salt=COOKIE, max_age=KEEP_S, httponly=True, samesite="Lax", secure=secure
        )
    elif keeper is not None:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def guest_of(request: HttpRequest) -> UUID | None:
    """The guest's id in her cookie; None for none, and for one that nobody signed."""
    try:
        return UUID(request.get_signed_cookie(COOKIE, salt=COOKIE))
    except (KeyError, BadSignature, ValueError):
        return None


def back(request: HttpRequest, otherwise: str) -> str:
    """The page that the form was on, when it is one of ours."""
    return own_path(request.POST.get("next", ""), otherwise)


def number(request: HttpRequest, name: str) -> int:
    """A posted id; 0 for what is none."""
    text = request.POST.get(name, "")
    return whole(text)


def _person(request: HttpRequest) -> int | None:
    return request.user.pk if request.user.is_authenticated else None
