"""Signed webhooks: ``t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">``. The time stops replays of old messages."""

import hashlib
import hmac

TOLERANCE_S = 300


def sign(body: bytes, secret: bytes, *, unix_s: int) -> str:
    """The header that goes with ``body``."""
    return f"t={unix_s},v1={_digest(body, secret, unix_s)}"


def signature_error(header: str, body: bytes, secret: bytes, *, now_unix_s: int) -> str:
    """Empty when the signature is right and fresh; otherwise what is wrong with it."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    stamp, given = parts.get("t", "").strip(), parts.get("v1", "").strip()
    if not stamp.isdecimal() or not given:
        return "the signature header is missing or has another form than t=...,v1=..."
    if not hmac.compare_digest(given.encode(), _digest(body, secret, int(stamp)).encode()):
        return "the signature does not belong to this body"
    if abs(now_unix_s - int(stamp)) > TOLERANCE_S:
        return f"the signature is more than {TOLERANCE_S} seconds away from now"
    return ""


def _digest(body: bytes, secret: bytes, unix_s: int) -> str:
    return hmac.new(secret, str(unix_s).encode() + b"." + body, hashlib.sha256).hexdigest()
