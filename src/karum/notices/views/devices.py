"""``/me/notices/devices``: a browser says that it may be told, or no more."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from karum.notices.domain.texts import Text
from karum.notices.services.devices import Subscription, add_device, remove_device, remove_endpoint, renew_device
from karum.notices.services.push import queue_push
from karum.parties.queries import Person
from karum.parties.services.limits import too_fast
from karum.runtime.settings import settings

BODY_BYTES_MAX = 4000
A_DAY_S = 24 * 3600


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Keep what the browser hands in as JSON ({endpoint, keys: {p256dh, auth}}); with ``off`` true forget it."""
    person = _person(request)
    if too_fast(request, "push-device", most=30, within_s=A_DAY_S):
        return HttpResponse(status=429)
    said = _said(request)
    handed = _subscription(said)
    if handed is None:
        return JsonResponse({"kept": False}, status=422)
    if said.get("off") is True:
        remove_endpoint(person, handed.endpoint)
        return JsonResponse({"kept": False})
    device = add_device(person, handed, agent=request.headers.get("User-Agent", "")[:500], now=timezone.now())
    return JsonResponse({"kept": device is not None}, status=200 if device else 422)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A push service gave a browser another address: JSON as above with ``old``, the subscription that ended.

    It comes from the service worker, perhaps after she signed out: who knows the old address and its secret is she.
    """
    if too_fast(request, "push-renew", most=30, within_s=A_DAY_S):
        return HttpResponse(status=429)
    said = _said(request)
    handed, old = _subscription(said), _subscription(said.get("old"))
    if handed is None:
        return JsonResponse({"kept": False}, status=422)
    if old is None or not renew_device(old, handed):
        return JsonResponse({"kept": False}, status=403)
    return JsonResponse({"kept": True})


@login_required
@require_POST
def remove(request: HttpRequest, device_id: int) -> HttpResponse:
    """Forget one of her devices."""
    if remove_device(_person(request), device_id):
        messages.success(request, gettext("This device is told nothing any more."))
    return redirect("notices:switches")


@login_required
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """A push to all of her devices, to see that it works."""
    if too_fast(request, "push-test", most=10, within_s=3600):
        return HttpResponse(status=429)
    text = Text(gettext("It works"), gettext("%(hub)s tells you here what you chose.") % {"hub": settings().hub_name})
    if queue_push(_person(request).pk, text, path=reverse("notices:switches"), tag="test"):
        messages.success(request, gettext("A notice is on its way to your devices."))
    return redirect("notices:switches")


def _said(request: HttpRequest) -> dict[str, Any]:
    """The JSON that was handed in; empty for what no browser writes."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES_MAX:
        return {}
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _subscription(said: Any) -> Subscription | None:
    """A browser's subscription as it writes it; None for anything else."""
    try:
        keys = said.get("keys") or {}
        parts = [said["endpoint"], keys.get("p256dh", ""), keys.get("auth", "")]
    except (KeyError, TypeError, AttributeError):
        return None
    if not all(isinstance(part, str) and "\0" not in part for part in parts):
        return None
    return Subscription(*parts)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
