"""``/me/notices/devices``: a browser says that it may be told, or no more."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from karum.notices.domain.texts import Text
from karum.notices.services.devices import Subscription, add_device, remove_device, remove_endpoint
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
    handed, off = _handed(request)
    if handed is None:
        return JsonResponse({"kept": False}, status=422)
    if off:
        remove_endpoint(person, handed.endpoint)
        return JsonResponse({"kept": False})
    device = add_device(person, handed, agent=request.headers.get("User-Agent", "")[:500], now=timezone.now())
    return JsonResponse({"kept": device is not None}, status=200 if device else 422)


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


def _handed(request: HttpRequest) -> tuple[Subscription | None, bool]:
    """What was handed in, and whether it is to be forgotten; None for what no browser writes."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES_MAX:
        return None, False
    try:
        said = json.loads(request.body)
        keys = said.get("keys") or {}
        parts = [said["endpoint"], keys.get("p256dh", ""), keys.get("auth", "")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, False
    if not all(isinstance(part, str) and "\0" not in part for part in parts):
        return None, False
    return Subscription(*parts), said.get("off") is True


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
