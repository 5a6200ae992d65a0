"""What the doctor looks at in notices: that pushes can be signed, and that push services took some lately."""

from datetime import timedelta

from django.utils import timezone

from karum.notices.queries.devices import device_counts
from karum.notices.services.push import public_key
from karum.runtime.doctor import Finding, check

QUIET = timedelta(days=30)


@check("pushes")
def pushes() -> Finding:
    """Whether the hub's key can be read, and how many devices there are. No push service is called."""
    try:
        key = public_key()
    except (OSError, ValueError) as error:
        return Finding.bad(
            f"The key that signs pushes cannot be read: {error}.",
            "Set PUSH_KEY to 32 bytes as base64url, or remove push-key in the data folder: the hub makes another.",
        )
    devices, reached = device_counts(since=timezone.now() - QUIET)
    if devices >= 20 and not reached:
        return Finding.warn(
            f"{devices} devices are to be told things, and no push service took one in 30 days.",
            "Let the server reach fcm.googleapis.com and the others on port 443 (docs/how-to/tell-people).",
        )
    return Finding.good(f"{devices} devices are told things; {reached} were in 30 days. The key begins {key[:8]}.")
