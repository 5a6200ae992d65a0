"""Web push: encrypted for one browser (RFC 8291), signed by the hub (VAPID, RFC 8292), sent to known services only."""

import base64
import json
import os
import time
from datetime import datetime
from enum import StrEnum
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.translation import get_language, get_language_bidi
from procrastinate.contrib.django import app
from py_vapid import Vapid02

from karum.notices.domain.push_services import push_host
from karum.notices.domain.texts import Text
from karum.notices.models import Device
from karum.runtime.outside import NotSent, post
from karum.runtime.settings import push_key, settings

TTL_S = 3 * 24 * 3600
"""So long a push service keeps a notice for a telephone that is off."""
SIGNED_S = 12 * 3600
PAYLOAD_BYTES_MAX = 3000
"""Services take 4096 bytes, of which encryption needs about a hundred."""
DEVICES_MAX = 10


class Sent(StrEnum):
    """How sending a push ended."""

    TAKEN = "taken"
    GONE = "gone"
    REFUSED = "refused"


class TryLater(Exception):
    """The push service did not answer or asks for patience: the job runs again."""


def queue_push(person_id: int, text: Text, *, path: str, tag: str) -> int:
    """Queue a push to each device of the person, in the caller's transaction; return how many."""
    ids = list(Device.objects.filter(person_id=person_id).order_by("-id").values_list("id", flat=True)[:DEVICES_MAX])
    if ids:
        payload = payload_of(text, path=path, tag=tag)
        for device_id in ids:
            app.configure_task("notices.push").defer(device_id=device_id, payload=payload)
    return len(ids)


def payload_of(text: Text, *, path: str, tag: str) -> dict[str, Any]:
    """What the service worker reads: title, body, url (a path of the hub), tag, and how the words are written."""
    assert path.startswith("/"), "a push opens a page of the hub"
    assert not path.startswith("//"), "and no other site"
    return {
        "title": text.line,
        "body": text.short,
        "url": path,
        "tag": tag,
        "lang": get_language() or "en",
        "dir": "rtl" if get_language_bidi() else "ltr",
    }


def send_push(device_id: int, payload: dict[str, Any], *, now: datetime) -> Sent:
    """Send one push. A device whose service knows it no more is forgotten. Raises TryLater."""
    device = Device.objects.filter(id=device_id).first()
    if device is None:
        return Sent.GONE
    if push_host(device.endpoint) is None:  # a service that the hub no longer trusts
        device.delete()
        return Sent.GONE
    body = _encrypted(device, payload)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_S),
        "Urgency": "normal",
        **_signed(device.endpoint),
    }
    try:
        status = post(device.endpoint, headers, body)
    except NotSent as problem:
        raise TryLater(str(problem)) from problem
    if status in (404, 410):
        device.delete()
        return Sent.GONE
    if status == 429 or status >= 500:
        raise TryLater(f"the push service said {status}")
    if not 200 <= status < 300:
        return Sent.REFUSED
    Device.objects.filter(id=device_id).update(reached_at=now)
    return Sent.TAKEN


def public_key() -> str:
    """The hub's key as browsers want it (applicationServerKey): base64url without padding."""
    point = _key().public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _key() -> ec.EllipticCurvePrivateKey:
    number = bytes_of(push_key())
    if len(number) != 32:
        raise ValueError("a push key has 32 bytes")
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


def _signed(endpoint: str) -> dict[str, Any]:
    knobs = settings()
    mail = knobs.mail_from.rpartition("<")[2].rstrip(">")
    subject = knobs.base_url if knobs.base_url.startswith("https:") else f"mailto:{mail}"
    claims = {"aud": f"https://{push_host(endpoint)}", "exp": int(time.time()) + SIGNED_S, "sub": subject}
    signed: dict[str, str] = Vapid02(_key()).sign(claims)
    return signed


def _encrypted(device: Device, payload: dict[str, Any]) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    while len(text) > PAYLOAD_BYTES_MAX:  # a long text in a script of three bytes a letter
        payload = {**payload, "body": payload["body"][: len(payload["body"]) // 2]}
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    sealed: bytes = http_ece.encrypt(
        text,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=bytes_of(device.p256dh),
        auth_secret=bytes_of(device.auth),
        version="aes128gcm",
    )
    return sealed


def bytes_of(text: str) -> bytes:
    """Read base64url with or without padding. Raises ValueError (binascii.Error is one)."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
